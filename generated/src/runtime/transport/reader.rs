//! Readers as streams of chunks: async ones, and those that block, on the threads that are there for such work.
//!
//! A chunk is as large as one read gives, so nothing waits for a chunk to be full.

use std::future::Future as _;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::{AsyncRead, ReadBuf};
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

/// Largest number of bytes that is read at once.
const CHUNK: usize = 64 << 10;

/// The chunks of an async reader.
pub(super) struct AsyncReads {
    reader: Pin<Box<dyn AsyncRead + Send>>,
    /// Empty until the first read.
    buffer: Vec<u8>,
}

impl AsyncReads {
    pub(super) fn new(reader: Pin<Box<dyn AsyncRead + Send>>) -> Self {
        let buffer = Vec::new();
        Self { reader, buffer }
    }
}

impl Stream for AsyncReads {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { reader, buffer } = self.get_mut();
        buffer.resize(CHUNK, 0);
        let mut read = ReadBuf::new(buffer);
        let done = ready!(reader.as_mut().poll_read(context, &mut read));
        Poll::Ready(match done {
            Ok(()) if read.filled().is_empty() => None,
            Ok(()) => Some(Ok(Bytes::copy_from_slice(read.filled()))),
            Err(error) => Some(Err(error)),
        })
    }
}

type Reader = Box<dyn Read + Send>;

/// The chunks of a reader that blocks.
pub(super) struct Reads(State);

enum State {
    /// `None` after the end.
    Waiting(Option<Reader>),
    Reading(JoinHandle<io::Result<(Reader, Bytes)>>),
}

impl Reads {
    pub(super) fn new(reader: Reader) -> Self {
        Self(State::Waiting(Some(reader)))
    }
}

impl Stream for Reads {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match &mut self.0 {
                State::Waiting(reader) => {
                    let Some(reader) = reader.take() else {
                        return Poll::Ready(None);
                    };
                    match Handle::try_current() {
                        Ok(handle) => {
                            self.0 = State::Reading(handle.spawn_blocking(|| read(reader)));
                        }
                        Err(error) => return Poll::Ready(Some(Err(io::Error::other(error)))),
                    }
                }
                State::Reading(reading) => {
                    let done = ready!(Pin::new(reading).poll(context));
                    let done = done.unwrap_or_else(|error| Err(io::Error::other(error)));
                    self.0 = State::Waiting(None);
                    let (reader, chunk) = match done {
                        Ok(read) => read,
                        Err(error) => return Poll::Ready(Some(Err(error))),
                    };
                    if chunk.is_empty() {
                        return Poll::Ready(None);
                    }
                    self.0 = State::Waiting(Some(reader));
                    return Poll::Ready(Some(Ok(chunk)));
                }
            }
        }
    }
}

fn read(mut reader: Reader) -> io::Result<(Reader, Bytes)> {
    let mut chunk = vec![0; CHUNK];
    let count = loop {
        match reader.read(&mut chunk) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            done => break done?,
        }
    };
    chunk.truncate(count);
    Ok((reader, chunk.into()))
}

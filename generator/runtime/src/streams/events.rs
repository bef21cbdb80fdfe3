//! A response as a stream of server-sent events whose data is decoded.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use super::event::{Event, EventLines};
use super::source::Source;
use crate::runtime::codec;
use crate::runtime::{Decode, DecodeError, Download, Error};

/// Data of the last event in place of JSON, as many services send it.
const DONE: &str = "[DONE]";

/// Decoder of an event's data.
type Read<T> = fn(String) -> Result<T, (DecodeError, String)>;

/// Server-sent events as they arrive.
///
/// A [`Stream`], which [`Events::next`] and [`Events::try_next`] read without any import. Data that cannot be read is
/// an [`Error::Decode`] in the place of its event, and the events after it still come; any other error is the last
/// item. The time limit of a call holds for the head of the response and then for each pause between two pieces of it,
/// so it may have to be longer than the service is silent. Dropping the stream closes the connection.
#[must_use = "a stream does nothing unless it is read"]
pub struct Events<T> {
    source: Source<EventLines>,
    read: Read<T>,
    /// Data that ends the stream.
    end: Option<&'static str>,
}

impl<T: Decode> Events<T> {
    /// Returns the events whose data is JSON. The data `[DONE]`, with which many services end their streams, ends this
    /// one.
    pub fn json(download: Download) -> Self {
        let read: Read<T> = |data| match codec::decode(data.as_bytes()) {
            Ok(value) => Ok(value),
            Err(error) => Err((error, data)),
        };
        Self {
            source: Source::new(download, EventLines::default()),
            read,
            end: Some(DONE),
        }
    }
}

impl Events<String> {
    /// Returns the events whose data is text.
    pub fn text(download: Download) -> Self {
        Self {
            source: Source::new(download, EventLines::default()),
            read: Ok,
            end: None,
        }
    }
}

impl<T> Events<T> {
    /// Returns the same events with their data as text, for kinds of events with data of other types.
    pub fn into_text(self) -> Events<String> {
        Events {
            source: self.source,
            read: Ok,
            end: None,
        }
    }

    /// Makes an event of more than `bytes` an [`Error::TooLarge`]; the limit is that of a body in memory unless set.
    pub fn with_limit(mut self, bytes: usize) -> Self {
        self.source.set_limit(bytes);
        self
    }

    /// Returns the status of the response, always of the 2xx class.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.source.download.status()
    }

    /// Returns the headers of the response.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.source.download.headers()
    }

    /// Returns the server's identifier of the request (`x-request-id`), if it sent one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.source.download.request_id()
    }

    /// Returns the next event; `None` after the last one. Safe to cancel: no event is lost.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error>> {
        poll_fn(|context| self.poll_event(context)).await
    }

    /// Returns the next event; `None` after the last one.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] for data that is not of the type, [`Error::Connection`] when the body breaks off,
    /// [`Error::Timeout`] when the server pauses for too long, [`Error::TooLarge`] above the limit.
    pub async fn try_next(&mut self) -> Result<Option<Event<T>>, Error> {
        self.next().await.transpose()
    }

    /// Returns the same events as an iterator, for code that is not async.
    #[cfg(feature = "blocking")]
    pub fn blocking(self) -> super::Blocking<Self> {
        super::Blocking::new(self.source.download.operation(), self)
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>, Error>>> {
        let event = match ready!(self.source.poll_item(context)) {
            Some(Ok(event)) => event,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        if self.end == Some(&*event.data) {
            self.source.close();
            return Poll::Ready(None);
        }
        Poll::Ready(Some(match (self.read)(event.data) {
            Ok(data) => Ok(Event {
                event: event.event,
                data,
                id: event.id,
                retry: event.retry,
            }),
            Err((error, data)) => Err(self.source.unreadable(error, data.as_bytes())),
        }))
    }
}

impl<T> Stream for Events<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_event(context)
    }
}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Events")
            .field(&self.source.download)
            .finish()
    }
}

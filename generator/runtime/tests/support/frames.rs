//! A server of HTTP/2 in single frames: it processes so many requests on each connection, and then sends `GOAWAY` for
//! the rest, as nginx does after `keepalive_requests`.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

const PREFACE: usize = 24;
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;
const GO_AWAY: u8 = 7;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;
const ACK: u8 = 1;

/// See the module.
pub(crate) struct Frames {
    /// Number of requests processed on a connection.
    pub(crate) per_connection: usize,
    /// The code with which the connection ends.
    pub(crate) reason: u32,
    pub(crate) processed: AtomicUsize,
    pub(crate) refused: AtomicUsize,
}

impl Frames {
    pub(crate) fn new(per_connection: usize, reason: u32) -> Arc<Self> {
        Arc::new(Self {
            per_connection,
            reason,
            processed: AtomicUsize::new(0),
            refused: AtomicUsize::new(0),
        })
    }

    /// Serves a connection until the client closes it.
    pub(crate) async fn serve(self: Arc<Self>, mut stream: impl AsyncRead + AsyncWrite + Unpin) {
        let mut preface = [0; PREFACE];
        if stream.read_exact(&mut preface).await.is_err() {
            return;
        }
        let _ = stream.write_all(&frame(SETTINGS, 0, 0, b"")).await;
        let (mut streams, mut last) = (0, 0);
        while let Some((kind, flags, id)) = read(&mut stream).await {
            let reply = match kind {
                SETTINGS if flags & ACK == 0 => frame(SETTINGS, ACK, 0, b""),
                HEADERS if streams < self.per_connection => {
                    (streams, last) = (streams + 1, id);
                    self.processed.fetch_add(1, Relaxed);
                    // `:status: 200` of HPACK's static table.
                    let mut reply = frame(HEADERS, END_HEADERS, id, &[0x88]);
                    reply.extend(frame(DATA, END_STREAM, id, b"true"));
                    reply
                }
                HEADERS => {
                    self.refused.fetch_add(1, Relaxed);
                    let mut payload = last.to_be_bytes().to_vec();
                    payload.extend(self.reason.to_be_bytes());
                    frame(GO_AWAY, 0, 0, &payload)
                }
                _ => continue,
            };
            if stream.write_all(&reply).await.is_err() {
                return;
            }
        }
    }
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut frame = vec![length[1], length[2], length[3], kind, flags];
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    frame
}

/// Reads kind, flags and stream of the next frame.
async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Option<(u8, u8, u32)> {
    let mut head = [0; 9];
    stream.read_exact(&mut head).await.ok()?;
    let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
    let mut payload = vec![0; usize::try_from(length).unwrap()];
    stream.read_exact(&mut payload).await.ok()?;
    let id = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
    Some((head[3], head[4], id))
}

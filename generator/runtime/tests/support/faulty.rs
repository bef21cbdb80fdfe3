//! A server on the loopback with seeded faults, which counts what the clients under test do.
//!
//! The fault of a request follows from the seed, the call and the number of the attempt alone, so a run can be
//! repeated.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

/// Pages of each list, and items of each page.
pub(crate) const PAGES: u64 = 4;
pub(crate) const PER_PAGE: u64 = 10;

/// Returns the number in `0..limit` that follows from `parts`.
pub(crate) fn draw(parts: &[u64], limit: u64) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        hash = (hash ^ part).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        hash ^= hash >> 29;
    }
    (hash.wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 32) % limit
}

/// Behaviour of the server for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    None,
    /// A status, before or after the request was processed.
    Status(u16, Processed),
    /// The connection is closed instead of a response.
    Closed(Processed),
    /// The body of the response breaks off.
    Truncated,
    /// A response that is no HTTP.
    Garbage,
    /// No response for longer than clients wait.
    Silence,
    /// A response, after which the connection is closed without a word.
    ClosedAfter,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Processed {
    No,
    Yes,
}

fn fault(seed: u64, call: u64, attempt: u64) -> Fault {
    match draw(&[seed, call, attempt, 1], 100) {
        0..=2 => Fault::Status(503, Processed::No),
        3 | 4 => Fault::Status(429, Processed::No),
        5 | 6 => Fault::Status(500, Processed::Yes),
        7 | 8 => Fault::Closed(Processed::No),
        9 | 10 => Fault::Closed(Processed::Yes),
        11 | 12 => Fault::Truncated,
        13 => Fault::Garbage,
        14 => Fault::Silence,
        15..=18 => Fault::ClosedAfter,
        _ => Fault::None,
    }
}

/// Requests of one call, as the server has them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// Requests that were received whole; those of a list are counted by page.
    pub(crate) attempts: BTreeMap<u64, u64>,
    /// Requests that were answered with 429.
    pub(crate) limited: u64,
    pub(crate) processed: u64,
    /// Length of the last body.
    pub(crate) body: u64,
}

#[derive(Default)]
pub(crate) struct Counts {
    pub(crate) calls: BTreeMap<u64, Seen>,
    pub(crate) open: usize,
    pub(crate) most_open: usize,
}

pub(crate) struct Faulty {
    pub(crate) address: String,
    pub(crate) counts: Arc<Mutex<Counts>>,
}

impl Faulty {
    pub(crate) async fn start(seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let counts: Arc<Mutex<Counts>> = Arc::default();
        let server = Self {
            address,
            counts: Arc::clone(&counts),
        };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                {
                    let mut counts = counts.lock().unwrap();
                    counts.open += 1;
                    counts.most_open = counts.most_open.max(counts.open);
                }
                let counts = Arc::clone(&counts);
                tokio::spawn(async move {
                    // A client that goes away is no failure of the server.
                    let _ = converse(stream, seed, &counts).await;
                    counts.lock().unwrap().open -= 1;
                });
            }
        });
        server
    }
}

async fn converse(mut stream: TcpStream, seed: u64, counts: &Mutex<Counts>) -> std::io::Result<()> {
    let mut buffer = Vec::new();
    while let Some(request) = Received::read(&mut stream, &mut buffer).await? {
        let fault = request.note(seed, counts);
        if fault == Fault::Silence {
            sleep(Duration::from_secs(2)).await;
            return Ok(());
        }
        if let Fault::Closed(_) = fault {
            return Ok(());
        }
        stream.write_all(&request.response(fault)).await?;
        if matches!(
            fault,
            Fault::Truncated | Fault::Garbage | Fault::ClosedAfter
        ) {
            return Ok(());
        }
    }
    Ok(())
}

/// A request that was received whole.
struct Received {
    call: u64,
    page: u64,
    length: u64,
}

impl Received {
    /// Reads the next request; `None` at the end of the connection.
    async fn read(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> std::io::Result<Option<Self>> {
        loop {
            if let Some(end) = buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
                let header = |name: &str| -> u64 {
                    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
                    let value = lines.find(|(key, _)| *key == name);
                    value.map_or(0, |(_, value)| value.parse().unwrap())
                };
                let length = header("content-length");
                let whole = end + 4 + usize::try_from(length).unwrap();
                if buffer.len() >= whole {
                    buffer.drain(..whole);
                    return Ok(Some(Self::parse(&head, header("x-call"), length)));
                }
            }
            if stream.read_buf(buffer).await? == 0 {
                return Ok(None);
            }
        }
    }

    fn parse(head: &str, call: u64, length: u64) -> Self {
        let mut line = head.split(' ').skip(1);
        let target = line.next().unwrap();
        let page = target.split_once("page=").map_or(1, |(_, page)| {
            page.split('&').next().unwrap().parse().unwrap()
        });
        Self { call, page, length }
    }

    /// Counts the request, and draws its fault.
    fn note(&self, seed: u64, counts: &Mutex<Counts>) -> Fault {
        let mut counts = counts.lock().unwrap();
        let entry = counts.calls.entry(self.call).or_default();
        let attempt = entry.attempts.entry(self.page).or_default();
        *attempt += 1;
        let fault = fault(seed, self.call * 100 + self.page, *attempt);
        match fault {
            Fault::Status(429, _) => entry.limited += 1,
            Fault::Status(_, Processed::No) | Fault::Closed(Processed::No) | Fault::Silence => {}
            _ => entry.processed += 1,
        }
        entry.body = self.length;
        fault
    }

    fn response(&self, fault: Fault) -> Vec<u8> {
        let (status, body) = match fault {
            Fault::Garbage => return b"\x16\x03 no HTTP\r\n\r\n".to_vec(),
            Fault::Status(status, _) => (status, String::from("{}")),
            _ => (200, self.call.to_string()),
        };
        let (link, body) = self.page_of(status, body);
        let length = body.len();
        let mut text =
            format!("HTTP/1.1 {status} Status\r\ncontent-length: {length}\r\n{link}\r\n{body}");
        if fault == Fault::Truncated {
            text.truncate(text.len() - 1);
        }
        text.into_bytes()
    }

    /// Returns the page of a list, for the calls that are one.
    fn page_of(&self, status: u16, body: String) -> (String, String) {
        if status != 200 || !is_list(self.call) {
            return (String::new(), body);
        }
        let first = self.call * 1000 + (self.page - 1) * PER_PAGE;
        let items: Vec<u64> = (first..first + PER_PAGE).collect();
        let link = match self.page {
            PAGES => String::new(),
            page => format!("link: <?page={}>; rel=next\r\n", page + 1),
        };
        (link, format!("{items:?}"))
    }
}

/// Returns `true` for a call that is a list.
pub(crate) fn is_list(call: u64) -> bool {
    call.is_multiple_of(10)
}

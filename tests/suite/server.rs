//! A server on the loopback that gives one answer and keeps what it was asked.
//!
//! Invariant: it speaks HTTP/1.1 by itself, byte by byte, so what it keeps is what was on the wire.

use std::sync::{Arc, Mutex};

use freshdesk::Client;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

/// The key that every client here has. `a2V5Olg=` is `key:X` in base64.
const KEY: &str = "key";

pub(crate) struct Server {
    address: String,
    requests: Arc<Mutex<Vec<String>>>,
}

/// What a client sent.
pub(crate) struct Received {
    /// Method, target and version.
    pub(crate) line: String,
    /// Names in lower case, in the order of the wire.
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Server {
    /// Answers every request with this status line (`200 OK`), these further headers and this body.
    pub(crate) async fn answering(status: &str, headers: &[&str], body: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&requests);
        let headers: String = headers.iter().flat_map(|line| [*line, "\r\n"]).collect();
        let length = match status {
            "204 No Content" => String::new(),
            _ => format!("content-length: {}\r\n", body.len()),
        };
        let answer =
            format!("HTTP/1.1 {status}\r\nconnection: close\r\n{length}{headers}\r\n{body}");
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let request = read(&mut stream).await;
                kept.lock().unwrap().push(request);
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        Self { address, requests }
    }

    /// A client of this server.
    pub(crate) fn client(&self) -> Client {
        client_of(&self.address)
    }

    /// The only request so far.
    pub(crate) fn received(&self) -> Received {
        let requests = self.requests.lock().unwrap();
        assert_eq!(requests.len(), 1, "{requests:?}");
        let (head, body) = requests[0].split_once("\r\n\r\n").unwrap();
        let (line, headers) = head.split_once("\r\n").unwrap();
        let headers = headers.split("\r\n").map(|line| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_ascii_lowercase(), value.to_owned())
        });
        Received {
            line: line.to_owned(),
            headers: headers.collect(),
            body: body.to_owned(),
        }
    }
}

impl Received {
    /// The value of a header that was sent once.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(key, _)| key == name);
        let value = values.next().map(|(_, value)| value.as_str());
        assert!(values.next().is_none(), "{name} was sent twice");
        value
    }

    /// The names of all headers, sorted.
    pub(crate) fn header_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names
    }
}

/// A client of the server at this address, if there is one.
pub(crate) fn client_of(address: &str) -> Client {
    let builder = Client::builder().base_url(format!("http://{address}/api/v2"));
    builder.api_key(KEY).build().expect("a client")
}

/// An address on which nobody listens.
pub(crate) async fn unused_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap().to_string()
}

/// One request: its head, and as much as it announces to follow.
async fn read(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    loop {
        let mut chunk = [0; 4096];
        let count = stream.read(&mut chunk).await.unwrap_or(0);
        text.push_str(std::str::from_utf8(&chunk[..count]).expect("text"));
        if count == 0 || is_whole(&text) {
            return text;
        }
    }
}

fn is_whole(text: &str) -> bool {
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, length)| length.parse().unwrap());
    body.len() >= length
}

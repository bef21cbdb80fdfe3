//! Shared parts of the tests: a service, a client for it, and a server on the loopback with scripted responses.
//!
//! The server serves one request per connection and keeps every request's text.

pub(crate) mod fake;
pub(crate) mod faulty;
pub(crate) mod frames;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use client_runtime::runtime::{
    Authentication, Client, ClientBuilder, Credentials, Operation, RetryPolicy, Server as Address,
    ServerVariable, Service, TimestampPrecision,
};
use http::Method;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

pub(crate) mod memory;
pub(crate) mod quota;
pub(crate) mod recorder;
pub(crate) mod world;

/// Appears in nothing that is shown.
pub(crate) const SECRET: &str = "canary-5f2e";

pub(crate) static WIDGETS: Service = Service {
    name: "widgets",
    user_agent: "widgets/0.1.0",
    environment: "WIDGETS",
    servers: &[Address {
        url: "https://{domain}.example.com/api/v2",
        description: "production",
        variables: &[ServerVariable {
            name: "domain",
            default: None,
            values: &[],
            description: "",
        }],
    }],
    authentication: &[Authentication::Basic {
        password: Some("X"),
    }],
    rate_limit: None,
    hints: &[],
    timestamps: TimestampPrecision::Full,
};

pub(crate) static LIST: Operation = Operation::new("list_widgets", Method::GET, "/widgets");
pub(crate) static GET: Operation = Operation::new("get_widget", Method::GET, "/widgets/{id}");
pub(crate) static UPDATE: Operation = Operation::new("update_widget", Method::PUT, "/widgets/{id}");

pub(crate) static CREATE: Operation = Operation::new("create_widget", Method::POST, "/widgets");

/// A server on the loopback.
pub(crate) struct Server {
    pub(crate) address: String,
    requests: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
}

impl Server {
    /// Answers every request with `answer`, the text of a whole HTTP response, and closes the connection.
    pub(crate) async fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (answer, seen) = (answer.into(), Arc::clone(&requests));
        let connections = Arc::new(AtomicUsize::new(0));
        let accepted = Arc::clone(&connections);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                accepted.fetch_add(1, Ordering::Relaxed);
                let request = read_request(&mut stream).await;
                seen.lock().unwrap().push(request);
                let _ = stream.write_all(&answer).await;
            }
        });
        Self {
            address,
            requests,
            connections,
        }
    }

    /// Answers every request with what `answer` makes of its text, on connections that stay open.
    pub(crate) async fn serving(answer: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (answer, seen) = (Arc::new(answer), Arc::clone(&requests));
        let connections = Arc::new(AtomicUsize::new(0));
        let accepted = Arc::clone(&connections);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                accepted.fetch_add(1, Ordering::Relaxed);
                let (answer, seen) = (Arc::clone(&answer), Arc::clone(&seen));
                tokio::spawn(async move {
                    loop {
                        let request = read_request(&mut stream).await;
                        if request.is_empty() {
                            break;
                        }
                        let text = answer(&request);
                        seen.lock().unwrap().push(request);
                        if stream.write_all(text.as_bytes()).await.is_err() {
                            break;
                        }
                    }
                });
            }
        });
        Self {
            address,
            requests,
            connections,
        }
    }

    /// Responds with a status line, headers and a body, and the body's length.
    pub(crate) async fn with(status: &str, headers: &str, body: &str) -> Self {
        Self::answering(response(status, headers, body)).await
    }

    /// Returns a client of this server.
    pub(crate) fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        self.builder_for(&WIDGETS)
    }

    pub(crate) fn builder_for(&self, service: &'static Service) -> ClientBuilder {
        ClientBuilder::new(service)
            .base_url(&self.address)
            .credentials(Credentials::api_key(SECRET))
            .retry(RetryPolicy::never())
    }

    /// Returns the text of the only request so far.
    pub(crate) fn request(&self) -> String {
        let requests = self.requests.lock().unwrap();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests[0].clone()
    }

    /// Returns the path and query of the only request so far.
    pub(crate) fn target(&self) -> String {
        self.request().split(' ').nth(1).unwrap().to_owned()
    }

    /// Returns the value of a header of the only request so far.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let request = self.request();
        let head = request.split("\r\n\r\n").next().unwrap();
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.to_owned())
    }

    /// Returns the body of the only request so far.
    pub(crate) fn body(&self) -> String {
        self.request().split_once("\r\n\r\n").unwrap().1.to_owned()
    }

    /// Returns the number of connections that were made.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }

    pub(crate) fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

/// Returns the text of a response.
pub(crate) fn response(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    )
}

async fn read_request(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let count = stream.read(&mut chunk).await.unwrap_or(0);
        text.extend_from_slice(&chunk[..count]);
        let request = String::from_utf8_lossy(&text).into_owned();
        if count == 0 || is_whole(&request) {
            return request;
        }
    }
}

fn is_whole(request: &str) -> bool {
    let Some((head, body)) = request.split_once("\r\n\r\n") else {
        return false;
    };
    if head.contains("transfer-encoding: chunked") {
        return body.ends_with("0\r\n\r\n");
    }
    let lines = head.lines().filter_map(|line| line.split_once(": "));
    let length = lines
        .filter(|(key, _)| *key == "content-length")
        .find_map(|(_, value)| value.parse().ok());
    body.len() >= length.unwrap_or(0)
}

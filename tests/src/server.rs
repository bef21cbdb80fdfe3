//! A server on the loopback that responds as it is told, faults included, and keeps what it was asked.
//!
//! Invariant: it speaks HTTP/1.1 by itself, byte by byte, so what it keeps is what was on the wire.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use freshdesk::{Client, ClientBuilder};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpSocket, TcpStream},
    sync::watch,
    task::{JoinHandle, JoinSet},
};

/// The key that every client here has. `a2V5Olg=` is `key:X` in base64.
const KEY: &str = "key";

/// Time limit for what has to happen; reached only by a test that fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running server; it stops when it is dropped.
pub struct Server {
    address: SocketAddr,
    log: Arc<Log>,
    accepting: JoinHandle<()>,
}

/// Request as received.
#[derive(Clone, Debug)]
pub struct Received {
    /// Method, target and version.
    pub line: String,
    /// Names in lower case, in the order of the wire.
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
    /// The body as received.
    pub bytes: Vec<u8>,
}

/// Response of the server: bytes to write, and treatment of the connection afterwards.
#[derive(Clone, Debug)]
pub struct ServerResponse {
    text: Vec<u8>,
    end: End,
}

#[derive(Clone, Copy, Debug)]
enum End {
    /// The next request may come on the same connection.
    Open,
    Close,
    Reset,
    /// Nothing more comes, until the client goes away.
    Stall,
}

/// A port on which nobody listens yet, and which nobody else can get.
pub struct Reserved(TcpSocket);

struct Log {
    requests: Mutex<Vec<Received>>,
    connections: AtomicUsize,
    arrived: watch::Sender<usize>,
    /// Number of clients that have left a connection on which the server had stalled.
    left: watch::Sender<usize>,
}

/// Gives the response to a request, which comes with its number, from zero.
type Script = Box<dyn FnMut(usize, &Received) -> ServerResponse + Send>;

impl Server {
    /// Answers every request with this status line (`200 OK`), these further headers and this body, and closes.
    pub async fn answering(status: &str, headers: &[&str], body: &str) -> Self {
        let headers = [&["connection: close"], headers].concat();
        let answer = ServerResponse::new(status, &headers, body).then_close();
        Self::scripted(move |_, _| answer.clone()).await
    }

    /// Answers the request number `n`, from zero, with `script(n, …)`.
    pub async fn scripted(
        script: impl FnMut(usize, &Received) -> ServerResponse + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self::listening(listener, script)
    }

    /// Returns the same, where a listener is there already.
    pub fn listening(
        listener: TcpListener,
        script: impl FnMut(usize, &Received) -> ServerResponse + Send + 'static,
    ) -> Self {
        let address = listener.local_addr().unwrap();
        let log = Arc::new(Log {
            requests: Mutex::default(),
            connections: AtomicUsize::new(0),
            arrived: watch::Sender::new(0),
            left: watch::Sender::new(0),
        });
        let kept = Arc::clone(&log);
        let script: Arc<Mutex<Script>> = Arc::new(Mutex::new(Box::new(script)));
        let accepting = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(serve(stream, Arc::clone(&script), Arc::clone(&kept)));
            }
        });
        Self {
            address,
            log,
            accepting,
        }
    }

    /// Returns `127.0.0.1` and the port.
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    /// Returns a client of this server.
    pub fn client(&self) -> Client {
        client_of(&self.address())
    }

    /// Returns a client of this server to be.
    pub fn builder(&self) -> ClientBuilder {
        builder_of(&self.address())
    }

    /// Returns the only request so far.
    pub fn received(&self) -> Received {
        let [request] = <[Received; 1]>::try_from(self.requests())
            .unwrap_or_else(|requests| panic!("not one request: {requests:?}"));
        request
    }

    /// Returns all requests so far.
    pub fn requests(&self) -> Vec<Received> {
        self.log.requests.lock().unwrap().clone()
    }

    /// Returns the number of requests so far.
    pub fn count(&self) -> usize {
        *self.log.arrived.borrow()
    }

    /// Returns the number of connections so far.
    pub fn connections(&self) -> usize {
        self.log.connections.load(Ordering::Relaxed)
    }

    /// Waits until so many requests have arrived.
    pub async fn arrived(&self, count: usize) {
        reach(&self.log.arrived, count, "requests").await;
    }

    /// Waits until so many clients have gone from connections on which the server had stalled.
    pub async fn left(&self, count: usize) {
        reach(&self.log.left, count, "clients that have left").await;
    }

    /// Stops: every connection is closed, and a new one refused. The port stays reserved.
    pub async fn die(mut self) -> Reserved {
        self.accepting.abort();
        let _ = (&mut self.accepting).await;
        Reserved::at(self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Received {
    /// Returns the method.
    pub fn method(&self) -> &str {
        self.line.split(' ').next().unwrap()
    }

    /// Returns the path and query.
    pub fn target(&self) -> &str {
        self.line.split(' ').nth(1).unwrap()
    }

    /// Returns the value of a header that was sent once.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(key, _)| key == name);
        let value = values.next().map(|(_, value)| value.as_str());
        assert!(values.next().is_none(), "{name} was sent twice");
        value
    }

    /// Returns the names of all headers, sorted.
    pub fn header_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names
    }
}

impl ServerResponse {
    /// Creates a whole response, with its length; the connection stays open.
    pub fn new(status: &str, headers: &[&str], body: &str) -> Self {
        let headers: String = headers.iter().flat_map(|line| [*line, "\r\n"]).collect();
        let length = match status {
            "204 No Content" => String::new(),
            _ => format!("content-length: {}\r\n", body.len()),
        };
        Self::wire(format!("HTTP/1.1 {status}\r\n{length}{headers}\r\n{body}"))
    }

    /// Returns a success with this JSON text.
    pub fn json(body: &str) -> Self {
        Self::new("200 OK", &["content-type: application/json"], body)
    }

    /// Returns a success with these bytes.
    pub fn bytes(content_type: &str, body: &[u8]) -> Self {
        let length = body.len();
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\n\r\n"
        );
        Self::wire([head.as_bytes(), body].concat())
    }

    /// Sends raw bytes, faults included; the connection stays open.
    pub fn wire(text: impl Into<Vec<u8>>) -> Self {
        let (text, end) = (text.into(), End::Open);
        Self { text, end }
    }

    /// Returns the same, with something on the wire before it.
    pub fn after(self, text: &str) -> Self {
        let text = [text.as_bytes(), &self.text].concat();
        Self { text, ..self }
    }

    /// Closes the connection afterwards.
    pub fn then_close(self) -> Self {
        Self {
            end: End::Close,
            ..self
        }
    }

    /// Resets the connection afterwards.
    pub fn then_reset(self) -> Self {
        Self {
            end: End::Reset,
            ..self
        }
    }

    /// Sends nothing afterwards, and keeps the connection open until the client closes it.
    pub fn then_stall(self) -> Self {
        Self {
            end: End::Stall,
            ..self
        }
    }
}

impl Reserved {
    /// Creates a free port.
    pub fn new() -> Self {
        Self::at(SocketAddr::from(([127, 0, 0, 1], 0)))
    }

    fn at(address: SocketAddr) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_reuseaddr(true).unwrap();
        socket.bind(address).unwrap();
        Self(socket)
    }

    /// Returns `127.0.0.1` and the port.
    pub fn address(&self) -> String {
        self.0.local_addr().unwrap().to_string()
    }

    /// Listens, and takes no connection: once as many as fit are waiting, making one more never ends.
    pub fn listen_only(self) -> TcpListener {
        self.0.listen(1).unwrap()
    }

    /// Starts the server at this address.
    pub fn serve(
        self,
        script: impl FnMut(usize, &Received) -> ServerResponse + Send + 'static,
    ) -> Server {
        Server::listening(self.0.listen(1024).unwrap(), script)
    }
}

/// Returns a client of the server at this address, if there is one.
pub fn client_of(address: &str) -> Client {
    builder_of(address).build().expect("a client")
}

/// Returns the builder behind [`client_of`].
pub fn builder_of(address: &str) -> ClientBuilder {
    let builder = Client::builder().base_url(format!("http://{address}/api/v2"));
    builder.api_key(KEY)
}

/// Returns an address on which nobody listens.
pub async fn unused_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap().to_string()
}

/// Reads one request: its head, and as much as it announces to follow; `None` if the client closes before that, or
/// speaks something else.
pub async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Option<Received> {
    let mut bytes = Vec::new();
    let mut chunk = vec![0; 16 << 10];
    let (end, mut received) = loop {
        let count = stream
            .read(&mut chunk)
            .await
            .ok()
            .filter(|count| *count > 0)?;
        bytes.extend_from_slice(&chunk[..count]);
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break (end, head(&bytes[..end])?);
        }
    };
    bytes.drain(..end + 4);
    let length = received.header("content-length").unwrap_or("0");
    let length: usize = length.parse().ok()?;
    let missing = length.saturating_sub(bytes.len());
    let mut rest = stream.take(missing as u64);
    if rest.read_to_end(&mut bytes).await.ok()? < missing {
        return None;
    }
    received.body = String::from_utf8_lossy(&bytes).into_owned();
    received.bytes = bytes;
    Some(received)
}

/// Returns the request whose head these bytes are, without its body.
fn head(bytes: &[u8]) -> Option<Received> {
    let head = std::str::from_utf8(bytes).ok()?;
    let (line, headers) = head.split_once("\r\n").unwrap_or((head, ""));
    // Method, target and version.
    line.split(' ').nth(2)?;
    let headers = headers
        .split("\r\n")
        .filter(|line| !line.is_empty())
        .map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_ascii_lowercase(), value.trim().to_owned()))
        });
    Some(Received {
        line: line.to_owned(),
        headers: headers.collect::<Option<_>>()?,
        body: String::new(),
        bytes: Vec::new(),
    })
}

async fn serve(mut stream: TcpStream, script: Arc<Mutex<Script>>, log: Arc<Log>) {
    log.connections.fetch_add(1, Ordering::Relaxed);
    while let Some(request) = read(&mut stream).await {
        let answer = {
            let mut requests = log.requests.lock().unwrap();
            let answer = (script.lock().unwrap())(requests.len(), &request);
            requests.push(request);
            answer
        };
        log.arrived.send_modify(|count| *count += 1);
        if stream.write_all(&answer.text).await.is_err() {
            return;
        }
        match answer.end {
            End::Open => {}
            End::Close => return,
            End::Reset => return stream.set_zero_linger().unwrap(),
            End::Stall => {
                while stream
                    .read(&mut [0; 1024])
                    .await
                    .is_ok_and(|count| count > 0)
                {}
                log.left.send_modify(|count| *count += 1);
                return;
            }
        }
    }
}

async fn reach(counter: &watch::Sender<usize>, count: usize, what: &str) {
    let mut counter = counter.subscribe();
    let reached = counter.wait_for(|reached| *reached >= count);
    let reached = tokio::time::timeout(PATIENCE, reached).await;
    assert!(reached.is_ok(), "fewer than {count} {what}");
}

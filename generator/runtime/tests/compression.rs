//! Compressed responses and SOCKS proxies, which are features of their own.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use client_runtime::runtime::{Error, Json, Request};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::support::{LIST, Server, response};

/// 200,000 spaces and `true`, compressed, in base64.
const GZIP: &str = "H4sIAAAAAAACA+3BMREAAAgEoCpfzgKe9jeDO5AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
     AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
     AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAF/T\
     WwcfawK2RA0DAA==";
const BROTLI: &str = "W0MNg18CpAR5rBCYaj7BAEUD";

/// The bodies with the names of their encodings.
fn bodies() -> [(&'static str, Vec<u8>); 2] {
    let decode = |text| STANDARD.decode(text).unwrap();
    [("gzip", decode(GZIP)), ("br", decode(BROTLI))]
}

async fn serving(encoding: &str, body: &[u8]) -> Server {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-encoding: {encoding}\r\ncontent-length: {length}\r\n\r\n"
    );
    Server::answering([head.as_bytes(), body].concat()).await
}

#[tokio::test]
async fn compressed_responses_are_asked_for_and_read() {
    for (encoding, body) in bodies() {
        let server = serving(encoding, &body).await;
        let value = Request::<Json>::json(&server.client(), &LIST).await;
        assert_eq!(value.unwrap(), Json::Bool(true));
        let accepted = server.header("accept-encoding").unwrap();
        assert!(accepted.contains(encoding), "{accepted}");
    }
}

/// A few hundred bytes must not fill the memory.
#[tokio::test]
async fn the_limit_on_sizes_is_for_what_comes_out() {
    for (encoding, body) in bodies() {
        let server = serving(encoding, &body).await;
        let client = server.builder().max_body_size(100_000).build().unwrap();
        let error = Request::<Json>::json(&client, &LIST).await.unwrap_err();
        assert!(matches!(error, Error::TooLarge(_)), "{error}");
    }
}

#[tokio::test]
async fn a_damaged_body_is_an_error() {
    for (encoding, body) in bodies() {
        let cut = body.get(..body.len() / 2).unwrap();
        let server = serving(encoding, cut).await;
        let error = Request::<Json>::json(&server.client(), &LIST)
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Connection(_)), "{error}");
        assert!(error.to_string().contains("reading the body"), "{error}");
    }
}

#[tokio::test]
async fn a_socks_proxy_is_used() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("socks5h://{}", listener.local_addr().unwrap());
    let proxy = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut greeting = [0; 2];
        stream.read_exact(&mut greeting).await.unwrap();
        let mut methods = vec![0; usize::from(greeting[1])];
        stream.read_exact(&mut methods).await.unwrap();
        stream.write_all(&[5, 0]).await.unwrap();
        // Version, command, reserved, and the address: a name with its length, or four bytes.
        let mut head = [0; 4];
        stream.read_exact(&mut head).await.unwrap();
        let length = match head[3] {
            1 => 4,
            _ => usize::from(stream.read_u8().await.unwrap()),
        };
        let mut rest = vec![0; length + 2];
        stream.read_exact(&mut rest).await.unwrap();
        stream
            .write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
            .await
            .unwrap();
        let mut request = [0; 2048];
        let count = stream.read(&mut request).await.unwrap();
        let answer = response("200 OK", "", "true");
        stream.write_all(answer.as_bytes()).await.unwrap();
        (
            greeting[0],
            String::from_utf8_lossy(&request[..count]).into_owned(),
        )
    });
    let server = Server::with("500 Not Here", "", "").await;
    let client = server.builder().proxy(address).build().unwrap();
    let value = Request::<Json>::json(&client, &LIST).await;
    assert_eq!(value.unwrap(), Json::Bool(true));
    let (version, request) = proxy.await.unwrap();
    assert_eq!(version, 5);
    assert!(request.starts_with("GET /widgets"), "{request}");
    assert_eq!(server.connections(), 0);
}

//! TLS is there without any setting, and what it does not trust gets nothing.
//!
//! Invariant: the certificate here was signed by itself, so only a client that is told to trusts it.

use std::sync::Arc;

use freshdesk::{Client, ClientBuilder, Error, RetryPolicy};
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    task::JoinHandle,
};
use tokio_rustls::TlsAcceptor;

use crate::{
    answers::TICKET,
    server::{Received, read},
};

const CERTIFICATE: &[u8] =
    include_bytes!("../../../generator/runtime/tests/data/localhost.cert.pem");
const KEY: &[u8] = include_bytes!("../../../generator/runtime/tests/data/localhost.key.pem");

/// Returns a server that takes one connection: its address, and what it is sent once the handshake was made.
async fn server() -> (String, JoinHandle<Result<Received, String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let serving = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let stream = acceptor().accept(stream).await;
        let mut stream = stream.map_err(|error| error.to_string())?;
        let request = read(&mut stream).await.unwrap();
        let answer = format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{TICKET}",
            TICKET.len()
        );
        stream.write_all(answer.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        Ok(request)
    });
    (format!("https://localhost:{port}/api/v2"), serving)
}

fn acceptor() -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_slice(CERTIFICATE).unwrap();
    let key = PrivateKeyDer::from_pem_slice(KEY).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

fn builder(url: &str) -> ClientBuilder {
    let builder = Client::builder().base_url(url).api_key("key");
    builder.retry(RetryPolicy::never())
}

#[tokio::test]
async fn a_certificate_of_nobody_is_refused() {
    let (url, serving) = server().await;
    let error = builder(&url).build().unwrap().tickets().get(42).await;
    let error = error.unwrap_err();
    assert!(
        matches!(&error, Error::Connection(error) if error.is_connect()),
        "{error:?}"
    );
    let text = error.to_string();
    assert_eq!(text.lines().count(), 1, "{text}");
    for part in ["getTicket: GET /tickets/42", "certificate"] {
        assert!(text.contains(part), "{part:?} is not in: {text}");
    }
    // The client has hung up before it sent anything.
    let handshake = serving.await.unwrap().unwrap_err();
    assert!(handshake.contains("UnknownCA"), "{handshake}");
}

#[tokio::test]
async fn a_certificate_that_is_trusted_is_enough() {
    let (url, serving) = server().await;
    let client = builder(&url)
        .root_certificates(CERTIFICATE)
        .build()
        .unwrap();
    client.tickets().get(42).await.unwrap();
    let request = serving.await.unwrap().unwrap();
    assert_eq!(request.line, "GET /api/v2/tickets/42 HTTP/1.1");
    assert_eq!(request.header("authorization"), Some("Basic a2V5Olg="));
}

#[tokio::test]
async fn a_server_without_tls_gets_no_request() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}/api/v2", listener.local_addr().unwrap());
    let serving = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut seen = vec![0; 1 << 14];
        let count = stream.read(&mut seen).await.unwrap();
        let answer = b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n";
        stream.write_all(answer).await.unwrap();
        seen.truncate(count);
        seen
    });
    let error = builder(&url).build().unwrap().tickets().get(42).await;
    let error = error.unwrap_err();
    assert!(
        matches!(&error, Error::Connection(error) if error.is_connect()),
        "{error:?}"
    );
    let seen = String::from_utf8_lossy(&serving.await.unwrap()).into_owned();
    assert!(!seen.contains("GET") && !seen.contains("a2V5Olg"), "{seen}");
}

#[test]
fn a_domain_of_another_product_is_refused() {
    for domain in [
        "acme.freshservice.com",
        "https://acme.freshservice.com",
        "acme.freshdesk.com.example.com",
        "support.acme.com",
        "acme.freshdesk.com/api/v2",
    ] {
        let error = Client::builder().domain(domain).api_key("key").build();
        let error = error.unwrap_err();
        assert!(matches!(error, Error::Configuration(_)), "{error:?}");
        let text = error.to_string();
        assert!(text.contains("https://acme.freshdesk.com"), "{text}");
    }
}

#[test]
fn plain_http_is_for_this_machine_alone() {
    for url in [
        "http://acme.freshdesk.com/api/v2",
        "http://192.168.0.1/api/v2",
    ] {
        let error = builder(url).build().unwrap_err();
        assert!(matches!(error, Error::Configuration(_)), "{error:?}");
        assert!(error.to_string().contains("https"), "{error}");
    }
}

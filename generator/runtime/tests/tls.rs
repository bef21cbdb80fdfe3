//! TLS works out of the box: a handshake starts, and a certificate that cannot be trusted ends the call at once.

use std::sync::{Arc, Mutex};

use client_runtime::runtime::{ClientBuilder, Credentials, Error, Json, Request};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::support::{LIST, SECRET, WIDGETS};

/// Signed by itself, for `localhost`; good for nothing but this test. So is the other one, which has expired.
const CERTIFICATE: &[u8] = include_bytes!("data/localhost.cert.pem");
const EXPIRED: &[u8] = include_bytes!("data/expired.cert.pem");

fn acceptor(certificate: &[u8]) -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_slice(certificate).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("data/localhost.key.pem")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

/// A server with TLS that responds with an empty list, and what it saw of the handshakes.
struct Server {
    port: u16,
    handshakes: Arc<Mutex<Vec<Result<(), String>>>>,
}

impl Server {
    async fn start(certificate: &'static [u8]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let handshakes = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&handshakes);
        let acceptor = acceptor(certificate);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let stream = acceptor.accept(stream).await;
                let outcome = stream.as_ref().map(|_| ()).map_err(ToString::to_string);
                seen.lock().unwrap().push(outcome);
                if let Ok(mut stream) = stream {
                    let _ = stream.read(&mut [0; 4096]).await;
                    let answer = crate::support::response("200 OK", "", "[]");
                    let _ = stream.write_all(answer.as_bytes()).await;
                    let _ = stream.shutdown().await;
                }
            }
        });
        Self { port, handshakes }
    }

    /// Asks with the retries that a client has of its own accord.
    async fn ask(&self, host: &str, roots: Option<&[u8]>) -> Result<Json, Error> {
        ask(&format!("https://{host}:{}", self.port), roots).await
    }

    /// Returns the only handshake.
    async fn handshake(&self) -> Result<(), String> {
        // The client may be done before the server has read its alert.
        while self.handshakes.lock().unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        let handshakes = self.handshakes.lock().unwrap();
        assert_eq!(handshakes.len(), 1, "{handshakes:?}");
        handshakes[0].clone()
    }
}

async fn ask(address: &str, roots: Option<&[u8]>) -> Result<Json, Error> {
    let mut builder = ClientBuilder::new(&WIDGETS)
        .base_url(address)
        .credentials(Credentials::api_key(SECRET));
    if let Some(roots) = roots {
        builder = builder.root_certificates(roots);
    }
    Request::<Json>::json(&builder.build().unwrap(), &LIST).await
}

fn assert_permanent(error: &Error, texts: [&str; 2]) {
    let Error::Connection(inner) = error else {
        panic!("{error:?}");
    };
    assert!(inner.is_connect() && inner.is_permanent() && !error.is_retryable());
    let shown = error.to_string();
    assert!(texts.iter().all(|text| shown.contains(text)), "{shown}");
    assert!(!shown.contains('\n'), "{shown}");
}

#[tokio::test]
async fn a_certificate_of_nobody_is_refused_at_once() {
    let server = Server::start(CERTIFICATE).await;
    let error = server.ask("localhost", None).await.unwrap_err();
    let texts = [
        "invalid peer certificate: UnknownIssuer",
        "`root_certificates`",
    ];
    assert_permanent(&error, texts);
    let handshake = server.handshake().await.unwrap_err();
    assert!(handshake.contains("UnknownCA"), "{handshake}");
}

#[tokio::test]
async fn an_own_root_is_trusted_for_its_name_alone() {
    let server = Server::start(CERTIFICATE).await;
    let list = server.ask("localhost", Some(CERTIFICATE)).await.unwrap();
    assert_eq!(list, Json::Array(Vec::new()));
    let server = Server::start(CERTIFICATE).await;
    let error = server
        .ask("127.0.0.1", Some(CERTIFICATE))
        .await
        .unwrap_err();
    assert_permanent(
        &error,
        ["certificate not valid for name", "check the address"],
    );
    assert!(server.handshake().await.is_err());
}

#[tokio::test]
async fn an_expired_certificate_is_refused_at_once() {
    let server = Server::start(EXPIRED).await;
    let error = server.ask("localhost", Some(EXPIRED)).await.unwrap_err();
    assert_permanent(
        &error,
        ["certificate expired", "check this machine's clock"],
    );
    assert!(server.handshake().await.is_err());
}

#[tokio::test]
async fn a_port_without_tls_is_refused_at_once() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("https://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let answer = crate::support::response("400 Bad Request", "", "no TLS here");
        stream.write_all(answer.as_bytes()).await.unwrap();
        let _ = stream.read(&mut [0; 4096]).await;
        // Nobody comes again.
    });
    let error = ask(&address, None).await.unwrap_err();
    assert_permanent(&error, ["InvalidContentType", "its port speak https"]);
    server.await.unwrap();
}

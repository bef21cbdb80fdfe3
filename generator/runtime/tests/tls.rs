//! TLS works out of the box: a handshake starts, and a certificate that no authority has signed ends it.

#![cfg(feature = "rustls")]

mod support;

use std::sync::Arc;

use client_runtime::runtime::{ClientBuilder, Credentials, Error, Json, Request, RetryPolicy};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use support::{LIST, SECRET, WIDGETS};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// A server with a certificate that it signed itself; good for nothing but this test.
fn acceptor() -> TlsAcceptor {
    let certificate =
        CertificateDer::from_pem_slice(include_bytes!("data/localhost.cert.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("data/localhost.key.pem")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

#[tokio::test]
async fn a_certificate_of_nobody_is_refused_by_a_working_backend() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!(
        "https://localhost:{}",
        listener.local_addr().unwrap().port()
    );
    let server = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        acceptor().accept(stream).await.map(|_| ())
    });
    let http = ClientBuilder::new(&WIDGETS)
        .base_url(address)
        .credentials(Credentials::api_key(SECRET))
        .retry(RetryPolicy::never());
    let error = Request::<Json>::json(&http.build().unwrap(), &LIST)
        .await
        .unwrap_err();
    assert!(
        matches!(&error, Error::Connection(inner) if inner.is_connect()),
        "{error:?}"
    );
    assert!(
        error
            .to_string()
            .contains("invalid peer certificate: UnknownIssuer"),
        "{error}"
    );
    let handshake = server.await.unwrap().unwrap_err().to_string();
    assert!(handshake.contains("UnknownCA"), "{handshake}");
}

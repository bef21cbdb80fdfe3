//! Proxies, own certificates and HTTP/2, against real sockets on the loopback.

use std::sync::Arc;
use std::time::Duration;

use client_runtime::runtime::{ClientBuilder, Credentials, Json, Request, RetryPolicy};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::support::{CREATE, LIST, SECRET, Server, WIDGETS, response};

const CERTIFICATE: &[u8] = include_bytes!("data/localhost.cert.pem");

fn builder(address: &str) -> ClientBuilder {
    ClientBuilder::new(&WIDGETS)
        .base_url(address)
        .credentials(Credentials::api_key(SECRET))
        .retry(RetryPolicy::never())
}

fn acceptor() -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_slice(CERTIFICATE).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("data/localhost.key.pem")).unwrap();
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    TlsAcceptor::from(Arc::new(config))
}

#[tokio::test]
async fn an_own_certificate_is_trusted() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut stream = acceptor().accept(stream).await.unwrap();
        let protocol = stream.get_ref().1.alpn_protocol().map(<[u8]>::to_vec);
        let mut buffer = [0; 2048];
        let count = stream.read(&mut buffer).await.unwrap();
        let answer = response("200 OK", "", "true");
        stream.write_all(answer.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        (protocol, buffer[..count].to_vec())
    });
    let client = builder(&format!("https://localhost:{port}"))
        .root_certificates(CERTIFICATE)
        .build()
        .unwrap();
    let result = Request::<Json>::json(&client, &LIST).await;
    let (protocol, request) = server.await.unwrap();
    if cfg!(feature = "http2") {
        assert_eq!(protocol.as_deref(), Some(&b"h2"[..]));
        assert!(request.starts_with(b"PRI * HTTP/2.0"));
    } else {
        result.unwrap();
        assert!(request.starts_with(b"GET /widgets HTTP/1.1"));
    }
}

mod http_2 {
    use std::future::IntoFuture as _;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    use std::time::Duration;

    use client_runtime::runtime::{ClientBuilder, Request, RetryPolicy};
    use h2::Reason;
    use tokio::net::{TcpListener, TcpStream};

    use super::{CERTIFICATE, acceptor, builder};

    use crate::support::frames::Frames;
    use crate::support::{CREATE, LIST};

    /// A server; a response is a status, or why the stream is reset.
    struct Server {
        answer: Box<dyn Fn(usize) -> Result<u16, Reason> + Send + Sync>,
        connections: AtomicUsize,
        requests: AtomicUsize,
    }

    impl Server {
        /// Returns a server that responds by the number of the request, and its address.
        async fn start(
            answer: impl Fn(usize) -> Result<u16, Reason> + Send + Sync + 'static,
        ) -> (String, Arc<Self>) {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let port = listener.local_addr().unwrap().port();
            let server = Arc::new(Self {
                answer: Box::new(answer),
                connections: AtomicUsize::new(0),
                requests: AtomicUsize::new(0),
            });
            let serving = Arc::clone(&server);
            tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(Arc::clone(&serving).serve(stream));
                }
            });
            (format!("https://localhost:{port}"), server)
        }

        async fn serve(self: Arc<Self>, stream: TcpStream) {
            self.connections.fetch_add(1, Relaxed);
            let stream = acceptor().accept(stream).await.unwrap();
            let mut connection = h2::server::handshake(stream).await.unwrap();
            while let Some(Ok((request, mut respond))) = connection.accept().await {
                assert!(request.headers().contains_key("authorization"));
                match (self.answer)(self.requests.fetch_add(1, Relaxed)) {
                    Ok(status) => {
                        let head = http::Response::builder().status(status).body(());
                        let mut body = respond.send_response(head.unwrap(), false).unwrap();
                        body.send_data("true".into(), true).unwrap();
                    }
                    Err(reason) => respond.send_reset(reason),
                }
            }
        }
    }

    #[tokio::test]
    async fn many_calls_share_a_connection() {
        let (address, server) = Server::start(|n| Ok(if n == 7 { 404 } else { 200 })).await;
        let client = builder(&address).root_certificates(CERTIFICATE);
        let client = client.build().unwrap();
        let call = || Request::<bool>::json(&client, &LIST);
        assert!(call().await.unwrap());
        let calls: Vec<_> = (0..6).map(|_| tokio::spawn(call().into_future())).collect();
        for call in calls {
            assert!(call.await.unwrap().unwrap());
        }
        let error = call().await.unwrap_err();
        assert!(error.to_string().contains("404 Not Found"), "{error}");
        assert_eq!(server.connections.load(Relaxed), 1);
        assert_eq!(server.requests.load(Relaxed), 8);
    }

    /// Returns a client of a server that ends each connection after `per_connection` requests.
    async fn ending(per_connection: usize, reason: Reason) -> (ClientBuilder, Arc<Frames>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = Frames::new(per_connection, reason.into());
        let serving = Arc::clone(&server);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // A client leaves off a connection when another one is there first.
                if let Ok(stream) = acceptor().accept(stream).await {
                    tokio::spawn(Arc::clone(&serving).serve(stream));
                }
            }
        });
        let client = builder(&format!("https://localhost:{port}"))
            .root_certificates(CERTIFICATE)
            .retry(RetryPolicy::new().base_delay(Duration::from_millis(1)));
        (client, server)
    }

    /// Checks that each request is processed although the connection is closed again and again.
    #[tokio::test]
    async fn requests_after_the_last_stream_of_a_connection_are_sent_again() {
        let (client, server) = ending(24, Reason::NO_ERROR).await;
        let client = client.build().unwrap();
        let tasks: Vec<_> = (0..32)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move {
                    for _ in 0..30 {
                        assert!(Request::<bool>::json(&client, &CREATE).await.unwrap());
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(server.processed.load(Relaxed), 32 * 30);
        assert!(server.refused.load(Relaxed) > 0);
    }

    /// Checks that a request after the last stream is sent again, whatever the reason of the close is not processed.
    #[tokio::test]
    async fn a_refused_post_is_sent_again_and_reported_as_unsent() {
        let (client, server) = ending(1, Reason::ENHANCE_YOUR_CALM).await;
        let client = client.build().unwrap();
        for _ in 0..4 {
            assert!(Request::<bool>::json(&client, &CREATE).await.unwrap());
        }
        assert_eq!(server.processed.load(Relaxed), 4);
        let (client, server) = ending(0, Reason::ENHANCE_YOUR_CALM).await;
        let client = client.retry(RetryPolicy::never()).build().unwrap();
        let call = Request::<bool>::json(&client, &CREATE).await;
        let Err(client_runtime::runtime::Error::Connection(error)) = call else {
            panic!("{call:?}");
        };
        assert!(error.is_unsent() && !error.is_connect() && !error.is_permanent());
        let message = error.to_string();
        assert!(
            message.contains("before the server processed the request"),
            "{message}"
        );
        assert_eq!(server.processed.load(Relaxed), 0);
    }

    /// Checks that no request is repeated whose stream was reset, unless the reset refuses it.
    #[tokio::test]
    async fn no_post_is_doubled() {
        let at_once = RetryPolicy::new().base_delay(Duration::ZERO);
        for (reason, operation, expected) in [
            (Reason::INTERNAL_ERROR, &CREATE, 1),
            (Reason::INTERNAL_ERROR, &LIST, 2),
            (Reason::CANCEL, &CREATE, 1),
            (Reason::CANCEL, &LIST, 2),
            (Reason::REFUSED_STREAM, &CREATE, 2),
            (Reason::REFUSED_STREAM, &LIST, 2),
        ] {
            let first = move |n| if n == 0 { Err(reason) } else { Ok(200) };
            let (address, server) = Server::start(first).await;
            let client = builder(&address).root_certificates(CERTIFICATE);
            let client = client.retry(at_once).build().unwrap();
            let done = Request::<bool>::json(&client, operation).await;
            let requests = server.requests.load(Relaxed);
            assert_eq!(requests, expected, "{reason:?} {}", operation.id);
            assert_eq!(done.is_ok(), expected == 2, "{done:?}");
        }
        let (address, server) = Server::start(|_| Err(Reason::REFUSED_STREAM)).await;
        let client = builder(&address).root_certificates(CERTIFICATE);
        let call = Request::<bool>::json(&client.build().unwrap(), &CREATE).await;
        call.unwrap_err();
        let requests = server.requests.load(Relaxed);
        assert!(requests <= 4, "refusals have an end: {requests}");
    }
}

/// Checks that idle connections are closed before a load balancer does so, by the builder's limit, and that a POST
/// finds an open one.
#[tokio::test]
async fn idle_connections_are_kept_as_the_builder_says() {
    type Set = fn(ClientBuilder) -> ClientBuilder;
    let open = |_: &str| String::from("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\ntrue");
    let soon = Duration::from_millis(50);
    let settings: [(Set, usize); 4] = [
        (|builder| builder, 1),
        (
            |builder| builder.pool_idle_timeout(Duration::from_millis(50)),
            2,
        ),
        (|builder| builder.pool_max_idle(0), 2),
        (
            |builder| builder.pool_max_idle(1).keep_alive(Duration::from_secs(5)),
            1,
        ),
    ];
    for (set, connections) in settings {
        let server = Server::serving(open).await;
        let client = set(server.builder()).build().unwrap();
        for _ in 0..2 {
            Request::<Json>::json(&client, &CREATE).await.unwrap();
            tokio::time::sleep(4 * soon).await;
        }
        assert_eq!(server.connections(), connections);
    }
}

#[tokio::test]
async fn a_proxy_is_used_and_does_not_see_the_key() {
    let proxy = Server::with("502 Bad Gateway", "", "").await;
    let address = proxy.address.replace("://", "://user:canary-5f2e@");
    let client = builder("https://acme.example.com/api/v2")
        .proxy(address)
        .build()
        .unwrap();
    let error = Request::<Json>::json(&client, &LIST).await.unwrap_err();
    let request = proxy.request();
    assert!(
        request.starts_with("CONNECT acme.example.com:443 HTTP/1.1"),
        "{request}"
    );
    assert_eq!(
        proxy.header("proxy-authorization").as_deref(),
        Some("Basic dXNlcjpjYW5hcnktNWYyZQ==")
    );
    assert_eq!(proxy.header("authorization"), None);
    for shown in [
        error.to_string(),
        format!("{error:?}"),
        format!("{client:?}"),
    ] {
        assert!(
            !shown.contains(SECRET) && !shown.contains("dXNlcjpj"),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn what_is_no_proxy_or_certificate_is_refused() {
    let build = |builder: ClientBuilder| builder.build().unwrap_err().to_string();
    let https = builder("https://acme.example.com");
    for proxy in [
        "",
        "proxy:3128",
        "ftp://proxy",
        "http://",
        "user:canary-5f2e@x",
    ] {
        let message = build(https.clone().proxy(proxy));
        assert!(
            message.contains("the proxy is not accepted"),
            "{proxy}: {message}"
        );
        assert!(!message.contains(SECRET));
    }
    for pem in [
        "x",
        "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----",
    ] {
        let message = build(https.clone().root_certificates(pem));
        assert!(message.contains("PEM"), "{message}");
    }
    let own = https
        .clone()
        .transport(crate::support::fake::Fake::new(|_, _| {
            crate::support::fake::ScriptedResponse::Silence
        }));
    let message = build(own.proxy("http://127.0.0.1:1"));
    assert!(message.contains("have no effect"), "{message}");
}

#[tokio::test]
async fn an_own_client_that_follows_redirects_leaves_the_key_behind() {
    let other = Server::with("200 OK", "", "true").await;
    let location = format!("location: {}/elsewhere\r\n", other.address);
    let server = Server::with("302 Found", &location, "").await;
    let config = rustls::ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let own = reqwest::Client::builder().tls_backend_preconfigured(config);
    let client = builder(&server.address)
        .http_client(own.build().unwrap())
        .build()
        .unwrap();
    Request::<Json>::json(&client, &LIST).await.unwrap();
    assert!(server.header("authorization").is_some());
    assert_eq!(other.target(), "/elsewhere");
    assert_eq!(other.header("authorization"), None);
}

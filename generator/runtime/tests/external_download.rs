//! Downloads from addresses that responses contained: who gets the key, where redirects may lead, and what errors say.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use client_runtime::runtime::{
    ApiKeyLocation, Authentication, ByteStream, Client, ClientBuilder, Credentials, Error,
    RateLimitHeaders, Service, Transport, TransportError, TransportErrorKind, TransportFuture,
};

use crate::support::{SECRET, WIDGETS};

/// Signature in the query of a pre-signed address.
const SIGNATURE: &str = "signature-77aa";

static KEY_IN_QUERY: Service = Service {
    authentication: &[Authentication::ApiKey {
        location: ApiKeyLocation::Query,
        name: "key",
    }],
    ..WIDGETS
};

static LIMITED: Service = Service {
    rate_limit: Some(RateLimitHeaders {
        total: None,
        remaining: "x-remaining",
        used: None,
        window: std::time::Duration::from_secs(60),
    }),
    ..WIDGETS
};

/// Requests: the address, and `true` if a header had credentials.
type Sent = Arc<Mutex<Vec<(String, bool)>>>;

/// Answers by path: `/to?…` sends on to the address in the query, `/no` refuses, the rest is a file.
#[derive(Clone, Default)]
struct Web(Sent);

impl Web {
    fn client(&self, service: &'static Service, base_url: &str) -> Client {
        ClientBuilder::new(service)
            .base_url(base_url)
            .credentials(Credentials::api_key(SECRET))
            .max_body_size(10)
            .transport(self.clone())
            .build()
            .unwrap()
    }

    /// Returns the client of `https://api.test/v2`.
    fn home(&self) -> Client {
        self.client(&WIDGETS, "https://api.test/v2")
    }

    fn sent(&self) -> Vec<(String, bool)> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Transport for Web {
    fn send(&self, request: http::Request<client_runtime::runtime::Body>) -> TransportFuture<'_> {
        let uri = request.uri().to_string();
        let has_key = request.headers().contains_key("authorization");
        self.0.lock().unwrap().push((uri, has_key));
        Box::pin(async move {
            let query = request.uri().query().unwrap_or_default();
            let response = http::Response::builder();
            let (response, body) = match request.uri().path() {
                "/to" => (response.status(302).header("location", query), ""),
                "/no" => (response.status(403), ""),
                "/busy" => (response.status(429).header("retry-after", "9999"), ""),
                "/long" => (response, "more than ten"),
                "/broken" => {
                    let kind = TransportErrorKind::CannotConnect;
                    return Err(TransportError::new(kind, "broken"));
                }
                _ => (response.header("x-remaining", "0"), "file"),
            };
            Ok(response.body(ByteStream::once(body)).unwrap())
        })
    }
}

fn signed(rest: &str) -> String {
    format!("https://files.test{rest}?sig={SIGNATURE}")
}

fn assert_clean(shown: &(impl Debug + ?Sized)) {
    let shown = format!("{shown:?} {shown:#?}");
    assert!(!shown.contains(SIGNATURE), "{shown}");
    assert!(!shown.contains(SECRET), "{shown}");
}

fn check(error: &Error) -> String {
    assert_clean(error);
    let mut shown = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        shown += &error.to_string();
        source = error.source();
    }
    assert!(!shown.contains(SIGNATURE) && !shown.contains(SECRET));
    assert!(!shown.contains('\n'), "{shown}");
    shown
}

#[tokio::test]
async fn the_own_host_gets_the_key_and_no_other() {
    let web = Web::default();
    for (address, has_key) in [
        ("https://api.test/files/1?x=1#part", true),
        ("https://API.test:443/files/1", true),
        ("https://api.test:8443/files/1", false),
        ("https://api.test./files/1", false),
        ("https://api.test.evil.test/files/1", false),
        ("https://evil.test/api.test/v2", false),
        ("https://files.test\\@api.test/1", false),
    ] {
        let file = web.home().download(address).bytes().await.unwrap();
        assert_eq!(file, "file");
        let sent = web.sent();
        assert_eq!(sent.len(), 1);
        assert_eq!(sent[0].1, has_key, "{address}");
        assert!(!sent[0].0.contains('#'));
    }
    let client = web.client(&KEY_IN_QUERY, "https://api.test/v2");
    client.download(signed("/1")).bytes().await.unwrap();
    assert_eq!(web.sent(), [(signed("/1"), false)]);
    client.download("https://api.test/1").bytes().await.unwrap();
    let address = format!("https://api.test/1?key={SECRET}");
    assert_eq!(web.sent(), [(address, false)]);
}

#[tokio::test]
async fn redirects_are_followed_without_the_key() {
    let web = Web::default();
    let to = |host: &str, next: &str| format!("https://{host}/to?{next}");
    for start in [
        to("api.test", "https://files.test/1"),
        to("api.test", "/1"),
        to("files.test", "https://api.test/1"),
        to("files.test", &to("api.test", "https://api.test/1")),
    ] {
        let file = web.home().download(&start).bytes().await.unwrap();
        assert_eq!(file, "file");
        let sent = web.sent();
        assert!(sent.len() > 1);
        assert_eq!(
            sent[0].1,
            start.contains("//api.test/to?") && !start.contains("//files.test/to?")
        );
        assert!(sent[1..].iter().all(|(_, has_key)| !has_key), "{sent:?}");
    }
    for next in [
        "http://files.test/1",
        "http://127.0.0.1/1",
        "ftp://files.test/1",
        "https://a:b@files.test/1",
        "//",
    ] {
        let error = web
            .home()
            .download(to("files.test", next))
            .await
            .unwrap_err();
        assert_eq!(error.status().unwrap(), 302, "{next}");
        assert!(check(&error).contains("https://files.test: 302 Found"));
        assert_eq!(web.sent().len(), 1, "{next}");
    }
    let endless = (0..9).fold(signed("/1"), |next, _| to("files.test", &next));
    let error = web.home().download(endless).await.unwrap_err();
    check(&error);
    assert_eq!(web.sent().len(), 6);
}

#[tokio::test]
async fn other_addresses_are_refused_unsent() {
    let web = Web::default();
    for address in [
        "http://files.test/1",
        "http://127.0.0.1/1",
        "/files/1",
        "ftp://files.test",
        "https://a:b@files.test/",
        "file:///etc/passwd",
        "",
        "https://",
    ] {
        let error = web
            .home()
            .download(format!("{address}?{SIGNATURE}"))
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::InvalidRequest(_)),
            "{address}: {error:?}"
        );
        assert!(check(&error).starts_with("download: the address is not accepted"));
    }
    assert_eq!(web.sent(), []);
    let local = web.client(&WIDGETS, "http://127.0.0.1:8080");
    local
        .download("http://127.0.0.1:8080/1")
        .bytes()
        .await
        .unwrap();
    local.download("http://[::1]:8081/1").bytes().await.unwrap();
    let keys: Vec<bool> = web.sent().iter().map(|(_, has_key)| *has_key).collect();
    assert_eq!(keys, [true, false]);
    assert!(local.download("http://files.test/1").await.is_err());
}

#[tokio::test]
async fn errors_name_the_host_alone() {
    let web = Web::default();
    let client = web.home();
    let refused = client.download(signed("/no")).await.unwrap_err();
    let shown = check(&refused);
    assert!(
        shown.starts_with(
            "download: GET https://files.test: 403 Forbidden; the URL may have expired"
        ),
        "{shown}"
    );
    let broken = client.download(signed("/broken")).await.unwrap_err();
    assert!(check(&broken).starts_with("download: GET https://files.test: failed connecting"));
    let large = client.download(signed("/long")).bytes().await.unwrap_err();
    assert!(matches!(large, Error::TooLarge(_)), "{large:?}");
    check(&large);
    assert_clean(&client.download(signed("/1")));
    assert_clean(&client.download(signed("/1")).await.unwrap());
    let download = client.download(signed("/long")).await.unwrap();
    assert_eq!(
        download.with_limit(20).bytes().await.unwrap(),
        "more than ten"
    );
}

/// Checks that the limits of other hosts are not taken for the service's.
#[tokio::test(start_paused = true)]
async fn other_hosts_are_outside_of_the_rate_limit() {
    let web = Web::default();
    let client = web.client(&LIMITED, "https://api.test");
    assert!(
        client
            .download(signed("/busy"))
            .await
            .unwrap_err()
            .is_rate_limited()
    );
    client.download(signed("/1")).bytes().await.unwrap();
    assert_eq!(client.rate_limit().remaining, None);
    client.download("https://api.test/1").bytes().await.unwrap();
    assert_eq!(client.rate_limit().remaining, Some(0));
    let start = tokio::time::Instant::now();
    client.download(signed("/1")).bytes().await.unwrap();
    assert!(start.elapsed().is_zero());
}

#[tokio::test]
async fn over_the_network() {
    let file = "bytes of a file";
    let other = crate::support::Server::with("200 OK", "", file).await;
    let location = format!("location: {}/1?sig={SIGNATURE}\r\n", other.address);
    let own = crate::support::Server::with("302 Found", &location, "").await;
    let download = own
        .client()
        .download(format!("{}/attachments/1", own.address));
    let bytes = download.bytes().await.unwrap();
    assert_eq!(bytes, file);
    assert!(own.header("authorization").is_some());
    assert_eq!(other.header("authorization"), None);
    assert_eq!(other.header("cookie"), None);
    assert_eq!(other.target(), format!("/1?sig={SIGNATURE}"));
}

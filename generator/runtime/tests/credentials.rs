//! Credentials in requests, and their absence from every output.

use client_runtime::runtime::{
    ApiKeyLocation, Authentication, ClientBuilder, Credentials, Json, Operation, Request,
    RetryPolicy, Service,
};

use crate::support::{LIST, SECRET, Server, WIDGETS};

static TOKEN: Service = Service {
    authentication: &[Authentication::Bearer],
    ..WIDGETS
};
static PASSWORD: Service = Service {
    authentication: &[Authentication::Basic { password: None }],
    ..WIDGETS
};
static OPEN: Service = Service {
    authentication: &[],
    ..WIDGETS
};
static HEADER: Service = Service {
    authentication: &[key(ApiKeyLocation::Header)],
    ..WIDGETS
};
static QUERY: Service = Service {
    authentication: &[key(ApiKeyLocation::Query)],
    ..WIDGETS
};
static COOKIE: Service = Service {
    authentication: &[key(ApiKeyLocation::Cookie)],
    ..WIDGETS
};

static KEYS: Service = Service {
    authentication: &[
        Authentication::Bearer,
        Authentication::All(&[
            key(ApiKeyLocation::Header),
            Authentication::ApiKey {
                location: ApiKeyLocation::Query,
                name: "x-app",
            },
        ]),
        key(ApiKeyLocation::Cookie),
    ],
    ..WIDGETS
};

/// Asks for a token, whatever the service asks for elsewhere.
static WITH_TOKEN: Operation = Operation::new("with_token", http::Method::GET, "/widgets")
    .authenticated(&[Authentication::Bearer]);
/// Requires no authentication.
static OPEN_TO_ALL: Operation =
    Operation::new("open_to_all", http::Method::GET, "/widgets").authenticated(&[]);
static KEY_OR_TOKEN: Service = Service {
    authentication: &[key(ApiKeyLocation::Query), Authentication::Bearer],
    ..WIDGETS
};

/// Returns the request of `operation` as received from a client that has a key and a token.
async fn seen_with_both(operation: &'static Operation) -> String {
    let server = Server::with("200 OK", "", "{}").await;
    let client = ClientBuilder::new(&KEY_OR_TOKEN)
        .base_url(&server.address)
        .credentials(Credentials::bearer("replaced"))
        .credentials(Credentials::api_key("the-key"))
        .credentials(Credentials::bearer("the-token"))
        .build()
        .unwrap();
    Request::<Json>::json(&client, operation).await.unwrap();
    server.request()
}

#[tokio::test]
async fn operations_choose_among_credentials_of_several_kinds() {
    let common = seen_with_both(&LIST).await;
    assert!(
        common.contains("x-key=the-key") && !common.contains("the-token"),
        "{common}"
    );
    let with_token = seen_with_both(&WITH_TOKEN).await;
    assert!(with_token.contains("Bearer the-token"), "{with_token}");
    assert!(!with_token.contains("the-key"), "{with_token}");
    let open = seen_with_both(&OPEN_TO_ALL).await;
    assert!(
        !open.contains("the-key") && !open.contains("the-token"),
        "{open}"
    );
}

const fn key(location: ApiKeyLocation) -> Authentication {
    Authentication::ApiKey {
        location,
        name: "x-key",
    }
}

/// Sends one request and gives the server that saw it.
async fn send(service: &'static Service, credentials: Credentials) -> Server {
    let server = Server::with("200 OK", "", "{}").await;
    let client = ClientBuilder::new(service)
        .base_url(&server.address)
        .credentials(credentials)
        .build()
        .unwrap();
    Request::<Json>::json(&client, &LIST)
        .query("page", &1)
        .cookie("a", &1)
        .await
        .unwrap();
    server
}

#[tokio::test]
async fn each_kind_travels_in_its_place() {
    let server = send(&WIDGETS, Credentials::api_key("key")).await;
    assert_eq!(
        server.header("authorization").as_deref(),
        Some("Basic a2V5Olg=")
    );
    let server = send(&PASSWORD, Credentials::basic("user", "pass")).await;
    assert_eq!(
        server.header("authorization").as_deref(),
        Some("Basic dXNlcjpwYXNz")
    );
    let server = send(&TOKEN, Credentials::bearer("token")).await;
    assert_eq!(
        server.header("authorization").as_deref(),
        Some("Bearer token")
    );
    let server = send(&HEADER, Credentials::api_key("key")).await;
    assert_eq!(server.header("x-key").as_deref(), Some("key"));
    let server = send(&QUERY, Credentials::api_key("k&y")).await;
    assert_eq!(server.target(), "/widgets?page=1&x-key=k%26y");
    let server = send(&COOKIE, Credentials::api_key("key")).await;
    assert_eq!(server.header("cookie").as_deref(), Some("a=1; x-key=key"));
}

#[tokio::test]
async fn a_service_without_authentication_needs_none() {
    let server = Server::with("200 OK", "", "{}").await;
    let client = ClientBuilder::new(&OPEN)
        .base_url(&server.address)
        .build()
        .unwrap();
    Request::<Json>::json(&client, &LIST).await.unwrap();
    assert_eq!(server.header("authorization"), None);
}

#[test]
fn missing_or_unfit_credentials_are_explained() {
    let build = |service, credentials: Option<Credentials>| {
        let builder = ClientBuilder::new(service).base_url("http://127.0.0.1:1");
        let builder = match credentials {
            Some(credentials) => builder.credentials(credentials),
            None => builder,
        };
        builder.build().unwrap_err().to_string()
    };
    let message = build(&WIDGETS, None);
    assert!(
        message.contains("Credentials::api_key(key)") && message.contains("WIDGETS_API_KEY"),
        "{message}"
    );
    let message = build(&PASSWORD, None);
    assert!(
        message.contains("WIDGETS_USERNAME and WIDGETS_PASSWORD"),
        "{message}"
    );
    let message = build(&TOKEN, Some(Credentials::api_key(SECRET)));
    assert!(
        message.contains("does not take an API key") && message.contains("Credentials::bearer"),
        "{message}"
    );
    let unknown = Credentials::api_key_in("X-Kye", SECRET);
    let message = build(&KEYS, Some(unknown.clone()));
    assert!(
        message.contains("unknown credential `X-Kye`; available are `x-key`, `x-app`"),
        "{message}"
    );
    let message = build(&TOKEN, Some(unknown));
    assert!(message.contains("available are none by name"), "{message}");
    for secret in [format!("{SECRET}\n"), format!("{SECRET}\0")] {
        let message = build(&TOKEN, Some(Credentials::bearer(secret)));
        assert!(
            message.contains("line break") && !message.contains(SECRET),
            "{message}"
        );
    }
    let message = build(&WIDGETS, Some(Credentials::api_key(format!("{SECRET}:"))));
    assert!(
        message.contains("colon") && !message.contains(SECRET),
        "{message}"
    );
}

/// Fails when `shown` has the secret in it, plain or in the forms it travels in.
fn check(shown: &str) {
    for form in [SECRET, "Y2FuYXJ5LTVmMmU", "canary%2D"] {
        assert!(!shown.contains(form), "{shown}");
    }
}

#[tokio::test]
async fn nothing_shows_a_secret() {
    let services = [&WIDGETS, &HEADER, &QUERY, &COOKIE, &TOKEN, &PASSWORD];
    for service in services {
        let credentials = match service.authentication[0] {
            Authentication::Bearer => Credentials::bearer(SECRET),
            Authentication::Basic { password: None } => Credentials::basic("user", SECRET),
            _ => Credentials::api_key(SECRET),
        };
        check(&format!("{credentials:?}"));
        let unfit = ClientBuilder::new(service)
            .base_url(format!("https://user:{SECRET}@example.com"))
            .server_variable("domain", format!("https://user:{SECRET}@acme.example.com"));
        check(&format!(
            "{unfit:?} {:?}",
            unfit.clone().build().unwrap_err()
        ));
        let builder = ClientBuilder::new(service)
            .credentials(credentials)
            .retry(RetryPolicy::never());
        check(&format!("{builder:?}"));
        for answer in [
            "HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n",
            "garbage",
            "HTTP/1.1 200 OK\r\n\r\n<html>",
        ] {
            let server = Server::answering(answer).await;
            let client = builder.clone().base_url(&server.address).build().unwrap();
            let request = Request::<Json>::json(&client, &LIST)
                .header("x-secret", &SECRET)
                .query("q", &SECRET);
            check(&format!("{client:?} {request:?}"));
            let future = request.send();
            check(&format!("{future:?}"));
            let error = future.await.unwrap_err();
            check(&format!("{error} {error:?} {error:#?}"));
            let mut source = std::error::Error::source(&error);
            while let Some(cause) = source {
                check(&format!("{cause} {cause:?}"));
                source = cause.source();
            }
        }
    }
}

#[test]
fn a_key_with_spaces_around_it_is_reported() {
    for key in [" key-123", "key-123 "] {
        let builder = ClientBuilder::new(&WIDGETS).base_url("https://api.test");
        let error = builder
            .credentials(Credentials::api_key(key))
            .build()
            .unwrap_err();
        assert!(
            error.to_string().contains("begins or ends with a space"),
            "{error}"
        );
    }
    let builder = ClientBuilder::new(&WIDGETS).base_url("https://api.test");
    builder
        .credentials(Credentials::basic("user", " pass "))
        .build()
        .unwrap();
}

#[tokio::test]
async fn a_header_that_the_description_does_not_declare_is_sent() {
    static OWN: Operation =
        Operation::new("own", http::Method::GET, "/own").authenticated(&[Authentication::Bearer]);
    for operation in [&LIST, &OWN] {
        let server = Server::with("200 OK", "", "true").await;
        let own = Credentials::header("X-Gateway-Key", SECRET);
        let client = server.builder().credentials(own).build().unwrap();
        Request::<Json>::json(&client, operation).await.unwrap();
        assert_eq!(server.header("x-gateway-key").as_deref(), Some(SECRET));
        assert_eq!(server.header("authorization"), None);
        assert!(!format!("{client:?}").contains(SECRET));
    }
    let builder = ClientBuilder::new(&WIDGETS).base_url("https://api.test");
    let error = builder
        .credentials(Credentials::header("a b", SECRET))
        .build()
        .unwrap_err();
    assert!(
        error.to_string().contains("is not the name of a header"),
        "{error}"
    );
}

//! Services that want several credentials at once, and operations that are at a server of their own.

use client_runtime::runtime::{
    ApiKeyLocation, Authentication, ByStatus, Bytes, ClientBuilder, Credentials, DecodeError,
    Error, Json, Operation, Received, Request, Server as Address, ServerVariable, Service,
};
use http::Method;

use crate::support::{LIST, Server, WIDGETS};

const ID: Authentication = Authentication::ApiKey {
    location: ApiKeyLocation::Header,
    name: "X-App-Id",
};
const KEY: Authentication = Authentication::ApiKey {
    location: ApiKeyLocation::Query,
    name: "app_key",
};
static BOTH: Service = Service {
    environment: "WIDGETS_AT_ONCE",
    authentication: &[Authentication::All(&[ID, KEY]), Authentication::Bearer],
    ..WIDGETS
};

/// Wants a token and the name of the application.
static TOKEN_AND_ID: Operation = Operation::new("both", Method::GET, "/widgets")
    .authenticated(&[Authentication::All(&[Authentication::Bearer, ID])]);

async fn seen(credentials: &[Credentials], operation: &'static Operation) -> String {
    let server = Server::with("200 OK", "", "{}").await;
    let builder = ClientBuilder::new(&BOTH).base_url(&server.address);
    let builder = credentials
        .iter()
        .cloned()
        .fold(builder, ClientBuilder::credentials);
    Request::<Json>::json(&builder.build().unwrap(), operation)
        .await
        .unwrap();
    server.request()
}

#[tokio::test]
async fn all_of_a_requirement_go_along() {
    let keys = [
        Credentials::api_key_in("x-app-id", "the-id"),
        Credentials::api_key_in("app_key", "the-key"),
    ];
    let both = seen(&keys, &LIST).await;
    assert!(
        both.contains("x-app-id: the-id\r\n") && both.contains("?app_key=the-key "),
        "{both}"
    );
    // A key for one place goes there, whichever is given first; the other is left for the other place.
    let general = Credentials::api_key("the-key");
    for keys in [
        [general.clone(), keys[0].clone()],
        [keys[0].clone(), general],
    ] {
        let both = seen(&keys, &LIST).await;
        assert!(
            both.contains("x-app-id: the-id\r\n") && both.contains("?app_key=the-key "),
            "{both}"
        );
    }
    let with_token = seen(&[Credentials::bearer("the-token")], &LIST).await;
    assert!(
        with_token.contains("Bearer the-token") && !with_token.contains("app_key"),
        "{with_token}"
    );
    let all = [
        Credentials::bearer("the-token"),
        keys[0].clone(),
        keys[1].clone(),
    ];
    let both = seen(&all, &TOKEN_AND_ID).await;
    assert!(
        both.contains("Bearer the-token") && both.contains("x-app-id: the-id\r\n"),
        "{both}"
    );
    assert!(!both.contains("the-key"), "{both}");
}

#[test]
fn a_part_of_a_requirement_is_not_enough() {
    let builder = ClientBuilder::new(&BOTH).server_variable("domain", "acme");
    let error = builder
        .clone()
        .credentials(Credentials::api_key_in("app_key", "the-key"))
        .build()
        .unwrap_err()
        .to_string();
    let advice = "`.credentials(Credentials::api_key_in(\"X-App-Id\", key)).credentials(Credentials::api_key_in(\"app_key\", \
                  key))`, or set WIDGETS_AT_ONCE_X_APP_ID and WIDGETS_AT_ONCE_APP_KEY";
    assert!(error.contains(advice), "{error}");
    assert!(!error.contains("the-key"), "{error}");
    // One key serves once.
    let one_for_both = builder.clone().credentials(Credentials::api_key("the-key"));
    assert!(matches!(one_for_both.build(), Err(Error::Configuration(_))));
    let unknown = builder.credentials(Credentials::api_key_in("other", "the-key"));
    assert!(matches!(unknown.build(), Err(Error::Configuration(_))));
}

static UPLOADS: Address = Address {
    url: "https://{region}.uploads.test/v1",
    description: "",
    variables: &[ServerVariable {
        name: "region",
        default: Some("eu"),
        values: &["eu", "us"],
        description: "",
    }],
};
static REGIONS: Service = Service {
    servers: &[WIDGETS.servers[0], UPLOADS],
    ..WIDGETS
};
static ROOT: Address = Address {
    url: "/",
    description: "",
    variables: &[],
};
static BESIDE: Address = Address {
    url: "/{version}/beside/",
    description: "",
    variables: &[ServerVariable {
        name: "version",
        default: Some("v9"),
        values: &[],
        description: "",
    }],
};
static UPLOAD: Operation = Operation::new("upload", Method::POST, "/files").at(&UPLOADS);
static PING: Operation = Operation::new("ping", Method::GET, "/ping").at(&ROOT);
static ASIDE: Operation = Operation::new("aside", Method::GET, "/aside").at(&BESIDE);

/// Returns the address of a request of the operation.
async fn address(builder: ClientBuilder, operation: &'static Operation) -> String {
    let fake = crate::support::fake::Fake::new(|_, request| {
        let address = request.uri().to_string();
        let sends_key = request.headers().contains_key("authorization");
        assert!(sends_key, "the operation asks for the same credentials");
        crate::support::fake::answer(200, &[("x-address", address.as_str())], "{}")
    });
    let client = builder
        .credentials(Credentials::api_key("key"))
        .transport(fake)
        .build()
        .unwrap();
    let answer = Request::<Json>::json(&client, operation)
        .send()
        .await
        .unwrap();
    answer.headers()["x-address"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn operations_with_a_server_of_their_own_are_called_there() {
    let described = || ClientBuilder::new(&REGIONS).server_variable("domain", "acme");
    assert_eq!(
        address(described(), &UPLOAD).await,
        "https://eu.uploads.test/v1/files"
    );
    let us = described().server_variable("region", "us");
    assert_eq!(
        address(us, &UPLOAD).await,
        "https://us.uploads.test/v1/files"
    );
    assert_eq!(
        address(described(), &PING).await,
        "https://acme.example.com/ping"
    );
    assert_eq!(
        address(described(), &ASIDE).await,
        "https://acme.example.com/v9/beside/aside"
    );
    assert_eq!(
        address(described(), &LIST).await,
        "https://acme.example.com/api/v2/widgets"
    );
}

#[tokio::test]
async fn a_given_address_stands_in_for_all_servers() {
    let given = || ClientBuilder::new(&REGIONS).base_url("http://127.0.0.1:1/base");
    assert_eq!(
        address(given(), &UPLOAD).await,
        "http://127.0.0.1:1/base/files"
    );
    assert_eq!(
        address(given(), &LIST).await,
        "http://127.0.0.1:1/base/widgets"
    );
    // What is described relative to the service's address stays so.
    assert_eq!(address(given(), &PING).await, "http://127.0.0.1:1/ping");
}

#[tokio::test]
async fn wrong_variables_of_an_operation_are_told_when_it_is_called() {
    let builder = ClientBuilder::new(&REGIONS)
        .server_variable("domain", "acme")
        .server_variable("region", "mars")
        .credentials(Credentials::api_key("key"));
    let client = builder.build().unwrap();
    let error = Request::<Json>::json(&client, &UPLOAD).await.unwrap_err();
    assert!(matches!(error, Error::Configuration(_)), "{error:?}");
    assert!(error.to_string().contains("write one of eu, us"), "{error}");
}

#[derive(Debug, PartialEq)]
enum Report {
    Ok(Vec<u32>),
    Accepted(String),
    PartialContent(Bytes),
    NoContent,
}

impl ByStatus for Report {
    fn read(answer: &Received<'_>) -> Result<Self, DecodeError> {
        match answer.status() {
            200 => answer.json().map(Self::Ok),
            202 => answer.text().map(Self::Accepted),
            206 => answer.bytes().map(Self::PartialContent),
            204 => Ok(Self::NoContent),
            _ => Err(answer.undescribed()),
        }
    }
}

#[tokio::test]
async fn answers_are_read_by_their_status() {
    for (status, body, expected) in [
        ("200 OK", "[1, 2]", Report::Ok(vec![1, 2])),
        ("202 Accepted", "[1", Report::Accepted("[1".to_owned())),
        (
            "206 Partial Content",
            "1",
            Report::PartialContent(Bytes::from_static(b"1")),
        ),
        ("204 No Content", "", Report::NoContent),
    ] {
        let server = Server::with(status, "", body).await;
        let report = Request::<Report>::by_status(&server.client(), &LIST).await;
        assert_eq!(report.unwrap(), expected);
    }
    let server = Server::with("203 Other", "", "[]").await;
    let error = Request::<Report>::by_status(&server.client(), &LIST)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("the status 203"), "{error}");
}

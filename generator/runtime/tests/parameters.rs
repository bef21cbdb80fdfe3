//! Values of a request in each location: path, query, headers, cookies, body.

use std::collections::BTreeMap;

use client_runtime::runtime::{
    Bytes, Error, Json, ListStyle, Request, Service, Style, Timestamp, TimestampPrecision,
};
use proptest::prelude::*;

use crate::support::{GET, LIST, Server, UPDATE, WIDGETS, response};

async fn server() -> Server {
    Server::with("200 OK", "content-type: application/json\r\n", "{}").await
}

fn get(server: &Server) -> Request<Json> {
    Request::json(&server.client(), &GET)
}

fn list(server: &Server) -> Request<Json> {
    Request::json(&server.client(), &LIST)
}

/// Returns the message of the error that a request ends in, unsent.
async fn refused(server: &Server, request: Request<Json>) -> String {
    let error = request.await.unwrap_err();
    assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    assert_eq!(server.count(), 0);
    error.to_string()
}

#[tokio::test]
async fn a_path_value_cannot_leave_its_segment() {
    for (value, sent) in [
        ("a/b", "a%2Fb"),
        ("../x", "..%2Fx"),
        ("?a#b", "%3Fa%23b"),
        ("a%2f", "a%252f"),
        ("\0", "%00"),
        ("é {x}", "%C3%A9%20%7Bx%7D"),
        ("...", "..."),
        ("\\", "%5C"),
    ] {
        let server = server().await;
        get(&server).path("id", &value).await.unwrap();
        assert_eq!(server.target(), format!("/widgets/{sent}"));
    }
}

#[tokio::test]
async fn a_path_that_cannot_be_encoded_is_refused() {
    let server = server().await;
    assert!(refused(&server, get(&server)).await.contains("{id}"));
    assert!(
        refused(&server, get(&server).path("id", &""))
            .await
            .contains("`id` is empty")
    );
    assert!(
        refused(&server, get(&server).path("id", &"."))
            .await
            .contains("lead elsewhere")
    );
    assert!(
        refused(&server, get(&server).path("id", &".."))
            .await
            .contains("lead elsewhere")
    );
    assert!(
        refused(&server, get(&server).path("nope", &1))
            .await
            .contains("`nope`")
    );
    assert!(
        refused(
            &server,
            get(&server).path_list("id", ListStyle::Comma, &[""; 0])
        )
        .await
        .contains("empty")
    );
    let long = "x".repeat(70_000);
    assert!(
        refused(&server, get(&server).path("id", &long))
            .await
            .contains("address")
    );
}

#[tokio::test]
async fn query_values_and_lists() {
    let server = server().await;
    let since: Timestamp = "2015-01-19T02:00:00+01:00".parse().unwrap();
    list(&server)
        .query("page", &1)
        .query("q", &"a&b=\"c d\"+é")
        .query("since", &since)
        .query("page", &2)
        .query_list("id[]", ListStyle::Repeated, &[1, 2])
        .query_list("include", ListStyle::Comma, &["a,b", "c"])
        .query_list("s", ListStyle::Space, &["x", "y"])
        .query_list("p", ListStyle::Pipe, &["x", "y"])
        .query_list("none", ListStyle::Comma, &[""; 0])
        .query("json", &Json::from(vec![1]))
        .query("gone", &true)
        .query_list("gone", ListStyle::Comma, &[0; 0])
        .await
        .unwrap();
    assert_eq!(
        server.target(),
        "/widgets?page=2&q=a%26b%3D%22c%20d%22%2B%C3%A9&since=2015-01-19T01%3A00%3A00Z&id%5B%5D=1&id%5B%5D=2\
         &include=a%2Cb,c&s=x%20y&p=x%7Cy&json=%5B1%5D"
    );
}

#[tokio::test]
async fn lists_in_a_path_and_a_header() {
    let server = server().await;
    get(&server)
        .path_list("id", ListStyle::Comma, &["a/b", "c"])
        .header_list("x-ids", ListStyle::Comma, &[1, 2])
        .await
        .unwrap();
    assert_eq!(server.target(), "/widgets/a%2Fb,c");
    assert_eq!(server.header("x-ids").as_deref(), Some("1,2"));
}

#[tokio::test]
async fn headers_and_cookies() {
    let server = server().await;
    list(&server)
        .header("x-name", &"first")
        .header("x-name", &"second")
        .cookie("session", &"a; b=c")
        .cookie_list("n", ListStyle::Repeated, &[1, 2])
        .await
        .unwrap();
    assert_eq!(server.header("x-name").as_deref(), Some("second"));
    assert_eq!(
        server.header("cookie").as_deref(),
        Some("session=a%3B%20b%3Dc; n=1; n=2")
    );
    assert_eq!(server.header("accept").as_deref(), Some("application/json"));
    assert_eq!(
        server.header("user-agent").as_deref(),
        Some("widgets/0.1.0")
    );
}

#[tokio::test]
async fn headers_that_cannot_be_sent_are_refused() {
    let server = server().await;
    for value in ["a\0b", "a\r\nx-evil: 1", "\u{7f}"] {
        assert!(
            refused(&server, list(&server).header("x-name", &value))
                .await
                .contains("`x-name`")
        );
    }
    assert!(
        refused(&server, list(&server).header("no name", &1))
            .await
            .contains("not the name of a header")
    );
}

#[tokio::test]
async fn bodies() {
    let update = |server: &Server| Request::<Json>::json(&server.client(), &UPDATE).path("id", &1);
    let server_1 = server().await;
    update(&server_1).json_body(&vec![1_i64]).await.unwrap();
    assert_eq!(
        (
            server_1.body().as_str(),
            server_1.header("content-type").unwrap().as_str()
        ),
        ("[1]", "application/json")
    );
    let lines = server().await;
    update(&lines).lines_body(&[1_i64, 2]).await.unwrap();
    assert_eq!(lines.body(), "1\n2\n");
    assert_eq!(
        lines.header("content-type").as_deref(),
        Some("application/jsonl")
    );
    let server_2 = server().await;
    update(&server_2).text_body("hé").await.unwrap();
    assert_eq!(server_2.body(), "hé");
    assert_eq!(
        server_2.header("content-type").as_deref(),
        Some("text/plain; charset=utf-8")
    );
    let server_3 = server().await;
    update(&server_3)
        .bytes_body("image/png", Bytes::from_static(b"png"))
        .await
        .unwrap();
    assert_eq!(
        (
            server_3.body().as_str(),
            server_3.header("content-type").unwrap().as_str()
        ),
        ("png", "image/png")
    );
    assert!(server_3.request().starts_with("PUT /widgets/1 HTTP/1.1"));
}

#[tokio::test]
async fn answers_of_every_kind() {
    let server = Server::with("200 OK", "x-request-id: r-1\r\n", "[1, 2]").await;
    let client = server.client();
    assert_eq!(
        Request::<Vec<i64>>::json(&client, &LIST).await.unwrap(),
        [1, 2]
    );
    assert_eq!(
        Request::<Option<Vec<i64>>>::optional_json(&client, &LIST)
            .await
            .unwrap(),
        Some(vec![1, 2])
    );
    assert_eq!(Request::text(&client, &LIST).await.unwrap(), "[1, 2]");
    assert_eq!(Request::bytes(&client, &LIST).await.unwrap(), "[1, 2]");
    assert_eq!(
        Request::<Vec<bool>>::json(&client, &LIST)
            .raw()
            .await
            .unwrap(),
        "[1, 2]"
    );
    Request::empty(&client, &LIST).await.unwrap();
    let answer = Request::<Vec<i64>>::json(&client, &LIST)
        .send()
        .await
        .unwrap();
    assert_eq!(
        (
            answer.status().as_u16(),
            answer.request_id(),
            answer.value().len()
        ),
        (200, Some("r-1"), 2)
    );
    assert_eq!(answer.into_value(), [1, 2]);

    let server = Server::answering("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n").await;
    let client = server.client();
    assert_eq!(
        Request::<Option<Vec<i64>>>::optional_json(&client, &LIST)
            .await
            .unwrap(),
        None
    );
    Request::empty(&client, &LIST).await.unwrap();
}

#[tokio::test]
async fn futures_can_move_between_threads() {
    fn check<T: Send + 'static>(value: T) -> T {
        value
    }
    let server = Server::answering(response("200 OK", "", "1")).await;
    let request = Request::<i64>::json(&server.client(), &LIST);
    drop(check(request.clone().send()));
    assert_eq!(
        tokio::spawn(check(request).into_future())
            .await
            .unwrap()
            .unwrap(),
        1
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Checks that a server decodes exactly the caller's values.
    #[test]
    fn any_value_arrives(id in "\\PC{1,12}", query in any::<String>(), header in "[!-~é]{0,12}") {
        prop_assume!(id != "." && id != "..");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (target, sent) = runtime.block_on(async {
            let server = server().await;
            get(&server).path("id", &id).query("q", &query).header("x-h", &header).await.unwrap();
            (server.target(), server.header("x-h"))
        });
        let (path, pair) = target.split_once("?q=").unwrap();
        prop_assert_eq!(decode(path.strip_prefix("/widgets/").unwrap()), id);
        prop_assert_eq!(decode(pair), query);
        prop_assert_eq!(sent.unwrap_or_default(), header);
    }
}

fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8()
        .unwrap()
        .into_owned()
}

/// A service that refuses fractions of a second.
static WHOLE_SECONDS: Service = Service {
    timestamps: TimestampPrecision::Seconds,
    ..WIDGETS
};

#[tokio::test]
async fn timestamps_are_as_precise_as_the_service_takes_them() {
    let instant: Timestamp = "2024-05-06T07:08:09.987Z".parse().unwrap();
    for (service, text) in [
        (&WIDGETS, "2024-05-06T07:08:09.987Z"),
        (&WHOLE_SECONDS, "2024-05-06T07:08:09Z"),
    ] {
        let server = server().await;
        let client = server.builder_for(service).build().unwrap();
        Request::<Json>::json(&client, &UPDATE)
            .path("id", &instant)
            .query("since", &instant)
            .query_list("at", ListStyle::Comma, &[instant, instant])
            .query_styled(
                "filter",
                Style::Deep,
                &BTreeMap::from([("at".to_owned(), instant)]),
            )
            .header("x-at", &instant)
            .json_body(&vec![Some(instant)])
            .await
            .unwrap();
        let encoded = text.replace(':', "%3A");
        assert_eq!(
            server.target(),
            format!(
                "/widgets/{encoded}?since={encoded}&at={encoded},{encoded}&filter%5Bat%5D={encoded}"
            )
        );
        assert_eq!(server.header("x-at").as_deref(), Some(text));
        assert_eq!(server.body(), format!("[\"{text}\"]"));
    }
}

//! Errors of a call, against a server on the loopback.

use std::error::Error as _;
use std::time::Duration;

use client_runtime::runtime::{
    ClientBuilder, Credentials, Error, Hint, Json, JsonObject, Request, RetryPolicy, Service,
    TransportError, TransportErrorKind,
};

use crate::support::memory::Memory;
use crate::support::{CREATE, GET, LIST, Server, response};

const JSON: &str = "content-type: application/json\r\nx-request-id: r-7\r\n";

async fn error_of(server: &Server) -> Error {
    Request::<Vec<i64>>::json(&server.client(), &LIST)
        .query("q", &"hush")
        .await
        .unwrap_err()
}

/// Returns the error for a response with this status and JSON body.
async fn answer(status: &str, body: &str) -> Error {
    error_of(&Server::with(status, JSON, body).await).await
}

fn api(error: &Error) -> &client_runtime::runtime::ApiError {
    match error {
        Error::Api(error) => error,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_error_says_what_was_asked_and_what_was_answered() {
    let body = r#"{"description":"Validation failed","errors":[{"field":"name","message":"is blank","code":"missing"}]}"#;
    let error = answer("400 Bad Request", body).await;
    assert_eq!(
        error.to_string(),
        "list_widgets: GET /widgets: 400 Bad Request: Validation failed; name: is blank: missing [request id r-7]"
    );
    assert!(error.is_validation() && !error.is_retryable() && !error.is_not_found());
    assert_eq!(
        (error.status().unwrap().as_u16(), error.request_id()),
        (400, Some("r-7"))
    );
    let error = api(&error);
    assert_eq!(
        (error.operation(), error.method().as_str(), error.path()),
        ("list_widgets", "GET", "/widgets")
    );
    assert_eq!(error.errors()[0].field.as_deref(), Some("name"));
    assert_eq!(
        error.body_as::<JsonObject>().unwrap()["description"],
        "Validation failed"
    );
    assert!(error.body_as::<Vec<i64>>().is_err());
}

#[tokio::test]
async fn an_error_knows_the_method_of_its_request() {
    let server = Server::with("409 Conflict", JSON, "{}").await;
    let error = Request::<Vec<i64>>::json(&server.client(), &CREATE)
        .await
        .unwrap_err();
    assert_eq!(api(&error).method().as_str(), "POST");
}

#[tokio::test]
async fn bodies_of_the_common_forms_are_understood() {
    for (body, code, message) in [
        (
            r#"{"code":"invalid_credentials","message":"No"}"#,
            Some("invalid_credentials"),
            Some("No"),
        ),
        (r#"{"code":5,"message":"No"}"#, Some("5"), Some("No")),
        (r#"{"error":"No"}"#, None, Some("No")),
        (
            r#"{"error":{"code":"x","message":"No"}}"#,
            Some("x"),
            Some("No"),
        ),
        (
            r#"{"error":"invalid_grant","error_description":"No"}"#,
            None,
            Some("No"),
        ),
        (r#"{"message":"No"}"#, None, Some("No")),
        (r#"{"title":"Nope","detail":"No"}"#, None, Some("No")),
        (r#"{"title":"No"}"#, None, Some("No")),
        (r#""No""#, None, Some("No")),
        (r#"{"x":1}"#, None, None),
        ("[]", None, None),
        ("7", None, None),
        ("{broken", None, None),
        ("", None, None),
    ] {
        let error = answer("401 Unauthorized", body).await;
        assert_eq!(
            (api(&error).code(), api(&error).message()),
            (code, message),
            "{body}"
        );
        assert!(error.is_unauthorized());
        assert!(error.to_string().contains("check the credentials"));
    }
}

#[tokio::test]
async fn field_errors_of_the_common_forms_are_understood() {
    for body in [
        r#"{"errors":[{"field":"a","message":"m"}]}"#,
        r#"{"errors":{"a":["m"]}}"#,
        r#"{"errors":{"a":"m"}}"#,
        r#"[{"field":"a","message":"m"}]"#,
    ] {
        let error = answer("422 Unprocessable Entity", body).await;
        let first = &api(&error).errors()[0];
        assert_eq!(
            (first.field.as_deref(), first.message.as_deref()),
            (Some("a"), Some("m")),
            "{body}"
        );
    }
    let error = answer("400 Bad Request", r#"{"errors":["m",7]}"#).await;
    assert_eq!(api(&error).errors()[0].message.as_deref(), Some("m"));
}

#[tokio::test]
async fn a_status_survives_any_body() {
    let empty = answer("404 Not Found", "").await;
    assert!(empty.is_not_found() && empty.to_string().contains("404 Not Found"));
    let html = error_of(
        &Server::with(
            "502 Bad Gateway",
            "content-type: text/html\r\n",
            "<html>\n</html>",
        )
        .await,
    )
    .await;
    assert!(
        html.is_retryable() && !html.to_string().contains('<'),
        "{html}"
    );
    let text = error_of(
        &Server::with(
            "503 Unavailable",
            "content-type: text/plain\r\n",
            "later\nplease",
        )
        .await,
    )
    .await;
    assert_eq!(api(&text).message(), Some("later\nplease"));
    assert!(text.to_string().contains("later please"), "{text}");
    let cut = "HTTP/1.1 500 Oops\r\ncontent-length: 100\r\n\r\n{";
    assert_eq!(
        error_of(&Server::answering(cut).await)
            .await
            .status()
            .unwrap()
            .as_u16(),
        500
    );
    assert!(answer("429 Too Many Requests", "").await.is_rate_limited());
    assert!(answer("409 Conflict", "").await.is_conflict());
    assert!(!answer("404 Not Found", "").await.is_conflict());
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let other = Server::with("200 OK", "", "[]").await;
    let location = format!("location: {}/x\r\n", other.address);
    let error = error_of(&Server::with("302 Found", &location, "").await).await;
    assert_eq!(error.status().unwrap().as_u16(), 302);
    assert!(error.to_string().contains("the redirect was not followed"));
    assert_eq!(other.count(), 0);
}

#[tokio::test]
async fn other_statuses_of_their_class_are_no_redirects() {
    let words = error_of(&Server::with("304 Not Modified", "", "").await).await;
    assert!(words.to_string().contains("304 Not Modified"), "{words}");
    assert!(words.to_string().contains("not modified: "), "{words}");
    for status in ["300 Multiple Choices", "304 Not Modified", "305 Use Proxy"] {
        let words = error_of(&Server::with(status, "", "").await)
            .await
            .to_string();
        assert!(!words.contains("redirect"), "{words}");
    }
}

#[tokio::test]
async fn a_mismatch_names_place_and_request() {
    let error = answer("200 OK", r#"[1, "x"]"#).await;
    assert_eq!(
        error.to_string(),
        "list_widgets: GET /widgets: 200 OK: the record does not fit: expected an integer, found the string \"x\" at $[1]; \
         `send()` gives a response that has the other records [request id r-7]"
    );
    assert_eq!(
        error.source().unwrap().to_string(),
        "expected an integer, found the string \"x\" at $[1]"
    );
    let Error::Decode(failure) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (failure.mismatch().path(), failure.excerpt()),
        ("$[1]", "\"x\"")
    );
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn a_page_instead_of_json_is_named() {
    let server = Server::with(
        "200 OK",
        "content-type: text/html; charset=utf-8\r\n",
        "<html>Log in</html>",
    )
    .await;
    let message = error_of(&server).await.to_string();
    assert!(
        message.contains("expected JSON, found text/html; charset=utf-8: `<html>Log in</html>`"),
        "{message}"
    );
    let message = answer("200 OK", "").await.to_string();
    assert!(
        message.contains("expected an array, found the end of the text"),
        "{message}"
    );
    let server = Server::answering(b"HTTP/1.1 200 OK\r\n\r\n\xff".to_vec()).await;
    let error = Request::text(&server.client(), &LIST).await.unwrap_err();
    assert!(error.to_string().contains("text in UTF-8"), "{error}");
}

#[tokio::test]
async fn broken_connections() {
    let cut = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n[1";
    let error = error_of(&Server::answering(cut).await).await;
    assert!(
        matches!(&error, Error::Connection(inner) if !inner.is_connect()),
        "{error:?}"
    );
    assert!(
        error
            .to_string()
            .starts_with("list_widgets: GET /widgets: failed reading the body"),
        "{error}"
    );
    assert!(error.is_retryable() && error.source().is_some());
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n[1,2";
    assert!(matches!(
        error_of(&Server::answering(chunked).await).await,
        Error::Connection(_)
    ));
    assert!(matches!(
        error_of(&Server::answering("").await).await,
        Error::Connection(_)
    ));
    assert!(matches!(
        error_of(&Server::answering("nonsense\r\n\r\n").await).await,
        Error::Connection(_)
    ));
}

#[tokio::test]
async fn a_refused_connection_is_known_to_have_sent_nothing() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let server = Server::with("200 OK", "", "[]").await;
    let client = server.builder().base_url(&*address).build().unwrap();
    let error = Request::<Json>::json(&client, &GET)
        .path("id", &7)
        .await
        .unwrap_err();
    assert!(
        matches!(&error, Error::Connection(inner) if inner.is_connect()),
        "{error:?}"
    );
    assert!(
        error
            .to_string()
            .starts_with("get_widget: GET /widgets/7: failed connecting to the server: "),
        "{error}"
    );
    assert_eq!(error.call().unwrap().operation(), "get_widget");
    let host = address.trim_start_matches("http://");
    assert!(
        error.to_string().ends_with(&format!(" (host {host})")),
        "{error}"
    );
}

#[tokio::test]
async fn messages_are_shown_whole() {
    let values: Vec<String> = (0..25).map(|number| format!("Value {number}")).collect();
    let allowed = format!("It should be one of these values: '{}'", values.join(","));
    assert!((200..300).contains(&allowed.len()), "{}", allowed.len());
    let field = format!(r#"{{"field":"type","message":"{allowed}","code":"invalid_value"}}"#);
    let short = r#"{"field":"name","message":"is blank"}"#;
    let body =
        format!(r#"{{"description":"{allowed}","errors":[{short},{field},{short},{short}]}}"#);
    let message = answer("400 Bad Request", &body).await.to_string();
    assert_eq!(message.matches(&allowed).count(), 2, "{message}");
    assert_eq!(message.matches("name: is blank").count(), 3, "{message}");
    // Of very many, it says how many there are.
    let body = format!(r#"{{"errors":[{}]}}"#, vec![field; 40].join(","));
    let message = answer("400 Bad Request", &body).await.to_string();
    assert!(
        message.len() < 900 && message.contains("; and 38 more"),
        "{message}"
    );
}

#[tokio::test]
async fn time_runs_out() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let server = Server::with("200 OK", "", "[]").await;
    let client = server
        .builder()
        .base_url(address)
        .timeout(Duration::from_millis(20))
        .build()
        .unwrap();
    let error = Request::<Json>::json(&client, &LIST).await.unwrap_err();
    assert!(
        matches!(error, Error::Timeout(_)) && error.is_retryable(),
        "{error:?}"
    );
    assert!(
        error
            .to_string()
            .contains("timed out waiting for the response (limit 20ms)"),
        "{error}"
    );
    let error = Request::<Json>::json(&client, &LIST)
        .timeout(Duration::from_millis(5))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("5ms"), "{error}");
}

#[tokio::test]
async fn a_body_is_not_read_past_the_limit() {
    let announced = Server::with("200 OK", JSON, &" ".repeat(101)).await;
    let chunked = format!(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n65\r\n{}\r\n0\r\n\r\n",
        " ".repeat(101)
    );
    for server in [announced, Server::answering(chunked).await] {
        let client = server.builder().max_body_size(100).build().unwrap();
        let error = Request::<Json>::json(&client, &LIST).await.unwrap_err();
        assert!(
            matches!(&error, Error::TooLarge(inner) if inner.limit() == 100),
            "{error:?}"
        );
    }
    let server = Server::answering(response("200 OK", "", &format!("[{}]", " ".repeat(98)))).await;
    let client = server.builder().max_body_size(100).build().unwrap();
    assert!(Request::<Json>::json(&client, &LIST).await.is_ok());
    // In several chunks, the limit is for all of them.
    for (last, is_ok) in [(49, true), (50, false)] {
        let (first, last) = (" ".repeat(50), " ".repeat(last));
        let chunked = format!(
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n32\r\n{first}\r\n{:x}\r\n{last}1\r\n0\r\n\r\n",
            last.len() + 1
        );
        let server = Server::answering(chunked).await;
        let client = server.builder().max_body_size(100).build().unwrap();
        let result = Request::<i64>::json(&client, &LIST).await;
        assert_eq!(result.is_ok(), is_ok, "{result:?}");
    }
}

#[tokio::test]
async fn an_answer_without_a_body_may_announce_any() {
    let answer = "HTTP/1.1 204 No Content\r\ncontent-length: 1000000000000\r\n\r\n";
    let server = Server::answering(answer).await;
    Request::empty(&server.client(), &LIST).await.unwrap();
    let download = Request::bytes(&server.client(), &LIST).stream();
    assert!(download.bytes().await.unwrap().is_empty());
}

#[tokio::test]
async fn an_encoding_that_was_not_asked_for_is_named() {
    let headers = format!("{JSON}content-encoding: zstd\r\n");
    let head = response("200 OK", &headers, "");
    let head = head.replace("content-length: 0", "content-length: 4");
    let server = Server::answering([head.as_bytes(), b"\x28\xb5\x2f\xfd"].concat()).await;
    let text = error_of(&server).await.to_string();
    assert!(
        text.contains("expected JSON, found a body in the encoding `zstd`"),
        "{text}"
    );
    assert!(
        text.contains("[request id r-7]") && !text.contains('\n'),
        "{text}"
    );
}

#[tokio::test]
async fn a_cause_of_several_lines_is_shown_on_one() {
    let kind = TransportErrorKind::Broken;
    let memory = Memory::new(move |_| Err(TransportError::new(kind, "first\r\nsecond")));
    let request = Request::<Json>::json(&memory.client(), &LIST);
    let error = request.retry(RetryPolicy::never()).await.unwrap_err();
    let text = error.to_string();
    assert!(text.ends_with("first  second"), "{text}");
}

#[test]
fn errors_are_small_and_move_between_threads() {
    fn check<T: Send + Sync + 'static>() {}
    check::<Error>();
    assert!(size_of::<Error>() <= 2 * size_of::<usize>());
}

#[tokio::test]
async fn cookies_of_the_server_are_not_shown() {
    let server = Server::with("200 OK", "set-cookie: session=hush\r\n", "[true]").await;
    let error = error_of(&server).await;
    assert!(!format!("{error:?}").contains("hush"), "{error:?}");
    let answer = Request::<Json>::json(&server.client(), &LIST)
        .send()
        .await
        .unwrap();
    assert!(!format!("{answer:?}").contains("hush"));
    assert_eq!(answer.headers()["set-cookie"], "session=hush");
}

#[tokio::test]
async fn hints_of_the_service_come_first() {
    static HINTED: Service = Service {
        hints: &[
            Hint {
                status: 403,
                code: Some("plan"),
                text: "the plan lacks this",
            },
            Hint {
                status: 404,
                code: None,
                text: "check the domain",
            },
        ],
        ..crate::support::WIDGETS
    };
    for (status, body, hint) in [
        (
            "403 Forbidden",
            r#"{"code":"plan"}"#,
            "; the plan lacks this",
        ),
        (
            "403 Forbidden",
            r#"{"code":"other"}"#,
            "; the credentials are valid, but do not allow this",
        ),
        ("404 Not Found", "", "; check the domain"),
        ("401 Unauthorized", "", "; check the credentials"),
        ("429 Too Many Requests", "", "; wait before the next call"),
    ] {
        let server = Server::with(status, JSON, body).await;
        let client = ClientBuilder::new(&HINTED)
            .base_url(&server.address)
            .credentials(Credentials::api_key("key"))
            .retry(RetryPolicy::never())
            .build()
            .unwrap();
        let error = Request::<Json>::json(&client, &LIST).await.unwrap_err();
        let message = error.to_string();
        assert!(
            message.contains(hint) && message.contains(status),
            "{message}"
        );
        assert!(
            message.ends_with("[request id r-7]") && !message.contains('\n'),
            "{message}"
        );
    }
}

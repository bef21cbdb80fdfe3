//! Every status of Freshdesk's table: which error it becomes, and whether its one line says what to do.
//!
//! Invariant: whatever the body, status and request id arrive.

use freshdesk::{
    Error,
    models::{TicketBulkDelete, TicketBulkDeleteAction, TicketCreate, TicketUpdate},
};

use super::once;
use crate::{
    answers::{TICKET, ticket},
    server::Server,
};

const JSON: &str = "content-type: application/json; charset=utf-8";
const HTML: &str = "content-type: text/html; charset=utf-8";
const PAGE: &str = "<!DOCTYPE html>\n<html><head><title>Log in</title></head></html>";

/// Values of the predicates, in this order: not found, unauthorized, validation, rate limited, retryable.
type Predicates = [bool; 5];

const NOTHING: Predicates = [false, false, false, false, false];
const NOT_FOUND: Predicates = [true, false, false, false, false];
const UNAUTHORIZED: Predicates = [false, true, false, false, false];
const VALIDATION: Predicates = [false, false, true, false, false];
const RATE_LIMITED: Predicates = [false, false, false, true, true];
const RETRYABLE: Predicates = [false, false, false, false, true];

fn predicates(error: &Error) -> Predicates {
    [
        error.is_not_found(),
        error.is_unauthorized(),
        error.is_validation(),
        error.is_rate_limited(),
        error.is_retryable(),
    ]
}

/// Returns the error of `GET /tickets/42` with this response.
async fn refused(status: &str, headers: &[&str], body: &str) -> Error {
    let headers = [&["x-request-id: r-1"], headers].concat();
    let server = Server::answering(status, &headers, body).await;
    let error = once(&server).tickets().get(42).await.unwrap_err();
    assert_eq!(server.count(), 1, "{status}");
    check(&error, status);
    error
}

/// Checks the rules for every status.
fn check(error: &Error, status: &str) {
    let is_api = match error {
        Error::Api(_) => !status.starts_with("429"),
        Error::RateLimited(_) => status.starts_with("429"),
        _ => false,
    };
    assert!(is_api, "{status}: {error:?}");
    assert_eq!(error.status().unwrap().to_string(), status);
    assert_eq!(error.request_id(), Some("r-1"));
    let call = error.call().unwrap();
    assert_eq!(call.operation(), "getTicket");
    assert_eq!(call.method().as_str(), "GET");
    assert_eq!(call.path(), "/tickets/42");
    let text = error.to_string();
    assert_eq!(text.lines().count(), 1, "{text}");
    let start = format!("getTicket: GET /tickets/42: {status}");
    assert!(text.starts_with(&start), "{text}");
    assert!(text.ends_with("[request id r-1]"), "{text}");
    assert!(std::error::Error::source(error).is_none(), "{error:?}");
}

fn assert_has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in: {text}");
    }
}

#[tokio::test]
async fn successes() {
    let server = Server::answering("200 OK", &[JSON], TICKET).await;
    let answer = server.client().tickets().get(42).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.value().id, 42);

    let server = Server::answering("201 Created", &[JSON], &ticket(r#"{"id": 43}"#)).await;
    let body = TicketCreate::default();
    let answer = server.client().tickets().create(&body).send().await;
    let answer = answer.unwrap();
    assert_eq!(answer.status(), 201);
    assert_eq!(answer.into_value().id, 43);

    // Bulk calls are answered before they are done, with the job that does the work.
    let job = r#"{"job_id": "j", "href": "https://acme.freshdesk.com/api/v2/jobs/j"}"#;
    let server = Server::answering("202 Accepted", &[JSON], job).await;
    let body = TicketBulkDelete::new(TicketBulkDeleteAction::new(vec![1, 2]));
    let tickets = server.client().tickets();
    let answer = tickets.bulk_delete(&body).send().await.unwrap();
    assert_eq!(answer.status(), 202);
    assert_eq!(answer.value().job_id, "j");
    let answer = tickets.bulk_delete(&body).raw().await.unwrap();
    assert_eq!(answer, job.as_bytes());

    let server = Server::answering("204 No Content", &["x-request-id: r-2"], "").await;
    let answer = server.client().tickets().delete(42).send().await.unwrap();
    assert_eq!(answer.status(), 204);
    assert_eq!(answer.request_id(), Some("r-2"));
}

#[tokio::test]
async fn a_success_of_another_kind_is_a_success() {
    let server = Server::answering("201 Created", &[JSON], TICKET).await;
    let ticket = server.client().tickets().get(42).await.unwrap();
    assert_eq!(ticket.id, 42);
    let server = Server::answering("200 OK", &[JSON], r#"{"anything": [1]}"#).await;
    server.client().tickets().delete(42).await.unwrap();
}

#[tokio::test]
async fn refusals_without_a_body() {
    let table = [
        ("400 Bad Request", VALIDATION),
        ("401 Unauthorized", UNAUTHORIZED),
        ("403 Forbidden", NOTHING),
        ("404 Not Found", NOT_FOUND),
        ("405 Method Not Allowed", NOTHING),
        ("406 Not Acceptable", NOTHING),
        ("409 Conflict", NOTHING),
        ("415 Unsupported Media Type", NOTHING),
        ("429 Too Many Requests", RATE_LIMITED),
        ("500 Internal Server Error", RETRYABLE),
        ("502 Bad Gateway", RETRYABLE),
        ("503 Service Unavailable", RETRYABLE),
        ("504 Gateway Timeout", RETRYABLE),
    ];
    for (status, expected) in table {
        for headers in [&[][..], &[JSON], &[HTML]] {
            let error = refused(status, headers, "").await;
            assert_eq!(predicates(&error), expected, "{status}");
            if let Error::Api(error) = error {
                assert_eq!((error.message(), error.code()), (None, None));
                assert_eq!((error.errors().len(), error.body().len()), (0, 0));
            }
        }
    }
}

#[tokio::test]
async fn refusals_that_say_what_to_do() {
    let table = [
        (
            "401 Unauthorized",
            r#"{"code": "invalid_credentials", "message": "You have to be logged in to perform this action."}"#,
            "check the API key, and that its agent may still log in",
        ),
        (
            "403 Forbidden",
            r#"{"code": "require_feature", "message": "The Round Robin feature is not supported in your plan."}"#,
            "the plan of the account does not include this feature",
        ),
        (
            "403 Forbidden",
            r#"{"code": "access_denied", "message": "You are not authorized to perform this action."}"#,
            "the credentials are valid, but do not allow this",
        ),
        (
            "404 Not Found",
            "",
            "check the identifier, and the domain: an unknown one gives the same response",
        ),
        ("429 Too Many Requests", "", "wait before the next call"),
    ];
    for (status, body, advice) in table {
        let error = refused(status, &[JSON], body).await;
        let text = error.to_string();
        assert_has(&text, &[advice]);
        if let Ok(said) = serde_json::from_str::<serde_json::Value>(body) {
            let said = ["code", "message"].map(|name| said[name].as_str().unwrap().to_owned());
            assert_has(&text, &[&said[0], &said[1]]);
        }
    }
}

#[tokio::test]
async fn both_forms_of_an_error() {
    let body = r#"{"description": "Validation failed", "errors": [
        {"field": "status", "message": "It should be one of these values: '2,3,4,5,6,7'", "code": "invalid_value"},
        {"field": "email", "message": "It should be a/an String", "code": "datatype_mismatch"}]}"#;
    for status in ["400 Bad Request", "409 Conflict"] {
        let error = refused(status, &[JSON], body).await;
        assert_has(
            &error.to_string(),
            &[
                "Validation failed",
                "status: It should",
                "2,3,4,5,6,7",
                "invalid_value",
                "email",
            ],
        );
        let Error::Api(error) = error else {
            panic!("{error:?}")
        };
        assert_eq!(error.message(), Some("Validation failed"));
        assert_eq!(error.code(), None);
        let fields = error.errors().iter().map(|error| error.field.as_deref());
        let fields: Vec<_> = fields.collect();
        assert_eq!(fields, [Some("status"), Some("email")]);
        assert_eq!(error.errors()[1].code.as_deref(), Some("datatype_mismatch"));
        assert_eq!(error.body(), body.as_bytes());
    }
    for (status, code) in [
        ("400 Bad Request", "invalid_json"),
        ("403 Forbidden", "account_suspended"),
        ("409 Conflict", "inconsistent_state"),
        ("415 Unsupported Media Type", "invalid_content_type"),
        ("500 Internal Server Error", "internal_error"),
    ] {
        let body = format!(r#"{{"code": "{code}", "message": "It went wrong."}}"#);
        let error = refused(status, &[JSON], &body).await;
        assert_has(&error.to_string(), &[code, "It went wrong."]);
        let Error::Api(error) = error else {
            panic!("{error:?}")
        };
        assert_eq!(error.code(), Some(code));
        assert_eq!(error.message(), Some("It went wrong."));
    }
}

#[tokio::test]
async fn forms_that_nobody_has_described() {
    let error = refused("400 Bad Request", &[JSON], r#"{"error": "no such thing"}"#).await;
    assert_has(&error.to_string(), &["no such thing"]);
    for body in [
        "null",
        "[]",
        "{",
        "\u{0}",
        "{\"errors\": 7, \"code\": {}}",
        "\r\n",
    ] {
        let error = refused("400 Bad Request", &[JSON], body).await;
        assert!(error.is_validation(), "{body}");
    }
    let long = format!(r#"{{"message": "{}"}}"#, "line\\n".repeat(10_000));
    let text = refused("400 Bad Request", &[JSON], &long).await.to_string();
    assert!(text.len() < 1000, "{}", text.len());
}

#[tokio::test]
async fn pages_of_html_keep_their_status() {
    for (status, expected) in [
        ("401 Unauthorized", UNAUTHORIZED),
        ("404 Not Found", NOT_FOUND),
        ("502 Bad Gateway", RETRYABLE),
        ("503 Service Unavailable", RETRYABLE),
    ] {
        // Sometimes it is even called JSON.
        for kind in [HTML, JSON] {
            let error = refused(status, &[kind], PAGE).await;
            assert_eq!(predicates(&error), expected, "{status}");
            assert!(!error.to_string().contains("<html>"), "{error}");
            let Error::Api(error) = error else {
                panic!("{error:?}")
            };
            assert_eq!(error.body(), PAGE.as_bytes());
        }
    }
}

#[tokio::test]
async fn html_in_place_of_an_answer_is_named() {
    let headers = [HTML, "x-request-id: r-1"];
    let server = Server::answering("200 OK", &headers, PAGE).await;
    let error = once(&server).tickets().get(42).await.unwrap_err();
    assert_eq!(predicates(&error), NOTHING);
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.request_id(), Some("r-1"));
    let text = error.to_string();
    assert_eq!(text.lines().count(), 1, "{text}");
    assert_has(
        &text,
        &[
            "getTicket: GET /tickets/42: 200 OK",
            "JSON",
            "text/html",
            "Log in",
        ],
    );
    let Error::Decode(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.content_type(), Some("text/html; charset=utf-8"));
}

#[tokio::test]
async fn a_refusal_of_a_change_names_method_and_path() {
    let headers = [JSON, "x-request-id: r-1"];
    let server = Server::answering("405 Method Not Allowed", &headers, "").await;
    let update = TicketUpdate::default();
    let client = once(&server);
    let error = client.tickets().update(42, &update).await.unwrap_err();
    assert_has(&error.to_string(), &["updateTicket: PUT /tickets/42: 405"]);
    let error = client.tickets().delete(42).await.unwrap_err();
    assert_has(
        &error.to_string(),
        &["deleteTicket: DELETE /tickets/42: 405"],
    );
    let error = client
        .search()
        .tickets("\"tag:'private'\"")
        .await
        .unwrap_err();
    assert_has(
        &error.to_string(),
        &["searchTickets: GET /search/tickets: 405"],
    );
    assert!(!error.to_string().contains("private"), "{error}");
}

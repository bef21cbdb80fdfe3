//! The generated client against a real server: one call of each kind, as a program would write it.

use freshdesk::{
    ApiError, Error, Timestamp,
    models::{
        ContactCreate, Ticket, TicketCreate, TicketInclude, TicketOrderBy, TicketPriority,
        TicketSource, TicketStatus, TicketUpdate,
    },
};

use crate::input;
use crate::{
    answers::{self, TICKET, ticket},
    server::{Server, client_of, unused_address},
};

#[tokio::test]
async fn a_get_sends_its_query_and_its_headers() {
    let server = Server::answering("200 OK", &["content-type: application/json"], "[]").await;
    let tickets = server
        .client()
        .tickets()
        .list()
        .updated_since("2026-01-02T03:04:05Z".parse().unwrap())
        .order_by(TicketOrderBy::CreatedAt)
        .per_page(100)
        .await
        .unwrap();
    assert_eq!(tickets, []);
    let received = server.received();
    assert_eq!(
        received.line,
        "GET /api/v2/tickets?updated_since=2026-01-02T03%3A04%3A05Z&order_by=created_at&per_page=100 HTTP/1.1"
    );
    assert_eq!(received.header("authorization"), Some("Basic a2V5Olg="));
    assert_eq!(received.header("accept"), Some("application/json"));
    let agent = format!("freshdesk/{}", input::settings().version());
    assert_eq!(received.header("user-agent"), Some(&*agent));
    assert_eq!(
        received.header_names(),
        ["accept", "authorization", "host", "user-agent"]
    );
    assert_eq!(received.body, "");
}

#[tokio::test]
async fn a_get_reads_its_answer() {
    let body = ticket(
        r#"{"status": 3, "responder_id": null, "custom_fields": {"cf_floor": 2}, "new": {}}"#,
    );
    let headers = [
        "content-type: application/json; charset=utf-8",
        "x-request-id: abc-1",
    ];
    let server = Server::answering("200 OK", &headers, &body).await;
    let response = server
        .client()
        .tickets()
        .get(42)
        .include([TicketInclude::Requester])
        .send()
        .await
        .unwrap();
    assert_eq!(response.status().as_u16(), 200);
    assert_eq!(response.request_id(), Some("abc-1"));
    let ticket = response.into_value();
    assert_eq!(ticket.id, 42);
    assert_eq!(ticket.subject.as_deref(), Some("Printer"));
    assert_eq!(ticket.status, TicketStatus::Pending);
    assert_eq!(ticket.responder_id, None);
    assert_eq!(ticket.group_id, None);
    assert_eq!(ticket.created_at.to_string(), "2026-01-02T03:04:05Z");
    assert_eq!(
        server.received().line,
        "GET /api/v2/tickets/42?include=requester HTTP/1.1"
    );
}

#[tokio::test]
async fn a_post_sends_what_is_set_and_nothing_else() {
    let answer = ticket(r#"{"id": 7}"#);
    let server =
        Server::answering("201 Created", &["content-type: application/json"], &answer).await;
    let body = TicketCreate {
        subject: Some("Printer “3” \u{1F600}".into()),
        status: Some(TicketStatus::Open),
        priority: Some(TicketPriority::Unknown(9)),
        tags: Some(vec![]),
        ..Default::default()
    };
    let ticket = server.client().tickets().create(&body).await.unwrap();
    assert_eq!(ticket.id, 7);
    let received = server.received();
    assert_eq!(received.line, "POST /api/v2/tickets HTTP/1.1");
    assert_eq!(received.header("content-type"), Some("application/json"));
    assert_eq!(
        received.body,
        "{\"subject\":\"Printer “3” \u{1F600}\",\"status\":2,\"priority\":9,\"tags\":[]}"
    );
}

#[tokio::test]
async fn timestamps_are_sent_in_whole_seconds() {
    let due = "2030-01-02T03:04:05.999Z".parse::<Timestamp>().unwrap();
    let server = Server::answering("200 OK", &["content-type: application/json"], TICKET).await;
    let body = TicketUpdate {
        due_by: Some(due),
        ..Default::default()
    };
    server.client().tickets().update(42, &body).await.unwrap();
    assert_eq!(
        server.received().body,
        r#"{"due_by":"2030-01-02T03:04:05Z"}"#
    );
    let server = Server::answering("200 OK", &["content-type: application/json"], "[]").await;
    let request = server.client().tickets().list().updated_since(due);
    request.await.unwrap();
    let line = server.received().line;
    assert!(
        line.contains("updated_since=2030-01-02T03%3A04%3A05Z"),
        "{line}"
    );
}

#[tokio::test]
async fn a_put_sends_its_body() {
    let server = Server::answering("200 OK", &["content-type: application/json"], TICKET).await;
    let body = TicketUpdate {
        priority: Some(TicketPriority::Urgent),
        ..Default::default()
    };
    let ticket = server.client().tickets().update(42, &body).await.unwrap();
    assert_eq!(ticket, serde_json::from_str::<Ticket>(TICKET).unwrap());
    let received = server.received();
    assert_eq!(received.line, "PUT /api/v2/tickets/42 HTTP/1.1");
    assert_eq!(received.body, r#"{"priority":4}"#);
}

#[tokio::test]
async fn a_delete_expects_no_body() {
    let server = Server::answering("204 No Content", &[], "").await;
    server.client().tickets().delete(42).await.unwrap();
    let received = server.received();
    assert_eq!(received.line, "DELETE /api/v2/tickets/42 HTTP/1.1");
    assert_eq!(received.header("content-type"), None);
    assert_eq!(received.body, "");
}

async fn api_error(status: &str, headers: &[&str], body: &str) -> Box<ApiError> {
    let server = Server::answering(status, headers, body).await;
    let contact = ContactCreate::default();
    match server.client().contacts().create(&contact).await {
        Err(Error::Api(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_api_error_names_the_fields() {
    let body = r#"{"description": "Validation failed", "errors": [
        {"field": "email", "message": "It should be a valid email address.", "code": "invalid_value"}]}"#;
    let headers = ["content-type: application/json", "x-request-id: abc-2"];
    let error = api_error("400 Bad Request", &headers, body).await;
    assert_eq!(error.status().as_u16(), 400);
    assert_eq!(error.message(), Some("Validation failed"));
    assert_eq!(error.request_id(), Some("abc-2"));
    let [field] = error.errors() else {
        panic!("{error:?}")
    };
    assert_eq!(field.field.as_deref(), Some("email"));
    assert_eq!(field.code.as_deref(), Some("invalid_value"));
    let typed: freshdesk::models::Error = error.body_as().unwrap();
    assert_eq!(typed.description.as_deref(), Some("Validation failed"));
    let text = error.to_string();
    for part in [
        "createContact",
        "POST",
        "/contacts",
        "400",
        "Validation failed",
        "email",
        "abc-2",
    ] {
        assert!(text.contains(part), "{part} is not in: {text}");
    }
}

#[tokio::test]
async fn a_refusal_without_a_body_is_an_error_all_the_same() {
    let server = Server::answering("404 Not Found", &["x-request-id: abc-3"], "").await;
    let error = server.client().tickets().get(1).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.request_id(), Some("abc-3"));
    let text = error.to_string();
    for part in ["getTicket", "GET", "/tickets/1", "404", "abc-3"] {
        assert!(text.contains(part), "{part} is not in: {text}");
    }
}

#[tokio::test]
async fn an_answer_that_does_not_fit_says_where() {
    let wrong = ticket(r#"{"requester_id": {"no": "number"}}"#);
    let body = answers::list([TICKET.to_owned(), wrong]);
    let headers = ["content-type: application/json", "x-request-id: abc-4"];
    let server = Server::answering("200 OK", &headers, &body).await;
    let error = server.client().tickets().list().await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    assert_eq!(error.request_id(), Some("abc-4"));
    let text = error.to_string();
    for part in ["listTickets", "$[1].requester_id", "200", "abc-4"] {
        assert!(text.contains(part), "{part} is not in: {text}");
    }
}

#[tokio::test]
async fn values_of_tomorrow_survive_a_round_trip() {
    let body = ticket(r#"{"source": 77}"#);
    let server = Server::answering("200 OK", &["content-type: application/json"], &body).await;
    let read = server.client().tickets().get(1).await.unwrap();
    assert_eq!(read.source, TicketSource::Unknown(77));
    let stored = serde_json::to_string(&read).unwrap();
    assert_eq!(answers::with(&body, &stored), body, "nothing is changed");
    assert_eq!(serde_json::from_str::<Ticket>(&stored).unwrap(), read);
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_connection_error() {
    let address = unused_address().await;
    let error = client_of(&address).roles().list().await.unwrap_err();
    assert!(matches!(error, Error::Connection(_)), "{error:?}");
    assert!(error.is_retryable());
    assert!(error.to_string().contains("listRoles"), "{error}");
}

#[tokio::test]
async fn secrets_stay_out_of_sight() {
    let client = client_of(&unused_address().await);
    let request = client.agents().list().email("private@example.com");
    let shown = format!(
        "{client:?} {request:?} {:?}",
        freshdesk::Client::builder().api_key("hidden-key")
    );
    for secret in ["a2V5Olg", "private@", "hidden-key"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

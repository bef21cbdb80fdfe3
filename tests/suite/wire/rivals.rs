//! Known bugs of other clients of this API, a test each, named after the failure.
//!
//! Invariant: every one of these was found in a published client, against a server like the one here.

use freshdesk::{
    Client, Error, Json, JsonObject, Patch, RetryPolicy, Timestamp,
    models::{NoteCreate, Ticket, TicketCreate, TicketStatus, TicketUpdate},
};
use serde_json::{Map, json};

use super::once;
use crate::{
    answers::{self, CONVERSATION, TICKET},
    server::{Received, Server},
};

const JSON: [&str; 1] = ["content-type: application/json"];

/// Decodes a list of tickets with these members.
async fn list(members: &[&str]) -> Vec<Ticket> {
    let tickets = members.iter().map(|members| answers::ticket(members));
    let server = Server::answering("200 OK", &JSON, &answers::list(tickets)).await;
    once(&server).tickets().list().await.unwrap()
}

/// Decodes a ticket with these members.
async fn ticket(members: &str) -> Ticket {
    let server = Server::answering("200 OK", &JSON, &answers::ticket(members)).await;
    once(&server).tickets().get(42).await.unwrap()
}

/// Returns the request for an update with this body.
async fn updated(body: &TicketUpdate) -> Received {
    let server = Server::answering("200 OK", &JSON, TICKET).await;
    once(&server).tickets().update(42, body).await.unwrap();
    server.received()
}

async fn error(status: &str, headers: &[&str], body: &str) -> Error {
    let server = Server::answering(status, headers, body).await;
    once(&server).tickets().get(42).await.unwrap_err()
}

#[tokio::test]
async fn one_ticket_with_status_7_loses_the_whole_page() {
    let tickets = list(&[r#"{"status": 2}"#, r#"{"status": 7}"#, r#"{"status": 5}"#]).await;
    let statuses = [
        TicketStatus::Open,
        TicketStatus::Unknown(7),
        TicketStatus::Closed,
    ];
    let read: Vec<_> = tickets.iter().map(|ticket| ticket.status).collect();
    assert_eq!(read, statuses);
    assert_eq!(statuses.map(TicketStatus::code), [2, 7, 5]);
    // And it can be set as it was read.
    let body = TicketUpdate {
        status: Some(tickets[1].status),
        ..Default::default()
    };
    assert_eq!(updated(&body).await.body, r#"{"status":7}"#);
}

#[tokio::test]
async fn cc_emails_null_fails() {
    let tickets = list(&[
        r#"{"cc_emails": null, "to_emails": null, "tags": null}"#,
        r#"{"cc_emails": []}"#,
    ]);
    let tickets = tickets.await;
    assert_eq!(tickets[0].cc_emails, None);
    assert_eq!(tickets[1].cc_emails, Some(vec![]));
}

#[tokio::test]
async fn custom_fields_null_fails() {
    let tickets = list(&[
        r#"{"custom_fields": null}"#,
        r#"{"custom_fields": {"cf_a": null, "cf_n": 3}}"#,
    ]);
    let tickets = tickets.await;
    assert_eq!(tickets[0].custom_fields, None);
    let fields = tickets[1].custom_fields.as_ref().unwrap();
    assert_eq!(fields.get::<i64>("cf_n").unwrap(), Some(3));
    assert_eq!(fields.get::<String>("cf_a").unwrap(), None);
}

#[tokio::test]
async fn every_property_null_fails() {
    // What is not always there may be null or absent, and is not written again.
    let bare = ticket("{}").await;
    let stored = serde_json::to_value(&bare).unwrap();
    assert_eq!(stored, serde_json::from_str::<Json>(TICKET).unwrap());
    let null = json!({
        "description": null, "type": null, "responder_id": null, "group_id": null, "company_id": null,
        "custom_fields": null, "tags": null, "due_by": null, "fr_due_by": null, "spam": null,
        "fr_escalated": null, "association_type": null, "attachments": null, "requester": null,
        "company": null, "stats": null, "conversations": null,
    });
    assert_eq!(ticket(&null.to_string()).await, bare);
}

#[tokio::test]
async fn a_missing_property_is_made_up() {
    let always: Map<String, Json> = serde_json::from_str(TICKET).unwrap();
    assert_eq!(always.len(), 8);
    // The subject alone may be null.
    for name in always.keys().filter(|name| *name != "subject") {
        let absent = answers::without(TICKET, name);
        let null = answers::ticket(&format!(r#"{{"{name}": null}}"#));
        for body in [absent, null] {
            let error = error("200 OK", &JSON, &body).await;
            assert!(matches!(error, Error::Decode(_)), "{error:?}");
            let text = error.to_string();
            assert!(text.contains(&format!("$.{name}")), "{name}: {text}");
        }
    }
}

#[tokio::test]
async fn a_404_with_an_empty_body_loses_its_status() {
    let error = error("404 Not Found", &[], "").await;
    assert_eq!(error.status().unwrap(), 404);
    assert!(error.is_not_found());
}

#[tokio::test]
async fn a_401_with_code_and_message_loses_its_text() {
    let body = r#"{"code": "invalid_credentials", "message": "You have to be logged in to perform this action."}"#;
    let error = error("401 Unauthorized", &JSON, body).await;
    let text = error.to_string();
    for part in [
        "invalid_credentials",
        "You have to be logged in to perform this action.",
    ] {
        assert!(text.contains(part), "{part} is not in: {text}");
    }
    let Error::Api(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.code(), Some("invalid_credentials"));
    assert_eq!(
        error.message(),
        Some("You have to be logged in to perform this action.")
    );
}

#[tokio::test]
async fn a_404_is_labelled_401() {
    let body = r#"{"code": "invalid_credentials", "message": "x"}"#;
    let error = error("404 Not Found", &JSON, body).await;
    assert!(error.is_not_found() && !error.is_unauthorized());
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("404") && !shown.contains("401"), "{shown}");
}

#[tokio::test]
async fn basic_authentication_is_sent_as_bearer() {
    let server = Server::answering("200 OK", &JSON, "[]").await;
    once(&server).roles().list().await.unwrap();
    assert_eq!(
        server.received().header("authorization"),
        Some("Basic a2V5Olg=")
    );
}

#[tokio::test]
async fn date_times_in_a_query_are_not_rfc_3339() {
    for (given, sent) in [
        ("2026-01-02T03:04:05Z", "2026-01-02T03%3A04%3A05Z"),
        ("2026-01-02T03:04:05+05:30", "2026-01-01T21%3A34%3A05Z"),
        ("1970-01-01T00:00:00Z", "1970-01-01T00%3A00%3A00Z"),
    ] {
        let server = Server::answering("200 OK", &JSON, "[]").await;
        let since: Timestamp = given.parse().unwrap();
        once(&server)
            .tickets()
            .list()
            .updated_since(since)
            .await
            .unwrap();
        let target = format!("/api/v2/tickets?updated_since={sent}");
        assert_eq!(server.received().target(), target);
    }
}

#[tokio::test]
async fn an_empty_list_of_tags_cannot_be_sent() {
    let body = TicketUpdate {
        tags: Some(vec![]),
        ..Default::default()
    };
    assert_eq!(updated(&body).await.body, r#"{"tags":[]}"#);
}

#[tokio::test]
async fn an_explicit_null_cannot_be_sent() {
    let fields: JsonObject =
        serde_json::from_value(json!({"cf_floor": null, "cf_room": "1.02"})).unwrap();
    let body = TicketUpdate {
        custom_fields: Some(fields),
        ..Default::default()
    };
    let sent = updated(&body).await.body;
    assert_eq!(
        sent,
        r#"{"custom_fields":{"cf_floor":null,"cf_room":"1.02"}}"#
    );

    let body = TicketUpdate {
        responder_id: Patch::Null,
        group_id: Patch::Value(7),
        r#type: Patch::Absent,
        ..Default::default()
    };
    assert_eq!(
        updated(&body).await.body,
        r#"{"responder_id":null,"group_id":7}"#
    );
}

#[tokio::test]
async fn what_was_not_set_is_sent() {
    assert_eq!(updated(&TicketUpdate::default()).await.body, "{}");
    let server = Server::answering("201 Created", &JSON, TICKET).await;
    let body = TicketCreate {
        email: Some("a@example.com".into()),
        ..Default::default()
    };
    once(&server).tickets().create(&body).await.unwrap();
    assert_eq!(server.received().body, r#"{"email":"a@example.com"}"#);
}

#[tokio::test]
async fn defaults_of_the_description_are_sent_unasked() {
    let server = Server::answering("201 Created", &JSON, CONVERSATION).await;
    let note = NoteCreate {
        body: Some("text".into()),
        ..Default::default()
    };
    once(&server)
        .conversations()
        .add_note(1, &note)
        .await
        .unwrap();
    assert_eq!(server.received().body, r#"{"body":"text"}"#);
    let server = Server::answering("200 OK", &JSON, "[]").await;
    once(&server).tickets().list().await.unwrap();
    assert_eq!(server.received().target(), "/api/v2/tickets");
}

#[tokio::test]
async fn http_errors_come_back_as_ok() {
    for status in [
        "400 Bad Request",
        "403 Forbidden",
        "405 Method Not Allowed",
        "500 Internal Server Error",
    ] {
        // Even where the body would do for a success.
        for body in ["{}", "[]", ""] {
            let server = Server::answering(status, &JSON, body).await;
            let client = once(&server);
            let create = client.tickets().create(&TicketCreate::default());
            let results = [
                client.tickets().list().await.map(drop),
                client.tickets().get(1).await.map(drop),
                client.tickets().get(1).raw().await.map(drop),
                client.tickets().delete(1).await,
                client.tickets().list().items().try_next().await.map(drop),
                create.send().await.map(drop),
            ];
            for result in results {
                assert_eq!(result.unwrap_err().status().unwrap().to_string(), status);
            }
        }
    }
}

#[tokio::test]
async fn there_is_no_tls_backend() {
    // To a port where nobody speaks TLS: what fails is the connection, and not the lack of TLS.
    let port = crate::server::Reserved::new();
    let url = format!("https://{}/api/v2", port.address());
    let builder = Client::builder().base_url(url).api_key("key");
    let client = builder.retry(RetryPolicy::never()).build().unwrap();
    let error = client.tickets().get(42).await.unwrap_err();
    assert!(error.to_string().contains("refused"), "{error}");
    let live = Client::builder().domain("acme").api_key("key").build();
    assert!(live.is_ok(), "{live:?}");
}

#[tokio::test]
async fn ids_as_quoted_numbers_fail() {
    let read = ticket(
        r#"{"id": "67013469930", "group_id": 158000272633, "status": "3", "product_id": 7.0}"#,
    )
    .await;
    assert_eq!(read.id, 67_013_469_930);
    assert_eq!(read.group_id, Some(158_000_272_633));
    assert_eq!(read.status, TicketStatus::Pending);
    assert_eq!(read.product_id, Some(7));
}

#[tokio::test]
async fn dates_with_an_offset_or_a_fraction_fail() {
    for (text, expected) in [
        ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"),
        ("2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05.678Z"),
        ("2026-01-02T03:04:05+05:30", "2026-01-01T21:34:05Z"),
        (
            "2026-01-02T03:04:05.123456-08:00",
            "2026-01-02T11:04:05.123456Z",
        ),
        ("2026-01-02", "2026-01-02T00:00:00Z"),
    ] {
        let read = ticket(&format!(r#"{{"created_at": "{text}"}}"#)).await;
        assert_eq!(read.created_at.to_string(), expected, "{text}");
    }
}

#[tokio::test]
async fn properties_of_tomorrow_fail() {
    let tomorrow = r#"{"mood": 80, "shape": null, "owner": "f", "dates": [], "origin": {"a": [{"id": "text"}]}}"#;
    let read = ticket(tomorrow).await;
    assert_eq!(read.unknown_fields.get("mood"), Ok(Some(80)));
    let written = serde_json::to_value(read).unwrap();
    let sent = answers::with(TICKET, tomorrow);
    assert_eq!(written, serde_json::from_str::<Json>(&sent).unwrap());
}

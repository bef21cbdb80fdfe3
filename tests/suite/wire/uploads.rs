//! Requests with files: a form with Freshdesk's names for its fields, and JSON without a file.
//!
//! Invariant: every part has a name, and every file a file name and a content type, without which Freshdesk refuses it.

use std::path::{Path, PathBuf};

use freshdesk::{
    Attachment, Error, JsonObject,
    models::{ContactCreate, ContactUpdate, NoteCreate, TicketCreate, TicketUpdate},
};
use serde_json::json;

use super::{eager, once};
use crate::{
    answers::{CONTACT, CONVERSATION, TICKET},
    server::{Received, Server, ServerResponse},
};

/// Neither text nor free of what separates parts.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0--\r\n\xff\xfe";

/// A part of a form.
#[derive(Debug, PartialEq)]
struct Part {
    name: String,
    file_name: Option<String>,
    content_type: Option<String>,
    content: Vec<u8>,
}

fn field(name: &str, content: &str) -> Part {
    Part {
        name: name.to_owned(),
        file_name: None,
        content_type: None,
        content: content.into(),
    }
}

fn file(name: &str, file_name: &str, content_type: &str, content: &[u8]) -> Part {
    Part {
        name: name.to_owned(),
        file_name: Some(file_name.to_owned()),
        content_type: Some(content_type.to_owned()),
        content: content.into(),
    }
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

/// Returns the parts of the form that a request has for a body, in order.
fn parts(request: &Received) -> Vec<Part> {
    let kind = request.header("content-type").unwrap();
    let boundary = kind.strip_prefix("multipart/form-data; boundary=").unwrap();
    let length = request.header("content-length").unwrap();
    assert_eq!(length, request.bytes.len().to_string());
    let delimiter = format!("\r\n--{}", boundary.trim_matches('"'));
    let mut rest = [b"\r\n", &*request.bytes].concat();
    let mut parts = Vec::new();
    loop {
        assert!(rest.starts_with(delimiter.as_bytes()), "{request:?}");
        rest.drain(..delimiter.len());
        if rest == b"--\r\n" {
            return parts;
        }
        let end = find(&rest, delimiter.as_bytes()).expect("an end");
        parts.push(part(&rest[2..end]));
        rest.drain(..end);
    }
}

fn part(text: &[u8]) -> Part {
    let end = find(text, b"\r\n\r\n").unwrap();
    let head = std::str::from_utf8(&text[..end]).unwrap();
    let between = |start: &str, end: char| {
        let (_, rest) = head.split_once(start)?;
        Some(rest.split(end).next().unwrap().to_owned())
    };
    Part {
        name: between("; name=\"", '"').expect("a name"),
        file_name: between("; filename=\"", '"'),
        content_type: between("Content-Type: ", '\r'),
        content: text[end + 4..].to_vec(),
    }
}

fn ticket() -> TicketCreate {
    let fields: JsonObject = serde_json::from_value(json!({"cf_x": "Grüße", "cf_n": 3})).unwrap();
    TicketCreate {
        subject: Some("Printer".into()),
        status: Some(2.into()),
        cc_emails: Some(vec!["a@example.com".into()]),
        tags: Some(vec!["one".into(), "two".into()]),
        custom_fields: Some(fields),
        ..Default::default()
    }
}

/// Returns [`ticket`] as the parts of a form.
fn ticket_parts() -> Vec<Part> {
    vec![
        field("subject", "Printer"),
        field("status", "2"),
        field("cc_emails[]", "a@example.com"),
        field("tags[]", "one"),
        field("tags[]", "two"),
        field("custom_fields[cf_x]", "Grüße"),
        field("custom_fields[cf_n]", "3"),
    ]
}

/// Returns a file on disk, in the folder that Cargo gives to tests.
fn on_disk(name: &str, content: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).unwrap();
    path
}

#[tokio::test]
async fn a_ticket_with_files_is_a_form() {
    let server = Server::answering("201 Created", &[], TICKET).await;
    let body = ticket();
    let answer = once(&server).tickets().create(&body);
    let answer = answer
        .attach(Attachment::from_bytes("error.png", PICTURE))
        .attach(Attachment::from_bytes("log.txt", "").with_content_type("text/x-log"));
    assert_eq!(answer.await.unwrap().id, 42);
    let request = server.received();
    assert_eq!(request.line, "POST /api/v2/tickets HTTP/1.1");
    assert_eq!(request.header("accept"), Some("application/json"));
    let mut expected = ticket_parts();
    expected.push(file("attachments[]", "error.png", "image/png", PICTURE));
    expected.push(file("attachments[]", "log.txt", "text/x-log", b""));
    assert_eq!(parts(&request), expected);
}

#[tokio::test]
async fn a_ticket_without_files_is_json() {
    let server = Server::answering("201 Created", &[], TICKET).await;
    once(&server).tickets().create(&ticket()).await.unwrap();
    let request = server.received();
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(
        request.body,
        "{\"subject\":\"Printer\",\"status\":2,\"cc_emails\":[\"a@example.com\"],\"tags\":[\"one\",\"two\"],\
         \"custom_fields\":{\"cf_x\":\"Grüße\",\"cf_n\":3}}"
    );
}

#[tokio::test]
async fn a_contact_takes_an_avatar() {
    let server = Server::answering("200 OK", &[], CONTACT).await;
    let contact = ContactCreate {
        name: Some("Ada".into()),
        ..Default::default()
    };
    let client = once(&server);
    let avatar = Attachment::from_bytes("ada.jpg", PICTURE);
    let create = client.contacts().create(&contact).attach(avatar.clone());
    create.await.unwrap();
    let update = client.contacts().update(7, &ContactUpdate::default());
    update.attach(avatar).await.unwrap();
    let [create, update] = <[_; 2]>::try_from(server.requests()).unwrap();
    let avatar = || file("avatar", "ada.jpg", "image/jpeg", PICTURE);
    assert_eq!(parts(&create), [field("name", "Ada"), avatar()]);
    assert_eq!(update.line, "PUT /api/v2/contacts/7 HTTP/1.1");
    assert_eq!(parts(&update), [avatar()]);
}

#[tokio::test]
async fn a_note_takes_a_file_from_disk() {
    let content: Vec<u8> = (0..100_000_u32).flat_map(u32::to_le_bytes).collect();
    let path = on_disk("wire note.pdf", &content);
    let server = Server::answering("201 Created", &[], CONVERSATION).await;
    let note = NoteCreate {
        body: Some("text".into()),
        private: Some(false),
        ..Default::default()
    };
    let note = once(&server).conversations().add_note(1, &note);
    note.attach(Attachment::from_path(path).unwrap())
        .await
        .unwrap();
    let expected = [
        field("body", "text"),
        field("private", "false"),
        file(
            "attachments[]",
            "wire note.pdf",
            "application/pdf",
            &content,
        ),
    ];
    assert_eq!(parts(&server.received()), expected);
}

#[tokio::test]
async fn a_form_that_is_sent_again_is_the_same() {
    let path = on_disk("wire-again.bin", &PICTURE.repeat(10_000));
    let files = [
        Attachment::from_bytes("memory.png", PICTURE),
        Attachment::from_path(path).unwrap(),
    ];
    for file in files {
        let server = Server::scripted(|number, _| match number {
            0 => ServerResponse::new("429 Too Many Requests", &["retry-after: 0"], ""),
            _ => ServerResponse::json(TICKET),
        })
        .await;
        let create = eager(&server)
            .tickets()
            .create(&ticket())
            .attach(file.clone());
        create.await.unwrap();
        assert_same(&server);

        let server = Server::scripted(|number, _| match number {
            0 => ServerResponse::wire("").then_reset(),
            _ => ServerResponse::json(TICKET),
        })
        .await;
        let update = eager(&server)
            .tickets()
            .update(42, &TicketUpdate::default());
        update.attach(file).await.unwrap();
        assert_same(&server);
    }
}

fn assert_same(server: &Server) {
    let [first, second] = <[_; 2]>::try_from(server.requests()).unwrap();
    assert_eq!(first.line, second.line);
    assert_eq!(first.headers, second.headers);
    assert!(first.bytes == second.bytes);
    assert!(!parts(&first).is_empty());
}

#[tokio::test]
async fn a_form_that_may_have_been_processed_is_not_sent_again() {
    for answer in [
        ServerResponse::wire("").then_reset(),
        ServerResponse::new("503 Service Unavailable", &[], ""),
    ] {
        let server = Server::scripted(move |_, _| answer.clone()).await;
        let create = eager(&server).tickets().create(&ticket());
        let create = create.attach(Attachment::from_bytes("a.png", PICTURE));
        assert!(create.await.unwrap_err().is_retryable());
        assert_eq!(server.count(), 1);
    }
}

#[tokio::test]
async fn a_file_that_is_gone_is_an_error_that_says_so() {
    let path = on_disk("wire-gone.txt", b"here");
    let attachment = Attachment::from_path(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(Attachment::from_path(&path).is_err());
    let server = Server::scripted(|_, _| ServerResponse::json(TICKET)).await;
    let create = eager(&server)
        .tickets()
        .create(&ticket())
        .attach(attachment);
    let error = create.await.unwrap_err();
    assert!(
        matches!(&error, Error::Connection(error) if error.is_request_body()),
        "{error:?}"
    );
    assert!(!error.is_retryable());
    assert_eq!(server.count(), 0);
}

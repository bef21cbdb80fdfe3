//! Bodies that are forms and nothing else: the imports, whose CSV file is part of a struct.
//!
//! Invariant: the file is read from disk for every attempt, and each attempt sends the same bytes.

use std::path::Path;

use freshdesk::{
    Attachment, Error,
    models::{ImportCreate, ImportFields},
};
use serde_json::json;

use super::{eager, once};
use crate::{
    multipart::{Part, field, file, parts},
    server::{Received, Server, ServerResponse},
};

const IMPORT: &str = r#"{"id": 7, "status": "in_progress"}"#;
const NAMES: &str = "name,email\r\nJane,jane@example.com\r\n";

fn fields() -> ImportFields {
    let fields = json!({"name": 0, "email": 1, "custom_fields": {"size": 2}});
    serde_json::from_value(fields).unwrap()
}

fn sent(request: &Received) -> Vec<Part> {
    let length = request.header("content-length").unwrap();
    assert_eq!(length, request.bytes.len().to_string());
    parts(request.header("content-type").unwrap(), &request.bytes)
}

fn expected(file_name: &str, content_type: &str) -> Vec<Part> {
    vec![
        field("fields[custom_fields][size]", "2"),
        field("fields[email]", "1"),
        field("fields[name]", "0"),
        file("file", file_name, content_type, NAMES.as_bytes()),
    ]
}

#[tokio::test]
async fn an_import_is_a_form() {
    let server = Server::answering("200 OK", &[], IMPORT).await;
    let file = Attachment::from_bytes("names.csv", NAMES);
    let body = ImportCreate::new(file, fields());
    let import = once(&server).contacts().import(&body).await.unwrap();
    assert_eq!(import.id, 7);
    let request = server.received();
    assert_eq!(request.line, "POST /api/v2/contacts/imports HTTP/1.1");
    assert_eq!(sent(&request), expected("names.csv", "text/csv"));
}

#[tokio::test]
async fn a_file_on_disk_is_sent_again_as_it_was() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("companies.txt");
    std::fs::write(&path, NAMES).unwrap();
    let server = Server::scripted(|number, _| match number {
        0 => ServerResponse::new("429 Too Many Requests", &["retry-after: 0"], ""),
        _ => ServerResponse::json(IMPORT),
    })
    .await;
    let file = Attachment::from_path(&path).unwrap();
    let file = file.with_file_name("c.csv").with_content_type("text/x");
    let body = ImportCreate::new(file, fields());
    eager(&server).companies().import(&body).await.unwrap();
    let [first, second] = <[_; 2]>::try_from(server.requests()).unwrap();
    assert_eq!(first.bytes, second.bytes);
    assert_eq!(sent(&second), expected("c.csv", "text/x"));
}

#[tokio::test]
async fn a_content_type_that_is_none_is_refused() {
    let server = Server::answering("200 OK", &[], IMPORT).await;
    let file = Attachment::from_bytes("names.csv", NAMES).with_content_type("a\r\nb: c");
    let body = ImportCreate::new(file, fields());
    let error = once(&server).contacts().import(&body).await.unwrap_err();
    assert!(matches!(error, Error::InvalidRequest(_)), "{error}");
    assert_eq!(server.count(), 0);
}

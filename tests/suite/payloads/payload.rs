//! Lines of JSON → payloads.
//!
//! Invariant: a line that is no payload fails the test.

use std::path::PathBuf;

use freshdesk::runtime::testing::Answer;
use serde_json::Value;

use tests::files;

/// Body that was sent or received once.
pub(crate) struct Payload {
    pub(crate) id: String,
    pub(crate) class: Class,
    /// Our `operationId`; empty for webhooks.
    pub(crate) operation: String,
    pub(crate) status: u16,
    pub(crate) body: Option<Value>,
    raw: Option<String>,
}

/// The version of the API that a payload is from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// A response with members of API v1 among those of v2.
    Legacy,
    /// Any other payload.
    Current,
}

/// Returns our own payloads of a kind, and the collected ones where they are.
pub(crate) fn all(kind: &str) -> Vec<Payload> {
    let own = files::root().join("tests/suite/payloads");
    let collected = files::reference().map(|folder| folder.join("../payloads"));
    let mut paths = vec![own.join(format!("{kind}.jsonl"))];
    if let Some(folder) = collected.filter(|folder| folder.is_dir()) {
        paths.extend(collected_files(&folder, kind));
    }
    paths
        .iter()
        .flat_map(|path| lines(&files::read(path)))
        .collect()
}

fn collected_files(folder: &std::path::Path, kind: &str) -> Vec<PathBuf> {
    let path = folder.join(kind);
    if path.is_dir() {
        files::entries(&path)
    } else {
        vec![folder.join(format!("{kind}.jsonl"))]
    }
}

fn lines(text: &str) -> Vec<Payload> {
    let lines = text.lines().filter(|line| !line.is_empty());
    lines.map(payload).collect()
}

fn payload(line: &str) -> Payload {
    let facts: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    let text = |key: &str| facts[key].as_str().map(str::to_owned);
    let operation = text("operation").unwrap_or_default();
    let asks_for_availability = facts["note"]
        .as_str()
        .is_some_and(|note| note.contains("only=availability"));
    Payload {
        id: text("id").expect("an id"),
        class: match facts["class"].as_str().expect("a class") {
            "legacy" => Class::Legacy,
            _ => Class::Current,
        },
        operation: if asks_for_availability {
            "listAgentAvailability".to_owned()
        } else {
            operation
        },
        status: facts["status"]
            .as_u64()
            .map_or(200, |status| u16::try_from(status).expect("a status")),
        body: facts.get("body").cloned(),
        raw: text("raw"),
    }
}

impl Payload {
    /// Returns the response that carries it.
    pub(crate) fn response(&self) -> Answer {
        let text = self.text();
        if text.is_empty() {
            return Answer::status(self.status);
        }
        Answer::bytes("application/json", text).with_status(self.status)
    }

    /// Returns the body as it is on the wire.
    pub(crate) fn text(&self) -> String {
        let body = self.body.as_ref().map(Value::to_string);
        self.raw.clone().or(body).unwrap_or_default()
    }
}

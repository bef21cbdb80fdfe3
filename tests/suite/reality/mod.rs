//! Real responses of help desks that differ from the public description: one test for each fact.
//!
//! Invariant: the shapes are the service's and the values are made up. Values read are written unchanged.

mod codes;
mod fields;
mod nulls;
mod shapes;
mod times;

use freshdesk::runtime::{
    Decode, Encode,
    codec::{decode, encode},
};
use serde_json::{Map, Value};

use crate::answers::{self, CONTACT, CONVERSATION, TICKET};

/// Decodes a response.
fn read<T: Decode>(answer: &str) -> T {
    decode(answer.as_bytes()).unwrap_or_else(|error| panic!("{error} in {answer}"))
}

/// Decodes a response, and checks that nothing in it is lost or changed.
fn kept<T: Decode + Encode>(answer: &str) -> T {
    let value: T = read(answer);
    let written: Value = serde_json::from_slice(&encode(&value)).unwrap();
    let came: Value = serde_json::from_str(answer).unwrap();
    assert_eq!(written, came);
    value
}

/// Reads an object with these members as null, each by itself and all at once, and as if they were not there.
fn may_be_null<T: Decode + PartialEq + std::fmt::Debug>(object: &str, members: &[&str]) {
    let absent: T = read(object);
    let mut all = Map::new();
    for member in members {
        let null = format!("{{\"{member}\":null}}");
        assert_eq!(read::<T>(&answers::with(object, &null)), absent, "{member}");
        all.insert((*member).to_owned(), Value::Null);
    }
    let all = Value::Object(all).to_string();
    assert_eq!(read::<T>(&answers::with(object, &all)), absent);
}

/// Returns a ticket with these members.
fn ticket(members: &str) -> String {
    answers::with(TICKET, members)
}

/// Returns a contact with these members.
fn contact(members: &str) -> String {
    answers::with(CONTACT, members)
}

/// Returns a note, a reply or a forward with these members.
fn conversation(members: &str) -> String {
    answers::with(CONVERSATION, members)
}

/// Returns something that has an ID, a name and the times of its making and of its last change, with these members.
fn named(members: &str) -> String {
    let named = r#"{"id":3,"name":"Support","created_at":"2026-01-02T03:04:05Z","updated_at":"2026-01-02T03:04:06Z"}"#;
    answers::with(named, members)
}

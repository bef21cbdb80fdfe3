//! Bodies as tracing is told of them: for debugging, off unless the builder turns it on.
//!
//! Credentials are redacted, and so is every JSON member whose name says that its value is a secret. A body that is not
//! JSON is not shown: nothing in it can be told apart.

use bytes::Bytes;

use crate::runtime::codec::{self, Json};
use crate::runtime::error::Secrets;

/// Parts of names of members that hold secrets, in lower case and without separators.
const SECRET: [&str; 6] = [
    "password",
    "secret",
    "token",
    "apikey",
    "authorization",
    "credential",
];

/// Returns the text of a body of at most `limit` characters, without secrets.
pub(super) fn shown(body: Option<&Bytes>, secrets: &Secrets, limit: usize) -> String {
    let Some(body) = body else {
        return String::from("a stream");
    };
    if body.is_empty() {
        return String::from("empty");
    }
    let Ok(mut json) = codec::decode::<Json>(body) else {
        return format!("{} bytes that are not JSON", body.len());
    };
    redact(&mut json);
    let text = secrets.redacted(&json.to_string());
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

fn redact(json: &mut Json) {
    match json {
        Json::Array(items) => items.iter_mut().for_each(redact),
        Json::Object(members) => {
            for (name, value) in members.iter_mut() {
                if is_secret(name) && !value.is_null() {
                    *value = Json::String(String::from("[redacted]"));
                } else {
                    redact(value);
                }
            }
        }
        _ => {}
    }
}

fn is_secret(name: &str) -> bool {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    let name: String = letters.flat_map(char::to_lowercase).collect();
    SECRET.iter().any(|secret| name.contains(secret))
}

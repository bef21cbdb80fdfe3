//! A response and what the client writes back of it → what was lost.
//!
//! Invariant: null and absence are the same, and so are a number and the number in quotes.

use std::fmt;

use serde_json::Value;

/// Something that was sent and is not written back.
pub(super) struct Loss {
    place: String,
    /// Value in its place; `None` if there is none.
    found: Option<Value>,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.found {
            Some(found) => write!(f, "{} became {found}", self.place),
            None => write!(f, "{} is lost", self.place),
        }
    }
}

/// Lists the parts of a response that are missing when it is encoded again.
pub(super) fn losses(sent: &Value, kept: &Value) -> Vec<Loss> {
    let mut losses = Vec::new();
    collect("$", sent, in_object(sent, kept), &mut losses);
    losses
}

/// Returns the list in `kept`, where a list was sent alone of which the client makes an object that has nothing else.
fn in_object<'v>(sent: &Value, kept: &'v Value) -> &'v Value {
    match kept.as_object().filter(|_| sent.is_array()) {
        Some(members) if members.len() == 1 => members.values().next().unwrap_or(kept),
        _ => kept,
    }
}

fn collect(place: &str, sent: &Value, kept: &Value, losses: &mut Vec<Loss>) {
    match (sent, kept) {
        (Value::Object(sent), Value::Object(kept)) => {
            for (name, value) in sent.iter().filter(|(_, value)| !value.is_null()) {
                let place = format!("{place}.{name}");
                match kept.get(name) {
                    Some(kept) => collect(&place, value, kept, losses),
                    None => losses.push(Loss { place, found: None }),
                }
            }
        }
        (Value::Array(sent), Value::Array(kept)) if sent.len() == kept.len() => {
            for (index, (sent, kept)) in sent.iter().zip(kept).enumerate() {
                collect(&format!("{place}[{index}]"), sent, kept, losses);
            }
        }
        _ if is_same(sent, kept) => {}
        _ => losses.push(Loss {
            place: format!("{place} {sent}"),
            found: Some(kept.clone()),
        }),
    }
}

fn is_same(sent: &Value, kept: &Value) -> bool {
    let plain = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let instant = |value: &Value| {
        plain(value)
            .replace(' ', "T")
            .parse::<jiff::Timestamp>()
            .ok()
    };
    // Times of the older forms have neither zone nor `T`; they are in UTC.
    let in_utc = |value: &Value| {
        format!("{}Z", plain(value))
            .replace(' ', "T")
            .parse::<jiff::Timestamp>()
            .ok()
    };
    let same_instant = |sent: Option<jiff::Timestamp>| sent.is_some() && sent == instant(kept);
    // A float holds the number that is nearest, and writes a whole one with a fraction.
    let same_number = kept.is_f64() && sent.as_f64() == kept.as_f64();
    plain(sent) == plain(kept)
        || same_number
        || same_instant(instant(sent))
        || same_instant(in_utc(sent))
}

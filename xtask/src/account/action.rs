//! A target and a change → an action of an overlay.
//!
//! Invariant: every action says where it is known from.

use serde_json::{Value, json};

/// Returns an action that changes a target.
pub(super) fn update(target: &str, about: &str, update: Value) -> Value {
    let mut action = json!({"target": target, "description": described(about)});
    action["update"] = update;
    action
}

/// Returns an action that removes a target.
pub(super) fn remove(target: &str, about: &str) -> Value {
    json!({"target": target, "description": described(about), "remove": true})
}

fn described(about: &str) -> String {
    format!("{about}\nKnown from: the metadata of the account.\nConfidence: high.")
}

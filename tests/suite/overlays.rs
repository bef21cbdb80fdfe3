//! What is known better about Freshdesk → each action says why, how sure that is, and still has an effect.
//!
//! Invariant: an overlay that the settings do not list is no overlay, so none lies there unread.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{files, input};

/// How sure an action can be.
const SURENESS: [&str; 2] = ["Confidence: high", "Confidence: medium"];

#[test]
fn every_overlay_is_listed() {
    let spec = files::root().join("spec");
    let mut there: BTreeSet<String> = files::below(&spec.join("overlay"))
        .iter()
        .map(|path| files::relative(path, &spec))
        .collect();
    there.insert("overlay.yaml".to_owned());
    let settings = input::settings();
    let listed = settings.overlays().expect("a list of overlays");
    assert_eq!(listed.len(), there.len(), "one is listed twice, or not");
    assert_eq!(listed.iter().cloned().collect::<BTreeSet<_>>(), there);
    assert_eq!(listed.last().map(String::as_str), Some("overlay.yaml"));
}

#[test]
fn every_action_says_how_sure_it_is() {
    let mut silent = Vec::new();
    for overlay in input::freshdesk_overlays() {
        let tree: Value = serde_yaml::from_str(&overlay.text).unwrap();
        let actions = tree["actions"].as_array().expect("actions");
        assert!(!actions.is_empty(), "{}", overlay.name);
        for action in actions {
            let description = action["description"].as_str().unwrap_or_default();
            // Words about what is wrong come before the confidence in them.
            let says = SURENESS
                .iter()
                .any(|word| description.find(word).is_some_and(|place| place > 20));
            if !says {
                silent.push(format!("{}: {}", overlay.name, action["target"]));
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn freshdesk_gives_no_warnings() {
    // An action without an effect would be one.
    let generated = input::generate_freshdesk(&input::freshdesk());
    // What is uploaded for an import is a form that is known in part only.
    let is_known = |path: &Option<String>| {
        path.as_ref().is_some_and(|path| {
            path.contains("~1imports/post/requestBody/content/multipart~1form-data")
        })
    };
    let warnings: Vec<String> = generated
        .warnings
        .iter()
        .filter(|warning| !(warning.code == "untyped" && is_known(&warning.pointer)))
        .map(ToString::to_string)
        .collect();
    assert!(warnings.is_empty(), "{}", warnings.join("\n"));
}

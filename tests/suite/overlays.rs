//! Overlays about Freshdesk → each action has a reason and a confidence, and still has an effect.
//!
//! Invariant: an overlay that the settings do not list is no overlay, so none lies there unread.

use std::collections::BTreeSet;

use serde_json::Value;
use tests::description::Description;

use crate::{files, input};

/// The confidence that an action can have.
const CONFIDENCE: [&str; 2] = ["Confidence: high", "Confidence: medium"];

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
fn every_action_names_its_source_and_confidence() {
    let mut silent = Vec::new();
    each_action(|overlay, action| {
        let description = action["description"].as_str().unwrap_or_default();
        let line = |start: &str| description.lines().position(|line| line.starts_with(start));
        let source = line("Known from: ");
        let confidence = CONFIDENCE.iter().find_map(|start| line(start));
        // What is wrong comes first, then the source, then the confidence.
        let is_told = source.is_some_and(|place| place > 0 && Some(place) < confidence);
        if !is_told {
            silent.push(format!("{overlay}: {}", action["target"]));
        }
    });
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn every_required_field_of_a_response_has_evidence() {
    let description = Description::new(input::described_freshdesk());
    let received = description.received_schemas();
    let mut silent = Vec::new();
    let mut count = 0;
    each_action(|overlay, action| {
        let text = action["description"].as_str().unwrap_or_default();
        let evidence = text.split_once("Evidence for required fields: ");
        let (_, evidence) = evidence.unwrap_or_default();
        for name in requiring(action).filter(|name| received.contains(name)) {
            count += 1;
            if !evidence.contains(&format!("`{name}`")) {
                silent.push(format!("{overlay}: {name}"));
            }
        }
    });
    assert!(count > 50, "only {count} schemas were looked at");
    assert!(silent.is_empty(), "{silent:#?}");
}

/// Calls `check` with every action of every overlay, and the overlay's name.
fn each_action(mut check: impl FnMut(&str, &Value)) {
    for overlay in input::freshdesk_overlays() {
        let tree: Value = serde_yaml::from_str(&overlay.text).unwrap();
        let actions = tree["actions"].as_array().expect("actions");
        assert!(!actions.is_empty(), "{}", overlay.name);
        for action in actions {
            check(&overlay.name, action);
        }
    }
}

/// Returns the names of the schemas for which an action lists required properties.
fn requiring(action: &Value) -> impl Iterator<Item = String> {
    let target = action["target"].as_str().unwrap_or_default();
    let update = &action["update"];
    let single = target.strip_prefix("$.components.schemas.");
    let schemas: Vec<(String, &Value)> = match (target, single) {
        ("$.components.schemas", _) => members(update),
        ("$.components", _) => members(&update["schemas"]),
        (_, Some(name)) => vec![(name.to_owned(), update)],
        _ => Vec::new(),
    };
    let schemas = schemas.into_iter();
    schemas
        .filter(|(_, schema)| schema["required"].is_array())
        .map(|(name, _)| name)
}

fn members(object: &Value) -> Vec<(String, &Value)> {
    let members = object.as_object().into_iter().flatten();
    members.map(|(name, value)| (name.clone(), value)).collect()
}

#[test]
fn every_action_states_what_it_finds() {
    let overlays = input::freshdesk_overlays();
    let recorded = generator::update::record_expectations(&input::freshdesk(), &overlays)
        .unwrap_or_else(|errors| panic!("{errors}"));
    for (overlay, changed) in overlays.iter().zip(recorded.changed) {
        let name = &overlay.name;
        assert_eq!(changed, 0, "{name}: run `cargo xtask overlays --record`");
    }
}

#[test]
fn freshdesk_gives_no_warnings() {
    // An action without an effect would be one.
    let generated = input::generate_freshdesk(&input::freshdesk());
    let warnings = generated.warnings.iter();
    let warnings: Vec<String> = warnings.map(ToString::to_string).collect();
    assert!(warnings.is_empty(), "{}", warnings.join("\n"));
}

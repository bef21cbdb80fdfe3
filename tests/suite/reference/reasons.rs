//! The overlays → the reasons for which rows of the vendor's reference differ from the description.
//!
//! Invariant: every reason names operations and rows, and is a sentence.

use std::collections::BTreeSet;

use generator::Source;
use serde_json::Value;

/// The reasons of all overlays.
pub(super) struct Reasons {
    /// Operation and row, e.g. `createTag` and `request name`.
    known: BTreeSet<(String, String)>,
    used: BTreeSet<(String, String)>,
}

impl Reasons {
    pub(super) fn read(overlays: &[Source]) -> Self {
        let mut known = BTreeSet::new();
        for overlay in overlays {
            let tree: Value = serde_yaml::from_str(&overlay.text).expect("YAML");
            let listed = tree["x-reference-differences"].as_array();
            for entry in listed.into_iter().flatten() {
                let reason = entry["reason"].as_str().unwrap_or_default();
                assert!(reason.len() > 20, "{}: {entry} has no reason", overlay.name);
                for operation in texts(&entry["operations"]) {
                    for row in texts(&entry["rows"]) {
                        let is_new = known.insert((operation.clone(), row.clone()));
                        assert!(
                            is_new,
                            "{}: {operation} {row} has two reasons",
                            overlay.name
                        );
                    }
                }
            }
        }
        Self {
            known,
            used: BTreeSet::new(),
        }
    }

    /// Returns `true` if there is a reason for the difference of a row.
    pub(super) fn explain(&mut self, id: Option<&str>, row: &str) -> bool {
        let key = (id.unwrap_or_default().to_owned(), row.to_owned());
        let is_known = self.known.contains(&key);
        if is_known {
            self.used.insert(key);
        }
        is_known
    }

    /// Returns the reasons that explained nothing.
    pub(super) fn unused(&self) -> Vec<String> {
        let unused = self.known.difference(&self.used);
        unused
            .map(|(operation, row)| format!("{operation}: {row}"))
            .collect()
    }
}

fn texts(list: &Value) -> Vec<String> {
    let texts = list.as_array().expect("a list").iter();
    texts
        .map(|text| text.as_str().expect("a text").to_owned())
        .collect()
}

//! A description and what was made of it → what the comparison says about the difference.
//!
//! Invariant: each case changes one thing of `tests/compare/base.yaml`, so its snapshot shows one thing.

mod fields;
mod masked;
mod names;
mod pairs;
mod several;
mod shapes;

use std::fmt::Write as _;

use generator::{
    Input, Settings, Source, compare,
    compare::{Change, Level, Side},
};
use serde_json::{Value, json};

use crate::files;

/// One thing that is changed.
struct Edit {
    name: &'static str,
    change: fn(&mut Value),
}

const EDITS: [Edit; 26] = [
    Edit {
        name: "operation_removed",
        change: |root| remove(root, "/paths/~1boxes~1{box_id}", "delete"),
    },
    Edit {
        name: "operation_added",
        change: |root| {
            let operation = json!({"operationId": "openBox", "tags": ["Boxes"], "responses": {"204": {"description": "Done."}}});
            set(root, "/paths/~1boxes~1{box_id}", "post", operation);
        },
    },
    Edit {
        name: "operation_renamed",
        change: |root| {
            set(
                root,
                "/paths/~1boxes/get",
                "operationId",
                json!("findBoxes"),
            );
        },
    },
    Edit {
        name: "operation_moved",
        change: |root| {
            let item = take(root, "/paths", "/boxes/{box_id}");
            set(root, "/paths", "/crates/{box_id}", item);
        },
    },
    Edit {
        name: "operation_deprecated",
        change: |root| set(root, "/paths/~1boxes/get", "deprecated", json!(true)),
    },
    Edit {
        name: "path_parameter_renamed",
        change: |root| {
            let mut item = take(root, "/paths", "/boxes/{box_id}");
            item["parameters"][0]["name"] = json!("id");
            set(root, "/paths", "/boxes/{id}", item);
        },
    },
    Edit {
        name: "parameter_added_optional",
        change: |root| {
            push(
                root,
                "/paths/~1boxes/get/parameters",
                json!({"name": "color", "in": "query", "schema": {"type": "string"}}),
            );
        },
    },
    Edit {
        name: "parameter_added_required",
        change: |root| {
            push(
                root,
                "/paths/~1boxes/get/parameters",
                json!({"name": "color", "in": "query", "required": true, "schema": {"type": "string"}}),
            );
        },
    },
    Edit {
        name: "parameter_removed",
        change: |root| {
            root.pointer_mut("/paths/~1boxes/get/parameters")
                .unwrap()
                .as_array_mut()
                .unwrap()
                .pop();
        },
    },
    Edit {
        name: "parameter_required",
        change: |root| {
            set(
                root,
                "/paths/~1boxes/get/parameters/0",
                "required",
                json!(true),
            );
        },
    },
    Edit {
        name: "parameter_of_another_type",
        change: |root| {
            set(
                root,
                "/paths/~1boxes/get/parameters/0/schema",
                "type",
                json!("string"),
            );
        },
    },
    Edit {
        name: "body_optional",
        change: |root| {
            set(
                root,
                "/paths/~1boxes/post/requestBody",
                "required",
                json!(false),
            );
        },
    },
    Edit {
        name: "answer_of_another_type",
        change: |root| {
            set(
                root,
                "/paths/~1boxes~1{box_id}/get/responses/200/content/application~1json",
                "schema",
                json!({"type": "string"}),
            );
        },
    },
    Edit {
        name: "answer_added",
        change: |root| {
            set(
                root,
                "/paths/~1boxes/get/responses",
                "429",
                json!({"description": "Too many."}),
            );
        },
    },
    Edit {
        name: "type_renamed",
        change: |root| {
            let text = root
                .to_string()
                .replace("schemas/Box\"", "schemas/Crate\"")
                .replace("\"Box\":", "\"Crate\":");
            *root = serde_json::from_str(&text).unwrap();
        },
    },
    Edit {
        name: "field_added",
        change: |root| {
            set(
                root,
                "/components/schemas/Box/properties",
                "weight",
                json!({"type": "number"}),
            );
        },
    },
    Edit {
        name: "field_added_to_what_is_sent",
        change: |root| {
            set(
                root,
                "/components/schemas/BoxCreate/properties",
                "weight",
                json!({"type": "number"}),
            );
        },
    },
    Edit {
        name: "field_demanded",
        change: |root| {
            push(
                root,
                "/components/schemas/BoxCreate/required",
                json!("size"),
            );
        },
    },
    Edit {
        name: "field_removed",
        change: |root| remove(root, "/components/schemas/Box/properties", "label"),
    },
    Edit {
        name: "field_renamed",
        change: |root| {
            let properties = root
                .pointer_mut("/components/schemas/Box/properties")
                .unwrap();
            let text = properties.to_string().replace("\"label\":", "\"title\":");
            *properties = serde_json::from_str(&text).unwrap();
        },
    },
    Edit {
        name: "field_not_always_there",
        change: |root| set(root, "/components/schemas/Box", "required", json!([])),
    },
    Edit {
        name: "field_nullable",
        change: |root| {
            set(
                root,
                "/components/schemas/Box/properties/id",
                "type",
                json!(["integer", "null"]),
            );
        },
    },
    Edit {
        name: "field_of_another_type",
        change: |root| {
            set(
                root,
                "/components/schemas/Box/properties/label",
                "type",
                json!("integer"),
            );
        },
    },
    Edit {
        name: "value_added",
        change: |root| push(root, "/components/schemas/Size/enum", json!("huge")),
    },
    Edit {
        name: "value_removed",
        change: |root| {
            root.pointer_mut("/components/schemas/Size/enum")
                .unwrap()
                .as_array_mut()
                .unwrap()
                .remove(0);
        },
    },
    Edit {
        name: "text",
        change: |root| {
            set(
                root,
                "/components/schemas/Box/properties/label",
                "description",
                json!("Other words."),
            );
        },
    },
];

#[test]
fn every_change_is_judged() {
    let base = base();
    let mut report = String::new();
    for edit in EDITS {
        let mut after = base.clone();
        (edit.change)(&mut after);
        assert_ne!(base, after, "{} changes nothing", edit.name);
        let _ = writeln!(report, "# {}\n", edit.name.replace('_', " "));
        let changes = difference(&base, &after);
        if changes.is_empty() {
            report.push_str("nothing to tell\n\n");
        }
        for change in changes {
            describe(&change, &mut report);
        }
    }
    insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "../../snapshots"}, {
        insta::assert_snapshot!("compare", report);
    });
}

#[test]
fn nothing_differs_from_itself() {
    let base = base();
    assert_eq!(difference(&base, &base), []);
}

#[test]
fn a_parameter_is_placed_where_it_is_described() {
    let inline = base();
    let mut shared = inline.clone();
    let listed = &mut shared["paths"]["/boxes"]["get"]["parameters"][0];
    let parameter = std::mem::replace(listed, json!({"$ref": "#/components/parameters/First"}));
    shared["components"]["parameters"] = json!({ "First": parameter });
    // No crate shows where a parameter is described.
    assert_eq!(difference(&inline, &shared), []);
    let mut after = shared.clone();
    let schema = "/components/parameters/First/schema";
    set(&mut after, schema, "type", json!("string"));
    let changes = difference(&shared, &after);
    let place = Some(compare::Location("/components/parameters/First".to_owned()));
    let is_placed = |change: &Change| change.before == place && change.after == place;
    assert!(changes.iter().any(is_placed), "{changes:#?}");
}

#[test]
fn every_rule_is_documented() {
    let documented = files::read(&files::root().join("spec/README.md"));
    for rule in compare::RULES {
        let (level, effect) = (rule.level.as_str(), rule.effect.as_str());
        let line = format!("| `{}` | {level} | {effect} | {} |", rule.id, rule.text);
        assert!(documented.contains(&line), "{line}");
    }
    let lines = documented.lines().filter(|line| {
        let mut cells = line.split(" | ");
        let level = cells.nth(1).unwrap_or_default();
        line.starts_with("| `") && Level::ALL.iter().any(|known| known.as_str() == level)
    });
    assert_eq!(lines.count(), compare::RULES.len());
}

fn base() -> Value {
    let text = files::read(&files::root().join("tests/compare/base.yaml"));
    serde_yaml::from_str(&text).expect("a description")
}

fn difference(before: &Value, after: &Value) -> Vec<Change> {
    let settings = Settings::for_crate("boxes").expect("a name");
    let [before, after] = [before, after].map(|description| {
        let source = Source {
            name: "boxes.json".to_owned(),
            text: description.to_string(),
        };
        let api = Input::new(&source, &settings)
            .generate()
            .unwrap_or_else(|errors| panic!("{errors}"))
            .api;
        let public_api = generator::public_api(&api).unwrap_or_else(|errors| panic!("{errors}"));
        (api, public_api)
    });
    let side = |(api, public_api)| Side { api, public_api };
    compare::compare(side((&before.0, &before.1)), side((&after.0, &after.1)))
}

fn describe(change: &Change, report: &mut String) {
    let _ = writeln!(
        report,
        "{} {}: {}",
        change.kind.as_str(),
        change.subject,
        change.detail
    );
    for level in Level::ALL {
        let verdict = change.verdict(level);
        if let Some(rule) = verdict.rule {
            let _ = writeln!(
                report,
                "  {}: {} ({})",
                level.as_str(),
                verdict.effect.as_str(),
                rule.id
            );
        }
    }
    for signatures in &change.signatures {
        if let Some(before) = &signatures.before {
            let _ = writeln!(report, "  - {before}");
        }
        if let Some(after) = &signatures.after {
            let _ = writeln!(report, "  + {after}");
        }
    }
    report.push('\n');
}

fn set(root: &mut Value, at: &str, key: &str, value: Value) {
    let parent = root.pointer_mut(at).unwrap_or_else(|| panic!("no {at}"));
    parent[key] = value;
}

fn push(root: &mut Value, at: &str, value: Value) {
    let list = root.pointer_mut(at).unwrap_or_else(|| panic!("no {at}"));
    list.as_array_mut().expect("a list").push(value);
}

fn take(root: &mut Value, at: &str, key: &str) -> Value {
    let parent = root.pointer_mut(at).unwrap_or_else(|| panic!("no {at}"));
    let parent = parent.as_object_mut().expect("an object");
    parent
        .shift_remove(key)
        .unwrap_or_else(|| panic!("no {key}"))
}

fn remove(root: &mut Value, at: &str, key: &str) {
    drop(take(root, at, key));
}

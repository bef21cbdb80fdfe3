//! generator/README.md → its walk from YAML to Rust shows what each stage gives now.
//!
//! Invariant: every block of code in the walk is compared; its lines are in the output of the stage, in their order,
//! and without others between them but for those that `…` stands for.

use std::{collections::BTreeMap, fmt::Write as _};

use generator::Document;
use serde_json::Value;

use crate::{files, input, outline::outline};

/// The operation of the walk, and the schema of its response.
const OPERATION: &str = "getRole";
const PATH: &str = "/roles/{role_id}";
const SCHEMA: &str = "Role";

#[test]
fn the_walk_shows_what_the_stages_give() {
    let readme = files::read(&files::root().join("generator/README.md"));
    let (_, walk) = readme
        .split_once("### One operation from YAML to Rust\n")
        .unwrap();
    let (walk, _) = walk.split_once("\n### ").unwrap();
    let outputs = outputs();
    let mut shown = Vec::new();
    // Text and blocks take turns; the text before a block begins with the stage.
    let parts: Vec<&str> = walk.split("```").collect();
    for pair in parts.chunks_exact(2) {
        let stage = pair[0].rsplit_once("**`").unwrap().1;
        let (stage, _) = stage.split_once("`**").unwrap();
        let (_, block) = pair[1].split_once('\n').unwrap();
        let output = outputs
            .get(stage)
            .unwrap_or_else(|| panic!("no stage `{stage}`"));
        let missing = missing(block, output);
        assert!(
            missing.is_none(),
            "`{stage}` does not give:\n{}\nbut:\n{output}",
            missing.unwrap_or_default()
        );
        shown.push(stage.to_owned());
    }
    let stages: Vec<&str> = outputs.keys().copied().collect();
    shown.sort();
    shown.dedup();
    assert_eq!(shown, stages);
}

/// Returns the first lines of a block that do not follow in the output on those before.
fn missing(block: &str, output: &str) -> Option<String> {
    let output: Vec<&str> = output.lines().collect();
    let mut start = 0;
    for part in block.split("…\n") {
        // What is left of the line of an ellipsis is its indentation.
        let lines: Vec<&str> = part.trim_end_matches(' ').lines().collect();
        if lines.is_empty() {
            continue;
        }
        let mut windows = output[start..].windows(lines.len());
        match windows.position(|window| window == lines) {
            Some(found) => start += found + lines.len(),
            None => return Some(lines.join("\n")),
        }
    }
    None
}

/// Returns the outputs of the stages about the operation, as text.
fn outputs() -> BTreeMap<&'static str, String> {
    let description = input::freshdesk();
    let mut outputs = BTreeMap::from([("load", description.text.clone())]);
    let document = generator::load(&description).unwrap();
    let (document, _) = generator::overlay(document, &input::freshdesk_overlays()).unwrap();
    outputs.insert("overlay", nodes(&document));
    // The description is one file, so there is nothing to bundle.
    let (document, _) = generator::normalize(document);
    outputs.insert("normalize", nodes(&document));
    let openapi = generator::parse(&document).unwrap();
    let (api, _) = generator::lower(&openapi, &input::settings()).unwrap();
    let operations = api
        .resources
        .iter()
        .flat_map(|resource| &resource.operations);
    let mut operations = operations.filter(|operation| operation.name.wire == OPERATION);
    let mut text = outline(operations.next().unwrap());
    text.push_str(&outline(api.type_named(SCHEMA).unwrap()));
    outputs.insert("lower", text);
    let tree = generator::write(&api).unwrap();
    let files = ["src/resources/roles.rs", "src/models/roles.rs"];
    outputs.insert("emit", files.map(|path| tree.get(path).unwrap()).concat());
    outputs
}

/// Returns the nodes of the operation and of the schema, as YAML.
fn nodes(document: &Document) -> String {
    let tree = document.as_json();
    let nodes: [(&str, &Value); 2] = [
        (PATH, &tree["paths"][PATH]),
        (SCHEMA, &tree["components"]["schemas"][SCHEMA]),
    ];
    let mut text = String::new();
    for (name, node) in nodes {
        let yaml = serde_yaml::to_string(&BTreeMap::from([(name, node)])).unwrap();
        write!(text, "{yaml}").unwrap();
    }
    text
}

#[test]
fn lines_that_no_stage_gives_are_found() {
    let output = "a:\n  b: 1\n  c: 2\n";
    assert_eq!(missing("a:\n  …\n  c: 2\n", output), None);
    let found = |block| missing(block, output);
    assert_eq!(found("a:\n  c: 2\n").as_deref(), Some("a:\n  c: 2"));
    assert_eq!(found("  c: 2\n…\n  b: 1\n").as_deref(), Some("  b: 1"));
    assert_eq!(found(" b: 1\n").as_deref(), Some(" b: 1"));
}

//! The shapes that the standard gives as examples, its rules, and overlays that mean harm.

use serde_json::{Value, json};

use super::overlay;
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    source::{Document, Source, Texts, load},
};

fn source(name: &str, text: &str) -> Source {
    Source {
        name: name.to_owned(),
        text: text.to_owned(),
    }
}

/// Returns a description with these members beside those that every description has.
fn description(members: &str) -> Source {
    source("api.yaml", &format!("openapi: 3.1.0\n{members}"))
}

/// Returns an overlay of these actions.
fn actions(version: &str, actions: &str) -> Source {
    let head = format!("overlay: {version}\ninfo: {{title: t, version: '1'}}\nactions:\n");
    source("fix.yaml", &format!("{head}{actions}"))
}

fn applied(members: &str, overlays: &[Source]) -> Result<(Document, Diagnostics), Diagnostics> {
    let (document, said) = overlay(load(&description(members))?, overlays)?;
    said.unless_errors(document)
}

/// Returns the merged members.
fn result(members: &str, version: &str, list: &str) -> Value {
    match applied(members, &[actions(version, list)]) {
        Ok((document, _)) => {
            let mut root = document.root;
            root.as_object_mut()
                .map(|root| root.shift_remove("openapi"));
            root
        }
        Err(errors) => Value::String(errors.to_string()),
    }
}

/// Returns the codes of the diagnostics.
fn said(members: &str, version: &str, list: &str) -> Vec<&'static str> {
    let diagnostics = match applied(members, &[actions(version, list)]) {
        Ok((_, warnings)) => warnings,
        Err(errors) => errors,
    };
    diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code)
        .filter(|code| *code != "overlay-undescribed")
        .collect()
}

const PATHS: &str = "paths: {/a: {get: {description: old, tags: [x, y]}}, /b: {get: {tags: [y]}}}";

#[test]
fn structured_overlays_mirror_the_description() {
    let found = result(
        "info: {title: Shop}\npaths: {/: {get: {summary: s}}}",
        "1.0.0",
        "  - target: $\n    update: {info: {x-done: true}, paths: {/: {summary: root, get: {x-rate: 9}}}, tags: }",
    );
    assert_eq!(
        found,
        json!({
            "info": {"title": "Shop", "x-done": true},
            "paths": {"/": {"get": {"summary": "s", "x-rate": 9}, "summary": "root"}},
            "tags": null,
        })
    );
}

#[test]
fn targeted_overlays_replace_plain_values_and_add_members() {
    let list = "  - {target: \"$.paths['/a'].get.description\", update: new}\n  \
        - {target: \"$.paths['/b']\", update: {post: {x-safe: false}}}";
    assert_eq!(
        result(PATHS, "1.1.0", list),
        json!({"paths": {
            "/a": {"get": {"description": "new", "tags": ["x", "y"]}},
            "/b": {"get": {"tags": ["y"]}, "post": {"x-safe": false}},
        }})
    );
    assert_eq!(said(PATHS, "1.0.0", list), ["overlay-target"]);
}

#[test]
fn wildcards_reach_many_objects_at_once() {
    let members = "paths: {/a: {get: {parameters: [{name: f, in: query}, {name: f, in: path}]}}}";
    let list = "  - {target: $.paths.*.get, update: {x-safe: true}}\n  \
        - {target: \"$.paths.*.get.parameters[?@.name=='f' && @.in=='query']\", update: {schema: {type: string}}}";
    assert_eq!(
        result(members, "1.0.0", list),
        json!({"paths": {"/a": {"get": {
            "parameters": [
                {"name": "f", "in": "query", "schema": {"type": "string"}},
                {"name": "f", "in": "path"},
            ],
            "x-safe": true,
        }}}})
    );
}

#[test]
fn lists_take_one_more_item_or_all_of_a_list() {
    let one = "  - {target: $.paths.*.get.tags, update: z}";
    let more = "  - {target: $.paths.*.get.tags, update: [z, w]}";
    let tags = |list| result(PATHS, "1.1.0", list)["paths"]["/b"]["get"]["tags"].clone();
    assert_eq!(tags(one), json!(["y", "z"]));
    assert_eq!(tags(more), json!(["y", "z", "w"]));
    let object = result(
        "tags: [{name: a}]",
        "1.0.0",
        "  - {target: $.tags, update: {name: b}}",
    );
    assert_eq!(object, json!({"tags": [{"name": "a"}, {"name": "b"}]}));
}

#[test]
fn items_are_removed_plain_ones_too() {
    let list = "  - {target: \"$.paths.*.get.tags[?@ == 'y']\", remove: true}";
    assert_eq!(
        result(PATHS, "1.1.0", list),
        json!({"paths": {
            "/a": {"get": {"description": "old", "tags": ["x"]}},
            "/b": {"get": {"tags": []}},
        }})
    );
    let all = result(
        "tags: [1, 2, 3, 4]",
        "1.1.0",
        "  - {target: '$.tags[0, 2, 3]', remove: true}",
    );
    assert_eq!(all, json!({"tags": [2]}));
}

#[test]
fn removing_keeps_the_order_of_what_stays() {
    let list = "  - {target: $.paths, remove: true}";
    let found = result("x-a: 1\npaths: {}\nx-b: 2\nx-c: 3", "1.0.0", list);
    assert_eq!(found.to_string(), r#"{"x-a":1,"x-b":2,"x-c":3}"#);
}

#[test]
fn traits_are_applied_where_they_are_asked_for() {
    let members = "paths: {/a: {get: {x-oai-traits: [paged]}}, \
        /b: {get: {x-oai-traits: [paged], parameters: [{name: id}]}}, /c: {get: {}}}";
    let list = "  - target: $.paths[?(@.get['x-oai-traits'][?(@ == 'paged')])].get\n    \
        update: {parameters: [{name: top}]}";
    let found = result(members, "1.0.0", list);
    assert_eq!(
        found["paths"]["/a"]["get"]["parameters"],
        json!([{"name": "top"}])
    );
    assert_eq!(
        found["paths"]["/b"]["get"]["parameters"],
        json!([{"name": "id"}, {"name": "top"}])
    );
    assert_eq!(found["paths"]["/c"], json!({"get": {}}));
}

const ITEMS: &str = "paths: {/items: {get: {x: 1}}, /other: {delete: {}}}";

#[test]
fn copies_merge_what_stands_elsewhere() {
    let list = "  - {target: \"$.paths['/other']\", copy: \"$.paths['/items']\"}";
    assert_eq!(
        result(ITEMS, "1.1.0", list),
        json!({"paths": {"/items": {"get": {"x": 1}}, "/other": {"delete": {}, "get": {"x": 1}}}})
    );
    assert_eq!(said(ITEMS, "1.0.0", list), ["overlay-version"]);
}

#[test]
fn copying_and_removing_renames() {
    let list = "  - {target: $.paths, update: {/new: {}}}\n  \
        - {target: \"$.paths['/new']\", copy: \"$.paths['/items']\"}\n  \
        - {target: \"$.paths['/items']\", remove: true}";
    assert_eq!(
        result(ITEMS, "1.1.0", list),
        json!({"paths": {"/other": {"delete": {}}, "/new": {"get": {"x": 1}}}})
    );
}

#[test]
fn what_does_not_go_together_is_an_error() {
    for update in [
        "{description: {}}",
        "{description: [a]}",
        "{tags: a}",
        "{tags: {}}",
    ] {
        let list = format!("  - {{target: \"$.paths['/a'].get\", update: {update}}}");
        assert_eq!(said(PATHS, "1.1.0", &list), ["overlay-merge"], "{update}");
    }
    let mixed = "  - {target: \"$.paths['/a'].get.*\", update: a}";
    assert_eq!(said(PATHS, "1.1.0", mixed), ["overlay-target"]);
    let root = "  - {target: $, remove: true}";
    assert_eq!(said(PATHS, "1.1.0", root), ["overlay-target"]);
}

#[test]
fn what_the_description_says_by_now_is_a_warning() {
    for list in [
        "  - {target: $.paths.*.get, update: {description: old}}\n  \
         - {target: $.paths.*.get, update: {description: old}, x-again: 1}",
        "  - {target: $.paths.*.get.tags, update: [y]}",
        "  - {target: $.paths, update: {}}",
        "  - {target: $.paths}",
        "  - {target: \"$.paths['/a'].get.tags\", remove: true}\n  \
         - {target: \"$.paths['/a'].get\", update: {tags: [x, y]}}",
    ] {
        assert_eq!(said(PATHS, "1.0.0", list), ["overlay-unchanged"], "{list}");
    }
    let partly = "  - {target: $.paths.*.get.tags, update: [x, z]}";
    assert_eq!(said(PATHS, "1.0.0", partly), ["overlay-repeated"]);
}

/// Returns the origins of the nodes at the pointers, as file and line.
fn places(overlays: &[Source], pointers: &[&str]) -> Vec<String> {
    let description = description("paths:\n  /a:\n    get:\n      tags: [x, y]\n");
    let Ok((document, _)) = load(&description).and_then(|document| overlay(document, overlays))
    else {
        return Vec::new();
    };
    let texts = Texts::new(&description, overlays, &document);
    let place = |pointer: &&str| {
        let diagnostic = Diagnostic::error("test", "").at(*pointer);
        let located = texts.located(diagnostic.into());
        let first = located.iter().next()?;
        Some(format!("{}:{}", first.file.as_ref()?, first.position?.line))
    };
    pointers.iter().filter_map(place).collect()
}

#[test]
fn what_an_overlay_brought_is_reported_there() {
    let update = "  - target: $.paths\n    update:\n      /b:\n        get: {}\n  \
        - target: $.paths['/a'].get\n    update:\n      tags:\n        - z\n";
    assert_eq!(
        places(
            &[actions("1.1.0", update)],
            &[
                "/paths/~1b/get",
                "/paths/~1b/get/none",
                "/paths/~1a/get/tags/2",
                "/paths/~1a/get/tags/1"
            ],
        ),
        ["fix.yaml:7", "fix.yaml:7", "fix.yaml:11", "api.yaml:5"]
    );
}

#[test]
fn what_was_copied_or_moved_is_reported_where_it_is_written() {
    let list = "  - {target: \"$.paths['/a'].get.tags[0]\", remove: true}\n  \
        - {target: $.paths, update: {/b: {}}}\n  \
        - {target: \"$.paths['/b']\", copy: \"$.paths['/a']\"}\n";
    assert_eq!(
        places(
            &[actions("1.1.0", list)],
            &["/paths/~1b", "/paths/~1b/get", "/paths/~1a/get/tags/0"],
        ),
        ["fix.yaml:5", "api.yaml:4", "api.yaml:5"]
    );
}

#[test]
fn overlays_apply_one_after_the_other() {
    let first = actions("1.1.0", "  - {target: $, update: {paths: {/a: {}}}}");
    let second = actions(
        "1.0.0",
        "  - {target: \"$.paths['/a']\", update: {get: {}}}",
    );
    let both = applied("info: {}", &[first.clone(), second.clone()]);
    assert!(both.is_ok_and(|(document, _)| document.actions() == 2
        && document.root["paths"] == json!({"/a": {"get": {}}})));
    assert!(applied("info: {}", &[second, first]).is_err());
}

/// Returns so many actions that copy something into `$.x`.
fn copies(from: &str, count: usize) -> String {
    let copy = |index| format!("  - {{target: $.x, copy: {from}, description: '{index}'}}\n");
    (0..count).map(copy).collect::<Vec<_>>().concat()
}

#[test]
fn copying_a_tree_into_itself_ends() {
    let into_itself = copies("$", 140);
    let found = said("x: {}", "1.1.0", &into_itself);
    assert!(found.contains(&"overlay-limit"), "{found:?}");
}

#[test]
fn growing_without_end_is_refused() {
    let doubling = copies("$.x", 30);
    let found = said("x: [1, 2, 3, 4]", "1.1.0", &doubling);
    assert!(found.contains(&"overlay-limit"), "{found:?}");
}

#[test]
fn everything_at_once_is_no_bomb() {
    let deep = format!("x: {}1{}", "[".repeat(90), "]".repeat(90));
    assert!(said(&deep, "1.1.0", "  - {target: '$..*', remove: true}").is_empty());
    let update = "  - {target: '$..*', update: {a: {}}}";
    assert_eq!(said(&deep, "1.1.0", update), ["overlay-target"]);
    for (levels, code) in [(400, "overlay-path"), (20, "overlay-unmatched")] {
        let path = format!("$[?{}@.a{}]", "(".repeat(levels), ")".repeat(levels));
        let nested = format!("  - {{target: '{path}', remove: true}}");
        assert_eq!(said("x: 1", "1.1.0", &nested), [code]);
    }
}

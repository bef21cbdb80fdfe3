//! Descriptions that are too large to write down, with what made other generators stumble.
//!
//! Invariant: whatever a name is, what comes out has different names and lies below `src`.

use std::{collections::BTreeSet, fmt::Write as _};

use generator::{Input, Settings, Source, model::Api};

fn model(text: String) -> (Api, Vec<String>) {
    let source = Source {
        name: "trap.yaml".to_owned(),
        text,
    };
    let settings = Settings::for_crate("trap").unwrap();
    let generated = Input::new(&source, &settings)
        .generate()
        .unwrap_or_else(|errors| panic!("{errors}"));
    let paths = generated.tree.iter().map(|(path, _)| path.to_owned());
    (generated.api.clone(), paths.collect())
}

/// Returns the identifiers of all methods and request builders.
fn calls(api: &Api) -> (BTreeSet<String>, BTreeSet<String>) {
    let operations = api
        .resources
        .iter()
        .flat_map(|resource| &resource.operations);
    operations
        .map(|operation| (operation.name.ident.clone(), operation.builder.clone()))
        .unzip()
}

#[test]
fn an_operation_id_may_come_a_hundred_times() {
    let mut text = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths:\n".to_owned();
    for number in 0..105 {
        let _ = writeln!(
            text,
            "  /p{number}: {{ get: {{ operationId: same, tags: [T], responses: {{ '204': {{ description: D }} }} }} }}"
        );
    }
    let (api, _) = model(text);
    let (methods, builders) = calls(&api);
    assert_eq!((methods.len(), builders.len()), (105, 105));
    assert!(
        methods.contains("same") && methods.contains("same_call_104"),
        "{methods:?}"
    );
}

#[test]
fn a_name_may_have_ten_thousand_letters() {
    let name = "x".repeat(10_000);
    let text = format!(
        "openapi: 3.1.0\ninfo: {{ title: T, version: '1' }}\npaths:\n  /p:\n    get:\n      operationId: \"{name}\"\n      \
         tags: [\"{name}\"]\n      responses: {{ '204': {{ description: D }} }}\ncomponents:\n  schemas:\n    ? \"{name}\"\n    \
         : {{ type: object, title: T }}\n    \
         ? \"{name}y\"\n    : {{ type: string, enum: [\"{name}\", \"{name}z\"] }}\n"
    );
    let (api, paths) = model(text);
    let names: BTreeSet<&str> = api
        .types
        .iter()
        .map(|def| def.name.ident.as_str())
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
    for path in paths {
        let is_plain = path
            .split('/')
            .all(|step| step.len() <= 255 && step != "..");
        assert!(is_plain, "{path}");
    }
}

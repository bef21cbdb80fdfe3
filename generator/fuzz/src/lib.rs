//! Bytes → as many stages of the generator as a target is about. Whatever the bytes are, a stage gives a result or
//! diagnostics; it never panics, and what is written is Rust.

mod documentation;

use generator::{Diagnostics, Document, ErrorPolicy, Input, Settings, Source};

/// A target: what is done with a text, and whether it came to its end without errors.
pub type Target = fn(&str) -> bool;

/// Every target by its name, the first stages first.
pub const TARGETS: [(&str, Target); 5] = [
    ("load", load),
    ("normalize", normalize),
    ("lower", lower),
    ("emit", emit),
    ("documentation", documentation),
];

/// Runs the target on the bytes, if they are text.
pub fn with_text(bytes: &[u8], target: Target) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        target(text);
    }
}

/// Converts text → tree, and messages with a place in the text.
pub fn load(text: &str) -> bool {
    let loaded = generator::load(&source(text));
    if let Err(diagnostics) = &loaded {
        assert!(diagnostics.has_errors());
        assert!(!diagnostics.to_string().is_empty());
    }
    loaded.is_ok()
}

/// Converts text → tree → the shape of OpenAPI 3.0.
pub fn normalize(text: &str) -> bool {
    normalized(text).is_ok()
}

/// Converts text → model.
pub fn lower(text: &str) -> bool {
    let Ok(settings) = Settings::for_crate("fuzzed") else {
        return false;
    };
    let lowered = normalized(text)
        .and_then(|document| generator::parse(&document))
        .and_then(|parsed| generator::lower(&parsed, &settings).map(drop));
    lowered.is_ok()
}

/// Converts text → crate, of which every file is Rust, and messages with a place. What is wrong is omitted, so that
/// the stages behind are reached by wrong descriptions too.
///
/// # Panics
///
/// When a file is no Rust, or its path leads elsewhere.
pub fn emit(text: &str) -> bool {
    let Ok(settings) = Settings::for_crate("fuzzed") else {
        return false;
    };
    let description = source(text);
    let input = Input::new(&description, &settings).errors(ErrorPolicy::LeaveOut);
    match input.generate() {
        Ok(generated) => {
            drop(generated.warnings.to_string());
            for (path, text) in generated
                .tree
                .iter()
                .filter(|(path, _)| !path.starts_with("src/runtime/"))
            {
                assert!(!path.contains("..") && !path.starts_with('/'), "{path}");
                if path.ends_with(".rs") {
                    assert!(syn::parse_file(text).is_ok(), "{path} is no Rust:\n{text}");
                }
            }
            true
        }
        Err(diagnostics) => {
            let said = diagnostics.to_string();
            assert!(
                diagnostics.has_errors() && !said.contains("error[internal]"),
                "{said}"
            );
            false
        }
    }
}

/// Converts text → a description that has it in its places for texts → a crate whose finished documentation has no
/// test, HTML or link that the text has got in.
///
/// # Panics
///
/// When there is one.
pub fn documentation(text: &str) -> bool {
    const INTRUDER: &str = "INTRUDER";
    let Ok(settings) = Settings::for_crate("fuzzed") else {
        return false;
    };
    let description = description_of(&format!("{text} {INTRUDER}"));
    let Ok(generated) = Input::new(&source(&description), &settings).generate() else {
        return false;
    };
    for (path, content) in generated.tree.iter() {
        if !path.starts_with("src/runtime/") {
            let faults = documentation::faults(path, content, INTRUDER);
            assert!(faults.is_empty(), "{text:?}: {}", faults.join("\n"));
        }
    }
    true
}

/// Returns a description with a text in its places for texts.
fn description_of(text: &str) -> String {
    let named = |name: &str| format!("{name}{text}");
    let value = serde_json::json!({
        "type": "string", "description": text, "default": text, "example": text, "pattern": text,
    });
    let parameter = |name: &str| {
        serde_json::json!({
            "name": named(name), "in": name, "description": text, "schema": value,
        })
    };
    serde_json::json!({
        "openapi": "3.1.0",
        "info": { "title": text, "version": text, "description": text },
        "servers": [{
            "url": "https://{host}/a",
            "description": text,
            "variables": { "host": { "default": text, "description": text } },
        }],
        "tags": [{ "name": "a", "description": text }],
        "paths": { "/a": { "post": {
            "operationId": named("o"), "tags": ["a"], "summary": text, "description": text,
            "externalDocs": { "url": text },
            "parameters": [parameter("query"), parameter("cookie")],
            "requestBody": { "description": text, "content": { "application/json": { "schema": {
                "type": "object", "title": named("t"), "description": text,
                "properties": {
                    named("p"): value,
                    named("e"): { "enum": [text, "a"], "x-enum-descriptions": [text, text] },
                },
            } } } },
            "responses": { "200": { "description": text }, "400": { "description": text } },
            "security": [{ "key": [text] }],
        } } },
        "components": { "securitySchemes": {
            "key": { "type": "apiKey", "in": "query", "name": named("k"), "description": text },
        } },
    })
    .to_string()
}

fn normalized(text: &str) -> Result<Document, Diagnostics> {
    let document = generator::load(&source(text))?;
    let nothing = |_: &str| Err("nothing is read here".to_owned());
    let (document, said) = generator::bundle(document, "fuzzed", &nothing);
    let (document, _) = said.unless_errors(document)?;
    let (document, said) = generator::normalize(document);
    said.unless_errors(document).map(|(document, _)| document)
}

fn source(text: &str) -> Source {
    Source {
        name: "fuzzed".to_owned(),
        text: text.to_owned(),
    }
}

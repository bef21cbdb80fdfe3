//! Rust names before and after → those that mean something else on the wire and are declared as they were.
//!
//! No compiler notices such a change, so callers would send or read something else without knowing. Invariant: a name
//! is compared only where both sides have it.

use std::collections::BTreeMap;

use super::{
    Change, ChangeKind, Side,
    operation_names::{builder_path, method_path, operations, request_line},
    renames::Renames,
    rules::NAME_REBOUND,
};
use crate::model::{Api, Operation, Parameter, Payload, TypeDef, TypeKind, Value};

/// Meaning of a name.
struct Binding<'a> {
    /// Spelling on the wire, as a report shows it.
    meaning: String,
    pointer: &'a str,
    /// `None`: the name is that of something else.
    operation: Option<&'a Operation>,
}

/// Names that mean something else now.
pub(super) fn rebound(before: Side<'_>, after: Side<'_>, renames: &Renames<'_>) -> Vec<Change> {
    let (old, new) = (bindings(before.api), bindings(after.api));
    let mut changes = Vec::new();
    for (path, was) in &old {
        let Some(is) = new.get(path).filter(|is| is.meaning != was.meaning) else {
            continue;
        };
        // The same operation at another address is reported as having moved.
        let has_moved = was.operation.zip(is.operation).is_some_and(|(old, new)| {
            let counterpart = renames.counterpart(after.api, old);
            counterpart.is_some_and(|(_, same)| same.pointer == new.pointer)
        });
        let declared = (
            before.public_api.declared(path),
            after.public_api.declared(path),
        );
        let compiles = matches!(declared, (Some(old), Some(new)) if old.declares_the_same(new));
        if compiles && !has_moved {
            let detail = format!("means `{}` now, and meant `{}`", is.meaning, was.meaning);
            let change = Change::new(ChangeKind::Changed, path, detail);
            changes.push(
                change
                    .rule(&NAME_REBOUND)
                    .stood_at(was.pointer)
                    .stands_at(is.pointer),
            );
        }
    }
    changes
}

fn bindings(api: &Api) -> BTreeMap<String, Binding<'_>> {
    let mut bindings = BTreeMap::new();
    let mut bind = |path: String, meaning: String, pointer| {
        let binding = Binding {
            meaning,
            pointer,
            operation: None,
        };
        bindings.insert(path, binding);
    };
    for (resource, operation) in operations(api) {
        let builder = builder_path(resource, operation);
        for parameter in &operation.parameters {
            let path = format!("{builder}::{}", parameter.name.ident);
            bind(path, place(parameter), &operation.pointer);
        }
    }
    for def in &api.types {
        for (path, meaning) in parts(def) {
            bind(
                format!("models::{}{path}", def.name.ident),
                meaning,
                &def.pointer,
            );
        }
    }
    for query in &api.queries {
        for field in &query.fields {
            let path = format!("queries::{}::{}", query.name.ident, field.name.ident);
            bind(path, field.name.wire.clone(), "");
        }
    }
    for webhook in &api.webhooks {
        let Payload::Keys(keys) = &webhook.payload else {
            continue;
        };
        for key in &keys.keys {
            let path = format!("webhooks::{}::{}", webhook.name.ident, key.name.ident);
            bind(path, key.name.wire.clone(), &webhook.pointer);
        }
    }
    for (resource, operation) in operations(api) {
        let binding = Binding {
            meaning: request_line(operation),
            pointer: &operation.pointer,
            operation: Some(operation),
        };
        bindings.insert(method_path(resource, operation), binding);
    }
    bindings
}

/// Returns the location of a parameter, with its name there.
fn place(parameter: &Parameter) -> String {
    format!(
        "{} in the {}",
        parameter.name.wire,
        parameter.location.as_str()
    )
}

/// Returns the fields, values or alternatives of a type, with what each means.
fn parts(def: &TypeDef) -> Vec<(String, String)> {
    match &def.kind {
        TypeKind::Struct(shape) => {
            let fields = shape.fields.iter();
            fields
                .map(|field| (format!(".{}", field.name.ident), field.name.wire.clone()))
                .collect()
        }
        TypeKind::Enum(shape) => {
            let variants = shape.variants.iter();
            let value = |value: &Value| match value {
                Value::Text(text) => text.clone(),
                Value::Integer(number) => number.to_string(),
            };
            variants
                .map(|variant| (format!("::{}", variant.ident), value(&variant.value)))
                .collect()
        }
        TypeKind::Union(shape) => {
            let tagged = shape.alternatives.iter().filter(|one| !one.tags.is_empty());
            tagged
                .map(|one| (format!("::{}", one.name.ident), one.tag_texts()))
                .collect()
        }
        TypeKind::Alias(_) => Vec::new(),
    }
}

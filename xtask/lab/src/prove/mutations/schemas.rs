//! Changes to schemas, and to what else is among the components.

use fastrand::Rng;
use serde_json::{Value, json};

use super::sites::{
    choose, enums, fields, object, objects, operations, remove, rename, schemas, set, split,
};

pub(super) fn rename_schema(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&schemas(root, |_| true), rng)?;
    let (_, name) = split(&at)?;
    rename(root, &at, &format!("{name}Renamed"))?;
    let renamed = root.to_string().replace(
        &format!("\"#/components/schemas/{name}\""),
        &format!("\"#/components/schemas/{name}Renamed\""),
    );
    *root = serde_json::from_str(&renamed).ok()?;
    Some(name)
}

pub(super) fn add_schema(root: &mut Value, _: &mut Rng) -> Option<String> {
    let schema = json!({"type": "object", "properties": {"flavour": {"type": "string"}}});
    set(root, "/components/schemas", "Additional", schema)?;
    Some("Additional".to_owned())
}

pub(super) fn add_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&objects(root), rng)?;
    set(
        root,
        &format!("{at}/properties"),
        "flavour",
        json!({"type": "string"}),
    )?;
    Some(at)
}

pub(super) fn add_required_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&objects(root), rng)?;
    set(
        root,
        &format!("{at}/properties"),
        "flavour",
        json!({"type": "string"}),
    )?;
    let list = object(root, &at)?
        .entry("required")
        .or_insert_with(|| json!([]));
    list.as_array_mut()?.push(json!("flavour"));
    Some(at)
}

pub(super) fn remove_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&fields(root), rng)?;
    remove(root, &at)?;
    not_required(root, &at);
    Some(at)
}

/// Takes a property out of the list of those that are required.
fn not_required(root: &mut Value, at: &str) -> Option<()> {
    let (properties, name) = split(at)?;
    let (schema, _) = split(properties)?;
    let list = object(root, schema)?.get_mut("required")?.as_array_mut()?;
    list.retain(|required| *required != name);
    Some(())
}

pub(super) fn rename_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&fields(root), rng)?;
    rename(root, &at, "renamed_field")?;
    not_required(root, &at);
    Some(at)
}

pub(super) fn retype_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&fields(root), rng)?;
    let was = root.pointer(&at)?["type"].clone();
    let is = if was == "boolean" {
        "integer"
    } else {
        "boolean"
    };
    *root.pointer_mut(&at)? = json!({ "type": is });
    Some(format!("{at}: {was} is {is}"))
}

pub(super) fn reformat_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let with_format = |at: &String| {
        root.pointer(at)
            .is_some_and(|field| field.get("format").is_some())
    };
    let all: Vec<String> = fields(root).into_iter().filter(with_format).collect();
    let at = choose(&all, rng)?;
    let format = match root.pointer(&at)?["format"].as_str()? {
        "int64" => "int32",
        "date-time" => "date",
        "email" => "uri",
        _ => "uuid",
    };
    set(root, &at, "format", json!(format))?;
    Some(at)
}

pub(super) fn require_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&fields(root), rng)?;
    let (properties, name) = split(&at)?;
    let (schema, _) = split(properties)?;
    let list = object(root, schema)?
        .entry("required")
        .or_insert_with(|| json!([]));
    let list = list.as_array_mut()?;
    (!list.iter().any(|known| *known == name)).then(|| list.push(json!(name)))?;
    Some(at)
}

pub(super) fn free_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let all = schemas(root, |schema| {
        schema["required"]
            .as_array()
            .is_some_and(|list| !list.is_empty())
    });
    let at = choose(&all, rng)?;
    let list = object(root, &at)?.get_mut("required")?.as_array_mut()?;
    let place = rng.usize(..list.len());
    let name = list.remove(place);
    Some(format!("{at}: {name}"))
}

pub(super) fn nullable_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&fields(root), rng)?;
    let ty = root.pointer(&at)?["type"].clone();
    let ty = match ty {
        Value::String(name) => json!([name, "null"]),
        Value::Array(names) => names.into_iter().find(|name| *name != "null")?,
        _ => return None,
    };
    set(root, &at, "type", ty)?;
    Some(at)
}

pub(super) fn reorder_fields(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&objects(root), rng)?;
    let properties = object(root, &format!("{at}/properties"))?;
    *properties = std::mem::take(properties).into_iter().rev().collect();
    Some(at)
}

pub(super) fn open_object(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&objects(root), rng)?;
    let is_open = root.pointer(&at)?.get("additionalProperties").is_some();
    set(root, &at, "additionalProperties", json!(!is_open))?;
    Some(at)
}

pub(super) fn add_value(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&enums(root), rng)?;
    let values = object(root, &at)?.get_mut("enum")?.as_array_mut()?;
    let value = if values.first()?.is_string() {
        json!("flavour")
    } else {
        json!(4711)
    };
    values.push(value);
    forget_names(root, &at);
    Some(at)
}

pub(super) fn remove_value(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&enums(root), rng)?;
    let values = object(root, &at)?.get_mut("enum")?.as_array_mut()?;
    let place = rng.usize(..values.len());
    let value = values.remove(place);
    forget_names(root, &at);
    Some(format!("{at}: {value}"))
}

/// Names that are in the order of the values fit no longer.
fn forget_names(root: &mut Value, at: &str) {
    for key in ["x-enum-varnames", "x-enum-descriptions"] {
        if let Some(schema) = object(root, at) {
            schema.shift_remove(key);
        }
    }
}

pub(super) fn respell_value(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&enums(root), rng)?;
    let values = object(root, &at)?.get_mut("enum")?.as_array_mut()?;
    let place = rng.usize(..values.len());
    let value = match &values[place] {
        Value::String(text) => json!(format!("{text}_again")),
        Value::Number(number) => json!(number.as_i64()? + 4711),
        _ => return None,
    };
    values[place] = value;
    forget_names(root, &at);
    Some(at)
}

pub(super) fn reword(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&[operations(root), fields(root)].concat(), rng)?;
    set(root, &at, "description", json!("Other words."))?;
    Some(at)
}

pub(super) fn deprecate_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&fields(root), rng)?;
    set(root, &at, "deprecated", json!(true))?;
    Some(at)
}

pub(super) fn add_security(root: &mut Value, _: &mut Rng) -> Option<String> {
    let scheme = json!({"type": "http", "scheme": "bearer"});
    let schemes = object(root, "/components")?
        .entry("securitySchemes")
        .or_insert_with(|| json!({}));
    schemes.as_object_mut()?.insert("token".to_owned(), scheme);
    let security = root
        .as_object_mut()?
        .entry("security")
        .or_insert_with(|| json!([]));
    security.as_array_mut()?.push(json!({"token": []}));
    Some("token".to_owned())
}

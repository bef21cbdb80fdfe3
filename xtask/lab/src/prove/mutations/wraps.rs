//! Changes to how a schema is written: inside `allOf`, `oneOf` and `anyOf`, and split into parts.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::sites::{choose, escape, fields, inside, object, objects, set, split};

/// Puts a schema into a list of schemas.
fn wrap(root: &mut Value, at: &str, key: &str) -> Option<()> {
    let schema = root.pointer_mut(at)?;
    *schema = json!({ key: [schema.take()] });
    Some(())
}

/// Returns the pointers of bodies, of requests and of responses.
fn bodies(root: &Value) -> Vec<String> {
    let sent = inside(root, "/requestBody/content/application~1json/schema");
    let received = inside(root, "/responses/200/content/application~1json/schema");
    [sent, received].concat()
}

pub(super) fn wrap_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&fields(root), rng)?;
    let key = *choose(&["allOf", "oneOf", "anyOf"].map(Some), rng)?.as_ref()?;
    wrap(root, &at, key)?;
    Some(format!("{at} in {key}"))
}

pub(super) fn wrap_body(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&bodies(root), rng)?;
    let key = *choose(&["allOf", "oneOf", "anyOf"].map(Some), rng)?.as_ref()?;
    wrap(root, &at, key)?;
    Some(format!("{at} in {key}"))
}

pub(super) fn wrap_schema(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&objects(root), rng)?;
    wrap(root, &at, "allOf")?;
    Some(at)
}

/// Lets a body be something else as well.
pub(super) fn widen_body(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&bodies(root), rng)?;
    wrap(root, &at, "oneOf")?;
    let flavour = json!({
        "type": "object",
        "properties": {"flavour": {"type": "string"}},
        "required": ["flavour"]
    });
    root.pointer_mut(&format!("{at}/oneOf"))?
        .as_array_mut()?
        .push(flavour);
    Some(at)
}

/// Moves half of an object's properties into a schema of their own, which `allOf` joins with the rest.
pub(super) fn split_schema(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&objects(root), rng)?;
    let (_, name) = split(&at)?;
    let schema = object(root, &at)?;
    if schema.contains_key("allOf") {
        return None;
    }
    let properties = schema.get("properties")?.as_object()?.clone();
    let half = properties.len().div_ceil(2);
    let (first, second): (Map<String, Value>, Map<String, Value>) = {
        let mut entries = properties.into_iter();
        let first = entries.by_ref().take(half).collect();
        (first, entries.collect())
    };
    let base = format!("{name}Base");
    schema.insert("properties".to_owned(), Value::Object(second));
    let rest = root.pointer_mut(&at)?.take();
    let reference = format!("#/components/schemas/{}", escape(&base));
    *root.pointer_mut(&at)? = json!({ "allOf": [{ "$ref": reference }, rest] });
    let schema = json!({ "type": "object", "properties": first });
    set(root, "/components/schemas", &base, schema)?;
    Some(at)
}

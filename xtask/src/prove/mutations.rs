//! A description and a number → the description with one thing changed, as an update of the
//! service's might change it.
//!
//! Invariant: the same number changes the same thing; a kind that finds nothing to change in this
//! description says so and changes nothing.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::slice::METHODS;

/// Changes something of one kind, and says what.
type Mutate = fn(&mut Value, &mut Rng) -> Option<String>;

/// Every kind of change, with its name.
pub(super) const MUTATIONS: &[(&str, Mutate)] = &[
    ("remove operation", remove_operation),
    ("add operation", add_operation),
    ("rename operation", rename_operation),
    ("move path", move_path),
    ("change method", change_method),
    ("deprecate operation", deprecate_operation),
    ("regroup operation", regroup_operation),
    ("rename path parameter", rename_path_parameter),
    ("add optional parameter", add_optional_parameter),
    ("add required parameter", add_required_parameter),
    ("remove parameter", remove_parameter),
    ("require parameter", require_parameter),
    ("retype parameter", retype_parameter),
    ("rename parameter", rename_parameter),
    ("reorder parameters", reorder_parameters),
    ("list parameter", list_parameter),
    ("free body", free_body),
    ("remove body", remove_body),
    ("replace body", replace_body),
    ("remove answer", remove_answer),
    ("list answer", list_answer),
    ("replace answer", replace_answer),
    ("add status", add_status),
    ("rename schema", rename_schema),
    ("add schema", add_schema),
    ("add field", add_field),
    ("add required field", add_required_field),
    ("remove field", remove_field),
    ("rename field", rename_field),
    ("retype field", retype_field),
    ("reformat field", reformat_field),
    ("require field", require_field),
    ("free field", free_field),
    ("nullable field", nullable_field),
    ("reorder fields", reorder_fields),
    ("open object", open_object),
    ("add value", add_value),
    ("remove value", remove_value),
    ("respell value", respell_value),
    ("reword", reword),
    ("deprecate field", deprecate_field),
    ("add security", add_security),
];

/// Something in a list, or nothing where the list is empty.
fn choose<T: Clone>(list: &[T], rng: &mut Rng) -> Option<T> {
    (!list.is_empty()).then(|| list[rng.usize(..list.len())].clone())
}

/// The pointers of all operations.
fn operations(root: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for (path, item) in root["paths"].as_object().into_iter().flatten() {
        for method in METHODS.iter().filter(|method| item.get(method).is_some()) {
            found.push(format!("/paths/{}/{method}", escape(path)));
        }
    }
    found
}

fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The pointers of what `inside` finds in operations.
fn inside(root: &Value, inside: &str) -> Vec<String> {
    let all = operations(root).into_iter();
    let all = all.map(|operation| format!("{operation}{inside}"));
    all.filter(|pointer| root.pointer(pointer).is_some())
        .collect()
}

/// The pointers of parameters that are written out and not in the path.
fn parameters(root: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for list in inside(root, "/parameters") {
        let count = root
            .pointer(&list)
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        let own = (0..count).map(|index| format!("{list}/{index}"));
        found.extend(own.filter(|at| {
            let parameter = root.pointer(at);
            parameter.is_some_and(|one| one["in"] == "query")
        }));
    }
    found
}

/// The pointers of object schemas among the components.
fn objects(root: &Value) -> Vec<String> {
    schemas(root, |schema| {
        schema["properties"]
            .as_object()
            .is_some_and(|properties| !properties.is_empty())
    })
}

fn schemas(root: &Value, is_wanted: impl Fn(&Value) -> bool) -> Vec<String> {
    let all = root
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    let wanted = all
        .into_iter()
        .flatten()
        .filter(|(_, schema)| is_wanted(schema));
    wanted
        .map(|(name, _)| format!("/components/schemas/{}", escape(name)))
        .collect()
}

/// The pointers of properties that are written out.
fn fields(root: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for object in objects(root) {
        let properties = root.pointer(&format!("{object}/properties"));
        for (name, property) in properties.and_then(Value::as_object).into_iter().flatten() {
            if property.get("type").is_some() && property.get("enum").is_none() {
                found.push(format!("{object}/properties/{}", escape(name)));
            }
        }
    }
    found
}

/// The pointers of lists of values.
fn enums(root: &Value) -> Vec<String> {
    let mut found = schemas(root, |schema| schema["enum"].is_array());
    for object in objects(root) {
        let properties = root.pointer(&format!("{object}/properties"));
        for (name, property) in properties.and_then(Value::as_object).into_iter().flatten() {
            if property["enum"].is_array() {
                found.push(format!("{object}/properties/{}", escape(name)));
            }
        }
    }
    found
}

/// The parent of a pointer, and the key in it.
fn split(pointer: &str) -> Option<(&str, String)> {
    let (parent, key) = pointer.rsplit_once('/')?;
    Some((parent, key.replace("~1", "/").replace("~0", "~")))
}

fn object<'v>(root: &'v mut Value, at: &str) -> Option<&'v mut Map<String, Value>> {
    root.pointer_mut(at)?.as_object_mut()
}

fn set(root: &mut Value, at: &str, key: &str, value: Value) -> Option<()> {
    object(root, at)?.insert(key.to_owned(), value);
    Some(())
}

fn remove(root: &mut Value, at: &str) -> Option<Value> {
    let (parent, key) = split(at)?;
    match root.pointer_mut(parent)? {
        Value::Object(members) => members.shift_remove(&key),
        Value::Array(items) => Some(items.remove(key.parse().ok()?)),
        _ => None,
    }
}

/// Gives a member another key, at its place.
fn rename(root: &mut Value, at: &str, new: &str) -> Option<()> {
    let (parent, key) = split(at)?;
    let members = object(root, parent)?;
    let renamed = std::mem::take(members).into_iter().map(|(name, value)| {
        let name = if name == key { new.to_owned() } else { name };
        (name, value)
    });
    *members = renamed.collect();
    Some(())
}

fn remove_operation(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&operations(root), rng)?;
    remove(root, &at)?;
    Some(at)
}

fn add_operation(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&operations(root), rng)?;
    let mut operation = root.pointer(&at)?.clone();
    let id = format!("{}Again", operation["operationId"].as_str()?);
    operation["operationId"] = json!(id);
    let (item, method) = split(&at)?;
    let mut path = root.pointer(item)?.clone();
    path.as_object_mut()?
        .retain(|key, _| *key == method || !METHODS.contains(&key.as_str()));
    path[&method] = operation;
    let (_, template) = split(item)?;
    set(root, "/paths", &format!("{template}/again"), path)?;
    Some(id)
}

fn rename_operation(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&operations(root), rng)?;
    let id = format!("{}Otherwise", root.pointer(&at)?["operationId"].as_str()?);
    set(root, &at, "operationId", json!(id))?;
    Some(id)
}

fn move_path(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&operations(root), rng)?;
    let (item, _) = split(&at)?;
    let (_, template) = split(item)?;
    rename(root, item, &format!("/moved{template}"))?;
    Some(template)
}

fn change_method(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&operations(root), rng)?;
    let (item, method) = split(&at)?;
    let free = METHODS[..4]
        .iter()
        .find(|free| root.pointer(&format!("{item}/{free}")).is_none())?;
    rename(root, &at, free)?;
    Some(format!("{item}: {method} is {free}"))
}

fn deprecate_operation(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&operations(root), rng)?;
    set(root, &at, "deprecated", json!(true))?;
    Some(at)
}

fn regroup_operation(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&operations(root), rng)?;
    set(root, &at, "tags", json!(["Elsewhere"]))?;
    Some(at)
}

fn rename_path_parameter(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let with_place = |at: &String| split(at).is_some_and(|(item, _)| item.contains('{'));
    let all: Vec<String> = operations(root).into_iter().filter(with_place).collect();
    let at = choose(&all, rng)?;
    let (item, _) = split(&at)?;
    let (_, template) = split(item)?;
    let name = template.split('{').nth(1)?.split('}').next()?.to_owned();
    // The parameter may be a component that other paths share, so every one of this name follows.
    let renamed = root
        .to_string()
        .replace(&format!("{{{name}}}"), "{renamed_id}")
        .replace(&format!("\"name\":\"{name}\""), "\"name\":\"renamed_id\"");
    *root = serde_json::from_str(&renamed).ok()?;
    Some(format!("{name} in {template}"))
}

fn new_parameter(root: &mut Value, rng: &mut Rng, required: bool) -> Option<String> {
    let at = choose(&operations(root), rng)?;
    let parameter = json!({
        "name": "flavour", "in": "query", "required": required, "schema": {"type": "string"}
    });
    let operation = object(root, &at)?;
    let list = operation.entry("parameters").or_insert_with(|| json!([]));
    list.as_array_mut()?.push(parameter);
    Some(at)
}

fn add_optional_parameter(root: &mut Value, rng: &mut Rng) -> Option<String> {
    new_parameter(root, rng, false)
}

fn add_required_parameter(root: &mut Value, rng: &mut Rng) -> Option<String> {
    new_parameter(root, rng, true)
}

fn remove_parameter(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&parameters(root), rng)?;
    remove(root, &at)?;
    Some(at)
}

fn require_parameter(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&parameters(root), rng)?;
    set(root, &at, "required", json!(true))?;
    Some(at)
}

fn retype_parameter(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&parameters(root), rng)?;
    let was = root.pointer(&at)?["schema"]["type"].clone();
    let is = if was == "boolean" {
        "integer"
    } else {
        "boolean"
    };
    set(root, &at, "schema", json!({ "type": is }))?;
    Some(format!("{at}: {was} is {is}"))
}

fn rename_parameter(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&parameters(root), rng)?;
    set(root, &at, "name", json!("flavour"))?;
    Some(at)
}

fn reorder_parameters(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&inside(root, "/parameters"), rng)?;
    let list = root.pointer_mut(&at)?.as_array_mut()?;
    (list.len() > 1).then(|| list.reverse())?;
    Some(at)
}

fn list_parameter(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&parameters(root), rng)?;
    let schema = root.pointer(&at)?.get("schema")?.clone();
    set(
        root,
        &at,
        "schema",
        json!({"type": "array", "items": schema}),
    )?;
    Some(at)
}

fn free_body(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&inside(root, "/requestBody/content"), rng)?;
    let (body, _) = split(&at)?;
    let is = root.pointer(body)?["required"] != true;
    set(root, body, "required", json!(is))?;
    Some(body.to_owned())
}

fn remove_body(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&inside(root, "/requestBody"), rng)?;
    remove(root, &at)?;
    Some(at)
}

fn replace_body(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&inside(root, "/requestBody/content/application~1json"), rng)?;
    let schema = choose(&objects(root), rng)?;
    set(root, &at, "schema", json!({ "$ref": format!("#{schema}") }))?;
    Some(format!("{at} by {schema}"))
}

fn answers(root: &Value) -> Vec<String> {
    let statuses = ["200", "201", "202"];
    let all = statuses.map(|status| {
        inside(
            root,
            &format!("/responses/{status}/content/application~1json"),
        )
    });
    all.concat()
}

fn remove_answer(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&answers(root), rng)?;
    let (content, _) = split(&at)?;
    remove(root, content)?;
    Some(at)
}

fn list_answer(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&answers(root), rng)?;
    let schema = root.pointer(&at)?.get("schema")?.clone();
    set(
        root,
        &at,
        "schema",
        json!({"type": "array", "items": schema}),
    )?;
    Some(at)
}

fn replace_answer(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&answers(root), rng)?;
    let schema = choose(&objects(root), rng)?;
    set(root, &at, "schema", json!({ "$ref": format!("#{schema}") }))?;
    Some(format!("{at} by {schema}"))
}

fn add_status(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&inside(root, "/responses"), rng)?;
    set(root, &at, "418", json!({"description": "A teapot."}))?;
    Some(at)
}

fn rename_schema(root: &mut Value, rng: &mut Rng) -> Option<String> {
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

fn add_schema(root: &mut Value, _: &mut Rng) -> Option<String> {
    let schema = json!({"type": "object", "properties": {"flavour": {"type": "string"}}});
    set(root, "/components/schemas", "Additional", schema)?;
    Some("Additional".to_owned())
}

fn add_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&objects(root), rng)?;
    set(
        root,
        &format!("{at}/properties"),
        "flavour",
        json!({"type": "string"}),
    )?;
    Some(at)
}

fn add_required_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
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

fn remove_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
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

fn rename_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&fields(root), rng)?;
    rename(root, &at, "renamed_field")?;
    not_required(root, &at);
    Some(at)
}

fn retype_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
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

fn reformat_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
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

fn require_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
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

fn free_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
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

fn nullable_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
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

fn reorder_fields(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&objects(root), rng)?;
    let properties = object(root, &format!("{at}/properties"))?;
    *properties = std::mem::take(properties).into_iter().rev().collect();
    Some(at)
}

fn open_object(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&objects(root), rng)?;
    let is_open = root.pointer(&at)?.get("additionalProperties").is_some();
    set(root, &at, "additionalProperties", json!(!is_open))?;
    Some(at)
}

fn add_value(root: &mut Value, rng: &mut Rng) -> Option<String> {
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

fn remove_value(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&enums(root), rng)?;
    let values = object(root, &at)?.get_mut("enum")?.as_array_mut()?;
    let place = rng.usize(..values.len());
    let value = values.remove(place);
    forget_names(root, &at);
    Some(format!("{at}: {value}"))
}

/// Names that stand in the order of the values fit no longer.
fn forget_names(root: &mut Value, at: &str) {
    for key in ["x-enum-varnames", "x-enum-descriptions"] {
        if let Some(schema) = object(root, at) {
            schema.shift_remove(key);
        }
    }
}

fn respell_value(root: &mut Value, rng: &mut Rng) -> Option<String> {
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

fn reword(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&[operations(root), fields(root)].concat(), rng)?;
    set(root, &at, "description", json!("Other words."))?;
    Some(at)
}

fn deprecate_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&fields(root), rng)?;
    set(root, &at, "deprecated", json!(true))?;
    Some(at)
}

fn add_security(root: &mut Value, _: &mut Rng) -> Option<String> {
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

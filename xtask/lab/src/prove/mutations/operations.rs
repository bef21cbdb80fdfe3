//! Changes to operations, parameters, bodies and responses.

use fastrand::Rng;
use serde_json::{Value, json};

use super::super::slice::METHODS;
use super::sites::{
    choose, inside, object, objects, operations, parameters, remove, rename, set, split,
};

pub(super) fn remove_operation(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&operations(root), rng)?;
    remove(root, &at)?;
    Some(at)
}

pub(super) fn add_operation(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&operations(root), rng)?;
    let id = format!("{}Again", root.pointer(&at)?["operationId"].as_str()?);
    operation_again(root, &at, &id)?;
    Some(id)
}

/// Adds a copy of an operation, with another name and path.
pub(super) fn operation_again(root: &mut Value, at: &str, id: &str) -> Option<()> {
    let mut operation = root.pointer(at)?.clone();
    operation["operationId"] = json!(id);
    let (item, method) = split(at)?;
    let mut path = root.pointer(item)?.clone();
    path.as_object_mut()?
        .retain(|key, _| *key == method || !METHODS.contains(&key.as_str()));
    path[&method] = operation;
    let (_, template) = split(item)?;
    set(root, "/paths", &format!("{template}/again"), path)
}

pub(super) fn rename_operation(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&operations(root), rng)?;
    let id = format!("{}Otherwise", root.pointer(&at)?["operationId"].as_str()?);
    set(root, &at, "operationId", json!(id))?;
    Some(id)
}

pub(super) fn move_path(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&operations(root), rng)?;
    let (item, _) = split(&at)?;
    let (_, template) = split(item)?;
    rename(root, item, &format!("/moved{template}"))?;
    Some(template)
}

pub(super) fn change_method(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&operations(root), rng)?;
    let (item, method) = split(&at)?;
    let free = METHODS[..4]
        .iter()
        .find(|free| root.pointer(&format!("{item}/{free}")).is_none())?;
    rename(root, &at, free)?;
    Some(format!("{item}: {method} is {free}"))
}

pub(super) fn deprecate_operation(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&operations(root), rng)?;
    set(root, &at, "deprecated", json!(true))?;
    Some(at)
}

pub(super) fn regroup_operation(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&operations(root), rng)?;
    set(root, &at, "tags", json!(["Elsewhere"]))?;
    Some(at)
}

pub(super) fn rename_path_parameter(root: &mut Value, rng: &mut Rng) -> Option<String> {
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

pub(super) fn add_optional_parameter(root: &mut Value, rng: &mut Rng) -> Option<String> {
    new_parameter(root, rng, false)
}

pub(super) fn add_required_parameter(root: &mut Value, rng: &mut Rng) -> Option<String> {
    new_parameter(root, rng, true)
}

pub(super) fn remove_parameter(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&parameters(root), rng)?;
    remove(root, &at)?;
    Some(at)
}

pub(super) fn require_parameter(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&parameters(root), rng)?;
    set(root, &at, "required", json!(true))?;
    Some(at)
}

pub(super) fn retype_parameter(root: &mut Value, rng: &mut Rng) -> Option<String> {
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

pub(super) fn rename_parameter(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&parameters(root), rng)?;
    set(root, &at, "name", json!("flavour"))?;
    Some(at)
}

pub(super) fn reorder_parameters(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&inside(root, "/parameters"), rng)?;
    let list = root.pointer_mut(&at)?.as_array_mut()?;
    (list.len() > 1).then(|| list.reverse())?;
    Some(at)
}

pub(super) fn list_parameter(root: &mut Value, rng: &mut Rng) -> Option<String> {
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

pub(super) fn free_body(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&inside(root, "/requestBody/content"), rng)?;
    let (body, _) = split(&at)?;
    let is = root.pointer(body)?["required"] != true;
    set(root, body, "required", json!(is))?;
    Some(body.to_owned())
}

pub(super) fn remove_body(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&inside(root, "/requestBody"), rng)?;
    remove(root, &at)?;
    Some(at)
}

pub(super) fn replace_body(root: &mut Value, rng: &mut Rng) -> Option<String> {
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

pub(super) fn remove_answer(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&answers(root), rng)?;
    let (content, _) = split(&at)?;
    remove(root, content)?;
    Some(at)
}

pub(super) fn list_answer(root: &mut Value, rng: &mut Rng) -> Option<String> {
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

pub(super) fn replace_answer(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&answers(root), rng)?;
    let schema = choose(&objects(root), rng)?;
    set(root, &at, "schema", json!({ "$ref": format!("#{schema}") }))?;
    Some(format!("{at} by {schema}"))
}

pub(super) fn add_status(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&inside(root, "/responses"), rng)?;
    set(root, &at, "418", json!({"description": "A teapot."}))?;
    Some(at)
}

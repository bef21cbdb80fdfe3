//! Changes after which names stand for something else: two that were exchanged, a name of Rust's own that an overlay
//! gives, and a new thing whose identifier would be one that another has.

use fastrand::Rng;
use serde_json::{Value, json};

use super::{
    operations::operation_again,
    sites::{
        choose, enums, escape, fields, object, objects, operations, parameters, schemas, set, split,
    },
};

/// Name of the extension that gives an identifier.
const NAME: &str = "x-rust-name";

/// Returns two different things of a list.
fn two(list: &[String], rng: &mut Rng) -> Option<[String; 2]> {
    let one = choose(list, rng)?;
    let others: Vec<String> = list
        .iter()
        .filter(|other| **other != one)
        .cloned()
        .collect();
    Some([one, choose(&others, rng)?])
}

/// Exchanges the members of one key of two objects.
fn exchange(root: &mut Value, [one, other]: &[String; 2], key: &str) -> Option<()> {
    let value = |root: &Value, at: &str| Some(root.pointer(at)?.get(key)?.clone());
    let (first, second) = (value(root, one)?, value(root, other)?);
    set(root, one, key, second)?;
    set(root, other, key, first)
}

pub(super) fn exchange_operations(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let both = two(&operations(root), rng)?;
    exchange(root, &both, "operationId")?;
    Some(both.join(" and "))
}

/// Gives two things of one list each other's names in Rust.
fn exchange_names(root: &mut Value, all: &[String], rng: &mut Rng) -> Option<String> {
    let both = two(all, rng)?;
    let names = both.each_ref().map(|at| {
        let named = root.pointer(at)?.get("name").cloned();
        let name = named.or_else(|| Some(Value::String(split(at)?.1)))?;
        name.as_str().map(plain)
    });
    let [Some(first), Some(second)] = names else {
        return None;
    };
    set(root, &both[0], NAME, json!(second))?;
    set(root, &both[1], NAME, json!(first))?;
    Some(both.join(" and "))
}

/// Returns a name without the signs that no identifier has.
fn plain(name: &str) -> String {
    let is_part = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
    name.chars().filter(|sign| is_part(*sign)).collect()
}

pub(super) fn exchange_field_names(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let object = choose(&objects(root), rng)?;
    let below = format!("{object}/properties/");
    let all = fields(root).into_iter().filter(|at| at.starts_with(&below));
    let all: Vec<String> = all.filter(|at| is_named_freely(root, at)).collect();
    exchange_names(root, &all, rng)
}

pub(super) fn exchange_parameter_names(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let operation = choose(&operations(root), rng)?;
    let below = format!("{operation}/parameters/");
    let all = parameters(root)
        .into_iter()
        .filter(|at| at.starts_with(&below));
    let all: Vec<String> = all.filter(|at| is_named_freely(root, at)).collect();
    exchange_names(root, &all, rng)
}

/// Returns `true` if something has no name from the description's author, which could be that of another.
fn is_named_freely(root: &Value, at: &str) -> bool {
    root.pointer(at)
        .is_some_and(|value| value.get(NAME).is_none())
}

pub(super) fn exchange_value_names(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let is_named = |at: &String| {
        let names = root
            .pointer(at)
            .and_then(|schema| schema.get("x-enum-varnames"));
        names
            .and_then(Value::as_array)
            .is_some_and(|names| names.len() > 1)
    };
    let all: Vec<String> = enums(root).into_iter().filter(is_named).collect();
    let at = choose(&all, rng)?;
    let names = object(root, &at)?
        .get_mut("x-enum-varnames")?
        .as_array_mut()?;
    let place = rng.usize(1..names.len());
    names.swap(place - 1, place);
    Some(format!("{at}: {place}"))
}

pub(super) fn name_operation(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&operations(root), rng)?;
    set(root, &at, NAME, json!("named_by_an_overlay"))?;
    Some(at)
}

pub(super) fn name_schema(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&schemas(root, |_| true), rng)?;
    set(root, &at, NAME, json!("NamedByAnOverlay"))?;
    Some(at)
}

pub(super) fn name_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&fields(root), rng)?;
    set(root, &at, NAME, json!("named_by_an_overlay"))?;
    Some(at)
}

pub(super) fn colliding_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&fields(root), rng)?;
    let (properties, name) = split(&at)?;
    let spelling = match rng.u8(..3) {
        0 => name.to_uppercase(),
        1 => name.replace('_', "-") + "-",
        _ => format!("-{name}"),
    };
    let properties = properties.to_owned();
    let schema = json!({"type": "boolean"});
    let before = rng.bool();
    let members = object(root, &properties)?;
    if members.contains_key(&spelling) {
        return None;
    }
    if before {
        let rest = std::mem::take(members);
        members.insert(spelling.clone(), schema);
        members.extend(rest);
    } else {
        members.insert(spelling.clone(), schema);
    }
    Some(format!("{at}: {spelling}"))
}

pub(super) fn colliding_schema(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&schemas(root, |_| true), rng)?;
    let user = choose(&objects(root), rng)?;
    let (_, name) = split(&at)?;
    let spelling = format!("_{name}");
    let schema = json!({"type": "object", "properties": {"flavour": {"type": "string"}}});
    set(root, "/components/schemas", &spelling, schema)?;
    let reference = format!("#/components/schemas/{}", escape(&spelling));
    set(
        root,
        &format!("{user}/properties"),
        "flavour",
        json!({ "$ref": reference }),
    )?;
    Some(spelling)
}

pub(super) fn colliding_operation(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&operations(root), rng)?;
    let id = format!("{}_", root.pointer(&at)?["operationId"].as_str()?);
    operation_again(root, &at, &id)?;
    Some(id)
}

pub(super) fn colliding_parameter(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&parameters(root), rng)?;
    let mut parameter = root.pointer(&at)?.clone();
    let name = format!("_{}", parameter["name"].as_str()?);
    parameter["name"] = json!(name);
    parameter["required"] = json!(false);
    let (list, _) = split(&at)?;
    let list = list.to_owned();
    let place = if rng.bool() { 0 } else { usize::MAX };
    let list = root.pointer_mut(&list)?.as_array_mut()?;
    list.insert(place.min(list.len()), parameter);
    Some(format!("{at}: {name}"))
}

pub(super) fn colliding_value(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&enums(root), rng)?;
    let schema = object(root, &at)?;
    if schema.contains_key("x-enum-varnames") {
        return None;
    }
    let values = schema.get_mut("enum")?.as_array_mut()?;
    let text = values[rng.usize(..values.len())].as_str()?.to_owned();
    let value = json!(format!("{text}-"));
    (!values.contains(&value)).then(|| values.insert(0, value))?;
    Some(format!("{at}: {text}"))
}

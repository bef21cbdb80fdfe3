//! Changes to what descriptions have no words for: searches, pages, work that goes on, files, unions.

use fastrand::Rng;
use serde_json::{Value, json};

use super::sites::{choose, inside, object, remove, schemas, set, split};

pub(super) fn change_retry(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&super::sites::operations(root), rng)?;
    let is = match root.pointer(&at)?["x-rust-retry"].as_str() {
        Some("unsafe") => "safe",
        _ => "unsafe",
    };
    set(root, &at, "x-rust-retry", json!(is))?;
    Some(format!("{at}: {is}"))
}

/// Returns the pointers of fields that can be searched.
fn search_fields(root: &Value) -> Vec<String> {
    let lists = inside(root, "/x-rust-search/fields").into_iter();
    let fields = lists.flat_map(|list| {
        let count = root.pointer(&list).and_then(Value::as_array);
        let count = count.map_or(0, Vec::len);
        (0..count).map(move |index| format!("{list}/{index}"))
    });
    fields.collect()
}

pub(super) fn remove_search_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&search_fields(root), rng)?;
    remove(root, &at)?;
    Some(at)
}

pub(super) fn add_search_field(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&inside(root, "/x-rust-search/fields"), rng)?;
    let field = json!({"name": "flavour", "schema": {"type": "string"}});
    root.pointer_mut(&at)?.as_array_mut()?.push(field);
    Some(at)
}

pub(super) fn change_ranges(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&search_fields(root), rng)?;
    let is = root.pointer(&at)?["ranges"] != true;
    set(root, &at, "ranges", json!(is))?;
    Some(at)
}

pub(super) fn change_null_test(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&search_fields(root), rng)?;
    let is = root.pointer(&at)?["null"] != true;
    set(root, &at, "null", json!(is))?;
    Some(at)
}

pub(super) fn remove_search(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&inside(root, "/x-rust-search"), rng)?;
    remove(root, &at)?;
    Some(at)
}

pub(super) fn remove_keyset(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&inside(root, "/x-rust-pagination/keyset"), rng)?;
    remove(root, &at)?;
    Some(at)
}

pub(super) fn move_last_page(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&inside(root, "/x-rust-pagination"), rng)?;
    set(root, &at, "last-page", json!(7))?;
    Some(at)
}

pub(super) fn stop_paging(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let with_page = |at: &String| {
        let list = root.pointer(at).and_then(Value::as_array);
        let mut list = list.into_iter().flatten();
        list.any(|one| one["name"] == "page" || one["$ref"].is_string())
    };
    let all: Vec<String> = inside(root, "/parameters")
        .into_iter()
        .filter(with_page)
        .collect();
    let at = choose(&all, rng)?;
    let (operation, _) = split(&at)?;
    let operation = operation.to_owned();
    set(
        root,
        &operation,
        "x-rust-pagination",
        json!({"next": "none"}),
    )?;
    Some(operation)
}

pub(super) fn start_paging(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let lists = inside(
        root,
        "/responses/200/content/application~1json/schema/items",
    );
    let at = choose(&lists, rng)?;
    let (operation, _) = at.split_once("/responses/")?;
    let operation = operation.to_owned();
    set(
        root,
        &operation,
        "x-rust-pagination",
        json!({"next": "number", "parameter": "page"}),
    )?;
    let parameter = json!({"name": "page", "in": "query", "schema": {"type": "integer"}});
    let list = object(root, &operation)?
        .entry("parameters")
        .or_insert_with(|| json!([]));
    let list = list.as_array_mut()?;
    if !list.iter().any(|one| one["name"] == "page") {
        list.push(parameter);
    }
    Some(operation)
}

pub(super) fn remove_poll(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&inside(root, "/x-rust-poll"), rng)?;
    remove(root, &at)?;
    Some(at)
}

pub(super) fn change_download(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&inside(root, "/x-rust-poll"), rng)?;
    let poll = object(root, &at)?;
    if poll.shift_remove("download").is_none() {
        poll.insert("download".to_owned(), json!("status"));
    }
    Some(at)
}

const FORM: &str = "/requestBody/content/multipart~1form-data";

pub(super) fn remove_form(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&inside(root, FORM), rng)?;
    remove(root, &at)?;
    Some(at)
}

pub(super) fn rename_file(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&inside(root, &format!("{FORM}/schema/properties")), rng)?;
    let properties = object(root, &at)?;
    let renamed = std::mem::take(properties).into_iter();
    *properties = renamed
        .map(|(name, schema)| (format!("renamed_{name}"), schema))
        .collect();
    Some(at)
}

pub(super) fn add_form(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let with_one = |at: &String| {
        let body = root.pointer(at);
        body.is_some_and(|body| body.get("multipart/form-data").is_none())
    };
    let all: Vec<String> = inside(root, "/requestBody/content")
        .into_iter()
        .filter(with_one)
        .collect();
    let at = choose(&all, rng)?;
    let form = json!({"schema": {"type": "object", "properties": {
        "pictures[]": {"type": "array", "items": {"type": "string", "format": "binary"}}
    }}});
    set(root, &at, "multipart/form-data", form)?;
    Some(at)
}

/// Returns the pointers of lists of alternatives.
fn unions(root: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for key in ["oneOf", "anyOf"] {
        let all = schemas(root, |schema| {
            schema[key].as_array().is_some_and(|list| list.len() > 2)
        });
        found.extend(all.into_iter().map(|at| format!("{at}/{key}")));
        for object in super::sites::objects(root) {
            let properties = root.pointer(&format!("{object}/properties"));
            for (name, property) in properties.and_then(Value::as_object).into_iter().flatten() {
                if property[key].as_array().is_some_and(|list| list.len() > 1) {
                    let name = super::sites::escape(name);
                    found.push(format!("{object}/properties/{name}/{key}"));
                }
            }
        }
    }
    found
}

pub(super) fn add_alternative(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&unions(root), rng)?;
    let list = root.pointer_mut(&at)?.as_array_mut()?;
    list.push(json!({"type": "array", "items": {"type": "boolean"}}));
    Some(at)
}

pub(super) fn remove_alternative(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&unions(root), rng)?;
    let list = root.pointer_mut(&at)?.as_array_mut()?;
    let place = rng.usize(..list.len());
    list.remove(place);
    Some(format!("{at}/{place}"))
}

pub(super) fn reorder_alternatives(root: &mut Value, rng: &mut Rng) -> Option<String> {
    let at = choose(&unions(root), rng)?;
    root.pointer_mut(&at)?.as_array_mut()?.reverse();
    Some(at)
}

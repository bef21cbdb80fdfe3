//! `$id`, `$anchor` and `$self` → pointers into the document.
//!
//! Invariant: a reference is rewritten only where it leads to a place in the document; what leads elsewhere is left as
//! it is, for the errors about it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::source::pointer::escape;

/// The names of places: what `$id` and `$anchor` call them.
#[derive(Default)]
struct Names {
    /// The pointer of each schema with an `$id`, by that.
    ids: BTreeMap<String, String>,
    /// The pointer of each schema with an `$anchor`, by the pointer of the resource that it is in, and the name.
    anchors: BTreeMap<(String, String), String>,
}

/// Keys of what is data, and no part of the description.
const DATA: [&str; 6] = ["example", "examples", "default", "enum", "const", "value"];

/// Rewrites the references that lead to a name.
pub(super) fn resolve(root: &mut Value) {
    let mut names = Names::default();
    if let Some(own) = root.get("$self").and_then(Value::as_str) {
        names.ids.insert(own.to_owned(), String::new());
    }
    gather(root, "", "", &mut names);
    if names.ids.is_empty() && names.anchors.is_empty() {
        return;
    }
    let places = root.clone();
    rewrite(root, "", "", &names, &places);
}

/// Returns the pointer of the resource that a node at `at` is in: its own, if it has an `$id`.
fn resource<'a>(value: &Value, at: &'a str, outer: &'a str) -> &'a str {
    let has_id = value.get("$id").is_some_and(Value::is_string);
    if has_id { at } else { outer }
}

fn gather(value: &Value, at: &str, outer: &str, names: &mut Names) {
    let own = resource(value, at, outer);
    if let Some(id) = value.get("$id").and_then(Value::as_str) {
        let id = id.trim_end_matches('#').to_owned();
        names.ids.entry(id).or_insert_with(|| at.to_owned());
    }
    for key in ["$anchor", "$dynamicAnchor"] {
        if let Some(anchor) = value.get(key).and_then(Value::as_str) {
            let key = (own.to_owned(), anchor.to_owned());
            names.anchors.entry(key).or_insert_with(|| at.to_owned());
        }
    }
    each(value, at, &mut |child, at| gather(child, at, own, names));
}

/// Calls `visit` with the children of a node that are part of the description.
fn each(value: &Value, at: &str, visit: &mut dyn FnMut(&Value, &str)) {
    match value {
        Value::Object(members) => {
            for (key, child) in members {
                if !DATA.contains(&key.as_str()) || at.ends_with("/properties") {
                    visit(child, &format!("{at}/{}", escape(key)));
                }
            }
        }
        Value::Array(items) => {
            for (index, child) in items.iter().enumerate() {
                visit(child, &format!("{at}/{index}"));
            }
        }
        _ => {}
    }
}

fn rewrite(value: &mut Value, at: &str, outer: &str, names: &Names, places: &Value) {
    let own = resource(value, at, outer).to_owned();
    if let Value::Object(members) = value
        && let Some(Value::String(text)) = members.get_mut("$ref")
        && let Some(pointer) = names.pointer(text, &own, places)
    {
        *text = format!("#{pointer}");
    }
    match value {
        Value::Object(members) => {
            for (key, child) in members {
                if !DATA.contains(&key.as_str()) || at.ends_with("/properties") {
                    let at = format!("{at}/{}", escape(key));
                    rewrite(child, &at, &own, names, places);
                }
            }
        }
        Value::Array(items) => {
            for (index, child) in items.iter_mut().enumerate() {
                rewrite(child, &format!("{at}/{index}"), &own, names, places);
            }
        }
        _ => {}
    }
}

impl Names {
    /// Returns the pointer of the target of a reference in the resource at `own` leads to by name. `None`: it needs
    /// none, or leads nowhere.
    fn pointer(&self, text: &str, own: &str, places: &Value) -> Option<String> {
        let (file, fragment) = text.split_once('#').unwrap_or((text, ""));
        let resource = if file.is_empty() {
            own.to_owned()
        } else {
            self.resource(file)?
        };
        if fragment.is_empty() || fragment.starts_with('/') {
            let pointer = format!("{resource}{fragment}");
            let is_needed = !file.is_empty() || !resource.is_empty();
            return (is_needed && places.pointer(&pointer).is_some()).then_some(pointer);
        }
        let in_resource = self.anchors.get(&(resource, fragment.to_owned()));
        let mut all = self.anchors.iter();
        let anywhere = all.find(|((_, name), _)| name == fragment);
        in_resource
            .or(anywhere.map(|(_, pointer)| pointer))
            .cloned()
    }

    /// Returns the pointer of the resource that an address names: as it is written, or by its end.
    fn resource(&self, address: &str) -> Option<String> {
        if let Some(pointer) = self.ids.get(address) {
            return Some(pointer.clone());
        }
        let relative = address.trim_start_matches("./").trim_start_matches('/');
        let mut matching = self.ids.iter().filter(|(id, _)| {
            let rest = id.strip_suffix(relative);
            rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
        });
        let (_, pointer) = matching.next()?;
        (!relative.is_empty() && matching.next().is_none()).then(|| pointer.clone())
    }
}

//! Nodes that an action finds in the description → its expectation, and how that differs from the one it states.
//!
//! An action hides what it overwrites and removes: a change of it never reaches the crate. Invariant: texts and examples
//! are no part of an expectation, so ours and the vendor's description meet the same ones.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{
    members::EXPECT,
    query::{Location, Query, node, pointer_steps},
    read::Label,
};
use crate::{
    diagnostics::Diagnostic,
    source::{Names, escape, member_names::structure},
};

/// So many differences from an expectation are named before the rest is only counted.
const NAMED: usize = 5;

/// Effect of an action on a node, as far as it hides something.
#[derive(Clone, Copy, Debug)]
pub(super) enum Hiding<'v> {
    /// Takes the node out.
    Removes,
    /// Merges a value into it.
    Merges(&'v Value),
}

/// Nodes that an action hides: by the pointer of each target, the values that go, and the members
/// that there are already of those that it brings. A target in which nothing is hidden stands there only where the query
/// names it beside others, for one of several can be gone without an error. A query for whatever there is fits what will
/// be new as well, so only values that go stand there.
pub(super) fn found(
    root: &Value,
    query: &Query,
    locations: &[Location],
    hiding: Hiding<'_>,
) -> Value {
    let names_them = query.names_its_targets();
    let names_several = names_them && locations.len() > 1;
    let mut found = Map::new();
    for location in locations {
        let Some(target) = node(root, location) else {
            continue;
        };
        let steps = pointer_steps(location);
        if is_for_readers(&steps, target) {
            continue;
        }
        let names = Names::at(steps.iter().map(String::as_str));
        let mut pointer = String::new();
        for step in &steps {
            pointer.push('/');
            pointer.push_str(&escape(step));
        }
        let hidden = match hiding {
            Hiding::Removes => Some(structure(target, names)),
            Hiding::Merges(value) if names_them => hidden(target, value, names),
            Hiding::Merges(value) => hidden(target, value, names).map(of_values),
        };
        if let Some(hidden) = hidden.filter(|hidden| names_several || !is_nothing(hidden)) {
            found.insert(pointer, short(hidden));
        }
    }
    Value::Object(found)
}

/// Returns `true` if a node is a text or an example.
fn is_for_readers(steps: &[String], node: &Value) -> bool {
    let Some((name, owner)) = steps.split_last() else {
        return false;
    };
    let names = Names::at(owner.iter().map(String::as_str));
    names.is_for_readers(name, node)
}

/// The part of a node that a merge hides. `None`: none, as a list only grows.
fn hidden(target: &Value, update: &Value, names: Names) -> Option<Value> {
    match (target, update) {
        (Value::Object(members), Value::Object(update)) => {
            let mut found = Map::new();
            for (name, value) in update {
                let member = members
                    .get(name)
                    .filter(|_| !names.is_for_readers(name, value));
                if let Some(hidden) =
                    member.and_then(|member| hidden(member, value, names.below(name)))
                {
                    found.insert(name.clone(), hidden);
                }
            }
            Some(Value::Object(found))
        }
        (Value::Array(_) | Value::Object(_), _) => None,
        (plain, _) => Some(plain.clone()),
    }
}

/// The values of an expectation, without the names of members that hold none.
fn of_values(value: Value) -> Value {
    let Value::Object(members) = value else {
        return value;
    };
    let members = members.into_iter();
    let members = members.map(|(name, value)| (name, of_values(value)));
    Value::Object(members.filter(|(_, value)| !is_nothing(value)).collect())
}

fn is_nothing(value: &Value) -> bool {
    value.as_object().is_some_and(Map::is_empty)
}

/// An expectation in which objects of nothing but empty objects are lists of their names.
fn short(value: Value) -> Value {
    let Value::Object(members) = value else {
        return value;
    };
    if !members.is_empty() && members.values().all(is_nothing) {
        return members
            .into_iter()
            .map(|(name, _)| Value::String(name))
            .collect();
    }
    let members = members
        .into_iter()
        .map(|(name, value)| (name, short(value)));
    Value::Object(members.collect())
}

/// The warning about an action that finds something else than it states. `None`: it finds that.
pub(super) fn mismatch(label: &Label, stated: &Value, found: &Value) -> Option<Diagnostic> {
    if stated == found {
        return None;
    }
    let (stated, found) = (leaves(stated), leaves(found));
    let mut differences = Vec::new();
    for (pointer, old) in &stated {
        match found.get(pointer) {
            None => differences.push(format!("`{pointer}` is gone")),
            Some(new) if new != old => {
                differences.push(format!("`{pointer}` was `{old}` and is `{new}`"));
            }
            Some(_) => {}
        }
    }
    let new = found
        .keys()
        .filter(|pointer| !stated.contains_key(*pointer));
    differences.extend(new.map(|pointer| format!("`{pointer}` is new")));
    if differences.is_empty() {
        differences.push("it is in another order".to_owned());
    }
    let more = match differences.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    differences.truncate(NAMED);
    let message = format!(
        "{label} hides a change of the description: {}{more}",
        differences.join(", ")
    );
    Some(
        Diagnostic::warning("overlay-expectation", message)
            .at(label.at(EXPECT))
            .help("correct the action if need be; `cargo xtask overlays --record` then states what it finds"),
    )
}

/// The plain values of an expectation by their pointers, and the names that lists have, as members without a value.
fn leaves(value: &Value) -> BTreeMap<String, String> {
    fn walk(value: &Value, at: &str, found: &mut BTreeMap<String, String>) {
        match value {
            Value::Object(members) => {
                found.insert(at.to_owned(), String::new());
                for (name, value) in members {
                    walk(value, &format!("{at}/{}", escape(name)), found);
                }
            }
            Value::Array(items) => {
                found.insert(at.to_owned(), String::new());
                for (index, item) in items.iter().enumerate() {
                    match item {
                        Value::String(name) => {
                            found.insert(format!("{at}/{}", escape(name)), String::new());
                        }
                        item if item.is_object() || item.is_array() => {
                            walk(item, &format!("{at}/{index}"), found);
                        }
                        item => {
                            found.insert(format!("{at}/{item}"), String::new());
                        }
                    }
                }
            }
            plain => {
                let text = plain
                    .as_str()
                    .map_or_else(|| plain.to_string(), str::to_owned);
                found.insert(at.to_owned(), text);
            }
        }
    }
    let mut found = BTreeMap::new();
    for (pointer, value) in value.as_object().into_iter().flatten() {
        walk(value, pointer, &mut found);
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::source::{Source, load, overlay, overlay::expectations};

    /// The expectation of an action on these schemas, as JSON.
    fn expected(schemas: &str, action: &str) -> String {
        let found = load(&description(schemas))
            .and_then(|document| expectations(document, &[fix(action)]))
            .map(|(_, mut found)| found.remove(0).remove(0).1.to_string());
        found.unwrap_or_else(|errors| errors.to_string())
    }

    /// Messages about an action on these schemas.
    fn said(schemas: &str, action: &str) -> String {
        let said = load(&description(schemas))
            .and_then(|document| overlay(document, &[fix(action)]))
            .map(|(_, said)| said);
        let said = said.unwrap_or_else(|errors| errors);
        let said: Vec<&str> = said.iter().map(|one| &*one.message).collect();
        said.join("; ")
    }

    fn description(schemas: &str) -> Source {
        Source {
            name: "api.yaml".to_owned(),
            text: format!("openapi: 3.1.0\ncomponents: {{schemas: {schemas}}}\n"),
        }
    }

    fn fix(action: &str) -> Source {
        Source {
            name: "fix.yaml".to_owned(),
            text: format!(
                "overlay: 1.1.0\ninfo: {{title: t, version: '1'}}\nactions:\n  - {{description: Why., {action}}}\n"
            ),
        }
    }

    const BOX: &str = "{Box: {type: object, properties: {id: {type: integer, description: An ID.}, size: {enum: [s, m]}, description: {type: string}}}}";

    #[test]
    fn an_action_expects_what_it_hides_and_no_text() {
        let of = |action: &str| expected(BOX, action);
        assert_eq!(
            of("target: $.components.schemas.Box.properties.size, remove: true"),
            r#"{"/components/schemas/Box/properties/size":{"enum":["s","m"]}}"#
        );
        assert_eq!(
            of(
                "target: $.components.schemas.Box, update: {description: A box., properties: {id: {description: Ours.}, description: {description: Ours.}, new: {type: string}}}"
            ),
            r#"{"/components/schemas/Box":{"properties":["id","description"]}}"#
        );
        assert_eq!(
            of(
                r#"target: "$.components.schemas.Box.properties['id', 'size']", update: {type: string}"#
            ),
            r#"{"/components/schemas/Box/properties/id":{"type":"integer"},"/components/schemas/Box/properties/size":{}}"#
        );
        assert_eq!(
            of(
                r#"target: "$.components.schemas.Box.properties.id['type', 'description']", remove: true"#
            ),
            r#"{"/components/schemas/Box/properties/id/type":"integer"}"#
        );
        // What a wildcard selects may become more without harm, as long as nothing goes.
        assert_eq!(
            of("target: '$.components.schemas.Box.properties.*', update: {x-a: 1}"),
            "{}"
        );
        assert_eq!(
            of("target: '$.components.schemas.Box.properties.*', update: {type: string}"),
            r#"{"/components/schemas/Box/properties/description":{"type":"string"},"/components/schemas/Box/properties/id":{"type":"integer"}}"#
        );
    }

    #[test]
    fn a_change_that_an_action_hides_is_told() {
        let act = "target: $.components.schemas.Box.properties.size, update: {enum: [l], description: Ours., format: x}";
        let with = |expected: &str| format!("{act}, x-rust-expect: {{{expected}}}");
        assert_eq!(said(BOX, &with("")), "");
        let formatted = BOX.replace("size: {", "size: {format: y, ");
        assert_eq!(
            said(&formatted, &with("")),
            "actions[0] (“Why.”) hides a change of the description: \
             `/components/schemas/Box/properties/size` is new, \
             `/components/schemas/Box/properties/size/format` is new"
        );
        let stated = "/components/schemas/Box/properties/size: {format: x}";
        assert!(
            said(&formatted, &with(stated))
                .ends_with("`/components/schemas/Box/properties/size/format` was `x` and is `y`")
        );
        let act = "target: $.components.schemas.Box.properties.size.enum, remove: true, x-rust-expect: {/components/schemas/Box/properties/size/enum: [s, l]}";
        assert!(said(BOX, act).ends_with(
            "`/components/schemas/Box/properties/size/enum/l` is gone, \
                 `/components/schemas/Box/properties/size/enum/m` is new"
        ));
        // A property that exists only through its description.
        let act = "target: $.components.schemas.Box, update: {properties: {old: {description: Ours.}}}, x-rust-expect: {/components/schemas/Box: {properties: [old]}}";
        assert!(said(BOX, act).contains("`/components/schemas/Box/properties/old` is gone"));
        // One of several targets.
        let act = "target: \"$.components.schemas['Box', 'Crate']\", update: {x-a: 1}, x-rust-expect: {/components/schemas/Box: {}, /components/schemas/Crate: {}}";
        assert!(said(BOX, act).contains("`/components/schemas/Crate` is gone"));
    }

    #[test]
    fn an_expectation_is_a_mapping_and_its_key_is_spelled_right() {
        let act = "target: $.components, update: {a: 1}";
        assert!(said(BOX, &format!("{act}, x-rust-expect: [a]")).contains("a mapping"));
        assert_eq!(
            said(BOX, &format!("{act}, x-rust-expects: {{}}")),
            "unknown field `x-rust-expects`"
        );
    }
}

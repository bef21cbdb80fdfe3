//! Our description and a newer public one → the description that it becomes, and what there is to tell.
//!
//! Invariant: everything but texts is as the newer one says; a text of ours goes only with what it describes, and is
//! told then. No text of the newer one is taken over.

use serde_json::{Map, Value};

use crate::{
    diagnostics::Position,
    source::{Names, escape, is_text, items},
};

/// A difference between our description and the newer one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The node, as a JSON pointer: of the new description, or of the old one if it is gone.
    pub pointer: String,
    /// The kind of the difference.
    pub kind: DifferenceKind,
    /// The place of the node, or of the nearest one around it: in the new text, or in the old one if it is gone.
    pub position: Option<Position>,
}

impl Difference {
    fn new(pointer: String, kind: DifferenceKind) -> Self {
        Self {
            pointer,
            kind,
            position: None,
        }
    }
}

/// A kind of difference between two descriptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DifferenceKind {
    /// A node that only the newer description has.
    Added,
    /// A node that only our description has, with the texts of ours that go with it, each with its pointer.
    Removed(Vec<(String, String)>),
    /// A value that is another one, as YAML: the old and the new one.
    Changed(String, String),
    /// A text that the newer description has where ours has none; it is the vendor's, so a person writes our own.
    TextWanted(String),
    /// A text of ours that describes what has changed around it.
    TextToCheck(String),
}

/// Merges the newer description into ours.
pub(super) fn merged(ours: &Value, theirs: &Value) -> (Value, Vec<Difference>) {
    let theirs = with_null_types(theirs.clone(), Names::Keywords);
    let mut merge = Merge::default();
    let merged = merge.value(ours, &theirs, "", Names::Keywords);
    let differences = with_texts_to_check(merge.differences, ours, &merged);
    (merged, differences)
}

/// Returns the differences, each behind the texts of ours that are nearest to it, for they may describe what was there
/// before.
fn with_texts_to_check(
    differences: Vec<Difference>,
    ours: &Value,
    merged: &Value,
) -> Vec<Difference> {
    let mut result: Vec<Difference> = Vec::with_capacity(differences.len());
    for difference in differences {
        let pointer = &*difference.pointer;
        let node = merged.pointer(pointer).or_else(|| ours.pointer(pointer));
        let is_told = matches!(difference.kind, DifferenceKind::TextWanted(_));
        // What comes and goes whole has texts of its own.
        if !is_told && !node.is_some_and(Value::is_object) {
            for text in nearest_texts(pointer, ours, merged) {
                if !result.contains(&text) {
                    result.push(text);
                }
            }
        }
        result.push(difference);
    }
    result
}

/// Returns the texts of ours about the smallest thing around a node that has any.
fn nearest_texts(pointer: &str, ours: &Value, merged: &Value) -> Vec<Difference> {
    let mut around = pointer;
    while let Some((owner, _)) = around.rsplit_once('/') {
        around = owner;
        let (Some(Value::Object(members)), Some(_)) = (merged.pointer(owner), ours.pointer(owner))
        else {
            continue;
        };
        let texts = members.iter().filter(|(name, text)| is_text(name, text));
        let texts = texts.map(|(name, text)| {
            let text = text.as_str().unwrap_or_default().to_owned();
            Difference::new(format!("{owner}/{name}"), DifferenceKind::TextToCheck(text))
        });
        let texts: Vec<Difference> = texts.collect();
        if !texts.is_empty() {
            return texts;
        }
    }
    Vec::new()
}

#[derive(Default)]
struct Merge {
    differences: Vec<Difference>,
}

impl Merge {
    fn tell(&mut self, pointer: &str, kind: DifferenceKind) {
        self.differences
            .push(Difference::new(pointer.to_owned(), kind));
    }

    fn value(&mut self, ours: &Value, theirs: &Value, at: &str, names: Names) -> Value {
        match (ours, theirs) {
            (Value::Object(ours), Value::Object(theirs)) => {
                Value::Object(self.object(ours, theirs, at, names))
            }
            (Value::Array(ours), Value::Array(theirs)) => Value::Array(self.list(ours, theirs, at)),
            _ if ours == theirs => ours.clone(),
            _ => {
                let (old, new) = (super::yaml::inline(ours), super::yaml::inline(theirs));
                self.tell(at, DifferenceKind::Changed(old, new));
                self.without_texts(theirs, at, names)
            }
        }
    }

    fn object(
        &mut self,
        ours: &Map<String, Value>,
        theirs: &Map<String, Value>,
        at: &str,
        names: Names,
    ) -> Map<String, Value> {
        let mut result = Map::new();
        for (name, our) in ours {
            let below = format!("{at}/{}", escape(name));
            match theirs.get(name) {
                _ if names.is_text(name, our) => {
                    result.insert(name.clone(), our.clone());
                }
                Some(their) if names.is_data(name) && our != their => {
                    let (old, new) = (super::yaml::inline(our), super::yaml::inline(their));
                    self.tell(&below, DifferenceKind::Changed(old, new));
                    result.insert(name.clone(), their.clone());
                }
                Some(their) => {
                    result.insert(
                        name.clone(),
                        self.value(our, their, &below, names.below(name)),
                    );
                }
                None => {
                    let mut texts = Vec::new();
                    collect_texts(name, our, &below, &mut texts);
                    self.tell(&below, DifferenceKind::Removed(texts));
                }
            }
        }
        for (position, (name, their)) in theirs.iter().enumerate() {
            if ours.contains_key(name) {
                continue;
            }
            let below = format!("{at}/{}", escape(name));
            if names.is_text(name, their) {
                let text = their.as_str().unwrap_or_default().to_owned();
                self.tell(&below, DifferenceKind::TextWanted(text));
                continue;
            }
            self.tell(&below, DifferenceKind::Added);
            let value = self.without_texts(their, &below, names.below(name));
            let mut before = theirs.keys().take(position).rev();
            let place = before.find_map(|before| result.keys().position(|name| name == before));
            result.shift_insert(place.map_or(0, |place| place + 1), name.clone(), value);
        }
        result
    }

    fn list(&mut self, ours: &[Value], theirs: &[Value], at: &str) -> Vec<Value> {
        let wanted = aligned(ours, theirs);
        let mut result = Vec::with_capacity(wanted.len());
        for (place, (our, their)) in wanted.iter().enumerate() {
            let below = format!("{at}/{place}");
            let item = if let Some(our) = our.and_then(|index| ours.get(index)) {
                self.value(our, their, &below, Names::Keywords)
            } else {
                self.tell(&below, DifferenceKind::Added);
                self.without_texts(their, &below, Names::Keywords)
            };
            result.push(item);
        }
        for (index, our) in ours.iter().enumerate() {
            if !wanted.iter().any(|(kept, _)| *kept == Some(index)) {
                let below = format!("{at}/{index}");
                let mut texts = Vec::new();
                collect_texts("", our, &below, &mut texts);
                self.tell(&below, DifferenceKind::Removed(texts));
            }
        }
        result
    }

    /// Returns something that our description does not have, without its texts.
    fn without_texts(&mut self, theirs: &Value, at: &str, names: Names) -> Value {
        match theirs {
            Value::Object(members) => {
                let mut result = Map::new();
                for (name, value) in members {
                    let below = format!("{at}/{}", escape(name));
                    if names.is_text(name, value) {
                        let text = value.as_str().unwrap_or_default().to_owned();
                        self.tell(&below, DifferenceKind::TextWanted(text));
                    } else if names.is_data(name) {
                        result.insert(name.clone(), value.clone());
                    } else {
                        result.insert(
                            name.clone(),
                            self.without_texts(value, &below, names.below(name)),
                        );
                    }
                }
                Value::Object(result)
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                let items = items.map(|(place, item)| {
                    self.without_texts(item, &format!("{at}/{place}"), Names::Keywords)
                });
                Value::Array(items.collect())
            }
            plain => plain.clone(),
        }
    }
}

/// Returns their items in our order: a new item follows the same item as in theirs.
fn aligned<'v>(ours: &[Value], theirs: &'v [Value]) -> Vec<(Option<usize>, &'v Value)> {
    let known = items::known(ours, theirs);
    let mut kept: Vec<(Option<usize>, &Value)> = known
        .iter()
        .zip(theirs)
        .filter(|(known, _)| known.is_some())
        .map(|(known, their)| (*known, their))
        .collect();
    kept.sort_by_key(|(known, _)| *known);
    let mut result = kept;
    let mut behind: Option<&Value> = None;
    for (known, their) in known.iter().zip(theirs) {
        if known.is_none() {
            let is_before = |(_, item): &(Option<usize>, &Value)| {
                behind.is_some_and(|behind| std::ptr::eq(*item, behind))
            };
            let place = result
                .iter()
                .position(is_before)
                .map_or(0, |place| place + 1);
            result.insert(place, (None, their));
        }
        behind = Some(their);
    }
    result
}

fn collect_texts(name: &str, value: &Value, at: &str, texts: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) if is_text(name, value) => texts.push((at.to_owned(), text.clone())),
        Value::Object(members) => {
            for (name, value) in members {
                collect_texts(name, value, &format!("{at}/{}", escape(name)), texts);
            }
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                collect_texts("", item, &format!("{at}/{place}"), texts);
            }
        }
        _ => {}
    }
}

/// Converts `nullable` of OpenAPI 3.0 to a type of 3.1, which our description is written in.
fn with_null_types(value: Value, names: Names) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.into_iter().map(|(name, value)| {
                let value = if names.is_data(&name) {
                    value
                } else {
                    with_null_types(value, names.below(&name))
                };
                (name, value)
            });
            let mut members: Map<String, Value> = members.collect();
            let flag = members.get("nullable").and_then(Value::as_bool);
            if let Some(is_nullable) = flag.filter(|_| names == Names::Keywords) {
                members.shift_remove("nullable");
                if is_nullable && let Some(kind @ Value::String(_)) = members.get_mut("type") {
                    *kind = Value::Array(vec![kind.take(), Value::from("null")]);
                }
            }
            Value::Object(members)
        }
        Value::Array(items) => {
            let items = items.into_iter();
            Value::Array(
                items
                    .map(|item| with_null_types(item, Names::Keywords))
                    .collect(),
            )
        }
        plain => plain,
    }
}

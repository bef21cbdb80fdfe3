//! Fields → components of the description: a struct of the fields, and an enum for each list of choices.

use serde_json::{Map, Value, json};

use super::{
    field::{Field, FieldKind},
    names::{TypeNames, chosen, without_prefix},
};

/// Fields of one kind of record with the names of their types.
pub(super) struct Fields<'f> {
    fields: Vec<(&'f Field, Option<String>)>,
}

impl<'f> Fields<'f> {
    /// Names the types of fields. Those of tickets have the names of their fields, all others have `owner` before it.
    pub(super) fn named(owner: &str, fields: &'f [Field], names: &mut TypeNames) -> Self {
        let fields = fields.iter().map(|field| {
            let plain = without_prefix(&field.name);
            let name = field.kind.choices().map(|_| match owner {
                "Ticket" => names.claim(owner, plain),
                _ => names.claim("Custom", &format!("{owner} {plain}")),
            });
            (field, name)
        });
        Self {
            fields: fields.collect(),
        }
    }

    /// Returns the enums of choices, by name.
    pub(super) fn enums(&self) -> Map<String, Value> {
        let enums = self.fields.iter().filter_map(|(field, name)| {
            let choices = field.kind.choices()?;
            let schema = json!({
                "type": "string",
                "description": format!("Choices of the field `{}`, {}.", field.name, quoted(&field.label)),
                "enum": choices,
            });
            Some((name.clone()?, schema))
        });
        enums.collect()
    }

    /// Returns the properties of a struct with a member for each field.
    pub(super) fn properties(&self) -> Value {
        let properties = self.fields.iter().map(|(field, name)| {
            let mut schema = values(&field.kind, name.as_deref(), Null::Allowed);
            schema.insert("description".to_owned(), text(field).into());
            let chosen = chosen(&field.name).map(|name| ("x-rust-name".to_owned(), name.into()));
            schema.extend(chosen);
            (field.name.clone(), Value::Object(schema))
        });
        Value::Object(properties.collect())
    }

    /// Returns the levels of nested fields with the choices of each, as `x-rust-dependent`; null where there are none.
    pub(super) fn dependent(&self) -> Value {
        let is_last = |field: &Field, above: &[String]| {
            let mut path = above.to_vec();
            path.push(field.name.clone());
            let mut others = self.fields.iter();
            !others.any(
                |(other, _)| matches!(&other.kind, FieldKind::Level { above, .. } if *above == path),
            )
        };
        let last = self
            .fields
            .iter()
            .filter_map(|(field, _)| match &field.kind {
                FieldKind::Level { above, rows } if is_last(field, above) => {
                    Some((field, above, rows))
                }
                _ => None,
            });
        let lists: Vec<Value> = last
            .map(|(field, above, _)| self.levels(field, above))
            .collect();
        if lists.is_empty() {
            Value::Null
        } else {
            Value::Array(lists)
        }
    }

    /// Returns the choices of the last level below those of the levels above, each in an object of the level before it.
    fn levels(&self, last: &Field, above: &[String]) -> Value {
        let names: Vec<&String> = above.iter().chain([&last.name]).collect();
        let first = self.kind_of(names.first().copied());
        let texts = first.and_then(FieldKind::choices).unwrap_or_default();
        let choices = texts
            .into_iter()
            .map(|text| (text.to_owned(), self.below(&names, &[text.to_owned()])));
        json!({"fields": names, "choices": Value::Object(choices.collect())})
    }

    /// Returns the choices below a path: an object that leads on, or the list of the last level.
    fn below(&self, names: &[&String], path: &[String]) -> Value {
        let kind = self.kind_of(names.get(path.len()).copied());
        let texts = match kind {
            Some(FieldKind::Level { rows, .. }) => {
                let row = rows.iter().find(|(above, _)| above == path);
                row.map(|(_, texts)| texts.clone()).unwrap_or_default()
            }
            _ => Vec::new(),
        };
        if path.len() + 1 == names.len() {
            return json!(texts);
        }
        let choices = texts.into_iter().map(|text| {
            let path = [path, std::slice::from_ref(&text)].concat();
            let below = self.below(names, &path);
            (text, below)
        });
        Value::Object(choices.collect())
    }

    fn kind_of(&self, name: Option<&String>) -> Option<&FieldKind> {
        let mut fields = self.fields.iter();
        let found = fields.find(|(field, _)| Some(&field.name) == name);
        found.map(|(field, _)| &field.kind)
    }

    /// Returns the fields as conditions of a search, as far as the service can search them.
    pub(super) fn conditions(&self) -> Vec<Value> {
        let is_name = |name: &str| {
            name.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        };
        let conditions = self.fields.iter().filter(|(field, _)| is_name(&field.name));
        let conditions = conditions.filter_map(|(field, name)| {
            let ranges = match &field.kind {
                FieldKind::Number | FieldKind::Date => true,
                FieldKind::Text
                | FieldKind::Flag
                | FieldKind::Choice(_)
                | FieldKind::Level { .. } => false,
                _ => return None,
            };
            let mut condition = object(json!({"name": field.name}));
            let chosen = chosen(&field.name).map(|name| ("x-rust-name".to_owned(), name.into()));
            condition.extend(chosen);
            condition.extend(object(json!({
                "description": format!("{}.", sentence(&field.label)),
                "schema": values(&field.kind, name.as_deref(), Null::Refused),
                "ranges": ranges,
                "null": true,
            })));
            Some(Value::Object(condition))
        });
        conditions.collect()
    }

    /// Returns the fields with the names of their enums.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'f Field, Option<&str>)> {
        self.fields
            .iter()
            .map(|(field, name)| (*field, name.as_deref()))
    }
}

/// Acceptance of null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Null {
    /// Null is a value, too.
    Allowed,
    /// Null is none.
    Refused,
}

/// Returns the schema of values of a kind; `name` is that of the enum of choices.
pub(super) fn values(kind: &FieldKind, name: Option<&str>, null: Null) -> Map<String, Value> {
    let reference = json!({"$ref": format!("#/components/schemas/{}", name.unwrap_or_default())});
    let (ty, format) = match kind {
        FieldKind::Text | FieldKind::Paragraph => ("string", None),
        FieldKind::Flag => ("boolean", None),
        FieldKind::Number => ("integer", Some("int64")),
        FieldKind::Decimal => ("number", None),
        FieldKind::Date => ("string", Some("date")),
        FieldKind::DateTime => ("string", Some("date-time")),
        FieldKind::Choices(_) => ("array", None),
        FieldKind::Choice(_) | FieldKind::Level { .. } if null == Null::Allowed => {
            return object(json!({"oneOf": [reference, {"type": "null"}]}));
        }
        FieldKind::Choice(_) | FieldKind::Level { .. } => return object(reference),
        FieldKind::Any => return Map::new(),
    };
    let mut schema = Map::new();
    let types = match null {
        Null::Allowed => json!([ty, "null"]),
        Null::Refused => json!(ty),
    };
    schema.insert("type".to_owned(), types);
    schema.extend(format.map(|format| ("format".to_owned(), format.into())));
    if matches!(kind, FieldKind::Choices(_)) {
        schema.insert("items".to_owned(), reference);
    }
    schema
}

/// Returns the members of an object.
pub(super) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// What is known of a field, in sentences.
fn text(field: &Field) -> String {
    let mut text = format!("{}.", sentence(&field.label));
    let mut add = |sentence: &str| {
        text.push(' ');
        text.push_str(sentence);
    };
    if let Some(help) = &field.help {
        add(&format!("{}.", sentence(help)));
    }
    if let Some(label) = &field.label_for_customers {
        add(&format!("Customers see it as {}.", quoted(label)));
    }
    for (is_mandatory, case) in [
        (field.mandatory.for_agents, "Mandatory for agents."),
        (field.mandatory.for_customers, "Mandatory for customers."),
        (field.mandatory.for_closure, "Mandatory to close a ticket."),
    ] {
        if is_mandatory {
            add(case);
        }
    }
    if let FieldKind::Level { above, .. } = &field.kind {
        let above: Vec<String> = above.iter().map(|name| format!("`{name}`")).collect();
        add(&format!("Depends on {}.", above.join(" and ")));
    }
    for sentence in &field.shown {
        add(sentence);
    }
    text
}

/// Returns a text without what ends a sentence.
fn sentence(text: &str) -> &str {
    text.trim().trim_end_matches('.')
}

/// Returns a text of somebody else in a sentence.
pub(super) fn quoted(text: &str) -> String {
    format!("“{}”", text.trim())
}

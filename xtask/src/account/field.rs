//! A field as the service describes it → what the overlay says about it.
//!
//! Invariant: a type that is not known is `FieldKind::Any`, whatever else the field says.

use serde_json::{Map, Value};

use super::choices::{self, Choice};

/// A field that an account has added.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Field {
    /// Key of its value in `custom_fields`, or in the data of a record.
    pub(super) name: String,
    /// Name that agents see.
    pub(super) label: String,
    /// Name that customers see, where it is another one.
    pub(super) label_for_customers: Option<String>,
    /// Help text.
    pub(super) help: Option<String>,
    /// Kind of its values.
    pub(super) kind: FieldKind,
    /// Cases in which it has to have a value.
    pub(super) mandatory: Mandatory,
    /// Sentences on where the field is shown.
    pub(super) shown: Vec<String>,
}

/// Kind of values.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum FieldKind {
    /// Text on one line.
    Text,
    /// Text that cannot be searched, such as one on several lines.
    Paragraph,
    /// Yes or no.
    Flag,
    /// Whole number.
    Number,
    /// Number with decimals.
    Decimal,
    /// Day.
    Date,
    /// Point in time.
    DateTime,
    /// One of several texts.
    Choice(Vec<String>),
    /// Any of several texts.
    Choices(Vec<String>),
    /// One of several texts, which depend on the values of other fields.
    Level {
        /// Names of the fields above, the first level first.
        above: Vec<String>,
        /// Texts by the values above.
        rows: Rows,
    },
    /// Anything that JSON can say.
    Any,
}

/// For each combination of values above, the texts that are allowed.
pub(super) type Rows = Vec<(Vec<String>, Vec<String>)>;

/// Cases in which a field has to have a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mandatory {
    /// When an agent opens a ticket.
    pub(super) for_agents: bool,
    /// When a customer opens a ticket.
    pub(super) for_customers: bool,
    /// When a ticket is closed.
    pub(super) for_closure: bool,
}

impl Mandatory {
    /// Returns the cases that both have.
    fn and(self, other: Self) -> Self {
        Self {
            for_agents: self.for_agents && other.for_agents,
            for_customers: self.for_customers && other.for_customers,
            for_closure: self.for_closure && other.for_closure,
        }
    }
}

impl FieldKind {
    /// Returns whether every value is a single text.
    fn is_text(&self) -> bool {
        matches!(
            self,
            Self::Text | Self::Paragraph | Self::Choice(_) | Self::Level { .. }
        )
    }

    /// Returns all texts that can be chosen, each once and in their order. `None`: values are not chosen.
    pub(super) fn choices(&self) -> Option<Vec<&str>> {
        let texts: Vec<&str> = match self {
            Self::Choice(texts) | Self::Choices(texts) => {
                texts.iter().map(String::as_str).collect()
            }
            Self::Level { rows, .. } => {
                let texts = rows.iter().flat_map(|(_, texts)| texts);
                texts.map(String::as_str).collect()
            }
            _ => return None,
        };
        let mut seen = std::collections::BTreeSet::new();
        let distinct = texts.into_iter().filter(|text| seen.insert(*text));
        Some(distinct.collect())
    }

    fn of_choices(choices: Vec<Choice>) -> Self {
        // Without a choice, nothing is known about the texts.
        if choices.is_empty() {
            return Self::Text;
        }
        Self::Choice(choices.into_iter().map(|choice| choice.text).collect())
    }
}

/// Types of which values have no one form: files, references to other records, and text that is not returned.
const WITHOUT_FORM: [&str; 4] = [
    "custom_file",
    "custom_lookup",
    "secure_text",
    "RELATIONSHIP",
];

/// Text of a member that is not empty.
pub(super) fn text<'v>(members: &'v Map<String, Value>, name: &str) -> Option<&'v str> {
    let text = members.get(name)?.as_str()?;
    (!text.trim().is_empty()).then_some(text)
}

/// Reads a field and its lower levels; what is not understood is noted.
pub(super) fn read(members: &Map<String, Value>, notes: &mut Vec<String>) -> Vec<Field> {
    let (Some(name), Some(ty)) = (text(members, "name"), type_of(members)) else {
        notes.push("a field without a name or a type is left out".to_owned());
        return Vec::new();
    };
    let read = if ty == "nested_field" {
        choices::texts
    } else {
        choices::texts_of_one_level
    };
    let choices = match members.get("choices").map(read) {
        Some(Some(choices)) => choices,
        Some(None) if has_choices(ty) => {
            notes.push(format!(
                "the choices of `{name}` have no known shape; its values are any texts"
            ));
            Vec::new()
        }
        _ => Vec::new(),
    };
    if ty == "nested_field" {
        return levels(members, name, &choices);
    }
    let kind = kind(ty, choices);
    if kind == FieldKind::Any && !WITHOUT_FORM.contains(&ty) {
        notes.push(format!(
            "`{name}` is of the type `{ty}`, which has no known values; they are any JSON"
        ));
    }
    vec![field(members, name, kind)]
}

/// Type of a field, also under the name that older lists give it.
pub(super) fn type_of(members: &Map<String, Value>) -> Option<&str> {
    text(members, "type").or_else(|| text(members, "field_type"))
}

/// Adds what a second description of the field knows: choices, and that values may be missing or of another kind.
pub(super) fn merge(known: &mut Field, other: Field, notes: &mut Vec<String>) {
    let name = &known.name;
    known.mandatory = known.mandatory.and(other.mandatory);
    if known.label != other.label {
        known
            .shown
            .push(format!("Called `{}` elsewhere.", other.label));
    }
    known.kind = match (
        std::mem::replace(&mut known.kind, FieldKind::Any),
        other.kind,
    ) {
        (FieldKind::Choice(texts), FieldKind::Choice(more)) => {
            FieldKind::Choice(together(texts, more))
        }
        (FieldKind::Choices(texts), FieldKind::Choices(more)) => {
            FieldKind::Choices(together(texts, more))
        }
        (
            FieldKind::Level { above, rows },
            FieldKind::Level {
                above: same,
                rows: more,
            },
        ) if above == same => FieldKind::Level {
            above,
            rows: merged_rows(rows, more),
        },
        (kind, other) if kind == other => kind,
        (FieldKind::Any, _) | (_, FieldKind::Any) => FieldKind::Any,
        (kind, other) if kind.is_text() && other.is_text() => FieldKind::Paragraph,
        _ => {
            notes.push(format!(
                "`{name}` is of several types; its values are any JSON"
            ));
            FieldKind::Any
        }
    };
}

fn together(mut texts: Vec<String>, more: Vec<String>) -> Vec<String> {
    for text in more {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

fn merged_rows(mut rows: Rows, more: Rows) -> Rows {
    for (path, texts) in more {
        match rows.iter_mut().find(|(known, _)| *known == path) {
            Some((_, known)) => *known = together(std::mem::take(known), texts),
            None => rows.push((path, texts)),
        }
    }
    rows
}

fn has_choices(ty: &str) -> bool {
    ["dropdown", "nested", "select", "radio"]
        .iter()
        .any(|part| ty.to_lowercase().contains(part))
}

/// Returns the kind of a type of tickets, contacts and companies, or of custom objects.
fn kind(ty: &str, choices: Vec<Choice>) -> FieldKind {
    match ty {
        "custom_text" | "custom_url" | "custom_phone_number" | "TEXT" | "PRIMARY" => {
            FieldKind::Text
        }
        "custom_paragraph" | "encrypted_text" | "PARAGRAPH" => FieldKind::Paragraph,
        "custom_checkbox" | "CHECKBOX" => FieldKind::Flag,
        "custom_number" | "NUMBER" => FieldKind::Number,
        "custom_decimal" | "DECIMAL" => FieldKind::Decimal,
        "custom_date" | "DATE" => FieldKind::Date,
        "custom_date_time" | "DATE_TIME" => FieldKind::DateTime,
        "custom_dropdown" | "DROPDOWN" => FieldKind::of_choices(choices),
        "MULTI_SELECT" => match FieldKind::of_choices(choices) {
            FieldKind::Choice(texts) => FieldKind::Choices(texts),
            _ => FieldKind::Any,
        },
        _ => FieldKind::Any,
    }
}

fn field(members: &Map<String, Value>, name: &str, kind: FieldKind) -> Field {
    let label = text(members, "label").unwrap_or(name);
    let for_customers =
        text(members, "label_for_customers").or_else(|| text(members, "label_in_portal"));
    let help = ["description", "hint", "hint_for_customers"];
    let help = help.into_iter().find_map(|member| text(members, member));
    let flag = |member: &str| members.get(member).and_then(Value::as_bool) == Some(true);
    let is_archived = flag("archived");
    Field {
        name: name.to_owned(),
        label: label.to_owned(),
        label_for_customers: for_customers
            .filter(|other| *other != label)
            .map(str::to_owned),
        help: help.filter(|help| *help != label).map(str::to_owned),
        kind,
        mandatory: if is_archived {
            Mandatory::default()
        } else {
            Mandatory {
                for_agents: flag("required_for_agents")
                    || flag("required_for_agent")
                    || flag("required"),
                for_customers: flag("required_for_customers"),
                for_closure: flag("required_for_closure"),
            }
        },
        // Old tickets keep the values.
        shown: is_archived
            .then(|| "Archived: not on any form.".to_owned())
            .into_iter()
            .collect(),
    }
}

/// Returns a nested field: one field for each level.
fn levels(members: &Map<String, Value>, name: &str, choices: &[Choice]) -> Vec<Field> {
    let first = choices.iter().map(|choice| choice.text.clone()).collect();
    let kind = if choices.is_empty() {
        FieldKind::Text
    } else {
        FieldKind::Choice(first)
    };
    let mut fields = vec![field(members, name, kind)];
    let mandatory = fields
        .first()
        .map(|field| field.mandatory)
        .unwrap_or_default();
    let mut above = vec![name.to_owned()];
    for lower in lower_levels(members) {
        let Some(name) = text(lower, "name") else {
            continue;
        };
        let mut rows = Vec::new();
        collect(choices, above.len(), &mut Vec::new(), &mut rows);
        let kind = if rows.is_empty() {
            FieldKind::Text
        } else {
            FieldKind::Level {
                above: above.clone(),
                rows,
            }
        };
        fields.push(Field {
            mandatory,
            ..field(lower, name, kind)
        });
        above.push(name.to_owned());
    }
    fields
}

/// Returns the lower levels in their order, each once: an account's two lists name the same ones.
fn lower_levels(members: &Map<String, Value>) -> Vec<&Map<String, Value>> {
    let lists = ["nested_ticket_fields", "dependent_fields"];
    let lists = lists
        .into_iter()
        .filter_map(|list| members.get(list)?.as_array());
    let mut levels: Vec<&Map<String, Value>> = Vec::new();
    for level in lists.flatten().filter_map(Value::as_object) {
        if !levels
            .iter()
            .any(|known| known.get("name") == level.get("name"))
        {
            levels.push(level);
        }
    }
    levels.sort_by_key(|level| level.get("level").and_then(Value::as_i64));
    levels
}

/// Collects the choices of a level by the path that leads to them.
fn collect(choices: &[Choice], depth: usize, path: &mut Vec<String>, rows: &mut Rows) {
    for choice in choices.iter().filter(|choice| !choice.children.is_empty()) {
        path.push(choice.text.clone());
        if depth == 1 {
            let texts = choice.children.iter().map(|child| child.text.clone());
            rows.push((path.clone(), texts.collect()));
        } else {
            collect(&choice.children, depth - 1, path, rows);
        }
        path.pop();
    }
}

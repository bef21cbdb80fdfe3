//! The files of the vendor's reference → its operations and their rows.
//!
//! Invariant: a row that cannot be read fails the test; none is omitted.

use std::{fmt, path::Path};

use serde_json::Value;

use tests::files;

/// An operation of the reference.
pub(super) struct ReferenceOperation {
    /// Method and path; the parameters of the path have no names.
    pub(super) name: String,
    /// The operation of ours that it is; `None` for one that was missing when the facts were collected.
    pub(super) id: Option<String>,
    /// The statuses of its successes, where they are printed.
    pub(super) statuses: Vec<u16>,
    /// Its parameters and attributes.
    pub(super) rows: Vec<Row>,
}

/// A parameter or an attribute.
pub(super) struct Row {
    pub(super) part: Part,
    /// Its name, with those of the objects around it: `replies[].body`.
    pub(super) name: String,
    /// The JSON types of its values, as far as they are told.
    pub(super) kinds: Vec<String>,
    /// The presence that it has in requests.
    pub(super) rule: Rule,
    /// The values that it takes, where they are listed.
    pub(super) values: Vec<String>,
    /// Some known response lacks it.
    pub(super) can_be_absent: bool,
}

/// The part of an operation that a row belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Query,
    Request,
    Response,
}

/// The presence of an attribute in requests.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    Required,
    Optional,
    /// The row is from a sample, which says nothing about it, or has a condition.
    Unknown,
}

/// Returns every operation in the files of a folder.
pub(super) fn read(folder: &Path) -> Vec<ReferenceOperation> {
    let paths = files::entries(folder).into_iter();
    let files = paths.filter(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    files
        .flat_map(|path| {
            let file: Value = serde_yaml::from_str(&files::read(&path)).expect("YAML");
            let operations = file["operations"].as_array().expect("operations").clone();
            operations.into_iter().map(|one| operation(&one))
        })
        .collect()
}

fn operation(facts: &Value) -> ReferenceOperation {
    let parts = [
        ("query", Part::Query),
        ("request", Part::Request),
        ("response", Part::Response),
    ];
    let rows = parts.into_iter().flat_map(|(key, part)| {
        let rows = facts[key].as_array().into_iter().flatten();
        rows.map(move |facts| row(part, facts))
    });
    ReferenceOperation {
        name: text(&facts["operation"]),
        id: facts["ours"]
            .as_str()
            .filter(|id| *id != "missing")
            .map(str::to_owned),
        statuses: text(&facts["success"])
            .split(',')
            .filter_map(|status| status.trim().parse().ok())
            .collect(),
        rows: rows.collect(),
    }
}

fn row(part: Part, facts: &Value) -> Row {
    let is_sample = facts["source"] == "sample";
    let kinds = match part {
        Part::Response => [text(&facts["reference"]), text(&facts["recorded"])].join("|"),
        _ => text(&facts["type"])
            .split(' ')
            .next()
            .unwrap_or_default()
            .to_owned(),
    };
    Row {
        part,
        name: text(&facts["name"]),
        kinds: kinds
            .split('|')
            .filter(|kind| !kind.is_empty())
            .map(str::to_owned)
            .collect(),
        rule: match facts["rule"].as_str() {
            Some("required") => Rule::Required,
            None if !is_sample && part == Part::Request => Rule::Optional,
            _ => Rule::Unknown,
        },
        values: values(&text(&facts["values"])),
        can_be_absent: text(&facts["confidence"]).contains("absent"),
    }
}

/// Returns a list of values such as `a, b` or `1 agent, 2 requester`; other texts list none.
fn values(text: &str) -> Vec<String> {
    let first = |part: &str| {
        let mut words = part.split_whitespace();
        let word = words.next()?.to_owned();
        let is_number = word.parse::<i64>().is_ok();
        let is_word = word
            .chars()
            .all(|character| character.is_alphanumeric() || "_-".contains(character));
        (is_word && (is_number || words.next().is_none())).then_some(word)
    };
    if text.contains("..") {
        return Vec::new();
    }
    let values: Option<Vec<String>> = text.split(',').map(first).collect();
    values.unwrap_or_default()
}

/// Returns a text, or a number as text; empty where there is none.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

impl Row {
    /// Returns `true` if it is inside the attribute with this name.
    pub(super) fn is_below(&self, name: &str) -> bool {
        let rest = self.name.strip_prefix(name);
        rest.is_some_and(|rest| rest.starts_with(['.', '[']))
    }

    /// Returns the steps to it: names, `[]` for the items of a list and `*` for members of any name.
    pub(super) fn steps(&self) -> Vec<&str> {
        let mut steps = Vec::new();
        for part in self.name.split('.') {
            let name = part.trim_end_matches("[]");
            if !name.is_empty() {
                steps.push(name);
            }
            steps.extend(std::iter::repeat_n("[]", (part.len() - name.len()) / 2));
        }
        steps
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = match self.part {
            Part::Query => "query",
            Part::Request => "request",
            Part::Response => "response",
        };
        write!(f, "{part} {}", self.name)
    }
}

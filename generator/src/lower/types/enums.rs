//! Enumerations: what their values are called.
//!
//! Invariant: the name of a value depends on this schema alone: on `x-enum-varnames`, then on
//! a text that says `2=Open`, then on the value.

use serde_json::Value as Json;

use crate::lower::draft::{Enum, Variant};
use crate::lower::types::facets::Facets;
use crate::model::{Docs, Value};

/// Returns the enum that a schema describes. `None` when it lists no values, or values that are
/// neither all strings nor all integers.
pub(super) fn lower(facets: &Facets<'_>) -> Option<Enum> {
    let values = distinct_values(&facets.values, facets.ty)?;
    let names = Names::new(facets);
    let variants = values
        .into_iter()
        .map(|(index, value)| Variant {
            ident: names.preferred(index, &value),
            docs: Docs::described(names.description(index, &value)),
            value,
        })
        .collect();
    Some(Enum { variants })
}

/// Returns the values of several schemas together, each with the name and text of the first that lists it.
/// `None` where they are of different kinds.
pub(super) fn combined(schemas: &[Facets<'_>]) -> Option<Enum> {
    let mut variants: Vec<Variant> = Vec::new();
    for facets in schemas {
        for mut variant in lower(facets)?.variants {
            if facets.values.len() == 1 {
                annotate(&mut variant, facets);
            }
            if !variants.iter().any(|known| known.value == variant.value) {
                variants.push(variant);
            }
        }
    }
    let is_text = |variant: &&Variant| matches!(variant.value, Value::Text(_));
    let texts = variants.iter().filter(is_text).count();
    if variants.is_empty() || (texts != 0 && texts != variants.len()) {
        return None;
    }
    Some(Enum { variants })
}

/// Adds the meaning of a value from a schema of one value, and its name from the title.
fn annotate(variant: &mut Variant, facets: &Facets<'_>) {
    const LONGEST: usize = 5;
    let title = facets.data.title.as_deref();
    if let (Some(title), Value::Integer(_)) = (title, &variant.value)
        && title.split_whitespace().count() <= LONGEST
        && title.contains(|letter: char| letter.is_ascii_alphabetic())
    {
        variant.ident = Some(title.to_owned());
    }
    if variant.docs.is_empty() {
        let text = facets.data.description.as_deref().or(title);
        variant.docs = Docs::described(text.map(str::to_owned));
    }
}

/// Returns each value once, with its index in the list, by which it is named.
fn distinct_values(listed: &[Json], ty: Option<&str>) -> Option<Vec<(usize, Value)>> {
    let mut values: Vec<(usize, Value)> = Vec::new();
    for (index, value) in listed.iter().enumerate() {
        let value = match value {
            Json::String(text) => Value::Text(text.clone()),
            // YAML reads `[a, 1, on]` as it likes; where strings are wanted, strings are meant.
            Json::Number(_) | Json::Bool(_) if ty == Some("string") => {
                Value::Text(value.to_string())
            }
            Json::Number(number) => Value::Integer(number.as_i64()?),
            _ => return None,
        };
        if !values.iter().any(|(_, known)| *known == value) {
            values.push((index, value));
        }
    }
    let integers = values
        .iter()
        .filter(|(_, value)| matches!(value, Value::Integer(_)))
        .count();
    let is_uniform = integers == 0 || integers == values.len();
    (is_uniform && !values.is_empty()).then_some(values)
}

/// Names and texts of the values in the description.
struct Names<'d> {
    given: Option<&'d Vec<Json>>,
    descriptions: Option<&'d Json>,
    text: &'d str,
}

impl<'d> Names<'d> {
    fn new(facets: &Facets<'d>) -> Self {
        let given = facets
            .extension("x-enum-varnames")
            .or_else(|| facets.extension("x-enumNames"))
            .and_then(Json::as_array);
        let descriptions = facets
            .extension("x-enum-descriptions")
            .or_else(|| facets.extension("x-enumDescriptions"));
        Self {
            given,
            descriptions,
            text: facets.data.description.as_deref().unwrap_or_default(),
        }
    }

    /// Returns the name of a value in the description. `None`: its own spelling is used.
    fn preferred(&self, index: usize, value: &Value) -> Option<String> {
        let given = self.given.and_then(|names| names.get(index)?.as_str());
        match (given, value) {
            (Some(given), _) => Some(given.to_owned()),
            (None, Value::Text(_)) => None,
            (None, Value::Integer(number)) => label(self.text, *number),
        }
    }

    fn description(&self, index: usize, value: &Value) -> Option<String> {
        let description = match self.descriptions? {
            Json::Array(list) => list.get(index)?,
            Json::Object(by_value) => by_value.get(&match value {
                Value::Text(text) => text.clone(),
                Value::Integer(number) => number.to_string(),
            })?,
            _ => return None,
        };
        description.as_str().map(str::to_owned)
    }
}

/// Finds the label of a number in a text: `Open` for 2 in `2=Open, 3=Pending`, and in `2 for open`.
fn label(text: &str, number: i64) -> Option<String> {
    const LONGEST: usize = 5;
    let digits = number.to_string();
    text.match_indices(&digits).find_map(|(start, _)| {
        let before = text[..start].chars().next_back();
        if before.is_some_and(|before| before.is_alphanumeric() || "-._".contains(before)) {
            return None;
        }
        let after = text[start + digits.len()..].trim_start_matches(['`', '\'', '"', ')']);
        let after = after.trim_start();
        let named = ["=", ":", "for ", "- ", "– ", "is "]
            .iter()
            .find_map(|sign| after.strip_prefix(sign))?;
        let end = named
            .find([',', '.', ';', ')', '(', '\n', '|'])
            .unwrap_or(named.len());
        let label = named[..end].trim_matches(|character: char| !character.is_alphanumeric());
        let has_letters = label.contains(|character: char| character.is_alphabetic());
        let is_short = label.split_whitespace().count() <= LONGEST;
        (has_letters && is_short).then(|| label.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn labels_are_read_from_tables_in_a_text() {
        let text = "Status. 2=Open, 3=Pending, 12=On hold (new).";
        assert_eq!(label(text, 2).as_deref(), Some("Open"));
        assert_eq!(label(text, 3).as_deref(), Some("Pending"));
        assert_eq!(label(text, 12).as_deref(), Some("On hold"));
        assert_eq!(label(text, 1), None);
    }

    #[test]
    fn labels_are_read_from_sentences() {
        let text = "Who sees it: 1 for all users, 2 for logged-in users, 3 for agents only.";
        assert_eq!(label(text, 1).as_deref(), Some("all users"));
        assert_eq!(label(text, 3).as_deref(), Some("agents only"));
    }

    #[test]
    fn numbers_without_a_name_have_none() {
        assert_eq!(label("From 1 to 5.", 1), None);
        assert_eq!(label("Version 1.2=x", 2), None);
        assert_eq!(label("1=2, 2=3", 1), None);
    }
}

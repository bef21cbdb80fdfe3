//! Values that a schema lists → warnings about those that are twice in the list or do not fit its type.
//!
//! Invariant: nothing is changed here, so what is reported is what the description has.

use serde_json::{Map, Value};

use super::pass::Pass;
use crate::{
    diagnostics::Diagnostic,
    source::{Pointer, reader::foreign_number, shape::kind_of},
};

pub(super) fn check(pass: &mut Pass, keywords: &Map<String, Value>, at: &Pointer<'_>) {
    if let Some(Value::Array(values)) = keywords.get("enum") {
        let at = at.key("enum");
        duplicates(pass, values, &at);
        match keywords.get("type") {
            Some(Value::String(ty)) => misfits(pass, values, ty, &at),
            Some(_) => {}
            None => mixture(pass, values, &at),
        }
    }
    if let (Some(value), Some(Value::String(ty))) = (keywords.get("const"), keywords.get("type"))
        && !fits(value, ty)
    {
        misfit(pass, value, ty, &at.key("const"));
    }
}

fn duplicates(pass: &mut Pass, values: &[Value], at: &Pointer<'_>) {
    for (index, value) in values.iter().enumerate() {
        let mut before = values.iter().take(index);
        if before.any(|known| known == value) {
            let message = format!("the value {} is listed twice", shown(value));
            pass.diagnostics.push(
                Diagnostic::warning("duplicate-value", message)
                    .at(at.index(index).to_string())
                    .help("remove it, or write the value that was meant"),
            );
        }
    }
}

/// Values of other types than the schema has, of which the first is told.
fn misfits(pass: &mut Pass, values: &[Value], ty: &str, at: &Pointer<'_>) {
    let mut values = values.iter().enumerate();
    if let Some((index, value)) = values.find(|(_, value)| !fits(value, ty)) {
        misfit(pass, value, ty, &at.index(index));
    }
}

fn misfit(pass: &mut Pass, value: &Value, ty: &str, at: &Pointer<'_>) {
    let message = format!(
        "the value {} is {}, and the type is `{ty}`",
        shown(value),
        kind_of(value)
    );
    pass.diagnostics.push(
        Diagnostic::warning("wrong-value", message)
            .at(at.to_string())
            .help("correct the value, or list its type as well"),
    );
}

/// Values of several types in a list without a type.
fn mixture(pass: &mut Pass, values: &[Value], at: &Pointer<'_>) {
    let mut kinds: Vec<&str> = Vec::new();
    for value in values.iter().filter(|value| !value.is_null()) {
        if !kinds.contains(&kind_of(value)) {
            kinds.push(kind_of(value));
        }
    }
    if kinds.len() > 1 {
        let message = format!("the values are of several types: {}", kinds.join(", "));
        pass.diagnostics.push(
            Diagnostic::warning("mixed-values", message)
                .at(at.to_string())
                .help("put them all in quotes if strings are meant, or list the types"),
        );
    }
}

/// Returns `true` for a value of a type. `null` is taken for the value that is absent, and a type that does not exist is
/// reported elsewhere; so are numbers with another base, and whole numbers in quotes, which are read as numbers.
fn fits(value: &Value, ty: &str) -> bool {
    match (value, ty) {
        (Value::Null, _) => true,
        (Value::String(text), "integer" | "number") if foreign_number(text).is_some() => true,
        (Value::String(text), "integer") => text.parse::<i64>().is_ok(),
        (value, "integer") => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        (value, "number") => value.is_number(),
        (value, "boolean") => value.is_boolean(),
        (value, "string") => value.is_string(),
        (value, "array") => value.is_array(),
        (value, "object") => value.is_object(),
        _ => true,
    }
}

/// Returns a value as messages show it.
fn shown(value: &Value) -> String {
    const LONGEST: usize = 40;
    let text = match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}

//! `x-rust-dependent` of an object → its fields whose values depend on those of others.
//!
//! Invariant: each of the fields is one of the object, and a list of choices is as deep as there are fields.

use serde_json::{Map, Value};

use crate::lower::{context::Context, draft::Struct};
use crate::{
    model::{Choice, Dependent},
    source::extension::{self, Found},
};

/// Returns the dependent fields of a struct; what is wrong is reported and omitted.
pub(super) fn dependent(
    found: &Found<Vec<extension::Dependent>>,
    shape: &Struct,
    context: &Context<'_>,
) -> Vec<Dependent> {
    let mut all = Vec::new();
    for (index, one) in found.value.iter().enumerate() {
        let at = format!("{}/{index}", found.at);
        let is_field = |name: &&String| shape.fields.iter().any(|field| field.name.wire == **name);
        if let Some(name) = one.fields.iter().find(|name| !is_field(name)) {
            let message = format!("the object has no property `{name}`");
            context.reporter.wrong_extension(
                message,
                "name its properties",
                &format!("{at}/fields"),
            );
            continue;
        }
        let depth = one.fields.len();
        let choices = (depth > 1)
            .then(|| of_object(&one.choices, depth))
            .flatten();
        let Some(choices) = choices else {
            let message = "the choices are not as deep as there are fields";
            let help = "write an object for each field but the last, and there lists of texts";
            context
                .reporter
                .wrong_extension(message, help, &format!("{at}/choices"));
            continue;
        };
        all.push(Dependent {
            fields: one.fields.clone(),
            choices,
        });
    }
    all
}

fn of_object(members: &Map<String, Value>, depth: usize) -> Option<Vec<Choice>> {
    let choices = members.iter().map(|(value, below)| {
        Some(Choice {
            value: value.clone(),
            below: of_value(below, depth - 1)?,
        })
    });
    choices.collect()
}

fn of_value(value: &Value, depth: usize) -> Option<Vec<Choice>> {
    match value {
        Value::Object(members) if depth > 1 => of_object(members, depth),
        Value::Array(items) if depth == 1 => {
            let choices = items.iter().map(|item| {
                Some(Choice {
                    value: item.as_str()?.to_owned(),
                    below: Vec::new(),
                })
            });
            choices.collect()
        }
        _ => None,
    }
}

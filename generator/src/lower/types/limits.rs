//! The keywords of validation → what the documentation says of a value.
//!
//! Invariant: nothing here changes a type; a limit of an item is not one of its list.

use openapiv3::{Schema, SchemaKind, Type};

use crate::lower::types::{
    enums,
    facets::{Facets, SchemaRef},
    shape::primitive,
};
use crate::model::{Limit, Span};

/// Returns the limits of a schema in its place. A reference has none by itself.
pub(in crate::lower) fn limits(schema: SchemaRef<'_>) -> Vec<Limit> {
    let SchemaRef::Item(item) = schema else {
        return Vec::new();
    };
    let mut limits = of_kind(item);
    let facets = Facets::new(item);
    if enums::lower(&facets).is_none() && !facets.values.is_empty() {
        let values = facets.values.iter().map(ToString::to_string);
        limits.push(Limit::OneOf(values.collect()));
    }
    limits.extend(format(&facets));
    if item.schema_data.read_only {
        limits.push(Limit::ReadOnly);
    }
    if item.schema_data.write_only {
        limits.push(Limit::WriteOnly);
    }
    limits
}

/// Returns the format of a scalar that has the type which it would have without one.
fn format(facets: &Facets<'_>) -> Option<Limit> {
    let (ty, format) = (facets.implied_type()?, facets.format?);
    let is_scalar = ["string", "integer", "number"].contains(&ty);
    let is_told = ["int64", "double"].contains(&format);
    let selects_nothing = primitive(ty, Some(format)) == primitive(ty, None);
    (is_scalar && !is_told && selects_nothing).then(|| Limit::Format(format.to_owned()))
}

fn of_kind(item: &Schema) -> Vec<Limit> {
    let SchemaKind::Type(ty) = &item.schema_kind else {
        return match &item.schema_kind {
            SchemaKind::Any(any) => of_any(any),
            _ => Vec::new(),
        };
    };
    match ty {
        Type::String(text) => text_limits(text.min_length, text.max_length, text.pattern.as_ref()),
        Type::Number(number) => numbers(
            (number.minimum, number.exclusive_minimum),
            (number.maximum, number.exclusive_maximum),
            number.multiple_of,
        ),
        Type::Integer(number) => numbers(
            (number.minimum, number.exclusive_minimum),
            (number.maximum, number.exclusive_maximum),
            number.multiple_of,
        ),
        Type::Array(list) => items(list.min_items, list.max_items, list.unique_items),
        Type::Object(object) => span(object.min_properties, object.max_properties)
            .map(Limit::Properties)
            .into_iter()
            .collect(),
        Type::Boolean(_) => Vec::new(),
    }
}

fn of_any(any: &openapiv3::AnySchema) -> Vec<Limit> {
    let mut limits = text_limits(any.min_length, any.max_length, any.pattern.as_ref());
    limits.extend(numbers(
        (any.minimum, any.exclusive_minimum == Some(true)),
        (any.maximum, any.exclusive_maximum == Some(true)),
        any.multiple_of,
    ));
    limits.extend(items(
        any.min_items,
        any.max_items,
        any.unique_items == Some(true),
    ));
    limits.extend(span(any.min_properties, any.max_properties).map(Limit::Properties));
    limits
}

fn text_limits(least: Option<usize>, most: Option<usize>, pattern: Option<&String>) -> Vec<Limit> {
    let length = span(least, most).map(Limit::Length);
    let pattern = pattern.map(|pattern| Limit::Pattern(pattern.clone()));
    length.into_iter().chain(pattern).collect()
}

/// Returns the bounds, each with `true` if it is itself excluded, and the step.
fn numbers<N: ToString>(
    least: (Option<N>, bool),
    most: (Option<N>, bool),
    step: Option<N>,
) -> Vec<Limit> {
    let least = match least {
        (Some(bound), false) => Some(Limit::AtLeast(bound.to_string())),
        (Some(bound), true) => Some(Limit::MoreThan(bound.to_string())),
        (None, _) => None,
    };
    let most = match most {
        (Some(bound), false) => Some(Limit::AtMost(bound.to_string())),
        (Some(bound), true) => Some(Limit::LessThan(bound.to_string())),
        (None, _) => None,
    };
    let step = step.map(|step| Limit::MultipleOf(step.to_string()));
    least.into_iter().chain(most).chain(step).collect()
}

fn items(least: Option<usize>, most: Option<usize>, are_unique: bool) -> Vec<Limit> {
    let count = span(least, most).map(Limit::Items);
    let unique = are_unique.then_some(Limit::Unique);
    count.into_iter().chain(unique).collect()
}

/// Returns the span; a minimum of 0 is no constraint.
fn span(least: Option<usize>, most: Option<usize>) -> Option<Span> {
    let least = least.filter(|least| *least > 0);
    (least.is_some() || most.is_some()).then_some(Span { least, most })
}

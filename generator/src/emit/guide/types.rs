//! The types → those that the guide explains.
//!
//! Invariant: a type that is shown is one that callers receive.

use super::template::{Values, insert};
use crate::{
    emit::{samples, types::plain},
    model::{Api, Enum, Field, Output, Struct, TypeDef, TypeKind, TypeRef, Value},
};

/// Adds what shows types.
pub(super) fn add(api: &Api, values: &mut Values) {
    let received = || {
        api.types
            .iter()
            .filter(|def| def.usage.is_received() && !def.deprecated)
    };
    let of_answers = answers(api).find_map(|shape| first_enum(api, shape));
    if let Some((def, shape)) = of_answers.or_else(|| received().find_map(as_enum)) {
        values.insert("enum", def.name.ident.clone());
        let first = shape.variants.first();
        insert(
            values,
            "enum_variant",
            first.map(|first| first.ident.clone()),
        );
        if let Some(first) = first {
            values.insert("enum_name", first.ident.to_lowercase());
            let value = match &first.value {
                Value::Integer(number) => number.to_string(),
                Value::Text(text) => format!("{text:?}"),
            };
            values.insert("enum_value", value);
        }
        let (wire, unknown) = unknown(shape);
        values.insert("enum_wire", wire);
        values.insert("enum_unknown", unknown);
    }
    insert(values, "free_form", received().find_map(free_form));
    let object = received().find_map(|def| Some((def, object_field(def)?)));
    if let Some((def, field)) = object {
        values.insert("free_form_type", def.name.ident.clone());
        let function = format!("{}_as", plain(&field.name.ident));
        values.insert("free_form_function", function);
    }
}

/// Returns the structs that operations give, the more important ones first.
fn answers(api: &Api) -> impl Iterator<Item = &Struct> {
    let operations = samples::operations(api).into_iter();
    operations.filter_map(|(_, operation)| match &operation.output {
        Output::Json(TypeRef::Named(name)) => match &api.type_named(name)?.kind {
            TypeKind::Struct(shape) => Some(shape),
            _ => None,
        },
        _ => None,
    })
}

fn first_enum<'a>(api: &'a Api, shape: &Struct) -> Option<(&'a TypeDef, &'a Enum)> {
    shape
        .fields
        .iter()
        .find_map(|field| match field.ty.without_null() {
            TypeRef::Named(name) => as_enum(api.type_named(name)?),
            _ => None,
        })
}

fn as_enum(def: &TypeDef) -> Option<(&TypeDef, &Enum)> {
    match &def.kind {
        TypeKind::Enum(shape) => Some((def, shape)),
        _ => None,
    }
}

/// Returns a value that an enum does not list: as JSON, and in Rust.
fn unknown(shape: &Enum) -> (String, String) {
    let numbers = shape
        .variants
        .iter()
        .filter_map(|variant| match variant.value {
            Value::Integer(number) => Some(number),
            Value::Text(_) => None,
        });
    match numbers.max() {
        Some(highest) => {
            let other = highest.saturating_add(7);
            (other.to_string(), format!("Unknown({other})"))
        }
        None => (
            "\"brand new\"".to_owned(),
            "Unknown(\"brand new\".to_owned())".to_owned(),
        ),
    }
}

/// Returns the first field of a struct that is an object of any members.
fn object_field(def: &TypeDef) -> Option<&Field> {
    let TypeKind::Struct(shape) = &def.kind else {
        return None;
    };
    let mut fields = shape.fields.iter();
    fields.find(|field| *field.ty.without_null() == TypeRef::FreeForm)
}

/// Returns `custom_fields` of [`Ticket`](crate::models::Ticket)
fn free_form(def: &TypeDef) -> Option<String> {
    let field = object_field(def)?;
    let (holder, name) = (&def.name.ident, plain(&field.name.ident));
    Some(format!("`{name}` of [`{holder}`](crate::models::{holder})"))
}

//! Forms of the values of an alternative, for the runtime.
//!
//! Invariant: names of members are written only where they tell alternatives apart.

use proc_macro2::Literal;

use crate::{
    emit::types::Traits,
    model::{
        Alternative, Enum, Field, Presence, Primitive, Struct, TypeKind, TypeRef, Union, Usage,
        Value,
    },
};

/// Unions within unions are looked into so deep; beyond that, anything is possible.
const DEEPEST: usize = 4;

/// Returns the looks of one alternative, each an expression: `Shape::Text`.
pub(super) fn of_alternative(
    traits: &Traits<'_>,
    shape: &Union,
    alternative: &Alternative,
) -> Vec<String> {
    if let (Some(tag), false) = (&shape.tag, alternative.tags.is_empty()) {
        let tag = Literal::string(tag).to_string();
        if alternative.is_for_others() {
            let others = shape
                .alternatives
                .iter()
                .filter(|other| !other.is_for_others());
            let texts: Vec<String> = others.flat_map(tags).collect();
            let texts = literals(texts.iter());
            return vec![format!(
                "crate::runtime::codec::union::Shape::Except({tag}, &[{texts}])"
            )];
        }
        let texts = format!("({tag}, &[{}])", literals(tags(alternative).iter()));
        return vec![object(&texts, &tag, "")];
    }
    let alternatives = shape.alternatives.iter();
    let objects = alternatives.filter(|other| is_object(traits, &other.ty, DEEPEST));
    let detail = if objects.count() > 1 {
        Detail::Members
    } else {
        Detail::Kind
    };
    of_type(traits, &alternative.ty, detail, DEEPEST)
}

/// Returns the values of the tag as texts.
fn tags(alternative: &Alternative) -> Vec<String> {
    let tags = alternative.tags.iter();
    tags.map(ToString::to_string).collect()
}

/// Detail that must be known about an object.
#[derive(Clone, Copy)]
enum Detail {
    /// Its kind: object.
    Kind,
    /// Its members.
    Members,
}

fn of_type(traits: &Traits<'_>, ty: &TypeRef, detail: Detail, depth: usize) -> Vec<String> {
    match ty {
        TypeRef::Primitive(primitive) => vec![of_primitive(*primitive).to_owned()],
        TypeRef::List(item) => {
            let items = of_type(traits, item, Detail::Members, depth.saturating_sub(1));
            vec![format!(
                "crate::runtime::codec::union::Shape::List(&[{}])",
                items.join(", ")
            )]
        }
        TypeRef::Map(_) | TypeRef::FreeForm => vec![object("", "", "")],
        TypeRef::Json => vec!["crate::runtime::codec::union::Shape::Anything".to_owned()],
        TypeRef::Boxed(inner) => of_type(traits, inner, detail, depth),
        TypeRef::Nullable(inner) => {
            let mut shapes = of_type(traits, inner, detail, depth);
            shapes.push("crate::runtime::codec::union::Shape::Null".to_owned());
            shapes
        }
        TypeRef::Named(_) if depth == 0 => {
            vec!["crate::runtime::codec::union::Shape::Anything".to_owned()]
        }
        TypeRef::Named(name) => match traits.kind(name) {
            Some(TypeKind::Struct(shape)) => vec![of_struct(traits, shape, detail)],
            Some(TypeKind::Enum(shape)) => vec![of_enum(shape).to_owned()],
            Some(TypeKind::Alias(ty)) => of_type(traits, ty, detail, depth - 1),
            Some(TypeKind::Union(shape)) => {
                let mut shapes = Vec::new();
                for alternative in &shape.alternatives {
                    for found in of_type(traits, &alternative.ty, Detail::Members, depth - 1) {
                        if !shapes.contains(&found) {
                            shapes.push(found);
                        }
                    }
                }
                shapes
            }
            None => vec!["crate::runtime::codec::union::Shape::Anything".to_owned()],
        },
    }
}

fn of_primitive(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::Bool => "crate::runtime::codec::union::Shape::Boolean",
        Primitive::I32
        | Primitive::I64
        | Primitive::U32
        | Primitive::U64
        | Primitive::I128
        | Primitive::Decimal
        | Primitive::F32
        | Primitive::F64 => "crate::runtime::codec::union::Shape::Number",
        // A file is in no union: a form with files is a struct.
        Primitive::DateTime
        | Primitive::Date
        | Primitive::Base64
        | Primitive::Base64Url
        | Primitive::File
        | Primitive::Text(_) => "crate::runtime::codec::union::Shape::Text",
    }
}

fn of_enum(shape: &Enum) -> &'static str {
    if shape.is_integer() {
        "crate::runtime::codec::union::Shape::Number"
    } else {
        "crate::runtime::codec::union::Shape::Text"
    }
}

fn of_struct(traits: &Traits<'_>, shape: &Struct, detail: Detail) -> String {
    if let Detail::Kind = detail {
        return object("", "", "");
    }
    let fields = || shape.fields.iter();
    let tags: Vec<String> = fields()
        .filter_map(|field| Some((field, only_text(traits, field)?)))
        .map(|(field, text)| {
            let (name, text) = (Literal::string(&field.name.wire), Literal::string(&text));
            format!("({name}, &[{text}])")
        })
        .collect();
    let is_certain = |field: &&Field| {
        field.presence_in(Usage::Response) == Presence::Required && !field.ty.is_nullable()
    };
    let names = |fields: Vec<&Field>| literals(fields.into_iter().map(|field| &field.name.wire));
    let required = names(fields().filter(is_certain).collect());
    let optional = names(fields().filter(|field| !is_certain(field)).collect());
    object(&tags.join(", "), &required, &optional)
}

/// Returns the one text or integer that a field can hold.
fn only_text(traits: &Traits<'_>, field: &Field) -> Option<String> {
    let TypeRef::Named(name) = traits.resolve(field.ty.without_null()) else {
        return None;
    };
    match traits.kind(name)? {
        TypeKind::Enum(shape) => match shape.variants.as_slice() {
            [only] => match &only.value {
                Value::Text(text) => Some(text.clone()),
                Value::Integer(number) => Some(number.to_string()),
            },
            _ => None,
        },
        _ => None,
    }
}

/// Returns `true` if a type is written as an object, always or sometimes.
fn is_object(traits: &Traits<'_>, ty: &TypeRef, depth: usize) -> bool {
    match ty {
        TypeRef::Map(_) | TypeRef::FreeForm => true,
        TypeRef::Boxed(inner) | TypeRef::Nullable(inner) => is_object(traits, inner, depth),
        TypeRef::Named(_) if depth == 0 => true,
        TypeRef::Named(name) => match traits.kind(name) {
            Some(TypeKind::Struct(_)) => true,
            Some(TypeKind::Alias(ty)) => is_object(traits, ty, depth - 1),
            Some(TypeKind::Union(shape)) => shape
                .alternatives
                .iter()
                .any(|alternative| is_object(traits, &alternative.ty, depth - 1)),
            Some(TypeKind::Enum(_)) | None => false,
        },
        TypeRef::Primitive(_) | TypeRef::List(_) | TypeRef::Json => false,
    }
}

fn object(tags: &str, required: &str, optional: &str) -> String {
    format!("crate::runtime::codec::union::Shape::object(&[{tags}], &[{required}], &[{optional}])")
}

fn literals<'a>(texts: impl Iterator<Item = &'a String>) -> String {
    let texts: Vec<String> = texts
        .map(|text| Literal::string(text).to_string())
        .collect();
    texts.join(", ")
}

//! Types → expressions for examples.
//!
//! Invariant: an expression compiles wherever the names that it notes are imported, and a text in it says what it
//! stands for.

use std::{collections::BTreeSet, fmt::Write as _};

use crate::{
    emit::{
        example::LONGEST,
        types::{Traits, in_example},
    },
    model::{Alternative, Field, Primitive, Struct, TextFormat, TypeKind, TypeRef, Union, Usage},
};

/// Deepest nesting of structs in an example.
const DEEPEST: usize = 3;
/// Largest number of required fields that they have.
const WIDEST: usize = 12;

/// Writes expressions, and notes what they import from the crate: `Date`, `models::Ticket`.
pub(super) struct Values<'a, 't> {
    pub(super) traits: &'t Traits<'a>,
    /// The name of the crate in Rust code.
    pub(super) library: &'t str,
    pub(super) imports: BTreeSet<String>,
}

impl Values<'_, '_> {
    /// Returns a value as an argument of a method; `name` is what it is called on the wire.
    pub(super) fn argument(&mut self, name: &str, ty: &TypeRef) -> String {
        match ty {
            TypeRef::List(item) => {
                // A list in a list is of the type that the method names, which is nothing to convert to.
                let item = match **item {
                    TypeRef::List(_) => self.value(name, item),
                    _ => self.argument(name, item),
                };
                format!("[{}]", item.trim_start_matches('&'))
            }
            TypeRef::Primitive(Primitive::Base64 | Primitive::Base64Url | Primitive::Decimal) => {
                format!("&{}", self.value(name, ty))
            }
            TypeRef::Primitive(Primitive::Text(format)) => format!("{:?}", text(name, *format)),
            other if self.traits.is_copy(other) || self.traits.is_parameter(other) => {
                self.value(name, other)
            }
            other => format!("&{}", self.value(name, other)),
        }
    }

    /// Returns an expression of a type.
    pub(super) fn value(&mut self, name: &str, ty: &TypeRef) -> String {
        match ty {
            TypeRef::Primitive(primitive) => self.primitive(name, *primitive),
            TypeRef::Named(type_name) => self.named(name, type_name),
            TypeRef::List(item) if self.is_small(item) => {
                format!("vec![{}]", self.value(name, item))
            }
            TypeRef::List(_) => "Vec::new()".to_owned(),
            TypeRef::Map(_) => "std::collections::BTreeMap::new()".to_owned(),
            TypeRef::FreeForm => format!("{}::default()", self.imported("JsonObject")),
            TypeRef::Json => format!("{}::Null", self.imported("Json")),
            TypeRef::Nullable(_) => "None".to_owned(),
            TypeRef::Boxed(inner) => format!("Box::new({})", self.value(name, inner)),
        }
    }

    fn primitive(&mut self, name: &str, primitive: Primitive) -> String {
        match primitive {
            Primitive::Bool => "true".to_owned(),
            Primitive::I32 | Primitive::I64 | Primitive::U32 | Primitive::U64 | Primitive::I128 => {
                "42".to_owned()
            }
            Primitive::F32 | Primitive::F64 => "1.5".to_owned(),
            Primitive::DateTime => {
                format!(
                    "\"2026-01-31T12:00:00Z\".parse::<{}>()?",
                    self.imported("Timestamp")
                )
            }
            Primitive::Date => format!("{}::constant(2026, 1, 31)", self.imported("Date")),
            Primitive::Decimal => format!("\"1.50\".parse::<{}>()?", self.of_runtime("Decimal")),
            Primitive::Base64Url => {
                format!("{}::from(vec![1, 2, 3])", self.of_runtime("Base64Url"))
            }
            Primitive::Base64 => format!("{}::from(vec![1, 2, 3])", self.imported("Base64")),
            // In full, for an API may well have a type of that name.
            Primitive::File => format!(
                "{}::Attachment::from_bytes(\"names.csv\", \"Jane\\nJoe\")",
                self.library
            ),
            Primitive::Text(format) => format!("{:?}.to_owned()", text(name, format)),
        }
    }

    fn named(&mut self, name: &str, type_name: &str) -> String {
        match self.traits.kind(type_name) {
            Some(TypeKind::Alias(ty)) => return self.value(name, ty),
            Some(TypeKind::Struct(shape)) => return self.structure(type_name, shape),
            _ => {}
        }
        let path = self.model(type_name);
        let value = match self.traits.kind(type_name) {
            Some(TypeKind::Enum(shape)) => {
                let first = shape.variants.first();
                first.map(|variant| variant.ident.clone())
            }
            Some(TypeKind::Union(shape)) => smallest(self.traits, shape).map(|shown| {
                let inner = self.value(name, &shown.ty);
                format!("{}({inner})", shown.name.ident)
            }),
            _ => None,
        };
        format!("{path}::{}", value.as_deref().unwrap_or("default()"))
    }

    fn structure(&mut self, name: &str, shape: &Struct) -> String {
        let path = self.model(name);
        let required: Vec<&Field> = required(self.traits, shape).collect();
        if required.is_empty() {
            return filled(&path, shape);
        }
        let values = required.iter().map(|field| match &field.ty {
            TypeRef::Primitive(Primitive::Text(format)) => {
                format!("{:?}", text(&field.name.wire, *format))
            }
            ty => self.value(&field.name.wire, ty),
        });
        let values: Vec<String> = values.collect();
        call(&format!("{path}::new"), &values)
    }

    /// Returns a type of the API, which the example imports.
    pub(super) fn model(&mut self, name: &str) -> String {
        let (import, path) = in_example("models", name);
        self.imports.insert(import);
        path
    }

    /// Returns a type that the root of the crate does not export.
    fn of_runtime(&mut self, name: &str) -> String {
        self.imports.insert(format!("runtime::{name}"));
        name.to_owned()
    }

    fn imported(&mut self, name: &str) -> String {
        self.imports.insert(name.to_owned());
        name.to_owned()
    }

    /// Returns `true` if an expression of a type is short enough for an example.
    pub(super) fn is_small(&self, ty: &TypeRef) -> bool {
        is_small(self.traits, ty, DEEPEST)
    }
}

/// Returns the arguments of the constructor of a struct that is sent.
fn required<'s>(traits: &Traits<'s>, shape: &'s Struct) -> impl Iterator<Item = &'s Field> {
    let fields = shape.fields.iter();
    fields.filter(|field| field.is_given() && traits.constant(field, Usage::Request).is_none())
}

fn is_small(traits: &Traits<'_>, ty: &TypeRef, depth: usize) -> bool {
    let is_inner_small = |ty: &TypeRef| depth > 0 && is_small(traits, ty, depth - 1);
    match ty {
        TypeRef::List(inner) | TypeRef::Boxed(inner) => is_small(traits, inner, depth),
        TypeRef::Named(name) => match traits.kind(name) {
            Some(TypeKind::Alias(ty)) => is_inner_small(ty),
            Some(TypeKind::Struct(shape)) => {
                required(traits, shape).count() <= WIDEST
                    && required(traits, shape).all(|field| is_inner_small(&field.ty))
            }
            Some(TypeKind::Union(shape)) => {
                let mut alternatives = shape.alternatives.iter();
                alternatives.any(|one| is_inner_small(&one.ty))
            }
            Some(TypeKind::Enum(_)) | None => true,
        },
        _ => true,
    }
}

/// Returns the first of the alternatives that are nested least, so that one in which the union itself is never leads
/// back to it.
fn smallest<'a>(traits: &Traits<'_>, shape: &'a Union) -> Option<&'a Alternative> {
    let is_within = |depth| {
        let mut alternatives = shape.alternatives.iter();
        alternatives.find(|one| is_small(traits, &one.ty, depth))
    };
    (0..=DEEPEST)
        .find_map(is_within)
        .or(shape.alternatives.first())
}

/// Returns `Path::new(a, b)`, with an argument a line if it would be too long.
fn call(function: &str, arguments: &[String]) -> String {
    let short = format!("{function}({})", arguments.join(", "));
    if short.len() + "let body = ;".len() <= LONGEST {
        return short;
    }
    let mut long = format!("{function}(\n");
    for argument in arguments {
        let _ = writeln!(long, "    {},", argument.replace('\n', "\n    "));
    }
    long + ")"
}

/// Returns a struct of which nothing is required, with its first text set, and the first email address: many a service
/// wants one of several ways to reach somebody.
fn filled(path: &str, shape: &Struct) -> String {
    let texts = shape.fields.iter().filter_map(|field| match field.ty {
        TypeRef::Primitive(Primitive::Text(format)) if !field.deprecated => Some((field, format)),
        _ => None,
    });
    let texts: Vec<(&Field, TextFormat)> = texts.collect();
    let email = texts
        .iter()
        .position(|(_, format)| *format == TextFormat::Email);
    let is_set = |index: usize| index == 0 || Some(index) == email;
    let set = texts.iter().enumerate().filter(|(index, _)| is_set(*index));
    let set: Vec<String> = set
        .map(|(_, (field, format))| {
            let text = text(&field.name.wire, *format);
            format!("    {}: Some({text:?}.to_owned()),\n", field.name.ident)
        })
        .collect();
    if set.is_empty() {
        return format!("{path}::default()");
    }
    format!("{path} {{\n{}    ..Default::default()\n}}", set.concat())
}

/// Returns a text that says what it is for.
pub(super) fn text(name: &str, format: TextFormat) -> String {
    match format {
        TextFormat::Email => "jane@example.com".to_owned(),
        TextFormat::Uri => "https://example.com/".to_owned(),
        TextFormat::Uuid => "67e55044-10b1-426f-9247-bb680e5fe0c8".to_owned(),
        TextFormat::Plain | TextFormat::Binary => by_name(name),
    }
}

fn by_name(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let known = match name.as_str() {
        "email" => "jane@example.com",
        "phone" | "mobile" => "+49 30 901820",
        "language" => "en",
        "subject" | "title" => "Printer out of order",
        "body" | "description" | "content" | "message" => "It prints nothing.",
        // What is no word is no example either.
        _ if !name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_-".contains(c)) =>
        {
            "text"
        }
        _ if name.is_empty() => "text",
        _ => name.as_str(),
    };
    known.to_owned()
}

//! Uses of types → Rust types.
//!
//! Invariant: the same use gives the same tokens everywhere; what differs between fields,
//! arguments and setters is decided here.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::{
    model::{
        Absence, Api, Field, Presence, Primitive, Query, Struct, TypeDef, TypeKind, TypeRef, Usage,
    },
    runtime::names,
};

/// Returns an identifier that the model settled; raw ones keep their prefix.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// Returns an identifier as it reads in a text.
pub(super) fn plain(ident: &str) -> &str {
    ident.strip_prefix("r#").unwrap_or(ident)
}

/// The modules of std whose names are in scope everywhere, with these names.
const PRELUDE: [(&str, &[&str]); 14] = [
    ("std::borrow", &["ToOwned"]),
    ("std::boxed", &["Box"]),
    ("std::clone", &["Clone"]),
    ("std::cmp", &["Eq", "Ord", "PartialEq", "PartialOrd"]),
    (
        "std::convert",
        &["AsMut", "AsRef", "From", "Into", "TryFrom", "TryInto"],
    ),
    ("std::default", &["Default"]),
    ("std::future", &["Future", "IntoFuture"]),
    (
        "std::iter",
        &[
            "DoubleEndedIterator",
            "ExactSizeIterator",
            "Extend",
            "FromIterator",
            "IntoIterator",
            "Iterator",
        ],
    ),
    ("std::marker", &["Copy", "Send", "Sized", "Sync", "Unpin"]),
    (
        "std::ops",
        &[
            "AsyncFn",
            "AsyncFnMut",
            "AsyncFnOnce",
            "Drop",
            "Fn",
            "FnMut",
            "FnOnce",
        ],
    ),
    ("std::option", &["None", "Option", "Some"]),
    ("std::result", &["Err", "Ok", "Result"]),
    ("std::string", &["String", "ToString"]),
    ("std::vec", &["Vec"]),
];

/// Returns the module of std that has a name which is in scope everywhere.
pub(super) fn prelude_module(name: &str) -> Option<&'static str> {
    let mut modules = PRELUDE.iter();
    let found = modules.find(|(_, names)| names.contains(&name));
    found.map(|(module, _)| *module)
}

/// Returns `true` if a name is in scope everywhere.
pub(super) fn is_in_prelude(name: &str) -> bool {
    prelude_module(name).is_some()
}

/// Returns a type of the description as an example imports it, and as it names it: a name that an example may use for
/// something else keeps the module before it.
pub(super) fn in_example(module: &str, name: &str) -> (String, String) {
    let is_common = is_in_prelude(name) || names().exports_of("runtime").any(|other| other == name);
    if is_common {
        (module.to_owned(), format!("{module}::{name}"))
    } else {
        (format!("{module}::{name}"), name.to_owned())
    }
}

/// Returns a type as it is in a field or behind a call, with every name in full.
pub(super) fn rust_type(ty: &TypeRef) -> TokenStream {
    match ty {
        TypeRef::Primitive(primitive) => primitive_type(*primitive),
        TypeRef::Named(name) => {
            let name = ident(name);
            quote!(crate::models::#name)
        }
        TypeRef::List(item) => {
            let item = rust_type(item);
            quote!(std::vec::Vec<#item>)
        }
        TypeRef::Map(value) => {
            let value = rust_type(value);
            quote!(std::collections::BTreeMap<std::string::String, #value>)
        }
        TypeRef::FreeForm => quote!(crate::runtime::JsonObject),
        TypeRef::Json => quote!(crate::runtime::Json),
        TypeRef::Nullable(inner) => {
            let inner = rust_type(inner);
            quote!(std::option::Option<#inner>)
        }
        TypeRef::Boxed(inner) => {
            let inner = rust_type(inner);
            quote!(std::boxed::Box<#inner>)
        }
    }
}

fn primitive_type(primitive: Primitive) -> TokenStream {
    let name = ident(match primitive {
        Primitive::Bool => "bool",
        Primitive::I32 => "i32",
        Primitive::I64 => "i64",
        Primitive::U32 => "u32",
        Primitive::U64 => "u64",
        Primitive::I128 => "i128",
        Primitive::F32 => "f32",
        Primitive::F64 => "f64",
        Primitive::DateTime => return quote!(crate::runtime::Timestamp),
        Primitive::Date => return quote!(crate::runtime::Date),
        Primitive::Decimal => return quote!(crate::runtime::Decimal),
        Primitive::Base64Url => return quote!(crate::runtime::Base64Url),
        Primitive::Base64 => return quote!(crate::runtime::Base64),
        Primitive::File => return quote!(crate::runtime::Attachment),
        Primitive::Text(_) => return quote!(std::string::String),
    });
    quote!(#name)
}

/// Written form of a struct's field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldForm {
    /// Always there: the type itself.
    Plain,
    /// Always there, possibly null: an `Option` whose `None` is written as null.
    Nullable,
    /// Possibly absent: an `Option`, or JSON whose null means that it is absent.
    Optional,
    /// Possibly absent and possibly null, and sent: the difference matters.
    Patch,
}

impl FieldForm {
    pub(super) fn of(field: &Field, usage: Usage) -> Self {
        let is_nullable = matches!(field.ty, TypeRef::Nullable(_));
        if field.absence == Absence::Empty && usage == Usage::Response {
            return Self::Plain;
        }
        match (field.presence_in(usage), is_nullable) {
            (Presence::Required, false) => Self::Plain,
            (Presence::Required, true) => Self::Nullable,
            (Presence::Optional, true) if usage == Usage::Request => Self::Patch,
            (Presence::Optional, _) => Self::Optional,
        }
    }
}

/// Returns the type of a field.
pub(super) fn field_type(field: &Field, usage: Usage) -> TokenStream {
    let inner = rust_type(field.ty.without_null());
    match FieldForm::of(field, usage) {
        FieldForm::Plain => inner,
        FieldForm::Nullable | FieldForm::Optional => quote!(std::option::Option<#inner>),
        FieldForm::Patch => quote!(crate::runtime::Patch<#inner>),
    }
}

/// Properties of types that emitters need.
#[derive(Debug)]
pub(super) struct Traits<'a> {
    types: BTreeMap<&'a str, &'a TypeDef>,
    api: &'a Api,
    /// The structs that have a default.
    defaults: BTreeSet<&'a str>,
}

impl<'a> Traits<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let types = api
            .types
            .iter()
            .map(|def| (def.name.ident.as_str(), def))
            .collect();
        let mut traits = Self {
            types,
            api,
            defaults: BTreeSet::new(),
        };
        traits.find_defaults();
        traits
    }

    /// Returns the kind of a type.
    pub(super) fn kind(&self, name: &str) -> Option<&'a TypeKind> {
        self.types.get(name).map(|def| &def.kind)
    }

    /// Returns the family that a type belongs to.
    pub(super) fn module(&self, name: &str) -> Option<&'a str> {
        self.types.get(name).map(|def| def.module.as_str())
    }

    /// Returns the query type of this name.
    pub(super) fn query(&self, name: &str) -> Option<&'a Query> {
        self.api.query_named(name)
    }

    /// Returns the type behind aliases.
    pub(super) fn resolve(&self, ty: &'a TypeRef) -> &'a TypeRef {
        match ty {
            TypeRef::Named(name) => match self.kind(name) {
                Some(TypeKind::Alias(ty)) => self.resolve(ty),
                _ => ty,
            },
            other => other,
        }
    }

    /// Returns a type without aliases, inside of lists and maps too.
    pub(super) fn resolve_all(&self, ty: &'a TypeRef) -> TypeRef {
        match self.resolve(ty) {
            TypeRef::List(inner) => TypeRef::List(Box::new(self.resolve_all(inner))),
            TypeRef::Map(inner) => TypeRef::Map(Box::new(self.resolve_all(inner))),
            TypeRef::Nullable(inner) => TypeRef::Nullable(Box::new(self.resolve_all(inner))),
            TypeRef::Boxed(inner) => TypeRef::Boxed(Box::new(self.resolve_all(inner))),
            other => other.clone(),
        }
    }

    /// Returns `true` if a value can be in a path, a query, a header or a cookie.
    pub(super) fn is_parameter(&self, ty: &'a TypeRef) -> bool {
        match self.resolve(ty) {
            TypeRef::Primitive(primitive) => *primitive != Primitive::File,
            TypeRef::Named(name) => match self.kind(name) {
                Some(TypeKind::Enum(_)) => true,
                Some(TypeKind::Union(shape)) => shape
                    .alternatives
                    .iter()
                    .all(|alternative| self.is_parameter(&alternative.ty)),
                _ => false,
            },
            _ => false,
        }
    }

    /// Returns `true` if a value is passed by value at no cost.
    pub(super) fn is_copy(&self, ty: &'a TypeRef) -> bool {
        match self.resolve(ty) {
            TypeRef::Primitive(primitive) => !matches!(
                primitive,
                Primitive::Text(_)
                    | Primitive::Base64
                    | Primitive::Base64Url
                    | Primitive::Decimal
                    | Primitive::File
            ),
            TypeRef::Named(name) => self.kind(name).is_some_and(is_integer_enum),
            TypeRef::Nullable(inner) => self.is_copy(inner),
            _ => false,
        }
    }

    /// Returns the only value that a required field of what is sent can have, as an expression: that of an enum with one
    /// value. A caller is not asked for it.
    pub(super) fn constant(&self, field: &'a Field, usage: Usage) -> Option<TokenStream> {
        if usage == Usage::Response || !field.is_given() {
            return None;
        }
        let TypeRef::Named(name) = self.resolve(&field.ty) else {
            return None;
        };
        match self.kind(name)? {
            TypeKind::Enum(shape) => match shape.variants.as_slice() {
                [only] => {
                    let (name, variant) = (ident(name), ident(&only.ident));
                    Some(quote!(crate::models::#name::#variant))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns `true` if a struct has required fields, and all of them are constants.
    pub(super) fn has_constants_only(&self, def: &'a TypeDef, shape: &'a Struct) -> bool {
        let mut required = shape
            .fields
            .iter()
            .filter(|field| field.is_given())
            .peekable();
        required.peek().is_some() && required.all(|field| self.constant(field, def.usage).is_some())
    }

    /// Returns `true` if `Default` can be derived for a struct with such a required field.
    pub(super) fn has_default(&self, ty: &'a TypeRef) -> bool {
        match self.resolve(ty) {
            TypeRef::Primitive(primitive) => !matches!(
                primitive,
                Primitive::Date | Primitive::Base64 | Primitive::Base64Url | Primitive::File
            ),
            TypeRef::Boxed(inner) => self.has_default(inner),
            TypeRef::Named(name) => self.defaults.contains(name.as_str()),
            TypeRef::List(_)
            | TypeRef::Map(_)
            | TypeRef::FreeForm
            | TypeRef::Json
            | TypeRef::Nullable(_) => true,
        }
    }

    /// Returns `true` if the struct of this name has a default.
    pub(super) fn is_default(&self, name: &str) -> bool {
        self.defaults.contains(name)
    }

    /// Finds the structs that have a default: those whose required fields all have one. A struct
    /// that requires itself is never among them.
    fn find_defaults(&mut self) {
        loop {
            let found: Vec<&'a str> = self
                .types
                .iter()
                .filter(|(name, _)| !self.defaults.contains(*name))
                .filter(|(_, def)| match &def.kind {
                    TypeKind::Struct(shape) => {
                        shape.fields.iter().all(|field| {
                            field.presence_in(def.usage) == Presence::Optional
                                || self.has_default(&field.ty)
                        }) || self.has_constants_only(def, shape)
                    }
                    TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Alias(_) => false,
                })
                .map(|(name, _)| *name)
                .collect();
            if found.is_empty() {
                return;
            }
            self.defaults.extend(found);
        }
    }
}

fn is_integer_enum(kind: &TypeKind) -> bool {
    matches!(kind, TypeKind::Enum(shape) if shape.is_integer())
}

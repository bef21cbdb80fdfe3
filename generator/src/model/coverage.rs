//! Coverage: the share of the service's API that the client has types for.

use std::collections::{BTreeMap, BTreeSet};

use super::{Api, Operation, TypeKind, TypeRef};

/// Precision of an operation's types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage<'a> {
    /// Everything has a type; objects with members of any name, such as custom fields, count as typed.
    Typed,
    /// The description knows the body or the response in part, for this reason.
    Partly(&'a str),
    /// Some value in the body or the response is any JSON.
    HoldsJson,
}

impl<'a> Coverage<'a> {
    /// Determines the precision of an operation's types; `holders` are the types that contain plain JSON.
    #[must_use]
    pub fn of(operation: &'a Operation, holders: &BTreeSet<&str>) -> Self {
        if let Some(reason) = &operation.partly_typed {
            return Self::Partly(reason);
        }
        let body = operation.body.as_ref();
        let body = body.and_then(|body| body.content.ty());
        let answer = operation.output.types();
        let streamed = operation.stream.as_ref().map(|stream| &stream.item);
        let mut parts = body.into_iter().chain(answer).chain(streamed);
        let holds_json = |ty| match innermost(ty) {
            TypeRef::Json => true,
            TypeRef::Named(name) => holders.contains(name.as_str()),
            _ => false,
        };
        if parts.any(holds_json) {
            Self::HoldsJson
        } else {
            Self::Typed
        }
    }
}

impl Api {
    /// Returns the identifiers of the types in a value of which any JSON can be somewhere. Each type is looked at
    /// once.
    #[must_use]
    pub fn holders_of_json(&self) -> BTreeSet<&str> {
        let mut held_by: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut open: Vec<&str> = Vec::new();
        for def in &self.types {
            let owner = def.name.ident.as_str();
            for part in parts(&def.kind) {
                match innermost(part) {
                    TypeRef::Json => open.push(owner),
                    TypeRef::Named(name) => held_by.entry(name).or_default().push(owner),
                    _ => {}
                }
            }
        }
        let mut holders = BTreeSet::new();
        while let Some(name) = open.pop() {
            if holders.insert(name) {
                open.extend(held_by.get(name).into_iter().flatten());
            }
        }
        holders
    }
}

/// Returns the type in lists and the like; a map of any JSON is an object of its own kind.
fn innermost(ty: &TypeRef) -> &TypeRef {
    match ty {
        TypeRef::Map(values) if **values == TypeRef::Json => ty,
        TypeRef::Map(inner)
        | TypeRef::List(inner)
        | TypeRef::Nullable(inner)
        | TypeRef::Boxed(inner) => innermost(inner),
        other => other,
    }
}

/// Returns the types that a type is put together from.
fn parts(kind: &TypeKind) -> Vec<&TypeRef> {
    match kind {
        TypeKind::Struct(shape) => shape.fields.iter().map(|field| &field.ty).collect(),
        TypeKind::Union(shape) => shape.alternatives.iter().map(|part| &part.ty).collect(),
        TypeKind::Alias(ty) => vec![ty],
        TypeKind::Enum(_) => Vec::new(),
    }
}

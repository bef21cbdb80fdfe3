//! How much of what the service can do the client knows.

use std::collections::BTreeSet;

use super::{Api, Operation, TypeKind, TypeRef};

/// An operation that the service is known to have and the description leaves out on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its method and path: `PUT /widgets/{id}`.
    pub operation: String,
    /// Why it is left out.
    pub reason: String,
}

/// How exact the types of an operation are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage<'a> {
    /// Everything has a type; objects with members of any name, such as custom fields, count as typed.
    Typed,
    /// The description knows the body or the answer in part, for this reason.
    Partly(&'a str),
    /// Some value in the body or the answer is any JSON.
    HoldsJson,
}

impl Api {
    /// How exact the types of an operation are.
    #[must_use]
    pub fn coverage<'a>(&self, operation: &'a Operation) -> Coverage<'a> {
        if let Some(reason) = &operation.partly_typed {
            return Coverage::Partly(reason);
        }
        let body = operation.body.as_ref();
        let body = body.and_then(|body| body.content.ty());
        let answer = operation.output.types();
        let streamed = operation.stream.as_ref().map(|stream| &stream.item);
        let mut seen = BTreeSet::new();
        let mut parts = body.into_iter().chain(answer).chain(streamed);
        if parts.any(|ty| self.holds_json(ty, &mut seen)) {
            Coverage::HoldsJson
        } else {
            Coverage::Typed
        }
    }

    /// Whether any JSON can stand somewhere in a value of the type. Each named type is looked at once.
    fn holds_json<'t>(&'t self, ty: &'t TypeRef, seen: &mut BTreeSet<&'t str>) -> bool {
        match ty {
            TypeRef::Json => true,
            TypeRef::Primitive(_) | TypeRef::FreeForm => false,
            TypeRef::Map(values) if **values == TypeRef::Json => false,
            TypeRef::Map(inner)
            | TypeRef::List(inner)
            | TypeRef::Nullable(inner)
            | TypeRef::Boxed(inner) => self.holds_json(inner, seen),
            TypeRef::Named(name) => {
                seen.insert(name)
                    && self
                        .type_named(name)
                        .is_some_and(|def| self.kind_holds_json(&def.kind, seen))
            }
        }
    }

    fn kind_holds_json<'t>(&'t self, kind: &'t TypeKind, seen: &mut BTreeSet<&'t str>) -> bool {
        match kind {
            TypeKind::Struct(shape) => shape
                .fields
                .iter()
                .any(|field| self.holds_json(&field.ty, seen)),
            TypeKind::Union(shape) => shape
                .alternatives
                .iter()
                .any(|alternative| self.holds_json(&alternative.ty, seen)),
            TypeKind::Alias(ty) => self.holds_json(ty, seen),
            TypeKind::Enum(_) => false,
        }
    }
}

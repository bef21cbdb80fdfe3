//! Two models → the looks of their types on the wire, whatever Rust calls them.
//!
//! Invariant: a use that leads to nothing, or to itself, has no look.

use std::collections::BTreeMap;

use super::scalars::{Scalar, of_primitive};
use crate::model::{Api, Enum, Struct, TypeDef, TypeKind, TypeRef, Union};

/// The named types of both sides.
#[derive(Debug, Default)]
pub(super) struct Shapes<'m> {
    pub(super) before: Types<'m>,
    pub(super) after: Types<'m>,
}

impl<'m> Shapes<'m> {
    pub(super) fn of(before: &'m Api, after: &'m Api) -> Self {
        Self {
            before: Types::of(before),
            after: Types::of(after),
        }
    }
}

/// The named types of one side, by their identifiers.
#[derive(Debug, Default)]
pub(super) struct Types<'m>(BTreeMap<&'m str, &'m TypeDef>);

/// The look of a value on the wire.
#[derive(Clone, Copy, Debug)]
pub(super) enum WireShape<'m> {
    Scalar(Scalar),
    Enum(&'m Enum),
    Struct(&'m Struct),
    Union(&'m Union),
    List(&'m TypeRef),
    Map(&'m TypeRef),
    /// An object of which nothing is known.
    FreeForm,
    /// Anything.
    Json,
}

impl<'m> Types<'m> {
    fn of(api: &'m Api) -> Self {
        let types = api.types.iter();
        Self(types.map(|def| (def.name.ident.as_str(), def)).collect())
    }

    /// `None`: the use leads to no type, or to itself.
    pub(super) fn shape(&self, ty: &'m TypeRef) -> Option<WireShape<'m>> {
        let mut ty = ty;
        for _ in 0..=self.0.len() {
            ty = match ty {
                TypeRef::Nullable(inner) | TypeRef::Boxed(inner) => inner,
                TypeRef::Named(ident) => match &self.0.get(ident.as_str())?.kind {
                    TypeKind::Alias(other) => other,
                    kind => return self.of_kind(kind),
                },
                TypeRef::Primitive(primitive) => {
                    return Some(WireShape::Scalar(of_primitive(*primitive)));
                }
                TypeRef::List(item) => return Some(WireShape::List(item)),
                TypeRef::Map(value) => return Some(WireShape::Map(value)),
                TypeRef::FreeForm => return Some(WireShape::FreeForm),
                TypeRef::Json => return Some(WireShape::Json),
            };
        }
        None
    }

    pub(super) fn of_kind(&self, kind: &'m TypeKind) -> Option<WireShape<'m>> {
        match kind {
            TypeKind::Struct(shape) => Some(WireShape::Struct(shape)),
            TypeKind::Enum(shape) => Some(WireShape::Enum(shape)),
            TypeKind::Union(shape) => Some(WireShape::Union(shape)),
            TypeKind::Alias(ty) => self.shape(ty),
        }
    }

    /// Tells whether null is among the values, by the use itself or by the type that it is an alias of.
    pub(super) fn is_nullable(&self, ty: &TypeRef) -> bool {
        let mut ty = ty;
        for _ in 0..=self.0.len() {
            ty = match ty {
                TypeRef::Boxed(inner) => inner,
                TypeRef::Named(ident) => match self.0.get(ident.as_str()).map(|def| &def.kind) {
                    Some(TypeKind::Alias(other)) => other,
                    _ => return false,
                },
                other => return other.is_nullable(),
            };
        }
        false
    }
}

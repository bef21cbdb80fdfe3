//! Two models → the scalars that named types stand for on the wire.
//!
//! Invariant: a type that is no scalar in every case is none here.

use std::collections::BTreeMap;

use crate::model::{Api, Primitive, TypeKind, TypeRef};

/// The scalars that named types stand for.
#[derive(Debug, Default)]
pub(super) struct Scalars {
    before: BTreeMap<String, Scalar>,
    after: BTreeMap<String, Scalar>,
}

/// The look of a scalar on the wire, from the most particular to the most general of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scalar {
    Flag,
    Small,
    Whole,
    Number,
    Moment,
    Day,
    Bytes,
    Text,
}

impl Scalars {
    pub(super) fn of(before: &Api, after: &Api) -> Self {
        Self {
            before: named(before),
            after: named(after),
        }
    }

    /// Returns the scalar that a use of a type before stands for.
    pub(super) fn before(&self, ty: &TypeRef) -> Option<Scalar> {
        scalar(&self.before, ty)
    }

    /// Returns the scalar that a use of a type after stands for.
    pub(super) fn after(&self, ty: &TypeRef) -> Option<Scalar> {
        scalar(&self.after, ty)
    }
}

impl Scalar {
    /// Tells whether what one side writes as this, the other reads as `read`.
    pub(super) fn passes_for(self, read: Self) -> bool {
        use Scalar::{Bytes, Day, Moment, Number, Small, Text, Whole};
        self == read
            || matches!(
                (self, read),
                (Small, Whole | Number)
                    | (Whole, Number)
                    | (Moment | Day | Bytes, Text)
                    | (Day, Moment)
            )
    }
}

fn scalar(types: &BTreeMap<String, Scalar>, ty: &TypeRef) -> Option<Scalar> {
    match ty {
        TypeRef::Named(ident) => types.get(ident).copied(),
        TypeRef::Primitive(primitive) => Some(of_primitive(*primitive)),
        _ => None,
    }
}

/// Returns the enums and the aliases of scalars.
fn named(api: &Api) -> BTreeMap<String, Scalar> {
    let scalar = |kind: &TypeKind| match kind {
        TypeKind::Enum(shape) if shape.is_integer() => Some(Scalar::Whole),
        TypeKind::Enum(_) => Some(Scalar::Text),
        TypeKind::Alias(TypeRef::Primitive(primitive)) => Some(of_primitive(*primitive)),
        _ => None,
    };
    let types = api.types.iter();
    types
        .filter_map(|def| Some((def.name.ident.clone(), scalar(&def.kind)?)))
        .collect()
}

fn of_primitive(primitive: Primitive) -> Scalar {
    match primitive {
        Primitive::Bool => Scalar::Flag,
        Primitive::I32 | Primitive::U32 => Scalar::Small,
        Primitive::I64 | Primitive::U64 => Scalar::Whole,
        Primitive::F32 | Primitive::F64 => Scalar::Number,
        Primitive::DateTime => Scalar::Moment,
        Primitive::Date => Scalar::Day,
        Primitive::Base64 | Primitive::File => Scalar::Bytes,
        Primitive::Text(_) => Scalar::Text,
    }
}

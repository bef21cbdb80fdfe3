//! Two uses of types → whether a value of one passes for the other on the wire, whatever Rust
//! calls them.
//!
//! Invariant: what cannot be told apart for sure is different.

use std::collections::BTreeMap;

use super::{
    renames::Renames,
    rules::{FORMAT_CHANGED, Rule},
};
use crate::model::{Api, Primitive, TypeKind, TypeRef};

/// What scalars a named type stands for.
#[derive(Debug, Default)]
pub(super) struct Scalars {
    before: BTreeMap<String, Scalar>,
    after: BTreeMap<String, Scalar>,
}

/// What a scalar looks like, from the most particular to the most general of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scalar {
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

    /// Whether what one side writes as `written`, the other reads as `read`.
    fn passes(written: Scalar, read: Scalar) -> bool {
        use Scalar::{Bytes, Day, Moment, Number, Small, Text, Whole};
        written == read
            || matches!(
                (written, read),
                (Small, Whole | Number)
                    | (Whole, Number)
                    | (Moment | Day | Bytes, Text)
                    | (Day, Moment)
            )
    }

    fn scalar(types: &BTreeMap<String, Scalar>, ty: &TypeRef) -> Option<Scalar> {
        match ty {
            TypeRef::Named(ident) => types.get(ident).copied(),
            TypeRef::Primitive(primitive) => Some(of_primitive(*primitive)),
            _ => None,
        }
    }
}

impl Renames {
    /// Whether the service reads what the released crate writes.
    pub(super) fn is_still_understood(&self, before: &TypeRef, after: &TypeRef) -> bool {
        self.alike(before, after, Passes::Sent)
    }

    /// Whether the released crate reads what the service writes.
    pub(super) fn still_understands(&self, before: &TypeRef, after: &TypeRef) -> bool {
        self.alike(before, after, Passes::Received)
    }

    /// The null of the value as a whole is judged apart from its type.
    fn alike(&self, before: &TypeRef, after: &TypeRef, passes: Passes) -> bool {
        match (before.without_null(), after.without_null()) {
            (TypeRef::List(before), TypeRef::List(after))
            | (TypeRef::Map(before), TypeRef::Map(after)) => {
                let null = passes.null(before.is_nullable(), after.is_nullable());
                null && self.alike(before, after, passes)
            }
            (TypeRef::Boxed(before), after) => self.alike(before, after, passes),
            (before, TypeRef::Boxed(after)) => self.alike(before, after, passes),
            (before, after) => {
                let old = Scalars::scalar(&self.scalars.before, before);
                let new = Scalars::scalar(&self.scalars.after, after);
                match (old, new) {
                    (Some(old), Some(new)) => passes.scalar(old, new),
                    _ => self.same(before, after),
                }
            }
        }
    }
}

/// Which side writes.
#[derive(Clone, Copy, Debug)]
enum Passes {
    /// The released crate.
    Sent,
    /// The service.
    Received,
}

impl Passes {
    fn scalar(self, before: Scalar, after: Scalar) -> bool {
        match self {
            Self::Sent => Scalars::passes(before, after),
            Self::Received => Scalars::passes(after, before),
        }
    }

    /// Whether a null inside of a value is only written where it is read.
    fn null(self, before: bool, after: bool) -> bool {
        match self {
            Self::Sent => !before || after,
            Self::Received => !after || before,
        }
    }
}

/// The rule for texts that differ in their format alone.
pub(super) fn format_rule(before: &TypeRef, after: &TypeRef) -> Option<&'static Rule> {
    let is_format = |ty: &TypeRef| matches!(ty, TypeRef::Primitive(Primitive::Text(_)));
    let differs = match (before.without_null(), after.without_null()) {
        (TypeRef::List(before), TypeRef::List(after))
        | (TypeRef::Map(before), TypeRef::Map(after)) => {
            return format_rule(before, after);
        }
        (before, after) => is_format(before) && is_format(after) && before != after,
    };
    differs.then_some(&FORMAT_CHANGED)
}

/// The enums and the aliases of scalars.
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

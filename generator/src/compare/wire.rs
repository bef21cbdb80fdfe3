//! Two uses of types → whether a value of one passes for the other on the wire, whatever Rust
//! calls them.
//!
//! Invariant: what cannot be told apart for sure is different.

use super::{
    renames::Renames,
    rules::{FORMAT_CHANGED, Rule},
    scalars::Scalar,
};
use crate::model::{Primitive, TypeRef};

impl Renames {
    /// Returns `true` if the service still reads the messages of the released crate.
    pub(super) fn is_still_understood(&self, before: &TypeRef, after: &TypeRef) -> bool {
        self.alike(before, after, Passes::Sent)
    }

    /// Returns `true` if the released crate still reads the messages of the service.
    pub(super) fn still_understands(&self, before: &TypeRef, after: &TypeRef) -> bool {
        self.alike(before, after, Passes::Received)
    }

    /// Compares types. The null of the value as a whole is judged apart from its type.
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
                let old = self.scalars.before(before);
                let new = self.scalars.after(after);
                match (old, new) {
                    (Some(old), Some(new)) => passes.scalar(old, new),
                    _ => self.same(before, after),
                }
            }
        }
    }
}

/// Direction of a value.
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
            Self::Sent => before.passes_for(after),
            Self::Received => after.passes_for(before),
        }
    }

    /// Returns `true` if a null inside a value is only written where it is read.
    fn null(self, before: bool, after: bool) -> bool {
        match self {
            Self::Sent => !before || after,
            Self::Received => !after || before,
        }
    }
}

/// Returns the rule for texts that differ in their format alone.
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

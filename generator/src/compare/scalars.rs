//! Primitives and enums → the scalars that they are on the wire.
//!
//! Invariant: scalars differ where the text or number on the wire may.

use crate::model::{Enum, Primitive};

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

/// The scalar that an enum is a part of.
pub(super) fn of_enum(shape: &Enum) -> Scalar {
    if shape.is_integer() {
        Scalar::Whole
    } else {
        Scalar::Text
    }
}

/// The scalar that a primitive is.
pub(super) fn of_primitive(primitive: Primitive) -> Scalar {
    match primitive {
        Primitive::Bool => Scalar::Flag,
        Primitive::I32 | Primitive::U32 => Scalar::Small,
        Primitive::I64 | Primitive::U64 | Primitive::I128 => Scalar::Whole,
        Primitive::F32 | Primitive::F64 | Primitive::Decimal => Scalar::Number,
        Primitive::DateTime => Scalar::Moment,
        Primitive::Date => Scalar::Day,
        Primitive::Base64 | Primitive::Base64Url | Primitive::File => Scalar::Bytes,
        Primitive::Text(_) => Scalar::Text,
    }
}

//! Uses of types.

use super::{Assigned, Stage};

/// A type as it is in a field, parameter or body.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum TypeRef<S: Stage = Assigned> {
    /// A type that Rust or its ecosystem has.
    Primitive(Primitive),
    /// The [`TypeDef`](super::TypeDef) with this identifier.
    Named(S::Link),
    /// Any number of items.
    List(Box<TypeRef<S>>),
    /// Any keys, with values of one type.
    Map(Box<TypeRef<S>>),
    /// An object whose keys and values the description does not know.
    FreeForm,
    /// Any JSON value.
    Json,
    /// The type or `null`.
    Nullable(Box<TypeRef<S>>),
    /// The type behind a pointer, which a type that holds itself needs.
    Boxed(Box<TypeRef<S>>),
}

impl<S: Stage> TypeRef<S> {
    /// Returns the type or `null`; a type that is nullable already stays as it is.
    #[must_use]
    pub fn nullable(self) -> Self {
        match self {
            Self::Nullable(_) | Self::Json => self,
            other => Self::Nullable(Box::new(other)),
        }
    }

    /// Returns `true` if `null` is one of its values.
    #[must_use]
    pub fn is_nullable(&self) -> bool {
        matches!(self, Self::Nullable(_) | Self::Json)
    }

    /// Returns the type without `null`.
    #[must_use]
    pub fn without_null(&self) -> &Self {
        match self {
            Self::Nullable(inner) => inner.without_null(),
            other => other,
        }
    }

    /// Returns the number of types that are nested in it.
    #[must_use]
    pub fn depth(&self) -> usize {
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Boxed(inner) => {
                1 + inner.depth()
            }
            Self::Primitive(_) | Self::Named(_) | Self::FreeForm | Self::Json => 1,
        }
    }

    /// Calls `visit` with every named type in it.
    pub fn visit_named<'a>(&'a self, visit: &mut impl FnMut(&'a str)) {
        match self {
            Self::Named(link) => visit(link.as_ref()),
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Boxed(inner) => {
                inner.visit_named(visit);
            }
            Self::Primitive(_) | Self::FreeForm | Self::Json => {}
        }
    }
}

/// A type that Rust or its ecosystem has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Primitive {
    /// `bool`
    Bool,
    /// `i32`
    I32,
    /// `i64`, also for integers without a format.
    I64,
    /// `u32`
    U32,
    /// `u64`
    U64,
    /// `f32`
    F32,
    /// `f64`, also for numbers without a format.
    F64,
    /// A point in time.
    DateTime,
    /// A day of the calendar.
    Date,
    /// `i128`, for bounds beyond those of 64 bits.
    I128,
    /// A number of any precision, kept as it is written.
    Decimal,
    /// Bytes, written as base64 text.
    Base64,
    /// Bytes, written as base64 text in the alphabet for addresses.
    Base64Url,
    /// A file inside a form, of which no JSON can be made.
    File,
    /// Text; the format is a promise of the description that decoding does not insist on.
    Text(TextFormat),
}

/// The format that a description promises for a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextFormat {
    /// No promise.
    Plain,
    /// An email address.
    Email,
    /// An address or relative reference (RFC 3986).
    Uri,
    /// A UUID (RFC 4122).
    Uuid,
    /// The raw bytes of a file, inside a form.
    Binary,
}

//! Fields that an account has made for itself, whose names and types are known to the caller alone.
//!
//! A name that is none is found out when the query is sent, and nothing is sent then.

use std::fmt;
use std::marker::PhantomData;

use super::{Bound, Expression, InvalidQuery, Operand};

/// A custom field, for conditions of the query type `Q`.
///
/// The type of the value decides how it is written: text and days in quotes, numbers and flags as they are. It has to
/// be the type that the field has.
#[derive(Clone)]
pub struct CustomField<Q> {
    name: Result<String, InvalidQuery>,
    marker: PhantomData<fn() -> Q>,
}

impl<Q: From<Expression>> CustomField<Q> {
    /// Creates the field of this name, which starts with `prefix`.
    #[must_use]
    pub fn new(name: &str, prefix: &'static str) -> Self {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let own = name.strip_prefix(prefix).unwrap_or_default();
        let is_name = !own.is_empty() && name.bytes().all(is_part);
        Self {
            name: if is_name {
                Ok(name.to_owned())
            } else {
                let name = name.to_owned();
                Err(InvalidQuery::Name { name, prefix })
            },
            marker: PhantomData,
        }
    }

    /// Matches records whose field has this value.
    #[must_use]
    pub fn eq(self, value: impl Into<Operand>) -> Q {
        self.compare(":", &value.into())
    }

    /// Matches records whose field has one of these values. Without any value nothing can match, and the query cannot
    /// be sent.
    #[must_use]
    pub fn one_of<T: Into<Operand>>(self, values: impl IntoIterator<Item = T>) -> Q {
        let operands = values.into_iter().map(Into::into);
        self.with_name(|name| Expression::one_of(name, operands))
    }

    /// Matches records whose field is this number or more, or this day or later; written as `:>`, which includes the
    /// value itself.
    #[must_use]
    pub fn ge(self, value: impl Into<Bound>) -> Q {
        self.compare(":>", &value.into().into())
    }

    /// Matches records whose field is this number or less, or this day or earlier; written as `:<`, which includes the
    /// value itself.
    #[must_use]
    pub fn le(self, value: impl Into<Bound>) -> Q {
        self.compare(":<", &value.into().into())
    }

    /// Matches records without a value in the field.
    #[must_use]
    pub fn is_null(self) -> Q {
        self.with_name(Expression::null)
    }

    fn compare(self, operator: &str, operand: &Operand) -> Q {
        self.with_name(|name| Expression::condition(name, operator, operand))
    }

    fn with_name(self, make: impl FnOnce(&str) -> Expression) -> Q {
        match self.name {
            Ok(name) => make(&name).into(),
            Err(error) => Expression::invalid(error).into(),
        }
    }
}

/// The fields that an account has added, for conditions of the query type `Q`; each is a function.
pub struct CustomFields<Q> {
    marker: PhantomData<fn() -> Q>,
}

impl<Q> CustomFields<Q> {
    /// All of them.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            marker: PhantomData,
        }
    }
}

impl<Q> Default for CustomFields<Q> {
    fn default() -> Self {
        Self::new()
    }
}

impl<Q> Clone for CustomFields<Q> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Q> Copy for CustomFields<Q> {}

impl<Q> fmt::Debug for CustomFields<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CustomFields")
    }
}

impl<Q> fmt::Debug for CustomField<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CustomField").field(&self.name).finish()
    }
}

//! Fields that can be searched, and what each can be asked.
//!
//! What a field allows is part of its type, so that a condition the service would refuse does not compile. Generic
//! shells around one function that is not.

use std::fmt;
use std::marker::PhantomData;

use super::{Expression, operand::Operand, operand::Quoting};
use crate::runtime::Parameter;

/// Stands for what a field does not allow.
#[derive(Clone, Copy, Debug)]
pub enum No {}

/// Stands for fields that can be compared by order.
#[derive(Clone, Copy, Debug)]
pub enum Ordered {}

/// Stands for fields that can be asked whether they have a value.
#[derive(Clone, Copy, Debug)]
pub enum Nullable {}

/// Names types without holding any of them.
type Marker<T> = PhantomData<fn() -> T>;

/// A field with values of the type `V`, for conditions of the query type `Q`; `O` is [`Ordered`] and `N` is
/// [`Nullable`] where it is.
pub struct Field<Q, V, O = No, N = No> {
    name: &'static str,
    quoting: Quoting,
    marker: Marker<(Q, V, O, N)>,
}

impl<Q, V, O, N> Field<Q, V, O, N> {
    /// Returns a field whose values are as they are: numbers and flags.
    #[must_use]
    pub const fn plain(name: &'static str) -> Self {
        Self::new(name, Quoting::Plain)
    }

    /// Returns a field whose values are in quotes: texts and days.
    #[must_use]
    pub const fn quoted(name: &'static str) -> Self {
        Self::new(name, Quoting::Quoted)
    }

    const fn new(name: &'static str, quoting: Quoting) -> Self {
        Self {
            name,
            quoting,
            marker: PhantomData,
        }
    }
}

impl<Q: From<Expression>, V: Parameter, O, N> Field<Q, V, O, N> {
    /// Matches records whose field has this value.
    #[must_use]
    pub fn eq(self, value: impl Into<V>) -> Q {
        self.compare(":", &value.into())
    }

    /// Matches records whose field has one of these values. Without any value nothing can match, and the query cannot
    /// be sent.
    #[must_use]
    pub fn one_of<T: Into<V>>(self, values: impl IntoIterator<Item = T>) -> Q {
        let operands = values.into_iter().map(|value| {
            let value: V = value.into();
            Operand::new(self.quoting, value.text())
        });
        Expression::one_of(self.name, operands).into()
    }

    fn compare(&self, operator: &str, value: &dyn Parameter) -> Q {
        let operand = Operand::new(self.quoting, value.text());
        Expression::condition(self.name, operator, &operand).into()
    }
}

impl<Q: From<Expression>, V: Parameter, N> Field<Q, V, Ordered, N> {
    /// Matches records whose field is this value or more, or this day or later; written as `:>`, which includes the
    /// value itself.
    #[must_use]
    pub fn ge(self, value: impl Into<V>) -> Q {
        self.compare(":>", &value.into())
    }

    /// Matches records whose field is this value or less, or this day or earlier; written as `:<`, which includes the
    /// value itself.
    #[must_use]
    pub fn le(self, value: impl Into<V>) -> Q {
        self.compare(":<", &value.into())
    }
}

impl<Q: From<Expression>, V, O> Field<Q, V, O, Nullable> {
    /// Matches records without a value in the field.
    #[must_use]
    pub fn is_null(self) -> Q {
        Expression::null(self.name).into()
    }
}

impl<Q, V, O, N> Clone for Field<Q, V, O, N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Q, V, O, N> Copy for Field<Q, V, O, N> {}

impl<Q, V, O, N> fmt::Debug for Field<Q, V, O, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Field").field(&self.name).finish()
    }
}

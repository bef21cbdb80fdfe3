//! Fields of an object whose values depend on those of other fields → whether the values fit each other.
//!
//! Invariant: a value is only checked where those above it are known.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use super::Parameter;
use crate::runtime::codec::Patch;

/// A value of a field, and the values that the next field can have beside it.
#[derive(Clone, Copy, Debug)]
#[doc(hidden)]
pub struct Choice(pub &'static str, pub &'static [Choice]);

/// The value of a field that others depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(hidden)]
pub enum Level<'v> {
    /// The field is left as the service has it.
    Unchanged,
    /// The field has no value.
    Empty,
    /// The field has this value.
    Value(Cow<'v, str>),
}

/// A field that others depend on.
#[doc(hidden)]
pub trait Dependent {
    /// Returns the value of the field.
    fn level(&self) -> Level<'_>;
}

impl<T: Parameter> Dependent for Option<T> {
    fn level(&self) -> Level<'_> {
        self.as_ref()
            .map_or(Level::Empty, |value| Level::Value(value.text()))
    }
}

impl<T: Parameter> Dependent for Patch<T> {
    fn level(&self) -> Level<'_> {
        match self {
            Self::Absent => Level::Unchanged,
            Self::Null => Level::Empty,
            Self::Value(value) => Level::Value(value.text()),
        }
    }
}

/// A value of a field that does not fit the values of the fields it depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DependentFieldError {
    field: &'static str,
    value: String,
    above: Option<(&'static str, Option<String>)>,
    allowed: Vec<&'static str>,
}

impl DependentFieldError {
    /// Returns the name of the field.
    #[must_use]
    pub fn field(&self) -> &'static str {
        self.field
    }

    /// Returns the value of the field.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Returns the values that the field can have beside the others.
    #[must_use]
    pub fn allowed(&self) -> &[&'static str] {
        &self.allowed
    }
}

impl fmt::Display for DependentFieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` cannot be {:?}", self.field, self.value)?;
        match &self.above {
            Some((above, Some(value))) => write!(f, " where `{above}` is {value:?}")?,
            Some((above, None)) => write!(f, " where `{above}` has no value")?,
            None => {}
        }
        if self.allowed.is_empty() {
            return Ok(());
        }
        write!(f, "; it can be one of {:?}", self.allowed)
    }
}

impl Error for DependentFieldError {}

/// Checks fields, of which each depends on those before it.
///
/// # Errors
///
/// For the first value that the values above do not allow.
#[doc(hidden)]
pub fn check_dependent(
    fields: &[(&'static str, Level<'_>)],
    choices: &'static [Choice],
) -> Result<(), DependentFieldError> {
    let mut choices = choices;
    let mut above: Option<(&'static str, Option<String>)> = None;
    for (field, level) in fields {
        let field = field.strip_prefix("r#").unwrap_or(field);
        let value = match level {
            Level::Unchanged => return Ok(()),
            Level::Empty => {
                choices = &[];
                above = Some((field, None));
                continue;
            }
            Level::Value(value) => value,
        };
        let Some(choice) = choices.iter().find(|choice| choice.0 == &**value) else {
            return Err(DependentFieldError {
                field,
                value: value.to_string(),
                above,
                allowed: choices.iter().map(|choice| choice.0).collect(),
            });
        };
        choices = choice.1;
        above = Some((field, Some(value.to_string())));
    }
    Ok(())
}

/// Implements the check of fields whose values depend on those of other fields.
///
/// ```text
/// dependent_fields!(Ticket, [category, item] => &[Choice("Hardware", &[Choice("Printer", &[])])]);
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! dependent_fields {
    ($name:ident, $([$($field:ident),+] => $choices:expr),+ $(,)?) => {
        impl $name {
            /// Checks each field whose values depend on those of other fields, such as the levels of a nested field. The
            /// service refuses what does not fit.
            ///
            /// # Errors
            ///
            /// For the first value that the fields it depends on do not allow, or that was not known when this crate was made.
            pub fn check_dependent_fields(
                &self,
            ) -> ::std::result::Result<(), $crate::runtime::DependentFieldError> {
                #[allow(unused_imports, reason = "an account may have a field without choices")]
                use $crate::runtime::dependent::{Choice, Dependent as _};
                $(
                    $crate::runtime::dependent::check_dependent(
                        &[$((::std::stringify!($field), self.$field.level())),+],
                        $choices,
                    )?;
                )+
                ::std::result::Result::Ok(())
            }
        }
    };
}

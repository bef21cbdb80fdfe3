//! Operand of a comparison, as written in an expression.
//!
//! Invariant: a plain operand is a number, `true` or `false`; a quoted one has nothing that ends its quotes.

use std::borrow::Cow;

use super::InvalidQuery;
use crate::runtime::codec::Date;

/// A value that a custom field can be compared with: text, a number, a flag or a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Operand(Form);

/// A value that a custom field can be at least or at most: a number or a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound(Form);

/// Written form of a value.
#[derive(Clone, Debug, PartialEq)]
enum Form {
    /// As it is.
    Plain(String),
    /// In single quotes.
    Quoted(String),
}

/// Quoting of a field's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quoting {
    Plain,
    Quoted,
}

impl Operand {
    pub(super) fn new(quoting: Quoting, text: Cow<'_, str>) -> Self {
        let text = text.into_owned();
        Self(match quoting {
            Quoting::Plain => Form::Plain(text),
            Quoting::Quoted => Form::Quoted(text),
        })
    }

    /// Returns the value as it is behind the name of `field`.
    pub(super) fn written(&self, field: &str) -> Result<String, InvalidQuery> {
        let field = || field.to_owned();
        match &self.0 {
            Form::Plain(text) if is_plain(text) => Ok(text.clone()),
            Form::Plain(_) => Err(InvalidQuery::Number { field: field() }),
            Form::Quoted(text) => match text.chars().find(|character| ends_quotes(*character)) {
                None => Ok(format!("'{text}'")),
                Some(character) => Err(InvalidQuery::Character {
                    field: field(),
                    character,
                }),
            },
        }
    }
}

impl From<Bound> for Operand {
    fn from(bound: Bound) -> Self {
        Self(bound.0)
    }
}

/// Returns `true` if a text is a number, `true` or `false`.
fn is_plain(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.strip_prefix('-').unwrap_or(text);
    let is_number = match number.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(number),
    };
    is_number || text == "true" || text == "false"
}

/// Returns `true` if a character may end the quotes around it, those around the whole expression included: a backslash
/// in front of the last quote would hide it, if the service read it as an escape.
fn ends_quotes(character: char) -> bool {
    matches!(character, '\'' | '"' | '\\') || character.is_control()
}

macro_rules! operands {
    ($($form:ident: $($value:ty),+;)+) => {$($(
        impl From<$value> for Operand {
            fn from(value: $value) -> Self {
                Self(Form::$form(value.to_string()))
            }
        }
    )+)+};
}

macro_rules! bounds {
    ($($form:ident: $($value:ty),+;)+) => {$($(
        impl From<$value> for Bound {
            fn from(value: $value) -> Self {
                Self(Form::$form(value.to_string()))
            }
        }
    )+)+};
}

operands! {
    Plain: bool, i32, i64, u32, u64, f64;
    Quoted: &str, String, Date;
}

bounds! {
    Plain: i32, i64, u32, u64, f64;
    Quoted: Date;
}

//! Keys with a single value, and the parts that other keys have in common.

use serde::{Deserialize, Deserializer, de::Error};

use super::key::{Extension, OldName};

/// A text with something in it, without spaces around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Text<'d>(pub(crate) &'d str);

impl<'de: 'd, 'd> Deserialize<'de> for Text<'d> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&str>::deserialize(deserializer)?.trim();
        if text.is_empty() {
            return Err(Error::custom("the text is empty"));
        }
        Ok(Self(text))
    }
}

impl From<Text<'_>> for String {
    fn from(Text(text): Text<'_>) -> Self {
        text.to_owned()
    }
}

impl<'d> Extension<'d> for Text<'d> {
    const SHAPE: &'static str = "a text";
    const OLD_NAME: OldName = OldName::Warned;
}

/// `x-rust-name`: the name that a person chose, in any case.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RustName<'d>(pub(crate) &'d str);

impl<'de: 'd, 'd> Deserialize<'de> for RustName<'d> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = <&str>::deserialize(deserializer)?.trim();
        if !name.contains(|letter: char| letter.is_ascii_alphabetic()) {
            return Err(Error::custom("the name has no letter"));
        }
        Ok(Self(name))
    }
}

impl<'d> Extension<'d> for RustName<'d> {
    const SHAPE: &'static str = "words in any case, such as `list_for_ticket`";
    const OLD_NAME: OldName = OldName::Foreign;
}

/// `x-rust-retry`: whether a second call does the same as one.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Retry {
    /// It does.
    Safe,
    /// It does not.
    Unsafe,
}

impl Extension<'_> for Retry {
    const SHAPE: &'static str = "`safe` if the operation is idempotent, else `unsafe`";
}

/// `x-rust-form-style`: how lists and objects become fields of a form.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum FormStyle {
    /// `tags[]` and `address[city]`
    Brackets,
    /// `tags`, and JSON for objects.
    Plain,
}

impl Extension<'_> for FormStyle {
    const SHAPE: &'static str = "`brackets`, for `tags[]` and `address[city]`, or `plain`";
}

/// `x-rust-absent`: what a received property is read as where it is absent or null.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Absent {
    /// An object without members.
    Empty,
}

impl Extension<'_> for Absent {
    const SHAPE: &'static str =
        "`empty` if a property that is absent or null is read as an object without members";
}

/// `x-rust-timestamps`: the precision in which the service takes points in time.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Timestamps {
    /// With a fraction of a second, where there is one.
    Full,
    /// In whole seconds.
    Seconds,
}

impl Extension<'_> for Timestamps {
    const SHAPE: &'static str =
        "`seconds` if the service rejects fractions of a second, else `full`";
    const OLD_NAME: OldName = OldName::Foreign;
}

/// `x-rust-left-out`: an operation that is known to exist and omitted on purpose.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LeftOut {
    /// Its method and path.
    pub(crate) operation: String,
    /// Reason.
    pub(crate) reason: String,
}

impl Extension<'_> for Vec<LeftOut> {
    const SHAPE: &'static str = "a list of `{operation: 'PUT /widgets/{id}', reason: …}`";
}

/// A schema of single values: a reference, or a type.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct Scalar<'d> {
    /// The reference to a component or to a property of one.
    #[serde(rename = "$ref", borrow)]
    pub(crate) reference: Option<&'d str>,
    /// The type.
    #[serde(rename = "type", borrow)]
    pub(crate) ty: Option<&'d str>,
    /// Its format.
    #[serde(borrow)]
    pub(crate) format: Option<&'d str>,
}

//! Our own keys of a description, `x-rust-…`: the members of each owner → one typed struct.
//!
//! Invariant: a value of the wrong shape is an error at the place of what is wrong in it; a key of
//! another vendor is ignored, whatever it holds.

mod credits;
mod dependent;
mod key;
mod pagination;
mod plans;
mod poll;
mod search;
mod values;
mod webhook;

use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use self::key::{Extension, OldName};
pub(crate) use self::{
    credits::Credits,
    dependent::Dependent,
    pagination::{Keyset, Next, Pagination},
    plans::{Plan, Plans},
    poll::Poll,
    search::{Search, SearchField},
    values::{Absent, FormStyle, LeftOut, Retry, RustName, Scalar, Text, Timestamps},
    webhook::{Notation, Webhook, WebhookKey},
};
use super::{Pointer, escape, similar};
use crate::diagnostics::{Diagnostic, Diagnostics, Subject};

/// Prefix of all our keys, which no other vendor uses.
const PREFIX: &str = "x-rust-";

/// The code of every error about a value of our keys.
const INVALID: &str = "invalid-extension";

/// A value with its place.
#[derive(Debug)]
pub(crate) struct Found<T> {
    /// The value.
    pub(crate) value: T,
    /// The JSON pointer of the value.
    pub(crate) at: String,
    /// The part of the description that has it. `None`: the description as a whole.
    pub(crate) subject: Option<Subject>,
}

impl<T> Found<T> {
    /// Returns an error about a member of the value.
    pub(crate) fn wrong(&self, member: &str, message: impl Into<String>) -> Diagnostic {
        let error = self.wrong_value(message);
        error.at(format!("{}/{member}", self.at))
    }

    /// Returns an error about the value.
    pub(crate) fn wrong_value(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            subject: self.subject.clone(),
            ..Diagnostic::error(INVALID, message).at(&self.at)
        }
    }
}

/// Creates an error about the value of one of our keys.
pub(crate) fn wrong(message: impl Into<String>, help: &str, at: &str) -> Diagnostic {
    Diagnostic::error(INVALID, message).at(at).help(help)
}

macro_rules! owners {
    ($($(#[$doc:meta])* $owner:ident $(<$life:lifetime>)? { $($field:ident: $value:ty = $name:literal,)* })*) => {
        /// The names of all keys, without the prefix.
        const NAMES: &[&str] = &[$($($name,)*)*];

        $(
            $(#[$doc])*
            #[derive(Debug, Default)]
            pub(crate) struct $owner $(<$life>)? {
                $(
                    #[doc = concat!("`x-rust-", $name, "`")]
                    pub(crate) $field: Option<Found<$value>>,
                )*
            }

            impl $(<$life>)? $owner $(<$life>)? {
                /// Reads the keys among the members that are at a JSON pointer.
                pub(crate) fn read<'v $(: $life)?>(
                    members: impl IntoIterator<Item = (&'v String, &'v Value)>,
                    at: &str,
                    diagnostics: &mut Diagnostics,
                ) -> Self {
                    let mut read = Self::default();
                    for (key, value) in members {
                        let entry = Entry { key, value, at };
                        match (key.strip_prefix(PREFIX), key.strip_prefix("x-")) {
                            $((Some($name), _) => read.$field = entry.read(diagnostics),)*
                            $((None, Some($name)) => entry.check_old_name::<$value>(diagnostics),)*
                            (Some(name), _) if NAMES.contains(&name) => diagnostics.push(entry.misplaced()),
                            _ => {}
                        }
                    }
                    read
                }
            }
        )*
    };
}

owners! {
    /// Keys of the description itself.
    Root<'d> {
        plans: Plans<'d> = "plans",
        left_out: Vec<LeftOut> = "left-out",
        timestamps: Timestamps = "timestamps",
    }
    /// Keys of a tag.
    Tag<'d> {
        name: RustName<'d> = "name",
        records: Text<'d> = "records",
    }
    /// Keys of an operation.
    Operation<'d> {
        name: RustName<'d> = "name",
        retry: Retry = "retry",
        pagination: Pagination = "pagination",
        poll: Poll = "poll",
        credits: Credits = "credits",
        rate_limit_group: Text<'d> = "rate-limit-group",
        partly_typed: Text<'d> = "partly-typed",
        search: Search<'d> = "search",
    }
    /// Keys of an operation under `webhooks`.
    WebhookOperation<'d> {
        webhook: Webhook<'d> = "webhook",
    }
    /// Keys of a parameter.
    Parameter<'d> {
        name: RustName<'d> = "name",
    }
    /// Keys of a schema that is a component or a property.
    Schema<'d> {
        name: RustName<'d> = "name",
        absent: Absent = "absent",
        dependent: Vec<Dependent> = "dependent",
    }
    /// Keys of a media type.
    MediaType {
        form_style: FormStyle = "form-style",
    }
}

/// A member of an owner.
struct Entry<'d, 'a> {
    key: &'d str,
    value: &'d Value,
    /// The place of the owner.
    at: &'a str,
}

impl<'d> Entry<'d, '_> {
    fn place(&self) -> String {
        format!("{}/{}", self.at, escape(self.key))
    }

    fn read<T: Extension<'d>>(&self, diagnostics: &mut Diagnostics) -> Option<Found<T>> {
        let at = self.place();
        match serde_path_to_error::deserialize(self.value) {
            Ok(value) => Some(Found {
                value,
                at,
                subject: diagnostics.scope().cloned(),
            }),
            Err(error) => {
                let message = format!("malformed `{}`: {}", self.key, error.inner());
                let at = format!("{at}{}", pointer(error.path()));
                diagnostics.push(wrong(message, &format!("write {}", T::SHAPE), &at));
                None
            }
        }
    }

    /// Reports a value of ours under the name that its key had.
    fn check_old_name<T: Extension<'d>>(&self, diagnostics: &mut Diagnostics) {
        let is_empty = self
            .value
            .as_object()
            .is_some_and(serde_json::Map::is_empty);
        if is_empty || T::deserialize(self.value).is_err() {
            return;
        }
        let name = self.key.trim_start_matches("x-");
        let message = format!("`{}` is called `{PREFIX}{name}`", self.key);
        let diagnostic = match T::OLD_NAME {
            OldName::Rejected => Diagnostic::error("renamed-extension", message),
            OldName::Warned => Diagnostic::warning("renamed-extension", message + "; ignored"),
            OldName::Foreign => return,
        };
        diagnostics.push(diagnostic.at(self.place()).help("rename the key"));
    }

    fn misplaced(&self) -> Diagnostic {
        let message = format!("`{}` has no meaning here, ignored", self.key);
        Diagnostic::warning("unknown-extension", message).at(self.place())
    }
}

/// Returns the warning about a key that begins like ours and is none.
pub(super) fn unknown(key: &str, at: &Pointer<'_>) -> Option<Diagnostic> {
    let name = key.strip_prefix(PREFIX)?;
    if NAMES.contains(&name) {
        return None;
    }
    let message = format!("unknown key `{key}`, ignored");
    let similar = similar(name, NAMES.iter().copied());
    let keys = known().join(&format!("`, `{PREFIX}"));
    let warning = Diagnostic::warning("unknown-extension", message)
        .at(at.key(key).to_string())
        .help(format!("the keys are `{PREFIX}{keys}`"))
        .did_you_mean(similar.map(|name| format!("{PREFIX}{name}")));
    Some(warning)
}

/// Returns the names of all keys, each once.
fn known() -> Vec<&'static str> {
    let mut names = NAMES.to_vec();
    names.sort_unstable();
    names.dedup();
    names
}

/// Returns the path of an error as the end of a JSON pointer.
fn pointer(path: &Path) -> String {
    let steps = path.iter().filter_map(|segment| match segment {
        Segment::Seq { index } => Some(format!("/{index}")),
        Segment::Map { key } => Some(format!("/{}", escape(key))),
        Segment::Enum { .. } | Segment::Unknown => None,
    });
    steps.collect()
}

//! Reports to tracing where a server sends what its description does not name: values unknown to an enum, unknown
//! fields, nulls and values that do not fit, text that breaks JSON's rules.
//!
//! Each finding is reported once per process, at debug, and never fails a call; without the feature there is nothing
//! here.

/// A deviation from the description.
#[cfg(feature = "tracing")]
#[derive(Clone, Debug)]
pub(super) struct Finding {
    kind: FindingKind,
    /// The type.
    name: &'static str,
    /// The field or the value.
    what: String,
    /// Further detail, for a value that does not fit.
    error: String,
}

#[cfg(feature = "tracing")]
#[derive(Clone, Copy, Debug)]
enum FindingKind {
    UnknownValue,
    UnknownField,
    Misfit,
    Null,
    InvalidText,
}

#[cfg(feature = "tracing")]
impl Finding {
    fn new(kind: FindingKind, name: &'static str, what: &str) -> Self {
        Self {
            kind,
            name,
            what: what.to_owned(),
            error: String::new(),
        }
    }

    /// Returns a value that an enum, or a union, has no variant for.
    #[cold]
    pub(super) fn unknown_value(name: &'static str, value: &dyn std::fmt::Display) -> Self {
        let value = super::excerpt(&value.to_string());
        Self::new(FindingKind::UnknownValue, name, &value)
    }

    /// Returns a member that a type has no field for.
    #[cold]
    pub(super) fn unknown_field(name: &'static str, key: &str) -> Self {
        Self::new(FindingKind::UnknownField, name, key)
    }

    /// Returns a value that does not fit its optional field.
    #[cold]
    pub(super) fn misfit(name: &'static str, key: &str, error: &super::DecodeError) -> Self {
        let mut finding = Self::new(FindingKind::Misfit, name, key);
        finding.error = format!("expected {}", error.expected());
        finding
    }

    /// Returns a null that the description rules out.
    #[cold]
    pub(super) fn null(name: &'static str, key: &str) -> Self {
        Self::new(FindingKind::Null, name, key)
    }

    /// Returns the text that breaks JSON's rules.
    #[cold]
    pub(super) fn invalid_text(what: &'static str) -> Self {
        Self::new(FindingKind::InvalidText, "JSON", what)
    }

    /// Reports the finding, unless it was reported before.
    #[cold]
    pub(super) fn report(&self) {
        if !self.is_first() {
            return;
        }
        let Self {
            kind,
            name,
            what,
            error,
        } = self;
        match kind {
            FindingKind::UnknownValue => {
                tracing::debug!(r#enum = name, value = %what, "a value that the API description does not name");
            }
            FindingKind::UnknownField => {
                tracing::debug!(
                    r#type = name,
                    field = what,
                    "a field that the API description does not name"
                );
            }
            FindingKind::Misfit => {
                tracing::debug!(
                    r#type = name,
                    field = what,
                    error,
                    "a value that does not fit its field"
                );
            }
            FindingKind::Null => {
                tracing::debug!(
                    r#type = name,
                    field = what,
                    "a null that the API description rules out"
                );
            }
            FindingKind::InvalidText => {
                tracing::debug!(%what, "text that breaks JSON's rules, read leniently");
            }
        }
    }

    /// Returns `true` if the finding was not reported before. After a number of findings, nothing is new.
    fn is_first(&self) -> bool {
        use std::collections::BTreeSet;
        use std::sync::{Mutex, PoisonError};

        const ENOUGH: usize = 1000;
        static REPORTED: Mutex<BTreeSet<(u8, &str, String)>> = Mutex::new(BTreeSet::new());

        let mut reported = REPORTED.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (self.kind as u8, self.name, self.what.clone());
        reported.len() < ENOUGH && reported.insert(key)
    }
}

/// Does nothing without the feature.
#[cfg(not(feature = "tracing"))]
#[derive(Clone, Copy, Debug)]
pub(super) struct Finding;

#[cfg(not(feature = "tracing"))]
impl Finding {
    pub(super) fn unknown_value(_: &'static str, _: &dyn std::fmt::Display) -> Self {
        Self
    }

    pub(super) fn unknown_field(_: &'static str, _: &str) -> Self {
        Self
    }

    pub(super) fn misfit(_: &'static str, _: &str, _: &super::DecodeError) -> Self {
        Self
    }

    pub(super) fn invalid_text(_: &'static str) -> Self {
        Self
    }

    #[allow(
        clippy::unused_self,
        reason = "the feature `tracing` has something to report"
    )]
    pub(super) fn report(self) {}
}

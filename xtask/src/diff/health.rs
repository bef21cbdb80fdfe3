//! Diagnostics about overlays → the health of their actions.
//!
//! Invariant: an action is told once, in the gravest state that it is in.

use generator::{Diagnostic, Masked, Severity};

/// Problem of an overlay action.
#[derive(Debug)]
pub(crate) struct Ailment {
    pub(crate) state: State,
    /// Problem, on one line.
    pub(crate) message: String,
    /// Suggested correction.
    pub(crate) help: Option<String>,
    /// `file:line:column` of the overlay.
    pub(crate) place: Option<String>,
}

/// State of an action relative to the present description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    /// It contradicts the description.
    Conflict,
    /// Its target no longer exists.
    Unused,
    /// The description says something else than the action states.
    Surprised,
    /// The description says so by itself.
    NotNeeded,
}

impl State {
    /// All of them, the gravest first.
    pub(crate) const ALL: [Self; 4] = [
        Self::Conflict,
        Self::Unused,
        Self::Surprised,
        Self::NotNeeded,
    ];

    /// Returns the word for it in JSON.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::Unused => "unused",
            Self::Surprised => "surprised",
            Self::NotNeeded => "not-needed",
        }
    }

    /// Returns the name for sentences.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Conflict => "in conflict with the description",
            Self::Unused => "without a target",
            Self::Surprised => "for a description that says something else by now",
            Self::NotNeeded => "no longer needed",
        }
    }

    /// Returns `true` if the crate cannot be generated before this is resolved.
    pub(crate) fn is_fatal(self) -> bool {
        matches!(self, Self::Conflict | Self::Unused)
    }

    fn of(diagnostic: &Diagnostic) -> Option<Self> {
        match (diagnostic.code, diagnostic.severity) {
            ("overlay-unmatched", _) => Some(Self::Unused),
            ("overlay-expectation", _) => Some(Self::Surprised),
            ("overlay-unchanged" | "overlay-repeated", _) => Some(Self::NotNeeded),
            (code, Severity::Error) if code.starts_with("overlay-") => Some(Self::Conflict),
            _ => None,
        }
    }
}

/// Lists the problems of the overlays, the gravest first.
pub(super) fn ailments<'d>(said: impl Iterator<Item = &'d Diagnostic>) -> Vec<Ailment> {
    let mut ailments: Vec<Ailment> = said.filter_map(ailment).collect();
    ailments.sort_by_key(|ailment| ailment.state);
    ailments
}

/// Ailments without those that a change which is masked tells with more.
pub(super) fn besides(mut ailments: Vec<Ailment>, masked: &[Masked]) -> Vec<Ailment> {
    ailments.retain(|ailment| {
        let is_told = |masked: &Masked| {
            masked.action.as_ref().is_some_and(|action| {
                let file = action.place.as_ref().map_or("", |(file, _)| file);
                let place = ailment.place.as_deref().unwrap_or_default();
                ailment.message.starts_with(&action.label) && place.starts_with(file)
            })
        };
        ailment.state != State::Surprised || !masked.iter().any(is_told)
    });
    ailments
}

fn ailment(diagnostic: &Diagnostic) -> Option<Ailment> {
    let place = diagnostic
        .file
        .as_ref()
        .map(|file| match diagnostic.position {
            Some(at) => format!("{file}:{}:{}", at.line, at.column),
            None => file.clone(),
        });
    Some(Ailment {
        state: State::of(diagnostic)?,
        message: diagnostic.message.clone(),
        help: diagnostic.help.clone(),
        place,
    })
}

//! Report of one change.
//!
//! Invariant: a verdict names the rule that decided it; the effect is the rule's.

use std::{cmp::Reverse, collections::BTreeSet};

use super::{
    effect::{Effect, Level},
    rules::Rule,
};

/// Something that differs between two descriptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Kind of difference.
    pub kind: ChangeKind,
    /// Subject of the change, by its name in the description: `Ticket.subject`, `GET /tickets`.
    pub subject: String,
    /// State before and after, in a few words.
    pub detail: String,
    /// Rules that decided the effect: at least one, those of the source level last.
    pub rules: Vec<&'static Rule>,
    /// The Rust declarations that differ, the one of the subject itself first.
    pub signatures: Vec<Signatures>,
    /// Cause of the change.
    pub cause: Cause,
    /// Position in the description before. `None`: it is new.
    pub before: Option<Location>,
    /// Position in the description after. `None`: it is gone.
    pub after: Option<Location>,
    /// The operations that it affects, as `GET /tickets`: those that a row about a shared part is about, and those that
    /// send or receive a type.
    pub operations: BTreeSet<String>,
    /// The subject of the first of several rows that are joined. `None`: the row stands for itself.
    pub(super) first: Option<String>,
    /// Prefixes of public paths whose differences this change explains.
    pub(super) claims: Vec<String>,
}

/// A place in a description, as a JSON pointer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location(pub String);

/// A Rust declaration before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signatures {
    /// The path by which callers name it.
    pub path: String,
    /// Declaration before. `None`: it is new.
    pub before: Option<String>,
    /// Declaration after. `None`: it is gone.
    pub after: Option<String>,
    /// The file of the crate that declares it, or declared it.
    pub file: String,
}

/// Cause of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The description.
    Description,
    /// A correction of the description.
    Overlay,
    /// A decision of the maintainer's.
    Settings,
    /// The generator, which makes something else of the same description.
    Generator,
    /// The runtime, which is the same for every description.
    Runtime,
}

impl Cause {
    /// Returns the word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Description => "description",
            Self::Overlay => "overlay",
            Self::Settings => "settings",
            Self::Generator => "generator",
            Self::Runtime => "runtime",
        }
    }

    /// Returns `true` if the description and its settings would give the same crate before and after.
    #[must_use]
    pub fn is_code(self) -> bool {
        matches!(self, Self::Generator | Self::Runtime)
    }

    /// Returns the code that a file of the crate comes from.
    pub(super) fn of_file(file: &str) -> Self {
        if file.starts_with("src/runtime/") || file.starts_with("src/streams/") {
            Self::Runtime
        } else {
            Self::Generator
        }
    }
}

/// Kinds of differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// There is more than there was.
    Added,
    /// There is less than there was.
    Removed,
    /// The same thing has another name.
    Renamed,
    /// The same thing is of another kind.
    Changed,
}

impl ChangeKind {
    /// Returns the word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Renamed => "renamed",
            Self::Changed => "changed",
        }
    }
}

/// Effect of a change on one level, and the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Effect.
    pub effect: Effect,
    /// The rule that decided. `None`: there is no effect on this level.
    pub rule: Option<&'static Rule>,
}

/// Rules that do more harm than their levels tell, the worst first.
const HARM: [&[&str]; 4] = [
    &["name-rebound"],
    &[
        "operation-gone",
        "request-line-changed",
        "server-gone",
        "security-gone",
    ],
    &[
        "parameter-gone",
        "parameter-moved",
        "required-parameter-added",
        "sent-body-changed",
        "sent-field-gone",
        "sent-field-required",
        "sent-null-refused",
        "sent-type-changed",
        "sent-value-gone",
    ],
    &[
        "received-body-changed",
        "received-field-gone",
        "received-field-optional",
        "received-null",
        "received-type-changed",
    ],
];

impl Change {
    pub(super) fn new(
        kind: ChangeKind,
        subject: impl Into<String>,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            subject: subject.into(),
            detail: detail.into(),
            rules: Vec::new(),
            signatures: Vec::new(),
            cause: Cause::Description,
            before: None,
            after: None,
            operations: BTreeSet::new(),
            first: None,
            claims: Vec::new(),
        }
    }

    pub(super) fn rule(mut self, rule: &'static Rule) -> Self {
        self.rules.push(rule);
        self
    }

    pub(super) fn rules(mut self, rules: impl IntoIterator<Item = &'static Rule>) -> Self {
        self.rules.extend(rules);
        self
    }

    pub(super) fn stood_at(mut self, pointer: &str) -> Self {
        self.before = Some(Location(pointer.to_owned()));
        self
    }

    pub(super) fn stands_at(mut self, pointer: &str) -> Self {
        self.after = Some(Location(pointer.to_owned()));
        self
    }

    /// Belongs to a place that is there on both sides, and decides about the client: its builder knows addresses and
    /// credentials.
    pub(super) fn of_client(self, pointer: &str) -> Self {
        self.claim("ClientBuilder")
            .stood_at(pointer)
            .stands_at(pointer)
    }

    /// Takes the differences of all items at and below a public path on itself.
    pub(super) fn claim(mut self, path: impl Into<String>) -> Self {
        self.claims.push(path.into());
        self
    }

    /// Returns the effect of the change on one level.
    #[must_use]
    pub fn verdict(&self, level: Level) -> Verdict {
        // The first among equals decides: it is about the subject itself.
        let rules = self.rules.iter().rev().copied();
        let rules = rules.filter(|rule| rule.level == level);
        match rules.max_by_key(|rule| rule.effect) {
            Some(rule) => Verdict {
                effect: rule.effect,
                rule: Some(rule),
            },
            None => Verdict {
                effect: Effect::None,
                rule: None,
            },
        }
    }

    /// Returns the gravest effect on any level.
    #[must_use]
    pub fn gravity(&self) -> Effect {
        let effects = Level::ALL.map(|level| self.verdict(level).effect);
        effects.into_iter().max().unwrap_or(Effect::None)
    }

    /// Returns its place in a report, which begins with what does the most harm: a name that means something else, an
    /// operation that is gone, a request that is refused, a response that cannot be read, code that does not compile.
    #[must_use]
    pub(super) fn harm(&self) -> (Reverse<Effect>, usize) {
        let harm = |rule: &&Rule| {
            HARM.iter()
                .position(|level| level.contains(&rule.id))
                .or_else(|| {
                    (rule.effect == Effect::Break).then_some(match rule.level {
                        Level::Wire => HARM.len(),
                        Level::Behaviour => HARM.len() + 1,
                        Level::Source => HARM.len() + 2,
                    })
                })
        };
        let worst = self.rules.iter().filter_map(harm).min();
        (Reverse(self.gravity()), worst.unwrap_or(HARM.len() + 3))
    }

    /// The subject by which [`changed_subjects`](super::changed_subjects) knows it.
    #[must_use]
    pub fn key(&self) -> &str {
        self.first.as_deref().unwrap_or(&self.subject)
    }

    /// Returns `true` if there is nothing to report.
    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.signatures.is_empty()
    }
}

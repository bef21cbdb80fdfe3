//! The levels on which a change has an effect, and the effects it has.
//!
//! Invariant: effects are in the order of their gravity, so the greatest of several is the gravest.

/// On what a change has an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Source compatibility: code that uses the crate still compiles.
    Source,
    /// Wire compatibility: the released crate and the service still accept each other's messages.
    Wire,
    /// Behaviour of the client: pagination, retries, authentication, limits.
    Behaviour,
}

impl Level {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Source, Self::Wire, Self::Behaviour];

    /// Returns the word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Wire => "wire",
            Self::Behaviour => "behaviour",
        }
    }
}

/// Effect of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Nobody notices.
    None,
    /// There is something new to use.
    Addition,
    /// Something goes another way from now on, and still goes.
    Difference,
    /// Something no longer works.
    Break,
}

impl Effect {
    /// Returns the word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Addition => "addition",
            Self::Difference => "difference",
            Self::Break => "break",
        }
    }
}

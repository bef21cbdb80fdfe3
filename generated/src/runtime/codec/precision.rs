//! The form in which a service takes points in time.

/// The precision of timestamps in requests. Responses are read in any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimestampPrecision {
    /// As precise as the value: with a fraction of a second, if it has one.
    #[default]
    Full,
    /// Whole seconds: a fraction is cut off, for services that refuse one.
    Seconds,
}

//! Points in time, as the service takes them.

/// The precision of timestamps in requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimestampPrecision {
    /// With a fraction of a second, where there is one.
    #[default]
    Full,
    /// Whole seconds: the service refuses fractions.
    Seconds,
}

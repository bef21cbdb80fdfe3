//! Advice for errors.

/// Advice that an error of a certain kind gives to the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The status of the responses that it is for.
    pub status: u16,
    /// The code in the error's body that it is for. `None`: any.
    pub code: Option<String>,
    /// The advice, without a full stop at the end.
    pub text: String,
}

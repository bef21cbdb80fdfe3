//! Options of a help desk.
//!
//! Invariant: the default is a small help desk that nobody has to wait for.

use super::faults::Fault;

/// The key that the help desk takes unless its options name another one.
pub const KEY: &str = "local-key";

/// Options of a help desk.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port on the loopback; 0 is any that is free.
    pub port: u16,
    /// The key that calls have to bring.
    pub key: String,
    /// Number of tickets at the start.
    pub tickets: usize,
    /// Number of calls answered in a minute; `None` is unlimited.
    pub limit: Option<u64>,
    /// The account's own fields that agents have to fill in when they create a ticket.
    pub mandatory: Vec<String>,
    /// Faults.
    pub faults: Vec<Fault>,
    /// `true` if responses are validated against the description; only a benchmark has a reason not to.
    pub judge_answers: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            key: KEY.to_owned(),
            tickets: 250,
            limit: None,
            mandatory: Vec::new(),
            faults: Vec::new(),
            judge_answers: true,
        }
    }
}

//! What a help desk is started with.
//!
//! Invariant: the default is a small help desk that nobody has to wait for.

use super::faults::Fault;

/// The key that the help desk takes unless its options name another one.
pub const KEY: &str = "local-key";

/// What a help desk is started with.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port on the loopback; 0 is any that is free.
    pub port: u16,
    /// The key that calls have to bring.
    pub key: String,
    /// How many tickets there are at the start.
    pub tickets: usize,
    /// How many calls a minute are answered; `None` is as many as come.
    pub limit: Option<u64>,
    /// What goes wrong.
    pub faults: Vec<Fault>,
    /// Whether answers are judged by the description; only a measurement has a reason not to.
    pub judge_answers: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            key: KEY.to_owned(),
            tickets: 250,
            limit: None,
            faults: Vec::new(),
            judge_answers: true,
        }
    }
}

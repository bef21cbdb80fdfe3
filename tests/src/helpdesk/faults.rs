//! Faults, and the calls that they affect: `429@3` is the third call answered with 429, `500%10` every tenth with 500.
//!
//! Invariant: a fault comes in place of the response, so what was asked is not done.

use std::{fmt, str::FromStr};

use super::reply::{Reply, line};
use crate::server::ServerResponse;

/// Something that goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    kind: FaultKind,
    when: When,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FaultKind {
    /// A response with this status, and a page of HTML where it is not a 429.
    Status(u16),
    /// The connection is reset in the middle of the response.
    Cut,
    /// No response comes.
    Stall,
}

/// Calls are counted from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    Once(usize),
    Every(usize),
}

/// A text that is no fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFault(String);

impl Fault {
    /// Returns `true` if the call with this number is affected.
    pub(super) fn strikes(self, number: usize) -> bool {
        match self.when {
            When::Once(turn) => number == turn,
            When::Every(step) => number.is_multiple_of(step),
        }
    }

    /// Returns the faulty response with its status; 0 if none arrives.
    pub(super) fn strike(self) -> (u16, ServerResponse) {
        match self.kind {
            FaultKind::Status(429) => (
                429,
                Reply::empty(429).header("retry-after: 1").into_answer(),
            ),
            FaultKind::Status(status) => {
                let page = "<!DOCTYPE html><title>We're sorry</title><h1>Something went wrong</h1>";
                let headers = ["content-type: text/html; charset=utf-8"];
                (status, ServerResponse::new(&line(status), &headers, page))
            }
            FaultKind::Cut => {
                let begun = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9999\r\n\r\n[{";
                (0, ServerResponse::wire(begun).then_reset())
            }
            FaultKind::Stall => (0, ServerResponse::wire("").then_stall()),
        }
    }
}

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(text: &str) -> Result<Self, UnknownFault> {
        read(text).ok_or_else(|| UnknownFault(text.to_owned()))
    }
}

fn read(text: &str) -> Option<Fault> {
    let at = text.find(['@', '%'])?;
    let (kind, when) = text.split_at(at);
    let number: usize = when[1..].parse().ok().filter(|number| *number > 0)?;
    let kind = match kind {
        "cut" => FaultKind::Cut,
        "stall" => FaultKind::Stall,
        status => {
            let status = status.parse().ok();
            FaultKind::Status(status.filter(|status| (400..600).contains(status))?)
        }
    };
    let when = if when.starts_with('@') {
        When::Once(number)
    } else {
        When::Every(number)
    };
    Some(Fault { kind, when })
}

impl fmt::Display for UnknownFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is no fault: write a status from 400 on, `cut` or `stall`, then `@3` for the third call or `%10` \
             for every tenth",
            self.0
        )
    }
}

impl std::error::Error for UnknownFault {}

#[cfg(test)]
mod tests {
    use super::Fault;

    #[test]
    fn faults_are_read_and_have_their_turn() {
        let turns = |text: &str| {
            let fault: Fault = text.parse().unwrap();
            (1..=6)
                .filter(|turn| fault.strikes(*turn))
                .collect::<Vec<_>>()
        };
        assert_eq!(turns("429@3"), [3]);
        assert_eq!(turns("cut%2"), [2, 4, 6]);
        for wrong in ["", "429", "200@1", "429@0", "500%x", "burn@1"] {
            assert!(wrong.parse::<Fault>().is_err(), "{wrong}");
        }
    }
}

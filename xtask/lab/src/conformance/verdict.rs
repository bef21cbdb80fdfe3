//! The calls of a scenario → its verdict.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use serde_json::Value;
use xtask::failure::Failure;
use xtask::terminal;

use super::document::Document;
use super::gap::Gap;
use super::plan::Planned;
use super::program::{Built, Place, program};
use crate::builds::Builds;
use crate::documents::bar;

/// Result of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Passed {
        /// `true` if a value in it is any JSON value because the description says no more.
        is_open: bool,
    },
    /// Typed arguments are not enough.
    Manual(String),
    Failed(String),
    /// OpenAPI lacks what the scenario needs.
    Inexpressible(String),
}

/// Errors of calls, by their places. A call that was made without an error has an empty one.
pub(super) type Outcomes = BTreeMap<Place, Option<String>>;

/// Runs the programs against the server.
pub(super) fn run(
    builds: &Builds,
    documents: &[Document],
    built: &Built,
    url: &str,
) -> Result<Outcomes, Failure> {
    let mut outcomes = Outcomes::new();
    for (index, document) in documents.iter().enumerate() {
        terminal::progress(&bar("calling", index, documents.len(), &document.package));
        if built.broken.contains_key(&document.package) {
            continue;
        }
        let path = format!(
            "debug/{}{}",
            program(document),
            std::env::consts::EXE_SUFFIX
        );
        let path = builds.built(&path);
        let output = Command::new(&path).arg(url).stdin(Stdio::null()).output();
        let output = output.map_err(|error| {
            Failure::io(format_args!("cannot run `{}`", path.display()), &error)
        })?;
        let lines = serde_json::Deserializer::from_slice(&output.stdout).into_iter::<Value>();
        for line in lines.map_while(Result::ok) {
            let number = |name: &str| {
                line[name]
                    .as_u64()
                    .and_then(|number| usize::try_from(number).ok())
            };
            if let (Some(scenario), Some(exchange)) = (number("scenario"), number("exchange")) {
                outcomes.insert(
                    (scenario, exchange),
                    line["error"].as_str().map(str::to_owned),
                );
            }
        }
    }
    terminal::progress("");
    Ok(outcomes)
}

/// Returns the verdict of a scenario: a failed call decides before one that cannot be expressed, and that before one by
/// hand.
pub(super) fn of(
    number: usize,
    planned: &Planned<'_>,
    built: &Built,
    outcomes: &Outcomes,
) -> Verdict {
    let (mut manual, mut lost) = (None, None);
    let mut is_open = false;
    for (exchange, call) in planned.calls.iter().enumerate() {
        let place = (number, exchange);
        match call {
            Err(Gap::Failed(reason)) => return Verdict::Failed(reason.clone()),
            Err(Gap::Manual(reason)) => manual = Some(reason.clone()),
            Err(Gap::Inexpressible(reason)) => lost = Some(reason.clone()),
            Ok(step) => {
                if let Some(message) = built.broken.get(&step.document.package) {
                    return Verdict::Failed(format!("the crate does not compile: {message}"));
                }
                if let Some(message) = built.refused.get(&place) {
                    return Verdict::Failed(format!("the call does not compile: {message}"));
                }
                match outcomes.get(&place) {
                    Some(None) => is_open |= step.call.is_open,
                    Some(Some(error)) => return Verdict::Failed(error.clone()),
                    None => return Verdict::Failed("the call was not made".to_owned()),
                }
            }
        }
    }
    match (lost, manual) {
        (Some(reason), _) => Verdict::Inexpressible(reason),
        (None, Some(reason)) => Verdict::Manual(reason),
        (None, None) => Verdict::Passed { is_open },
    }
}

//! The scenarios and the documents of the suite → the calls that each scenario consists of, or the gap that prevents it.

use super::call::{self, Call};
use super::document::Document;
use super::gap::Gap;
use super::paging;
use super::suite::{Exchange, Scenario, Suite};
use super::target::{Target, targets};

/// Scenario with its calls.
pub(super) struct Planned<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) calls: Vec<Result<Step<'a>, Gap>>,
}

/// Call in the crate of a document.
pub(super) struct Step<'a> {
    pub(super) document: &'a Document,
    pub(super) call: Call,
}

/// Plans the calls of all scenarios.
pub(super) fn plan<'a>(suite: &'a Suite, documents: &'a [Document]) -> Vec<Planned<'a>> {
    let scenarios = suite.scenarios.iter();
    scenarios
        .map(|scenario| Planned {
            scenario,
            calls: calls(scenario, documents, &suite.picture),
        })
        .collect()
}

fn calls<'a>(
    scenario: &Scenario,
    documents: &'a [Document],
    picture: &[u8],
) -> Vec<Result<Step<'a>, Gap>> {
    let own: Vec<&Document> = documents
        .iter()
        .filter(|document| document.specification == scenario.specification)
        .collect();
    let first = scenario
        .exchanges
        .first()
        .into_iter()
        .flat_map(|first| targets(&own, first));
    for target in first {
        if let Some(call) = paging::call(&target, &scenario.exchanges, picture) {
            return vec![call.map(|call| step(&target, call))];
        }
    }
    let exchanges = scenario.exchanges.iter();
    let exchanges = exchanges.filter(|exchange| !call::is_impossible(exchange));
    exchanges
        .map(|exchange| of_exchange(&own, exchange, picture))
        .collect()
}

/// Returns the call of the first operation that takes an exchange, those with its media types first.
fn of_exchange<'a>(
    own: &[&'a Document],
    exchange: &Exchange,
    picture: &[u8],
) -> Result<Step<'a>, Gap> {
    let mut found = targets(own, exchange);
    found.sort_by_key(|target| std::cmp::Reverse(call::affinity(target.operation, exchange)));
    let mut gap = missing(own, exchange);
    for (index, target) in found.iter().enumerate() {
        match call::call(target, exchange, picture) {
            Ok(call) => return Ok(step(target, call)),
            Err(other) if index == 0 => gap = other,
            Err(_) => {}
        }
    }
    Err(gap)
}

fn step<'a>(target: &Target<'a>, call: Call) -> Step<'a> {
    Step {
        document: target.document,
        call,
    }
}

/// Returns the reason why there is no operation of an exchange.
fn missing(own: &[&Document], exchange: &Exchange) -> Gap {
    let omitted = own.iter().flat_map(|document| &document.left_out).next();
    if let Some(message) = omitted {
        return Gap::Failed(format!(
            "the generator omits a part of the document: {message}"
        ));
    }
    let notes = own.iter().flat_map(|document| &document.notes).next();
    let note = notes.map(|note| format!(" ({note})")).unwrap_or_default();
    let (method, uri) = (exchange.method.to_ascii_uppercase(), &exchange.uri);
    Gap::Inexpressible(format!(
        "the document has no operation for `{method} {uri}`{note}"
    ))
}

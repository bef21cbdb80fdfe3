//! Rate-limit cost of a call: a fixed part, and a part for each value of some query parameters.
//!
//! Counted in the text of the query as it is sent, so a link from the service counts as what the caller has set.

use crate::runtime::description::Operation;

/// Returns the cost of the values in `query`, which is one pair, or several with `&` between them.
pub(in crate::runtime) fn of_values(operation: &Operation, query: &str) -> u32 {
    let mut cost: u32 = 0;
    if !operation.cost_per_value.is_empty() {
        for pair in query.split('&') {
            cost = cost.saturating_add(of_pair(operation, pair));
        }
    }
    cost
}

fn of_pair(operation: &Operation, pair: &str) -> u32 {
    let (name, values) = pair.split_once('=').unwrap_or((pair, ""));
    let known = operation.cost_per_value.iter();
    match known.copied().find(|(known, _)| *known == name) {
        Some((_, cost)) if !values.is_empty() => cost.saturating_mul(count(values)),
        _ => 0,
    }
}

/// Counts the values in any list style.
fn count(values: &str) -> u32 {
    let bytes = values.as_bytes();
    let plain = bytes.iter().filter(|byte| matches!(byte, b',' | b'+'));
    let encoded = bytes.windows(3).filter(|sign| is_separator(sign));
    u32::try_from(plain.count() + encoded.count())
        .unwrap_or(u32::MAX)
        .saturating_add(1)
}

fn is_separator(sign: &[u8]) -> bool {
    let separators = [b"%2C", b"%7C", b"%20"];
    separators
        .iter()
        .any(|separator| sign.eq_ignore_ascii_case(*separator))
}

//! What a call takes from the rate limit: so much as such, and so much for each value of some query parameters.
//!
//! Counted in the text of the query as it is sent, so a link from the service counts as what the caller has set.

use super::operation::Operation;

/// What a call of `operation` takes whose query is made of `parts`: pairs, or several with `&` between them.
pub(super) fn cost<'q>(operation: &Operation, parts: impl Iterator<Item = &'q str>) -> u32 {
    if operation.cost_per_value.is_empty() {
        return operation.cost;
    }
    let pairs = parts.flat_map(|part| part.split('&'));
    pairs.fold(operation.cost, |cost, pair| {
        cost.saturating_add(of_pair(operation, pair))
    })
}

fn of_pair(operation: &Operation, pair: &str) -> u32 {
    let (name, values) = pair.split_once('=').unwrap_or((pair, ""));
    let known = operation.cost_per_value.iter();
    match known.copied().find(|(known, _)| *known == name) {
        Some((_, cost)) if !values.is_empty() => cost.saturating_mul(count(values)),
        _ => 0,
    }
}

/// How many values there are, whichever style they are listed in.
fn count(values: &str) -> u32 {
    let values = values.to_ascii_uppercase();
    let separators = [",", "%2C", "%7C", "%20", "+"].map(|mark| values.matches(mark).count());
    let separators: usize = separators.iter().sum();
    u32::try_from(separators)
        .unwrap_or(u32::MAX)
        .saturating_add(1)
}

//! Limits and defaults of one value before and after.
//!
//! Invariant: the client insists on no limit, so none of this breaks anything by itself.

use super::rules::{LIMITS_CHANGED, NEW_ON_THE_WIRE, Rule, SENT_LIMIT_TIGHTER};
use crate::model::{Limit, Span, Usage};

/// Describes the differences, and returns the rule for a value that is sent in this direction.
pub(super) fn limits(
    before: &[Limit],
    after: &[Limit],
    usage: Usage,
) -> Option<(String, &'static Rule)> {
    if before == after {
        return None;
    }
    let rule = if !usage.is_sent() {
        &LIMITS_CHANGED
    } else if is_tighter(before, after) {
        &SENT_LIMIT_TIGHTER
    } else if is_tighter(after, before) {
        &NEW_ON_THE_WIRE
    } else {
        &LIMITS_CHANGED
    };
    let words = |limits: &[Limit]| {
        let limits: Vec<String> = limits.iter().map(ToString::to_string).collect();
        if limits.is_empty() {
            "nothing".to_owned()
        } else {
            limits.join(", ")
        }
    };
    let detail = format!("is limited to: {}; was to: {}", words(after), words(before));
    Some((detail, rule))
}

/// Describes the default of the server.
pub(super) fn default_detail(before: Option<&str>, after: Option<&str>) -> String {
    match (before, after) {
        (None, Some(new)) => format!("is {new} where it is not given"),
        (Some(old), Some(new)) => format!("has the default {new}, was {old}"),
        (Some(old), None) => format!("no longer has the default {old}"),
        (None, None) => "has the same default".to_owned(),
    }
}

/// Returns `true` if a value that was allowed no longer is.
fn is_tighter(before: &[Limit], after: &[Limit]) -> bool {
    !after
        .iter()
        .all(|new| before.iter().any(|old| is_within(old, new)))
}

/// Returns `true` if the new limit allows everything that the old one does.
fn is_within(old: &Limit, new: &Limit) -> bool {
    match (old, new) {
        (Limit::AtLeast(old) | Limit::MoreThan(old), Limit::AtLeast(new))
        | (Limit::MoreThan(old), Limit::MoreThan(new)) => ordered(new, old, f64::le),
        (Limit::AtLeast(old), Limit::MoreThan(new)) => ordered(new, old, f64::lt),
        (Limit::AtMost(old) | Limit::LessThan(old), Limit::AtMost(new))
        | (Limit::LessThan(old), Limit::LessThan(new)) => ordered(old, new, f64::le),
        (Limit::AtMost(old), Limit::LessThan(new)) => ordered(old, new, f64::lt),
        (Limit::Length(old), Limit::Length(new))
        | (Limit::Items(old), Limit::Items(new))
        | (Limit::Properties(old), Limit::Properties(new)) => is_inside(*old, *new),
        (Limit::OneOf(old), Limit::OneOf(new)) => old.iter().all(|value| new.contains(value)),
        (old, new) => old == new,
    }
}

fn ordered(left: &str, right: &str, order: fn(&f64, &f64) -> bool) -> bool {
    match (left.parse(), right.parse()) {
        (Ok(left), Ok(right)) => order(&left, &right),
        _ => left == right,
    }
}

fn is_inside(old: Span, new: Span) -> bool {
    let least = new
        .least
        .is_none_or(|new| old.least.is_some_and(|old| new <= old));
    let most = new
        .most
        .is_none_or(|new| old.most.is_some_and(|old| old <= new));
    least && most
}

#[cfg(test)]
mod tests {
    use super::{Limit, Span, is_tighter};

    #[test]
    fn limits_are_tighter_where_something_is_refused_that_was_not() {
        let at_most = |number: &str| vec![Limit::AtMost(number.to_owned())];
        let length = |least, most| vec![Limit::Length(Span { least, most })];
        for (before, after, expected) in [
            (at_most("10"), at_most("9"), true),
            (at_most("9"), at_most("10"), false),
            (at_most("10"), vec![Limit::LessThan("10".to_owned())], true),
            (at_most("9"), vec![Limit::LessThan("10".to_owned())], false),
            (Vec::new(), at_most("9"), true),
            (at_most("9"), Vec::new(), false),
            (length(None, Some(5)), length(Some(1), Some(5)), true),
            (length(Some(2), Some(5)), length(Some(1), None), false),
            (
                vec![Limit::OneOf(vec!["1".to_owned(), "2".to_owned()])],
                vec![Limit::OneOf(vec!["1".to_owned()])],
                true,
            ),
        ] {
            assert_eq!(
                is_tighter(&before, &after),
                expected,
                "{before:?} {after:?}"
            );
        }
    }
}

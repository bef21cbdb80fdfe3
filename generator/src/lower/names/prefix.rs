//! The words that all names of a list begin with, which tell none of them apart.
//!
//! Invariant: every name keeps a word, which begins with a letter.

use std::collections::BTreeSet;

use super::words::words;

/// Words that change the meaning of what follows, so that the rest of a name is another name: `not_found`, `in_review`.
const BOUND: [&str; 52] = [
    "a", "after", "all", "an", "and", "any", "as", "at", "auto", "before", "between", "by", "de",
    "equal", "false", "first", "for", "from", "greater", "has", "in", "is", "last", "less", "max",
    "min", "minus", "more", "most", "no", "non", "not", "of", "off", "on", "one", "or", "out",
    "over", "plus", "post", "pre", "re", "semi", "sub", "than", "the", "to", "un", "under", "with",
    "without",
];

/// Number of names that show a namespace by themselves, and of its letters: `zh` of `zh-TW` is none. Others only do
/// where the owner is called like it.
const ENOUGH: usize = 3;

/// Returns the identifiers without the words that all begin with. `None`: there are no such words, or they are part of
/// the meaning.
pub(super) fn without_shared(names: &[&str], owner: &str) -> Option<Vec<String>> {
    let split: Vec<Vec<String>> = names.iter().map(|name| words(name)).collect();
    let size = shared(&split)?;
    let prefix = &split.first()?[..size];
    let owner = words(owner);
    let is_owners = prefix.iter().all(|word| owner.contains(word));
    let is_bound = prefix
        .last()
        .is_none_or(|last| BOUND.contains(&last.as_str()) || last.ends_with("ly"));
    let letters: usize = prefix.iter().map(String::len).sum();
    if is_bound || !(is_owners || names.len() >= ENOUGH && letters >= ENOUGH) {
        return None;
    }
    let rests: Vec<String> = split.iter().map(|words| words[size..].join(" ")).collect();
    let distinct: BTreeSet<&String> = rests.iter().collect();
    let is_name = |rest: &String| rest.chars().nth(1).is_some();
    (distinct.len() == rests.len() && rests.iter().all(is_name)).then_some(rests)
}

/// Returns the number of words that all names begin with.
fn shared(names: &[Vec<String>]) -> Option<usize> {
    let (first, others) = names.split_first()?;
    let alike = |other: &Vec<String>| {
        first
            .iter()
            .zip(other)
            .take_while(|(one, two)| one == two)
            .count()
    };
    let common = others.iter().map(alike).min()?;
    let shortest = names.iter().map(Vec::len).min()?;
    let begins_with_letter = |size: &usize| {
        let rest = |words: &Vec<String>| words[*size].starts_with(char::is_alphabetic);
        names.iter().all(rest)
    };
    let most = common.min(shortest.saturating_sub(1));
    (1..=most).rev().find(begins_with_letter)
}

#[cfg(test)]
mod tests {
    use super::without_shared;

    fn shortened(names: &[&str], owner: &str) -> Option<String> {
        without_shared(names, owner).map(|names| names.join(", "))
    }

    #[test]
    fn a_namespace_that_all_share_goes() {
        for (names, owner, expected) in [
            (
                &["TaskStateOpen", "TaskStateDone"][..],
                "TaskState",
                "open, done",
            ),
            (&["StateOpen", "StateDone"], "TaskState", "open, done"),
            (
                &["CustomerCreated", "CustomerDeleted", "CustomerSourceAdded"],
                "Event",
                "created, deleted, source added",
            ),
        ] {
            assert_eq!(shortened(names, owner).as_deref(), Some(expected));
        }
    }

    #[test]
    fn words_that_carry_the_meaning_stay() {
        for (names, owner) in [
            (
                &["LessThan", "LessThanOrEqual", "LessOften"][..],
                "Comparison",
            ),
            (&["NotStarted", "NotFound", "NotDone"], "State"),
            (
                &["PartiallyPaid", "PartiallyRefunded", "PartiallyDone"],
                "State",
            ),
            (&["HighRisk", "HighValue"], "State"),
            (&["ZhCn", "ZhHk", "ZhTw"], "Language"),
            (&["Gpt5_5", "Gpt5_4", "Gpt4"], "Model"),
            (&["StateOpen", "State"], "State"),
            (&["StateOpen"], "State"),
            (&["StateA", "StateB"], "State"),
            (&["FooBar", "FooBar", "FooBaz"], "Foo"),
            (&["Open", "Done"], "State"),
        ] {
            assert_eq!(shortened(names, owner), None, "{names:?}");
        }
    }
}

//! Words in names: splitting, joining, and singular and plural.
//!
//! Invariant: pure functions of one name; nothing depends on what other names there are.

use std::borrow::Cow;

use heck::ToSnakeCase;

use super::mixed::delimited;

/// Returns a name in snake case: `listEmailCCs` → `list_email_ccs`.
pub(in crate::lower) fn snake(name: &str) -> String {
    delimited(name).to_snake_case()
}

/// Returns a name in camel case, in which numbers stay apart: `gpt-5.5` → `Gpt5_5`.
pub(in crate::lower) fn camel(name: &str) -> String {
    camel_of(&snake(name))
}

/// Returns a name in snake case in camel case.
pub(super) fn camel_of(snake: &str) -> String {
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let mut camel = String::with_capacity(snake.len());
    for word in snake.split('_') {
        if is_digit(word.as_bytes().first()) && is_digit(camel.as_bytes().last()) {
            camel.push('_');
        }
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if first.is_ascii() => camel.push(first.to_ascii_uppercase()),
            Some(first) => camel.extend(first.to_uppercase()),
            None => {}
        }
        camel.push_str(letters.as_str());
    }
    camel
}

/// The most bytes of a name that is put together. With what a collision appends, it has at most 60.
const LONGEST: usize = 54;

/// Returns a name that is put together of several. A long one lacks words of its middle: it keeps the first ones, which
/// name the component or the operation, and the last ones, which name what is there.
pub(in crate::lower) fn brief(name: &str) -> Cow<'_, str> {
    /// Number of words in front that every name keeps.
    const KEPT: usize = 2;
    // In snake case, a name has one sign more for each capital at the most.
    let capitals = name.bytes().filter(u8::is_ascii_uppercase).count();
    if name.len() + capitals <= LONGEST {
        return Cow::Borrowed(name);
    }
    let mut words = words(name);
    let length = |words: &[String]| words.iter().map(|word| word.len() + 1).sum::<usize>() - 1;
    if words.is_empty() || length(&words) <= LONGEST {
        return Cow::Borrowed(name);
    }
    while words.len() > KEPT + 1 && length(&words) > LONGEST {
        words.remove(KEPT);
    }
    Cow::Owned(words.join(" "))
}

/// Returns the words of a name in lower case: `listSLAPolicies` → `list`, `sla`, `policies`.
pub(in crate::lower) fn words(name: &str) -> Vec<String> {
    snake(name)
        .split('_')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Returns the singular of an English plural, near enough: both `categories` and `category` give
/// `category`.
pub(in crate::lower) fn singular(word: &str) -> String {
    const ENDINGS: [(&str, &str); 6] = [
        ("ies", "y"),
        ("sses", "ss"),
        ("shes", "sh"),
        ("ches", "ch"),
        ("xes", "x"),
        ("uses", "us"),
    ];
    const SAME: [&str; 5] = ["series", "status", "news", "species", "analysis"];
    if SAME.contains(&word) || word.ends_with("ss") || word.ends_with("us") || word.len() < 3 {
        return word.to_owned();
    }
    for (plural, singular) in ENDINGS {
        if let Some(stem) = word.strip_suffix(plural).filter(|stem| stem.len() > 1) {
            return format!("{stem}{singular}");
        }
    }
    word.strip_suffix('s').unwrap_or(word).to_owned()
}

/// Returns `true` if two runs of words mean the same thing, in the singular or the plural.
pub(super) fn same_noun(left: &[String], right: &[String]) -> bool {
    left.len() == right.len()
        && left
            .iter()
            .zip(right)
            .all(|(left, right)| singular(left) == singular(right))
}

#[cfg(test)]
mod tests {
    use super::{camel, singular, words};

    #[test]
    fn names_split_at_case_and_symbols() {
        assert_eq!(words("listSLAPolicies"), ["list", "sla", "policies"]);
        assert_eq!(words("Time Entries"), ["time", "entries"]);
        assert_eq!(words("pets/{id}-x"), ["pets", "id", "x"]);
        assert!(words("+-").is_empty());
    }

    #[test]
    fn numbers_stay_apart() {
        assert_eq!(camel("gpt-5.5-2026-04-23"), "Gpt5_5_2026_04_23");
        assert_eq!(camel("gpt-5.4"), "Gpt5_4");
        assert_eq!(camel("gpt-54"), "Gpt54");
        assert_eq!(camel("v1.0-beta.2"), "V1_0Beta2");
        assert_eq!(camel("Gpt5_5 choice"), "Gpt5_5Choice");
    }

    #[test]
    fn plurals_lose_their_ending() {
        for (plural, expected) in [
            ("tickets", "ticket"),
            ("entries", "entry"),
            ("addresses", "address"),
            ("boxes", "box"),
            ("statuses", "status"),
            ("status", "status"),
            ("business", "business"),
            ("hours", "hour"),
            ("as", "as"),
        ] {
            assert_eq!(singular(plural), expected, "{plural}");
        }
    }
}

//! Words in names: splitting, and singular and plural.
//!
//! Invariant: pure functions of one name; nothing depends on what other names there are.

use heck::ToSnakeCase;

/// Returns the words of a name in lower case: `listSLAPolicies` → `list`, `sla`, `policies`.
pub(in crate::lower) fn words(name: &str) -> Vec<String> {
    name.to_snake_case()
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
    use super::{singular, words};

    #[test]
    fn names_split_at_case_and_symbols() {
        assert_eq!(words("listSLAPolicies"), ["list", "sla", "policies"]);
        assert_eq!(words("Time Entries"), ["time", "entries"]);
        assert_eq!(words("pets/{id}-x"), ["pets", "id", "x"]);
        assert!(words("+-").is_empty());
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

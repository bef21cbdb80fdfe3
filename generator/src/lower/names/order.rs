//! Spellings of the description → the order in which they get their identifiers.
//!
//! Invariant: pure functions of one name, so that a further name moves none of the others among themselves.

/// The distance of a spelling from its identifier; less is closer.
pub(super) type Closeness = (bool, usize, Vec<Part>);

/// Returns the distance of a spelling from the identifier that it would get: the same letters come first, then the
/// fewest signs that the identifier omits. So `created` comes before `-created`, and `foo_bar` before `foo-bar`.
pub(super) fn closeness(wire: &str, ident: &str) -> Closeness {
    let is_other = wire != ident.trim_start_matches("r#");
    let is_sign = |letter: &char| !letter.is_alphanumeric() && *letter != '_';
    (
        is_other,
        wire.chars().filter(is_sign).count(),
        natural(wire),
    )
}

/// A part of a text: digits, or what is between them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// The number, and its digits, for `07` is not `7`.
    Number(u64, String),
    Text(String),
}

/// Returns the parts of a text, which are in order as people count: `part 9`, `part 10`.
pub(super) fn natural(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_digit = first.is_ascii_digit();
        let end = rest.find(|letter: char| letter.is_ascii_digit() != is_digit);
        let (part, after) = rest.split_at(end.unwrap_or(rest.len()));
        parts.push(match part.parse() {
            Ok(number) if is_digit => Part::Number(number, part.to_owned()),
            _ => Part::Text(part.to_owned()),
        });
        rest = after;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{closeness, natural};

    #[test]
    fn numbers_are_in_the_order_of_their_values() {
        let mut texts = [
            "a10b",
            "a9",
            "a",
            "a010",
            "b1",
            "a10",
            "99999999999999999999999",
        ];
        texts.sort_by_key(|text| natural(text));
        let expected = [
            "99999999999999999999999",
            "a",
            "a9",
            "a010",
            "a10",
            "a10b",
            "b1",
        ];
        assert_eq!(texts, expected);
    }

    #[test]
    fn the_closest_spelling_comes_first() {
        for (ident, closer, other) in [
            ("Created", "created", "-created"),
            ("foo_bar", "foo_bar", "foo-bar"),
            ("requester_id", "requester_id", "requesterId"),
            ("FooBar", "FooBar", "Foo_Bar"),
            ("v_10", "v10", "v_10!"),
            ("r#type", "type", "Type"),
        ] {
            assert!(
                closeness(closer, ident) < closeness(other, ident),
                "{ident}"
            );
        }
    }
}

//! `LICENSE-MIT` and `LICENSE-APACHE`: the texts of the licences that the settings name.
//!
//! Invariant: they are this project's own, because the runtime in every crate is; of another licence there is no text.

use crate::tree::MARK;

const TEXTS: [(&str, &str, &str); 2] = [
    ("MIT", "LICENSE-MIT", include_str!("../../../LICENSE-MIT")),
    (
        "Apache-2.0",
        "LICENSE-APACHE",
        include_str!("../../../LICENSE-APACHE"),
    ),
];

/// Returns the file for each licence in an expression such as `MIT OR Apache-2.0`, and its text.
pub(super) fn texts(expression: Option<&str>) -> impl Iterator<Item = (&'static str, String)> {
    let expression = expression.unwrap_or_default();
    let texts = TEXTS.into_iter().filter(|(name, ..)| {
        let mut words = expression.split([' ', '(', ')', '/']);
        words.any(|word| word == *name)
    });
    texts.map(|(_, path, text)| (path, format!("{MARK}; do not edit.\n\n{text}")))
}

#[cfg(test)]
mod tests {
    use super::texts;
    use crate::tree::FileTree;

    #[test]
    fn only_licences_that_are_named_have_a_file() {
        let paths = |licence: Option<&str>| {
            let all = texts(licence).inspect(|(_, text)| assert!(FileTree::is_generated(text)));
            all.map(|(path, _)| path).collect::<Vec<_>>()
        };
        assert_eq!(paths(None), [""; 0]);
        assert_eq!(paths(Some("MITRE OR Apache-1.0")), [""; 0]);
        assert_eq!(paths(Some("(MIT)/Zlib")), ["LICENSE-MIT"]);
        assert_eq!(
            paths(Some("MIT OR Apache-2.0")),
            ["LICENSE-MIT", "LICENSE-APACHE"]
        );
    }
}

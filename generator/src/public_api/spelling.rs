//! Tokens → one line as a person writes it.
//!
//! Invariant: equal tokens are spelled equally; the line is for people and for comparing, never
//! compiled.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Returns the tokens on one line, with the spaces where Rust's style has them.
pub(super) fn spelled(tokens: TokenStream) -> String {
    let mut line = Line::default();
    line.tokens(tokens);
    line.text
}

/// A line that grows token by token.
#[derive(Default)]
pub(super) struct Line {
    pub(super) text: String,
    /// `true` if the next token follows without a space.
    joint: bool,
}

impl Line {
    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => {
                    self.open(group.delimiter());
                    self.tokens(group.stream());
                    self.close(group.delimiter());
                }
                TokenTree::Punct(punct) => self.punct(punct.as_char(), punct.spacing()),
                word => self.word(&word.to_string()),
            }
        }
    }

    /// Adds the segments of a path.
    pub(super) fn path<'s>(&mut self, segments: impl Iterator<Item = &'s str>) {
        for (index, segment) in segments.enumerate() {
            if index > 0 {
                self.punct(':', Spacing::Joint);
                self.punct(':', Spacing::Alone);
            }
            self.word(segment);
        }
    }

    /// Opens a group.
    pub(super) fn open(&mut self, delimiter: Delimiter) {
        let (open, _) = signs(delimiter);
        // `-> (A, B)` and `: [T]` keep the space that is there.
        let follows_word = self
            .text
            .ends_with(|last: char| last.is_alphanumeric() || "_>!".contains(last));
        if !self.joint
            && !follows_word
            && !self.text.is_empty()
            && !self.text.ends_with(['(', '[', '<', '&', ' '])
        {
            self.text.push(' ');
        }
        // `&'static [T]`: only a lifetime has a quote in front of its word.
        if open == "[" && self.ends_with_lifetime() {
            self.text.push(' ');
        }
        self.text.push_str(open);
        self.joint = true;
    }

    /// Closes a group.
    pub(super) fn close(&mut self, delimiter: Delimiter) {
        // What is left behind by a list of arguments that turned out empty.
        if self.text.ends_with(", ") {
            self.text.truncate(self.text.len() - 2);
        }
        self.text.push_str(signs(delimiter).1);
        self.joint = false;
    }

    fn ends_with_lifetime(&self) -> bool {
        let is_part = |character: char| character.is_alphanumeric() || character == '_';
        let before = self.text.trim_end_matches(is_part);
        before.len() < self.text.len() && before.ends_with('\'')
    }

    pub(super) fn punct(&mut self, sign: char, spacing: Spacing) {
        let before =
            matches!(sign, '=' | '|' | '+' | '-') && !self.joint && !self.text.ends_with(' ');
        if before {
            self.text.push(' ');
        }
        self.text.push(sign);
        let arrow = sign == '>' && self.text.ends_with("->");
        let glued = matches!(sign, '&' | '<' | '\'' | '#' | '!' | '.') || self.text.ends_with("::");
        self.joint = spacing == Spacing::Joint || (glued && !arrow);
        let spaced = arrow
            || matches!(sign, ',' | '=' | '+' | '|')
            || (sign == ':' && spacing == Spacing::Alone && !self.text.ends_with("::"));
        if spaced && spacing == Spacing::Alone {
            self.text.push(' ');
            self.joint = true;
        }
    }

    pub(super) fn word(&mut self, word: &str) {
        let apart = !self.joint
            && self
                .text
                .ends_with(|last: char| last.is_alphanumeric() || "_>)]".contains(last));
        if apart {
            self.text.push(' ');
        }
        self.text.push_str(word);
        self.joint = false;
    }
}

/// Returns both ends of a group.
fn signs(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => (" { ", " }"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::spelled;

    #[test]
    fn lines_read_as_written_by_hand() {
        for (tokens, expected) in [
            (
                quote!(fn get(&self, ticket_id: i64) -> GetTicket),
                "fn get(&self, ticket_id: i64) -> GetTicket",
            ),
            (
                quote!(fn list(&self,) -> ListTickets),
                "fn list(&self) -> ListTickets",
            ),
            (
                quote!(fn include(mut self, values: impl IntoIterator<Item = Include>) -> Self),
                "fn include(mut self, values: impl IntoIterator<Item = Include>) -> Self",
            ),
            (
                quote!(Option<BTreeMap<String, Vec<i64>>>),
                "Option<BTreeMap<String, Vec<i64>>>",
            ),
            (
                quote!(
                    pub type Rows = Vec<Row>;
                ),
                "pub type Rows = Vec<Row>;",
            ),
            (quote!((Box<Ticket>)), "(Box<Ticket>)"),
            (
                quote!(fn body(self, body: &[Item]) -> Self),
                "fn body(self, body: &[Item]) -> Self",
            ),
            (
                quote!(ListTickets, Vec<Ticket>, Ticket),
                "ListTickets, Vec<Ticket>, Ticket",
            ),
            (quote!(fn a(text: &'static str)), "fn a(text: &'static str)"),
        ] {
            assert_eq!(spelled(tokens), expected);
        }
    }
}

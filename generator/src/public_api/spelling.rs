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

#[derive(Default)]
struct Line {
    text: String,
    /// `true` if the next token follows without a space.
    joint: bool,
}

impl Line {
    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.group(&group),
                TokenTree::Punct(punct) => self.punct(punct.as_char(), punct.spacing()),
                word => self.word(&word.to_string()),
            }
        }
    }

    fn group(&mut self, group: &proc_macro2::Group) {
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Brace => (" { ", " }"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::None => ("", ""),
        };
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
        self.tokens(group.stream());
        // What is left behind by a list of arguments that turned out empty.
        if self.text.ends_with(", ") {
            self.text.truncate(self.text.len() - 2);
        }
        self.text.push_str(close);
        self.joint = false;
    }

    fn ends_with_lifetime(&self) -> bool {
        let is_part = |character: char| character.is_alphanumeric() || character == '_';
        let before = self.text.trim_end_matches(is_part);
        before.len() < self.text.len() && before.ends_with('\'')
    }

    fn punct(&mut self, sign: char, spacing: Spacing) {
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

    fn word(&mut self, word: &str) {
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

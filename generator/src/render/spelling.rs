//! Tokens → one line as rustfmt spells it.
//!
//! Invariant: the line is the same Rust as the tokens.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

/// The tokens on one line.
pub(super) fn flat(tokens: &impl ToTokens) -> String {
    let mut line = Line::default();
    line.tokens(tokens.to_token_stream());
    line.text
}

#[derive(Default)]
struct Line {
    text: String,
    /// Whether the next token follows without a space.
    joint: bool,
}

impl Line {
    fn tokens(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) => self.group(&group),
                TokenTree::Punct(punct) => {
                    let mut sign = String::from(punct.as_char());
                    let mut spacing = punct.spacing();
                    while spacing == Spacing::Joint
                        && let Some(TokenTree::Punct(next)) =
                            tokens.next_if(|next| continues(&sign, next))
                    {
                        sign.push(next.as_char());
                        spacing = next.spacing();
                    }
                    self.sign(&sign);
                }
                word => self.word(&word.to_string()),
            }
        }
    }

    fn group(&mut self, group: &Group) {
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Brace => (" { ", " }"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::None => ("", ""),
        };
        let ends_with = |signs: &[char]| {
            let last = self.text.chars().next_back();
            last.is_some_and(|last| last.is_alphanumeric() || signs.contains(&last))
        };
        let is_called = ends_with(&['_', '>', '!', ')', ']', '?']) && !self.text.ends_with("->");
        if !self.joint && !is_called && !self.text.is_empty() && !open.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(open);
        self.joint = true;
        self.tokens(group.stream());
        // A list of arguments ends without a comma on one line.
        if self.text.ends_with(',') {
            self.text.pop();
        }
        self.text.push_str(close);
        self.joint = false;
    }

    fn sign(&mut self, sign: &str) {
        let is_spaced = matches!(sign, "=" | "->" | "=>" | "+" | "|" | "&" | "'" | "#");
        if is_spaced && !self.joint && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(sign);
        self.joint = matches!(
            sign,
            "::" | "." | "&" | "'" | "#" | "!" | "<" | ".." | "..="
        );
    }

    fn word(&mut self, word: &str) {
        if !self.joint && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(word);
        self.joint = false;
    }
}

/// Whether a sign goes on: the two `>` of `Vec<Vec<T>>` are two signs.
fn continues(sign: &str, next: &TokenTree) -> bool {
    let TokenTree::Punct(next) = next else {
        return false;
    };
    matches!(
        (sign, next.as_char()),
        (":", ':') | ("-" | "=", '>') | (".", '.') | ("..", '=' | '.')
    )
}

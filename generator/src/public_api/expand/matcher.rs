//! A pattern and the arguments of a call → what the variables stand for.
//!
//! Fragments end where Rust lets something else follow them, so no grammar is needed to find their end. Invariant: as
//! in Rust, no choice is taken back once a repetition goes on.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};

use super::pattern::{Fragment, Pattern, Repetition};

/// Variables by name.
pub(super) type Bindings = BTreeMap<String, Binding>;

/// Value of a variable of a macro.
#[derive(Clone, Debug)]
pub(super) enum Binding {
    Tokens(Vec<TokenTree>),
    /// Of a repetition, one for each time.
    Repeated(Vec<Binding>),
}

/// Matches the pattern at the beginning of the tokens and returns the number of tokens it takes. `None`: no match.
pub(super) fn matches(
    patterns: &[Pattern],
    tokens: &[TokenTree],
    bindings: &mut Bindings,
) -> Option<usize> {
    let mut taken = 0;
    for pattern in patterns {
        taken += one(pattern, &tokens[taken..], bindings)?;
    }
    Some(taken)
}

fn one(pattern: &Pattern, tokens: &[TokenTree], bindings: &mut Bindings) -> Option<usize> {
    match pattern {
        Pattern::Token(expected) => is_same(expected, tokens.first()?).then_some(1),
        Pattern::Group(delimiter, inner) => match tokens.first()? {
            TokenTree::Group(group) if group.delimiter() == *delimiter => {
                let tokens = flat(group.stream());
                (matches(inner, &tokens, bindings)? == tokens.len()).then_some(1)
            }
            _ => None,
        },
        Pattern::Variable(name, fragment) => {
            let taken = fragment.length(tokens)?;
            let bound = Binding::Tokens(tokens[..taken].to_vec());
            bindings.insert(name.clone(), bound);
            Some(taken)
        }
        Pattern::Repetition(repetition) => repeated(repetition, tokens, bindings),
    }
}

fn is_same(expected: &TokenTree, found: &TokenTree) -> bool {
    match (expected, found) {
        (TokenTree::Punct(expected), TokenTree::Punct(found)) => {
            expected.as_char() == found.as_char()
        }
        (TokenTree::Ident(expected), TokenTree::Ident(found)) => expected == found,
        (TokenTree::Literal(expected), TokenTree::Literal(found)) => {
            expected.to_string() == found.to_string()
        }
        _ => false,
    }
}

fn repeated(
    repetition: &Repetition,
    tokens: &[TokenTree],
    bindings: &mut Bindings,
) -> Option<usize> {
    let mut rounds: Vec<Bindings> = Vec::new();
    let mut taken = 0;
    while rounds.len() < repetition.most {
        let mut start = taken;
        if let (Some(separator), false) = (&repetition.separator, rounds.is_empty()) {
            if !tokens
                .get(start)
                .is_some_and(|next| is_same(separator, next))
            {
                break;
            }
            start += 1;
        }
        let mut round = Bindings::new();
        match matches(&repetition.inner, &tokens[start..], &mut round) {
            Some(length) if start + length > taken => taken = start + length,
            _ => break,
        }
        rounds.push(round);
    }
    if rounds.len() < repetition.least {
        return None;
    }
    for name in names(&repetition.inner) {
        let each = rounds.iter().filter_map(|round| round.get(name).cloned());
        bindings.insert(name.to_owned(), Binding::Repeated(each.collect()));
    }
    Some(taken)
}

/// Returns the variables of a pattern, those of repetitions in it, too.
fn names(patterns: &[Pattern]) -> Vec<&str> {
    let mut all = Vec::new();
    for pattern in patterns {
        match pattern {
            Pattern::Token(_) => {}
            Pattern::Group(_, inner) => all.extend(names(inner)),
            Pattern::Variable(name, _) => all.push(name),
            Pattern::Repetition(repetition) => all.extend(names(&repetition.inner)),
        }
    }
    all
}

impl Fragment {
    /// Returns the number of tokens of such a fragment at the beginning of `tokens`. `None`: there is none.
    fn length(self, tokens: &[TokenTree]) -> Option<usize> {
        let first = tokens.first();
        match self {
            Self::Vis => Some(visibility(tokens)),
            Self::Tree => first.map(|_| 1),
            Self::Ident => matches!(first?, TokenTree::Ident(word) if word != "_").then_some(1),
            Self::Lifetime => (is_sign(first?, '\'') && tokens.len() > 1).then_some(2),
            Self::Literal => literal(tokens),
            Self::Block => is_group(first?, Delimiter::Brace).then_some(1),
            Self::Type | Self::Path => some(until(tokens, ends_type)),
            Self::Expr => some(until(tokens, ends_expression)),
            Self::Pat => some(until(tokens, ends_pattern)),
            Self::Meta => some(until(tokens, |rest, at| is_sign(&rest[at], ','))),
            Self::Stmt => some(until(tokens, |rest, at| is_sign(&rest[at], ';'))),
            Self::Item => item(tokens),
        }
    }
}

fn some(length: usize) -> Option<usize> {
    (length > 0).then_some(length)
}

fn visibility(tokens: &[TokenTree]) -> usize {
    match tokens {
        [TokenTree::Ident(word), TokenTree::Group(group), ..]
            if word == "pub" && group.delimiter() == Delimiter::Parenthesis =>
        {
            let inner = group.stream().into_iter().next();
            let limits = ["crate", "self", "super", "in"];
            let is_limit = matches!(inner, Some(TokenTree::Ident(inner)) if limits.iter().any(|limit| inner == limit));
            1 + usize::from(is_limit)
        }
        [TokenTree::Ident(word), ..] if word == "pub" => 1,
        _ => 0,
    }
}

fn literal(tokens: &[TokenTree]) -> Option<usize> {
    match tokens {
        [TokenTree::Literal(_), ..] => Some(1),
        [TokenTree::Ident(word), ..] if word == "true" || word == "false" => Some(1),
        [minus, TokenTree::Literal(_), ..] if is_sign(minus, '-') => Some(2),
        _ => None,
    }
}

fn item(tokens: &[TokenTree]) -> Option<usize> {
    let rest = |input: ParseStream<'_>| {
        input.parse::<syn::Item>()?;
        input.parse::<TokenStream>()
    };
    let stream: TokenStream = tokens.iter().cloned().collect();
    let rest = rest.parse2(stream).ok()?;
    Some(tokens.len() - rest.into_iter().count())
}

/// Returns the number of tokens before the first that ends the fragment, outside of `<…>`.
fn until(tokens: &[TokenTree], ends: impl Fn(&[TokenTree], usize) -> bool) -> usize {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate() {
        if depth == 0 && ends(tokens, index) {
            return index;
        }
        let is_arrow = follows(tokens, index, '-') || follows(tokens, index, '=');
        if is_sign(token, '<') {
            depth += 1;
        } else if is_sign(token, '>') && !is_arrow {
            depth = depth.saturating_sub(1);
        }
    }
    tokens.len()
}

fn ends_type(tokens: &[TokenTree], index: usize) -> bool {
    let token = &tokens[index];
    let is_path = follows(tokens, index, ':') || precedes(tokens, index, ':');
    let is_arrow = follows(tokens, index, '-');
    (is_sign(token, ':') && !is_path)
        || (is_sign(token, '>') && !is_arrow)
        || [',', ';', '=', '|']
            .iter()
            .any(|sign| is_sign(token, *sign))
        || is_group(token, Delimiter::Brace)
        || matches!(token, TokenTree::Ident(word) if word == "as" || word == "where")
}

fn ends_expression(tokens: &[TokenTree], index: usize) -> bool {
    let is_fat_arrow = is_sign(&tokens[index], '=') && precedes(tokens, index, '>');
    is_sign(&tokens[index], ',') || is_sign(&tokens[index], ';') || is_fat_arrow
}

fn ends_pattern(tokens: &[TokenTree], index: usize) -> bool {
    is_sign(&tokens[index], ',')
        || is_sign(&tokens[index], '=')
        || matches!(&tokens[index], TokenTree::Ident(word) if word == "if" || word == "in")
}

/// Returns `true` if `sign` comes right before the token at `index`.
fn follows(tokens: &[TokenTree], index: usize, sign: char) -> bool {
    let before = index.checked_sub(1).and_then(|before| tokens.get(before));
    before.is_some_and(|token| is_sign(token, sign))
}

/// Returns `true` if `sign` comes right after the token at `index`.
fn precedes(tokens: &[TokenTree], index: usize, sign: char) -> bool {
    tokens
        .get(index + 1)
        .is_some_and(|token| is_sign(token, sign))
}

fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(mark) if mark.as_char() == sign)
}

fn is_group(token: &TokenTree, delimiter: Delimiter) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == delimiter)
}

/// Returns the tokens without the invisible groups that parsers and `quote!` leave.
pub(super) fn flat(tokens: TokenStream) -> Vec<TokenTree> {
    let mut all = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                all.extend(flat(group.stream()));
            }
            token => all.push(token),
        }
    }
    all
}

//! The pattern of a `macro_rules!` rule → what has to be there, token by token.
//!
//! Invariant: every fragment specifier of Rust is known; what is none is an error.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Something that has to be in a call.
#[derive(Debug)]
pub(super) enum Pattern {
    /// This very token.
    Token(TokenTree),
    /// A group of this kind with this in it.
    Group(Delimiter, Vec<Pattern>),
    /// Something that the template names.
    Variable(String, Fragment),
    /// The same, several times.
    Repetition(Repetition),
}

/// `$( … ) separator operator`
#[derive(Debug)]
pub(super) struct Repetition {
    pub(super) inner: Vec<Pattern>,
    pub(super) separator: Option<TokenTree>,
    /// Smallest number of repetitions.
    pub(super) least: usize,
    pub(super) most: usize,
}

/// The syntax that a variable takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fragment {
    Block,
    Expr,
    Ident,
    Item,
    Lifetime,
    Literal,
    Meta,
    Pat,
    Path,
    Stmt,
    Tree,
    Type,
    Vis,
}

impl Fragment {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "block" => Self::Block,
            "expr" | "expr_2021" => Self::Expr,
            "ident" => Self::Ident,
            "item" => Self::Item,
            "lifetime" => Self::Lifetime,
            "literal" => Self::Literal,
            "meta" => Self::Meta,
            "pat" | "pat_param" => Self::Pat,
            "path" => Self::Path,
            "stmt" => Self::Stmt,
            "tt" => Self::Tree,
            "ty" => Self::Type,
            "vis" => Self::Vis,
            _ => return None,
        })
    }
}

/// Reads a pattern.
pub(super) fn patterns(tokens: TokenStream) -> Result<Vec<Pattern>, String> {
    let mut all = Vec::new();
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        all.push(match token {
            TokenTree::Punct(mark) if mark.as_char() == '$' => variable(&mut tokens)?,
            TokenTree::Group(group) => Pattern::Group(group.delimiter(), patterns(group.stream())?),
            token => Pattern::Token(token),
        });
    }
    Ok(all)
}

/// Parses the variable or repetition after a `$`.
fn variable(tokens: &mut impl Iterator<Item = TokenTree>) -> Result<Pattern, String> {
    match tokens.next() {
        Some(TokenTree::Group(group)) => {
            let inner = patterns(group.stream())?;
            let (separator, least, most) = operator(tokens)?;
            Ok(Pattern::Repetition(Repetition {
                inner,
                separator,
                least,
                most,
            }))
        }
        Some(TokenTree::Ident(name)) => {
            // The colon.
            tokens.next();
            let fragment = tokens.next().map(|token| token.to_string());
            let known = fragment.as_deref().and_then(Fragment::named);
            let known = known.ok_or_else(|| format!("`${name}` has no fragment known to Rust"))?;
            Ok(Pattern::Variable(name.to_string(), known))
        }
        _ => Err("`$` is before neither a name nor a repetition".to_owned()),
    }
}

/// Returns the separator of a repetition, and how often it repeats.
pub(super) fn operator(
    tokens: &mut impl Iterator<Item = TokenTree>,
) -> Result<(Option<TokenTree>, usize, usize), String> {
    let bounds = |token: &TokenTree| match token {
        TokenTree::Punct(mark) => match mark.as_char() {
            '*' => Some((0, usize::MAX)),
            '+' => Some((1, usize::MAX)),
            '?' => Some((0, 1)),
            _ => None,
        },
        _ => None,
    };
    let ends = || "a repetition has no `*`, `+` or `?`".to_owned();
    let first = tokens.next().ok_or_else(ends)?;
    if let Some((least, most)) = bounds(&first) {
        return Ok((None, least, most));
    }
    let (least, most) = tokens.next().as_ref().and_then(bounds).ok_or_else(ends)?;
    Ok((Some(first), least, most))
}

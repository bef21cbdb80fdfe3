//! Tokens of a declaration → the same with every name resolved, and the same with every name short.
//!
//! The first is for comparing: two crates may import a type or write its path out. The second is for people.
//! Invariant: what a name means is looked up where it is written.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};

use super::{
    modules::{Modules, Space, Target},
    scope::Reach,
    spelling::Line,
};

/// Paths of std that every program knows by their last name.
const PRELUDE: [&str; 34] = [
    "std::borrow::ToOwned",
    "std::boxed::Box",
    "std::clone::Clone",
    "std::cmp::Eq",
    "std::cmp::Ord",
    "std::cmp::PartialEq",
    "std::cmp::PartialOrd",
    "std::convert::AsMut",
    "std::convert::AsRef",
    "std::convert::From",
    "std::convert::Into",
    "std::convert::TryFrom",
    "std::convert::TryInto",
    "std::default::Default",
    "std::future::Future",
    "std::future::IntoFuture",
    "std::iter::DoubleEndedIterator",
    "std::iter::ExactSizeIterator",
    "std::iter::Extend",
    "std::iter::FromIterator",
    "std::iter::IntoIterator",
    "std::iter::Iterator",
    "std::marker::Copy",
    "std::marker::Send",
    "std::marker::Sized",
    "std::marker::Sync",
    "std::marker::Unpin",
    "std::ops::Drop",
    "std::ops::Fn",
    "std::ops::FnMut",
    "std::ops::FnOnce",
    "std::option::Option",
    "std::result::Result",
    "std::string::String",
];

/// Words that are no names.
const KEYWORDS: [&str; 22] = [
    "Self", "as", "async", "const", "crate", "dyn", "enum", "extern", "fn", "for", "impl", "in",
    "mut", "pub", "ref", "self", "static", "struct", "trait", "type", "unsafe", "where",
];

/// A declaration as it is compared, and as people read it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spelled {
    pub(super) resolved: String,
    pub(super) short: String,
}

impl Spelled {
    pub(super) fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            short: text.clone(),
            resolved: text,
        }
    }

    /// Returns both forms of a text with this in it.
    pub(super) fn map(&self, text: impl Fn(&str) -> String) -> Self {
        Self {
            resolved: text(&self.resolved),
            short: text(&self.short),
        }
    }

    /// Returns both forms of a text with both in it.
    pub(super) fn with(&self, other: &Self, text: impl Fn(&str, &str) -> String) -> Self {
        Self {
            resolved: text(&self.resolved, &other.resolved),
            short: text(&self.short, &other.short),
        }
    }
}

/// Names in scope of a declaration.
#[derive(Clone)]
pub(super) struct Names<'m> {
    pub(super) modules: &'m Modules,
    pub(super) reach: &'m Reach,
    pub(super) module: usize,
    /// The parameters that hide what has their names.
    pub(super) generics: BTreeSet<String>,
}

impl Names<'_> {
    /// Returns both forms of a declaration.
    pub(super) fn spelled(&self, tokens: TokenStream) -> Spelled {
        let mut both = Both::default();
        self.rewrite(tokens, &mut both);
        Spelled {
            resolved: both.resolved.text,
            short: both.short.text,
        }
    }

    /// Returns the names with the parameters of an item, which hide others.
    pub(super) fn within(&self, generics: &syn::Generics) -> Self {
        let mut names = self.clone();
        let types = generics.type_params().map(|one| one.ident.to_string());
        names.generics.extend(types);
        let values = generics.const_params().map(|one| one.ident.to_string());
        names.generics.extend(values);
        names
    }

    fn rewrite(&self, tokens: TokenStream, out: &mut Both) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut index = 0;
        while let Some(token) = tokens.get(index) {
            match token {
                TokenTree::Group(group) => {
                    out.each(|line| line.open(group.delimiter()));
                    self.rewrite(group.stream(), out);
                    out.each(|line| line.close(group.delimiter()));
                    index += 1;
                }
                _ => {
                    if let Some((path, length)) = path_at(&tokens, index) {
                        self.path(&path, &tokens[index..index + length], out);
                        index += length;
                    } else {
                        out.push(token);
                        index += 1;
                    }
                }
            }
        }
    }

    fn path(&self, path: &[String], written: &[TokenTree], out: &mut Both) {
        let is_generic = path
            .first()
            .is_some_and(|first| self.generics.contains(first));
        let known = (!is_generic)
            .then(|| self.modules.resolve(self.module, path, Space::Type))
            .flatten();
        let Some((target, used)) = known else {
            for token in written {
                out.push(token);
            }
            return;
        };
        let (resolved, short) = self.target(&target);
        let behind = || path[used..].iter().map(String::as_str);
        out.resolved.path(resolved.split("::").chain(behind()));
        out.short.path(short.split("::").chain(behind()));
    }

    /// Returns the full path of what a path means, and its last name.
    pub(super) fn target(&self, target: &Target) -> (String, String) {
        let full = match target {
            Target::Module(module) => match self.reach.module_routes(*module) {
                [first, ..] => format!("crate::{}", first.path),
                [] => format!("crate::{}", self.modules.all[*module].path.join("::")),
            },
            Target::Item(module, index) => {
                if let [first, ..] = self.reach.item(*module, *index) {
                    format!("crate::{}", first.path)
                } else {
                    let mut path = vec!["crate".to_owned()];
                    path.extend(self.modules.all[*module].path.iter().cloned());
                    path.push(self.modules.entry(*module, *index).name.clone());
                    path.join("::")
                }
            }
            Target::External(path) => external(path),
        };
        let parts: Vec<&str> = full.split("::").collect();
        let short = match *parts {
            // `fmt::Result` and `fmt::Error` are not those of the prelude.
            [.., module, name @ ("Error" | "Result")] if full.starts_with("std::") => {
                format!("{module}::{name}")
            }
            [.., name] => name.to_owned(),
            [] => String::new(),
        };
        (full, short)
    }
}

/// Returns the path of something of another crate; std's in one form.
fn external(path: &[String]) -> String {
    let mut path = path.join("::");
    for inner in ["core::", "alloc::"] {
        if let Some(rest) = path.strip_prefix(inner) {
            path = format!("std::{rest}");
        }
    }
    match path.rsplit_once("::") {
        Some((_, name)) if PRELUDE.contains(&&*path) || path == "std::vec::Vec" => name.to_owned(),
        _ => path,
    }
}

/// Both forms of a declaration, as far as they are written.
#[derive(Default)]
struct Both {
    resolved: Line,
    short: Line,
}

impl Both {
    fn each(&mut self, write: impl Fn(&mut Line)) {
        write(&mut self.resolved);
        write(&mut self.short);
    }

    /// Adds a token that is no group.
    fn push(&mut self, token: &TokenTree) {
        if let TokenTree::Punct(punct) = token {
            self.each(|line| line.punct(punct.as_char(), punct.spacing()));
        } else {
            let word = token.to_string();
            self.each(|line| line.word(&word));
        }
    }
}

/// Returns the path that begins at a token, and how many tokens it has. `None`: the token begins none.
fn path_at(tokens: &[TokenTree], index: usize) -> Option<(Vec<String>, usize)> {
    let colons = |at: usize| {
        let colon = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(mark)) if mark.as_char() == ':');
        colon(tokens.get(at)) && colon(tokens.get(at + 1))
    };
    let before = index.checked_sub(1).and_then(|before| tokens.get(before));
    let is_after =
        |sign: char| matches!(before, Some(TokenTree::Punct(mark)) if mark.as_char() == sign);
    let is_named = matches!(before, Some(TokenTree::Ident(word)) if word == "fn");
    let mut path = Vec::new();
    let mut at = index;
    if colons(at) {
        path.push(String::new());
        at += 2;
    }
    let TokenTree::Ident(first) = tokens.get(at)? else {
        return None;
    };
    if is_after('\'') || is_named || is_after(':') && colons(index.wrapping_sub(2)) {
        return None;
    }
    path.push(first.to_string());
    at += 1;
    while colons(at)
        && let Some(TokenTree::Ident(next)) = tokens.get(at + 2)
    {
        path.push(next.to_string());
        at += 3;
    }
    let is_word = path.len() == 1;
    let is_sign = |sign: char| matches!(tokens.get(at), Some(TokenTree::Punct(mark)) if mark.as_char() == sign);
    // `name: Type`, `T: Bound` and `Item = Type` name something, and mean nothing that is in scope.
    let is_binder = is_word && (is_sign(':') && !colons(at) || is_sign('='));
    let is_keyword = KEYWORDS.contains(&&*path[0]) && (is_word || path[0] == "Self");
    (!is_binder && !is_keyword).then_some((path, at - index))
}

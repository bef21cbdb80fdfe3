//! The paths in the items of a file → short names, and the `use` lines that these need.
//!
//! Emitters write every name of another module in full, from `crate`, `std` or `http` on. Invariant: a name is
//! shortened only where nothing else in the file has it, so a name of the description never gives way to one of the
//! runtime or of std: the path of one of the two stays.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

use super::{
    features::Scope,
    file::Chunk,
    types::{ident, is_in_prelude, prelude_module},
};

/// First segments of paths.
const ROOTS: [&str; 3] = ["crate", "http", "std"];

/// Returns the chunks of a file with short names, and with its imports behind its own documentation.
pub(super) fn shorten(file: &str, chunks: Vec<Chunk>) -> Vec<Chunk> {
    let mut found = Found::default();
    for chunk in &chunks {
        match chunk {
            Chunk::Tokens(tokens) => {
                found.declarations(tokens.clone());
                let mut note = |path: &Path, scope: &Scope| found.note(path, scope);
                tokens_of(tokens.clone(), &Scope::Always, &mut note);
            }
            Chunk::Text(text) => {
                text_of(text, &mut |path, scope| found.note(path, scope));
            }
        }
    }
    let names = Names::new(file, found);
    let mut is_short = |path: &Path, _: &Scope| names.is_short(path);
    let mut shortened: Vec<Chunk> = chunks
        .into_iter()
        .map(|chunk| match chunk {
            Chunk::Tokens(tokens) => {
                Chunk::Tokens(tokens_of(tokens, &Scope::Always, &mut is_short))
            }
            Chunk::Text(text) => Chunk::Text(text_of(&text, &mut is_short)),
        })
        .collect();
    if let Some(Chunk::Tokens(tokens)) = shortened.first_mut() {
        *tokens = with_imports(std::mem::take(tokens), &names.imports());
    }
    shortened
}

/// The path of an item: `crate::models::Ticket` of `crate::models::Ticket::new`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Path {
    module: String,
    name: String,
}

impl Path {
    /// Returns the path in front of the first segment that is no module, and the number of that segment. Modules begin
    /// with a lower case letter.
    fn of(segments: &[String]) -> Option<(Self, usize)> {
        let is_module = |segment: &String| segment.starts_with(char::is_lowercase);
        let at = segments.iter().position(|segment| !is_module(segment))?;
        let path = Self {
            module: segments[..at].join("::"),
            name: segments[at].clone(),
        };
        Some((path, at))
    }

    /// Returns the order in which names are given to paths that end alike, and in which lines of imports are: std,
    /// other crates, this one; of this one, the runtime before what the description names.
    fn rank(&self) -> (u8, &str) {
        let rank = match self.module.as_str() {
            module if module.starts_with("std") => 0,
            module if !module.starts_with("crate") => 1,
            module if module.starts_with("crate::runtime") || module == "crate::streams" => 2,
            _ => 3,
        };
        (rank, &self.module)
    }
}

/// Names used by the items of a file.
#[derive(Debug, Default)]
struct Found {
    /// The paths, and what needs them.
    paths: BTreeMap<Path, Scope>,
    /// The items of the file.
    declared: BTreeSet<String>,
    /// The items that the file exports from elsewhere.
    exported: BTreeSet<Path>,
    /// The modules of which it exports everything.
    globs: BTreeSet<String>,
}

impl Found {
    /// Notes a use; nothing is shortened yet.
    fn note(&mut self, path: &Path, scope: &Scope) -> bool {
        let known = self.paths.get_mut(path);
        match known {
            Some(known) => known.or(scope),
            None => {
                self.paths.insert(path.clone(), scope.clone());
            }
        }
        false
    }

    /// Notes the items that tokens declare, and what they export.
    fn declarations(&mut self, tokens: TokenStream) {
        const KINDS: [&str; 7] = ["const", "enum", "fn", "static", "struct", "trait", "type"];
        let mut tokens = tokens.into_iter();
        while let Some(token) = tokens.next() {
            let TokenTree::Ident(word) = token else {
                continue;
            };
            let word = word.to_string();
            if word == "use" {
                let is_end = |token: &TokenTree| matches!(token, TokenTree::Punct(end) if end.as_char() == ';');
                let tree = tokens.by_ref().take_while(|token| !is_end(token));
                self.export(Vec::new(), tree.collect());
            } else if KINDS.contains(&word.as_str())
                && let Some(TokenTree::Ident(name)) = tokens.next()
            {
                self.declared.insert(name.to_string());
            }
        }
    }

    /// Notes what a `pub use` brings: `crate::runtime::{Plan, PlanGroup}`.
    fn export(&mut self, mut before: Vec<String>, tree: Vec<TokenTree>) {
        for token in tree {
            match token {
                TokenTree::Ident(segment) => before.push(segment.to_string()),
                TokenTree::Punct(punct) if punct.as_char() == '*' => {
                    self.globs.insert(before.join("::"));
                    return;
                }
                TokenTree::Group(group) => {
                    let names: Vec<TokenTree> = group.stream().into_iter().collect();
                    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
                    for part in names.split(is_comma).filter(|part| !part.is_empty()) {
                        self.export(before.clone(), part.to_vec());
                    }
                    return;
                }
                _ => {}
            }
        }
        self.exported
            .extend(Path::of(&before).map(|(path, _)| path));
    }
}

/// The short names of a file.
#[derive(Debug, Default)]
struct Names {
    /// The paths that are shortened.
    short: BTreeSet<Path>,
    /// Those of them that have to be imported, and what needs them.
    imported: BTreeMap<Path, Scope>,
}

impl Names {
    fn new(file: &str, found: Found) -> Self {
        let own = own_module(file);
        let mut names = Self::default();
        let mut taken: BTreeSet<String> = BTreeSet::new();
        taken.extend(found.declared.iter().cloned());
        taken.extend(found.exported.iter().map(|path| path.name.clone()));
        let mut paths: Vec<(Path, Scope)> = found.paths.into_iter().collect();
        paths.sort_by(|(left, _), (right, _)| left.rank().cmp(&right.rank()));
        for (path, scope) in paths {
            let is_own = path.module == own && found.declared.contains(&path.name);
            if is_own || found.exported.contains(&path) {
                names.short.insert(path);
            } else if prelude_module(&path.name) == Some(path.module.as_str()) {
                if !taken.contains(&path.name) {
                    names.short.insert(path);
                }
            } else if !is_in_prelude(&path.name) && taken.insert(path.name.clone()) {
                if !found.globs.contains(&path.module) {
                    names.imported.insert(path.clone(), scope);
                }
                names.short.insert(path);
            }
        }
        names
    }

    fn is_short(&self, path: &Path) -> bool {
        self.short.contains(path)
    }

    /// Returns the `use` lines: those of std, of other crates and of this one, one for each module.
    fn imports(&self) -> TokenStream {
        let mut lines: BTreeMap<(u8, &str, &Scope), Vec<&str>> = BTreeMap::new();
        for (path, scope) in &self.imported {
            let (rank, module) = path.rank();
            let names = lines.entry((rank.min(2), module, scope)).or_default();
            names.push(&path.name);
        }
        let mut lines: Vec<_> = lines.into_iter().collect();
        // Step by step, and a list behind every name: no name begins with a sign as late as the brace.
        lines.sort_by_cached_key(|((rank, module, _), names)| {
            let last = if let [only] = names[..] { only } else { "{" };
            (*rank, module.split("::").chain([last]).collect::<Vec<_>>())
        });
        let lines = lines.into_iter().map(|((_, module, scope), names)| {
            let gate = scope.attribute();
            let module = module.split("::").map(ident);
            let names = names.into_iter().map(ident);
            quote!(#gate use #(#module)::*::{#(#names),*};)
        });
        quote!(#(#lines)*)
    }
}

/// Returns the module in which other files find the items of a file: `crate::models` for `src/models/ticket.rs`.
fn own_module(file: &str) -> String {
    let path = file.trim_start_matches("src/").trim_end_matches(".rs");
    let module = path.split('/').next().unwrap_or(path);
    format!("crate::{module}")
}

/// Returns the tokens with those paths shortened that `is_short` chooses; it is told what needs each of them.
fn tokens_of(
    tokens: TokenStream,
    outer: &Scope,
    is_short: &mut dyn FnMut(&Path, &Scope) -> bool,
) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut output = Vec::with_capacity(tokens.len());
    let mut scope = outer.clone();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let mut length = 1;
        match token {
            TokenTree::Ident(word) if word == "use" => {
                let is_end = |token: &TokenTree| matches!(token, TokenTree::Punct(end) if end.as_char() == ';');
                let end = tokens[at..].iter().position(is_end);
                length = end.unwrap_or(tokens.len() - at);
                output.extend_from_slice(&tokens[at..at + length]);
            }
            TokenTree::Ident(word)
                if ROOTS.iter().any(|root| word == root) && !follows_colons(&tokens, at) =>
            {
                let segments = segments(&tokens[at..]);
                length = segments.len() * 3 - 2;
                let item = Path::of(&segments).filter(|(path, _)| is_short(path, &scope));
                let skipped = item.map_or(0, |(_, segment)| segment * 3);
                output.extend_from_slice(&tokens[at + skipped..at + length]);
            }
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                // Attributes name nothing that could be shortened.
                let is_inner = matches!(tokens.get(at + 1), Some(TokenTree::Punct(_)));
                length = if is_inner { 3 } else { 2 };
                length = length.min(tokens.len() - at);
                let attribute = &tokens[at..at + length];
                if let Some(TokenTree::Group(group)) = attribute.last()
                    && let Some(condition) = gate(&group.stream())
                {
                    scope = condition;
                }
                output.extend_from_slice(attribute);
            }
            TokenTree::Group(group) => {
                let inner = tokens_of(group.stream(), &scope, is_short);
                output.push(Group::new(group.delimiter(), inner).into());
                if group.delimiter() == Delimiter::Brace {
                    scope = outer.clone();
                }
            }
            other => {
                if matches!(other, TokenTree::Punct(punct) if punct.as_char() == ';') {
                    scope = outer.clone();
                }
                output.push(other.clone());
            }
        }
        at += length;
    }
    output.into_iter().collect()
}

fn is_colon(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':')
}

fn follows_colons(tokens: &[TokenTree], at: usize) -> bool {
    at >= 2 && is_colon(tokens.get(at - 1)) && is_colon(tokens.get(at - 2))
}

/// Returns the segments of the path that tokens begin with.
fn segments(tokens: &[TokenTree]) -> Vec<String> {
    let mut segments = Vec::new();
    let mut at = 0;
    while let Some(TokenTree::Ident(segment)) = tokens.get(at) {
        segments.push(segment.to_string());
        if !is_colon(tokens.get(at + 1)) || !is_colon(tokens.get(at + 2)) {
            break;
        }
        at += 3;
    }
    segments
}

/// Returns the features that an attribute `cfg(…)` asks for.
fn gate(attribute: &TokenStream) -> Option<Scope> {
    let mut tokens = attribute.clone().into_iter();
    let is_cfg = matches!(tokens.next(), Some(TokenTree::Ident(name)) if name == "cfg");
    is_cfg.then(|| features_in(&tokens.collect::<TokenStream>().to_string()))
}

/// Returns the features that the text of a condition names.
fn features_in(condition: &str) -> Scope {
    let names = condition.split('"').skip(1).step_by(2);
    Scope::Any(names.map(str::to_owned).collect())
}

/// Returns the same for lines that are formatted already. What is in quotes is no path.
fn text_of(text: &str, is_short: &mut dyn FnMut(&Path, &Scope) -> bool) -> String {
    let scope = match text
        .strip_prefix("#[cfg(")
        .and_then(|rest| rest.split_once('\n'))
    {
        Some((condition, _)) => features_in(condition),
        None => Scope::Always,
    };
    let mut output = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let word = rest
            .find(|letter| !is_of_word(letter))
            .unwrap_or(rest.len());
        let (token, after) = if first == '"' {
            rest.split_at(quoted(rest))
        } else {
            rest.split_at(word.max(first.len_utf8()))
        };
        let is_root = ROOTS.contains(&token) && after.starts_with("::");
        if !is_root || output.ends_with("::") {
            output.push_str(token);
            rest = after;
            continue;
        }
        let is_of_path = |letter| is_of_word(letter) || letter == ':';
        let end = rest
            .find(|letter| !is_of_path(letter))
            .unwrap_or(rest.len());
        let (path, after) = rest.split_at(end);
        let segments: Vec<String> = path.split("::").map(str::to_owned).collect();
        let item = Path::of(&segments).filter(|(path, _)| is_short(path, &scope));
        let skipped = item.map_or(0, |(_, segment)| segment);
        output.push_str(&segments[skipped..].join("::"));
        rest = after;
    }
    output
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Returns the length of the literal that a text begins with.
fn quoted(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Returns the tokens with lines behind their inner attributes.
fn with_imports(tokens: TokenStream, imports: &TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is = |at: usize, sign: char| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == sign);
    let mut end = 0;
    while is(end, '#') && is(end + 1, '!') {
        end += 3;
    }
    let (attributes, items) = tokens.split_at(end.min(tokens.len()));
    let (attributes, items) = (attributes.iter(), items.iter());
    quote!(#(#attributes)* #imports #(#items)*)
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{Chunk, shorten, text_of};

    fn shortened(file: &str, tokens: proc_macro2::TokenStream) -> String {
        let chunks = shorten(file, vec![Chunk::Tokens(tokens)]);
        let tokens = chunks.into_iter().map(|chunk| match chunk {
            Chunk::Tokens(tokens) => tokens.to_string(),
            Chunk::Text(text) => text,
        });
        tokens.collect()
    }

    #[test]
    fn names_are_imported_and_those_of_the_prelude_are_not() {
        let tokens = quote! {
            #![doc = " About crate::runtime::Date."]
            pub struct Ticket {
                pub due: std::option::Option<crate::runtime::Date>,
                pub kind: crate::models::Kind,
                pub size: crate::models::Ticket,
            }
            fn f() { http::Method::GET; crate::models::Kind::new(); crate::record!(Ticket) }
        };
        let expected = quote! {
            #![doc = " About crate::runtime::Date."]
            use http::{Method};
            use crate::models::{Kind};
            use crate::runtime::{Date};
            pub struct Ticket {
                pub due: Option<Date>,
                pub kind: Kind,
                pub size: Ticket,
            }
            fn f() { Method::GET; Kind::new(); crate::record!(Ticket) }
        };
        assert_eq!(
            shortened("src/models/ticket.rs", tokens),
            expected.to_string()
        );
    }

    #[test]
    fn of_two_names_that_are_alike_one_keeps_its_path() {
        let tokens = quote! {
            pub struct Option { pub a: std::option::Option<crate::models::Option> }
            fn f(a: crate::runtime::Date, b: crate::models::Date, c: crate::models::String) {}
        };
        let expected = quote! {
            use crate::runtime::{Date};
            pub struct Option { pub a: std::option::Option<Option> }
            fn f(a: Date, b: crate::models::Date, c: crate::models::String) {}
        };
        assert_eq!(
            shortened("src/models/option.rs", tokens),
            expected.to_string()
        );
    }

    #[test]
    fn an_import_has_the_features_of_all_that_need_it() {
        let tokens = quote! {
            #[cfg(feature = "a")]
            fn f(a: crate::runtime::Date) { g(); }
            #[cfg(any(feature = "b", feature = "c"))]
            fn g(a: crate::runtime::Date, b: crate::runtime::Json);
            fn h(a: crate::runtime::Patch);
        };
        let text = shortened("src/models/x.rs", tokens);
        let expected = quote! {
            #[cfg(any(feature = "a", feature = "b", feature = "c"))]
            use crate::runtime::{Date};
            #[cfg(any(feature = "b", feature = "c"))]
            use crate::runtime::{Json};
            use crate::runtime::{Patch};
        };
        assert!(text.starts_with(&expected.to_string()), "{text}");
    }

    #[test]
    fn exports_are_names_of_the_file() {
        let tokens = quote! {
            pub use crate::runtime::webhook::*;
            pub use crate::runtime::{Plan, PlanGroup};
            fn f(a: crate::runtime::Plan, b: crate::runtime::webhook::Change, c: crate::models::Plan) {}
        };
        let text = shortened("src/plans.rs", tokens.clone());
        let expected = quote! {
            pub use crate::runtime::webhook::*;
            pub use crate::runtime::{Plan, PlanGroup};
            fn f(a: Plan, b: Change, c: crate::models::Plan) {}
        };
        assert_eq!(text, expected.to_string());
    }

    #[test]
    fn texts_in_macros_are_no_paths() {
        let text = "crate::union!(A {\n    B(std::vec::Vec<crate::models::B>) \"crate::models::B\\\"\" [x::crate::Y],\n});\n";
        let output = text_of(text, &mut |_, _| true);
        let expected =
            "crate::union!(A {\n    B(Vec<B>) \"crate::models::B\\\"\" [x::crate::Y],\n});\n";
        assert_eq!(output, expected);
    }
}

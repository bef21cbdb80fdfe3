//! Modules → the names that their files take from other files.
//!
//! Paths in code count beside imports. What is quoted is the generated crate's code, and does not.

use proc_macro2::{TokenStream, TokenTree};
use syn::ItemUse;

use super::modules::{Target, Tree};

/// A name that a file takes from another.
pub(super) struct Reference {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) name: String,
}

/// Macros whose tokens are code of another crate.
const QUOTES: [&str; 4] = ["parse_quote", "quote", "quote_spanned", "quoted"];

/// Returns all references between the files of a tree.
pub(super) fn read(tree: &Tree) -> Vec<Reference> {
    let mut found = Vec::new();
    for id in 0..tree.modules.len() {
        let module = &tree.modules[id];
        let mut paths = module.imports.clone();
        for code in &module.code {
            collect(code, &mut paths);
        }
        for path in paths {
            if let Some(Target::Item { file, name }) = tree.resolve(id, &path)
                && file != module.file
            {
                found.push(Reference {
                    from: module.file.clone(),
                    to: file,
                    name,
                });
            }
        }
    }
    found
}

/// Collects every path in code, the imports inside of functions included.
fn collect(code: &TokenStream, paths: &mut Vec<Vec<String>>) {
    let tokens: Vec<TokenTree> = code.clone().into_iter().collect();
    let mut index = 0;
    while index < tokens.len() {
        match &tokens[index] {
            TokenTree::Group(group) => collect(&group.stream(), paths),
            TokenTree::Ident(ident) if *ident == "use" => {
                index = import(&tokens, index, paths);
                continue;
            }
            // `pub(in crate::place)` names the users and not what is used.
            TokenTree::Ident(ident) if *ident == "pub" => {
                let is_limited = matches!(tokens.get(index + 1), Some(TokenTree::Group(_)));
                index += 1 + usize::from(is_limited);
                continue;
            }
            TokenTree::Ident(_) => {
                let (path, end) = path_at(&tokens, index);
                let is_macro = is_sign(tokens.get(end), '!');
                if is_macro && path.last().is_some_and(|name| QUOTES.contains(&&**name)) {
                    index = end + 2;
                    continue;
                }
                if path.len() > 1 || is_name(&tokens, index, end) {
                    paths.push(path);
                }
                index = end;
                continue;
            }
            _ => {}
        }
        index += 1;
    }
}

/// Notes the import that starts at `index`, and gives the index after it.
fn import(tokens: &[TokenTree], index: usize, paths: &mut Vec<Vec<String>>) -> usize {
    let rest = &tokens[index..];
    let Some(length) = rest.iter().position(|token| is_sign(Some(token), ';')) else {
        return index + 1;
    };
    let statement: TokenStream = rest[..=length].iter().cloned().collect();
    if let Ok(import) = syn::parse2::<ItemUse>(statement) {
        let mut scratch = Tree::scratch();
        scratch.import(0, &import.tree, &mut Vec::new(), true);
        paths.append(&mut scratch.modules[0].imports);
    }
    index + length + 1
}

/// Returns the path that starts at `index`, and the index after it.
fn path_at(tokens: &[TokenTree], index: usize) -> (Vec<String>, usize) {
    let mut path = vec![tokens[index].to_string()];
    let mut end = index + 1;
    while is_sign(tokens.get(end), ':')
        && is_sign(tokens.get(end + 1), ':')
        && let Some(TokenTree::Ident(ident)) = tokens.get(end + 2)
    {
        path.push(ident.to_string());
        end += 3;
    }
    (path, end)
}

/// Returns `true` if the single word from `index` to `end` is the name of an item: a type or constant by its spelling,
/// a function or macro by the tokens after it.
fn is_name(tokens: &[TokenTree], index: usize, end: usize) -> bool {
    let before = index.checked_sub(1).and_then(|before| tokens.get(before));
    if is_sign(before, '.') || before.is_some_and(|token| token.to_string() == "fn") {
        return false;
    }
    let is_called =
        matches!(tokens.get(end), Some(TokenTree::Group(_))) || is_sign(tokens.get(end), '!');
    is_called || tokens[index].to_string().starts_with(char::is_uppercase)
}

fn is_sign(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

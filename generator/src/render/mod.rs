//! Token streams → formatted text.
//!
//! `syn` reads the tokens and `prettyplease` prints them; what rustfmt breaks elsewhere is laid out by the modules
//! below. Invariant: the text depends on the tokens alone, on no formatter that happens to be installed.

mod declarations;
mod expressions;
mod imports;
mod placeholders;
mod unparse;
mod widths;

use syn::{File, Item, ItemUse, UseTree, Visibility};

use self::{placeholders::Placeholders, unparse::unparse, widths::CALL};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    emit::{Chunk, Content, EmittedFile, is_direction},
    tree::{FileTree, MARK},
};

/// Prints every file.
///
/// # Errors
///
/// Reports tokens that are no Rust: a fault of the generator.
pub fn render(files: Vec<EmittedFile>) -> Result<FileTree, Diagnostics> {
    let mut tree = FileTree::default();
    for EmittedFile { path, content } in files {
        let text = match content {
            Content::Text(text) => text,
            Content::Rust(chunks) => {
                rust(chunks).map_err(|error| Diagnostics::from(not_rust(&path, &error)))?
            }
        };
        tree.insert(path, readable(text));
    }
    Ok(tree)
}

/// Returns a text that reads as it is: no character in it turns the direction of what follows around. In Rust, where
/// rustc refuses them, texts have been escaped before.
fn readable(text: String) -> String {
    if text.contains(is_direction) {
        text.replace(is_direction, " ")
    } else {
        text
    }
}

fn not_rust(path: &str, error: &syn::Error) -> Diagnostic {
    Diagnostic::error(
        "internal",
        format!("the code made for {path} is not valid: {error}"),
    )
    .help("this is a fault of the generator; please report it with the description")
}

/// Returns a file: its header, and its parts with blank lines between.
fn rust(chunks: Vec<Chunk>) -> Result<String, syn::Error> {
    let mut text = format!("// {MARK}; do not edit.\n");
    for chunk in chunks {
        match chunk {
            Chunk::Text(lines) => {
                text.push('\n');
                text.push_str(&contracted(&lines));
            }
            Chunk::Tokens(tokens) => {
                let prefix = placeholders::unused(&tokens);
                items(syn::parse2(tokens)?, &prefix, &mut text);
            }
        }
    }
    Ok(text)
}

/// Returns a call of a macro with an argument on each line, on one line if it is short.
fn contracted(call: &str) -> String {
    let arguments = call.split_once("!(\n    ");
    let arguments = arguments.and_then(|(head, rest)| Some((head, rest.strip_suffix("\n);\n")?)));
    if let Some((head, arguments)) = arguments {
        let short = arguments.replace(",\n    ", ", ");
        if short.len() <= CALL && !short.contains('\n') {
            return format!("{head}!({short});\n");
        }
    }
    call.to_owned()
}

/// Prints the items of a file one by one. Imports stay together, and so do modules.
fn items(file: File, prefix: &str, text: &mut String) {
    let mut previous = None;
    if !file.attrs.is_empty() {
        text.push('\n');
        text.push_str(&unparse(file.attrs, Vec::new()));
    }
    for item in file.items {
        let group = group(&item);
        if group == Group::Alone || previous != Some(group) {
            text.push('\n');
        }
        previous = Some(group);
        text.push_str(&printed(item, prefix));
    }
}

/// Prints an item: by prettyplease, but for what rustfmt lays out in another way.
fn printed(mut item: Item, prefix: &str) -> String {
    let parts = Placeholders::take(&mut item, prefix);
    let is_import = matches!(item, Item::Use(_));
    let text = unparse(Vec::new(), vec![item]);
    let text = if is_import {
        imports::filled(text)
    } else {
        separate_methods(&declarations::joined(&text))
    };
    parts.fill(&text)
}

/// Adds blank lines between the methods of an `impl`.
fn separate_methods(item: &str) -> String {
    const INDENT: &str = "    ";
    let mut text = String::with_capacity(item.len());
    let mut closed = false;
    for line in item.lines() {
        let inner = line
            .strip_prefix(INDENT)
            .filter(|rest| !rest.starts_with(' '));
        if closed && inner.is_some() {
            text.push('\n');
        }
        closed = inner == Some("}");
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// Group of items without blank lines between them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    StandardImport,
    ExternalImport,
    Import,
    Export,
    Module,
    PublicModule,
    Alone,
}

fn group(item: &Item) -> Group {
    match item {
        Item::Use(item) if matches!(item.vis, Visibility::Inherited) => imported(item),
        Item::Use(_) => Group::Export,
        Item::Mod(item) if matches!(item.vis, Visibility::Inherited) => Group::Module,
        Item::Mod(_) => Group::PublicModule,
        _ => Group::Alone,
    }
}

/// Separates imports from the standard library, from other crates, and from this one.
fn imported(item: &ItemUse) -> Group {
    match &item.tree {
        UseTree::Path(path) if path.ident == "std" => Group::StandardImport,
        UseTree::Path(path) if path.ident != "crate" => Group::ExternalImport,
        _ => Group::Import,
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::render;
    use crate::emit::{Chunk, Content, EmittedFile};

    #[test]
    fn no_file_turns_its_text_around() {
        let file = EmittedFile {
            path: "README.md".to_owned(),
            content: Content::Text("a\u{202e}b\u{200f}".to_owned()),
        };
        let tree = render(vec![file]).map_err(|diagnostics| diagnostics.to_string());
        let text = tree.map(|tree| tree.get("README.md").unwrap_or_default().to_owned());
        assert_eq!(text, Ok("a b ".to_owned()));
    }

    fn printed(chunks: Vec<Chunk>) -> String {
        let path = "a.rs".to_owned();
        let content = Content::Rust(chunks);
        let tree = render(vec![EmittedFile { path, content }]);
        tree.map_or_else(
            |diagnostics| diagnostics.to_string(),
            |tree| tree.get("a.rs").unwrap_or_default().to_owned(),
        )
    }

    #[test]
    fn nothing_is_lost_in_the_layout() {
        let tokens = quote! {
            #[cfg(any(feature = "one"))]
            const A: &[&str] = &["part_0_", "part_1_;", "a"];
            fn f() -> Result<S, E> {
                let text = "x = part_0_;";
                let a = &mut b[0].c(|x| { x.d(); x.e() })?.g::<Vec<u8>>();
                let long = first.iter().map(|x| { x.d(); x.e() }).filter(Option::is_some).collect();
                let empty = S {};
                h(&a, <S as T>::new(1)) == i(-1, 0..2)
            }
            fn g() -> S { S { #[cfg(unix)] a: 1, b } }
            fn h() -> S { S { a: 1, ..S::default() } }
        };
        let text = printed(vec![Chunk::Tokens(tokens.clone())]);
        let expected = without_layout(&tokens.to_string());
        let parsed = text.parse::<proc_macro2::TokenStream>();
        assert!(parsed.is_ok(), "{text}");
        let code = text.lines().skip(1).collect::<Vec<_>>().join("\n");
        assert_eq!(without_layout(&code), expected);
    }

    /// Returns the code with spaces between words alone, and without commas, which come and go at the ends of lines.
    fn without_layout(code: &str) -> String {
        let code = code.replace(',', " ");
        let is_of_word = |letter: char| letter.is_alphanumeric() || letter == '_';
        code.split_whitespace().fold(String::new(), |text, part| {
            let gap = if text.ends_with(is_of_word) && part.starts_with(is_of_word) {
                " "
            } else {
                ""
            };
            text + gap + part
        })
    }

    #[test]
    fn items_and_methods_are_set_apart() {
        let tokens = quote! {
            #![doc = " A file."]
            use std::b;
            use crate::c;
            use crate::d;
            struct S { x: u8 }
            impl S { fn f() { x() } #[doc = " G."] fn g() {} }
        };
        let chunks = vec![Chunk::Tokens(tokens), Chunk::Text("m!(S);\n".to_owned())];
        let text = printed(chunks);
        let expected = "\n\n//! A file.\n\nuse std::b;\n\nuse crate::c;\nuse crate::d;\n\nstruct S {\n    x: u8,\n}\n\n\
            impl S {\n    fn f() {\n        x()\n    }\n\n    /// G.\n    fn g() {}\n}\n\n\
            m!(S);\n";
        assert!(text.ends_with(expected), "{text}");
    }
}

//! Token streams → formatted text.
//!
//! `syn` reads the tokens and `prettyplease` prints them; what it leaves to taste is added here:
//! the header, and blank lines between items. Invariant: the text depends on the tokens alone,
//! on no formatter that happens to be installed.

use syn::{File, Item, ItemUse, UseTree, Visibility};

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

/// A text that reads as it is: no character in it turns the direction of what follows around. In Rust, where rustc
/// refuses them, texts have been escaped before.
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

/// A file: its header, and its parts with blank lines between.
fn rust(chunks: Vec<Chunk>) -> Result<String, syn::Error> {
    let mut text = format!("// {MARK}; do not edit.\n");
    for chunk in chunks {
        match chunk {
            Chunk::Text(lines) => {
                text.push('\n');
                text.push_str(&lines);
            }
            Chunk::Tokens(tokens) => items(syn::parse2(tokens)?, &mut text),
        }
    }
    Ok(text)
}

/// Prints the items of a file one by one. Imports stay together, and so do modules.
fn items(file: File, text: &mut String) {
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
        separate_methods(&unparse(Vec::new(), vec![item]), text);
    }
}

fn unparse(attrs: Vec<syn::Attribute>, items: Vec<Item>) -> String {
    prettyplease::unparse(&File {
        shebang: None,
        frontmatter: None,
        attrs,
        items,
    })
}

/// What an item stands beside without a blank line.
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

/// Imports from the standard library, from other crates, and from this one stand apart.
fn imported(item: &ItemUse) -> Group {
    match &item.tree {
        UseTree::Path(path) if path.ident == "std" => Group::StandardImport,
        UseTree::Path(path) if path.ident != "crate" => Group::ExternalImport,
        _ => Group::Import,
    }
}

/// Adds blank lines between the methods of an `impl`.
fn separate_methods(item: &str, text: &mut String) {
    const INDENT: &str = "    ";
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
        let file = EmittedFile {
            path: "a.rs".to_owned(),
            content: Content::Rust(vec![
                Chunk::Tokens(tokens),
                Chunk::Text("m!(S);\n".to_owned()),
            ]),
        };
        let tree = render(vec![file]).map_err(|diagnostics| diagnostics.to_string());
        let text = tree.map(|tree| tree.get("a.rs").unwrap_or_default().to_owned());
        let expected = "\n\n//! A file.\n\nuse std::b;\n\nuse crate::c;\nuse crate::d;\n\nstruct S {\n    x: u8,\n}\n\n\
            impl S {\n    fn f() {\n        x()\n    }\n\n    /// G.\n    fn g() {}\n}\n\n\
            m!(S);\n";
        assert!(
            text.as_ref().is_ok_and(|text| text.ends_with(expected)),
            "{text:?}"
        );
    }
}

//! Token streams → formatted text.
//!
//! `syn` reads the tokens, and the modules below write them as rustfmt does, with a header and blank lines between
//! items. Invariant: the text depends on the tokens alone, on no formatter that happens to be installed.

mod assignment;
mod chain;
mod items;
mod layout;
mod measure;
mod spelling;

use syn::{File, Item, ItemUse, UseTree, Visibility};

use self::items::attributes;
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
                text.push_str(&contracted(&lines));
            }
            Chunk::Tokens(tokens) => all(syn::parse2(tokens)?, &mut text)?,
        }
    }
    Ok(text)
}

/// A call of a macro with an argument on each line, on one line if it is short.
fn contracted(call: &str) -> String {
    let arguments = call.split_once("!(\n    ");
    let arguments = arguments.and_then(|(head, rest)| Some((head, rest.strip_suffix("\n);\n")?)));
    if let Some((head, arguments)) = arguments {
        let short = arguments.replace(",\n    ", ", ");
        if short.len() <= layout::CALL && !short.contains('\n') {
            return format!("{head}!({short});\n");
        }
    }
    call.to_owned()
}

/// Prints the items of a file one by one. Imports stay together, and so do modules.
fn all(mut file: File, text: &mut String) -> syn::Result<()> {
    let mut previous = None;
    if !file.attrs.is_empty() {
        text.push('\n');
        text.push_str(&attributes(&file.attrs, 0));
    }
    sort_imports(&mut file.items);
    for item in &file.items {
        let group = group(item);
        if group == Group::Alone || previous != Some(group) {
            text.push('\n');
        }
        previous = Some(group);
        text.push_str(&items::item(item)?);
        text.push('\n');
    }
    Ok(())
}

/// Imports and modules that stand beside each other are in order.
fn sort_imports(items: &mut [Item]) {
    let same = |left: &Item, right: &Item| {
        let group = group(left);
        group != Group::Alone && group == self::group(right)
    };
    for run in items.chunk_by_mut(same) {
        run.sort_by_cached_key(|item| match item {
            Item::Use(item) => steps(&item.tree),
            Item::Mod(item) => vec![Step::Name(item.ident.to_string())],
            _ => Vec::new(),
        });
    }
}

/// A step of a path, in the order in which rustfmt sorts them.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Name(String),
    All,
    List,
}

fn steps(tree: &UseTree) -> Vec<Step> {
    let named = |name: &syn::Ident| Step::Name(name.to_string());
    match tree {
        UseTree::Path(path) => {
            let rest = steps(&path.tree);
            std::iter::once(named(&path.ident)).chain(rest).collect()
        }
        UseTree::Name(name) => vec![named(&name.ident)],
        UseTree::Rename(rename) => vec![named(&rename.ident)],
        UseTree::Glob(_) => vec![Step::All],
        UseTree::Group(_) => vec![Step::List],
    }
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

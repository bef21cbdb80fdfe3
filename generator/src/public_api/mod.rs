//! The files of a crate → what callers can name, item by item.
//!
//! Modules are followed from `src/lib.rs`, macros are expanded by their definitions, and `cfg` is read. Invariant: two
//! crates with equal public APIs compile the same caller.

mod condition;
mod declare;
mod expand;
mod implementations;
mod items;
mod load;
mod modules;
mod names;
mod read_item;
mod scope;
mod spelling;
mod usage;

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

pub(crate) use self::items::{DEMANDED, OPEN, PROVIDED};
pub use self::{
    condition::Condition,
    items::{PublicApi, PublicItem},
    usage::Usage,
};
use self::{load::ReadItems, modules::Modules, read_item::ReadItem};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    emit::{Chunk, Content, EmittedFile},
    outline::outline,
    tree::FileTree,
};

impl PublicApi {
    /// Returns the public API of the crate that has these files.
    ///
    /// # Errors
    ///
    /// Reports files that are no Rust, modules without a file, and calls of macros that no definition fits.
    pub fn of(files: &FileTree) -> Result<Self, Diagnostics> {
        Self::read(&mut |path| match files.get(path) {
            Some(text) if path.starts_with("src/runtime/") => {
                items_of_runtime(path, text).map(Some)
            }
            Some(text) => items_of_text(path, text).map(Some),
            None => Ok(None),
        })
    }

    /// Returns the public API of the crate that these files are, before they are printed.
    ///
    /// # Errors
    ///
    /// As [`Self::of`].
    pub(crate) fn of_emitted(
        files: impl Iterator<Item = EmittedFile>,
    ) -> Result<Self, Diagnostics> {
        let files = files.map(|file| (file.path, file.content));
        let mut files: BTreeMap<String, Content> = files.collect();
        Self::read(&mut |path| match files.remove(path) {
            Some(Content::Text(text)) => items_of_runtime(path, &text).map(Some),
            Some(Content::Rust(chunks)) => {
                let mut items = Vec::new();
                for chunk in chunks {
                    items.extend(match chunk {
                        Chunk::Tokens(tokens) => items_of_tokens(path, tokens)?,
                        Chunk::Text(text) => items_of_text(path, &text)?,
                    });
                }
                Ok(Some(items))
            }
            None => Ok(None),
        })
    }

    fn read(read: &mut ReadItems<'_>) -> Result<Self, Diagnostics> {
        let modules = Modules::load(read).map_err(|error| {
            Diagnostic::error("public-api", format!("the crate cannot be read: {error}"))
                .help("`cargo xtask codegen` writes it anew; if this does not help, it is a bug of the generator")
        })?;
        Ok(declare::declare(&modules))
    }
}

/// A file's text, and its items.
type Parsed = (String, Vec<Rc<ReadItem>>);

thread_local! {
    /// Files of the runtime as they were parsed: they are the same for every description.
    static PARSED: RefCell<BTreeMap<String, Parsed>> = const { RefCell::new(BTreeMap::new()) };
}

/// Returns the items of a file that is the same in every crate that this generator writes.
fn items_of_runtime(path: &str, text: &str) -> Result<Vec<Rc<ReadItem>>, String> {
    let known = PARSED.with_borrow(|parsed| match parsed.get(path) {
        Some((known, items)) if known == text => Some(items.clone()),
        _ => None,
    });
    if let Some(items) = known {
        return Ok(items);
    }
    let items = items_of_text(path, text)?;
    PARSED
        .with_borrow_mut(|parsed| parsed.insert(path.to_owned(), (text.to_owned(), items.clone())));
    Ok(items)
}

fn items_of_text(path: &str, text: &str) -> Result<Vec<Rc<ReadItem>>, String> {
    let tokens = text.parse().map_err(|error| format!("{path}: {error}"))?;
    items_of_tokens(path, tokens)
}

fn items_of_tokens(
    path: &str,
    tokens: proc_macro2::TokenStream,
) -> Result<Vec<Rc<ReadItem>>, String> {
    let file = syn::parse2::<syn::File>(outline(tokens));
    file.map(|file| file.items.into_iter().map(ReadItem::new).collect())
        .map_err(|error| format!("{path}: {error}"))
}

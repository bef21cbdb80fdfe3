//! The files of a crate → what callers can name, item by item.
//!
//! Modules are followed from `src/lib.rs`, macros are expanded by their definitions, and `cfg` is read. Invariant: two
//! crates with equal public APIs compile the same caller.

mod condition;
mod declare;
mod expand;
mod implementations;
mod modules;
mod names;
mod outline;
mod scope;
mod spelling;
mod usage;

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

pub use self::{condition::Condition, usage::Usage};
use self::{modules::Modules, names::Spelled, outline::outline};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    emit::{Chunk, Content, EmittedFile},
    tree::FileTree,
};

/// The mark of a type that callers can neither write out nor match to the end.
pub(crate) const OPEN: &str = "#[non_exhaustive] ";
/// The mark of a trait's part that implementations may leave out.
pub(crate) const PROVIDED: &str = "provided ";
/// The mark of a trait's part that every implementation has.
pub(crate) const DEMANDED: &str = "demanded ";

/// Everything callers can name, by path: `models::Ticket`, `models::Ticket.subject`, `models::TicketStatus::Open`,
/// `resources::Tickets::get`, `models::Ticket: Default`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicApi {
    items: BTreeMap<String, PublicItem>,
    /// Further paths of items, with their canonical ones.
    aliases: BTreeMap<String, String>,
    /// Paths of other crates, with those by which this one hands them on.
    external: BTreeMap<String, String>,
}

/// One of the things that callers can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicItem {
    /// Declaration without its documentation: `pub fn get(&self, ticket_id: i64) -> GetTicket`.
    pub signature: String,
    /// The same with every path written out from `crate` on, which is what comparisons compare.
    pub resolved: String,
    /// The `impl` that it stands in, where that is for some of the types of one name alone.
    pub context: String,
    /// When it exists, besides the condition of the type that it belongs to.
    pub condition: Condition,
    /// The file of the crate that declares it.
    pub file: String,
}

impl PublicItem {
    /// Whether callers cannot tell two declarations apart, whatever they have to switch on for them.
    #[must_use]
    pub fn declares_the_same(&self, other: &Self) -> bool {
        self.resolved == other.resolved && self.context == other.context
    }
}

impl PublicApi {
    /// The public API of the crate that has these files.
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

    /// The public API of the crate that these files are, before they are printed.
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

    fn read(read: &mut modules::ReadItems<'_>) -> Result<Self, Diagnostics> {
        let modules = Modules::load(read).map_err(|error| {
            Diagnostic::error("public-api", format!("the crate cannot be read: {error}"))
                .help("`cargo xtask codegen` writes it anew; if that is of no use, it is a fault of the generator")
        })?;
        Ok(declare::declare(&modules))
    }

    /// The item at a path, or at one that is an alias of it.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&PublicItem> {
        self.items
            .get(path)
            .or_else(|| self.items.get(&self.canonical(path)?))
    }

    /// The declaration behind a path, which of an alias is the one of what it stands for.
    pub(crate) fn declared(&self, path: &str) -> Option<&PublicItem> {
        let canonical = self.canonical(path);
        self.items.get(canonical.as_deref().unwrap_or(path))
    }

    /// Whether a path is a further one of something that is listed under another.
    pub(crate) fn is_alias(&self, path: &str) -> bool {
        self.aliases.contains_key(path)
    }

    /// The path that everything is listed under. `None`: it is that already.
    pub(crate) fn canonical(&self, path: &str) -> Option<String> {
        let ends = path
            .char_indices()
            .filter(|(_, sign)| [':', '.'].contains(sign));
        let ends = ends.map(|(at, _)| at).chain([path.len()]);
        let mut known = ends.filter_map(|end| Some((end, self.aliases.get(&path[..end])?)));
        let (end, canonical) = known.next_back()?;
        Some(format!("{canonical}{}", &path[end..]))
    }

    /// A declaration with the canonical paths that its names have here.
    pub(crate) fn with_canonical_paths(&self, resolved: &str) -> String {
        let is_part = |character: char| character.is_alphanumeric() || "_#:".contains(character);
        let mut text = String::new();
        let mut rest = resolved;
        while let Some(start) = rest.find("crate::") {
            let (before, path) = rest.split_at(start);
            let end = path
                .find(|character| !is_part(character))
                .unwrap_or(path.len());
            let known = path["crate::".len()..end].trim_end_matches(':');
            let canonical = self.canonical(known).unwrap_or_else(|| known.to_owned());
            text.push_str(before);
            text.push_str("crate::");
            text.push_str(&canonical);
            rest = &path["crate::".len() + known.len()..];
        }
        text.push_str(rest);
        text
    }

    /// Every item, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &PublicItem)> {
        self.items.iter().map(|(path, item)| (path.as_str(), item))
    }

    fn insert(
        &mut self,
        path: &str,
        signature: &Spelled,
        context: &str,
        condition: Condition,
        file: &str,
    ) {
        let item = PublicItem {
            signature: signature.short.clone(),
            resolved: signature.resolved.clone(),
            context: context.to_owned(),
            condition,
            file: file.to_owned(),
        };
        match self.items.get_mut(path) {
            None => drop(self.items.insert(path.to_owned(), item)),
            Some(known) => known.absorb(&item),
        }
    }
}

impl PublicItem {
    /// Takes in a further declaration of the same path, which is there under another condition or for another type.
    fn absorb(&mut self, other: &Self) {
        if self.declares_the_same(other) {
            self.condition = self.condition.or(&other.condition);
            return;
        }
        let place = |item: &Self| match (item.condition.is_always(), &*item.context) {
            (true, "") => String::new(),
            (true, context) => format!(" in {context}"),
            (false, context) => format!(" if {} {context}", item.condition),
        };
        let both = [
            format!("{}{}", self.resolved, place(self)),
            format!("{}{}", other.resolved, place(other)),
        ];
        self.resolved = both.join(" | ");
        self.signature = format!("{} | {}", self.signature, other.signature);
        self.condition = self.condition.or(&other.condition);
    }
}

/// A file's text, and its items.
type Parsed = (String, Vec<Rc<syn::Item>>);

thread_local! {
    /// Files of the runtime as they were parsed: they are the same for every description.
    static PARSED: RefCell<BTreeMap<String, Parsed>> = const { RefCell::new(BTreeMap::new()) };
}

/// The items of a file that is the same in every crate that this generator writes.
fn items_of_runtime(path: &str, text: &str) -> Result<Vec<Rc<syn::Item>>, String> {
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

fn items_of_text(path: &str, text: &str) -> Result<Vec<Rc<syn::Item>>, String> {
    let tokens = text.parse().map_err(|error| format!("{path}: {error}"))?;
    items_of_tokens(path, tokens)
}

fn items_of_tokens(
    path: &str,
    tokens: proc_macro2::TokenStream,
) -> Result<Vec<Rc<syn::Item>>, String> {
    let file = syn::parse2::<syn::File>(outline(tokens));
    file.map(|file| file.items.into_iter().map(Rc::new).collect())
        .map_err(|error| format!("{path}: {error}"))
}

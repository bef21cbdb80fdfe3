//! The modules of a crate with what each has a name for, macros expanded.
//!
//! Invariant: a module is known by its number, and what is in it by the number of its entry.

use std::{collections::BTreeMap, rc::Rc};

use syn::{Attribute, Item};

use super::{condition::Condition, expand::Definition, read_item::ReadItem};

/// The modules of a crate; the first is its root.
pub(super) struct Modules {
    pub(super) all: Vec<Module>,
}

/// A module.
pub(super) struct Module {
    /// The names on the way from the root to it.
    pub(super) path: Vec<String>,
    /// The file that it is written in.
    pub(super) file: String,
    /// `None`: it is the root.
    pub(super) parent: Option<usize>,
    /// Condition under which it is compiled.
    pub(super) condition: Condition,
    pub(super) entries: Vec<Entry>,
    /// The entries by name, for each space.
    pub(super) names: [BTreeMap<String, usize>; Space::ALL.len()],
    /// The paths of which everything is imported.
    pub(super) globs: Vec<Vec<String>>,
    pub(super) impls: Vec<(Condition, Implementation)>,
}

/// An `impl`, as it is written or with the calls of macros in it expanded.
pub(super) enum Implementation {
    Written(Rc<ReadItem>),
    Expanded(Box<syn::ItemImpl>),
}

impl Implementation {
    pub(super) fn item(&self) -> Option<&syn::ItemImpl> {
        match self {
            Self::Written(item) => match &item.item {
                Item::Impl(item) => Some(item),
                _ => None,
            },
            Self::Expanded(item) => Some(item),
        }
    }
}

/// Something that a module has a name for.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) is_public: bool,
    /// `true` if marked with `#[doc(hidden)]`.
    pub(super) is_hidden: bool,
    pub(super) condition: Condition,
    pub(super) kind: EntryKind,
}

/// The sorts of entries.
pub(super) enum EntryKind {
    Module(usize),
    /// A `use` of one name, by its path.
    Import(Vec<String>),
    /// A `use` of everything in a module.
    Glob(Vec<String>),
    Macro(Definition),
    Item(Rc<ReadItem>),
}

/// Names of different spaces do not meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Space {
    Type,
    Value,
    Macro,
}

impl Space {
    pub(super) const ALL: [Self; 3] = [Self::Type, Self::Value, Self::Macro];
}

/// Target of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Module(usize),
    /// A module, and the number of its entry.
    Item(usize, usize),
    /// Something of another crate.
    External(Vec<String>),
}

impl Modules {
    pub(super) fn add(
        &mut self,
        path: Vec<String>,
        file: &str,
        parent: Option<usize>,
        condition: Condition,
    ) -> usize {
        self.all.push(Module {
            path,
            file: file.to_owned(),
            parent,
            condition,
            entries: Vec::new(),
            names: std::array::from_fn(|_| BTreeMap::new()),
            globs: Vec::new(),
            impls: Vec::new(),
        });
        self.all.len() - 1
    }

    pub(super) fn enter(&mut self, module: usize, entry: Entry, spaces: &[Space]) {
        let module = &mut self.all[module];
        let index = module.entries.len();
        for space in spaces {
            let names = &mut module.names[*space as usize];
            names.entry(entry.name.clone()).or_insert(index);
        }
        if let EntryKind::Glob(path) = &entry.kind {
            module.globs.push(path.clone());
        }
        module.entries.push(entry);
    }

    /// Returns `true` if a module has nothing but documentation, and modules with nothing else: no caller needs it.
    pub(super) fn is_text_only(&self, module: usize) -> bool {
        let module = &self.all[module];
        let mut kinds = module.entries.iter().map(|entry| &entry.kind);
        module.impls.is_empty()
            && kinds
                .all(|kind| matches!(kind, EntryKind::Module(inner) if self.is_text_only(*inner)))
    }
}

/// Returns `true` if it is marked with `#[doc(hidden)]`: undocumented, and not for callers.
pub(super) fn is_hidden(attributes: &[Attribute]) -> bool {
    let says_hidden = |attribute: &Attribute| {
        attribute.path().is_ident("doc")
            && attribute
                .parse_args::<syn::Ident>()
                .is_ok_and(|word| word == "hidden")
    };
    attributes.iter().any(says_hidden)
}

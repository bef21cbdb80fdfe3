//! An item of a file → results of reading it that are the same in every crate that has it.
//!
//! Invariant: nothing here depends on the module that the item is in.

use std::{cell::OnceCell, rc::Rc};

use proc_macro2::TokenStream;
use syn::{Attribute, Item};

use super::{condition::Condition, expand::Definition};

/// An item with all that follows from it alone, so that the items of the runtime are worked out once.
pub(super) struct ReadItem {
    pub(super) item: Item,
    /// Condition under which it is compiled where its module is.
    pub(super) condition: Condition,
    /// The definition that it is, if it is that of a macro.
    definition: OnceCell<Definition>,
    /// The items that it stands for by a definition, if it is a call of a macro.
    pub(super) expansion: OnceCell<(Definition, Vec<Rc<ReadItem>>)>,
}

impl ReadItem {
    pub(super) fn new(item: Item) -> Rc<Self> {
        Rc::new(Self {
            condition: Condition::of(attributes(&item)),
            item,
            definition: OnceCell::new(),
            expansion: OnceCell::new(),
        })
    }

    /// Returns the definition of a macro that `tokens` are.
    pub(super) fn definition(&self, tokens: &TokenStream) -> Result<Definition, String> {
        if let Some(known) = self.definition.get() {
            return Ok(known.clone());
        }
        let definition = Definition::read(tokens.clone())?;
        Ok(self.definition.get_or_init(|| definition).clone())
    }
}

/// Returns the attributes of an item.
pub(super) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

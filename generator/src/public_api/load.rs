//! The files of a crate → its modules with their items, macros expanded.
//!
//! Invariant: every `mod` finds its file and every call of a macro its definition, or the crate is refused.

use std::{collections::VecDeque, rc::Rc};

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{ImplItem, Item, UseTree, Visibility};

use super::{
    condition::Condition,
    expand::Definition,
    modules::{Entry, EntryKind, Implementation, Modules, Space, Target, is_hidden},
    read_item::{ReadItem, attributes},
};

/// Reader of the items of a file. `None`: there is no such file.
pub(super) type ReadItems<'f> = dyn FnMut(&str) -> Result<Option<Vec<Rc<ReadItem>>>, String> + 'f;

/// A call of a macro that is still to be expanded.
enum Call {
    Item(usize, Condition, Rc<ReadItem>),
    Impl(usize, Condition, Rc<ReadItem>),
}

struct Loader<'l, 'f> {
    modules: Modules,
    read: &'l mut ReadItems<'f>,
    calls: VecDeque<Call>,
}

impl Modules {
    /// Reads a crate from its `src/lib.rs` on.
    pub(super) fn load(read: &mut ReadItems<'_>) -> Result<Self, String> {
        let mut loader = Loader {
            modules: Self { all: Vec::new() },
            read,
            calls: VecDeque::new(),
        };
        let root = loader
            .modules
            .add(Vec::new(), "src/lib.rs", None, Condition::always());
        let items = (loader.read)("src/lib.rs")?.ok_or("there is no src/lib.rs")?;
        loader.items(root, items)?;
        while let Some(call) = loader.calls.pop_front() {
            loader.expand(call)?;
        }
        Ok(loader.modules)
    }

    /// Returns the definition of a macro that is called in a module.
    fn definition(&self, module: usize, path: &syn::Path) -> Option<&Definition> {
        let path: Vec<String> = path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        let mut scope = Some(module);
        while let Some(module) = scope {
            if let Some((Target::Item(owner, entry), _)) = self.resolve(module, &path, Space::Macro)
                && let EntryKind::Macro(definition) = &self.all[owner].entries[entry].kind
            {
                return Some(definition);
            }
            // A macro without a path is in scope in the modules below it, too.
            scope = self.all[module].parent.filter(|_| path.len() == 1);
        }
        None
    }
}

impl Loader<'_, '_> {
    fn items(&mut self, module: usize, items: Vec<Rc<ReadItem>>) -> Result<(), String> {
        items
            .into_iter()
            .try_for_each(|item| self.item(module, item))
    }

    fn item(&mut self, module: usize, item: Rc<ReadItem>) -> Result<(), String> {
        let condition = self.modules.all[module].condition.and(&item.condition);
        if condition.is_never() {
            return Ok(());
        }
        match &item.item {
            Item::Mod(inner) => self.module(module, inner, condition)?,
            Item::Use(import) => self.import(module, import, &condition),
            Item::Macro(inner) if inner.mac.path.is_ident("macro_rules") => {
                self.definition(module, &item, inner, &condition)?;
            }
            Item::Macro(_) => self.calls.push_back(Call::Item(module, condition, item)),
            Item::Impl(inner)
                if inner
                    .items
                    .iter()
                    .any(|part| matches!(part, ImplItem::Macro(_))) =>
            {
                self.calls.push_back(Call::Impl(module, condition, item));
            }
            Item::Impl(_) => {
                let implementation = Implementation::Written(item);
                self.modules.all[module]
                    .impls
                    .push((condition, implementation));
            }
            _ => self.declaration(module, item, condition),
        }
        Ok(())
    }

    fn declaration(&mut self, module: usize, item: Rc<ReadItem>, condition: Condition) {
        let Some((visibility, name, spaces)) = named(&item.item) else {
            return;
        };
        let entry = Entry {
            is_public: matches!(visibility, Visibility::Public(_)),
            is_hidden: is_hidden(attributes(&item.item)),
            name,
            condition,
            kind: EntryKind::Item(item),
        };
        self.modules.enter(module, entry, spaces);
    }

    fn definition(
        &mut self,
        module: usize,
        read: &ReadItem,
        item: &syn::ItemMacro,
        condition: &Condition,
    ) -> Result<(), String> {
        let Some(name) = &item.ident else {
            return Ok(());
        };
        let definition = read.definition(&item.mac.tokens);
        let definition = definition.map_err(|error| format!("`{name}!`: {error}"))?;
        let is_exported = item
            .attrs
            .iter()
            .any(|one| one.path().is_ident("macro_export"));
        let homes: &[usize] = if is_exported && module != 0 {
            &[0, module]
        } else {
            &[module]
        };
        for home in homes {
            let entry = Entry {
                name: name.to_string(),
                is_public: is_exported && *home == 0,
                is_hidden: is_hidden(&item.attrs),
                condition: condition.clone(),
                kind: EntryKind::Macro(definition.clone()),
            };
            self.modules.enter(*home, entry, &[Space::Macro]);
        }
        Ok(())
    }

    fn module(
        &mut self,
        parent: usize,
        item: &syn::ItemMod,
        condition: Condition,
    ) -> Result<(), String> {
        let name = item.ident.to_string();
        let mut path = self.modules.all[parent].path.clone();
        path.push(name.trim_start_matches("r#").to_owned());
        let (file, items) = match &item.content {
            Some((_, items)) => (self.modules.all[parent].file.clone(), again(items)?),
            None => self.file(&path.join("/"))?,
        };
        let module = self
            .modules
            .add(path, &file, Some(parent), condition.clone());
        let entry = Entry {
            name,
            is_public: matches!(item.vis, Visibility::Public(_)),
            is_hidden: is_hidden(&item.attrs),
            condition,
            kind: EntryKind::Module(module),
        };
        self.modules.enter(parent, entry, &[Space::Type]);
        self.items(module, items)
    }

    /// Returns the file of a module, and the items in it.
    fn file(&mut self, path: &str) -> Result<(String, Vec<Rc<ReadItem>>), String> {
        for file in [format!("src/{path}.rs"), format!("src/{path}/mod.rs")] {
            if let Some(items) = (self.read)(&file)? {
                return Ok((file, items));
            }
        }
        Err(format!(
            "there is neither a src/{path}.rs nor a src/{path}/mod.rs"
        ))
    }

    fn import(&mut self, module: usize, item: &syn::ItemUse, condition: &Condition) {
        let mut entry = |name: String, kind: EntryKind, spaces: &[Space]| {
            let entry = Entry {
                name,
                is_public: matches!(item.vis, Visibility::Public(_)),
                is_hidden: is_hidden(&item.attrs),
                condition: condition.clone(),
                kind,
            };
            self.modules.enter(module, entry, spaces);
        };
        let mut path = Vec::new();
        if item.leading_colon.is_some() {
            path.push(String::new());
        }
        imports(&item.tree, &mut path, &mut entry);
    }

    fn expand(&mut self, call: Call) -> Result<(), String> {
        match call {
            Call::Item(module, condition, item) => {
                let Item::Macro(call) = &item.item else {
                    return Ok(());
                };
                let items = self.expansion(module, &item, &call.mac)?;
                let outer = self.modules.all[module].condition.clone();
                // What a call makes is compiled when the call is.
                self.modules.all[module].condition = condition;
                let done = self.items(module, items);
                self.modules.all[module].condition = outer;
                done
            }
            Call::Impl(module, condition, item) => {
                let Item::Impl(item) = &item.item else {
                    return Ok(());
                };
                let mut parts = TokenStream::new();
                for part in &item.items {
                    parts.extend(match part {
                        ImplItem::Macro(part) => self.expanded(module, &part.mac)?,
                        part => part.to_token_stream(),
                    });
                }
                let (generics, ty) = (&item.generics, &item.self_ty);
                let limits = &generics.where_clause;
                let whole = if let Some((of, _)) = &item.trait_ {
                    quote!(impl #generics #of for #ty #limits { #parts })
                } else {
                    quote!(impl #generics #ty #limits { #parts })
                };
                let expanded = syn::parse2::<syn::ItemImpl>(whole);
                let file = &self.modules.all[module].file;
                let expanded =
                    expanded.map_err(|error| format!("{file}: a macro in an `impl`: {error}"))?;
                let implementation = Implementation::Expanded(Box::new(expanded));
                self.modules.all[module]
                    .impls
                    .push((condition, implementation));
                Ok(())
            }
        }
    }

    /// Returns the items that a call stands for.
    fn expansion(
        &self,
        module: usize,
        item: &ReadItem,
        call: &syn::Macro,
    ) -> Result<Vec<Rc<ReadItem>>, String> {
        let Some(definition) = self.called(module, call)? else {
            return Ok(Vec::new());
        };
        if let Some((known, items)) = item.expansion.get()
            && known.is(definition)
        {
            return Ok(items.clone());
        }
        let file = syn::parse2::<syn::File>(self.expanded(module, call)?);
        let file = file.map_err(|error| self.no_rust(module, call, &error))?;
        let items: Vec<_> = file.items.into_iter().map(ReadItem::new).collect();
        // An expansion by another definition stays: that of the runtime.
        let _ = item.expansion.set((definition.clone(), items.clone()));
        Ok(items)
    }

    fn expanded(&self, module: usize, call: &syn::Macro) -> Result<TokenStream, String> {
        let Some(definition) = self.called(module, call)? else {
            return Ok(TokenStream::new());
        };
        definition.expand(&call.tokens).map_err(|error| {
            let name = super::spelling::spelled(call.path.to_token_stream());
            format!("{}: `{name}!`: {error}", self.modules.all[module].file)
        })
    }

    /// Returns the definition of a macro that is called. `None`: it is one of std's that declare nothing: statics are
    /// private in every use here.
    fn called(&self, module: usize, call: &syn::Macro) -> Result<Option<&Definition>, String> {
        if call.path.is_ident("thread_local") || call.path.is_ident("compile_error") {
            return Ok(None);
        }
        let definition = self.modules.definition(module, &call.path);
        definition.map(Some).ok_or_else(|| {
            let name = super::spelling::spelled(call.path.to_token_stream());
            let file = &self.modules.all[module].file;
            format!("{file}: `{name}!` is defined nowhere")
        })
    }

    fn no_rust(&self, module: usize, call: &syn::Macro, error: &syn::Error) -> String {
        let name = super::spelling::spelled(call.path.to_token_stream());
        let file = &self.modules.all[module].file;
        format!("{file}: `{name}!` makes no items: {error}")
    }
}

/// Returns the items of a module that is written out where it is declared, apart from the item that holds them.
fn again(items: &[Item]) -> Result<Vec<Rc<ReadItem>>, String> {
    let tokens: TokenStream = items.iter().map(ToTokens::to_token_stream).collect();
    let file = syn::parse2::<syn::File>(tokens).map_err(|error| error.to_string())?;
    Ok(file.items.into_iter().map(ReadItem::new).collect())
}

/// Collects every name that a `use` imports, with its path.
fn imports(
    tree: &UseTree,
    path: &mut Vec<String>,
    entry: &mut impl FnMut(String, EntryKind, &[Space]),
) {
    let length = path.len();
    match tree {
        UseTree::Path(inner) => {
            path.push(inner.ident.to_string());
            imports(&inner.tree, path, entry);
        }
        UseTree::Name(name) => {
            let name = name.ident.to_string();
            let bound = if name == "self" {
                path.last().cloned().unwrap_or_default()
            } else {
                path.push(name.clone());
                name
            };
            entry(bound, EntryKind::Import(path.clone()), &Space::ALL);
        }
        UseTree::Rename(rename) => {
            if rename.ident != "self" {
                path.push(rename.ident.to_string());
            }
            let bound = rename.rename.to_string();
            let spaces: &[Space] = if bound == "_" { &[] } else { &Space::ALL };
            entry(bound, EntryKind::Import(path.clone()), spaces);
        }
        UseTree::Glob(_) => entry(String::new(), EntryKind::Glob(path.clone()), &[]),
        UseTree::Group(group) => {
            for tree in &group.items {
                imports(tree, path, entry);
            }
        }
    }
    path.truncate(length);
}

/// Returns the visibility, the name and the spaces of the name.
fn named(item: &Item) -> Option<(&Visibility, String, &'static [Space])> {
    use Space::{Type, Value};
    let (visibility, ident, spaces): (_, _, &[Space]) = match item {
        Item::Const(item) => (&item.vis, &item.ident, &[Value]),
        Item::Enum(item) => (&item.vis, &item.ident, &[Type]),
        Item::Fn(item) => (&item.vis, &item.sig.ident, &[Value]),
        Item::Static(item) => (&item.vis, &item.ident, &[Value]),
        Item::Struct(item) => (&item.vis, &item.ident, &[Type]),
        Item::Trait(item) => (&item.vis, &item.ident, &[Type]),
        Item::TraitAlias(item) => (&item.vis, &item.ident, &[Type]),
        Item::Type(item) => (&item.vis, &item.ident, &[Type]),
        Item::Union(item) => (&item.vis, &item.ident, &[Type]),
        _ => return None,
    };
    Some((visibility, ident.to_string(), spaces))
}

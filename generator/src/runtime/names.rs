//! The runtime's sources → the names in them, parsed once per process.
//!
//! Invariant: what a description calls its own is compared with these names and with no other list.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, ImplItem, Item, Type, UseTree, Visibility};

use super::{FILES, SourceFile};

/// The names that the runtime's sources declare.
#[derive(Debug, Default)]
pub struct Names {
    items: BTreeSet<Declared>,
    /// Functions by the type that has them, private ones and those of traits included.
    methods: BTreeMap<String, BTreeSet<String>>,
    /// Exports of each module, by the name there.
    exports: BTreeMap<String, BTreeSet<String>>,
    /// Functions in the body of each macro, which a type gets that is given to the macro.
    macros: BTreeMap<String, BTreeSet<String>>,
}

/// A public item.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Declared {
    /// The module of the file that declares it: `runtime::codec::time`.
    pub module: String,
    /// The name.
    pub name: String,
}

/// Returns the names of the embedded runtime.
#[must_use]
pub fn names() -> &'static Names {
    static NAMES: LazyLock<Names> = LazyLock::new(|| {
        let mut names = Names::default();
        for source in FILES {
            names.read(source);
        }
        names
    });
    &NAMES
}

impl Names {
    /// Returns the public items, from structs to modules.
    pub fn items(&self) -> impl Iterator<Item = &Declared> {
        self.items.iter()
    }

    /// Returns the macros.
    pub fn macros(&self) -> impl Iterator<Item = &str> {
        self.macros.keys().map(String::as_str)
    }

    /// Returns the names that a module exports.
    pub fn exports_of(&self, module: &str) -> impl Iterator<Item = &str> {
        let names = self.exports.get(module).into_iter().flatten();
        names.map(String::as_str)
    }

    /// Returns the functions of a type: inherent ones, and those of traits that it implements.
    pub fn methods_of(&self, ty: &str) -> impl Iterator<Item = &str> {
        let methods = self.methods.get(ty).into_iter().flatten();
        methods.map(String::as_str)
    }

    /// Returns the functions that a macro gives to a type.
    pub fn methods_by(&self, macro_name: &str) -> impl Iterator<Item = &str> {
        let methods = self.macros.get(macro_name).into_iter().flatten();
        methods.map(String::as_str)
    }

    /// Returns the functions of all types and macros.
    pub fn all_methods(&self) -> impl Iterator<Item = &str> {
        let methods = self.methods.values().chain(self.macros.values()).flatten();
        methods.map(String::as_str)
    }

    /// Adds what a file declares. A file that is no Rust, which a test of this module rules out, declares nothing.
    fn read(&mut self, source: &SourceFile) {
        let module = source.module();
        for item in source.parse().map(|file| file.items).unwrap_or_default() {
            self.item(&module, item);
        }
    }

    fn item(&mut self, module: &str, item: Item) {
        match item {
            Item::Struct(item) => {
                self.derived(&item.ident.to_string(), &item.attrs);
                self.declare(module, &item.vis, &item.ident);
            }
            Item::Enum(item) => {
                self.derived(&item.ident.to_string(), &item.attrs);
                self.declare(module, &item.vis, &item.ident);
            }
            Item::Trait(item) => self.declare(module, &item.vis, &item.ident),
            Item::Type(item) => self.declare(module, &item.vis, &item.ident),
            Item::Const(item) => self.declare(module, &item.vis, &item.ident),
            Item::Static(item) => self.declare(module, &item.vis, &item.ident),
            Item::Fn(item) => self.declare(module, &item.vis, &item.sig.ident),
            Item::Mod(item) => self.declare(module, &item.vis, &item.ident),
            Item::Use(item) if matches!(item.vis, Visibility::Public(_)) => {
                let exports = self.exports.entry(module.to_owned()).or_default();
                exported(&item.tree, exports);
            }
            Item::Impl(item) => self.implementation(item),
            Item::Macro(item) => {
                if let Some(name) = &item.ident {
                    let methods = self.macros.entry(name.to_string()).or_default();
                    functions(item.mac.tokens, methods);
                }
            }
            _ => {}
        }
    }

    fn declare(&mut self, module: &str, visibility: &Visibility, name: &syn::Ident) {
        if matches!(visibility, Visibility::Public(_)) {
            let exports = self.exports.entry(module.to_owned()).or_default();
            exports.insert(name.to_string());
            self.items.insert(Declared {
                module: module.to_owned(),
                name: name.to_string(),
            });
        }
    }

    /// Adds the methods of the traits that a type derives, as far as they can be called with a dot.
    fn derived(&mut self, ty: &str, attributes: &[Attribute]) {
        for attribute in attributes
            .iter()
            .filter(|one| one.path().is_ident("derive"))
        {
            let syn::Meta::List(list) = &attribute.meta else {
                continue;
            };
            let clone =
                |token: TokenTree| matches!(token, TokenTree::Ident(name) if name == "Clone");
            if list.tokens.clone().into_iter().any(clone) {
                let methods = self.methods.entry(ty.to_owned()).or_default();
                methods.insert("clone".to_owned());
            }
        }
    }

    fn implementation(&mut self, item: syn::ItemImpl) {
        let Type::Path(ty) = &*item.self_ty else {
            return;
        };
        let Some(ty) = ty.path.segments.last() else {
            return;
        };
        let methods = self.methods.entry(ty.ident.to_string()).or_default();
        for item in item.items {
            match item {
                ImplItem::Fn(function) => {
                    methods.insert(function.sig.ident.to_string());
                }
                ImplItem::Const(constant) => {
                    methods.insert(constant.ident.to_string());
                }
                _ => {}
            }
        }
    }
}

/// Adds the names that a `pub use` brings.
fn exported(tree: &UseTree, found: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => exported(&path.tree, found),
        UseTree::Group(group) => group.items.iter().for_each(|tree| exported(tree, found)),
        UseTree::Name(name) => {
            found.insert(name.ident.to_string());
        }
        UseTree::Rename(renamed) => {
            found.insert(renamed.rename.to_string());
        }
        UseTree::Glob(_) => {}
    }
}

/// Adds the names behind `fn` in the body of a macro.
fn functions(tokens: TokenStream, found: &mut BTreeSet<String>) {
    let mut after_fn = false;
    for token in tokens {
        match token {
            TokenTree::Ident(name) => {
                if after_fn {
                    found.insert(name.to_string());
                }
                after_fn = name == "fn";
            }
            TokenTree::Group(group) => {
                after_fn = false;
                functions(group.stream(), found);
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => after_fn = false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn methods_of_types_and_of_macros_are_found() {
        let of = |ty| names().methods_of(ty).collect::<Vec<_>>();
        for method in ["rate_limit", "clone", "with_cancellation"] {
            assert!(of("Client").contains(&method), "{method}");
        }
        assert!(of("ClientBuilder").contains(&"user_agent"));
        let by = |name| names().methods_by(name).collect::<Vec<_>>();
        assert!(by("request_builder").contains(&"send_blocking"));
        assert_eq!(by("keyset_request_builder"), ["all"]);
    }

    #[test]
    fn exports_have_the_name_of_the_module_that_exports_them() {
        let exports = || names().exports_of("runtime::webhook");
        assert!(exports().any(|name| name == "Secret"));
        assert!(exports().any(|name| name == "keys"));
        assert!(!exports().any(|name| name == "secret"));
    }

    #[test]
    fn public_items_are_found_in_their_modules() {
        let find = |name| names().items().find(|item| item.name == name);
        let date = find("Date").map(|item| item.module.as_str());
        assert_eq!(date, Some("runtime::codec::time"));
        assert!(names().macros().any(|name| name == "record"));
    }
}

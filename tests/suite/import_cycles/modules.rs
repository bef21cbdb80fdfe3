//! Sources → their modules, and what each name in a module stands for.
//!
//! A file that no other declares as its module is the root of a crate.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens as _;
use syn::{Attribute, Item, Meta, UseTree, Visibility};

/// More steps than any chain of re-exports has: past that, names stand for each other.
const DEEPEST: usize = 12;

/// All modules of all sources.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) modules: Vec<Module>,
}

/// A module: a file, or a part of one.
pub(super) struct Module {
    pub(super) file: String,
    pub(super) parent: Option<usize>,
    /// The module of the crate's root file.
    pub(super) root: usize,
    names: BTreeMap<String, Binding>,
    /// The modules inside of it, which have names of their own: a function may be called the same.
    modules: BTreeMap<String, usize>,
    /// The paths of `use …::*`.
    globs: Vec<Vec<String>>,
    /// The paths that it imports for itself, not for others.
    pub(super) imports: Vec<Vec<String>>,
    /// Its code, without the declarations of modules and imports.
    pub(super) code: Vec<proc_macro2::TokenStream>,
}

/// Meaning of a name in a module.
enum Binding {
    Item,
    Import(Vec<String>),
}

/// Target of a path.
pub(super) enum Target {
    Item { file: String, name: String },
    Module(usize),
}

/// Returns the modules of sources, by path.
pub(super) fn read(sources: &BTreeMap<String, String>) -> Tree {
    let parsed: BTreeMap<&str, syn::File> = sources
        .iter()
        .map(|(path, text)| {
            let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
            (&**path, file)
        })
        .collect();
    let mut declared = BTreeSet::new();
    for (path, file) in &parsed {
        for item in &file.items {
            if let Item::Mod(module) = item
                && module.content.is_none()
            {
                declared.extend(file_of(
                    &parsed,
                    path,
                    &module.ident.to_string(),
                    &module.attrs,
                ));
            }
        }
    }
    let mut tree = Tree::default();
    for path in parsed.keys().filter(|path| !declared.contains(**path)) {
        let root = tree.add(path, None);
        tree.fill(root, &parsed[path].items, &parsed);
    }
    tree
}

/// Returns the file of a module that `path` declares.
fn file_of<'s>(
    parsed: &BTreeMap<&'s str, syn::File>,
    path: &str,
    name: &str,
    attributes: &[Attribute],
) -> Option<&'s str> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let explicit = attributes
        .iter()
        .find_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) if pair.path.is_ident("path") => {
                let text = pair.value.to_token_stream().to_string();
                Some(joined(folder, text.trim_matches('"')))
            }
            _ => None,
        });
    let stem = file.trim_end_matches(".rs");
    let candidates = [
        format!("{folder}/{name}.rs"),
        format!("{folder}/{name}/mod.rs"),
        format!("{folder}/{stem}/{name}.rs"),
    ];
    let mut candidates = explicit.into_iter().chain(candidates);
    candidates.find_map(|candidate| parsed.get_key_value(&*candidate).map(|(path, _)| *path))
}

/// Returns a relative path below a folder, with `..` resolved.
fn joined(folder: &str, path: &str) -> String {
    let mut steps: Vec<&str> = folder.split('/').collect();
    for step in path.split('/') {
        if step == ".." {
            steps.pop();
        } else {
            steps.push(step);
        }
    }
    steps.join("/")
}

impl Tree {
    /// Returns a tree with one empty module, to collect imports in.
    pub(super) fn scratch() -> Self {
        let mut tree = Self::default();
        tree.add("", None);
        tree
    }

    fn add(&mut self, file: &str, parent: Option<usize>) -> usize {
        let id = self.modules.len();
        self.modules.push(Module {
            file: file.to_owned(),
            parent,
            root: parent.map_or(id, |parent| self.modules[parent].root),
            names: BTreeMap::new(),
            modules: BTreeMap::new(),
            globs: Vec::new(),
            imports: Vec::new(),
            code: Vec::new(),
        });
        id
    }

    fn fill(&mut self, id: usize, items: &[Item], parsed: &BTreeMap<&str, syn::File>) {
        for item in items {
            match item {
                Item::Mod(module) if !is_test(&module.attrs) => {
                    let name = module.ident.to_string();
                    let file = self.modules[id].file.clone();
                    let (file, items) = match &module.content {
                        Some((_, items)) => (&*file, &**items),
                        None => match file_of(parsed, &file, &name, &module.attrs) {
                            Some(file) => (file, &*parsed[file].items),
                            None => continue,
                        },
                    };
                    let inner = self.add(file, Some(id));
                    self.fill(inner, items, parsed);
                    self.modules[id].modules.insert(name, inner);
                }
                Item::Use(import) if !is_test(&import.attrs) => {
                    let is_private = matches!(import.vis, Visibility::Inherited);
                    self.import(id, &import.tree, &mut Vec::new(), is_private);
                }
                Item::Macro(item) if has(&item.attrs, "macro_export") => {
                    if let Some(name) = &item.ident {
                        let file = self.modules[id].file.clone();
                        let root = self.modules[id].root;
                        let import = vec![format!("macro in {file}")];
                        self.bind(root, name.to_string(), Binding::Import(import));
                        self.bind(id, name.to_string(), Binding::Item);
                    }
                }
                item if !is_test(attributes(item)) => {
                    if let Some(name) = name_of(item) {
                        self.bind(id, name, Binding::Item);
                    }
                    self.modules[id].code.push(item.to_token_stream());
                }
                _ => {}
            }
        }
    }

    /// Gives a name its meaning; what is defined takes precedence over what is imported.
    fn bind(&mut self, id: usize, name: String, binding: Binding) {
        let names = &mut self.modules[id].names;
        if !matches!(binding, Binding::Import(_)) || !names.contains_key(&name) {
            names.insert(name, binding);
        }
    }

    /// Notes what a `use` in a module imports.
    pub(super) fn import(
        &mut self,
        id: usize,
        tree: &UseTree,
        prefix: &mut Vec<String>,
        is_private: bool,
    ) {
        let (name, step) = match tree {
            UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.import(id, &path.tree, prefix, is_private);
                prefix.pop();
                return;
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(id, tree, prefix, is_private);
                }
                return;
            }
            UseTree::Glob(_) => return self.modules[id].globs.push(prefix.clone()),
            UseTree::Name(name) => (name.ident.to_string(), name.ident.to_string()),
            UseTree::Rename(name) => (name.rename.to_string(), name.ident.to_string()),
        };
        let mut path = prefix.clone();
        let is_item = step != "self";
        let name = if step == "self" {
            match path.last() {
                Some(last) if name == "self" => last.clone(),
                _ => name,
            }
        } else {
            path.push(step);
            name
        };
        // `self` in a group imports a module, which is no item of any file.
        if is_private && is_item {
            self.modules[id].imports.push(path.clone());
        }
        self.bind(id, name, Binding::Import(path));
    }

    /// Resolves a path in a module, if its target is in these sources.
    pub(super) fn resolve(&self, id: usize, path: &[String]) -> Option<Target> {
        self.follow(id, path, false, 0)
    }

    fn follow(&self, id: usize, path: &[String], goes_on: bool, depth: usize) -> Option<Target> {
        let (first, mut rest) = path.split_first().filter(|_| depth < DEEPEST)?;
        let mut target = match &**first {
            "crate" => Target::Module(self.modules[id].root),
            "self" => Target::Module(id),
            "super" => Target::Module(self.modules[id].parent?),
            name => match name.strip_prefix("macro in ") {
                Some(file) => Target::Item {
                    file: file.to_owned(),
                    name: String::from("a macro"),
                },
                None => self.look_up(id, name, goes_on || !rest.is_empty(), depth)?,
            },
        };
        while let (Target::Module(module), Some((step, after))) = (&target, rest.split_first()) {
            target = match &**step {
                "super" => Target::Module(self.modules[*module].parent?),
                name => self.look_up(*module, name, goes_on || !after.is_empty(), depth)?,
            };
            rest = after;
        }
        Some(target)
    }

    /// Resolves a name in a module: to a module rather than an item if the path `goes_on` after it.
    fn look_up(&self, id: usize, name: &str, goes_on: bool, depth: usize) -> Option<Target> {
        let module = &self.modules[id];
        let inner = module.modules.get(name).map(|inner| Target::Module(*inner));
        let named = match module.names.get(name) {
            Some(Binding::Item) => Some(Target::Item {
                file: module.file.clone(),
                name: name.to_owned(),
            }),
            Some(Binding::Import(path)) => self.follow(id, path, goes_on, depth + 1),
            None => None,
        };
        let found = if goes_on {
            inner.or(named)
        } else {
            named.or(inner)
        };
        found.or_else(|| {
            let mut globs = module.globs.iter();
            globs.find_map(|glob| match self.follow(id, glob, true, depth + 1)? {
                Target::Module(inner) if inner != id && depth < DEEPEST => {
                    self.look_up(inner, name, goes_on, depth + 1)
                }
                _ => None,
            })
        })
    }
}

fn name_of(item: &Item) -> Option<String> {
    Some(match item {
        Item::Const(item) => item.ident.to_string(),
        Item::Enum(item) => item.ident.to_string(),
        Item::Fn(item) => item.sig.ident.to_string(),
        Item::Macro(item) => item.ident.as_ref()?.to_string(),
        Item::Static(item) => item.ident.to_string(),
        Item::Struct(item) => item.ident.to_string(),
        Item::Trait(item) => item.ident.to_string(),
        Item::Type(item) => item.ident.to_string(),
        Item::Union(item) => item.ident.to_string(),
        _ => return None,
    })
}

fn attributes(item: &Item) -> &[Attribute] {
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
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident(name))
}

/// Returns `true` if marked with `#[cfg(test)]`.
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        _ => false,
    })
}

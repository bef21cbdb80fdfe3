//! Emitted files → what callers of the crate can name, item by item.
//!
//! Invariant: two crates with equal surfaces compile the same caller, as far as the generated part
//! goes; the embedded runtime is the same on both sides of a comparison and is left out.

mod macros;
mod outline;
mod spelling;
mod usage;

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::{
    Attribute, Fields, File, ImplItem, Item, Type, UseTree, Visibility, punctuated::Punctuated,
};

pub use self::usage::Usage;
use self::{outline::outline, spelling::spelled};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    emit::{Chunk, Content, EmittedFile},
};

/// What callers can name, by path: `models::Ticket`, `models::Ticket.subject`,
/// `models::TicketStatus::Open`, `resources::Tickets::get`, `models::Ticket: Default`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surface {
    items: BTreeMap<String, SurfaceItem>,
}

/// One of the things that callers can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurfaceItem {
    /// How it is declared, without its documentation: `pub fn get(&self, ticket_id: i64) -> GetTicket`.
    pub signature: String,
    /// The file of the crate that declares it.
    pub file: String,
}

impl Surface {
    /// The surface of the crate that these files make.
    ///
    /// # Errors
    ///
    /// Reports tokens that are no Rust: a fault of the generator.
    pub(crate) fn of(files: impl Iterator<Item = EmittedFile>) -> Result<Self, Diagnostics> {
        let mut surface = Self::default();
        for EmittedFile { path, content } in files {
            let Content::Rust(chunks) = content else {
                continue;
            };
            let mut scope = Scope {
                surface: &mut surface,
                module: module_of(&path),
                file: path.clone(),
            };
            for chunk in chunks {
                let file = match chunk {
                    Chunk::Tokens(tokens) => syn::parse2::<File>(outline(tokens)),
                    Chunk::Text(text) => {
                        // Of these tables nothing but the name matters, and they are long.
                        if let Some(name) = macros::listed(&text) {
                            scope.serde(name);
                            continue;
                        }
                        syn::parse_str::<File>(&text)
                    }
                };
                scope.file(file.map_err(|error| not_rust(&path, &error))?);
            }
        }
        Ok(surface)
    }

    /// The item at a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&SurfaceItem> {
        self.items.get(path)
    }

    /// Every item, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &SurfaceItem)> {
        self.items.iter().map(|(path, item)| (path.as_str(), item))
    }
}

/// The module in which callers find what a file declares: that of the file, but for families of
/// types, which are private and exported one level up.
fn module_of(path: &str) -> String {
    let path = path.strip_prefix("src/").unwrap_or(path);
    let path = path.trim_end_matches(".rs");
    match path.split_once('/') {
        Some((folder, file)) if folder == "models" || file == "mod" => folder.to_owned(),
        None if path == "lib" || path == "client" => String::new(),
        _ => path.replace('/', "::"),
    }
}

/// The file whose items are being collected.
struct Scope<'s> {
    surface: &'s mut Surface,
    module: String,
    file: String,
}

impl Scope<'_> {
    fn file(&mut self, file: File) {
        for item in file.items {
            self.item(item);
        }
    }

    fn item(&mut self, item: Item) {
        match item {
            Item::Struct(item) if is_public(&item.vis) => self.structure(item),
            Item::Enum(item) if is_public(&item.vis) => self.enumeration(item),
            Item::Type(item) if is_public(&item.vis) => {
                let name = item.ident.to_string();
                self.insert(&name, &without_attributes(item, |item| &mut item.attrs));
            }
            Item::Const(item) if is_public(&item.vis) => {
                let name = item.ident.to_string();
                let ty = spelled(item.ty.to_token_stream());
                self.insert(&name, &format!("pub const {name}: {ty}"));
            }
            Item::Static(item) if is_public(&item.vis) => {
                let name = item.ident.to_string();
                let ty = spelled(item.ty.to_token_stream());
                self.insert(&name, &format!("pub static {name}: {ty}"));
            }
            Item::Fn(item) if is_public(&item.vis) => {
                let name = item.sig.ident.to_string();
                let signature = spelled(item.sig.to_token_stream());
                self.insert(&name, &format!("pub {signature}"));
            }
            Item::Impl(item) => self.implementation(&item),
            Item::Macro(item) => self.invocation(&item.mac),
            Item::Mod(item) => self.module(item),
            Item::Use(item) if is_public(&item.vis) => self.reexport(&item.tree, false),
            _ => {}
        }
    }

    /// A module that is written out where it is declared.
    fn module(&mut self, item: syn::ItemMod) {
        let (Some((_, items)), true) = (item.content, is_public(&item.vis)) else {
            return;
        };
        let outer = self.module.clone();
        self.module = self.path(&item.ident.to_string());
        for item in items {
            self.item(item);
        }
        self.module = outer;
    }

    /// What is the runtime's and has a second path. The families of types are exported, too, and stand
    /// under that path already.
    fn reexport(&mut self, tree: &UseTree, is_runtime: bool) {
        match tree {
            UseTree::Path(path) => {
                self.reexport(&path.tree, is_runtime || path.ident == "runtime");
            }
            UseTree::Group(group) => {
                let trees = group.items.iter();
                trees.for_each(|tree| self.reexport(tree, is_runtime));
            }
            UseTree::Name(name) if is_runtime => {
                let name = name.ident.to_string();
                self.insert(&name, &format!("pub use runtime::{name}"));
            }
            _ => {}
        }
    }

    fn structure(&mut self, item: syn::ItemStruct) {
        let name = item.ident.to_string();
        self.derives(&name, &item.attrs);
        let generics = spelled(item.generics.to_token_stream());
        let head = format!("{}pub struct {name}{generics}", exhaustiveness(&item.attrs));
        self.insert(&name, &head);
        for (index, field) in item.fields.into_iter().enumerate() {
            if !is_public(&field.vis) {
                continue;
            }
            let ty = spelled(field.ty.to_token_stream());
            let label = field
                .ident
                .map_or(index.to_string(), |ident| ident.to_string());
            self.insert(&format!("{name}.{label}"), &format!("pub {label}: {ty}"));
        }
    }

    fn enumeration(&mut self, item: syn::ItemEnum) {
        let name = item.ident.to_string();
        self.derives(&name, &item.attrs);
        let head = format!("{}pub enum {name}", exhaustiveness(&item.attrs));
        self.insert(&name, &head);
        for variant in item.variants {
            let label = variant.ident.to_string();
            let fields = match variant.fields {
                Fields::Unit => String::new(),
                fields => spelled(fields.to_token_stream()),
            };
            self.insert(&format!("{name}::{label}"), &format!("{label}{fields}"));
        }
    }

    /// The traits that are derived: each is something that callers may rely on.
    fn derives(&mut self, name: &str, attributes: &[Attribute]) {
        for attribute in attributes
            .iter()
            .filter(|one| one.path().is_ident("derive"))
        {
            let parser = Punctuated::<syn::Path, syn::Token![,]>::parse_terminated;
            for derived in attribute.parse_args_with(parser).into_iter().flatten() {
                self.implemented(name, &spelled(derived.to_token_stream()));
            }
        }
    }

    fn implementation(&mut self, item: &syn::ItemImpl) {
        let name = type_name(&item.self_ty);
        if let Some((path, _)) = &item.trait_ {
            self.implemented(&name, &spelled(path.to_token_stream()));
            return;
        }
        for part in &item.items {
            match part {
                ImplItem::Fn(part) if is_public(&part.vis) => {
                    let signature = spelled(part.sig.to_token_stream());
                    let label = part.sig.ident.to_string();
                    self.insert(&format!("{name}::{label}"), &format!("pub {signature}"));
                }
                ImplItem::Const(part) if is_public(&part.vis) => {
                    let label = part.ident.to_string();
                    let ty = spelled(part.ty.to_token_stream());
                    self.insert(
                        &format!("{name}::{label}"),
                        &format!("pub const {label}: {ty}"),
                    );
                }
                _ => {}
            }
        }
    }

    fn implemented(&mut self, name: &str, implemented: &str) {
        let signature = format!("impl {implemented} for {name}");
        self.insert(&format!("{name}: {implemented}"), &signature);
    }

    fn insert(&mut self, name: &str, signature: &str) {
        let item = SurfaceItem {
            signature: signature.to_owned(),
            file: self.file.clone(),
        };
        self.surface.items.insert(self.path(name), item);
    }

    fn path(&self, name: &str) -> String {
        if self.module.is_empty() {
            name.to_owned()
        } else {
            format!("{}::{name}", self.module)
        }
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// What callers may not do with a type: write it out, or match it to the end.
fn exhaustiveness(attributes: &[Attribute]) -> &'static str {
    let is_open = attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("non_exhaustive"));
    if is_open { "#[non_exhaustive] " } else { "" }
}

fn type_name(ty: &Type) -> String {
    spelled(ty.to_token_stream())
}

fn without_attributes<T: ToTokens>(
    mut item: T,
    attributes: impl Fn(&mut T) -> &mut Vec<Attribute>,
) -> String {
    attributes(&mut item).clear();
    spelled(item.to_token_stream())
}

fn not_rust(path: &str, error: &syn::Error) -> Diagnostics {
    Diagnostic::error(
        "internal",
        format!("the code made for {path} is not valid: {error}"),
    )
    .help("this is a fault of the generator; please report it with the description")
    .into()
}

//! Modules → what callers can name, item by item.
//!
//! Invariant: whatever callers cannot reach declares nothing here: private items, private modules that nothing is
//! exported from, and what is marked `#[doc(hidden)]`.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Fields, Generics, Item, TraitItem, Visibility};

use super::{
    PublicApi,
    condition::Condition,
    modules::{EntryKind, Modules, is_hidden},
    names::{Names, Spelled},
    scope::Reach,
};

/// Collects everything.
pub(super) fn declare(modules: &Modules) -> PublicApi {
    let reach = Reach::of(modules);
    let mut api = PublicApi::default();
    for (module, scope) in modules.all.iter().enumerate() {
        let declarer = Declarer {
            names: Names {
                modules,
                reach: &reach,
                module,
                generics: BTreeSet::new(),
            },
            file: &scope.file,
        };
        declarer.module(&mut api);
    }
    for (path, routes) in &reach.external {
        for route in routes {
            let signature = Spelled::same(format!("pub use {path}"));
            api.insert(
                &route.path,
                &signature,
                "",
                route.condition.clone(),
                &route.file,
            );
            api.external
                .entry(path.clone())
                .or_insert_with(|| route.path.clone());
        }
    }
    api
}

/// Collector of the declarations of one module.
pub(super) struct Declarer<'m> {
    pub(super) names: Names<'m>,
    pub(super) file: &'m str,
}

/// Owner of a declaration: the path of an item, and its condition.
pub(super) struct Owner {
    pub(super) path: String,
    pub(super) condition: Condition,
}

impl Owner {
    /// Returns the condition of a part without the condition of its owner.
    pub(super) fn besides(&self, condition: &Condition) -> Condition {
        if self.condition.implies(condition) {
            Condition::always()
        } else {
            condition.clone()
        }
    }
}

impl Declarer<'_> {
    fn module(&self, api: &mut PublicApi) {
        let (modules, reach, module) = (self.names.modules, self.names.reach, self.names.module);
        let routes = if modules.is_text_only(module) {
            &[]
        } else {
            reach.module_routes(module)
        };
        for route in routes {
            let name = route.path.rsplit("::").next().unwrap_or_default();
            let signature = Spelled::same(format!("pub mod {name}"));
            api.insert(
                &route.path,
                &signature,
                "",
                route.condition.clone(),
                self.file,
            );
        }
        for (index, entry) in modules.all[module].entries.iter().enumerate() {
            let [canonical, aliases @ ..] = reach.item(module, index) else {
                continue;
            };
            let owner = Owner {
                path: canonical.path.clone(),
                condition: canonical.condition.clone(),
            };
            match &entry.kind {
                EntryKind::Item(item) => self.item(api, &item.item, &owner),
                EntryKind::Macro(_) => {
                    let signature = Spelled::same(format!("macro {}!", entry.name));
                    self.own(api, &owner, &signature);
                }
                EntryKind::Module(_) | EntryKind::Import(_) | EntryKind::Glob(_) => {}
            }
            for alias in aliases {
                let signature = Spelled::same(format!("pub use {}", owner.path));
                api.insert(
                    &alias.path,
                    &signature,
                    "",
                    alias.condition.clone(),
                    &alias.file,
                );
                api.aliases.insert(alias.path.clone(), owner.path.clone());
            }
        }
        for (condition, implementation) in &modules.all[module].impls {
            if let Some(item) = implementation.item() {
                self.implementation(api, condition, item);
            }
        }
    }

    fn own(&self, api: &mut PublicApi, owner: &Owner, signature: &Spelled) {
        api.insert(
            &owner.path,
            signature,
            "",
            owner.condition.clone(),
            self.file,
        );
    }

    fn part(
        &self,
        api: &mut PublicApi,
        owner: &Owner,
        part: &str,
        signature: &Spelled,
        attributes: &[Attribute],
    ) {
        let condition = owner.besides(&Condition::of(attributes));
        api.insert(
            &format!("{}{part}", owner.path),
            signature,
            "",
            condition,
            self.file,
        );
    }

    fn item(&self, api: &mut PublicApi, item: &Item, owner: &Owner) {
        match item {
            Item::Struct(item) => self.structure(api, item, owner),
            Item::Enum(item) => self.enumeration(api, item, owner),
            Item::Trait(item) => self.trait_(api, item, owner),
            Item::Fn(item) => {
                let signature = self
                    .names
                    .within(&item.sig.generics)
                    .spelled(item.sig.to_token_stream());
                self.own(api, owner, &signature.map(|text| format!("pub {text}")));
            }
            Item::Type(item) => {
                let names = self.names.within(&item.generics);
                let (name, generics, ty) = (&item.ident, declared(&item.generics), &item.ty);
                self.own(
                    api,
                    owner,
                    &names.spelled(quote!(pub type #name #generics = #ty;)),
                );
            }
            Item::Const(item) => {
                let ty = self.names.spelled(item.ty.to_token_stream());
                self.own(
                    api,
                    owner,
                    &ty.map(|ty| format!("pub const {}: {ty}", item.ident)),
                );
            }
            Item::Static(item) => {
                let ty = self.names.spelled(item.ty.to_token_stream());
                self.own(
                    api,
                    owner,
                    &ty.map(|ty| format!("pub static {}: {ty}", item.ident)),
                );
            }
            Item::Union(item) => {
                let signature = self.names.spelled(item.fields.to_token_stream());
                self.own(
                    api,
                    owner,
                    &signature.map(|text| format!("pub union {} {text}", item.ident)),
                );
            }
            _ => {}
        }
    }

    fn structure(&self, api: &mut PublicApi, item: &syn::ItemStruct, owner: &Owner) {
        self.derives(api, owner, &item.attrs, &item.generics);
        let names = self.names.within(&item.generics);
        let generics = names.spelled(declared(&item.generics));
        let shape = match &item.fields {
            Fields::Unit => ";",
            Fields::Unnamed(_) if item.fields.iter().all(|field| is_public(&field.vis)) => "(…)",
            _ => "",
        };
        // A field that callers cannot name keeps them from writing the struct out just as well.
        let is_open = is_non_exhaustive(&item.attrs)
            || (item.fields.iter().any(|field| is_public(&field.vis))
                && item.fields.iter().any(|field| !is_public(&field.vis)));
        let mark = if is_open { super::OPEN } else { "" };
        let head =
            generics.map(|generics| format!("{mark}pub struct {}{generics}{shape}", item.ident));
        self.own(api, owner, &head);
        for (index, field) in item.fields.iter().enumerate() {
            if !is_public(&field.vis) || is_hidden(&field.attrs) {
                continue;
            }
            let label = field
                .ident
                .as_ref()
                .map_or(index.to_string(), ToString::to_string);
            let ty = names.spelled(field.ty.to_token_stream());
            let signature = ty.map(|ty| format!("pub {label}: {ty}"));
            self.part(api, owner, &format!(".{label}"), &signature, &field.attrs);
        }
    }

    fn enumeration(&self, api: &mut PublicApi, item: &syn::ItemEnum, owner: &Owner) {
        self.derives(api, owner, &item.attrs, &item.generics);
        let names = self.names.within(&item.generics);
        let generics = names.spelled(declared(&item.generics));
        let mark = if is_non_exhaustive(&item.attrs) {
            super::OPEN
        } else {
            ""
        };
        self.own(
            api,
            owner,
            &generics.map(|generics| format!("{mark}pub enum {}{generics}", item.ident)),
        );
        for variant in item.variants.iter().filter(|one| !is_hidden(&one.attrs)) {
            let label = variant.ident.to_string();
            let fields = match &variant.fields {
                Fields::Unit => Spelled::default(),
                fields => names.spelled(undocumented(fields)),
            };
            let mark = if is_non_exhaustive(&variant.attrs) {
                super::OPEN
            } else {
                ""
            };
            let signature = fields.map(|fields| format!("{mark}{label}{fields}"));
            self.part(
                api,
                owner,
                &format!("::{label}"),
                &signature,
                &variant.attrs,
            );
        }
    }

    fn trait_(&self, api: &mut PublicApi, item: &syn::ItemTrait, owner: &Owner) {
        let names = self.names.within(&item.generics);
        let bounds = if item.supertraits.is_empty() {
            Spelled::default()
        } else {
            names
                .spelled(item.supertraits.to_token_stream())
                .map(|text| format!(": {text}"))
        };
        let generics = names.spelled(declared(&item.generics));
        let head = generics.with(&bounds, |generics, bounds| {
            format!("pub trait {}{generics}{bounds}", item.ident)
        });
        self.own(api, owner, &head);
        for part in &item.items {
            let (name, attributes, tokens, is_provided) = match part {
                TraitItem::Fn(part) => (
                    &part.sig.ident,
                    &part.attrs,
                    part.sig.to_token_stream(),
                    part.default.is_some(),
                ),
                TraitItem::Type(part) => {
                    let (name, bounds) = (&part.ident, &part.bounds);
                    (
                        name,
                        &part.attrs,
                        quote!(type #name: #bounds),
                        part.default.is_some(),
                    )
                }
                TraitItem::Const(part) => {
                    let (name, ty) = (&part.ident, &part.ty);
                    (
                        name,
                        &part.attrs,
                        quote!(const #name: #ty),
                        part.default.is_some(),
                    )
                }
                _ => continue,
            };
            if is_hidden(attributes) {
                continue;
            }
            let mark = if is_provided {
                super::PROVIDED
            } else {
                super::DEMANDED
            };
            let signature = names.spelled(tokens).map(|text| format!("{mark}{text}"));
            self.part(api, owner, &format!("::{name}"), &signature, attributes);
        }
    }
}

/// Returns the parameters of an item with their bounds, and what it demands of them.
pub(super) fn declared(generics: &Generics) -> TokenStream {
    let mut tokens = generics.to_token_stream();
    tokens.extend(generics.where_clause.to_token_stream());
    tokens
}

/// Fields without what is written above them.
fn undocumented(fields: &Fields) -> TokenStream {
    let types = fields.iter().map(|field| &field.ty);
    let names = fields.iter().map(|field| &field.ident);
    match fields {
        Fields::Named(_) => quote!({ #(#names: #types),* }),
        Fields::Unnamed(_) => quote!((#(#types),*)),
        Fields::Unit => TokenStream::new(),
    }
}

pub(super) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Returns `true` if callers can neither construct the type nor match it exhaustively.
fn is_non_exhaustive(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|one| one.path().is_ident("non_exhaustive"))
}

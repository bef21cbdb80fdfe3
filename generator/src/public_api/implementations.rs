//! `impl` blocks and derives → what they add to the types that they are for.
//!
//! Invariant: an implementation for a type that callers cannot name declares nothing.

use std::collections::BTreeSet;

use proc_macro2::TokenTree;
use quote::ToTokens;
use syn::{Attribute, Generics, ImplItem, Type, punctuated::Punctuated};

use super::{
    PublicApi,
    condition::Condition,
    declare::{Declarer, Owner, declared, is_public},
    modules::{Space, Target, is_hidden},
    names::{Names, Spelled},
};

impl Declarer<'_> {
    /// Declares the derived traits: each is something that callers may rely on.
    pub(super) fn derives(
        &self,
        api: &mut PublicApi,
        owner: &Owner,
        attributes: &[Attribute],
        generics: &Generics,
    ) {
        for attribute in attributes
            .iter()
            .filter(|one| one.path().is_ident("derive"))
        {
            let parser = Punctuated::<syn::Path, syn::Token![,]>::parse_terminated;
            for derived in attribute.parse_args_with(parser).into_iter().flatten() {
                let name = derived
                    .segments
                    .last()
                    .map(|last| last.ident.to_string())
                    .unwrap_or_default();
                let resolved = match &*name {
                    "Debug" => "std::fmt::Debug",
                    "Hash" => "std::hash::Hash",
                    name => name,
                };
                let implemented = Spelled {
                    resolved: resolved.to_owned(),
                    short: name.clone(),
                };
                self.implemented(api, owner, &implemented, generics, &Condition::always());
            }
        }
    }

    fn implemented(
        &self,
        api: &mut PublicApi,
        owner: &Owner,
        implemented: &Spelled,
        generics: &Generics,
        condition: &Condition,
    ) {
        let parameters = generics.type_params().map(|one| one.ident.to_string());
        let parameters: Vec<String> = parameters.collect();
        let whose = match &*parameters {
            [] => owner.path.clone(),
            several => format!("{}<{}>", owner.path, several.join(", ")),
        };
        let short = owner.path.rsplit("::").next().unwrap_or_default();
        let signature = Spelled {
            resolved: format!("impl {} for crate::{whose}", implemented.resolved),
            short: format!("impl {} for {short}", implemented.short),
        };
        let path = format!("{}: {}", owner.path, implemented.short);
        api.insert(&path, &signature, "", owner.besides(condition), self.file);
    }

    pub(super) fn implementation(
        &self,
        api: &mut PublicApi,
        condition: &Condition,
        item: &syn::ItemImpl,
    ) {
        let names = self.names.within(&item.generics);
        let owner = self.owner(&item.self_ty);
        let Some((path, _)) = &item.trait_ else {
            if let Some(owner) = owner {
                self.inherent(api, condition, item, &owner);
            }
            return;
        };
        let written: Vec<String> = path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        let implemented = names.modules.resolve(names.module, &written, Space::Type);
        let is_ours = match implemented {
            Some((Target::Item(module, index), _))
                if names.reach.item(module, index).is_empty() =>
            {
                return;
            }
            Some((Target::Item(..), _)) => true,
            _ => false,
        };
        let owner = match owner {
            Some(owner) => owner,
            // What a trait of the crate is implemented for, whatever it is.
            None if is_ours && !Self::is_private(&item.self_ty, &names) => Owner {
                path: names.spelled(item.self_ty.to_token_stream()).short,
                condition: Condition::always(),
            },
            None => return,
        };
        let implemented = names.spelled(path.to_token_stream());
        let whose = names.spelled(item.self_ty.to_token_stream());
        let mut assigned = Vec::new();
        for part in &item.items {
            if let ImplItem::Type(part) = part {
                let ty = names.spelled(part.ty.to_token_stream());
                assigned.push(ty.map(|ty| format!("{} = {ty}", part.ident)));
            }
        }
        let assigned = assigned.iter().fold(Spelled::default(), |all, one| {
            all.with(one, |all, one| {
                if all.is_empty() {
                    one.to_owned()
                } else {
                    format!("{all}, {one}")
                }
            })
        });
        let of = implemented.with(&assigned, |implemented, assigned| match assigned {
            "" => implemented.to_owned(),
            assigned => format!("{}<{assigned}>", implemented.trim_end_matches('>')),
        });
        let generics = names.spelled(declared(&item.generics));
        let signature = of.with(&whose, |of, whose| format!("{of} for {whose}"));
        let signature = generics.with(&signature, |generics, signature| {
            format!("impl{generics} {signature}")
        });
        let path = format!("{}: {}", owner.path, implemented.short);
        api.insert(&path, &signature, "", owner.besides(condition), self.file);
    }

    /// Returns `true` if the implementing type contains a name of the crate that callers cannot write.
    fn is_private(ty: &Type, names: &Names<'_>) -> bool {
        let Type::Path(path) = ty else {
            return false;
        };
        let path: Vec<String> = path
            .path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        let is_generic = path
            .first()
            .is_some_and(|first| names.generics.contains(first));
        let target = names.modules.resolve(names.module, &path, Space::Type);
        !is_generic
            && matches!(target, Some((Target::Item(module, index), _)) if names.reach.item(module, index).is_empty())
    }

    /// Returns the item that a type is, if it is one of the crate's that callers can name.
    fn owner(&self, ty: &Type) -> Option<Owner> {
        let Type::Path(path) = ty else {
            return None;
        };
        let path: Vec<String> = path
            .path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        let names = &self.names;
        match names.modules.resolve(names.module, &path, Space::Type)? {
            (Target::Item(module, index), used) if used == path.len() => {
                let canonical = names.reach.item(module, index).first()?;
                Some(Owner {
                    path: canonical.path.clone(),
                    condition: canonical.condition.clone(),
                })
            }
            _ => None,
        }
    }

    fn inherent(
        &self,
        api: &mut PublicApi,
        condition: &Condition,
        item: &syn::ItemImpl,
        owner: &Owner,
    ) {
        let outer = self.names.within(&item.generics);
        let context = context(&outer, item);
        for part in &item.items {
            let (visibility, attributes, name, signature) = match part {
                ImplItem::Fn(part) => {
                    let names = outer.within(&part.sig.generics);
                    let signature = names.spelled(part.sig.to_token_stream());
                    (
                        &part.vis,
                        &part.attrs,
                        &part.sig.ident,
                        signature.map(|text| format!("pub {text}")),
                    )
                }
                ImplItem::Const(part) => {
                    let ty = outer.spelled(part.ty.to_token_stream());
                    let signature = ty.map(|ty| format!("pub const {}: {ty}", part.ident));
                    (&part.vis, &part.attrs, &part.ident, signature)
                }
                _ => continue,
            };
            if !is_public(visibility) || is_hidden(attributes) {
                continue;
            }
            let condition = condition.and(&Condition::of(attributes));
            if condition.is_never() {
                continue;
            }
            let path = format!("{}::{name}", owner.path);
            api.insert(
                &path,
                &signature,
                &context,
                owner.besides(&condition),
                self.file,
            );
        }
    }
}

/// Describes the type arguments of an implementation. Empty: it is generic.
fn context(names: &Names<'_>, item: &syn::ItemImpl) -> String {
    let plain: BTreeSet<String> = item
        .generics
        .type_params()
        .map(|one| one.ident.to_string())
        .collect();
    let has_bounds = item.generics.where_clause.is_some()
        || item
            .generics
            .type_params()
            .any(|one| !one.bounds.is_empty());
    let Type::Path(path) = &*item.self_ty else {
        return String::new();
    };
    let arguments = path
        .path
        .segments
        .last()
        .map(|last| last.arguments.to_token_stream());
    let is_plain = |token: TokenTree| match token {
        TokenTree::Ident(word) => plain.contains(&word.to_string()),
        TokenTree::Group(_) => false,
        _ => true,
    };
    let is_for_all = arguments.is_none_or(|arguments| {
        let tokens: Vec<TokenTree> = arguments.into_iter().collect();
        let is_lifetime = |index: usize| {
            index > 0
                && matches!(&tokens[index - 1], TokenTree::Punct(mark) if mark.as_char() == '\'')
        };
        (0..tokens.len()).all(|index| is_lifetime(index) || is_plain(tokens[index].clone()))
    });
    if is_for_all && !has_bounds {
        return String::new();
    }
    let generics = names.spelled(declared(&item.generics)).resolved;
    let whose = names.spelled(item.self_ty.to_token_stream()).resolved;
    format!("impl{generics} {whose}")
}

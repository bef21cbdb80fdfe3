//! Types that hold themselves.
//!
//! A struct that holds itself in a field, not in a list or map, needs a pointer there; an alias
//! that leads to itself is no type at all. Invariant: after this pass every type has a finite
//! size.

use std::collections::BTreeMap;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Api, TypeDef, TypeKind, TypeRef},
};

/// Puts pointers and, for circular aliases, plain JSON in.
pub(super) fn settle(api: &mut Api, diagnostics: &mut Diagnostics) {
    let circular = circular_aliases(&api.types);
    for def in &mut api.types {
        if circular.contains(&def.name.ident) {
            def.kind = TypeKind::Alias(TypeRef::Json);
            diagnostics.push(
                Diagnostic::warning(
                    "untyped",
                    "the schema is itself; it is typed as a JSON value",
                )
                .at(def.pointer.clone()),
            );
        }
    }
    let held = Held::new(&api.types);
    for def in &mut api.types {
        let key = def.name.ident.clone();
        if let TypeKind::Struct(shape) = &mut def.kind {
            for field in &mut shape.fields {
                point(&mut field.ty, &key, &held);
            }
        }
    }
}

/// Puts a pointer around a type that holds `owner` by value.
fn point(ty: &mut TypeRef, owner: &str, held: &Held) {
    match ty {
        TypeRef::Nullable(inner) => point(inner, owner, held),
        TypeRef::Named(key) if held.reaches(key, owner) => {
            *ty = TypeRef::Boxed(Box::new(ty.clone()));
        }
        _ => {}
    }
}

/// Which types every type holds by value.
struct Held {
    by_value: BTreeMap<String, Vec<String>>,
}

impl Held {
    fn new(types: &[TypeDef]) -> Self {
        let by_value = types
            .iter()
            .map(|def| (def.name.ident.clone(), held_by_value(def)))
            .collect();
        Self { by_value }
    }

    /// Whether `from` is `to`, or holds it.
    fn reaches(&self, from: &str, to: &str) -> bool {
        let mut seen = vec![from];
        let mut next = 0;
        while let Some(key) = seen.get(next).copied() {
            if key == to {
                return true;
            }
            for inner in self.by_value.get(key).into_iter().flatten() {
                if !seen.contains(&inner.as_str()) {
                    seen.push(inner);
                }
            }
            next += 1;
        }
        false
    }
}

fn held_by_value(def: &TypeDef) -> Vec<String> {
    let mut keys = Vec::new();
    let mut hold = |ty: &TypeRef| {
        if let TypeRef::Named(key) = ty.without_null() {
            keys.push(key.clone());
        }
    };
    match &def.kind {
        TypeKind::Struct(shape) => shape.fields.iter().for_each(|field| hold(&field.ty)),
        TypeKind::Alias(ty) => hold(ty),
        TypeKind::Enum(_) => {}
    }
    keys
}

/// Aliases that lead back to themselves through nothing but aliases.
fn circular_aliases(types: &[TypeDef]) -> Vec<String> {
    let mut aliases: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for def in types {
        if let TypeKind::Alias(ty) = &def.kind {
            let held = aliases.entry(&def.name.ident).or_default();
            ty.visit_named(&mut |key| held.push(key));
        }
    }
    let is_circular = |start: &&str| {
        let mut open: Vec<&str> = aliases.get(*start).cloned().unwrap_or_default();
        let mut seen = Vec::new();
        while let Some(key) = open.pop() {
            if key == *start {
                return true;
            }
            if !seen.contains(&key) {
                seen.push(key);
                open.extend(aliases.get(key).into_iter().flatten());
            }
        }
        false
    };
    aliases
        .keys()
        .filter(|key| is_circular(key))
        .map(|key| (*key).to_owned())
        .collect()
}

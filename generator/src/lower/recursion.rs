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

/// Puts pointers in, and plain JSON in place of circular aliases.
pub(super) fn settle(api: &mut Api, diagnostics: &mut Diagnostics) {
    let endless = circular_aliases(&api.types, by_value);
    let nested = circular_aliases(&api.types, anywhere);
    for def in &mut api.types {
        if nested.contains(&def.name.ident) {
            def.kind = TypeKind::Alias(TypeRef::Json);
            let is_endless = endless.contains(&def.name.ident);
            diagnostics.push(circular(is_endless, &def.pointer));
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

/// A type that is nothing but itself says nothing; one that is a list of itself says something
/// that has no type in Rust.
fn circular(is_endless: bool, pointer: &str) -> Diagnostic {
    if is_endless {
        Diagnostic::error("circular-reference", "the schema is nothing but itself")
            .at(pointer)
            .help("let one of the references in the circle be a schema of its own")
    } else {
        let message = "the schema is a list or map of itself; it is typed as a JSON value";
        Diagnostic::warning("untyped", message).at(pointer)
    }
}

/// The types that a use names as they are.
fn by_value(ty: &TypeRef) -> Vec<&str> {
    match ty.without_null() {
        TypeRef::Named(key) => vec![key],
        _ => Vec::new(),
    }
}

/// The types that a use names, in lists and maps too.
fn anywhere(ty: &TypeRef) -> Vec<&str> {
    let mut keys = Vec::new();
    ty.visit_named(&mut |key| keys.push(key));
    keys
}

/// Aliases that lead back to themselves through nothing but aliases.
fn circular_aliases(types: &[TypeDef], named: fn(&TypeRef) -> Vec<&str>) -> Vec<String> {
    let aliases: BTreeMap<&str, Vec<&str>> = types
        .iter()
        .filter_map(|def| match &def.kind {
            TypeKind::Alias(ty) => Some((def.name.ident.as_str(), named(ty))),
            _ => None,
        })
        .collect();
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

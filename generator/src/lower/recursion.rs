//! Types that hold themselves.
//!
//! A struct that holds itself in a field, not in a list or map, needs a pointer there; an alias
//! that leads to itself is no type at all. Invariant: after this pass every type has a finite
//! size, and every one has a finite value.

use super::graph::{Circles, Graph};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Api, Field, Presence, TypeDef, TypeKind, TypeRef},
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
    // Of such fields no text of JSON has all, so none is required.
    for (owner, field) in joined_fields(&api.types, is_always_there) {
        if let TypeKind::Struct(shape) = &mut api.types[owner].kind {
            shape.fields[field].presence = Presence::Optional;
        }
    }
    for (owner, field) in joined_fields(&api.types, |_| true) {
        if let TypeKind::Struct(shape) = &mut api.types[owner].kind {
            point(&mut shape.fields[field].ty);
        }
    }
}

/// Whether every value has a value in the field.
fn is_always_there(field: &Field) -> bool {
    field.presence == Presence::Required && !field.ty.is_nullable()
}

/// The fields, by index of type and field, whose type holds the type that they are part of, by way
/// of fields that are all `followed`.
fn joined_fields(types: &[TypeDef], followed: fn(&Field) -> bool) -> Vec<(usize, usize)> {
    let graph: Graph<'_> = types
        .iter()
        .map(|def| (def.name.ident.as_str(), held_by_value(def, followed)))
        .collect();
    let circles = Circles::new(&graph);
    let mut joined = Vec::new();
    for (owner, def) in types.iter().enumerate() {
        let TypeKind::Struct(shape) = &def.kind else {
            continue;
        };
        for (index, field) in shape.fields.iter().enumerate() {
            let mut held = by_value(&field.ty).into_iter();
            if followed(field) && held.any(|key| circles.are_joined(&def.name.ident, key)) {
                joined.push((owner, index));
            }
        }
    }
    joined
}

/// Puts a pointer around a type, inside of its nullability.
fn point(ty: &mut TypeRef) {
    match ty {
        TypeRef::Nullable(inner) => point(inner),
        _ => *ty = TypeRef::Boxed(Box::new(ty.clone())),
    }
}

fn held_by_value(def: &TypeDef, followed: fn(&Field) -> bool) -> Vec<&str> {
    match &def.kind {
        TypeKind::Struct(shape) => {
            let fields = shape.fields.iter().filter(|field| followed(field));
            fields.flat_map(|field| by_value(&field.ty)).collect()
        }
        TypeKind::Alias(ty) => by_value(ty),
        TypeKind::Enum(_) => Vec::new(),
    }
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
    let aliases: Graph<'_> = types
        .iter()
        .filter_map(|def| match &def.kind {
            TypeKind::Alias(ty) => Some((def.name.ident.as_str(), named(ty))),
            _ => None,
        })
        .collect();
    let circles = Circles::new(&aliases);
    aliases
        .keys()
        .filter(|key| circles.holds(key, &aliases))
        .map(|key| (*key).to_owned())
        .collect()
}

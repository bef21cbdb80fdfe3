//! Types that hold themselves.
//!
//! A struct that holds itself in a field, not in a list or map, needs a pointer there; a list or map of itself becomes
//! a type of its own; an alias that leads to itself alone is no type at all. Invariant: after this pass every type has
//! a finite size.

use super::graph::{Circles, Graph};
use crate::lower::draft::{
    AdditionalProperties, Alternative, Key, Name, Struct, TypeDef, TypeKind, TypeRef, Union,
};
use crate::{
    diagnostics::Diagnostic,
    lower::context::Context,
    model::{Docs, Presence},
};

/// Puts pointers in, and types of their own in place of circular aliases.
pub(in crate::lower) fn box_cycles(types: &mut [(Key, TypeDef)], context: &Context<'_>) {
    let endless = circular_aliases(types, by_value);
    let nested = circular_aliases(types, anywhere);
    for (key, def) in &mut *types {
        if endless.contains(key) {
            def.kind = TypeKind::Alias(TypeRef::Json);
            context.reporter.report(Diagnostic {
                subject: context.components.schema_at(&def.pointer),
                ..nothing_but_itself(&def.pointer)
            });
        } else if nested.contains(key) {
            def.kind = of_its_own(&def.kind);
        }
    }
    // Of such fields no text of JSON has all, so none is required.
    for (owner, part) in joined_parts(types, always_there) {
        if let TypeKind::Struct(shape) = &mut types[owner].1.kind {
            shape.fields[part].presence = Presence::Optional;
        }
    }
    for (owner, part) in joined_parts(types, parts) {
        match &mut types[owner].1.kind {
            TypeKind::Struct(shape) => point(&mut shape.fields[part].ty),
            TypeKind::Union(shape) => point(&mut shape.alternatives[part].ty),
            TypeKind::Enum(_) | TypeKind::Alias(_) => {}
        }
    }
}

/// Function that lists the parts of a type, each with its index.
type Parts = fn(&TypeDef) -> Vec<(usize, &TypeRef)>;

/// Returns the fields and alternatives, by index of type and part, whose type holds the type that they
/// are part of, by way of such parts alone.
fn joined_parts(types: &[(Key, TypeDef)], parts: Parts) -> Vec<(usize, usize)> {
    let graph: Graph<'_> = types
        .iter()
        .map(|(key, def)| (key.as_ref(), held_by_value(def, parts)))
        .collect();
    let circles = Circles::new(&graph);
    let mut joined = Vec::new();
    for (owner, (key, def)) in types.iter().enumerate() {
        for (index, part) in parts(def) {
            let mut held = by_value(part).into_iter();
            if held.any(|held| circles.are_joined(key, held)) {
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

fn held_by_value(def: &TypeDef, parts: Parts) -> Vec<&str> {
    match &def.kind {
        TypeKind::Alias(ty) => by_value(ty),
        _ => parts(def)
            .into_iter()
            .flat_map(|(_, part)| by_value(part))
            .collect(),
    }
}

/// Returns the types that a type is put together from, in order.
fn parts(def: &TypeDef) -> Vec<(usize, &TypeRef)> {
    match &def.kind {
        TypeKind::Struct(shape) => {
            let fields = shape.fields.iter().map(|field| &field.ty);
            fields.enumerate().collect()
        }
        TypeKind::Union(shape) => {
            let alternatives = shape.alternatives.iter().map(|part| &part.ty);
            alternatives.enumerate().collect()
        }
        TypeKind::Enum(_) | TypeKind::Alias(_) => Vec::new(),
    }
}

/// Returns the types of which every value of a type has a value.
fn always_there(def: &TypeDef) -> Vec<(usize, &TypeRef)> {
    let TypeKind::Struct(shape) = &def.kind else {
        return Vec::new();
    };
    let fields = shape.fields.iter().enumerate();
    let required =
        fields.filter(|(_, field)| field.presence == Presence::Required && !field.ty.is_nullable());
    required.map(|(index, field)| (index, &field.ty)).collect()
}

/// Returns a list or map of itself, for which Rust has no other name, as a type of its own: a map as an object whose
/// properties have no names, a list as a choice that has one alternative.
fn of_its_own(kind: &TypeKind) -> TypeKind {
    match kind {
        TypeKind::Alias(TypeRef::Map(values)) => TypeKind::Struct(Struct {
            fields: Vec::new(),
            additional: Some(AdditionalProperties {
                ident: None,
                ty: (**values).clone(),
            }),
            unknown: None,
            dependent: Vec::new(),
        }),
        TypeKind::Alias(list) => TypeKind::Union(Union {
            tag: None,
            alternatives: vec![Alternative {
                name: Name::derived("items"),
                ty: list.clone(),
                tags: Vec::new(),
                docs: Docs::default(),
            }],
        }),
        other => other.clone(),
    }
}

/// Resolves a type that is defined only as itself.
fn nothing_but_itself(pointer: &str) -> Diagnostic {
    Diagnostic::error("circular-reference", "the schema is defined only as itself")
        .at(pointer)
        .help("let one of the references in the circle be a schema of its own")
}

/// Returns the types that a use names as they are.
fn by_value(ty: &TypeRef) -> Vec<&str> {
    match ty.without_null() {
        TypeRef::Named(key) => vec![key],
        _ => Vec::new(),
    }
}

/// Returns the types that a use names, in lists and maps too.
fn anywhere(ty: &TypeRef) -> Vec<&str> {
    let mut keys = Vec::new();
    ty.visit_named(&mut |key| keys.push(key));
    keys
}

/// Aliases that lead back to themselves through nothing but aliases.
fn circular_aliases(types: &[(Key, TypeDef)], named: fn(&TypeRef) -> Vec<&str>) -> Vec<Key> {
    let aliases: Graph<'_> = types
        .iter()
        .filter_map(|(key, def)| match &def.kind {
            TypeKind::Alias(ty) => Some((key.as_ref(), named(ty))),
            _ => None,
        })
        .collect();
    let circles = Circles::new(&aliases);
    let keys = types.iter().map(|(key, _)| key);
    keys.filter(|key| aliases.contains_key(key.as_ref()) && circles.holds(key, &aliases))
        .cloned()
        .collect()
}

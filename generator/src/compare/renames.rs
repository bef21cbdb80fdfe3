//! Two models → which types and operations are the same under another name.
//!
//! Invariant: a rename is one to one, and is only seen where a name is gone and another is new.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    operation_names::{operations, request_line},
    shapes::Shapes,
};
use crate::model::{Api, Name, Operation, Resource, TypeDef, TypeKind, TypeRef};

/// Names before → names after.
#[derive(Debug, Default)]
pub(super) struct Renames<'m> {
    types: BTreeMap<String, String>,
    /// Every identifier that differs, also those of handles and builders.
    idents: BTreeMap<String, String>,
    /// Matched operations: the pointers of those before, with resource and place of those after.
    operations: BTreeMap<String, (usize, usize)>,
    /// The pointers of operations after that are the same as one before.
    known: BTreeSet<String>,
    /// The shapes of named types on the wire.
    pub(super) shapes: Shapes<'m>,
}

impl<'m> Renames<'m> {
    pub(super) fn between(before: &'m Api, after: &'m Api) -> Self {
        let mut renames = Self {
            shapes: Shapes::of(before, after),
            ..Self::default()
        };
        let gone = unmatched(before, after);
        let new = unmatched(after, before);
        for old in gone {
            let same = new
                .iter()
                .filter(|new| is_same(&old.kind, &new.kind, &renames));
            let same: Vec<&&TypeDef> = same.collect();
            // Several candidates would be a guess.
            if let [one] = same.as_slice() {
                let (old, new) = (old.name.ident.clone(), one.name.ident.clone());
                if !renames.types.values().any(|taken| *taken == new) {
                    renames.types.insert(old, new);
                }
            }
        }
        renames.idents = renames.types.clone();
        renames.pair(before, after);
        renames.resources(before, after);
        renames.queries(before, after);
        renames
    }

    /// Pairs operations by their request line, or else by their identifier.
    fn pair(&mut self, before: &Api, after: &Api) {
        let keys: [fn(&Operation) -> String; 2] = [request_line, |one| one.name.wire.clone()];
        for key in keys {
            let mut free: BTreeMap<String, (usize, usize)> = BTreeMap::new();
            for (index, resource) in after.resources.iter().enumerate() {
                for (place, operation) in resource.operations.iter().enumerate() {
                    if self.is_new(operation) {
                        free.entry(key(operation)).or_insert((index, place));
                    }
                }
            }
            for (_, old) in operations(before) {
                if self.operations.contains_key(&old.pointer) {
                    continue;
                }
                if let Some(place) = free.remove(&key(old)) {
                    let new = &after.resources[place.0].operations[place.1];
                    self.known.insert(new.pointer.clone());
                    self.operations.insert(old.pointer.clone(), place);
                }
            }
        }
    }

    /// Returns the same operation on the other side.
    pub(super) fn counterpart<'a>(
        &self,
        after: &'a Api,
        old: &Operation,
    ) -> Option<(&'a Resource, &'a Operation)> {
        let (resource, place) = self.operations.get(&old.pointer)?;
        let resource = after.resources.get(*resource)?;
        Some((resource, resource.operations.get(*place)?))
    }

    /// Returns `true` if an operation after matches none before.
    pub(super) fn is_new(&self, operation: &Operation) -> bool {
        !self.known.contains(&operation.pointer)
    }

    /// Pairs the types of searches by their names in the description.
    fn queries(&mut self, before: &Api, after: &Api) {
        for old in &before.queries {
            let new = after
                .queries
                .iter()
                .find(|new| new.name.wire == old.name.wire);
            if let Some(new) = new.filter(|new| new.name.ident != old.name.ident) {
                self.idents
                    .insert(old.name.ident.clone(), new.name.ident.clone());
            }
        }
    }

    /// Pairs the handles and builders of paired operations.
    fn resources(&mut self, before: &Api, after: &Api) {
        for (old_resource, old) in operations(before) {
            let Some((new_resource, new)) = self.counterpart(after, old) else {
                continue;
            };
            let handles = (&old_resource.handle, &new_resource.handle);
            for (old, new) in [handles, (&old.builder, &new.builder)] {
                if old != new {
                    self.idents.insert(old.to_owned(), new.to_owned());
                }
            }
        }
    }

    /// Returns the new name of a type.
    pub(super) fn of_type<'r>(&'r self, ident: &'r str) -> &'r str {
        self.types.get(ident).map_or(ident, String::as_str)
    }

    /// Returns `true` if two uses mean the same type.
    pub(super) fn same(&self, before: &TypeRef, after: &TypeRef) -> bool {
        match (before, after) {
            (TypeRef::Named(before), TypeRef::Named(after)) => self.of_type(before) == after,
            (TypeRef::List(before), TypeRef::List(after))
            | (TypeRef::Map(before), TypeRef::Map(after))
            | (TypeRef::Nullable(before), TypeRef::Nullable(after))
            | (TypeRef::Boxed(before), TypeRef::Boxed(after)) => self.same(before, after),
            _ => before == after,
        }
    }

    /// Returns a declaration, with the identifiers that it would have after.
    pub(super) fn applied(&self, signature: &str) -> String {
        let is_part = |character: char| character.is_alphanumeric() || character == '_';
        let mut text = String::new();
        let mut rest = signature;
        while let Some(start) = rest.find(is_part) {
            let end = rest[start..]
                .find(|character| !is_part(character))
                .map_or(rest.len(), |length| start + length);
            let word = &rest[start..end];
            text.push_str(&rest[..start]);
            text.push_str(self.idents.get(word).map_or(word, String::as_str));
            rest = &rest[end..];
        }
        text.push_str(rest);
        text
    }
}

fn unmatched<'a>(api: &'a Api, other: &Api) -> Vec<&'a TypeDef> {
    let known: BTreeSet<&str> = other
        .types
        .iter()
        .map(|def| def.name.ident.as_str())
        .collect();
    let is_new = |def: &&TypeDef| !known.contains(def.name.ident.as_str());
    api.types.iter().filter(is_new).collect()
}

/// Returns `true` if two types have the same members or the same values.
fn is_same(before: &TypeKind, after: &TypeKind, renames: &Renames<'_>) -> bool {
    match (before, after) {
        (TypeKind::Struct(before), TypeKind::Struct(after)) => {
            !before.fields.is_empty()
                && before.fields.len() == after.fields.len()
                && before.fields.iter().zip(&after.fields).all(|(old, new)| {
                    wire(&old.name) == wire(&new.name) && same_shape(&old.ty, &new.ty)
                })
        }
        (TypeKind::Enum(before), TypeKind::Enum(after)) => {
            let values = |shape: &crate::model::Enum| -> Vec<crate::model::Value> {
                shape
                    .variants
                    .iter()
                    .map(|variant| variant.value.clone())
                    .collect()
            };
            values(before) == values(after)
        }
        (TypeKind::Alias(before), TypeKind::Alias(after)) => renames.same(before, after),
        _ => false,
    }
}

/// Returns `true` if two uses look the same, whatever the named types in them are called.
fn same_shape(before: &TypeRef, after: &TypeRef) -> bool {
    match (before, after) {
        (TypeRef::Named(_), TypeRef::Named(_)) => true,
        (TypeRef::List(before), TypeRef::List(after))
        | (TypeRef::Map(before), TypeRef::Map(after))
        | (TypeRef::Nullable(before), TypeRef::Nullable(after))
        | (TypeRef::Boxed(before), TypeRef::Boxed(after)) => same_shape(before, after),
        _ => before == after,
    }
}

fn wire(name: &Name) -> &str {
    &name.wire
}

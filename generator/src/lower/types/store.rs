//! The types that are found, by provisional key.
//!
//! Invariant: a type whose inside is still being lowered has its place among them already.

use std::collections::{BTreeMap, BTreeSet};

/// The types found so far, by provisional key, and the order in which they were found.
#[derive(Default)]
pub(in crate::lower) struct Types {
    found: BTreeMap<Key, TypeDef>,
    order: Vec<Key>,
    reserved: BTreeSet<Key>,
}

impl Types {
    pub(super) fn contains(&self, key: &Key) -> bool {
        self.reserved.contains(key)
    }

    /// Returns `true` if a type can be written outside a body: an enum, or another name of a scalar.
    pub(super) fn is_scalar(&self, key: &Key) -> bool {
        match self.found.get(key).map(|def| &def.kind) {
            Some(TypeKind::Enum(_) | TypeKind::Alias(TypeRef::Primitive(_))) => true,
            Some(TypeKind::Union(shape)) => shape
                .alternatives
                .iter()
                .all(|alternative| self.is_scalar_type(&alternative.ty)),
            Some(TypeKind::Alias(TypeRef::Named(next))) if next != key => self.is_scalar(next),
            _ => false,
        }
    }

    /// Returns `true` if a type can be written outside a body.
    pub(in crate::lower) fn is_scalar_type(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Primitive(_) => true,
            TypeRef::Named(key) => self.is_scalar(key),
            _ => false,
        }
    }

    /// Returns the type behind another name of it.
    pub(in crate::lower) fn resolve<'t>(&'t self, ty: &'t TypeRef) -> &'t TypeRef {
        let mut ty = ty;
        // No chain of names that ends is longer.
        for _ in 0..=self.found.len() {
            match ty {
                TypeRef::Named(key) => match self.kind(key) {
                    Some(TypeKind::Alias(other)) if other != ty => ty = other,
                    _ => return ty,
                },
                _ => return ty,
            }
        }
        ty
    }

    /// Returns the kind of a known type.
    pub(in crate::lower) fn kind(&self, key: &Key) -> Option<&TypeKind> {
        self.found.get(key).map(|def| &def.kind)
    }

    /// Returns the name of a known type in the description.
    pub(in crate::lower) fn wire_name(&self, key: &Key) -> Option<&str> {
        self.found.get(key).map(|def| def.name.wire.as_str())
    }

    /// Takes the place of a type whose inside is still being lowered.
    pub(super) fn reserve(&mut self, key: &Key) {
        self.order.push(key.clone());
        self.reserved.insert(key.clone());
    }

    pub(super) fn insert(&mut self, key: Key, def: TypeDef) {
        self.found.insert(key, def);
    }

    /// Returns all types, in the order in which they were found.
    pub(in crate::lower) fn finish(mut self) -> Vec<(Key, TypeDef)> {
        let order = self.order.into_iter();
        order
            .filter_map(|key| self.found.remove_entry(&key))
            .collect()
    }
}
use crate::lower::draft::{Key, TypeDef, TypeKind, TypeRef};

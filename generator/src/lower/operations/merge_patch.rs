//! Bodies of `application/merge-patch+json`: what is absent stays as it is, and what is null goes, at every depth.
//!
//! A schema that serves elsewhere stays what it is there, and has a second type for the patch. Invariant: a type of a
//! patch is the body of operations and nothing else, so it is only sent.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::draft::{Key, Parts, RequestContent, TypeDef, TypeKind, TypeRef};
use crate::lower::{operations::media::is_merge_patch, types::usage};
use crate::model::Presence;

/// Lets every property of a patch be absent or null.
pub(in crate::lower) fn mark_patches(parts: &mut Parts) {
    let bodies: Vec<TypeRef> = patches(parts)
        .map(|ty| std::mem::replace(ty, TypeRef::Json))
        .collect();
    if bodies.is_empty() {
        return;
    }
    let mut patched = Patched {
        held: usage::reached(parts),
        types: std::mem::take(&mut parts.types),
        keys: BTreeMap::new(),
    };
    let bodies: Vec<TypeRef> = bodies.iter().map(|ty| patched.of(ty)).collect();
    parts.types = patched.types;
    for (place, ty) in patches(parts).zip(bodies) {
        *place = ty;
    }
}

/// The types of the bodies that are patches.
fn patches(parts: &mut Parts) -> impl Iterator<Item = &mut TypeRef> {
    let resources = parts.resources.iter_mut();
    let operations = resources.flat_map(|resource| &mut resource.operations);
    operations.filter_map(|operation| {
        let body = operation.body.as_mut()?;
        let media_type = body.media_type.as_deref()?;
        match &mut body.content {
            RequestContent::Json(ty) if is_merge_patch(media_type) => Some(ty),
            _ => None,
        }
    })
}

/// The types of patches while they are made.
struct Patched {
    /// The types that stand somewhere else than in a patch.
    held: BTreeSet<String>,
    types: Vec<(Key, TypeDef)>,
    /// The type of a patch for each type that has one.
    keys: BTreeMap<Key, Key>,
}

impl Patched {
    fn of(&mut self, ty: &TypeRef) -> TypeRef {
        match ty {
            TypeRef::Named(key) => self.named(key),
            TypeRef::Map(values) => TypeRef::Map(Box::new(self.of(values).nullable())),
            TypeRef::Nullable(inner) => self.of(inner).nullable(),
            TypeRef::Boxed(inner) => TypeRef::Boxed(Box::new(self.of(inner))),
            // A list is replaced as a whole.
            TypeRef::List(_) | TypeRef::Primitive(_) | TypeRef::FreeForm | TypeRef::Json => {
                ty.clone()
            }
        }
    }

    fn named(&mut self, key: &Key) -> TypeRef {
        if let Some(known) = self.keys.get(key) {
            return TypeRef::Named(known.clone());
        }
        let Some(index) = self.types.iter().position(|(known, _)| known == key) else {
            return TypeRef::Named(key.clone());
        };
        let mut def = self.types[index].1.clone();
        match &def.kind {
            TypeKind::Enum(_) => return TypeRef::Named(key.clone()),
            TypeKind::Alias(ty) => return self.of(&ty.clone()),
            TypeKind::Struct(_) | TypeKind::Union(_) => {}
        }
        let is_shared = self.held.contains(key.as_ref());
        let own = if is_shared { key.patch() } else { key.clone() };
        self.keys.insert(key.clone(), own.clone());
        if is_shared {
            def.name.wire.push_str("Patch");
            self.types.insert(index + 1, (own.clone(), def.clone()));
        }
        self.loosen(&mut def);
        if let Some((_, place)) = self.types.iter_mut().find(|(known, _)| *known == own) {
            *place = def;
        }
        TypeRef::Named(own)
    }

    fn loosen(&mut self, def: &mut TypeDef) {
        match &mut def.kind {
            TypeKind::Struct(shape) => {
                for field in &mut shape.fields {
                    field.presence = Presence::Optional;
                    field.ty = self.of(&field.ty).nullable();
                }
                if let Some(additional) = &mut shape.additional {
                    additional.ty = self.of(&additional.ty).nullable();
                }
            }
            TypeKind::Union(shape) => {
                for alternative in &mut shape.alternatives {
                    alternative.ty = self.of(&alternative.ty);
                }
            }
            TypeKind::Enum(_) | TypeKind::Alias(_) => {}
        }
    }
}

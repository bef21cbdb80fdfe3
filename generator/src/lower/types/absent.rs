//! Fields that are read as an object without members where they are absent → whether their type has such an object.
//!
//! Invariant: after this pass, every such field is of a struct without required fields, or of an object of any members.

use std::collections::BTreeMap;

use crate::lower::{
    context::Context,
    draft::{Key, TypeDef, TypeKind, TypeRef},
};
use crate::{
    model::{Absence, Presence},
    source::{escape, extension},
};

/// Reports fields of other types, and reads their absence as that of any field.
pub(in crate::lower) fn check_absence(types: &mut [(Key, TypeDef)], context: &Context<'_>) {
    let kinds: BTreeMap<Key, bool> = types
        .iter()
        .map(|(key, def)| (key.clone(), can_be_empty(&def.kind)))
        .collect();
    for (_, def) in types {
        let TypeKind::Struct(shape) = &mut def.kind else {
            continue;
        };
        for field in &mut shape.fields {
            let is_empty = match field.ty.without_null() {
                TypeRef::Named(key) => kinds.get(key).copied().unwrap_or_default(),
                TypeRef::FreeForm | TypeRef::Map(_) => true,
                _ => false,
            };
            if field.absence == Absence::Distinct || is_empty {
                continue;
            }
            field.absence = Absence::Distinct;
            let name = &field.name.wire;
            let at = format!("{}/properties/{}/x-rust-absent", def.pointer, escape(name));
            let message = format!("`{name}` has no value without members");
            let help = "use it for an object of which no member is required";
            context
                .reporter
                .report(extension::wrong(message, help, &at));
        }
    }
}

fn can_be_empty(kind: &TypeKind) -> bool {
    match kind {
        TypeKind::Struct(shape) => {
            let mut fields = shape.fields.iter();
            fields.all(|field| field.presence == Presence::Optional)
        }
        TypeKind::Alias(ty) => matches!(ty, TypeRef::FreeForm | TypeRef::Map(_)),
        TypeKind::Enum(_) | TypeKind::Union(_) => false,
    }
}

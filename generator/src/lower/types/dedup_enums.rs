//! Equal enums inside different schemas → one type.
//!
//! Rule: enums found in properties of the same name with the same set of values are one when their
//! owners are of one family: `Ticket`, `TicketCreate`, and the body of `updateTicket`. It is called
//! after the shortest of the names that they would have had, the first by alphabet among equals.
//! Invariant: the outcome depends neither on the order of the description nor on other families.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::draft::{Enum, Key, Parts, TypeDef, TypeKind, TypeRef, Variant};
use crate::lower::names::{for_each_reference, singular};
use crate::model::Value;

/// Key of equal enums: the family of the owner, the name of the property, and the values.
type Likeness = (String, String, BTreeSet<Value>);

/// Leaves one of every group of equal enums, and lets all references lead to it.
pub(in crate::lower) fn dedup_enums(parts: &mut Parts) {
    let mut replacements = BTreeMap::new();
    let mut named = BTreeMap::new();
    for group in groups(&parts.types)
        .into_values()
        .filter(|group| group.len() > 1)
    {
        let Some((kept, merged)) = group.split_first() else {
            continue;
        };
        named.insert(kept.0.clone(), best_names(&group));
        for (key, _) in merged {
            replacements.insert(key.clone(), kept.0.clone());
        }
    }
    parts
        .types
        .retain(|(key, _)| !replacements.contains_key(key));
    for (key, def) in &mut parts.types {
        if let Some(shape) = named.remove(key) {
            def.kind = TypeKind::Enum(shape);
        }
    }
    for_each_reference(parts, &mut |ty| {
        if let TypeRef::Named(key) = ty
            && let Some(kept) = replacements.get(key)
        {
            key.clone_from(kept);
        }
    });
}

/// Returns the groups of equal enums; the one to keep comes first in each.
fn groups(types: &[(Key, TypeDef)]) -> BTreeMap<Likeness, Vec<&(Key, TypeDef)>> {
    let mut groups: BTreeMap<Likeness, Vec<&(Key, TypeDef)>> = BTreeMap::new();
    for entry in types {
        let (_, def) = entry;
        let TypeKind::Enum(shape) = &def.kind else {
            continue;
        };
        if let Some((_, property)) = def.pointer.rsplit_once("/properties/") {
            let values = shape
                .variants
                .iter()
                .map(|variant| variant.value.clone())
                .collect();
            groups
                .entry((family(&def.module), property.to_owned(), values))
                .or_default()
                .push(entry);
        }
    }
    for group in groups.values_mut() {
        group.sort_by_key(|(_, def)| (def.name.wire.len(), &def.name.wire, &def.pointer));
    }
    groups
}

/// Returns the noun of a module: `ticket` of `ticket` and of `update_ticket`.
fn family(module: &str) -> String {
    const VERBS: [&str; 8] = [
        "create_", "update_", "list_", "get_", "add_", "edit_", "replace_", "patch_",
    ];
    let noun = VERBS
        .iter()
        .find_map(|verb| module.strip_prefix(verb))
        .unwrap_or(module);
    singular(noun)
}

/// Returns the member of a group that names most of its values in words.
fn best_names(group: &[&(Key, TypeDef)]) -> Enum {
    let shapes = group.iter().filter_map(|(_, def)| match &def.kind {
        TypeKind::Enum(shape) => Some(shape),
        _ => None,
    });
    // `max_by_key` keeps the last of equals; reversed, that is the first of the group.
    let best = shapes.rev().max_by_key(|shape| named_values(shape));
    best.cloned().unwrap_or(Enum {
        variants: Vec::new(),
    })
}

/// Counts the values whose name is not made from a number.
fn named_values(shape: &Enum) -> usize {
    let is_named =
        |variant: &&Variant| variant.ident.is_some() || matches!(variant.value, Value::Text(_));
    shape.variants.iter().filter(is_named).count()
}

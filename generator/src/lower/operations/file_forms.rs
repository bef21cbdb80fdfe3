//! Structs that are sent as a form with files: their files become such.
//!
//! A schema that serves as JSON elsewhere stays what it is there, and has a second type for the form. Invariant: a type
//! with files in it is the body of operations and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::draft::{Form, Key, Parts, RequestContent, TypeDef, TypeKind, TypeRef};
use crate::lower::names::for_each_reference;
use crate::model::{FileCount, FileProperty, Primitive};

/// Turns the properties of forms that are files into such.
pub(in crate::lower) fn mark_files(parts: &mut Parts) {
    let held = held_elsewhere(parts);
    let mut replacements: BTreeMap<Key, Key> = BTreeMap::new();
    let mut types = std::mem::take(&mut parts.types);
    for form in file_forms(parts) {
        let Some(key) = struct_key(&types, &form.ty, 0) else {
            continue;
        };
        let replacement = replacements.entry(key.clone()).or_insert_with(|| {
            if held.contains(&key) {
                add_copy(&mut types, &key, &form.files)
            } else {
                change(&mut types, &key, &form.files);
                key
            }
        });
        form.ty = TypeRef::Named(replacement.clone());
    }
    parts.types = types;
    drop_inner(parts, &replacements);
}

/// Omits the types inside of forms that their files have replaced, and that nothing else has.
fn drop_inner(parts: &mut Parts, forms: &BTreeMap<Key, Key>) {
    let is_inside = |key: &Key| {
        let mut forms = forms.keys();
        forms.any(|form| {
            key.strip_prefix(&**form)
                .is_some_and(|rest| rest.starts_with('/'))
        })
    };
    loop {
        let mut held = BTreeSet::new();
        for_each_reference(parts, &mut |ty| {
            if let TypeRef::Named(key) = ty {
                held.insert(key.clone());
            }
        });
        let before = parts.types.len();
        parts
            .types
            .retain(|(key, _)| held.contains(key) || !is_inside(key));
        if parts.types.len() == before {
            return;
        }
    }
}

/// Returns the bodies that are forms with files.
fn file_forms(parts: &mut Parts) -> impl Iterator<Item = &mut Form> {
    let resources = parts.resources.iter_mut();
    let operations = resources.flat_map(|resource| &mut resource.operations);
    operations.filter_map(|operation| match &mut operation.body.as_mut()?.content {
        RequestContent::Form(form) if !form.files.is_empty() => Some(form),
        _ => None,
    })
}

/// Returns the types that are somewhere else than right in the body of a form with files.
fn held_elsewhere(parts: &mut Parts) -> BTreeSet<Key> {
    let mut held = BTreeSet::new();
    let bodies: Vec<TypeRef> = file_forms(parts)
        .map(|form| std::mem::replace(&mut form.ty, TypeRef::Json))
        .collect();
    for_each_reference(parts, &mut |ty| {
        if let TypeRef::Named(key) = ty {
            held.insert(key.clone());
        }
    });
    for (form, ty) in file_forms(parts).zip(bodies) {
        form.ty = ty;
    }
    held
}

/// Returns the key of the struct behind a type.
fn struct_key(types: &[(Key, TypeDef)], ty: &TypeRef, depth: usize) -> Option<Key> {
    let TypeRef::Named(key) = ty else { return None };
    let (_, def) = types.iter().find(|(known, _)| known == key)?;
    match &def.kind {
        TypeKind::Struct(_) => Some(key.clone()),
        TypeKind::Alias(ty) if depth < types.len() => struct_key(types, ty, depth + 1),
        _ => None,
    }
}

/// Adds the type of a form beside that of the JSON, and gives its key.
fn add_copy(types: &mut Vec<(Key, TypeDef)>, key: &Key, files: &[FileProperty]) -> Key {
    let form = key.form();
    if let Some(index) = types.iter().position(|(known, _)| known == key) {
        let (_, mut def) = types[index].clone();
        def.name.wire.push_str("Form");
        types.insert(index + 1, (form.clone(), def));
        change(types, &form, files);
    }
    form
}

fn change(types: &mut [(Key, TypeDef)], key: &Key, files: &[FileProperty]) {
    let def = types.iter_mut().find(|(known, _)| known == key);
    let Some(TypeKind::Struct(shape)) = def.map(|(_, def)| &mut def.kind) else {
        return;
    };
    for field in &mut shape.fields {
        let file = files.iter().find(|file| file.wire == field.name.wire);
        // What is absent has no part in the form, so nothing of it is null.
        if let Some(file) = file {
            let one = TypeRef::Primitive(Primitive::File);
            field.default = None;
            field.limits = Vec::new();
            field.ty = match file.count {
                FileCount::One => one,
                FileCount::Many => TypeRef::List(Box::new(one)),
            };
        }
    }
}

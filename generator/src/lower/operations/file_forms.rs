//! Structs that are sent as a form with files: their files become such.
//!
//! A schema that serves as JSON elsewhere stays what it is there, and has a second type for the form. Invariant: a type
//! with files in it is the body of operations and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Api, FileCount, FileProperty, Form, Primitive, RequestContent, TypeDef, TypeKind, TypeRef,
};

/// Turns the properties of forms that are files into such.
pub(in crate::lower) fn mark_files(api: &mut Api) {
    let held = held_elsewhere(api);
    let mut replacements: BTreeMap<String, String> = BTreeMap::new();
    let mut types = std::mem::take(&mut api.types);
    for form in file_forms(api) {
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
    api.types = types;
}

/// The bodies that are forms with files.
fn file_forms(api: &mut Api) -> impl Iterator<Item = &mut Form> {
    let resources = api.resources.iter_mut();
    let operations = resources.flat_map(|resource| &mut resource.operations);
    operations.filter_map(|operation| match &mut operation.body.as_mut()?.content {
        RequestContent::Form(form) if !form.files.is_empty() => Some(form),
        _ => None,
    })
}

/// The types that stand somewhere else than right in the body of a form with files.
fn held_elsewhere(api: &mut Api) -> BTreeSet<String> {
    let mut held = BTreeSet::new();
    let bodies: Vec<TypeRef> = file_forms(api)
        .map(|form| std::mem::replace(&mut form.ty, TypeRef::Json))
        .collect();
    crate::lower::names::for_each_reference(api, &mut |ty| {
        if let TypeRef::Named(key) = ty {
            held.insert(key.clone());
        }
    });
    for (form, ty) in file_forms(api).zip(bodies) {
        form.ty = ty;
    }
    held
}

/// The key of the struct behind a type.
fn struct_key(types: &[TypeDef], ty: &TypeRef, depth: usize) -> Option<String> {
    let TypeRef::Named(key) = ty else { return None };
    let def = types.iter().find(|def| def.name.ident == *key)?;
    match &def.kind {
        TypeKind::Struct(_) => Some(key.clone()),
        TypeKind::Alias(ty) if depth < types.len() => struct_key(types, ty, depth + 1),
        _ => None,
    }
}

/// Adds the type of a form beside that of the JSON, and gives its key.
fn add_copy(types: &mut Vec<TypeDef>, key: &str, files: &[FileProperty]) -> String {
    let form = format!("{key}/form");
    if let Some(index) = types.iter().position(|def| def.name.ident == key) {
        let mut def = types[index].clone();
        def.name.ident.clone_from(&form);
        def.name.wire.push_str("Form");
        types.insert(index + 1, def);
        change(types, &form, files);
    }
    form
}

fn change(types: &mut [TypeDef], key: &str, files: &[FileProperty]) {
    let def = types.iter_mut().find(|def| def.name.ident == key);
    let Some(TypeKind::Struct(shape)) = def.map(|def| &mut def.kind) else {
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

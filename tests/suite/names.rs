//! A model → every name in it that callers write, one line each.
//!
//! Invariant: the order of the description does not show.

use std::collections::BTreeSet;

use generator::model::{Api, Operation, RequestContent, Resource, TypeDef, TypeKind};

/// Returns the names of an API's types, fields, variants, modules, methods and arguments, with their types.
pub(crate) fn of(api: &Api) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    api.types.iter().for_each(|def| of_type(def, &mut names));
    for resource in &api.resources {
        let Resource {
            name,
            handle,
            operations,
            ..
        } = resource;
        names.insert(format!("client.{}() -> {handle}", name.ident));
        for operation in operations {
            of_operation(handle, operation, &mut names);
        }
    }
    for variable in api.servers.iter().flat_map(|server| &server.variables) {
        names.insert(format!("builder.{}()", variable.name.ident));
    }
    names
}

fn of_type(def: &TypeDef, names: &mut BTreeSet<String>) {
    let name = format!("models::{}::{}", def.module, def.name.ident);
    match &def.kind {
        TypeKind::Struct(shape) => {
            for field in &shape.fields {
                let (ident, presence, ty) = (&field.name.ident, field.presence, &field.ty);
                names.insert(format!("{name}.{ident}: {presence:?} {ty:?}"));
            }
            names.insert(format!("{name}: {:?} {:?}", def.usage, shape.additional));
        }
        TypeKind::Enum(shape) => {
            for variant in &shape.variants {
                names.insert(format!("{name}::{} = {:?}", variant.ident, variant.value));
            }
        }
        TypeKind::Union(shape) => {
            for part in &shape.alternatives {
                let (ident, ty, tags) = (&part.name.ident, &part.ty, &part.tags);
                names.insert(format!("{name}::{ident}({ty:?}) {tags:?}"));
            }
        }
        TypeKind::Alias(ty) => {
            names.insert(format!("{name} = {ty:?}"));
        }
    }
}

fn of_operation(handle: &str, operation: &Operation, names: &mut BTreeSet<String>) {
    let name = format!("{handle}::{}", operation.name.ident);
    let body = operation
        .body
        .as_ref()
        .map(|body| (body.presence, in_order(&body.content)));
    names.insert(format!(
        "{name} -> {}: {:?}",
        operation.builder, operation.output
    ));
    names.insert(format!("{name}(body: {body:?})"));
    for parameter in &operation.parameters {
        let (ident, presence, ty) = (&parameter.name.ident, parameter.presence, &parameter.ty);
        names.insert(format!("{name}({ident}: {presence:?} {ty:?})"));
    }
}

/// Returns a body with the fields of a form sorted by name.
fn in_order(content: &RequestContent) -> RequestContent {
    let mut content = content.clone();
    if let RequestContent::Form(form) = &mut content {
        form.files.sort();
        form.layout
            .parts
            .sort_by(|left, right| left.wire.cmp(&right.wire));
    }
    content
}

//! Parts of the model → the types that they name.
//!
//! Invariant: what is emitted for a part names no other type of the description.

use std::collections::BTreeSet;

use crate::model::{
    KeyContent, Operation, Payload, Query, RequestContent, Resource, TypeDef, TypeKind, TypeRef,
    Webhook,
};

/// Returns the types that a type is made of.
pub(super) fn of_type(def: &TypeDef) -> BTreeSet<String> {
    match &def.kind {
        TypeKind::Struct(shape) => {
            let fields = shape.fields.iter().map(|field| &field.ty);
            named(fields.chain(shape.additional.iter().map(|additional| &additional.ty)))
        }
        TypeKind::Union(shape) => named(shape.alternatives.iter().map(|part| &part.ty)),
        TypeKind::Alias(ty) => named([ty]),
        TypeKind::Enum(_) => BTreeSet::new(),
    }
}

/// Returns the types that the conditions of a query take.
pub(super) fn of_query(query: &Query) -> BTreeSet<String> {
    named(query.fields.iter().map(|field| &field.ty))
}

/// Returns the types that a webhook brings.
pub(super) fn of_webhook(webhook: &Webhook) -> BTreeSet<String> {
    match &webhook.payload {
        Payload::Json(ty) => named([ty]),
        Payload::Keys(keys) => {
            let values = keys.keys.iter().filter_map(|key| match &key.content {
                KeyContent::Value(ty) => Some(ty),
                KeyContent::Changes => None,
            });
            named(values)
        }
    }
}

/// Returns the types that the requests of a resource name, with that of its records, and the query types.
pub(super) fn of_resource(resource: &Resource) -> (BTreeSet<String>, BTreeSet<String>) {
    let operations = || resource.operations.iter();
    let queries = operations().flat_map(|operation| &operation.parameters);
    let queries = queries.filter_map(|parameter| parameter.query.clone());
    let mut types = named(operations().flat_map(types));
    types.extend(resource.records.clone());
    (types, queries.collect())
}

/// Returns the types that an operation takes and gives.
fn types(operation: &Operation) -> impl Iterator<Item = &TypeRef> {
    let parameters = operation.parameters.iter();
    let plain = parameters.filter(|parameter| parameter.query.is_none());
    let body = operation.body.iter().map(|body| &body.content);
    plain
        .map(|parameter| &parameter.ty)
        .chain(body.filter_map(RequestContent::ty))
        .chain(operation.output.types())
        .chain(operation.stream.iter().map(|stream| &stream.item))
        .chain(
            operation
                .pagination
                .iter()
                .map(|pagination| &pagination.item),
        )
        .chain(operation.poll.iter().map(|poll| &poll.answer))
}

fn named<'t>(types: impl IntoIterator<Item = &'t TypeRef>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for ty in types {
        ty.visit_named(&mut |name| {
            names.insert(name.to_owned());
        });
    }
    names
}

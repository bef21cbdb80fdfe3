//! Every use of a type in the model, wherever it is.
//!
//! Invariant: renaming or replacing types misses none.

use crate::lower::draft::{
    KeyContent, Operation, Parts, Payload, ResponseContent, TypeKind, TypeRef,
};

/// Calls `visit` with every use of a type, innermost last.
pub(in crate::lower) fn for_each_reference(
    parts: &mut Parts,
    visit: &mut impl FnMut(&mut TypeRef),
) {
    for (_, def) in &mut parts.types {
        match &mut def.kind {
            TypeKind::Struct(shape) => {
                for field in &mut shape.fields {
                    descend(&mut field.ty, visit);
                }
                if let Some(additional) = &mut shape.additional {
                    descend(&mut additional.ty, visit);
                }
            }
            TypeKind::Union(shape) => {
                for alternative in &mut shape.alternatives {
                    descend(&mut alternative.ty, visit);
                }
            }
            TypeKind::Alias(ty) => descend(ty, visit),
            TypeKind::Enum(_) => {}
        }
    }
    for field in parts.queries.iter_mut().flat_map(|query| &mut query.fields) {
        descend(&mut field.ty, visit);
    }
    for webhook in &mut parts.webhooks {
        match &mut webhook.payload {
            Payload::Json(ty) => descend(ty, visit),
            Payload::Keys(keys) => {
                for key in &mut keys.keys {
                    if let KeyContent::Value(ty) = &mut key.content {
                        descend(ty, visit);
                    }
                }
            }
        }
    }
    for operation in parts
        .resources
        .iter_mut()
        .flat_map(|resource| &mut resource.operations)
    {
        for ty in in_operation(operation) {
            descend(ty, visit);
        }
    }
}

/// Returns every use of a type in an operation, as a whole.
fn in_operation(operation: &mut Operation) -> impl Iterator<Item = &mut TypeRef> {
    let parameters = operation
        .parameters
        .iter_mut()
        .map(|parameter| &mut parameter.ty);
    let body = operation
        .body
        .iter_mut()
        .filter_map(|body| body.content.ty_mut());
    let responses = operation.responses.iter_mut().flat_map(|response| {
        let whole = response
            .content
            .iter_mut()
            .filter_map(ResponseContent::ty_mut);
        let items = response.stream.iter_mut().map(|stream| &mut stream.item);
        whole.chain(items)
    });
    let streamed = operation.stream.iter_mut().map(|stream| &mut stream.item);
    let output = operation.output.types_mut();
    let item = operation
        .pagination
        .iter_mut()
        .map(|pagination| &mut pagination.item);
    let told = operation.poll.iter_mut().map(|poll| &mut poll.answer);
    parameters
        .chain(body)
        .chain(responses)
        .chain(output)
        .chain(streamed)
        .chain(item)
        .chain(told)
}

fn descend(ty: &mut TypeRef, visit: &mut impl FnMut(&mut TypeRef)) {
    visit(ty);
    match ty {
        TypeRef::List(inner)
        | TypeRef::Map(inner)
        | TypeRef::Nullable(inner)
        | TypeRef::Boxed(inner) => descend(inner, visit),
        TypeRef::Primitive(_) | TypeRef::Named(_) | TypeRef::FreeForm | TypeRef::Json => {}
    }
}

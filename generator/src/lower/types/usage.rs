//! Usage of types: sent, received or both.
//!
//! Invariant: what a sent type holds is sent, and what a received type holds is received.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::draft::{
    Key, KeyContent, Operation, Parts, Payload, ResponseContent, TypeDef, TypeKind, TypeRef,
    Webhook,
};
use crate::model::Usage;

/// Fills in [`TypeDef::usage`].
pub(in crate::lower) fn mark_directions(parts: &mut Parts) {
    let (sent, received) = directions(parts);
    for (key, def) in &mut parts.types {
        let directions = (sent.contains(key.as_ref()), received.contains(key.as_ref()));
        def.usage = match directions {
            (true, true) => Usage::Both,
            (true, false) => Usage::Request,
            (false, true) => Usage::Response,
            (false, false) => Usage::Unused,
        };
    }
}

/// The types that are sent or received, by key.
pub(in crate::lower) fn reached(parts: &Parts) -> BTreeSet<String> {
    let (mut sent, received) = directions(parts);
    sent.extend(received);
    sent
}

/// The types that are sent, and those that are received.
fn directions(parts: &Parts) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut sent = Vec::new();
    let mut received = Vec::new();
    for operation in parts
        .resources
        .iter()
        .flat_map(|resource| &resource.operations)
    {
        roots(operation, &mut sent, &mut received);
    }
    for field in parts.queries.iter().flat_map(|query| &query.fields) {
        field.ty.visit_named(&mut |key| sent.push(key.to_owned()));
    }
    for webhook in &parts.webhooks {
        webhook_roots(webhook, &mut received);
    }
    (reach(&parts.types, sent), reach(&parts.types, received))
}

/// Collects the types that an operation itself sends and receives.
fn roots(operation: &Operation, sent: &mut Vec<String>, received: &mut Vec<String>) {
    let mut note = |ty: &TypeRef| ty.visit_named(&mut |key| sent.push(key.to_owned()));
    for parameter in &operation.parameters {
        note(&parameter.ty);
    }
    if let Some(ty) = operation.body.as_ref().and_then(|body| body.content.ty()) {
        note(ty);
    }
    for response in &operation.responses {
        let whole = response.content.as_ref().and_then(ResponseContent::ty);
        let item = response.stream.as_ref().map(|stream| &stream.item);
        for ty in whole.into_iter().chain(item) {
            ty.visit_named(&mut |key| received.push(key.to_owned()));
        }
    }
}

/// Collects the types that a webhook itself contains.
fn webhook_roots(webhook: &Webhook, received: &mut Vec<String>) {
    let mut note = |ty: &TypeRef| ty.visit_named(&mut |key| received.push(key.to_owned()));
    match &webhook.payload {
        Payload::Json(ty) => note(ty),
        Payload::Keys(keys) => {
            for key in &keys.keys {
                if let KeyContent::Value(ty) = &key.content {
                    note(ty);
                }
            }
        }
    }
}

/// Returns everything that the types in `open` hold, themselves included.
fn reach(types: &[(Key, TypeDef)], mut open: Vec<String>) -> BTreeSet<String> {
    let by_key: BTreeMap<&str, &TypeDef> =
        types.iter().map(|(key, def)| (key.as_ref(), def)).collect();
    let mut reached = BTreeSet::new();
    while let Some(key) = open.pop() {
        if let Some(def) = by_key.get(key.as_str()) {
            held_by(def, &mut |inner| {
                if !reached.contains(inner) {
                    open.push(inner.to_owned());
                }
            });
        }
        reached.insert(key);
    }
    reached
}

/// Calls `visit` with the key of every type that a type holds.
pub(super) fn held_by<'a>(def: &'a TypeDef, visit: &mut impl FnMut(&'a str)) {
    match &def.kind {
        TypeKind::Struct(shape) => {
            for field in &shape.fields {
                field.ty.visit_named(visit);
            }
            if let Some(additional) = &shape.additional {
                additional.ty.visit_named(visit);
            }
        }
        TypeKind::Union(shape) => {
            for alternative in &shape.alternatives {
                alternative.ty.visit_named(visit);
            }
        }
        TypeKind::Alias(ty) => ty.visit_named(visit),
        TypeKind::Enum(_) => {}
    }
}

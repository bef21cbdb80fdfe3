//! Identifiers of what has functions of its own: query types with their fields, webhooks with their keys.
//!
//! Invariant: as in `assign`, the outcome depends on the set of names, not on their order.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    case::{Kind, identifier},
    free::claim,
    reserved::{query_functions, webhook_methods, webhook_types},
};
use crate::model::{Api, Payload, Query, Webhook};

/// Gives query types and their fields identifiers, and lets parameters name them.
pub(super) fn queries(api: &mut Api, taken: &mut BTreeSet<String>) {
    let mut order: Vec<&mut Query> = api.queries.iter_mut().collect();
    order.sort_by(|left, right| left.name.wire.cmp(&right.name.wire));
    let mut idents = BTreeMap::new();
    for query in order {
        query.name.ident = claim(identifier(&query.name.wire, Kind::Type), "Search", taken);
        idents.insert(query.name.wire.clone(), query.name.ident.clone());
        let mut taken = query_functions();
        let mut order: Vec<_> = query.fields.iter_mut().collect();
        order.sort_by(|left, right| left.name.wire.cmp(&right.name.wire));
        for field in order {
            let ident = identifier(&field.name.ident, Kind::Function);
            field.name.ident = claim(ident, "_field", &mut taken);
        }
    }
    let operations = api
        .resources
        .iter_mut()
        .flat_map(|resource| &mut resource.operations);
    for parameter in operations.flat_map(|operation| &mut operation.parameters) {
        if let Some(ident) = parameter.query.as_ref().and_then(|wire| idents.get(wire)) {
            parameter.query = Some(ident.clone());
        }
    }
}

/// Gives webhooks the name of a type where they have one of their own, and of a function elsewhere.
pub(super) fn webhooks(webhooks: &mut [Webhook], taken: &mut BTreeSet<String>) {
    let mut functions = BTreeSet::new();
    taken.extend(webhook_types().map(str::to_owned));
    let mut order: Vec<&mut Webhook> = webhooks.iter_mut().collect();
    order.sort_by(|left, right| left.name.wire.cmp(&right.name.wire));
    for webhook in order {
        let name = &mut webhook.name;
        let Payload::Keys(keys) = &mut webhook.payload else {
            let ident = identifier(&format!("parse {}", name.wire), Kind::Function);
            name.ident = claim(ident, "_webhook", &mut functions);
            continue;
        };
        name.ident = claim(identifier(&name.wire, Kind::Type), "Webhook", taken);
        let mut taken = webhook_methods();
        let mut order: Vec<_> = keys.keys.iter_mut().collect();
        order.sort_by(|left, right| left.name.wire.cmp(&right.name.wire));
        for key in order {
            let ident = identifier(&key.name.ident, Kind::Function);
            key.name.ident = claim(ident, "_key", &mut taken);
        }
    }
}

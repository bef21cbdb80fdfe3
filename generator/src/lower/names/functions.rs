//! Identifiers of what has functions of its own: query types with their fields, webhooks with their keys.

use super::{
    case::{Kind, identifier},
    claims::{Namespace, Wish, preferred},
    link::{Link, Links},
    reserved::{query_functions, webhook_methods, webhook_types},
};
use crate::{
    lower::draft::{self, Key},
    model::{KeyContent, Payload, Query, QueryField, Webhook, WebhookKey, WebhookKeys},
};

/// The query types, which parameters refer to by `links`.
pub(super) fn queries(
    drafts: Vec<draft::Query>,
    links: &mut Links,
    types: &mut Namespace,
) -> Vec<Query> {
    let idents = types.assign(drafts.iter().map(|draft| {
        let wire = draft.name.wire.clone();
        let ident = identifier(&wire, Kind::Type);
        (wire, Wish::new(ident, "Search"))
    }));
    let mut queries = Vec::new();
    for (draft, ident) in drafts.into_iter().zip(idents) {
        links.insert(Key::query(&draft.name.wire), ident.clone());
        queries.push(Query {
            name: draft.name.with(ident),
            docs: draft.docs,
            longest: draft.longest,
            fields: query_fields(draft.fields, links),
            custom_fields: draft.custom_fields,
        });
    }
    queries
}

fn query_fields(drafts: Vec<draft::QueryField>, links: &Links) -> Vec<QueryField> {
    let names = drafts.iter().map(|draft| &draft.name);
    let idents = functions(names, "_field", Namespace::beside(query_functions()));
    let fields = drafts.into_iter().zip(idents);
    fields
        .map(|(draft, ident)| QueryField {
            name: draft.name.with(ident),
            ty: draft.ty.linked(links),
            comparison: draft.comparison,
            null: draft.null,
            docs: draft.docs,
        })
        .collect()
}

/// The webhooks under the name of a type where they have one of their own, and of a function elsewhere.
pub(super) fn webhooks(
    drafts: Vec<draft::Webhook>,
    links: &Links,
    types: &mut Namespace,
) -> Vec<Webhook> {
    types.reserve(webhook_types().map(str::to_owned));
    let own_type = |draft: &draft::Webhook| matches!(draft.payload, draft::Payload::Keys(_));
    let wire = |draft: &draft::Webhook| draft.name.wire.clone();
    let own_types = types.assign(drafts.iter().filter(|draft| own_type(draft)).map(|draft| {
        let ident = identifier(&draft.name.wire, Kind::Type);
        (wire(draft), Wish::new(ident, "Webhook"))
    }));
    let functions = drafts.iter().filter(|draft| !own_type(draft)).map(|draft| {
        let ident = identifier(&format!("parse {}", draft.name.wire), Kind::Function);
        (wire(draft), Wish::new(ident, "_webhook"))
    });
    let functions = Namespace::default().assign(functions);
    let (mut own_types, mut functions) = (own_types.into_iter(), functions.into_iter());
    let webhooks = drafts.into_iter().filter_map(|draft| {
        let (ident, payload) = match draft.payload {
            draft::Payload::Json(ty) => (functions.next()?, Payload::Json(ty.linked(links))),
            draft::Payload::Keys(keys) => {
                (own_types.next()?, Payload::Keys(webhook_keys(keys, links)))
            }
        };
        Some(Webhook {
            name: draft.name.with(ident),
            docs: draft.docs,
            payload,
            pointer: draft.pointer,
        })
    });
    webhooks.collect()
}

fn webhook_keys(draft: draft::WebhookKeys, links: &Links) -> WebhookKeys {
    let names = draft.keys.iter().map(|key| &key.name);
    let idents = functions(names, "_key", Namespace::beside(webhook_methods()));
    let keys = draft.keys.into_iter().zip(idents);
    WebhookKeys {
        envelope: draft.envelope,
        keys: keys
            .map(|(draft, ident)| WebhookKey {
                name: draft.name.with(ident),
                aliases: draft.aliases,
                content: match draft.content {
                    draft::KeyContent::Value(ty) => KeyContent::Value(ty.linked(links)),
                    draft::KeyContent::Changes => KeyContent::Changes,
                },
                docs: draft.docs,
            })
            .collect(),
        custom_fields: draft.custom_fields,
    }
}

/// The identifiers of functions of one type, assigned by the names in the description.
fn functions<'n>(
    names: impl Iterator<Item = &'n draft::Name>,
    suffix: &'static str,
    mut namespace: Namespace,
) -> Vec<String> {
    namespace.assign(names.map(|name| {
        let ident = identifier(preferred(name), Kind::Function);
        (&name.wire, Wish::new(ident, suffix))
    }))
}

//! Identifiers of what has functions of its own: query types with their fields, webhooks with their keys.

use std::collections::BTreeSet;

use super::{
    case::{NameKind, identifier},
    claims::{Namer, Namespace, Wish, preferred},
    link::{Link, Links},
    reserved::{custom_functions, query_functions, webhook_methods, webhook_types},
};
use crate::{
    lower::draft::{self, Key},
    model::{FieldOwner, KeyContent, Payload, Query, QueryField, Webhook, WebhookKey, WebhookKeys},
};

/// The table of query types, by their names in the description.
pub(super) const QUERIES: &str = "queries";

/// The table of webhooks, by their names in the description.
pub(super) const WEBHOOKS: &str = "webhooks";

/// Returns the identifiers that query types want.
pub(super) fn query_wishes(drafts: &[draft::Query]) -> Vec<(String, Wish)> {
    let wishes = drafts.iter().map(|draft| {
        let wire = &draft.name.wire;
        let ident = identifier(wire, NameKind::Type);
        (wire.clone(), Wish::new(wire, ident, "Search"))
    });
    wishes.collect()
}

/// Returns the query types, which parameters refer to by `links`.
pub(super) fn queries(
    drafts: Vec<draft::Query>,
    links: &mut Links,
    types: &mut Namespace,
    namer: &mut Namer<'_>,
) -> Vec<Query> {
    let idents = namer.assign(types, QUERIES, query_wishes(&drafts));
    let mut queries = Vec::new();
    for (draft, ident) in drafts.into_iter().zip(idents) {
        links.insert(Key::query(&draft.name.wire), ident.clone());
        let name = &draft.name.wire;
        let (service, account): (Vec<_>, Vec<_>) = draft
            .fields
            .into_iter()
            .partition(|field| field.owner == FieldOwner::Service);
        let taken = query_functions();
        let mut fields = query_fields(
            &format!("functions of {name}"),
            taken,
            service,
            links,
            namer,
        );
        let taken = custom_functions();
        let table = format!("custom functions of {name}");
        fields.extend(query_fields(&table, taken, account, links, namer));
        queries.push(Query {
            name: draft.name.with(ident),
            docs: draft.docs,
            longest: draft.longest,
            fields,
            custom_fields: draft.custom_fields,
        });
    }
    queries
}

fn query_fields(
    table: &str,
    taken: BTreeSet<String>,
    drafts: Vec<draft::QueryField>,
    links: &Links,
    namer: &mut Namer<'_>,
) -> Vec<QueryField> {
    let mut namespace = Namespace::beside(taken);
    let idents = namer.assign(
        &mut namespace,
        table,
        wishes(drafts.iter().map(|draft| &draft.name), "_field"),
    );
    let fields = drafts.into_iter().zip(idents);
    fields
        .map(|(draft, ident)| QueryField {
            name: draft.name.with(ident),
            owner: draft.owner,
            ty: draft.ty.linked(links),
            comparison: draft.comparison,
            null: draft.null,
            docs: draft.docs,
        })
        .collect()
}

/// Returns the identifiers that webhooks want which have a type of their own.
pub(super) fn webhook_wishes(drafts: &[draft::Webhook]) -> Vec<(String, Wish)> {
    let drafts = drafts.iter().filter(|draft| has_own_type(draft));
    let wishes = drafts.map(|draft| {
        let wire = &draft.name.wire;
        let ident = identifier(wire, NameKind::Type);
        (wire.clone(), Wish::new(wire, ident, "Webhook"))
    });
    wishes.collect()
}

fn has_own_type(draft: &draft::Webhook) -> bool {
    matches!(draft.payload, draft::Payload::Keys(_))
}

/// Returns the webhooks under the name of a type where they have one of their own, and of a function elsewhere.
pub(super) fn webhooks(
    drafts: Vec<draft::Webhook>,
    links: &Links,
    types: &mut Namespace,
    namer: &mut Namer<'_>,
) -> Vec<Webhook> {
    types.reserve(webhook_types().map(str::to_owned));
    let own_types = namer.assign(types, WEBHOOKS, webhook_wishes(&drafts));
    let functions = drafts.iter().filter(|draft| !has_own_type(draft));
    let wishes = functions.map(|draft| {
        let wire = &draft.name.wire;
        let ident = identifier(&format!("parse {wire}"), NameKind::Function);
        (wire.clone(), Wish::new(wire, ident, "_webhook"))
    });
    let mut namespace = Namespace::default();
    let functions = namer.assign(&mut namespace, "webhook functions", wishes.collect());
    let (mut own_types, mut functions) = (own_types.into_iter(), functions.into_iter());
    let webhooks = drafts.into_iter().filter_map(|draft| {
        let (ident, payload) = match draft.payload {
            draft::Payload::Json(ty) => (functions.next()?, Payload::Json(ty.linked(links))),
            draft::Payload::Keys(keys) => (
                own_types.next()?,
                Payload::Keys(webhook_keys(&draft.name.wire, keys, links, namer)),
            ),
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

fn webhook_keys(
    webhook: &str,
    draft: draft::WebhookKeys,
    links: &Links,
    namer: &mut Namer<'_>,
) -> WebhookKeys {
    let mut namespace = Namespace::beside(webhook_methods());
    let table = format!("keys of {webhook}");
    let idents = namer.assign(
        &mut namespace,
        &table,
        wishes(draft.keys.iter().map(|key| &key.name), "_key"),
    );
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

/// Returns the identifiers that functions of one type want, by the names in the description.
fn wishes<'n>(
    names: impl Iterator<Item = &'n draft::Name>,
    suffix: &'static str,
) -> Vec<(&'n String, Wish)> {
    let wishes = names.map(|name| {
        let ident = identifier(preferred(name), NameKind::Function);
        let wish = Wish::new(&name.wire, ident, suffix).chosen_by(name);
        (&name.wire, wish)
    });
    wishes.collect()
}

//! Searches and webhooks.

use generator::model::{
    Comparison, FieldOwner, KeyContent, NullTest, Payload, Query, QueryField, TypeRef, Webhook,
    WebhookKey, WebhookKeys,
};

use super::types;
use super::walk::{Nothing, Told, Walk};

pub(super) fn query(walk: &mut Walk, query: &mut Query) {
    let Query {
        name,
        docs,
        longest,
        fields,
        custom_fields,
    } = query;
    walk.name(["Query.name.wire", "Query.name.ident"], Told, name);
    walk.docs("Query.docs", docs);
    walk.option("Query.longest", Told, longest, || 7);
    walk.at("Query.longest", Told, || *longest = Some(7));
    walk.list("Query.fields", [Told, Nothing], fields);
    for field in fields {
        let QueryField {
            name,
            owner,
            ty,
            comparison,
            null,
            docs,
        } = field;
        walk.name(
            ["QueryField.name.wire", "QueryField.name.ident"],
            Told,
            name,
        );
        walk.at("QueryField.owner", Told, || {
            *owner = match owner {
                FieldOwner::Service => FieldOwner::Account,
                FieldOwner::Account => FieldOwner::Service,
            };
        });
        types::other(walk, "QueryField.ty", ty);
        walk.at("QueryField.comparison", Told, || {
            *comparison = match comparison {
                Comparison::Equal => Comparison::Ordered,
                Comparison::Ordered => Comparison::Equal,
            };
        });
        walk.at("QueryField.null", Told, || {
            *null = match null {
                NullTest::Allowed => NullTest::Refused,
                NullTest::Refused => NullTest::Allowed,
            };
        });
        walk.docs("QueryField.docs", docs);
    }
    walk.option("Query.custom_fields", Told, custom_fields, String::new);
    walk.at("Query.custom_fields", Told, || {
        *custom_fields = Some("other_".to_owned());
    });
}

pub(super) fn webhook(walk: &mut Walk, webhook: &mut Webhook) {
    let Webhook {
        name,
        docs,
        payload,
        pointer,
    } = webhook;
    walk.name(["Webhook.name.wire", "Webhook.name.ident"], Told, name);
    walk.docs("Webhook.docs", docs);
    match payload {
        Payload::Json(ty) => types::other(walk, "Payload::Json", ty),
        Payload::Keys(keys) => self::keys(walk, keys),
    }
    walk.at("Webhook.payload", Told, || {
        *payload = Payload::Json(TypeRef::List(Box::new(TypeRef::Json)));
    });
    walk.text("Webhook.pointer", Nothing, pointer);
}

fn keys(walk: &mut Walk, keys: &mut WebhookKeys) {
    let WebhookKeys {
        envelope,
        keys,
        custom_fields,
    } = keys;
    walk.option("WebhookKeys.envelope", Told, envelope, String::new);
    walk.list("WebhookKeys.keys", [Told, Nothing], keys);
    for key in keys {
        let WebhookKey {
            name,
            aliases,
            content,
            docs,
        } = key;
        walk.name(
            ["WebhookKey.name.wire", "WebhookKey.name.ident"],
            Told,
            name,
        );
        walk.list("WebhookKey.aliases", [Told, Told], aliases);
        walk.at("WebhookKey.aliases", Told, || {
            aliases.push("more".to_owned());
        });
        match content {
            KeyContent::Value(ty) => types::other(walk, "KeyContent::Value", ty),
            KeyContent::Changes => walk.at("KeyContent::Changes", Told, || {
                *content = KeyContent::Value(TypeRef::Json);
            }),
        }
        walk.docs("WebhookKey.docs", docs);
    }
    walk.option(
        "WebhookKeys.custom_fields",
        Told,
        custom_fields,
        String::new,
    );
}

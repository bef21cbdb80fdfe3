//! `webhooks`: what the service sends by itself.
//!
//! Invariant: a webhook becomes a type and a way to read it, or a warning says why it does not.

use std::collections::BTreeMap;

use openapiv3::{OpenAPI, PathItem, ReferenceOr};
use serde_json::{Map, Value};

use crate::lower::{
    Lowering, mapping::Mapping, operations::responses::Media, place::Place,
    service::resources::operations,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::{Docs, KeyContent, Name, Payload, ResponseContent, Webhook, WebhookKey, WebhookKeys},
    source::escape,
};

const MEMBERS: [&str; 3] = ["envelope", "custom-fields", "keys"];

const KEY_MEMBERS: [&str; 6] = [
    "name",
    "aliases",
    "x-rust-name",
    "description",
    "schema",
    "notation",
];

/// The webhooks of a description, by name, in its order.
pub(in crate::lower) type Described = Vec<(String, PathItem)>;

/// Gives the webhooks their types, which `openapiv3` does not know, and reports those that have none.
pub(in crate::lower) fn read(description: &OpenAPI) -> (Described, Diagnostics) {
    let webhooks = description.extensions.get("x-webhooks");
    let none = Map::new();
    let members = webhooks.and_then(Value::as_object).unwrap_or(&none);
    let mut described = Vec::new();
    let mut diagnostics = Diagnostics::default();
    for (name, item) in members {
        let at = format!("/webhooks/{}", escape(name));
        match serde_json::from_value(item.clone()) {
            Ok(ReferenceOr::Item(item)) => described.push((name.clone(), item)),
            Ok(ReferenceOr::Reference { .. }) => diagnostics.push(
                Diagnostic::error(
                    "unresolved-reference",
                    "references to webhooks are not followed",
                )
                .at(at)
                .help("write the webhook here"),
            ),
            Err(error) => diagnostics.push(
                Diagnostic::error(
                    "unsupported-shape",
                    format!("the webhook cannot be read: {error}"),
                )
                .at(at),
            ),
        }
    }
    (described, diagnostics)
}

impl<'d> Lowering<'d> {
    pub(in crate::lower) fn webhooks(&mut self, described: &'d Described) -> Vec<Webhook> {
        let mut webhooks = Vec::new();
        for (key, item) in described {
            let several = operations(item).count() > 1;
            for (method, operation) in operations(item) {
                let verb = method.as_str().to_lowercase();
                let pointer = format!("/webhooks/{}/{verb}", escape(key));
                let name = if several {
                    format!("{verb} {key}")
                } else {
                    key.clone()
                };
                webhooks.extend(self.webhook(name, pointer, operation));
            }
        }
        self.check_names(&webhooks);
        webhooks
    }

    fn webhook(
        &mut self,
        name: String,
        pointer: String,
        operation: &'d openapiv3::Operation,
    ) -> Option<Webhook> {
        let payload = match operation.extensions.get("x-webhook") {
            Some(keys) => Payload::Keys(self.webhook_keys(keys, format!("{pointer}/x-webhook"))?),
            None => self.payload(&name, &pointer, operation)?,
        };
        Some(Webhook {
            name: Name {
                wire: name,
                ident: String::new(),
            },
            docs: Docs {
                summary: operation.summary.clone(),
                description: operation.description.clone(),
            },
            payload,
            pointer,
        })
    }

    fn payload(
        &mut self,
        name: &str,
        pointer: &str,
        operation: &'d openapiv3::Operation,
    ) -> Option<Payload> {
        let body = match operation.request_body.as_ref() {
            None => None,
            Some(ReferenceOr::Item(item)) => Some((item, format!("{pointer}/requestBody"))),
            Some(ReferenceOr::Reference { reference }) => {
                let found = self.components.request_body(reference);
                if found.is_none() {
                    self.unresolved(reference, &format!("{pointer}/requestBody"));
                    return None;
                }
                found.map(|(item, at)| (item, at.trim_start_matches('#').to_owned()))
            }
        };
        let content = body.and_then(|(body, at)| {
            let media = Media::preferred(&body.content)?;
            let place: Place = media.place(&at, &format!("{name} payload"));
            Some(self.content(&media, &place))
        });
        if let Some(ResponseContent::Json(ty)) = content {
            return Some(Payload::Json(ty));
        }
        let message = "the webhook has no body of JSON, so there is nothing to read";
        self.warn("unsupported-webhooks", message, pointer);
        None
    }

    fn webhook_keys(&mut self, value: &'d Value, at: String) -> Option<WebhookKeys> {
        let mapping = self.mapping(value, at, &MEMBERS)?;
        let mut keys: Vec<WebhookKey> = Vec::new();
        for (item, at) in self.items(&mapping, "keys") {
            let Some(key) = self.webhook_key(item, at.clone()) else {
                continue;
            };
            if keys.iter().any(|known| known.name.wire == key.name.wire) {
                let message = format!("the key `{}` stands here twice", key.name.wire);
                self.wrong_extension(&message, "remove one of them", &at);
                continue;
            }
            keys.push(key);
        }
        Some(WebhookKeys {
            envelope: self.text(&mapping, "envelope").map(str::to_owned),
            keys,
            custom_fields: self.text(&mapping, "custom-fields").map(str::to_owned),
        })
    }

    fn webhook_key(&mut self, item: &'d Value, at: String) -> Option<WebhookKey> {
        let mapping = self.mapping(item, at, &KEY_MEMBERS)?;
        let wire = self.required_text(&mapping, "name");
        let ident = self.text(&mapping, "x-rust-name");
        let aliases = self.aliases(&mapping);
        let docs = self.extension_docs(&mapping);
        let content = match self.text(&mapping, "notation") {
            None => self.scalar(&mapping, "schema").map(KeyContent::Value),
            Some("changes") => Some(KeyContent::Changes),
            Some(_) => {
                let at = mapping.place("notation");
                let help = "the only notation is `changes`, which is `{field:{from:1,to:2}}`";
                self.wrong_extension("this notation is not known", help, &at);
                None
            }
        };
        let wire = wire?;
        Some(WebhookKey {
            name: Name {
                wire: wire.to_owned(),
                // Until identifiers are allotted, the name that they are made from.
                ident: ident.unwrap_or(wire).to_owned(),
            },
            aliases,
            content: content?,
            docs,
        })
    }

    fn aliases(&mut self, mapping: &Mapping<'d>) -> Vec<String> {
        let mut aliases = Vec::new();
        for (item, at) in self.items(mapping, "aliases") {
            match item.as_str() {
                Some(alias) => aliases.push(alias.to_owned()),
                None => self.wrong_extension("this is no name", "write a text", &at),
            }
        }
        aliases
    }

    /// Reports two webhooks of one name, which two methods of two others can lead to.
    fn check_names(&mut self, webhooks: &[Webhook]) {
        let mut known: BTreeMap<&str, &str> = BTreeMap::new();
        for webhook in webhooks {
            if known.insert(&webhook.name.wire, &webhook.pointer).is_some() {
                let message = format!("another webhook is called `{}` too", webhook.name.wire);
                self.wrong_extension(
                    &message,
                    "call one of them something else",
                    &webhook.pointer,
                );
            }
        }
    }
}

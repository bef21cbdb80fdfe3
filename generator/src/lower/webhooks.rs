//! `webhooks`: what the service sends by itself.
//!
//! Invariant: a webhook becomes a type and a way to read it, or a warning says why it does not.

use openapiv3::{OpenAPI, PathItem, ReferenceOr};
use serde_json::{Map, Value};

use crate::lower::draft::{
    KeyContent, Name, Payload, ResponseContent, Webhook, WebhookKey, WebhookKeys,
};
use crate::lower::{
    operations::{builder::OperationBuilder, media::Media},
    path_item::operations,
    place::Place,
    reporter::Reporter,
};
use crate::{
    diagnostics::{Diagnostic, Subject},
    model::Docs,
    source::{
        escape,
        extension::{self, Found, Notation, Text, Webhook as Keys, WebhookKey as Key},
    },
};

/// The webhooks of a description, by name, in its order.
pub(super) type Described = Vec<(String, PathItem)>;

/// Gives the webhooks their types, which `openapiv3` does not know, and reports those that have none.
pub(super) fn read(description: &OpenAPI, reporter: &Reporter) -> Described {
    let webhooks = description.extensions.get("x-webhooks");
    let none = Map::new();
    let members = webhooks.and_then(Value::as_object).unwrap_or(&none);
    let mut described = Vec::new();
    for (name, item) in members {
        let error = match serde_json::from_value(item.clone()) {
            Ok(ReferenceOr::Item(item)) => {
                described.push((name.clone(), item));
                continue;
            }
            Ok(ReferenceOr::Reference { .. }) => Diagnostic::error(
                "unresolved-reference",
                "references to webhooks are not followed",
            )
            .help("write the webhook here"),
            Err(error) => Diagnostic::error(
                "unsupported-shape",
                format!("the webhook cannot be read: {error}"),
            ),
        };
        let error = error.at(format!("/webhooks/{}", escape(name)));
        reporter.about(Subject::Webhook(name.clone()), || reporter.report(error));
    }
    described
}

impl<'d> OperationBuilder<'d> {
    pub(super) fn webhooks(&mut self, described: &'d Described) -> Vec<Webhook> {
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
                let reporter = &self.context.reporter;
                let webhook = reporter.about(Subject::Webhook(key.clone()), || {
                    let webhook = self.webhook(name, pointer, operation)?;
                    self.check_name(&webhook, &webhooks);
                    Some(webhook)
                });
                webhooks.extend(webhook);
            }
        }
        webhooks
    }

    fn webhook(
        &mut self,
        name: String,
        pointer: String,
        operation: &'d openapiv3::Operation,
    ) -> Option<Webhook> {
        let keys = self.context.reporter.read(|found| {
            extension::WebhookOperation::read(&operation.extensions, &pointer, found)
        });
        let payload = match keys.webhook {
            Some(keys) => Payload::Keys(self.webhook_keys(&keys)),
            None => self.payload(&name, &pointer, operation)?,
        };
        Some(Webhook {
            name: Name::derived(name),
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
            Some(ReferenceOr::Item(item)) => Some((item, format!("{pointer}/requestBody"), None)),
            Some(ReferenceOr::Reference { reference }) => {
                let found = self.context.components.request_body(reference);
                if found.is_none() {
                    self.context
                        .unresolved(reference, &format!("{pointer}/requestBody"));
                    return None;
                }
                found.map(|found| (found.item, found.at, Some(found.subject)))
            }
        };
        let reporter = &self.context.reporter;
        let content = body.and_then(|(body, at, component)| {
            let media = Media::preferred(&body.content, &self.context.components)?;
            let place: Place = media.place(&at, &format!("{name} payload"));
            Some(reporter.about(component, || self.content(&media, &place)))
        });
        if let Some(ResponseContent::Json(ty)) = content {
            return Some(Payload::Json(ty));
        }
        let message = "the webhook has no JSON body, so there is nothing to read";
        self.context
            .reporter
            .warn("unsupported-webhooks", message, pointer);
        None
    }

    fn webhook_keys(&mut self, found: &Found<Keys<'d>>) -> WebhookKeys {
        let Found { value, at, .. } = found;
        let mut keys: Vec<WebhookKey> = Vec::new();
        for (index, key) in value.keys.iter().enumerate() {
            let at = format!("{at}/keys/{index}");
            let Text(name) = key.name;
            if keys.iter().any(|known| known.name.wire == name) {
                let message = format!("duplicate key `{name}`");
                self.context
                    .reporter
                    .wrong_extension(message, "remove one of them", &at);
                continue;
            }
            keys.extend(self.webhook_key(key, &at));
        }
        WebhookKeys {
            envelope: value.envelope.map(String::from),
            keys,
            custom_fields: value.custom_fields.map(String::from),
        }
    }

    fn webhook_key(&mut self, key: &Key<'d>, at: &str) -> Option<WebhookKey> {
        let content = match (key.notation, key.schema) {
            (Some(Notation::Changes), _) => KeyContent::Changes,
            (None, Some(schema)) => {
                KeyContent::Value(self.types.scalar(schema, &format!("{at}/schema"))?)
            }
            (None, None) => {
                let help = "add a line `schema: …`, or `notation: changes`";
                self.context
                    .reporter
                    .wrong_extension("`schema` is missing here", help, at);
                return None;
            }
        };
        Some(WebhookKey {
            name: Name {
                wire: key.name.into(),
                ident: key.rust_name.map(String::from),
            },
            aliases: key.aliases.iter().copied().map(String::from).collect(),
            content,
            docs: Docs::described(key.description.map(String::from)),
        })
    }

    /// Reports a webhook with the name of another one, which two methods of two others can lead to.
    fn check_name(&self, webhook: &Webhook, others: &[Webhook]) {
        let name = &webhook.name.wire;
        if others.iter().any(|other| other.name.wire == *name) {
            self.context.reporter.wrong_extension(
                format!("another webhook is called `{name}` too"),
                "call one of them something else",
                &webhook.pointer,
            );
        }
    }
}

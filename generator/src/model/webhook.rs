//! Webhooks: requests that the service sends.

use super::{Assigned, Docs, Name, Stage, TypeRef};

/// A call that the service makes to a receiver.
#[derive(Clone, Debug, PartialEq)]
pub struct Webhook<S: Stage = Assigned> {
    /// The name in the description, and that of the function that reads it, or of the type where it has one of its own.
    pub name: Name<S>,
    /// The description's texts.
    pub docs: Docs,
    /// Content of the body.
    pub payload: Payload<S>,
    /// JSON pointer to the webhook in the description.
    pub pointer: String,
}

/// Content of the body of a webhook.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload<S: Stage = Assigned> {
    /// JSON of this type.
    Json(TypeRef<S>),
    /// JSON object whose keys an administrator has chosen.
    Keys(WebhookKeys<S>),
}

/// The keys that a webhook may have.
#[derive(Clone, Debug, PartialEq)]
pub struct WebhookKeys<S: Stage = Assigned> {
    /// The member of the body that holds them. `None`: the body itself does.
    pub envelope: Option<String>,
    /// Those that are known, in the order of the description.
    pub keys: Vec<WebhookKey<S>>,
    /// Prefix of the keys of custom fields. `None`: there are no custom fields.
    pub custom_fields: Option<String>,
}

/// A key that is known.
#[derive(Clone, Debug, PartialEq)]
pub struct WebhookKey<S: Stage = Assigned> {
    /// Its name, and that of the method that reads it.
    pub name: Name<S>,
    /// Its other names; the first that has a value counts.
    pub aliases: Vec<String>,
    /// Content of the key.
    pub content: KeyContent<S>,
    /// The description's text.
    pub docs: Docs,
}

/// Content of a key of a payload.
#[derive(Clone, Debug, PartialEq)]
pub enum KeyContent<S: Stage = Assigned> {
    /// A value of this type: a primitive or an enum.
    Value(TypeRef<S>),
    /// Changes, in the notation `{field:{from:1,to:2}}`.
    Changes,
}

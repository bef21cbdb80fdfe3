//! The model before names are assigned.
//!
//! Invariant: nothing in it is an identifier. A name holds what a person preferred, and a type is referred to by its
//! place.

use std::ops::Deref;

use crate::model::{self, Stage};

/// The stage of the model in which names are collected.
#[derive(Clone, Copy, Debug, PartialEq, Hash)]
pub(super) struct Draft;

impl Stage for Draft {
    /// The preferred name. `None`: the rule makes one of the name in the description.
    type Ident = Option<String>;
    type Link = Key;
}

/// Key of a type: the JSON pointer of its schema, or the name of a query type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key(String);

impl Key {
    /// Returns the key of the type of a schema.
    pub(super) fn schema(pointer: &str) -> Self {
        Self(pointer.to_owned())
    }

    /// Returns the key of the type of a form, beside that of the same schema as JSON.
    pub(super) fn form(&self) -> Self {
        Self(format!("{}/form", self.0))
    }

    /// The key of the type of a patch, beside that of the same schema as a whole.
    pub(super) fn patch(&self) -> Self {
        Self(format!("{}/patch", self.0))
    }

    /// Returns the key of a query type.
    pub(super) fn query(name: &str) -> Self {
        Self(format!("query {name}"))
    }
}

impl AsRef<str> for Key {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Deref for Key {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

pub(super) type AdditionalProperties = model::AdditionalProperties<Draft>;
pub(super) type Alternative = model::Alternative<Draft>;
pub(super) type ByStatus = model::ByStatus<Draft>;
pub(super) type Enum = model::Enum<Draft>;
pub(super) type Field = model::Field<Draft>;
pub(super) type Form = model::Form<Draft>;
pub(super) type ItemStream = model::ItemStream<Draft>;
pub(super) type KeyContent = model::KeyContent<Draft>;
pub(super) type Name = model::Name<Draft>;
pub(super) type Operation = model::Operation<Draft>;
pub(super) type Output = model::Output<Draft>;
pub(super) type Pagination = model::Pagination<Draft>;
pub(super) type Parameter = model::Parameter<Draft>;
pub(super) type Payload = model::Payload<Draft>;
pub(super) type Poll = model::Poll<Draft>;
pub(super) type Query = model::Query<Draft>;
pub(super) type QueryField = model::QueryField<Draft>;
pub(super) type RequestBody = model::RequestBody<Draft>;
pub(super) type RequestContent = model::RequestContent<Draft>;
pub(super) type Resource = model::Resource<Draft>;
pub(super) type Response = model::Response<Draft>;
pub(super) type ResponseContent = model::ResponseContent<Draft>;
pub(super) type StatusBody = model::StatusBody<Draft>;
pub(super) type Struct = model::Struct<Draft>;
pub(super) type TypeDef = model::TypeDef<Draft>;
pub(super) type TypeKind = model::TypeKind<Draft>;
pub(super) type TypeRef = model::TypeRef<Draft>;
pub(super) type Union = model::Union<Draft>;
pub(super) type Variant = model::Variant<Draft>;
pub(super) type Webhook = model::Webhook<Draft>;
pub(super) type WebhookKey = model::WebhookKey<Draft>;
pub(super) type WebhookKeys = model::WebhookKeys<Draft>;

/// Everything that gets a name, and that refers to what does.
#[derive(Clone)]
pub(super) struct Parts {
    /// The types with their keys, in the order in which they were found.
    pub(super) types: Vec<(Key, TypeDef)>,
    pub(super) resources: Vec<Resource>,
    pub(super) queries: Vec<Query>,
    pub(super) webhooks: Vec<Webhook>,
}

impl Name {
    /// Returns a name that a rule makes of the spelling in the description.
    pub(super) fn derived(wire: impl Into<String>) -> Self {
        Self {
            wire: wire.into(),
            ident: None,
        }
    }

    /// Returns the name with its identifier.
    pub(super) fn with(self, ident: String) -> model::Name {
        model::Name {
            wire: self.wire,
            ident,
        }
    }
}

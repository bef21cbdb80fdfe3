//! `webhooks.rs`: what the service sends by itself, and how a receiver reads it.
//!
//! Invariant: reading fails with an error or gives a value, whatever the body is.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    docs::{Doc, code},
    file::{Chunk, invocation},
    types::{ident, rust_type},
};
use crate::model::{
    Api, KeyContent, Package, Payload, Primitive, TypeRef, Webhook, WebhookKey, WebhookKeys,
};

const GUIDE: &str = "Authenticate the sender before you read the body. [`Secret::matches`] compares a header with a \
    shared secret, in constant time; without a secret, anyone who finds the address can send \
    requests.";

/// Returns the module that they are in.
pub(super) fn webhooks(api: &Api) -> Vec<Chunk> {
    let docs = Doc::at(0)
        .own("Webhooks of the service, and functions that read them.")
        .own(GUIDE)
        .inner();
    let head = quote! {
        #docs
        pub use crate::runtime::webhook::*;
    };
    let items = api
        .webhooks
        .iter()
        .flat_map(|webhook| match &webhook.payload {
            Payload::Json(ty) => vec![Chunk::Tokens(function(webhook, ty, &api.package))],
            Payload::Keys(keys) => keyed(webhook, keys, &api.package),
        });
    std::iter::once(Chunk::Tokens(head)).chain(items).collect()
}

/// ```text
/// /// A ticket was created. …
/// pub fn parse_ticket_created(body: &[u8]) -> Result<Ticket, DecodeError> { codec::decode(body) }
/// ```
fn function(webhook: &Webhook, ty: &TypeRef, package: &Package) -> TokenStream {
    let name = &webhook.name.ident;
    let call = format!(
        "let event = {}::webhooks::{name}(body)?;",
        package.library_name()
    );
    let docs = described(webhook)
        .own("Reads the body of this webhook. Never panics, whatever is in it.")
        .own("# Errors")
        .own("If the body does not match the description.")
        .own("# Examples")
        .verbatim(example([call]))
        .outer();
    let (name, ty) = (ident(name), rust_type(ty));
    quote! {
        #docs
        pub fn #name(body: &[u8]) -> std::result::Result<#ty, crate::runtime::DecodeError> {
            crate::runtime::codec::decode(body)
        }
    }
}

/// ```text
/// pub struct TicketEvent { keys: JsonObject }
/// impl TicketEvent { pub fn ticket_id(&self) -> Result<Option<i64>, DecodeError> { … } }
/// crate::webhook_keys!(TicketEvent, Some("webhook"));
/// ```
fn keyed(webhook: &Webhook, keys: &WebhookKeys, package: &Package) -> Vec<Chunk> {
    let docs = described(webhook)
        .own(
            "The keys are configured in the webhook, so each of them may be missing: an absent, \
             null or empty key has no value. A number may be a text.",
        )
        .own("# Examples")
        .verbatim(keys_example(webhook, keys, package))
        .outer();
    let name = ident(&webhook.name.ident);
    let custom = keys.custom_fields.as_deref().map(custom_fields);
    let methods: Vec<TokenStream> = keys.keys.iter().map(method).chain(custom).collect();
    let methods = (!methods.is_empty()).then(|| quote!(impl #name { #(#methods)* }));
    let items = quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        pub struct #name {
            keys: crate::runtime::JsonObject,
        }
        #methods
    };
    let envelope = keys.envelope.as_deref().map_or_else(
        || "None".to_owned(),
        |envelope| format!("Some({})", Literal::string(envelope)),
    );
    let implement = invocation("webhook_keys", &[&webhook.name.ident, &envelope]);
    vec![Chunk::Tokens(items), Chunk::Text(implement)]
}

fn described(webhook: &Webhook) -> Doc {
    let docs = match &webhook.docs.summary {
        Some(summary) => Doc::at(0).sentence(summary),
        None => Doc::at(0),
    };
    let docs = docs.maybe(webhook.docs.description.as_deref());
    if docs.is_empty() {
        docs.own(&format!("The webhook {}.", code(&webhook.name.wire)))
    } else {
        docs
    }
}

fn keys_example(webhook: &Webhook, keys: &WebhookKeys, package: &Package) -> Vec<String> {
    let library = package.library_name();
    let mut lines = vec![format!(
        "let event = {library}::webhooks::{}::parse(body)?;",
        webhook.name.ident
    )];
    let of_kind = |is_value: bool| {
        let found = keys
            .keys
            .iter()
            .find(|key| matches!(key.content, KeyContent::Value(_)) == is_value);
        found.map(|key| &key.name.ident)
    };
    if let Some(method) = of_kind(true) {
        lines.push(format!("if let Some(value) = event.{method}()? {{"));
        lines.push("    println!(\"{value:?}\");".to_owned());
        lines.push("}".to_owned());
    }
    if let Some(method) = of_kind(false) {
        lines.push(format!(
            "for change in event.{method}().iter().flatten() {{"
        ));
        lines.push(
            "    println!(\"{}: {:?} to {:?}\", change.field, change.from(), change.to());"
                .to_owned(),
        );
        lines.push("}".to_owned());
    }
    example(lines)
}

/// Returns an example around a body that was received.
fn example(code: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut lines = vec![
        "```".to_owned(),
        "# fn example(body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
    ];
    lines.extend(code);
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    lines
}

fn method(key: &WebhookKey) -> TokenStream {
    let name = ident(&key.name.ident);
    let names = std::iter::once(&key.name.wire).chain(&key.aliases);
    let names = quote!(&[#(#names),*]);
    let docs = key_docs(key);
    match &key.content {
        KeyContent::Changes => {
            let docs = docs.outer();
            quote! {
                #docs
                #[must_use]
                pub fn #name(&self) -> std::option::Option<crate::runtime::webhook::Changes> {
                    keys::changes(&self.keys, #names)
                }
            }
        }
        KeyContent::Value(ty) => {
            let is_text = matches!(ty, TypeRef::Primitive(Primitive::Text(_)));
            let read = ident(if is_text { "text" } else { "value" });
            let ty = rust_type(ty);
            let docs = docs
                .own("# Errors")
                .own("If the value has another type.")
                .outer();
            quote! {
                #docs
                pub fn #name(&self) -> std::result::Result<std::option::Option<#ty>, crate::runtime::DecodeError> {
                    keys::#read(&self.keys, #names)
                }
            }
        }
    }
}

fn key_docs(key: &WebhookKey) -> Doc {
    let docs = Doc::at(4).maybe(key.docs.description.as_deref());
    let name = code(&key.name.wire);
    let docs = if docs.is_empty() {
        docs.own(&format!("Returns the value of {name}."))
    } else {
        docs.own(&format!("Key: {name}."))
    };
    let aliases: Vec<String> = key.aliases.iter().map(|alias| code(alias)).collect();
    if aliases.is_empty() {
        docs
    } else {
        let aliases = aliases.join(", ");
        docs.own(&format!(
            "Other names: {aliases}; the first that has a value is used."
        ))
    }
}

fn custom_fields(prefix: &str) -> TokenStream {
    let docs = Doc::at(4)
        .own(&format!(
            "Returns the custom fields: all keys that start with {}, with their values.",
            code(prefix)
        ))
        .outer();
    quote! {
        #docs
        pub fn custom_fields(&self) -> impl std::iter::Iterator<Item = (&str, &crate::runtime::Json)> {
            let keys = self.keys.iter().map(|(key, value)| (key.as_str(), value));
            keys.filter(|(key, _)| key.starts_with(#prefix))
        }
    }
}

/// Returns the first webhook, as a receiver reads it, for the front page.
pub(super) fn front_example(api: &Api) -> Vec<String> {
    let library = api.package.library_name();
    let Some(webhook) = api.webhooks.first() else {
        return Vec::new();
    };
    let name = &webhook.name.ident;
    let read = match &webhook.payload {
        Payload::Json(_) => format!("webhooks::{name}(body)"),
        Payload::Keys(_) => format!("webhooks::{name}::parse(body)"),
    };
    [
        "```",
        &format!("use {library}::webhooks::{{self, Secret}};"),
        "",
        "# fn example(secret: &Secret, header: &[u8], body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {",
        "if !secret.matches(header) {",
        "    return Err(\"answer with 401\".into());",
        "}",
        &format!("let event = {read}?;"),
        "println!(\"{event:?}\");",
        "# Ok(())",
        "# }",
        "```",
    ]
    .map(str::to_owned)
    .to_vec()
}

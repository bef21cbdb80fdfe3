//! `client.rs`: what the runtime's client and its builder know of this API.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    credentials::{authentication, credential_setters, credential_variables},
    docs::{Doc, code},
    features::Features,
    lints::named_like_std,
    literals::optional,
    types::ident,
};
use crate::model::{
    Api, Hint, Package, RateLimitHeaders, Resource, Server, ServerVariable, TimestampPrecision,
};

/// ```text
/// static SERVICE: Service = Service { name: "freshdesk", … };
/// impl Client { pub fn builder() -> ClientBuilder { … } pub fn tickets(&self) -> Tickets { … } }
/// impl ClientBuilder { pub fn domain(self, domain: impl Into<String>) -> Self { … } }
/// ```
pub(super) fn client(features: &Features<'_>, api: &Api) -> TokenStream {
    let docs = Doc::at(0)
        .own("Client of this API: its address, its credentials, its resources.")
        .inner();
    let service = service(api);
    let client = client_methods(features, api);
    let builder = builder_methods(api);
    quote! {
        #docs
        #service
        #client
        #builder
    }
}

fn service(api: &Api) -> TokenStream {
    let name = &api.package.name;
    let user_agent = format!("{name}/{}", api.package.version);
    let environment = api.package.environment_prefix();
    let servers = api
        .servers
        .iter()
        .chain(own_servers(api).filter(|own| !own.variables.is_empty()))
        .map(server);
    let authentication = api.security.iter().map(authentication);
    let rate_limit = rate_limit(api.rate_limit.as_ref());
    let hints = api.hints.iter().map(hint);
    let timestamps = ident(match api.timestamps {
        TimestampPrecision::Full => "Full",
        TimestampPrecision::Seconds => "Seconds",
    });
    quote! {
        static SERVICE: crate::runtime::Service = crate::runtime::Service {
            name: #name,
            user_agent: #user_agent,
            environment: #environment,
            servers: &[#(#servers),*],
            authentication: &[#(#authentication),*],
            rate_limit: #rate_limit,
            hints: &[#(#hints),*],
            timestamps: crate::runtime::TimestampPrecision::#timestamps,
        };
    }
}

fn rate_limit(headers: Option<&RateLimitHeaders>) -> TokenStream {
    let Some(headers) = headers else {
        return quote!(None);
    };
    let total = optional(headers.total.as_deref());
    let remaining = &headers.remaining;
    let used = optional(headers.used.as_deref());
    let seconds = Literal::u64_unsuffixed(headers.window_seconds);
    quote! {
        Some(crate::runtime::RateLimitHeaders {
            total: #total,
            remaining: #remaining,
            used: #used,
            window: std::time::Duration::from_secs(#seconds),
        })
    }
}

fn hint(hint: &Hint) -> TokenStream {
    let status = Literal::u16_unsuffixed(hint.status);
    let code = optional(hint.code.as_deref());
    let text = &hint.text;
    quote!(crate::runtime::Hint { status: #status, code: #code, text: #text })
}

/// Returns the servers that single operations have, each once.
fn own_servers(api: &Api) -> impl Iterator<Item = &Server> {
    let operations = api
        .resources
        .iter()
        .flat_map(|resource| &resource.operations);
    let mut known: Vec<&Server> = Vec::new();
    for server in operations.filter_map(|operation| operation.server.as_ref()) {
        if !known.contains(&server) {
            known.push(server);
        }
    }
    known.into_iter()
}

/// Returns `Server { url: "https://{domain}.example.com", … }`
pub(super) fn server(server: &Server) -> TokenStream {
    let url = &server.url;
    let description = one_line(server.docs.description.as_deref());
    let variables = server.variables.iter().map(variable);
    quote! {
        crate::runtime::Server { url: #url, description: #description, variables: &[#(#variables),*] }
    }
}

fn variable(variable: &ServerVariable) -> TokenStream {
    let name = &variable.name.wire;
    let default = optional(variable.default.as_deref());
    let values = &variable.values;
    let description = one_line(variable.docs.description.as_deref());
    quote! {
        crate::runtime::ServerVariable {
            name: #name,
            default: #default,
            values: &[#(#values),*],
            description: #description,
        }
    }
}

fn one_line(text: Option<&str>) -> String {
    text.unwrap_or_default()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn client_methods(features: &Features<'_>, api: &Api) -> TokenStream {
    let builder_docs = Doc::at(4).own("Creates a builder of a client.").outer();
    let environment_docs = environment_docs(api).outer();
    let environment_builder_docs = Doc::at(4)
        .own("Creates a builder with the values of the environment variables of `from_env`.")
        .own("# Errors")
        .own("[`Error::Configuration`] names a variable that is not Unicode.")
        .outer();
    let resources = api.resources.iter();
    let resources = resources.map(|resource| accessor(features, resource));
    quote! {
        impl crate::runtime::Client {
            #builder_docs
            pub fn builder() -> crate::runtime::ClientBuilder {
                crate::runtime::ClientBuilder::new(&SERVICE)
            }
            #environment_docs
            pub fn from_env() -> std::result::Result<Self, crate::runtime::Error> {
                crate::runtime::ClientBuilder::from_env(&SERVICE)?.build()
            }
            #environment_builder_docs
            pub fn builder_from_env() -> std::result::Result<crate::runtime::ClientBuilder, crate::runtime::Error> {
                crate::runtime::ClientBuilder::from_env(&SERVICE)
            }
            #(#resources)*
        }
    }
}

fn environment_docs(api: &Api) -> Doc {
    let prefix = api.package.environment_prefix();
    let mut docs = Doc::at(4).own("Creates a client from environment variables:");
    docs.separate();
    for variable in api
        .servers
        .first()
        .into_iter()
        .flat_map(|server| &server.variables)
    {
        let name = format!("`{}`", server_variable(&api.package, variable));
        docs = docs.item(
            &name,
            variable.docs.description.as_deref().unwrap_or_default(),
        );
    }
    for (suffix, meaning) in credential_variables(api) {
        docs = docs.item(&format!("`{prefix}_{suffix}`"), &meaning);
    }
    docs = docs.item(
        &format!("`{prefix}_BASE_URL`"),
        "another address of the service, such as that of a test server (optional).",
    );
    docs.own("# Errors")
        .own("[`Error::Configuration`] names the variable that is missing or wrong.")
}

/// Returns the environment variable of a server variable.
pub(super) fn server_variable(package: &Package, variable: &ServerVariable) -> String {
    let name = variable
        .name
        .wire
        .replace(|character: char| !character.is_ascii_alphanumeric(), "_");
    format!("{}_{}", package.environment_prefix(), name.to_uppercase())
}

/// ```text
/// /// Manage tickets.
/// pub fn tickets(&self) -> Tickets { Tickets::new(self) }
/// ```
fn accessor(features: &Features<'_>, resource: &Resource) -> TokenStream {
    let docs = Doc::at(4).maybe(resource.docs.description.as_deref());
    let docs = if docs.is_empty() {
        docs.own(&format!(
            "Returns the handle of the operations tagged {}.",
            code(&resource.name.wire)
        ))
    } else {
        docs
    };
    let docs = docs.outer();
    let gate = features.of(resource).attribute();
    let like_std = named_like_std(&resource.name.ident);
    let (name, handle) = (ident(&resource.name.ident), ident(&resource.handle));
    quote! {
        #docs
        #gate
        #like_std
        #[must_use]
        pub fn #name(&self) -> crate::resources::#handle {
            crate::resources::#handle::new(self)
        }
    }
}

/// Setters for what only this API has. `None` when there is nothing to set.
fn builder_methods(api: &Api) -> Option<TokenStream> {
    let mut names: Vec<&str> = Vec::new();
    let mut setters: Vec<TokenStream> = Vec::new();
    let servers = api.servers.iter().chain(own_servers(api));
    for variable in servers.flat_map(|server| &server.variables) {
        if !names.contains(&variable.name.wire.as_str()) {
            names.push(&variable.name.wire);
            setters.push(variable_setter(variable));
        }
    }
    setters.extend(credential_setters(api));
    (!setters.is_empty()).then(|| quote!(impl crate::runtime::ClientBuilder { #(#setters)* }))
}

fn variable_setter(variable: &ServerVariable) -> TokenStream {
    let (wire, name) = (&variable.name.wire, ident(&variable.name.ident));
    let docs = Doc::at(4).maybe(variable.docs.description.as_deref());
    let docs = if docs.is_empty() {
        docs.own(&format!("The part `{wire}` of the address."))
    } else {
        docs
    };
    let docs = docs.outer();
    quote! {
        #docs
        pub fn #name(self, #name: impl std::convert::Into<std::string::String>) -> Self {
            self.server_variable(#wire, #name)
        }
    }
}

//! `client.rs`: what the runtime's client and its builder know of this API.

use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    docs::{Doc, code},
    features::{Features, Scope},
    imports::line,
    types::ident,
};
use crate::{
    model::{Api, ApiKeyLocation, Resource, SecurityScheme, Server, ServerVariable},
    settings::{Hint, Settings},
};

/// ```text
/// static SERVICE: Service = Service { name: "freshdesk", … };
/// impl Client { pub fn builder() -> ClientBuilder { … } pub fn tickets(&self) -> Tickets { … } }
/// impl ClientBuilder { pub fn domain(self, domain: impl Into<String>) -> Self { … } }
/// ```
pub(super) fn client(features: &Features<'_>, api: &Api, settings: &Settings) -> TokenStream {
    let docs = Doc::at(0)
        .own("What this API adds to the client: its address, its credentials, its resources.")
        .inner();
    let handles = handles(features, api);
    let runtime = line(&quote!(crate::runtime), &runtime_names(api, settings));
    let duration = settings.rate_limit.as_ref().map(|_| {
        quote!(
            use std::time::Duration;
        )
    });
    let service = service(api, settings);
    let client = client_methods(features, api, settings);
    let builder = builder_methods(api, settings);
    quote! {
        #docs
        #duration
        #handles
        #runtime
        #service
        #client
        #builder
    }
}

/// A line for all handles that need the same.
fn handles(features: &Features<'_>, api: &Api) -> TokenStream {
    let mut by_scope: BTreeMap<Scope, Vec<&str>> = BTreeMap::new();
    for resource in &api.resources {
        let names = by_scope.entry(features.of(resource)).or_default();
        names.push(&resource.handle);
    }
    let lines = by_scope.into_iter().filter_map(|(scope, mut names)| {
        names.sort_unstable();
        let (gate, line) = (scope.attribute(), line(&quote!(crate::resources), &names)?);
        Some(quote!(#gate #line))
    });
    quote!(#(#lines)*)
}

fn runtime_names(api: &Api, settings: &Settings) -> Vec<&'static str> {
    let has_key = |scheme: &SecurityScheme| matches!(scheme, SecurityScheme::ApiKey { .. });
    let mut names = vec!["Client", "ClientBuilder", "Error", "Service"];
    if !api.security.is_empty() {
        names.extend(["Authentication", "Credentials"]);
    }
    if api.security.iter().any(has_key) {
        names.push("ApiKeyLocation");
    }
    if !api.servers.is_empty() {
        names.push("Server");
    }
    if api
        .servers
        .iter()
        .any(|server| !server.variables.is_empty())
    {
        names.push("ServerVariable");
    }
    if settings.rate_limit.is_some() {
        names.push("RateLimitHeaders");
    }
    if !settings.hints.is_empty() {
        names.push("Hint");
    }
    names.sort_unstable();
    names
}

fn service(api: &Api, settings: &Settings) -> TokenStream {
    let name = settings.name();
    let user_agent = format!("{name}/{}", settings.package.version);
    let environment = environment(settings);
    let servers = api
        .servers
        .iter()
        .map(|described| server(described, settings));
    let authentication = api
        .security
        .iter()
        .map(|scheme| authentication(scheme, settings));
    let rate_limit = rate_limit(settings);
    let hints = settings.hints.iter().map(hint);
    quote! {
        static SERVICE: Service = Service {
            name: #name,
            user_agent: #user_agent,
            environment: #environment,
            servers: &[#(#servers),*],
            authentication: &[#(#authentication),*],
            rate_limit: #rate_limit,
            hints: &[#(#hints),*],
        };
    }
}

fn rate_limit(settings: &Settings) -> TokenStream {
    let Some(headers) = &settings.rate_limit else {
        return quote!(None);
    };
    let total = optional(headers.total.as_deref());
    let remaining = &headers.remaining;
    let used = optional(headers.used.as_deref());
    let seconds = Literal::u64_unsuffixed(headers.window_seconds);
    quote! {
        Some(RateLimitHeaders {
            total: #total,
            remaining: #remaining,
            used: #used,
            window: Duration::from_secs(#seconds),
        })
    }
}

fn hint(hint: &Hint) -> TokenStream {
    let status = Literal::u16_unsuffixed(hint.status);
    let code = optional(hint.code.as_deref());
    let text = &hint.text;
    quote!(Hint { status: #status, code: #code, text: #text })
}

/// What the names of environment variables start with.
fn environment(settings: &Settings) -> String {
    settings.library_name().to_uppercase()
}

fn server(server: &Server, settings: &Settings) -> TokenStream {
    let url = &server.url;
    let description = one_line(server.docs.description.as_deref());
    let variables = server
        .variables
        .iter()
        .map(|described| variable(described, settings));
    quote! {
        Server { url: #url, description: #description, variables: &[#(#variables),*] }
    }
}

fn variable(variable: &ServerVariable, settings: &Settings) -> TokenStream {
    let name = &variable.name.wire;
    let is_required = settings.server.required_variables.contains(name);
    let default = optional((!is_required).then_some(variable.default.as_str()));
    let values = &variable.values;
    let description = one_line(variable.docs.description.as_deref());
    quote! {
        ServerVariable {
            name: #name,
            default: #default,
            values: &[#(#values),*],
            description: #description,
        }
    }
}

fn optional(text: Option<&str>) -> TokenStream {
    text.map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}

fn one_line(text: Option<&str>) -> String {
    text.unwrap_or_default()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

pub(super) fn authentication(scheme: &SecurityScheme, settings: &Settings) -> TokenStream {
    match scheme {
        SecurityScheme::Basic { .. } => {
            let password = optional(settings.authentication.api_key_password.as_deref());
            quote!(Authentication::Basic { password: #password })
        }
        SecurityScheme::Bearer { .. } => quote!(Authentication::Bearer),
        SecurityScheme::ApiKey { location, name, .. } => {
            let location = ident(match location {
                ApiKeyLocation::Header => "Header",
                ApiKeyLocation::Query => "Query",
                ApiKeyLocation::Cookie => "Cookie",
            });
            quote!(Authentication::ApiKey { location: ApiKeyLocation::#location, name: #name })
        }
    }
}

fn client_methods(features: &Features<'_>, api: &Api, settings: &Settings) -> TokenStream {
    let builder_docs = Doc::at(4)
        .own("Starts the configuration of a client.")
        .outer();
    let environment_docs = environment_docs(api, settings).outer();
    let resources = api.resources.iter();
    let resources = resources.map(|resource| accessor(features, resource));
    quote! {
        impl Client {
            #builder_docs
            pub fn builder() -> ClientBuilder {
                ClientBuilder::new(&SERVICE)
            }
            #environment_docs
            pub fn from_env() -> Result<Self, Error> {
                ClientBuilder::from_env(&SERVICE)?.build()
            }
            #(#resources)*
        }
    }
}

fn environment_docs(api: &Api, settings: &Settings) -> Doc {
    let prefix = environment(settings);
    let mut docs = Doc::at(4).own("A client that is configured by environment variables:");
    docs.separate();
    for variable in api
        .servers
        .first()
        .into_iter()
        .flat_map(|server| &server.variables)
    {
        let name = format!("`{}`", server_variable(settings, variable));
        docs = docs.item(
            &name,
            variable.docs.description.as_deref().unwrap_or_default(),
        );
    }
    for (suffix, meaning) in credential_variables(api, settings) {
        docs = docs.item(&format!("`{prefix}_{suffix}`"), meaning);
    }
    docs = docs.item(
        &format!("`{prefix}_BASE_URL`"),
        "another address of the service, such as that of a test server (optional).",
    );
    docs.own("# Errors")
        .own("[`Error::Configuration`] names the variable that is missing or wrong.")
}

/// The environment variable of a server variable.
pub(super) fn server_variable(settings: &Settings, variable: &ServerVariable) -> String {
    let name = variable
        .name
        .wire
        .replace(|character: char| !character.is_ascii_alphanumeric(), "_");
    format!("{}_{}", environment(settings), name.to_uppercase())
}

/// The variables that hold credentials, and what they hold.
pub(super) fn credential_variables(
    api: &Api,
    settings: &Settings,
) -> Vec<(&'static str, &'static str)> {
    let mut variables = Vec::new();
    for scheme in &api.security {
        let more: &[(&str, &str)] = match scheme {
            SecurityScheme::Basic { .. } if settings.authentication.api_key_password.is_none() => {
                &[
                    ("USERNAME", "the user name."),
                    ("PASSWORD", "the password."),
                ]
            }
            SecurityScheme::Basic { .. } | SecurityScheme::ApiKey { .. } => {
                &[("API_KEY", "the API key.")]
            }
            SecurityScheme::Bearer { .. } => &[("TOKEN", "the access token.")],
        };
        for variable in more {
            if !variables.contains(variable) {
                variables.push(*variable);
            }
        }
    }
    variables
}

/// ```text
/// /// Manage tickets.
/// pub fn tickets(&self) -> Tickets { Tickets::new(self) }
/// ```
fn accessor(features: &Features<'_>, resource: &Resource) -> TokenStream {
    let docs = Doc::at(4).maybe(resource.docs.description.as_deref());
    let docs = if docs.is_empty() {
        docs.own(&format!(
            "The operations tagged {}.",
            code(&resource.name.wire)
        ))
    } else {
        docs
    };
    let docs = docs.outer();
    let gate = features.of(resource).attribute();
    let (name, handle) = (ident(&resource.name.ident), ident(&resource.handle));
    quote! {
        #docs
        #gate
        #[must_use]
        pub fn #name(&self) -> #handle {
            #handle::new(self)
        }
    }
}

/// Setters for what only this API has. `None` when there is nothing to set.
fn builder_methods(api: &Api, settings: &Settings) -> Option<TokenStream> {
    let mut names: Vec<&str> = Vec::new();
    let mut setters: Vec<TokenStream> = Vec::new();
    for variable in api.servers.iter().flat_map(|server| &server.variables) {
        if !names.contains(&variable.name.wire.as_str()) {
            names.push(&variable.name.wire);
            setters.push(variable_setter(variable));
        }
    }
    setters.extend(credential_setters(api, settings));
    (!setters.is_empty()).then(|| quote!(impl ClientBuilder { #(#setters)* }))
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
        pub fn #name(self, #name: impl Into<String>) -> Self {
            self.server_variable(#wire, #name)
        }
    }
}

fn credential_setters(api: &Api, settings: &Settings) -> Vec<TokenStream> {
    let mut setters = Vec::new();
    let mut names = Vec::new();
    for scheme in &api.security {
        let (name, setter) = credential_setter(scheme, settings);
        if !names.contains(&name) {
            names.push(name);
            setters.push(setter);
        }
    }
    setters
}

fn credential_setter(scheme: &SecurityScheme, settings: &Settings) -> (&'static str, TokenStream) {
    let (SecurityScheme::Basic { docs }
    | SecurityScheme::Bearer { docs }
    | SecurityScheme::ApiKey { docs, .. }) = scheme;
    let text = docs.description.as_deref();
    let docs = |own: &str| Doc::at(4).own(own).maybe(text).outer();
    let has_one_secret = settings.authentication.api_key_password.is_some();
    match scheme {
        SecurityScheme::Bearer { .. } => {
            let docs = docs("Authenticates with an access token.");
            (
                "bearer_token",
                quote! {
                    #docs
                    pub fn bearer_token(self, token: impl Into<String>) -> Self {
                        self.credentials(Credentials::bearer(token))
                    }
                },
            )
        }
        SecurityScheme::Basic { .. } if !has_one_secret => {
            let docs = docs("Authenticates with a user name and a password.");
            (
                "basic_auth",
                quote! {
                    #docs
                    pub fn basic_auth(self, username: impl Into<String>, password: impl Into<String>) -> Self {
                        self.credentials(Credentials::basic(username, password))
                    }
                },
            )
        }
        SecurityScheme::Basic { .. } | SecurityScheme::ApiKey { .. } => {
            let docs = docs("Authenticates with an API key.");
            (
                "api_key",
                quote! {
                    #docs
                    pub fn api_key(self, key: impl Into<String>) -> Self {
                        self.credentials(Credentials::api_key(key))
                    }
                },
            )
        }
    }
}

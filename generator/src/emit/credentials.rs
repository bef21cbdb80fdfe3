//! Credentials: how they travel, as data, and how the client is told them.

use std::fmt;

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    docs::{Doc, code},
    literals::optional,
    types::ident,
};
use crate::model::{Api, ApiKeyLocation, SecurityScheme};

/// Returns `Authentication::Bearer`
pub(super) fn authentication(scheme: &SecurityScheme) -> TokenStream {
    match scheme {
        SecurityScheme::Basic { fixed_password, .. } => {
            let password = optional(fixed_password.as_deref());
            quote!(crate::runtime::Authentication::Basic { password: #password })
        }
        SecurityScheme::Bearer { .. } => quote!(crate::runtime::Authentication::Bearer),
        SecurityScheme::ApiKey { location, name, .. } => {
            let location = ident(match location {
                ApiKeyLocation::Header => "Header",
                ApiKeyLocation::Query => "Query",
                ApiKeyLocation::Cookie => "Cookie",
            });
            quote! {
                crate::runtime::Authentication::ApiKey {
                    location: crate::runtime::ApiKeyLocation::#location,
                    name: #name,
                }
            }
        }
        SecurityScheme::Http { scheme, .. } => {
            quote!(crate::runtime::Authentication::Http { scheme: #scheme })
        }
        SecurityScheme::Anonymous => quote!(crate::runtime::Authentication::Anonymous),
        SecurityScheme::All(schemes) => {
            let all = schemes.iter().map(authentication);
            quote!(crate::runtime::Authentication::All(&[#(#all),*]))
        }
    }
}

/// Returns the variables that hold credentials, and what they hold.
pub(super) fn credential_variables(api: &Api) -> Vec<(String, String)> {
    let mut variables: Vec<(String, String)> = Vec::new();
    for scheme in &api.security {
        let is_alone = !matches!(scheme, SecurityScheme::All(_));
        for part in scheme.each() {
            for variable in variables_of(part, is_alone) {
                if !variables.contains(&variable) {
                    variables.push(variable);
                }
            }
        }
    }
    variables
}

/// Returns the variables of a single way. A key among other credentials has the name of its place.
fn variables_of(scheme: &SecurityScheme, is_alone: bool) -> Vec<(String, String)> {
    let variables: &[(&str, &str)] = match scheme {
        SecurityScheme::ApiKey { name, .. } if !is_alone => {
            let variable = name.replace(|letter: char| !letter.is_ascii_alphanumeric(), "_");
            let meaning = format!("the API key in {}.", code(name));
            return vec![(variable.to_ascii_uppercase(), meaning)];
        }
        SecurityScheme::Basic {
            fixed_password: None,
            ..
        } => &[
            ("USERNAME", "the user name."),
            ("PASSWORD", "the password."),
        ],
        SecurityScheme::Basic { .. }
        | SecurityScheme::ApiKey { .. }
        | SecurityScheme::Http { .. } => &[("API_KEY", "the API key.")],
        SecurityScheme::Bearer { .. } => &[("TOKEN", "the access token.")],
        SecurityScheme::All(_) | SecurityScheme::Anonymous => &[],
    };
    let owned = |(name, meaning): &(&str, &str)| ((*name).to_owned(), (*meaning).to_owned());
    variables.iter().map(owned).collect()
}

/// A way of saying who calls, as the guide and the runtime's messages put it.
pub(super) struct Way {
    /// The values that a builder takes for it: `Credentials::api_key(key)`
    pub(super) values: Vec<String>,
    /// The environment variables.
    pub(super) variables: Vec<String>,
}

impl fmt::Display for Way {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = self.values.join(").credentials(");
        let variables = self.variables.join(" and ");
        write!(
            text,
            "give the builder `.credentials({values})`, or set {variables} in the environment and use `from_env`"
        )
    }
}

/// Returns the ways, as many as the description has, the best first.
pub(super) fn ways(api: &Api) -> Vec<Way> {
    let prefix = api.package.environment_prefix();
    let way = |scheme: &SecurityScheme| {
        let is_alone = !matches!(scheme, SecurityScheme::All(_));
        let parts = scheme.each().iter();
        let variables = parts.clone().flat_map(|part| variables_of(part, is_alone));
        Way {
            values: parts.map(|part| value_of(part, is_alone)).collect(),
            variables: variables
                .map(|(suffix, _)| format!("{prefix}_{suffix}"))
                .collect(),
        }
    };
    let schemes = api.security.iter();
    let schemes = schemes.filter(|scheme| **scheme != SecurityScheme::Anonymous);
    schemes.map(way).collect()
}

/// Returns the code for the value of a single scheme.
fn value_of(scheme: &SecurityScheme, is_alone: bool) -> String {
    match scheme {
        SecurityScheme::ApiKey { name, .. } if !is_alone => {
            format!("Credentials::api_key_in({name:?}, key)")
        }
        SecurityScheme::Basic {
            fixed_password: None,
            ..
        } => "Credentials::basic(username, password)".to_owned(),
        SecurityScheme::Bearer { .. } => "Credentials::bearer(token)".to_owned(),
        SecurityScheme::Basic { .. }
        | SecurityScheme::ApiKey { .. }
        | SecurityScheme::Http { .. }
        | SecurityScheme::Anonymous
        | SecurityScheme::All(_) => "Credentials::api_key(key)".to_owned(),
    }
}

/// Returns the setters of the builder for credentials.
pub(super) fn credential_setters(api: &Api) -> Vec<TokenStream> {
    let mut setters = Vec::new();
    let mut names = Vec::new();
    let several_keys = api.security.iter().any(SecurityScheme::has_several_keys);
    for scheme in api.security.iter().flat_map(SecurityScheme::each) {
        let Some((name, setter)) = credential_setter(scheme) else {
            continue;
        };
        if !names.contains(&name) {
            names.push(name);
            setters.push(setter);
        }
    }
    if several_keys {
        setters.push(named_key_setter(api));
    }
    setters
}

/// ```text
/// pub fn api_key_in(self, name: impl Into<String>, key: impl Into<String>) -> Self { … }
/// ```
fn named_key_setter(api: &Api) -> TokenStream {
    let mut names: Vec<String> = Vec::new();
    for scheme in api.security.iter().flat_map(SecurityScheme::each) {
        if let SecurityScheme::ApiKey { name, .. } = scheme {
            let name = code(name);
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let docs = Doc::at(4)
        .own(&format!(
            "Authenticates with several API keys at once: sets the one that goes into `name`, which is one of {}.",
            names.join(", ")
        ))
        .outer();
    quote! {
        #docs
        pub fn api_key_in(self, name: impl std::convert::Into<std::string::String>, key: impl std::convert::Into<std::string::String>) -> Self {
            self.credentials(crate::runtime::Credentials::api_key_in(name, key))
        }
    }
}

fn credential_setter(scheme: &SecurityScheme) -> Option<(&'static str, TokenStream)> {
    let (SecurityScheme::Basic { docs, .. }
    | SecurityScheme::Bearer { docs }
    | SecurityScheme::ApiKey { docs, .. }
    | SecurityScheme::Http { docs, .. }) = scheme
    else {
        return None;
    };
    let text = docs.description.as_deref();
    let docs = |own: &str| Doc::at(4).own(own).maybe(text).outer();
    let setter = match scheme {
        SecurityScheme::All(_) | SecurityScheme::Anonymous => return None,
        SecurityScheme::Bearer { .. } => {
            let docs = docs("Authenticates with an access token.");
            (
                "bearer_token",
                quote! {
                    #docs
                    pub fn bearer_token(self, token: impl std::convert::Into<std::string::String>) -> Self {
                        self.credentials(crate::runtime::Credentials::bearer(token))
                    }
                },
            )
        }
        SecurityScheme::Basic {
            fixed_password: None,
            ..
        } => {
            let docs = docs("Authenticates with a user name and a password.");
            (
                "basic_auth",
                quote! {
                    #docs
                    pub fn basic_auth(self, username: impl std::convert::Into<std::string::String>, password: impl std::convert::Into<std::string::String>) -> Self {
                        self.credentials(crate::runtime::Credentials::basic(username, password))
                    }
                },
            )
        }
        SecurityScheme::Basic { .. }
        | SecurityScheme::ApiKey { .. }
        | SecurityScheme::Http { .. } => {
            let docs = docs("Authenticates with an API key.");
            (
                "api_key",
                quote! {
                    #docs
                    pub fn api_key(self, key: impl std::convert::Into<std::string::String>) -> Self {
                        self.credentials(crate::runtime::Credentials::api_key(key))
                    }
                },
            )
        }
    };
    Some(setter)
}

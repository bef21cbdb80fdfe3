//! The API → the first program: how a client is made, and the first call.
//!
//! Invariant: the values are examples, with which a client can be made though no service responds to it.

use std::fmt::Write as _;

use super::{
    client::server_variable,
    credentials::credential_variables,
    samples::{first_list, page_size},
};
use crate::model::{Api, Package, SecurityScheme, ServerVariable};

/// An address of a service that has none of its own.
const ADDRESS: &str = "https://api.example.com";

/// Returns the first program, as the lines of a code block.
pub(super) fn start(api: &Api, language: &str) -> Vec<String> {
    let library = api.package.library_name();
    let mut lines = vec![
        format!("```{language}"),
        format!("use {library}::Client;"),
        String::new(),
        format!("# async fn example() -> Result<(), {library}::Error> {{"),
        format!("// From the environment: {}.", variables(api)),
        "let client = Client::from_env()?;".to_owned(),
    ];
    let setters = setters(api);
    if !setters.is_empty() {
        lines.push("// Or by hand:".to_owned());
        lines.push(format!("let client = Client::builder(){setters}.build()?;"));
    }
    lines.extend(first_call(api));
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    if language == "rust" {
        // Outside of rustdoc nobody hides the lines that begin with `# `.
        lines.retain(|line| !line.starts_with("# "));
    }
    lines
}

/// Returns the environment variables that a client is made from.
pub(super) fn variables(api: &Api) -> String {
    let prefix = api.package.environment_prefix();
    let credentials = credential_variables(api).into_iter();
    let names: Vec<String> = server_variables(api)
        .map(|variable| server_variable(&api.package, variable))
        .chain(credentials.map(|(name, _)| format!("{prefix}_{name}")))
        .collect();
    if names.is_empty() {
        format!("{prefix}_BASE_URL")
    } else {
        names.join(", ")
    }
}

/// Returns the variables of the service's address.
pub(super) fn server_variables(api: &Api) -> impl Iterator<Item = &ServerVariable> {
    let server = api.servers.first();
    server.into_iter().flat_map(|server| &server.variables)
}

/// Returns the variables of the service's address with a value for each. What a person has to give has no default that
/// would do, and an empty default is shown only where an address needs more than that.
pub(super) fn example_values(api: &Api) -> impl Iterator<Item = (&ServerVariable, &str)> {
    let server = api.servers.first();
    let variables = server
        .into_iter()
        .flat_map(|server| server.variables.iter().map(move |one| (server, one)));
    variables.filter_map(|(server, variable)| {
        let value = match variable.default.as_deref() {
            None => "acme",
            Some("") => {
                let first = format!("{{{}}}", variable.name.wire);
                server.url.starts_with(&first).then_some(ADDRESS)?
            }
            Some(default) => default,
        };
        Some((variable, value))
    })
}

/// Returns the command that adds the crate to a program: by path without a repository in the settings, as a registry may
/// have another crate of the same name.
pub(super) fn dependency(package: &Package) -> String {
    let name = &package.name;
    match &package.repository {
        Some(url) => format!("cargo add {name} --git {url}"),
        None => format!("cargo add {name} --path path/to/{name}"),
    }
}

/// Returns the required setters of a builder: `.domain("acme").api_key("key")`
pub(super) fn setters(api: &Api) -> String {
    place(api) + &credentials(api)
}

/// Returns the required setters for the service's address: `.domain("acme")`
pub(super) fn place(api: &Api) -> String {
    let mut setters = String::new();
    for (variable, value) in example_values(api) {
        let _ = write!(setters, ".{}({value:?})", variable.name.ident);
    }
    setters
}

/// Returns the setters of the credentials; empty if none are needed.
fn credentials(api: &Api) -> String {
    let first = api.security.first();
    let has_several_keys = first.is_some_and(SecurityScheme::has_several_keys);
    let mut setters = String::new();
    for scheme in first.into_iter().flat_map(SecurityScheme::each) {
        match scheme {
            SecurityScheme::Basic {
                fixed_password: None,
                ..
            } => {
                setters.push_str(".basic_auth(\"user\", \"password\")");
            }
            SecurityScheme::ApiKey { name, .. } if has_several_keys => {
                let _ = write!(setters, ".api_key_in({name:?}, \"key\")");
            }
            SecurityScheme::Basic { .. }
            | SecurityScheme::ApiKey { .. }
            | SecurityScheme::Http { .. } => {
                setters.push_str(".api_key(\"key\")");
            }
            SecurityScheme::Bearer { .. } => setters.push_str(".bearer_token(\"token\")"),
            SecurityScheme::All(_) | SecurityScheme::Anonymous => {}
        }
    }
    setters
}

/// Returns `let tickets = client.tickets().list().per_page(100).await?;`
fn first_call(api: &Api) -> Option<String> {
    let (resource, operation) = first_list(api)?;
    let (resource, method) = (&resource.name.ident, &operation.name.ident);
    let setter = page_size(operation).unwrap_or_default();
    Some(format!(
        "let {resource} = client.{resource}().{method}(){setter}.await?;"
    ))
}

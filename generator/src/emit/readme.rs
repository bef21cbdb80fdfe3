//! `README.md` of the generated crate.

use std::fmt::Write as _;

use super::{
    client::server_variable,
    coverage,
    credentials::credential_variables,
    docs,
    features::Features,
    guide::{Chapter, Guide},
    library::{self, has_all},
    samples::{first_list, page_size},
    types::plain,
};
use crate::{
    model::{Api, Operation, Package, SecurityScheme, ServerVariable},
    tree::MARK,
};

pub(super) fn readme(features: &Features<'_>, api: &Api, guide: &Guide) -> String {
    let name = &api.package.name;
    let mut text = format!("<!-- {MARK}; do not edit. -->\n\n# {name}\n\n");
    let _ = write!(
        text,
        "A Rust client of {} {}: {} in {}.\n\n",
        docs::inline(&api.title),
        docs::inline(&api.version),
        counted(api.operation_count(), "operation"),
        counted(api.resources.len(), "group"),
    );
    let start = start(api, "rust").join("\n");
    let _ = write!(
        text,
        "## Start\n\n```sh\n{}\ncargo add tokio --features macros,rt-multi-thread\n```\n\n{start}\n\n",
        dependency(&api.package)
    );
    text.push_str(
        "Awaiting a request gives the value of the answer; `.send()` gives the answer with its \
         status and headers, and `.raw()` the bytes of its body.\n\n",
    );
    if has(api, |operation| operation.pagination.is_some()) {
        text.push_str(
            "A list comes page by page: `.items()` gives a stream over all of them, `.pages()` the \
             pages, and `.collect_all(limit)` one list.\n\n",
        );
    }
    if has(api, has_all) {
        text.push_str(
            "Where the service gives out only so many pages of a list, `.all()` goes on past the \
             last of them, from the beginning of time unless told otherwise; `.resume_token()` is the \
             place in a walk as text, to go on after a restart.\n\n",
        );
    }
    text.push_str(
        "## Guide\n\nThe chapters are modules of the documentation, which `cargo doc --open` shows, and \
         can be read here:\n\n",
    );
    for Chapter {
        module,
        title,
        summary,
        ..
    } in guide.chapters()
    {
        let _ = writeln!(text, "- [{title}](src/guide/{module}.rs): {summary}");
    }
    text.push_str("\n## Features\n\n");
    let resources = features.explained();
    for feature in library::FEATURES.into_iter().chain(resources.as_deref()) {
        let _ = writeln!(text, "- {feature}");
    }
    if api.resources.is_empty() {
        return text;
    }
    text.push_str("\n## Operations\n\n| group | calls |\n|---|---|\n");
    for resource in &api.resources {
        let calls: Vec<String> = resource
            .operations
            .iter()
            .map(|operation| format!("`{}`", plain(&operation.name.ident)))
            .collect();
        let _ = writeln!(
            text,
            "| `{}()` | {} |",
            resource.name.ident,
            calls.join(", ")
        );
    }
    if let Some(coverage) = coverage::section(api) {
        let _ = write!(text, "\n{coverage}");
    }
    text
}

fn has(api: &Api, holds: impl Fn(&Operation) -> bool) -> bool {
    let mut operations = api
        .resources
        .iter()
        .flat_map(|resource| &resource.operations);
    operations.any(holds)
}

/// `1 group`, `2 groups`
fn counted(count: usize, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}

/// The first program, as the lines of a code block.
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

/// The environment variables that a client is made from.
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

/// The variables of the service's address.
pub(super) fn server_variables(api: &Api) -> impl Iterator<Item = &ServerVariable> {
    let server = api.servers.first();
    server.into_iter().flat_map(|server| &server.variables)
}

/// A value for a variable of the address. What a person has to give has no default that would do.
pub(super) fn example_value(variable: &ServerVariable) -> &str {
    variable.default.as_deref().unwrap_or("acme")
}

/// The command that adds the crate to a program.
pub(super) fn dependency(package: &Package) -> String {
    let name = &package.name;
    match &package.repository {
        Some(url) => format!("cargo add {name} --git {url}"),
        None => format!("cargo add {name}"),
    }
}

/// What a builder has to be told: `.domain("acme").api_key("key")`
pub(super) fn setters(api: &Api) -> String {
    place(api) + &credentials(api)
}

/// What a builder has to be told about the service's address: `.domain("acme")`
pub(super) fn place(api: &Api) -> String {
    let mut setters = String::new();
    for variable in server_variables(api) {
        let value = example_value(variable);
        let _ = write!(setters, ".{}({value:?})", variable.name.ident);
    }
    setters
}

/// The setters of the credentials; empty if none are needed.
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
            SecurityScheme::Basic { .. } | SecurityScheme::ApiKey { .. } => {
                setters.push_str(".api_key(\"key\")");
            }
            SecurityScheme::Bearer { .. } => setters.push_str(".bearer_token(\"token\")"),
            SecurityScheme::All(_) => {}
        }
    }
    setters
}

/// `let tickets = client.tickets().list().per_page(100).await?;`
fn first_call(api: &Api) -> Option<String> {
    let (resource, operation) = first_list(api)?;
    let (resource, method) = (&resource.name.ident, &operation.name.ident);
    let setter = page_size(operation).unwrap_or_default();
    Some(format!(
        "let {resource} = client.{resource}().{method}(){setter}.await?;"
    ))
}

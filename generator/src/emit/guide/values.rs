//! The model → what the pages of the guide are filled with.
//!
//! Invariant: a value that an API has nothing for is not there, and so is not what a page says about it.

use super::{calls, tables, template::Values, types};
use crate::{
    emit::{
        client::server_variable,
        credentials::{self, credential_variables},
        docs,
        features::Features,
        library, readme, webhooks,
    },
    model::{Api, Primitive, QueryField, TypeRef},
};

/// Everything that pages can name.
pub(super) fn values(features: &Features<'_>, api: &Api) -> Values {
    let mut values = Values::new();
    add_crate(features, api, &mut values);
    add_client(api, &mut values);
    add_credentials(api, &mut values);
    add_searches(api, &mut values);
    calls::add(api, &mut values);
    types::add(api, &mut values);
    tables::add(api, &mut values);
    if !api.webhooks.is_empty() {
        let example = webhooks::front_example(api);
        values.insert("webhook", example.join("\n"));
    }
    values
}

/// Adds a value, if there is one.
pub(super) fn insert(values: &mut Values, name: &'static str, value: Option<String>) {
    if let Some(value) = value {
        values.insert(name, value);
    }
}

/// The name of the crate, and of what it is for.
fn add_crate(features: &Features<'_>, api: &Api, values: &mut Values) {
    let package = &api.package;
    values.insert("library", api.package.library_name());
    values.insert("package", api.package.name.clone());
    values.insert("title", docs::inline(&api.title));
    values.insert("rust", package.rust_version.clone());
    insert(values, "repository", package.repository.clone());
    values.insert("dependency", readme::dependency(&api.package));
    let resources = features.explained();
    let all = library::FEATURES.into_iter().chain(resources.as_deref());
    let all: Vec<String> = all.map(|feature| format!("- {feature}")).collect();
    values.insert("features", all.join("\n"));
    if resources.is_some() {
        values.insert("resources", "resources".to_owned());
    }
}

/// How a client is made.
fn add_client(api: &Api, values: &mut Values) {
    let prefix = api.package.environment_prefix();
    values.insert("variables", readme::variables(api).replace(", ", "`, `"));
    values.insert("environment", environment(api));
    let setters = readme::setters(api);
    values.insert("builder", format!("Client::builder(){setters}"));
    values.insert("place", format!("Client::builder(){}", readme::place(api)));
    let mut variables = readme::server_variables(api);
    let needed = variables.find(|variable| variable.default.is_none());
    if let Some(variable) = needed {
        let name = &variable.name.wire;
        let setting = server_variable(&api.package, variable);
        let address = api.servers.first().map_or("", |server| server.url.as_str());
        values.insert("needed", name.clone());
        values.insert(
            "needed_line",
            format!(
                "{name} is missing: give it to the builder (`{address}` is the address), or set {setting} in the \
                 environment and use `from_env`"
            ),
        );
    }
    values.insert("prefix", prefix);
}

/// How a client is told who calls.
fn add_credentials(api: &Api, values: &mut Values) {
    let ways = credentials::ways(api);
    let Some(first) = ways.first() else {
        return;
    };
    values.insert(
        "credentials",
        format!("`{}`", first.variables.join("` and `")),
    );
    values.insert("credential_value", first.values.join("` and `"));
    let sentences: Vec<String> = ways.iter().map(ToString::to_string).collect();
    values.insert("credential_ways", sentences.join("; or "));
}

/// The variables, as a shell sets them.
fn environment(api: &Api) -> String {
    let prefix = api.package.environment_prefix();
    let variables = readme::server_variables(api).map(|variable| {
        let value = readme::example_value(variable);
        let name = server_variable(&api.package, variable);
        format!("export {name}={}", shell_word(value))
    });
    let credentials = credential_variables(api).into_iter();
    let credentials = credentials.map(|(suffix, _)| format!("export {prefix}_{suffix}=…"));
    let lines: Vec<String> = variables.chain(credentials).collect();
    if lines.is_empty() {
        return format!("export {prefix}_BASE_URL=http://127.0.0.1:8080");
    }
    lines.join("\n")
}

/// A value as a shell takes it, on one line.
fn shell_word(value: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || "-._/:@".contains(character);
    if value.chars().all(is_plain) {
        return value.to_owned();
    }
    let line = value.replace(char::is_control, " ");
    format!("'{}'", line.replace('\'', "'\\''"))
}

/// How things are searched for.
fn add_searches(api: &Api, values: &mut Values) {
    let example = library::search_example(api);
    let example = Some(example.join("\n")).filter(|text| !text.is_empty());
    insert(values, "search", example);
    let mut queries = api.queries.iter();
    let Some(query) = queries.next() else {
        return;
    };
    values.insert("query", query.name.ident.clone());
    insert(values, "custom_prefix", query.custom_fields.clone());
    let longest = query.longest.map(|longest| longest.to_string());
    insert(values, "query_longest", longest);
    let is_text = |field: &&QueryField| matches!(field.ty, TypeRef::Primitive(Primitive::Text(_)));
    if let Some(field) = query.fields.iter().find(is_text) {
        values.insert("query_text", field.name.ident.clone());
        values.insert("query_text_wire", field.name.wire.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::shell_word;

    #[test]
    fn values_are_one_word_of_a_shell() {
        assert_eq!(shell_word("eu-1.example"), "eu-1.example");
        assert_eq!(shell_word("a'; rm -r\n```"), r"'a'\''; rm -r ```'");
    }
}

//! The model → what the pages of the guide are filled with.
//!
//! Invariant: a value that an API has nothing for is not there, and so is not what a page says about it.

use super::{
    calls, searches, tables,
    template::{Values, insert},
    types,
};
use crate::{
    emit::{
        client::server_variable,
        credentials::{self, credential_variables},
        docs,
        features::Features,
        start, webhooks,
    },
    model::{Api, TimestampPrecision},
};

/// Returns everything that pages can name.
pub(super) fn values(features: &Features<'_>, api: &Api) -> Values {
    let mut values = Values::new();
    add_crate(features, api, &mut values);
    add_client(api, &mut values);
    add_credentials(api, &mut values);
    searches::add(api, &mut values);
    calls::add(api, &mut values);
    types::add(api, &mut values);
    tables::add(api, &mut values);
    if !api.webhooks.is_empty() {
        let example = webhooks::front_example(api);
        values.insert("webhook", example.join("\n"));
    }
    values
}

/// Adds the names of the crate and of the service.
fn add_crate(features: &Features<'_>, api: &Api, values: &mut Values) {
    let package = &api.package;
    values.insert("library", api.package.library_name());
    values.insert("package", api.package.name.clone());
    values.insert("title", docs::inline(&api.title));
    values.insert("rust", package.rust_version.clone());
    insert(values, "repository", package.repository.clone());
    values.insert("dependency", start::dependency(&api.package));
    let all = features.listed().into_iter();
    let all: Vec<String> = all.map(|feature| format!("- {feature}")).collect();
    values.insert("features", all.join("\n"));
    if api.timestamps == TimestampPrecision::Seconds {
        values.insert("whole_seconds", "true".to_owned());
    }
    if features.explained().is_some() {
        values.insert("resources", "resources".to_owned());
    }
}

/// Adds the code that builds a client.
fn add_client(api: &Api, values: &mut Values) {
    let prefix = api.package.environment_prefix();
    values.insert("variables", start::variables(api).replace(", ", "`, `"));
    values.insert("environment", environment(api));
    let setters = start::setters(api);
    values.insert("builder", format!("Client::builder(){setters}"));
    values.insert("place", format!("Client::builder(){}", start::place(api)));
    let mut variables = start::server_variables(api);
    let needed = variables.find(|variable| variable.default.is_none());
    if let Some(variable) = needed {
        let name = &variable.name.wire;
        let setting = server_variable(&api.package, variable);
        let address = api.servers.first().map_or("", |server| server.url.as_str());
        values.insert("needed", name.clone());
        values.insert(
            "needed_line",
            format!(
                "{name} is missing: give it to the builder (`{address}` is the address), or set \
                 {setting} in the environment and use `from_env`"
            ),
        );
    }
    values.insert("prefix", prefix);
}

/// Adds the code that sets the credentials.
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

/// Returns the variables, as a shell sets them.
fn environment(api: &Api) -> String {
    let prefix = api.package.environment_prefix();
    let variables = start::example_values(api).map(|(variable, value)| {
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

/// Returns a value as a shell takes it, on one line.
fn shell_word(value: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || "-._/:@".contains(character);
    if value.chars().all(is_plain) {
        return value.to_owned();
    }
    let line = value.replace(char::is_control, " ");
    format!("'{}'", line.replace('\'', "'\\''"))
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

//! `Cargo.toml` of the generated crate, and what tells rustfmt to leave it alone.
//!
//! Invariant: features and dependencies are the runtime's own sections, comments included, so
//! the two cannot disagree on a version.

use std::fmt::Write as _;

use super::features::Features;
use crate::{model::Api, runtime::MANIFEST, tree::MARK};

pub(super) fn manifest(features: &Features<'_>, api: &Api) -> String {
    let package = &api.package;
    let described = format!("A client of {} {}", api.title, api.version);
    let description = package.description.clone().unwrap_or(described);
    let mut text = format!("# {MARK}; do not edit.\n\n[package]\n");
    entry(&mut text, "name", &package.name);
    entry(&mut text, "version", &package.version);
    entry(&mut text, "description", &description);
    text.push_str("edition = \"2024\"\n");
    entry(&mut text, "rust-version", &package.rust_version);
    let optional = [
        ("license", &package.license),
        ("repository", &package.repository),
    ];
    for (key, value) in optional {
        if let Some(value) = value {
            entry(&mut text, key, value);
        }
    }
    text.push_str("readme = \"README.md\"\n");
    for (key, values) in [
        ("keywords", &package.keywords),
        ("categories", &package.categories),
    ] {
        if !values.is_empty() {
            let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
            let _ = writeln!(text, "{key} = [{}]", values.join(", "));
        }
    }
    // Neither the formatter's &api.package nor foreign files beside the crate is published.
    text.push_str("include = [\"/src\", \"/README.md\", \"/LICENSE-*\"]\n");
    // Every feature is documented, each with a note of what turns it on.
    text.push_str(
        "\n[package.metadata.docs.rs]\nall-features = true\nrustdoc-args = [\"--cfg\", \"docsrs\"]\n",
    );
    // Without the explicit path, Cargo could not load the workspace while `src` is missing.
    text.push_str("\n[lib]\npath = \"src/lib.rs\"\n");
    let features = features.section(&section(MANIFEST, "features"));
    let dependencies = section(MANIFEST, "dependencies");
    let _ = write!(text, "\n{features}\n\n{dependencies}\n");
    text.push_str(
        "\n[lints.rust]\nmissing_docs = \"warn\"\nunreachable_pub = \"warn\"\n\
         unsafe_code = \"forbid\"\n\n[lints.clippy]\npedantic = { level = \"warn\", priority = -1 }\n",
    );
    text
}

/// Returns `rustfmt.toml`: the crate is formatted by the generator, and must not depend on the installed
/// rustfmt; without this, `cargo fmt` in the workspace would make the crate differ from what
/// the description gives.
pub(super) fn formatting() -> String {
    format!(
        "# {MARK}; do not edit.\n\n# Formatted by the generator.\ndisable_all_formatting = true\n"
    )
}

fn entry(text: &mut String, key: &str, value: &str) {
    let _ = writeln!(text, "{key} = {}", quoted(value));
}

/// Returns a TOML string on one line.
fn quoted(value: &str) -> String {
    let mut text = String::from("\"");
    for character in value
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
    {
        match character {
            '"' | '\\' => {
                text.push('\\');
                text.push(character);
            }
            control if control.is_control() => {
                let _ = write!(text, "\\u{:04X}", u32::from(control));
            }
            other => text.push(other),
        }
    }
    text.push('"');
    text
}

/// Returns a section of a manifest, from its header to the next one.
fn section(manifest: &str, name: &str) -> String {
    let header = format!("[{name}]");
    let lines = manifest.lines().skip_while(|line| *line != header);
    let section: Vec<&str> = lines
        .enumerate()
        .take_while(|(index, line)| *index == 0 || !line.starts_with('['))
        .map(|(_, line)| line)
        .collect();
    section.join("\n").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{quoted, section};

    #[test]
    fn sections_end_at_the_next_header() {
        let manifest = "[a]\nx = 1\n\n[b]\n# why\ny = [\"z\"]\n\n[c]\n";
        assert_eq!(section(manifest, "b"), "[b]\n# why\ny = [\"z\"]");
        assert_eq!(section(manifest, "c"), "[c]");
    }

    #[test]
    fn values_cannot_end_their_string() {
        assert_eq!(quoted("a\"b\\c\nd\u{1}"), "\"a\\\"b\\\\c d\\u0001\"");
    }
}

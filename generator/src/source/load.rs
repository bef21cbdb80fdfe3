//! Text → the untyped tree of a description.
//!
//! Invariant: it says of itself that it is one, in a version that is supported.

use serde_json::{Number, Value};

use super::{locate::located, origins::Origins, reader::read, text::Source};
use crate::diagnostics::{Diagnostic, Diagnostics};

/// An untyped tree of a description.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    pub(crate) root: Value,
    /// Source text of each node.
    pub(super) origins: Origins,
    /// Number of the texts before `files` in the origins: the description and the overlays.
    pub(super) texts: usize,
    /// Files that nodes were brought from.
    pub(super) files: Vec<Source>,
    /// Actions of overlays that were applied, in their order.
    pub(super) actions: Vec<AppliedAction>,
}

/// An action of an overlay that was applied.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct AppliedAction {
    /// The text that it stands in: 0 is the description, then the overlays in their order.
    pub(super) text: usize,
    /// Its place in the list of actions.
    pub(super) index: usize,
    /// Name in messages.
    pub(super) label: String,
    /// Locations of the nodes that it took out, as the steps of JSON pointers.
    pub(super) removed: Vec<Vec<String>>,
}

impl Document {
    /// Returns the tree.
    #[must_use]
    pub fn root(&self) -> &Value {
        &self.root
    }

    /// Returns the number of overlay actions that were applied to the description.
    #[must_use]
    pub fn actions(&self) -> usize {
        self.actions.len()
    }

    /// Returns the tree as it is.
    #[must_use]
    pub fn as_json(&self) -> &Value {
        &self.root
    }
}

/// Reads YAML or JSON.
///
/// # Errors
///
/// Reports text that is neither, with line and column, and a text that is no OpenAPI 3
/// description.
pub fn load(source: &Source) -> Result<Document, Diagnostics> {
    let root = read(&source.text).map_err(|diagnostics| located(diagnostics, source))?;
    check_version(&root).map_err(|diagnostics| located(diagnostics, source))?;
    Ok(Document {
        root,
        origins: Origins::new(0, ""),
        texts: 1,
        files: Vec::new(),
        actions: Vec::new(),
    })
}

/// Reads YAML or JSON, whatever it describes.
///
/// # Errors
///
/// Reports text that is neither, with line and column.
pub fn read_tree(source: &Source) -> Result<Value, Diagnostics> {
    read(&source.text).map_err(|diagnostics| located(diagnostics, source))
}

fn check_version(root: &Value) -> Result<(), Diagnostics> {
    let Some(members) = root.as_object() else {
        return Err(not_openapi("the document must be a mapping").into());
    };
    if members.contains_key("swagger") {
        return Err(
            Diagnostic::error("unsupported-version", "this is a Swagger 2 description")
                .at("/swagger")
                .help("convert it to OpenAPI 3.0, 3.1 or 3.2 first")
                .into(),
        );
    }
    match members.get("openapi") {
        None => Err(not_openapi("the document has no `openapi` member").into()),
        Some(Value::String(version)) if is_supported(version) => Ok(()),
        Some(Value::Number(number)) => Err(version_is_a_number(number).into()),
        Some(version) => Err(Diagnostic::error(
            "unsupported-version",
            format!("OpenAPI version {version} is not supported"),
        )
        .at("/openapi")
        .help("supported are 3.0, 3.1 and 3.2, as a string such as '3.1.0'")
        .into()),
    }
}

/// Reports `openapi: 3.1`, which names a version that would be supported as a string.
fn version_is_a_number(number: &Number) -> Diagnostic {
    let number = number.to_string();
    let meant = ["3.0", "3.1", "3.2"]
        .into_iter()
        .find(|known| *known == number);
    let meant = meant.unwrap_or("3.1");
    let message = format!("the OpenAPI version {number} is a number, and must be a string");
    Diagnostic::error("unsupported-version", message)
        .at("/openapi")
        .help(format!("write '{meant}.0'; supported are 3.0, 3.1 and 3.2"))
}

fn is_supported(version: &str) -> bool {
    ["3.0", "3.1", "3.2"].iter().any(|supported| {
        version
            .strip_prefix(supported)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

fn not_openapi(reason: &str) -> Diagnostic {
    Diagnostic::error(
        "not-openapi",
        format!("this is no OpenAPI description: {reason}"),
    )
    .at("")
    .help("the text must begin with a line such as `openapi: 3.1.0`")
}

#[cfg(test)]
mod tests {
    use super::{Source, load};

    #[test]
    fn errors_say_where() {
        let message = |text: &str| {
            load(&Source {
                name: "api.yaml".into(),
                text: text.into(),
            })
            .map(|_| ())
            .map_err(|error| error.to_string())
            .unwrap_err()
        };
        assert!(message("openapi: 3.1.0\ninfo: {a: 1, a: 2}").contains("duplicate key `a`"));
        assert!(message("openapi: 3.1.0\n a: [").contains("api.yaml:2:"));
        assert!(message("swagger: '2.0'").contains("api.yaml:1:1"));
        assert!(message("openapi: 2.5.0").contains("2.5.0\" is not supported"));
        assert!(message("openapi: 3.1").contains("3.1 is a number"));
        assert!(message("openapi: 3.0").contains("write '3.0.0'"));
        assert!(message("openapi: 3").contains("write '3.1.0'"));
        assert!(message("[]").contains("no OpenAPI description"));
        assert!(message("").contains("no OpenAPI description"));
    }
}

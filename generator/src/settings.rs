//! Settings of the maintainers for the generated crate: `spec/codegen.toml`.
//!
//! Invariant: whatever is in a [`Settings`] can be in a Cargo manifest as it is.

use serde::Deserialize;

use crate::{
    diagnostics::{Diagnostic, Diagnostics, Position},
    model::Names,
    source::{Source, located},
};

/// Decisions about the generated crate.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// The manifest.
    pub(crate) package: Package,
    /// Settings about the description.
    #[serde(default)]
    pub(crate) description: Description,
    /// Authentication of the client, beyond the description.
    #[serde(default)]
    pub(crate) authentication: Authentication,
    /// Server of the client, beyond the description.
    #[serde(default)]
    pub(crate) server: Server,
    /// Pagination of lists, for which OpenAPI has no keywords.
    #[serde(default)]
    pub(crate) pagination: Pagination,
    /// The headers that tell how many calls are left. `None`: there are none.
    pub(crate) rate_limit: Option<RateLimit>,
    /// Advice that errors give to the caller.
    #[serde(default)]
    pub(crate) hints: Vec<Hint>,
    /// Chapters that the guide has beyond its own.
    #[serde(default)]
    pub(crate) guide: Vec<Chapter>,
    /// The identifiers that are known from before, which no file of settings has.
    #[serde(skip)]
    pub(crate) names: Names,
}

/// The fields of `[package]` in the generated manifest.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Package {
    pub(crate) name: String,
    #[serde(default = "default_version")]
    pub(crate) version: String,
    pub(crate) description: Option<String>,
    pub(crate) license: Option<String>,
    pub(crate) repository: Option<String>,
    #[serde(default = "default_rust_version")]
    pub(crate) rust_version: String,
    #[serde(default)]
    pub(crate) keywords: Vec<String>,
    #[serde(default)]
    pub(crate) categories: Vec<String>,
}

/// The `[description]` table.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Description {
    /// The overlays in their order, as paths from the folder of the settings. `None`:
    /// `overlay.yaml` beside the description, if there is one.
    pub(crate) overlays: Option<Vec<String>>,
    /// Further overlays, each applied where its file exists.
    #[serde(default)]
    pub(crate) optional_overlays: Vec<String>,
}

/// The `[authentication]` table.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Authentication {
    /// With HTTP Basic, what goes beside an API key that is as the user name. `None`: the
    /// scheme takes a user name and a password.
    pub(crate) api_key_password: Option<String>,
}

/// The `[server]` table.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Server {
    /// Variables whose default in the description is a mere example.
    #[serde(default)]
    pub(crate) required_variables: Vec<String>,
}

/// The `[pagination]` table.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Pagination {
    /// The query parameter with the number of the page. `None`: nothing is paged.
    pub(crate) parameter: Option<String>,
    /// Path of the list in a response that is an object. `None`: only responses that are lists are paginated.
    pub(crate) items: Option<String>,
    /// Path of the number of items on all pages, in a response that is an object.
    pub(crate) total: Option<String>,
}

/// The `[rate-limit]` table: names of headers.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct RateLimit {
    /// Number of calls in a window.
    pub(crate) total: Option<String>,
    /// Number of calls left.
    pub(crate) remaining: String,
    /// Number of calls that this call itself used.
    pub(crate) used: Option<String>,
    /// Length of a window.
    pub(crate) window_seconds: u64,
}

/// An entry of `[[hints]]`.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Hint {
    /// The status that it is for.
    pub(crate) status: u16,
    /// The code in the error's body that it is for. `None`: any.
    pub(crate) code: Option<String>,
    /// Advice, without a full stop at the end.
    pub(crate) text: String,
}

/// An entry of `[[guide]]`.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Chapter {
    /// Module of the chapter, and the name of its file.
    pub(crate) module: String,
    /// Title in the list of chapters.
    pub(crate) title: String,
    /// Summary of the content, without a full stop at the end.
    pub(crate) summary: String,
    /// Page in Markdown. Its examples are compiled.
    pub(crate) page: String,
}

impl Settings {
    /// Reads a settings file.
    ///
    /// # Errors
    ///
    /// Reports text that is no TOML, unknown and missing keys, and a name that Cargo would refuse.
    pub fn parse(source: &Source) -> Result<Self, Diagnostics> {
        let settings: Self = toml::from_str(&source.text).map_err(|error| {
            let start = error.span().map(|span| position(&source.text, span.start));
            Diagnostic::error("settings", error.message().to_owned())
                .file(&source.name)
                .position(start)
        })?;
        check_name(&settings.package.name)
            .and_then(|()| settings.guide.iter().try_for_each(check_chapter))
            .map_err(|diagnostics| located(diagnostics, source))?;
        Ok(settings)
    }

    /// Returns the settings of a crate about which nothing is decided but its name.
    ///
    /// # Errors
    ///
    /// Reports a name that Cargo would refuse.
    pub fn for_crate(name: &str) -> Result<Self, Diagnostics> {
        check_name(name)?;
        Ok(Self {
            package: Package {
                name: name.to_owned(),
                version: default_version(),
                description: None,
                license: None,
                repository: None,
                rust_version: default_rust_version(),
                keywords: Vec::new(),
                categories: Vec::new(),
            },
            description: Description::default(),
            authentication: Authentication::default(),
            server: Server::default(),
            pagination: Pagination::default(),
            rate_limit: None,
            hints: Vec::new(),
            guide: Vec::new(),
            names: Names::default(),
        })
    }

    /// Returns the same settings, by which things keep the identifiers that they had before. Where settings know one
    /// already, that counts.
    #[must_use]
    pub fn with_names(mut self, names: &Names) -> Self {
        self.names = self.names.or(names);
        self
    }

    /// Returns the name of the crate.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.package.name
    }

    /// Returns the paths of the overlays in their order, from the folder of the settings. `None`:
    /// `overlay.yaml` beside the description, if there is one.
    #[must_use]
    pub fn overlays(&self) -> Option<&[String]> {
        self.description.overlays.as_deref()
    }

    /// The paths of further overlays, each applied after the others where its file exists.
    #[must_use]
    pub fn optional_overlays(&self) -> &[String] {
        &self.description.optional_overlays
    }

    /// Returns the version of the crate.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.package.version
    }
}

/// Reports a module that Rust would refuse. A module is a file as well, so no raw identifier is one.
fn check_chapter(chapter: &Chapter) -> Result<(), Diagnostics> {
    let module = &chapter.module;
    let is_plain = module
        .chars()
        .all(|letter| matches!(letter, 'a'..='z' | '0'..='9' | '_'));
    if is_plain && syn::parse_str::<syn::Ident>(module).is_ok() {
        return Ok(());
    }
    let message = format!(
        "`module = \"{}\"` is no name of a module",
        module.escape_debug()
    );
    Err(Diagnostic::error("settings", message)
        .help("write lower-case letters, digits and `_`, and no keyword of Rust: `migration`")
        .into())
}

fn default_version() -> String {
    "0.1.0".to_owned()
}

/// Returns the Rust version that the embedded runtime needs.
fn default_rust_version() -> String {
    env!("CARGO_PKG_RUST_VERSION").to_owned()
}

fn check_name(name: &str) -> Result<(), Diagnostics> {
    const RESERVED: [&str; 8] = [
        "alloc",
        "core",
        "crate",
        "proc_macro",
        "self",
        "std",
        "super",
        "test",
    ];
    let is_plain = name
        .chars()
        .all(|character| character.is_ascii_alphanumeric() || character == '-' || character == '_');
    let starts_well = name.starts_with(|first: char| first.is_ascii_alphabetic());
    let is_keyword = syn::parse_str::<syn::Ident>(&name.replace('-', "_")).is_err();
    if is_plain && starts_well && !is_keyword && !RESERVED.contains(&name) {
        return Ok(());
    }
    Err(Diagnostic::error(
        "crate-name",
        format!("`{name}` cannot be the name of a crate"),
    )
    .help("use ASCII letters, digits, `-` and `_`, begin with a letter, and avoid keywords")
    .into())
}

/// Returns the place of an offset in a text.
pub(crate) fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..offset).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Position {
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::Settings;
    use crate::source::Source;

    fn parse(text: &str) -> Result<Settings, String> {
        let source = Source {
            name: "codegen.toml".into(),
            text: text.into(),
        };
        Settings::parse(&source).map_err(|diagnostics| diagnostics.to_string())
    }

    #[test]
    fn only_the_name_is_demanded() {
        let settings = parse("[package]\nname = 'widgets-api'");
        assert_eq!(
            settings.map(|settings| settings.package.name),
            Ok("widgets-api".into())
        );
    }

    #[test]
    fn mistakes_are_placed() {
        let error = parse("[package]\nname = 'a'\nversoin = '1'").unwrap_err();
        assert!(
            error.contains("codegen.toml:3:1") && error.contains("versoin"),
            "{error}"
        );
        assert!(parse("[package").unwrap_err().contains("codegen.toml:1:"));
    }

    #[test]
    fn names_that_cargo_refuses_are_refused() {
        for name in ["", "1a", "a b", "../x", "fn", "std", "ü"] {
            assert!(Settings::for_crate(name).is_err(), "{name}");
        }
    }
}

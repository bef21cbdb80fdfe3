//! The runtime of every generated crate: its files, embedded byte for byte, and the names in them.
//!
//! Invariant: no name and no file of the runtime is listed by hand; all of them follow from its sources.

mod names;

use std::{collections::BTreeSet, sync::LazyLock};

pub use self::names::{Names, names};
use crate::outline::outline;

/// A source file of the runtime.
#[derive(Debug)]
pub struct SourceFile {
    /// The path in the generated crate: `src/runtime/client.rs`.
    pub path: &'static str,
    /// The content.
    pub text: &'static str,
}

/// Every source file, in the order of the paths.
pub const FILES: &[SourceFile] = include!(concat!(env!("OUT_DIR"), "/runtime_files.rs"));

/// The manifest, whose features and dependencies the generated crate takes over.
pub const MANIFEST: &str = include_str!("../../runtime/Cargo.toml");

impl SourceFile {
    /// Returns the module that the file is, as a path in the generated crate: `runtime::codec` for
    /// `src/runtime/codec/mod.rs`.
    #[must_use]
    pub fn module(&self) -> String {
        let path = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        path.trim_end_matches("/mod").replace('/', "::")
    }

    /// Returns `true` if only crates with streamed responses contain the file.
    #[must_use]
    pub fn is_for_streams(&self) -> bool {
        self.path.starts_with("src/streams/")
    }

    /// Returns the file as syn reads it, without documentation and the bodies of functions: most of the text is that, and
    /// no name follows from it.
    ///
    /// # Errors
    ///
    /// Those of syn: the runtime would not compile either.
    pub fn parse(&self) -> syn::Result<syn::File> {
        let is_code = |line: &&str| {
            !["///", "//!"]
                .iter()
                .any(|sign| line.trim_start().starts_with(sign))
        };
        let code: Vec<&str> = self.text.lines().filter(is_code).collect();
        syn::parse2(outline(code.join("\n").parse()?))
    }
}

/// Returns the Cargo features that every generated crate has.
#[must_use]
pub fn features() -> &'static BTreeSet<String> {
    static FEATURES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let manifest: toml::Table = MANIFEST.parse().unwrap_or_default();
        let features = manifest.get("features").and_then(toml::Value::as_table);
        features
            .map(|features| features.keys().cloned().collect())
            .unwrap_or_default()
    });
    &FEATURES
}

#[cfg(test)]
mod tests {
    use super::{FILES, features};

    #[test]
    fn modules_follow_from_paths() {
        let module = |path: &str| {
            let file = FILES.iter().find(|file| file.path == path);
            file.map(super::SourceFile::module)
        };
        assert_eq!(module("src/runtime/mod.rs").as_deref(), Some("runtime"));
        assert_eq!(
            module("src/runtime/codec/macros.rs").as_deref(),
            Some("runtime::codec::macros")
        );
        assert_eq!(module("src/lib.rs"), None);
    }

    #[test]
    fn every_file_is_rust() -> syn::Result<()> {
        for file in FILES {
            file.parse()?;
        }
        Ok(())
    }

    #[test]
    fn features_are_those_of_the_manifest() {
        assert!(features().contains("blocking") && features().contains("default"));
    }
}

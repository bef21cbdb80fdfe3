//! The crate made of one description, and a caller written for another → whether it compiles.
//!
//! Invariant: what is not the caller's fault is a failure, never an answer.

use generator::FileTree;

use super::caller::LIBRARY;
use crate::builds::Builds;
use crate::failure::Failure;

/// Where the crates are compiled.
#[derive(Debug)]
pub(super) struct Bench {
    builds: Builds,
    /// The name of the generated package.
    package: String,
}

/// What the compiler says about a caller.
#[derive(Debug)]
pub(super) enum Truth {
    Compiles,
    /// The first of its errors.
    Breaks(String),
}

impl Bench {
    pub(super) fn prepare(package: &str) -> Result<Self, Failure> {
        let mut files = FileTree::default();
        files.insert(
            "Cargo.toml",
            "[workspace]\nresolver = \"3\"\nmembers = [\"caller\", \"crate\"]\n\n\
             [profile.dev]\ndebug = false\n",
        );
        Ok(Self {
            builds: Builds::prepare("prove", &files)?,
            package: package.to_owned(),
        })
    }

    /// Compiles a caller against a crate.
    pub(super) fn compile(&self, tree: &FileTree, caller: &str) -> Result<Truth, Failure> {
        self.put(tree, caller)?;
        // The crate by itself has to compile: that is the generator's business, not the caller's.
        self.builds.check(&self.package)?.map_err(|said| {
            Failure::new(format!("the generated crate does not compile:\n{said}"))
        })?;
        Ok(match self.builds.check("caller")? {
            Ok(()) => Truth::Compiles,
            Err(said) => Truth::Breaks(first_error(&said)),
        })
    }

    /// Puts a crate and its caller in their places.
    fn put(&self, tree: &FileTree, caller: &str) -> Result<(), Failure> {
        let mut files = FileTree::default();
        for (path, text) in tree.iter() {
            files.insert(format!("crate/{path}"), text);
        }
        files.insert("caller/Cargo.toml", self.manifest(tree));
        files.insert("caller/src/lib.rs", caller);
        self.builds
            .replace(&["crate/src/models", "crate/src/resources"], &files)
    }

    /// The manifest of a caller.
    fn manifest(&self, tree: &FileTree) -> String {
        // Without TLS nothing needs a C compiler; calls are compiled and never made.
        format!(
            "[package]\nname = \"caller\"\nedition = \"2024\"\n\n[dependencies]\n\
             {LIBRARY} = {{ package = {:?}, path = \"../crate\", default-features = false, features = {:?} }}\n",
            self.package,
            features(tree)
        )
    }
}

/// The features of a crate that are turned on: those with its operations. A crate with a single group
/// of operations, as most that are tried, has no such feature, and Cargo refuses one that is not there.
fn features(tree: &FileTree) -> &'static [&'static str] {
    let manifest = tree.get("Cargo.toml").unwrap_or_default();
    if manifest.contains("\nresources = [") {
        &["resources"]
    } else {
        &[]
    }
}

/// The first line that says what is wrong.
fn first_error(said: &str) -> String {
    let is_error = |line: &&str| line.starts_with("error");
    said.lines().find(is_error).unwrap_or("error").to_owned()
}

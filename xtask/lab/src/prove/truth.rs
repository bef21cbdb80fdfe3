//! The crate made of one description, and a caller written for another → whether it compiles.
//!
//! Invariant: what is not the caller's fault is a failure, never a response.

use std::io;
use std::process::Output;

use generator::FileTree;
use xtask::failure::Failure;

use super::caller::LIBRARY;
use crate::builds::Builds;

/// Workspace in which the crates are compiled.
#[derive(Debug)]
pub(super) struct Bench {
    builds: Builds,
    /// The name of the generated package.
    package: String,
}

/// Verdict of the compiler on a caller.
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

    /// Writes the public API of a crate into a file, as rustdoc's JSON, and gives the path for [`Bench::tool`];
    /// where rustdoc does not, what it said.
    ///
    /// The form of the JSON belongs to the nightly compiler, so nothing else is built with that.
    pub(super) fn describe(
        &self,
        tree: &FileTree,
        name: &str,
    ) -> Result<Result<String, String>, Failure> {
        self.put(tree, "")?;
        let features = features(tree).join(",");
        let arguments = [
            "run",
            "nightly",
            "cargo",
            "rustdoc",
            "--quiet",
            "--offline",
            "--lib",
        ];
        let of_crate = [
            "--package",
            &self.package,
            "--no-default-features",
            "--features",
            &features,
        ];
        let as_json = [
            "--",
            "-Zunstable-options",
            "--output-format=json",
            "--cap-lints=allow",
        ];
        let arguments = [&arguments[..], &of_crate, &as_json].concat();
        let said = match self.builds.tool("rustup", &arguments) {
            Ok(output) if output.status.success() => {
                let made = format!("doc/{}.json", self.package.replace('-', "_"));
                return self.builds.keep(&made, name).map(|()| Ok(name.to_owned()));
            }
            Ok(output) => first_error(&String::from_utf8_lossy(&output.stderr)),
            Err(error) => error.to_string(),
        };
        Ok(Err(format!(
            "rustdoc of nightly, which `rustup toolchain install nightly` installs, wrote no JSON: {said}"
        )))
    }

    /// Runs a program beside the crate; only a program that cannot be started is an error.
    pub(super) fn tool(&self, program: &str, arguments: &[&str]) -> io::Result<Output> {
        self.builds.tool(program, arguments)
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

    /// Returns the manifest of a caller.
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

/// Returns the features of a crate that are turned on: those with its operations, and the samples of its types. A crate
/// with a single group of operations, as most that are tried, has no such feature, and Cargo refuses one that is not
/// there.
fn features(tree: &FileTree) -> &'static [&'static str] {
    let manifest = tree.get("Cargo.toml").unwrap_or_default();
    if manifest.contains("\nresources = [") {
        &["resources", "testing"]
    } else {
        &["testing"]
    }
}

/// Returns the first line that says what is wrong.
pub(super) fn first_error(said: &str) -> String {
    let is_error = |line: &&str| line.starts_with("error") || line.starts_with("Error");
    said.lines().find(is_error).unwrap_or("error").to_owned()
}

//! The crate made of one description, and a caller written for another → whether it compiles.
//!
//! Invariant: what is not the caller's fault is a failure, never a response.

use std::io;
use std::path::PathBuf;
use std::process::Output;

use generator::FileTree;
use xtask::failure::Failure;

use super::caller::LIBRARY;
use crate::builds::Builds;

/// The program that calls every operation, but for its calls.
const RECORDER: &str = include_str!("../../programs/behaviour/recorder.rs");

/// No calls at all.
const NO_CALLS: &str = "pub(crate) fn run_all() {}\n";

/// Dependencies of [`RECORDER`]. Time is virtual by a feature of tokio that is made for tests.
const NEEDED_BY_CALLS: &str = "futures-core = \"0.3\"\nhttp = \"1\"\nserde_json = \"1\"\n\
     tokio = { version = \"1\", features = [\"rt\", \"test-util\", \"time\"] }\n";

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
            "[workspace]\nresolver = \"3\"\nmembers = [\"caller\", \"calls\", \"crate\"]\n\n\
             [profile.dev]\ndebug = false\n",
        );
        Ok(Self {
            builds: Builds::prepare("prove", &files)?,
            package: package.to_owned(),
        })
    }

    /// Compiles a caller against a crate, with all groups of operations or with one.
    pub(super) fn compile(
        &self,
        tree: &FileTree,
        caller: &str,
        group: Option<&str>,
    ) -> Result<Truth, Failure> {
        let features = group.map_or_else(|| features(tree), |group| vec![group, "testing"]);
        self.put(tree, caller, NO_CALLS, &features)?;
        // The crate by itself has to compile: that is the generator's business, not the caller's.
        self.builds.check(&self.package)?.map_err(|said| {
            Failure::new(format!("the generated crate does not compile:\n{said}"))
        })?;
        Ok(match self.builds.check("caller")? {
            Ok(()) => Truth::Compiles,
            Err(said) => Truth::Breaks(first_error(&said)),
        })
    }

    /// Builds the program that calls every operation, and returns its path; where it does not compile, what the compiler
    /// said.
    pub(super) fn build_calls(
        &self,
        tree: &FileTree,
        calls: &str,
    ) -> Result<Result<PathBuf, String>, Failure> {
        self.put(tree, "", calls, &features(tree))?;
        let built = self.builds.build("calls")?;
        let path = format!("debug/calls{}", std::env::consts::EXE_SUFFIX);
        Ok(built.map(|()| self.builds.built(&path)))
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
        let features = features(tree);
        self.put(tree, "", NO_CALLS, &features)?;
        let features = features.join(",");
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

    /// Puts a crate and its callers in their places.
    fn put(
        &self,
        tree: &FileTree,
        caller: &str,
        calls: &str,
        features: &[&str],
    ) -> Result<(), Failure> {
        let mut files = FileTree::default();
        for (path, text) in tree.iter() {
            files.insert(format!("crate/{path}"), text);
        }
        files.insert("caller/Cargo.toml", self.manifest("caller", features, ""));
        files.insert("caller/src/lib.rs", caller);
        let manifest = self.manifest("calls", features, NEEDED_BY_CALLS);
        files.insert("calls/Cargo.toml", manifest);
        files.insert("calls/src/main.rs", RECORDER);
        files.insert("calls/src/calls.rs", calls);
        self.builds
            .replace(&["crate/src/models", "crate/src/resources"], &files)
    }

    /// Returns the manifest of a caller.
    fn manifest(&self, name: &str, features: &[&str], needed: &str) -> String {
        // Without TLS nothing needs a C compiler; no call goes over a network.
        format!(
            "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[dependencies]\n\
             {LIBRARY} = {{ package = {:?}, path = \"../crate\", default-features = false, features = {features:?} }}\n\
             serde = \"1\"\n{needed}",
            self.package,
        )
    }
}

/// Returns the features of a crate that are turned on: those with its operations, and the samples of its types. A crate
/// with a single group of operations, as many that are tried, has no such feature, and Cargo refuses one that is not
/// there.
fn features(tree: &FileTree) -> Vec<&'static str> {
    if groups(tree).is_empty() {
        vec!["testing"]
    } else {
        vec!["resources", "testing"]
    }
}

/// Returns the features of a crate that have one group of operations each; none if there is a single group.
pub(super) fn groups(tree: &FileTree) -> Vec<String> {
    let manifest = tree.get("Cargo.toml").unwrap_or_default();
    let listed = manifest.split_once("\nresources = [");
    let (listed, _) = listed
        .and_then(|(_, rest)| rest.split_once(']'))
        .unwrap_or_default();
    let names = listed.split(',').map(|name| name.trim().trim_matches('"'));
    let names = names.filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

/// Returns the first line that says what is wrong.
pub(super) fn first_error(said: &str) -> String {
    let is_error = |line: &&str| line.starts_with("error") || line.starts_with("Error");
    said.lines().find(is_error).unwrap_or("error").to_owned()
}

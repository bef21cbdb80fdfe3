//! The API of a crate before and after, as rustdoc's JSON → verdict of a third-party tool.
//!
//! Invariant: a tool is given the JSON, so that it builds nothing and asks no registry.

use std::io::ErrorKind;

use super::super::truth::Bench;
use super::said::{self, Printed, Said};

/// A tool that compares two versions of a crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tool {
    SemverChecks,
    PublicApi,
}

impl Tool {
    pub(super) const ALL: [Self; 2] = [Self::SemverChecks, Self::PublicApi];

    /// Returns the program, which is also the package to install.
    pub(super) fn program(self) -> &'static str {
        match self {
            Self::SemverChecks => "cargo-semver-checks",
            Self::PublicApi => "cargo-public-api",
        }
    }

    /// Returns `true` if the tool is on the PATH.
    pub(super) fn is_there(self, bench: &Bench) -> bool {
        let asked = bench.tool(self.program(), &["--version"]);
        !asked.is_err_and(|error| error.kind() == ErrorKind::NotFound)
    }

    /// Runs the tool on the files with the API before and after.
    pub(super) fn compare(self, bench: &Bench, [before, after]: [&str; 2]) -> Said {
        let arguments = match self {
            // For a minor version, whatever would ask for a major one is told.
            Self::SemverChecks => vec![
                "semver-checks",
                "check-release",
                "--color=never",
                "--release-type=minor",
                "--baseline-rustdoc",
                before,
                "--current-rustdoc",
                after,
            ],
            // Traits that a type derives count: callers rely on them. Blanket impls belong to no crate.
            Self::PublicApi => vec![
                "public-api",
                "diff",
                "--color=never",
                "--omit=blanket-impls",
                before,
                after,
            ],
        };
        let output = match bench.tool(self.program(), &arguments) {
            Ok(output) => output,
            Err(error) => return Said::CannotTell(error.to_string()),
        };
        let printed = Printed {
            is_success: output.status.success(),
            out: &String::from_utf8_lossy(&output.stdout),
            err: &String::from_utf8_lossy(&output.stderr),
        };
        match self {
            Self::SemverChecks => said::by_semver_checks(&printed),
            Self::PublicApi => said::by_public_api(&printed),
        }
    }
}

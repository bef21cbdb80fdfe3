//! The command line, its help, and nothing else: what is typed becomes plain data.

mod account;
mod diff;
mod lint;
mod overlays;
mod update;

use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand};

use crate::failure::Failure;

use self::account::ACCOUNT_EXAMPLES;
pub(crate) use self::account::AccountArgs;
use self::diff::{DIFF_EXAMPLES, RELEASE_CHECK_EXAMPLES, REVIEW_EXAMPLES};
pub(crate) use self::diff::{DiffArgs, DiffFormat, Given, ReleaseCheckArgs, ReviewArgs};
use self::lint::LINT_EXAMPLES;
pub(crate) use self::lint::{LintArgs, LintFormat};
use self::overlays::OVERLAYS_EXAMPLES;
pub(crate) use self::overlays::OverlaysArgs;
use self::update::UPDATE_EXAMPLES;
pub(crate) use self::update::UpdateArgs;

const EXAMPLES: &str = "\
Examples:
  cargo xtask codegen             write generated/ from spec/freshdesk.yaml
  cargo xtask update new.yaml     update spec/freshdesk.yaml from a newer public description
  cargo xtask account DIR         write an overlay with the fields and choices of an account
  cargo xtask codegen --check     check that generated/ is up to date
  cargo xtask lint api.yaml       report problems in a description
  cargo xtask overlays --record   record the structure that the overlays expect
  cargo xtask diff                report changes for callers since the main branch
  cargo xtask release-check       check that a release is ready

Experiments and benchmarks are a program of their own: cargo lab --help

Exit codes: 0 success, 1 check failed, 2 error.";

const CODEGEN_EXAMPLES: &str = "\
Examples:
  cargo xtask codegen
  cargo xtask codegen --check
  cargo xtask codegen --spec petstore.yaml --out ../petstore --name petstore
  cargo xtask codegen --spec petstore.yaml --overlay fixes.yaml --out ../petstore --name petstore

--spec, --out and --name go together. A description is OpenAPI 3.0, 3.1 or 3.2, an overlay
OpenAPI Overlay 1.0 or 1.1.

Only files whose bytes differ are written, and files that are no longer generated are
removed. If anything fails, the folder stays as it was. Runs that write one folder wait for
one another, and a run after an interrupted one makes the folder whole.

Exit codes: 0 success, 1 out of date (--check only), 2 error.";

/// Generate the Freshdesk client crate, check that it is up to date, and compare descriptions.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    version = generator::VERSION,
    arg_required_else_help = true,
    after_help = EXAMPLES
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The work that can be asked for.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write a client crate from an API description, or check that it is up to date.
    ///
    /// Without --spec, --out and --name: from spec/freshdesk.yaml and spec/codegen.toml
    /// into generated/ of this repository.
    #[command(after_help = CODEGEN_EXAMPLES)]
    Codegen(CodegenArgs),
    /// Bring the description up to date with a newer public one, and generate.
    #[command(after_help = UPDATE_EXAMPLES)]
    Update(UpdateArgs),
    /// Check that every action of the overlays states what it hides, or record that.
    #[command(after_help = OVERLAYS_EXAMPLES)]
    Overlays(OverlaysArgs),
    /// Convert the metadata of an account to an overlay that gives the crate types for it.
    #[command(after_help = ACCOUNT_EXAMPLES)]
    Account(AccountArgs),
    /// Say everything that is wrong with a description, and write nothing.
    #[command(after_help = LINT_EXAMPLES)]
    Lint(LintArgs),
    /// Say what an update of the description means for callers of the crate.
    ///
    /// Compares the description, with its overlays, to that of a commit or a file.
    #[command(after_help = DIFF_EXAMPLES)]
    Diff(DiffArgs),
    /// Write all that a pull request has to know about a change of the description, as files.
    ///
    /// Fails where generated/ is not what the description gives.
    #[command(after_help = REVIEW_EXAMPLES)]
    Review(ReviewArgs),
    /// Fail where the version in spec/codegen.toml is too low for what has changed, or has no entry in
    /// CHANGELOG.md.
    #[command(after_help = RELEASE_CHECK_EXAMPLES)]
    ReleaseCheck(ReleaseCheckArgs),
}

/// Arguments of `cargo xtask codegen`.
#[derive(Debug, Default, clap::Args)]
pub struct CodegenArgs {
    /// Write nothing: show what would change as a unified diff, and exit with 1 if anything would.
    #[arg(long)]
    pub(crate) check: bool,
    /// Show every warning, however many there are of one kind.
    #[arg(long)]
    pub(crate) all: bool,
    /// The API description to read, YAML or JSON.
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) overlays: OverlayArgs,
    /// The folder that files which the description refers to are read from
    /// [default: that of the description].
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Leave out what is wrong in the description, and everything that needs it, in place of writing nothing.
    ///
    /// What is omitted is reported, and listed in the README of the crate. Nothing is written where the description as
    /// a whole or an overlay is wrong, or where nothing is left.
    #[arg(long)]
    pub(crate) allow_partial: bool,
    /// The folder to write: absent, empty, or written by this command before.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The name of the crate to write.
    #[arg(long, value_name = "CRATE")]
    name: Option<String>,
}

/// The overlays, where the command line names them.
#[derive(Debug, Default, clap::Args)]
pub struct OverlayArgs {
    /// An OpenAPI Overlay to apply to the description; repeatable, applied in order
    /// [default: what spec/codegen.toml lists for this repository's description, none for another].
    #[arg(long = "overlay", value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// A description, a place and a crate other than this repository's own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Elsewhere<'a> {
    /// The description to read.
    pub(crate) spec: &'a Path,
    /// The folder to write.
    pub(crate) out: &'a Path,
    /// The name of the crate.
    pub(crate) name: &'a str,
}

impl CodegenArgs {
    /// Returns the arguments of `cargo xtask codegen --check`.
    pub(crate) fn check() -> Self {
        Self {
            check: true,
            ..Self::default()
        }
    }

    /// Returns the job that --spec, --out and --name describe together; `None` without any of them.
    pub(crate) fn elsewhere(&self) -> Result<Option<Elsewhere<'_>>, Failure> {
        match (&self.spec, &self.out, &self.name) {
            (None, None, None) => Ok(None),
            (Some(spec), Some(out), Some(name)) => Ok(Some(Elsewhere { spec, out, name })),
            _ => Err(self.incomplete()),
        }
    }

    fn incomplete(&self) -> Failure {
        let given = [
            ("--spec FILE", self.spec.is_some()),
            ("--out DIR", self.out.is_some()),
            ("--name CRATE", self.name.is_some()),
        ];
        let missing = given.iter().filter(|(_, given)| !given);
        let missing: Vec<_> = missing.map(|(option, _)| *option).collect();
        Failure::new(format!(
            "--spec, --out and --name go together, add {}",
            missing.join(" and ")
        ))
        .help("without any of them, spec/freshdesk.yaml becomes generated/")
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    use super::{Args, Command};

    fn complaint(line: &str) -> String {
        let args = match Args::try_parse_from(line.split(' ')) {
            Ok(args) => args,
            Err(error) => return error.to_string(),
        };
        match args.command {
            Command::Codegen(args) => args
                .elsewhere()
                .map_or_else(|failure| failure.to_string(), |place| format!("{place:?}")),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn the_declaration_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn some_of_spec_out_and_name_is_one_clear_message() {
        assert_eq!(
            complaint("xtask codegen --out client").lines().next(),
            Some("error: --spec, --out and --name go together, add --spec FILE and --name CRATE")
        );
        assert_eq!(complaint("xtask codegen --check"), "None");
    }
}

//! One description → figures about the crate made from it, taken in a process of their own.

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use generator::{ErrorPolicy, Input, Settings, Severity};
use serde_json::{Value, json};
use xtask::failure::Failure;
use xtask::input::InputFile;
use xtask::output::{self, Claim, Plan, Target};
use xtask::terminal::{Completion, Outcome};
use xtask::workspace;

use super::share::Share;
use crate::args::MeasureArgs;
use crate::memory::peak_memory;

/// Output and cost of generating a crate.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figures {
    pub(super) operations: u64,
    pub(super) types: u64,
    pub(super) positions: u64,
    /// Positions with any JSON value, be it that the description knows no more.
    pub(super) untyped: u64,
    /// Warnings that something typed could not be typed.
    pub(super) given_up: u64,
    pub(super) warnings: u64,
    /// Errors about what is omitted.
    pub(super) left_out: u64,
    /// Text to text, in milliseconds.
    pub(super) milliseconds: u64,
    /// In KiB; 0 where the system does not tell.
    pub(super) memory: u64,
}

/// Runs the process itself: generates, writes, and prints the figures as JSON.
pub(crate) fn measure(args: &MeasureArgs) -> Result<Outcome, Failure> {
    let file = InputFile::given(&args.description);
    let description = file.read()?;
    let settings = Settings::for_crate(&args.package)?;
    let started = Instant::now();
    let read_file = |path: &str| file.read_beside(path, Some(&args.root));
    let generated = Input::new(&description, &settings)
        .files(&read_file)
        .errors(ErrorPolicy::LeaveOut)
        .generate()?;
    let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let memory = peak_memory("self").unwrap_or_default();
    let target = Target::inspect(
        &args.out,
        &args.out.display().to_string(),
        &workspace::root(),
    )?;
    let claim = Claim::of(target)?;
    output::apply(&claim, &Plan::new(claim.target(), generated.tree.iter())?)?;
    let share = Share::of(&generated.api);
    let given_up = generated
        .warnings
        .iter()
        .filter(|warning| warning.code == "untyped")
        .count();
    let figures = json!({
        "operations": generated.api.operation_count(),
        "types": generated.api.types.len(),
        "positions": share.positions,
        "untyped": share.untyped,
        "given_up": given_up,
        "warnings": generated.warnings.len(),
        "left_out": generated.left_out.count(Severity::Error),
        "milliseconds": milliseconds,
        "memory": memory,
    });
    Ok(Outcome {
        report: format!("{figures}\n"),
        verdict: Completion::Done,
    })
}

/// Starts the process; what it says where it makes no crate is the error within.
pub(super) fn start(
    description: &Path,
    root: &Path,
    package: &str,
    out: &Path,
) -> Result<Result<Figures, String>, Failure> {
    let failed = |error| Failure::io("cannot start a process to generate in", &error);
    let mut command = Command::new(env::current_exe().map_err(failed)?);
    command
        .arg("measure")
        .args([description, root, Path::new(package), out]);
    let output = command.stdin(Stdio::null()).output().map_err(failed)?;
    if !output.status.success() {
        return Ok(Err(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let figures = serde_json::from_str(&printed)
        .ok()
        .and_then(|value| Figures::read(&value));
    match figures {
        Some(figures) => Ok(Ok(figures)),
        None => Err(Failure::new(format!(
            "the process printed no figures, but: {printed}"
        ))),
    }
}

impl Figures {
    fn read(value: &Value) -> Option<Self> {
        let figure = |name: &str| value.get(name)?.as_u64();
        Some(Self {
            operations: figure("operations")?,
            types: figure("types")?,
            positions: figure("positions")?,
            untyped: figure("untyped")?,
            given_up: figure("given_up")?,
            warnings: figure("warnings")?,
            left_out: figure("left_out")?,
            milliseconds: figure("milliseconds")?,
            memory: figure("memory")?,
        })
    }
}

//! `cargo xtask bench generate`: a description → how long every stage of the
//! generator takes on it, and the whole command as a process. A run that fails
//! ends the benchmark with the generator's own message.

use std::env;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use generator::{Diagnostics, FileTree, Settings, Source};

use super::doubled::doubled;
use super::memory::peak_memory;
use super::samples::{Samples, Table};
use crate::args::{BenchGenerateArgs, OverlayArgs};
use crate::failure::Failure;
use crate::input::InputFile;
use crate::overlays;
use crate::scratch::Scratch;
use crate::terminal::{Outcome, Verdict, count, grouped};
use crate::workspace::{self, DESCRIPTION, SETTINGS};

/// The crate that is generated; its name does not matter.
const CRATE: &str = "bench-client";

/// Measures and reports.
pub(super) fn run(args: &BenchGenerateArgs) -> Result<Outcome, Failure> {
    let files = Files::new(args)?;
    let input = Input::read(&files)?;
    // The run that warms up is also the one whose memory and output are looked at.
    let (tree, _) = generate_once(&input)?;
    let memory = peak_memory("self");
    let stages = measure_stages(&input, args.runs)?;
    let process = measure_process(&files, args.runs)?;
    let mut report = report(&input, args.runs, &tree, &stages, &process, memory);
    if args.doubled {
        report.push_str(&growth(&input, args.runs, &stages)?);
    }
    Ok(Outcome {
        report,
        verdict: Verdict::Done,
    })
}

/// What is read: this repository's own description and overlays, or what the command line names.
#[derive(Debug)]
pub(super) struct Files {
    description: InputFile,
    overlays: Vec<InputFile>,
}

impl Files {
    fn new(args: &BenchGenerateArgs) -> Result<Self, Failure> {
        if let Some(path) = &args.spec {
            return Ok(Self {
                description: InputFile::given(path),
                overlays: overlays::given(&args.overlays),
            });
        }
        Self::of_workspace(&args.overlays)
    }

    /// This repository's own.
    pub(super) fn of_workspace(overlays: &OverlayArgs) -> Result<Self, Failure> {
        let root = workspace::root();
        let settings = Settings::parse(&InputFile::of_workspace(&root, SETTINGS).read()?)?;
        Ok(Self {
            description: InputFile::of_workspace(&root, DESCRIPTION),
            overlays: overlays::of_workspace(&root, overlays, &settings),
        })
    }

    /// What the generator makes of them.
    pub(super) fn generate(&self) -> Result<FileTree, Failure> {
        let input = Input::read(self)?;
        let generated = generator::generate(&input.description, &input.overlays, &input.settings)?;
        Ok(generated.tree)
    }

    /// The arguments with which `codegen` writes a crate from them into `out`.
    pub(super) fn codegen(&self, out: &Path) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = vec!["codegen".into()];
        arguments.extend(["--spec".into(), self.description.path.clone().into()]);
        for overlay in &self.overlays {
            arguments.extend(["--overlay".into(), overlay.path.clone().into()]);
        }
        arguments.extend(["--out".into(), out.into(), "--name".into(), CRATE.into()]);
        arguments
    }
}

/// What the generator takes.
#[derive(Debug)]
struct Input {
    description: Source,
    overlays: Vec<Source>,
    settings: Settings,
}

impl Input {
    fn read(files: &Files) -> Result<Self, Failure> {
        Ok(Self {
            description: files.description.read()?,
            overlays: overlays::read(&files.overlays)?,
            settings: Settings::for_crate(CRATE)?,
        })
    }
}

/// The stages in their order, each with the time it took.
type Laps = Vec<(&'static str, Duration)>;

/// The times of each stage, and of all of them together.
#[derive(Debug, Default)]
struct Stages {
    each: Vec<(&'static str, Samples)>,
    total: Samples,
}

impl Stages {
    fn add(&mut self, laps: Laps) {
        self.total.add(laps.iter().map(|(_, time)| *time).sum());
        if self.each.is_empty() {
            let names = laps.iter().map(|(name, _)| (*name, Samples::default()));
            self.each = names.collect();
        }
        for ((_, samples), (_, time)) in self.each.iter_mut().zip(laps) {
            samples.add(time);
        }
    }
}

/// Every stage once. What a stage drops counts for it.
fn generate_once(input: &Input) -> Result<(FileTree, Laps), Diagnostics> {
    let mut laps = Laps::new();
    let document = lap(&mut laps, "load", || generator::load(&input.description))?;
    let (document, _) = lap(&mut laps, "overlay", || {
        generator::overlay(document, &input.overlays)
    })?;
    let (document, _) = lap(&mut laps, "normalize", || generator::normalize(document))?;
    let openapi = lap(&mut laps, "parse", || generator::parse(document))?;
    let (api, _) = lap(&mut laps, "lower", || {
        generator::lower(&openapi, &input.settings)
    })?;
    let tree = lap(&mut laps, "emit and render", || {
        generator::write(&api, &input.settings)
    })?;
    Ok((tree, laps))
}

fn lap<T>(laps: &mut Laps, name: &'static str, stage: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let result = stage();
    laps.push((name, started.elapsed()));
    result
}

fn measure_stages(input: &Input, runs: u32) -> Result<Stages, Failure> {
    let mut stages = Stages::default();
    for _ in 0..runs {
        let (_, laps) = generate_once(input)?;
        stages.add(laps);
    }
    Ok(stages)
}

/// What the same costs with everything in the description twice.
fn growth(input: &Input, runs: u32, once: &Stages) -> Result<String, Failure> {
    let Some(description) = doubled(&input.description) else {
        return Err(Failure::new("the description cannot be doubled"));
    };
    let twice = Input {
        description,
        overlays: input.overlays.clone(),
        settings: input.settings.clone(),
    };
    let stages = measure_stages(&twice, runs)?;
    let mut text = format!("\n{}:\n\n", twice.description.name);
    let mut table = Table::new();
    for (name, samples) in &stages.each {
        table.row(name, samples);
    }
    table.row("all stages", &stages.total);
    text.push_str(&table.text);
    let factor = stages.total.minimum().as_secs_f64() / once.total.minimum().as_secs_f64();
    let _ = writeln!(text, "growth       {factor:.2} times, for twice as much");
    Ok(text)
}

/// Runs `codegen` of this very binary into a folder that is new each time.
fn measure_process(files: &Files, runs: u32) -> Result<Samples, Failure> {
    let failed = |error: io::Error| Failure::io("cannot time the command as a process", &error);
    let binary = env::current_exe().map_err(failed)?;
    let scratch = Scratch::new().map_err(failed)?;
    let out = scratch.path().join("client");
    let mut samples = Samples::default();
    for run in 0..=runs {
        let time = time_process(&binary, files, &out)?;
        fs::remove_dir_all(&out).map_err(failed)?;
        // The first one warms up.
        if run > 0 {
            samples.add(time);
        }
    }
    Ok(samples)
}

fn time_process(binary: &Path, files: &Files, out: &Path) -> Result<Duration, Failure> {
    let mut command = Command::new(binary);
    command.args(files.codegen(out));
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let started = Instant::now();
    let output = command
        .output()
        .map_err(|error| Failure::io(format_args!("cannot run `{}`", binary.display()), &error))?;
    let time = started.elapsed();
    if output.status.success() {
        return Ok(time);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.trim();
    Err(Failure::new(format!(
        "the command failed as a process ({}), it said:\n{said}",
        output.status
    )))
}

fn report(
    input: &Input,
    runs: u32,
    tree: &FileTree,
    stages: &Stages,
    process: &Samples,
    memory: Option<u64>,
) -> String {
    let mut table = Table::new();
    for (name, samples) in &stages.each {
        table.row(name, samples);
    }
    table.row("all stages", &stages.total);
    table.row("codegen as a process", process);
    let runs = count(usize::try_from(runs).unwrap_or(usize::MAX), "run");
    let source = &input.description;
    format!(
        "{}: {} bytes, {}, {runs}, {}\n\n{}\noutput       {}\npeak memory  {}\n",
        source.name,
        grouped(source.text.len()),
        count(input.overlays.len(), "overlay"),
        build(),
        table.text,
        size(tree),
        memory.map_or("unknown on this system".to_owned(), |memory| format!(
            "{} MiB, after generating once in this process",
            memory.div_ceil(1024)
        )),
    )
}

/// How this binary was built, which its times depend on.
fn build() -> &'static str {
    if cfg!(debug_assertions) {
        "built with little optimisation (see --help for an optimised build)"
    } else {
        "optimised build"
    }
}

fn size(tree: &FileTree) -> String {
    let lines = tree.iter().map(|(_, text)| text.lines().count()).sum();
    let bytes = tree.iter().map(|(_, text)| text.len()).sum();
    let files = count(tree.len(), "file");
    format!(
        "{files}, {}, {}",
        count(lines, "line"),
        count(bytes, "byte")
    )
}

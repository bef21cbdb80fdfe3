//! `cargo lab bench generate`: a description → how long every stage of the
//! generator takes on it, and the whole command as a process; a folder → the same
//! of each description in it. A run that fails ends the benchmark with the
//! generator's own message.

mod figures;
mod folder;
mod process;
mod stages;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use generator::{FileTree, Settings, Source};
use serde_json::Value;
use xtask::args::OverlayArgs;
use xtask::failure::Failure;
use xtask::input::InputFile;
use xtask::overlays;
use xtask::terminal::{Outcome, Verdict};
use xtask::workspace::{self, DESCRIPTION, SETTINGS};

use self::figures::{Figures, Growth, Written};
use self::stages::{Stages, generate_once};
use super::doubled::doubled;
use super::memory::peak_memory;
use crate::args::{BenchGenerateArgs, FiguresFormat};

/// The crate that is generated; its name does not matter.
const CRATE: &str = "bench-client";

/// Measures and reports.
pub(super) fn run(args: &BenchGenerateArgs) -> Result<Outcome, Failure> {
    let report = match &args.folder {
        Some(folder) => folder::report(folder, args)?,
        None => one(args)?,
    };
    Ok(Outcome {
        report,
        verdict: Verdict::Done,
    })
}

/// The figures of one description.
fn one(args: &BenchGenerateArgs) -> Result<String, Failure> {
    let files = Files::new(args)?;
    let input = Input::read(&files)?;
    // The run that warms up is also the one whose memory and output are looked at.
    let (tree, _) = generate_once(&input)?;
    let memory = peak_memory("self");
    let stages = Stages::measure(&input, args.runs)?;
    let growth = if args.doubled {
        Some(growth(&input, args.runs)?)
    } else {
        None
    };
    let figures = Figures {
        document: input.description.name.clone(),
        bytes: input.description.text.len(),
        overlays: input.overlays.len(),
        runs: args.runs,
        stages,
        growth,
        written: Written::of(&tree),
        memory,
    };
    match args.format {
        FiguresFormat::Json => Ok(figures.json()),
        FiguresFormat::Text => Ok(figures.text(&process::measure(&files, args.runs)?)),
    }
}

/// What the description costs as one text with its corrections made, once and with everything in it
/// twice.
fn growth(input: &Input, runs: u32) -> Result<Growth, Failure> {
    let document = generator::load(&input.description)?;
    let (document, _) = generator::overlay(document, &input.overlays)?;
    let root = document.as_json();
    let Some(twice) = doubled(root) else {
        return Err(Failure::new("the description cannot be doubled"));
    };
    let measure = |root: &Value| {
        let input = Input {
            description: Source {
                name: input.description.name.clone(),
                text: root.to_string(),
            },
            overlays: Vec::new(),
            ..input.clone()
        };
        Stages::measure(&input, runs)
    };
    Ok(Growth {
        once: measure(root)?,
        twice: measure(&twice)?,
    })
}

/// What is read: this repository's own description and overlays, or what the command line names.
#[derive(Debug)]
pub(super) struct Files {
    description: InputFile,
    overlays: Vec<InputFile>,
    root: Option<PathBuf>,
}

impl Files {
    fn new(args: &BenchGenerateArgs) -> Result<Self, Failure> {
        if let Some(path) = &args.spec {
            return Ok(Self {
                description: InputFile::given(path),
                overlays: overlays::given(&args.overlays),
                root: args.root.clone(),
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
            root: None,
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
        if let Some(root) = &self.root {
            arguments.extend(["--root".into(), root.into()]);
        }
        arguments.extend(["--out".into(), out.into(), "--name".into(), CRATE.into()]);
        arguments
    }
}

/// What the generator takes.
#[derive(Clone, Debug)]
struct Input {
    description: Source,
    overlays: Vec<Source>,
    settings: Settings,
    file: InputFile,
    root: Option<PathBuf>,
}

impl Input {
    fn read(files: &Files) -> Result<Self, Failure> {
        Ok(Self {
            description: files.description.read()?,
            overlays: overlays::read(&files.overlays)?,
            settings: Settings::for_crate(CRATE)?,
            file: files.description.clone(),
            root: files.root.clone(),
        })
    }

    /// A file that the description refers to.
    fn read_beside(&self, path: &str) -> Result<String, String> {
        self.file.read_beside(path, self.root.as_deref())
    }
}

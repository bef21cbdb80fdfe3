//! `cargo lab bench generate`: a description → how long every stage of the
//! generator takes on it, and the whole command as a process; a folder → the same
//! of each description in it. A run that fails ends the benchmark with the
//! generator's own message.

mod figures;
mod folder;
mod input;
mod process;
mod stages;

use generator::Source;
use serde_json::Value;
use xtask::failure::Failure;
use xtask::terminal::{Completion, Outcome};

use self::figures::{Figures, Growth, Written};
pub(super) use self::input::Files;
use self::input::Input;
use self::stages::{Stages, generate_once};
use super::doubled::doubled;
use crate::args::{BenchGenerateArgs, FiguresFormat};
use crate::memory::peak_memory;

/// Measures and reports.
pub(super) fn run(args: &BenchGenerateArgs) -> Result<Outcome, Failure> {
    let report = match &args.folder {
        Some(folder) => folder::report(folder, args)?,
        None => one(args)?,
    };
    Ok(Outcome {
        report,
        verdict: Completion::Done,
    })
}

/// Returns the figures of one description.
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

/// Measures the description as one text with its corrections applied, once and with everything in it
/// twice.
fn growth(input: &Input, runs: u32) -> Result<Growth, Failure> {
    let document = generator::load(&input.description)?;
    let (document, said) = generator::overlay(document, &input.overlays)?;
    let (document, _) = said.unless_errors(document)?;
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

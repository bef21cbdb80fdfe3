//! Descriptions and overlays → how long each stage of the generator takes.

use std::time::{Duration, Instant};

use generator::{Diagnostics, FileTree};

use super::input::Input;
use crate::bench::samples::Samples;

/// The stages in their order, each with the time it took.
type Laps = Vec<(&'static str, Duration)>;

/// The times of each stage, and of all of them together.
#[derive(Debug, Default)]
pub(super) struct Stages {
    pub(super) each: Vec<(&'static str, Samples)>,
    pub(super) total: Samples,
}

impl Stages {
    /// Runs all stages so many times.
    pub(super) fn measure(input: &Input, runs: u32) -> Result<Self, Diagnostics> {
        let mut stages = Self::default();
        for _ in 0..runs {
            let (_, laps) = generate_once(input)?;
            stages.add(laps);
        }
        Ok(stages)
    }

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

/// Runs every stage once. What a stage drops counts for it.
pub(super) fn generate_once(input: &Input) -> Result<(FileTree, Laps), Diagnostics> {
    let (description, settings) = (&input.description, &input.settings);
    let mut laps = Laps::new();
    let document = lap(&mut laps, "load", || generator::load(description))?;
    let (document, _) = lap(&mut laps, "overlay", || {
        let (document, said) = generator::overlay(document, &input.overlays)?;
        said.unless_errors(document)
    })?;
    let (document, _) = lap(&mut laps, "bundle", || {
        let read_file = |path: &str| input.read_beside(path);
        let (document, said) = generator::bundle(document, &description.name, &read_file);
        said.unless_errors(document)
    })?;
    let (document, _) = lap(&mut laps, "normalize", || {
        let (document, said) = generator::normalize(document);
        said.unless_errors(document)
    })?;
    let openapi = lap(&mut laps, "parse", || generator::parse(&document))?;
    let (api, _) = lap(&mut laps, "lower", || generator::lower(&openapi, settings))?;
    let tree = lap(&mut laps, "emit and render", || generator::write(&api))?;
    Ok((tree, laps))
}

fn lap<T>(laps: &mut Laps, name: &'static str, stage: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let result = stage();
    laps.push((name, started.elapsed()));
    result
}

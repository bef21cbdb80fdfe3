//! `cargo lab bench diff`: a description and the same with a property of every object deprecated →
//! how long the report about the difference takes, and its stages.
//!
//! Invariant: what is timed as the whole is what `cargo xtask diff` does behind reading the files.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use generator::compare::{self, Side};
use generator::{ErrorPolicy, FileTree, Input, Modelled, Settings, Source};
use serde_json::Value;
use xtask::diff::{self, Files, Texts};
use xtask::failure::Failure;
use xtask::input::InputFile;
use xtask::overlays;
use xtask::terminal::{Completion, Outcome, count, grouped};
use xtask::workspace;

use super::samples::{Samples, Table};
use crate::args::BenchDiffArgs;

/// Measures and reports.
pub(super) fn run(args: &BenchDiffArgs) -> Result<Outcome, Failure> {
    let new = new_side(args)?;
    let old = Texts {
        label: "as it is".to_owned(),
        description: new.description.clone(),
        overlays: new.overlays.clone(),
        settings: new.settings.clone(),
        version: new.version.clone(),
        committed: new.folder.as_deref().map(crate_in).transpose()?,
        folder: None,
        keeping: None,
        files: new.files.clone(),
        errors: new.errors,
    };
    let new = Texts {
        description: with_deprecations(&new.description)?,
        ..new
    };
    // The run that warms up also says how much there is to tell.
    let changes = diff::report(&old, &new)?;
    let mut stages = Stages::default();
    let mut whole = Samples::default();
    for _ in 0..args.runs {
        stages.measure(&old, &new)?;
        let started = Instant::now();
        diff::report(&old, &new)?;
        whole.add(started.elapsed());
    }
    let mut table = Table::new();
    table.row("both models", &stages.models);
    table.row("both public APIs", &stages.surfaces);
    table.row("comparison", &stages.comparison);
    table.row("report, side by side", &whole);
    let mut report = format!(
        "{}: {} bytes, {}, {}\n\n{}",
        old.description.name,
        grouped(old.description.text.len()),
        count(changes, "change"),
        count(usize::try_from(args.runs).unwrap_or(usize::MAX), "run"),
        table.text
    );
    if cfg!(debug_assertions) {
        // Writing to a string cannot fail.
        let _ = writeln!(
            report,
            "\nbuilt with little optimisation (see `bench generate --help` for an optimised build)"
        );
    }
    Ok(Outcome {
        report,
        verdict: Completion::Done,
    })
}

fn new_side(args: &BenchDiffArgs) -> Result<Texts, Failure> {
    match &args.spec {
        None => Texts::of_folder(&workspace::root()),
        Some(path) => {
            let settings = Settings::for_crate("bench-client")?;
            Ok(Texts {
                label: "the file".to_owned(),
                description: InputFile::given(path).read()?,
                overlays: overlays::read(&[])?,
                version: settings.version().to_owned(),
                settings,
                committed: None,
                folder: None,
                keeping: None,
                files: Files::Beside(InputFile::given(path), None),
                errors: ErrorPolicy::SkipActions,
            })
        }
    }
}

/// Returns the crate that a comparison with a commit would read from it.
fn crate_in(folder: &Path) -> Result<FileTree, Failure> {
    let mut tree = FileTree::default();
    for path in files_below(folder)? {
        if let Ok(text) = fs::read_to_string(&path) {
            let name = path.strip_prefix(folder).unwrap_or(&path);
            tree.insert(name.to_string_lossy().into_owned(), text);
        }
    }
    Ok(tree)
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let failed =
        |error: io::Error| Failure::io(format_args!("cannot read `{}`", folder.display()), &error);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

/// Returns the description with a change in nearly every schema.
fn with_deprecations(description: &Source) -> Result<Source, Failure> {
    let mut root = generator::load(description)?.as_json().clone();
    let schemas = root.pointer_mut("/components/schemas");
    let schemas = schemas.and_then(Value::as_object_mut).into_iter().flatten();
    for (_, schema) in schemas {
        let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
        if let Some(properties) = properties
            && let Some(first) = properties.values_mut().next()
            && let Some(first) = first.as_object_mut()
        {
            first.insert("deprecated".to_owned(), Value::Bool(true));
        }
    }
    Ok(Source {
        name: description.name.clone(),
        text: root.to_string(),
    })
}

/// The stages of a report, one after the other.
#[derive(Debug, Default)]
struct Stages {
    models: Samples,
    surfaces: Samples,
    comparison: Samples,
}

impl Stages {
    fn measure(&mut self, old: &Texts, new: &Texts) -> Result<(), Failure> {
        let started = Instant::now();
        let models = [model(old)?, model(new)?];
        self.models.add(started.elapsed());
        let started = Instant::now();
        let [before, after] = &models;
        let surfaces = [
            generator::public_api(&before.api)?,
            generator::public_api(&after.api)?,
        ];
        self.surfaces.add(started.elapsed());
        let started = Instant::now();
        let [before, after] = [0, 1].map(|index| Side {
            api: &models[index].api,
            public_api: &surfaces[index],
        });
        drop(compare::Report::new(before, after));
        self.comparison.add(started.elapsed());
        Ok(())
    }
}

fn model(texts: &Texts) -> Result<Modelled<'_>, Failure> {
    let input = Input::new(&texts.description, &texts.settings)
        .overlays(&texts.overlays)
        .errors(ErrorPolicy::SkipActions);
    Ok(input.model()?)
}

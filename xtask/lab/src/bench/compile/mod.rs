//! `cargo lab bench compile`: a description → how long the generated crate and
//! a program that uses all of it take to compile, and how large they are; for a made-up
//! description, each beside the same API as a person would write it with serde's derive.

mod builds;
mod compiler;
mod groups;
mod leaf;
mod made_up;
mod ordinary;
mod packages;
mod sizes;
mod values;

use generator::{Generated, Input, Settings, Source};
use xtask::failure::Failure;
use xtask::overlays;
use xtask::terminal::{Completion, Outcome, count};

pub(crate) use self::compiler::as_compiler;
use self::packages::Packages;
pub(super) use self::sizes::dependencies;
use super::comparison::Comparison;
use crate::args::BenchCompileArgs;
use crate::builds::Builds;

/// The name of the crate that is made from another description.
const CRATE: &str = "bench-client";

/// Writes both crates with their programs, builds them, and reports.
pub(super) fn run(args: &BenchCompileArgs) -> Result<Outcome, Failure> {
    let (description, overlays, settings) = described(args)?;
    let generated = Input::new(&description, &settings)
        .overlays(&overlays)
        .generate()?;
    let packages = Packages::new(&generated, args.made_up);
    let builds = Builds::prepare("bench/compile", &packages.files)?;
    let heading = heading(&description.name, &generated, args.runs);
    if args.check {
        let figures = builds::check_alone(&builds, &packages, args.runs)?;
        return Ok(Outcome {
            report: format!("{heading}{figures}"),
            verdict: Completion::Done,
        });
    }
    let mut table = match args.made_up {
        Some(_) => Comparison::with("ordinary"),
        None => Comparison::alone(),
    };
    builds::measure(&builds, &packages, args.runs, &mut table)?;
    sizes::measure(&builds, &packages, &mut table)?;
    let groups = groups::measure(&builds, &packages, &generated.api, args.runs)?;
    let tables = [Some(table.into_text()), groups];
    let tables: Vec<String> = tables.into_iter().flatten().collect();
    Ok(Outcome {
        report: format!(
            "{heading}{}\n{}",
            tables.join("\n"),
            explanation(args.made_up)
        ),
        verdict: Completion::Done,
    })
}

/// Returns the description that is asked for, with its overlays and settings.
fn described(args: &BenchCompileArgs) -> Result<(Source, Vec<Source>, Settings), Failure> {
    if let Some(count) = args.made_up {
        let settings = Settings::for_crate(CRATE)?;
        return Ok((made_up::description(count), Vec::new(), settings));
    }
    let chosen = args.spec.as_deref();
    let (description, overlays, settings) = overlays::with_description(chosen, CRATE)?;
    Ok((description.read()?, overlays::read(&overlays)?, settings))
}

fn heading(label: &str, generated: &Generated, runs: u32) -> String {
    let operations = count(generated.api.operation_count(), "operation");
    let types = count(generated.api.types.len(), "type");
    let runs = count(usize::try_from(runs).unwrap_or(usize::MAX), "run");
    format!("{label}: {operations}, {types}; medians of {runs}, nothing incremental\n\n")
}

/// Returns the meaning of the figures, below the tables.
fn explanation(made_up: Option<usize>) -> String {
    let mut text = "CPU times are those of Cargo and all that it starts; memory is what the compiler held at most.\n".to_owned();
    if made_up.is_some() {
        text.push_str(
            "`ordinary` is the same API with serde's derive and one `async fn` per operation over reqwest,\n\
             without comments, retries, paging, limits or tolerance in decoding.\n",
        );
    }
    text
}

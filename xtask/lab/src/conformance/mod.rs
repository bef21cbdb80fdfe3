//! `cargo lab conformance`: the public `TypeSpec` suite for client generators on this generator.
//!
//! Its documents are generated and compiled, and every scenario that OpenAPI can express is called with typed arguments
//! against the suite's own server, which judges the request. Invariant: calls are derived from the scenarios and the
//! model; none is written by hand.

mod bodies;
mod call;
mod client;
mod document;
mod expected;
mod gap;
mod paging;
mod plan;
mod program;
mod suite;
mod table;
mod target;
mod values;
mod verdict;
mod wire;

use generator::FileTree;
use xtask::failure::Failure;
use xtask::terminal::{self, Completion, Outcome};

use self::document::Document;
use self::suite::Packages;
use self::table::Row;
use crate::args::ConformanceArgs;
use crate::builds::{Builds, target_folder};
use crate::documents::bar;

/// Runs the suite.
pub(crate) fn run(args: &ConformanceArgs) -> Result<Outcome, Failure> {
    terminal::progress("installing the suite");
    let folder = target_folder()?.join("conformance");
    let packages = Packages::install(folder.join("packages"))?;
    let port = suite::free_port()?;
    let url = format!("http://localhost:{port}");
    terminal::progress("emitting the documents");
    let documents = folder.join("documents");
    let suite = packages.read(args.openapi.as_str(), &documents, &url)?;
    let mut generated = Vec::new();
    for (index, described) in suite.documents.iter().enumerate() {
        terminal::progress(&bar(
            "generating",
            index,
            suite.documents.len(),
            &described.file,
        ));
        generated.push(Document::generate(&documents, described)?);
    }
    let planned = plan::plan(&suite, &generated);
    terminal::progress("compiling the crates and their calls");
    let builds = Builds::prepare("conformance/clients", &FileTree::default())?;
    let built = program::build(&builds, &generated, &planned)?;
    let server = packages.serve(port)?;
    let outcomes = verdict::run(&builds, &generated, &built, &url)?;
    drop(server);
    let rows: Vec<Row<'_>> = planned
        .iter()
        .enumerate()
        .map(|(number, planned)| Row {
            specification: &planned.scenario.specification,
            name: &planned.scenario.name,
            verdict: verdict::of(number, planned, &built, &outcomes),
        })
        .collect();
    let verdict = if table::count(&rows).failed == 0 {
        Completion::Done
    } else {
        Completion::Stale
    };
    Ok(Outcome {
        report: table::report(&rows),
        verdict,
    })
}

//! The crates and the calls → a workspace with a program for each crate, built in a few runs of Cargo.
//!
//! Invariant: a call that does not compile costs itself alone: it is taken out, with the compiler's message, and the rest
//! is built again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use generator::FileTree;
use xtask::failure::Failure;

use super::document::Document;
use super::plan::Planned;
use crate::builds::Builds;

const RUNNER: &str = include_str!("../../programs/conformance/runner.rs");

/// Number of builds at the most.
const ROUNDS: usize = 4;

/// Place of a call: the scenario's number, and the number of the call in it.
pub(super) type Place = (usize, usize);

/// Result of the builds.
#[derive(Default)]
pub(super) struct Built {
    /// Calls that do not compile, with the compiler's message.
    pub(super) refused: BTreeMap<Place, String>,
    /// Packages of crates that do not compile, with the compiler's message.
    pub(super) broken: BTreeMap<String, String>,
}

/// Lines of the calls in a program, by the place of the call.
type Lines = Vec<(usize, Place)>;

/// Builds a program for each crate.
pub(super) fn build(
    builds: &Builds,
    documents: &[Document],
    planned: &[Planned<'_>],
) -> Result<Built, Failure> {
    let mut built = Built::default();
    for _ in 0..ROUNDS {
        let lines = write(builds, documents, planned, &built)?;
        let Err(said) = builds.build_all()? else {
            return Ok(built);
        };
        if !built.learn(&said, &lines) {
            return Err(Failure::new(format!("the calls do not compile:\n{said}")));
        }
    }
    Err(Failure::new(format!(
        "calls did not compile after {ROUNDS} builds"
    )))
}

/// Returns the package with the calls of a crate.
pub(super) fn program(document: &Document) -> String {
    format!("calls-{}", document.package)
}

/// Writes the workspace, and returns the places of the calls in it.
fn write(
    builds: &Builds,
    documents: &[Document],
    planned: &[Planned<'_>],
    built: &Built,
) -> Result<BTreeMap<String, Lines>, Failure> {
    let mut files = FileTree::default();
    let (mut members, mut lines) = (Vec::new(), BTreeMap::new());
    let documents = documents
        .iter()
        .filter(|document| !built.broken.contains_key(&document.package));
    for document in documents {
        let (package, program) = (&document.package, program(document));
        for (path, text) in document.tree.iter() {
            files.insert(format!("crates/{package}/{path}"), text);
        }
        let (text, places) = calls(document, planned, built);
        files.insert(format!("calls/{program}/Cargo.toml"), manifest(document));
        files.insert(format!("calls/{program}/src/main.rs"), RUNNER);
        files.insert(format!("calls/{program}/src/calls.rs"), text);
        members.push(format!("\"crates/{package}\", \"calls/{program}\""));
        lines.insert(program, places);
    }
    let root = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n\n[profile.dev]\ndebug = false\nstrip = true\n",
        members.join(", ")
    );
    files.insert("Cargo.toml", root);
    builds.replace(&[], &files)?;
    Ok(lines)
}

/// Returns the manifest of a program. Without TLS nothing needs a C compiler; no call leaves this machine.
fn manifest(document: &Document) -> String {
    let features: &[&str] = if document
        .tree
        .get("Cargo.toml")
        .is_some_and(|text| text.contains("\nresources = ["))
    {
        &["reqwest", "resources"]
    } else {
        &["reqwest"]
    };
    format!(
        "[package]\nname = \"{}\"\nedition = \"2024\"\n\n[dependencies]\n\
         api = {{ package = {:?}, path = \"../../crates/{}\", default-features = false, features = {features:?} }}\n\
         futures-util = {{ version = \"0.3\", default-features = false, features = [\"alloc\"] }}\n\
         serde_json = \"1\"\ntokio = {{ version = \"1\", features = [\"macros\", \"net\", \"rt\", \"time\"] }}\n",
        program(document),
        document.package,
        document.package
    )
}

/// Returns `calls.rs`, and the lines of the calls in it.
fn calls(document: &Document, planned: &[Planned<'_>], built: &Built) -> (String, Lines) {
    let mut text = String::from("//! Calls of the scenarios, in their order.\n\nuse crate::*;\n");
    let (mut lines, mut all) = (Vec::new(), String::new());
    for (number, planned) in planned.iter().enumerate() {
        for (exchange, step) in planned.calls.iter().enumerate() {
            let place = (number, exchange);
            let Some(step) = step
                .as_ref()
                .ok()
                .filter(|step| step.document.package == document.package)
            else {
                continue;
            };
            if built.refused.contains_key(&place) {
                continue;
            }
            let name = format!("call_{number}_{exchange}");
            // Writing to a string cannot fail.
            let _ = writeln!(all, "    run({number}, {exchange}, {name}(url)).await;");
            let _ = write!(
                text,
                "async fn {name}(url: &'static str) -> Verdict {{\n    {}\n}}\n",
                step.call.code
            );
            lines.push((text.lines().count(), place));
        }
    }
    let _ = write!(
        text,
        "\npub(crate) async fn run_all(url: &'static str) {{\n{all}}}\n"
    );
    (text, lines)
}

impl Built {
    /// Reads the compiler's messages; `false` if they name nothing new.
    fn learn(&mut self, said: &str, lines: &BTreeMap<String, Lines>) -> bool {
        let known = (self.refused.len(), self.broken.len());
        let mut message = "";
        let mut seen = BTreeSet::new();
        for line in said.lines() {
            if line.starts_with("error") {
                message = line;
                seen.clear();
            }
            let Some(place) = line
                .trim_start()
                .strip_prefix("--> ")
                .filter(|_| !message.is_empty())
            else {
                continue;
            };
            // Behind the first place of a message are those of its notes.
            if !seen.insert(message) {
                continue;
            }
            self.note(place, message, lines);
        }
        known != (self.refused.len(), self.broken.len())
    }

    /// Notes an error at `calls/NAME/src/calls.rs:LINE:COLUMN` or in a file of a crate.
    fn note(&mut self, place: &str, message: &str, lines: &BTreeMap<String, Lines>) {
        let mut steps = place.split('/');
        let (Some(kind), Some(package)) = (steps.next(), steps.next()) else {
            return;
        };
        if kind == "crates" {
            let text = format!("{message} at {place}");
            self.broken.entry(package.to_owned()).or_insert(text);
            return;
        }
        let line = place
            .rsplit(':')
            .nth(1)
            .and_then(|line| line.parse::<usize>().ok());
        let (Some(lines), Some(line)) = (lines.get(package), line) else {
            return;
        };
        if let Some((_, place)) = lines.iter().find(|(end, _)| *end >= line) {
            self.refused
                .entry(*place)
                .or_insert_with(|| message.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::Built;

    #[test]
    fn an_error_costs_the_call_in_whose_lines_it_is() {
        let lines = BTreeMap::from([("calls-a".to_owned(), vec![(5, (0, 0)), (8, (3, 1))])]);
        let said = "error[E0308]: mismatched types\n  --> calls/calls-a/src/calls.rs:7:9\n  \
                    --> crates/a/src/lib.rs:1:1\nerror: could not compile `calls-a`\n";
        let mut built = Built::default();
        assert!(built.learn(said, &lines));
        assert_eq!(built.refused[&(3, 1)], "error[E0308]: mismatched types");
        assert_eq!((built.refused.len(), built.broken.len()), (1, 0));
        assert!(!built.learn(said, &lines));
        assert!(built.learn("error: x\n --> crates/b/src/lib.rs:1:1\n", &lines));
        assert_eq!(built.broken["b"], "error: x at crates/b/src/lib.rs:1:1");
    }
}

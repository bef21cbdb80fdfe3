//! `cargo lab corpus`: a folder of descriptions → what comes of each: a crate or errors, how much of it is
//! typed, what it takes, and whether the crate compiles without a warning.
//!
//! Each is generated in a process of its own, so that its memory is its own, and one that breaks leaves the others
//! alone. What a compiler said about the same files with the same versions is not asked again.

mod measure;
mod row;
mod share;
mod table;

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

use generator::FileTree;
use xtask::failure::Failure;
use xtask::terminal::{self, Completion, Outcome};

pub(crate) use self::measure::measure;
use self::row::Row;
use crate::args::CorpusArgs;
use crate::builds::{Builds, Judgement};
use crate::documents::{bar, below, documents};

/// Generates and compiles every description of a folder.
pub(crate) fn run(args: &CorpusArgs) -> Result<Outcome, Failure> {
    let documents = documents(&args.folder, args.take)?;
    let builds = Builds::prepare("corpus", &FileTree::default())?;
    let mut rows = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        terminal::progress(&bar("generating", index, documents.len(), document));
        let package = package(document);
        let out = builds.path(&format!("crates/{package}"));
        let figures = measure::start(&args.folder.join(document), &args.folder, &package, &out)?;
        rows.push(Row {
            document: document.clone(),
            package,
            figures,
            judgement: None,
        });
    }
    if !args.no_compile {
        compile(&builds, &mut rows)?;
    }
    terminal::progress("");
    let verdict = if rows.iter().all(|row| row.is_good(args.allow_partial)) {
        Completion::Done
    } else {
        Completion::Stale
    };
    Ok(Outcome {
        report: table::report(&rows),
        verdict,
    })
}

/// Asks the compiler about every crate that it has not judged yet.
fn compile(builds: &Builds, rows: &mut [Row]) -> Result<(), Failure> {
    let made: Vec<&str> = rows
        .iter()
        .filter(|row| row.figures.is_ok())
        .map(|row| row.package.as_str())
        .collect();
    let members: Vec<String> = made
        .iter()
        .map(|package| format!("\"crates/{package}\""))
        .collect();
    let mut files = FileTree::default();
    files.insert(
        "Cargo.toml",
        format!(
            "[workspace]\nresolver = \"3\"\nmembers = [{}]\n\n[profile.dev]\ndebug = false\n",
            members.join(", ")
        ),
    );
    builds.replace(&[], &files)?;
    let number = rows.len();
    for (index, row) in rows.iter_mut().enumerate() {
        terminal::progress(&bar("compiling", index, number, &row.document));
        if row.figures.is_ok() {
            row.judgement = Some(judge(builds, &row.package)?);
        }
    }
    Ok(())
}

/// Compiles a package, or recalls the result for the same files.
fn judge(builds: &Builds, package: &str) -> Result<Judgement, Failure> {
    let folder = builds.path(&format!("crates/{package}"));
    let key = format!("{:016x}", content(&folder, &builds.path("Cargo.lock"))?);
    let cache = builds.path(&format!("judged/{package}"));
    if let Ok(known) = fs::read_to_string(&cache)
        && let Some(judgement) = Judgement::recall(&known, &key)
    {
        return Ok(judgement);
    }
    let judgement = builds.judge(package, None)?;
    let mut files = FileTree::default();
    files.insert(format!("judged/{package}"), judgement.record(&key));
    builds.replace(&[], &files)?;
    Ok(judgement)
}

/// Returns a number that is another one when a file of the crate or a version is another one.
fn content(folder: &Path, lock: &Path) -> Result<u64, Failure> {
    let mut paths = vec![lock.to_path_buf()];
    below(folder, &mut paths)?;
    paths[1..].sort();
    let mut hasher = DefaultHasher::new();
    env!("CARGO_PKG_RUST_VERSION").hash(&mut hasher);
    for path in paths {
        let bytes = fs::read(&path).map_err(|error| {
            Failure::io(format_args!("cannot read `{}`", path.display()), &error)
        })?;
        path.hash(&mut hasher);
        bytes.hash(&mut hasher);
    }
    Ok(hasher.finish())
}

/// Returns the package of a description's crate.
fn package(document: &str) -> String {
    let stem = document.rsplit_once('.').map_or(document, |(stem, _)| stem);
    let letters = stem.chars().map(|c| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    });
    format!("corpus-{}", letters.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::package;

    #[test]
    fn any_file_name_gives_a_package() {
        assert_eq!(package("intercom-2.16.yaml"), "corpus-intercom-2-16");
        assert_eq!(package("Ä b.json"), "corpus---b");
    }
}

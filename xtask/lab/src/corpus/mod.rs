//! `cargo lab corpus`: a folder of descriptions → what comes of each: a crate or errors, how much of it is
//! typed, what it takes, and whether the crate compiles without a warning.
//!
//! Each is generated in a process of its own, so that its memory is its own, and one that breaks leaves the others
//! alone. What a compiler said about the same files with the same versions is not asked again.

mod measure;
mod share;
mod table;

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use generator::FileTree;
use xtask::failure::Failure;
use xtask::output;
use xtask::terminal::{self, Outcome, Verdict};
use xtask::workspace;

use crate::args::CorpusArgs;
use crate::builds::{Builds, Judgement};
use measure::Figures;
pub(crate) use measure::measure;

/// What came of one description.
#[derive(Debug)]
struct Row {
    /// The file's path from the folder.
    document: String,
    /// The package of its crate.
    package: String,
    /// What generating it gave, or what was said instead.
    figures: Result<Figures, String>,
    /// What the compiler said. `None`: it was not asked.
    judgement: Option<Judgement>,
}

impl Row {
    fn is_good(&self, allow_partial: bool) -> bool {
        let is_whole = |figures: &Figures| allow_partial || figures.left_out == 0;
        self.figures.as_ref().is_ok_and(is_whole)
            && matches!(self.judgement, None | Some(Judgement::Clean))
    }
}

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
        Verdict::Done
    } else {
        Verdict::Stale
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

/// What the compiler says about a package, or has said about the same files.
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

/// A number that is another one when a file of the crate or a version is another one.
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

fn below(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let failed = |error: &std::io::Error| {
        Failure::io(format_args!("cannot read `{}`", folder.display()), error)
    };
    for entry in fs::read_dir(folder).map_err(|error| failed(&error))? {
        let path = entry.map_err(|error| failed(&error))?.path();
        if path.is_dir() {
            below(&path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// The descriptions in the folder and below, by path; of many, `take`, spread evenly.
pub(crate) fn documents(folder: &Path, take: Option<usize>) -> Result<Vec<String>, Failure> {
    let mut paths = Vec::new();
    below(folder, &mut paths)?;
    let names = paths.iter().filter(|path| is_description(path));
    let names = names.filter_map(|path| path.strip_prefix(folder).ok());
    let mut names: Vec<String> = names.map(output::slashed).collect();
    names.sort();
    if names.is_empty() {
        let text = format!("`{}` has no description", folder.display());
        return Err(Failure::new(text)
            .help("descriptions end in .json, .yaml or .yml, and have a member `openapi`"));
    }
    let take = take.unwrap_or(names.len()).min(names.len());
    let step = |index: usize| index * names.len() / take;
    Ok((0..take).map(|index| names[step(index)].clone()).collect())
}

/// Whether a file is a description, and not a part of one or an overlay.
fn is_description(path: &Path) -> bool {
    let is_named = path
        .extension()
        .is_some_and(|ending| ["json", "yaml", "yml"].iter().any(|known| ending == *known));
    // Where this repository keeps what is meant to be wrong.
    let is_meant = !path.components().any(|step| step.as_os_str() == "invalid");
    is_named && is_meant && fs::read_to_string(path).is_ok_and(|text| has_version(&text))
}

/// Whether a text has a member `openapi` at its top, as far as lines and quotes tell.
fn has_version(text: &str) -> bool {
    let first = text.trim_start_matches(['\u{feff}', '{', ' ', '\t', '\r', '\n']);
    first.starts_with("\"openapi\"")
        || text.lines().any(|line| {
            line.starts_with("openapi:") || line.trim_start().starts_with("\"openapi\"")
        })
}

/// The package of a description's crate.
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

/// `generating [####------] 12/64 github.json`
pub(crate) fn bar(doing: &str, index: usize, number: usize, document: &str) -> String {
    const WIDTH: usize = 20;
    let done = index * WIDTH / number.max(1);
    let (done, left) = ("#".repeat(done), "-".repeat(WIDTH - done));
    format!("{doing} [{done}{left}] {}/{number} {document}", index + 1)
}

/// Where a relative path of the command line leads, so that other processes find it, too.
pub(crate) fn default_folder() -> PathBuf {
    workspace::root().join("tests/cases")
}

#[cfg(test)]
mod tests {
    use super::{bar, has_version, package};

    #[test]
    fn descriptions_are_told_from_their_parts() {
        assert!(has_version("# Pets\nopenapi: 3.1.0\n"));
        assert!(has_version("{\"info\": {},\n  \"openapi\": \"3.0.0\"}"));
        assert!(has_version("{ \"openapi\": \"3.0.0\"}"));
        assert!(!has_version("components:\n  openapi: 1\n"));
    }

    #[test]
    fn any_file_name_gives_a_package() {
        assert_eq!(package("intercom-2.16.yaml"), "corpus-intercom-2-16");
        assert_eq!(package("Ä b.json"), "corpus---b");
    }

    #[test]
    fn the_bar_fills_up() {
        assert_eq!(bar("x", 0, 2, "a"), format!("x [{}] 1/2 a", "-".repeat(20)));
        assert!(bar("x", 1, 2, "a").contains("#---"));
    }
}

//! A folder → the descriptions in it, and the bar that says how far an experiment with them has come.

use std::fs;
use std::path::{Path, PathBuf};

use xtask::failure::Failure;
use xtask::output;

/// Returns the descriptions in the folder and below, by path; of many, `take`, spread evenly.
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

/// Returns `true` for a description, as opposed to a part of one or an overlay.
fn is_description(path: &Path) -> bool {
    let is_named = path
        .extension()
        .is_some_and(|ending| ["json", "yaml", "yml"].iter().any(|known| ending == *known));
    // Where this repository keeps what is meant to be wrong.
    let is_meant = !path.components().any(|step| step.as_os_str() == "invalid");
    is_named && is_meant && fs::read_to_string(path).is_ok_and(|text| has_version(&text))
}

/// Returns `true` if a text has a member `openapi` at its top, judging by lines and quotes.
fn has_version(text: &str) -> bool {
    let first = text.trim_start_matches(['\u{feff}', '{', ' ', '\t', '\r', '\n']);
    first.starts_with("\"openapi\"")
        || text.lines().any(|line| {
            line.starts_with("openapi:") || line.trim_start().starts_with("\"openapi\"")
        })
}

/// Adds every file of a folder and those below it.
pub(crate) fn below(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
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

/// Returns `generating [####------] 12/64 github.json`
pub(crate) fn bar(doing: &str, index: usize, number: usize, document: &str) -> String {
    const WIDTH: usize = 20;
    let done = index * WIDTH / number.max(1);
    let (done, left) = ("#".repeat(done), "-".repeat(WIDTH - done));
    format!("{doing} [{done}{left}] {}/{number} {document}", index + 1)
}

#[cfg(test)]
mod tests {
    use super::{bar, has_version};

    #[test]
    fn descriptions_are_told_from_their_parts() {
        assert!(has_version("# Pets\nopenapi: 3.1.0\n"));
        assert!(has_version("{\"info\": {},\n  \"openapi\": \"3.0.0\"}"));
        assert!(has_version("{ \"openapi\": \"3.0.0\"}"));
        assert!(!has_version("components:\n  openapi: 1\n"));
    }

    #[test]
    fn the_bar_fills_up() {
        assert_eq!(bar("x", 0, 2, "a"), format!("x [{}] 1/2 a", "-".repeat(20)));
        assert!(bar("x", 1, 2, "a").contains("#---"));
    }
}

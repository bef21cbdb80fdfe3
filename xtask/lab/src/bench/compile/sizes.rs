//! Packages → how much there is of them: crates, lines, bytes of programs.

use std::fs;

use xtask::failure::Failure;

use super::packages::Packages;
use crate::bench::comparison::{Comparison, Side, Unit};
use crate::builds::Builds;

/// Counts, and adds the counts to the table.
pub(super) fn measure(
    builds: &Builds,
    packages: &Packages,
    table: &mut Comparison,
) -> Result<(), Failure> {
    table.section("Size");
    let sizes = |figure: &dyn Fn(Side) -> Result<usize, Failure>| {
        packages.each_side(|side| figure(side).map(float))
    };
    let crates = sizes(&|side| dependencies(builds, packages.client(side)))?;
    table.row("dependency crates", Unit::Count, &crates);
    let all = sizes(&|side| Ok(lines(packages, side, |_| true)))?;
    table.row("lines", Unit::Count, &all);
    let code = sizes(&|side| Ok(lines(packages, side, is_code)))?;
    table.row("lines of code", Unit::Count, &code);
    let small = sizes(&|side| binary(builds, side.small_program()))?;
    table.row("program with one call, release", Unit::Kibibytes, &small);
    let large = sizes(&|side| binary(builds, side.program()))?;
    table.row("program with every call, release", Unit::Kibibytes, &large);
    Ok(())
}

fn float(figure: usize) -> f64 {
    u32::try_from(figure).map_or(f64::INFINITY, f64::from)
}

/// Counts the other crates that are compiled for a package on this platform, build
/// scripts and macros included.
pub(in crate::bench) fn dependencies(builds: &Builds, package: &str) -> Result<usize, Failure> {
    let tree = builds.cargo(&[
        "tree",
        "--edges=normal,build",
        "--prefix=none",
        "--format={p}",
        "--package",
        package,
    ])?;
    let mut crates: Vec<&str> = tree
        .lines()
        .map(|line| line.trim_end_matches(" (*)"))
        .collect();
    crates.retain(|line| !line.is_empty());
    crates.sort_unstable();
    crates.dedup();
    Ok(crates.len().saturating_sub(1))
}

fn lines(packages: &Packages, side: Side, counts: fn(&str) -> bool) -> usize {
    let source = format!("{}/src/", side.client_folder());
    let files = packages.files.iter();
    let texts = files
        .filter(|(path, _)| path.starts_with(&source))
        .map(|(_, text)| text);
    texts
        .flat_map(str::lines)
        .filter(|line| counts(line.trim()))
        .count()
}

/// Returns `true` if a line is neither blank nor a comment.
fn is_code(line: &str) -> bool {
    !line.is_empty() && !line.starts_with("//")
}

fn binary(builds: &Builds, package: &str) -> Result<usize, Failure> {
    builds.cargo(&["build", "--release", "--package", package])?;
    let path = builds.built(&format!(
        "release/{package}{}",
        std::env::consts::EXE_SUFFIX
    ));
    let size = fs::metadata(&path)
        .map_err(|error| Failure::io(format_args!("cannot read `{}`", path.display()), &error))?
        .len();
    Ok(usize::try_from(size).unwrap_or(usize::MAX))
}

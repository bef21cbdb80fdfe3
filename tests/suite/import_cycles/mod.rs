//! No file and no folder of the hand-written sources imports itself by way of others.
//!
//! A name counts as imported from the file that defines it, so a `mod.rs` that only re-exports ties nothing together.

mod cycles;
mod modules;
mod references;

use std::collections::BTreeMap;

use self::cycles::Edges;
use crate::files;

/// Everything that is written by hand.
const FOLDERS: [&str; 9] = [
    "generator/fuzz",
    "generator/runtime/src",
    "generator/runtime/tests",
    "generator/src",
    "generator/tests",
    "tests/examples",
    "tests/src",
    "tests/suite",
    "xtask",
];

#[test]
fn no_file_or_folder_imports_itself_by_way_of_others() {
    let root = files::root();
    let mut sources = BTreeMap::new();
    for folder in FOLDERS.map(|folder| root.join(folder)) {
        if folder.is_dir() {
            for path in files::below(&folder) {
                if path.extension().is_some_and(|extension| extension == "rs") {
                    sources.insert(files::relative(&path, &root), files::read(&path));
                }
            }
        }
    }
    let edges = imports(&sources);
    // The imports are read at all: this file has these.
    let own = "tests/suite/import_cycles/mod.rs";
    let read = edges.keys().filter(|(from, _)| from == own).count();
    assert!(read >= 3, "{read}");
    let cycles = cycles::find(&edges);
    assert!(cycles.is_empty(), "{}", cycles.join("\n"));
}

/// Returns the names that files take from others.
fn imports(sources: &BTreeMap<String, String>) -> Edges {
    let tree = modules::read(sources);
    let mut edges = Edges::new();
    for reference in references::read(&tree) {
        edges
            .entry((reference.from, reference.to))
            .or_default()
            .insert(reference.name);
    }
    edges
}

/// Returns the cycles in made-up sources.
fn found(sources: &[(&str, &str)]) -> Vec<String> {
    let sources = sources
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    cycles::find(&imports(&sources.collect()))
}

#[test]
fn files_that_import_each_other_are_a_cycle() {
    let found = found(&[
        ("a/lib.rs", "mod one; mod two;"),
        ("a/one.rs", "use crate::two::Two; pub struct One(Two);"),
        ("a/two.rs", "pub struct Two; fn f() { super::one::One; }"),
    ]);
    assert_eq!(
        found,
        [
            "files that import each other:\n  a/one.rs -> a/two.rs: Two\n  a/two.rs -> a/one.rs: One\n"
        ]
    );
}

#[test]
fn a_re_export_is_no_import_of_its_own() {
    let folder = [
        (
            "a/lib.rs",
            "mod one; mod two; pub use self::one::One; pub use two::*;",
        ),
        ("a/one.rs", "use crate::Two; pub struct One(Two);"),
        ("a/two.rs", "pub struct Two;"),
    ];
    assert_eq!(found(&folder), [""; 0]);
    let used = [
        (
            "a/lib.rs",
            "mod one; pub use self::one::One; pub struct Two(One);",
        ),
        ("a/one.rs", "use super::Two; pub struct One(Two);"),
    ];
    assert_eq!(found(&used).len(), 1);
}

#[test]
fn folders_that_import_each_other_are_a_cycle_even_if_their_files_are_none() {
    let found = found(&[
        ("a/lib.rs", "mod x; mod y;"),
        ("a/x/mod.rs", "pub mod one; pub mod two;"),
        ("a/x/one.rs", "use crate::y::three::Three;"),
        ("a/x/two.rs", "pub fn two() {}"),
        ("a/y/mod.rs", "pub mod three; mod four;"),
        ("a/y/three.rs", "pub enum Three { One }"),
        ("a/y/four.rs", "use crate::x::two; fn four() { two::two() }"),
    ]);
    assert_eq!(
        found,
        [
            "folders that import each other:\n  a/x -> a/y: Three (x/one.rs -> y/three.rs)\n  \
          a/y -> a/x: two (y/four.rs -> x/two.rs)\n"
        ]
    );
}

#[test]
fn tests_quoted_code_and_exported_macros_are_left_out() {
    let found = found(&[
        ("a/lib.rs", "mod one; mod two;"),
        ("a/one.rs", "pub struct One; fn f() { crate::two::Two; }"),
        (
            "a/two.rs",
            "pub struct Two; fn f() { quote! { crate::one::One } } #[cfg(test)] mod tests { use crate::one::One; }
             #[macro_export] macro_rules! two { () => { $crate::one::One } }",
        ),
    ]);
    assert_eq!(found, [""; 0]);
}

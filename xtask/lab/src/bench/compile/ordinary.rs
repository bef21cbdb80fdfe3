//! A number → the client that a person would write for the made-up description of that size: structs with serde's
//! derive, and one `async fn` per operation over reqwest. It is the baseline of `cargo lab bench compile --made-up`.
//!
//! Invariant: types, fields and functions have the names that the program of `leaf` uses.

use std::fmt::Write as _;

use generator::FileTree;

use super::made_up::GROUP;

/// The name of the package.
pub(super) const PACKAGE: &str = "ordinary";

/// The manifest; the HTTP stack is that of the generated crate.
const MANIFEST: &str = include_str!("../../../programs/ordinary/manifest.toml");

/// The parts that are the same for every size.
const ROOT: &str = include_str!("../../../programs/ordinary/root.rs");

/// One type.
const RECORD: &str = include_str!("../../../programs/ordinary/record.rs");

/// The calls of a group, each after a line that is empty.
const CALLS: &str = include_str!("../../../programs/ordinary/calls.rs");

/// Returns every file of the crate. Like the generated one, it has one module per type and one per group.
pub(super) fn emit(count: usize) -> FileTree {
    let mut files = FileTree::default();
    files.insert("Cargo.toml", MANIFEST);
    files.insert("src/lib.rs", ROOT);
    let mut models = "//! Every type.\n\n".to_owned();
    for number in 0..count {
        // Writing to a string cannot fail.
        let _ = write!(
            models,
            "mod record{number};\npub use self::record{number}::*;\n"
        );
        files.insert(
            format!("src/models/record{number}.rs"),
            record(number, count),
        );
    }
    files.insert("src/models/mod.rs", models);
    let mut resources = "//! Every call.\n\n".to_owned();
    for group in 0..count.div_ceil(GROUP) {
        let _ = writeln!(resources, "mod group{group};");
        files.insert(
            format!("src/resources/group{group}.rs"),
            calls(group, count),
        );
    }
    files.insert("src/resources/mod.rs", resources);
    files
}

/// Returns a type; the last field of most is of the next type.
fn record(number: usize, count: usize) -> String {
    let text = RECORD.replace("RecordN", &format!("Record{number}"));
    if number + 1 < count && number % GROUP != GROUP - 1 {
        text.replace("Vec<String>", &format!("Record{}", number + 1))
    } else {
        text
    }
}

/// Returns the calls of a group; the last group may have fewer than the others.
fn calls(group: usize, count: usize) -> String {
    let first = group * GROUP;
    let mut parts = CALLS.split("\n\n");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for (number, call) in (first..count).zip(parts) {
        let call = call.trim_end().trim_end_matches("\n}");
        let _ = write!(
            text,
            "\n\n{}",
            call.replace("RecordN", &format!("Record{number}"))
        );
    }
    text.push_str("\n}\n");
    text.replace("groupN", &format!("group{group}"))
}

#[cfg(test)]
mod tests {
    use generator::{Input, Settings};

    use super::super::{leaf, made_up};
    use super::emit;
    use crate::bench::comparison::Side;

    #[test]
    fn the_program_calls_functions_that_are_there() {
        const COUNT: usize = 6;
        let settings = Settings::for_crate("made-up").unwrap();
        let description = made_up::description(COUNT);
        let api = Input::new(&description, &settings).model().unwrap().api;
        let program = leaf::emit(&api, Side::Ordinary, leaf::Calls::Every);
        let files = emit(COUNT);
        let source: String = files.iter().map(|(_, text)| text).collect();
        let calls = program
            .lines()
            .filter_map(|line| line.strip_prefix("    client."));
        let calls: Vec<&str> = calls.filter_map(|call| call.split('(').next()).collect();
        assert_eq!(calls.len(), COUNT, "{program}");
        for call in calls {
            let definition = format!("pub async fn {call}(");
            assert_eq!(source.matches(&definition).count(), 1, "{definition}");
        }
    }
}

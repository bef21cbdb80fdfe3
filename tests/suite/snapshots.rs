//! Each valid case → its warnings and the files of its crate, compared with what was accepted.
//!
//! Invariant: everything that differs between two cases is in the snapshot, but for the guide, whose text is in those
//! of its own cases alone; the runtime does not differ.

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    panic::{AssertUnwindSafe, catch_unwind},
};

use generator::Generated;

use crate::{
    files,
    input::{self, Case},
};

/// Compares what is made of each case with the snapshot of the name that comes with it; all are compared before the
/// first difference fails the test.
pub(crate) fn assert_all(cases: Vec<Case>, make: impl Fn(Case) -> (String, String)) {
    let mut different = Vec::new();
    for case in cases {
        let name = case.name.clone();
        if catch_unwind(AssertUnwindSafe(|| assert_one(make(case)))).is_err() {
            different.push(name);
        }
    }
    assert!(different.is_empty(), "not as accepted: {different:?}");
}

fn assert_one((name, text): (String, String)) {
    insta::with_settings!({
        snapshot_path => "../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name.as_str(), text);
    });
}

#[test]
fn crates_are_as_accepted() {
    assert_all(input::valid_cases(), |case| {
        let with_guide = case.is_about_the_guide();
        (case.name.clone(), text(&case.generate(), with_guide))
    });
}

/// The warnings and all files but the runtime's, and the guide's if they are not asked for.
fn text(generated: &Generated, with_guide: bool) -> String {
    let mut text = String::new();
    if !generated.warnings.is_empty() {
        let _ = write!(
            text,
            "{}\n{}\n\n",
            separator("warnings"),
            generated.warnings
        );
    }
    for (path, content) in generated.tree.iter() {
        let is_left_out = path.starts_with("src/runtime/")
            || path.starts_with("src/streams/")
            || path.starts_with("src/guide/") && !with_guide;
        if !is_left_out {
            let _ = write!(text, "{}\n{}\n", separator(path), own_part(path, content));
        }
    }
    text
}

/// A file without what comes from the runtime: its features and dependencies are the same everywhere.
fn own_part<'c>(path: &str, content: &'c str) -> &'c str {
    match content.split_once("[features]") {
        Some((own, _)) if path == "Cargo.toml" => own,
        _ => content,
    }
}

fn separator(title: &str) -> String {
    const WIDTH: usize = 100;
    let rest = WIDTH.saturating_sub(title.len() + 5);
    format!("==== {title} {}", "=".repeat(rest))
}

#[test]
fn every_snapshot_has_its_case() {
    let mut expected: BTreeSet<String> = input::valid_cases()
        .into_iter()
        .map(|case| case.name)
        .collect();
    let invalid = input::invalid_cases();
    expected.extend(invalid.iter().map(|case| format!("invalid__{}", case.name)));
    expected.extend(["compare", "compare_fields"].map(str::to_owned));
    expected.extend(crate::models::NAMES.map(|name| format!("model__{name}")));
    let folder = files::root().join("tests/snapshots");
    let accepted: BTreeSet<String> = files::entries(&folder)
        .iter()
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "snap")
        })
        .map(|path| files::stem(path))
        .collect();
    let difference: Vec<_> = accepted.symmetric_difference(&expected).collect();
    assert!(
        difference.is_empty(),
        "a case without a snapshot or the reverse: {difference:?}"
    );
}

#[test]
fn cases_say_what_they_show() {
    for case in input::valid_cases()
        .into_iter()
        .chain(input::invalid_cases())
    {
        let text = &case.source.text;
        let lines = text.lines().count();
        assert!(
            lines <= 60,
            "{} has {lines} lines; one feature each",
            case.name
        );
        // JSON has no comments, and an empty file nothing at all.
        let speaks = text.starts_with("# ") || text.starts_with('{') || text.is_empty();
        assert!(speaks, "{} does not begin with what it shows", case.name);
    }
}

//! Each valid case → its warnings, its model as an outline, and the generated files that it is about, compared with the
//! accepted snapshot.
//!
//! Invariant: everything that differs between two cases is in the outline. What most crates have in common is in the
//! snapshot of one case, `features`; the files of all cases are compiled, see `compile`.

use std::{
    borrow::Cow,
    collections::BTreeSet,
    fmt::Write as _,
    panic::{AssertUnwindSafe, catch_unwind},
};

use generator::{
    ErrorPolicy, Generated,
    model::{Api, Names},
};

use crate::{
    boilerplate::own_lines,
    files,
    input::{self, Case},
    outline::outline,
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
        let generated = case.generate();
        (case.name.clone(), text(&generated, &Shown::of(&case)))
    });
}

#[test]
fn partial_crates_are_as_accepted() {
    assert_all(input::partial_cases(), |case| {
        let generated = case.generate_with(ErrorPolicy::LeaveOut);
        let generated = generated.unwrap_or_else(|errors| panic!("{errors}"));
        let text = text(&generated, &Shown::of(&case));
        (format!("partial__{}", case.name), text)
    });
}

/// The part of a crate that a snapshot shows.
struct Shown<'c> {
    /// Files and folders of `src/`, or `everything`.
    entries: Vec<&'c str>,
    with_guide: bool,
}

impl<'c> Shown<'c> {
    fn of(case: &'c Case) -> Self {
        Self {
            entries: case.shown(),
            with_guide: case.is_about_the_guide(),
        }
    }

    /// Returns `true` if a file is shown because of an entry; only `everything` shows the shared parts of modules.
    fn shows(&self, entry: &str, path: &str) -> bool {
        let is_left_out = path.starts_with("src/runtime/")
            || path.starts_with("src/streams/")
            || path.starts_with("src/guide/") && !self.with_guide;
        if entry == "everything" {
            return !is_left_out;
        }
        let below = path
            .strip_prefix("src/")
            .and_then(|path| path.strip_prefix(entry));
        let is_named = below.is_some_and(|rest| rest.starts_with('/') || rest == ".rs");
        // The first page of the guide lists its chapters.
        let is_common = path.ends_with("/mod.rs") && entry != "guide";
        is_named && !is_left_out && !is_common
    }
}

/// Lists the omitted parts, the warnings, the outline of the model, and the files that are shown.
fn text(generated: &Generated, shown: &Shown<'_>) -> String {
    let mut text = String::new();
    if !generated.left_out.is_empty() {
        let title = separator("left out");
        let _ = write!(text, "{title}\n{}\n\n", generated.left_out);
    }
    if !generated.warnings.is_empty() {
        let _ = write!(
            text,
            "{}\n{}\n\n",
            separator("warnings"),
            generated.warnings
        );
    }
    // Everything in the model shows its own identifier.
    let api = Api {
        names: Names::default(),
        ..generated.api.clone()
    };
    let _ = write!(text, "{}\n{}", separator("model"), outline(&api));
    for entry in &shown.entries {
        let files = generated.tree.iter();
        let mut files = files
            .filter(|(path, _)| shown.shows(entry, path))
            .peekable();
        assert!(files.peek().is_some(), "no file is shown for {entry:?}");
        for (path, content) in files {
            let own = own_part(path, content, shown);
            let _ = write!(text, "\n{}\n{own}", separator(path));
        }
    }
    text
}

/// Returns the part of a file that is not the same everywhere: of a manifest, what comes before the features and
/// dependencies of the runtime.
fn own_part<'c>(path: &str, content: &'c str, shown: &Shown<'_>) -> Cow<'c, str> {
    let is_whole = path.starts_with("src/guide/") || shown.entries.contains(&"everything");
    match content.split_once("[features]") {
        Some((own, _)) if path == "Cargo.toml" => own.into(),
        _ if is_whole => content.into(),
        _ => own_lines(content).into(),
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
    let partial = input::partial_cases();
    expected.extend(partial.iter().map(|case| format!("partial__{}", case.name)));
    let invalid = input::invalid_cases();
    expected.extend(invalid.iter().map(|case| format!("invalid__{}", case.name)));
    expected.extend(["compare", "compare_fields"].map(str::to_owned));
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
    let valid = input::valid_cases().into_iter();
    let wrong = input::partial_cases()
        .into_iter()
        .chain(input::invalid_cases());
    for case in valid.chain(wrong) {
        let text = &case.source.text;
        let lines = text.lines().filter(|line| !line.starts_with(input::SHOWS));
        let lines = lines.count();
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

//! A crate that was committed and the one of now → whether the verdict sees what the generator and the runtime did.

use std::fs;

use generator::compare::{Cause, Change, Effect, Level, Release, Report, Side};
use generator::{FileTree, Input, PublicApi, Settings, Source};

use super::{AFTER, BEFORE, SETTINGS, World, description};
use crate::args::ReleaseCheckArgs;
use crate::diff::findings::Findings;
use crate::diff::git::{Commit, Repository};
use crate::diff::{markdown, release};
use crate::workspace::{self, GENERATED};

/// Returns a repository with a description and the crate that is made of it, changed by hand before it is committed: so
/// an older generator, with an older runtime, might have written it.
fn world(edit: fn(&str, String) -> String) -> World {
    let text = description(BEFORE);
    let world = World::with("spec/freshdesk.yaml", &text);
    let source = |name: &str, text: &str| Source {
        name: name.to_owned(),
        text: text.to_owned(),
    };
    let settings = Settings::parse(&source("codegen.toml", SETTINGS)).unwrap();
    let made = Input::new(&source("freshdesk.yaml", &text), &settings)
        .generate()
        .unwrap();
    for (path, text) in made.tree.iter() {
        world.write(&format!("generated/{path}"), &edit(path, text.to_owned()));
    }
    world.commit();
    for (path, text) in made.tree.iter() {
        world.write(&format!("generated/{path}"), text);
    }
    world
}

fn breaks(findings: &Findings) -> Vec<&Change> {
    findings.report.with(Level::Source, Effect::Break).collect()
}

#[test]
fn the_crate_that_was_committed_is_the_one_that_callers_have() {
    let world = world(|_, text| text);
    let findings = world.compare(Some("HEAD")).unwrap();
    assert_eq!(
        findings.report.changes,
        [],
        "the generator reads its own crate in two ways"
    );
}

#[test]
fn a_break_by_the_runtime_alone_is_told_and_put_down_to_it() {
    let world = world(|path, text| {
        if path.starts_with("src/runtime/") {
            text.replace("pub fn with_content_type(", "pub fn of_content_type(")
        } else {
            text
        }
    });
    let findings = world.compare(Some("HEAD")).unwrap();
    let [change] = breaks(&findings)[..] else {
        panic!("{:#?}", findings.report.changes);
    };
    assert_eq!(change.subject, "Attachment::of_content_type");
    assert_eq!(change.cause, Cause::Runtime);
    assert_eq!(markdown::label(&findings), "breaks callers");
    let args = ReleaseCheckArgs {
        base: Some("HEAD".to_owned()),
        write: false,
    };
    let outcome = release::check(world.root(), &args).unwrap();
    assert!(
        outcome.report.contains("raise `version`"),
        "{}",
        outcome.report
    );
}

#[test]
fn a_break_by_the_generator_alone_is_told_apart_from_one_by_the_description() {
    let world = world(|path, text| {
        if path.starts_with("src/models/") {
            text.replace("pub label:", "pub name:")
                .replace("=> label", "=> name")
        } else {
            text
        }
    });
    world.write("spec/freshdesk.yaml", &description(AFTER));
    let findings = world.compare(Some("HEAD")).unwrap();
    let causes: Vec<(&str, Cause)> = breaks(&findings)
        .iter()
        .map(|change| (&*change.subject, change.cause))
        .collect();
    assert_eq!(
        causes,
        [
            ("Crate.size", Cause::Description),
            ("models::Crate.name", Cause::Generator)
        ]
    );
}

#[test]
fn code_that_differs_behind_the_same_declarations_is_a_patch() {
    let world = world(|path, text| match path {
        "src/runtime/mod.rs" => text + "\nconst fn nothing() {}\n",
        _ => text,
    });
    let findings = world.compare(Some("HEAD")).unwrap();
    assert_eq!(findings.report.release(), Release::Patch);
    assert_eq!(findings.report.changes[0].cause, Cause::Runtime);
}

#[test]
fn overlays_and_settings_are_told_apart_from_the_description() {
    const OVERLAY: &str = "overlay: 1.1.0\ninfo: {title: C, version: '1'}\nactions:\n  - target: $.components.schemas.Crate.properties\n    update: {depth: {type: integer}}\n";
    let world = World::with("spec/freshdesk.yaml", &description(BEFORE));
    world.write("spec/freshdesk.yaml", &description(AFTER));
    world.write("spec/overlay.yaml", OVERLAY);
    world.write("spec/codegen.toml", &SETTINGS.replace("boxes", "crates"));
    let findings = world.compare(Some("HEAD")).unwrap();
    let cause = |subject: &str| {
        let mut changes = findings.report.changes.iter();
        let change = changes.find(|change| change.subject == subject);
        change
            .unwrap_or_else(|| panic!("{subject}: {:#?}", findings.report.changes))
            .cause
    };
    assert_eq!(cause("Crate.size"), Cause::Description);
    assert_eq!(cause("Crate.depth"), Cause::Overlay);
    let package = findings
        .report
        .changes
        .iter()
        .find(|change| change.cause == Cause::Settings);
    assert!(
        package.is_some_and(|change| change.detail.contains("boxes")),
        "{package:#?}"
    );
}

/// The last commit of this repository that its changelog marks as breaking.
const BREAKING: &str = "39a5126fb2f466313e948db66990f8cf1696fa0a";

fn crate_at(repository: &Repository, commit: &Commit) -> PublicApi {
    let mut tree = FileTree::default();
    for (path, text) in repository.files(commit, GENERATED).unwrap() {
        tree.insert(path, text);
    }
    PublicApi::of(&tree).unwrap_or_else(|errors| panic!("{errors}"))
}

/// Returns the verdict on the step from one crate to another, the description being the same.
fn verdict(before: &PublicApi, after: &PublicApi) -> Report {
    let api = {
        let text = description(BEFORE);
        let source = Source {
            name: "boxes.yaml".to_owned(),
            text,
        };
        Input::new(&source, &Settings::for_crate("boxes").unwrap())
            .generate()
            .unwrap()
            .api
    };
    let side = |public_api| Side {
        api: &api,
        public_api,
    };
    Report::with_regenerated(side(before), Some(after), side(after))
}

fn assert_the_secret_broke(report: &Report) {
    assert_eq!(report.release(), Release::Major);
    let mut breaks = report.with(Level::Source, Effect::Break);
    let credentials = breaks.find(|change| change.subject.starts_with("Credentials"));
    let change = credentials.unwrap_or_else(|| panic!("{:#?}", report.changes));
    assert_eq!(change.cause, Cause::Runtime);
    let old = change.signatures[0].before.as_deref().unwrap_or_default();
    let new = change.signatures[0].after.as_deref().unwrap_or_default();
    assert!(
        old.contains("secrecy::SecretString") && new.contains("crate::runtime::SecretString"),
        "{old} → {new}"
    );
}

#[test]
fn the_verdict_on_the_last_breaking_commit_is_that_of_the_changelog() {
    let root = workspace::root();
    let changelog = fs::read_to_string(root.join(workspace::CHANGELOG)).unwrap();
    let line = changelog
        .lines()
        .find(|line| line.contains("`SecretString`"));
    assert!(
        line.is_some_and(|line| line.starts_with("- **Breaking**: ")),
        "{line:?}"
    );
    let commits = Repository::at(&root).and_then(|repository| {
        let before = repository.commit(&format!("{BREAKING}^"))?;
        let after = repository.commit(BREAKING)?;
        Ok((repository, before, after))
    });
    match commits {
        Ok((repository, before, after)) => {
            let [before, after] = [before, after].map(|commit| crate_at(&repository, &commit));
            assert_the_secret_broke(&verdict(&before, &after));
        }
        Err(failure) => eprintln!(
            "the history is not here ({failure}); the step is checked on files of its own alone"
        ),
    }
}

#[test]
fn a_type_of_another_crate_that_becomes_one_of_the_crate_itself_is_a_break() {
    let of = |import: &str, secret: &str| {
        let mut tree = FileTree::default();
        tree.insert(
            "src/lib.rs",
            "pub mod runtime;\npub use runtime::Credentials;\n",
        );
        let credentials = "#[non_exhaustive]\npub enum Credentials { Bearer(SecretString) }\n";
        tree.insert(
            "src/runtime/mod.rs",
            format!("{import}\n{secret}\n{credentials}"),
        );
        PublicApi::of(&tree).unwrap_or_else(|errors| panic!("{errors}"))
    };
    let before = of("use secrecy::SecretString;", "");
    let after = of("", "pub struct SecretString(Box<str>);");
    assert_the_secret_broke(&verdict(&before, &after));
}

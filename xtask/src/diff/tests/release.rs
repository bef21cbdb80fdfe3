//! Changes, the version and CHANGELOG.md → permission for a release.

use std::fs;

use super::{AFTER, BEFORE, SETTINGS, World, description};
use crate::args::ReleaseCheckArgs;
use crate::diff::{changelog, release};
use crate::terminal::Completion;

/// Returns the output of the check, and `true` if it passed.
fn check(world: &World, write: bool) -> (bool, String) {
    let args = ReleaseCheckArgs { base: None, write };
    let outcome = release::check(world.root(), &args).unwrap();
    (outcome.verdict == Completion::Done, outcome.report)
}

#[test]
fn a_release_has_a_version_that_is_high_enough_and_an_entry() {
    let world = World::with("spec/freshdesk.yaml", &description(BEFORE));
    world.git(&["tag", "v0.1.0"]);
    world.write("spec/freshdesk.yaml", &description(AFTER));
    // The last release counts, not where the main branch is.
    world.commit();
    let (content, report) = check(&world, false);
    assert!(!content && report.contains("raise `version`"), "{report}");
    assert!(report.contains("Compared with v0.1.0"), "{report}");

    world.write("spec/codegen.toml", &SETTINGS.replace("0.1.0", "0.2.0"));
    let (content, report) = check(&world, false);
    assert!(
        !content && report.contains("CHANGELOG.md has no entry for 0.2.0"),
        "{report}"
    );

    let (content, _) = check(&world, true);
    assert!(content);
    let written = fs::read_to_string(world.root().join("CHANGELOG.md")).unwrap();
    assert!(written.starts_with("# Changelog\n"), "{written}");
    assert!(
        written.ends_with("\n\n## [0.2.0]\n\n### Removed\n\n- **Breaking**: `models::Crate.size`: the field is gone\n"),
        "{written}"
    );
    let (content, report) = check(&world, false);
    assert!(
        content && report.contains("has an entry for 0.2.0"),
        "{report}"
    );
    // What is written once stays as it is.
    assert!(check(&world, true).0);
    assert_eq!(
        fs::read_to_string(world.root().join("CHANGELOG.md")).unwrap(),
        written
    );
}

#[test]
fn entries_are_found_and_stand_in_their_order() {
    let known = format!(
        "{}\n## [0.1.0] - 2026-01-02\n\nThe first.\n",
        changelog::HEAD
    );
    assert!(changelog::has_entry(&known, "0.1.0"));
    assert!(!changelog::has_entry(&known, "0.1"));
    assert!(!changelog::has_entry(&known, "0.2.0"));
    let more = changelog::with_entry(&known, "## [0.2.0]\n");
    let (second, first) = (more.find("## [0.2.0]"), more.find("## [0.1.0]"));
    assert!(second.is_some() && second < first, "{more}");
    assert!(more.contains("## [0.2.0]\n\n## [0.1.0]"), "{more}");
}

//! Inputs that cannot be compared → one clear message, and the exit code 2 like every failure.

use super::{AFTER, BEFORE, SETTINGS, World, description};
use crate::diff::{git::Repository, sides::Texts};
use crate::scratch::Scratch;

#[test]
fn what_cannot_be_compared_is_said_clearly() {
    let world = World::with("spec/freshdesk.yaml", &description(BEFORE));
    assert!(
        world
            .complaint(Some("nowhere"))
            .contains("git knows no revision `nowhere`")
    );
    assert!(
        world
            .complaint(Some("--help"))
            .contains("git knows no revision `--help`")
    );
    world.write("spec/freshdesk.yaml", "openapi: 3.1.0\ninfo: [");
    assert!(
        world.complaint(None).contains("spec/freshdesk.yaml:"),
        "{}",
        world.complaint(None)
    );

    let empty = World::with("README.md", "nothing here");
    empty.write("spec/freshdesk.yaml", &description(BEFORE));
    assert!(
        empty
            .complaint(None)
            .contains("has no spec/freshdesk.yaml to compare with")
    );

    let scratch = Scratch::new().unwrap();
    let outside = Repository::at(scratch.path())
        .map_or_else(|failure| failure.to_string(), |_| String::new());
    assert!(outside.contains("is in no git repository"), "{outside}");
}

#[test]
fn a_base_that_no_longer_parses_is_named() {
    let world = World::with("spec/freshdesk.yaml", "openapi: 3.1.0\ninfo: [");
    world.write("spec/freshdesk.yaml", &description(BEFORE));
    let complaint = world.complaint(Some("HEAD"));
    assert!(
        complaint.contains("HEAD:spec/freshdesk.yaml:"),
        "{complaint}"
    );
    assert!(
        complaint.contains("cannot generate HEAD, so"),
        "{complaint}"
    );
}

/// Returns the message of `--old` about a path.
fn complaint_of_old(world: &World, path: &str) -> String {
    let new = Texts::of_folder(world.root()).unwrap();
    let old = Texts::of_file(&world.root().join(path), &new);
    let compared = old.and_then(|old| {
        crate::diff::findings::Findings::new(&old, &new).map(|_| "compared".to_owned())
    });
    compared.unwrap_or_else(|failure| failure.to_string())
}

#[test]
fn another_description_is_a_file_that_can_be_read() {
    let world = World::with("spec/freshdesk.yaml", &description(BEFORE));
    world.write("old.yaml", &description(AFTER));
    world.write("bad.yaml", "openapi: 3.1.0\ninfo: [");
    world.write("list.yaml", "- one\n- two\n");
    assert_eq!(complaint_of_old(&world, "old.yaml"), "compared");
    assert!(complaint_of_old(&world, "spec").contains("it is a folder, not a file"));
    assert!(complaint_of_old(&world, "nothing.yaml").contains("there is no such file"));
    assert!(complaint_of_old(&world, "bad.yaml").contains("bad.yaml:"));
    assert!(complaint_of_old(&world, "list.yaml").contains("list.yaml"));
}

#[test]
fn settings_of_another_time_keep_their_version() {
    let world = World::with("spec/freshdesk.yaml", &description(BEFORE));
    let old = SETTINGS.replace("0.1.0", "0.0.9") + "[long-gone]\nkey = 1\n";
    world.write("spec/codegen.toml", &old);
    world.commit();
    world.write("spec/codegen.toml", SETTINGS);
    world.write("spec/freshdesk.yaml", &description(AFTER));
    let findings = world.compare(Some("HEAD")).unwrap();
    assert_eq!(
        (&*findings.released, &*findings.planned, &*findings.needed),
        ("0.0.9", "0.1.0", "0.0.10")
    );
}

#[test]
fn work_without_a_common_commit_or_a_main_branch_is_told_apart() {
    let world = World::with("spec/freshdesk.yaml", &description(BEFORE));
    world.git(&["checkout", "--quiet", "--orphan", "apart"]);
    world.write("README.md", "Apart.");
    world.commit();
    let complaint = world.complaint(None);
    assert!(
        complaint.contains("have no commit in common"),
        "{complaint}"
    );
    world.git(&["branch", "--quiet", "-D", "main"]);
    let complaint = world.complaint(None);
    assert!(complaint.contains("there is no main branch"), "{complaint}");
    assert!(complaint.contains("--base REV"), "{complaint}");
}

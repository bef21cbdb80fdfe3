//! Breaks, acceptances and two arbitrary descriptions → exit codes and annotations for continuous integration.

use std::fs;

use clap::Parser as _;

use super::{AFTER, BEFORE, World, broken, description};
use crate::args::{Args, Command, ReleaseCheckArgs};
use crate::diff::{self, github, json, release, text};
use crate::terminal::Completion;

const ENTRY: &str = "[[accepted]]\nrule = 'item-removed'\nsubject = 'Crate.size'\nreason = 'Nobody reads it.'\nuntil = '0.2.0'\n";

/// The findings where a field is gone and this is accepted.
fn accepted(entry: &str) -> diff::Findings {
    let world = World::with("spec/freshdesk.yaml", &description(BEFORE));
    world.write("spec/freshdesk.yaml", &description(AFTER));
    world.write("spec/accepted.toml", entry);
    world.compare(None).unwrap()
}

#[test]
fn a_break_is_accepted_until_a_version_and_an_entry_without_a_break_is_told() {
    let needs = |findings: &diff::Findings| {
        let mut each = findings.each();
        each.any(|(change, detail)| detail.needs_attention(change))
    };
    let findings = accepted(ENTRY);
    assert!(!needs(&findings) && findings.unused_acceptances.is_empty());
    let report = text::report(&findings, false);
    assert!(report.contains("accepted: Nobody reads it."), "{report}");
    assert!(json::report(&findings).contains("\"accepted\": \"Nobody reads it.\""));
    assert!(needs(&broken()));
    // Version 0.1.0 is what callers have.
    let findings = accepted(&ENTRY.replace("0.2.0", "0.1.0"));
    assert!(needs(&findings));
    assert!(findings.unused_acceptances[0].contains("until 0.1.0, which is released"));
    let findings = accepted(&ENTRY.replace("Crate.size", "Crate.label"));
    assert!(needs(&findings));
    let report = text::report(&findings, false);
    assert!(
        report.contains("`Crate.label` does not break by `item-removed`"),
        "{report}"
    );
}

#[test]
fn annotations_are_one_line_each() {
    let lines = github::annotations(&broken());
    assert_eq!(
        lines,
        "::error::Crate.size: the field is gone (source break (item-removed), wire difference (received-less))\n"
    );
    let lines = github::annotations(&accepted(ENTRY));
    assert!(lines.starts_with("::notice::Crate.size"), "{lines}");
}

#[test]
fn any_two_descriptions_are_compared_with_what_belongs_to_each() {
    let world = World::with("old.yaml", &description(BEFORE));
    world.write("new.yaml", &description(AFTER));
    let shared = AFTER.replace("{type: string}", "{$ref: 'types.yaml#/Label'}");
    world.write("apart/new.yaml", &description(&shared));
    world.write("apart/types.yaml", "Label: {type: string}\n");
    let put_back = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n  - target: $.components.schemas.Crate.properties\n    description: Why.\n    update: {size: {type: integer}}\n";
    world.write("fix.yaml", put_back);
    let run = |arguments: &[&str]| {
        let line = ["xtask", "diff"].into_iter().map(str::to_owned);
        let path = |argument: &&str| match argument.strip_prefix('@') {
            Some(path) => world.root().join(path).to_str().unwrap().to_owned(),
            None => (*argument).to_owned(),
        };
        let args = Args::try_parse_from(line.chain(arguments.iter().map(path))).unwrap();
        let Command::Diff(args) = args.command else {
            panic!("another command");
        };
        let outcome = diff::run(&args).unwrap();
        (outcome.verdict, outcome.report)
    };
    let (verdict, report) = run(&["@old.yaml", "@new.yaml"]);
    assert_eq!(verdict, Completion::Done);
    assert!(report.contains("Crate.size: the field is gone"), "{report}");
    assert_eq!(
        run(&["@old.yaml", "@new.yaml", "--check"]).0,
        Completion::Stale
    );
    assert_eq!(
        run(&["@new.yaml", "@new.yaml", "--check"]).0,
        Completion::Done
    );
    // With an overlay of its own, the new one has the field as well.
    let (verdict, _) = run(&[
        "@old.yaml",
        "@new.yaml",
        "--new-overlay",
        "@fix.yaml",
        "--check",
    ]);
    assert_eq!(verdict, Completion::Done);
    // Files are read beside each description.
    let (_, report) = run(&["@new.yaml", "@apart/new.yaml"]);
    assert!(!report.contains("Breaks:"), "{report}");
}

#[test]
fn a_release_is_not_compared_with_itself() {
    let world = World::with("spec/freshdesk.yaml", &description(BEFORE));
    let check = || {
        let args = ReleaseCheckArgs {
            base: None,
            write: false,
        };
        release::check(world.root(), &args)
    };
    let said = check().map_or_else(|failure| failure.to_string(), |outcome| outcome.report);
    assert!(said.contains("so nothing was compared"), "{said}");
    assert!(said.contains("git fetch --tags"), "{said}");
    // On the tag of a release, the one before counts.
    world.git(&["tag", "v0.1.0"]);
    fs::write(world.root().join("spec/freshdesk.yaml"), description(AFTER)).unwrap();
    world.commit();
    world.git(&["tag", "v0.2.0"]);
    let report = check().unwrap().report;
    assert!(report.contains("Compared with v0.1.0"), "{report}");
}

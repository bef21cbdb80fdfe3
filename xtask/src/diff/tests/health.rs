//! Overlays that a new description has overtaken → their health in every form of the report.

use super::{AFTER, BEFORE, World, conforming, description};
use crate::diff::{findings::Findings, markdown, text};

const OVERLAY: &str = "\
overlay: 1.1.0
info: {title: Corrections, version: '1'}
actions:
  - target: $.components.schemas.Crate.properties.size
    description: The size has two digits.
    update: {maximum: 99}
  - target: $.components.schemas.Crate.properties.label
    description: The label is text.
    update: {type: string}
  - target: $.components.schemas.Crate.properties.label
    description: The label is short.
    update: {maxLength: 9}
  - target: $.components.schemas.Crate
    description: It has a name.
    update: {required: label}
";

/// Returns findings in which the field of the first action is removed, and the last action never applied to the new
/// description.
fn overtaken() -> Findings {
    let fitting = OVERLAY.replace("{required: label}", "{title: A crate}");
    let world = World::with("spec/freshdesk.yaml", &description(BEFORE));
    world.write("spec/overlay.yaml", &fitting);
    world.commit();
    let after = description(&format!("{AFTER}      required: [label]\n"));
    world.write("spec/freshdesk.yaml", &after);
    world.write("spec/overlay.yaml", OVERLAY);
    world.compare(Some("HEAD")).unwrap()
}

#[test]
fn actions_are_told_by_their_state() {
    let findings = overtaken();
    assert_eq!(findings.misfits(), 2);
    let report = text::report(&findings, false);
    for part in [
        "`cargo xtask codegen` refuses 2 actions of the overlays",
        "in conflict with the description: spec/overlay.yaml:15:24: actions[3] (“It has a name.”): a string cannot be merged into a list",
        "without a target: spec/overlay.yaml:4:13: actions[0] (“The size has two digits.”): its `target` matches nothing",
        "no longer needed: spec/overlay.yaml:7:5: actions[1] (“The label is text.”) changes nothing",
        // What the actions that fit say is in the comparison all the same.
        "removed Crate.size: the field is gone",
    ] {
        assert!(report.contains(part), "{part} is not in:\n{report}");
    }
}

#[test]
fn a_pull_request_sees_that_the_overlays_do_not_fit() {
    let report = markdown::report(&overtaken());
    let (seen, folded) = report.split_once("<details>").unwrap();
    assert!(seen.contains("refuses 2 actions of the overlays"), "{seen}");
    for part in [
        "Health of the overlays",
        "**1 action in conflict with the description**",
        "**1 action without a target**",
        "**1 action no longer needed**",
        "- `spec/overlay.yaml:4:13`: actions[0]",
        "**Fields lost** (1): `Crate.size`",
    ] {
        assert!(folded.contains(part), "{part} is not in:\n{folded}");
    }
}

#[test]
fn tools_see_every_action_and_what_came_and_went() {
    let report = conforming(&overtaken());
    let states = report["overlays"].as_array().unwrap().iter();
    let states: Vec<&str> = states.map(|one| one["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["conflict", "unused", "not-needed"]);
    assert_eq!(report["fields"]["lost"][0], "Crate.size");
    assert_eq!(report["operations"]["gained"].as_array().unwrap().len(), 0);
}

#[test]
fn what_the_base_lacks_is_counted() {
    let world = World::with("spec/freshdesk.yaml", &description(AFTER));
    world.write("old.yaml", &description(AFTER));
    world.write("spec/freshdesk.yaml", &description(BEFORE));
    world.write(
        "spec/overlay.yaml",
        &OVERLAY.replace("{required: label}", "{title: A crate}"),
    );
    let new = crate::diff::sides::Texts::of_folder(world.root()).unwrap();
    let old = crate::diff::sides::Texts::of_file(&world.root().join("old.yaml"), &new).unwrap();
    let findings = Findings::new(&old, &new).unwrap();
    assert_eq!((findings.misfits(), findings.left_out_before), (0, 1));
    let report = text::report(&findings, false);
    assert!(report.contains("1 action of the overlays omitted of what is compared with"));
}

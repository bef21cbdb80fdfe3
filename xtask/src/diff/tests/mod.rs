//! A repository of its own, with two descriptions in it → what the comparison says.

mod attention;
mod committed;
mod generated;
mod health;
mod inputs;
mod release;

use std::fs;
use std::path::Path;
use std::process::Command;

use generator::compare::{Effect, Level};

use super::findings::Findings;
use super::git::Repository;
use super::sides::Texts;
use super::{changelog, json, markdown, text};
use crate::failure::Failure;
use crate::scratch::Scratch;

const SETTINGS: &str = "[package]\nname = 'boxes'\nversion = '0.1.0'\n";

/// Returns a description of one operation that responds with an object of these properties.
fn description(properties: &str) -> String {
    format!(
        "openapi: 3.1.0\n\
         info: {{title: Boxes, version: '1'}}\n\
         servers: [{{url: 'https://example.com'}}]\n\
         paths:\n  /boxes:\n    get:\n      operationId: listBoxes\n      tags: [Boxes]\n      \
         responses:\n        '200':\n          description: A box.\n          content:\n            \
         application/json:\n              schema: {{$ref: '#/components/schemas/Crate'}}\n\
         components:\n  schemas:\n    Crate:\n      type: object\n      properties:\n{properties}"
    )
}

const BEFORE: &str = "        label: {type: string}\n        size: {type: integer}\n";
const AFTER: &str = "        label: {type: string}\n";

struct World {
    scratch: Scratch,
}

impl World {
    /// Returns a repository whose only commit has this file.
    fn with(path: &str, text: &str) -> Self {
        let world = Self {
            scratch: Scratch::new().unwrap(),
        };
        world.git(&["init", "--quiet", "--initial-branch", "main"]);
        world.write("spec/codegen.toml", SETTINGS);
        world.write(path, text);
        world.commit();
        world
    }

    /// Commits everything in the folder.
    fn commit(&self) {
        self.git(&["add", "."]);
        let who = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
        let what = ["commit", "--quiet", "-m", "one"];
        self.git(&[&who[..], &what[..]].concat());
    }

    fn root(&self) -> &Path {
        self.scratch.path()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn git(&self, arguments: &[&str]) {
        let mut command = Command::new("git");
        // The user's own git settings must not matter.
        command
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null");
        let output = command
            .args(arguments)
            .current_dir(self.root())
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
    }

    fn compare(&self, base: Option<&str>) -> Result<Findings, Failure> {
        let new = Texts::of_folder(self.root())?;
        let repository = Repository::at(self.root())?;
        let old = Texts::of_commit(&repository, &repository.base(base)?, &new)?;
        Findings::new(&old, &new)
    }

    fn complaint(&self, base: Option<&str>) -> String {
        self.compare(base)
            .map_or_else(|failure| failure.to_string(), |_| "compared".to_owned())
    }
}

/// Returns findings in which a field was removed since the commit.
fn broken() -> Findings {
    let world = World::with("spec/freshdesk.yaml", &description(BEFORE));
    world.write("spec/freshdesk.yaml", &description(AFTER));
    world.compare(None).unwrap()
}

#[test]
fn a_field_that_is_gone_breaks_callers() {
    let findings = broken();
    assert_eq!(findings.count(Level::Source, Effect::Break), 1);
    assert_eq!(findings.needed, "0.2.0");
    assert!(findings.is_version_too_low());
    let report = text::report(&findings, false);
    for part in [
        "1 change breaks callers",
        "raise `version` in spec/codegen.toml, which says 0.1.0",
        "removed Crate.size: the field is gone",
        "source break (item-removed), wire difference (received-less)",
        ":spec/freshdesk.yaml:21:9",
        "- pub size: Option<i64>",
        "2 → 1 fields",
    ] {
        assert!(report.contains(part), "{part} is not in:\n{report}");
    }
}

#[test]
fn a_pull_request_sees_the_verdict_first_and_the_rest_folded() {
    let report = markdown::report(&broken());
    assert!(
        report.starts_with("## 🔴 This update breaks callers\n"),
        "{report}"
    );
    let (seen, folded) = report.split_once("<details>").unwrap();
    assert!(
        seen.contains("- **`Crate.size`** removed: the field is gone"),
        "{seen}"
    );
    // Nothing has taken the place of the field, so there is nothing to write.
    assert!(!folded.contains("How to migrate"), "{folded}");
    assert_eq!(
        report.matches("<details>").count(),
        report.matches("</details>").count()
    );
    assert_eq!(markdown::label(&broken()), "breaks callers");
}

#[test]
fn a_migration_is_code_that_a_caller_writes() {
    let parameters =
        "\x20     parameters:\n        - {name: color, in: query, schema: {type: string}}\n";
    let with = |id: &str| {
        let operation = format!("operationId: {id}\n{parameters}");
        description(BEFORE).replace("operationId: listBoxes\n", &operation)
    };
    let world = World::with("spec/freshdesk.yaml", &with("listBoxes"));
    world.write("spec/freshdesk.yaml", &with("findBoxes"));
    let report = markdown::report(&world.compare(None).unwrap());
    let (_, migrations) = report.split_once("How to migrate").unwrap();
    let (before, after) = migrations.split_once("// After").unwrap();
    assert!(before.contains("// client: &boxes::Client\n"), "{before}");
    assert!(before.contains(" = client.boxes().list"), "{before}");
    assert!(after.contains(" = client.boxes().find"), "{after}");
}

#[test]
fn tools_get_every_member_that_is_documented() {
    let report = conforming(&broken());
    assert_eq!(report["schema"], 1);
    assert_eq!(report["release"], "major");
    assert_eq!(report["version"]["needed"], "0.2.0");
    let change = &report["changes"][0];
    assert_eq!(change["levels"]["source"]["rule"], "item-removed");
    assert_eq!(change["signatures"][0]["path"], "models::Crate.size");
    let documented = fs::read_to_string(crate::workspace::root().join("spec/README.md")).unwrap();
    let members = report
        .as_object()
        .unwrap()
        .keys()
        .chain(change.as_object().unwrap().keys());
    for member in members {
        assert!(
            documented.contains(&format!("`{member}`")),
            "`{member}` is not documented"
        );
    }
}

/// Returns the report as JSON, which is what the schema says.
fn conforming(findings: &Findings) -> serde_json::Value {
    let schema = serde_json::from_str(include_str!("../report.schema.json")).unwrap();
    let report = serde_json::from_str(&json::report(findings)).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&report)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    report
}

#[test]
fn a_large_report_fits_into_a_comment() {
    let properties = |ty: &str| -> String {
        let lines = (0..2_000).map(|number| format!("        field_{number}: {{type: {ty}}}\n"));
        lines.collect()
    };
    let world = World::with("spec/freshdesk.yaml", &description(&properties("string")));
    world.write("spec/freshdesk.yaml", &description(&properties("integer")));
    let findings = world.compare(None).unwrap();
    assert_eq!(findings.count(Level::Source, Effect::Break), 2_000);
    let report = markdown::report(&findings);
    assert!(report.chars().count() < 65_536);
    assert!(report.contains(" more, which report.json has\n"));
    conforming(&findings);
}

#[test]
fn the_changelog_names_what_callers_name() {
    let entry = changelog::entry(&broken());
    assert_eq!(
        entry,
        "## [0.2.0]\n\n### Removed\n\n- **Breaking**: `models::Crate.size`: the field is gone\n"
    );
}

#[test]
fn nothing_is_told_of_nothing() {
    let world = World::with("spec/freshdesk.yaml", &description(BEFORE));
    let findings = world.compare(None).unwrap();
    assert!(text::report(&findings, true).contains("nothing changed for callers"));
    assert_eq!(findings.needed, "0.1.0");
    assert!(!findings.is_version_too_low());
}

#[test]
fn hostile_names_stay_in_their_place() {
    let hostile = "        \"`<details> ``` </details>\": {type: string}\n";
    let world = World::with("spec/freshdesk.yaml", &description(hostile));
    world.write("spec/freshdesk.yaml", &description(AFTER));
    let report = markdown::report(&world.compare(None).unwrap());
    let seen = report.split("### What breaks").nth(1).unwrap();
    let line = seen.lines().find(|line| line.starts_with("- ")).unwrap();
    assert!(
        line.contains("**`Crate.'<details> ''' </details>`**"),
        "{line}"
    );
}

//! Contacts from a file: created, changed, left alone, or rejected with a reason.

use serde_json::Value;
use tests::helpdesk::Options;

use super::{Ended, Scene, end, interrupt, start, wait_until};

const FILE: &str = "\
name,email,phone,job_title,company
Ada Byron,ADA.byron@acme.example,+49 30 1,,Acme
Grace Byron,grace.byron@acme.example,,,Acme
\"Person, New\",New.Person@x.example,,Buyer,
No Address,,,,
Bad Address,not-an-address,,,
Elsewhere,else@x.example,,,Unknown Ltd
Twice,new.person@x.example,,,
Short
,nameless@x.example,,,
";

fn scene(name: &str) -> Scene {
    let options = Options {
        tickets: 0,
        ..Options::default()
    };
    let scene = Scene::new(&format!("contacts-{name}"), options);
    scene.write("people.csv", FILE);
    scene
}

fn contact(scene: &Scene, email: &str) -> Option<Value> {
    let contacts = scene.desk.all("contacts");
    contacts
        .into_iter()
        .find(|contact| contact["email"] == email)
}

/// Returns the calls that would change something.
fn changes(scene: &Scene) -> Vec<String> {
    let asked = scene.desk.asked().into_iter();
    asked
        .map(|asked| asked.line)
        .filter(|line| !line.starts_with("GET "))
        .collect()
}

#[track_caller]
fn assert_counts(ended: &Ended, counts: &str) {
    ended.assert(3, counts);
    ended.assert(3, "the rejected rows are in rejected.csv");
}

#[test]
fn a_dry_run_changes_nothing() {
    let scene = scene("dry");
    let before = scene.desk.all("contacts");
    let ended = scene.run("sync_contacts", &["--dry-run", "people.csv"]);
    assert_counts(
        &ended,
        "3 created, 1 updated, 1 unchanged, 4 rejected (dry run",
    );
    assert_eq!(changes(&scene), [""; 0]);
    assert_eq!(scene.desk.all("contacts"), before);
}

#[test]
fn contacts_are_created_and_changed_and_rejected_rows_have_their_reasons() {
    let scene = scene("sync");
    let ended = scene.run("sync_contacts", &["people.csv"]);
    assert_counts(&ended, "1 created, 1 updated, 1 unchanged, 6 rejected");
    let new = contact(&scene, "new.person@x.example").unwrap();
    assert_eq!(
        (&new["name"], &new["job_title"]),
        (&"Person, New".into(), &"Buyer".into())
    );
    let ada = contact(&scene, "ada.byron@acme.example").unwrap();
    assert_eq!(ada["phone"], "+49 30 1");
    let changes = changes(&scene);
    assert!(
        changes[0].starts_with("PUT /api/v2/contacts/"),
        "{changes:?}"
    );
    let report = scene.read("rejected.csv");
    for line in [
        "line,reason,name,email,phone,job_title,company",
        "5,there is no email address,No Address,,,,",
        "7,no company is called `Unknown Ltd`,Elsewhere,else@x.example,,,Unknown Ltd",
        "8,new.person@x.example is in the file twice,Twice,new.person@x.example,,,",
    ] {
        assert!(
            report.lines().any(|known| known == line),
            "{line} is not in {report}"
        );
    }
    for (line, reason) in [("6,", "email: "), ("9,", "fewer cells"), ("10,", "name: ")] {
        let mut lines = report.lines();
        assert!(
            lines.any(|known| known.starts_with(line) && known.contains(reason)),
            "{reason} is not in {report}"
        );
    }

    // The same again: what is done is done.
    let again = scene.run("sync_contacts", &["people.csv"]);
    assert_counts(&again, "0 created, 0 updated, 3 unchanged, 6 rejected");
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_its_report_and_goes_on() {
    let faults = vec!["stall@4".parse().unwrap()];
    let options = Options {
        tickets: 0,
        faults,
        ..Options::default()
    };
    let scene = Scene::new("contacts-interrupted", options);
    scene.write(
        "people.csv",
        "email,name\n,Nobody\nnew@x.example,New\nother@x.example,Other\n",
    );
    let child = start(&mut scene.command("sync_contacts", &["people.csv"]));
    wait_until("the second contact is sent", || {
        scene.desk.asked().len() >= 4
    });
    interrupt(&child);
    end(child).assert(130, "run the same command again");
    assert_eq!(
        scene.read("rejected.csv"),
        "line,reason,email,name\n2,there is no email address,,Nobody\n"
    );
    let again = scene.run("sync_contacts", &["people.csv"]);
    assert_counts(&again, "1 created, 0 updated, 1 unchanged, 1 rejected");
}

#[test]
fn a_file_without_mistakes_and_one_that_is_not_there() {
    let scene = scene("clean");
    scene.write("people.csv", "email,name\nnew@x.example,New\n");
    scene
        .run("sync_contacts", &["people.csv"])
        .assert(0, "1 created, 0 updated, 0 unchanged, 0 rejected");
    scene
        .run("sync_contacts", &["other.csv"])
        .assert(1, "other.csv: ");
    scene.run("sync_contacts", &[]).assert(2, "<FILE>");
}

#[test]
fn a_failure_of_the_help_desk_is_no_fault_of_a_row() {
    let faults = (3..=9).map(|call| format!("502@{call}").parse().unwrap());
    let options = Options {
        tickets: 0,
        faults: faults.collect(),
        ..Options::default()
    };
    let scene = Scene::new("contacts-failure", options);
    scene.write("people.csv", "email,name\nnew@x.example,New\n");
    scene
        .run("sync_contacts", &["people.csv"])
        .assert(1, "line 2: createContact: POST /contacts: 502 Bad Gateway");
}

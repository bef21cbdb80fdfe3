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
        "1 created, 1 updated, 1 unchanged, 6 rejected (dry run",
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
    let ended = end(child);
    ended.assert(130, "run the same command again");
    ended.assert(130, "1 created, 0 updated, 0 unchanged, 1 rejected");
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

#[test]
fn files_of_spreadsheets_are_read_as_they_are() {
    let scene = scene("spreadsheet");
    let text = "\"E-Mail\";Full Name;Company name;Notes\r\n\r\n\
                juergen@x.example;Jürgen; Acme ;\"two\r\nlines\"\r\n;Nobody;;\r\n";
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap()).collect();
    let utf_16 = [0xfeff].into_iter().chain(text.encode_utf16());
    let utf_16: Vec<u8> = utf_16.flat_map(u16::to_le_bytes).collect();
    let marked = format!("\u{feff}{text}").replace(';', "\t");
    let counts = [
        "1 created, 0 updated, 0 unchanged",
        "0 created, 0 updated, 1 unchanged",
    ];
    for (bytes, counts) in [
        (latin.as_slice(), counts[0]),
        (&utf_16, counts[1]),
        (marked.as_bytes(), counts[1]),
    ] {
        std::fs::write(scene.folder.join("people.csv"), bytes).unwrap();
        let ended = scene.run("sync_contacts", &["people.csv"]);
        assert_counts(&ended, &format!("{counts}, 1 rejected"));
        ended.assert(3, "warning: ignored columns: Notes");
        // The blank line and the one within quotes count.
        ended.assert(3, "line 5: there is no email address");
        let is_guessed = bytes == latin;
        assert_eq!(
            ended.stderr.contains("read as Windows-1252"),
            is_guessed,
            "{ended:?}"
        );
    }
    assert_eq!(
        contact(&scene, "juergen@x.example").unwrap()["name"],
        "Jürgen"
    );
}

#[test]
fn a_file_without_addresses_is_refused_once() {
    let scene = scene("columns");
    scene.write("people.csv", "who|where\nJane|here\n");
    let ended = scene.run("sync_contacts", &["people.csv"]);
    ended.assert(
        1,
        "no column for the email address, it has: who|where. Name one of them `email`",
    );
    scene.write("people.csv", "email,Mail\na@x.example,b@x.example\n");
    let ended = scene.run("sync_contacts", &["people.csv"]);
    ended.assert(1, "a second column for the same attribute: Mail");
    scene.write("people.csv", "");
    scene
        .run("sync_contacts", &["people.csv"])
        .assert(1, "people.csv: the file is empty");
    assert!(scene.desk.asked().is_empty());
}

#[test]
fn a_contact_that_is_forbidden_gone_or_taken_is_the_fault_of_its_row() {
    for status in [403, 404, 409] {
        let options = Options {
            tickets: 0,
            faults: vec![format!("{status}@3").parse().unwrap()],
            ..Options::default()
        };
        let scene = Scene::new(&format!("contacts-{status}"), options);
        scene.write(
            "people.csv",
            "email,name\nnew@x.example,New\nother@x.example,Other\n",
        );
        let ended = scene.run("sync_contacts", &["people.csv"]);
        assert_counts(&ended, "1 created, 0 updated, 0 unchanged, 1 rejected");
        ended.assert(3, "line 2: ");
        // What was not done is done by the next run, and nothing else.
        let again = scene.run("sync_contacts", &["people.csv"]);
        again.assert(0, "1 created, 0 updated, 1 unchanged, 0 rejected");
    }
}

//! The export of all tickets: whatever happens on the way, the file ends up with every ticket once.

use std::{fs, io::Write as _};

use freshdesk::{Client, models::TicketUpdate};
use serde_json::{Value, json};
use tests::helpdesk::{Helpdesk, KEY, Options};

use super::{Scene, end, interrupt, start, wait_until};

const FILE: &str = "tickets.jsonl";

/// Returns a help desk with so many tickets and these faults.
fn scene(name: &str, tickets: usize, faults: &[&str]) -> Scene {
    let faults = faults.iter().map(|fault| fault.parse().unwrap()).collect();
    let options = Options {
        tickets,
        faults,
        ..Options::default()
    };
    Scene::new(&format!("export-{name}"), options)
}

/// Fails unless the file has every ticket once, with what the help desk has of it.
#[track_caller]
fn assert_whole(scene: &Scene) {
    let file = scene.read(FILE);
    let mut exported: Vec<Value> = file
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    exported.sort_by_key(|ticket| ticket["id"].as_i64());
    let there = scene.desk.all("tickets");
    assert_eq!(exported.len(), there.len());
    for (exported, there) in exported.iter().zip(&there) {
        for key in [
            "id",
            "subject",
            "description",
            "status",
            "requester_id",
            "created_at",
            "updated_at",
            "tags",
        ] {
            assert_eq!(exported[key], there[key], "{key}");
        }
    }
    assert!(!scene.has("tickets.jsonl.resume"));
}

#[test]
fn every_ticket_is_exported_past_the_last_page_of_thirty_days() {
    let scene = scene("all", 1_050, &[]);
    let first = scene.run("export_tickets", &[]);
    first.assert(0, "wrote 1050 tickets to tickets.jsonl");
    assert_whole(&scene);
    let before = scene.read(FILE);
    scene
        .run("export_tickets", &[])
        .assert(1, "tickets.jsonl exists and is complete");
    assert_eq!(scene.read(FILE), before);
}

#[test]
fn limits_and_failures_on_the_way_change_nothing() {
    let scene = scene("faults", 620, &["429@2", "500@4", "cut@6", "503@8"]);
    scene.run("export_tickets", &[]).assert(0, "620 tickets");
    assert_whole(&scene);
    let statuses: Vec<u16> = scene
        .desk
        .asked()
        .iter()
        .map(|asked| asked.status)
        .collect();
    assert!(
        statuses.starts_with(&[200, 429, 200, 500, 200, 0, 200, 503, 200]),
        "{statuses:?}"
    );
}

#[test]
fn a_killed_export_goes_on_where_it_was() {
    // Each process is killed while it waits for a response that does not come.
    let scene = scene(
        "killed",
        820,
        &["stall@1", "stall@5", "stall@6", "stall@10"],
    );
    for calls in [1, 5, 6, 10] {
        let mut child = start(&mut scene.command("export_tickets", &[]));
        wait_until("the call arrives", || scene.desk.asked().len() >= calls);
        child.kill().unwrap();
        assert_eq!(end(child).code, None);
        // What the system had not written yet may end anywhere.
        let mut file = fs::OpenOptions::new()
            .append(true)
            .open(scene.folder.join(FILE))
            .unwrap();
        file.write_all(b"{\"id\":1,\"subj").unwrap();
    }
    scene.run("export_tickets", &[]).assert(0, "wrote ");
    assert_whole(&scene);
}

#[tokio::test]
async fn a_ticket_that_changes_meanwhile_comes_again() {
    let scene = scene("changed", 430, &["stall@3"]);
    let mut child = start(&mut scene.command("export_tickets", &[]));
    wait_until("the call arrives", || scene.desk.asked().len() >= 3);
    child.kill().unwrap();
    assert_eq!(end(child).code, None);
    let client = Client::builder()
        .base_url(scene.desk.base_url())
        .api_key(KEY);
    let change = TicketUpdate {
        subject: Some("Changed".to_owned()),
        ..TicketUpdate::default()
    };
    client
        .build()
        .unwrap()
        .tickets()
        .update(1, &change)
        .await
        .unwrap();
    scene.run("export_tickets", &[]).assert(0, "wrote ");
    let file = scene.read(FILE);
    let first: Vec<&str> = file
        .lines()
        .filter(|line| line.starts_with("{\"id\":1,"))
        .collect();
    assert_eq!(first.len(), 2, "{first:?}");
    assert!(first[1].contains("\"subject\":\"Changed\""), "{first:?}");
    assert_eq!(file.lines().count(), 431);
}

#[test]
fn an_export_that_fails_goes_on_where_it_was() {
    let faults: Vec<String> = (4..=7).map(|call| format!("500@{call}")).collect();
    let faults: Vec<&str> = faults.iter().map(String::as_str).collect();
    let scene = scene("failed", 430, &faults);
    scene
        .run("export_tickets", &[])
        .assert(1, "500 Internal Server Error");
    assert!(scene.has("tickets.jsonl.resume"));
    scene.run("export_tickets", &[]).assert(0, "wrote ");
    assert_whole(&scene);
}

#[cfg(unix)]
#[test]
fn an_interrupted_export_leaves_whole_lines_and_goes_on() {
    let scene = scene("interrupted", 430, &["stall@3"]);
    let child = start(&mut scene.command("export_tickets", &[]));
    wait_until("the call arrives", || scene.desk.asked().len() >= 3);
    interrupt(&child);
    end(child).assert(130, "run the same command again");
    for line in scene.read(FILE).lines() {
        assert!(serde_json::from_str::<Value>(line).is_ok(), "{line}");
    }
    scene.run("export_tickets", &[]).assert(0, "wrote ");
    assert_whole(&scene);
}

#[test]
fn an_export_that_was_killed_after_its_last_ticket_is_whole() {
    let scene = scene("last", 100, &[]);
    scene
        .run("export_tickets", &[])
        .assert(0, "wrote 100 tickets");
    let state = json!({
        "scope": {"account": scene.desk.base_url(), "include": ["description"]},
        "bytes": scene.read(FILE).len(),
        "tickets": 100,
        "last_line": null,
        "next": "end",
    });
    scene.write("tickets.jsonl.resume", &state.to_string());
    scene
        .run("export_tickets", &[])
        .assert(0, "wrote 0 tickets to tickets.jsonl, 100 in all");
    assert_whole(&scene);
}

/// A scene whose export has failed after three pages of 430 tickets.
fn interrupted(name: &str) -> Scene {
    let faults: Vec<String> = (4..=7).map(|call| format!("500@{call}")).collect();
    let faults: Vec<&str> = faults.iter().map(String::as_str).collect();
    let scene = scene(name, 430, &faults);
    scene
        .run("export_tickets", &[])
        .assert(1, "run the same command again to continue");
    scene
}

#[test]
fn the_last_line_counts_the_whole_file() {
    let scene = interrupted("counted");
    let before = scene.read(FILE).lines().count();
    assert!((200..=300).contains(&before), "{before}");
    let written = 430 - before;
    scene.run("export_tickets", &[]).assert(
        0,
        &format!("wrote {written} tickets to tickets.jsonl, 430 in all"),
    );
    assert_whole(&scene);
}

#[test]
fn an_output_that_is_not_the_one_of_the_resume_file_is_left_alone() {
    let scene = interrupted("changed-output");
    let (whole, state) = (scene.read(FILE), scene.read("tickets.jsonl.resume"));
    let last = whole[..whole.len() - 1].rfind('\n').unwrap() + 1;
    let changed = format!("{}{}", &whole[..last], "x".repeat(whole.len() - last));
    for (output, reason) in [
        (Some(""), "the file is shorter"),
        (Some(&whole[..whole.len() - 1]), "the file is shorter"),
        (Some(&changed), "the file was changed"),
        (None, "No such file"),
    ] {
        match output {
            Some(text) => scene.write(FILE, text),
            None => fs::remove_file(scene.folder.join(FILE)).unwrap(),
        }
        let asked = scene.desk.asked().len();
        scene.run("export_tickets", &[]).assert(1, reason);
        scene
            .run("export_tickets", &[])
            .assert(1, "To begin anew, delete tickets.jsonl.resume");
        assert_eq!(scene.desk.asked().len(), asked);
        assert_eq!(scene.read("tickets.jsonl.resume"), state);
        assert_eq!(scene.has(FILE), output.is_some());
    }
    scene.write(FILE, &whole);
    scene.run("export_tickets", &[]).assert(0, "430 in all");
    assert_whole(&scene);
}

#[test]
fn an_export_continues_with_its_own_arguments_and_account_alone() {
    let scene = interrupted("scope");
    let before = scene.read(FILE);
    scene
        .run("export_tickets", &["--include", "stats"])
        .assert(1, "belongs to an export with --include description");
    let other = Helpdesk::start(Options::default()).unwrap();
    let mut command = scene.command("export_tickets", &[]);
    let command = command.env("FRESHDESK_BASE_URL", other.base_url());
    end(start(command)).assert(1, "belongs to an export of the account http://127.0.0.1:");
    assert_eq!(scene.read(FILE), before);
    assert_eq!(other.asked().len(), 0);
}

#[test]
fn what_cannot_be_written_or_gone_on_with_is_said() {
    let scene = scene("unwritable", 10, &[]);
    let nowhere = scene.run("export_tickets", &["--out", "no/such/folder.jsonl"]);
    nowhere.assert(1, "no/such/folder.jsonl");
    scene.write("tickets.jsonl.resume", "nonsense");
    scene
        .run("export_tickets", &[])
        .assert(1, "tickets.jsonl.resume: the file is damaged");
    assert!(scene.desk.asked().is_empty());
}

//! The metadata of an account, from the service to an overlay.

use std::fs;

use serde_json::Value;
use tests::{files, helpdesk::Options};

use super::{Scene, end, start};

fn scene(name: &str) -> Scene {
    let options = Options {
        tickets: 0,
        ..Options::default()
    };
    Scene::new(name, options)
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn responses_are_stored_as_they_are() {
    let scene = scene("describe");
    scene.write("account/ticket_fields-page7.json", "of an earlier run");
    scene.write("account/notes.txt", "of somebody else");
    let ended = scene.run(
        "describe_account",
        &[
            "--out",
            "account",
            "--include",
            "groups,products,business-hours",
        ],
    );
    ended.assert(0, "wrote 11 responses to account\n");
    assert_eq!(ended.stderr, "");
    let expected = files::root().join("tests/accounts/acme");
    for path in files::entries(&expected) {
        let name = files::relative(&path, &expected);
        let found = json(&scene.read(&format!("account/{name}")));
        // The help desk gives IDs of its own to the fields that it works with.
        if name != "ticket_fields.json" {
            assert_eq!(found, json(&files::read(&path)), "{name}");
        }
    }
    assert!(scene.has("account/groups.json") && scene.has("account/notes.txt"));
    assert!(!scene.has("account/ticket_fields-page7.json"));
    // An overlay of it is that of the account.
    let folder = scene.folder.join("account");
    assert_eq!(
        crate::account::overlay_of(&folder),
        crate::account::overlay_of(&expected)
    );
}

#[test]
fn what_cannot_be_read_is_said_with_its_reason() {
    let scene = scene("describe-wrong");
    let mut command = scene.command("describe_account", &["--out", "account"]);
    let ended = end(start(command.env("FRESHDESK_API_KEY", "wrong")));
    ended.assert(1, "not read: custom_objects: ");
    ended.assert(1, "error: nothing could be read");
    assert_eq!(
        fs::read_dir(scene.folder.join("account")).unwrap().count(),
        0
    );
}

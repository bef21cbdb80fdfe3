//! A ticket with a file and with fields that depend on one another.

use serde_json::json;
use tests::helpdesk::Options;

use super::{Ended, Scene};

fn create(scene: &Scene, more: &[&str]) -> Ended {
    let arguments = [
        "--email",
        "Jane@x.example",
        "--subject",
        "Toner",
        "--description",
        "<p>Empty.</p>",
    ];
    scene.run("create_ticket", &[&arguments, more].concat())
}

#[test]
fn a_ticket_has_its_file_and_its_fields() {
    let scene = Scene::new(
        "ticket",
        Options {
            tickets: 0,
            ..Options::default()
        },
    );
    scene.write("photo.png", "a picture");
    let more = [
        "--priority",
        "3",
        "--attach",
        "photo.png",
        "--field",
        "cf_category=Hardware",
        "--field",
        "cf_subcategory=Printer",
        "--field",
        "cf_item=Toner",
        "--field",
        "cf_floor=3",
        "--field",
        "cf_under_warranty=true",
        "--field",
        "cf_reason=Refund",
        "--field",
        "cf_price=12.5",
    ];
    create(&scene, &more).assert(0, "ticket 1: Toner\n  photo.png at http://localhost:");
    let ticket = &scene.desk.all("tickets")[0];
    let fields = json!({
        "cf_category": "Hardware", "cf_subcategory": "Printer", "cf_item": "Toner", "cf_floor": 3,
        "cf_serial_number": null, "cf_under_warranty": true, "cf_reason": "Refund", "cf_notes": null,
        "cf_price": 12.5, "cf_delivered_on": null, "cf_appointment": null,
    });
    assert_eq!(ticket["custom_fields"], fields);
    assert_eq!(ticket["priority"], 3);
    let file = &ticket["attachments"][0];
    assert_eq!(
        (&file["content_type"], &file["size"]),
        (&json!("image/png"), &json!(9))
    );
    let contacts = scene.desk.all("contacts");
    let requester = contacts
        .iter()
        .find(|contact| contact["id"] == ticket["requester_id"])
        .unwrap();
    assert_eq!(requester["email"], "jane@x.example");
}

#[test]
fn what_is_wrong_with_a_ticket_is_said_and_nothing_is_created() {
    let scene = Scene::new(
        "ticket-wrong",
        Options {
            tickets: 0,
            mandatory: vec!["cf_serial_number".to_owned()],
            ..Options::default()
        },
    );
    for (more, said) in [
        (
            &[][..],
            "custom_fields.cf_serial_number: It should not be blank",
        ),
        (
            &["--field", "cf_reason=refund"],
            "custom_fields.cf_reason: It should be one of these values: 'Refund, Repair",
        ),
        (
            &[
                "--field",
                "cf_category=Hardware",
                "--field",
                "cf_subcategory=Mail",
            ][..],
            "custom_fields.cf_subcategory: It should be one of these values",
        ),
        (
            &["--field", "cf_roof=1"],
            "no field is called `cf_roof`; there are cf_appointment, cf_category, cf_delivered_on",
        ),
        (
            &["--field", "cf_floor=third"],
            "`third` is no value of `cf_floor`",
        ),
        (&["--attach", "missing.png"], "missing.png: "),
    ] {
        create(&scene, more).assert(1, said);
    }
    create(&scene, &["--field", "cf_floor"]).assert(2, "write NAME=VALUE");
    assert!(scene.desk.all("tickets").is_empty());
}

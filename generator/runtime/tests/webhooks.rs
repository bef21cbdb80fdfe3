//! Tools for receivers of webhooks: secrets, keys with configurable names, and the notation of changes.

use client_runtime::runtime::webhook::{Change, ChangeKind, Changes, Secret};
use client_runtime::runtime::{DecodeError, JsonObject};
use client_runtime::{integer_enum, webhook_keys};
use proptest::prelude::*;

#[derive(Clone, Debug, PartialEq)]
struct WidgetEvent {
    keys: JsonObject,
}

webhook_keys!(WidgetEvent, Some("envelope"));

#[derive(Clone, Copy, Debug, PartialEq)]
enum Status {
    Open,
    Unknown(i64),
}

integer_enum!(Status { Open = 2 });

fn event(body: &str) -> WidgetEvent {
    WidgetEvent::parse(body.as_bytes()).unwrap()
}

#[test]
fn secrets_match_themselves_alone() {
    let secret = Secret::new("canary-5f2e");
    assert!(secret.matches("canary-5f2e") && secret.matches(b"canary-5f2e"));
    for other in [
        "",
        "canary-5f2",
        "canary-5f2f",
        "canary-5f2ee",
        "Canary-5f2e",
    ] {
        assert!(!secret.matches(other), "{other}");
    }
    assert!(!Secret::new("").matches(""));
    assert!(Secret::basic("user", "pass word").matches("Basic dXNlcjpwYXNzIHdvcmQ="));
    assert!(!format!("{secret:?}").contains("canary"));
}

#[test]
fn keys_are_found_with_and_without_their_envelope() {
    for body in [
        r#"{"envelope": {"id": "7"}}"#,
        r#"{"id": 7}"#,
        r#"{"ticket": {"id": 7}}"#,
    ] {
        assert_eq!(event(body).get_as::<i64>("id").unwrap(), Some(7), "{body}");
    }
    assert_eq!(event(r#"{"envelope": null, "id": 7}"#).keys().len(), 0);
    for body in ["[]", "", "{", "text=1", r#"{"envelope": 3}"#, "null"] {
        assert!(WidgetEvent::parse(body.as_bytes()).is_err(), "{body}");
    }
}

#[test]
fn values_are_read_leniently() -> Result<(), DecodeError> {
    use client_runtime::runtime::webhook::keys::{changes, text, value};
    let event = event(
        r#"{"id": "", "number": 12, "other": "13", "name": null, "alias": "Jane", "list": [1],
            "changes": {"status": {"from": 2, "to": 6}}, "flag": true}"#,
    );
    let keys = event.keys();
    assert_eq!(value::<i64>(keys, &["id", "number"])?, Some(12));
    assert_eq!(value::<i64>(keys, &["other"])?, Some(13));
    assert_eq!(value::<i64>(keys, &["id"])?, None);
    assert_eq!(text(keys, &["name", "alias"])?.as_deref(), Some("Jane"));
    assert_eq!(text(keys, &["number"])?.as_deref(), Some("12"));
    assert_eq!(text(keys, &["flag"])?.as_deref(), Some("true"));
    assert!(text(keys, &["list"]).is_err());
    let error = value::<i64>(keys, &["alias"]).unwrap_err().to_string();
    assert!(error.contains("alias"), "{error}");
    let found = changes(keys, &["changes"]).unwrap();
    let status = found.get("status").unwrap();
    assert_eq!(
        (status.from_as(), status.to_as()),
        (Some(Status::Open), Some(Status::Unknown(6)))
    );
    assert_eq!(changes(keys, &["nothing"]), None);
    Ok(())
}

fn kinds(text: &str) -> Vec<(String, ChangeKind)> {
    let changes = Changes::parse(text);
    assert_eq!(changes.as_str(), text);
    let kinds = |change: &Change| (change.field.clone(), change.kind.clone());
    assert!(changes.iter().eq(&changes));
    changes.iter().map(kinds).collect()
}

fn transition(from: Option<&str>, to: Option<&str>) -> ChangeKind {
    ChangeKind::Transition {
        from: from.map(str::to_owned),
        to: to.map(str::to_owned),
    }
}

#[test]
fn changes_are_read() {
    let happened = |value: &str| ChangeKind::Event(value.to_owned());
    for (text, field, kind) in [
        (
            "{ticket_action:created}",
            "ticket_action",
            happened("created"),
        ),
        ("{note_type:private}", "note_type", happened("private")),
        (
            "{status:{from:4,to:6}}",
            "status",
            transition(Some("4"), Some("6")),
        ),
        (
            " { status : { to : 6 , from : 4 } } ",
            "status",
            transition(Some("4"), Some("6")),
        ),
        (
            "{status:{from:,to:6}}",
            "status",
            transition(None, Some("6")),
        ),
        (
            "{status:{from:4,to:null}}",
            "status",
            transition(Some("4"), None),
        ),
        (
            "{kind:{from:Ask, please: now,to:Do (a, b)}}",
            "kind",
            transition(Some("Ask, please: now"), Some("Do (a, b)")),
        ),
        ("{tag:red, green}", "tag", happened("red, green")),
        (
            r#"{"status":{"from":"4","to":6}}"#,
            "status",
            transition(Some("4"), Some("6")),
        ),
        ("{x:{y:1}}", "x", ChangeKind::Other("{y:1}".to_owned())),
    ] {
        assert_eq!(kinds(text), [(field.to_owned(), kind)], "{text}");
    }
    let both = kinds("{status:{from:2,to:3},priority:{from:1,to:4}}");
    assert_eq!(
        both[1],
        ("priority".to_owned(), transition(Some("1"), Some("4")))
    );
    assert_eq!(both.len(), 2);
}

#[test]
fn what_is_no_change_is_kept_as_text() {
    for text in ["", "{}", "created", "{a b:c}", "{:1}", "{", "}{"] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn values_become_types() {
    let changes = Changes::parse("{status:{from:2,to:x}}");
    let status = changes.get("status").unwrap();
    assert_eq!((status.from(), status.to()), (Some("2"), Some("x")));
    assert_eq!(status.from_as::<i64>(), Some(2));
    assert_eq!(status.to_as::<i64>(), None);
    assert_eq!(status.to_as::<String>().as_deref(), Some("x"));
    assert_eq!(changes.to_string(), "{status:{from:2,to:x}}");
}

#[test]
fn a_hostile_text_costs_no_more_than_its_length() {
    for hostile in [
        "{a:{from:".repeat(50_000),
        format!("{{a:{}", ",".repeat(500_000)),
        "{a:b,".repeat(100_000),
    ] {
        assert_eq!(
            Changes::parse(&(hostile.clone() + "}")).as_str().len(),
            hostile.len() + 1
        );
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(body in prop::collection::vec(any::<u8>(), 0..64)) {
        let _ = WidgetEvent::parse(&body);
    }

    #[test]
    fn no_text_makes_it_panic(text in "[{}:,\"a-z 0é]{0,40}") {
        let changes = Changes::parse(&text);
        prop_assert_eq!(changes.as_str(), text);
    }

    #[test]
    fn transitions_read_back(
        field in "[a-z_]{1,8}",
        from in "[A-Za-z0-9 ()!é]{0,8}",
        to in "[A-Za-z0-9 ()!é]{0,8}",
    ) {
        let expected = |text: &str| {
            let text = text.trim().to_owned();
            (!matches!(&*text, "" | "null" | "nil")).then_some(text)
        };
        let changes = Changes::parse(&format!("{{{field}:{{from:{from},to:{to}}}}}"));
        let change = changes.get(&field).unwrap();
        prop_assert_eq!(change.from().map(str::to_owned), expected(&from));
        prop_assert_eq!(change.to().map(str::to_owned), expected(&to));
    }
}

//! Records that are not what the description says: nothing is lost, and no more is rejected than has to be.

use std::collections::BTreeMap;

use client_runtime::runtime::codec::union::Shape;
use client_runtime::runtime::codec::{self, Decode, Encode};
use client_runtime::runtime::{Base64, Date, Decimal, Json, JsonObject, Timestamp, UnknownFields};
use client_runtime::{integer_enum, record, string_enum, union};
use proptest::prelude::*;

#[derive(Clone, Debug, PartialEq)]
struct Ticket {
    id: i64,
    subject: Option<String>,
    status: Option<Status>,
    color: Option<Color>,
    due_by: Option<Timestamp>,
    day: Option<Date>,
    closed_at: Option<Timestamp>,
    cc_emails: Option<Vec<String>>,
    custom_fields: Option<JsonObject>,
    requester: Option<Box<Requester>>,
    unknown_fields: UnknownFields,
}

record!(Ticket {
    "id" => id,
    "subject" => subject strict,
    "status" => status,
    "color" => color,
    "due_by" => due_by,
    "day" => day,
    "closed_at" => closed_at nullable,
    "cc_emails" => cc_emails,
    "custom_fields" => custom_fields,
    "requester" => requester,
    ? unknown_fields,
});

#[derive(Clone, Debug, PartialEq)]
struct Requester {
    name: String,
    unknown_fields: UnknownFields,
}

record!(Requester { "name" => name, ? unknown_fields });

#[derive(Clone, Debug, PartialEq)]
struct Counts {
    total: Option<i64>,
    rest: BTreeMap<String, i64>,
    unknown_fields: UnknownFields,
}

record!(Counts { "total" => total, .. rest, ? unknown_fields });

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    Open,
    Unknown(i64),
}

integer_enum!(Status { Open = 2 });

#[derive(Clone, Debug, PartialEq, Eq)]
enum Color {
    Red,
    Unknown(String),
}

string_enum!(Color { Red = "red" });

#[derive(Clone, Debug, PartialEq)]
enum Choices {
    Texts(BTreeMap<String, String>),
    Numbers(BTreeMap<String, i64>),
    Names(Vec<String>),
    Other(Json),
}

union!(Choices {
    Texts(BTreeMap<String, String>) from [Shape::object(&[], &[], &[])],
    Numbers(BTreeMap<String, i64>) from [Shape::object(&[], &[], &[])],
    Names(Vec<String>) from [Shape::List(&[Shape::Text])],
});

#[derive(Clone, Debug, PartialEq)]
struct Short {
    name: Option<String>,
    unknown_fields: UnknownFields,
}

record!(Short { "name" => name, ? unknown_fields });

#[derive(Clone, Debug, PartialEq)]
struct Long {
    name: Option<String>,
    size: Option<i64>,
    unknown_fields: UnknownFields,
}

record!(Long { "name" => name, "size" => size, ? unknown_fields });

#[derive(Clone, Debug, PartialEq)]
enum Either {
    Short(Short),
    Long(Long),
    Other(Json),
}

union!(Either {
    Short(Short) from [Shape::object(&[], &[], &[])],
    Long(Long) from [Shape::object(&[], &[], &[])],
});

/// A number, in two ways that differ in what they can hold.
#[derive(Clone, Debug, PartialEq)]
enum Amount {
    Float(f64),
    Exact(Decimal),
    Other(Json),
}

union!(Amount {
    Float(f64) [Shape::Number],
    Exact(Decimal) [Shape::Number],
});

/// A list that holds lists, in two ways that cannot be told apart before their ends.
#[derive(Clone, Debug, PartialEq)]
enum Nested {
    Left(Vec<Nested>),
    Right(Vec<Nested>),
    Number(i64),
    Other(Json),
}

union!(Nested {
    Left(Vec<Nested>) [Shape::List(&[])],
    Right(Vec<Nested>) [Shape::List(&[])],
    Number(i64) [Shape::Number],
});

fn read<T: Decode>(text: &str) -> T {
    codec::decode(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn json(value: &dyn Encode) -> Json {
    serde_json::from_slice(&codec::encode(value)).unwrap()
}

fn parsed(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

#[test]
fn unknown_members_stay_with_the_record() {
    let text = r#"{"id": 1, "sentiment": {"score": 0.5, "of": [1, null]}, "big": 123456789012345678901234567890}"#;
    let ticket: Ticket = read(text);
    let names: Vec<_> = ticket.unknown_fields.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["sentiment", "big"]);
    let sentiment: Option<JsonObject> = ticket.unknown_fields.get("sentiment").unwrap();
    assert_eq!(sentiment.unwrap()["score"], 0.5);
    assert_eq!(
        ticket.unknown_fields.raw("big"),
        Some("123456789012345678901234567890")
    );
    assert_eq!(ticket.unknown_fields.get::<i64>("none"), Ok(None));
    assert!(
        ticket
            .unknown_fields
            .get::<i64>("sentiment")
            .unwrap_err()
            .to_string()
            .ends_with("at $.sentiment")
    );
    let written = String::from_utf8(codec::encode(&ticket)).unwrap();
    assert!(written.contains("\"big\":123456789012345678901234567890"));
    assert_eq!(json(&ticket)["sentiment"], parsed(text)["sentiment"]);
    let through_serde = serde_json::to_value(&ticket).unwrap();
    assert_eq!(through_serde["sentiment"], parsed(text)["sentiment"]);
    assert_eq!(
        serde_json::from_value::<Ticket>(through_serde).unwrap().id,
        1
    );
}

#[test]
fn a_record_without_unknown_members_pays_one_pointer() {
    assert_eq!(size_of::<UnknownFields>(), size_of::<usize>());
    let ticket: Ticket = read(r#"{"id": 1}"#);
    assert!(ticket.unknown_fields.is_empty());
    assert_eq!(format!("{:?}", ticket.unknown_fields), "{}");
    assert_eq!(ticket.unknown_fields.to_object(), JsonObject::new());
}

#[test]
fn a_value_that_does_not_fit_costs_neither_field_nor_record() {
    for (field, value) in [
        ("subject", "[1]"),
        ("status", "\"two\""),
        ("color", "{\"name\":\"red\"}"),
        ("due_by", "\"\""),
        ("due_by", "\"soon\""),
        ("day", "20240101"),
        ("closed_at", "\"\""),
        ("cc_emails", "\"a@example.com, b@example.com\""),
        ("cc_emails", "[\"a\", {}]"),
        ("custom_fields", "[]"),
        ("requester", "{\"email\": \"a\"}"),
        ("requester", "[]"),
    ] {
        let text = format!(r#"{{"id": 1, "{field}": {value}, "extra": 7}}"#);
        let ticket: Ticket = read(&text);
        assert_eq!(ticket.unknown_fields.raw(field), Some(value), "{text}");
        assert_eq!(json(&ticket)[field], parsed(value), "{text}");
        let written = String::from_utf8(codec::encode(&ticket)).unwrap();
        assert_eq!(written.matches(&format!("{field:?}:")).count(), 1, "{text}");
        assert_eq!(json(&ticket)["extra"], 7, "{text}");
    }
    let ticket: Ticket = read(r#"{"id": 1, "cc_emails": "a@example.com"}"#);
    assert_eq!(ticket.cc_emails, None);
}

#[test]
fn a_value_that_is_set_later_replaces_what_did_not_fit() {
    let mut ticket: Ticket = read(r#"{"id": 1, "closed_at": "", "due_by": "never"}"#);
    ticket.closed_at = Some(Timestamp::UNIX_EPOCH);
    let written = String::from_utf8(codec::encode(&ticket)).unwrap();
    assert_eq!(written.matches("closed_at").count(), 1);
    assert_eq!(json(&ticket)["closed_at"], "1970-01-01T00:00:00Z");
    assert_eq!(json(&ticket)["due_by"], "never");
    ticket.unknown_fields.clear();
    assert_eq!(json(&ticket).get("due_by"), None);
}

#[test]
fn a_required_field_has_to_fit() {
    for text in [r#"{"id": "x"}"#, r#"{"subject": "a"}"#, r#"{"id": null}"#] {
        assert!(codec::decode::<Ticket>(text.as_bytes()).is_err(), "{text}");
    }
    for text in [r#"{"id": 1, "subject": [}"#, r#"{"id": 1, "new": tru}"#] {
        assert!(codec::decode::<Ticket>(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn typed_additional_properties_keep_what_does_not_fit() {
    let text = r#"{"total": 2, "a": 1, "b": "many", "c": null}"#;
    let counts: Counts = read(text);
    assert_eq!(counts.rest, BTreeMap::from([("a".to_owned(), 1)]));
    assert_eq!(counts.unknown_fields.raw("b"), Some("\"many\""));
    assert_eq!(json(&counts), parsed(text));
}

#[test]
fn the_alternative_that_fits_exactly_is_taken() {
    let texts = |value: &str| Choices::Texts(BTreeMap::from([("A".to_owned(), value.to_owned())]));
    let numbers = |value: i64| Choices::Numbers(BTreeMap::from([("A".to_owned(), value)]));
    assert_eq!(read::<Choices>(r#"{"A": 1}"#), numbers(1));
    assert_eq!(read::<Choices>(r#"{"A": "007"}"#), texts("007"));
    assert_eq!(read::<Choices>(r#"{"A": "1"}"#), texts("1"));
    // Neither fits: the one that has to tolerate less.
    assert_eq!(json(&read::<Choices>(r#"{"A": "x", "B": 1}"#))["A"], "x");
}

#[test]
fn the_alternative_that_loses_nothing_is_taken() {
    let long = read::<Either>(r#"{"name": "a", "size": 1}"#);
    assert!(matches!(long, Either::Long(_)), "{long:?}");
    let short = read::<Either>(r#"{"name": "a"}"#);
    assert!(matches!(short, Either::Short(_)), "{short:?}");
    let odd = read::<Either>(r#"{"name": "a", "size": 1, "new": 2}"#);
    assert!(matches!(odd, Either::Long(_)), "{odd:?}");
    // 2^53 + 2 is a float, and 2^53 + 1 is none.
    let float = read::<Amount>("9007199254740994");
    assert!(matches!(float, Amount::Float(_)), "{float:?}");
    let exact = read::<Amount>("9007199254740993");
    assert!(matches!(exact, Amount::Exact(_)), "{exact:?}");
}

#[test]
fn nested_alternatives_are_tried_a_limited_number_of_times() {
    let text = format!("{}1.5{}", "[".repeat(120), "]".repeat(120));
    let value: Nested = read(&text);
    assert_eq!(json(&value), parsed(&text));
    let text = format!("{}1{}", "[".repeat(120), "]".repeat(120));
    assert_eq!(json(&read::<Nested>(&text)), parsed(&text));
}

fn any_value() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        ".{0,8}".prop_map(Json::from),
        Just(Json::from("2024-02-30T00:00:00Z")),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::btree_map(".{0,6}", inner, 0..4)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Checks that a record is read whatever its members are, and each of them that is not null is written back.
    #[test]
    fn nothing_is_lost(members in prop::collection::btree_map(
        prop_oneof![
            Just("subject"), Just("status"), Just("color"), Just("due_by"), Just("cc_emails"),
            Just("custom_fields"), Just("requester"), Just("new"), Just("other"),
        ].prop_map(str::to_owned),
        any_value(),
        0..6,
    )) {
        let mut sent: serde_json::Map<String, Json> = members.into_iter().collect();
        sent.insert("id".to_owned(), Json::from(1));
        let text = Json::Object(sent.clone()).to_string();
        let written = json(&read::<Ticket>(&text));
        for (name, value) in &sent {
            let kept = &written[name];
            let is_same = kept == value || value.is_null() && kept.is_null();
            // Numbers and texts, and the spellings of an instant, stand for each other.
            let unquoted = |value: &Json| value.to_string().replace('"', "");
            let is_alike = unquoted(kept) == unquoted(value)
                || name == "due_by" && value.is_string() && kept.is_string()
                || name == "status" && !kept.is_null();
            prop_assert!(is_same || is_alike, "{name}: {value} became {kept}");
        }
    }
}

#[test]
fn base64_that_does_not_fit_is_kept() {
    #[derive(Clone, Debug, PartialEq)]
    struct File {
        data: Option<Base64>,
        unknown_fields: UnknownFields,
    }
    record!(File { "data" => data, ? unknown_fields });
    let file: File = read(r#"{"data": "not base64!"}"#);
    assert_eq!(file.data, None);
    assert_eq!(json(&file)["data"], "not base64!");
}

/// Services change their minds about numbers and texts, also where values are listed.
#[test]
fn texts_that_are_listed_are_read_from_numbers() {
    #[derive(Clone, Debug, PartialEq, Eq)]
    enum Floor {
        First,
        Unknown(String),
    }
    string_enum!(Floor { First = "1" });
    assert_eq!(read::<Floor>("1"), Floor::First);
    assert_eq!(read::<Floor>("\"1\""), Floor::First);
    assert_eq!(read::<Floor>("1.5"), Floor::Unknown("1.5".to_owned()));
    assert!(codec::decode::<Floor>(b"true").is_err());
}

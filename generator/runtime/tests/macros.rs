//! The macros, on types written as the generator writes them.

use std::collections::BTreeMap;
use std::fmt::Debug;

use client_runtime::runtime::codec;
use client_runtime::runtime::{
    Date, Decimal, Decode, Encode, Parameter, Patch, Timestamp, UnknownFields,
};
use client_runtime::{integer_enum, record, string_enum};
use proptest::prelude::*;

#[derive(Clone, Debug, Default, PartialEq)]
struct Widget {
    id: i64,
    r#type: Option<String>,
    #[deprecated]
    colour: Option<String>,
    due_by: Option<Timestamp>,
    state: Option<State>,
    order: Option<Order>,
    parts: Option<Vec<Widget>>,
    parent: Option<Box<Widget>>,
    // Names that the macro uses itself.
    reader: Option<bool>,
    key: Option<bool>,
    writer: Option<bool>,
    nullable: Option<bool>,
}

record!(Widget {
    "id" => id,
    "type" => r#type,
    "colour" => colour,
    "due_by" => due_by nullable,
    "state" => state,
    "order" => order,
    "parts" => parts,
    "parent" => parent,
    "reader" => reader,
    "key" => key,
    "writer" => writer,
    "nullable" => nullable,
});

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
enum State {
    Open,
    Closed,
    Unknown(i64),
}

integer_enum!(State { Open = 2, Closed = -5 });

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
enum Order {
    CreatedAt,
    DueBy,
    Unknown(String),
}

string_enum!(Order { CreatedAt = "created_at", DueBy = "due by" });

#[derive(Clone, Debug, Default, PartialEq)]
struct Update {
    name: Patch<String>,
    tags: Patch<Vec<String>>,
}

record!(Update { "name" => name, "tags" => tags });

#[derive(Clone, Debug, Default, PartialEq)]
struct Nothing {}

record!(Nothing {});

#[derive(Clone, Debug, Default, PartialEq)]
struct Open {
    name: Option<String>,
    rest: BTreeMap<String, Option<i64>>,
}

record!(Open { "name" => name, .. rest });

#[derive(Clone, Debug, Default, PartialEq)]
struct Anything {
    rest: client_runtime::runtime::JsonObject,
}

record!(Anything { ..rest });

fn read<T: Decode>(text: &str) -> T {
    codec::decode(text.as_bytes()).unwrap()
}

fn error<T: Decode + Debug>(text: &str) -> String {
    codec::decode::<T>(text.as_bytes()).unwrap_err().to_string()
}

fn write(value: &dyn Encode) -> String {
    String::from_utf8(codec::encode(value)).unwrap()
}

#[test]
fn a_record_reads_what_it_knows_and_skips_the_rest() {
    let widget: Widget = read(
        r#"{"new": {"deep": [1, {"er": null}]}, "id": "7", "type": null, "state": "2", "order": "due by",
            "parts": [{"id": 8, "state": 99}], "parent": {"id": 9}, "id": 10}"#,
    );
    assert_eq!(widget.id, 10);
    assert_eq!(widget.r#type, None);
    assert_eq!(widget.state, Some(State::Open));
    assert_eq!(widget.order, Some(Order::DueBy));
    assert_eq!(widget.parts.unwrap()[0].state, Some(State::Unknown(99)));
    assert_eq!(widget.parent.unwrap().id, 9);
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Alike {
    one: i64,
    other: i64,
    letter: i64,
    digit: i64,
    nameless: i64,
}

// The first two are alike in length, start and end, and the others have no two letters to tell them apart by.
record!(Alike { "field_a_id" => one, "field_b_id" => other, "x" => letter, "1" => digit, "" => nameless });

#[derive(Clone, Debug, PartialEq)]
struct Exemplary {
    name: String,
    size: i64,
    day: Date,
    unknown: UnknownFields,
}

record!(Exemplary {
    name,
    size,
    day,
    ? unknown,
    // `size` is no example of a number.
    = r#"{ "name": "Ada", "size": "large", "new": true }"#,
});

#[test]
fn fields_with_names_that_are_alike_are_told_apart_in_any_order() {
    let fields = [
        "\"field_a_id\":1",
        "\"field_b_id\":2",
        "\"x\":3",
        "\"1\":4",
        "\"\":5",
    ];
    let expected = Alike {
        one: 1,
        other: 2,
        letter: 3,
        digit: 4,
        nameless: 5,
    };
    for first in 0..fields.len() {
        let mut fields = fields;
        fields.rotate_left(first);
        let forward: Alike = read(&format!("{{{}}}", fields.join(",")));
        fields.reverse();
        let backward: Alike = read(&format!("{{{}}}", fields.join(",")));
        assert_eq!((forward, backward), (expected.clone(), expected.clone()));
    }
    let others = r#""field_c_id":6,"y":7,"2":8,"field_a_ix":9"#;
    let read: Alike = read(&format!("{{{others},{}}}", fields.join(",")));
    assert_eq!(read, expected);
}

#[test]
fn a_page_gets_its_room_at_once_and_nothing_gets_more_than_that() {
    let page = |count: usize| format!("[{}]", vec![r#"{"id":1234567}"#; count].join(","));
    for count in [1, 3, 30, 100] {
        let widgets: Vec<Widget> = read(&page(count));
        assert_eq!(widgets.len(), count);
        assert!(widgets.capacity() <= count + count / 8 + 4, "{count}");
    }
    let inside: BTreeMap<String, Vec<Widget>> = read(&format!(r#"{{"results":{}}}"#, page(100)));
    assert!(inside["results"].capacity() <= 116);

    let long = read::<Vec<Widget>>(&page(1000));
    assert_eq!(long.len(), 1000);
    let misled: Vec<Open> = read(&format!(r#"[{{}},{{"{}":null}}]"#, "x".repeat(100_000)));
    assert!(misled.capacity() <= 132);
    let elsewhere: Vec<Vec<Vec<Open>>> =
        read(&format!("[[[{{}}]],[{}]]", "[],".repeat(999) + "[]"));
    assert!(elsewhere[0][0].capacity() <= 4);
}

#[test]
fn errors_lead_to_the_field() {
    assert_eq!(
        error::<Vec<Widget>>(r#"[{"id":1},{"id":"x"}]"#),
        r#"expected an integer, found the string "x" at $[1].id"#
    );
    assert_eq!(
        error::<Widget>(r#"{"id":1,"parts":[{"id":1},{"type":"x"}],"key":true}"#),
        "expected a value, found nothing (the field is missing) at $.parts[1].id"
    );
    assert_eq!(
        error::<Widget>(r#"{"id":null}"#),
        "expected an integer, found null at $.id"
    );
    assert_eq!(
        error::<Widget>("[]"),
        "expected an object, found the array [] at $"
    );
    assert_eq!(
        error::<Widget>(r#"{"id":1,"parent":{"#),
        "expected `,` or `}`, found the end of the text at $.parent"
    );
}

#[test]
fn a_record_leaves_out_what_is_absent_unless_it_is_nullable() {
    let widget = Widget {
        id: 1,
        r#type: Some("a\"b".into()),
        ..Widget::default()
    };
    assert_eq!(write(&widget), r#"{"id":1,"type":"a\"b","due_by":null}"#);
    assert_eq!(read::<Widget>(&write(&widget)), widget);
}

#[test]
fn an_update_tells_null_from_absent() {
    let update = Update {
        name: Patch::Null,
        tags: Patch::Value(vec![]),
    };
    assert_eq!(write(&update), r#"{"name":null,"tags":[]}"#);
    assert_eq!(write(&Update::default()), "{}");
    assert_eq!(read::<Update>(&write(&update)), update);
    assert_eq!(read::<Update>("{}"), Update::default());
}

#[test]
fn other_members_are_kept() {
    assert_eq!(read::<Nothing>(r#"{"a":[{}]}"#), Nothing {});
    assert_eq!(write(&Nothing {}), "{}");
    let open: Open = read(r#"{"b":2,"name":"n","a":null}"#);
    assert_eq!(write(&open), r#"{"name":"n","a":null,"b":2}"#);
    let anything: Anything = read(r#"{"b":{"c":[1.5]}}"#);
    assert_eq!(write(&anything), r#"{"b":{"c":[1.5]}}"#);
    assert_eq!(write(&Anything::default()), "{}");
    assert_eq!(
        error::<Open>(r#"{"a b":true}"#),
        r#"expected an integer, found true at $["a b"]"#
    );
}

#[test]
fn unknown_enum_values_survive_and_known_ones_are_never_unknown() {
    assert_eq!(Order::from("due by"), Order::DueBy);
    assert_eq!(Order::from(String::from("created_at")), Order::CreatedAt);
    assert_eq!(write(&read::<Order>("\"new\\n\"")), "\"new\\n\"");
    assert_eq!(Order::KNOWN, [Order::CreatedAt, Order::DueBy]);
    assert_eq!(Order::DueBy.to_string(), "due by");
    assert_eq!(Order::DueBy.text(), "due by");
    assert_eq!(State::from(-5), State::Closed);
    assert_eq!(State::KNOWN, [State::Open, State::Closed]);
    assert_eq!(read::<State>("2.0"), State::Open);
    assert_eq!(write(&read::<State>("\"77\"")), "77");
    assert_eq!(
        (
            State::Closed.to_string(),
            State::Unknown(1).text().into_owned()
        ),
        ("-5".into(), "1".into())
    );
}

#[test]
fn enum_values_have_names_and_are_compared_with_what_they_stand_for() {
    assert_eq!(Order::NAMES, ["CreatedAt", "DueBy"]);
    assert_eq!(Order::DueBy.name(), Some("DueBy"));
    assert_eq!(Order::from("new").name(), None);
    for text in ["DueBy", "dueby", "due-by", "due_by", "DUE BY", "due by"] {
        assert_eq!(text.parse(), Ok(Order::DueBy), "{text}");
    }
    for (text, state) in [
        ("closed", State::Closed),
        ("-5", State::Closed),
        ("8", State::Unknown(8)),
    ] {
        assert_eq!(text.parse(), Ok(state), "{text}");
    }
    let error = "ajar".parse::<State>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "unknown State `ajar`; expected one of Open, Closed"
    );
    assert_eq!(error.names(), State::NAMES);
    assert!("new".parse::<Order>().is_err(), "`from` takes any text");

    assert_eq!(State::Open, 2);
    assert_ne!(State::Unknown(7), 2);
    assert_eq!(i64::from(State::Closed), -5);
    assert_eq!(Order::DueBy, "due by");
    assert_eq!(State::Open.into_iter().collect::<Vec<_>>(), [State::Open]);
}

#[test]
fn samples_have_everything_set_and_end_where_a_type_is_part_of_itself() {
    let widget = Widget::sample();
    assert_eq!(read::<Widget>(&write(&widget)), widget);
    assert_eq!((widget.id, widget.state), (1, Some(State::Open)));
    assert_eq!(widget.r#type.as_deref(), Some("type"));
    assert_eq!(widget.parts, Some(Vec::new()), "a widget in a widget");
    assert_eq!(Order::sample(), Order::CreatedAt);
    let by_example = Exemplary::sample();
    let expected = r#"{"name":"Ada","size":1,"day":"2015-08-24","new":true}"#;
    assert_eq!(write(&by_example), expected);
}

/// With values that are made up in their own ways, and a field that is absent inside of a box.
#[derive(Clone, Debug, Default, PartialEq)]
struct Price {
    amounts: Vec<Decimal>,
    rebate: Box<Option<i64>>,
}

record!(Price { "amounts" => amounts, "rebate" => rebate });

#[test]
fn lists_and_decimals_have_samples_and_boxes_are_as_absent_as_what_is_in_them() {
    assert_eq!(write(&Price::sample()), r#"{"amounts":[1.50],"rebate":1}"#);
    assert_eq!(write(&Price::default()), r#"{"amounts":[]}"#);
}

#[test]
fn serde_sees_the_same_form() {
    let widget = Widget {
        id: 1,
        state: Some(State::Open),
        parts: Some(vec![Widget::default()]),
        ..Widget::default()
    };
    let text = serde_json::to_string(&widget).unwrap();
    assert_eq!(text, write(&widget), "the order of fields too");
    assert_eq!(serde_json::from_str::<Widget>(&text).unwrap(), widget);
    let value = serde_json::to_value(&widget).unwrap();
    assert_eq!(serde_json::from_value::<Widget>(value).unwrap(), widget);
    assert_eq!(
        serde_json::to_string(&Patch::Value(Order::DueBy)).unwrap(),
        "\"due by\""
    );
    let error = serde_json::from_str::<Vec<Widget>>(r#"[{"id":{}}]"#)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("expected an integer, found the object {} at $.id"),
        "{error}"
    );
}

#[test]
fn keys_are_compared_after_unescaping() {
    assert_eq!(read::<Widget>(r#"{"\u0069d":3}"#).id, 3);
    assert_eq!(error::<Open>("null"), "expected an object, found null at $");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Checks that every enum value is sent back as received, and that known ones are named.
    #[test]
    fn any_value_of_an_enum_survives_a_round_trip(
        text in prop_oneof![any::<String>(), Just(String::from("due by"))],
        code in prop_oneof![any::<i64>(), Just(2), Just(-5)],
    ) {
        let order: Order = read(&write(&text));
        prop_assert_eq!(matches!(order, Order::Unknown(_)), Order::KNOWN.iter().all(|known| known.as_str() != text));
        prop_assert_eq!(order.as_str(), &text);
        prop_assert_eq!(write(&order), write(&text));
        let state: State = read(&code.to_string());
        prop_assert_eq!(matches!(state, State::Unknown(_)), State::KNOWN.iter().all(|known| known.code() != code));
        prop_assert_eq!(write(&state), code.to_string());
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Holder {
    own: Own,
    unknown: UnknownFields,
}

record!(Holder { own empty, ? unknown });

#[derive(Clone, Debug, Default, PartialEq)]
struct Own {
    size: Option<i64>,
}

record!(Own { size });

#[test]
fn an_absent_object_is_one_without_members_where_the_field_says_so() {
    let read = |text: &str| codec::decode::<Holder>(text.as_bytes()).unwrap();
    for text in ["{}", r#"{"own": null}"#, r#"{"own": {}}"#] {
        assert_eq!(read(text), Holder::default(), "{text}");
    }
    assert_eq!(read(r#"{"own": {"size": 3}}"#).own.size, Some(3));
    // What was there before is not kept.
    let mut holder = read(r#"{"own": {"size": 3}}"#);
    let mut reader = codec::Reader::new(b"{}");
    holder.read(&mut reader).unwrap();
    assert_eq!(holder, Holder::default());
    // What does not fit is kept, as in any field that may be absent.
    let odd = read(r#"{"own": [1]}"#);
    assert_eq!(odd.own, Own::default());
    assert_eq!(codec::encode(&odd.unknown.raw("own").is_some()), b"true");
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Sorted {
    category: Option<Order>,
    item: Option<String>,
    part: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct SortedUpdate {
    category: Patch<Order>,
    item: Patch<String>,
}

client_runtime::dependent_fields!(
    Sorted,
    [category, item, part] => &[
        Choice("created_at", &[Choice("a", &[Choice("1", &[])])]),
        Choice("due by", &[])
    ]
);
client_runtime::dependent_fields!(
    SortedUpdate,
    [category, item] => &[Choice("created_at", &[Choice("a", &[])])]
);

#[test]
fn a_value_is_checked_beside_those_that_it_depends_on() {
    let check = |category, item: Option<&str>, part: Option<&str>| {
        let (item, part) = (item.map(str::to_owned), part.map(str::to_owned));
        let sorted = Sorted {
            category,
            item,
            part,
        };
        sorted
            .check_dependent_fields()
            .map_err(|error| error.to_string())
    };
    assert_eq!(check(None, None, None), Ok(()));
    assert_eq!(check(Some(Order::CreatedAt), Some("a"), Some("1")), Ok(()));
    assert_eq!(check(Some(Order::DueBy), None, None), Ok(()));
    for (category, item, part, said) in [
        (
            Some(Order::CreatedAt),
            Some("b"),
            None,
            r#"`item` cannot be "b" where `category` is "created_at"; it can be one of ["a"]"#,
        ),
        (
            Some(Order::DueBy),
            Some("a"),
            None,
            r#"`item` cannot be "a" where `category` is "due by""#,
        ),
        (
            None,
            Some("a"),
            None,
            r#"`item` cannot be "a" where `category` has no value"#,
        ),
        (
            Some(Order::CreatedAt),
            None,
            Some("1"),
            r#"`part` cannot be "1" where `item` has no value"#,
        ),
        (
            Some(Order::from("x")),
            None,
            None,
            r#"`category` cannot be "x"; it can be one of ["created_at", "due by"]"#,
        ),
    ] {
        assert_eq!(check(category, item, part), Err(said.to_owned()));
    }
    // In an update, what is not sent is what the service has.
    let update = |category, item: &str| SortedUpdate {
        category,
        item: Patch::Value(item.to_owned()),
    };
    assert_eq!(update(Patch::Absent, "z").check_dependent_fields(), Ok(()));
    assert!(update(Patch::Null, "a").check_dependent_fields().is_err());
    let error = update(Patch::Value(Order::CreatedAt), "z")
        .check_dependent_fields()
        .unwrap_err();
    assert_eq!(
        (error.field(), error.value(), error.allowed()),
        ("item", "z", &["a"][..])
    );
}

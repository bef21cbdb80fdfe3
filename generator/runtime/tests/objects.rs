//! Objects whose members no description names, and the tolerances that hold for every member of every type.

use std::collections::BTreeMap;

use client_runtime::runtime::codec;
use client_runtime::runtime::{Date, Decode, Json, JsonObject, Timestamp};

#[derive(Clone, Debug, PartialEq)]
struct Holder {
    fields: Option<JsonObject>,
}

client_runtime::record!(Holder { fields });
client_runtime::object_field!(Holder, fields, fields_as);

fn object(text: &str) -> JsonObject {
    codec::decode(text.as_bytes()).unwrap()
}

fn read<T: Decode>(text: &str) -> Result<T, String> {
    codec::decode(text.as_bytes()).map_err(|error| error.to_string())
}

#[test]
fn members_are_read_as_any_type() {
    let fields = object(
        r#"{"cf_id": "67013469930", "cf_n": 3.0, "cf_day": "2015-08-24", "cf_tags": ["a"], "cf_none": null, "a b": {"c": [1, "x"]}}"#,
    );
    assert_eq!(fields.get("cf_id"), Ok(Some(67_013_469_930_i64)));
    assert_eq!(fields.get("cf_n"), Ok(Some(3_i32)));
    assert_eq!(fields.get("cf_day"), Ok(Some(Date::constant(2015, 8, 24))));
    assert_eq!(fields.get("cf_tags"), Ok(Some(vec![String::from("a")])));
    assert_eq!(fields.get::<bool>("cf_none"), Ok(None));
    assert_eq!(fields.get::<bool>("cf_other"), Ok(None));
    let error = fields.get::<JsonObject>("cf_n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected an object, found the number 3.0 at $.cf_n"
    );
    let error = fields.get::<Vec<i64>>("cf_tags").unwrap_err();
    assert_eq!(error.path(), "$.cf_tags[0]");
    assert_eq!(fields.get::<i64>("a b").unwrap_err().path(), "$[\"a b\"]");
    assert_eq!(
        fields.get_with_serde("cf_tags"),
        Ok(Some([String::from("a")]))
    );
    assert_eq!(
        fields.get_with_serde::<u8>("cf_tags").unwrap_err().path(),
        "$.cf_tags"
    );
}

#[test]
fn all_members_are_read_into_a_type_of_the_caller() {
    let fields = object(r#"{"cf_n": 3, "cf_tags": ["a"], "cf_none": null}"#);
    let read = fields.deserialize::<BTreeMap<String, Json>>().unwrap();
    assert_eq!(read["cf_tags"], Json::from(vec!["a"]));
    assert_eq!(read.len(), 3);
    let fields = object(r#"{"cf_n": 3, "cf_none": null}"#);
    let error = fields.deserialize::<BTreeMap<String, u8>>().unwrap_err();
    assert!(error.to_string().ends_with("at $.cf_none"), "{error}");
    let error = JsonObject::new().deserialize::<u8>().unwrap_err();
    assert_eq!(error.path(), "$");
}

#[test]
fn a_field_that_is_an_object_is_read_into_a_type_of_the_caller() {
    let holder: Holder = read(r#"{"fields": {"a": 1, "b": "x"}}"#).unwrap();
    let error = holder.fields_as::<BTreeMap<String, u8>>().unwrap_err();
    assert!(error.to_string().ends_with("at $.fields.b"), "{error}");
    let none = Holder { fields: None };
    assert_eq!(
        none.fields_as::<BTreeMap<String, u8>>(),
        Ok(BTreeMap::new())
    );
}

#[test]
fn objects_are_made_in_every_way() {
    let made = JsonObject::new()
        .with("cf_n", &1_i64)
        .with("cf_day", &Date::constant(2015, 8, 24))
        .with("cf_off", &None::<bool>);
    assert_eq!(
        made,
        object(r#"{"cf_n": 1, "cf_day": "2015-08-24", "cf_off": null}"#)
    );
    assert_eq!(
        JsonObject::from([("a", 1), ("b", 2)]),
        object(r#"{"a": 1, "b": 2}"#)
    );
    assert_eq!(
        [("a", "x")].into_iter().collect::<JsonObject>(),
        object(r#"{"a": "x"}"#)
    );
    let json = serde_json::json!({"a": [1]});
    let mut object = JsonObject::try_from(json.clone()).unwrap();
    assert_eq!(Json::from(object.clone()), json);
    assert_eq!(serde_json::to_value(&object).unwrap(), json);
    assert_eq!(serde_json::from_value::<JsonObject>(json).unwrap(), object);
    assert_eq!(object.insert("b", true), None);
    assert_eq!((object.len(), object["b"].as_bool()), (2, Some(true)));
    assert_eq!(object.raw("b"), Some(&Json::from(true)));
    assert_eq!((object.contains("c"), &object["c"]), (false, &Json::Null));
    let names: Vec<&String> = object.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(object.remove("b"), Some(Json::from(true)));
    object.as_map_mut().clear();
    assert!(object.is_empty());
    assert!(JsonObject::try_from(Json::from(1)).is_err());
}

#[test]
fn ids_are_numbers_or_quoted_numbers() {
    for text in [
        "158000272633",
        "\"158000272633\"",
        "158000272633.0",
        "1.58000272633e11",
    ] {
        assert_eq!(read::<i64>(text), Ok(158_000_272_633), "{text}");
    }
    for text in [
        "1.5",
        "\"\"",
        "\"1x\"",
        "true",
        "null",
        "[1]",
        "\" 1\"",
        "9223372036854775808",
    ] {
        assert!(read::<i64>(text).is_err(), "{text}");
    }
    assert_eq!(read::<Option<i64>>("null"), Ok(None));
}

#[test]
fn instants_in_all_forms() {
    for text in [
        "2015-08-24T11:56:51Z",
        "2015-08-24T13:56:51+02:00",
        "2015-08-24T11:56:51.000Z",
        "2015-08-24T07:56:51.000-04:00",
        "2015-08-24T11:56:51",
        "2015-08-24 11:56:51",
        "2015-08-24t11:56:51z",
    ] {
        let read: Timestamp = read(&format!("\"{text}\"")).unwrap();
        assert_eq!(read.to_string(), "2015-08-24T11:56:51Z", "{text}");
    }
    let midnight: Timestamp = read("\"2015-08-24\"").unwrap();
    assert_eq!(midnight.to_string(), "2015-08-24T00:00:00Z");
    for text in [
        "",
        "8:00 am",
        "24-08-2015 11:56:51 +0000",
        "2015-13-01T00:00:00Z",
    ] {
        let error = read::<Timestamp>(&format!("\"{text}\"")).unwrap_err();
        assert!(error.contains("RFC 3339"), "{error}");
    }
}

#[test]
fn a_type_of_the_caller_is_written_as_its_members() {
    let written = JsonObject::serialize(&BTreeMap::from([("cf_n", 3)])).unwrap();
    assert_eq!(written, object(r#"{"cf_n": 3}"#));
    let error = JsonObject::serialize(&[1]).unwrap_err().to_string();
    assert!(error.starts_with("expected an object"), "{error}");
    let keys = BTreeMap::from([(vec![1], 2)]);
    assert!(JsonObject::serialize(&keys).is_err());
}

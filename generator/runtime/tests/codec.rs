//! Values from JSON and back, and what the errors say.

use std::collections::BTreeMap;

use client_runtime::runtime::codec::{self, Reader};
use client_runtime::runtime::{Base64, Date, Decode, Encode, Json, JsonObject, Patch, Timestamp};

fn read<T: Decode>(text: &str) -> Result<T, String> {
    codec::decode(text.as_bytes()).map_err(|error| error.to_string())
}

fn write(value: &dyn Encode) -> String {
    String::from_utf8(codec::encode(value)).unwrap()
}

#[test]
fn integers_are_lenient_in_form_and_strict_in_value() {
    assert_eq!(read("42"), Ok(42_i64));
    assert_eq!(read("\"42\""), Ok(42_i64));
    assert_eq!(read("42.0"), Ok(42_i64));
    assert_eq!(read("-4e2"), Ok(-400_i32));
    assert_eq!(read("9223372036854775807"), Ok(i64::MAX));
    assert_eq!(read("18446744073709551615"), Ok(u64::MAX));
    assert_eq!(
        read::<i64>("1.5").unwrap_err(),
        "expected an integer, found the number 1.5 at $"
    );
    assert_eq!(
        read::<i64>("\"x\"").unwrap_err(),
        "expected an integer, found the string \"x\" at $"
    );
    assert_eq!(
        read::<i64>("9223372036854775808").unwrap_err(),
        "expected an integer, found the number 9223372036854775808 at $"
    );
    // 2^53 + 1, of which a float would make 2^53.
    assert!(read::<i64>("9007199254740993.0").is_err());
    assert_eq!(read("9007199254740991.0"), Ok(9_007_199_254_740_991_i64));
    assert!(read::<u32>("-1").is_err());
    assert!(read::<i32>("2147483648").is_err());
    assert!(read::<i64>("1e400").is_err());
    assert!(read::<i64>("true").is_err());
    assert!(read::<i64>("\"NaN\"").is_err());
}

#[test]
fn floats() {
    assert_eq!(read("1"), Ok(1.0_f64));
    assert_eq!(read("\"1.5\""), Ok(1.5_f64));
    assert_eq!(read("1e-7"), Ok(1e-7_f32));
    assert!(read::<f64>("1e999").is_err());
    assert!(read::<f32>("1e39").is_err());
    assert!(read::<f64>("\"inf\"").is_err());
    assert_eq!(write(&0.1_f32), "0.1");
    assert_eq!(write(&1e300_f64), "1e+300");
    assert_eq!(write(&f64::NAN), "null");
}

#[test]
fn options_take_null_and_lists_do_not() {
    assert_eq!(read("null"), Ok(None::<i64>));
    assert_eq!(read("[1,null]"), Ok(vec![Some(1_i64), None]));
    assert_eq!(
        read::<Vec<i64>>("null").unwrap_err(),
        "expected an array, found null at $"
    );
    assert_eq!(write(&vec![Some(1_i64), None]), "[1,null]");
    assert_eq!(read("7"), Ok(Box::new(7_i64)));
}

#[test]
fn paths_lead_to_the_place() {
    let error =
        read::<Vec<BTreeMap<String, Vec<i64>>>>(r#"[{}, {"a": [1], "b c": [1, 2, {"x": 1}]}]"#);
    assert_eq!(
        error.unwrap_err(),
        r#"expected an integer, found the object {"x": 1} at $[1]["b c"][2]"#
    );
    let error = read::<Vec<Vec<bool>>>("[[true],[false,tru]]");
    assert_eq!(
        error.unwrap_err(),
        "expected a boolean, found `tru]]` at $[1][1]"
    );
    let error = read::<BTreeMap<String, i64>>(r#"{"a": 1, "b" 2}"#);
    assert_eq!(error.unwrap_err(), "expected `:`, found the number 2 at $");
    let error = read::<BTreeMap<String, Vec<String>>>(r#"{"a": ["x", "y"#);
    assert_eq!(
        error.unwrap_err(),
        "expected the `\"` that ends the string, found the end of the text at $.a[1]"
    );
}

#[test]
fn broken_text_is_refused() {
    for text in [
        "",
        " ",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\"}",
        "[1]]",
        "1 2",
        "nul",
        "nulls",
        "01",
        "1.",
        "-",
        "+1",
        ".5",
        "1e",
        "\"\\q\"",
        "\"\\u12\"",
        "\"\\u+123\"",
        "\"a",
        "[",
        "{",
        "]",
        "'a'",
        "NaN",
    ] {
        assert!(read::<Json>(text).is_err(), "{text:?}");
    }
    assert!(codec::decode::<Vec<String>>(b"[\"a\", \xff]").is_err());
    assert!(codec::decode::<i64>(b"1\xff").is_err());
}

#[test]
fn strings_are_read_where_their_text_is_certain_enough() {
    assert_eq!(read("\"a\nb\tc\""), Ok(String::from("a\nb\tc")));
    assert_eq!(read(r#""a\ud800b""#), Ok(String::from("a\u{fffd}b")));
    assert_eq!(
        read(r#""\udc00\ud800A""#),
        Ok(String::from("\u{fffd}\u{fffd}A"))
    );
    assert_eq!(read(r#""\ud83d\ude00""#), Ok(String::from("\u{1f600}")));
    let text = codec::decode::<String>(b"\"a\xffb\"").unwrap();
    assert_eq!(text, "a\u{fffd}b");
    assert_eq!(
        read::<String>(r#"["a\x41"]"#).unwrap_err(),
        "expected a string, found the array [\"a\\x41\"] at $"
    );
    assert_eq!(
        read::<Vec<String>>(r#"["a\x41"]"#).unwrap_err(),
        "expected one of JSON's escapes, found `\\x41\"]` at $[0]"
    );
}

#[test]
fn numbers_keep_their_digits() {
    for text in ["9007199254740993", "18446744073709551615", "-0.0", "1.5"] {
        assert_eq!(write(&read::<Json>(text).unwrap()), text);
    }
    for text in ["18446744073709551616", "-9223372036854775809", "1e400"] {
        assert_eq!(read(text), Ok(Json::from(text)));
    }
}

#[test]
fn nesting_is_limited() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(read::<Json>(&nested(127)).is_ok());
    assert!(
        read::<Json>(&nested(128))
            .unwrap_err()
            .starts_with("expected at most 127 levels of nesting")
    );
    assert!(read::<Json>(&"[".repeat(1_000_000)).is_err());
    assert!(
        Reader::new("{\"a\":".repeat(1_000_000).as_bytes())
            .skip_value()
            .is_err()
    );
}

#[test]
fn the_last_of_two_equal_keys_wins() {
    assert_eq!(
        read::<BTreeMap<String, i64>>(r#"{"a":1,"a":2}"#).unwrap()["a"],
        2
    );
    assert_eq!(read::<JsonObject>(r#"{"a":1,"\u0061":2}"#).unwrap()["a"], 2);
}

#[test]
fn instants_without_offset_or_time_are_utc() {
    let noon: Timestamp = "2015-08-24T12:00:00Z".parse().unwrap();
    for text in [
        "2015-08-24T12:00:00Z",
        "2015-08-24T14:00:00+02:00",
        "2015-08-24T12:00:00.000Z",
        "2015-08-24T12:00:00",
    ] {
        assert_eq!(read(&format!("\"{text}\"")), Ok(noon), "{text}");
    }
    assert_eq!(
        read("\"2015-08-24\""),
        Ok("2015-08-24T00:00:00Z".parse::<Timestamp>().unwrap())
    );
    assert_eq!(write(&noon), "\"2015-08-24T12:00:00Z\"");
    let error = read::<Vec<Timestamp>>("[\"soon\"]").unwrap_err();
    assert_eq!(
        error,
        "expected a date and time in RFC 3339, found the string \"soon\" at $[0]"
    );
    assert!(read::<Timestamp>("1440417411").is_err());
}

#[test]
fn dates() {
    let date: Date = read("\"2015-08-24\"").unwrap();
    assert_eq!(write(&date), "\"2015-08-24\"");
    assert!(read::<Date>("\"2015-13-01\"").is_err());
}

#[test]
fn base64_is_read_with_and_without_padding() {
    assert_eq!(read("\"aGk=\""), Ok(Base64(b"hi".to_vec())));
    assert_eq!(read("\"aGk\""), Ok(Base64(b"hi".to_vec())));
    assert_eq!(write(&Base64(b"hi".to_vec())), "\"aGk=\"");
    assert!(read::<Base64>("\"a!\"").is_err());
}

#[test]
fn patch_has_three_states() {
    assert_eq!(read("null"), Ok(Patch::<i64>::Null));
    assert_eq!(read("1"), Ok(Patch::Value(1_i64)));
    assert!(Patch::<i64>::default().is_absent());
    assert!(!Patch::<i64>::Null.is_absent());
    assert_eq!(Patch::from(3).value(), Some(&3));
}

#[test]
fn a_long_value_is_cut_in_the_message() {
    let error = read::<i64>(&format!("\"{}\n\"", "ä".repeat(1000))).unwrap_err();
    assert!(
        error.chars().count() < 150 && !error.contains('\n'),
        "{error}"
    );
}

#[test]
fn a_byte_order_mark_is_skipped() {
    assert_eq!(read("\u{feff} 1"), Ok(1_i64));
}

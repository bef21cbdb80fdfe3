//! Properties that hold for any input: the reader agrees with `serde_json`, and what is written reads back.

use client_runtime::runtime::codec::{self, Reader};
use client_runtime::runtime::{Base64, Decode, Encode, Json, Patch, Timestamp};
use proptest::prelude::*;

/// Returns the texts that are nearly JSON, which find more than random bytes do.
fn json_like() -> impl Strategy<Value = String> {
    let token = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\"a\"",
        "\"b\":",
        "null",
        "true",
        "false",
        "0",
        "-",
        "1",
        ".5",
        "e",
        "E+2",
        "\\",
        "\\u",
        "d83d",
        "\\ud83d\\ude00",
        "\\n",
        " ",
        "\n",
        "é",
        "\u{1}",
        "12345678901234567890",
    ]);
    prop::collection::vec(token, 0..12).prop_map(|tokens| tokens.concat())
}

fn json_value() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        any::<f64>()
            .prop_filter("JSON has no such number", |f| f.is_finite())
            .prop_map(Json::from),
        any::<String>().prop_map(Json::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

fn round_trip<T: Decode + Encode>(value: &T) -> T {
    codec::decode(&codec::encode(value)).unwrap()
}

/// Reads what `serde_json` reads, as the same values, and beyond that what can be read leniently alone.
fn agrees(text: &[u8]) -> Result<(), TestCaseError> {
    /// The words of `serde_json` about strings and numbers that we read all the same.
    const LENIENT: [&str; 4] = [
        "surrogate",
        "hex escape",
        "control character",
        "out of range",
    ];

    let ours = codec::decode::<Json>(text);
    match serde_json::from_slice::<Json>(text) {
        Ok(theirs) => {
            let ours = ours.map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert!(is_alike(&ours, &theirs), "{:?} / {:?}", ours, theirs);
            prop_assert!(Reader::new(text).skip_value().is_ok());
        }
        Err(error) => {
            let error = error.to_string();
            let is_lenient = LENIENT.iter().any(|reason| error.contains(reason));
            prop_assert!(ours.is_err() || is_lenient, "{:?}: {}", ours, error);
        }
    }
    Ok(())
}

/// Returns `true` if two values are the same, but for whole numbers of more than 64 bits: ours keep the digits.
fn is_alike(ours: &Json, theirs: &Json) -> bool {
    match (ours, theirs) {
        (Json::String(digits), Json::Number(number)) => {
            digits.parse::<f64>().ok() == number.as_f64()
        }
        (Json::Array(ours), Json::Array(theirs)) => {
            ours.len() == theirs.len()
                && ours
                    .iter()
                    .zip(theirs)
                    .all(|(ours, theirs)| is_alike(ours, theirs))
        }
        (Json::Object(ours), Json::Object(theirs)) => {
            ours.len() == theirs.len()
                && ours.iter().all(|(name, ours)| {
                    theirs
                        .get(name)
                        .is_some_and(|theirs| is_alike(ours, theirs))
                })
        }
        _ => ours == theirs,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn agrees_with_serde_json_on_nearly_json(text in json_like()) {
        agrees(text.as_bytes())?;
    }

    #[test]
    fn agrees_with_serde_json_on_strings(text in "\"([ -~]|é|\\\\[\"\\\\/bfnrtu]|\\\\u[0-9a-fA-F]{4}|\\\\ud[89a-f][0-9a-f]{2}){0,20}\"") {
        agrees(text.as_bytes())?;
    }

    #[test]
    fn agrees_with_serde_json_on_numbers(text in "-?[0-9]{0,22}(\\.[0-9]{0,8})?([eE][+-]?[0-9]{0,2})?") {
        agrees(text.as_bytes())?;
    }

    #[test]
    fn reads_the_integers_that_serde_json_reads(text in "(0|-?0?[1-9][0-9]{0,19})( ?[,.eE])?") {
        let theirs = serde_json::from_str::<i64>(&text).ok();
        let ours = codec::decode::<i64>(text.as_bytes()).ok();
        prop_assert_eq!(ours, theirs, "{}", text);
    }

    #[test]
    fn never_panics(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let _ = codec::decode::<Json>(&bytes);
        let _ = codec::decode::<Vec<Timestamp>>(&bytes);
        let _ = Reader::new(&bytes).skip_value();
    }

    #[test]
    fn a_cut_document_gives_an_error_with_a_path(value in json_value(), cut in 0.0..1.0_f64) {
        let text = value.to_string();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a short text")]
        let cut = (text.len() as f64 * cut) as usize;
        if let Err(error) = codec::decode::<Json>(&text.as_bytes()[..cut]) {
            prop_assert!(error.path().starts_with('$'));
        }
    }

    #[test]
    fn json_survives_a_round_trip(value in json_value()) {
        prop_assert_eq!(round_trip(&value), value.clone());
        prop_assert_eq!(codec::encode(&value), serde_json::to_vec(&value).unwrap());
        agrees(serde_json::to_string_pretty(&value).unwrap().as_bytes())?;
    }

    #[test]
    fn scalars_survive_a_round_trip(i in any::<i64>(), u in any::<u64>(), f in any::<f64>(), g in any::<f32>(), s in any::<String>()) {
        prop_assert_eq!(round_trip(&i), i);
        prop_assert_eq!(round_trip(&u), u);
        prop_assert_eq!(round_trip(&s), s);
        prop_assert!(!f.is_finite() || round_trip(&f).to_bits() == f.to_bits());
        prop_assert!(!g.is_finite() || round_trip(&g).to_bits() == g.to_bits());
    }

    #[test]
    fn quoted_integers_are_integers(i in any::<i64>()) {
        prop_assert_eq!(codec::decode::<i64>(format!("\"{i}\"").as_bytes()).unwrap(), i);
    }

    #[test]
    fn wrappers_survive_a_round_trip(bytes in any::<Vec<u8>>(), number in any::<Option<i64>>()) {
        let bytes = Base64(bytes);
        prop_assert_eq!(round_trip(&bytes), bytes.clone());
        let patch = number.map_or(Patch::Null, Patch::Value);
        prop_assert_eq!(round_trip(&patch), patch);
        prop_assert_eq!(round_trip(&number), number);
    }
}

//! Instants: every text of RFC 3339 is read, and is written as a text that is read as the same instant.

use std::time::Duration;

use client_runtime::runtime::{InvalidTimestamp, Timestamp, codec};
use jiff::SignedDuration;
use proptest::prelude::*;

fn parse(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn every_instant_of_rfc_3339_is_read() {
    for (text, written) in [
        ("2015-08-24T11:56:51Z", "2015-08-24T11:56:51Z"),
        ("2015-08-24t13:56:51.5+02:00", "2015-08-24T11:56:51.5Z"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
        ("9999-12-31T23:59:59z", "9999-12-31T23:59:59Z"),
        ("9999-12-31T23:59:59.25+23:59", "9999-12-31T00:00:59.25Z"),
        ("9999-12-31T23:59:59-23:59", "9999-12-31T23:59:59-23:59"),
        ("9999-12-31T23:59:59-00:01", "9999-12-31T00:01:59-23:59"),
        ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
        ("0000-01-01T00:00:00+23:59", "0000-01-01T00:00:00+23:59"),
        ("0001-01-01T00:00:00-23:59", "0001-01-01T23:59:00Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        (
            "2015-08-24T11:56:51.1234567891234Z",
            "2015-08-24T11:56:51.123456789Z",
        ),
        (
            "9999-12-31T23:59:59.9999999999Z",
            "9999-12-31T23:59:59.999999999Z",
        ),
    ] {
        let instant = parse(text);
        assert_eq!(instant.to_string(), written, "{text}");
        assert_eq!(parse(written), instant, "{text}");
        let json = format!("\"{text}\"");
        assert_eq!(codec::decode(json.as_bytes()), Ok(instant));
        assert_eq!(
            codec::encode(&instant),
            format!("\"{written}\"").into_bytes()
        );
        assert_eq!(serde_json::from_str::<Timestamp>(&json).unwrap(), instant);
    }
    assert_eq!(parse("9999-12-31T23:59:59.999999999-23:59"), Timestamp::MAX);
}

#[test]
fn what_is_no_instant_is_refused() {
    for text in [
        "",
        "Z",
        "soon",
        "2015-08-24",
        "2015-08-24T11:56:51",
        "2015-13-24T11:56:51Z",
        "9999-12-31T23:59:59+24:00",
        "9999-12-31T23:59:59+01:60",
        "9999-12-31T23:59:59*01:00",
        "9999-12-31T23:59:59.9x99999999Z",
        "10000-01-01T00:00:00Z",
        "9999-12-31T23:59:59é+1:00",
    ] {
        let error: InvalidTimestamp = text.parse::<Timestamp>().unwrap_err();
        assert!(error.to_string().contains("found `"), "{text}");
    }
}

#[test]
fn arithmetic_ends_where_instants_do() {
    let day = Duration::from_secs(24 * 60 * 60);
    let instant = parse("2015-08-24T11:56:51Z");
    assert_eq!((instant - day).to_string(), "2015-08-23T11:56:51Z");
    assert_eq!(
        (instant + day).duration_since(instant),
        SignedDuration::from_hours(24)
    );
    assert_eq!(instant - day, instant + SignedDuration::from_hours(-24));
    assert_eq!(Timestamp::MAX + Duration::MAX, Timestamp::MAX);
    assert_eq!(Timestamp::MIN - Duration::MAX, Timestamp::MIN);
    assert_eq!(Timestamp::MIN - SignedDuration::MIN, Timestamp::MAX);
    assert_eq!(Timestamp::from_second(i64::MAX), None);
    assert_eq!(Timestamp::from_second(1_440_417_411), Some(instant));
    assert_eq!(
        Timestamp::from_millisecond(1_440_417_411_000),
        Some(instant)
    );
    assert_eq!(
        (instant.as_second(), instant.as_millisecond()),
        (1_440_417_411, 1_440_417_411_000)
    );
    assert_eq!(parse(&Timestamp::MIN.to_string()), Timestamp::MIN);
}

#[test]
fn instants_are_those_of_jiff_as_far_as_these_go() {
    let now = jiff::Timestamp::now();
    assert_eq!(
        jiff::Timestamp::try_from(Timestamp::from(now)).unwrap(),
        now
    );
    for least in [jiff::Timestamp::MIN, jiff::Timestamp::MAX] {
        assert_eq!(Timestamp::from(least).to_string(), least.to_string());
    }
    assert!(jiff::Timestamp::try_from(Timestamp::MAX).is_err());
}

#[test]
fn an_absent_instant_needs_no_room_beside_it() {
    assert_eq!(size_of::<Option<Timestamp>>(), size_of::<Timestamp>());
    assert_eq!(Timestamp::default(), parse("1970-01-01T00:00:00Z"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_instant_survives_its_text(second in -377_705_116_800..=253_402_387_139_i64, nanosecond in 0..1_000_000_000_i32) {
        let fraction = SignedDuration::new(0, nanosecond);
        let instant = Timestamp::from_second(second).unwrap() + fraction;
        prop_assert_eq!(parse(&instant.to_string()), instant);
    }

    #[test]
    fn the_usual_form_is_read_as_jiff_reads_it(
        (year, month, day) in (0..=9999, 0..=13, 0..=32),
        (hour, minute, second) in (0..=25, 0..=61, 0..=61),
    ) {
        let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
        let theirs = text.parse::<jiff::Timestamp>().ok().map(Timestamp::from);
        let ours = text.parse::<Timestamp>().ok();
        // Jiff's end on 30 December 9999.
        if theirs.is_some() || year < 9999 {
            prop_assert_eq!(ours, theirs, "{}", text);
        }
    }

    #[test]
    fn no_text_is_too_much(text in "[0-9T:.Zz+-]{0,40}") {
        let _ = text.parse::<Timestamp>();
    }
}

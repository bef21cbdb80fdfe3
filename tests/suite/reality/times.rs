//! Points in time, days and times of day, in every notation that occurs.

use freshdesk::models::{BusinessHour, Company, Ticket};

use super::{kept, named, read, ticket};

/// Decodes the creation time of a ticket, as text in UTC.
fn created_at(text: &str) -> String {
    let answer = ticket(&format!(r#"{{"created_at":"{text}"}}"#));
    read::<Ticket>(&answer).created_at.to_string()
}

#[test]
fn times_are_mostly_in_utc() {
    let text = "2026-01-02T03:04:05Z";
    assert_eq!(created_at(text), text);
}

#[test]
fn times_have_offsets() {
    assert_eq!(
        created_at("2026-01-02T03:04:05+05:30"),
        "2026-01-01T21:34:05Z"
    );
    assert_eq!(
        created_at("2026-01-02T03:04:05-08:00"),
        "2026-01-02T11:04:05Z"
    );
}

#[test]
fn times_have_milliseconds() {
    let text = "2026-01-02T03:04:05.678Z";
    assert_eq!(created_at(text), text);
    kept::<Ticket>(&ticket(&format!(r#"{{"due_by":"{text}"}}"#)));
}

#[test]
fn days_stand_where_times_are_described() {
    assert_eq!(created_at("2026-01-02"), "2026-01-02T00:00:00Z");
    for text in ["2026-12-31", "2026-12-31T00:00:00Z"] {
        let company: Company = read(&named(&format!(r#"{{"renewal_date":"{text}"}}"#)));
        let renewal = company.renewal_date.unwrap();
        assert_eq!(renewal.to_string(), "2026-12-31T00:00:00Z");
    }
}

#[test]
fn business_hours_have_times_of_day_of_two_kinds() {
    let answer = named(
        r#"{"business_hours":{"monday":{"start_time":"8:00 am","end_time":"5:00 pm"},
            "tuesday":{"start_time":"08:00:00 am","end_time":"05:00:00 pm"}}}"#,
    );
    let read: BusinessHour = kept(&answer);
    let week = read.business_hours.unwrap();
    let monday = week.monday.unwrap();
    assert_eq!(monday.start_time.as_deref(), Some("8:00 am"));
    let tuesday = week.tuesday.unwrap();
    assert_eq!(tuesday.end_time.as_deref(), Some("05:00:00 pm"));
    assert_eq!(week.sunday, None);
}

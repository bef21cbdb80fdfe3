//! Undocumented values are reported to tracing, once, and fail nothing.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use client_runtime::runtime::Json;
use client_runtime::runtime::codec::{self, union::Shape};
use client_runtime::{integer_enum, record, string_enum, union};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// A widget.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Widget {
    /// Its status.
    pub status: Option<Status>,
    /// Its color.
    pub color: Option<Color>,
    /// Its size.
    pub size: Option<i64>,
}

/// A status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Open.
    Open,
    /// Any other.
    Unknown(i64),
}

/// A color.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Color {
    /// Red.
    Red,
    /// Any other.
    Unknown(String),
}

record!(Widget { "status" => status, "color" => color strict, "size" => size strict });
integer_enum!(Status { Open = 2 });
string_enum!(Color { Red = "red" });

#[derive(Clone, Default)]
struct Events(Arc<Mutex<String>>);

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, "{}={value:?} ", field.name()).unwrap();
    }
}

impl Subscriber for Events {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        assert_eq!(*event.metadata().level(), Level::DEBUG);
        let mut text = self.0.lock().unwrap();
        event.record(&mut Line(&mut text));
        text.push('\n');
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// A widget, or a list of them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum OneOrMany {
    /// One.
    One(Widget),
    /// Several.
    Many(Vec<Widget>),
    /// Any other.
    Other(Json),
}

union!(OneOrMany {
    One(Widget) from [Shape::object(&[], &["status"], &[])],
    Many(Vec<Widget>) from [Shape::List(&[])],
});

#[test]
fn findings_in_an_alternative_are_told_once_it_is_chosen() {
    let events = Events::default();
    tracing::subscriber::with_default(events.clone(), || {
        let one = codec::decode::<OneOrMany>(br#"{"status": 8}"#).unwrap();
        assert!(matches!(one, OneOrMany::One(_)), "{one:?}");
        let other = codec::decode::<OneOrMany>(br#"{"odd": 1, "even": 2}"#).unwrap();
        assert!(matches!(other, OneOrMany::Other(_)), "{other:?}");
    });
    let told = events.0.lock().unwrap();
    assert!(told.contains("enum=\"Status\" value=8"), "{told}");
    assert!(told.contains("Object odd even"), "{told}");
}

#[test]
fn findings_are_told_once() {
    let events = Events::default();
    let text = br#"[{"status": 7, "color": "mauve", "size": null}, {"status": 7, "color": null, "size": 1}, {"status": 2}, {"status": null, "size": null}]"#;
    let read = tracing::subscriber::with_default(events.clone(), || {
        let again = codec::decode::<Vec<Widget>>(text).unwrap();
        assert_eq!(codec::decode::<Vec<Widget>>(text).unwrap(), again);
        again
    });
    assert_eq!(read[0].status, Some(Status::Unknown(7)));
    assert_eq!(read[0].color, Some(Color::Unknown(String::from("mauve"))));
    let told = events.0.lock().unwrap();
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), 4, "{told}");
    for part in [
        "enum=\"Status\" value=7",
        "enum=\"Color\" value=mauve",
        "type=\"Widget\" field=\"size\"",
        "type=\"Widget\" field=\"color\"",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

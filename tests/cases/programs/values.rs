//! Values as the service sends them → the types of the cases, and back.

use cases::runtime::{Decode, Encode, codec};

/// Reads a value, of which nothing may be lost: it is written as it was read.
fn read<T: Decode + Encode>(json: &str) -> T {
    let value: T = codec::decode(json.as_bytes()).unwrap_or_else(|error| panic!("{json}: {error}"));
    assert_eq!(written(&value), json);
    value
}

fn written(value: &dyn Encode) -> String {
    String::from_utf8(codec::encode(value)).expect("JSON is UTF-8")
}

/// Required properties hold in the direction in which they travel.
fn directions() {
    use cases::directions::models::{Account, Invitation, Report};
    let account = Account::new("Jane", "hunter2");
    assert_eq!(written(&account), r#"{"name":"Jane","secret":"hunter2"}"#);
    let received: Account = read(r#"{"id":7,"name":"Jane","stamp":"2026-01-31T12:00:00Z"}"#);
    assert_eq!((received.id, received.secret), (Some(7), None));
    assert!(codec::decode::<Account>(br#"{"id":7}"#).is_err());
    assert_eq!(
        written(&Invitation::new("a@b.example", "x")),
        r#"{"email":"a@b.example","code":"x"}"#
    );
    let report: Report = read(r#"{"id":7}"#);
    assert_eq!((report.id, report.secret), (7, None));
}

/// Parts of `allOf` that describe the same property are joined at every depth.
fn joined() {
    use cases::all_of_deep::models::{Document, DocumentExtra, Owner};
    let document: Document = read(
        r#"{"links":{"self":"/1","meta":{"etag":"e","age":3},"next":"/2"},"parts":[{"id":1,"name":"a"}],"owner":{"name":"Jo","born":"2001-02-03"},"size":4,"note":"n","extra":{"x":"y"}}"#,
    );
    let links = document.links.expect("the links");
    let meta = links.meta.expect("what is said of the links");
    assert_eq!((links.self_.as_str(), links.next.as_deref()), ("/1", Some("/2")));
    assert_eq!((meta.etag.as_deref(), meta.age), (Some("e"), Some(3)));
    let part = &document.parts.expect("the parts")[0];
    assert_eq!((part.id, part.name.as_deref()), (Some(1), Some("a")));
    assert!(document.owner.expect("the owner").born.is_some());
    assert_eq!((document.size, document.note.as_deref()), (Some(4), Some("n")));
    assert!(matches!(document.extra, Some(DocumentExtra::Object(_))));
    let other: Document = read(r#"{"extra":[5]}"#);
    assert!(matches!(other.extra, Some(DocumentExtra::Other(_))));
    let owner: Owner = read(r#"{"since":3,"kind":"robot","model":"R2"}"#);
    assert!(matches!(owner, Owner::Robot(robot) if robot.since == Some(3)));
}

/// Checks that the value of a discriminator decides, whatever the order of the alternatives.
fn told_apart() {
    use cases::unions_composed::models::{Car, Event, Lonely, Mixed, Vehicle};
    use cases::unions_discriminated::models::{Fish, Pet, Shark, Step, Switch};
    let pet: Pet = read(r#"{"kind":"Dog","bark":"loud"}"#);
    assert!(matches!(pet, Pet::Dog(dog) if dog.bark.as_deref() == Some("loud")));
    let step: Step = read(r#"{"code":2,"metres":9}"#);
    assert!(matches!(step, Step::Walk(walk) if walk.metres == Some(9)));
    let switch: Switch = read(r#"{"on":false,"since":9}"#);
    assert!(matches!(switch, Switch::Dark(dark) if dark.since == Some(9)));
    let fish: Fish = read(r#"{"kind":"shark","sort":"saw","teeth":40}"#);
    assert!(matches!(fish, Fish::Shark(Shark::Saw(saw)) if saw.teeth == Some(40)));
    let vehicle: Vehicle = read(r#"{"kind":"van","doors":2,"load":3}"#);
    assert!(matches!(vehicle, Vehicle::Car(Car::Van(van)) if van.load == Some(3)));
    let vehicle: Vehicle = read(r#"{"kind":"car","doors":4}"#);
    assert!(matches!(vehicle, Vehicle::Car(Car::Car(car)) if car.doors == Some(4)));
    let vehicle: Vehicle = read(r#"{"kind":"Bike","gears":3}"#);
    assert!(matches!(vehicle, Vehicle::Bike(_)));
    let lonely: Lonely = read(r#"{"kind":"only","toys":3}"#);
    assert!(matches!(lonely, Lonely::OnlyChild(child) if child.toys == Some(3)));
    let event: Event = read(r#"{"id":"1","event":"b.created","data":{"x":5}}"#);
    assert!(matches!(event, Event::BCreated(event) if event.data.x == 5));
    let mixed: Mixed = read(r#"{"type":"b.created","y":"z"}"#);
    assert!(matches!(mixed, Mixed::BCreated(_)));
    // A value without a tag is of no alternative, in whatever way they are told apart, and is kept.
    for json in [r#"{"bark":"loud"}"#, r#"{"kind":"bird"}"#] {
        assert!(matches!(read::<Pet>(json), Pet::Other(_)));
    }
    assert!(matches!(read::<Fish>(r#"{"teeth":4}"#), Fish::Other(_)));
    assert!(matches!(read::<Lonely>(r#"{"toys":4}"#), Lonely::Other(_)));
}

fn main() {
    directions();
    joined();
    told_apart();
}

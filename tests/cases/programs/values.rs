//! Values as the service sends them → the types of the cases, and back; and calls of the cases → what is sent.

use std::sync::{Arc, Mutex};

use cases::runtime::testing::{Answer, FakeTransport};
use cases::runtime::{
    Attachment, Base64, Base64Url, Body, Client, ClientBuilder, Decimal, Decode, Encode, Patch,
    Transport, TransportFuture, codec,
};

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
    // Of a base and its children, such a value is a base.
    assert!(matches!(read::<Fish>(r#"{"teeth":4}"#), Fish::Base(fish) if fish.kind.is_none()));
    assert!(matches!(read::<Lonely>(r#"{"toys":4}"#), Lonely::Base(lonely) if lonely.kind.is_none()));
    let fish: Fish = read(r#"{"kind":"shark","sort":"tiger"}"#);
    assert!(matches!(fish, Fish::Shark(Shark::Base(shark)) if shark.sort.as_deref() == Some("tiger")));
    bases();
}

/// What no child of a base stands for has the fields of the base, and nothing is lost of it.
fn bases() {
    use cases::unions_by_base::models::{Pet, PetBase};
    let pet: Pet = read(r#"{"kind":"bird","name":"Polly","wings":2}"#);
    assert!(matches!(&pet, Pet::Base(base) if base.name == "Polly" && base.kind.as_deref() == Some("bird")));
    let pet: Pet = read(r#"{"name":"Polly"}"#);
    assert!(matches!(&pet, Pet::Base(base) if base.kind.is_none()));
    let base: PetBase = codec::decode(br#"{"name":"Polly"}"#).unwrap();
    assert_eq!(pet, Pet::from(base));
    // It is kept even where it is no base either.
    assert!(matches!(read::<Pet>(r#"{"kind":"bird"}"#), Pet::Other(_)));
    assert!(matches!(read::<Pet>("5"), Pet::Other(_)));
    // A known kind has to fit.
    assert!(codec::decode::<Pet>(br#"{"kind":"feline"}"#).is_err());
}

/// Requests as they are sent, in front of a fake of the service.
#[derive(Clone, Default)]
struct Wire {
    service: FakeTransport,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Transport for Wire {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        let header = |name: &str| {
            let value = request.headers().get(name);
            value.map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
        };
        let line = format!(
            "{} {} accept={} type={} authorization={} bytes={} cookie={}",
            request.method(),
            request.uri(),
            header("accept"),
            header("content-type"),
            header("authorization"),
            header("x-bytes"),
            header("cookie"),
        );
        self.lines.lock().unwrap().push(line);
        self.service.send(request)
    }
}

impl Wire {
    fn client(&self, builder: ClientBuilder) -> Client {
        builder.transport(self.clone()).build().expect("a client")
    }

    /// The request that was sent last.
    fn last(&self) -> String {
        let lines = self.lines.lock().unwrap();
        lines.last().cloned().expect("a request")
    }

    fn assert_last(&self, start: &str, parts: &[&str]) {
        let last = self.last();
        assert!(last.starts_with(start), "{last}");
        for part in parts {
            assert!(format!("{last} ").contains(&format!(" {part} ")), "{part} in {last}");
        }
    }

    fn body(&self) -> String {
        let calls = self.service.calls();
        String::from_utf8(calls.last().expect("a call").body().to_vec()).expect("text")
    }
}

/// Media types are sent and asked for as they are written, and each content has its method.
fn media_types() {
    let wire = Wire::default();
    let client = wire.client(Client::media_types_builder());
    let json = |text: &str| Answer::bytes("application/json", text.to_owned());
    let documents = client.media_types_documents();
    wire.service.answer("changeDocument", json(r#"{"title":"a"}"#));
    documents.change(&[]).blocking().unwrap();
    wire.assert_last(
        "PATCH https://media.example.com/documents ",
        &["type=application/json-patch+json", "accept=application/vnd.media.v1+json"],
    );
    wire.service.answer("getDocument", json(r#"{"title":"a"}"#));
    assert_eq!(documents.get().blocking().unwrap().title, "a");
    wire.assert_last("GET ", &["accept=application/vnd.media.v1+json"]);
    wire.service.answer("getDocument as media v2 json", json(r#"{"draft":"b"}"#));
    assert_eq!(documents.get_as_media_v2_json().blocking().unwrap().draft, "b");
    wire.assert_last("GET ", &["accept=application/vnd.media.v2+json"]);
    wire.service.answer("getDocument as csv", Answer::bytes("text/csv", "a,b"));
    assert_eq!(documents.get_as_csv().blocking().unwrap(), "a,b");
    wire.assert_last("GET ", &["accept=text/csv"]);
    wire.service.answer("probeDocument", Answer::status(200));
    let () = documents.probe().blocking().unwrap();
    wire.service.answer("putLines", Answer::status(204));
    use cases::media_types::models::Draft;
    documents.put_lines(&[Draft::new("a"), Draft::new("b")]).blocking().unwrap();
    wire.assert_last("POST ", &["type=application/jsonl"]);
    assert_eq!(wire.body(), "{\"draft\":\"a\"}\n{\"draft\":\"b\"}\n");
    let anything = client.media_types_anything();
    wire.service.answer("getBytes", Answer::bytes("image/png", vec![0_u8, 255]));
    assert_eq!(anything.get_bytes().blocking().unwrap(), vec![0_u8, 255]);
    for text in ["plain", r#""plain""#] {
        let kind = if text.starts_with('"') { "application/json" } else { "text/plain" };
        wire.service.answer("putBytes", Answer::bytes(kind, text));
        assert_eq!(anything.put_bytes("image/gif", vec![1_u8]).blocking().unwrap(), "plain");
    }
    wire.assert_last("PUT ", &["type=image/gif", "accept=*/*"]);
    wire.service.answer("speak", Answer::bytes("audio/mpeg", vec![7_u8]));
    assert_eq!(anything.speak().blocking().unwrap(), vec![7_u8]);
    wire.assert_last("POST ", &["accept=audio/mpeg"]);
}

/// Bodies are sent as they are given, in the media type that the description or the caller names.
fn bytes_and_texts() {
    let wire = Wire::default();
    let client = wire.client(Client::bodies_text_and_bytes_builder());
    let files = client.bodies_text_and_bytes_files();
    let sent = |request: &str, media_type: &str, body: &str| {
        wire.assert_last(request, &[&format!("type={media_type}")]);
        assert_eq!(wire.body(), body);
    };
    wire.service.answer("putFile", Answer::status(204));
    files.put("c", "image/png", "1").blocking().unwrap();
    sent("PUT https://bytes.example.com/files?content_type=c ", "image/png", "1");
    wire.service.answer("addText", Answer::status(204));
    files.add_text().body("text/html", "<p>").blocking().unwrap();
    sent("POST https://bytes.example.com/files ", "text/html", "<p>");
    wire.service.answer("putData", Answer::bytes("application/json", r#"{"a": 1}"#));
    assert_eq!(files.put_data(r#"{"b": 2}"#).blocking().unwrap(), r#"{"a": 1}"#);
    sent("PUT https://bytes.example.com/data ", "application/json", r#"{"b": 2}"#);
    wire.service.answer("addLines", Answer::status(204));
    files.add_lines("{\"a\": 1}\n").blocking().unwrap();
    sent("POST https://bytes.example.com/data ", "application/jsonl", "{\"a\": 1}\n");
}

/// Of a merge patch each member is absent, null or a value.
fn merge_patches() {
    use cases::merge_patch::models::{InnerPatch, Thing, ThingPatch};
    let inner = InnerPatch { text: Patch::Null, ..InnerPatch::default() };
    let patch = ThingPatch {
        name: Patch::Null,
        inner: Patch::Value(inner.clone()),
        labels: Patch::Value([("a".to_owned(), None), ("b".to_owned(), Some(inner))].into()),
        ..ThingPatch::default()
    };
    assert_eq!(
        written(&patch),
        r#"{"name":null,"inner":{"text":null},"labels":{"a":null,"b":{"text":null}}}"#
    );
    let thing: Thing = read(r#"{"name":"a","inner":{"text":"b"}}"#);
    assert_eq!(thing.name, "a");
    let wire = Wire::default();
    let client = wire.client(Client::merge_patch_builder());
    wire.service.answer("updateThing", Answer::status(204));
    client.merge_patch_things().update(&patch).blocking().unwrap();
    wire.assert_last("PATCH ", &["type=application/merge-patch+json"]);
}

/// Methods and a query of OpenAPI 3.2.
fn methods() {
    use cases::methods_32::models::Thing;
    let wire = Wire::default();
    let client = wire.client(Client::methods_32_builder());
    let things = client.methods_32_things();
    let red = Thing { colour: Some("red & blue".to_owned()), size: Some(3), ..Thing::default() };
    wire.service.answer("queryThings", Answer::bytes("application/json", "{}"));
    things.query(&red).blocking().unwrap();
    wire.assert_last("QUERY https://methods.example.com/things ", &["type=application/json"]);
    wire.service.answer("purgeThings", Answer::status(204));
    things.purge().blocking().unwrap();
    wire.assert_last("PURGE https://methods.example.com/things ", &[]);
    wire.service.answer("findThings", Answer::bytes("application/jsonl", "{\"size\":1}\n{\"size\":2}\n"));
    let lines = things.find().selection(&red).raw().blocking().unwrap();
    assert_eq!(lines.len(), 22);
    wire.assert_last("GET https://methods.example.com/things?colour=red%20%26%20blue&size=3 ", &[]);
}

/// Signs in addresses, and scalars of every kind in every place.
fn escaped() {
    use cases::parameters_escaped::models::FindFilter;
    let wire = Wire::default();
    let client = wire.client(Client::parameters_escaped_builder());
    wire.service.answer("find", Answer::status(204));
    let filter = FindFilter { name: Some("a".to_owned()), ..FindFilter::default() };
    let signs = client.parameters_escaped_signs();
    signs
        .find(&Base64::from(vec![255, 254]))
        .filter(&filter)
        .path("/a/b?c&d#e")
        .url(&Base64Url::from(vec![255, 254]))
        .bytes([Base64::from(vec![1])])
        .x_bytes(&Base64::from(vec![255]))
        .bytes_parameter(&Base64Url::from(vec![255]))
        .huge(u64::MAX)
        .price(&"0.10".parse::<Decimal>().unwrap())
        .blocking()
        .unwrap();
    wire.assert_last(
        "GET https://signs.example.com/a%20b/%C3%A9/%2F%2F4%3D?filter%5Bname%5D=a&path=/a/b?c%26d%23e&url=__4&bytes=AQ%3D%3D&huge=18446744073709551615&price=0.10 ",
        &["bytes=/w==", "cookie=bytes=_w"],
    );
}

/// Scalars beyond the common types lose nothing.
fn scalars() {
    use cases::scalars_wide::models::Values;
    let json = r#"{"unsigned":18446744073709551615,"huge":1000000000000000000000000000000,"usual":3,"price":0.1000000000000000000000001,"token":"__4","digest":"//4="}"#;
    let values: Values = read(json);
    assert_eq!(values.unsigned, Some(u64::MAX));
    assert_eq!(values.huge, Some(10_i128.pow(30)));
    assert_eq!(values.token, Some(Base64Url::from(vec![255, 254])));
    // Whatever alphabet a service writes in, it is read.
    let values: Values = codec::decode(br#"{"token":"//4=","digest":"__4"}"#).unwrap();
    assert_eq!(values.digest, Some(Base64::from(vec![255, 254])));
    assert_eq!(values.token, Some(Base64Url::from(vec![255, 254])));
}

/// Credentials that are optional, behind the name of a scheme, at an address that is a variable as a whole.
fn credentials() {
    let wire = Wire::default();
    let builder = || Client::security_optional_builder();
    assert!(builder().transport(wire.clone()).build().is_err());
    let at = |builder: ClientBuilder| builder.security_optional_endpoint("https://doors.example.com/");
    let client = wire.client(at(builder()));
    wire.service.answer("open", Answer::status(204).always());
    client.security_optional_doors().open().blocking().unwrap();
    wire.assert_last("GET https://doors.example.com/api/v2/open ", &["authorization="]);
    let client = wire.client(at(builder()).security_optional_api_key("abc"));
    client.security_optional_doors().open().blocking().unwrap();
    assert!(wire.last().contains("authorization=SharedAccessKey abc "), "{}", wire.last());
}

/// Pages by what responses have.
fn pages() {
    let wire = Wire::default();
    let client = wire.client(Client::pagination_found_builder());
    let lists = client.pagination_found_lists();
    let page = |text: &str| Answer::bytes("application/json", text.to_owned());
    wire.service.answer("listCursors", page(r#"{"items":["a"],"next_cursor":"x"}"#));
    wire.service.answer("listCursors", page(r#"{"items":["b"],"next_cursor":null}"#));
    assert_eq!(lists.cursors().items().blocking().collect::<Result<Vec<_>, _>>().unwrap(), ["a", "b"]);
    wire.assert_last("GET https://pages.example.com/cursors?cursor=x ", &[]);
    wire.service.answer("listLinks", page(r#"{"items":["a"],"next":"https://pages.example.com/links?p=2"}"#));
    wire.service.answer("listLinks", page(r#"{"items":["b"]}"#));
    assert_eq!(lists.links().items().blocking().collect::<Result<Vec<_>, _>>().unwrap(), ["a", "b"]);
    wire.assert_last("GET https://pages.example.com/links?p=2 ", &[]);
    wire.service.answer("listPlain", page(r#"{"items":["a"],"next":"/plain/2"}"#));
    wire.service.answer("listPlain", page(r#"{"items":["b"]}"#));
    assert_eq!(lists.plain().items().blocking().collect::<Result<Vec<_>, _>>().unwrap(), ["a", "b"]);
    wire.assert_last("GET https://pages.example.com/plain/2 ", &[]);
    wire.service.answer("listNested", page(r#"{"data":["a"],"paging":{"after":"7"}}"#));
    wire.service.answer("listNested", page(r#"{"data":["b"],"paging":{"after":null}}"#));
    assert_eq!(lists.nested().items().blocking().collect::<Result<Vec<_>, _>>().unwrap(), ["a", "b"]);
    wire.assert_last("GET https://pages.example.com/nested?after=7 ", &[]);
    wire.service.answer("listHeaders", page(r#"["a"]"#).with_header("x-next", "9"));
    wire.service.answer("listHeaders", page(r#"["b"]"#));
    assert_eq!(lists.headers().items().blocking().collect::<Result<Vec<_>, _>>().unwrap(), ["a", "b"]);
    wire.assert_last("GET https://pages.example.com/headers?after=9 ", &[]);
}

/// Parts of a form are files in every spelling of 3.1.
fn files() {
    use cases::forms_files_31::models::CreateMessageRequest;
    let file = || Attachment::from_bytes("a.bin", vec![1_u8]);
    let request = CreateMessageRequest {
        text: Some("t".to_owned()),
        encoded: Some(file()),
        media: Some(file()),
        scan: Some(file()),
        untyped: Some(file()),
        list: Some(vec![file(), file()]),
        typed: Some(file()),
        label: Some("l".to_owned()),
        ..CreateMessageRequest::new(vec![file()])
    };
    assert_eq!(request.image.len(), 1);
    let wire = Wire::default();
    let client = wire.client(Client::forms_files_31_builder().base_url("https://files.example.com"));
    wire.service.answer("createMessage", Answer::status(204));
    client.forms_files_31_messages().create(&request).blocking().unwrap();
    let body = wire.body();
    for (part, content_type) in [("scan", "application/pdf"), ("typed", "image/png"), ("label", "text/markdown")] {
        let (_, part) = body.split_once(&format!("name=\"{part}\"")).expect("the part");
        let (head, _) = part.split_once("\r\n\r\n").expect("the head of the part");
        assert!(head.to_lowercase().contains(&format!("content-type: {content_type}")), "{head}");
    }
}

fn main() {
    media_types();
    bytes_and_texts();
    merge_patches();
    methods();
    escaped();
    scalars();
    credentials();
    pages();
    files();
    directions();
    joined();
    told_apart();
}

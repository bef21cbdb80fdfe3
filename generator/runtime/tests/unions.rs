//! Unions, on types written as the generator writes them.

use client_runtime::runtime::codec;
use client_runtime::runtime::codec::union::Shape;
use client_runtime::runtime::{Json, Parameter};
use client_runtime::{record, scalar_union, union};

#[derive(Clone, Debug, Default, PartialEq)]
struct Text {
    kind: Option<String>,
    text: String,
}

record!(Text {
    "kind" => kind,
    "text" => text,
});

#[derive(Clone, Debug, Default, PartialEq)]
struct Picture {
    url: Option<String>,
}

record!(Picture {
    "url" => url strict,
});

#[derive(Clone, Debug, PartialEq)]
enum Content {
    Text(Text),
    Picture(Box<Picture>),
    Other(Json),
}

union!(Content by "kind" {
    Text(Text) "kind" = "text" from [Shape::object(&[("kind", &["text", "plain"])], &["kind"], &[])],
    Picture(Box<Picture>) "kind" = "picture" from [Shape::object(&[("kind", &["picture"])], &["kind"], &[])],
});

#[derive(Clone, Debug, PartialEq)]
enum Id {
    Number(i64),
    Flag(bool),
    Name(String),
    Other(Json),
}

union!(Id {
    Number(i64) from [Shape::Number],
    Flag(bool) from [Shape::Boolean],
    Name(String) from [Shape::Text],
});

scalar_union!(Id { Number, Flag, Name });

/// Told apart by looks alone; the last two alternatives are of one type.
#[derive(Clone, Debug, PartialEq)]
enum Anything {
    Picture(Picture),
    Text(Text),
    Numbers(Vec<i64>),
    Names(Vec<String>),
    Content(Content),
    First(f64),
    Second(f64),
    Other(Json),
}

union!(Anything {
    Picture(Picture) from [Shape::object(&[], &[], &["url"])],
    Text(Text) from [Shape::object(&[], &["text"], &["kind"])],
    Numbers(Vec<i64>) from [Shape::List(&[Shape::Number])],
    Names(Vec<String>) from [Shape::List(&[Shape::Text])],
    Content(Content) from [Shape::object(&[("tagged", &["yes"])], &["tagged"], &[])],
    First(f64) [Shape::Number],
    Second(f64) [Shape::Number],
});

#[derive(Clone, Debug, PartialEq)]
enum Quoted {
    Number(i64),
    Flag(bool),
    Other(Json),
}

union!(Quoted {
    Number(i64) from [Shape::Number],
    Flag(bool) from [Shape::Boolean],
});

fn read<T: codec::Decode>(text: &str) -> T {
    codec::decode(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn written(value: &dyn codec::Encode) -> String {
    String::from_utf8(codec::encode(value)).unwrap()
}

#[test]
fn a_tag_says_which_alternative_it_is() {
    let text = Text {
        kind: Some("plain".to_owned()),
        text: "a".to_owned(),
    };
    assert_eq!(
        read::<Content>(r#"{"text":"a","kind":"plain"}"#),
        Content::Text(text)
    );
    let picture = Picture {
        url: Some("u".to_owned()),
    };
    assert_eq!(
        read::<Content>(r#"{"url":"u","kind":"picture"}"#),
        Content::Picture(Box::new(picture))
    );
}

#[test]
fn what_is_no_alternative_is_kept_and_written_back() {
    for text in [
        r#"{"kind":"film","length":[1,2]}"#,
        r#"{"text":"a"}"#,
        r#"{"kind":7}"#,
        "[1]",
        "null",
    ] {
        let content = read::<Content>(text);
        assert!(matches!(content, Content::Other(_)), "{content:?}");
        assert_eq!(written(&content), text);
    }
    assert_eq!(read::<Id>("[]"), Id::Other(Json::Array(Vec::new())));
    assert_eq!(read::<Id>("1.5"), Id::Other(Json::from(1.5)));
}

#[test]
fn an_alternative_that_its_tag_names_has_to_fit() {
    let error = codec::decode::<Vec<Content>>(br#"[{"kind":"text","text":true}]"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected a string, found true at $[0].text"
    );
}

#[test]
fn a_tag_is_written_where_the_value_lacks_it() {
    let picture = Content::from(Box::new(Picture {
        url: Some("u".to_owned()),
    }));
    assert_eq!(written(&picture), r#"{"kind":"picture","url":"u"}"#);
    let empty = Content::from(Box::new(Picture::default()));
    assert_eq!(written(&empty), r#"{"kind":"picture"}"#);
    let plain = Content::from(Text {
        kind: Some("plain".to_owned()),
        text: "a".to_owned(),
    });
    assert_eq!(written(&plain), r#"{"kind":"plain","text":"a"}"#);
    let list = vec![picture, empty];
    assert_eq!(
        written(&list),
        r#"[{"kind":"picture","url":"u"},{"kind":"picture"}]"#
    );
    assert_eq!(read::<Vec<Content>>(&written(&list)), list);
}

#[test]
fn scalars_are_told_apart_by_their_kind() {
    assert_eq!(read::<Id>("7"), Id::Number(7));
    assert_eq!(read::<Id>("\"7\""), Id::Name("7".to_owned()));
    assert_eq!(read::<Id>("true"), Id::Flag(true));
    assert_eq!(written(&vec![Id::from(7), Id::from(false)]), "[7,false]");
    assert_eq!(Id::from(7).text(), "7");
    assert_eq!(Id::from("a".to_owned()).text(), "a");
    assert_eq!(Id::Other(Json::from("b")).text(), "b");
}

#[test]
fn a_number_in_quotes_is_a_number_where_no_text_is_known() {
    assert_eq!(read::<Quoted>("\"7\""), Quoted::Number(7));
    assert_eq!(read::<Quoted>("\"x\""), Quoted::Other(Json::from("x")));
}

#[test]
fn the_alternative_that_knows_most_members_is_taken() {
    let text = |kind: Option<&str>| {
        Anything::Text(Text {
            kind: kind.map(str::to_owned),
            text: "a".to_owned(),
        })
    };
    assert_eq!(read::<Anything>(r#"{"text":"a"}"#), text(None));
    assert_eq!(
        read::<Anything>(r#"{"text":"a","new":1,"kind":"k"}"#),
        text(Some("k"))
    );
    assert!(matches!(
        read(r#"{"url":"u","new":1}"#),
        Anything::Picture(_)
    ));
    assert!(matches!(read("{}"), Anything::Picture(_)));
    assert!(matches!(
        read(r#"{"tagged":"yes","kind":"x"}"#),
        Anything::Content(Content::Other(_))
    ));
}

/// As of `anyOf: [{type: integer}, {}]`.
#[derive(Clone, Debug, PartialEq)]
enum Loose {
    Number(i64),
    Whole(Json),
    Other(Json),
}

union!(Loose {
    Number(i64) from [Shape::Number],
    Whole(Json) [Shape::Anything],
});

#[test]
fn a_value_that_fits_is_not_taken_out_of_its_quotes() {
    assert_eq!(read::<Loose>("7"), Loose::Number(7));
    assert_eq!(read::<Loose>("\"7\""), Loose::Whole(Json::from("7")));
}

/// Told apart by members that may be absent.
#[derive(Clone, Debug, PartialEq)]
enum Extent {
    Whole(Json),
    Flat(Json),
    Other(Json),
}

union!(Extent {
    Whole(Json) [Shape::object(&[], &[], &[])],
    Flat(Json) [Shape::object(&[], &[], &["width"]), Shape::object(&[], &[], &["length"])],
});

/// Told apart by the members of the first item.
#[derive(Clone, Debug, PartialEq)]
enum Listed {
    Wide(Vec<Json>),
    Deep(Vec<Json>),
    Other(Json),
}

union!(Listed {
    Wide(Vec<Json>) [Shape::List(&[Shape::object(&[], &["width"], &[])])],
    Deep(Vec<Json>) [Shape::List(&[Shape::object(&[], &["depth"], &[])])],
});

#[test]
fn the_best_of_several_looks_counts() {
    for text in [
        r#"{"width":1}"#,
        r#"{"length":1}"#,
        r#"{"width":1,"new":2}"#,
    ] {
        assert!(matches!(read(text), Extent::Flat(_)), "{text}");
    }
    assert!(matches!(read(r#"{"new":1}"#), Extent::Whole(_)));
}

#[test]
fn lists_are_told_apart_by_their_first_item() {
    assert!(matches!(read(r#"[{"depth":1}]"#), Listed::Deep(_)));
    assert!(matches!(read(r#"[{"width":1}]"#), Listed::Wide(_)));
    // Null is as good as absent.
    let without_width = r#"[{"width":null,"depth":1}]"#;
    assert!(matches!(read(without_width), Listed::Deep(_)));
    assert_eq!(read::<Anything>("[1,2]"), Anything::Numbers(vec![1, 2]));
    let names = Anything::Names(vec!["1".to_owned()]);
    assert_eq!(read::<Anything>("[\"1\"]"), names);
    assert_eq!(read::<Anything>("[]"), Anything::Numbers(Vec::new()));
    assert!(matches!(read("[1,{}]"), Anything::Other(_)));
}

#[test]
fn what_is_no_json_is_an_error() {
    for text in ["", "{", r#"{"kind":"text""#, "[1,", "nul", "{\"a\":}"] {
        assert!(codec::decode::<Content>(text.as_bytes()).is_err(), "{text}");
        assert!(
            codec::decode::<Anything>(text.as_bytes()).is_err(),
            "{text}"
        );
    }
    let deep = "[".repeat(100_000);
    assert!(codec::decode::<Anything>(deep.as_bytes()).is_err());
}

#[test]
fn serde_reads_and_writes_the_same() {
    let values = [
        Anything::First(1.5),
        Anything::Numbers(vec![1]),
        Anything::Picture(Picture::default()),
    ];
    for value in values {
        let text = serde_json::to_string(&value).unwrap();
        assert_eq!(text, written(&value));
        assert_eq!(serde_json::from_str::<Anything>(&text).unwrap(), value);
    }
    assert_eq!(
        serde_json::to_string(&Anything::Second(2.5)).unwrap(),
        "2.5"
    );
}

/// A union whose last alternative is for every other value of the tag, and for none.
#[derive(Clone, Debug, PartialEq)]
enum Note {
    Text(Text),
    Picture(Picture),
    Other(Json),
}

union!(Note by "kind" {
    Text(Text) "kind" = "text" from [Shape::object(&[("kind", &["text"])], &["kind"], &[])],
    Picture(Picture) from [Shape::Except("kind", &["text"])],
});

#[test]
fn values_without_a_listed_tag_are_of_the_default_alternative() {
    for text in [
        r#"{"kind":"other","url":"a"}"#,
        r#"{"kind":null,"url":"a"}"#,
        r#"{"url":"a"}"#,
    ] {
        let note = codec::decode::<Note>(text.as_bytes()).unwrap();
        assert!(matches!(note, Note::Picture(_)), "{text}: {note:?}");
    }
    let note = codec::decode::<Note>(br#"{"kind":"text","text":"a","url":"a"}"#).unwrap();
    assert!(matches!(note, Note::Text(_)), "{note:?}");
    assert!(codec::decode::<Note>(br#"{"kind":"text"}"#).is_err());
    assert!(matches!(
        codec::decode::<Note>(b"5").unwrap(),
        Note::Other(_)
    ));
    let picture = Picture {
        url: Some("a".to_owned()),
    };
    assert_eq!(codec::encode(&Note::from(picture)), br#"{"url":"a"}"#);
}

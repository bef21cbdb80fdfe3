//! Bodies that are forms alone: with files in a struct, encoded in one line, and with particular fields.

use std::collections::BTreeMap;

use client_runtime::file_form;
use client_runtime::runtime::{
    Attachment, Body, Bytes, Decimal, Error, FileCount, FileField, FileForm, FormLayout, FormPart,
    FormStyle, JsonObject, Patch, Request,
};
use serde_json::json;

use crate::support::CREATE;
use crate::support::memory::{Memory, page};

/// A body with files.
#[derive(Clone, Debug, PartialEq)]
struct WidgetImport {
    file: Attachment,
    size: Option<i64>,
    owner: Option<i64>,
    scans: Option<Vec<Attachment>>,
    label: Patch<String>,
    proof: Option<Attachment>,
    more: JsonObject,
}

file_form!(WidgetImport {
    "file" => file files,
    "size" => size,
    "owner" => owner nullable,
    "scans[]" => scans files,
    "label" => label,
    "proof" => proof files,
    .. more
});

fn import() -> WidgetImport {
    WidgetImport {
        file: Attachment::from_bytes("a.csv", "1"),
        size: None,
        owner: None,
        scans: None,
        label: Patch::Absent,
        proof: None,
        more: JsonObject::new(),
    }
}

/// Returns the content type and the text that are sent.
async fn send(
    prepare: impl FnOnce(Request<i64>) -> Request<i64>,
) -> Result<(String, String), Error> {
    let bodies = std::sync::Arc::new(std::sync::Mutex::new(None));
    let kept = std::sync::Arc::clone(&bodies);
    let api = Memory::new(move |request| {
        let content_type = request.headers()["content-type"].to_str().unwrap();
        *kept.lock().unwrap() = Some((content_type.to_owned(), request.body().clone()));
        page("1", None)
    });
    prepare(Request::json(&api.client(), &CREATE)).await?;
    let (content_type, body) = bodies.lock().unwrap().take().unwrap();
    let text = read(&body).await;
    assert_eq!(read(&body).await, text, "a body can be sent again");
    Ok((content_type, text))
}

async fn read(body: &Body) -> String {
    use futures_core::Stream as _;
    let mut stream = body.to_stream();
    let mut text = Vec::new();
    while let Some(chunk) =
        std::future::poll_fn(|context| std::pin::Pin::new(&mut stream).poll_next(context)).await
    {
        let chunk: Bytes = chunk.unwrap();
        text.extend_from_slice(&chunk);
    }
    String::from_utf8(text).unwrap()
}

/// Returns the parts of a form, each as its text without the disposition's fixed words; fields are sorted.
async fn parts(prepare: impl FnOnce(Request<i64>) -> Request<i64>) -> Vec<String> {
    let (content_type, text) = send(prepare).await.unwrap();
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let delimiter = format!("--{boundary}");
    let parts = text.split(&delimiter).map(|part| {
        let part = part.trim_start_matches("\r\nContent-Disposition: form-data; name=");
        let part = part.strip_suffix("\r\n").unwrap_or(part);
        part.replace("\r\n", "|")
    });
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    let (end, parts) = parts.split_last().unwrap();
    assert_eq!(end, "--");
    let mut parts = parts.to_vec();
    // Members of an object have no order, files do, and come last.
    let files = parts.partition_point(|part| !part.contains("filename="));
    parts[..files].sort();
    parts
}

#[tokio::test]
async fn a_struct_with_files() {
    const FORM: FormLayout = FormLayout::multipart(FormStyle::Brackets);
    let file = "\"file\"; filename=\"a.csv\"|Content-Type: text/csv||1";
    let sent = parts(|request| request.file_form_body(FORM, &import())).await;
    assert_eq!(sent, ["\"owner\"||", file]);
    let full = WidgetImport {
        size: Some(3),
        owner: Some(7),
        scans: Some(vec![
            Attachment::from_bytes("1.png", "x"),
            Attachment::from_bytes("2", "y"),
        ]),
        label: Patch::Null,
        proof: Some(Attachment::from_bytes("p.pdf", "")),
        more: serde_json::from_value(json!({"cf": {"x": [1]}})).unwrap(),
        ..import()
    };
    let sent = parts(|request| request.file_form_body(FORM, &full)).await;
    let expected = [
        "\"cf[x][]\"||1",
        "\"label\"||",
        "\"owner\"||7",
        "\"size\"||3",
        file,
        "\"scans[]\"; filename=\"1.png\"|Content-Type: image/png||x",
        "\"scans[]\"; filename=\"2\"|Content-Type: application/octet-stream||y",
        "\"proof\"; filename=\"p.pdf\"|Content-Type: application/pdf||",
    ];
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn particular_parts() {
    const FORM: FormLayout = FormLayout::multipart(FormStyle::Brackets).parts(&[
        FormPart::new("file")
            .content_type("text/x")
            .headers(&[("X-Kind", "list")]),
        FormPart::new("cf")
            .style(FormStyle::Json)
            .content_type("application/merge+json"),
        FormPart::new("size").headers(&[("X-Unit", "cm")]),
    ]);
    let body = WidgetImport {
        size: Some(3),
        owner: Some(1),
        more: serde_json::from_value(json!({"cf": [{"x": 1}]})).unwrap(),
        ..import()
    };
    let sent = parts(|request| request.file_form_body(FORM, &body)).await;
    let expected = [
        "\"cf\"|Content-Type: application/merge+json||[{\"x\":1}]",
        "\"owner\"||1",
        "\"size\"|X-Unit: cm||3",
        "\"file\"; filename=\"a.csv\"|Content-Type: text/x|X-Kind: list||1",
    ];
    assert_eq!(sent, expected);
    // What the caller says of a file comes before what the description says of all.
    let own = WidgetImport {
        file: Attachment::from_bytes("a.csv", "1").with_content_type("text/own"),
        ..body
    };
    let sent = parts(|request| request.file_form_body(FORM, &own)).await;
    assert!(sent[3].contains("Content-Type: text/own|"), "{}", sent[3]);
}

#[tokio::test]
async fn an_encoded_form() {
    const FORM: FormLayout = FormLayout::url_encoded(FormStyle::Plain).parts(&[
        FormPart::new("comma").style(FormStyle::Comma),
        FormPart::new("space").style(FormStyle::Space),
        FormPart::new("pipe").style(FormStyle::Pipe),
        FormPart::new("deep").style(FormStyle::Brackets),
        FormPart::new("flat").style(FormStyle::Exploded),
        FormPart::new("json").style(FormStyle::Json),
    ]);
    let expected = [
        (
            json!({"gone": null, "name": "Grüße & mehr"}),
            "gone=&name=Gr%C3%BC%C3%9Fe+%26+mehr",
        ),
        (json!({"list": ["a", 2]}), "list=a&list=2"),
        (json!({"list": []}), ""),
        (json!({"object": {"k": 1}}), "object=%7B%22k%22%3A1%7D"),
        (json!({"comma": ["a", "b"]}), "comma=a%2Cb"),
        (json!({"comma": []}), ""),
        (json!({"comma": {"k": 1, "l": "m"}}), "comma=k%2C1%2Cl%2Cm"),
        (json!({"comma": "a"}), "comma=a"),
        (json!({"space": [1, 2]}), "space=1+2"),
        (json!({"pipe": [1, 2]}), "pipe=1%7C2"),
        (json!({"deep": {"a": {"b": 1}}}), "deep%5Ba%5D%5Bb%5D=1"),
        (json!({"flat": {"a": 1, "b": [2, 3]}}), "a=1&b=2&b=3"),
        (json!({"flat": [1, 2]}), "flat=1&flat=2"),
        (json!({"json": [1]}), "json=%5B1%5D"),
        (json!({"json": "text"}), "json=text"),
    ];
    for (body, text) in expected {
        let sent = send(|request| request.form_body(FORM, &body))
            .await
            .unwrap();
        assert_eq!(sent.0, "application/x-www-form-urlencoded");
        assert_eq!(sent.1, text, "{body}");
    }
}

#[tokio::test]
async fn numbers_of_forms_keep_all_of_their_digits() {
    let price: Decimal = "0.1000000000000000000000001".parse().unwrap();
    let body = BTreeMap::from([("price".to_owned(), vec![price])]);
    for (style, expected) in [
        (FormStyle::Plain, "price=0.1000000000000000000000001"),
        (
            FormStyle::Brackets,
            "price%5B%5D=0.1000000000000000000000001",
        ),
        (FormStyle::Json, "price=%5B0.1000000000000000000000001%5D"),
    ] {
        let form = FormLayout::url_encoded(style);
        let (_, text) = send(|request| request.form_body(form, &body))
            .await
            .unwrap();
        assert_eq!(text, expected, "{style:?}");
    }
}

#[tokio::test]
async fn what_is_no_form() {
    const ENCODED: FormLayout = FormLayout::url_encoded(FormStyle::Plain);
    let list = send(|request| request.form_body(ENCODED, &json!([1]))).await;
    let error = list.unwrap_err().to_string();
    assert!(error.contains("only an object"), "{error}");
    let files = send(|request| request.file_form_body(ENCODED, &import())).await;
    let error = files.unwrap_err().to_string();
    assert!(error.contains("cannot hold files"), "{error}");
}

#[tokio::test]
async fn a_second_file_takes_the_place_of_the_first() {
    const ONE: FileField = FileField {
        name: "avatar",
        count: FileCount::One,
        form: FormLayout::multipart(FormStyle::Plain),
    };
    const MANY: FileField = FileField {
        name: "attachments",
        count: FileCount::Many,
        ..ONE
    };
    let file = |text: &'static str| Attachment::from_bytes("a.txt", text);
    let sent = parts(|request| {
        let request = request.attach(ONE, file("1")).attach(MANY, file("2"));
        request.attach(MANY, file("3")).attach(ONE, file("4"))
    });
    let part = |name: &str, text: &str| {
        format!("\"{name}\"; filename=\"a.txt\"|Content-Type: text/plain||{text}")
    };
    let expected = [
        part("attachments", "2"),
        part("attachments", "3"),
        part("avatar", "4"),
    ];
    assert_eq!(sent.await, expected);
}

#[test]
fn files_of_a_struct_are_compared_and_not_shown() {
    assert_eq!(import(), import());
    let other = Attachment::from_bytes("a.csv", "2");
    assert_ne!(import().file, other);
    assert!(!format!("{other:?}").contains("content:"), "{other:?}");
    assert_eq!(import().files(), [("file", import().file)]);
}

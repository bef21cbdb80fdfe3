//! Requests with files: the form on the wire, files from disk, and sending a body again.

use std::io::Write as _;

use client_runtime::runtime::{
    Attachment, Body, Bytes, Encode, FileCount, FileField, FormLayout, FormStyle, Json, JsonObject,
    Request,
};
use proptest::prelude::*;
use serde_json::json;

use crate::support::CREATE;
use crate::support::memory::{Memory, page};

const FILES: FileField = FileField {
    name: "attachments[]",
    count: FileCount::Many,
    form: FormLayout::multipart(FormStyle::Brackets),
};
const PLAIN: FileField = FileField {
    name: "file",
    count: FileCount::Many,
    form: FormLayout::multipart(FormStyle::Plain),
};

/// A client's own request body: what it sends, and the header that says what it is.
#[derive(Debug)]
struct Sent {
    content_type: String,
    text: Vec<u8>,
    announced: Option<u64>,
}

impl Sent {
    fn boundary(&self) -> &str {
        let boundary = self
            .content_type
            .strip_prefix("multipart/form-data; boundary=");
        boundary.unwrap()
    }

    /// Returns name, file name, content type and content of every part.
    fn parts(&self) -> Vec<(String, Option<String>, Option<String>, String)> {
        let text = String::from_utf8_lossy(&self.text);
        let delimiter = format!("--{}", self.boundary());
        let (parts, end) = text.rsplit_once(&delimiter).unwrap();
        assert_eq!(end, "--\r\n");
        let parts = parts.split(&delimiter).filter(|part| !part.is_empty());
        parts.map(part).collect()
    }

    fn fields(&self) -> Vec<(String, String)> {
        let parts = self.parts().into_iter();
        parts.map(|(name, _, _, content)| (name, content)).collect()
    }
}

fn part(text: &str) -> (String, Option<String>, Option<String>, String) {
    let text = text.strip_prefix("\r\n").unwrap().strip_suffix("\r\n");
    let (head, content) = text.unwrap().split_once("\r\n\r\n").unwrap();
    let between = |start: &str, end: char| {
        let (_, rest) = head.split_once(start)?;
        Some(rest.split(end).next().unwrap().to_owned())
    };
    (
        between("; name=\"", '"').unwrap(),
        between("; filename=\"", '"'),
        between("Content-Type: ", '\r'),
        content.to_owned(),
    )
}

/// Returns all of a body, read as a transport reads it.
async fn read(body: &Body) -> Result<Vec<u8>, String> {
    use futures_core::Stream as _;
    let mut stream = body.to_stream();
    let mut text = Vec::new();
    while let Some(chunk) =
        std::future::poll_fn(|context| std::pin::Pin::new(&mut stream).poll_next(context)).await
    {
        let chunk: Bytes = chunk.map_err(|error| format!("{error:?}"))?;
        text.extend_from_slice(&chunk);
    }
    Ok(text)
}

/// Sends a body with files, and returns the request.
async fn send(body: &dyn Encode, files: Vec<(FileField, Attachment)>) -> Sent {
    let bodies = std::sync::Arc::new(std::sync::Mutex::new(None));
    let kept = std::sync::Arc::clone(&bodies);
    let api = Memory::new(move |request| {
        let content_type = request.headers()["content-type"].to_str().unwrap();
        *kept.lock().unwrap() = Some((content_type.to_owned(), request.body().clone()));
        page("1", None)
    });
    let mut request = Request::<i64>::json(&api.client(), &CREATE).json_body(body);
    for (field, file) in files {
        request = request.attach(field, file);
    }
    request.await.unwrap();
    let (content_type, body) = bodies.lock().unwrap().take().unwrap();
    let text = read(&body).await.unwrap();
    assert_eq!(read(&body).await.unwrap(), text, "a body can be sent again");
    Sent {
        content_type,
        text,
        announced: body.length(),
    }
}

#[tokio::test]
async fn a_form_when_and_only_when_there_is_a_file() {
    let body = json!({"subject": "x"});
    let sent = send(&body, vec![]).await;
    assert_eq!(sent.content_type, "application/json");
    let sent = send(&body, vec![(FILES, Attachment::from_bytes("a.txt", "hi"))]).await;
    assert!(
        sent.content_type
            .starts_with("multipart/form-data; boundary=")
    );
    assert_eq!(
        sent.announced,
        Some(u64::try_from(sent.text.len()).unwrap())
    );
    let other = send(&body, vec![(FILES, Attachment::from_bytes("a.txt", "hi"))]).await;
    assert_ne!(sent.boundary(), other.boundary());
}

#[tokio::test]
async fn names_in_brackets() {
    let body = json!({
        "subject": "Grüße\r\n--",
        "priority": 2,
        "open": true,
        "tags": ["a", "b"],
        "none": [],
        "gone": null,
        "custom_fields": {"cf_x": "y", "cf_n": 1.5, "cf_list": [1]},
        "actions": [{"k": 1}, {"k": 2}],
    });
    let files = vec![
        (
            FILES,
            Attachment::from_bytes("a \"b\"\r\n.PNG", &b"\x89"[..]),
        ),
        (
            FILES,
            Attachment::from_bytes("b", "2").with_content_type("text/x; charset=utf-8"),
        ),
    ];
    let sent = send(&body, files).await;
    let mut fields: Vec<_> = sent.fields();
    fields.truncate(fields.len() - 2);
    fields.sort();
    let expected = [
        ("actions[][k]", "1"),
        ("actions[][k]", "2"),
        ("custom_fields[cf_list][]", "1"),
        ("custom_fields[cf_n]", "1.5"),
        ("custom_fields[cf_x]", "y"),
        ("gone", ""),
        ("none[]", ""),
        ("open", "true"),
        ("priority", "2"),
        ("subject", "Grüße\r\n--"),
        ("tags[]", "a"),
        ("tags[]", "b"),
    ];
    assert_eq!(
        fields,
        expected.map(|(name, text)| (name.to_owned(), text.to_owned()))
    );
    let parts = sent.parts();
    let (name, file_name, content_type, _) = &parts[parts.len() - 2];
    assert_eq!(name, "attachments[]");
    assert_eq!(file_name.as_deref(), Some("a %22b%22%0D%0A.PNG"));
    assert_eq!(content_type.as_deref(), Some("image/png"));
    let last = parts.last().unwrap();
    assert_eq!(last.2.as_deref(), Some("text/x; charset=utf-8"));
    assert_eq!(last.3, "2");
}

#[tokio::test]
async fn plain_names() {
    let body = json!({"a": ["x", {"k": [1]}], "b": {"c": 1}, "d": []});
    let sent = send(&body, vec![(PLAIN, Attachment::from_bytes("f.csv", "1"))]).await;
    let parts = sent.parts();
    let shown: Vec<String> = parts
        .iter()
        .map(|(name, _, kind, content)| {
            format!("{name} {} {content}", kind.as_deref().unwrap_or("-"))
        })
        .collect();
    assert_eq!(
        shown,
        [
            "a - x",
            "a application/json {\"k\":[1]}",
            "b application/json {\"c\":1}",
            "file text/csv 1"
        ]
    );
}

#[tokio::test]
async fn files_from_disk_are_read_while_they_are_sent() {
    let path = std::env::temp_dir().join(format!("upload-{}.bin", std::process::id()));
    let content: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
    std::fs::write(&path, &content).unwrap();
    let file = Attachment::from_path(&path).unwrap();
    assert_eq!(file.length(), Some(800_000));
    assert_eq!(
        file.file_name(),
        path.file_name().unwrap().to_str().unwrap()
    );
    assert_eq!(file.content_type(), "application/octet-stream");
    assert!(file == Attachment::from_path(&path).unwrap());
    let sent = send(&JsonObject::new(), vec![(FILES, file.clone())]).await;
    assert_eq!(
        sent.announced,
        Some(u64::try_from(sent.text.len()).unwrap())
    );
    assert!(
        sent.text
            .windows(content.len())
            .any(|window| window == content)
    );

    // Once it has changed, its length is not what was announced: an error, and not a broken body.
    std::fs::File::options()
        .append(true)
        .open(&path)
        .unwrap()
        .write_all(b"x")
        .unwrap();
    let api = Memory::new(|_| page("1", None));
    let bodies = {
        let kept = std::sync::Arc::new(std::sync::Mutex::new(None));
        let keep = std::sync::Arc::clone(&kept);
        let api = Memory::new(move |request| {
            *keep.lock().unwrap() = Some(request.body().clone());
            page("1", None)
        });
        Request::<i64>::json(&api.client(), &CREATE)
            .attach(FILES, file)
            .await
            .unwrap();
        kept
    };
    let body = bodies.lock().unwrap().take().unwrap();
    assert!(read(&body).await.unwrap_err().contains("has changed"));
    std::fs::remove_file(&path).unwrap();
    assert!(read(&body).await.is_err());
    assert!(Attachment::from_path(&path).is_err());
    assert!(Attachment::from_path(std::env::temp_dir()).is_err());
    assert_eq!(api.seen().len(), 0);
}

#[tokio::test]
async fn what_cannot_be_a_form_is_refused() {
    let api = Memory::new(|_| page("1", None));
    let client = api.client();
    let file = Attachment::from_bytes("a", "1");
    let list = Request::<i64>::json(&client, &CREATE).json_body(&vec![1_i64]);
    let error = list.attach(FILES, file.clone()).await.unwrap_err();
    assert!(error.to_string().contains("only an object"), "{error}");
    for kind in ["", "a\r\nb: c"] {
        let file = file.clone().with_content_type(kind);
        let request = Request::<i64>::json(&client, &CREATE);
        let error = request.attach(FILES, file).await.unwrap_err();
        assert!(error.to_string().contains("content type"), "{error}");
    }
    assert_eq!(api.seen().len(), 0);
    let shown = format!("{:?}", Attachment::from_bytes("a.pdf", "secret"));
    assert!(shown.contains("application/pdf") && !shown.contains("secret"));
}

/// Checks uploads over the network: with their length, and an error for a missing file.
#[tokio::test]
async fn uploads_over_the_network() {
    let server = crate::support::Server::with("200 OK", "", "1").await;
    let path = std::env::temp_dir().join(format!("upload-net-{}.txt", std::process::id()));
    std::fs::write(&path, "from disk").unwrap();
    let file = Attachment::from_path(&path).unwrap();
    let request = Request::<i64>::json(&server.client(), &CREATE)
        .json_body(&json!({"subject": "x"}))
        .attach(FILES, file);
    request.clone().await.unwrap();
    let body = server.body();
    assert_eq!(
        server.header("content-length"),
        Some(body.len().to_string())
    );
    assert!(body.contains("from disk") && body.contains("name=\"subject\"\r\n\r\nx\r\n"));
    std::fs::remove_file(&path).unwrap();
    let error = request.await.unwrap_err();
    assert!(error.to_string().contains("No such file"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    /// Checks that a form has exactly the given parts, whatever names and values hold.
    #[test]
    fn no_value_breaks_out_of_its_part(name in "\\PC{1,8}|[\r\n\"-]{1,6}", value in any::<String>(), file_name in any::<String>(), content in any::<String>()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let body = Json::Object([(name.clone(), Json::from(value.clone()))].into_iter().collect());
        let sent = runtime.block_on(send(&body, vec![(FILES, Attachment::from_bytes(file_name, content.clone()))]));
        let parts = sent.parts();
        prop_assert_eq!(parts.len(), 2);
        prop_assert_eq!(&parts[0].0, &name.replace('\r', "%0D").replace('\n', "%0A").replace('"', "%22"));
        prop_assert_eq!(&parts[0].3, &value);
        prop_assert_eq!(&parts[1].3, &content);
    }
}

#[test]
fn attachments_are_equal_when_they_send_the_same() {
    let bytes = |text: &'static str| Attachment::from_bytes("a.txt", text);
    assert!(bytes("1") == bytes("1") && bytes("1") != bytes("2"));
    let stream = || Body::read(Some(1), &b"1"[..]);
    let (one, other) = (stream(), stream());
    let body = |body: &Body| Attachment::from_body("a.txt", body.clone());
    assert!(body(&one) == body(&one) && body(&one) != body(&other));
    assert!(body(&one) != bytes("1"));
}

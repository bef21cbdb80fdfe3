//! The fake that users test with: how a test reads, and that no secret is in what it keeps.

use std::time::Duration;

use client_runtime::runtime::testing::{Answer, FakeTransport};
use client_runtime::runtime::{
    ApiKeyLocation, Attachment, Authentication, Client, ClientBuilder, Credentials, Error,
    FileCount, FileField, FormLayout, FormStyle, Json, Request, Service, TransportErrorKind,
};
use serde_json::json;

use crate::support::{CREATE, GET, LIST, SECRET, WIDGETS};

fn client(service: &FakeTransport) -> Client {
    ClientBuilder::new(&WIDGETS)
        .server_variable("domain", "acme")
        .credentials(Credentials::api_key(SECRET))
        .transport(service.clone())
        .build()
        .unwrap()
}

/// Creates a widget unless there is one, as the code of a user whose test this is.
async fn ensure_widget(client: &Client, id: i64) -> Result<i64, Error> {
    let found = Request::<Json>::json(client, &GET).path("id", &id).await;
    match found {
        Err(error) if error.is_not_found() => {
            let made = Request::<Json>::json(client, &CREATE).json_body(&json!({"id": id}));
            Ok(made.await?["id"].as_i64().unwrap_or_default())
        }
        found => Ok(found?["id"].as_i64().unwrap_or_default()),
    }
}

#[tokio::test]
async fn a_users_test() {
    let service = FakeTransport::new();
    service.answer("get_widget", Answer::status(404)).answer(
        "create_widget",
        Answer::json(&json!({"id": 7})).with_status(201),
    );

    assert_eq!(ensure_widget(&client(&service), 7).await.unwrap(), 7);

    service.assert_calls("get_widget", 1);
    service.assert_all_used();
    let made = &service.calls_of("create_widget")[0];
    assert_eq!(made.path(), "/api/v2/widgets");
    assert_eq!(made.json::<Json>().unwrap(), json!({"id": 7}));
}

#[tokio::test(start_paused = true)]
async fn failures_delays_and_retries_without_waiting() {
    let service = FakeTransport::new();
    service
        .answer("list_widgets", Answer::failure(TransportErrorKind::Broken))
        .answer(
            "list_widgets",
            Answer::status(429).with_header("retry-after", "30"),
        )
        .answer(
            "list_widgets",
            Answer::json(&vec![1_i64]).after(Duration::from_secs(2)),
        );
    let list = Request::<Vec<i64>>::json(&client(&service), &LIST);
    assert_eq!(list.await.unwrap(), [1]);
    service.assert_calls("list_widgets", 3);
}

#[tokio::test]
async fn answers_that_stay_and_answers_that_are_missing() {
    let service = FakeTransport::new();
    service.answer("list_widgets", Answer::json(&json!([])).always());
    let client = client(&service);
    for _ in 0..3 {
        Request::<Vec<i64>>::json(&client, &LIST).await.unwrap();
    }
    service.assert_all_used();
    let error = Request::empty(&client, &GET)
        .path("id", &1)
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("no response left for `get_widget`"),
        "{error}"
    );
    assert_eq!(service.calls().len(), 4);
}

#[tokio::test]
async fn keeps_no_secret() {
    static KEYED: Service = Service {
        authentication: &[Authentication::ApiKey {
            location: ApiKeyLocation::Query,
            name: "key",
        }],
        ..WIDGETS
    };
    for keyed in [&WIDGETS, &KEYED] {
        let service = FakeTransport::new();
        let client = ClientBuilder::new(keyed)
            .server_variable("domain", "acme")
            .credentials(Credentials::api_key(SECRET))
            .transport(service.clone())
            .build()
            .unwrap();
        let file = FileField {
            name: "files[]",
            count: FileCount::Many,
            form: FormLayout::multipart(FormStyle::Brackets),
        };
        let _ = Request::empty(&client, &CREATE)
            .query("q", &"a b")
            .attach(file, Attachment::from_bytes("a.txt", "file"))
            .await;
        let call = &service.calls()[0];
        assert_eq!(call.parameter("q"), Some("a b"));
        assert!(
            String::from_utf8_lossy(call.body()).contains("name=\"files[]\"; filename=\"a.txt\"")
        );
        let shown = format!("{service:?}");
        assert!(shown.contains("create_widget"), "{shown}");
        assert!(
            !shown.contains(SECRET) && !shown.contains("Basic"),
            "{shown}"
        );
    }
}

#[tokio::test]
#[should_panic(expected = "`get_widget` was called 0 times and not 1")]
async fn says_what_was_not_called() {
    FakeTransport::new().assert_calls("get_widget", 1);
}

#[test]
fn a_response_that_was_not_used_is_found() {
    let service = FakeTransport::new();
    service.answer("list_widgets", Answer::status(200).always());
    service.assert_all_used();
    service.answer("get_widget", Answer::status(200));
    let checked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        service.assert_all_used();
    }));
    let panic = checked.unwrap_err();
    let message = panic.downcast_ref::<String>().unwrap();
    assert!(message.contains("[\"get_widget\"]"), "{message}");
}

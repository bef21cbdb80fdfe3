//! Work that goes on after the response: asked for until it is done, has failed, or takes too long; and the file it
//! makes.

use std::future::IntoFuture as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use client_runtime::runtime::{Error, Json, Operation, Polling, Request, RetryPolicy};
use http::Method;
use tokio::time::Instant;

use crate::support::WIDGETS;
use crate::support::fake::{Fake, ScriptedResponse, answer};

static START: Operation = Operation::new("start_work", Method::POST, "/work");
static STATE: Operation = Operation::new("get_work", Method::GET, "/work/{work_id}");
static WORK: Polling = Polling {
    operation: Some(&STATE),
    arguments: &[("work_id", "id")],
    status: "state",
    done: &["DONE"],
    failed: &["FAILED", "GONE"],
    download: Some("file"),
};
static ITSELF: Polling = Polling {
    operation: None,
    arguments: &[],
    ..WORK
};

const HOUR: Duration = Duration::from_secs(60 * 60);

/// Requests: method, address, and `true` if the key was sent.
type Sent = Arc<Mutex<Vec<(String, bool)>>>;

/// Returns a service that responds with these bodies, the last of them for ever.
fn service(bodies: &'static [&'static str]) -> (Arc<Fake>, Sent) {
    let sent = Sent::default();
    let seen = Arc::clone(&sent);
    let fake = Fake::new(move |number, request| {
        let line = format!("{} {}", request.method(), request.uri());
        let has_key = request.headers().contains_key("authorization");
        seen.lock().unwrap().push((line, has_key));
        match bodies.get(number).or(bodies.last()) {
            Some(&"503") => answer(503, &[], ""),
            Some(body) => answer(200, &[("x-request-id", "r-7")], body),
            None => ScriptedResponse::Silence,
        }
    });
    (fake, sent)
}

fn start(fake: &Arc<Fake>) -> Request<Json> {
    Request::json(&fake.client(&WIDGETS), &START)
}

#[tokio::test(start_paused = true)]
async fn asks_until_the_work_is_done_and_gives_the_last_answer() {
    let (fake, sent) = service(&[
        r#"{"id":17}"#,
        r#"{"state":"QUEUED"}"#,
        "{}",
        r#"{"state":"something new"}"#,
        r#"{"state":"done","n":3}"#,
    ]);
    let begin = Instant::now();
    let last: Json = start(&fake).wait(&WORK).await.unwrap();
    assert_eq!(last["n"], 3);
    let lines: Vec<String> = sent
        .lock()
        .unwrap()
        .iter()
        .map(|(line, _)| line.clone())
        .collect();
    let question = "GET http://127.0.0.1:1/work/17";
    assert_eq!(
        lines,
        [
            "POST http://127.0.0.1:1/work",
            question,
            question,
            question,
            question
        ]
    );
    // 1, 2, 4 and 8 seconds.
    assert_eq!(begin.elapsed().as_secs(), 15);
}

#[tokio::test(start_paused = true)]
async fn the_identifier_is_encoded_and_has_to_be_there() {
    let (fake, sent) = service(&[r#"{"id":"a/b?c"}"#, r#"{"state":"DONE"}"#]);
    start(&fake).wait::<Json>(&WORK).await.unwrap();
    assert_eq!(
        sent.lock().unwrap()[1].0,
        "GET http://127.0.0.1:1/work/a%2Fb%3Fc"
    );
    for body in [r#"{"other":1}"#, r#"{"id":null}"#, "[]"] {
        let fake = Fake::new(move |_, _| answer(202, &[], body));
        let error = start(&fake).wait::<Json>(&WORK).await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error}");
        assert_eq!(fake.count(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn pauses_grow_up_to_the_longest() {
    let (fake, _) = service(&[r#"{"id":1}"#, r#"{"state":"GOES ON"}"#]);
    let wait = start(&fake).wait::<Json>(&WORK);
    let wait = wait
        .first_pause(Duration::from_secs(3))
        .longest_pause(Duration::from_secs(10))
        .limit(Duration::from_secs(60));
    let error = wait.await.unwrap_err();
    let times = fake.sent.lock().unwrap().clone();
    let pauses: Vec<u64> = times
        .windows(2)
        .map(|pair| (pair[1] - pair[0]).as_secs())
        .collect();
    assert_eq!(pauses, [3, 6, 10, 10, 10, 10, 10]);
    assert!(matches!(error, Error::Timeout(_)));
    let text = error.to_string();
    assert!(
        text.contains("/work/1") && text.contains("waiting for the end of the job"),
        "{text}"
    );
}

#[tokio::test(start_paused = true)]
async fn an_hour_is_the_limit_unless_set() {
    let (fake, _) = service(&[r#"{"id":1}"#, r#"{"state":"GOES ON"}"#]);
    let begin = Instant::now();
    start(&fake).wait::<Json>(&WORK).await.unwrap_err();
    assert!(begin.elapsed() <= HOUR && begin.elapsed() + Duration::from_secs(31) > HOUR);
    // A question that is never answered does not outlast it either.
    let silent = Fake::new(|number, _| match number {
        0 => answer(202, &[], r#"{"id":1}"#),
        _ => ScriptedResponse::Silence,
    });
    let begin = Instant::now();
    let wait = start(&silent).timeout(HOUR).wait::<Json>(&WORK);
    let error = wait.limit(Duration::from_secs(90)).await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error}");
    assert_eq!(begin.elapsed().as_secs(), 90);
}

#[tokio::test(start_paused = true)]
async fn failed_work_is_an_error_with_the_answer() {
    let (fake, _) = service(&[r#"{"id":1}"#, r#"{"state":"failed","why":"no room"}"#]);
    let error = start(&fake).wait::<Json>(&WORK).await.unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("get_work: GET /work/1") && text.contains("no room"),
        "{text}"
    );
    assert_eq!(error.request_id(), Some("r-7"));
    assert_eq!(error.status().unwrap(), 200);
    assert!(!error.is_retryable());
    let Error::JobFailed(failed) = error else {
        panic!("{error}");
    };
    assert_eq!(failed.state(), "failed");
    assert_eq!(failed.decode::<Json>().unwrap()["why"], "no room");
}

#[tokio::test(start_paused = true)]
async fn questions_are_made_again_when_they_fail_and_end_the_wait_when_they_keep_failing() {
    let (fake, _) = service(&[r#"{"id":1}"#, "503", r#"{"state":"DONE"}"#]);
    start(&fake).wait::<Json>(&WORK).await.unwrap();
    assert_eq!(fake.count(), 3);
    let (fake, _) = service(&[r#"{"id":1}"#, "503"]);
    let request = start(&fake).retry(RetryPolicy::never());
    let error = request.wait::<Json>(&WORK).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(fake.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_operation_that_tells_its_own_state_is_asked_again() {
    let (fake, sent) = service(&[r#"{"state":"GOES ON"}"#, r#"{"state":"DONE"}"#]);
    let request = Request::<Json>::json(&fake.client(&WIDGETS), &STATE).path("work_id", &7);
    request.clone().wait::<Json>(&ITSELF).await.unwrap();
    let lines = sent.lock().unwrap().clone();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0], lines[1]);
    // Done from the start: nothing is asked again.
    request.wait::<Json>(&ITSELF).await.unwrap();
    assert_eq!(fake.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn dropping_the_wait_ends_the_questions() {
    let (fake, _) = service(&[r#"{"id":1}"#, r#"{"state":"GOES ON"}"#]);
    let task = tokio::spawn(start(&fake).wait::<Json>(&WORK).into_future());
    tokio::time::sleep(Duration::from_secs(5)).await;
    let asked = fake.count();
    assert!(asked > 1);
    task.abort();
    tokio::time::sleep(HOUR).await;
    assert_eq!(fake.count(), asked);
}

#[tokio::test(start_paused = true)]
async fn a_file_is_downloaded_without_the_key() {
    let (fake, sent) = service(&[
        r#"{"id":1}"#,
        r#"{"state":"GOES ON","file":null}"#,
        r#"{"state":"DONE","file":"https://files.test/x?signature=s"}"#,
        "a,b\n1,2\n",
    ]);
    let file = start(&fake).download(&WORK).bytes().await.unwrap();
    assert_eq!(file, "a,b\n1,2\n");
    let sent = sent.lock().unwrap().clone();
    let last = ("GET https://files.test/x?signature=s".to_owned(), false);
    assert_eq!(sent[3], last);
    assert!(sent[..3].iter().all(|(_, has_key)| *has_key));
}

#[tokio::test(start_paused = true)]
async fn a_file_that_is_not_named_is_an_error() {
    let (fake, _) = service(&[r#"{"id":1}"#, r#"{"state":"DONE"}"#]);
    let error = start(&fake).download(&WORK).await.unwrap_err();
    let text = error.to_string();
    assert!(
        matches!(error, Error::Decode(_)) && text.contains("file"),
        "{text}"
    );
}

#[test]
fn code_that_is_not_async_waits_too() {
    let fake = Fake::new(|number, _| match number {
        0 => answer(202, &[], r#"{"id":1}"#),
        1 => answer(
            200,
            &[],
            r#"{"state":"DONE","file":"https://files.test/x"}"#,
        ),
        _ => answer(200, &[], "text"),
    });
    let wait = start(&fake).wait::<Json>(&WORK).first_pause(Duration::ZERO);
    assert_eq!(wait.clone().blocking().unwrap()["state"], "DONE");
    assert!(format!("{wait:?}").contains("start_work"));
}

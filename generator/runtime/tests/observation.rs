//! Metrics of calls, and bodies in the log of tracing.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use client_runtime::runtime::{Json, RateLimitHeaders, Request, RetryPolicy, Service};
use serde_json::json;

use crate::support::fake::{Fake, answer};
use crate::support::recorder::Recorder;
use crate::support::{CREATE, GET, SECRET, WIDGETS};

static LIMITED: Service = Service {
    rate_limit: Some(RateLimitHeaders {
        total: None,
        remaining: "x-left",
        used: None,
        window: Duration::from_secs(60),
    }),
    ..WIDGETS
};

#[tokio::test(start_paused = true)]
async fn the_end_of_each_call_is_told_once() {
    let lines: Arc<Mutex<Vec<String>>> = Arc::default();
    let kept = Arc::clone(&lines);
    let fake = Fake::slow(Duration::from_millis(500), |number, _| match number {
        0 | 1 => answer(503, &[], "away"),
        2 => answer(200, &[], "true"),
        3 => answer(429, &[("retry-after", "20")], ""),
        _ => answer(404, &[], ""),
    });
    let client = fake
        .builder(&LIMITED)
        .retry(RetryPolicy::new().base_delay(Duration::ZERO))
        .on_finished(move |call| {
            let line = format!(
                "{} {} {:?} {} attempts={} duration={} waited={}",
                call.operation,
                call.method,
                call.status.map(|status| status.as_u16()),
                call.error
                    .map_or_else(|| "ok".to_owned(), ToString::to_string),
                call.attempts,
                call.duration.as_secs(),
                call.waited.as_secs(),
            );
            kept.lock().unwrap().push(line);
        })
        .build()
        .unwrap();
    let request = Request::<Json>::json(&client, &GET).path("id", &1);
    request.clone().await.unwrap();
    let once = request.clone().retry(RetryPolicy::never());
    once.await.unwrap_err();
    request.clone().await.unwrap_err();
    request.deadline(Duration::ZERO).await.unwrap_err();
    let lines = lines.lock().unwrap().clone();
    assert_eq!(lines.len(), 4, "{lines:#?}");
    assert_eq!(
        lines[0],
        "get_widget GET Some(200) ok attempts=3 duration=3 waited=0"
    );
    assert!(lines[1].contains("Some(429)") && lines[1].contains("attempts=1"));
    assert!(lines[2].contains("Some(404)") && lines[2].contains("404 Not Found"));
    assert!(
        lines[2].ends_with("attempts=1 duration=21 waited=20"),
        "{}",
        lines[2]
    );
    assert!(lines[3].contains("None") && lines[3].contains("attempts=0"));
    assert_eq!(fake.count(), 5, "nothing is sent after the deadline");
}

#[tokio::test(start_paused = true)]
async fn bodies_are_logged_without_secrets_and_only_if_that_is_wanted() {
    for limit in [None, Some(60), Some(10_000)] {
        let recorder = Recorder::default();
        let guard = tracing::subscriber::set_default(recorder.clone());
        let fake = Fake::new(|number, _| match number {
            0 => answer(
                200,
                &[],
                r#"{"about":"response-text","api_key":"k-1","list":[{"newPassword":"p-1"}],"echo":"canary-5f2e"}"#,
            ),
            _ => answer(400, &[], "<html>canary-5f2e</html>"),
        });
        let mut builder = fake.builder(&WIDGETS);
        if let Some(limit) = limit {
            builder = builder.log_bodies(limit);
        }
        let client = builder.build().unwrap();
        let body = json!({"name": "request-text", "access-token": "t-1", "secret": null});
        let request = Request::<Json>::json(&client, &CREATE).json_body(&body);
        request.clone().await.unwrap();
        request.await.unwrap_err();
        drop(guard);
        let text = recorder.text();
        for secret in ["k-1", "p-1", "t-1", SECRET] {
            assert!(!text.contains(secret), "{text}");
        }
        let is_logged = limit.is_some();
        assert_eq!(text.contains("request body"), is_logged, "{text}");
        assert_eq!(text.contains("request-text"), is_logged, "{text}");
        assert_eq!(text.contains("response-text"), is_logged, "{text}");
        assert_eq!(text.contains("24 bytes that are not JSON"), is_logged);
        assert_eq!(
            text.contains("newPassword"),
            limit == Some(10_000),
            "{text}"
        );
    }
}

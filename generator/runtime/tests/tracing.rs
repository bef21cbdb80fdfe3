//! Spans and events in tracing: one span per call, events for pauses, and no secret.

use std::time::Duration;

use client_runtime::runtime::{Json, RateLimitHeaders, Request, Service, TransportErrorKind};

use crate::support::fake::{Fake, ScriptedResponse, answer};
use crate::support::recorder::Recorder;
use crate::support::{GET, SECRET, WIDGETS};

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
async fn a_call_is_one_span_without_secrets() {
    let recorder = Recorder::default();
    let guard = tracing::subscriber::set_default(recorder.clone());
    let fake = Fake::slow(Duration::from_secs(1), |number, _| match number {
        0 => answer(503, &[("retry-after", "10")], "canary-5f2e"),
        1 => ScriptedResponse::Failure(TransportErrorKind::Broken),
        _ => answer(200, &[("x-left", "7"), ("x-request-id", "r-1")], "true"),
    });
    Request::<Json>::json(&fake.client(&LIMITED), &GET)
        .path("id", &"private")
        .query("q", &SECRET)
        .header("x-secret", &SECRET)
        .await
        .unwrap();
    drop(guard);
    let text = recorder.text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[0],
        "api_call operation=\"get_widget\" method=\"GET\" path=\"/widgets/{id}\""
    );
    assert_eq!(text.matches("api_call").count(), 1);
    for part in [
        "record attempt=1\nrecord status=503\nevent message=trying again failure=\"status\" status=503 pause_ms=10",
        "record attempt=2\nevent message=trying again failure=\"connection\" pause_ms=",
        "record attempt=3\nrecord status=200\nrecord request_id=\"r-1\"\nrecord rate_limit_remaining=7\nrecord duration_ms=1",
    ] {
        assert!(text.contains(part), "{text}");
    }
    for secret in [SECRET, "private", "Y2FuYXJ5LTVmMmU", "canary%2D"] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_implausible_rate_limit_is_told_once() {
    let recorder = Recorder::default();
    let guard = tracing::subscriber::set_default(recorder.clone());
    let fake = Fake::new(|_, _| answer(200, &[("x-left", "-1")], "true"));
    let client = fake.client(&LIMITED);
    for _ in 0..2 {
        let request = Request::<Json>::json(&client, &GET).path("id", &1);
        request.await.unwrap();
    }
    drop(guard);
    let text = recorder.text();
    assert_eq!(text.matches("implausible rate limit").count(), 1, "{text}");
}

#[tokio::test(start_paused = true)]
async fn a_wait_for_the_rate_limit_is_told() {
    let recorder = Recorder::default();
    let guard = tracing::subscriber::set_default(recorder.clone());
    let fake = Fake::new(|number, _| match number {
        0 => answer(429, &[("retry-after", "20")], ""),
        _ => answer(200, &[], "true"),
    });
    let client = fake.client(&WIDGETS);
    let request = Request::<Json>::json(&client, &GET).path("id", &1);
    let policy = client_runtime::runtime::RetryPolicy::never();
    request.clone().retry(policy).await.unwrap_err();
    request.await.unwrap();
    drop(guard);
    let text = recorder.text();
    assert!(
        text.contains("waited for the rate limit waited_ms=20"),
        "{text}"
    );
}

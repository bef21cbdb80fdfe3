//! The rate limit as Freshdesk tells it: read, kept to, and shared by the clones of a client.
//!
//! Invariant: a call that cannot be served in time is not sent.

use std::{future::IntoFuture as _, time::Duration};

use freshdesk::{Error, RateLimitPolicy, RetryPolicy, runtime::TimeLimit};

use super::{HOUR, eager, once};
use crate::{
    answers::TICKET,
    server::{Server, ServerResponse},
};

fn with_quota(total: &str, remaining: &str, used: &str) -> ServerResponse {
    let total = format!("X-RateLimit-Total: {total}");
    let remaining = format!("X-RateLimit-Remaining: {remaining}");
    let used = format!("X-RateLimit-Used-CurrentRequest: {used}");
    ServerResponse::new("200 OK", &[&total, &remaining, &used], TICKET)
}

fn too_many(headers: &'static [&'static str]) -> ServerResponse {
    ServerResponse::new("429 Too Many Requests", headers, "")
}

#[tokio::test]
async fn what_is_left_is_told() {
    for (total, remaining, used) in [("200", "197", "3"), ("200.0", " 197 ", "3.0")] {
        let answer = with_quota(total, remaining, used);
        let server = Server::scripted(move |_, _| answer.clone()).await;
        let client = once(&server);
        assert_eq!(client.rate_limit().remaining, None);
        let answer = client.tickets().get(42).send().await.unwrap();
        for said in [
            answer.rate_limit(),
            client.rate_limit(),
            client.clone().rate_limit(),
        ] {
            assert_eq!(said.total, Some(200));
            assert_eq!(said.remaining, Some(197));
            assert_eq!(said.used, Some(3));
        }
    }
}

#[tokio::test]
async fn headers_that_make_no_sense_are_passed_over() {
    for value in ["", "many", "-", "99999999999999999999999999"] {
        let answer = with_quota(value, value, value);
        let server = Server::scripted(move |_, _| answer.clone()).await;
        let client = once(&server);
        let answer = client.tickets().get(42).send().await.unwrap();
        assert_eq!(answer.rate_limit().remaining, None, "{value}");
        client.tickets().get(42).await.unwrap();
    }
}

#[tokio::test]
async fn headers_that_contradict_each_other_hold_nobody_up_for_ever() {
    let most = u64::MAX.to_string();
    for (total, remaining, used) in [
        ("10", "500", "1"),
        ("10", "500", &most),
        (&most, &most, &most),
        ("0", "1", "50"),
        ("-200", "7", "-1"),
        ("", "7", "200"),
    ] {
        let answer = with_quota(total, remaining, used);
        let server = Server::scripted(move |_, _| answer.clone()).await;
        let client = once(&server);
        for _ in 0..3 {
            let call = client.tickets().get(42).deadline(HOUR);
            let call = tokio::time::timeout(Duration::from_secs(60), call.into_future());
            let ticket = call.await.expect("a turn before the window is over");
            assert_eq!(ticket.unwrap().id, 42, "{total} {remaining} {used}");
        }
        assert_eq!(server.count(), 3);
    }
}

#[tokio::test]
async fn an_empty_429_is_an_error_that_says_how_long() {
    let server = Server::scripted(|_, _| too_many(&["retry-after: 59", "x-request-id: r-1"])).await;
    let error = once(&server).tickets().get(42).await.unwrap_err();
    assert!(error.is_rate_limited() && error.is_retryable());
    assert_eq!(error.status().unwrap(), 429);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(59)));
    let text = error.to_string();
    assert!(
        text.contains("the server requested a delay of 59 s"),
        "{text}"
    );
    let Error::RateLimited(error) = error else {
        panic!("{error:?}")
    };
    assert!(error.answer().unwrap().body().is_empty());
}

#[tokio::test]
async fn a_429_that_is_over_is_not_seen() {
    for over in [
        "retry-after: 0",
        "retry-after: Thu, 01 Jan 1970 00:00:00 GMT",
    ] {
        let server = Server::scripted(move |number, _| match number {
            0..2 => ServerResponse::new("429 Too Many Requests", &[over], ""),
            _ => ServerResponse::json(TICKET),
        })
        .await;
        let ticket = eager(&server).tickets().get(42).await.unwrap();
        assert_eq!((ticket.id, server.count()), (42, 3), "{over}");
    }
}

#[tokio::test]
async fn a_pause_that_is_too_long_is_an_error_at_once_and_holds_for_all() {
    let server = Server::scripted(|_, _| too_many(&["retry-after: 100000"])).await;
    let client = eager(&server);
    let error = client.tickets().get(42).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(100_000)));
    assert_eq!(server.count(), 1, "nobody waits for a day");
    let error = client.clone().roles().list().await.unwrap_err();
    let Error::RateLimited(limited) = &error else {
        panic!("{error:?}")
    };
    assert!(limited.answer().is_none());
    assert!(error.to_string().contains("not sent"), "{error}");
    assert_eq!(server.count(), 1, "the server is left alone");
}

#[tokio::test]
async fn a_429_in_a_limit_of_the_operation_leaves_the_others_alone() {
    let server = Server::scripted(|_, request| {
        if request.target().starts_with("/api/v2/tickets?")
            || request.target().ends_with("/tickets")
        {
            return too_many(&[
                "retry-after: 100000",
                "x-ratelimit-remaining: 150",
                "x-ratelimit-total: 200",
            ]);
        }
        ServerResponse::json("[]")
    })
    .await;
    let client = eager(&server);
    client.tickets().list().await.unwrap_err();
    client.roles().list().await.unwrap();
    assert_eq!(server.count(), 2);
    client.tickets().list().await.unwrap_err();
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_quota_that_is_used_up_is_not_overrun() {
    let answer = with_quota("200", "0", "1");
    let server = Server::scripted(move |_, _| answer.clone()).await;
    let client = once(&server);
    client.tickets().get(42).await.unwrap();
    let call = client.tickets().get(42).deadline(Duration::from_secs(1));
    let error = call.await.unwrap_err();
    let Error::Timeout(timeout) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(timeout.limit(), TimeLimit::Deadline);
    assert!(timeout.is_connect(), "it was not sent");
    assert!(
        error.to_string().contains("waiting for the rate limit"),
        "{error}"
    );
    assert_eq!(server.count(), 1);

    let off = server.builder().rate_limit(RateLimitPolicy::off());
    let off = off.retry(RetryPolicy::never()).build().unwrap();
    for _ in 0..3 {
        off.tickets().get(42).await.unwrap();
    }
    assert_eq!(server.count(), 4);
}

#[tokio::test]
async fn many_callers_at_once_are_all_served() {
    let server = Server::scripted(|number, _| {
        let remaining = 1000_usize.checked_sub(number + 1);
        remaining.map_or_else(
            || too_many(&["retry-after: 60"]),
            |remaining| with_quota("1000", &remaining.to_string(), "1"),
        )
    })
    .await;
    let client = once(&server);
    let calls: Vec<_> = (0..64)
        .map(|id| tokio::spawn(client.tickets().get(id).into_future()))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(server.count(), 64);
    let mut targets: Vec<_> = server
        .requests()
        .iter()
        .map(|r| r.target().to_owned())
        .collect();
    targets.sort_unstable();
    targets.dedup();
    assert_eq!(targets.len(), 64, "each once");
}

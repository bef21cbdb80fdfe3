//! Order of calls while the quota runs low: alone, in a queue, urgent or patient, and with a deadline.

use std::future::IntoFuture as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use client_runtime::runtime::{
    Client, Error, Json, Pace, RateLimitPolicy, Request, RetryPolicy, TimeLimit,
};
use tokio::time::{Instant, sleep};

use crate::support::LIST;
use crate::support::fake::{Fake, answer};
use crate::support::quota::{LIMITED, Quota, server, work};

const SECOND: Duration = Duration::from_secs(1);

fn call(client: &Client) -> Request<Json> {
    Request::json(client, &LIST)
}

/// Returns a client that has used all but `left` calls of a window that has just begun.
async fn nearly_used_up(total: u64, left: usize) -> (Arc<Mutex<Quota>>, Client) {
    let quota = Quota::new(total, Duration::ZERO);
    let client = server(&quota).client(&LIMITED);
    work(&client, 1, usize::try_from(total).unwrap() - left).await;
    (quota, client)
}

/// Starts `count` calls, which queue.
fn queue(client: &Client, count: usize, pace: Pace) -> Vec<tokio::task::JoinHandle<Instant>> {
    let calls = (0..count).map(|_| {
        let call = call(client).pace(pace);
        tokio::spawn(async move {
            call.await.unwrap();
            Instant::now()
        })
    });
    calls.collect()
}

#[tokio::test(start_paused = true)]
async fn short_deadlines_are_kept_while_nothing_is_known_of_the_window() {
    for deadline in [500, 1_000, 4_900] {
        let quota = Quota::new(200, Duration::from_secs(31));
        let client = server(&quota).client(&LIMITED);
        // At the start, and whenever a window may have begun.
        for _ in 0..40 {
            let calls = (0..10).map(|_| call(&client).deadline(Duration::from_millis(deadline)));
            let calls: Vec<_> = calls.map(|call| tokio::spawn(call.into_future())).collect();
            for call in calls {
                call.await.unwrap().unwrap();
            }
            sleep(9 * SECOND).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_deadline_that_passes_in_the_queue_is_what_the_error_names() {
    let fake = Fake::slow(2 * SECOND, |_, _| {
        answer(200, &[("x-quota-left", "90")], "true")
    });
    let client = fake.client(&LIMITED);
    let first = tokio::spawn(call(&client).into_future());
    tokio::task::yield_now().await;
    let start = Instant::now();
    let error = call(&client).deadline(SECOND).await.unwrap_err();
    assert!(matches!(&error, Error::Timeout(error) if error.limit() == TimeLimit::Deadline));
    assert!(
        error.to_string().contains("waiting for the rate limit"),
        "{error}"
    );
    assert_eq!((start.elapsed(), fake.count()), (SECOND, 1));
    first.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn calls_under_way_do_not_count_as_proof_that_nothing_is_left() {
    // Five are left, whatever is in progress.
    let fake = Fake::slow(SECOND / 2, |_, _| {
        answer(200, &[("x-quota", "100"), ("x-quota-left", "5")], "true")
    });
    let client = fake.client(&LIMITED);
    call(&client).await.unwrap();
    let calls: Vec<_> = (0..8).map(|_| call(&client).deadline(4 * SECOND)).collect();
    let calls: Vec<_> = calls
        .into_iter()
        .map(|call| tokio::spawn(call.into_future()))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_caller_alone_is_never_slowed_down_while_calls_are_left() {
    for left in [24, 10, 1] {
        let (quota, client) = nearly_used_up(50, left).await;
        for _ in 0..left {
            let start = Instant::now();
            call(&client).await.unwrap();
            assert!(start.elapsed() <= SECOND / 5, "{:?}", start.elapsed());
        }
        // Nor is a few of them at a time, in the windows after it.
        call(&client).await.unwrap();
        for _ in 0..16 {
            let start = Instant::now();
            let calls: Vec<_> = (0..3)
                .map(|_| tokio::spawn(call(&client).into_future()))
                .collect();
            for call in calls {
                call.await.unwrap().unwrap();
            }
            assert!(start.elapsed() <= SECOND / 2, "{:?}", start.elapsed());
        }
        assert_eq!(quota.lock().unwrap().refused, 0);
    }
}

#[tokio::test(start_paused = true)]
async fn an_urgent_call_goes_ahead_of_the_queue() {
    let (quota, client) = nearly_used_up(50, 0).await;
    let queued = queue(&client, 120, Pace::Normal);
    // The next window: half of it is gone, and the rest is spread.
    sleep(70 * SECOND).await;
    let start = Instant::now();
    call(&client).pace(Pace::Urgent).await.unwrap();
    assert!(start.elapsed() <= SECOND / 5, "{:?}", start.elapsed());
    // So does a call whose deadline would pass in the queue, when half of its time is over.
    let start = Instant::now();
    call(&client).deadline(2 * SECOND).await.unwrap();
    assert!(start.elapsed() <= SECOND * 6 / 5, "{:?}", start.elapsed());
    for call in queued {
        call.await.unwrap();
    }
    assert_eq!(quota.lock().unwrap().refused, 0);
}

#[tokio::test(start_paused = true)]
async fn patient_calls_go_after_all_others_and_evenly() {
    let (quota, client) = nearly_used_up(50, 40).await;
    let start = Instant::now();
    let patient = queue(&client, 20, Pace::Patient);
    sleep(SECOND / 10).await;
    // Nobody waits for them.
    let normal = queue(&client, 10, Pace::Normal);
    for call in normal {
        assert!(call.await.unwrap() - start < SECOND);
    }
    let mut last = start;
    for call in patient {
        let at = call.await.unwrap();
        assert!(at - last < 8 * SECOND, "{:?}", at - last);
        last = last.max(at);
    }
    let spread = last - start;
    assert!(spread > 20 * SECOND && spread < 60 * SECOND, "{spread:?}");
    assert_eq!(quota.lock().unwrap().refused, 0);
}

#[tokio::test(start_paused = true)]
async fn an_unlimited_call_waits_for_nothing() {
    let (quota, client) = nearly_used_up(50, 0).await;
    let start = Instant::now();
    let unlimited = call(&client)
        .pace(Pace::Unlimited)
        .retry(RetryPolicy::never());
    assert!(unlimited.await.unwrap_err().is_rate_limited());
    assert!(start.elapsed() <= SECOND / 5);
    assert_eq!(quota.lock().unwrap().refused, 1);
}

#[tokio::test(start_paused = true)]
async fn a_policy_says_how_much_goes_at_once() {
    let seconds = |percent| async move {
        let quota = Quota::new(60, Duration::ZERO);
        let policy = RateLimitPolicy::new().burst_percent(percent);
        let client = server(&quota)
            .builder(&LIMITED)
            .rate_limit(policy)
            .build()
            .unwrap();
        // Two windows with a queue; in the third one the spread is known.
        work(&client, 16, 120).await;
        work(&client, 16, 54).await;
        let quota = quota.lock().unwrap();
        assert_eq!(quota.refused, 0);
        quota.start.elapsed().as_secs() - 120
    };
    let (nothing, half, all) = (seconds(0).await, seconds(50).await, seconds(100).await);
    assert!(
        all < 5 && half > 25 && nothing > 40,
        "{nothing} {half} {all}"
    );
}

#[tokio::test(start_paused = true)]
async fn clients_with_shares_never_take_each_others_calls() {
    let quota = Quota::new(100, Duration::from_secs(17));
    let policy = RateLimitPolicy::new().share_percent(25);
    let start = Instant::now();
    let clients = (0..4).map(|_| {
        let client = server(&quota)
            .builder(&LIMITED)
            .rate_limit(policy)
            .build()
            .unwrap();
        tokio::spawn(async move { work(&client, 8, 150).await })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await.unwrap();
    }
    assert_eq!(quota.lock().unwrap().refused, 0);
    let took = start.elapsed();
    assert!(took > 280 * SECOND && took < 480 * SECOND, "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn several_processes_share_an_account_without_failures() {
    for tasks in [1, 8] {
        let quota = Quota::new(100, Duration::from_secs(17));
        let start = Instant::now();
        let clients = (0..4).map(|_| {
            let client = server(&quota).client(&LIMITED);
            tokio::spawn(async move { work(&client, tasks, 200).await })
        });
        for client in clients.collect::<Vec<_>>() {
            client.await.unwrap();
        }
        println!(
            "{tasks}: {:?}, {} times 429",
            start.elapsed(),
            quota.lock().unwrap().refused
        );
        assert!(start.elapsed() < 11 * 60 * SECOND, "{:?}", start.elapsed());
    }
}

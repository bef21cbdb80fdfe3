//! Many calls: results in order, a bound on the calls in progress, and ends by deadline, by cancellation and by
//! dropping.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use client_runtime::runtime::{Batch, Cancellation, Client, Error, Json, Request, RetryPolicy};
use tokio::time::Instant;

use crate::support::fake::{Fake, answer};
use crate::support::{GET, WIDGETS};

/// Returns a service that takes longer for earlier requests and fails for each tenth one.
fn service() -> Arc<Fake> {
    Fake::jittery(|_, request| {
        let path = request.uri().path();
        let number: usize = path.rsplit('/').next().unwrap().parse().unwrap();
        if number % 10 == 9 {
            answer(404, &[], "")
        } else {
            answer(200, &[], "true")
        }
    })
}

fn request(client: &Client, id: usize) -> Request<bool> {
    Request::json(client, &GET).path("id", &id.to_string())
}

#[tokio::test(start_paused = true)]
async fn results_come_in_the_order_of_the_requests() {
    let fake = service();
    let client = fake.client(&WIDGETS);
    let mut batch = Batch::new((0..95).map(|id| request(&client, id))).concurrency(7);
    assert_eq!((batch.finished(), batch.total()), (0, Some(95)));
    let mut number = 0;
    while let Some(result) = batch.next().await {
        assert_eq!(result.is_err(), number % 10 == 9, "{number}");
        if let Err(error) = result {
            let path = format!("/widgets/{number}");
            assert_eq!(error.call().unwrap().path(), path);
        }
        number += 1;
        assert_eq!((batch.finished(), batch.total()), (number, Some(95)));
        assert!(fake.count() <= number + 7);
    }
    assert_eq!((number, fake.count()), (95, 95));
    assert!(batch.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn no_more_calls_are_under_way_than_allowed() {
    for (set, expected) in [(None, 8), (Some(3), 3), (Some(0), 1)] {
        let taken = Arc::new(AtomicUsize::new(0));
        let fake = Fake::slow(Duration::from_secs(1), |_, _| answer(200, &[], "true"));
        let client = fake.client(&WIDGETS);
        let counted = Arc::clone(&taken);
        // An iterator without an end: requests are taken as they are needed.
        let requests = (0..).map(|id| {
            counted.fetch_add(1, Ordering::Relaxed);
            request(&client, id)
        });
        let mut batch = Batch::new(requests);
        if let Some(calls) = set {
            batch = batch.concurrency(calls);
        }
        assert_eq!(batch.total(), None);
        let start = Instant::now();
        for _ in 0..2 * expected {
            assert!(batch.next().await.unwrap().unwrap());
        }
        assert_eq!(start.elapsed().as_secs(), 4, "two rounds of two seconds");
        assert_eq!(taken.load(Ordering::Relaxed), 3 * expected - 1);
        drop(batch);
        let sent = fake.count();
        tokio::time::sleep(Duration::from_secs(60)).await;
        assert_eq!(fake.count(), sent, "nothing goes on");
    }
}

#[tokio::test(start_paused = true)]
async fn a_deadline_ends_what_is_under_way_and_sends_no_more() {
    let fake = Fake::slow(Duration::from_secs(1), |_, _| answer(200, &[], "true"));
    let client = fake.client(&WIDGETS);
    let start = Instant::now();
    let results = Batch::new((0..20).map(|id| request(&client, id)))
        .concurrency(4)
        .deadline(Duration::from_secs(5))
        .results()
        .await;
    assert_eq!(start.elapsed().as_secs(), 5);
    assert_eq!(results.len(), 20);
    for (number, result) in results.iter().enumerate() {
        match result {
            Ok(_) => assert!(number < 8, "{number}"),
            Err(error) => assert!(matches!(error, Error::Timeout(_)), "{number}: {error}"),
        }
    }
    assert_eq!(fake.count(), 12, "8 that are done and 4 in progress");
    // A shorter one of a request holds.
    let short = request(&client, 1).deadline(Duration::from_millis(10));
    let batch = Batch::new([short]).deadline(Duration::from_secs(5));
    assert!(batch.results().await[0].is_err());
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_batch_ends_each_call() {
    let fake = Fake::slow(Duration::from_secs(1), |_, _| answer(200, &[], "true"));
    let cancellation = Cancellation::new();
    let client = fake.client(&WIDGETS).with_cancellation(&cancellation);
    let mut batch = Batch::new((0..10).map(|id| request(&client, id))).concurrency(2);
    batch.next().await.unwrap().unwrap();
    cancellation.cancel();
    let results = batch.results().await;
    assert_eq!(results.len(), 9);
    let cancelled = results.iter().filter(|result| result.is_err()).count();
    assert!(cancelled >= 8, "the second call may be done");
    assert_eq!(fake.count(), 2);
}

#[test]
fn a_batch_shows_how_far_it_is() {
    let batch = Batch::<Json>::new(Vec::<Request<Json>>::new()).concurrency(2);
    let shown = format!("{batch:?}");
    assert_eq!(shown, "Batch { concurrency: 2, finished: 0, .. }");
}

#[test]
fn a_batch_in_code_that_is_not_async() {
    let fake = service();
    let client = fake
        .builder(&WIDGETS)
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let mut batch = Batch::new((0..12).map(|id| request(&client, id))).blocking();
    let results: Vec<bool> = batch.by_ref().map(|result| result.is_ok()).collect();
    assert_eq!(results.len(), 12);
    assert_eq!(results.iter().filter(|is_ok| !**is_ok).count(), 1);
    assert_eq!(batch.get_ref().finished(), 12);
}

//! Callers against a simulated quota with a fixed window of unknown phase, on a clock that does not wait.

use std::future::IntoFuture as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use client_runtime::runtime::{
    Client, Error, Json, Operation, Plan, PlanGroup, RateLimitPolicy, RateLimitProblem, Request,
    RetryPolicy, TimeLimit,
};
use http::Method;
use proptest::prelude::*;
use tokio::time::{Instant, sleep};

use crate::support::fake::{Fake, ScriptedResponse, answer};
use crate::support::quota::{LIMITED, Quota, server, work};
use crate::support::{LIST, WIDGETS};

#[tokio::test(start_paused = true)]
async fn many_tasks_use_the_quota_and_never_run_into_its_end() {
    for phase in [0, 1, 13, 29, 30, 31, 47, 58, 59] {
        let quota = Quota::new(200, Duration::from_millis(phase * 1000 + 137));
        let client = server(&quota).client(&LIMITED);
        let start = Instant::now();
        work(&client, 64, 10_000).await;
        let quota = quota.lock().unwrap();
        let windows = quota.window + 1;
        let share = 10_000.0 / f64::from(u32::try_from(windows * 200).unwrap());
        println!(
            "phase {phase:2} s: {:.1} s, {windows} windows, {:.1} % used, {} times 429",
            start.elapsed().as_secs_f64(),
            share * 100.0,
            quota.refused
        );
        assert_eq!((quota.served, quota.refused), (10_000, 0));
        assert!(share >= 0.95, "{share}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_left_is_spread_over_the_rest_of_the_window() {
    let quota = Quota::new(200, Duration::from_secs(23));
    let server = server(&quota);
    work(&server.client(&LIMITED), 64, 2_000).await;
    let phase = Duration::from_secs(23);
    let start = quota.lock().unwrap().start;
    // From the third window on, the phase is known: the second half goes evenly.
    let sent = server.sent.lock().unwrap();
    let mut per_second = [0; 60];
    for at in sent.iter().map(|at| *at - start + phase) {
        if (120..480).contains(&at.as_secs()) {
            per_second[usize::try_from(at.as_secs() % 60).unwrap()] += 1;
        }
    }
    let busiest = per_second[10..].iter().max().unwrap();
    assert!(*busiest <= 6 * 4, "{per_second:?}");
    assert!(
        per_second[20..55].iter().all(|count| *count >= 6),
        "{per_second:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn others_may_use_the_quota_too() {
    let quota = Quota::new(200, Duration::from_secs(7));
    let other = Arc::clone(&quota);
    tokio::spawn(async move {
        loop {
            sleep(Duration::from_millis(900)).await;
            let mut quota = other.lock().unwrap();
            let refused = quota.refused;
            let _ = quota.take(1);
            quota.refused = refused;
        }
    });
    let policy = RateLimitPolicy::new().reserve(5);
    let builder = server(&quota).builder(&LIMITED).rate_limit(policy);
    let client = builder.build().unwrap();
    let start = Instant::now();
    work(&client, 16, 2_000).await;
    let refused = quota.lock().unwrap().refused;
    // The other one takes 67 of 200 per minute; the reserve is for those it takes while nothing is heard of them.
    assert!(refused <= 2, "{refused}");
    assert!(
        start.elapsed() < Duration::from_secs(60 * 17),
        "{:?}",
        start.elapsed()
    );
    println!("{:?}, {refused} times 429", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_reserve_and_a_ceiling_are_kept() {
    let quota = Quota::new(100, Duration::from_secs(7));
    let policy = RateLimitPolicy::new().reserve(40);
    let client = server(&quota)
        .builder(&LIMITED)
        .rate_limit(policy)
        .build()
        .unwrap();
    let start = Instant::now();
    work(&client, 16, 300).await;
    assert!(
        start.elapsed() >= Duration::from_secs(60 * 4 - 7),
        "{:?}",
        start.elapsed()
    );

    let fake = Fake::new(|_, _| answer(200, &[], "true"));
    let policy = RateLimitPolicy::new().ceiling_per_minute(10);
    let client = fake.builder(&WIDGETS).rate_limit(policy).build().unwrap();
    work(&client, 4, 95).await;
    let sent = fake.sent.lock().unwrap();
    for pair in sent.windows(11) {
        assert!(pair[10] - pair[0] >= Duration::from_secs(60));
    }
    assert!(sent[94] - sent[0] < Duration::from_secs(9 * 60 + 1));
}

static PLAN: Plan = Plan {
    name: "Small",
    window: Duration::from_secs(60),
    total: 30,
    groups: &[PlanGroup {
        name: "widget_list",
        calls: 5,
    }],
};

static GROUPED: Operation =
    Operation::new("list_widgets", Method::GET, "/widgets").group("widget_list");

#[tokio::test(start_paused = true)]
async fn a_plan_holds_back_its_groups_and_nobody_else() {
    assert_eq!(
        (PLAN.group("widget_list"), PLAN.group("other")),
        (Some(5), None)
    );
    let fake = Fake::new(|_, _| answer(200, &[], "true"));
    let policy = RateLimitPolicy::new().plan(&PLAN);
    let client = fake.builder(&WIDGETS).rate_limit(policy).build().unwrap();
    let start = Instant::now();
    let calls = (0..12).map(|_| Request::<Json>::json(&client, &GROUPED).into_future());
    let grouped: Vec<_> = calls.map(tokio::spawn).collect();
    work(&client, 4, 25).await;
    // Those outside of the group have not waited for it: five and twenty-five are what the plan allows in all.
    assert!(
        start.elapsed() < Duration::from_secs(1),
        "{:?}",
        start.elapsed()
    );
    for call in grouped {
        call.await.unwrap().unwrap();
    }
    let waited = start.elapsed();
    assert!(
        waited >= Duration::from_secs(120) && waited < Duration::from_secs(122),
        "{waited:?}"
    );
    let sent = fake.sent.lock().unwrap();
    assert_eq!(sent.len(), 37);
    for pair in sent.windows(31) {
        assert!(pair[30] - pair[0] >= Duration::from_secs(60));
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_its_group_would_hold_past_its_deadline_is_not_sent() {
    let fake = Fake::new(|_, _| answer(200, &[], "true"));
    let policy = RateLimitPolicy::new().plan(&PLAN);
    let client = fake.builder(&WIDGETS).rate_limit(policy).build().unwrap();
    let call = || Request::<Json>::json(&client, &GROUPED).deadline(Duration::from_secs(30));
    for _ in 0..5 {
        call().await.unwrap();
    }
    let error = call().await.unwrap_err();
    assert!(
        matches!(error, Error::Timeout(_) | Error::RateLimited(_)),
        "{error}"
    );
    assert_eq!(fake.count(), 5);
}

/// Returns a fake whose quota has `left` left for one minute, then a hundred per minute.
fn exhausted(left: u32) -> Arc<Fake> {
    let start = Instant::now();
    let mut used = (0, 0);
    Fake::new(move |_, _| {
        let minute = start.elapsed().as_secs() / 60;
        let allowed = if minute == 0 { left } else { 100 };
        used = if used.0 == minute {
            (minute, used.1 + 1)
        } else {
            (minute, 1)
        };
        let left = (allowed - used.1).to_string();
        answer(200, &[("x-quota", "100"), ("x-quota-left", &left)], "true")
    })
}

#[tokio::test(start_paused = true)]
async fn callers_go_in_the_order_in_which_they_came() {
    let fake = exhausted(1);
    let client = fake.client(&LIMITED);
    Request::<Json>::json(&client, &LIST).await.unwrap();
    let order = Arc::new(Mutex::new(Vec::new()));
    let mut waiters = Vec::new();
    for number in 0..20 {
        let (client, order) = (client.clone(), Arc::clone(&order));
        waiters.push(tokio::spawn(async move {
            Request::<Json>::json(&client, &LIST).await.unwrap();
            order.lock().unwrap().push(number);
        }));
        tokio::task::yield_now().await;
    }
    // Those that give up, the first of them too, hold nobody up.
    for number in [0, 7, 19] {
        waiters[number].abort();
    }
    let start = Instant::now();
    for waiter in waiters {
        let _ = waiter.await;
    }
    let expected: Vec<usize> = (1..19).filter(|number| *number != 7).collect();
    assert_eq!(*order.lock().unwrap(), expected);
    assert_eq!(fake.count(), 1 + expected.len());
    assert!(
        start.elapsed() < Duration::from_secs(61),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn a_deadline_that_cannot_be_met_ends_the_wait_at_once() {
    let fake = exhausted(1);
    let client = fake.client(&LIMITED);
    Request::<Json>::json(&client, &LIST).await.unwrap();
    let start = Instant::now();
    let request = Request::<Json>::json(&client, &LIST).deadline(Duration::from_secs(30));
    let error = request.await.unwrap_err();
    assert!(matches!(&error, Error::Timeout(error) if error.limit() == TimeLimit::Deadline));
    assert_eq!(
        error.to_string(),
        "list_widgets: GET /widgets: timed out waiting for the rate limit (deadline 30s)"
    );
    assert_eq!((start.elapsed(), fake.count()), (Duration::ZERO, 1));
}

#[tokio::test(start_paused = true)]
async fn a_refusal_holds_all_callers_back() {
    let fake = Fake::new(|number, _| match number {
        0 => answer(429, &[("retry-after", "30")], ""),
        _ => answer(200, &[], "true"),
    });
    let client = fake.client(&WIDGETS);
    let (a, b) = tokio::join!(Request::<Json>::json(&client, &LIST).into_future(), async {
        sleep(Duration::from_secs(1)).await;
        Request::<Json>::json(&client, &LIST).await
    });
    a.and(b).unwrap();
    let sent = fake.sent.lock().unwrap();
    assert!(sent.len() == 3 && sent[1] - sent[0] >= Duration::from_secs(30));
}

#[tokio::test(start_paused = true)]
async fn a_refusal_with_quota_left_holds_back_that_operation_alone() {
    static OTHER: Operation = Operation::new("other", Method::GET, "/other");
    let fake = Fake::new(|number, _| match number {
        0 => answer(429, &[("retry-after", "30"), ("x-quota-left", "90")], ""),
        _ => answer(200, &[("x-quota-left", "80")], "true"),
    });
    let client = fake.client(&LIMITED);
    let limited = Request::<Json>::json(&client, &LIST).retry(RetryPolicy::never());
    assert!(limited.clone().await.unwrap_err().is_rate_limited());
    let start = Instant::now();
    Request::<Json>::json(&client, &OTHER).await.unwrap();
    assert_eq!(start.elapsed(), Duration::ZERO);
    limited.await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(30));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_says_never_is_asked_again_the_next_day() {
    for left in ["0", "90"] {
        let never = [
            ("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT"),
            ("x-quota-left", left),
        ];
        let fake = Fake::new(move |number, _| match number {
            0 => answer(429, &never, ""),
            _ => answer(200, &[], "true"),
        });
        let client = fake.client(&LIMITED);
        let call = || Request::<Json>::json(&client, &LIST);
        let error = call().await.unwrap_err();
        assert_eq!(error.retry_after(), Some(Duration::MAX));
        let nearly_a_day = Duration::from_secs(24 * 60 * 60 - 200);
        sleep(nearly_a_day).await;
        let error = call().await.unwrap_err();
        assert!(
            error.is_rate_limited() && error.status().is_none(),
            "{error}"
        );
        assert_eq!(fake.count(), 1);
        sleep(Duration::from_secs(200)).await;
        call().await.unwrap();
        assert_eq!(fake.count(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_window_that_is_longer_than_said_is_noticed() {
    // 50 per hour.
    let start = Instant::now();
    let mut used = 0;
    let fake = Fake::new(move |_, _| {
        let wait = 3600_u64.saturating_sub(start.elapsed().as_secs());
        if used < 50 || wait == 0 {
            used += 1;
            let left = (100 - used).min(50 - used.min(50)).to_string();
            answer(200, &[("x-quota", "50"), ("x-quota-left", &left)], "true")
        } else {
            answer(
                429,
                &[("retry-after", &wait.to_string()), ("x-quota-left", "0")],
                "",
            )
        }
    });
    let client = fake.client(&LIMITED);
    work(&client, 4, 50).await;
    let error = Request::<Json>::json(&client, &LIST).await.unwrap_err();
    assert!(error.is_rate_limited() && error.retry_after() > Some(Duration::from_secs(3000)));
    assert!(
        error
            .to_string()
            .contains("the server requested a delay of"),
        "{error}"
    );
    // Nobody asks before, and nobody waits in silence for longer than they said.
    let (count, now) = (fake.count(), Instant::now());
    let error = Request::<Json>::json(&client, &LIST).await.unwrap_err();
    assert!(error.is_rate_limited() && error.status().is_none());
    assert!(
        error
            .to_string()
            .contains("not sent: the server requested a delay of 35"),
        "{error}"
    );
    assert_eq!((fake.count(), now.elapsed()), (count, Duration::ZERO));
    let patient = RetryPolicy::new().max_retry_after(Duration::from_secs(3600));
    let request = Request::<Json>::json(&client, &LIST).retry(patient);
    request.await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(3600) && fake.count() == count + 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_hangs_does_not_hold_the_others_up_for_long() {
    let fake = Fake::new(|number, _| match number {
        0 => ScriptedResponse::Silence,
        _ => answer(200, &[("x-quota", "100"), ("x-quota-left", "90")], "true"),
    });
    let client = fake.client(&LIMITED);
    let hanging = tokio::spawn(Request::<Json>::json(&client, &LIST).into_future());
    sleep(Duration::from_secs(1)).await;
    let start = Instant::now();
    work(&client, 8, 8).await;
    assert!(
        start.elapsed() <= Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
    hanging.abort();
}

#[tokio::test(start_paused = true)]
async fn without_such_headers_nobody_waits() {
    for (service, policy) in [
        (&WIDGETS, RateLimitPolicy::new()),
        (&LIMITED, RateLimitPolicy::new()),
        (&LIMITED, RateLimitPolicy::off()),
    ] {
        let fake = Fake::slow(Duration::from_secs(1), |_, _| answer(200, &[], "true"));
        let client = fake.builder(service).rate_limit(policy).build().unwrap();
        let start = Instant::now();
        work(&client, 50, 500).await;
        assert!(
            start.elapsed() <= Duration::from_secs(23),
            "{:?}",
            start.elapsed()
        );
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_policy_a_used_up_quota_holds_nobody_up() {
    let fake = Fake::new(|_, _| answer(200, &[("x-quota", "50"), ("x-quota-left", "0")], "true"));
    let builder = fake.builder(&LIMITED).rate_limit(RateLimitPolicy::off());
    let start = Instant::now();
    work(&builder.build().unwrap(), 2, 20).await;
    assert_eq!((start.elapsed(), fake.count()), (Duration::ZERO, 20));
}

#[tokio::test(start_paused = true)]
async fn headers_are_read_leniently() {
    for (text, left) in [
        ("7", Some(7)),
        (" 7.0 ", Some(7)),
        ("7.9", Some(7)),
        ("-3", Some(0)),
        ("", None),
        ("many", None),
        ("99999999999999999999999", None),
    ] {
        let fake = Fake::new(move |_, _| {
            answer(200, &[("x-quota", "50.0"), ("x-quota-left", text)], "true")
        });
        let client = fake.client(&LIMITED);
        let response = Request::<Json>::json(&client, &LIST).send().await.unwrap();
        let said = response.rate_limit();
        assert_eq!((said.total, said.remaining), (Some(50), left), "{text:?}");
        assert_eq!(client.clone().rate_limit().remaining, left, "{text:?}");
    }
}

/// Returns a fake that names these numbers in every response, and the time that `calls` calls to it take, one after the
/// other.
async fn time_of(
    calls: usize,
    headers: &'static [(&'static str, &'static str)],
) -> (Client, Duration) {
    let client = Fake::new(move |_, _| answer(200, headers, "true")).client(&LIMITED);
    let start = Instant::now();
    work(&client, 1, calls).await;
    (client, start.elapsed())
}

#[tokio::test(start_paused = true)]
async fn a_quota_without_calls_is_no_quota() {
    for headers in [
        &[("x-quota", "0"), ("x-quota-left", "0")][..],
        &[("x-quota", "-1"), ("x-quota-left", "-1")],
        &[("x-quota", "-1"), ("x-quota-left", "5")],
        &[("x-quota-left", "-1")],
    ] {
        let (client, took) = time_of(500, headers).await;
        assert_eq!(took, Duration::ZERO, "{headers:?}");
        assert_eq!(client.rate_limit().problem, Some(RateLimitProblem::NoLimit));
        let response = Request::<Json>::json(&client, &LIST).send().await.unwrap();
        assert_eq!(
            response.rate_limit().problem,
            Some(RateLimitProblem::NoLimit)
        );
    }
    // Of a zero alone it is noticed when windows go by.
    for headers in [
        &[("x-quota-left", "0")][..],
        &[("x-quota", "50"), ("x-quota-left", "0")],
    ] {
        let (client, took) = time_of(500, headers).await;
        assert!(took < Duration::from_secs(130), "{took:?}");
        assert_eq!(client.rate_limit().problem, Some(RateLimitProblem::NoLimit));
    }
}

#[tokio::test(start_paused = true)]
async fn a_quota_that_is_there_after_all_is_kept_to() {
    let quota = Quota::new(20, Duration::from_secs(7));
    let shared = Arc::clone(&quota);
    let fake = Fake::new(move |number, _| match number {
        0..10 => answer(200, &[("x-quota", "0"), ("x-quota-left", "0")], "true"),
        _ => shared.lock().unwrap().take(1),
    });
    let client = fake.client(&LIMITED);
    work(&client, 1, 60).await;
    assert_eq!(client.rate_limit().problem, None);
    assert_eq!(quota.lock().unwrap().refused, 0);
    // A 429 ends the belief that there is none.
    let start = Instant::now();
    let mut count = 0;
    let fake = Fake::new(move |_, _| {
        count = if start.elapsed() < Duration::from_secs(200) {
            0
        } else {
            count + 1
        };
        match count % 20 {
            19 => answer(429, &[("retry-after", "60"), ("x-quota-left", "0")], ""),
            _ => answer(200, &[("x-quota-left", "0")], "true"),
        }
    });
    let client = fake.client(&LIMITED);
    work(&client, 1, 50).await;
    assert!(
        start.elapsed() > Duration::from_secs(60),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn implausible_costs_and_totals_are_bounded_and_reported() {
    let much = [
        ("x-quota", "100"),
        ("x-quota-left", "90"),
        ("x-quota-used", "1000000000000000000"),
    ];
    let much: &'static [_] = Box::leak(Box::new(much));
    let (client, took) = time_of(50, much).await;
    assert_eq!(
        (took, client.rate_limit().problem),
        (Duration::ZERO, Some(RateLimitProblem::Cost))
    );

    let fake = Fake::new(|number, _| {
        let left = 99_u64
            .saturating_sub(u64::try_from(number).unwrap())
            .to_string();
        let total = if number == 0 { "100" } else { &*left };
        answer(200, &[("x-quota", total), ("x-quota-left", &left)], "true")
    });
    let client = fake
        .builder(&LIMITED)
        .rate_limit(RateLimitPolicy::new().reserve(20));
    let client = client.build().unwrap();
    let start = Instant::now();
    work(&client, 1, 70).await;
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(
        client.rate_limit().problem,
        Some(RateLimitProblem::ShrinkingTotal)
    );
}

#[tokio::test(start_paused = true)]
async fn a_quota_that_is_not_renewed_in_its_window_is_reported() {
    // 3000 per hour, as accounts of old have.
    let fake = Fake::new(|number, _| {
        let left = (2999 - number).to_string();
        answer(200, &[("x-quota", "3000"), ("x-quota-left", &left)], "true")
    });
    let client = fake.client(&LIMITED);
    for minute in 0..4 {
        let expected = (minute > 2).then_some(RateLimitProblem::LongerWindow);
        assert!(client.rate_limit().problem.is_none() || expected.is_some());
        work(&client, 8, 40).await;
        sleep(Duration::from_secs(61)).await;
    }
    assert_eq!(
        client.rate_limit().problem,
        Some(RateLimitProblem::LongerWindow)
    );
    assert_eq!(
        RateLimitProblem::LongerWindow.to_string().lines().count(),
        1
    );
}

#[tokio::test(start_paused = true)]
async fn calls_that_cost_more_count_for_more() {
    static DEAR: Operation = Operation::new("dear", Method::GET, "/dear").cost(5);
    let costly = || {
        let quota = Quota::new(100, Duration::from_secs(20));
        let shared = Arc::clone(&quota);
        let fake = Fake::jittery(move |_, _| shared.lock().unwrap().take(5));
        (quota, fake.client(&LIMITED))
    };
    let (quota, client) = costly();
    let tasks: Vec<_> = (0..100)
        .map(|_| tokio::spawn(Request::<Json>::json(&client, &DEAR).into_future()))
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(quota.lock().unwrap().refused, 0);
    // It is learned when nothing says it.
    let (quota, client) = costly();
    work(&client, 16, 100).await;
    assert_eq!(quota.lock().unwrap().refused, 0);
}

/// Numbers as no sane server writes them.
fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(u64::MAX.to_string()),
        Just(String::from("0")),
        "-?[0-9]{1,3}",
        "[0-9]{18,21}([.][0-9])?",
        "[ -~]{0,4}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Checks that each caller's wait ends, whatever a server reports about its quota.
    #[test]
    fn any_quota_is_survived(
        said in prop::collection::vec((any::<bool>(), prop::array::uniform4(number())), 1..6),
        plan in any::<bool>(),
        latency in prop::sample::select(vec![10, 500, 6_000]),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = { runtime }.enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let fake = Fake::slow(Duration::from_millis(latency), move |number, _| {
                let (refuses, [total, left, used, wait]) = &said[number % said.len()];
                let headers = [("x-quota", &**total), ("x-quota-left", left), ("x-quota-used", used), ("retry-after", wait)];
                // Some responses say nothing at all.
                answer(if *refuses { 429 } else { 200 }, &headers[..number % 5], "true")
            });
            let policy = RateLimitPolicy::new().reserve(3);
            let policy = if plan { policy.plan(&PLAN).ceiling_per_minute(50) } else { policy };
            let client = fake.builder(&LIMITED).rate_limit(policy).build().unwrap();
            let calls = (0..24).map(|_| tokio::spawn(Request::<Json>::json(&client, &GROUPED).into_future()));
            let day = Duration::from_secs(24 * 60 * 60);
            for call in calls.collect::<Vec<_>>() {
                let _ = tokio::time::timeout(day, call).await.expect("an end").expect("no panic");
            }
        });
    }
}

//! Rate-limit cost of calls with query parameters that cost something for each of their values.

use std::future::IntoFuture as _;
use std::sync::Arc;
use std::time::Duration;

use client_runtime::runtime::{
    Client, Json, ListStyle, NextPage, Operation, Paging, RateLimitHeaders, RateLimitPolicy,
    Request, Service,
};
use http::Method;
use tokio::time::{Instant, sleep};

use crate::support::WIDGETS;
use crate::support::fake::{Fake, ScriptedResponse, answer};

static LIMITED: Service = Service {
    rate_limit: Some(RateLimitHeaders {
        total: None,
        remaining: "x-quota-left",
        used: Some("x-quota-used"),
        window: Duration::from_secs(60),
    }),
    ..WIDGETS
};

static LIST: Operation = Operation::new("list_widgets", Method::GET, "/widgets")
    .cost_per_value(&[("include", 2)])
    .paged(Paging::new(NextPage::Link {
        number: Some("page"),
    }));
static DEAR: Operation = Operation::new("get_widget", Method::GET, "/widget")
    .cost(3)
    .cost_per_value(&[("include", 1), ("with", 4)]);

fn list(client: &Client) -> Request<Vec<Json>> {
    Request::json(client, &LIST)
}

/// Returns a service with 40 calls left, which answers the first call alone.
fn silent_after_one() -> Arc<Fake> {
    Fake::new(|number, _| match number {
        0 => answer(200, &[("x-quota-left", "40")], "[]"),
        _ => ScriptedResponse::Silence,
    })
}

/// Returns the cost of `request`: the difference in the quota left while it is in progress.
async fn cost(request: impl Fn(&Client) -> Request<Vec<Json>>) -> u64 {
    let client = silent_after_one().client(&LIMITED);
    list(&client).await.unwrap();
    let task = tokio::spawn(request(&client).into_future());
    sleep(Duration::from_millis(1)).await;
    let left = client.rate_limit().remaining.unwrap();
    task.abort();
    40 - left
}

#[tokio::test(start_paused = true)]
async fn each_value_costs_whatever_the_style_of_the_list() {
    let two = ["a", "b"].map(str::to_owned);
    assert_eq!(cost(list).await, 1);
    assert_eq!(cost(|client| list(client).query("other", &"a,b")).await, 1);
    assert_eq!(cost(|client| list(client).query("include", &"a")).await, 3);
    assert_eq!(
        cost(|client| list(client).query("include", &"a,b")).await,
        5
    );
    for style in [
        ListStyle::Repeated,
        ListStyle::Comma,
        ListStyle::Space,
        ListStyle::Pipe,
    ] {
        let cost = cost(|client| list(client).query_list("include", style, &two)).await;
        assert_eq!(cost, 5, "{style:?}");
    }
    let none = cost(|client| list(client).query_list("include", ListStyle::Comma, &two[..0]));
    assert_eq!(none.await, 1);
    assert_eq!(cost(|client| list(client).query("include", &"")).await, 1);
    // What the caller says holds.
    let said = cost(|client| list(client).query("include", &"a").cost(7));
    assert_eq!(said.await, 7);
    let dear = |client: &Client| Request::json(client, &DEAR);
    let several = cost(|client| dear(client).query("include", &"a").query("with", &"b,c"));
    assert_eq!(several.await, 3 + 1 + 8);
}

#[tokio::test(start_paused = true)]
async fn pages_that_a_link_leads_to_cost_the_same() {
    let fake = Fake::new(|number, _| match number {
        0 => answer(
            200,
            &[
                ("x-quota-left", "40"),
                ("link", "</widgets?include=a%2Cb&page=2>; rel=next"),
            ],
            "[1]",
        ),
        _ => ScriptedResponse::Silence,
    });
    let client = fake.client(&LIMITED);
    let mut items = list(&client).query("include", &"a,b").items::<Json>();
    items.try_next().await.unwrap();
    let task = tokio::spawn(async move { items.next().await.is_some() });
    sleep(Duration::from_millis(1)).await;
    assert_eq!(client.rate_limit().remaining, Some(35));
    task.abort();
}

/// Measures the time of 8 calls where 10 are allowed per minute, the first of them with no value.
async fn time(include: &'static str) -> Duration {
    let fake = Fake::new(|_, request| {
        let dear = request
            .uri()
            .query()
            .is_some_and(|query| query.contains("include=a"));
        let used = if dear { "5" } else { "1" };
        answer(
            200,
            &[("x-quota-left", "1000"), ("x-quota-used", used)],
            "[]",
        )
    });
    let builder = fake.builder(&LIMITED);
    let builder = builder.rate_limit(RateLimitPolicy::new().ceiling_per_minute(10));
    let client = builder.build().unwrap();
    let start = Instant::now();
    list(&client).await.unwrap();
    for _ in 0..8 {
        list(&client).query("include", &include).await.unwrap();
    }
    start.elapsed()
}

#[tokio::test(start_paused = true)]
async fn calls_that_cost_more_wait_longer() {
    // What a call without values has taken says nothing about one with them.
    let plain = time("").await;
    assert!(plain < Duration::from_secs(1), "{plain:?}");
    let dear = time("a,b").await;
    assert!(dear > Duration::from_secs(4 * 60 - 1), "{dear:?}");
}

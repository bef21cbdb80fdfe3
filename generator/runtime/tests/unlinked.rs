//! Lists behind a gateway: one that drops the `Link` header, and one whose address is not the service's.

use client_runtime::runtime::{
    Client, ClientBuilder, Credentials, Error, Items, Keyset, NextPage, Operation, Paging,
    PagingProblem, Request,
};
use http::Method;

use crate::support::memory::{Memory, page, page_number};
use crate::support::world::Item;
use crate::support::{SECRET, WIDGETS};

static LIST: Operation =
    Operation::new("list_widgets", Method::GET, "/widgets").paged(Paging::new(NextPage::Link {
        number: Some("page"),
    }));

/// Returns a list of so many items in pages of 10, with the header `Link` from the page `linked_from` on.
fn list(count: u64, linked_from: u64) -> Memory {
    Memory::new(move |request| {
        let number = page_number(request);
        let items: Vec<u64> = (1..=count)
            .skip_while(|item| *item <= (number - 1) * 10)
            .take(10)
            .collect();
        let link = format!("<?per_page=10&page={}>; rel=next", number + 1);
        let is_linked = number >= linked_from && number * 10 < count;
        page(format!("{items:?}"), is_linked.then_some(&*link))
    })
}

fn items(client: &Client, size: i64) -> Items<u64> {
    Request::<Vec<u64>>::json(client, &LIST)
        .query("per_page", &size)
        .items()
}

#[tokio::test]
async fn a_list_whose_links_are_lost_goes_on_by_number() {
    for (count, pages) in [(30, 4), (10, 2), (25, 3), (9, 1), (0, 1)] {
        let memory = list(count, u64::MAX);
        let all = items(&memory.client(), 10)
            .collect_all(1_000)
            .await
            .unwrap();
        assert_eq!(all, (1..=count).collect::<Vec<_>>());
        assert_eq!(memory.seen().len(), pages, "{count}");
    }
    // Where the links come later, they are followed.
    let memory = list(40, 2);
    let all = items(&memory.client(), 10)
        .collect_all(1_000)
        .await
        .unwrap();
    assert_eq!((all.len(), memory.seen().len()), (40, 4));
}

#[tokio::test]
async fn a_full_last_page_of_a_linked_list_is_the_last() {
    let memory = list(30, 1);
    let all = items(&memory.client(), 10)
        .collect_all(1_000)
        .await
        .unwrap();
    assert_eq!((all.len(), memory.seen().len()), (30, 3));
    // Nor is more asked for when fewer came than were asked for.
    let memory = list(10, u64::MAX);
    let all = items(&memory.client(), 100)
        .collect_all(1_000)
        .await
        .unwrap();
    assert_eq!((all.len(), memory.seen().len()), (10, 1));
}

#[tokio::test]
async fn a_server_that_does_not_count_pages_is_asked_once_more() {
    let memory = Memory::new(|_| page("[1, 2, 3]", None));
    let all = items(&memory.client(), 3).collect_all(1_000).await.unwrap();
    assert_eq!((all, memory.seen().len()), (vec![1, 2, 3], 2));
}

#[tokio::test]
async fn such_a_list_is_resumed() {
    let memory = list(30, u64::MAX);
    let client = memory.client();
    let mut first = items(&client, 10);
    for _ in 0..15 {
        first.next().await.unwrap().unwrap();
    }
    let token = first.resume_token().unwrap();
    let rest = items(&client, 10)
        .resume(&token)
        .collect_all(1_000)
        .await
        .unwrap();
    assert_eq!(rest, (16..=30).collect::<Vec<_>>());
}

#[tokio::test]
async fn links_to_the_service_lead_through_its_gateway() {
    let memory = Memory::new(|request| {
        let number = page_number(request);
        let link = format!(
            "<https://acme.example.com/api/v2/widgets?page={}>; rel=next",
            number + 1
        );
        page(format!("[{number}]"), (number < 3).then_some(&*link))
    });
    let gateway = ClientBuilder::new(&WIDGETS)
        .base_url("https://gateway.test/example")
        .credentials(Credentials::api_key(SECRET))
        .transport(memory.clone());
    let client = gateway
        .clone()
        .upstream_url("https://acme.example.com/api/v2/")
        .build()
        .unwrap();
    let all = items(&client, 1).collect_all(10).await.unwrap();
    assert_eq!(all, [1, 2, 3]);
    let seen = memory.seen();
    assert_eq!(seen[1], "https://gateway.test/example/widgets?page=2");
    // What is not below that address is another server still.
    for other in [
        "https://other.example.com/api/v2",
        "https://acme.example.com/api/v",
    ] {
        let client = gateway.clone().upstream_url(other).build().unwrap();
        let result = items(&client, 1).collect_all(10).await;
        let Err(Error::Paging(error)) = result else {
            panic!("{result:?}");
        };
        assert!(matches!(error.problem(), PagingProblem::OtherServer(_)));
        assert!(error.to_string().contains("upstream_url"), "{error}");
    }
    let error = gateway
        .upstream_url("acme.example.com")
        .build()
        .unwrap_err();
    assert!(
        error.to_string().contains("upstream_url is not accepted"),
        "{error}"
    );
}

static ORDERED: Operation = Operation::new("list_items", Method::GET, "/items").paged(
    Paging::new(NextPage::Link {
        number: Some("page"),
    })
    .keyset(Keyset {
        property: "changed",
        parameter: "since",
        key: "id",
        fixed: &[("order", "changed")],
        everything: "1970-01-01T00:00:00Z",
        page: "page",
    }),
);

/// A list of `count` items in pages of 10, each changed `step` seconds after the one before it, without any link.
fn ordered(count: u64, step: u64, is_counted: bool) -> Memory {
    Memory::new(move |request| {
        let query = request.uri().query().unwrap();
        let (_, since) = query.split_once("since=").unwrap();
        let since = since.split('&').next().unwrap().replace("%3A", ":");
        let since: client_runtime::runtime::Timestamp = since.parse().unwrap();
        let since = u64::try_from(since.as_second()).unwrap();
        let number = if is_counted { page_number(request) } else { 1 };
        let items: Vec<String> = (1..=count)
            .map(|id| (id, 1_000_000 + id * step))
            .filter(|(_, at)| *at >= since)
            .skip(usize::try_from((number - 1) * 10).unwrap())
            .take(10)
            .map(|(id, at)| {
                let at = i64::try_from(at).unwrap();
                let at = client_runtime::runtime::Timestamp::from_second(at).unwrap();
                format!("{{\"id\":{id},\"changed\":\"{at}\"}}")
            })
            .collect();
        page(format!("[{}]", items.join(",")), None)
    })
}

async fn every(memory: &Memory, size: i64) -> Vec<i64> {
    let items: Items<Item> = Request::<Vec<Item>>::json(&memory.client(), &ORDERED)
        .query("per_page", &size)
        .all();
    let items = items.collect_all(1_000).await.unwrap();
    items.iter().map(|item| item.id).collect()
}

#[tokio::test]
async fn keyset_pagination_goes_on_where_links_are_lost() {
    for (count, step) in [(35, 5), (30, 5), (10, 5), (9, 5), (0, 5), (25, 0), (30, 0)] {
        let memory = ordered(count, step, true);
        let expected: Vec<i64> = (1..=i64::try_from(count).unwrap()).collect();
        assert_eq!(every(&memory, 10).await, expected, "{count} by {step}");
        assert!(memory.seen().len() <= 12, "{:?}", memory.seen());
    }
}

#[tokio::test]
async fn keyset_pagination_ends_where_pages_are_neither_linked_nor_counted() {
    let memory = ordered(10, 0, false);
    assert_eq!(every(&memory, 10).await.len(), 10);
    assert!(memory.seen().len() <= 4, "{:?}", memory.seen());
    // A page with fewer items than asked for is the last.
    let memory = ordered(10, 5, true);
    assert_eq!(every(&memory, 100).await.len(), 10);
    assert_eq!(memory.seen().len(), 1);
}

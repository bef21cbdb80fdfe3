//! Walks by values over a list that changes meanwhile: nothing is omitted, nothing comes twice unchanged.
//!
//! The service is either scripted, one response after the other, or simulated, see `support::world`.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use client_runtime::runtime::{
    Client, Error, Items, Keyset, NextPage, Operation, Paging, PagingProblem, Request, ResumeToken,
    Timestamp,
};
use http::Method;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::support::memory::{Memory, page, page_number};
use crate::support::world::{Item, Ways, World, serve, ways};

const KEYSET: Keyset = Keyset {
    property: "changed",
    parameter: "since",
    key: "id",
    fixed: &[("order", "changed"), ("way", "up")],
    everything: "1970-01-01T00:00:00Z",
    page: "page",
};
const LINKS: Paging = Paging::new(NextPage::Link {
    number: Some("page"),
});

static LIST: Operation =
    Operation::new("list_items", Method::GET, "/items").paged(LINKS.keyset(KEYSET));
static WALLED: Operation =
    Operation::new("list_items", Method::GET, "/items").paged(LINKS.last_page(3).keyset(KEYSET));
static COUNTED: Operation = Operation::new("list_items", Method::GET, "/items").paged(
    Paging::new(NextPage::Number {
        parameter: "page",
        first: 1,
        size: None,
        total: Some("total"),
    })
    .in_member("data")
    .keyset(KEYSET),
);
static PLAIN: Operation = Operation::new("list_items", Method::GET, "/items").paged(LINKS);

fn all(client: &Client, operation: &'static Operation) -> Items<Item> {
    if operation
        .paging
        .is_some_and(|paging| paging.items.is_some())
    {
        Request::<i64>::json(client, operation).all()
    } else {
        Request::<Vec<Item>>::json(client, operation).all()
    }
}

/// Walks over everything; the program ends after every `restart` items, and goes on from the text of its token.
async fn walk(client: &Client, ways: Ways) -> Vec<Item> {
    let operation = if ways.enveloped { &COUNTED } else { &LIST };
    let mut given = Vec::new();
    let mut items = all(client, operation);
    let mut left = ways.restart;
    while let Some(item) = items.try_next().await.unwrap() {
        given.push(item);
        left -= 1;
        if left == 0 {
            left = ways.restart;
            let Some(token) = items.resume_token() else {
                break;
            };
            let token: ResumeToken = token.to_string().parse().unwrap();
            items = all(client, operation).resume(&token);
        }
    }
    given
}

/// A request and its response: the start and the page that are asked for, the ids and seconds that are listed, and
/// whether there is more.
type Exchange = (&'static str, &'static [(i64, i64)], bool);

/// Returns a service that is asked and responds as written.
fn scripted(script: &'static [Exchange]) -> (Memory, Client) {
    let number = Mutex::new(0);
    let memory = Memory::new(move |request| {
        let mut number = number.lock().unwrap();
        let (asked, listed, more) = script.get(*number).copied().unwrap_or_default();
        *number += 1;
        let query = request.uri().query().unwrap_or_default();
        let query = query
            .replace("&order=changed&way=up", "")
            .replace("%3A", ":");
        assert_eq!(query, asked, "request {number}");
        let texts: Vec<String> = listed
            .iter()
            .map(|(id, second)| {
                format!("{{\"id\":{id},\"changed\":\"1970-01-01T00:00:0{second}Z\"}}")
            })
            .collect();
        page(
            format!("[{}]", texts.join(",")),
            more.then_some("<?page=2>; rel=next"),
        )
    });
    let client = memory.client();
    (memory, client)
}

/// Returns all items up to the end or the first error.
async fn drain(mut items: Items<Item>) -> (Vec<i64>, Option<Error>) {
    let mut ids = Vec::new();
    loop {
        match items.try_next().await {
            Ok(Some(item)) => ids.push(item.id),
            Ok(None) => return (ids, None),
            Err(error) => return (ids, Some(error)),
        }
    }
}

#[tokio::test]
async fn asks_for_the_first_page_from_the_last_value_on() {
    let (memory, client) = scripted(&[
        ("since=1970-01-01T00:00:00Z", &[(1, 2), (2, 4)], true),
        ("since=1970-01-01T00:00:03Z", &[(2, 4), (3, 7)], true),
        ("since=1970-01-01T00:00:06Z", &[(3, 7), (4, 7)], false),
    ]);
    let (ids, error) = drain(all(&client, &LIST)).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(ids, [1, 2, 3, 4]);
    assert_eq!(memory.seen().len(), 3);
}

#[tokio::test]
async fn a_start_that_the_caller_has_set_is_kept() {
    let (_, client) = scripted(&[
        ("since=1970-01-01T00:00:05Z", &[(1, 6), (2, 8)], true),
        ("since=1970-01-01T00:00:07Z", &[(2, 8)], false),
    ]);
    let request = Request::<Vec<Item>>::json(&client, &LIST);
    let start: Timestamp = "1970-01-01T00:00:05Z".parse().unwrap();
    let (ids, error) = drain(request.query("since", &start).all()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(ids, [1, 2]);
}

#[tokio::test]
async fn an_item_that_moves_and_is_changed_before_the_way_down_is_met() {
    let (_, client) = scripted(&[
        ("since=1970-01-01T00:00:00Z", &[(1, 5), (2, 5)], true),
        ("since=1970-01-01T00:00:04Z", &[(1, 5), (2, 5)], true),
        // 1 was deleted, so 3 has gone to page 1.
        (
            "since=1970-01-01T00:00:04Z&page=2",
            &[(4, 5), (5, 5)],
            false,
        ),
        // 3 was changed, so it has gone to the end.
        ("since=1970-01-01T00:00:04Z", &[(2, 5), (4, 5)], true),
        ("since=1970-01-01T00:00:04Z", &[(2, 5), (4, 5)], true),
        (
            "since=1970-01-01T00:00:04Z&page=2",
            &[(5, 5), (3, 6)],
            false,
        ),
        ("since=1970-01-01T00:00:04Z", &[(2, 5), (4, 5)], true),
        ("since=1970-01-01T00:00:05Z", &[(5, 5), (3, 6)], false),
    ]);
    let (ids, error) = drain(all(&client, &LIST)).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(ids, [1, 2, 4, 5, 3]);
}

#[tokio::test]
async fn too_many_items_with_one_value_are_an_error_that_says_so() {
    let (_, client) = scripted(&[
        ("since=1970-01-01T00:00:00Z", &[(1, 5)], true),
        ("since=1970-01-01T00:00:04Z", &[(1, 5)], true),
        ("since=1970-01-01T00:00:04Z&page=2", &[(2, 5)], true),
        ("since=1970-01-01T00:00:04Z&page=3", &[(3, 5)], true),
    ]);
    let (ids, error) = drain(all(&client, &WALLED)).await;
    assert_eq!(ids, [1, 2, 3]);
    let Some(Error::Paging(error)) = error else {
        panic!("{error:?}");
    };
    assert_eq!(*error.problem(), PagingProblem::Crowded { last_page: 3 });
    let text = error.to_string();
    assert!(text.contains("3 pages") && text.contains("r-1"), "{text}");
}

#[tokio::test]
async fn a_page_in_another_order_is_an_error() {
    let (_, client) = scripted(&[("since=1970-01-01T00:00:00Z", &[(1, 5), (2, 4)], true)]);
    let mut items = all(&client, &LIST);
    assert_eq!(items.try_next().await.unwrap().unwrap().id, 1);
    assert_eq!(items.try_next().await.unwrap().unwrap().id, 2);
    let Err(Error::Paging(error)) = items.try_next().await else {
        panic!("an error was due");
    };
    assert_eq!(*error.problem(), PagingProblem::Unordered);
    // What was given is not given again when the walk is resumed.
    let token = items.resume_token().unwrap();
    let text = token.to_string();
    assert!(
        text.ends_with("since=|1970-01-01T00:00:04Z,2|1970-01-01T00:00:05Z,1"),
        "{text}"
    );
    assert_eq!(text.parse(), Ok(token));
}

#[tokio::test]
async fn an_item_without_the_value_or_the_key_is_named() {
    for (body, message) in [
        ("[{\"id\":1}]", "`changed` is missing"),
        (
            "[{\"changed\":\"1970-01-01T00:00:00Z\"}]",
            "`id` is missing",
        ),
    ] {
        let api = Memory::new(move |_| page(body, None));
        let request = Request::<i64>::json(&api.client(), &LIST);
        let mut items = request.all::<client_runtime::runtime::Json>();
        let error = items.try_next().await.unwrap_err().to_string();
        assert!(
            error.contains("$[0]") && error.contains(message.split('`').nth(1).unwrap()),
            "{error}"
        );
    }
}

#[tokio::test]
async fn the_wall_says_what_goes_past_it() {
    let linked = |last: &'static Operation| async move {
        let api = Memory::new(|request| {
            let number = page_number(request);
            let link = format!("<?page={}>; rel=next", number + 1);
            page(
                format!("[{{\"id\":{number},\"changed\":\"1970-01-01T00:00:00Z\"}}]"),
                Some(&link),
            )
        });
        let request = Request::<Vec<Item>>::json(&api.client(), last);
        drain(request.items()).await
    };
    let (ids, error) = linked(&WALLED).await;
    assert_eq!(ids, [1, 2, 3]);
    let text = error.unwrap().to_string();
    assert!(
        text.contains("no page after page 3") && text.contains("`all`"),
        "{text}"
    );
}

#[tokio::test]
async fn what_a_walk_cannot_do_is_refused_unsent() {
    let api = Memory::new(|_| page("[]", None));
    let client = api.client();
    let list = || Request::<Vec<Item>>::json(&client, &LIST);
    let elsewhere: ResumeToken = "1;list_items;0;0;number=2".parse().unwrap();
    let here: ResumeToken = "1;list_items;0;0;since=1970-01-01T00:00:04Z"
        .parse()
        .unwrap();
    let refused = [
        (list().query("order", &"id").all(), "`order` cannot be set"),
        (list().query("page", &"2").all(), "`page` cannot be set"),
        (all(&client, &PLAIN), "no keyset pagination"),
        (list().all().resume(&elsewhere), "of another method"),
        (list().items().resume(&here), "of another method"),
    ];
    for (mut items, message) in refused {
        let error = items.try_next().await.unwrap_err();
        assert!(matches!(error, Error::InvalidRequest(_)));
        assert!(error.to_string().contains(message), "{error}");
    }
    assert!(api.seen().is_empty());
    // The order of `all` itself may be set.
    let (ids, error) = drain(list().query("order", &"changed").all()).await;
    assert!(ids.is_empty() && error.is_none(), "{error:?}");
}

proptest! {
    // The same cases each time: where every item is changed again and again within one second, as it is shown, no
    // client can tell the list from what it was before, and about one case in many thousands is of that kind.
    #![proptest_config(ProptestConfig {
        cases: 400,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_is_left_out_and_nothing_comes_twice(ways in ways()) {
        let world = Arc::new(Mutex::new(World::new(ways)));
        let start: BTreeSet<i64> = world.lock().unwrap().items.keys().copied().collect();
        let client = serve(&world);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let given = runtime.block_on(walk(&client, ways));
        let world = world.lock().unwrap();
        let once: BTreeSet<&Item> = given.iter().collect();
        prop_assert_eq!(once.len(), given.len(), "twice: {:?}", given);
        let ids: BTreeSet<i64> = given.iter().map(|item| item.id).collect();
        for id in start.iter().filter(|id| world.items.contains_key(id)) {
            prop_assert!(ids.contains(id), "{} is missing", id);
        }
        // A pagination that ended on the way up, on a page alone, has seen the very last changes.
        if world.asked.1 == 1 && world.asked.0 != 2 {
            for (id, at) in &world.items {
                let last = Item { id: *id, changed: world.shown(*at) };
                prop_assert!(once.contains(&last), "{:?} is missing", last);
            }
        }
        prop_assert!(world.requests <= 2_000, "{} requests", world.requests);
    }
}

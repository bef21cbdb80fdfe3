//! Lists in pages: every way of paging, its end, its errors, and going on after a restart.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use client_runtime::runtime::{
    ApiKeyLocation, Authentication, Client, Error, Items, JsonObject, NextPage, Operation, Paging,
    PagingProblem, Request, ResumeToken, Service,
};
use http::Method;
use proptest::prelude::*;

use crate::support::WIDGETS;
use crate::support::fake::{Fake, answer};
use crate::support::memory::{Memory, page, page_number, status};

static LINKED: Operation =
    Operation::new("list_widgets", Method::GET, "/widgets").paged(Paging::new(NextPage::Link {
        number: Some("page"),
    }));
static LINKED_WITHOUT_NUMBERS: Operation = Operation::new("list_widgets", Method::GET, "/widgets")
    .paged(Paging::new(NextPage::Link { number: None }));
static SEARCH: Operation = Operation::new("search", Method::GET, "/search").paged(
    Paging::new(NextPage::Number {
        parameter: "page",
        first: 1,
        size: None,
        total: Some("total"),
    })
    .in_member("results"),
);
static SIZED: Operation = Operation::new("search", Method::GET, "/search").paged(
    Paging::new(NextPage::Number {
        parameter: "page",
        first: 1,
        size: Some(3),
        total: Some("total"),
    })
    .in_member("results"),
);
static CURSOR: Operation = Operation::new("events", Method::GET, "/events").paged(
    Paging::new(NextPage::Cursor {
        parameter: "after",
        member: "cursor",
    })
    .in_member("data"),
);
static ADDRESS: Operation = Operation::new("logs", Method::GET, "/logs").paged(
    Paging::new(NextPage::Address {
        member: "next",
        number: None,
    })
    .in_member("data"),
);

fn items(client: &Client, operation: &'static Operation) -> Items<i64> {
    Request::<Vec<i64>>::json(client, operation).items()
}

/// Returns all items up to the end or the first error, after which nothing may come.
async fn drain(mut items: Items<i64>) -> (Vec<i64>, Option<Error>) {
    let mut all = Vec::new();
    loop {
        match items.next().await {
            Some(Ok(item)) => all.push(item),
            Some(Err(error)) => {
                assert!(items.next().await.is_none());
                return (all, Some(error));
            }
            None => {
                assert!(items.next().await.is_none());
                assert_eq!(items.resume_token(), None);
                return (all, None);
            }
        }
    }
}

/// Returns two items per page, a link on all pages but the last.
fn linked(last: u64) -> Memory {
    Memory::new(move |request| {
        let number = page_number(request);
        let link = format!(
            "<https://api.test/v2/widgets?per_page=2&page={}>; rel=\"next\"",
            number + 1
        );
        let body = format!("[{}, {}]", number * 2 - 1, number * 2);
        page(body, (number < last).then_some(&*link))
    })
}

#[tokio::test]
async fn follows_links_in_every_form() {
    for link in [
        "<https://api.test/v2/widgets?page=2>;rel=\"next\"",
        "<https://api.test/v2/widgets?page=2>; rel=\"next\"",
        "<https://API.test:443/v2/widgets?page=2> ; rel=next",
        "</v2/widgets?page=2>; title=\"a, \\\"b\\\"; rel=prev\"; rel=\"next\"",
        "<?page=2>; rel=\"last next\"",
        "<widgets?page=2>; REL=\"NEXT\"",
        "<//api.test/v2/widgets?page=2>; rel=\"next\"",
        "<?page=1>; rel=\"first\", <?page=2>; rel=\"next\", <?page=9>; rel=\"last\"",
        ", ,<?page=9>; anchor=\"#x\"; rel=next, <?page=2>;;rel=next",
    ] {
        let api = Memory::new(move |request| match page_number(request) {
            1 => page("[1]", Some(link)),
            _ => page("[2]", None),
        });
        let (all, error) = drain(items(&api.client(), &LINKED)).await;
        assert!(error.is_none(), "{link}: {error:?}");
        assert_eq!(all, [1, 2], "{link}");
        assert_eq!(
            api.seen(),
            [
                "https://api.test/v2/widgets",
                "https://api.test/v2/widgets?page=2"
            ]
        );
    }
}

#[tokio::test]
async fn a_link_without_a_number_is_followed() {
    let api = Memory::new(|request| match request.uri().query() {
        None => page("[1]", Some("<?cursor=a>; rel=next")),
        Some("cursor=a") => page("[2]", Some("<?cursor=b>; rel=next")),
        _ => page("[3]", None),
    });
    let (all, error) = drain(items(&api.client(), &LINKED)).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(all, [1, 2, 3]);
}

#[tokio::test]
async fn ends_on_the_missing_link_and_not_on_a_short_page() {
    let api = Memory::new(|request| match page_number(request) {
        1 => page("[1, 2, 3]", Some("<?page=2>; rel=next")),
        2 => page("[]", Some("<?page=3>; rel=next")),
        3 => page("[4]", Some("<?page=4>; rel=next")),
        _ => page("[5, 6, 7]", Some("<?page=1>; rel=first")),
    });
    let (all, error) = drain(items(&api.client(), &LINKED)).await;
    assert!(error.is_none());
    assert_eq!(all, [1, 2, 3, 4, 5, 6, 7]);
}

#[tokio::test]
async fn a_link_that_is_not_understood_is_not_the_end() {
    for link in [
        "<?page=2; rel=next",
        "?page=2",
        "<?page=2> x",
        "<?page=2>; rel=\"next",
        "<>é",
    ] {
        let api = Memory::new(move |_| page("[1]", Some(link)));
        let (all, error) = drain(items(&api.client(), &LINKED)).await;
        assert_eq!(all, [1]);
        let Some(Error::Paging(error)) = error else {
            panic!("{link}: {error:?}");
        };
        assert_eq!(*error.problem(), PagingProblem::Unreadable);
    }
}

#[tokio::test]
async fn never_goes_to_another_server() {
    for target in [
        "https://evil.test/v2/widgets?page=2&canary-5f2e",
        "http://api.test/v2/widgets?page=2",
        "https://api.test:8443/v2/widgets?page=2",
        "//evil.test/?page=2",
        "https://api.test@evil.test/?page=2",
        "https://user@api.test/?page=2",
        "https://api.test.evil.test/?page=2",
        "\\\\evil.test\\?page=2",
        "data:text/plain,x",
    ] {
        let api = Memory::new(move |_| page("[1]", Some(&format!("<{target}>; rel=\"next\""))));
        let (all, error) = drain(items(&api.client(), &LINKED)).await;
        assert_eq!(all, [1]);
        let error = error.unwrap();
        let text = format!("{error} {error:?}");
        assert!(text.contains("another server"), "{target}: {text}");
        assert!(text.contains("r-1") && !text.contains("canary"), "{text}");
        assert!(!error.is_retryable());
        assert_eq!(api.seen().len(), 1);
    }
}

#[tokio::test]
async fn loops_and_backward_jumps_are_errors() {
    let api = Memory::new(|request| {
        page(
            "[1]",
            (page_number(request) == 1)
                .then_some("<?page=2>; rel=next")
                .or(Some("<?page=1>; rel=next")),
        )
    });
    let (all, error) = drain(items(&api.client(), &LINKED)).await;
    assert_eq!(all, [1, 1]);
    assert!(error.unwrap().to_string().contains("from page 2 to page 1"));

    let api = Memory::new(|_| page("[1]", Some("<?page=1>; rel=next")));
    assert!(drain(items(&api.client(), &LINKED)).await.1.is_some());

    let api = Memory::new(|request| {
        let next = match request.uri().query() {
            Some("a") => "<?b>; rel=next",
            _ => "<?a>; rel=next",
        };
        page("[1]", Some(next))
    });
    let (all, error) = drain(items(&api.client(), &LINKED_WITHOUT_NUMBERS)).await;
    assert_eq!(all.len(), 3);
    assert!(error.unwrap().to_string().contains("was there before"));

    let api = Memory::new(|_| page(r#"{"data": [1], "cursor": "x"}"#, None));
    let (all, error) = drain(items(&api.client(), &CURSOR)).await;
    assert_eq!(all.len(), 2);
    let error = error.unwrap();
    assert!(matches!(error, Error::Paging(_)));
    assert_eq!(error.status().unwrap(), 200);
}

#[tokio::test]
async fn counts_pages_up_to_the_total() {
    let api = Memory::new(|request| match page_number(request) {
        1 => page(r#"{"total": 5, "results": [1, 2], "x": [{}]}"#, None),
        2 => page(r#"{"results": [3], "total": "5"}"#, None),
        _ => page(r#"{"results": [4, 5], "total": 5}"#, None),
    });
    let (all, error) = drain(items(&api.client(), &SEARCH)).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(all, [1, 2, 3, 4, 5]);
    assert_eq!(api.seen().len(), 3);
}

#[tokio::test]
async fn a_list_that_is_cut_off_says_how_much_is_missing() {
    static CUT: Operation = Operation::new("search", Method::GET, "/search").paged(
        Paging::new(NextPage::Number {
            parameter: "page",
            first: 1,
            size: Some(3),
            total: Some("total"),
        })
        .in_member("results")
        .last_page(2),
    );
    for (total, missing) in [(6, None), (7, Some(1)), (40, Some(34))] {
        let api =
            Memory::new(move |_| page(format!("{{\"results\":[1,2,3],\"total\":{total}}}"), None));
        let (all, error) = drain(items(&api.client(), &CUT)).await;
        assert_eq!(all, [1, 2, 3, 1, 2, 3]);
        assert_eq!(api.seen().len(), 2);
        let Some(missing) = missing else {
            assert!(error.is_none(), "{error:?}");
            continue;
        };
        let Some(Error::Paging(error)) = error else {
            panic!("{error:?}");
        };
        let text = error.to_string();
        assert!(
            text.contains(&format!("after page 2, and {missing} more")),
            "{text}"
        );
        assert!(text.contains("request less at a time"), "{text}");
    }
}

#[tokio::test]
async fn a_linked_list_is_cut_off_at_the_number_in_its_address() {
    static CUT: Operation = Operation::new("list_widgets", Method::GET, "/widgets").paged(
        Paging::new(NextPage::Link {
            number: Some("page"),
        })
        .last_page(3),
    );
    let (all, error) = drain(items(&linked(9).client(), &CUT)).await;
    assert_eq!(all, [1, 2, 3, 4, 5, 6]);
    let text = error.unwrap().to_string();
    assert!(text.contains("no page after page 3, and more"), "{text}");
    let (all, error) = drain(items(&linked(3).client(), &CUT)).await;
    assert!(error.is_none() && all.len() == 6, "{error:?}");
}

#[tokio::test]
async fn counting_ends_on_an_empty_page_and_starts_where_the_caller_says() {
    let api = Memory::new(|request| match page_number(request) {
        3 => page(r#"{"total": 100, "results": [7, 8, 9]}"#, None),
        4 => page(r#"{"total": 100, "results": null}"#, None),
        _ => status(500, ""),
    });
    let request = Request::<Vec<i64>>::json(&api.client(), &SEARCH).query("page", &3);
    let (all, error) = drain(request.items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(all, [7, 8, 9]);

    // With a known size, the last page is known by its number alone.
    let api = Memory::new(|_| page(r#"{"total": 10, "results": [10]}"#, None));
    let request = Request::<Vec<i64>>::json(&api.client(), &SIZED).query("page", &4);
    assert_eq!(drain(request.items()).await.0, [10]);
    assert_eq!(api.seen().len(), 1);
}

#[tokio::test]
async fn follows_cursors_and_addresses() {
    let api = Memory::new(|request| match request.uri().query().unwrap() {
        "q=1" => page(r#"{"cursor": "a b", "data": [1]}"#, None),
        "q=1&after=a%20b" => page(r#"{"data": [2], "cursor": 7}"#, None),
        "q=1&after=7" => page(r#"{"data": [3], "cursor": ""}"#, None),
        other => panic!("{other}"),
    });
    let request = Request::<Vec<i64>>::json(&api.client(), &CURSOR).query("q", &1);
    assert_eq!(drain(request.items()).await.0, [1, 2, 3]);

    let api = Memory::new(|request| match request.uri().path() {
        "/v2/logs" => page(
            r#"{"data": [1], "next": "https://api.test/v2/logs/2"}"#,
            None,
        ),
        _ => page(r#"{"data": [2], "next": null}"#, None),
    });
    assert_eq!(drain(items(&api.client(), &ADDRESS)).await.0, [1, 2]);
}

#[tokio::test]
async fn items_before_an_error_come_first_and_the_walk_can_be_taken_up_again() {
    let failing = Memory::new(|request| match page_number(request) {
        1 => page("[1, 2]", Some("<?page=2>; rel=next")),
        2 => page("[3, 4]", Some("<?page=3>; rel=next")),
        _ => status(
            400,
            r#"{"description": "Validation failed", "errors": [{"field": "page", "message": "beyond the 300th page", "code": "invalid_value"}]}"#,
        ),
    });
    for prefetch in [false, true] {
        let mut items = items(&failing.client(), &LINKED);
        if prefetch {
            items = items.prefetch();
        }
        let mut all = Vec::new();
        let error = loop {
            match items.try_next().await {
                Ok(item) => all.push(item.unwrap()),
                Err(error) => break error,
            }
        };
        assert_eq!(all, [1, 2, 3, 4]);
        assert!(error.to_string().contains("beyond the 300th page"));
        let token = items.resume_token().unwrap();
        let rest = linked(3);
        let (all, error) = drain(self::items(&rest.client(), &LINKED).resume(&token)).await;
        assert!(error.is_none());
        assert_eq!(all, [5, 6]);
    }
}

#[tokio::test]
async fn a_page_without_its_list_is_named_by_the_path() {
    let api = Memory::new(|_| page(r#"{"total": 3}"#, None));
    let (_, error) = drain(items(&api.client(), &SEARCH)).await;
    assert!(error.unwrap().to_string().contains("$.results"));
}

#[tokio::test]
async fn a_list_in_an_object_may_also_come_bare() {
    static RULES: Operation = Operation::new("rules", Method::GET, "/rules").paged(
        Paging::new(NextPage::Link {
            number: Some("page"),
        })
        .in_member("rules"),
    );
    for body in [r#"{"rules":[1,2],"meta":{}}"#, " [1,2]"] {
        let client = Memory::new(move |_| page(body, None)).client();
        let (all, error) = drain(items(&client, &RULES)).await;
        assert_eq!((all, error.is_none()), (vec![1, 2], true), "{body}");
        let request = Request::<JsonObject>::json(&client, &RULES);
        let value = request.await.unwrap();
        assert_eq!(value.get::<Vec<i64>>("rules"), Ok(Some(vec![1, 2])));
    }
    let client = Memory::new(|_| page(r#"["x"]"#, None)).client();
    let (_, error) = drain(items(&client, &RULES)).await;
    let error = error.unwrap().to_string();
    assert!(error.contains("at $[0]"), "{error}");
}

#[tokio::test]
async fn a_page_of_something_else_is_named() {
    let api = Memory::new(|_| {
        let mut page = page("<html>Log in</html>", None)?;
        let kind = http::HeaderValue::from_static("text/html");
        page.headers_mut().insert("content-type", kind);
        Ok(page)
    });
    let (_, error) = drain(items(&api.client(), &LINKED)).await;
    let text = error.unwrap().to_string();
    assert!(text.contains("found text/html: `<html>Log in"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn a_wait_for_an_item_that_is_given_up_loses_none() {
    let fake = Fake::slow(Duration::from_secs(1), |_, request| {
        let number = page_number(request);
        let link = format!("<?page={}>; rel=next", number + 1);
        let headers = [("link", &*link)];
        let body = if number == 1 { "[1, 2]" } else { "[3]" };
        answer(200, if number == 1 { &headers } else { &[] }, body)
    });
    let mut items = items(&fake.client(&WIDGETS), &LINKED);
    let (mut all, mut given_up) = (Vec::new(), 0);
    loop {
        let wait = tokio::time::timeout(Duration::from_millis(300), items.try_next());
        match wait.await {
            Ok(Ok(Some(item))) => all.push(item),
            Ok(Ok(None)) => break,
            Ok(Err(error)) => panic!("{error}"),
            Err(_) => given_up += 1,
        }
    }
    assert_eq!((all, fake.count()), (vec![1, 2, 3], 2));
    assert!(given_up > 10, "{given_up}");
}

#[tokio::test]
async fn a_token_goes_on_at_any_item() {
    let api = linked(4);
    for before in 0..8_usize {
        let mut first = items(&api.client(), &LINKED);
        for _ in 0..before {
            first.try_next().await.unwrap().unwrap();
        }
        let token = first.resume_token().unwrap();
        let stored = serde_json::to_string(&token).unwrap();
        let token_again: ResumeToken = serde_json::from_str(&stored).unwrap();
        assert_eq!(token.to_string().parse(), Ok(token_again.clone()));
        assert_eq!(token, token_again);
        let second = items(&api.client(), &LINKED).resume(&token);
        assert_eq!(second.resume_token(), Some(token));
        let (rest, error) = drain(second).await;
        assert!(error.is_none());
        let expected: Vec<i64> = (1..=8).skip(before).collect();
        assert_eq!(rest, expected);
    }
}

#[tokio::test]
async fn tokens_of_counted_and_marked_lists() {
    let api = Memory::new(|request| {
        let number = page_number(request);
        page(format!(r#"{{"total": 3, "results": [{number}]}}"#), None)
    });
    let mut pages = Request::<Vec<i64>>::json(&api.client(), &SEARCH).pages::<i64>();
    let first = pages.try_next().await.unwrap().unwrap();
    assert_eq!(first.headers()["x-request-id"], "r-1");
    assert_eq!((first.items(), first.total()), (&[1][..], Some(3)));
    let token = first.next().unwrap();
    assert_eq!(pages.resume_token().as_ref(), Some(token));
    let (rest, _) = drain(items(&api.client(), &SEARCH).resume(token)).await;
    assert_eq!(rest, [2, 3]);

    let (none, error) = drain(items(&api.client(), &LINKED).resume(token)).await;
    assert!(none.is_empty());
    assert!(matches!(error, Some(Error::InvalidRequest(_))));
    // A forged token keeps to the server.
    for address in [
        "//evil.test/x",
        "/@evil.test",
        "/..//evil.test",
        "/\\evil.test",
    ] {
        let api = Memory::new(|_| page("[]", None));
        let token = format!("1;list_widgets;0;0;address={address}");
        let token = token.parse().unwrap();
        let _ = drain(items(&api.client(), &LINKED).resume(&token)).await;
        let seen = api.seen();
        assert!(
            seen.iter()
                .all(|address| address.starts_with("https://api.test/")),
            "{seen:?}"
        );
    }
    let foreign = "1;list_widgets;0;0;cursor=x".parse().unwrap();
    let (_, error) = drain(items(&api.client(), &LINKED).resume(&foreign)).await;
    assert!(matches!(error, Some(Error::InvalidRequest(_))));
    for text in [
        "",
        "2;a;0;0;start",
        "1;a;0;0;address=@evil.test/",
        "1;a;x;0;start",
        "1;a;0;0;number=-1",
    ] {
        assert!(text.parse::<ResumeToken>().is_err(), "{text}");
    }
}

#[tokio::test]
async fn a_key_in_the_query_is_sent_once_and_never_stored() {
    static KEYED: Service = Service {
        authentication: &[Authentication::ApiKey {
            location: ApiKeyLocation::Query,
            name: "api key",
        }],
        ..WIDGETS
    };
    let api = Memory::new(|request| {
        let number = page_number(request);
        let link = format!("<?page={}&api+key=canary-5f2e&x=1>; rel=next", number + 1);
        page("[1]", (number < 3).then_some(&*link))
    });
    let mut items = items(&api.client_with(&KEYED), &LINKED);
    items.try_next().await.unwrap();
    assert!(!items.resume_token().unwrap().to_string().contains("canary"));
    while items.try_next().await.unwrap().is_some() {}
    assert_eq!(
        api.seen()[1..],
        [
            "https://api.test/v2/widgets?page=2&x=1&api%20key=canary-5f2e",
            "https://api.test/v2/widgets?page=3&x=1&api%20key=canary-5f2e"
        ]
    );
}

#[tokio::test]
async fn no_page_is_asked_for_before_it_is_needed() {
    let api = linked(5);
    let client = api.client();
    let request = || Request::<Vec<i64>>::json(&client, &LINKED);
    assert_eq!(
        request().items::<i64>().collect_all(4).await.unwrap(),
        [1, 2, 3, 4]
    );
    assert_eq!(api.seen().len(), 2);
    assert_eq!(
        request().items::<i64>().collect_all(0).await.unwrap(),
        [0; 0]
    );
    assert_eq!(api.seen().len(), 2);
    assert_eq!(
        request()
            .items::<i64>()
            .collect_all(100)
            .await
            .unwrap()
            .len(),
        10
    );
    assert_eq!(api.seen().len(), 7);
    let mut ahead = request().items::<i64>().prefetch();
    ahead.try_next().await.unwrap();
    assert_eq!(api.seen().len(), 9);
    ahead.try_next().await.unwrap();
    assert_eq!(api.seen().len(), 9);
    assert_eq!(drain(ahead).await.0.len(), 8);
}

#[tokio::test]
async fn an_operation_without_pages_has_one() {
    let api = Memory::new(|_| page("[1]", Some("<?page=2>; rel=next")));
    assert_eq!(
        drain(items(&api.client(), &crate::support::LIST)).await.0,
        [1]
    );
}

#[test]
fn streams_can_move_between_threads() {
    fn check<T: Send + Unpin + 'static>(_: T) {}
    let client = linked(1).client();
    check(items(&client, &LINKED));
    check(items(&client, &LINKED).collect_all(1));
    check(Request::<Vec<i64>>::json(&client, &LINKED).pages::<i64>());
    check(async move { items(&client, &LINKED).try_next().await.map(|_| ()) }.boxed());
}

trait Boxed: Future + Sized {
    fn boxed<'a>(self) -> std::pin::Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>
    where
        Self: Send + 'a,
    {
        Box::pin(self)
    }
}

impl<F: Future> Boxed for F {}

mod memory_of_a_walk {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use client_runtime::runtime::codec::{self, Reader};
    use client_runtime::runtime::{Decode, DecodeError, Request};

    use super::LINKED;

    /// An item that counts how many of its kind there are.
    #[derive(Debug)]
    struct Counted(i64);

    static ALIVE: AtomicUsize = AtomicUsize::new(0);

    impl Decode for Counted {
        fn blank() -> Self {
            ALIVE.fetch_add(1, Ordering::Relaxed);
            Self(0)
        }

        fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
            self.0.read(reader)
        }
    }

    impl Drop for Counted {
        fn drop(&mut self) {
            ALIVE.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// Reads 10,000 items from a real server, of which there are never more than one page's.
    #[tokio::test]
    async fn ten_thousand_items_one_page_in_memory() {
        const PER_PAGE: i64 = 100;
        let server = crate::support::Server::serving(|request| {
            let number: i64 = request.split_once("page=").map_or(1, |(_, rest)| {
                rest.split(' ').next().unwrap().parse().unwrap()
            });
            let ids: Vec<i64> = ((number - 1) * PER_PAGE..number * PER_PAGE).collect();
            let link = match number {
                100 => String::new(),
                _ => format!("link: </widgets?page={}>;rel=\"next\"\r\n", number + 1),
            };
            let body = String::from_utf8(codec::encode(&ids)).unwrap();
            format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n{link}\r\n{body}",
                body.len()
            )
        })
        .await;
        let mut items = Request::<Vec<i64>>::json(&server.client(), &LINKED).items::<Counted>();
        let (mut count, mut peak) = (0, 0);
        while let Some(item) = items.try_next().await.unwrap() {
            assert_eq!(item.0, count);
            count += 1;
            peak = peak.max(ALIVE.load(Ordering::Relaxed));
        }
        println!("10,000 items, at most {peak} of them in memory");
        assert_eq!(count, 10_000);
        assert!(peak <= 100, "{peak}");
        assert_eq!(server.count(), 100);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    /// Checks that pagination ends whatever a `Link` header holds, and never contacts another server.
    #[test]
    fn any_link_is_survived(link in prop_oneof![
        "[ -~\t]{0,40}",
        "[<>;,=\"\\\\ a?/:@.relnxt]{0,40}",
        "<[ -~]{0,20}>; rel=\"next\"",
    ]) {
        let header = link.clone();
        let pages = AtomicUsize::new(0);
        let api = Memory::new(move |_| {
            // A relative link can make the address longer for ever.
            let more = pages.fetch_add(1, Ordering::Relaxed) < 10;
            page("[1]", more.then_some(&*header))
        });
        let client = api.client();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let (all, _) = runtime.block_on(drain(items(&client, &LINKED_WITHOUT_NUMBERS)));
        prop_assert!(!all.is_empty() && all.len() < 12, "{link}");
        for address in api.seen() {
            prop_assert!(address.starts_with("https://api.test/"), "{link}: {address}");
        }
    }

    /// Checks that a link is found, whatever precedes it.
    #[test]
    fn a_next_link_is_found_among_others(title in "[ !#-\\[\\]-~]{0,12}", space in " {0,2}") {
        let header = format!("<?x>{space};{space}title=\"{title}\";rel=prev{space},<?page=2>{space};{space}title=\"{title}\"; rel=\"next\"");
        let api = Memory::new(move |request| page("[1]", (page_number(request) == 1).then_some(&*header)));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let (all, error) = runtime.block_on(drain(items(&api.client(), &LINKED)));
        prop_assert!(error.is_none(), "{error:?}");
        prop_assert_eq!(all.len(), 2);
    }

    /// Checks that a token survives its text form, and that no text makes the parser panic.
    #[test]
    fn tokens_survive_their_text(text in "1;[a-z]{1,4};[0-9]{1,4};[0-9]{1,4};(start|address=/\\PC{0,9}|number=[0-9]{1,5}|cursor=\\PC{0,9})", other in "\\PC{0,30}") {
        let token: ResumeToken = text.parse().unwrap();
        prop_assert_eq!(token.to_string().parse(), Ok(token));
        let _ = other.parse::<ResumeToken>();
        let _ = format!("1;a;0;0;{other}").parse::<ResumeToken>();
    }
}

#[test]
fn a_collection_shows_its_limit_and_no_items() {
    let api = Memory::new(|_| page("[1]", None));
    let shown = format!("{:?}", items(&api.client(), &LINKED).collect_all(7));
    assert_eq!(shown, "CollectAll { collected: 0, limit: 7, .. }");
}

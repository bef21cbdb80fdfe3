//! Request types as the generator writes them, and what the macros give them.

use client_runtime::runtime::{Attachment, ListStyle, NextPage, Operation, Paging, Patch, Request};
use client_runtime::{paged_request_builder, record, request_builder, upload_builder};
use http::Method;
use proptest::prelude::*;

use crate::support::memory::{Memory, page, page_number};

static LIST: Operation =
    Operation::new("list_widgets", Method::GET, "/widgets").paged(Paging::new(NextPage::Link {
        number: Some("page"),
    }));

/// A list.
#[derive(Clone, Debug)]
pub(crate) struct ListWidgets {
    request: Request<Vec<i64>>,
}

paged_request_builder!(ListWidgets, Vec<i64>, i64);

/// An upload.
#[derive(Clone, Debug)]
pub(crate) struct CreateWidget {
    request: Request<i64>,
}

request_builder!(CreateWidget, i64);
upload_builder!(CreateWidget, attach, "attachments[]", Many, Brackets);

/// A body.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct WidgetUpdate {
    /// Its name.
    pub name: Option<String>,
    /// Its owner.
    pub owner: Patch<i64>,
    /// Its tags.
    pub tags: Patch<Vec<String>>,
}

record!(WidgetUpdate { "name" => name, "owner" => owner, "tags" => tags });

#[tokio::test]
async fn lists() {
    let api = Memory::new(|request| {
        let more = page_number(request) < 3;
        page(
            "[1, 2]",
            more.then(|| format!("<?page={}>; rel=next", page_number(request) + 1))
                .as_deref(),
        )
    });
    let list = ListWidgets {
        request: Request::json(&api.client(), &LIST),
    };
    assert_eq!(list.clone().await.unwrap(), [1, 2]);
    assert_eq!(list.clone().collect_all(5).await.unwrap(), [1, 2, 1, 2, 1]);
    assert_eq!(list.clone().items().try_next().await.unwrap(), Some(1));
    let mut pages = list.pages();
    let mut count = 0;
    while let Some(page) = pages.try_next().await.unwrap() {
        assert!(page.items().iter().eq(&page));
        assert_eq!(page.into_iter().count(), 2);
        count += 1;
    }
    assert_eq!(count, 3);
}

#[tokio::test]
async fn uploads() {
    let api = Memory::new(|request| {
        let kind = request.headers()["content-type"].to_str().unwrap();
        page(
            u8::from(kind.starts_with("multipart/form-data")).to_string(),
            None,
        )
    });
    let body = WidgetUpdate::default();
    let create = CreateWidget {
        request: Request::json(&api.client(), &crate::support::CREATE).json_body(&body),
    };
    assert_eq!(create.clone().await.unwrap(), 0);
    let file = Attachment::from_bytes("a.txt", "a");
    assert_eq!(create.attach(file.clone()).attach(file).await.unwrap(), 1);
}

/// Returns the body that is sent for an update.
fn sent(update: &WidgetUpdate) -> String {
    String::from_utf8(client_runtime::runtime::codec::encode(update)).unwrap()
}

#[test]
fn only_what_was_set_is_sent() {
    assert_eq!(sent(&WidgetUpdate::default()), "{}");
    let update = WidgetUpdate {
        name: None,
        owner: Patch::Null,
        tags: Patch::Value(vec![]),
    };
    assert_eq!(sent(&update), r#"{"owner":null,"tags":[]}"#);
}

fn patch<T: std::fmt::Debug + Clone>(
    value: impl Strategy<Value = T>,
) -> impl Strategy<Value = Patch<T>> {
    prop::option::of(prop::option::of(value)).prop_map(|value| match value {
        None => Patch::Absent,
        Some(None) => Patch::Null,
        Some(Some(value)) => Patch::Value(value),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_three_states_survive_a_round_trip(name in any::<Option<String>>(), owner in patch(any::<i64>()), tags in patch(any::<Vec<String>>())) {
        let update = WidgetUpdate { name, owner, tags };
        let read: WidgetUpdate = client_runtime::runtime::codec::decode(sent(&update).as_bytes()).unwrap();
        prop_assert_eq!(read, update);
    }

    /// Checks that every item of a list is received unchanged, in both of the common styles.
    #[test]
    fn lists_in_a_query_arrive(values in prop::collection::vec("[^,]{0,6}", 1..4)) {
        let api = Memory::new(|_| page("[]", None));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let request = Request::<Vec<i64>>::json(&api.client(), &crate::support::LIST)
            .query_list("r[]", ListStyle::Repeated, &values)
            .query_list("c", ListStyle::Comma, &values);
        runtime.block_on(request.into_future()).unwrap();
        let address = api.seen().remove(0);
        let query = address.split_once('?').unwrap().1;
        let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).collect();
        let repeated: Vec<&str> = pairs.iter().filter(|(name, _)| name == "r[]").map(|(_, value)| &**value).collect();
        prop_assert_eq!(&repeated, &values);
        prop_assert_eq!(&*pairs.last().unwrap().1, values.join(","));
    }
}

#[test]
fn builders_end_in_a_blocking_call() {
    let api = Memory::new(|_| page("[1]", None));
    let list = ListWidgets {
        request: Request::json(&api.client(), &LIST),
    };
    assert_eq!(list.clone().send_blocking().unwrap().into_value(), [1]);
    assert_eq!(list.clone().blocking().unwrap(), [1]);
    assert_eq!(list.items().blocking().map(Result::unwrap).sum::<i64>(), 1);
}

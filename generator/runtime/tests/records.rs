//! Lists with records that do not fit: each costs itself alone, is reported with its JSON text, and can be skipped.

use client_runtime::runtime::codec::union::Shape;
use client_runtime::runtime::{
    Client, Error, Items, Json, Keyset, NextPage, Operation, Paging, Request, Response,
    ResumeToken, SkippedRecords, UndecodableRecord, UnknownFields,
};
use client_runtime::{record, union};
use http::Method;

use crate::support::memory::{Memory, page, page_number};

static LINKED: Operation =
    Operation::new("list_widgets", Method::GET, "/widgets").paged(Paging::new(NextPage::Link {
        number: Some("page"),
    }));
static COUNTED: Operation = Operation::new("search", Method::GET, "/search").paged(
    Paging::new(NextPage::Number {
        parameter: "page",
        first: 1,
        size: Some(3),
        total: Some("total"),
    })
    .in_member("results"),
);
static BY_KEYSET: Operation = Operation::new("list_items", Method::GET, "/items").paged(
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

static WHOLE: Operation = Operation::new("list_all", Method::GET, "/all");

#[derive(Clone, Debug, PartialEq)]
struct Item {
    id: i64,
    name: String,
}

record!(Item { "id" => id, "name" => name });

/// A list in an object, and what belongs to it.
#[derive(Clone, Debug, PartialEq)]
struct Found {
    items: Vec<Item>,
    others: Option<Vec<Item>>,
    unknown_fields: UnknownFields,
}

record!(Found { "items" => items, "others" => others, ? unknown_fields });

/// A list in one of several forms.
#[derive(Clone, Debug, PartialEq)]
enum Listed {
    Items(Vec<Item>),
    Other(Json),
}

union!(Listed {
    Items(Vec<Item>) [Shape::List(&[])],
});

/// A list whose records have lists.
#[derive(Clone, Debug, PartialEq)]
struct Group {
    items: Vec<Item>,
    unknown_fields: UnknownFields,
}

record!(Group { "items" => items, ? unknown_fields });

/// Returns two pages of four records, of which the second, third and last do not fit.
fn linked() -> Memory {
    Memory::new(|request| match page_number(request) {
        1 => page(
            r#"[{"id": 1, "name": "a"}, {"id": 2}, "odd", {"id": 4, "name": "d"}]"#,
            Some("<?page=2>; rel=\"next\""),
        ),
        _ => page(
            r#"[{"id": 5, "name": "e"}, {"id": 6, "name": ["f"]}]"#,
            None,
        ),
    })
}

fn items(client: &Client) -> Items<Item> {
    Request::<Vec<Item>>::json(client, &LINKED).items()
}

/// Returns the identifiers of the items, and the JSON texts of the records that do not fit.
async fn drain(mut items: Items<Item>) -> Vec<Result<i64, String>> {
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        all.push(match item {
            Ok(item) => Ok(item.id),
            Err(Error::Decode(failure)) => Err(failure.record().unwrap().to_owned()),
            Err(error) => panic!("{error}"),
        });
    }
    assert_eq!(items.resume_token(), None);
    all
}

fn expected() -> Vec<Result<i64, String>> {
    vec![
        Ok(1),
        Err(r#"{"id": 2}"#.to_owned()),
        Err(r#""odd""#.to_owned()),
        Ok(4),
        Ok(5),
        Err(r#"{"id": 6, "name": ["f"]}"#.to_owned()),
    ]
}

#[tokio::test]
async fn the_stream_goes_on_after_a_record_that_does_not_fit() {
    let api = linked();
    assert_eq!(drain(items(&api.client())).await, expected());
    assert_eq!(drain(items(&api.client()).prefetch()).await, expected());
}

#[tokio::test]
async fn the_error_names_the_record() {
    let api = linked();
    let mut items = items(&api.client());
    let mut errors = Vec::new();
    while let Some(item) = items.next().await {
        let message = item.err().map(|error| error.to_string());
        errors.extend(message.map(|message| message.replace(" [request id r-1]", "")));
    }
    assert_eq!(
        errors,
        [
            "list_widgets: GET /widgets: 200 OK: the record does not fit: \
             expected a value, found nothing (the field is missing) at $[1].name",
            "list_widgets: GET /widgets: 200 OK: the record does not fit: \
             expected an object, found the string \"odd\" at $[2]",
            "list_widgets: GET /widgets: 200 OK: the record does not fit: \
             expected a string, found the array [\"f\"] at $[1].name",
        ]
    );
}

#[tokio::test]
async fn a_resume_token_points_behind_the_record() {
    let api = linked();
    let client = api.client();
    let all = expected();
    for given in 0..all.len() {
        let mut first = items(&client);
        for _ in 0..given {
            first.next().await.unwrap().ok();
        }
        let token = first.resume_token().unwrap().to_string();
        let token: ResumeToken = token.parse().unwrap();
        assert_eq!(
            drain(items(&client).resume(&token)).await,
            all[given..],
            "{given}"
        );
    }
}

#[tokio::test]
async fn a_page_has_the_records_that_fit_and_the_others() {
    let api = linked();
    let mut pages = Request::<Vec<Item>>::json(&api.client(), &LINKED).pages::<Item>();
    let page = pages.try_next().await.unwrap().unwrap();
    let ids: Vec<i64> = page.items().iter().map(|item| item.id).collect();
    assert_eq!(ids, [1, 4]);
    let odd: Vec<&str> = page
        .undecodable()
        .iter()
        .map(UndecodableRecord::json)
        .collect();
    assert_eq!(odd, [r#"{"id": 2}"#, r#""odd""#]);
    assert_eq!(page.undecodable()[1].error().path(), "$[2]");
    let page = pages.try_next().await.unwrap().unwrap();
    assert_eq!((page.items().len(), page.undecodable().len()), (1, 1));
    assert!(pages.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn records_that_do_not_fit_can_be_skipped_and_counted() {
    let api = linked();
    let client = api.client();
    let skipped = SkippedRecords::default();
    let all = items(&client).skip_undecodable(&skipped).collect_all(100);
    let ids: Vec<i64> = all.await.unwrap().iter().map(|item| item.id).collect();
    assert_eq!((ids, skipped.count()), (vec![1, 4, 5], 3));
    let error = items(&client).collect_all(100).await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error}");
    let first = items(&client).collect_all(1).await.unwrap();
    assert_eq!(first.len(), 1);
}

#[tokio::test]
async fn pages_are_counted_with_the_records_that_do_not_fit() {
    let api = Memory::new(|request| match page_number(request) {
        1 => page(r#"{"total": "5", "results": [1, "x", 3]}"#, None),
        _ => page(r#"{"total": 5, "results": [true, 5]}"#, None),
    });
    let mut numbers = Request::<i64>::json(&api.client(), &COUNTED).items::<i64>();
    let mut all = Vec::new();
    while let Some(number) = numbers.next().await {
        all.push(number.map_err(|error| match error {
            Error::Decode(failure) => failure.mismatch().path().to_owned(),
            error => panic!("{error}"),
        }));
    }
    assert_eq!(
        all,
        [
            Ok(1),
            Err("$.results[1]".to_owned()),
            Ok(3),
            Err("$.results[0]".to_owned()),
            Ok(5)
        ]
    );
    assert_eq!(api.seen().len(), 2);
}

#[tokio::test]
async fn a_walk_by_keyset_goes_on_too() {
    let api = Memory::new(|_| {
        page(
            r#"[{"id": 1, "name": "a", "changed": "2024-01-01T00:00:00Z"}, {"name": "nobody"},
                {"id": 3, "name": 7.5, "changed": "soon"}, {"id": 4, "changed": "2024-01-02T00:00:00Z"}]"#,
            None,
        )
    });
    let items = Request::<Vec<Item>>::json(&api.client(), &BY_KEYSET).all();
    assert_eq!(
        drain(items).await,
        [
            Ok(1),
            Err(r#"{"name": "nobody"}"#.to_owned()),
            Ok(3),
            Err(r#"{"id": 4, "changed": "2024-01-02T00:00:00Z"}"#.to_owned()),
        ]
    );
}

#[tokio::test]
async fn text_that_is_no_json_costs_the_page() {
    let api = Memory::new(|_| page(r#"[{"id": 1, "name": "a"}, {"id": 2, "name": "b"]"#, None));
    let mut items = items(&api.client());
    let error = items.next().await.unwrap().unwrap_err();
    let Error::Decode(failure) = &error else {
        panic!("{error}")
    };
    assert_eq!(failure.record(), None);
    assert!(items.next().await.is_none());
    assert!(items.resume_token().is_some());
}

const ODD: &str = r#"[{"id": 1, "name": "a"}, {"id": 2}, "odd", {"id": 4, "name": "d"}]"#;

fn answering(body: impl Into<String>) -> Client {
    let body = body.into();
    Memory::new(move |_| page(body.clone(), None)).client()
}

/// Returns the paths and JSON texts of the records that are not in the value.
fn left_out<T>(response: &Response<T>) -> Vec<(&str, &str)> {
    let records = response.undecodable().iter();
    records
        .map(|record| (record.error().path(), record.json()))
        .collect()
}

fn ids(items: &[Item]) -> Vec<i64> {
    items.iter().map(|item| item.id).collect()
}

#[tokio::test]
async fn a_list_without_pages_has_the_records_that_fit_and_the_others() {
    let client = answering(ODD);
    let request = Request::<Vec<Item>>::json(&client, &WHOLE);
    let response = request.clone().send().await.unwrap();
    assert_eq!(ids(response.value()), [1, 4]);
    assert_eq!(
        left_out(&response),
        [("$[1].name", r#"{"id": 2}"#), ("$[2]", r#""odd""#)]
    );
    let optional = Request::<Option<Vec<Item>>>::optional_json(&client, &WHOLE);
    let response = optional.send().await.unwrap();
    assert_eq!(response.undecodable().len(), 2);
    assert_eq!(ids(&response.into_value().unwrap()), [1, 4]);
    assert_eq!(drain(request.items()).await[..4], expected()[..4]);
}

#[tokio::test]
async fn a_value_alone_never_lacks_a_record_in_silence() {
    let error = Request::<Vec<Item>>::json(&answering(ODD), &WHOLE)
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "list_all: GET /all: 200 OK: the record does not fit: \
         expected a value, found nothing (the field is missing) at $[1].name; \
         `send()` gives a response that has the other records [request id r-1]"
    );
    let Error::Decode(failure) = &error else {
        panic!("{error}")
    };
    assert_eq!(failure.record(), Some(r#"{"id": 2}"#));
}

#[tokio::test]
async fn a_list_in_an_object_has_them_too() {
    let body = format!(r#"{{"others": null, "items": {ODD}, "total": 4}}"#);
    let response = Request::<Found>::json(&answering(body), &WHOLE)
        .send()
        .await
        .unwrap();
    assert_eq!(ids(&response.value().items), [1, 4]);
    assert_eq!(response.value().unknown_fields.raw("total"), Some("4"));
    assert_eq!(
        left_out(&response),
        [
            ("$.items[1].name", r#"{"id": 2}"#),
            ("$.items[2]", r#""odd""#)
        ]
    );
}

#[tokio::test]
async fn a_list_that_may_be_absent_is_kept_whole() {
    let body = format!(r#"{{"items": [], "others": {ODD}}}"#);
    let found = Request::<Found>::json(&answering(body), &WHOLE)
        .await
        .unwrap();
    assert_eq!(found.others, None);
    assert_eq!(found.unknown_fields.raw("others"), Some(ODD));
}

#[tokio::test]
async fn a_list_in_a_record_costs_the_record() {
    let body = format!(r#"[{{"items": {ODD}}}, {{"items": []}}]"#);
    let response = Request::<Vec<Group>>::json(&answering(body), &WHOLE)
        .send()
        .await
        .unwrap();
    assert_eq!(response.value().len(), 1);
    let record = format!(r#"{{"items": {ODD}}}"#);
    assert_eq!(
        left_out(&response),
        [("$[0].items[1].name", record.as_str())]
    );
}

#[tokio::test]
async fn a_list_in_one_of_several_forms_is_kept_whole() {
    let response = Request::<Listed>::json(&answering(ODD), &WHOLE)
        .send()
        .await
        .unwrap();
    assert!(response.undecodable().is_empty());
    let Listed::Other(Json::Array(records)) = response.value() else {
        panic!("{response:?}")
    };
    assert_eq!(records.len(), 4);
}

#[tokio::test]
async fn what_is_no_list_and_what_is_no_json_is_an_error() {
    for body in [r#"{"id": 1}"#, r#"[{"id": 1, "name": "a"}, {"id": 2]"#] {
        let request = Request::<Vec<Item>>::json(&answering(body), &WHOLE);
        let error = request.send().await.unwrap_err();
        let Error::Decode(failure) = &error else {
            panic!("{error}")
        };
        assert_eq!(failure.record(), None, "{body}");
    }
    let error = Request::<Found>::json(&answering(r#"{"items": "none"}"#), &WHOLE)
        .send()
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("expected an array, found the string \"none\" at $.items"),
        "{error}"
    );
}

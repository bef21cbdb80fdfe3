//! The styles of OpenAPI, as the server receives them in a path, a query, a header and a cookie.
//!
//! Through the public interface: the request on the wire is what matters.

use std::collections::BTreeMap;

use client_runtime::runtime::{Decimal, Json, Operation, Request, Style};
use http::Method;
use serde_json::json;

use crate::support::{LIST, Server};

static GET_STYLED: Operation = Operation::new("get_styled", Method::GET, "/{p}");

/// Returns a value, a list and an object.
fn samples() -> [Json; 3] {
    [
        json!("x y"),
        json!([1, "b,c"]),
        json!({"role": "admin", "ü": true, "none": null}),
    ]
}

async fn sent(
    operation: &'static Operation,
    set: impl Fn(Request<Json>) -> Request<Json>,
) -> Server {
    let server = Server::with("200 OK", "content-type: application/json\r\n", "{}").await;
    set(Request::json(&server.client(), operation))
        .await
        .unwrap();
    server
}

async fn in_path(style: Style, value: &Json) -> String {
    let server = sent(&GET_STYLED, |request| {
        request.path_styled("p", style, value)
    })
    .await;
    server.target()
}

/// Returns the query; `None` when there is none.
async fn in_query(style: Style, value: &Json) -> Option<String> {
    let server = sent(&LIST, |request| request.query_styled("p", style, value)).await;
    let target = server.target();
    target.split_once('?').map(|(_, query)| query.to_owned())
}

async fn in_header(style: Style, value: &Json) -> Option<String> {
    let server = sent(&LIST, |request| request.header_styled("p", style, value)).await;
    server.header("p")
}

async fn in_cookie(style: Style, value: &Json) -> Option<String> {
    let server = sent(&LIST, |request| request.cookie_styled("p", style, value)).await;
    server.header("cookie")
}

#[tokio::test]
async fn paths_know_simple_label_and_matrix() {
    for (style, expected) in [
        (
            Style::Comma,
            ["/x%20y", "/1,b%2Cc", "/role,admin,%C3%BC,true"],
        ),
        (
            Style::Exploded,
            ["/x%20y", "/1,b%2Cc", "/role=admin,%C3%BC=true"],
        ),
        (
            Style::Label,
            ["/.x%20y", "/.1,b%2Cc", "/.role,admin,%C3%BC,true"],
        ),
        (
            Style::LabelExploded,
            ["/.x%20y", "/.1.b%2Cc", "/.role=admin.%C3%BC=true"],
        ),
        (
            Style::Matrix,
            ["/;p=x%20y", "/;p=1,b%2Cc", "/;p=role,admin,%C3%BC,true"],
        ),
        (
            Style::MatrixExploded,
            ["/;p=x%20y", "/;p=1;p=b%2Cc", "/;role=admin;%C3%BC=true"],
        ),
    ] {
        for (value, expected) in samples().iter().zip(expected) {
            assert_eq!(in_path(style, value).await, expected, "{style:?}");
        }
    }
}

#[tokio::test]
async fn names_alone_are_empty_values_of_matrix() {
    for (style, value, expected) in [
        (Style::Matrix, json!(""), "/;p"),
        (Style::MatrixExploded, json!(["", "a", ""]), "/;p;p=a;p"),
        (
            Style::MatrixExploded,
            json!({"a": "", "b": "=", "c": ""}),
            "/;a;b=%3D;c",
        ),
        (Style::Matrix, json!({"a": "", "b": 1}), "/;p=a,,b,1"),
        (Style::LabelExploded, json!({"a": ""}), "/.a="),
    ] {
        assert_eq!(in_path(style, &value).await, expected, "{style:?}");
    }
}

#[tokio::test]
async fn numbers_keep_all_of_their_digits() {
    let prices = [("low", "-12.50"), ("high", "0.1000000000000000000000001")];
    let prices: BTreeMap<String, Decimal> = prices
        .into_iter()
        .map(|(name, price)| (name.to_owned(), price.parse().unwrap()))
        .collect();
    for (style, expected) in [
        (
            Style::Exploded,
            "high=0.1000000000000000000000001&low=-12.50",
        ),
        (
            Style::Deep,
            "p%5Bhigh%5D=0.1000000000000000000000001&p%5Blow%5D=-12.50",
        ),
    ] {
        let server = sent(&LIST, |request| request.query_styled("p", style, &prices)).await;
        assert!(
            server.target().ends_with(expected),
            "{style:?}: {}",
            server.target()
        );
    }
}

#[tokio::test]
async fn queries_know_form_delimiters_and_brackets() {
    for (style, expected) in [
        (
            Style::Comma,
            ["p=x%20y", "p=1,b%2Cc", "p=role,admin,%C3%BC,true"],
        ),
        (
            Style::Exploded,
            ["p=x%20y", "p=1&p=b%2Cc", "role=admin&%C3%BC=true"],
        ),
        (
            Style::Pipe,
            ["p=x%20y", "p=1%7Cb%2Cc", "p=role%7Cadmin%7C%C3%BC%7Ctrue"],
        ),
        (
            Style::Deep,
            [
                "p=x%20y",
                "p=1&p=b%2Cc",
                "p%5Brole%5D=admin&p%5B%C3%BC%5D=true",
            ],
        ),
    ] {
        for (value, expected) in samples().iter().zip(expected) {
            let query = in_query(style, value).await;
            assert_eq!(query.as_deref(), Some(expected), "{style:?}");
        }
    }
    let nested = json!({"a": {"b]": [1, 2]}, "c": "&"});
    assert_eq!(
        in_query(Style::Deep, &nested).await.as_deref(),
        Some("p%5Ba%5D%5Bb%5D%5D=1&p%5Ba%5D%5Bb%5D%5D=2&p%5Bc%5D=%26")
    );
}

#[tokio::test]
async fn headers_are_not_encoded_and_cookies_end_with_semicolons() {
    let headers = ["x y", "1,b,c", "role=admin,ü=true"];
    let cookies = ["p=x%20y", "p=1; p=b%2Cc", "role=admin; %C3%BC=true"];
    for ((value, header), cookie) in samples().iter().zip(headers).zip(cookies) {
        let sent = in_header(Style::Exploded, value).await;
        assert_eq!(sent.as_deref(), Some(header));
        let sent = in_cookie(Style::Exploded, value).await;
        assert_eq!(sent.as_deref(), Some(cookie));
    }
}

#[tokio::test]
async fn content_is_json_text() {
    let object = json!({"a": [1]});
    let query = in_query(Style::Json, &object).await;
    assert_eq!(query.as_deref(), Some("p=%7B%22a%22%3A%5B1%5D%7D"));
    let header = in_header(Style::Json, &object).await;
    assert_eq!(header.as_deref(), Some(r#"{"a":[1]}"#));
}

#[tokio::test]
async fn what_is_empty_is_not_sent() {
    for empty in [json!(null), json!([]), json!({}), json!({"a": null})] {
        assert_eq!(in_query(Style::Exploded, &empty).await, None);
        assert_eq!(in_query(Style::Deep, &empty).await, None);
    }
}

//! Credentials that a server sends back, in every encoding, appear in nothing that is shown.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use client_runtime::runtime::{
    Authentication, ClientBuilder, Credentials, Json, Request, RetryPolicy, Service,
};

use crate::support::fake::{Fake, answer};
use crate::support::{LIST, WIDGETS};

const KEY: &str = "k/e+y \"7\" canary";

static BEARER: Service = Service {
    authentication: &[Authentication::Bearer],
    ..WIDGETS
};

fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// Returns the key as it may come back.
fn echoes() -> Vec<String> {
    let basic = STANDARD.encode(format!("{KEY}:X"));
    let json = KEY.replace('"', "\\\"");
    vec![
        KEY.to_owned(),
        basic.clone(),
        format!("Basic {basic}"),
        basic.trim_end_matches('=').to_owned(),
        percent(&basic),
        percent(KEY),
        percent(KEY).to_lowercase(),
        json.replace('/', "\\/"),
        json,
        STANDARD.encode(KEY),
    ]
}

/// Fails if a part of the key that tells something is in the text.
fn check(shown: &str, echo: &str) {
    for secret in echoes() {
        let secret = secret.strip_prefix("Basic ").unwrap_or(&secret);
        assert!(!shown.contains(secret), "{echo}: {shown}");
    }
    assert!(!shown.contains("canary"), "{echo}: {shown}");
}

#[tokio::test(start_paused = true)]
async fn what_a_server_repeats_of_the_credentials_is_not_shown() {
    for echo in echoes() {
        let page = format!("<p>Authorization: {echo}</p>");
        let quoted = serde_json::to_string(&echo).unwrap();
        let bodies = [
            page.clone(),
            format!(r#"{{"message":{quoted},"errors":[{{"field":"a","message":{quoted}}}]}}"#),
            format!(r#"{{"code":{quoted}}}"#),
        ];
        for (status, body) in [400, 429, 500, 200]
            .into_iter()
            .flat_map(|status| bodies.iter().map(move |body| (status, body)))
        {
            let body: &'static str = body.clone().leak();
            let header = echo.clone();
            let fake = Fake::new(move |_, _| answer(status, &[("x-request-id", &header)], body));
            let builder = fake
                .builder(&WIDGETS)
                .credentials(Credentials::api_key(KEY));
            let client = builder.retry(RetryPolicy::never()).build().unwrap();
            let error = Request::<Vec<i64>>::json(&client, &LIST).await.unwrap_err();
            check(&error.to_string(), &echo);
            check(&format!("{error:?}"), &echo);
            check(error.request_id().unwrap_or_default(), &echo);
            if status == 200 {
                let response = Request::<String>::text(&client, &LIST)
                    .send()
                    .await
                    .unwrap();
                assert_eq!(response.value(), body);
                check(response.request_id().unwrap_or_default(), &echo);
                check(&format!("{:?}", response.headers()), &echo);
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_secret_that_an_excerpt_cuts_is_not_shown_in_part() {
    let token = "canary-".repeat(20);
    for padding in 0..60 {
        let body: &'static str = format!("\"{}{token}\"", "x".repeat(padding)).leak();
        let fake = Fake::new(move |_, _| answer(200, &[], body));
        let client = ClientBuilder::new(&BEARER)
            .base_url("http://127.0.0.1:1")
            .credentials(Credentials::bearer(&token))
            .transport(fake)
            .build()
            .unwrap();
        let error = Request::<Vec<i64>>::json(&client, &LIST).await.unwrap_err();
        assert!(!error.to_string().contains("canary"), "{error}");
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn attempts_before_the_last_one_show_nothing_either() {
    let fake = Fake::new(|_, _| answer(500, &[("x-request-id", KEY)], "canary"));
    let builder = fake
        .builder(&WIDGETS)
        .credentials(Credentials::api_key(KEY));
    let error = Request::<Json>::json(&builder.build().unwrap(), &LIST)
        .await
        .unwrap_err();
    for attempt in error.previous_attempts() {
        check(&format!("{attempt:?}"), KEY);
        check(attempt.request_id().unwrap(), KEY);
    }
}

//! The calls of a specification, one after the other, and the comparison of each response with the expected one. Prints a
//! line of JSON for each call.

#![allow(warnings, reason = "the calls are written by a program, for crates that change")]

mod calls;

use std::future::Future;
use std::time::Duration;

use api::runtime::codec::{Decode, Encode, decode, encode};
use api::runtime::{Bytes, ClientBuilder};
use api::{Error, Response};
use futures_util::TryStreamExt;
use serde_json::Value;

/// The reason why a response is not the expected one.
type Verdict = Result<(), String>;

/// Returns the client of a call: one attempt, within a few seconds.
fn client(url: &str, set: impl FnOnce(ClientBuilder, &str) -> ClientBuilder) -> api::Client {
    let builder = api::Client::builder()
        .retry(api::RetryPolicy::never())
        .deadline(Duration::from_secs(20));
    set(builder, url).build().unwrap()
}

/// Reads a value of a type from JSON.
fn typed<T: Decode>(json: &str) -> T {
    decode(json.as_bytes()).unwrap_or_else(|error| panic!("{error}: {json}"))
}

fn received<T>(result: Result<Response<T>, Error>, status: u16) -> Result<Response<T>, String> {
    let response = result.map_err(explain)?;
    if response.status() == status {
        return Ok(response);
    }
    Err(format!("the status is {}, not {status}", response.status()))
}

/// Returns an error with the body of the response, in which the server says what it expected.
fn explain(error: Error) -> String {
    match &error {
        Error::Api(response) => format!("{}: {}", response.status(), String::from_utf8_lossy(response.body())),
        error => error.to_string(),
    }
}

fn compared(value: &dyn Encode, expected: Option<&str>) -> Verdict {
    let text = encode(value);
    let found: Value = serde_json::from_slice(&text).map_err(|error| error.to_string())?;
    let expected: Value = serde_json::from_str(expected.unwrap_or("null")).map_err(|error| error.to_string())?;
    if equal(&found, &expected) {
        return Ok(());
    }
    Err(format!("the value is {found}, not {expected}"))
}

/// Returns `true` for equal values: 1 and 1.0 are one number, and an instant may be written in several ways.
fn equal(found: &Value, expected: &Value) -> bool {
    match (found, expected) {
        (Value::Number(found), Value::Number(expected)) => found == expected || found.as_f64() == expected.as_f64(),
        (Value::String(found), Value::String(expected)) => {
            let instant = |text: &str| text.parse::<api::Timestamp>().ok();
            found == expected || (instant(found).is_some() && instant(found) == instant(expected))
        }
        (Value::Array(found), Value::Array(expected)) => {
            found.len() == expected.len() && found.iter().zip(expected).all(|(found, expected)| equal(found, expected))
        }
        (Value::Object(found), Value::Object(expected)) => {
            let is_there = |(name, value): (&String, &Value)| found.get(name).is_some_and(|found| equal(found, value));
            found.len() == expected.len() && expected.iter().all(is_there)
        }
        (found, expected) => found == expected,
    }
}

fn same(found: &[u8], expected: &[u8]) -> Verdict {
    if found == expected {
        return Ok(());
    }
    Err(format!("the body is {:?}, not {:?}", String::from_utf8_lossy(found), String::from_utf8_lossy(expected)))
}

fn unexpected() -> Verdict {
    Err("the response is read as that of another status".to_owned())
}

fn matches_nothing() -> Verdict {
    Ok(())
}

fn json<T: Encode>(result: Result<Response<T>, Error>, status: u16, expected: Option<&str>) -> Verdict {
    compared(&received(result, status)?.into_value(), expected)
}

fn decoded<T>(result: Result<Response<T>, Error>, status: u16) -> Verdict {
    received(result, status).map(drop)
}

fn some<T: Encode>(result: Result<Response<Option<T>>, Error>, status: u16, expected: Option<&str>) -> Verdict {
    let value = received(result, status)?.into_value();
    match (value, expected) {
        (None, None) => Ok(()),
        (Some(value), Some(_)) => compared(&value, expected),
        (Some(_), None) => Err("there is a value".to_owned()),
        (None, Some(_)) => Err("there is no value".to_owned()),
    }
}

fn empty(result: Result<Response<()>, Error>, status: u16) -> Verdict {
    received(result, status).map(drop)
}

fn text(result: Result<Response<String>, Error>, status: u16, expected: &[u8]) -> Verdict {
    same(received(result, status)?.into_value().as_bytes(), expected)
}

fn bytes(result: Result<Response<Bytes>, Error>, status: u16, expected: &[u8]) -> Verdict {
    same(&received(result, status)?.into_value(), expected)
}

fn by_status<T>(result: Result<Response<T>, Error>, status: u16, compare: impl FnOnce(&T) -> Verdict) -> Verdict {
    compare(&received(result, status)?.into_value())
}

fn error<T>(result: Result<Response<T>, Error>, status: u16, expected: Option<&str>) -> Verdict {
    let error = match result {
        Ok(response) => return Err(format!("the status is {}, not {status}", response.status())),
        Err(error) => error,
    };
    let found = error.status().map(|status| status.as_u16());
    if found != Some(status) {
        return Err(format!("not the status {status}: {}", explain(error)));
    }
    match (error, expected) {
        (Error::Api(response), Some(_)) => compared(&typed::<api::Json>(&String::from_utf8_lossy(response.body())), expected),
        _ => Ok(()),
    }
}

/// Compares the items of all pages.
fn pages<T: Encode>(result: Result<Vec<T>, Error>, expected: Option<&str>) -> Verdict {
    compared(&result.map_err(explain)?, expected)
}

/// Compares the items of a stream.
async fn items<T, S>(result: Result<S, Error>, expected: Option<&str>) -> Verdict
where
    T: Encode,
    S: futures_util::TryStream<Ok = T, Error = Error> + Unpin,
{
    let items: Vec<T> = result.map_err(explain)?.try_collect().await.map_err(explain)?;
    compared(&items, expected)
}

/// Makes a call, and prints the verdict. A panic is that of a value that is none of its type.
async fn run(scenario: usize, exchange: usize, call: impl Future<Output = Verdict> + Send + 'static) {
    let verdict = match tokio::spawn(call).await {
        Ok(verdict) => verdict,
        Err(error) => {
            let panic = error.into_panic();
            let message = panic.downcast_ref::<String>().cloned();
            Err(message.unwrap_or_else(|| "the call panicked".to_owned()))
        }
    };
    let error = verdict.err();
    println!("{}", serde_json::json!({ "scenario": scenario, "exchange": exchange, "error": error }));
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    let url = std::env::args().nth(1).expect("the address of the server");
    calls::run_all(Box::leak(url.into_boxed_str())).await;
}

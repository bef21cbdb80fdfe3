//! Carries out requests: parts in, a whole successful answer or an error out.
//!
//! The only place that talks to the transport, and not generic, so it is compiled once for all operations.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::SET_COOKIE;
use http::{HeaderMap, StatusCode};

use super::client::{Client, Settings};
use super::error::{ApiError, Call, Error, Stage, TooLarge, TransportError};
use super::parts::RequestParts;
use super::response::RawResponse;

/// A request that is under way.
pub(super) type Execution = Pin<Box<dyn Future<Output = Result<RawResponse, Error>> + Send>>;

/// How much is set aside for a body before it arrives, whatever length the server announces.
const MAX_RESERVED: usize = 1 << 20;

/// Starts nothing yet: the request goes out when the answer is awaited.
pub(super) fn execute(client: Client, parts: RequestParts) -> Execution {
    Box::pin(async move { attempt(&client.settings, parts).await })
}

async fn attempt(settings: &Settings, parts: RequestParts) -> Result<RawResponse, Error> {
    let timeout = parts.timeout.unwrap_or(settings.timeout);
    let (call, request) = parts.into_http(settings)?;
    match transmit(&settings.http, request, timeout).await {
        Ok(response) => receive(response, call, settings.max_body_size, timeout).await,
        Err(error) => Err(transport_error(
            call,
            Stage::WaitingForAnswer,
            timeout,
            error,
        )),
    }
}

/// Reads an answer whose head has arrived, and tells success from failure.
async fn receive(
    mut response: reqwest::Response,
    call: Call,
    limit: usize,
    timeout: Duration,
) -> Result<RawResponse, Error> {
    let status = response.status();
    let headers = take_headers(&mut response);
    let body = match read_body(&mut response, limit).await {
        Ok(body) => body,
        Err(BodyError::TooLarge) => return Err(too_large(call, status, headers, limit)),
        // The status of a refusal matters more than the rest of its text.
        Err(BodyError::Broken(_)) if !status.is_success() => Bytes::new(),
        Err(BodyError::Broken(error)) => {
            return Err(transport_error(call, Stage::ReadingBody, timeout, error));
        }
    };
    if status.is_success() {
        return Ok(RawResponse {
            call,
            status,
            headers,
            body,
        });
    }
    Err(Error::Api(Box::new(ApiError::new(
        call, status, headers, body,
    ))))
}

async fn transmit(
    http: &reqwest::Client,
    request: http::Request<Bytes>,
    timeout: Duration,
) -> Result<reqwest::Response, reqwest::Error> {
    let mut request = reqwest::Request::try_from(request)?;
    *request.timeout_mut() = Some(timeout);
    http.execute(request).await
}

/// The headers, with those marked sensitive that hold secrets of the server's.
fn take_headers(response: &mut reqwest::Response) -> HeaderMap {
    let mut headers = std::mem::take(response.headers_mut());
    for (name, value) in &mut headers {
        if name == SET_COOKIE {
            value.set_sensitive(true);
        }
    }
    headers
}

/// Why a body was not read to its end.
enum BodyError {
    TooLarge,
    Broken(reqwest::Error),
}

async fn read_body(response: &mut reqwest::Response, limit: usize) -> Result<Bytes, BodyError> {
    let announced = response
        .content_length()
        .map_or(0, |length| usize::try_from(length).unwrap_or(usize::MAX));
    if announced > limit {
        return Err(BodyError::TooLarge);
    }
    let mut body = BytesMut::with_capacity(announced.min(MAX_RESERVED));
    while let Some(chunk) = response.chunk().await.map_err(BodyError::Broken)? {
        if chunk.len() > limit.saturating_sub(body.len()) {
            return Err(BodyError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

fn too_large(call: Call, status: StatusCode, headers: HeaderMap, limit: usize) -> Error {
    Error::TooLarge(Box::new(TooLarge {
        call,
        status,
        headers,
        limit,
    }))
}

fn transport_error(call: Call, stage: Stage, limit: Duration, error: reqwest::Error) -> Error {
    let stage = if error.is_connect() {
        Stage::Connecting
    } else {
        stage
    };
    let timed_out = error.is_timeout();
    let timeout = timed_out.then_some(limit);
    // The address may have a key in its query.
    let source = Box::new(error.without_url());
    let error = Box::new(TransportError {
        call,
        stage,
        timeout,
        source,
    });
    if timed_out {
        Error::Timeout(error)
    } else {
        Error::Connection(error)
    }
}

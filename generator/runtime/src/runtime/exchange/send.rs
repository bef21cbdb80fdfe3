//! Sending a request, and the futures of its response and of its value.
//!
//! Generic only in the caller's type; all work is done in `execute`.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::attempt::Extent;
#[cfg(feature = "blocking")]
use super::blocking::wait;
use super::execute::{Execution, execute};
use crate::runtime::error::Error;
use crate::runtime::request::{Read, Request};
use crate::runtime::response::{Decoded, RawResponse, Response};

impl<T> Request<T> {
    /// Sends the request; the response comes with status and headers. `.await` on the request itself gives the value
    /// alone.
    ///
    /// # Errors
    ///
    /// The future's are: [`Error::InvalidRequest`] for a value that cannot be sent, [`Error::Api`] and
    /// [`Error::RateLimited`] for a status outside the 2xx class, [`Error::Timeout`] and [`Error::Connection`] without
    /// a whole response, [`Error::TooLarge`] and [`Error::Decode`] for its body.
    pub fn send(self) -> ResponseFuture<T> {
        let read = self.read;
        let (client, parts) = self.into_parts();
        ResponseFuture {
            execution: execute(client, parts, Extent::Whole),
            read,
        }
    }
}

#[cfg(feature = "blocking")]
impl<T> Request<T> {
    /// Sends the request and waits for the value, in code that is not async; as `.await` is to [`Request::send`], this
    /// is to [`Request::send_blocking`].
    ///
    /// # Errors
    ///
    /// Those of [`Request::send_blocking`].
    pub fn blocking(self) -> Result<T, Error> {
        let operation = self.operation();
        // What sending starts is started by the runtime that waits for it.
        wait(operation, async { self.await })?
    }

    /// Sends the request and waits for the response with status and headers, in code that is not async.
    ///
    /// # Errors
    ///
    /// Those of [`Request::send`], and [`Error::InvalidRequest`] on a thread that runs async code.
    pub fn send_blocking(self) -> Result<Response<T>, Error> {
        let operation = self.operation();
        // What sending starts is started by the runtime that waits for it.
        wait(operation, async { self.send().await })?
    }
}

impl<T> IntoFuture for Request<T> {
    type Output = Result<T, Error>;
    type IntoFuture = ValueFuture<T>;

    fn into_future(self) -> ValueFuture<T> {
        ValueFuture(self.send())
    }
}

/// The response to a request that is in progress.
#[must_use = "futures do nothing unless they are awaited"]
pub struct ResponseFuture<T> {
    execution: Execution,
    read: Read<T>,
}

impl<T> ResponseFuture<T> {
    pub(in crate::runtime) fn new(execution: Execution, read: Read<T>) -> Self {
        Self { execution, read }
    }

    fn poll_decoded(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<(RawResponse, Decoded<T>), Error>> {
        let answer = ready!(self.execution.as_mut().poll(context))?.whole();
        Poll::Ready(match (self.read)(&answer) {
            Ok(decoded) => Ok((answer, decoded)),
            Err(error) => Err(answer.unreadable(error)),
        })
    }
}

impl<T> Future for ResponseFuture<T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let decoded = self.poll_decoded(context);
        decoded.map_ok(|(answer, decoded)| answer.with(decoded))
    }
}

impl<T> fmt::Debug for ResponseFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}

/// The value in the response to a request that is in progress.
#[derive(Debug)]
#[must_use = "futures do nothing unless they are awaited"]
pub struct ValueFuture<T>(ResponseFuture<T>);

impl<T> From<ResponseFuture<T>> for ValueFuture<T> {
    fn from(response: ResponseFuture<T>) -> Self {
        Self(response)
    }
}

impl<T> Future for ValueFuture<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let (answer, decoded) = ready!(self.0.poll_decoded(context))?;
        // Nothing beside the value could tell of records that it lacks.
        Poll::Ready(match decoded.undecodable.into_iter().next() {
            None => Ok(decoded.value),
            Some(record) => Err(answer.undecodable(record)),
        })
    }
}

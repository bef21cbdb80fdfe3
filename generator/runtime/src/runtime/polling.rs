//! Work that goes on after the response: asks for its state until it is done.
//!
//! Each question is a call like any other, with its retries and its place in the rate limit. Nothing goes on in the
//! background: dropping the future ends the questions, and not the work.

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use tokio::time::{self, Instant};

use crate::runtime::client::Client;
use crate::runtime::codec::{Decode, DecodeError, Json, Reader};
use crate::runtime::description::Polling;
use crate::runtime::download::{DownloadFuture, external_download};
use crate::runtime::error::{Error, JobFailed, Stage, TimeLimit, TimeoutError};
use crate::runtime::exchange::{self, Extent, ResponseFuture, ValueFuture};
use crate::runtime::parameters::{self, Parameter as _};
use crate::runtime::request::{Request, RequestParts};

use crate::runtime::response::{Decoded, OpenResponse, RawResponse};

/// A request together with the wait for the work that it starts; `.await` gives the last response to the question for
/// its state.
///
/// The first question is asked after a second, the next ones after pauses that double, up to 30 seconds; all of it may
/// take an hour. Each of these can be set.
///
/// # Errors
///
/// Those of the request and of the questions; [`Error::JobFailed`] with the response when the work has failed, and
/// [`Error::Timeout`] when it takes too long.
#[must_use = "a request is sent by `.await`"]
pub struct Wait<T> {
    course: Course,
    read: fn(&RawResponse) -> Result<Decoded<T>, DecodeError>,
}

/// A request together with the wait for the file that it has made; `.await` gives the
/// [`Download`](crate::runtime::Download), and [`WaitForFile::bytes`] the whole file.
///
/// It waits as [`Wait`] does. The file may be on any host: the credentials are sent to the service's own alone.
///
/// # Errors
///
/// Those of [`Wait`] and of [`Client::download`]; [`Error::Decode`] when the last response names no file.
#[must_use = "a request is sent by `.await`"]
pub struct WaitForFile {
    course: Course,
}

/// Requests and pauses of a poll.
#[derive(Clone)]
struct Course {
    client: Client,
    parts: Box<RequestParts>,
    polling: &'static Polling,
    first_pause: Duration,
    longest_pause: Duration,
    limit: Duration,
}

impl<T> Request<T> {
    /// Returns the request with the wait for the work that it starts, as `polling` says; the last response holds an
    /// `A`.
    pub fn wait<A: Decode>(self, polling: &'static Polling) -> Wait<A> {
        Wait {
            course: Course::new(self.into_parts(), polling),
            read: RawResponse::json,
        }
    }

    /// Returns the request with the wait for the file that it makes, as `polling` says.
    pub fn download(self, polling: &'static Polling) -> WaitForFile {
        WaitForFile {
            course: Course::new(self.into_parts(), polling),
        }
    }
}

/// The setters that both kinds of wait have.
macro_rules! setters {
    () => {
        /// Returns the pause before the first question; each one after it is twice as long.
        pub fn first_pause(mut self, pause: Duration) -> Self {
            self.course.first_pause = pause;
            self
        }

        /// Returns the longest pause between two questions.
        pub fn longest_pause(mut self, pause: Duration) -> Self {
            self.course.longest_pause = pause;
            self
        }

        /// Limits the time of the whole, from sending the request to the end of the work.
        pub fn limit(mut self, limit: Duration) -> Self {
            self.course.limit = limit;
            self
        }
    };
}

impl<T> Wait<T> {
    setters!();

    /// Sends the request and waits; the last response comes with status and headers.
    pub fn send(self) -> ResponseFuture<T> {
        let last = async { self.course.finish().await.map(RawResponse::opened) };
        ResponseFuture::new(Box::pin(last), self.read)
    }

    /// Sends the request and waits, in code that is not async.
    ///
    /// # Errors
    ///
    /// Those of `.await`, and [`Error::InvalidRequest`] on a thread that runs async code.
    #[cfg(feature = "blocking")]
    pub fn blocking(self) -> Result<T, Error> {
        crate::runtime::exchange::wait(self.course.parts.operation.id, async { self.await })?
    }
}

impl WaitForFile {
    setters!();

    /// Returns the whole file, in memory: up to the client's limit (`max_body_size`; 64 MiB unless set).
    ///
    /// # Errors
    ///
    /// Those of `.await` and of [`Download::bytes`](crate::runtime::Download::bytes).
    pub async fn bytes(self) -> Result<crate::runtime::Bytes, Error> {
        self.into_future().bytes().await
    }

    /// Sends the request and waits, in code that is not async; the file is read by way of [`std::io::Read`].
    ///
    /// # Errors
    ///
    /// Those of `.await`, and [`Error::InvalidRequest`] on a thread that runs async code.
    #[cfg(feature = "blocking")]
    pub fn blocking(self) -> Result<crate::runtime::BlockingDownload, Error> {
        self.into_future().blocking()
    }
}

impl<T> IntoFuture for Wait<T> {
    type Output = Result<T, Error>;
    type IntoFuture = ValueFuture<T>;

    fn into_future(self) -> ValueFuture<T> {
        self.send().into()
    }
}

impl IntoFuture for WaitForFile {
    type Output = Result<crate::runtime::Download, Error>;
    type IntoFuture = DownloadFuture;

    fn into_future(self) -> DownloadFuture {
        let operation = self.course.parts.operation.id;
        let client = self.course.client.clone();
        let opening = Box::pin(self.course.open());
        DownloadFuture::new(opening, operation, &client)
    }
}

impl Course {
    fn new((client, parts): (Client, Box<RequestParts>), polling: &'static Polling) -> Self {
        Self {
            client,
            parts,
            polling,
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(30),
            limit: Duration::from_secs(60 * 60),
        }
    }

    /// Waits for the file, and opens it.
    async fn open(self) -> Result<OpenResponse, Error> {
        let client = self.client.clone();
        let member = self.polling.download.unwrap_or_default();
        let last = self.finish().await?;
        match member_of(&last.body, member) {
            Ok(Some(Json::String(address))) => external_download::open(client, address).await,
            Ok(_) => Err(missing(last, member)),
            Err(error) => Err(last.unreadable(error)),
        }
    }

    /// Sends the request, and asks until the work is done.
    async fn finish(self) -> Result<RawResponse, Error> {
        let start = Instant::now();
        let mut pause = self.first_pause;
        let mut answer = self.ask(self.parts.clone(), start).await?;
        if self.polling.operation.is_none() && self.is_done(&answer)? {
            return Ok(answer);
        }
        let question = self.question(&answer)?;
        loop {
            if start.elapsed().saturating_add(pause) >= self.limit {
                return Err(self.too_late(answer));
            }
            self.wait(pause, &answer).await?;
            pause = pause.saturating_mul(2).min(self.longest_pause);
            answer = self.ask(question.clone(), start).await?;
            if self.is_done(&answer)? {
                return Ok(answer);
            }
        }
    }

    /// Waits before the next question.
    async fn wait(&self, pause: Duration, last: &RawResponse) -> Result<(), Error> {
        let Some(cancellation) = &self.client.cancellation else {
            time::sleep(pause).await;
            return Ok(());
        };
        match time::timeout(pause, cancellation.cancelled()).await {
            Err(_) => Ok(()),
            Ok(()) => Err(Error::cancelled(last.call.clone(), true)),
        }
    }

    /// Makes one call, which has to end before the deadline of the whole.
    async fn ask(
        &self,
        mut parts: Box<RequestParts>,
        start: Instant,
    ) -> Result<RawResponse, Error> {
        let left = self.limit.saturating_sub(start.elapsed());
        let own = parts.deadline.or(self.client.settings.deadline);
        parts.deadline = Some(own.map_or(left, |own| own.min(left)));
        let answer = exchange::execute(self.client.clone(), parts, Extent::Whole).await?;
        Ok(answer.whole())
    }

    /// Returns the question for the state of the work that `first` names.
    fn question(&self, first: &RawResponse) -> Result<Box<RequestParts>, Error> {
        let Some(operation) = self.polling.operation else {
            return Ok(self.parts.clone());
        };
        let mut parts = RequestParts::new(operation, "application/json", self.parts.timestamps);
        parts.timeout = self.parts.timeout;
        parts.deadline = self.parts.deadline;
        parts.retry = self.parts.retry;
        parts.pace = self.parts.pace;
        for (parameter, member) in self.polling.arguments {
            match member_of(&first.body, member) {
                Ok(Some(value)) => parts.set_path(parameter, &parameters::encode(&value.text())),
                Ok(None) => return Err(missing(first.clone(), member)),
                Err(error) => return Err(first.clone().unreadable(error)),
            }
        }
        Ok(parts)
    }

    /// Returns `true` if the job is done.
    fn is_done(&self, answer: &RawResponse) -> Result<bool, Error> {
        let state = member_of(&answer.body, self.polling.status);
        let state = state.map_err(|error| answer.clone().unreadable(error))?;
        let Some(state) = state else {
            return Ok(false);
        };
        let state = state.text();
        let is_one_of = |states: &[&str]| states.iter().any(|one| state.eq_ignore_ascii_case(one));
        if is_one_of(self.polling.failed) {
            return Err(Error::JobFailed(Box::new(JobFailed::new(
                answer.call.clone(),
                answer.head.status,
                &answer.head.headers,
                state.as_ref(),
                answer.body.clone(),
            ))));
        }
        Ok(is_one_of(self.polling.done))
    }

    fn too_late(&self, answer: RawResponse) -> Error {
        Error::Timeout(Box::new(TimeoutError {
            call: answer.call,
            stage: Stage::WaitingForWork,
            limit: TimeLimit::Deadline,
            duration: Some(self.limit),
            host: None,
            source: None,
        }))
    }
}

/// Returns a member of the object that a body holds; `None` when it is null or absent.
fn member_of(body: &[u8], name: &str) -> Result<Option<Json>, DecodeError> {
    let mut reader = Reader::new(body);
    let mut read = || {
        let mut value = None;
        reader.begin_object()?;
        while let Some(key) = reader.next_key()? {
            if key == name {
                value = Some(Json::decode(&mut reader)?).filter(|value| !value.is_null());
            } else {
                reader.skip_value()?;
            }
        }
        Ok(value)
    };
    let value = read();
    value.map_err(|error| reader.locate(error))
}

/// Returns the error for a response that lacks a member.
fn missing(answer: RawResponse, name: &'static str) -> Error {
    let mut reader = Reader::new(&answer.body);
    // The object was read before, so this comes to its end.
    let error = match reader.skip_value() {
        Ok(()) => reader.missing(name),
        Err(error) => error,
    };
    let error = reader.locate(error);
    answer.unreadable(error)
}

impl<T> Clone for Wait<T> {
    fn clone(&self) -> Self {
        Self {
            course: self.course.clone(),
            read: self.read,
        }
    }
}

impl<T> fmt::Debug for Wait<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Wait").field(&self.course).finish()
    }
}

impl fmt::Debug for WaitForFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WaitForFile").field(&self.course).finish()
    }
}

impl fmt::Debug for Course {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Course")
            .field("operation", &self.parts.operation.id)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

//! A request as the caller sees it: setters, and the type of the answer.
//!
//! Generic only in that type, by way of one function pointer; all work is done in `parts` and `execute`.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;

use super::by_status::{ByStatus, Received};
use super::client::Client;
use super::codec::{self, Decode, DecodeError, Encode};
use super::download::DownloadFuture;
use super::error::Error;
use super::execute::{self, Execution, Extent};
use super::operation::Operation;
use super::paging::{Items, Pages};
use super::parameter::{self, ListStyle, Parameter};
use super::parts::{self, JSON, RequestParts};
use super::query::InvalidQuery;
use super::response::{RawResponse, Response};
use super::retry::RetryPolicy;
use super::style::{self, Place, Style};
use super::transport::Body;
use super::upload::{Attachment, FileField, FileForm, FormLayout};

/// How a body becomes the caller's value.
type Read<T> = fn(&RawResponse) -> Result<T, DecodeError>;

const ANYTHING: &str = "*/*";

/// A request whose answer holds a `T`; `.await` sends it and gives the value, [`Request::send`] the whole answer.
///
/// The setters take any value. One that cannot be sent makes the call end in [`Error::InvalidRequest`], unsent.
#[must_use = "a request is sent by `.await` or `.send()`"]
pub struct Request<T> {
    draft: Draft,
    read: Read<T>,
}

/// A request without the type of its answer: what is compiled once for all of them.
#[derive(Clone)]
struct Draft {
    client: Client,
    parts: Box<RequestParts>,
}

impl Draft {
    fn new(client: &Client, operation: &'static Operation, accept: &'static str) -> Self {
        Self {
            client: client.clone(),
            parts: RequestParts::new(operation, accept),
        }
    }
}

impl<T: Decode> Request<T> {
    /// A request that is answered with JSON.
    pub fn json(client: &Client, operation: &'static Operation) -> Self {
        Self::new(client, operation, JSON, RawResponse::json)
    }
}

impl<T: Decode> Request<Option<T>> {
    /// A request that is answered with JSON or, as 204 is, with an empty body, for which the value is `None`.
    pub fn optional_json(client: &Client, operation: &'static Operation) -> Self {
        Self::new(client, operation, JSON, RawResponse::optional_json)
    }
}

impl<T: ByStatus> Request<T> {
    /// A request whose answer is of another kind for each status.
    pub fn by_status(client: &Client, operation: &'static Operation) -> Self {
        Self::new(client, operation, ANYTHING, |answer| {
            T::read(&Received(answer))
        })
    }
}

impl Request<()> {
    /// A request whose answer has no body of interest.
    pub fn empty(client: &Client, operation: &'static Operation) -> Self {
        Self::new(client, operation, JSON, RawResponse::nothing)
    }
}

impl Request<String> {
    /// A request that is answered with text.
    pub fn text(client: &Client, operation: &'static Operation) -> Self {
        Self::new(client, operation, ANYTHING, RawResponse::text)
    }
}

impl Request<Bytes> {
    /// A request that is answered with bytes of any kind.
    pub fn bytes(client: &Client, operation: &'static Operation) -> Self {
        Self::new(client, operation, ANYTHING, RawResponse::bytes)
    }
}

impl Request<Bytes> {
    /// Sends the request; the body of its answer is read piece by piece, as it arrives, and never held whole. For any
    /// other request, [`Request::raw`] comes first.
    ///
    /// # Errors
    ///
    /// The future's are those of [`Request::send`], but for those of the body: they are the [`Download`](super::Download)'s.
    pub fn stream(self) -> DownloadFuture {
        let (operation, timeout) = (self.draft.parts.operation.id, self.draft.parts.timeout);
        let client = self.draft.client.clone();
        let opening = execute::execute(self.draft.client, self.draft.parts, Extent::Head);
        DownloadFuture::new(opening, operation, &client).pause(timeout)
    }
}

impl<T> Request<T> {
    fn new(
        client: &Client,
        operation: &'static Operation,
        accept: &'static str,
        read: Read<T>,
    ) -> Self {
        Self {
            draft: Draft::new(client, operation, accept),
            read,
        }
    }

    /// What the request is made of.
    pub(super) fn into_parts(self) -> (Client, Box<RequestParts>) {
        (self.draft.client, self.draft.parts)
    }

    /// Fills `{name}` in the operation's path. The value must not be empty, `.` or `..`; anything else is encoded.
    pub fn path(mut self, name: &'static str, value: &dyn Parameter) -> Self {
        self.draft.parts.fill(name, value);
        self
    }

    /// Fills `{name}` in the operation's path with several values; there must be one at least.
    pub fn path_list<P: Parameter>(
        mut self,
        name: &'static str,
        style: ListStyle,
        values: &[P],
    ) -> Self {
        let encoded = parameter::join_encoded(style, &parameter::texts(values));
        self.draft.parts.set_path(name, &encoded);
        self
    }

    /// Sets a query parameter, in place of what it was set to before; name and value are encoded.
    pub fn query(mut self, name: &'static str, value: &dyn Parameter) -> Self {
        self.draft.parts.ask(name, value);
        self
    }

    /// Sets a query parameter to several values, in place of what it was set to before; no values remove it.
    pub fn query_list<P: Parameter>(
        mut self,
        name: &'static str,
        style: ListStyle,
        values: &[P],
    ) -> Self {
        let encoded = parts::query_list(name, style, &parameter::texts(values));
        self.draft.parts.set_query(name, encoded);
        self
    }

    /// Sets a query parameter to a search expression as it was rendered; one that could not be is refused.
    pub fn search(mut self, name: &'static str, rendered: Result<String, InvalidQuery>) -> Self {
        match rendered {
            Ok(text) => self.query(name, &text),
            Err(error) => {
                self.draft.parts.refuse(error.to_string());
                self
            }
        }
    }

    /// Sets a header, in place of what it was set to before; credentials too, if it is the header they use.
    pub fn header(mut self, name: &'static str, value: &dyn Parameter) -> Self {
        self.draft.parts.say(name, value);
        self
    }

    /// Sets a header to several values, in place of what it was set to before.
    pub fn header_list<P: Parameter>(
        mut self,
        name: &'static str,
        style: ListStyle,
        values: &[P],
    ) -> Self {
        let value = parameter::join(&parameter::texts(values), style.plain_separator());
        self.draft.parts.set_header(name, &value);
        self
    }

    /// Sets a cookie, in place of what it was set to before.
    pub fn cookie(mut self, name: &'static str, value: &dyn Parameter) -> Self {
        self.draft.parts.hand_in(name, value);
        self
    }

    /// Sets a cookie to several values, in place of what it was set to before; no values remove it.
    pub fn cookie_list<P: Parameter>(
        mut self,
        name: &'static str,
        style: ListStyle,
        values: &[P],
    ) -> Self {
        let encoded = parts::cookie_list(name, style, &parameter::texts(values));
        self.draft.parts.set_cookie(name, encoded);
        self
    }

    /// Fills `{name}` in the operation's path with a value of any type, in a style.
    pub fn path_styled(mut self, name: &'static str, style: Style, value: &dyn Encode) -> Self {
        let encoded = style::written(style, Place::Path, name, value);
        self.draft
            .parts
            .set_path(name, &encoded.unwrap_or_default());
        self
    }

    /// Sets a query parameter to a value of any type, in a style; an empty one removes it.
    pub fn query_styled(mut self, name: &'static str, style: Style, value: &dyn Encode) -> Self {
        let encoded = style::written(style, Place::Query, name, value);
        self.draft.parts.set_query(name, encoded);
        self
    }

    /// Sets a header to a value of any type, in a style.
    pub fn header_styled(mut self, name: &'static str, style: Style, value: &dyn Encode) -> Self {
        let text = style::written(style, Place::Header, name, value);
        self.draft.parts.set_header(name, &text.unwrap_or_default());
        self
    }

    /// Sets a cookie to a value of any type, in a style; an empty one removes it.
    pub fn cookie_styled(mut self, name: &'static str, style: Style, value: &dyn Encode) -> Self {
        let encoded = style::written(style, Place::Cookie, name, value);
        self.draft.parts.set_cookie(name, encoded);
        self
    }

    /// Sets the body to the JSON text of `value`, and `Content-Type` to `application/json`.
    pub fn json_body(mut self, value: &dyn Encode) -> Self {
        self.draft.parts.set_json(value);
        self
    }

    /// Sets the body to plain text in UTF-8, and `Content-Type` accordingly.
    pub fn text_body(mut self, text: impl Into<String>) -> Self {
        self.draft
            .parts
            .set_body("text/plain; charset=utf-8", Body::bytes(text.into()));
        self
    }

    /// Sets the body to a form: the members of `value`, which has to be written as an object, are its fields.
    pub fn form_body(mut self, form: FormLayout, value: &dyn Encode) -> Self {
        self.draft.parts.set_form(form, &codec::encode(value), &[]);
        self
    }

    /// Sets the body to a form with files in it.
    pub fn file_form_body(mut self, form: FormLayout, value: &dyn FileForm) -> Self {
        self.draft
            .parts
            .set_form(form, &value.fields(), &value.files());
        self
    }

    /// Adds a file, or puts it in place of another one if the field takes a single file. With one, the request goes out as
    /// `multipart/form-data`, and the members of the JSON body, if there is one, as its fields.
    pub fn attach(mut self, field: FileField, file: Attachment) -> Self {
        self.draft.parts.attach(field, file);
        self
    }

    /// Sets the body to bytes of the type `content_type`, such as `image/png`.
    pub fn bytes_body(mut self, content_type: &str, body: impl Into<Bytes>) -> Self {
        self.draft.parts.set_body(content_type, Body::bytes(body));
        self
    }

    /// Limits the time of one attempt, from sending to the last byte of the answer, in place of the client's limit.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.draft.parts.timeout = Some(limit);
        self
    }

    /// Limits the time of the whole call, with all attempts and pauses, in place of the client's limit.
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.draft.parts.deadline = Some(limit);
        self
    }

    /// Sets how the call is made again when it fails, in place of the client's policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.draft.parts.retry = Some(policy);
        self
    }

    /// Sets what the call takes from the rate limit's quota, in place of what the operation says.
    pub fn cost(mut self, calls: u32) -> Self {
        self.draft.parts.cost = Some(calls);
        self
    }

    /// The same request, answered with the bytes of the body, which are not decoded.
    pub fn raw(self) -> Request<Bytes> {
        Request {
            draft: self.draft,
            read: RawResponse::bytes,
        }
    }

    /// The items on all pages of the list that this request starts, as a stream; nothing is sent before it is read.
    pub fn items<I: Decode>(self) -> Items<I> {
        Items::new(self.pages())
    }

    /// Everything that the list of this request holds, past the last page that the service has: walked by the values of
    /// the items, as [`Paging::keyset`](super::Paging::keyset) says. Nothing is sent before it is read.
    ///
    /// Every item that is there from the start to the end is given. One that is changed meanwhile is given again, with
    /// its new value; none is given twice without a change of its value.
    pub fn all<I: Decode>(self) -> Items<I> {
        Items::new(self.pages().by_values())
    }

    /// All pages of the list that this request starts, as a stream; one, if the operation does not page.
    pub fn pages<I: Decode>(self) -> Pages<I> {
        Pages::new(self.draft.client, self.draft.parts)
    }

    /// Sends the request; the answer comes with status and headers. `.await` on the request itself gives the value
    /// alone.
    ///
    /// # Errors
    ///
    /// The future's are: [`Error::InvalidRequest`] for a value that cannot be sent, [`Error::Api`] and
    /// [`Error::RateLimited`] for a status outside the 2xx class, [`Error::Timeout`] and [`Error::Connection`] without
    /// a whole answer, [`Error::TooLarge`] and [`Error::Decode`] for its body.
    pub fn send(self) -> ResponseFuture<T> {
        ResponseFuture {
            execution: execute::execute(self.draft.client, self.draft.parts, Extent::Whole),
            read: self.read,
        }
    }
}

#[cfg(feature = "blocking")]
impl<T> Request<T> {
    /// Sends the request and waits for the answer, in code that is not async.
    ///
    /// # Errors
    ///
    /// Those of [`Request::send`], and [`Error::InvalidRequest`] on a thread that runs async code.
    pub fn send_blocking(self) -> Result<Response<T>, Error> {
        let operation = self.draft.parts.operation.id;
        // What sending starts is started by the runtime that waits for it.
        super::blocking::wait(operation, async { self.send().await })?
    }
}

impl<T> Clone for Request<T> {
    fn clone(&self) -> Self {
        Self {
            draft: self.draft.clone(),
            read: self.read,
        }
    }
}

impl<T> fmt::Debug for Request<T> {
    /// Shows no values but those of the path: a query or a header may hold a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.draft.parts.operation.id)
            .field("method", &self.draft.parts.operation.method)
            .field("path", &self.draft.parts.path)
            .finish_non_exhaustive()
    }
}

impl<T> IntoFuture for Request<T> {
    type Output = Result<T, Error>;
    type IntoFuture = ValueFuture<T>;

    fn into_future(self) -> ValueFuture<T> {
        ValueFuture(self.send())
    }
}

/// The answer to a request that is under way.
#[must_use = "futures do nothing unless they are awaited"]
pub struct ResponseFuture<T> {
    execution: Execution,
    read: Read<T>,
}

impl<T> ResponseFuture<T> {
    pub(super) fn new(execution: Execution, read: Read<T>) -> Self {
        Self { execution, read }
    }
}

impl<T> Future for ResponseFuture<T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(self.execution.as_mut().poll(context))?.whole();
        Poll::Ready(match (self.read)(&answer) {
            Ok(value) => Ok(answer.with(value)),
            Err(error) => Err(answer.unreadable(error)),
        })
    }
}

impl<T> fmt::Debug for ResponseFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}

/// The value in the answer to a request that is under way.
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
        Pin::new(&mut self.0)
            .poll(context)
            .map_ok(Response::into_value)
    }
}

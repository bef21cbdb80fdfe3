//! The setters of a request: path, query, headers, cookies, body and limits.
//!
//! They take any value; one that cannot be sent is remembered, and sending the request reports it.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use super::Request;
use super::upload::{Attachment, FileField, FileForm, FormLayout};
use crate::runtime::codec::{self, Encode};
use crate::runtime::limits::{Pace, RetryPolicy};
use crate::runtime::parameters::style::{self, Location};
use crate::runtime::parameters::{self, ListStyle, Parameter, Style};
use crate::runtime::query::InvalidQuery;
use crate::runtime::transport::{Body, UploadProgress};

impl<T> Request<T> {
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
        let encoded = parameters::join_encoded(
            style,
            &parameters::texts(values, self.draft.parts.timestamps),
        );
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
        let encoded = parameters::query_list(
            name,
            style,
            &parameters::texts(values, self.draft.parts.timestamps),
        );
        self.draft.parts.set_query(name, encoded);
        self
    }

    /// Leaves reserved signs in the value of a query parameter as they are, but for those that end it: `allowReserved`.
    pub fn reserved(mut self, name: &'static str) -> Self {
        let encoded = self.draft.parts.query_pair(name);
        let encoded = encoded.map(parameters::with_reserved);
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
        let value = parameters::join(
            &parameters::texts(values, self.draft.parts.timestamps),
            style.plain_separator(),
        );
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
        let encoded = parameters::cookie_list(
            name,
            style,
            &parameters::texts(values, self.draft.parts.timestamps),
        );
        self.draft.parts.set_cookie(name, encoded);
        self
    }

    /// Fills `{name}` in the operation's path with a value of any type, in a style.
    pub fn path_styled(mut self, name: &'static str, style: Style, value: &dyn Encode) -> Self {
        let timestamps = self.draft.parts.timestamps;
        let encoded = style::written(style, Location::Path, name, value, timestamps);
        self.draft
            .parts
            .set_path(name, &encoded.unwrap_or_default());
        self
    }

    /// Sets a query parameter to a value of any type, in a style; an empty one removes it.
    pub fn query_styled(mut self, name: &'static str, style: Style, value: &dyn Encode) -> Self {
        let timestamps = self.draft.parts.timestamps;
        let encoded = style::written(style, Location::Query, name, value, timestamps);
        self.draft.parts.set_query(name, encoded);
        self
    }

    /// Sets a header to a value of any type, in a style.
    pub fn header_styled(mut self, name: &'static str, style: Style, value: &dyn Encode) -> Self {
        let timestamps = self.draft.parts.timestamps;
        let text = style::written(style, Location::Header, name, value, timestamps);
        self.draft.parts.set_header(name, &text.unwrap_or_default());
        self
    }

    /// Sets a cookie to a value of any type, in a style; an empty one removes it.
    pub fn cookie_styled(mut self, name: &'static str, style: Style, value: &dyn Encode) -> Self {
        let timestamps = self.draft.parts.timestamps;
        let encoded = style::written(style, Location::Cookie, name, value, timestamps);
        self.draft.parts.set_cookie(name, encoded);
        self
    }

    /// Sets the body to the JSON text of `value`, and `Content-Type` to that of the operation: `application/json` mostly.
    pub fn json_body(mut self, value: &dyn Encode) -> Self {
        self.draft.parts.set_json(value);
        self
    }

    /// Sets the body to the JSON text of each item, a line for each, and `Content-Type` to that of the operation.
    pub fn lines_body<I: Encode>(mut self, items: &[I]) -> Self {
        let mut all: Vec<&dyn Encode> = Vec::with_capacity(items.len());
        for item in items {
            all.push(item);
        }
        self.draft.parts.set_lines(&all);
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
        let fields = codec::encode_for_request(value, self.draft.parts.timestamps);
        self.draft.parts.set_form(form, &fields, &[]);
        self
    }

    /// Sets the body to a form with files in it.
    pub fn file_form_body(mut self, form: FormLayout, value: &dyn FileForm) -> Self {
        let fields = value.fields(self.draft.parts.timestamps);
        self.draft.parts.set_form(form, &fields, &value.files());
        self
    }

    /// Adds a file, or puts it in place of another one if the field takes a single file. With one, the request is sent
    /// as `multipart/form-data`, and the members of the JSON body, if there is one, as its fields.
    pub fn attach(mut self, field: FileField, file: Attachment) -> Self {
        self.draft.parts.attach(field, file);
        self
    }

    /// Sets the body to bytes of the type `content_type`, such as `image/png`.
    pub fn bytes_body(mut self, content_type: &str, body: impl Into<Bytes>) -> Self {
        self.draft.parts.set_body(content_type, Body::bytes(body));
        self
    }

    /// Sets the body to one of the type `content_type` that may be read while it is sent, such as a stream.
    pub fn body(mut self, content_type: &str, body: Body) -> Self {
        self.draft.parts.set_body(content_type, body);
        self
    }

    /// Calls `listener` whenever a piece of the body was sent.
    pub fn upload_progress(
        mut self,
        listener: impl Fn(UploadProgress) + Send + Sync + 'static,
    ) -> Self {
        self.draft.parts.listener = Some(Arc::new(listener));
        self
    }

    /// Limits the time of one attempt, from sending to the last byte of the response, in place of the client's limit.
    /// While a large body is sent, it starts again with each piece.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.draft.parts.timeout = Some(limit);
        self
    }

    /// Limits the time of the whole call, with all attempts and pauses, in place of the client's limit.
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.draft.parts.deadline = Some(limit);
        self
    }

    /// Sets how the call is retried when it fails, in place of the client's policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.draft.parts.retry = Some(policy);
        self
    }

    /// Sets when the call is sent while the quota runs low, compared with the client's other calls.
    pub fn pace(mut self, pace: Pace) -> Self {
        self.draft.parts.pace = pace;
        self
    }

    /// Sets what the call takes from the rate limit's quota, in place of what the operation says.
    pub fn cost(mut self, calls: u32) -> Self {
        self.draft.parts.cost = Some(calls);
        self
    }
}

//! A request under construction, without the type of its answer: everything of it that is compiled once.
//!
//! Setters never fail: the first value that cannot be sent is remembered, and turning the parts into a request says so.

use std::borrow::Cow;
use std::time::Duration;

use http::header::{
    ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderName, PROXY_AUTHORIZATION, USER_AGENT,
};
use http::{HeaderMap, HeaderValue, Uri};
use secrecy::ExposeSecret as _;

use super::client::Settings;
use super::credentials::Authorization;
use super::error::{Call, Error, InvalidRequest};
use super::operation::Operation;
use super::parameter::{self, ListStyle};
use super::retry::RetryPolicy;
use super::transport::Body;
use super::upload::{self, Attachment, FileField};

/// Headers that a caller may set to secrets.
const SECRET: [HeaderName; 3] = [AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION];

/// A request under construction.
#[derive(Clone)]
pub(super) struct RequestParts {
    pub(super) operation: &'static Operation,
    /// The template, with the values that were set so far in it.
    pub(super) path: String,
    /// Name, and the encoded text of all its values.
    query: Vec<(&'static str, String)>,
    cookies: Vec<(&'static str, String)>,
    /// Path and query on the same server, in place of the path below its address and the query.
    target: Option<String>,
    headers: HeaderMap,
    body: Body,
    /// With one, the body becomes a form.
    files: Vec<(FileField, Attachment)>,
    pub(super) timeout: Option<Duration>,
    pub(super) deadline: Option<Duration>,
    pub(super) retry: Option<RetryPolicy>,
    pub(super) cost: Option<u32>,
    invalid: Option<String>,
}

impl RequestParts {
    /// A request of `operation` with nothing set, which accepts content of the type `accept`.
    pub(super) fn new(operation: &'static Operation, accept: &'static str) -> Self {
        let mut headers = HeaderMap::with_capacity(4);
        headers.insert(ACCEPT, HeaderValue::from_static(accept));
        Self {
            operation,
            path: operation.path.to_owned(),
            query: Vec::new(),
            cookies: Vec::new(),
            target: None,
            headers,
            body: Body::empty(),
            files: Vec::new(),
            timeout: None,
            deadline: None,
            retry: None,
            cost: None,
            invalid: None,
        }
    }

    /// Fills `{name}` in the path; `encoded` must be fit for a segment.
    pub(super) fn set_path(&mut self, name: &'static str, encoded: &str) {
        let placeholder = format!("{{{name}}}");
        if encoded.is_empty() {
            self.refuse(format!("the path parameter `{name}` is empty"));
        } else if self.path.contains(&placeholder) {
            self.path = self.path.replace(&placeholder, encoded);
        } else {
            self.refuse(format!(
                "the path `{}` has no parameter `{name}` left to set",
                self.operation.path
            ));
        }
    }

    /// Sets a query parameter; `encoded` is what stands in the query, `None` removes it.
    pub(super) fn set_query(&mut self, name: &'static str, encoded: Option<String>) {
        replace(&mut self.query, name, encoded);
    }

    /// The number that a query parameter was set to.
    pub(super) fn query_number(&self, name: &str) -> Option<u64> {
        let (_, encoded) = self.query.iter().find(|(known, _)| *known == name)?;
        encoded.rsplit('=').next()?.parse().ok()
    }

    /// Asks for `target`, a path with a query on the same server, in place of the path and query so far.
    pub(super) fn set_target(&mut self, target: String) {
        self.query.clear();
        self.target = Some(target);
    }

    /// Sets a cookie; `encoded` is what stands in the header, `None` removes it.
    pub(super) fn set_cookie(&mut self, name: &'static str, encoded: Option<String>) {
        replace(&mut self.cookies, name, encoded);
    }

    /// Sets a header.
    pub(super) fn set_header(&mut self, name: &str, value: &str) {
        let name_and_value = (
            HeaderName::try_from(name),
            HeaderValue::from_bytes(value.as_bytes()),
        );
        match name_and_value {
            (Ok(name), Ok(mut value)) => {
                value.set_sensitive(SECRET.contains(&name));
                self.headers.insert(name, value);
            }
            (Err(_), _) => self.refuse(format!("{name:?} is not the name of a header")),
            (_, Err(_)) => self.refuse(format!(
                "the header `{name}` cannot carry control characters"
            )),
        }
    }

    /// Sets the body and its type.
    pub(super) fn set_body(&mut self, content_type: &str, body: Body) {
        self.set_header(CONTENT_TYPE.as_str(), content_type);
        self.body = body;
    }

    /// Adds a file to the body, which has to be a JSON object or empty.
    pub(super) fn attach(&mut self, field: FileField, file: Attachment) {
        self.files.push((field, file));
    }

    /// Makes the body a form, if there are files.
    fn encode_files(&mut self) {
        if self.files.is_empty() {
            return;
        }
        let fields = self.body.as_bytes().cloned().unwrap_or_default();
        match upload::encode(&fields, &self.files) {
            Ok((content_type, body)) => self.set_body(&content_type, body),
            Err(message) => self.refuse(message),
        }
    }

    /// The request for the transport, and its name for errors.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] for the first value that cannot be sent.
    pub(super) fn into_http(
        mut self,
        settings: &Settings,
    ) -> Result<(Call, http::Request<Body>), Error> {
        self.check_path();
        self.encode_files();
        if let Some(message) = self.invalid {
            return Err(invalid(self.operation, message));
        }
        self.authorize(settings);
        let uri = self.uri(&settings.base_url)?;
        let mut request = http::Request::new(self.body);
        *request.method_mut() = self.operation.method.clone();
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers;
        let call = Call {
            operation: self.operation.id,
            method: request.method().clone(),
            path: self.path,
        };
        Ok((call, request))
    }

    /// Refuses a path that is not filled or that an URL parser would shorten; the rest is settled by encoding.
    fn check_path(&mut self) {
        if self.path.contains('{') {
            self.refuse(format!(
                "the path `{}` has a parameter that was not set",
                self.path
            ));
        } else if self
            .path
            .split('/')
            .any(|segment| segment == "." || segment == "..")
        {
            self.refuse(format!(
                "the path `{}` would lead elsewhere: a value is `.` or `..`",
                self.path
            ));
        }
    }

    /// Adds credentials, cookies and the client's name, except for headers that were set explicitly.
    fn authorize(&mut self, settings: &Settings) {
        let mut cookies: Vec<String> = std::mem::take(&mut self.cookies)
            .into_iter()
            .map(|(_, pair)| pair)
            .collect();
        match &settings.authorization {
            Some(Authorization::Header(name, value)) => {
                self.headers.entry(name).or_insert_with(|| value.clone());
            }
            Some(Authorization::Query(pair)) => {
                self.query.push(("", pair.expose_secret().to_owned()));
            }
            Some(Authorization::Cookie(pair)) => cookies.push(pair.expose_secret().to_owned()),
            None => {}
        }
        // The pairs are percent-encoded, so a header always takes them.
        if let Ok(mut value) = HeaderValue::try_from(cookies.join("; "))
            && !cookies.is_empty()
        {
            value.set_sensitive(true);
            self.headers.append(COOKIE, value);
        }
        self.headers
            .entry(USER_AGENT)
            .or_insert_with(|| settings.user_agent.clone());
    }

    /// The address that is asked for, without credentials.
    pub(super) fn address(&self, base_url: &str) -> String {
        let mut address = match &self.target {
            Some(target) => format!("{}{target}", server_of(base_url)),
            None => format!("{base_url}{}", self.path),
        };
        for (_, encoded) in &self.query {
            address.push(if address.contains('?') { '&' } else { '?' });
            address.push_str(encoded);
        }
        address
    }

    fn uri(&self, base_url: &str) -> Result<Uri, Error> {
        let uri = Uri::try_from(self.address(base_url));
        uri.map_err(|error| {
            invalid(
                self.operation,
                format!("the address cannot be sent: {error}"),
            )
        })
    }

    /// Remembers why the request cannot be sent, unless there is a reason already.
    pub(super) fn refuse(&mut self, message: String) {
        self.invalid.get_or_insert(message);
    }
}

/// Scheme, host and port of an address.
fn server_of(address: &str) -> &str {
    let host = address.find("://").map_or(0, |scheme| scheme + 3);
    let end = address.get(host..).and_then(|rest| rest.find('/'));
    end.and_then(|end| address.get(..host + end))
        .unwrap_or(address)
}

/// The encoded query text of a list: nothing for an empty one.
pub(super) fn query_list(name: &str, style: ListStyle, values: &[Cow<'_, str>]) -> Option<String> {
    if values.is_empty() {
        return None;
    }
    Some(match style {
        ListStyle::Repeated => repeated(name, values, "&"),
        _ => format!(
            "{}={}",
            parameter::encode(name),
            parameter::join_encoded(style, values)
        ),
    })
}

/// The encoded cookie text of a list: nothing for an empty one.
pub(super) fn cookie_list(name: &str, style: ListStyle, values: &[Cow<'_, str>]) -> Option<String> {
    match style {
        ListStyle::Repeated if !values.is_empty() => Some(repeated(name, values, "; ")),
        _ => query_list(name, style, values),
    }
}

fn repeated(name: &str, values: &[Cow<'_, str>], separator: &str) -> String {
    let pairs: Vec<String> = values
        .iter()
        .map(|value| parameter::pair(name, value))
        .collect();
    pairs.join(separator)
}

fn replace(entries: &mut Vec<(&'static str, String)>, name: &'static str, encoded: Option<String>) {
    let place = entries.iter().position(|(known, _)| *known == name);
    match (place, encoded) {
        (Some(index), Some(encoded)) => {
            if let Some(entry) = entries.get_mut(index) {
                entry.1 = encoded;
            }
        }
        (Some(index), None) => {
            entries.remove(index);
        }
        (None, Some(encoded)) => entries.push((name, encoded)),
        (None, None) => {}
    }
}

fn invalid(operation: &'static Operation, message: String) -> Error {
    Error::InvalidRequest(Box::new(InvalidRequest {
        operation: operation.id,
        message,
    }))
}

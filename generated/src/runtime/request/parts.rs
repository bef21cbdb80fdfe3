//! A request under construction, without the type of its response: everything of it that is compiled once.
//!
//! Setters never fail: the first value that cannot be sent is remembered, and turning the parts into a request says so.

use std::borrow::Cow;
use std::ops::Range;
use std::time::Duration;

use http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderName, PROXY_AUTHORIZATION};
use http::{HeaderMap, HeaderValue, Uri};

use super::credits;
use super::template::Template;
use super::upload::{self, Attachment, FileCount, FileField, FormLayout};
use crate::runtime::client::Authorization;
use crate::runtime::client::Settings;
use crate::runtime::codec::{self, Encode, TimestampPrecision};
use crate::runtime::description::Operation;
use crate::runtime::error::{Call, Error, InvalidRequest};
use crate::runtime::limits::{Pace, RetryPolicy};
use crate::runtime::parameters::{self, Parameter};
use crate::runtime::text;
use crate::runtime::transport::{Body, Listener};

/// The content type of JSON.
pub(in crate::runtime) const JSON: &str = "application/json";

/// Headers that a caller may set to secrets.
const SECRET: [HeaderName; 3] = [AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION];

/// A request under construction.
#[derive(Clone)]
pub(in crate::runtime) struct RequestParts {
    pub(in crate::runtime) operation: &'static Operation,
    /// The template, with the values that were set so far in it.
    pub(in crate::runtime) path: Cow<'static, str>,
    /// Name, and the encoded text of all its values.
    query: Vec<(&'static str, String)>,
    cookies: Vec<(&'static str, String)>,
    /// Path and query on the same server, in place of the path below its address and the query.
    target: Option<String>,
    headers: HeaderMap,
    accept: &'static str,
    pub(in crate::runtime) timestamps: TimestampPrecision,
    body: Body,
    /// With one, the body becomes a form.
    files: Vec<(FileField, Attachment)>,
    /// Function that is told the progress of the body.
    pub(in crate::runtime) listener: Option<Listener>,
    pub(in crate::runtime) timeout: Option<Duration>,
    pub(in crate::runtime) deadline: Option<Duration>,
    pub(in crate::runtime) retry: Option<RetryPolicy>,
    pub(in crate::runtime) cost: Option<u32>,
    pub(in crate::runtime) pace: Pace,
    invalid: Option<String>,
}

impl RequestParts {
    /// Returns a request of `operation` with nothing set, which accepts content of the type `accept`.
    ///
    /// Boxed, so that what is generic around it moves a pointer.
    pub(in crate::runtime) fn new(
        operation: &'static Operation,
        accept: &'static str,
        timestamps: TimestampPrecision,
    ) -> Box<Self> {
        Box::new(Self {
            operation,
            path: Cow::Borrowed(operation.path),
            query: Vec::new(),
            cookies: Vec::new(),
            target: None,
            headers: HeaderMap::new(),
            accept: operation.accept.unwrap_or(accept),
            timestamps,
            body: Body::empty(),
            files: Vec::new(),
            listener: None,
            timeout: None,
            deadline: None,
            retry: None,
            cost: None,
            pace: Pace::Normal,
            invalid: None,
        })
    }

    /// Fills `{name}` in the path with the encoded value.
    pub(in crate::runtime) fn fill(&mut self, name: &'static str, value: &dyn Parameter) {
        self.set_path(
            name,
            &parameters::encode(&value.request_text(self.timestamps)),
        );
    }

    /// Sets a query parameter to one value.
    pub(in crate::runtime) fn ask(&mut self, name: &'static str, value: &dyn Parameter) {
        let encoded = parameters::pair(name, &value.request_text(self.timestamps));
        self.set_query(name, Some(encoded));
    }

    /// Sets a header to one value.
    pub(in crate::runtime) fn say(&mut self, name: &'static str, value: &dyn Parameter) {
        self.set_header(name, &value.request_text(self.timestamps));
    }

    /// Sets a cookie to one value.
    pub(in crate::runtime) fn hand_in(&mut self, name: &'static str, value: &dyn Parameter) {
        let encoded = parameters::pair(name, &value.request_text(self.timestamps));
        self.set_cookie(name, Some(encoded));
    }

    /// Sets the body to the JSON text of a value.
    pub(in crate::runtime) fn set_json(&mut self, value: &dyn Encode) {
        self.set_body(
            self.operation.content_type.unwrap_or(JSON),
            Body::bytes(codec::encode_for_request(value, self.timestamps)),
        );
    }

    /// Sets the body to the JSON texts of the items of a list, a line for each.
    pub(in crate::runtime) fn set_lines(&mut self, items: &[&dyn Encode]) {
        let mut lines = Vec::new();
        for item in items {
            lines.extend(codec::encode_for_request(*item, self.timestamps));
            lines.push(b'\n');
        }
        let content_type = self.operation.content_type.unwrap_or("application/jsonl");
        self.set_body(content_type, Body::bytes(lines));
    }

    /// Fills `{name}` in the path; `encoded` must be fit for a segment.
    pub(in crate::runtime) fn set_path(&mut self, name: &'static str, encoded: &str) {
        if encoded.is_empty() {
            return self.refuse(format!("the path parameter `{name}` is empty"));
        }
        let mut found = false;
        // What is filled in has no braces, so this ends.
        while let Some(place) = placeholder(&self.path, name) {
            self.path = Cow::Owned(replaced(&self.path, place, encoded));
            found = true;
        }
        if !found {
            self.refuse(format!(
                "the path `{}` has no parameter `{name}` left to set",
                self.operation.path
            ));
        }
    }

    /// Sets a query parameter; `encoded` is what is in the query, `None` removes it.
    pub(in crate::runtime) fn set_query(&mut self, name: &'static str, encoded: Option<String>) {
        replace(&mut self.query, name, encoded);
    }

    /// Returns the encoded text of a query parameter that was set.
    pub(in crate::runtime) fn query_pair(&self, name: &str) -> Option<&str> {
        let (_, encoded) = self.query.iter().find(|(known, _)| *known == name)?;
        Some(encoded)
    }

    /// Returns the rate-limit cost of the call, unless the caller has set it.
    pub(in crate::runtime) fn cost(&self) -> u32 {
        if let Some(cost) = self.cost {
            return cost;
        }
        let mut cost = self.operation.cost;
        for (_, pair) in &self.query {
            cost = cost.saturating_add(credits::of_values(self.operation, pair));
        }
        if let Some((_, query)) = self.target.as_deref().and_then(|link| link.split_once('?')) {
            cost = cost.saturating_add(credits::of_values(self.operation, query));
        }
        cost
    }

    /// Returns the number that a query parameter was set to.
    pub(in crate::runtime) fn query_number(&self, name: &str) -> Option<u64> {
        self.query_pair(name)?.rsplit('=').next()?.parse().ok()
    }

    /// Asks for `target`, a path with a query on the same server, in place of the path and query so far.
    pub(in crate::runtime) fn set_target(&mut self, target: String) {
        self.query.clear();
        self.target = Some(target);
    }

    /// Sets a cookie; `encoded` is what is in the header, `None` removes it.
    pub(in crate::runtime) fn set_cookie(&mut self, name: &'static str, encoded: Option<String>) {
        replace(&mut self.cookies, name, encoded);
    }

    /// Sets a header.
    pub(in crate::runtime) fn set_header(&mut self, name: &str, value: &str) {
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
    pub(in crate::runtime) fn set_body(&mut self, content_type: &str, body: Body) {
        self.set_header(CONTENT_TYPE.as_str(), content_type);
        self.body = body;
    }

    /// Sets the body to a form of the JSON text `fields`, with files.
    pub(in crate::runtime) fn set_form(
        &mut self,
        form: FormLayout,
        fields: &[u8],
        files: &[(&'static str, Attachment)],
    ) {
        match upload::encode(&form, fields, files) {
            Ok((content_type, body)) => self.set_body(&content_type, body),
            Err(message) => self.refuse(message),
        }
    }

    /// Adds a file to the body, which has to be a JSON object or empty.
    pub(in crate::runtime) fn attach(&mut self, field: FileField, file: Attachment) {
        if field.count == FileCount::One {
            self.files.retain(|(known, _)| known.name != field.name);
        }
        self.files.push((field, file));
    }

    /// Makes the body a form, if there are files.
    fn encode_files(&mut self) {
        let Some((field, _)) = self.files.first() else {
            return;
        };
        let form = field.form;
        let fields = self.body.as_bytes().cloned().unwrap_or_default();
        let mut files = Vec::new();
        for (field, file) in std::mem::take(&mut self.files) {
            files.push((field.name, file));
        }
        self.set_form(form, &fields, &files);
    }

    /// Converts the parts into the template of requests for the transport, and the name of the call for errors.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidRequest`] for the first value that cannot be sent.
    pub(in crate::runtime) fn into_http(
        mut self: Box<Self>,
        settings: &Settings,
    ) -> Result<(Call, Template), Error> {
        self.check_path();
        self.encode_files();
        if let Some(message) = self.invalid {
            return Err(invalid(self.operation, message));
        }
        self.authorize(settings);
        let uri = self.uri(&settings.base_url_for(self.operation)?)?;
        let method = match self.operation.custom_method {
            None => self.operation.method.clone(),
            Some(name) => http::Method::from_bytes(name.as_bytes()).map_err(|error| {
                invalid(self.operation, format!("the method {name:?}: {error}"))
            })?,
        };
        let call = Call {
            operation: self.operation.id,
            method: method.clone(),
            path: self.path.into_owned(),
            previous: Vec::new(),
            secrets: settings.secrets.clone(),
        };
        let template = Template {
            operation: self.operation,
            method,
            uri,
            headers: self.headers,
            accept: self.accept,
            body: self.body,
            listener: self.listener,
        };
        Ok((call, template))
    }

    /// Refuses a path that is not filled or that an URL parser would shorten; the rest is settled by encoding.
    fn check_path(&mut self) {
        if text::has(&self.path, b'{') {
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

    /// Adds cookies, and the credentials if they go there or into the query.
    fn authorize(&mut self, settings: &Settings) {
        let authorization = settings.authorization_for(self.operation);
        for part in authorization
            .as_deref()
            .map(Authorization::each)
            .unwrap_or_default()
        {
            match part {
                Authorization::Query(pair) => {
                    self.query.push(("", pair.expose_secret().to_owned()));
                }
                Authorization::Cookie(pair) => {
                    self.cookies.push(("", pair.expose_secret().to_owned()));
                }
                Authorization::Header(..) | Authorization::All(_) => {}
            }
        }
        if self.cookies.is_empty() {
            return;
        }
        let mut cookies = self
            .headers
            .get(COOKIE)
            .map_or_else(Vec::new, |value| value.as_bytes().to_vec());
        for (_, pair) in &self.cookies {
            if !cookies.is_empty() {
                cookies.extend_from_slice(b"; ");
            }
            cookies.extend_from_slice(pair.as_bytes());
        }
        // The pairs are percent-encoded, so a header always takes them.
        if let Ok(mut value) = HeaderValue::from_bytes(&cookies) {
            value.set_sensitive(true);
            self.headers.insert(COOKIE, value);
        }
    }

    /// Returns the address that is asked for, without credentials.
    pub(in crate::runtime) fn address(&self, base_url: &str) -> String {
        let (server, path) = match &self.target {
            Some(target) => (server_of(base_url), &**target),
            None => (base_url, &*self.path),
        };
        let query: usize = self.query.iter().map(|(_, pair)| pair.len() + 1).sum();
        let mut address = String::with_capacity(server.len() + path.len() + query);
        address.push_str(server);
        address.push_str(path);
        for (_, encoded) in &self.query {
            address.push(if text::has(&address, b'?') { '&' } else { '?' });
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
    pub(in crate::runtime) fn refuse(&mut self, message: String) {
        self.invalid.get_or_insert(message);
    }
}

/// Finds `{name}` in a path.
fn placeholder(path: &str, name: &str) -> Option<Range<usize>> {
    let length = name.len() + 2;
    let mut windows = path.as_bytes().windows(length);
    let start = windows.position(
        |window| matches!(window, [b'{', inside @ .., b'}'] if inside == name.as_bytes()),
    )?;
    Some(start..start + length)
}

/// Returns the path with `text` at a place in it.
fn replaced(path: &str, place: Range<usize>, text: &str) -> String {
    let mut filled = String::with_capacity(path.len() + text.len());
    filled.push_str(path.get(..place.start).unwrap_or_default());
    filled.push_str(text);
    filled.push_str(path.get(place.end..).unwrap_or_default());
    filled
}

/// Returns the scheme, host and port of an address.
fn server_of(address: &str) -> &str {
    let host = text::find(address, "://").map_or(0, |scheme| scheme + 3);
    let end = address.get(host..).and_then(|rest| rest.find('/'));
    end.and_then(|end| address.get(..host + end))
        .unwrap_or(address)
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

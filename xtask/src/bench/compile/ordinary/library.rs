//! The parts of the ordinary client that are the same for every API.

/// The same HTTP stack as the generated crate has. The `query` feature of reqwest
/// is missing, since it needs a crate that is not in this repository's lock file;
/// the client writes queries through `Url` instead.
pub(super) const MANIFEST: &str = r#"[package]
name = "ordinary"
edition = "2024"

[dependencies]
jiff = { version = "0.2", default-features = false, features = ["serde", "std"] }
percent-encoding = "2.3"
reqwest = { version = "0.13", default-features = false, features = ["json", "rustls-no-provider"] }
rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
"#;

/// `src/lib.rs`
pub(super) const ROOT: &str = r#"//! A client as a person would write it.

#![allow(warnings)]

pub mod models;
pub mod resources;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Method, RequestBuilder, Response, Url};

pub type Json = serde_json::Value;
pub type JsonObject = serde_json::Map<String, Json>;
pub type Timestamp = jiff::Timestamp;
pub type Date = jiff::civil::Date;

/// Text that holds bytes in base64.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Base64(pub String);

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(String::from_utf8_lossy(&bytes).into_owned())
    }
}

impl std::fmt::Display for Base64 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A file in a form.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Attachment {
    pub name: String,
    pub content: String,
}

impl Attachment {
    pub fn from_bytes(name: &str, content: &str) -> Self {
        Self { name: name.to_owned(), content: content.to_owned() }
    }
}

#[derive(Debug)]
pub enum Error {
    Http(reqwest::Error),
    Json(serde_json::Error),
    Address(String),
    Status { status: u16, body: String },
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Http(error) => error.fmt(f),
            Self::Json(error) => error.fmt(f),
            Self::Address(address) => write!(f, "not an address: {address}"),
            Self::Status { status, body } => write!(f, "status {status}: {body}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<reqwest::Error> for Error {
    fn from(error: reqwest::Error) -> Self {
        Self::Http(error)
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    base_url: String,
    key: String,
}

impl Client {
    pub fn new(base_url: &str, key: &str) -> Result<Self, Error> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let timeout = std::time::Duration::from_secs(30);
        Ok(Self {
            http: reqwest::Client::builder().timeout(timeout).build()?,
            base_url: base_url.to_owned(),
            key: key.to_owned(),
        })
    }

    fn request(
        &self,
        method: &str,
        path: &str,
        query: &[(&str, String)],
    ) -> Result<RequestBuilder, Error> {
        let address = format!("{}{path}", self.base_url);
        let mut url = Url::parse(&address).map_err(|_| Error::Address(address))?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let method = Method::from_bytes(method.as_bytes()).unwrap_or(Method::GET);
        Ok(self.http.request(method, url).basic_auth(&self.key, Some("X")))
    }
}

async fn check(response: Response) -> Result<Response, Error> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let body = response.text().await?;
    Err(Error::Status { status: status.as_u16(), body })
}

fn text_of(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn form(request: RequestBuilder, body: Json, files: &[&str]) -> RequestBuilder {
    let mut text = String::new();
    for (name, value) in body.as_object().into_iter().flatten() {
        let values = match value {
            Json::Array(items) => items.iter().collect(),
            one => vec![one],
        };
        for value in values {
            text += &format!("--boundary\r\nContent-Disposition: form-data; name=\"{name}\"");
            if files.contains(&name.as_str()) {
                text += &format!("; filename=\"{}\"\r\n\r\n", text_of(&value["name"]));
                text += &text_of(&value["content"]);
            } else {
                text += &format!("\r\n\r\n{}", text_of(value));
            }
            text += "\r\n";
        }
    }
    text += "--boundary--\r\n";
    request.header("content-type", "multipart/form-data; boundary=boundary").body(text)
}

fn encoded_form(request: RequestBuilder, body: Json) -> RequestBuilder {
    let fields = body.as_object().into_iter().flatten();
    let pairs: Vec<String> = fields
        .map(|(name, value)| format!("{}={}", encode(name), encode(&text_of(value))))
        .collect();
    let kind = "application/x-www-form-urlencoded";
    request.header("content-type", kind).body(pairs.join("&"))
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}
"#;

//! A client as a person would write it.

#![allow(warnings, reason = "it is compiled to be measured")]

pub mod models;
pub mod resources;

use reqwest::{Method, RequestBuilder, Response, Url};

pub type Timestamp = jiff::Timestamp;
pub type Date = jiff::civil::Date;

#[derive(Debug)]
pub enum Error {
    Http(reqwest::Error),
    Address(String),
    Status { status: u16, body: String },
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Http(error) => error.fmt(f),
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
        method: Method,
        path: &str,
        query: &[(&str, String)],
    ) -> Result<RequestBuilder, Error> {
        let address = format!("{}{path}", self.base_url);
        let mut url = Url::parse(&address).map_err(|_| Error::Address(address))?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        Ok(self.http.request(method, url).bearer_auth(&self.key))
    }
}

async fn check(response: Response) -> Result<Response, Error> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let body = response.text().await?;
    Err(Error::Status {
        status: status.as_u16(),
        body,
    })
}

//! The runtime of a generated API client: configuration, requests, errors and JSON, the same for every API.
//!
//! What differs per API arrives as data ([`Service`], [`Operation`]); nothing here knows a particular one.
//!
//! - A [`Client`] comes out of a [`ClientBuilder`], which takes [`Credentials`], a [`RetryPolicy`], a
//!   [`RateLimitPolicy`] and, in place of the network, a [`Transport`].
//! - A [`Request`] ends in a value, a [`Response`], a [`Download`], or the [`Items`] and [`Pages`] of a list.
//! - Whatever fails is an [`Error`], whose message fits on one line and holds no secret.
//! - [`Decode`] and [`Encode`] are JSON in and out; [`Patch`] tells a field that is null from one that is not sent.

mod attempt;
mod authenticate;
mod base_url;
#[cfg(feature = "blocking")]
mod blocking;
mod builder;
mod by_status;
mod cancellation;
mod client;
pub mod codec;
mod credentials;
mod credits;
mod download;
mod elsewhere;
mod environment;
mod error;
mod execute;
#[cfg(feature = "reqwest")]
mod http_client;
mod operation;
mod paging;
mod parameter;
mod parts;
mod polling;
pub mod query;
mod rate_limit;
mod request;
mod request_builder;
mod response;
mod retry;
mod retry_after;
mod secret;
mod service;
mod style;
mod template;
#[cfg(feature = "testing")]
pub mod testing;
mod text;
#[cfg(feature = "rustls")]
mod tls;
mod trace;
mod transport;
mod upload;
pub mod webhook;

pub use bytes::Bytes;

#[cfg(feature = "blocking")]
#[doc(hidden)]
pub use self::blocking::wait;
#[cfg(feature = "blocking")]
pub use self::blocking::{BlockingDownload, BlockingItems, BlockingPages};
pub use self::builder::ClientBuilder;
pub use self::by_status::{ByStatus, Received};
pub use self::cancellation::Cancellation;
pub use self::client::Client;
pub use self::codec::{
    Base64, Date, Decode, DecodeError, Encode, Json, JsonObject, Patch, Timestamp,
};
pub use self::credentials::Credentials;
pub use self::download::{Download, DownloadFuture};
pub use self::error::{
    ApiError, Call, Cancelled, ConfigurationError, ConnectionError, DecodeFailure, Error,
    FieldError, InvalidRequest, JobFailed, PagingError, PagingProblem, RateLimited, TimeLimit,
    TimeoutError, TooLarge,
};
pub use self::operation::Operation;
pub use self::paging::{
    CollectAll, InvalidResumeToken, Items, Keyset, NextPage, Page, Pages, Paging, ResumeToken,
};
pub use self::parameter::{ListStyle, Parameter};
pub use self::polling::{Polling, Wait, WaitForFile};
pub use self::query::InvalidQuery;
pub use self::rate_limit::{Plan, PlanGroup, RateLimit, RateLimitPolicy};
pub use self::request::{Request, ResponseFuture, ValueFuture};
pub use self::response::Response;
pub use self::retry::RetryPolicy;
pub use self::secret::SecretString;
pub use self::service::{
    ApiKeyLocation, Authentication, Hint, RateLimitHeaders, Server, ServerVariable, Service,
};
pub use self::style::Style;
pub use self::transport::{
    Body, ByteStream, Transport, TransportError, TransportErrorKind, TransportFuture,
};
pub use self::upload::{
    Attachment, FileCount, FileField, FileForm, Files, FormLayout, FormPart, FormStyle,
};

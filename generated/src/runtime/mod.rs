//! The runtime of a generated API client: configuration, requests, errors and JSON, the same for every API.
//!
//! What differs per API arrives as data ([`Service`], [`Operation`]); nothing here knows a particular one.
//!
//! - A [`Client`] comes out of a [`ClientBuilder`], which takes [`Credentials`], a [`RetryPolicy`], a
//!   [`RateLimitPolicy`] and, in place of the network, a [`Transport`].
//! - A [`Request`] ends in a value, a [`Response`], a [`Download`], or the [`Items`] and [`Pages`] of a list.
//! - Whatever fails is an [`Error`], whose message fits on one line and holds no secret.
//! - [`Decode`] and [`Encode`] are JSON in and out; [`Patch`] tells a field that is null from one that is not sent.

#[cfg(all(target_family = "wasm", target_os = "unknown"))]
compile_error!(
    "this crate needs tokio's clock and sockets, which a browser's WebAssembly does not have: call the service from a \
     server, which also keeps the credentials from the browser"
);

mod batch;
mod client;
pub mod codec;
mod description;
mod download;
mod error;
mod exchange;
mod finished_call;
mod limits;
mod paging;
mod parameters;
mod polling;
pub mod query;
mod request;
mod response;
#[cfg(feature = "testing")]
pub mod testing;
mod text;
mod transport;
pub mod webhook;

pub use bytes::Bytes;

pub use self::batch::Batch;
#[cfg(feature = "blocking")]
pub use self::batch::BlockingBatch;
pub use self::client::{Client, ClientBuilder, Credentials, SecretString};
pub use self::codec::{
    Base64, Base64Url, Date, Decimal, Decode, DecodeError, Encode, InvalidDecimal,
    InvalidTimestamp, Json, JsonObject, ParseEnumError, Patch, Timestamp, TimestampPrecision,
    UndecodableRecord, UnknownFields,
};
pub use self::description::{
    ApiKeyLocation, Authentication, Hint, Keyset, NextPage, Operation, Paging, Polling,
    RateLimitHeaders, Server, ServerVariable, Service,
};
#[cfg(feature = "blocking")]
pub use self::download::BlockingDownload;
pub use self::download::{Download, DownloadFuture};
pub use self::error::{
    ApiError, Call, Cancelled, ConfigurationError, ConnectionError, DecodeFailure, Error,
    FailedAttempt, FieldError, InvalidRequest, JobFailed, PagingError, PagingProblem, RateLimited,
    TimeLimit, TimeoutError, TooLarge,
};
#[cfg(feature = "blocking")]
#[doc(hidden)]
pub use self::exchange::wait;
pub use self::exchange::{ResponseFuture, ValueFuture};
pub use self::finished_call::FinishedCall;
pub use self::limits::{
    Cancellation, Pace, Plan, PlanGroup, RateLimit, RateLimitPolicy, RateLimitProblem, RetryPolicy,
};
#[cfg(feature = "blocking")]
pub use self::paging::{BlockingItems, BlockingPages};
pub use self::paging::{
    CollectAll, InvalidResumeToken, Items, Page, Pages, ResumeToken, SkippedRecords,
};
#[doc(hidden)]
pub use self::parameters::dependent;
pub use self::parameters::dependent::DependentFieldError;
pub use self::parameters::{ListStyle, Parameter, Style};
pub use self::polling::{Wait, WaitForFile};
pub use self::query::InvalidQuery;
pub use self::request::{
    Attachment, FileCount, FileField, FileForm, Files, FormLayout, FormPart, FormStyle, Request,
};
pub use self::response::{ByStatus, Received, Response};
pub use self::transport::{
    Body, ByteStream, Transport, TransportError, TransportErrorKind, TransportFuture,
    UploadProgress,
};

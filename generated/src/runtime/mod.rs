//! The runtime of a generated API client: configuration, requests, errors and JSON, the same for every API.
//!
//! What differs per API arrives as data ([`Service`], [`Operation`]); nothing here knows a particular one.

mod base_url;
mod builder;
mod client;
pub mod codec;
mod credentials;
mod environment;
mod error;
mod execute;
mod http_client;
mod operation;
mod parameter;
mod parts;
mod request;
mod response;
mod service;

pub use bytes::Bytes;

pub use self::builder::ClientBuilder;
pub use self::client::Client;
pub use self::codec::{
    Base64, Date, Decode, DecodeError, Encode, Json, JsonObject, Patch, Timestamp,
};
pub use self::credentials::Credentials;
pub use self::error::{
    ApiError, Call, ConfigurationError, DecodeFailure, Error, FieldError, InvalidRequest, TooLarge,
    TransportError,
};
pub use self::operation::Operation;
pub use self::parameter::{ListStyle, Parameter};
pub use self::request::{Request, ResponseFuture, ValueFuture};
pub use self::response::Response;
pub use self::service::{ApiKeyLocation, Authentication, Server, ServerVariable, Service};

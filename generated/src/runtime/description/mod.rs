//! The service and its operations as the API description declares them: constant data that generated code supplies.
//!
//! Nothing in here sends or receives; every other part of the runtime may read it.

mod operation;
mod paging;
mod polling;
mod service;

pub use self::operation::Operation;
pub use self::paging::{Keyset, NextPage, Paging};
pub use self::polling::Polling;
pub use self::service::{
    ApiKeyLocation, Authentication, Hint, RateLimitHeaders, Server, ServerVariable, Service,
};

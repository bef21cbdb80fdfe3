//! A response without its body.
//!
//! It is there before the body arrives, and stays when the body is decoded.

use http::{HeaderMap, StatusCode};

use crate::runtime::limits::RateLimit;

/// A response without its body.
#[derive(Clone, Debug)]
pub(in crate::runtime) struct Head {
    pub(in crate::runtime) status: StatusCode,
    pub(in crate::runtime) headers: HeaderMap,
    pub(in crate::runtime) rate_limit: RateLimit,
}

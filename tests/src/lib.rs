//! Shared parts of the tests and the examples: a server on the loopback, the description as a third party reads it, and
//! a help desk in memory that responds as the description says.
//!
//! Invariant: what judges here knows nothing of the generator's model, which is what is being judged.

#![allow(
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    clippy::new_without_default,
    clippy::panic,
    clippy::return_self_not_must_use,
    clippy::unwrap_used,
    reason = "a test says what it expects by failing, and it is tests that this is for"
)]

pub mod description;
pub mod files;
pub mod helpdesk;

pub mod input;
pub mod multipart;
pub mod server;

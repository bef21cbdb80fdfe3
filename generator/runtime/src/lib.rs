//! The HTTP runtime of a generated API client, as a crate of its own so that it is compiled, linted and tested alone.
//!
//! Everything lives in [`runtime`], whose files the generator embeds byte for byte, and in [`streams`], which is sent
//! for services that have such responses; nothing may be added here.

pub mod runtime;
pub mod streams;

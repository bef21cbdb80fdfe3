//! Everything that is tested from outside of the packages: descriptions in, crates and their behaviour out.
//!
//! A snapshot that changed is looked at, then accepted with `INSTA_UPDATE=always cargo test --package tests`.
//! Invariant: no test needs the network or anything that is not in this repository.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what it expects by failing"
)]

// Shared with the examples.
use tests::{files, input, multipart, server};

mod account;
mod answers;
mod boilerplate;
mod client;
mod compare;
mod compile;
mod contract;
mod determinism;
mod diagnostics;
mod formatting;
mod freshness;
mod guide;
mod harmless;
mod hostile;
mod import_cycles;
mod matrices;
mod name_matrix;
mod names;
mod outline;
mod overlays;
mod partial;
mod payloads;
mod public_api;
mod readme;
mod reality;
mod reference;
mod samples;
mod snapshots;
mod tidy;
mod traps;
mod updates;
mod upstream;
mod walkthrough;
mod webhooks;
mod wire;
mod workflows;

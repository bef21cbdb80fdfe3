//! A public API → a program that uses every item of it once, as callers may.
//!
//! Invariant: the program compiles against the crate that the public API was read from; where it does
//! not compile against another one, callers break.

use std::fmt::Write as _;

use generator::{PublicApi, Usage};

/// The name by which the program calls the crate, whatever its package is called.
pub(super) const LIBRARY: &str = "api";

/// Returns the `src/lib.rs` of a program that uses everything; with a group of operations, all that there is with the
/// feature of that alone.
pub(super) fn of_everything(public_api: &PublicApi, group: Option<&str>) -> String {
    let features = group.map(|group| [group, "testing"]);
    // The runtime is the same on both sides, and has features that the program does not turn on.
    let described = public_api.iter().filter(|(path, item)| {
        let is_there = |features: &[&str]| public_api.exists_with(path, features);
        !item.file.starts_with("src/runtime/")
            && !item.condition.to_string().contains("blocking")
            && features.as_ref().is_none_or(|features| is_there(features))
    });
    of(described.filter_map(|(path, _)| public_api.usage(path, LIBRARY)))
}

/// Returns the `src/lib.rs` of a program with these uses.
pub(super) fn of(usages: impl IntoIterator<Item = Usage>) -> String {
    let mut text =
        String::from("//! Uses of the API; compiled and never run.\n\n#![allow(warnings)]\n\n");
    for (number, usage) in usages.into_iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}", usage.function(&format!("use_{number}")));
    }
    text
}

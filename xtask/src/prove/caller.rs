//! A surface → a program that uses every item of it once, as callers may.
//!
//! Invariant: the program compiles against the crate that the surface was read from; where it does
//! not compile against another one, callers break.

use std::fmt::Write as _;

use generator::Surface;

/// The name by which the program calls the crate, whatever its package is called.
pub(super) const LIBRARY: &str = "api";

/// The program's `src/lib.rs`.
pub(super) fn program(surface: &Surface) -> String {
    let mut text = String::from(
        "//! Uses everything once; compiled and never run.\n\n#![allow(warnings)]\n\n",
    );
    for (number, (path, _)) in surface.iter().enumerate() {
        if let Some(usage) = surface.usage(path, LIBRARY) {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}", usage.function(&format!("use_{number}")));
        }
    }
    text
}

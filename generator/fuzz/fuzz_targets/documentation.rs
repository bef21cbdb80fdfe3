//! `documentation` under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::with_text(bytes, targets::documentation));

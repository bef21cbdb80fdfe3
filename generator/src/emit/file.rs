//! Items → the chunks of a file that is still to be printed.

use proc_macro2::TokenStream;

/// A file before it is printed.
#[derive(Debug)]
pub struct EmittedFile {
    /// The path in the crate.
    pub path: String,
    /// Content.
    pub content: Content,
}

/// The content of a file.
#[derive(Debug)]
pub enum Content {
    /// Rust code, still to be formatted.
    Rust(Vec<Chunk>),
    /// Text that stays as it is.
    Text(String),
}

/// A part of a Rust file, set apart from the others by blank lines.
#[derive(Debug)]
pub enum Chunk {
    /// Items to be formatted.
    Tokens(TokenStream),
    /// Lines that are formatted already: calls of macros, into which no formatter looks.
    Text(String),
}

/// Returns a call of a macro of the runtime. A short one comes onto one line when its paths are short.
pub(super) fn invocation(name: &str, arguments: &[&str]) -> String {
    format!("crate::{name}!(\n    {}\n);\n", arguments.join(",\n    "))
}

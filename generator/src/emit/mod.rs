//! Model → token streams, one pure function per output file.
//!
//! Invariant: an emitter reads the model and the settings and nothing else, and writes no name
//! that the model did not settle.

mod calls;
mod client;
mod coverage;
mod docs;
mod facts;
mod imports;
mod library;
mod lints;
mod manifest;
mod models;
mod plans;
mod queries;
mod readme;
mod resources;
mod runtime;
mod types;
mod uses;
mod webhooks;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;

use self::{types::Traits, uses::Uses};
use crate::{
    model::{Api, TypeDef},
    settings::Settings,
};

/// A file before it is printed.
#[derive(Debug)]
pub struct EmittedFile {
    /// The path in the crate.
    pub path: String,
    /// What will be in it.
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

/// Every file of the crate.
#[must_use]
pub fn emit(api: &Api, settings: &Settings) -> Vec<EmittedFile> {
    let mut files = vec![
        text("Cargo.toml", manifest::manifest(api, settings)),
        text("README.md", readme::readme(api, settings)),
        text("rustfmt.toml", manifest::formatting()),
        rust("src/lib.rs", library::library(api, settings)),
        rust("src/client.rs", client::client(api, settings)),
        rust("src/resources/mod.rs", resources::index(api)),
    ];
    let traits = Traits::new(api);
    let uses = Uses::new(api);
    for resource in &api.resources {
        let path = format!("src/resources/{}.rs", resource.name.ident);
        files.push(chunks(
            path,
            resources::resource(&traits, resource, settings),
        ));
    }
    if !api.queries.is_empty() {
        let chunked = queries::queries(&traits, api, settings);
        files.push(chunks("src/queries.rs", chunked));
    }
    if let Some(described) = &api.plans {
        files.push(rust("src/plans.rs", plans::plans(described, settings)));
    }
    if !api.webhooks.is_empty() {
        files.push(chunks("src/webhooks.rs", webhooks::webhooks(api, settings)));
    }
    let families = families(api);
    files.push(rust("src/models/mod.rs", models::index(&families)));
    for (module, types) in &families {
        let path = format!("src/models/{module}.rs");
        files.push(chunks(path, models::family(&traits, &uses, module, types)));
    }
    files.extend(runtime::files().map(|(path, content)| text(path, content)));
    files
}

/// The types by module.
fn families(api: &Api) -> BTreeMap<&str, Vec<&TypeDef>> {
    let mut families: BTreeMap<&str, Vec<&TypeDef>> = BTreeMap::new();
    for def in &api.types {
        families.entry(&def.module).or_default().push(def);
    }
    families
}

fn rust(path: impl Into<String>, tokens: TokenStream) -> EmittedFile {
    chunks(path, vec![Chunk::Tokens(tokens)])
}

fn chunks(path: impl Into<String>, chunks: Vec<Chunk>) -> EmittedFile {
    EmittedFile {
        path: path.into(),
        content: Content::Rust(chunks),
    }
}

fn text(path: impl Into<String>, text: impl Into<String>) -> EmittedFile {
    EmittedFile {
        path: path.into(),
        content: Content::Text(text.into()),
    }
}

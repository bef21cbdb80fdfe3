//! Model → token streams, one pure function per output file.
//!
//! Invariant: an emitter reads the model and nothing else, and writes no name
//! that the model did not settle.

mod calls;
mod client;
mod common_errors;
mod coverage;
mod credentials;
mod docs;
mod example;
mod facts;
mod features;
mod file;
mod guide;
mod library;
mod licences;
mod lints;
mod literals;
mod manifest;
mod models;
mod modules;
mod overview;
mod paths;
mod plans;
mod queries;
mod readme;
mod records;
mod references;
mod resources;
mod runtime;
mod samples;
mod start;
mod types;
mod uses;
mod webhooks;

use proc_macro2::TokenStream;

pub(crate) use self::docs::is_direction;
pub(crate) use self::file::Chunk;
pub use self::file::{Content, EmittedFile};
use self::{
    common_errors::CommonErrors,
    features::Features,
    guide::{Filled, Guide},
    modules::{TypeModule, modules},
    types::Traits,
    uses::Uses,
};
use crate::{
    model::{Api, Plans, Resource},
    runtime::SourceFile,
};

/// One file that is to be emitted.
pub(crate) enum Part<'e> {
    Manifest,
    Readme,
    Formatting,
    Licence(&'static str, String),
    Library,
    Client,
    GuideIndex,
    Chapter(Filled<'e>),
    Resources,
    Resource(&'e Resource),
    Queries,
    Plans(&'e Plans),
    Records,
    Webhooks,
    Models,
    Types(&'e TypeModule<'e>),
    Runtime(&'static SourceFile),
}

/// Data about the model, collected once for all files.
pub(crate) struct Emission<'a> {
    api: &'a Api,
    traits: Traits<'a>,
    uses: Uses<'a>,
    features: Features<'a>,
    modules: Vec<TypeModule<'a>>,
    common_errors: CommonErrors<'a>,
    guide: Guide<'a>,
}

/// Returns every file of the crate.
#[must_use]
pub fn emit(api: &Api) -> Vec<EmittedFile> {
    let emission = Emission::new(api);
    let parts = emission.parts();
    parts.iter().map(|part| emission.emit(part)).collect()
}

impl<'a> Emission<'a> {
    pub(crate) fn new(api: &'a Api) -> Self {
        let features = Features::new(api);
        Self {
            api,
            traits: Traits::new(api),
            uses: Uses::new(api),
            modules: modules(&features, api),
            common_errors: CommonErrors::new(api),
            guide: Guide::new(&features, api),
            features,
        }
    }

    /// Returns every file of the crate, each of which can be emitted without the others.
    pub(crate) fn parts(&self) -> Vec<Part<'_>> {
        let mut parts = vec![
            Part::Manifest,
            Part::Readme,
            Part::Formatting,
            Part::Library,
            Part::Client,
            Part::GuideIndex,
            Part::Resources,
        ];
        let licences = licences::texts(self.api.package.license.as_deref());
        parts.extend(licences.map(|(path, text)| Part::Licence(path, text)));
        parts.extend(self.guide.parts().map(Part::Chapter));
        parts.extend(self.api.resources.iter().map(Part::Resource));
        if !self.api.queries.is_empty() {
            parts.push(Part::Queries);
        }
        parts.extend(self.api.plans.as_ref().map(Part::Plans));
        if records::has_records(self.api) {
            parts.push(Part::Records);
        }
        if !self.api.webhooks.is_empty() {
            parts.push(Part::Webhooks);
        }
        parts.push(Part::Models);
        parts.extend(self.modules.iter().map(Part::Types));
        parts.extend(runtime::files(self.api).map(Part::Runtime));
        parts
    }

    /// Returns one file as far as it declares something: chapters of the guide are nothing but text.
    pub(crate) fn outline(&self, part: &Part<'_>) -> EmittedFile {
        match part {
            Part::Chapter(chapter) => rust(chapter.path(), TokenStream::new()),
            Part::Readme | Part::Licence(..) | Part::Formatting => text("README.md", ""),
            part => self.emit(part),
        }
    }

    /// Returns one file.
    pub(crate) fn emit(&self, part: &Part<'_>) -> EmittedFile {
        let (api, traits) = (self.api, &self.traits);
        let features = &self.features;
        match part {
            Part::Manifest => text("Cargo.toml", manifest::manifest(features, api)),
            Part::Readme => text("README.md", readme::readme(features, api, &self.guide)),
            Part::Formatting => text("rustfmt.toml", manifest::formatting()),
            Part::Licence(path, content) => text(*path, content),
            Part::Library => rust("src/lib.rs", library::library(features, api, &self.guide)),
            Part::Client => rust("src/client.rs", client::client(features, api)),
            Part::GuideIndex => rust("src/guide/mod.rs", self.guide.index()),
            Part::Chapter(chapter) => rust(chapter.path(), chapter.tokens()),
            Part::Resources => rust(
                "src/resources/mod.rs",
                resources::index(features, api, &self.common_errors),
            ),
            Part::Resource(resource) => chunks(
                format!("src/resources/{}.rs", resource.name.ident),
                resources::resource(traits, resource, &api.package, &self.common_errors),
            ),
            Part::Queries => chunks("src/queries.rs", queries::queries(traits, features, api)),
            Part::Plans(described) => rust("src/plans.rs", plans::plans(described, &api.package)),
            Part::Records => rust("src/records.rs", records::records(features, api)),
            Part::Webhooks => chunks("src/webhooks.rs", webhooks::webhooks(api)),
            Part::Models => rust("src/models/mod.rs", models::index(&self.modules)),
            Part::Types(module) => chunks(
                format!("src/models/{}.rs", module.name),
                models::types(traits, &self.uses, module),
            ),
            Part::Runtime(file) => text(file.path, file.text),
        }
    }
}

fn rust(path: impl Into<String>, tokens: TokenStream) -> EmittedFile {
    chunks(path, vec![Chunk::Tokens(tokens)])
}

/// Returns a file of items that name everything in full.
fn chunks(path: impl Into<String>, chunks: Vec<Chunk>) -> EmittedFile {
    let path = path.into();
    let chunks = paths::shorten(&path, chunks);
    EmittedFile {
        path,
        content: Content::Rust(chunks),
    }
}

fn text(path: impl Into<String>, text: impl Into<String>) -> EmittedFile {
    EmittedFile {
        path: path.into(),
        content: Content::Text(text.into()),
    }
}

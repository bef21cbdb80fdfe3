//! Turns an OpenAPI description into a Rust client crate.
//!
//! Text goes in, a [`FileTree`] comes out; nothing here touches a disk or a terminal. Each stage
//! takes the whole output of the one before it:
//!
//! 1. [`load`]: text → untyped tree
//! 2. [`normalize`]: OpenAPI 3.1 → the shape of 3.0
//! 3. [`parse`]: untyped tree → `openapiv3::OpenAPI`
//! 4. [`lower`]: OpenAPI → [`model::Api`]
//! 5. [`emit`]: model → token streams
//! 6. [`render`]: token streams → text

pub mod compare;
mod diagnostics;
mod emit;
mod lower;
pub mod model;
mod render;
mod settings;
mod source;
mod surface;
mod tree;

pub use self::{
    diagnostics::{Diagnostic, Diagnostics, Position, Severity},
    emit::{Content, EmittedFile, emit},
    lower::lower,
    render::render,
    settings::Settings,
    source::{Document, Source, load, normalize, parse},
    surface::{Surface, SurfaceItem, Usage},
    tree::FileTree,
};

/// What callers of the crate that is made from a model can name.
///
/// # Errors
///
/// Reports code that is no Rust: a fault of the generator.
pub fn surface(api: &model::Api, settings: &Settings) -> Result<Surface, Diagnostics> {
    Surface::of(emit(api, settings))
}

/// What the generator makes of a description.
#[derive(Debug)]
pub struct Generated {
    /// The files of the crate.
    pub tree: FileTree,
    /// The model that they were made from.
    pub api: model::Api,
    /// What is less exact than the description.
    pub warnings: Diagnostics,
}

/// Runs all stages.
///
/// # Errors
///
/// Reports everything that is wrong with the description in the first stage that finds
/// something, placed in its text.
pub fn generate(description: &Source, settings: &Settings) -> Result<Generated, Diagnostics> {
    let locate = |diagnostics: Diagnostics| source::located(diagnostics, description);
    let document = load(description)?;
    let (document, mut warnings) = normalize(document).map_err(locate)?;
    let parsed = parse(document).map_err(locate)?;
    let (api, more) = lower(&parsed, settings).map_err(locate)?;
    warnings.append(more);
    let tree = render(emit(&api, settings)).map_err(locate)?;
    Ok(Generated {
        tree,
        api,
        warnings: locate(warnings),
    })
}

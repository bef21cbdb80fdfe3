//! Turns an OpenAPI description into a Rust client crate.
//!
//! Text goes in, a [`FileTree`] comes out; nothing here touches a disk or a terminal. Each stage
//! takes the whole output of the one before it:
//!
//! 1. [`load`]: text → untyped tree
//! 2. [`bundle`]: references into other files → references to components
//! 3. [`normalize`]: OpenAPI 3.1 → the shape of 3.0
//! 4. [`parse`]: untyped tree → `openapiv3::OpenAPI`
//! 5. [`lower`]: OpenAPI → [`model::Api`]
//! 6. [`emit`]: model → token streams
//! 7. [`render`]: token streams → text

mod diagnostics;
mod emit;
mod lower;
pub mod model;
mod render;
mod settings;
mod source;
mod tree;

pub use self::{
    diagnostics::{Diagnostic, Diagnostics, Position, Severity},
    emit::{Content, EmittedFile, emit},
    lower::lower,
    render::render,
    settings::Settings,
    source::{Document, ReadFile, Source, bundle, load, normalize, parse},
    tree::FileTree,
};

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
    let no_files = |_: &str| Err("no other file is read here".to_owned());
    generate_from_files(description, settings, &no_files)
}

/// Runs all stages on a description that refers to other files, which `read_file` reads.
///
/// # Errors
///
/// As [`generate`].
pub fn generate_from_files(
    description: &Source,
    settings: &Settings,
    read_file: &ReadFile<'_>,
) -> Result<Generated, Diagnostics> {
    let locate = |diagnostics: Diagnostics| source::located(diagnostics, description);
    let document = load(description)?;
    let document = bundle(document, &description.name, read_file).map_err(locate)?;
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

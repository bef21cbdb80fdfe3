//! Turns an OpenAPI description into a Rust client crate.
//!
//! Text goes in, a [`FileTree`] comes out; nothing here touches a disk or a terminal. Each stage
//! takes the whole output of the one before it:
//!
//! 1. [`load`]: text → untyped tree
//! 2. [`overlay`]: corrections of the tree → untyped tree
//! 3. [`bundle`]: references into other files → references to components
//! 4. [`normalize`]: OpenAPI 3.1 → the shape of 3.0
//! 5. [`parse`]: untyped tree → `openapiv3::OpenAPI`
//! 6. [`lower`]: OpenAPI → [`model::Api`]
//! 7. [`emit`]: model → token streams
//! 8. [`render`]: token streams → text

mod diagnostics;
mod emit;
mod lower;
pub mod model;
mod render;
mod settings;
mod source;
mod tree;

pub use self::{
    diagnostics::{
        Colours, Diagnostic, Diagnostics, Excerpt, Position, Severity, as_json, render_diagnostic,
        summary_as_json,
    },
    emit::{Content, EmittedFile, emit},
    lower::lower,
    render::render,
    settings::Settings,
    source::{Document, ReadFile, Source, bundle, load, normalize, overlay, parse},
    tree::FileTree,
};

use self::source::Texts;

/// What the generator makes of a description.
#[derive(Debug)]
pub struct Generated {
    /// The files of the crate.
    pub tree: FileTree,
    /// The model that they were made from.
    pub api: model::Api,
    /// How many actions of overlays were applied.
    pub actions: usize,
    /// What is less exact than the description.
    pub warnings: Diagnostics,
}

/// Runs all stages: what the overlays correct is corrected in their order.
///
/// # Errors
///
/// Reports everything that is wrong with the description and the overlays in the first stage
/// that finds something, placed in the text that it comes from.
pub fn generate(
    description: &Source,
    overlays: &[Source],
    settings: &Settings,
) -> Result<Generated, Diagnostics> {
    let no_files = |_: &str| Err("no other file is read here".to_owned());
    generate_from_files(description, overlays, settings, &no_files)
}

/// Runs all stages on a description that refers to other files, which `read_file` reads.
///
/// # Errors
///
/// As [`generate`].
pub fn generate_from_files(
    description: &Source,
    overlays: &[Source],
    settings: &Settings,
    read_file: &ReadFile<'_>,
) -> Result<Generated, Diagnostics> {
    let document = load(description)?;
    let (document, mut warnings) = overlay(document, overlays)?;
    let actions = document.actions();
    let texts = Texts::new(description, overlays, &document);
    let locate = |diagnostics: Diagnostics| texts.located(diagnostics);
    let document = bundle(document, &description.name, read_file).map_err(locate)?;
    let (document, more) = normalize(document).map_err(locate)?;
    warnings.append(more);
    let parsed = parse(document).map_err(locate)?;
    let (api, more) = lower(&parsed, settings).map_err(locate)?;
    warnings.append(more);
    let tree = render(emit(&api, settings)).map_err(locate)?;
    Ok(Generated {
        tree,
        api,
        actions,
        warnings: locate(warnings),
    })
}

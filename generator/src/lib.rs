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
//! 8. [`render`]: token streams → text; [`write()`] does both, file by file, on several threads
//!
//! `generator/README.md` says what each construct of a description turns into, and how a feature is added.

pub mod compare;
mod diagnostics;
mod emit;
mod lower;
pub mod model;
mod partial;
mod public_api;
mod render;
pub mod runtime;
mod settings;
mod source;
mod tree;
mod write;

use std::collections::BTreeMap;

pub use self::{
    diagnostics::{
        Colours, Diagnostic, Diagnostics, Excerpt, Position, Severity, as_json, render_diagnostic,
        summary_as_json,
    },
    emit::{Content, EmittedFile, emit},
    lower::lower,
    partial::generate_partial,
    public_api::{Condition, PublicApi, PublicItem, Usage},
    render::render,
    settings::Settings,
    source::{Document, ReadFile, Source, bundle, load, normalize, overlay, parse},
    tree::FileTree,
    write::write,
};

use self::{emit::Emission, partial::Broken, source::Texts};

/// The public API of the crate that is made from a model, read before its files are printed.
///
/// # Errors
///
/// As [`PublicApi::of`]: a fault of the generator.
pub fn public_api(api: &model::Api) -> Result<PublicApi, Diagnostics> {
    // Documentation is no part of it, and takes most of the time to write.
    let api = api.clone().without_texts();
    let emission = Emission::new(&api);
    let parts = emission.parts();
    PublicApi::of_emitted(parts.iter().map(|part| emission.outline(part)))
}

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
    /// What is wrong with the operations that are left out; nothing unless [`generate_partial`] left some out.
    pub left_out: Diagnostics,
}

/// What a description says.
#[derive(Debug)]
pub struct Modelled<'t> {
    /// The model.
    pub api: model::Api,
    /// How many actions of overlays were applied.
    pub actions: usize,
    /// What is less exact than the description.
    pub warnings: Diagnostics,
    /// What it was read from.
    texts: Texts<'t>,
}

impl<'t> Modelled<'t> {
    /// Where nodes stand, by their JSON pointers: the name of the text, and the place in it. What
    /// an overlay brought stands in the overlay.
    pub fn places<'p>(
        &self,
        pointers: impl Iterator<Item = &'p str>,
    ) -> BTreeMap<&'p str, (&'t str, Position)> {
        self.texts.places(pointers)
    }
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
    let Modelled {
        api,
        actions,
        warnings,
        ..
    } = model(description, overlays, settings, read_file)?;
    let tree = write(&api)?;
    Ok(Generated {
        tree,
        api,
        actions,
        warnings,
        left_out: Diagnostics::default(),
    })
}

/// Runs the stages up to the model.
///
/// # Errors
///
/// As [`generate`].
pub fn model<'t>(
    description: &'t Source,
    overlays: &'t [Source],
    settings: &Settings,
    read_file: &ReadFile<'_>,
) -> Result<Modelled<'t>, Diagnostics> {
    model_without(description, overlays, settings, read_file, &[])
}

/// The model of a description with those actions of overlays alone that fit it. The others come back
/// among the warnings, as errors.
///
/// # Errors
///
/// As [`generate`], but for actions that cannot be applied.
pub fn model_of_what_fits<'t>(
    description: &'t Source,
    overlays: &'t [Source],
    settings: &Settings,
    read_file: &ReadFile<'_>,
) -> Result<Modelled<'t>, Diagnostics> {
    let (document, warnings) = source::overlay_what_fits(load(description)?, overlays)?;
    let texts = Texts::new(description, overlays, &document);
    let said = warnings.clone();
    lowered(document, texts, warnings, settings, read_file).map_err(|errors| {
        // What did not fit may be why the rest does not hold.
        let mut all = said;
        all.append(errors);
        all
    })
}

/// The model of a description without some operations.
fn model_without<'t>(
    description: &'t Source,
    overlays: &'t [Source],
    settings: &Settings,
    read_file: &ReadFile<'_>,
    without: &[Broken],
) -> Result<Modelled<'t>, Diagnostics> {
    let document = load(description)?;
    let (mut document, warnings) = overlay(document, overlays)?;
    for broken in without {
        broken.remove_from(&mut document);
    }
    let texts = Texts::new(description, overlays, &document);
    lowered(document, texts, warnings, settings, read_file)
}

/// The stages behind the overlays.
fn lowered<'t>(
    document: Document,
    texts: Texts<'t>,
    mut warnings: Diagnostics,
    settings: &Settings,
    read_file: &ReadFile<'_>,
) -> Result<Modelled<'t>, Diagnostics> {
    let actions = document.actions();
    let locate = |diagnostics: Diagnostics| texts.located(diagnostics);
    let document = bundle(document, texts.name(), read_file).map_err(locate)?;
    let (document, more) = normalize(document).map_err(locate)?;
    warnings.append(more);
    let parsed = parse(document).map_err(locate)?;
    let (api, more) = lower(&parsed, settings).map_err(locate)?;
    warnings.append(more);
    Ok(Modelled {
        api,
        actions,
        warnings: locate(warnings),
        texts,
    })
}

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
//! [`Input`] runs them all.
//!
//! `generator/README.md` says what each construct of a description turns into, and how a feature is added.

mod accepted;
pub mod compare;
mod diagnostics;
mod emit;
mod input;
mod lower;
pub mod model;
mod names_lock;
mod outline;
mod public_api;
mod render;
pub mod runtime;
mod settings;
mod source;
mod tree;
pub mod update;
mod write;

pub use self::{
    accepted::{Acceptance, parse_accepted},
    diagnostics::{
        Colours, Diagnostic, Diagnostics, Excerpt, Position, Severity, Subject, as_json,
        render_diagnostic, summary_as_json,
    },
    emit::{Content, EmittedFile, emit},
    input::{ErrorPolicy, Generated, Input, Modelled},
    lower::lower,
    names_lock::{parse_names, print_names},
    public_api::{Condition, PublicApi, PublicItem, Usage},
    render::render,
    settings::Settings,
    source::{
        Document, Masked, MaskingAction, Names as MemberNames, ReadFile, Source, bundle, load,
        normalize, overlay, parse, read_tree,
    },
    tree::FileTree,
    write::write,
};

use self::emit::Emission;

/// The version of the generator.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Returns the public API of the crate that is made from a model, read before its files are printed.
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

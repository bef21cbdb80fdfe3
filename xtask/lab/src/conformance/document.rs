//! A document of the suite → the model and the crate that the generator makes of it.

use std::path::Path;

use generator::{ErrorPolicy, FileTree, Input, Settings, Severity, model::Api};
use xtask::failure::Failure;
use xtask::input::InputFile;

use super::suite::Described;

/// Document with what is made of it.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) specification: String,
    /// Name of the package, and of its folder.
    pub(super) package: String,
    pub(super) api: Api,
    pub(super) tree: FileTree,
    /// Messages of the emitter about operations that OpenAPI cannot express.
    pub(super) notes: Vec<String>,
    /// Pointers of what is described and any JSON value in the crate.
    pub(super) untyped: Vec<String>,
    /// Messages of errors about what is omitted of the crate.
    pub(super) left_out: Vec<String>,
}

impl Document {
    /// Generates the crate of a document.
    pub(super) fn generate(folder: &Path, described: &Described) -> Result<Self, Failure> {
        let source = InputFile::given(&folder.join(&described.file)).read()?;
        let stem = described.file.trim_end_matches(".json");
        let letters = stem.chars().map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        });
        let package = format!("conformance-{}", letters.collect::<String>());
        let settings = Settings::for_crate(&package)?;
        let generated = Input::new(&source, &settings)
            .errors(ErrorPolicy::LeaveOut)
            .generate()?;
        let untyped = generated
            .warnings
            .iter()
            .filter(|warning| warning.code == "untyped");
        let left_out = generated
            .left_out
            .iter()
            .filter(|one| one.severity == Severity::Error);
        Ok(Self {
            specification: described.specification.clone(),
            package,
            notes: described.notes.clone(),
            untyped: untyped
                .filter_map(|warning| warning.pointer.clone())
                .collect(),
            left_out: left_out.map(|error| error.message.clone()).collect(),
            api: generated.api,
            tree: generated.tree,
        })
    }

    /// Returns `true` if the description has no type for any JSON value in the crate, so that no more could be said.
    pub(super) fn is_typed(&self) -> bool {
        self.untyped.is_empty()
    }
}

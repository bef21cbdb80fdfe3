//! The descriptions that the tests generate from.
//!
//! Invariant: a case is called like its file, and so is the crate made from it.

use std::path::Path;

use generator::{Diagnostics, ErrorPolicy, Generated, Input, Settings, Source};

use crate::files;

/// Prefix of the comment that lists the files in the snapshot of a case.
pub const SHOWS: &str = "# Shows: ";

/// A description of one feature.
pub struct Case {
    /// The file's name without its ending.
    pub name: String,
    /// The description.
    pub source: Source,
    /// `<name>.overlay.yaml` beside it, if there is one.
    pub overlays: Vec<Source>,
}

impl Case {
    fn read(path: &Path) -> Self {
        Self {
            name: files::stem(path),
            source: source(path),
            overlays: overlay(path).into_iter().collect(),
        }
    }

    /// Returns `true` if the case shows the guide.
    #[must_use]
    pub fn is_about_the_guide(&self) -> bool {
        self.name.starts_with("guide_")
    }

    /// Returns the generated files that its snapshot shows besides the model, from its comment `# Shows: models,
    /// client`: files and folders of `src/`, or `everything`.
    pub fn shown(&self) -> Vec<&str> {
        let mut lines = self.source.text.lines();
        let list = lines.find_map(|line| line.strip_prefix(SHOWS));
        list.map_or_else(Vec::new, |list| list.split(", ").collect())
    }

    /// Returns the crate that the generator makes of it.
    pub fn generate(&self) -> Generated {
        let generated = self.generate_with(ErrorPolicy::Refuse);
        generated.unwrap_or_else(|errors| panic!("{errors}"))
    }

    /// Returns the crate that the generator makes of it under a policy.
    ///
    /// # Errors
    ///
    /// As [`Input::generate`].
    pub fn generate_with(&self, errors: ErrorPolicy) -> Result<Generated, Diagnostics> {
        let settings = Settings::for_crate(&self.name).expect("a name for a crate");
        let input = Input::new(&self.source, &settings).overlays(&self.overlays);
        input.errors(errors).generate()
    }
}

/// Returns `tests/cases/*`, which all generate.
pub fn valid_cases() -> Vec<Case> {
    cases("tests/cases")
}

/// Returns `tests/cases/partial/*`, which generate without what is wrong.
pub fn partial_cases() -> Vec<Case> {
    cases("tests/cases/partial")
}

/// Returns `tests/cases/invalid/*`, which all do not.
pub fn invalid_cases() -> Vec<Case> {
    cases("tests/cases/invalid")
}

fn cases(folder: &str) -> Vec<Case> {
    let paths = files::entries(&files::root().join(folder));
    let files = paths
        .iter()
        .filter(|path| path.is_file() && !is_overlay(path));
    files.map(|path| Case::read(path)).collect()
}

fn is_overlay(path: &Path) -> bool {
    path.to_string_lossy().ends_with(".overlay.yaml")
}

/// Returns the overlay of the case in a file.
fn overlay(case: &Path) -> Option<Source> {
    source_if_there(&case.with_extension("overlay.yaml"))
}

fn source_if_there(path: &Path) -> Option<Source> {
    path.is_file().then(|| source(path))
}

/// Returns a description, called by its file's name alone.
pub fn source(path: &Path) -> Source {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    Source {
        name,
        text: files::read(path),
    }
}

/// Returns `spec/freshdesk.yaml`.
pub fn freshdesk() -> Source {
    source(&files::root().join("spec/freshdesk.yaml"))
}

/// Returns `spec/codegen.toml`, with the identifiers of `spec/names.lock`.
pub fn settings() -> Settings {
    let settings = source(&files::root().join("spec/codegen.toml"));
    let settings = Settings::parse(&settings).unwrap_or_else(|errors| panic!("{errors}"));
    match source_if_there(&files::root().join("spec/names.lock")) {
        Some(lock) => {
            let names = generator::parse_names(&lock).unwrap_or_else(|errors| panic!("{errors}"));
            settings.with_names(&names)
        }
        None => settings,
    }
}

/// Returns the overlays that `spec/codegen.toml` lists.
pub fn freshdesk_overlays() -> Vec<Source> {
    let settings = settings();
    let paths = settings.overlays().expect("a list of overlays");
    let spec = files::root().join("spec");
    paths.iter().map(|path| source(&spec.join(path))).collect()
}

/// Generates the client from a Freshdesk description.
pub fn generate_freshdesk(source: &Source) -> Generated {
    Input::new(source, &settings())
        .overlays(&freshdesk_overlays())
        .generate()
        .unwrap_or_else(|errors| panic!("{errors}"))
}

/// Returns the description that the crate is made from, as it is before the generator rewrites it.
pub fn described_freshdesk() -> serde_json::Value {
    let document = generator::load(&freshdesk())
        .and_then(|document| generator::overlay(document, &freshdesk_overlays()))
        .and_then(|(document, said)| said.unless_errors(document));
    let (document, _) = document.unwrap_or_else(|errors| panic!("{errors}"));
    document.as_json().clone()
}

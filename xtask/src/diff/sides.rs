//! A folder, a commit or a file → the texts of one side of a comparison, and what they make.
//!
//! Invariant: the overlays of a side are applied to it, whichever side it is.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread::{self, ScopedJoinHandle};

use generator::compare::Side;
use generator::model::Names;
use generator::{Diagnostic, ErrorPolicy, FileTree, Input, Modelled, PublicApi, Settings, Source};

use super::git::{Commit, Repository};
use super::health::{self, Ailment};
use crate::args::{Given, OverlayArgs};
use crate::failure::Failure;
use crate::input::InputFile;
use crate::names;
use crate::overlays;
use crate::workspace::{DESCRIPTION, GENERATED, NAMES, OVERLAY, SETTINGS};

/// The name of a crate that is only compared.
const CRATE: &str = "compared-client";

/// The texts of one side.
#[derive(Clone, Debug)]
pub struct Texts {
    /// Name of this side, as the user wrote it.
    pub label: String,
    /// The description.
    pub description: Source,
    /// The overlays that are applied to it, in their order.
    pub overlays: Vec<Source>,
    /// The settings of the crate.
    pub settings: Settings,
    /// The version of the crate that is made of them.
    pub version: String,
    /// The crate as it was committed with them, which an older generator may have written. `None`: only what the
    /// present generator makes of them counts.
    pub committed: Option<FileTree>,
    /// The folder with the crate of now. `None`: the texts are not those of the working tree.
    pub folder: Option<PathBuf>,
    /// The settings with the identifiers that `cargo xtask codegen` would keep. `None`: those that the settings lock.
    pub keeping: Option<Settings>,
    /// The files that the description refers to.
    pub files: Files,
    /// The fate of what is wrong in the description.
    pub errors: ErrorPolicy,
}

/// The files that a description refers to, by their paths from its folder.
#[derive(Clone, Debug)]
pub enum Files {
    /// Files beside it, below a folder if there is one, else below its own.
    Beside(InputFile, Option<PathBuf>),
    /// Files of the same commit.
    Committed(Committed),
}

/// A commit whose files can be read.
#[derive(Clone, Debug)]
pub struct Committed {
    repository: Repository,
    commit: Commit,
}

impl Files {
    fn read(&self, path: &str) -> Result<String, String> {
        match self {
            Self::Beside(file, root) => file.read_beside(path, root.as_deref()),
            Self::Committed(Committed { repository, commit }) => {
                let folder = DESCRIPTION
                    .rsplit_once('/')
                    .map_or("", |(folder, _)| folder);
                match repository.file(commit, &format!("{folder}/{path}")) {
                    Ok(Some(text)) => Ok(text),
                    Ok(None) => Err(format!("`{}` has no `{folder}/{path}`", commit.label)),
                    Err(failure) => Err(failure.to_string()),
                }
            }
        }
    }
}

/// Results from the texts of one side.
#[derive(Debug)]
pub(crate) struct Made<'t> {
    pub(crate) modelled: Modelled<'t>,
    pub(crate) public_api: PublicApi,
    /// Public API that the present generator makes of the texts, where another one wrote the crate.
    pub(crate) regenerated: Option<PublicApi>,
}

impl Texts {
    /// Reads the present state of the folder.
    pub fn of_folder(root: &Path) -> Result<Self, Failure> {
        let settings = names::settings(root)?;
        let files = overlays::of_workspace(root, &OverlayArgs::default(), &settings);
        Ok(Self {
            label: "the working tree".to_owned(),
            description: InputFile::of_workspace(root, DESCRIPTION).read()?,
            overlays: overlays::read(&files)?,
            version: settings.version().to_owned(),
            settings,
            committed: None,
            folder: Some(root.join(GENERATED)),
            keeping: None,
            files: Files::Beside(InputFile::of_workspace(root, DESCRIPTION), None),
            errors: ErrorPolicy::SkipActions,
        })
    }

    /// A description with what the command line says belongs to it.
    pub(crate) fn given(given: Given<'_>) -> Result<Self, Failure> {
        let file = InputFile::given(given.description);
        let settings = match given.settings {
            Some(path) => Settings::parse(&InputFile::given(path).read()?)?,
            None => Settings::for_crate(CRATE)?,
        };
        let overlays: Vec<InputFile> = given
            .overlays
            .iter()
            .map(|path| InputFile::given(path))
            .collect();
        Ok(Self {
            label: file.label.clone(),
            description: file.read()?,
            overlays: overlays::read(&overlays)?,
            version: settings.version().to_owned(),
            settings,
            committed: None,
            folder: None,
            keeping: None,
            files: Files::Beside(file, given.root.map(Path::to_path_buf)),
            errors: given.errors,
        })
    }

    /// The texts with the identifiers that `cargo xtask codegen` would keep.
    pub(crate) fn keeping(self, names: Option<&Names>) -> Self {
        let keeping = names.map(|names| self.settings.clone().with_names(names));
        Self { keeping, ..self }
    }

    /// Reads the state of a commit.
    pub(crate) fn of_commit(
        repository: &Repository,
        commit: &Commit,
        now: &Self,
    ) -> Result<Self, Failure> {
        let read = |path: &str| -> Result<Option<Source>, Failure> {
            let text = repository.file(commit, path)?;
            Ok(text.map(|text| Source {
                name: format!("{}:{path}", commit.label),
                text,
            }))
        };
        let Some(description) = read(DESCRIPTION)? else {
            return Err(Failure::new(format!(
                "`{}` has no {DESCRIPTION} to compare with",
                commit.label
            ))
            .help("name a later revision: --base REV, or a file: --old FILE"));
        };
        // Settings of another time may have keys that no one reads any more; the present ones
        // are in then, and only what they say about overlays does not fit.
        let text = read(SETTINGS)?;
        let version = text.as_ref().and_then(|source| version_in(&source.text));
        let past = text.and_then(|source| Settings::parse(&source).ok());
        let locked = match read(NAMES)? {
            Some(source) => generator::parse_names(&source)?,
            None => Names::default(),
        };
        let listed = match &past {
            Some(settings) => settings.overlays().map(<[String]>::to_vec),
            None => Some(Vec::new()),
        };
        let optional = past.iter().flat_map(Settings::optional_overlays);
        let folder = SETTINGS.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut overlays = Vec::new();
        let listed = listed.unwrap_or_else(|| vec![OVERLAY.to_owned()]);
        for path in listed.iter().chain(optional) {
            overlays.extend(read(&format!("{folder}/{path}"))?);
        }
        Ok(Self {
            label: commit.label.clone(),
            description,
            overlays,
            version: version.unwrap_or_else(|| now.version.clone()),
            settings: past.map_or_else(
                || now.settings.clone(),
                |settings| settings.with_names(&locked),
            ),
            committed: committed(repository, commit)?,
            folder: None,
            keeping: None,
            files: Files::Committed(Committed {
                repository: repository.clone(),
                commit: commit.clone(),
            }),
            errors: ErrorPolicy::SkipActions,
        })
    }

    /// The root of the working tree that the texts are of; of others, the current folder.
    pub(crate) fn root(&self) -> PathBuf {
        let folder = self.folder.as_deref().and_then(Path::parent);
        folder.unwrap_or(Path::new(".")).to_path_buf()
    }

    /// Returns `true` if the descriptions and overlays of both sides are the same.
    pub(crate) fn describes_the_same(&self, other: &Self) -> bool {
        let text = |source: &Source| source.text.clone();
        let overlays = |side: &Self| side.overlays.iter().map(text).collect::<Vec<_>>();
        self.description.text == other.description.text && overlays(self) == overlays(other)
    }

    /// Returns another description, with the overlays and settings of now.
    pub(crate) fn of_file(path: &Path, now: &Self) -> Result<Self, Failure> {
        let file = InputFile::given(path);
        Ok(Self {
            label: file.label.clone(),
            description: file.read()?,
            overlays: now.overlays.clone(),
            version: now.version.clone(),
            settings: now.settings.clone(),
            committed: None,
            folder: None,
            keeping: None,
            files: Files::Beside(file, None),
            errors: ErrorPolicy::SkipActions,
        })
    }

    /// Returns the model of these texts. Actions of overlays that do not fit are omitted and told.
    pub(crate) fn model(&self) -> Result<Modelled<'_>, Failure> {
        let settings = self.keeping.as_ref().unwrap_or(&self.settings);
        let read_file = |path: &str| self.files.read(path);
        let input = Input::new(&self.description, settings)
            .overlays(&self.overlays)
            .errors(self.errors);
        Ok(input.model_reading(&read_file).map_err(|mut errors| {
            let text = format!(
                "cannot generate {}, so there is nothing to compare",
                self.label
            );
            errors.push(Diagnostic::error("not-comparable", text));
            errors
        })?)
    }

    /// Runs the generator up to the code and reads the crate that was committed, in parallel.
    pub(crate) fn make(&self) -> Result<Made<'_>, Failure> {
        thread::scope(|scope| {
            let committed = self.committed.as_ref();
            let committed = committed.map(|files| scope.spawn(|| self.read(files)));
            let modelled = self.model()?;
            let made = generator::public_api(&modelled.api)?;
            let (public_api, regenerated) = match committed.map(ScopedJoinHandle::join) {
                Some(Ok(committed)) => (committed?, Some(made)),
                Some(Err(panic)) => resume_unwind(panic),
                None => (made, None),
            };
            Ok(Made {
                modelled,
                public_api,
                regenerated,
            })
        })
    }

    fn read(&self, files: &FileTree) -> Result<PublicApi, Failure> {
        let read = PublicApi::of(files).map_err(|mut errors| {
            let text = format!(
                "{GENERATED}/ of {} cannot be read, so there is nothing to compare",
                self.label
            );
            errors.push(Diagnostic::error("not-comparable", text));
            errors
        });
        Ok(read?)
    }
}

/// Returns the crate in a commit. `None`: the commit has none.
fn committed(repository: &Repository, commit: &Commit) -> Result<Option<FileTree>, Failure> {
    let files = repository.files(commit, GENERATED)?;
    if files.is_empty() {
        return Ok(None);
    }
    let mut tree = FileTree::default();
    for (path, text) in files {
        tree.insert(path, text);
    }
    Ok(Some(tree))
}

/// Returns the version in settings that may have keys which no one reads any more.
fn version_in(settings: &str) -> Option<String> {
    let package = settings.split("[package]").nth(1)?;
    let mut lines = package.lines().take_while(|line| !line.starts_with('['));
    let version = lines.find_map(|line| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "version").then(|| value.trim())
    })?;
    Some(version.trim_matches(['"', '\'']).to_owned())
}

impl Made<'_> {
    pub(crate) fn side(&self) -> Side<'_> {
        Side {
            api: &self.modelled.api,
            public_api: &self.public_api,
        }
    }

    /// Locates nodes, as `file:line:column`.
    pub(crate) fn places<'p>(
        &'p self,
        pointers: impl Iterator<Item = &'p str>,
    ) -> BTreeMap<&'p str, String> {
        let places = self.modelled.places(pointers).into_iter();
        places
            .map(|(pointer, (file, at))| (pointer, format!("{file}:{}:{}", at.line, at.column)))
            .collect()
    }

    /// Lists the problems of the overlays with this description.
    pub(crate) fn ailments(&self) -> Vec<Ailment> {
        let Modelled {
            left_out, warnings, ..
        } = &self.modelled;
        health::ailments(left_out.iter().chain(warnings.iter()))
    }
}

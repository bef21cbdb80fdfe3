//! A folder, a commit or a file → the texts of one side of a comparison, and what they make.
//!
//! Invariant: the overlays of a side are applied to it, whichever side it is.

use std::collections::BTreeMap;
use std::path::Path;

use generator::compare::Side;
use generator::{Modelled, Settings, Source, Surface};

use super::git::{Commit, Repository};
use crate::args::OverlayArgs;
use crate::failure::Failure;
use crate::input::InputFile;
use crate::overlays;
use crate::workspace::{DESCRIPTION, OVERLAY, SETTINGS};

/// The texts of one side.
#[derive(Debug)]
pub(crate) struct Texts {
    /// What the user calls this side.
    pub(crate) label: String,
    pub(crate) description: Source,
    pub(crate) overlays: Vec<Source>,
    pub(crate) settings: Settings,
}

/// What the texts of one side make.
#[derive(Debug)]
pub(crate) struct Made<'t> {
    pub(crate) modelled: Modelled<'t>,
    pub(crate) surface: Surface,
    settings: &'t Settings,
}

impl Texts {
    /// What is in the folder now.
    pub(crate) fn of_folder(root: &Path) -> Result<Self, Failure> {
        let settings = Settings::parse(&InputFile::of_workspace(root, SETTINGS).read()?)?;
        let files = overlays::of_workspace(root, &OverlayArgs::default(), &settings);
        Ok(Self {
            label: "the working tree".to_owned(),
            description: InputFile::of_workspace(root, DESCRIPTION).read()?,
            overlays: overlays::read(&files)?,
            settings,
        })
    }

    /// What was in a commit.
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
        // stand in then, and only what they say about overlays does not fit.
        let past = read(SETTINGS)?.and_then(|source| Settings::parse(&source).ok());
        let listed = match &past {
            Some(settings) => settings.overlays().map(<[String]>::to_vec),
            None => Some(Vec::new()),
        };
        let folder = SETTINGS.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut overlays = Vec::new();
        for path in listed.unwrap_or_else(|| vec![OVERLAY.to_owned()]) {
            overlays.extend(read(&format!("{folder}/{path}"))?);
        }
        Ok(Self {
            label: commit.label.clone(),
            description,
            overlays,
            settings: past.unwrap_or_else(|| now.settings.clone()),
        })
    }

    /// Another description, with the overlays and settings of now.
    pub(crate) fn of_file(path: &Path, now: &Self) -> Result<Self, Failure> {
        let file = InputFile::given(path);
        Ok(Self {
            label: file.label.clone(),
            description: file.read()?,
            overlays: now.overlays.clone(),
            settings: now.settings.clone(),
        })
    }

    /// Runs the generator up to the code.
    pub(crate) fn make(&self) -> Result<Made<'_>, Failure> {
        // Neither a commit nor a file alone has others beside it.
        let no_files = |_: &str| Err("the comparison reads no other files".to_owned());
        let (description, overlays) = (&self.description, &self.overlays);
        let modelled = generator::model(description, overlays, &self.settings, &no_files)?;
        let surface = generator::surface(&modelled.api, &self.settings)?;
        Ok(Made {
            modelled,
            surface,
            settings: &self.settings,
        })
    }
}

impl Made<'_> {
    pub(crate) fn side(&self) -> Side<'_> {
        Side {
            api: &self.modelled.api,
            surface: &self.surface,
            settings: self.settings,
        }
    }

    /// Where nodes stand, as `file:line:column`.
    pub(crate) fn places<'p>(
        &self,
        pointers: impl Iterator<Item = &'p str>,
    ) -> BTreeMap<&'p str, String> {
        let places = self.modelled.places(pointers).into_iter();
        places
            .map(|(pointer, (file, at))| (pointer, format!("{file}:{}:{}", at.line, at.column)))
            .collect()
    }

    /// What the overlays say that the description says by now.
    pub(crate) fn overlay_warnings(&self) -> Vec<String> {
        let warnings = self.modelled.warnings.iter();
        warnings
            .filter(|warning| warning.code.starts_with("overlay"))
            .map(ToString::to_string)
            .collect()
    }
}

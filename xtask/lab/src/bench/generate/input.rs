//! The command line → the description, overlays and settings that the benchmark gives to the generator.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use generator::{FileTree, Settings, Source};
use xtask::args::OverlayArgs;
use xtask::failure::Failure;
use xtask::input::InputFile;
use xtask::names;
use xtask::overlays;
use xtask::workspace::{self, DESCRIPTION};

use crate::args::BenchGenerateArgs;

/// The crate that is generated; its name does not matter.
const CRATE: &str = "bench-client";

/// The files that are read: this repository's own, or those that the command line names.
#[derive(Debug)]
pub(in crate::bench) struct Files {
    description: InputFile,
    overlays: Vec<InputFile>,
    root: Option<PathBuf>,
}

impl Files {
    pub(super) fn new(args: &BenchGenerateArgs) -> Result<Self, Failure> {
        if let Some(path) = &args.spec {
            return Ok(Self {
                description: InputFile::given(path),
                overlays: overlays::given(&args.overlays),
                root: args.root.clone(),
            });
        }
        Self::of_workspace(&args.overlays)
    }

    /// This repository's own.
    pub(in crate::bench) fn of_workspace(overlays: &OverlayArgs) -> Result<Self, Failure> {
        let root = workspace::root();
        let settings = names::settings(&root)?;
        Ok(Self {
            description: InputFile::of_workspace(&root, DESCRIPTION),
            overlays: overlays::of_workspace(&root, overlays, &settings),
            root: None,
        })
    }

    /// Generates the crate from these inputs.
    pub(in crate::bench) fn generate(&self) -> Result<FileTree, Failure> {
        let input = Input::read(self)?;
        let generated = generator::Input::new(&input.description, &input.settings)
            .overlays(&input.overlays)
            .generate()?;
        Ok(generated.tree)
    }

    /// Returns the arguments with which `codegen` writes a crate from them into `out`.
    pub(in crate::bench) fn codegen(&self, out: &Path) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = vec!["codegen".into()];
        arguments.extend(["--spec".into(), self.description.path.clone().into()]);
        for overlay in &self.overlays {
            arguments.extend(["--overlay".into(), overlay.path.clone().into()]);
        }
        if let Some(root) = &self.root {
            arguments.extend(["--root".into(), root.into()]);
        }
        arguments.extend(["--out".into(), out.into(), "--name".into(), CRATE.into()]);
        arguments
    }
}

/// The texts and settings that the generator takes.
#[derive(Clone, Debug)]
pub(super) struct Input {
    pub(super) description: Source,
    pub(super) overlays: Vec<Source>,
    pub(super) settings: Settings,
    pub(super) file: InputFile,
    pub(super) root: Option<PathBuf>,
}

impl Input {
    pub(super) fn read(files: &Files) -> Result<Self, Failure> {
        Ok(Self {
            description: files.description.read()?,
            overlays: overlays::read(&files.overlays)?,
            settings: Settings::for_crate(CRATE)?,
            file: files.description.clone(),
            root: files.root.clone(),
        })
    }

    /// Returns a file that the description refers to.
    pub(super) fn read_beside(&self, path: &str) -> Result<String, String> {
        self.file.read_beside(path, self.root.as_deref())
    }
}

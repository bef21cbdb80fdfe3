//! The command line and the settings → the overlays that belong to a description, in their order.
//! What is named must be there; only `overlay.yaml` beside the description, and what is named as optional, may be absent.

use std::path::Path;

use generator::{Settings, Source};

use crate::args::OverlayArgs;
use crate::failure::Failure;
use crate::input::InputFile;
use crate::names;
use crate::workspace::{self, DESCRIPTION, OVERLAY, SETTINGS};

/// Returns the overlays of this repository's own description: those that the command line names, else
/// those that the settings list, else the one beside the description.
pub fn of_workspace(root: &Path, args: &OverlayArgs, settings: &Settings) -> Vec<InputFile> {
    if !args.files.is_empty() {
        return given(args);
    }
    let of_settings = |path: &String| InputFile::of_workspace(root, &beside(SETTINGS, path));
    let is_there = |file: &InputFile| file.path.is_file();
    let mut files: Vec<InputFile> = match settings.overlays() {
        Some(paths) => paths.iter().map(of_settings).collect(),
        None => Some(InputFile::of_workspace(root, &beside(DESCRIPTION, OVERLAY)))
            .filter(is_there)
            .into_iter()
            .collect(),
    };
    let optional = settings.optional_overlays().iter().map(of_settings);
    files.extend(optional.filter(is_there));
    files
}

/// Returns the overlays that the command line names.
pub fn given(args: &OverlayArgs) -> Vec<InputFile> {
    args.files
        .iter()
        .map(|path| InputFile::given(path))
        .collect()
}

/// Returns a description that the command line names, for a crate called `name`, or else this repository's own, with
/// overlays and settings.
pub fn with_description(
    chosen: Option<&Path>,
    name: &str,
) -> Result<(InputFile, Vec<InputFile>, Settings), Failure> {
    if let Some(path) = chosen {
        let description = InputFile::given(path);
        return Ok((description, Vec::new(), Settings::for_crate(name)?));
    }
    let root = workspace::root();
    let settings = names::settings(&root)?;
    let description = InputFile::of_workspace(&root, DESCRIPTION);
    let overlays = of_workspace(&root, &OverlayArgs::default(), &settings);
    Ok((description, overlays, settings))
}

/// Reads all of them.
pub fn read(files: &[InputFile]) -> Result<Vec<Source>, Failure> {
    files.iter().map(InputFile::read).collect()
}

/// Returns a path from the folder of another file.
fn beside(file: &str, path: &str) -> String {
    match file.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{path}"),
        None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io;

    use generator::{Settings, Source};

    use super::of_workspace;
    use crate::args::OverlayArgs;
    use crate::scratch::Scratch;

    fn labels(scratch: &Scratch, args: &OverlayArgs, settings: &str) -> Vec<String> {
        let source = Source {
            name: "codegen.toml".to_owned(),
            text: format!("[package]\nname = 'a'\n{settings}"),
        };
        let Ok(settings) = Settings::parse(&source) else {
            return Vec::new();
        };
        let files = of_workspace(scratch.path(), args, &settings);
        files.into_iter().map(|file| file.label).collect()
    }

    #[test]
    fn the_command_line_wins_over_the_settings_and_these_over_the_default() -> io::Result<()> {
        let scratch = Scratch::new()?;
        let listed = "[description]\noverlays = ['b/c.yaml', 'd.yaml']";
        let none = OverlayArgs::default();
        assert!(labels(&scratch, &none, "").is_empty());
        fs::create_dir(scratch.path().join("spec"))?;
        fs::write(scratch.path().join("spec/overlay.yaml"), "")?;
        assert_eq!(labels(&scratch, &none, ""), ["spec/overlay.yaml"]);
        assert_eq!(
            labels(&scratch, &none, listed),
            ["spec/b/c.yaml", "spec/d.yaml"]
        );
        let optional =
            "[description]\noverlays = []\noptional-overlays = ['x.yaml', 'overlay.yaml']";
        assert_eq!(labels(&scratch, &none, optional), ["spec/overlay.yaml"]);
        let given = OverlayArgs {
            files: vec!["x.yaml".into()],
        };
        assert_eq!(labels(&scratch, &given, listed), ["x.yaml"]);
        Ok(())
    }
}

//! `cargo xtask account`: the responses of an account, as `describe_account` stores them → an overlay that gives the
//! crate types for the account's own fields, choices and custom objects.
//!
//! Invariant: the overlay says what the responses say, and nothing else.

mod action;
mod choices;
mod field;
mod metadata;
mod names;
mod objects;
mod overlay;
mod schemas;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use generator::model::Api;
use generator::{ErrorPolicy, Input, Settings, Source};

use self::metadata::Account;
pub use self::metadata::Response;
use crate::args::AccountArgs;
use crate::failure::Failure;
use crate::input::InputFile;
use crate::overlays;
use crate::replace;
use crate::terminal::{Completion, Outcome, count};
use crate::workspace;

/// The overlay that `codegen` applies where it is there, as the settings name it.
const OVERLAY: &str = "spec/overlay/account.yaml";

/// The advice of every error about a folder.
const FETCH: &str =
    "fetch the responses: cargo run --package tests --example describe_account -- --out DIR";

/// An overlay, and what could not be said in it.
#[derive(Debug)]
pub struct AccountOverlay {
    /// The overlay as YAML.
    pub text: String,
    /// Number of its actions.
    pub actions: usize,
    /// One line for each part of a response that was not understood.
    pub notes: Vec<String>,
}

/// Reads the folders, and writes the overlay of all of them together.
pub(crate) fn run(args: &AccountArgs) -> Result<Outcome, Failure> {
    let accounts: Vec<Vec<Response>> = args
        .folders
        .iter()
        .map(|folder| read(folder))
        .collect::<Result<_, _>>()?;
    let out = output(args.out.as_deref());
    let label = &out.label;
    if out.path.exists() && !out.read()?.text.starts_with(HEAD) {
        let what = format!("`{label}` is there already, and was not written by this command");
        return Err(Failure::new(what).help("name another file with --out, or remove that one"));
    }
    let overlay = convert(&accounts, &general()?)?;
    replace::file(&out.path, &overlay.text)
        .map_err(|error| Failure::io(format_args!("cannot write `{label}`"), &error))?;
    let mut notes = overlay.notes;
    if !is_applied(&out)? {
        notes.push(format!(
            "`codegen` applies `{label}` only where spec/codegen.toml names it under `optional-overlays`"
        ));
    }
    let mut report = String::new();
    for note in &notes {
        // Writing to a string cannot fail.
        let _ = writeln!(report, "note: {note}");
    }
    let _ = writeln!(
        report,
        "{label}: {} written\n{NEXT}",
        count(overlay.actions, "action")
    );
    Ok(Outcome {
        report,
        verdict: Completion::Done,
    })
}

/// Returns the overlay to write: a path on the command line is one from the current folder, as always.
fn output(given: Option<&Path>) -> InputFile {
    match given {
        Some(path) => InputFile::given(path),
        None => InputFile::of_workspace(&workspace::root(), OVERLAY),
    }
}

/// The step after this command.
const NEXT: &str = "Next: cargo xtask codegen, whose report lists what the new types change in code that uses the crate.";

/// The first line of what this command writes.
const HEAD: &str = "# Written by `cargo xtask account`; do not edit.\n";

/// Converts the responses of accounts to one overlay; `api` is that of the crate without it.
///
/// # Errors
///
/// Where there is nothing in the responses that the general crate does not have.
pub fn convert(accounts: &[Vec<Response>], api: &Api) -> Result<AccountOverlay, Failure> {
    let mut notes = Vec::new();
    let mut merged: Option<Account> = None;
    for responses in accounts {
        let account = Account::read(responses, &mut notes);
        match &mut merged {
            None => merged = Some(account),
            Some(known) => known.merge(account, &mut notes),
        }
    }
    let actions = overlay::actions(&merged.unwrap_or_default(), api);
    if actions.is_empty() {
        let what = "the responses have neither fields, choices nor custom objects of an account";
        return Err(Failure::new(what).help(format!(
            "the crate without an overlay fits them; if others were expected, {FETCH}"
        )));
    }
    let count = actions.len();
    let text = serde_yaml::to_string(&overlay::document(actions))
        .map_err(|error| Failure::new(format!("the overlay cannot be written as YAML: {error}")))?;
    Ok(AccountOverlay {
        text: format!("{HEAD}{text}"),
        actions: count,
        notes,
    })
}

/// Returns the responses in a folder, by the names of their files.
fn read(folder: &Path) -> Result<Vec<Response>, Failure> {
    let label = folder.display();
    let unreadable = |error| Failure::io(format_args!("cannot read `{label}`"), &error).help(FETCH);
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        paths.push(entry.map_err(unreadable)?.path());
    }
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    paths.sort();
    if paths.is_empty() {
        return Err(Failure::new(format!(
            "`{label}` has no responses, which are files in `.json`"
        ))
        .help(FETCH));
    }
    let responses = paths.iter().map(|path| {
        let source = InputFile::given(path).read()?;
        let body = serde_json::from_str(&source.text).map_err(|error| {
            let failure = Failure::new(format!("`{}` is not JSON: {error}", source.name));
            failure.at(&source.name, error.line(), error.column())
        })?;
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        Ok(Response { name, body })
    });
    responses.collect()
}

/// Returns the API of the crate without the types of any account.
fn general() -> Result<Api, Failure> {
    let (description, overlays, settings) = general_sources()?;
    let input = Input::new(&description, &settings).overlays(&overlays);
    Ok(input.errors(ErrorPolicy::SkipActions).model()?.api)
}

/// Returns what the crate without the types of any account is made from: the description, its overlays and the settings.
///
/// # Errors
///
/// Where one of them cannot be read.
pub fn general_sources() -> Result<(Source, Vec<Source>, Settings), Failure> {
    let (description, files, settings) = overlays::with_description(None, "freshdesk")?;
    let mut overlays = overlays::read(&files)?;
    overlays.retain(|overlay| !overlay.text.starts_with(HEAD));
    Ok((description.read()?, overlays, settings))
}

/// Returns `true` if a file is among the overlays of the description.
fn is_applied(file: &InputFile) -> Result<bool, Failure> {
    let (_, files, _) = overlays::with_description(None, "freshdesk")?;
    let path = file.path.canonicalize().ok();
    let mut paths = files.iter().map(|file| file.path.canonicalize().ok());
    Ok(paths.any(|other| other.is_some() && other == path))
}

#[cfg(test)]
mod tests {
    use std::{fs, io, path::Path};

    use super::{output, read};
    use crate::scratch::Scratch;

    fn complaint(folder: &Path) -> String {
        read(folder).map_or_else(
            |failure| failure.to_string(),
            |responses| format!("{} responses", responses.len()),
        )
    }

    #[test]
    fn a_folder_without_responses_is_an_error_that_names_the_command_before() -> io::Result<()> {
        let scratch = Scratch::new()?;
        let missing = complaint(&scratch.path().join("nope"));
        assert!(missing.contains("nope") && missing.contains("--example describe_account"));
        fs::write(scratch.path().join("notes.txt"), "")?;
        let empty = complaint(scratch.path());
        assert!(empty.contains("no responses") && empty.contains("--example describe_account"));
        fs::write(scratch.path().join("ticket_fields.json"), "[]")?;
        assert_eq!(complaint(scratch.path()), "1 responses");
        Ok(())
    }

    /// `codegen` reads the overlay of this repository, whatever folder it is run in.
    #[test]
    fn the_overlay_is_that_of_the_repository_unless_a_path_is_given() {
        assert!(output(None).path.is_absolute());
        assert_eq!(output(None).label, "spec/overlay/account.yaml");
        assert_eq!(output(Some(Path::new("a.yaml"))).path, Path::new("a.yaml"));
    }
}

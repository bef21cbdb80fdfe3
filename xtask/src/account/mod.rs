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
use generator::{ErrorPolicy, Input};

use self::metadata::Account;
pub use self::metadata::Response;
use crate::args::AccountArgs;
use crate::failure::Failure;
use crate::input::InputFile;
use crate::overlays;
use crate::terminal::{Outcome, Verdict, count};

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
    let label = args.out.display();
    let out = InputFile::given(&args.out);
    if out.path.exists() && !out.read()?.text.starts_with(HEAD) {
        let what = format!("`{label}` is there already, and was not written by this command");
        return Err(Failure::new(what).help("name another file with --out, or remove that one"));
    }
    let overlay = convert(&accounts, &general(&out)?)?;
    fs::write(&args.out, &overlay.text)
        .map_err(|error| Failure::io(format_args!("cannot write `{label}`"), &error))?;
    let mut report = String::new();
    for note in &overlay.notes {
        // Writing to a string cannot fail.
        let _ = writeln!(report, "note: {note}");
    }
    let _ = writeln!(
        report,
        "{label}: {} written",
        count(overlay.actions, "action")
    );
    Ok(Outcome {
        report,
        verdict: Verdict::Done,
    })
}

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
        return Err(Failure::new(what).help(
            "give the folder that `cargo run --package tests --example describe_account` writes",
        ));
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
    let unreadable = |error| Failure::io(format_args!("cannot read `{label}`"), &error);
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
        .help("fetch them: cargo run --package tests --example describe_account -- --out DIR"));
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

/// Returns the API of the crate without the overlay that is to be written.
fn general(out: &InputFile) -> Result<Api, Failure> {
    let (description, files, settings) = overlays::with_description(None, "freshdesk")?;
    let same = |file: &InputFile| match (file.path.canonicalize(), out.path.canonicalize()) {
        (Ok(file), Ok(out)) => file == out,
        _ => false,
    };
    let files: Vec<InputFile> = files.into_iter().filter(|file| !same(file)).collect();
    let (description, overlays) = (description.read()?, overlays::read(&files)?);
    let input = Input::new(&description, &settings).overlays(&overlays);
    Ok(input.errors(ErrorPolicy::SkipActions).model()?.api)
}

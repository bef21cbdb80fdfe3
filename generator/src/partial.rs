//! What is wrong with single operations → the crate of all the others.
//!
//! Invariant: an operation is there as it is described or not at all, and what is wrong with it is said.

use serde_json::Value;

use crate::{
    Generated, Modelled, Settings, Source,
    diagnostics::{Diagnostic, Diagnostics, Severity},
    model::LeftOut,
    model_without,
    source::{Document, ReadFile, unescape},
    write,
};

/// An operation, or all of a path, that is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    path: String,
    /// In lower case. `None`: all methods, for the path itself is wrong.
    method: Option<String>,
    reason: String,
}

/// Runs all stages as [`generate_from_files`](crate::generate_from_files) does, without the operations that are
/// wrong: what is wrong with them comes back in [`Generated::left_out`].
///
/// # Errors
///
/// Reports what is wrong with anything else, and with everything if no operation is left.
pub fn generate_partial(
    description: &Source,
    overlays: &[Source],
    settings: &Settings,
    read_file: &ReadFile<'_>,
) -> Result<Generated, Diagnostics> {
    let mut without: Vec<Broken> = Vec::new();
    let mut left_out = Diagnostics::default();
    loop {
        let errors = match model_without(description, overlays, settings, read_file, &without) {
            Ok(modelled) if without.is_empty() || modelled.api.operation_count() > 0 => {
                return generated(modelled, &without, left_out, settings);
            }
            Ok(_) => return Err(left_out),
            Err(errors) => errors,
        };
        let broken = broken(&errors, &without);
        for error in errors.iter().filter(|one| one.severity == Severity::Error) {
            left_out.push(error.clone());
        }
        match broken {
            Some(more) => without.extend(more),
            None => return Err(left_out),
        }
    }
}

fn generated(
    modelled: Modelled<'_>,
    without: &[Broken],
    left_out: Diagnostics,
    settings: &Settings,
) -> Result<Generated, Diagnostics> {
    let Modelled {
        mut api,
        actions,
        warnings,
        ..
    } = modelled;
    api.left_out.extend(without.iter().map(|broken| LeftOut {
        operation: broken.name(),
        reason: format!("the description of it is wrong: {}", broken.reason),
    }));
    let tree = write(&api, settings)?;
    Ok(Generated {
        tree,
        api,
        actions,
        warnings,
        left_out,
    })
}

/// The operations that all errors are about. `None`: some error is not about one that is still there.
fn broken(errors: &Diagnostics, known: &[Broken]) -> Option<Vec<Broken>> {
    let mut found: Vec<Broken> = Vec::new();
    for error in errors.iter().filter(|one| one.severity == Severity::Error) {
        let broken = Broken::of(error)?;
        let is_same = |other: &Broken| other.path == broken.path && other.method == broken.method;
        if known.iter().any(is_same) {
            return None;
        }
        if !found.iter().any(is_same) {
            found.push(broken);
        }
    }
    (!found.is_empty()).then_some(found)
}

impl Broken {
    /// What an error is about, if that is an operation or a path.
    fn of(error: &Diagnostic) -> Option<Self> {
        const METHODS: [&str; 8] = [
            "get", "put", "post", "delete", "options", "head", "patch", "trace",
        ];
        let mut steps = error
            .pointer
            .as_deref()?
            .strip_prefix("/paths/")?
            .split('/');
        let path = unescape(steps.next()?);
        let method = steps.next().filter(|step| METHODS.contains(step));
        Some(Self {
            path,
            method: method.map(str::to_owned),
            reason: error.message.clone(),
        })
    }

    /// `GET /widgets`
    fn name(&self) -> String {
        match &self.method {
            Some(method) => format!("{} {}", method.to_uppercase(), self.path),
            None => self.path.clone(),
        }
    }

    /// Takes the operation out of a description.
    pub(crate) fn remove_from(&self, document: &mut Document) {
        let Some(Value::Object(paths)) = document.root.get_mut("paths") else {
            return;
        };
        // A slash that was missing in front was put there before the error was found.
        let bare = self.path.trim_start_matches('/');
        let key = [self.path.as_str(), bare]
            .into_iter()
            .find(|key| paths.contains_key(*key))
            .map(str::to_owned);
        let Some(key) = key else {
            return;
        };
        match (&self.method, paths.get_mut(&key)) {
            (Some(method), Some(Value::Object(item))) => {
                item.shift_remove(method);
            }
            _ => {
                paths.shift_remove(&key);
            }
        }
    }
}

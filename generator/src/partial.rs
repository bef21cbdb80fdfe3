//! What is wrong with single operations, and files that are not there → the crate of all the rest.
//!
//! Invariant: an operation is there as it is described or not at all, but for what a missing file would have said of a
//! value, which is JSON then, or of a failure, which is any. Whatever is left out is said.

use serde_json::Value;

use crate::{
    Generated, Modelled, Settings, Source,
    diagnostics::{Diagnostic, Diagnostics, Severity},
    model::{Api, LeftOut},
    model_without,
    source::{Document, ReadFile, unescape},
    write,
};

/// Something that is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    what: What,
    reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    /// An operation by its path and its method in lower case; all of the path, which is wrong itself, where it is `None`.
    Operation(String, Option<String>),
    /// A reference into a file that is not there, by the pointer of what it stands in.
    Reference(String),
    /// An answer, or a component other than a schema, that is such a reference, by its pointer.
    Node(String),
}

/// Runs all stages as [`generate_from_files`](crate::generate_from_files) does, without the operations that are
/// wrong: what is wrong with them comes back in [`Generated::left_out`]. A schema in a file that is not there is any
/// JSON value, and an answer that is no success is left out of its operation.
///
/// # Errors
///
/// Reports what is wrong with anything else, and with everything if neither an operation nor a type is left.
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
            Ok(modelled) if without.is_empty() || has_something(&modelled.api) => {
                return generated(modelled, &without, left_out);
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

fn has_something(api: &Api) -> bool {
    api.operation_count() > 0 || !api.types.is_empty()
}

fn generated(
    modelled: Modelled<'_>,
    without: &[Broken],
    left_out: Diagnostics,
) -> Result<Generated, Diagnostics> {
    let Modelled {
        mut api,
        actions,
        warnings,
        ..
    } = modelled;
    let operations = without.iter().filter_map(|broken| {
        Some(LeftOut {
            operation: broken.operation()?,
            reason: format!("the description of it is wrong: {}", broken.reason),
        })
    });
    api.left_out.extend(operations);
    let tree = write(&api)?;
    Ok(Generated {
        tree,
        api,
        actions,
        warnings,
        left_out,
    })
}

/// What all errors are about. `None`: some error is about nothing that can be left out, or that still is there.
fn broken(errors: &Diagnostics, known: &[Broken]) -> Option<Vec<Broken>> {
    let mut found: Vec<Broken> = Vec::new();
    for error in errors.iter().filter(|one| one.severity == Severity::Error) {
        let broken = Broken::of(error, known)?;
        if !found.iter().any(|other| other.what == broken.what) {
            found.push(broken);
        }
    }
    (!found.is_empty()).then_some(found)
}

impl Broken {
    /// The least that an error is about, if that can be left out. What is `known` was left out, and did not help.
    fn of(error: &Diagnostic, known: &[Self]) -> Option<Self> {
        let pointer = error.pointer.as_deref()?;
        let candidates = [
            What::of_reference(error.code, pointer),
            What::operation(pointer),
            What::path(pointer),
        ];
        let is_known = |what: &What| known.iter().any(|broken| broken.what == *what);
        let what = candidates
            .into_iter()
            .flatten()
            .find(|what| !is_known(what))?;
        Some(Self {
            what,
            reason: error.message.clone(),
        })
    }

    /// `GET /widgets`, if it is an operation or a path.
    fn operation(&self) -> Option<String> {
        match &self.what {
            What::Operation(path, Some(method)) => {
                Some(format!("{} {path}", method.to_uppercase()))
            }
            What::Operation(path, None) => Some(path.clone()),
            What::Reference(_) | What::Node(_) => None,
        }
    }

    /// Takes it out of a description.
    pub(crate) fn remove_from(&self, document: &mut Document) {
        match &self.what {
            What::Operation(path, method) => remove_operation(document, path, method.as_deref()),
            What::Reference(pointer) => {
                // Of a schema without a reference, it is the mapping that leads to a file.
                let node = document.root.pointer(pointer);
                let is_mapping = node.is_some_and(|node| node.get("$ref").is_none());
                let member = if is_mapping { "discriminator" } else { "$ref" };
                document.leave_out(&format!("{pointer}/{member}"));
            }
            What::Node(pointer) => document.leave_out(pointer),
        }
    }
}

impl What {
    /// What is lost with what a reference leads to, unless that is all of an operation.
    fn of_reference(code: &str, pointer: &str) -> Option<Self> {
        let owner = pointer.strip_suffix("/$ref")?.to_owned();
        let steps: Vec<&str> = owner.split('/').skip(1).collect();
        let is_elsewhere = code == "external-reference";
        match steps.as_slice() {
            ["components", "schemas", ..] if is_elsewhere => Some(Self::Reference(owner)),
            [_, _, below @ ..] if is_elsewhere && below.contains(&"schema") => {
                Some(Self::Reference(owner))
            }
            ["components", _, _] if is_elsewhere => Some(Self::Node(owner)),
            ["paths", _, _, "responses", status]
                if !status.starts_with('2') && (is_elsewhere || code == "unresolved-reference") =>
            {
                Some(Self::Node(owner))
            }
            _ => None,
        }
    }

    /// The operation, or the path, that something is a part of.
    fn operation(pointer: &str) -> Option<Self> {
        const METHODS: [&str; 8] = [
            "get", "put", "post", "delete", "options", "head", "patch", "trace",
        ];
        let mut steps = pointer.strip_prefix("/paths/")?.split('/');
        let path = unescape(steps.next()?);
        let method = steps.next().filter(|step| METHODS.contains(step));
        Some(Self::Operation(path, method.map(str::to_owned)))
    }

    /// The path that something is a part of.
    fn path(pointer: &str) -> Option<Self> {
        let path = pointer.strip_prefix("/paths/")?.split('/').next()?;
        Some(Self::Operation(unescape(path), None))
    }
}

fn remove_operation(document: &mut Document, path: &str, method: Option<&str>) {
    let Some(Value::Object(paths)) = document.root.get_mut("paths") else {
        return;
    };
    // A slash that was missing in front was put there before the error was found.
    let bare = path.trim_start_matches('/');
    let key = [path, bare]
        .into_iter()
        .find(|key| paths.contains_key(*key))
        .map(str::to_owned);
    let Some(key) = key else {
        return;
    };
    match (method, paths.get_mut(&key)) {
        (Some(method), Some(Value::Object(item))) => {
            item.shift_remove(method);
        }
        _ => {
            paths.shift_remove(&key);
        }
    }
}

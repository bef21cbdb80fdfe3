//! `cargo lab prove-reading`: each keyword of a description is changed or removed, and the model or what is reported has
//! to change with it.
//!
//! Invariant: a keyword that does neither is named as a silent drop, unless it is on the list of those that mean nothing
//! to a client, each with its reason.

mod keywords;
mod reasons;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use fastrand::Rng;
use generator::{Diagnostics, ErrorPolicy, Input, Settings, Source, Subject, load};
use serde_json::Value;
use xtask::failure::Failure;
use xtask::input::InputFile;
use xtask::terminal::{self, Completion, Outcome, count};
use xtask::workspace::{self, DESCRIPTION};

use crate::args::ReadingArgs;
use crate::documents::{bar, documents};

use self::keywords::{changes, gather};
use self::reasons::{Keyword, is_redundant};

/// A keyword that was changed without effect.
struct Drop {
    keyword: String,
    pointer: String,
}

/// Changes the keywords of a description, or of every description of a folder.
pub(crate) fn run(args: &ReadingArgs) -> Result<Outcome, Failure> {
    let default = workspace::root().join(DESCRIPTION);
    let path = args.path.as_deref().unwrap_or(&default);
    let mut report = String::new();
    let mut dropped: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut tried = 0;
    if path.is_dir() {
        let names = documents(path, args.take)?;
        for (index, name) in names.iter().enumerate() {
            terminal::progress(&bar("changing", index, names.len(), name));
            tried += one(&path.join(name), args, &mut dropped)?;
        }
    } else {
        tried += one(path, args, &mut dropped)?;
    }
    terminal::progress("");
    for (keyword, places) in &dropped {
        let _ = writeln!(report, "{keyword}: {}", count(places.len(), "place"));
        for place in places.iter().take(3) {
            let _ = writeln!(report, "  {place}");
        }
    }
    let _ = writeln!(
        report,
        "{} changed, {} without effect",
        count(tried, "keyword"),
        dropped.values().map(Vec::len).sum::<usize>()
    );
    let verdict = if dropped.is_empty() {
        Completion::Done
    } else {
        Completion::Stale
    };
    Ok(Outcome { report, verdict })
}

/// Changes keywords of one description; gives their number.
fn one(
    path: &Path,
    args: &ReadingArgs,
    dropped: &mut BTreeMap<String, Vec<String>>,
) -> Result<usize, Failure> {
    let file = InputFile {
        path: path.to_owned(),
        label: path.display().to_string(),
    };
    let source = file.read()?;
    let Ok(document) = load(&source) else {
        return Ok(0);
    };
    let root = document.root().clone();
    let settings =
        Settings::for_crate("reading").map_err(|errors| Failure::new(errors.to_string()))?;
    let before = effect(&root, &settings);
    let mut nodes = gather(&root);
    let mut rng = Rng::with_seed(args.seed);
    rng.shuffle(&mut nodes);
    nodes.truncate(args.nodes);
    let silent = nodes.iter().filter(|pointer| {
        let is_silent = |changed: &Value| effect(changed, &settings) == before;
        !before.names(pointer)
            && !repeats(&root, pointer)
            && changes(&root, pointer).iter().all(is_silent)
    });
    let silent: Vec<Drop> = silent
        .map(|pointer| Drop {
            keyword: pointer.rsplit('/').next().unwrap_or_default().to_owned(),
            pointer: pointer.clone(),
        })
        .collect();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    for drop in silent {
        let place = format!("{name}#{}", drop.pointer);
        dropped.entry(drop.keyword).or_default().push(place);
    }
    Ok(nodes.len())
}

/// Returns `true` if a keyword repeats what others say.
fn repeats(root: &Value, pointer: &str) -> bool {
    let owner = pointer
        .rsplit_once('/')
        .and_then(|(owner, _)| root.pointer(owner));
    let (Some(owner), Some(value)) = (owner, root.pointer(pointer)) else {
        return false;
    };
    is_redundant(&Keyword {
        pointer,
        value,
        owner,
        root,
    })
}

/// The model of a description, and what is reported of it.
#[derive(PartialEq)]
struct Effect {
    model: Option<String>,
    /// Place and message of each diagnostic.
    said: Vec<(String, String)>,
    /// The places that are omitted, or read by nothing and reported.
    omitted: Vec<String>,
}

impl Effect {
    /// Returns `true` if a diagnostic is about a node or what it holds, or if it is in what is omitted.
    fn names(&self, pointer: &str) -> bool {
        let is_in = |inner: &str, outer: &str| {
            let rest = inner.strip_prefix(outer);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.said.iter().any(|(place, _)| is_in(place, pointer))
            || self.omitted.iter().any(|place| is_in(pointer, place))
    }
}

fn effect(root: &Value, settings: &Settings) -> Effect {
    let source = Source {
        name: "reading.json".to_owned(),
        text: root.to_string(),
    };
    let made = Input::new(&source, settings)
        .errors(ErrorPolicy::LeaveOut)
        .model();
    let said = |diagnostics: &Diagnostics| -> Vec<(String, String)> {
        let all = diagnostics.iter();
        all.map(|one| (one.pointer.clone().unwrap_or_default(), one.message.clone()))
            .collect()
    };
    match made {
        Ok(made) => Effect {
            model: Some(format!("{:?}", made.api)),
            said: [said(&made.warnings), said(&made.left_out)].concat(),
            omitted: unread(&made.warnings)
                .chain(unread(&made.left_out))
                .chain(omitted(&made.left_out))
                .collect(),
        },
        Err(errors) => Effect {
            model: None,
            said: said(&errors),
            omitted: omitted(&errors),
        },
    }
}

/// Kinds of diagnostics that say of a node that nothing in it is read.
const UNREAD: [&str; 4] = [
    "ignored-callbacks",
    "ignored-keyword",
    "left-out",
    "unknown-member",
];

/// Returns the places of nodes that are said to be read by nothing.
fn unread(diagnostics: &Diagnostics) -> impl Iterator<Item = String> {
    let unread = diagnostics.iter().filter(|one| UNREAD.contains(&one.code));
    unread.filter_map(|one| one.pointer.clone())
}

/// Returns the places of the parts that errors are about.
fn omitted(errors: &Diagnostics) -> Vec<String> {
    let escape = |name: &str| name.replace('~', "~0").replace('/', "~1");
    let subjects = errors.iter().filter_map(|error| error.subject.as_ref());
    subjects
        .map(|subject| match subject {
            Subject::Path(path) => format!("/paths/{}", escape(path)),
            Subject::Operation { path, method } => format!("/paths/{}/{method}", escape(path)),
            Subject::Response {
                path,
                method,
                status,
            } => format!("/paths/{}/{method}/responses/{status}", escape(path)),
            Subject::Webhook(name) => format!("/webhooks/{}", escape(name)),
            Subject::Component { section, name } => {
                format!("/components/{section}/{}", escape(name))
            }
            Subject::Node { owner, member } => format!("{owner}/{member}"),
        })
        .collect()
}

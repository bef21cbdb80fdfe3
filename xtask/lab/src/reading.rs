//! `cargo lab prove-reading`: each keyword of a description is changed or removed, and the model or what is reported has
//! to change with it.
//!
//! Invariant: a keyword that does neither is named as a silent drop, unless it is on the list of those that mean nothing
//! to a client, each with its reason.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use fastrand::Rng;
use generator::{Diagnostics, ErrorPolicy, Input, Settings, Source, load};
use serde_json::{Value, json};
use xtask::failure::Failure;
use xtask::input::InputFile;
use xtask::terminal::{self, Outcome, Verdict, count};
use xtask::workspace::{self, DESCRIPTION};

use crate::args::ReadingArgs;
use crate::documents::{bar, documents};

/// Keywords that mean nothing to a client, and the reason.
const WITHOUT_MEANING: [(&str, &str); 22] = [
    ("$comment", "a note of the author"),
    ("$id", "a name; where references use it, they show it"),
    ("$schema", "the dialect, which is that of the version"),
    (
        "callbacks",
        "reported once for each operation that has them",
    ),
    ("contact", "of the people behind the service"),
    ("contentSchema", "of text inside of text, which stays text"),
    ("deprecated", "of what nothing uses"),
    ("externalDocs", "prose elsewhere"),
    ("flows", "how a token is obtained, which the caller knows"),
    ("headers", "every header of a response is at hand, untyped"),
    (
        "jsonSchemaDialect",
        "the dialect, which is that of the version",
    ),
    ("kind", "of a tag, for documentation"),
    ("license", "of the description"),
    ("links", "relations between operations, which callers know"),
    ("openapi", "the version; another one has the same meaning"),
    (
        "openIdConnectUrl",
        "how a token is obtained, which the caller knows",
    ),
    ("parent", "of a tag, for documentation"),
    ("scopes", "of a token, which the caller knows"),
    (
        "security",
        "where several requirements name the same schemes",
    ),
    ("termsOfService", "prose elsewhere"),
    ("version", "of the description"),
    ("xml", "bodies of XML are bytes"),
];

/// Keys whose values are prose or data.
const DATA: [&str; 9] = [
    "description",
    "summary",
    "title",
    "example",
    "examples",
    "default",
    "externalDocs",
    "info",
    "name",
];

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
        Verdict::Done
    } else {
        Verdict::Stale
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
    let mut nodes = Vec::new();
    gather(&root, "", false, &mut nodes);
    let mut rng = Rng::with_seed(args.seed);
    rng.shuffle(&mut nodes);
    nodes.truncate(args.nodes);
    let silent = nodes.iter().filter(|pointer| {
        let changes = changes(&root, pointer);
        changes
            .iter()
            .all(|changed| effect(changed, &settings) == before)
    });
    let silent: Vec<Drop> = silent
        .map(|pointer| Drop {
            keyword: pointer.rsplit('/').next().unwrap_or_default().to_owned(),
            pointer: pointer.clone(),
        })
        .filter(|drop| {
            !WITHOUT_MEANING
                .iter()
                .any(|(keyword, _)| *keyword == drop.keyword)
        })
        .filter(|drop| !before.names(&drop.pointer))
        .collect();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    for drop in silent {
        let place = format!("{name}#{}", drop.pointer);
        dropped.entry(drop.keyword).or_default().push(place);
    }
    Ok(nodes.len())
}

/// The model of a description, and what is reported of it.
#[derive(PartialEq)]
struct Effect {
    model: Option<String>,
    /// Place and message of each diagnostic.
    said: Vec<(String, String)>,
}

impl Effect {
    /// Returns `true` if a diagnostic is about a node, or about what it is in or holds.
    fn names(&self, pointer: &str) -> bool {
        self.said
            .iter()
            .any(|(place, _)| place == pointer || place.starts_with(&format!("{pointer}/")))
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
        },
        Err(errors) => Effect {
            model: None,
            said: said(&errors),
        },
    }
}

/// The pointers of all keywords: members of mappings that are no prose, no data, and no names of the author's.
fn gather(value: &Value, at: &str, is_named: bool, found: &mut Vec<String>) {
    /// Keys whose members have names of the author's.
    const MAPS: [&str; 16] = [
        "callbacks",
        "content",
        "encoding",
        "headers",
        "links",
        "mapping",
        "parameters",
        "paths",
        "patternProperties",
        "properties",
        "requestBodies",
        "responses",
        "schemas",
        "securitySchemes",
        "variables",
        "webhooks",
    ];
    match value {
        Value::Object(members) => {
            for (key, child) in members {
                let pointer = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
                let is_data = !is_named && (DATA.contains(&key.as_str()) || key.starts_with("x-"));
                if is_data {
                    continue;
                }
                if !is_named {
                    found.push(pointer.clone());
                }
                let is_map = !is_named && MAPS.contains(&key.as_str()) && child.is_object();
                gather(child, &pointer, is_map, found);
            }
        }
        Value::Array(items) => {
            for (index, child) in items.iter().enumerate() {
                gather(child, &format!("{at}/{index}"), false, found);
            }
        }
        _ => {}
    }
}

/// The description without a keyword, and with another value of it.
fn changes(root: &Value, pointer: &str) -> Vec<Value> {
    let Some((owner, key)) = pointer.rsplit_once('/') else {
        return Vec::new();
    };
    let key = key.replace("~1", "/").replace("~0", "~");
    let mut without = root.clone();
    if let Some(Value::Object(members)) = without.pointer_mut(owner) {
        members.remove(&key);
    }
    let mut changes = vec![without];
    let mut other = root.clone();
    if let Some(value) = other.pointer_mut(pointer) {
        let changed = match &*value {
            Value::Bool(flag) => Some(json!(!flag)),
            Value::Number(number) => number.as_f64().map(|number| json!(number + 1.0)),
            Value::String(text) => Some(json!(format!("{text}x"))),
            _ => None,
        };
        if let Some(changed) = changed {
            *value = changed;
            changes.push(other);
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{changes, gather};

    #[test]
    fn keywords_are_told_from_names_and_prose() {
        let root = json!({"info": {"title": "t"}, "paths": {"/title": {"get": {"deprecated": true, "summary": "s"}}}});
        let mut found = Vec::new();
        gather(&root, "", false, &mut found);
        assert_eq!(
            found,
            [
                "/paths",
                "/paths/~1title/get",
                "/paths/~1title/get/deprecated"
            ]
        );
        let changed = changes(&root, "/paths/~1title/get/deprecated");
        assert_eq!(changed.len(), 2);
        assert_eq!(changed[1]["paths"]["/title"]["get"]["deprecated"], false);
    }
}

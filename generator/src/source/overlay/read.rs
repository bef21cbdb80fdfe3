//! Text → the actions of an overlay.
//!
//! Invariant: an action that comes out of here says one thing to do, and its queries are sound.

use std::fmt;

use serde_json::{Map, Value};

use super::{
    members::{ACTION, EXPECT, INFO, Member, ROOT, check},
    query::Query,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, Position},
    source::{Pointer, Source, locate::locate_value, reader::read},
};

/// An overlay document.
#[derive(Debug)]
pub(super) struct Overlay {
    pub(super) version: Version,
    pub(super) actions: Vec<Action>,
}

/// The version of the standard that an overlay follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// Targets of updates are objects and lists.
    V1_0,
    /// Targets may be plain values, and there is `copy`.
    V1_1,
}

/// One thing to do.
#[derive(Debug)]
pub(super) struct Action {
    pub(super) label: Label,
    pub(super) target: Query,
    pub(super) change: Change,
    /// Nodes that it states to find. `None`: it states nothing, and anything will do.
    pub(super) expected: Option<Value>,
}

/// Change to the nodes of a target.
#[derive(Debug)]
pub(super) enum Change {
    /// Merge a value into them.
    Update(Value),
    /// Merge what is elsewhere into them.
    Copy(Query),
    /// Take them out.
    Remove,
}

/// Name of an action in messages: its index in the list and its own description.
#[derive(Clone, Debug)]
pub(super) struct Label {
    index: usize,
    description: Option<String>,
}

impl Label {
    /// Returns the place of one of the action's members in the overlay, as a JSON pointer.
    pub(super) fn at(&self, member: &str) -> String {
        format!("/actions/{}/{member}", self.index)
    }

    /// Returns the place of the action in its list.
    pub(super) fn index(&self) -> usize {
        self.index
    }

    /// Returns the place of the action.
    pub(super) fn place(&self) -> String {
        format!("/actions/{}", self.index)
    }
}

impl fmt::Display for Label {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LENGTH: usize = 70;
        write!(formatter, "actions[{}]", self.index)?;
        let Some(line) = self
            .description
            .as_deref()
            .and_then(|text| text.lines().next())
        else {
            return Ok(());
        };
        let more = if line.chars().count() > LENGTH {
            "…"
        } else {
            ""
        };
        let begin: String = line.chars().take(LENGTH).collect();
        write!(formatter, " (“{}{more}”)", begin.trim_end())
    }
}

impl Overlay {
    /// Reads an overlay; `None` comes with the errors that say why.
    pub(super) fn read(source: &Source) -> (Option<Self>, Diagnostics) {
        match read(&source.text) {
            Ok(root) => {
                let mut reading = Reading {
                    text: &source.text,
                    version: Version::V1_1,
                    diagnostics: Diagnostics::default(),
                };
                let actions = reading.root(&root).unwrap_or_default();
                let overlay = Self {
                    version: reading.version,
                    actions,
                };
                let is_sound = !reading.diagnostics.has_errors();
                (is_sound.then_some(overlay), reading.diagnostics)
            }
            Err(diagnostics) => (None, diagnostics),
        }
    }
}

/// State shared by the checks of one overlay.
struct Reading<'t> {
    text: &'t str,
    version: Version,
    diagnostics: Diagnostics,
}

impl Reading<'_> {
    fn root(&mut self, root: &Value) -> Option<Vec<Action>> {
        let at = Pointer::ROOT;
        if root.get("overlay").is_none() {
            self.diagnostics.push(not_an_overlay());
            return None;
        }
        let members = self.members(root, ROOT, &at)?;
        self.version(members.get("overlay")?);
        if let Some(info) = members.get("info") {
            self.members(info, INFO, &at.key("info"));
        }
        let actions = members.get("actions")?.as_array()?;
        if actions.is_empty() {
            let empty = Diagnostic::error("overlay-shape", "an overlay must have an action");
            self.diagnostics.push(empty.at("/actions"));
        }
        let at = at.key("actions");
        let read = actions.iter().enumerate().filter_map(|(index, action)| {
            self.twice(&actions[..index], action, &at.index(index));
            self.action(action, index, &at.index(index))
        });
        Some(read.collect())
    }

    fn members<'v>(
        &mut self,
        value: &'v Value,
        known: &[Member],
        at: &Pointer<'_>,
    ) -> Option<&'v Map<String, Value>> {
        check(value, known, at, &mut self.diagnostics)
    }

    fn version(&mut self, version: &Value) {
        let patch = |minor: &str| {
            let rest = version.as_str()?.strip_prefix(minor)?;
            let is_number = !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then_some(())
        };
        match (patch("1.0."), patch("1.1.")) {
            (Some(()), _) => self.version = Version::V1_0,
            (_, Some(())) => self.version = Version::V1_1,
            _ => self.diagnostics.push(
                Diagnostic::error(
                    "overlay-version",
                    format!("version {version} of the Overlay standard is not supported"),
                )
                .at("/overlay")
                .help("supported are 1.0 and 1.1, as a string such as '1.1.0'"),
            ),
        }
    }

    /// Reports an action that is in the list twice, which the standard forbids.
    fn twice(&mut self, before: &[Value], action: &Value, at: &Pointer<'_>) {
        if let Some(first) = before.iter().position(|earlier| earlier == action) {
            let message = format!("duplicate of actions[{first}]");
            let error = Diagnostic::error("overlay-shape", message).at(at.to_string());
            self.diagnostics.push(error.help("remove one of the two"));
        }
    }

    fn action(&mut self, action: &Value, index: usize, at: &Pointer<'_>) -> Option<Action> {
        let members = self.members(action, ACTION, at)?;
        let description = members.get("description").and_then(Value::as_str);
        let label = Label {
            index,
            description: description
                .map(str::trim)
                .filter(|text| !text.is_empty())
                .map(str::to_owned),
        };
        if label.description.is_none() {
            self.diagnostics.push(undescribed(&label));
        }
        let target = self.query(members.get("target")?, &label.at("target"));
        let change = self.change(members, &label);
        Some(Action {
            label,
            target: target?,
            change: change?,
            expected: members.get(EXPECT).cloned(),
        })
    }

    /// Determines the change of an action. The standard allows several at once and picks one; here
    /// that is an error, for nothing is skipped in silence.
    fn change(&mut self, members: &Map<String, Value>, label: &Label) -> Option<Change> {
        let removes = members.get("remove") == Some(&Value::Bool(true));
        let copy = members.get("copy");
        match (removes, members.get("update"), copy) {
            (true, None, None) => Some(Change::Remove),
            (true, _, _) => {
                self.contradiction(label, "`remove: true` excludes a merge");
                None
            }
            (false, Some(_), Some(_)) => {
                self.contradiction(label, "`update` and `copy` exclude each other");
                None
            }
            (false, Some(update), None) => Some(Change::Update(update.clone())),
            (false, None, Some(copy)) => self.copy(copy, label),
            (false, None, None) => {
                self.diagnostics.push(idle(label));
                None
            }
        }
    }

    fn contradiction(&mut self, label: &Label, why: &str) {
        self.diagnostics.push(
            Diagnostic::error(
                "overlay-shape",
                format!("{label} has contradictory members: {why}"),
            )
            .at(label.place())
            .help("split it into two actions"),
        );
    }

    fn copy(&mut self, copy: &Value, label: &Label) -> Option<Change> {
        if self.version == Version::V1_0 {
            self.diagnostics.push(
                Diagnostic::error("overlay-version", "Overlay 1.0 has no `copy`")
                    .at(label.at("copy"))
                    .help("write `overlay: 1.1.0` at the top"),
            );
        }
        self.query(copy, &label.at("copy")).map(Change::Copy)
    }

    fn query(&mut self, value: &Value, at: &str) -> Option<Query> {
        // What is no text is reported already.
        let text = value.as_str()?;
        Query::parse(text)
            .map_err(|error| {
                let message = format!("`{text}` is no JSONPath: {}", error.message);
                self.diagnostics.push(
                    Diagnostic::error("overlay-path", message)
                        .at(at)
                        .position(within(self.text, at, error.offset))
                        .help("use the syntax of RFC 9535, such as `$.paths['/a'].get`"),
                );
            })
            .ok()
    }
}

/// Returns the position of a character of the text that is at a pointer, unless it spans lines.
fn within(text: &str, pointer: &str, offset: usize) -> Option<Position> {
    let start = locate_value(text, pointer)?;
    let line = text.lines().nth(start.line - 1)?;
    let mut characters = line.chars().skip(start.column - 1).peekable();
    let quote = characters.next_if(|first| "'\"".contains(*first));
    let mut column = start.column + usize::from(quote.is_some());
    for _ in 0..offset {
        let character = characters.next()?;
        let escapes = match quote {
            Some('\'') => character == '\'',
            Some(_) => character == '\\',
            None => false,
        };
        if escapes {
            characters.next()?;
        }
        column += 1 + usize::from(escapes);
    }
    Some(Position {
        line: start.line,
        column,
    })
}

fn not_an_overlay() -> Diagnostic {
    Diagnostic::error(
        "overlay-shape",
        "this is no overlay: the document has no `overlay` member",
    )
    .at("")
    .help("the text must begin with a line such as `overlay: 1.1.0`")
}

fn undescribed(label: &Label) -> Diagnostic {
    Diagnostic::warning("overlay-undescribed", format!("{label} has no description"))
        .at(label.place())
        .help("describe the error, its source, and the confidence")
}

fn idle(label: &Label) -> Diagnostic {
    let message = format!("{label} has neither `update` nor `copy` nor `remove: true`");
    Diagnostic::warning("overlay-unchanged", message)
        .at(label.place())
        .help("remove it")
}

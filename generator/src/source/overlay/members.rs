//! The members that the objects of an overlay have by the standard.
//!
//! Invariant: an unknown member is an error with what could be meant; only `x-…` is let pass, unless it is of ours.

use serde_json::{Map, Value};

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    source::{
        Pointer,
        shape::{self, NodeShape},
    },
};

/// The key of an action that states an expectation.
pub(super) const EXPECT: &str = "x-rust-expect";

/// A member of an object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    name: &'static str,
    /// `None`: any value.
    shape: Option<NodeShape>,
    need: Need,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Need {
    Required,
    Optional,
}

const fn required(name: &'static str, shape: NodeShape) -> Member {
    Member {
        name,
        shape: Some(shape),
        need: Need::Required,
    }
}

const fn optional(name: &'static str, shape: Option<NodeShape>) -> Member {
    Member {
        name,
        shape,
        need: Need::Optional,
    }
}

pub(super) const ROOT: &[Member] = &[
    required("overlay", NodeShape::Text),
    required("info", NodeShape::Mapping),
    optional("extends", Some(NodeShape::Text)),
    required("actions", NodeShape::List),
];

pub(super) const INFO: &[Member] = &[
    required("title", NodeShape::Text),
    required("version", NodeShape::Text),
    optional("description", Some(NodeShape::Text)),
];

pub(super) const ACTION: &[Member] = &[
    required("target", NodeShape::Text),
    optional("description", Some(NodeShape::Text)),
    optional("update", None),
    optional("copy", Some(NodeShape::Text)),
    optional("remove", Some(NodeShape::Flag)),
    optional(EXPECT, Some(NodeShape::Mapping)),
];

/// Returns the members of `value`; `None` when it is no object.
pub(super) fn check<'v>(
    value: &'v Value,
    known: &[Member],
    at: &Pointer<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<&'v Map<String, Value>> {
    let Some(members) = value.as_object() else {
        diagnostics.push(shape::wrong(at, "a mapping", shape::kind_of(value)));
        return None;
    };
    let is_foreign = |key: &str| key.starts_with("x-") && !key.starts_with("x-rust-");
    for (key, value) in members.iter().filter(|(key, _)| !is_foreign(key)) {
        match known.iter().find(|member| member.name == key) {
            Some(Member {
                shape: Some(shape), ..
            }) if !shape.fits(value) => {
                let found = shape::kind_of(value);
                diagnostics.push(shape::wrong(&at.key(key), shape.name(), found));
            }
            Some(_) => {}
            None => diagnostics.push(unknown(key, known, at)),
        }
    }
    let missing = known
        .iter()
        .filter(|member| member.need == Need::Required && !members.contains_key(member.name));
    for member in missing {
        let message = format!("`{}` is missing here", member.name);
        diagnostics.push(
            Diagnostic::error("missing-member", message)
                .at(at.to_string())
                .help(format!(
                    "add a line `{}: …`; the Overlay standard demands it",
                    member.name
                )),
        );
    }
    Some(members)
}

fn unknown(key: &str, known: &[Member], at: &Pointer<'_>) -> Diagnostic {
    let names: Vec<&str> = known.iter().map(|member| member.name).collect();
    Diagnostic::error("overlay-shape", format!("unknown field `{key}`"))
        .at(at.key(key).to_string())
        .help(format!(
            "the members are {}; others begin with `x-`",
            names.join(", ")
        ))
}

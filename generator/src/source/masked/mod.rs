//! A description before and after, below its overlays and with them → the changes that overlays hide from the crate.
//!
//! Invariant: each change of the description is in the corrected one, too, or is told here.

mod differences;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use self::differences::{Difference, Step, covers, differences, pointer, resolve};
use super::{Document, Texts, load::AppliedAction, member_names::structure, pointer::steps};
use crate::diagnostics::Position;

/// A change of a description that overlays hide from the crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Masked {
    /// The node of the description, as a JSON pointer: in the one after, or in the one before where it is gone.
    pub pointer: String,
    /// The change, and the state in which the node stays, in words.
    pub detail: String,
    /// The place where the node stands, or stood where it is gone: the name of the text and the position in it.
    pub place: Option<(String, Position)>,
    /// The action that hides it. `None`: several do so together.
    pub action: Option<MaskingAction>,
}

/// An action of an overlay that hides a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaskingAction {
    /// Name in messages.
    pub label: String,
    /// The place where it stands.
    pub place: Option<(String, Position)>,
}

/// A description below its overlays and with them.
#[derive(Debug)]
pub(crate) struct Layers {
    below: Value,
    corrected: Value,
    actions: Vec<AppliedAction>,
}

impl Layers {
    /// The description as it was loaded, and the document that overlays made of it.
    pub(crate) fn new(below: Value, document: &Document) -> Self {
        Self {
            below,
            corrected: document.root.clone(),
            actions: document.actions.clone(),
        }
    }

    /// The changes between two descriptions that the overlays hide.
    pub(crate) fn masked(before: (&Self, &Texts<'_>), after: (&Self, &Texts<'_>)) -> Vec<Masked> {
        let all = differences(&before.0.below, &after.0.below);
        let hidden = all.iter().filter(|one| !is_visible(one, before.0, after.0));
        let hidden: Vec<Hidden<'_>> = hidden.map(|one| after.0.hidden(one, after.1)).collect();
        let gone = hidden.iter().filter(|one| one.is_gone);
        let old_places = places(before.1, gone.map(|one| (0, one.pointer.clone())));
        let here = hidden.iter().filter(|one| !one.is_gone);
        let here = here.map(|one| (0, one.pointer.clone()));
        let actions = hidden.iter().filter_map(Hidden::action_place);
        let new_places = places(after.1, here.chain(actions));
        let told = hidden.into_iter().map(|one| {
            let place = (0, one.pointer.clone());
            Masked {
                place: if one.is_gone {
                    &old_places
                } else {
                    &new_places
                }
                .get(&place)
                .cloned(),
                action: one.action.map(|action| MaskingAction {
                    label: action.label.clone(),
                    place: one
                        .action_place()
                        .and_then(|place| new_places.get(&place).cloned()),
                }),
                pointer: one.pointer,
                detail: one.detail,
            }
        });
        told.collect()
    }

    /// A difference with the action that hides it, and the state that stays.
    fn hidden<'l>(&'l self, difference: &Difference<'_>, texts: &Texts<'_>) -> Hidden<'l> {
        let pointer = pointer(&difference.path);
        let stays = resolve(&self.corrected, &difference.path);
        let action = match &stays {
            Some((steps, node)) => self.writer(steps, node, texts),
            None => self.remover(&pointer),
        };
        Hidden {
            detail: detail(difference, stays.map(|(_, node)| node)),
            is_gone: difference.new.is_none(),
            pointer,
            action,
        }
    }

    /// The action that wrote a node, or the first part of it that an action wrote.
    fn writer(&self, at: &[String], node: &Value, texts: &Texts<'_>) -> Option<&AppliedAction> {
        let origin = texts.first_overlay(at, node)?;
        let index: usize = steps(&origin.pointer).nth(1)?.parse().ok()?;
        let mut actions = self.actions.iter();
        actions.find(|action| action.text == origin.text && action.index == index)
    }

    /// The last action that took a node out, or one around it.
    fn remover(&self, pointer: &str) -> Option<&AppliedAction> {
        let at: Vec<String> = steps(pointer).collect();
        let mut actions = self.actions.iter().rev();
        actions.find(|action| action.removed.iter().any(|removed| at.starts_with(removed)))
    }
}

/// A difference that is hidden, without the places of its parts.
struct Hidden<'l> {
    pointer: String,
    is_gone: bool,
    detail: String,
    action: Option<&'l AppliedAction>,
}

impl Hidden<'_> {
    fn action_place(&self) -> Option<(usize, String)> {
        let action = self.action?;
        Some((action.text, format!("/actions/{}", action.index)))
    }
}

/// A pointer in one of several texts.
type InText = (usize, String);

fn places(
    texts: &Texts<'_>,
    asked: impl Iterator<Item = InText>,
) -> BTreeMap<InText, (String, Position)> {
    texts.places_in(&asked.collect::<Vec<_>>())
}

/// Tells whether the corrected descriptions differ in the same way.
fn is_visible(difference: &Difference<'_>, before: &Layers, after: &Layers) -> bool {
    let Difference {
        path,
        names,
        old,
        new,
    } = difference;
    let was = resolve(&before.corrected, path);
    let is = resolve(&after.corrected, path);
    match (old, new) {
        (Some(_), None) => was.is_some() && is.is_none(),
        (_, Some(new)) => is.is_some_and(|(_, node)| covers(node, new, *names)),
        (None, None) => true,
    }
}

/// The change of a node, and its state behind the overlays.
fn detail(difference: &Difference<'_>, stays: Option<&Value>) -> String {
    let name = name(&difference.path);
    let is_bare = |value: &Value| {
        structure(value, difference.names)
            .as_object()
            .is_some_and(Map::is_empty)
    };
    let after = match stays {
        None => "overlays take it out".to_owned(),
        Some(node) if difference.new.is_none() && is_bare(node) => {
            "it exists only through a description in an overlay".to_owned()
        }
        Some(node) => format!(
            "with the overlays it is `{}`",
            shown(&structure(node, difference.names))
        ),
    };
    match (difference.old, difference.new) {
        (Some(_), None) => format!("{name} is gone; {after}"),
        (Some(old), Some(new)) => {
            format!(
                "{name} was `{}` and is `{}`; {after}",
                shown(old),
                shown(new)
            )
        }
        (None, _) => format!("{name} is new; {after}"),
    }
}

/// A node in words: a member by its name, an item of a list by itself.
fn name(path: &[Step<'_>]) -> String {
    match path {
        [.., Step::Member(name)] => format!("`{name}`"),
        [.., Step::Member(list), Step::Known(known, _)] => {
            let known: Vec<String> = known.iter().map(|value| shown(value)).collect();
            format!("`{}` in `{list}`", known.join(" "))
        }
        [.., Step::Member(list), Step::Item(index)] => format!("item {index} of `{list}`"),
        _ => "it".to_owned(),
    }
}

/// A value on one line, cut where it is long.
fn shown(value: &Value) -> String {
    /// Longer values are cut.
    const LENGTH: usize = 80;
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

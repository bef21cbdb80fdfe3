//! A description before and after, below its overlays and with them → the changes that overlays hide from the crate.
//!
//! Invariant: each change of the description is in the corrected one, too, or is told here.

mod differences;

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
    /// `None`: there are no overlays, so it is the corrected one.
    below: Option<Value>,
    corrected: Value,
    actions: Vec<AppliedAction>,
}

/// A description with the texts that it was read from.
#[derive(Clone, Copy)]
struct Side<'l> {
    layers: &'l Layers,
    texts: &'l Texts<'l>,
}

impl Layers {
    /// The description as it was loaded, if overlays corrected it, and the document that they made of it.
    pub(crate) fn new(below: Option<Value>, document: &Document) -> Self {
        Self {
            below,
            corrected: document.root.clone(),
            actions: document.actions.clone(),
        }
    }

    fn below(&self) -> &Value {
        self.below.as_ref().unwrap_or(&self.corrected)
    }

    /// The changes between two descriptions that the overlays of either hide.
    pub(crate) fn masked<'l>(
        before: (&'l Self, &'l Texts<'l>),
        after: (&'l Self, &'l Texts<'l>),
    ) -> Vec<Masked> {
        if before.0.below.is_none() && after.0.below.is_none() {
            return Vec::new();
        }
        let [before, after] = [before, after].map(|(layers, texts)| Side { layers, texts });
        let all = differences(before.layers.below(), after.layers.below());
        let hidden = all.iter().filter_map(|one| hidden(one, before, after));
        let hidden: Vec<Hidden<'_>> = hidden.collect();
        let places_of = |side: Version, texts: &Texts<'_>| {
            let nodes = hidden.iter().filter(|one| one.version() == side);
            let nodes = nodes.map(|one| (0, one.pointer.clone()));
            let actions = hidden.iter().filter_map(|one| one.action.as_ref());
            let actions = actions.filter(|(of, _)| *of == side);
            let actions = actions.map(|(_, action)| place_of(action));
            texts.places_in(&nodes.chain(actions).collect::<Vec<_>>())
        };
        let old_places = places_of(Version::Before, before.texts);
        let new_places = places_of(Version::After, after.texts);
        let places = |version| match version {
            Version::Before => &old_places,
            Version::After => &new_places,
        };
        let told = hidden.iter().map(|one| Masked {
            place: places(one.version())
                .get(&(0, one.pointer.clone()))
                .cloned(),
            action: one.action.map(|(version, action)| MaskingAction {
                label: action.label.clone(),
                place: places(version).get(&place_of(action)).cloned(),
            }),
            pointer: one.pointer.clone(),
            detail: one.detail.clone(),
        });
        told.collect()
    }
}

impl<'l> Side<'l> {
    /// The action that wrote a node, or the first part of it that an action wrote.
    fn writer(self, at: &[String], node: &Value) -> Option<&'l AppliedAction> {
        let origin = self.texts.first_overlay(at, node)?;
        let index: usize = steps(&origin.pointer).nth(1)?.parse().ok()?;
        let mut actions = self.layers.actions.iter();
        actions.find(|action| action.text == origin.text && action.index == index)
    }

    /// The last action that took a node out, or one around it.
    fn remover(self, pointer: &str) -> Option<&'l AppliedAction> {
        let at: Vec<String> = steps(pointer).collect();
        let mut actions = self.layers.actions.iter().rev();
        actions.find(|action| action.removed.iter().any(|removed| at.starts_with(removed)))
    }

    /// The action by which a schema, or one that it is a member of by `allOf`, still requires a property that it no
    /// longer describes.
    fn requirer(self, path: &[Step<'_>]) -> Option<&'l AppliedAction> {
        let [schema @ .., Step::Member("properties"), Step::Member(name)] = path else {
            return None;
        };
        let mut schema = schema;
        loop {
            let (at, node) = resolve(&self.layers.corrected, schema)?;
            if let Some(action) = self.requirer_in(&at, node, name) {
                return Some(action);
            }
            schema = match schema {
                [outer @ .., Step::Member("allOf"), _] => outer,
                _ => return None,
            };
        }
    }

    fn requirer_in(self, at: &[String], schema: &Value, name: &str) -> Option<&'l AppliedAction> {
        let items = |keyword: &str| {
            let items = schema.get(keyword).and_then(Value::as_array);
            items.into_iter().flatten().enumerate()
        };
        let below =
            |keyword: &str, index: usize| [at, &[keyword.to_owned(), index.to_string()]].concat();
        let mut named = items("required").filter(|(_, item)| *item == name);
        let action = named.find_map(|(index, item)| self.writer(&below("required", index), item));
        action.or_else(|| {
            let mut members = items("allOf");
            members
                .find_map(|(index, member)| self.requirer_in(&below("allOf", index), member, name))
        })
    }
}

/// A description of the two that are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Version {
    Before,
    After,
}

/// A difference that is hidden, without the places of its parts.
struct Hidden<'l> {
    pointer: String,
    is_gone: bool,
    detail: String,
    action: Option<(Version, &'l AppliedAction)>,
}

impl Hidden<'_> {
    /// The description that has the node.
    fn version(&self) -> Version {
        if self.is_gone {
            Version::Before
        } else {
            Version::After
        }
    }
}

/// A difference with the action that hides it, and the state that stays. `None`: nothing hides it.
fn hidden<'l>(
    difference: &Difference<'_>,
    before: Side<'l>,
    after: Side<'l>,
) -> Option<Hidden<'l>> {
    let hidden = |detail, action| Hidden {
        pointer: pointer(&difference.path),
        is_gone: difference.new.is_none(),
        detail,
        action,
    };
    if is_visible(difference, before.layers, after.layers) {
        let requirer = after.requirer(&difference.path);
        let requirer = requirer.filter(|_| difference.new.is_none())?;
        let name = name(&difference.path);
        let detail =
            format!("{name} is gone; an overlay still requires it, so it is any JSON value");
        return Some(hidden(detail, Some((Version::After, requirer))));
    }
    let stays = resolve(&after.layers.corrected, &difference.path);
    let action = if let Some((steps, node)) = &stays {
        let writer = after.writer(steps, node);
        writer.map(|one| (Version::After, one))
    } else {
        let pointer = pointer(&difference.path);
        let here = after.remover(&pointer).map(|one| (Version::After, one));
        // Where the overlays differ, those before may be the ones that took it out.
        here.or_else(|| before.remover(&pointer).map(|one| (Version::Before, one)))
    };
    let detail = detail(difference, stays.map(|(_, node)| node));
    Some(hidden(detail, action))
}

/// The place of an action in its text.
fn place_of(action: &AppliedAction) -> InText {
    (action.text, format!("/actions/{}", action.index))
}

/// A pointer in one of several texts.
type InText = (usize, String);

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

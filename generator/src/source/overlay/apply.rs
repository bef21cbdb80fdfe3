//! Actions, one after the other, on the tree that the one before left.
//!
//! Invariant: an action that fails is reported and the next one goes on, so that one run says
//! everything.

use serde_json::Value;

use super::{
    expect::{self, Hiding},
    limits,
    merge::{Merged, Update},
    nearest::nearest,
    outcome,
    query::{Location, Query, node, node_mut, pointer_steps},
    read::{Action, Change, Label, Overlay, Version},
    remove::{Removed, remove},
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    source::{Document, load::AppliedAction, origins::Origins},
};

/// A document while overlays are applied to it.
pub(super) struct Applying<'o> {
    document: Document,
    /// At most so many nodes the document has.
    nodes: usize,
    /// So many nodes were written.
    written: usize,
    /// Removed nodes, with the overlay and the action that removed them.
    removals: Vec<(usize, &'o Label, Vec<Removed>)>,
    /// Diagnostics by overlay.
    diagnostics: Vec<Diagnostics>,
    /// The places of the actions that changed nothing, by overlay.
    unchanged: Vec<Vec<usize>>,
    /// Nodes that the actions found and hide, by overlay, with the places of the actions.
    found: Vec<Vec<(usize, Value)>>,
}

/// Result of applying actions to a document.
pub(super) struct Applied {
    pub(super) document: Document,
    /// Diagnostics by overlay.
    pub(super) diagnostics: Vec<Diagnostics>,
    /// The places of the actions that changed nothing, by overlay.
    pub(super) unchanged: Vec<Vec<usize>>,
    /// Nodes that the actions found and hide, by overlay, with the places of the actions.
    pub(super) found: Vec<Vec<(usize, Value)>>,
}

impl<'o> Applying<'o> {
    /// Applies all actions of all overlays.
    pub(super) fn all(document: Document, overlays: &'o [Overlay]) -> Applied {
        let mut applying = Self {
            nodes: limits::nodes(&document.root),
            document,
            written: 0,
            removals: Vec::new(),
            diagnostics: vec![Diagnostics::default(); overlays.len()],
            unchanged: vec![Vec::new(); overlays.len()],
            found: vec![Vec::new(); overlays.len()],
        };
        for (index, overlay) in overlays.iter().enumerate() {
            for action in &overlay.actions {
                applying.document.actions.push(AppliedAction {
                    text: index + 1,
                    index: action.label.index(),
                    label: action.label.to_string(),
                    removed: Vec::new(),
                });
                if let Err(error) = applying.action(index, overlay.version, action) {
                    applying.say(index, *error);
                }
            }
        }
        applying.put_back();
        Applied {
            document: applying.document,
            diagnostics: applying.diagnostics,
            unchanged: applying.unchanged,
            found: applying.found,
        }
    }

    fn say(&mut self, overlay: usize, diagnostic: Diagnostic) {
        if let Some(diagnostics) = self.diagnostics.get_mut(overlay) {
            diagnostics.push(diagnostic);
        }
    }

    fn action(
        &mut self,
        overlay: usize,
        version: Version,
        action: &'o Action,
    ) -> Result<(), Box<Diagnostic>> {
        let Action { label, target, .. } = action;
        let locations = self.locations(label, "target", target)?;
        match &action.change {
            Change::Remove if locations.iter().any(Vec::is_empty) => {
                Err(Box::new(outcome::removes_everything(label)))
            }
            Change::Remove => {
                self.meet(overlay, action, &locations, Hiding::Removes);
                if let Some(applied) = self.document.actions.last_mut() {
                    let removed = locations.iter().map(|location| pointer_steps(location));
                    applied.removed = removed.collect();
                }
                let removed = remove(&mut self.document, locations);
                self.removals.push((overlay, label, removed));
                Ok(())
            }
            Change::Update(value) => {
                self.check_targets(version, label, &locations)?;
                self.meet(overlay, action, &locations, Hiding::Merges(value));
                // The description is text 0.
                let from = Origins::new(overlay + 1, label.at("update"));
                self.merge(overlay, label, &locations, Update { value, from: &from })
            }
            Change::Copy(query) => {
                self.check_targets(version, label, &locations)?;
                let (value, from) = self.source(label, query)?;
                self.meet(overlay, action, &locations, Hiding::Merges(&value));
                let update = Update {
                    value: &value,
                    from: &from,
                };
                self.merge(overlay, label, &locations, update)
            }
        }
    }

    /// Compares what an action hides with what it states to find.
    fn meet(
        &mut self,
        overlay: usize,
        action: &Action,
        locations: &[Location],
        hiding: Hiding<'_>,
    ) {
        let found = expect::found(&self.document.root, &action.target, locations, hiding);
        let stated = action.expected.as_ref();
        if let Some(said) =
            stated.and_then(|stated| expect::mismatch(&action.label, stated, &found))
        {
            self.say(overlay, said);
        }
        if let Some(list) = self.found.get_mut(overlay) {
            list.push((action.label.index(), found));
        }
    }

    /// Returns the matches of an action's query, at least one.
    fn locations(
        &self,
        label: &Label,
        member: &str,
        query: &Query,
    ) -> Result<Vec<Location>, Box<Diagnostic>> {
        let root = &self.document.root;
        let found = query
            .locations(root, self.nodes)
            .ok_or_else(|| outcome::endless(label, member, query))?;
        if found.is_empty() {
            let nearest = nearest(query, root, self.nodes);
            return Err(Box::new(outcome::matches_nothing(
                label, member, query, &nearest,
            )));
        }
        Ok(found)
    }

    /// Returns the value to copy, with its origins.
    fn source(&self, label: &Label, query: &Query) -> Result<(Value, Origins), Box<Diagnostic>> {
        let found = self.locations(label, "copy", query)?;
        let [location] = found.as_slice() else {
            return Err(Box::new(outcome::copies_several(label, query, found.len())));
        };
        let value = node(&self.document.root, location).cloned();
        let origins = self.document.origins.at(&pointer_steps(location));
        Ok((value.unwrap_or_default(), origins))
    }

    /// Checks the targets: the standard requires one kind, and 1.0 forbids plain values.
    fn check_targets(
        &self,
        version: Version,
        label: &Label,
        locations: &[Location],
    ) -> Result<(), Box<Diagnostic>> {
        let kinds = locations
            .iter()
            .filter_map(|location| node(&self.document.root, location))
            .map(MatchKind::of);
        let mut kinds: Vec<MatchKind> = kinds.collect();
        kinds.dedup();
        match kinds.as_slice() {
            [MatchKind::Plain] if version == Version::V1_0 => {
                Err(Box::new(outcome::plain_target(label)))
            }
            [_] | [] => Ok(()),
            _ => Err(Box::new(outcome::mixed_targets(label))),
        }
    }

    fn merge(
        &mut self,
        overlay: usize,
        label: &Label,
        locations: &[Location],
        update: Update<'_>,
    ) -> Result<(), Box<Diagnostic>> {
        self.charge(label, locations, update.value)?;
        let mut merged = Merged::default();
        for location in locations {
            let origins = self.document.origins.at_mut(&pointer_steps(location));
            if let Some(target) = node_mut(&mut self.document.root, location) {
                merged.merge(target, origins, update);
            }
        }
        if merged.changes_nothing()
            && let Some(unchanged) = self.unchanged.get_mut(overlay)
        {
            unchanged.push(label.index());
        }
        for diagnostic in outcome::of_merge(label, overlay + 1, merged) {
            self.say(overlay, diagnostic);
        }
        Ok(())
    }

    /// Counts what is going to be written.
    fn charge(
        &mut self,
        label: &Label,
        locations: &[Location],
        value: &Value,
    ) -> Result<(), Box<Diagnostic>> {
        let size = limits::nodes(value).saturating_mul(locations.len());
        let level = locations.iter().map(Vec::len).max().unwrap_or(0);
        let written = self.written.saturating_add(size);
        if written > limits::WRITTEN {
            return Err(Box::new(outcome::too_large(label)));
        }
        if level + limits::depth(value) > limits::DEPTH {
            return Err(Box::new(outcome::too_deep(label)));
        }
        self.written = written;
        self.nodes = self.nodes.saturating_add(size);
        Ok(())
    }

    /// Reports removals that later actions undid: what they correct is right by now.
    fn put_back(&mut self) {
        for (overlay, label, removed) in std::mem::take(&mut self.removals) {
            let is_back = |Removed { location, value }: &Removed| {
                node(&self.document.root, location) == Some(value)
            };
            if !removed.is_empty() && removed.iter().all(is_back) {
                self.say(overlay, outcome::put_back(label));
            }
        }
    }
}

/// Kinds of targets in the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MatchKind {
    Object,
    List,
    Plain,
}

impl MatchKind {
    fn of(value: &Value) -> Self {
        match value {
            Value::Object(_) => Self::Object,
            Value::Array(_) => Self::List,
            _ => Self::Plain,
        }
    }
}

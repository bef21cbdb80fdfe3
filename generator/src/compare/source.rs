//! Public APIs before and after → whether callers still compile, on the changes that explain it.
//!
//! Invariant: every difference between the two ends up on some change; what no change of the model explains becomes a
//! change of its own, and what the generator or the runtime did is never put down to the description.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Cause, Change, ChangeKind, Signatures,
    renames::Renames,
    rules::{
        ARGUMENT_RENAMED, ARGUMENTS_REORDERED, FEATURE_REQUIRED, FIELD_FILLED,
        FIELD_WITHOUT_DEFAULT, ITEM_ADDED, ITEM_REMOVED, LITERAL_CLOSED, LITERAL_OPENED, Rule,
        SIGNATURE_CHANGED, TRAIT_ITEM_DEMANDED, TRAIT_LOST, VARIANT_OF_OPEN_ENUM,
    },
};
use crate::public_api::{DEMANDED, OPEN, PROVIDED, PublicApi, PublicItem};

pub(super) fn judge(
    before: &PublicApi,
    regenerated: Option<&PublicApi>,
    after: &PublicApi,
    renames: &Renames<'_>,
    changes: &mut Vec<Change>,
) {
    for change in &mut *changes {
        for claim in &mut change.claims {
            let canonical = before.canonical(claim).or_else(|| after.canonical(claim));
            *claim = canonical.unwrap_or_else(|| claim.clone());
        }
    }
    for difference in differences(before, after) {
        // A declaration in which nothing but renamed names differs is told with the rename.
        let Some(rule) = difference.rule(before, renames) else {
            continue;
        };
        let cause = difference.cause(regenerated);
        let index = explaining(changes, &difference.path, cause).unwrap_or_else(|| {
            changes.push(difference.unexplained(cause));
            changes.len() - 1
        });
        let change = &mut changes[index];
        if !change.rules.contains(&rule) {
            change.rules.push(rule);
        }
        change.signatures.push(difference.signatures());
    }
    name_causes(changes);
    for change in changes {
        let claims = &change.claims;
        let is_own = |signatures: &Signatures| claims.contains(&signatures.path);
        change
            .signatures
            .sort_by_key(|signatures| (!is_own(signatures), signatures.after.is_some()));
    }
}

/// Detail of a change that the model does not explain by itself.
const CONSEQUENCE: &str = "follows from other changes";

/// Names, at changes that follow from others, the changes that they follow from: those of what their declarations name.
fn name_causes(changes: &mut [Change]) {
    let mut subjects: BTreeMap<String, &str> = BTreeMap::new();
    for change in changes.iter().filter(|change| change.detail != CONSEQUENCE) {
        for claim in &change.claims {
            let names = claim.split(['.', ':']).filter(|name| !name.is_empty());
            if let Some(name) = names
                .into_iter()
                .find(|name| name.starts_with(char::is_uppercase))
            {
                subjects.entry(name.to_owned()).or_insert(&change.subject);
            }
        }
    }
    let mut named: Vec<Option<String>> = Vec::with_capacity(changes.len());
    for change in changes.iter() {
        let texts = change
            .signatures
            .iter()
            .flat_map(|one| [Some(&one.path), one.before.as_ref(), one.after.as_ref()]);
        let words = texts
            .flatten()
            .flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric() && letter != '_'));
        let causes: BTreeSet<&str> = words
            .filter_map(|word| subjects.get(word).copied())
            .collect();
        let is_consequence = change.detail == CONSEQUENCE && !causes.is_empty();
        named.push(is_consequence.then(|| {
            let causes: Vec<String> = causes
                .iter()
                .take(3)
                .map(|cause| format!("`{cause}`"))
                .collect();
            format!("follows from the change of {}", causes.join(", "))
        }));
    }
    for (change, detail) in changes.iter_mut().zip(named) {
        change.detail = detail.unwrap_or_else(|| std::mem::take(&mut change.detail));
    }
}

/// One path at which the public APIs differ.
struct Difference<'a> {
    path: String,
    before: Option<&'a PublicItem>,
    after: Option<&'a PublicItem>,
    /// The declaration before, with the canonical paths that its names have after.
    moved: String,
}

fn differences<'a>(before: &'a PublicApi, after: &'a PublicApi) -> Vec<Difference<'a>> {
    let mut all = Vec::new();
    for (path, item) in before.iter() {
        let new = after.declared(path);
        let moved = match new {
            // The declaration itself is compared at its canonical path.
            Some(_) if before.is_alias(path) => continue,
            Some(new) if item.resolved != new.resolved => {
                after.with_canonical_paths(&item.resolved)
            }
            _ => item.resolved.clone(),
        };
        let is_same = new.is_some_and(|new| {
            moved == new.resolved
                && item.context == new.context
                && item.condition.implies(&new.condition)
        });
        if !is_same {
            all.push(Difference {
                path: path.to_owned(),
                before: Some(item),
                after: new,
                moved,
            });
        }
    }
    let new = after
        .iter()
        .filter(|(path, _)| before.declared(path).is_none());
    all.extend(new.map(|(path, item)| Difference {
        path: path.to_owned(),
        before: None,
        after: Some(item),
        moved: String::new(),
    }));
    all
}

impl Difference<'_> {
    /// Returns the rule for source compatibility. `None`: a mere consequence of a rename.
    fn rule(&self, before: &PublicApi, renames: &Renames<'_>) -> Option<&'static Rule> {
        match (self.before, self.after) {
            (Some(old), Some(new)) => self.changed(old, new, renames),
            (Some(_), None) if self.path.contains(": ") => Some(&TRAIT_LOST),
            (Some(_), None) => Some(&ITEM_REMOVED),
            (None, _) => Some(self.addition(before)),
        }
    }

    fn changed(
        &self,
        before: &PublicItem,
        after: &PublicItem,
        renames: &Renames<'_>,
    ) -> Option<&'static Rule> {
        let (old, new) = (&self.moved, &after.resolved);
        let narrower = !before.condition.implies(&after.condition);
        if before.context != after.context {
            Some(&SIGNATURE_CHANGED)
        } else if old == new || renames.applied(old) == *new {
            narrower.then_some(&FEATURE_REQUIRED)
        } else if old.strip_prefix(OPEN) == Some(new) {
            Some(&LITERAL_OPENED)
        } else if new.strip_prefix(OPEN) == Some(old) {
            Some(&LITERAL_CLOSED)
        } else if is_same_with(old, DEMANDED, new, PROVIDED) {
            Some(&ITEM_ADDED)
        } else if is_same_with(old, PROVIDED, new, DEMANDED) {
            Some(&TRAIT_ITEM_DEMANDED)
        } else if are_reordered(old, new) {
            Some(&ARGUMENTS_REORDERED)
        } else if without_argument_names(old) == without_argument_names(new) {
            Some(&ARGUMENT_RENAMED)
        } else {
            Some(&SIGNATURE_CHANGED)
        }
    }

    /// Determines the cause: where the present generator makes the same of both descriptions, it is the code.
    fn cause(&self, regenerated: Option<&PublicApi>) -> Cause {
        let Some(regenerated) = regenerated else {
            return Cause::Description;
        };
        let is_same = match (regenerated.declared(&self.path), self.after) {
            (Some(old), Some(new)) => old.declares_the_same(new) && old.condition == new.condition,
            (old, new) => old.is_none() && new.is_none(),
        };
        match self.after.or(self.before) {
            Some(item) if is_same => Cause::of_file(&item.file),
            _ => Cause::Description,
        }
    }

    /// Returns the rule for an addition, which breaks callers only where they name all members.
    fn addition(&self, before: &PublicApi) -> &'static Rule {
        if let Some((owner, _)) = self.path.rsplit_once('.') {
            return match before.get(owner) {
                Some(known) if known.resolved.starts_with(OPEN) => &ITEM_ADDED,
                Some(_) if has_filler(before, owner) => &FIELD_FILLED,
                Some(_) => &FIELD_WITHOUT_DEFAULT,
                None => &ITEM_ADDED,
            };
        }
        if self
            .after
            .is_some_and(|item| item.resolved.starts_with(DEMANDED))
        {
            let owner = self.path.rsplit_once("::").map_or("", |(owner, _)| owner);
            return before
                .get(owner)
                .map_or(&ITEM_ADDED, |_| &TRAIT_ITEM_DEMANDED);
        }
        if let Some((owner, _)) = self.path.rsplit_once("::") {
            let is_enum = before
                .get(owner)
                .is_some_and(|known| known.resolved.contains("pub enum "));
            let is_variant = self
                .after
                .is_some_and(|item| !item.resolved.starts_with("pub "));
            if is_enum && is_variant {
                return &VARIANT_OF_OPEN_ENUM;
            }
        }
        &ITEM_ADDED
    }

    fn unexplained(&self, cause: Cause) -> Change {
        let kind = match (self.before, self.after) {
            (None, _) => ChangeKind::Added,
            (_, None) => ChangeKind::Removed,
            _ => ChangeKind::Changed,
        };
        let detail = match (cause, kind) {
            (Cause::Generator | Cause::Runtime, ChangeKind::Added) => {
                format!("new in the {}", cause.as_str())
            }
            (Cause::Generator | Cause::Runtime, ChangeKind::Removed) => {
                format!("the {} no longer has it", cause.as_str())
            }
            (Cause::Generator | Cause::Runtime, _) => {
                format!("the {} declares it in another way", cause.as_str())
            }
            _ => CONSEQUENCE.to_owned(),
        };
        let change = Change::new(kind, &self.path, detail).claim(&self.path);
        Change { cause, ..change }
    }

    /// Returns both declarations: in short, unless that hides the difference.
    fn signatures(&self) -> Signatures {
        let both = (self.before, self.after);
        let hides = matches!(both, (Some(old), Some(new)) if old.signature == new.signature);
        let is_conditional =
            matches!(both, (Some(old), Some(new)) if !old.condition.implies(&new.condition));
        let text = |item: &PublicItem| {
            let signature = match (hides, &*item.context) {
                (true, "") => item.resolved.clone(),
                (true, context) => format!("{context} {{ {} }}", item.resolved),
                (false, _) => item.signature.clone(),
            };
            if is_conditional && !item.condition.is_always() {
                format!("#[cfg({})] {signature}", item.condition)
            } else {
                signature
            }
        };
        let item = self.after.or(self.before);
        Signatures {
            path: self.path.clone(),
            before: self.before.map(text),
            after: self.after.map(text),
            file: item.map(|item| item.file.clone()).unwrap_or_default(),
        }
    }
}

/// Returns `true` if two declarations differ only in their marks.
fn is_same_with(old: &str, old_mark: &str, new: &str, new_mark: &str) -> bool {
    let old = old.strip_prefix(old_mark);
    old.is_some() && old == new.strip_prefix(new_mark)
}

/// Returns `true` if arguments of the same names have another order: where their types are the same, no
/// compiler notices that callers give each the value of another.
fn are_reordered(old: &str, new: &str) -> bool {
    let (old, new) = (argument_names(old), argument_names(new));
    let sorted = |names: &[String]| {
        let mut names = names.to_vec();
        names.sort();
        names
    };
    old != new && sorted(&old) == sorted(&new)
}

fn argument_names(signature: &str) -> Vec<String> {
    let arguments = signature.split_once('(').map_or("", |(_, rest)| rest);
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    let mut names = Vec::new();
    for part in arguments.split_inclusive(": ") {
        if let Some(part) = part.strip_suffix(": ") {
            let name = part.rsplit(|character: char| !is_part(character)).next();
            names.extend(name.map(str::to_owned));
        }
    }
    names
}

/// Returns a signature in which arguments have their types alone.
fn without_argument_names(signature: &str) -> String {
    let Some((head, arguments)) = signature.split_once('(') else {
        return signature.to_owned();
    };
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    let mut text = format!("{head}(");
    for part in arguments.split_inclusive(": ") {
        let named = part
            .strip_suffix(": ")
            .map(|part| part.trim_end_matches(is_part));
        text.push_str(named.unwrap_or(part));
    }
    text
}

/// Returns `true` if callers can fill the fields that they do not name.
fn has_filler(public_api: &PublicApi, owner: &str) -> bool {
    public_api.get(&format!("{owner}: Default")).is_some()
        || public_api.get(&format!("{owner}::new")).is_some()
}

/// Returns the change of this cause that claims the most of a path.
fn explaining(changes: &[Change], path: &str, cause: Cause) -> Option<usize> {
    let claimed = |claim: &str| {
        let rest = path.strip_prefix(claim)?;
        let is_below = rest.is_empty() || rest.starts_with("::") || rest.starts_with(['.', ':']);
        is_below.then_some(claim.len())
    };
    let longest = |change: &Change| {
        change
            .claims
            .iter()
            .filter_map(|claim| claimed(claim))
            .max()
    };
    let possible = changes.iter().enumerate();
    let best = possible
        .filter(|(_, change)| change.cause == cause || !change.cause.is_code() && !cause.is_code())
        .filter_map(|(index, change)| Some((longest(change)?, index)));
    // The first among equals: that is the one about the declaration itself.
    best.max_by_key(|(length, index)| (*length, std::cmp::Reverse(*index)))
        .map(|(_, index)| index)
}

//! Surfaces before and after → whether callers still compile, on the changes that explain it.
//!
//! Invariant: every difference between the surfaces ends up on some change; what no change of the
//! model explains becomes a change of its own.

use super::{
    Change, Kind, Signatures,
    renames::Renames,
    rules::{
        ARGUMENT_RENAMED, ARGUMENTS_REORDERED, FIELD_FILLED, FIELD_WITHOUT_DEFAULT, ITEM_ADDED,
        ITEM_REMOVED, LITERAL_CLOSED, LITERAL_OPENED, Rule, SIGNATURE_CHANGED, TRAIT_LOST,
        VARIANT_OF_OPEN_ENUM,
    },
};
use crate::surface::{Surface, SurfaceItem};

/// The mark of a type that callers can neither write out nor match to the end.
const OPEN: &str = "#[non_exhaustive] ";

pub(super) fn judge(
    before: &Surface,
    after: &Surface,
    renames: &Renames,
    changes: &mut Vec<Change>,
) {
    for difference in differences(before, after) {
        // A declaration in which nothing but renamed names differs is told with the rename.
        let Some(rule) = difference.rule(before, renames) else {
            continue;
        };
        let index = explaining(changes, &difference.path).unwrap_or_else(|| {
            changes.push(difference.unexplained());
            changes.len() - 1
        });
        let change = &mut changes[index];
        if !change.rules.contains(&rule) {
            change.rules.push(rule);
        }
        change.signatures.push(difference.signatures());
    }
    for change in changes {
        let claims = &change.claims;
        let is_own = |signatures: &Signatures| claims.contains(&signatures.path);
        change
            .signatures
            .sort_by_key(|signatures| (!is_own(signatures), signatures.after.is_some()));
    }
}

/// One path at which the surfaces differ.
struct Difference<'a> {
    path: String,
    before: Option<&'a SurfaceItem>,
    after: Option<&'a SurfaceItem>,
}

fn differences<'a>(before: &'a Surface, after: &'a Surface) -> Vec<Difference<'a>> {
    let old = before.iter().filter_map(|(path, item)| {
        let new = after.get(path);
        let is_same = new.is_some_and(|new| new.signature == item.signature);
        (!is_same).then(|| Difference {
            path: path.to_owned(),
            before: Some(item),
            after: new,
        })
    });
    let new = after.iter().filter(|(path, _)| before.get(path).is_none());
    let new = new.map(|(path, item)| Difference {
        path: path.to_owned(),
        before: None,
        after: Some(item),
    });
    old.chain(new).collect()
}

impl Difference<'_> {
    /// What Rust says about it. `None`: it is a mere consequence of a rename.
    fn rule(&self, before: &Surface, renames: &Renames) -> Option<&'static Rule> {
        match (self.before, self.after) {
            (Some(old), Some(new)) => {
                let (old, new) = (&old.signature, &new.signature);
                if renames.applied(old) == *new {
                    None
                } else if old.strip_prefix(OPEN) == Some(new) {
                    Some(&LITERAL_OPENED)
                } else if new.strip_prefix(OPEN) == Some(old) {
                    Some(&LITERAL_CLOSED)
                } else if are_reordered(old, new) {
                    Some(&ARGUMENTS_REORDERED)
                } else if without_argument_names(old) == without_argument_names(new) {
                    Some(&ARGUMENT_RENAMED)
                } else {
                    Some(&SIGNATURE_CHANGED)
                }
            }
            (Some(_), None) if self.path.contains(": ") => Some(&TRAIT_LOST),
            (Some(_), None) => Some(&ITEM_REMOVED),
            (None, _) => Some(self.addition(before)),
        }
    }

    /// An addition breaks callers only where they name all there is.
    fn addition(&self, before: &Surface) -> &'static Rule {
        if let Some((owner, _)) = self.path.rsplit_once('.') {
            return match before.get(owner) {
                Some(known) if known.signature.starts_with(OPEN) => &ITEM_ADDED,
                Some(_) if has_filler(before, owner) => &FIELD_FILLED,
                Some(_) => &FIELD_WITHOUT_DEFAULT,
                None => &ITEM_ADDED,
            };
        }
        if let Some((owner, _)) = self.path.rsplit_once("::") {
            let is_enum = before
                .get(owner)
                .is_some_and(|known| known.signature.contains("pub enum "));
            let is_variant = self
                .after
                .is_some_and(|item| !item.signature.starts_with("pub "));
            if is_enum && is_variant {
                return &VARIANT_OF_OPEN_ENUM;
            }
        }
        &ITEM_ADDED
    }

    fn unexplained(&self) -> Change {
        let kind = match (self.before, self.after) {
            (None, _) => Kind::Added,
            (_, None) => Kind::Removed,
            _ => Kind::Changed,
        };
        Change::new(kind, &self.path, "follows from other changes").claim(&self.path)
    }

    fn signatures(&self) -> Signatures {
        let text = |item: Option<&SurfaceItem>| item.map(|item| item.signature.clone());
        let item = self.after.or(self.before);
        Signatures {
            path: self.path.clone(),
            before: text(self.before),
            after: text(self.after),
            file: item.map(|item| item.file.clone()).unwrap_or_default(),
        }
    }
}

/// Whether arguments of the same names come in another order: where their types are the same, no
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

/// A signature in which arguments have their types alone.
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

/// Whether callers have something that fills the fields which they do not name.
fn has_filler(surface: &Surface, owner: &str) -> bool {
    surface.get(&format!("{owner}: Default")).is_some()
        || surface.get(&format!("{owner}::new")).is_some()
}

/// The change that claims the most of a path.
fn explaining(changes: &[Change], path: &str) -> Option<usize> {
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
    let best = changes
        .iter()
        .enumerate()
        .filter_map(|(index, change)| Some((longest(change)?, index)));
    // The first among equals: that is the one about the declaration itself.
    best.max_by_key(|(length, index)| (*length, std::cmp::Reverse(*index)))
        .map(|(_, index)| index)
}

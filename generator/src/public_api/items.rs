//! Everything that callers can name, item by item, by path.
//!
//! Invariant: an item is listed under its canonical path alone; further ones are aliases.

use std::collections::BTreeMap;

use super::{condition::Condition, names::Spelled};

/// The mark of a type that callers can neither write out nor match to the end.
pub(crate) const OPEN: &str = "#[non_exhaustive] ";
/// The mark of a trait's part that implementations may omit.
pub(crate) const PROVIDED: &str = "provided ";
/// The mark of a trait's part that every implementation has.
pub(crate) const DEMANDED: &str = "demanded ";

/// Everything callers can name, by path: `models::Ticket`, `models::Ticket.subject`, `models::TicketStatus::Open`,
/// `resources::Tickets::get`, `models::Ticket: Default`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicApi {
    pub(super) items: BTreeMap<String, PublicItem>,
    /// Further paths of items, with their canonical ones.
    pub(super) aliases: BTreeMap<String, String>,
    /// Paths of other crates, with those by which this one hands them on.
    pub(super) external: BTreeMap<String, String>,
}

/// One of the things that callers can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicItem {
    /// Declaration without its documentation: `pub fn get(&self, ticket_id: i64) -> GetTicket`.
    pub signature: String,
    /// The same with every path written out from `crate` on, which is what comparisons compare.
    pub resolved: String,
    /// The `impl` that it is in, where that is for some of the types of one name alone.
    pub context: String,
    /// Condition under which it exists, besides the condition of the type that it belongs to.
    pub condition: Condition,
    /// The file of the crate that declares it.
    pub file: String,
}

impl PublicItem {
    /// Returns `true` if two declarations look the same to callers, whatever features they need.
    #[must_use]
    pub fn declares_the_same(&self, other: &Self) -> bool {
        self.resolved == other.resolved && self.context == other.context
    }
}

impl PublicApi {
    /// Returns the item at a path, or at one that is an alias of it.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&PublicItem> {
        self.items
            .get(path)
            .or_else(|| self.items.get(&self.canonical(path)?))
    }

    /// Returns the declaration behind a path, which of an alias is the one of what it stands for.
    pub(crate) fn declared(&self, path: &str) -> Option<&PublicItem> {
        let canonical = self.canonical(path);
        self.items.get(canonical.as_deref().unwrap_or(path))
    }

    /// Returns `true` if `path` is a second path of an item that is listed under another.
    pub(crate) fn is_alias(&self, path: &str) -> bool {
        self.aliases.contains_key(path)
    }

    /// Returns the path that everything is listed under. `None`: it is that already.
    pub(crate) fn canonical(&self, path: &str) -> Option<String> {
        let ends = path
            .char_indices()
            .filter(|(_, sign)| [':', '.'].contains(sign));
        let ends = ends.map(|(at, _)| at).chain([path.len()]);
        let mut known = ends.filter_map(|end| Some((end, self.aliases.get(&path[..end])?)));
        let (end, canonical) = known.next_back()?;
        Some(format!("{canonical}{}", &path[end..]))
    }

    /// Returns a declaration with the canonical paths that its names have here.
    pub(crate) fn with_canonical_paths(&self, resolved: &str) -> String {
        let is_part = |character: char| character.is_alphanumeric() || "_#:".contains(character);
        let mut text = String::new();
        let mut rest = resolved;
        while let Some(start) = rest.find("crate::") {
            let (before, path) = rest.split_at(start);
            let end = path
                .find(|character| !is_part(character))
                .unwrap_or(path.len());
            let known = path["crate::".len()..end].trim_end_matches(':');
            let canonical = self.canonical(known).unwrap_or_else(|| known.to_owned());
            text.push_str(before);
            text.push_str("crate::");
            text.push_str(&canonical);
            rest = &path["crate::".len() + known.len()..];
        }
        text.push_str(rest);
        text
    }

    /// Returns `true` if an item is there where just these features are turned on: the condition of what it belongs to
    /// counts as well.
    #[must_use]
    pub fn exists_with(&self, path: &str, features: &[&str]) -> bool {
        let ends = path
            .char_indices()
            .filter(|(_, sign)| [':', '.'].contains(sign));
        let ends = ends.map(|(at, _)| at).chain([path.len()]);
        let mut known = ends.filter_map(|end| self.items.get(&path[..end]));
        known.all(|item| item.condition.holds_with(features))
    }

    /// Returns every item, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &PublicItem)> {
        self.items.iter().map(|(path, item)| (path.as_str(), item))
    }

    /// Notes a declaration.
    pub(super) fn insert(
        &mut self,
        path: &str,
        signature: &Spelled,
        context: &str,
        condition: Condition,
        file: &str,
    ) {
        let item = PublicItem {
            signature: signature.short.clone(),
            resolved: signature.resolved.clone(),
            context: context.to_owned(),
            condition,
            file: file.to_owned(),
        };
        match self.items.get_mut(path) {
            None => drop(self.items.insert(path.to_owned(), item)),
            Some(known) => known.absorb(&item),
        }
    }
}

impl PublicItem {
    /// Takes in a further declaration of the same path, which is there under another condition or for another type.
    fn absorb(&mut self, other: &Self) {
        if self.declares_the_same(other) {
            self.condition = self.condition.or(&other.condition);
            return;
        }
        let place = |item: &Self| match (item.condition.is_always(), &*item.context) {
            (true, "") => String::new(),
            (true, context) => format!(" in {context}"),
            (false, context) => format!(" if {} {context}", item.condition),
        };
        let both = [
            format!("{}{}", self.resolved, place(self)),
            format!("{}{}", other.resolved, place(other)),
        ];
        self.resolved = both.join(" | ");
        self.signature = format!("{} | {}", self.signature, other.signature);
        self.condition = self.condition.or(&other.condition);
    }
}

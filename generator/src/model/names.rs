//! Identifiers by what has them, which outlives a run of the generator.

use std::collections::BTreeMap;

/// Identifiers by table and name. A table is a namespace, or the part of one that things of a kind have: `types`,
/// `fields of /components/schemas/Ticket`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    tables: BTreeMap<String, BTreeMap<String, String>>,
}

impl Names {
    /// Returns the identifier of something.
    #[must_use]
    pub fn get(&self, table: &str, name: &str) -> Option<&str> {
        let ident = self.tables.get(table)?.get(name)?;
        Some(ident)
    }

    /// Adds or replaces an identifier.
    pub fn insert(&mut self, table: &str, name: &str, ident: &str) {
        let table = self.tables.entry(table.to_owned()).or_default();
        table.insert(name.to_owned(), ident.to_owned());
    }

    /// Returns `true` if there are no names.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// Returns the number of identifiers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tables.values().map(BTreeMap::len).sum()
    }

    /// Returns the tables in their order.
    #[must_use]
    pub fn tables(&self) -> &BTreeMap<String, BTreeMap<String, String>> {
        &self.tables
    }

    /// Returns these names, and those of `others` for anything without a name here.
    #[must_use]
    pub fn or(mut self, others: &Self) -> Self {
        for (table, name, ident) in others.iter() {
            if self.get(table, name).is_none() {
                self.insert(table, name, ident);
            }
        }
        self
    }

    /// Returns those that are other ones in `others`, or missing there.
    #[must_use]
    pub fn without(&self, others: &Self) -> Self {
        let mut left = Self::default();
        for (table, name, ident) in self.iter() {
            if others.get(table, name) != Some(ident) {
                left.insert(table, name, ident);
            }
        }
        left
    }

    fn iter(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        let tables = self.tables.iter();
        tables.flat_map(|(table, names)| {
            let names = names.iter();
            names.map(move |(name, ident)| (table.as_str(), name.as_str(), ident.as_str()))
        })
    }
}

impl From<BTreeMap<String, BTreeMap<String, String>>> for Names {
    fn from(tables: BTreeMap<String, BTreeMap<String, String>>) -> Self {
        Self { tables }
    }
}

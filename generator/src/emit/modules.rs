//! Types → the modules of `models/`: one for all types that the same groups of operations need.
//!
//! Invariant: all types of a module need the same Cargo features, so its attribute is the only one.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    docs::code,
    features::{Features, Scope},
    references,
    uses::few,
};
use crate::model::{Api, Resource, TypeDef};

/// A file below `models/`.
#[derive(Debug)]
pub(crate) struct TypeModule<'a> {
    /// The identifier: that of the group, or the family of the types that several groups share.
    pub(super) name: String,
    /// The features that its types need.
    pub(super) scope: Scope,
    /// The groups that reach its types.
    pub(super) users: Vec<&'a Resource>,
    /// Its types, in the order of the model.
    pub(super) types: Vec<&'a TypeDef>,
}

impl TypeModule<'_> {
    /// Returns the text of its comment.
    pub(super) fn title(&self) -> String {
        let users = self.users.iter();
        let groups: Vec<String> = users.map(|resource| code(&resource.name.wire)).collect();
        match groups.as_slice() {
            [] => "Types that belong to no group of operations.".to_owned(),
            [only] => format!("Types of the group {only}."),
            _ => format!("Types that the groups {} share.", few(&groups)),
        }
    }
}

/// Returns the modules, sorted by name.
pub(super) fn modules<'a>(features: &Features<'_>, api: &'a Api) -> Vec<TypeModule<'a>> {
    let mut by_users: BTreeMap<BTreeSet<&str>, Vec<&TypeDef>> = BTreeMap::new();
    for def in &api.types {
        let users = features.users(def).into_iter().flatten();
        by_users
            .entry(users.map(String::as_str).collect())
            .or_default()
            .push(def);
    }
    // A module of the name of the module around it would be hard to tell from it.
    let mut taken = BTreeSet::from(["models".to_owned()]);
    let mut groups: Vec<(Vec<&Resource>, Vec<&TypeDef>)> = by_users
        .into_iter()
        .map(|(users, types)| (with_features(api, &users), types))
        .collect();
    // The groups of operations take their names first.
    groups.sort_by_key(|(users, _)| users.len() != 1);
    let mut modules: Vec<TypeModule<'a>> = groups
        .into_iter()
        .map(|(users, types)| TypeModule {
            name: free(wanted(&users, &types), &mut taken),
            scope: features.of_types(&types),
            users,
            types,
        })
        .collect();
    modules.sort_by(|left, right| left.name.cmp(&right.name));
    modules
}

/// Returns the name of the only group that reaches the types, or else their family.
fn wanted(users: &[&Resource], types: &[&TypeDef]) -> String {
    match users {
        [only] => only.name.ident.clone(),
        _ => family(types).to_owned(),
    }
}

fn with_features<'a>(api: &'a Api, features: &BTreeSet<&str>) -> Vec<&'a Resource> {
    let resources = api.resources.iter();
    resources
        .filter(|resource| features.contains(resource.feature.as_str()))
        .collect()
}

/// Returns the family of the type that is made of the most others, the first of equals.
fn family<'a>(types: &[&'a TypeDef]) -> &'a str {
    let idents: BTreeSet<&str> = types.iter().map(|def| def.name.ident.as_str()).collect();
    let parts: BTreeMap<&str, BTreeSet<String>> = types
        .iter()
        .map(|def| (def.name.ident.as_str(), references::of_type(def)))
        .collect();
    let reach = |def: &TypeDef| {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut open = vec![def.name.ident.as_str()];
        while let Some(name) = open.pop() {
            if let Some(name) = idents.get(name)
                && seen.insert(name)
            {
                open.extend(parts.get(name).into_iter().flatten().map(String::as_str));
            }
        }
        seen.len()
    };
    // `max_by_key` keeps the last of equals; reversed, that is the first.
    let center = types.iter().rev().max_by_key(|def| reach(def));
    center.map_or("", |def| &def.module)
}

/// Returns the name, followed by `_types` as often as it takes to be new.
fn free(mut name: String, taken: &mut BTreeSet<String>) -> String {
    while !taken.insert(name.clone()) {
        name.truncate(name.trim_end_matches('_').len());
        name.push_str("_types");
    }
    name
}

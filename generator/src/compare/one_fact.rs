//! Rows of one kind about many operations → one row for each fact.
//!
//! A shared parameter or response that changes is met in every operation that refers to it. Invariant: what is gone and
//! what is new is told for each operation, and no row is lost: a joined one names the operations.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Change, ChangeKind,
    operation_names::{operations, subject},
};
use crate::model::{Api, Operation, TypeDef, TypeKind};

/// Joins rows that differ in nothing but the operation that they are about.
pub(super) fn join(changes: Vec<Change>) -> Vec<Change> {
    let mut joined: Vec<Change> = Vec::with_capacity(changes.len());
    let mut places: BTreeMap<Fact, usize> = BTreeMap::new();
    for change in changes {
        let Some((operation, fact)) = fact(&change) else {
            joined.push(change);
            continue;
        };
        let known = places.get(&fact).copied();
        if let Some(first) = known.and_then(|index| joined.get_mut(index)) {
            first.operations.insert(operation);
            first.signatures.extend(change.signatures);
            first.claims.extend(change.claims);
        } else {
            places.insert(fact, joined.len());
            let operations = BTreeSet::from([operation]);
            joined.push(Change {
                operations,
                ..change
            });
        }
    }
    for change in &mut joined {
        if change.operations.len() > 1 {
            let subject = shared(&change.subject, change.operations.len());
            change.first = Some(std::mem::replace(&mut change.subject, subject));
        }
    }
    joined
}

/// Parts that rows about one fact have in common: everything but the operation.
type Fact = (ChangeKind, String, String, Vec<&'static str>);

/// The operation that a row is about, and the rest of it. `None`: it is about something else, or about a whole operation.
fn fact(change: &Change) -> Option<(String, Fact)> {
    let (method, _) = change.subject.split_once(" /")?;
    let is_method = method.chars().all(|letter| letter.is_ascii_uppercase());
    let (operation, part) = change
        .subject
        .split_once(" ?")
        .unwrap_or((&change.subject, ""));
    let is_whole = part.is_empty() && matches!(change.kind, ChangeKind::Renamed)
        || change.rules.iter().any(|rule| {
            matches!(
                rule.id,
                "operation-gone" | "request-line-changed" | "name-rebound"
            )
        })
        || part.is_empty() && change.before.is_none();
    if !is_method || is_whole {
        return None;
    }
    let rules = change.rules.iter().map(|rule| rule.id).collect();
    let fact = (change.kind, part.to_owned(), change.detail.clone(), rules);
    Some((operation.to_owned(), fact))
}

/// The subject of a row about several operations.
fn shared(subject: &str, operations: usize) -> String {
    match subject.split_once(" ?") {
        Some((_, parameter)) => format!("?{parameter} of {operations} operations"),
        None => format!("{operations} operations"),
    }
}

/// Notes at each row about a type the operations that send or receive it.
pub(super) fn note_operations(changes: &mut [Change], before: &Api, after: &Api) {
    let affected = [Affected::of(before), Affected::of(after)];
    for change in changes
        .iter_mut()
        .filter(|change| change.operations.is_empty())
    {
        let types = change.claims.iter().filter_map(|claim| {
            let rest = claim.strip_prefix("models::")?;
            rest.split(['.', ':']).next()
        });
        let types: BTreeSet<&str> = types.collect();
        let operations = affected
            .iter()
            .flat_map(|side| types.iter().flat_map(|ty| side.of_type(ty)));
        change.operations = operations.map(str::to_owned).collect();
    }
}

/// The operations of an API by the types that they send or receive.
struct Affected<'m> {
    subjects: Vec<String>,
    by_type: BTreeMap<&'m str, BTreeSet<usize>>,
}

impl<'m> Affected<'m> {
    fn of(api: &'m Api) -> Self {
        let types: BTreeMap<&str, &TypeDef> = api
            .types
            .iter()
            .map(|def| (def.name.ident.as_str(), def))
            .collect();
        let mut affected = Self {
            subjects: Vec::new(),
            by_type: BTreeMap::new(),
        };
        for (_, operation) in operations(api) {
            let index = affected.subjects.len();
            affected.subjects.push(subject(operation));
            let mut todo = named(operation);
            while let Some(name) = todo.pop() {
                if affected.by_type.entry(name).or_default().insert(index)
                    && let Some(def) = types.get(name)
                {
                    parts(def, &mut todo);
                }
            }
        }
        affected
    }

    fn of_type(&self, ident: &str) -> impl Iterator<Item = &str> {
        let indexes = self.by_type.get(ident).into_iter().flatten();
        indexes.filter_map(|index| self.subjects.get(*index).map(String::as_str))
    }
}

/// The types that an operation names.
fn named(operation: &Operation) -> Vec<&str> {
    let mut names = Vec::new();
    let body = operation.body.iter().filter_map(|body| body.content.ty());
    let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
    let responses = operation.responses.iter();
    let responses = responses.filter_map(|response| response.content.as_ref()?.ty());
    let streams = operation.stream.iter().map(|stream| &stream.item);
    for ty in body.chain(parameters).chain(responses).chain(streams) {
        ty.visit_named(&mut |name| names.push(name));
    }
    names
}

/// The types that a type is made of.
fn parts<'m>(def: &'m TypeDef, found: &mut Vec<&'m str>) {
    let mut visit = |name: &'m str| found.push(name);
    match &def.kind {
        TypeKind::Struct(shape) => {
            shape
                .fields
                .iter()
                .for_each(|field| field.ty.visit_named(&mut visit));
            shape
                .additional
                .iter()
                .for_each(|more| more.ty.visit_named(&mut visit));
        }
        TypeKind::Union(shape) => {
            shape
                .alternatives
                .iter()
                .for_each(|one| one.ty.visit_named(&mut visit));
        }
        TypeKind::Alias(ty) => ty.visit_named(&mut visit),
        TypeKind::Enum(_) => {}
    }
}

//! The API → the operations that its documentation shows.
//!
//! Invariant: what is shown is what most callers come for: the list that can be asked for in most ways and its resource
//! come first, then the larger resources.

use std::cmp::Reverse;

use super::calls::is_optional;
use crate::model::{Api, Operation, Output, Resource, TypeRef};

/// An operation and the resource that it belongs to.
pub(super) type Call<'a> = (&'a Resource, &'a Operation);

/// Returns the operations of an API, the more important ones first; deprecated ones are omitted.
pub(super) fn operations(api: &Api) -> Vec<Call<'_>> {
    let main = first_list(api).map(|(resource, _)| &resource.name);
    let mut resources: Vec<&Resource> = api.resources.iter().collect();
    let rank = |resource: &&Resource| {
        let is_main = main == Some(&resource.name);
        (!is_main, Reverse(resource.operations.len()))
    };
    resources.sort_by_key(rank);
    let all = resources.into_iter().flat_map(|resource| {
        let operations = resource.operations.iter();
        operations.map(move |operation| (resource, operation))
    });
    all.filter(|(_, operation)| !operation.deprecated).collect()
}

/// Returns the first operation of which something holds; one that needs no argument, if there is any.
pub(super) fn find(api: &Api, holds: impl Fn(&Operation) -> bool) -> Option<Call<'_>> {
    let found: Vec<Call<'_>> = operations(api)
        .into_iter()
        .filter(|(_, operation)| holds(operation))
        .collect();
    let needs_nothing =
        |(_, operation): &&Call<'_>| operation.body.is_none() && needs_no_argument(operation);
    let best = found.iter().find(needs_nothing).or(found.first());
    best.copied()
}

/// Returns `true` if everything outside the body is optional.
pub(super) fn needs_no_argument(operation: &Operation) -> bool {
    operation.parameters.iter().all(is_optional)
}

/// Returns a list that needs no argument; one whose page has a size to set, if there is any, and of these the one that
/// can be asked for in most ways. `None`: there is no such list.
pub(super) fn first_list(api: &Api) -> Option<Call<'_>> {
    let all = api.resources.iter().flat_map(|resource| {
        let operations = resource.operations.iter();
        operations.map(move |operation| (resource, operation))
    });
    let importance =
        |(_, operation): &Call<'_>| (page_size(operation).is_some(), operation.parameters.len());
    let lists: Vec<Call<'_>> = all
        .filter(|(_, operation)| is_plain_list(operation))
        .collect();
    // The first among equals.
    lists.into_iter().rev().max_by_key(importance)
}

/// Returns the setter of a page's size.
pub(super) fn page_size(operation: &Operation) -> Option<&'static str> {
    let mut parameters = operation.parameters.iter();
    let is_size = |name: &str| name == "per_page";
    let has_size = parameters.any(|parameter| is_size(&parameter.name.ident));
    has_size.then_some(".per_page(100)")
}

fn is_plain_list(operation: &Operation) -> bool {
    matches!(operation.output, Output::Json(TypeRef::List(_)))
        && operation.body.is_none()
        && !operation.deprecated
        && needs_no_argument(operation)
}

//! A path of the description → its operations.
//!
//! Invariant: `openapiv3` has the methods of OpenAPI 3.0 alone; those of 3.2 come by way of an extension.

use std::collections::BTreeMap;

use openapiv3::{OpenAPI, Operation, PathItem, Server};

use crate::{model::Method, source::FURTHER_METHODS};

/// The operations whose methods only OpenAPI 3.2 has, by path.
#[derive(Default)]
pub(super) struct FurtherOperations {
    by_path: BTreeMap<String, Vec<(Method, Operation)>>,
}

impl FurtherOperations {
    pub(super) fn new(description: &OpenAPI) -> Self {
        let mut by_path = BTreeMap::new();
        for (path, item) in &description.paths.paths {
            let item = item.as_item().map(|item| &item.extensions);
            let further = item.and_then(|extensions| extensions.get(FURTHER_METHODS)?.as_object());
            let operations = further
                .into_iter()
                .flatten()
                .filter_map(|(name, operation)| {
                    let method = match name.as_str() {
                        "QUERY" => Method::Query,
                        other => Method::Other(other.to_owned()),
                    };
                    Some((method, serde_json::from_value(operation.clone()).ok()?))
                });
            let operations: Vec<(Method, Operation)> = operations.collect();
            if !operations.is_empty() {
                by_path.insert(path.clone(), operations);
            }
        }
        Self { by_path }
    }

    /// The operations of a path, in the order of the description.
    pub(super) fn of(&self, path: &str) -> impl Iterator<Item = (Method, &Operation)> {
        let operations = self.by_path.get(path).into_iter().flatten();
        operations.map(|(method, operation)| (method.clone(), operation))
    }
}

/// Returns the operations of a path, in the order in which the standard lists the methods.
pub(super) fn operations(item: &PathItem) -> impl Iterator<Item = (Method, &Operation)> {
    [
        (Method::Get, &item.get),
        (Method::Put, &item.put),
        (Method::Post, &item.post),
        (Method::Delete, &item.delete),
        (Method::Options, &item.options),
        (Method::Head, &item.head),
        (Method::Patch, &item.patch),
        (Method::Trace, &item.trace),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
}

/// Returns the addresses that an operation has of its own, or by its path.
pub(super) fn servers_of<'d>(item: &'d PathItem, operation: &'d Operation) -> &'d [Server] {
    if operation.servers.is_empty() {
        &item.servers
    } else {
        &operation.servers
    }
}

/// All operations of a description.
pub(super) fn all_operations<'d>(
    description: &'d OpenAPI,
    further: &'d FurtherOperations,
) -> impl Iterator<Item = &'d Operation> {
    let items = description.paths.paths.iter();
    items.flat_map(|(path, item)| {
        let own = item.as_item().into_iter().flat_map(operations);
        own.chain(further.of(path)).map(|(_, operation)| operation)
    })
}

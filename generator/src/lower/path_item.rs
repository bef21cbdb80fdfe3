//! A path of the description → its operations.

use openapiv3::{Operation, PathItem, Server};

use crate::model::Method;

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

//! Operations → their names: in a report, in the public API, and on the wire.
//!
//! Invariant: on the wire, the names of what is in a path make no difference.

use crate::model::{Api, Operation, PathSegment, Resource};

/// Returns the operations of an API with the resources that offer them.
pub(super) fn operations(api: &Api) -> impl Iterator<Item = (&Resource, &Operation)> {
    api.resources.iter().flat_map(|resource| {
        let operations = resource.operations.iter();
        operations.map(move |operation| (resource, operation))
    })
}

/// Returns the path of an operation's method in the public API.
pub(super) fn method_path(resource: &Resource, operation: &Operation) -> String {
    let (module, handle) = (&resource.name.ident, &resource.handle);
    format!("resources::{module}::{handle}::{}", operation.name.ident)
}

/// Returns the path of an operation's builder in the public API.
pub(super) fn builder_path(resource: &Resource, operation: &Operation) -> String {
    format!("resources::{}::{}", resource.name.ident, operation.builder)
}

/// Returns a method and a path without the names of its places, which nobody sends.
pub(super) fn request_line(operation: &Operation) -> String {
    let mut line = format!("{} ", operation.method);
    for segment in &operation.path.segments {
        match segment {
            PathSegment::Literal(text) => line.push_str(text),
            PathSegment::Parameter(_) => line.push_str("{}"),
        }
    }
    line
}

/// Returns the name of an operation in a report: `GET /tickets`.
pub(super) fn subject(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

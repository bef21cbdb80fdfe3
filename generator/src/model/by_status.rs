//! Responses that are of another kind for each status.

use super::{Assigned, Docs, Name, ResponseContent, Stage, StatusPattern};

/// A response that is JSON for one status and something else for another.
#[derive(Clone, Debug, PartialEq)]
pub struct ByStatus<S: Stage = Assigned> {
    /// The identifier of the enum that holds it.
    pub ident: S::Ident,
    /// Body of each success status, the most specific status first.
    pub bodies: Vec<StatusBody<S>>,
}

/// Body of one success status.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusBody<S: Stage = Assigned> {
    /// The statuses.
    pub status: StatusPattern,
    /// Name of the status, and the identifier of its variant.
    pub name: Name,
    /// The body. `None`: there is none.
    pub content: Option<ResponseContent<S>>,
    /// The description's text.
    pub docs: Docs,
}

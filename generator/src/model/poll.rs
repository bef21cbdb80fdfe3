//! Work that goes on after the response.

use super::{Assigned, Method, PathTemplate, Stage, TypeRef};

/// Operation that reports the state of a job, which another operation starts.
#[derive(Clone, Debug, PartialEq)]
pub struct Poll<S: Stage = Assigned> {
    /// Whom to ask.
    pub asks: Asks,
    /// Type of the state response.
    pub answer: TypeRef<S>,
    /// The property of that response with the state of the work.
    pub status: String,
    /// The states of work that is done.
    pub done: Vec<String>,
    /// The states of work that has failed. Work in any other state goes on.
    pub failed: Vec<String>,
    /// The property of the last response with the address of a file. `None`: the work makes none.
    pub download: Option<String>,
}

/// Operation to poll for the state of a job.
#[derive(Clone, Debug, PartialEq)]
pub enum Asks {
    /// The one that was called.
    Itself,
    /// Another one.
    Other {
        /// Its `operationId`.
        id: String,
        /// Its HTTP method.
        method: Method,
        /// Its path.
        path: PathTemplate,
        /// The path's parameters, with the properties of the first response that they take.
        arguments: Vec<(String, String)>,
    },
}

//! Work that goes on after the answer.

use super::{Assigned, Method, PathTemplate, Stage, TypeRef};

/// How to ask what became of the work that an operation starts.
#[derive(Clone, Debug, PartialEq)]
pub struct Poll<S: Stage = Assigned> {
    /// Whom to ask.
    pub asks: Asks,
    /// What the question is answered with.
    pub answer: TypeRef<S>,
    /// The property of that answer with the state of the work.
    pub status: String,
    /// The states of work that is done.
    pub done: Vec<String>,
    /// The states of work that has failed. Work in any other state goes on.
    pub failed: Vec<String>,
    /// The property of the last answer with the address of a file. `None`: the work makes none.
    pub download: Option<String>,
}

/// Which operation tells the state of work.
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
        /// The path's parameters, with the properties of the first answer that they take.
        arguments: Vec<(String, String)>,
    },
}

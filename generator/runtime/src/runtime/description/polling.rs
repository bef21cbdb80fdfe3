//! Work that goes on after the response of an operation, as an API description declares it.
//!
//! Constant data; [`Wait`](crate::runtime::Wait) follows it.

use super::operation::Operation;

/// Description of a job that continues after the response of an operation.
#[derive(Clone, Copy, Debug)]
pub struct Polling {
    /// The operation that tells its state; `None` when it is the same one, asked again.
    pub operation: Option<&'static Operation>,
    /// Its path parameters, with the members of the first response that they take.
    pub arguments: &'static [(&'static str, &'static str)],
    /// The member of its response with the state of the work.
    pub status: &'static str,
    /// The states of work that is done. Any that is listed neither here nor below is one of work that goes on.
    pub done: &'static [&'static str],
    /// The states of work that has failed.
    pub failed: &'static [&'static str],
    /// The member of the last response with the address of a file, if there is one.
    pub download: Option<&'static str>,
}

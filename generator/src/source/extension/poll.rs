//! `x-rust-poll`: work that goes on after the response, and how to ask what became of it.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::key::Extension;

/// Operation to poll.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Poll {
    /// The `operationId` of the operation that tells. `None`: this one does itself.
    pub(crate) operation: Option<String>,
    /// The path parameters of that operation, with the properties of this response that they take.
    #[serde(default)]
    pub(crate) arguments: Map<String, Value>,
    /// The property of its response with the state of the work.
    pub(crate) status: String,
    /// The states of work that is done.
    pub(crate) done: Vec<String>,
    /// The states of work that has failed.
    #[serde(default)]
    pub(crate) failed: Vec<String>,
    /// The property of its last response with the address of a file. `None`: the work makes none.
    pub(crate) download: Option<String>,
}

impl Extension<'_> for Poll {
    const SHAPE: &'static str = "`{operation: getJob, arguments: {job_id: job_id}, status: status, done: [COMPLETED], \
                                 failed: [FAILED], download: download_url}`, of which `status` and `done` are required";
}

//! The runtime's files, as a crate for an API needs them.

use crate::{
    model::{Api, Output},
    runtime::{FILES, SourceFile},
};

/// Returns the files that a crate for the API needs.
pub(super) fn files(api: &Api) -> impl Iterator<Item = &'static SourceFile> {
    let streams = has_streams(api);
    FILES
        .iter()
        .filter(move |file| streams || !file.is_for_streams())
}

/// Returns `true` if some response is streamed.
pub(super) fn has_streams(api: &Api) -> bool {
    let mut operations = api
        .resources
        .iter()
        .flat_map(|resource| &resource.operations);
    operations.any(|operation| {
        operation.stream.is_some() || matches!(operation.output, Output::Stream(_))
    })
}

//! The runtime: files that are embedded byte for byte.
//!
//! Invariant: every file of the runtime is listed here; a test compares the list with the disk.

use crate::model::{Api, Output};

macro_rules! embedded {
    ($folder:literal: $($path:literal),* $(,)?) => {
        &[$((
            concat!("src/", $folder, "/", $path),
            include_str!(concat!("../../runtime/src/", $folder, "/", $path)),
        )),*]
    };
}

const FILES: &[(&str, &str)] = embedded!["runtime":
    "client/authenticate.rs",
    "client/base_url.rs",
    "client/builder.rs",
    "client/credentials.rs",
    "client/environment.rs",
    "client/mod.rs",
    "client/network.rs",
    "client/secret.rs",
    "client/settings.rs",
    "client/tls.rs",
    "codec/base64.rs",
    "codec/collection.rs",
    "codec/decode.rs",
    "codec/error.rs",
    "codec/excerpt.rs",
    "codec/json.rs",
    "codec/lexer.rs",
    "codec/locate.rs",
    "codec/macros.rs",
    "codec/mod.rs",
    "codec/object.rs",
    "codec/patch.rs",
    "codec/reader.rs",
    "codec/record.rs",
    "codec/report.rs",
    "codec/scalar.rs",
    "codec/serde.rs",
    "codec/time.rs",
    "codec/union.rs",
    "codec/writer.rs",
    "description/mod.rs",
    "description/operation.rs",
    "description/paging.rs",
    "description/polling.rs",
    "description/service.rs",
    "download/blocking.rs",
    "download/external_download.rs",
    "download/future.rs",
    "download/mod.rs",
    "download/stream.rs",
    "error/api.rs",
    "error/cancelled.rs",
    "error/detail.rs",
    "error/failure.rs",
    "error/headers.rs",
    "error/job.rs",
    "error/mod.rs",
    "error/paging.rs",
    "error/rate_limited.rs",
    "error/retry_after.rs",
    "error/transport.rs",
    "exchange/attempt.rs",
    "exchange/blocking.rs",
    "exchange/execute.rs",
    "exchange/mod.rs",
    "exchange/send.rs",
    "exchange/trace.rs",
    "limits/cancellation.rs",
    "limits/mod.rs",
    "limits/rate_limit/headers.rs",
    "limits/rate_limit/mod.rs",
    "limits/rate_limit/plan.rs",
    "limits/rate_limit/policy.rs",
    "limits/rate_limit/sliding_window.rs",
    "limits/rate_limit/state.rs",
    "limits/rate_limit/window.rs",
    "limits/retry.rs",
    "mod.rs",
    "paging/blocking.rs",
    "paging/by_keyset.rs",
    "paging/collect.rs",
    "paging/envelope.rs",
    "paging/items.rs",
    "paging/keyset/leg.rs",
    "paging/keyset/mod.rs",
    "paging/keyset/position.rs",
    "paging/keyset/stamp.rs",
    "paging/keyset/text.rs",
    "paging/left.rs",
    "paging/link.rs",
    "paging/macros.rs",
    "paging/mod.rs",
    "paging/page.rs",
    "paging/pages.rs",
    "paging/paginator.rs",
    "paging/place.rs",
    "paging/request.rs",
    "paging/token.rs",
    "parameters/lists.rs",
    "parameters/mod.rs",
    "parameters/style.rs",
    "polling.rs",
    "query/custom.rs",
    "query/error.rs",
    "query/expression.rs",
    "query/field.rs",
    "query/macros.rs",
    "query/mod.rs",
    "query/operand.rs",
    "request/credits.rs",
    "request/macros.rs",
    "request/mod.rs",
    "request/parts.rs",
    "request/setters.rs",
    "request/template.rs",
    "request/upload/attachment.rs",
    "request/upload/content_type.rs",
    "request/upload/file.rs",
    "request/upload/files.rs",
    "request/upload/form.rs",
    "request/upload/layout.rs",
    "request/upload/macros.rs",
    "request/upload/mod.rs",
    "request/upload/multipart.rs",
    "request/upload/url_encoded.rs",
    "response/by_status.rs",
    "response/head.rs",
    "response/mod.rs",
    "response/raw.rs",
    "testing/answer.rs",
    "testing/mod.rs",
    "testing/recorded.rs",
    "text.rs",
    "transport/body.rs",
    "transport/error.rs",
    "transport/mod.rs",
    "transport/over_reqwest.rs",
    "transport/permanent.rs",
    "transport/tls_error.rs",
    "webhook/changes.rs",
    "webhook/keys.rs",
    "webhook/macros.rs",
    "webhook/mod.rs",
    "webhook/secret.rs",
];

/// What answers that come item by item need besides.
const STREAMS: &[(&str, &str)] = embedded!["streams":
    "blocking.rs",
    "event.rs",
    "events.rs",
    "macros.rs",
    "mod.rs",
    "opening.rs",
    "records.rs",
    "source.rs",
];

/// The manifest of the runtime, whose features and dependencies the generated crate takes over.
pub(super) const MANIFEST: &str = include_str!("../../runtime/Cargo.toml");

/// Path in the crate, and text, of the files that a crate for the API needs.
pub(super) fn files(api: &Api) -> impl Iterator<Item = (&'static str, &'static str)> {
    let streams = if has_streams(api) { STREAMS } else { &[] };
    FILES.iter().chain(streams).copied()
}

/// Whether some answer comes item by item.
pub(super) fn has_streams(api: &Api) -> bool {
    let mut operations = api
        .resources
        .iter()
        .flat_map(|resource| &resource.operations);
    operations.any(|operation| {
        operation.stream.is_some() || matches!(operation.output, Output::Stream(_))
    })
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, io, path::Path};

    #[test]
    fn no_resource_gets_the_name_of_a_feature_of_the_runtime() {
        let (_, rest) = super::MANIFEST
            .split_once("[features]\n")
            .unwrap_or_default();
        let (features, _) = rest.split_once("\n[").unwrap_or_default();
        let names = features.lines().filter_map(|line| line.split_once(" = "));
        let names: BTreeSet<&str> = names.map(|(name, _)| name).chain(["resources"]).collect();
        assert_eq!(names, BTreeSet::from(crate::lower::USED_FEATURES));
    }

    #[test]
    fn every_file_of_the_runtime_is_embedded() -> io::Result<()> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime/src");
        let mut found = BTreeSet::new();
        for folder in ["runtime", "streams"] {
            list(&root.join(folder), &format!("src/{folder}"), &mut found)?;
        }
        let embedded = super::FILES.iter().chain(super::STREAMS);
        let embedded: BTreeSet<String> = embedded.map(|(path, _)| (*path).to_owned()).collect();
        assert_eq!(embedded, found);
        Ok(())
    }

    fn list(folder: &Path, prefix: &str, found: &mut BTreeSet<String>) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let path = format!("{prefix}/{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                list(&entry.path(), &path, found)?;
            } else {
                found.insert(path);
            }
        }
        Ok(())
    }
}

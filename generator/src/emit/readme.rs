//! `README.md` of the generated crate.

use std::fmt::Write as _;

use super::{
    coverage, docs,
    features::Features,
    guide::{Chapter, Guide},
    overview,
    start::{dependency, start},
    types::plain,
};
use crate::{
    model::{Api, Operation},
    tree::MARK,
};

pub(super) fn readme(features: &Features<'_>, api: &Api, guide: &Guide<'_>) -> String {
    let name = &api.package.name;
    let mut text = format!("<!-- {MARK}; do not edit. -->\n\n# {name}\n\n");
    let _ = write!(
        text,
        "Rust client of {} {}: {} in {}.\n\n",
        docs::inline(&api.title),
        docs::inline(&api.version),
        counted(api.operation_count(), "operation"),
        counted(api.resources.len(), "group"),
    );
    let start = start(api, "rust").join("\n");
    let _ = write!(
        text,
        "## Start\n\n```sh\n{}\ncargo add tokio --features macros,rt-multi-thread\n```\n\n{start}\n\n",
        dependency(&api.package)
    );
    text.push_str(
        "`.await` on a request returns the value of the response; `.send()` returns the response \
         with its status and headers, and `.raw()` the bytes of its body.\n\n",
    );
    if has(api, |operation| operation.pagination.is_some()) {
        text.push_str(
            "Lists are paginated: `.items()` is a stream over all items, `.pages()` over the \
             pages, and `.collect_all(limit)` returns one list.\n\n",
        );
    }
    if has(api, has_all) {
        text.push_str(
            "`.all()` continues past the service's limit on the number of pages, starting with the \
             oldest items unless told otherwise; `.resume_token()` is a position in the list as \
             text, to continue after a restart.\n\n",
        );
    }
    text.push_str(
        "## Guide\n\nThe chapters are modules of the documentation (`cargo doc --open`), and text \
         files in the repository:\n\n",
    );
    for Chapter {
        module,
        title,
        summary,
        ..
    } in guide.chapters()
    {
        let _ = writeln!(text, "- [{title}](src/guide/{module}.rs): {summary}");
    }
    text.push_str("\n## Features\n\n");
    for feature in features.listed() {
        let _ = writeln!(text, "- {feature}");
    }
    if api.resources.is_empty() {
        return text;
    }
    text.push_str(
        "\n## Operations\n\nThe documentation of each handle lists its operations; the link leads to their source.\n\n",
    );
    let table = overview::resources(api, |resource| {
        let module = plain(&resource.name.ident);
        format!(
            "[{}](src/resources/{module}.rs)",
            overview::handle(resource)
        )
    });
    let _ = writeln!(text, "{}", table.join("\n"));
    if let Some(coverage) = coverage::section(api) {
        let _ = write!(text, "\n{coverage}");
    }
    text
}

fn has(api: &Api, holds: impl Fn(&Operation) -> bool) -> bool {
    let mut operations = api
        .resources
        .iter()
        .flat_map(|resource| &resource.operations);
    operations.any(holds)
}

/// Returns `true` if pagination of an operation can continue past the last page.
fn has_all(operation: &Operation) -> bool {
    let pagination = operation.pagination.as_ref();
    pagination.is_some_and(|pagination| pagination.keyset.is_some())
}

/// Returns `1 group`, `2 groups`
fn counted(count: usize, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}

//! Two models and the public APIs of their crates → what changed for callers of the crate.
//!
//! What is described is compared noun by noun in the files beside this one, which say what a
//! change means on the wire and for behaviour. Whether callers still compile is read off the
//! public APIs alone, so no difference that a compiler would see can be missed.

mod advice;
mod bindings;
mod change;
mod effect;
mod limits;
mod migration;
mod one_fact;
mod operation_names;
mod operations;
mod package;
mod parameters;
mod queries;
mod renames;
mod report;
mod resources;
mod rules;
mod scalars;
mod security;
mod service;
mod shapes;
mod side;
mod source;
mod types;
mod webhooks;
mod wire;
mod words;

use std::collections::BTreeSet;

pub use self::{
    change::{Cause, Change, ChangeKind, Location, Signatures, Verdict},
    effect::{Effect, Level},
    migration::Migration,
    report::{Release, Report, Shift, Size},
    rules::{RULES, Rule},
    side::Side,
};
use self::{
    operations::operations, package::package, queries::queries, renames::Renames,
    resources::resources, service::service, types::types, webhooks::webhooks,
};
use crate::{
    model::{Api, Names},
    public_api::PublicApi,
};

/// Returns `true` if the models differ in more than the version of the crate, which follows from the comparison, and in
/// where the description has what, which no crate shows.
fn differs(before: &Api, after: &Api) -> bool {
    let mut before = without_places(before.clone());
    before.package.version.clone_from(&after.package.version);
    before != without_places(after.clone())
}

fn without_places(mut api: Api) -> Api {
    let operations = api.resources.iter_mut();
    for operation in operations.flat_map(|resource| &mut resource.operations) {
        operation.pointer.clear();
        let parameters = operation.parameters.iter_mut();
        parameters.for_each(|parameter| parameter.pointer.clear());
    }
    api.types.iter_mut().for_each(|def| def.pointer.clear());
    let webhooks = api.webhooks.iter_mut();
    webhooks.for_each(|webhook| webhook.pointer.clear());
    // Keyed by places; each identifier is where it is used, too.
    api.names = Names::default();
    api
}

/// Returns the change that reports a difference in texts only.
fn texts() -> Change {
    Change::new(
        ChangeKind::Changed,
        "documentation",
        "only the texts differ",
    )
    .rule(&rules::TEXT_CHANGED)
}

/// Returns everything that changed, the gravest first.
#[must_use]
pub fn compare(before: Side<'_>, after: Side<'_>) -> Vec<Change> {
    compare_with(
        before,
        None,
        after,
        &Renames::between(before.api, after.api),
    )
}

/// Returns the subjects of what changed in the models.
#[must_use]
pub fn changed_subjects(before: &Api, after: &Api) -> BTreeSet<String> {
    let renames = Renames::between(before, after);
    let changes = described(before, after, &renames);
    let changes = changes.into_iter();
    changes.map(|change| change.subject).collect()
}

/// Returns everything that changed. `regenerated` is what the present generator makes of the description as it was:
/// what it shares with the crate after is no work of the description.
fn compare_with(
    before: Side<'_>,
    regenerated: Option<&PublicApi>,
    after: Side<'_>,
    renames: &Renames<'_>,
) -> Vec<Change> {
    let mut changes = described(before.api, after.api, renames);
    source::judge(
        before.public_api,
        regenerated,
        after.public_api,
        renames,
        &mut changes,
    );
    changes.extend(bindings::rebound(before, after, renames));
    let mut changes = one_fact::join(changes);
    one_fact::note_operations(&mut changes, before.api, after.api);
    // What was compared and found to be the same in every respect says nothing.
    changes.retain(|change| !change.is_empty());
    if changes.is_empty() && differs(before.api, after.api) {
        changes.push(texts());
    }
    changes.sort_by(|left, right| {
        let order = |change: &Change| (change.harm(), change.subject.clone());
        order(left).cmp(&order(right))
    });
    changes
}

/// Lists the changes in the models.
fn described(before: &Api, after: &Api, renames: &Renames<'_>) -> Vec<Change> {
    let mut changes = package(&before.package, &after.package);
    changes.extend(service(before, after));
    changes.extend(resources(before, after, renames));
    changes.extend(operations(before, after, renames));
    changes.extend(queries(before, after, renames));
    changes.extend(webhooks(before, after, renames));
    changes.extend(types(before, after, renames));
    changes
}

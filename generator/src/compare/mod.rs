//! Two models and their surfaces → what changed for callers of the crate.
//!
//! What is described is compared noun by noun in the files beside this one, which say what a
//! change means on the wire and for behaviour. Whether callers still compile is read off the
//! surfaces alone, so no difference that a compiler would see can be missed.

mod change;
mod limits;
mod migration;
mod operations;
mod package;
mod parameters;
mod queries;
mod renames;
mod report;
mod resources;
mod rules;
mod security;
mod service;
mod source;
mod types;
mod webhooks;
mod wire;

pub use self::{
    change::{Change, Effect, Kind, Level, Place, Signatures, Verdict},
    migration::Migration,
    report::{Release, Report, Shift, Size},
    rules::{RULES, Rule},
};
use self::{
    operations::operations, package::package, queries::queries, renames::Renames,
    resources::resources, service::service, types::types, webhooks::webhooks,
};
use crate::{model::Api, surface::Surface};

/// One of the two sides of a comparison.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The model.
    pub api: &'a Api,
    /// What callers of the crate made from it can name.
    pub surface: &'a Surface,
}

/// Whether the models differ in more than the version of the crate, which follows from the comparison.
fn differs(before: &Api, after: &Api) -> bool {
    let mut before = before.clone();
    before.package.version.clone_from(&after.package.version);
    before != *after
}

/// What is told where nothing but words differs.
fn texts() -> Change {
    Change::new(Kind::Changed, "documentation", "only the texts differ").rule(&rules::TEXT_CHANGED)
}

/// Everything that changed, the gravest first.
#[must_use]
pub fn compare(before: Side<'_>, after: Side<'_>) -> Vec<Change> {
    compare_with(before, after, &Renames::between(before.api, after.api))
}

fn compare_with(before: Side<'_>, after: Side<'_>, renames: &Renames) -> Vec<Change> {
    let mut changes = package(&before.api.package, &after.api.package);
    changes.extend(service(before.api, after.api));
    changes.extend(resources(before.api, after.api, renames));
    changes.extend(operations(before.api, after.api, renames));
    changes.extend(queries(before.api, after.api, renames));
    changes.extend(webhooks(before.api, after.api, renames));
    changes.extend(types(before.api, after.api, renames));
    source::judge(before.surface, after.surface, renames, &mut changes);
    // What was compared and found to be the same in every respect says nothing.
    changes.retain(|change| !change.is_empty());
    if changes.is_empty() && differs(before.api, after.api) {
        changes.push(texts());
    }
    changes.sort_by(|left, right| {
        let order = |change: &Change| (std::cmp::Reverse(change.gravity()), change.subject.clone());
        order(left).cmp(&order(right))
    });
    changes
}

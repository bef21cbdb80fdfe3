//! `x-rust-plans` and `x-rust-rate-limit-group`: what the plans of the service allow, and which operations have a
//! share.
//!
//! Invariant: every group that an operation names is in a plan, so that none is held back by nothing in silence.

use std::{collections::BTreeSet, num::NonZeroU32};

use crate::{
    lower::{
        names::{NameKind, claim, identifier},
        reporter::Reporter,
    },
    model::{Docs, Plan, Plans},
    source::extension::{self, Found, Text},
};

/// Returns the plans that the description lists. `groups` are those that operations name.
pub(in crate::lower) fn plans(
    found: Option<&Found<extension::Plans<'_>>>,
    groups: &[Found<Text<'_>>],
    reporter: &Reporter,
) -> Option<Plans> {
    let Found { value, at, .. } = found?;
    let mut taken = BTreeSet::from(["ALL".to_owned()]);
    let plans: Vec<Plan> = value
        .all
        .iter()
        .map(|plan| plan_of(plan, &mut taken))
        .collect();
    if plans.is_empty() {
        let help = "list them as `plans`, each with `name`, `total` and `groups`";
        reporter.wrong_extension("there is no plan", help, at);
    }
    check_groups(groups, &plans, reporter);
    Some(Plans {
        docs: Docs::described(value.description.map(String::from)),
        window_seconds: value.window_seconds.map_or(60, NonZeroU32::get),
        plans,
    })
}

fn check_groups(groups: &[Found<Text<'_>>], plans: &[Plan], reporter: &Reporter) {
    for found in groups {
        let Text(group) = found.value;
        let mut known = plans.iter().flat_map(|plan| &plan.groups);
        if !known.any(|(name, _)| name == group) {
            let message = format!("no plan has a group `{group}`");
            let help = "add it to `x-rust-plans`, or correct the name";
            reporter.report(found.wrong_value(message).help(help));
        }
    }
}

/// ```text
/// {name: Growth, total: 200, groups: {ticket_list: 20}}
/// ```
fn plan_of(plan: &extension::Plan<'_>, taken: &mut BTreeSet<String>) -> Plan {
    let Text(name) = plan.name;
    let ident = identifier(name, NameKind::Function).to_uppercase();
    let ident = ident.trim_start_matches("R#").to_owned();
    let groups = plan.groups.0.iter();
    Plan {
        name: name.to_owned(),
        ident: claim(ident, "_PLAN", taken),
        total: plan.total.get(),
        groups: groups
            .map(|(name, calls)| (name.clone(), calls.get()))
            .collect(),
    }
}

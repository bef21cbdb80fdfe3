//! `x-rust-plans` and `x-rust-rate-limit-group`: what the plans of the service allow, and which operations have a share.
//!
//! Invariant: every group that an operation names is in a plan, so that none is held back by nothing in silence.

use std::{collections::BTreeSet, num::NonZeroU32};

use crate::lower::{
    Lowering,
    names::{Kind, identifier, take},
    operations::search::docs,
};
use crate::{
    model::{Plan, Plans},
    source::extension::{self, Found, Text},
};

impl<'d> Lowering<'d> {
    /// The plans that the description lists.
    pub(in crate::lower) fn plans(
        &mut self,
        found: Option<&Found<extension::Plans<'d>>>,
    ) -> Option<Plans> {
        let Found { value, at } = found?;
        let mut taken = BTreeSet::from(["ALL".to_owned()]);
        let plans: Vec<Plan> = value
            .all
            .iter()
            .map(|plan| plan_of(plan, &mut taken))
            .collect();
        if plans.is_empty() {
            let help = "list them as `plans`, each with `name`, `total` and `groups`";
            self.wrong_extension("there is no plan", help, at);
        }
        let plans = Plans {
            docs: docs(value.description),
            window_seconds: value.window_seconds.map_or(60, NonZeroU32::get),
            plans,
        };
        self.check_groups(&plans);
        Some(plans)
    }

    fn check_groups(&mut self, plans: &Plans) {
        let is_known = |group: &str| {
            let mut groups = plans.plans.iter().flat_map(|plan| &plan.groups);
            groups.any(|(name, _)| name == group)
        };
        for Found { value, at } in std::mem::take(&mut self.groups) {
            let Text(group) = value;
            if !is_known(group) {
                let message = format!("no plan has a group `{group}`");
                let help = "add it to `x-rust-plans`, or correct the name";
                self.wrong_extension(message, help, &at);
            }
        }
    }
}

/// ```text
/// {name: Growth, total: 200, groups: {ticket_list: 20}}
/// ```
fn plan_of(plan: &extension::Plan<'_>, taken: &mut BTreeSet<String>) -> Plan {
    let Text(name) = plan.name;
    let ident = identifier(name, Kind::Function).to_uppercase();
    let ident = ident.trim_start_matches("R#").to_owned();
    let groups = plan.groups.0.iter();
    Plan {
        name: name.to_owned(),
        ident: take(ident, "_PLAN", taken),
        total: plan.total.get(),
        groups: groups
            .map(|(name, calls)| (name.clone(), calls.get()))
            .collect(),
    }
}

//! `x-plans` and `x-rate-limit-group`: what the plans of the service allow, and which operations have a share.
//!
//! Invariant: every group that an operation names is in a plan, so that none is held back by nothing in silence.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::lower::{
    Lowering,
    names::{Kind, identifier, take},
};
use crate::model::{Plan, Plans, Resource};

const MEMBERS: [&str; 3] = ["description", "window-seconds", "plans"];
const PLAN_MEMBERS: [&str; 3] = ["name", "total", "groups"];

impl<'d> Lowering<'d> {
    /// The plans that the description lists.
    pub(in crate::lower) fn plans(&mut self, resources: &[Resource]) -> Option<Plans> {
        let value = self.description.extensions.get("x-plans");
        let plans = value.and_then(|value| self.read_plans(value));
        self.check_groups(plans.as_ref(), resources);
        plans
    }

    fn read_plans(&mut self, value: &'d Value) -> Option<Plans> {
        let mapping = self.mapping(value, "/x-plans".to_owned(), &MEMBERS)?;
        let mut taken = BTreeSet::from(["ALL".to_owned()]);
        let mut plans = Vec::new();
        for (item, at) in self.items(&mapping, "plans") {
            if let Some(mut plan) = self.plan(item, at) {
                let ident = identifier(&plan.name, Kind::Function).to_uppercase();
                let ident = ident.trim_start_matches("R#").to_owned();
                plan.ident = take(ident, "_PLAN", &mut taken);
                plans.push(plan);
            }
        }
        if plans.is_empty() {
            let help = "list them as `plans`, each with `name`, `total` and `groups`";
            self.wrong_extension("there is no plan", help, &mapping.at);
        }
        Some(Plans {
            docs: self.extension_docs(&mapping),
            window_seconds: self.count(&mapping, "window-seconds").unwrap_or(60),
            plans,
        })
    }

    fn plan(&mut self, value: &'d Value, at: String) -> Option<Plan> {
        let mapping = self.mapping(value, at, &PLAN_MEMBERS)?;
        let name = self.required_text(&mapping, "name");
        let total = self.count(&mapping, "total");
        if mapping.get("total").is_none() {
            self.wrong_extension(
                "`total` is missing here",
                "add a line `total: …`",
                &mapping.at,
            );
        }
        let mut groups = Vec::new();
        if let Some(members) = mapping.get("groups") {
            let names: Vec<&str> = members
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, _)| name.as_str())
                .collect();
            let inner = self.mapping(members, mapping.place("groups"), &names)?;
            for name in names {
                groups.extend(
                    self.count(&inner, name)
                        .map(|calls| (name.to_owned(), calls)),
                );
            }
        }
        Some(Plan {
            name: name?.to_owned(),
            ident: String::new(),
            total: total?,
            groups,
        })
    }

    /// The group that an operation counts in.
    pub(in crate::lower) fn rate_limit_group(
        &mut self,
        operation: &'d openapiv3::Operation,
        pointer: &str,
    ) -> Option<String> {
        let value = operation.extensions.get("x-rate-limit-group")?;
        if value.is_string() {
            return value.as_str().map(str::to_owned);
        }
        let at = format!("{pointer}/x-rate-limit-group");
        self.wrong_extension("this is no name of a group", "write a text", &at);
        None
    }

    fn check_groups(&mut self, plans: Option<&Plans>, resources: &[Resource]) {
        let Some(plans) = plans else {
            return;
        };
        let is_known = |group: &str| {
            let mut groups = plans.plans.iter().flat_map(|plan| &plan.groups);
            groups.any(|(name, _)| name == group)
        };
        for operation in resources.iter().flat_map(|resource| &resource.operations) {
            if let Some(group) = &operation.rate_limit_group
                && !is_known(group)
            {
                let at = format!("{}/x-rate-limit-group", operation.pointer);
                let message = format!("no plan has a group `{group}`");
                self.wrong_extension(&message, "add it to `x-plans`, or correct the name", &at);
            }
        }
    }
}

//! Service-wide parts of a description, before and after: addresses, plans, gaps.
//!
//! Invariant: documentation alone is no change here.

use super::{
    Change, ChangeKind,
    rules::{
        DESCRIBED_VERSION_CHANGED, HINT_CHANGED, LEFT_OUT_CHANGED, LIMIT_CHANGED, NEW_ON_THE_WIRE,
        PLAN_CHANGED, Rule, SERVER_CHANGED, SERVER_GONE, TIMESTAMPS_CHANGED,
    },
    security::security,
};
use crate::model::{Api, LeftOut, Plan, Plans, Server, ServerVariable, TimestampPrecision};

pub(super) fn service(before: &Api, after: &Api) -> Vec<Change> {
    let mut changes = security(&before.security, &after.security);
    changes.extend(servers(&before.servers, &after.servers));
    changes.extend(plans(before.plans.as_ref(), after.plans.as_ref()));
    if before.rate_limit != after.rate_limit {
        let detail = "what is left of the rate limit is read in another way";
        changes.push(set("rate-limit", detail, &LIMIT_CHANGED));
    }
    if before.hints != after.hints {
        let detail = "errors advise something else";
        changes.push(set("hints", detail, &HINT_CHANGED));
    }
    if before.timestamps != after.timestamps {
        let detail = match after.timestamps {
            TimestampPrecision::Full => "timestamps are sent with their fractions of a second",
            TimestampPrecision::Seconds => "timestamps are sent in whole seconds",
        };
        changes
            .push(Change::new(ChangeKind::Changed, "timestamps", detail).rule(&TIMESTAMPS_CHANGED));
    }
    changes.extend(left_out(&before.left_out, &after.left_out));
    if before.version != after.version {
        let detail = format!(
            "the API is of version {}, and was {}",
            after.version, before.version
        );
        let change = Change::new(ChangeKind::Changed, "version", detail);
        changes.push(
            change
                .rule(&DESCRIBED_VERSION_CHANGED)
                .stood_at("/info/version")
                .stands_at("/info/version"),
        );
    }
    changes
}

/// Returns a change of a table of the settings, which is one of the client.
fn set(table: &str, detail: &str, rule: &'static Rule) -> Change {
    Change::new(ChangeKind::Changed, format!("[{table}]"), detail)
        .rule(rule)
        .claim("ClientBuilder")
        .claim("Client")
}

fn servers(before: &[Server], after: &[Server]) -> Vec<Change> {
    let about = |kind: ChangeKind, detail: String| {
        Change::new(kind, "servers", detail)
            .of_client("/servers")
            .rule(&SERVER_CHANGED)
    };
    let find = |servers: &[Server], url: &str| servers.iter().any(|server| server.url == url);
    let mut changes = Vec::new();
    for gone in before.iter().filter(|server| !find(after, &server.url)) {
        let detail = format!("`{}` is gone", gone.url);
        changes.push(about(ChangeKind::Removed, detail).rule(&SERVER_GONE));
    }
    for new in after.iter().filter(|server| !find(before, &server.url)) {
        let detail = format!("`{}` is new", new.url);
        changes.push(about(ChangeKind::Added, detail).rule(&NEW_ON_THE_WIRE));
    }
    for old in before {
        if let Some(new) = after.iter().find(|new| new.url == old.url) {
            let parts = variables(&old.variables, &new.variables);
            changes.extend(
                parts
                    .into_iter()
                    .map(|detail| about(ChangeKind::Changed, detail)),
            );
        }
    }
    let urls = |servers: &[Server]| -> Vec<String> {
        servers.iter().map(|server| server.url.clone()).collect()
    };
    if changes.is_empty() && urls(before) != urls(after) {
        let detail = "the addresses are preferred in another order";
        changes.push(about(ChangeKind::Changed, detail.to_owned()));
    }
    changes
}

/// Describes the differences in the variables of an address.
fn variables(before: &[ServerVariable], after: &[ServerVariable]) -> Vec<String> {
    let mut parts = Vec::new();
    for old in before {
        let name = &old.name.wire;
        let Some(new) = after.iter().find(|new| new.name.wire == *name) else {
            parts.push(format!("the variable `{name}` is gone"));
            continue;
        };
        let default = |variable: &ServerVariable| match &variable.default {
            Some(default) => format!("`{default}` by default"),
            None => "required".to_owned(),
        };
        if old.default != new.default {
            let (old, new) = (default(old), default(new));
            parts.push(format!("`{name}` is {new}, and was {old}"));
        }
        if old.values != new.values {
            parts.push(format!("`{name}` takes other values"));
        }
        if old.name.ident != new.name.ident {
            parts.push(format!("`{name}` was called `{}`", old.name.ident));
        }
    }
    let is_new = |new: &&ServerVariable| before.iter().all(|old| old.name.wire != new.name.wire);
    let new = after.iter().filter(is_new);
    parts.extend(new.map(|new| format!("the variable `{}` is new", new.name.wire)));
    parts
}

fn plans(before: Option<&Plans>, after: Option<&Plans>) -> Vec<Change> {
    let about = |kind: ChangeKind, subject: String, detail: String| {
        let change = Change::new(kind, subject, detail).rule(&PLAN_CHANGED);
        let change = change.stood_at("/x-rust-plans").stands_at("/x-rust-plans");
        Change {
            before: change.before.filter(|_| before.is_some()),
            after: change.after.filter(|_| after.is_some()),
            ..change
        }
    };
    let list = |plans: Option<&Plans>| plans.map(|plans| plans.plans.clone()).unwrap_or_default();
    let (old, new) = (list(before), list(after));
    let mut changes = Vec::new();
    if let (Some(before), Some(after)) = (before, after)
        && before.window_seconds != after.window_seconds
    {
        let detail = format!(
            "calls are counted in {} seconds, and were in {}",
            after.window_seconds, before.window_seconds
        );
        changes.push(about(ChangeKind::Changed, "plans".to_owned(), detail));
    }
    let constant = |plan: &Plan| format!("plans::{}", plan.ident);
    for plan in &old {
        let subject = format!("plan {}", plan.name);
        let change = match new.iter().find(|other| other.name == plan.name) {
            None => about(ChangeKind::Removed, subject, "the plan is gone".to_owned()),
            Some(other) if other != plan => {
                let detail = figures(plan, other);
                about(ChangeKind::Changed, subject, detail).claim(constant(other))
            }
            Some(_) => continue,
        };
        changes.push(change.claim(constant(plan)));
    }
    for plan in new
        .iter()
        .filter(|plan| old.iter().all(|old| old.name != plan.name))
    {
        let change = about(
            ChangeKind::Added,
            format!("plan {}", plan.name),
            "the plan is new".to_owned(),
        );
        changes.push(change.claim(constant(plan)));
    }
    changes
}

/// Describes the limits of a plan before and after.
fn figures(before: &Plan, after: &Plan) -> String {
    let words = |plan: &Plan| {
        let groups = plan.groups.iter();
        let groups = groups.map(|(name, calls)| format!(", {calls} of `{name}`"));
        format!("{} calls{}", plan.total, groups.collect::<String>())
    };
    if words(before) == words(after) {
        return format!("was called `{}`", before.ident);
    }
    format!("allows {}, and did {}", words(after), words(before))
}

fn left_out(before: &[LeftOut], after: &[LeftOut]) -> Vec<Change> {
    let find = |list: &[LeftOut], operation: &str| {
        let mut list = list.iter();
        list.find(|one| one.operation == operation).cloned()
    };
    let about = |kind: ChangeKind, one: &LeftOut, detail: String| {
        Change::new(kind, &one.operation, detail).rule(&LEFT_OUT_CHANGED)
    };
    let mut changes = Vec::new();
    for old in before {
        match find(after, &old.operation) {
            None => {
                let detail = "is not named among what is omitted any more".to_owned();
                changes.push(about(ChangeKind::Changed, old, detail).stood_at("/x-rust-left-out"));
            }
            Some(new) if new.reason != old.reason => {
                let detail = format!("is omitted for another reason: {}", new.reason);
                changes
                    .push(about(ChangeKind::Changed, &new, detail).stands_at("/x-rust-left-out"));
            }
            Some(_) => {}
        }
    }
    for new in after
        .iter()
        .filter(|new| find(before, &new.operation).is_none())
    {
        let detail = format!("is known and omitted: {}", new.reason);
        changes.push(about(ChangeKind::Changed, new, detail).stands_at("/x-rust-left-out"));
    }
    changes
}

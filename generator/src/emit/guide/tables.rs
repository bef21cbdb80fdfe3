//! The model → tables and lists of the guide.
//!
//! Invariant: a table is in the order of the description, and is not there if it would have no row.

use std::fmt::Write as _;

use super::template::{Values, insert};
use crate::{
    emit::{
        docs::{code, inline},
        types::plain,
    },
    model::{Api, Credits, Hint, NextPage, Operation, Output, Pagination, Plans, Resource, Retry},
};

/// Adds every table that has a row.
pub(super) fn add(api: &Api, values: &mut Values) {
    insert(values, "lists", lists(api));
    insert(values, "plain_lists", plain_lists(api));
    insert(values, "costs", costs(api));
    insert(values, "plans", api.plans.as_ref().map(plans_table));
    insert(values, "groups", groups(api));
    insert(values, "plan", api.plans.as_ref().and_then(largest));
    let plans = api.plans.as_ref();
    let about = plans.and_then(|plans| plans.docs.description.as_deref());
    insert(
        values,
        "plans_about",
        about.map(|text| inline(&words(text))),
    );
    insert(
        values,
        "repeated",
        calls(api, |one| one.retry == Retry::Safe),
    );
    insert(
        values,
        "not_repeated",
        calls(api, |one| one.retry == Retry::Unsafe),
    );
    insert(values, "uploads", calls(api, |one| one.upload.is_some()));
    insert(values, "waits", calls(api, |one| one.poll.is_some()));
    insert(
        values,
        "exports",
        calls(api, |one| {
            let poll = one.poll.as_ref();
            poll.is_some_and(|poll| poll.download.is_some())
        }),
    );
    insert(
        values,
        "searches",
        calls(api, |one| {
            one.parameters
                .iter()
                .any(|parameter| parameter.query.is_some())
        }),
    );
    insert(
        values,
        "partly",
        calls(api, |one| one.partly_typed.is_some()),
    );
    insert(values, "streams", calls(api, has_stream));
    add_limits(api, values);
    add_hints(api, values);
}

/// Adds the headers that report the rate limit.
fn add_limits(api: &Api, values: &mut Values) {
    let Some(limit) = &api.rate_limit else {
        return;
    };
    let window = match limit.window_seconds {
        60 => "minute".to_owned(),
        3600 => "hour".to_owned(),
        seconds => format!("{seconds} seconds"),
    };
    values.insert("window", window);
    let names = [
        limit.total.as_ref(),
        Some(&limit.remaining),
        limit.used.as_ref(),
    ];
    let names: Vec<String> = names.into_iter().flatten().map(|name| code(name)).collect();
    values.insert("limit_headers", names.join(", "));
}

/// Adds the advice in errors, by status and, where the service distinguishes, by its code.
fn add_hints(api: &Api, values: &mut Values) {
    let statuses = [
        (401, "hint_401", "check the credentials"),
        (
            403,
            "hint_403",
            "the credentials are valid, but do not allow this",
        ),
        (
            404,
            "hint_404",
            "check the identifier and the server's address",
        ),
    ];
    for (status, name, otherwise) in statuses {
        let is_general = |hint: &&Hint| hint.status == status && hint.code.is_none();
        let hint = api.hints.iter().find(is_general);
        values.insert(name, hint.map_or(otherwise, |hint| &hint.text).to_owned());
    }
    let special = api.hints.iter().filter_map(|hint| {
        let known = hint.code.as_deref()?;
        Some(format!(
            "- {}, {}: {}.\n",
            hint.status,
            code(known),
            hint.text
        ))
    });
    let special: String = special.collect();
    let special = Some(special.trim_end().to_owned());
    insert(
        values,
        "special_hints",
        special.filter(|text| !text.is_empty()),
    );
}

/// ```text
/// | `tickets().list` | the `Link` header | 300 | `updated_at` |
/// ```
///
/// Those of which there is nothing to say but that a header leads on are left to [`plain_lists`].
fn lists(api: &Api) -> Option<String> {
    let rows = operations(api).filter_map(|(resource, operation)| {
        let pagination = operation.pagination.as_ref().filter(|one| !is_plain(one))?;
        let next = match &pagination.next {
            NextPage::Link { .. } => "the `Link` header".to_owned(),
            NextPage::Number { parameter, .. } => format!("counting {}", code(parameter)),
            NextPage::Cursor { parameter, .. } => format!("a cursor in {}", code(parameter)),
            NextPage::Address { property, .. } => format!("the address in {}", code(property)),
        };
        let (last, all) = end(pagination);
        Some(format!(
            "| {} | {next} | {last} | {all} |\n",
            call(resource, operation)
        ))
    });
    table(
        "| call | link to the next page | last page | `all` sorts by |\n|---|---|---|---|\n",
        rows,
    )
}

/// Names the lists that only have a link to the next page in a header.
fn plain_lists(api: &Api) -> Option<String> {
    calls(api, |one| one.pagination.as_ref().is_some_and(is_plain))
}

fn is_plain(pagination: &Pagination) -> bool {
    let is_linked = matches!(pagination.next, NextPage::Link { .. });
    is_linked && pagination.last_page.is_none() && pagination.keyset.is_none()
}

/// Returns the last page of a list, and the pagination past it.
fn end(pagination: &Pagination) -> (String, String) {
    let last = pagination.last_page.map(|last| last.to_string());
    let keyset = pagination.keyset.as_ref();
    let all = keyset.map(|keyset| code(&keyset.property));
    (last.unwrap_or_default(), all.unwrap_or_default())
}

fn costs(api: &Api) -> Option<String> {
    let rows = operations(api).filter_map(|(resource, operation)| {
        let credits = &operation.credits;
        let differs = *credits != Credits::default();
        differs.then(|| format!("| {} | {} |\n", call(resource, operation), cost(credits)))
    });
    table("| call | takes |\n|---|---|\n", rows)
}

fn cost(credits: &Credits) -> String {
    let mut text = credits.base.to_string();
    for (name, cost) in &credits.per_value {
        let _ = write!(text, ", and {cost} more for each value of {}", code(name));
    }
    text
}

/// ```text
/// | `plans::GROWTH` | 200 | 80 | 20 |
/// ```
fn plans_table(plans: &Plans) -> String {
    let mut groups: Vec<&str> = Vec::new();
    for (group, _) in plans.plans.iter().flat_map(|plan| &plan.groups) {
        if !groups.contains(&group.as_str()) {
            groups.push(group);
        }
    }
    let heads: Vec<String> = groups
        .iter()
        .map(|group| format!(" {} |", code(group)))
        .collect();
    let heads = heads.concat();
    let rules = "---|".repeat(groups.len() + 2);
    let mut text = format!("| plan | all calls |{heads}\n|{rules}\n");
    for plan in &plans.plans {
        let _ = write!(text, "| `plans::{}` | {} |", plan.ident, plan.total);
        for group in &groups {
            let share = plan.groups.iter().find(|(name, _)| name == group);
            let share = share.map_or_else(String::new, |(_, calls)| calls.to_string());
            let _ = write!(text, " {share} |");
        }
        text.push('\n');
    }
    text.trim_end().to_owned()
}

/// Returns the constant of the plan that allows most.
fn largest(plans: &Plans) -> Option<String> {
    let plan = plans.plans.iter().max_by_key(|plan| plan.total);
    plan.map(|plan| plan.ident.clone())
}

/// Lists the calls of each group.
fn groups(api: &Api) -> Option<String> {
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    for (resource, operation) in operations(api) {
        let Some(name) = operation.rate_limit_group.as_deref() else {
            continue;
        };
        let call = call(resource, operation);
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, calls)) => calls.push(call),
            None => groups.push((name, vec![call])),
        }
    }
    let rows = groups.iter();
    let rows = rows.map(|(name, calls)| format!("- {}: {}\n", code(name), calls.join(", ")));
    table("", rows)
}

/// Returns the calls of which something holds, between commas.
fn calls(api: &Api, holds: impl Fn(&Operation) -> bool) -> Option<String> {
    let found = operations(api).filter(|(_, operation)| holds(operation));
    let found: Vec<String> = found
        .map(|(resource, operation)| call(resource, operation))
        .collect();
    (!found.is_empty()).then(|| found.join(", "))
}

fn has_stream(operation: &Operation) -> bool {
    operation.stream.is_some() || matches!(operation.output, Output::Stream(_))
}

/// Returns a table; `None` without a row.
fn table(head: &str, rows: impl Iterator<Item = String>) -> Option<String> {
    let rows: String = rows.collect();
    (!rows.is_empty()).then(|| format!("{head}{}", rows.trim_end()))
}

fn operations(api: &Api) -> impl Iterator<Item = (&Resource, &Operation)> {
    api.resources.iter().flat_map(|resource| {
        let operations = resource.operations.iter();
        operations.map(move |operation| (resource, operation))
    })
}

/// Returns the call, with a link: [`tickets().list`](crate::resources::Tickets::list)
fn call(resource: &Resource, operation: &Operation) -> String {
    let (group, handle) = (plain(&resource.name.ident), &resource.handle);
    let method = plain(&operation.name.ident);
    format!("[`{group}().{method}`](crate::resources::{handle}::{method})")
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

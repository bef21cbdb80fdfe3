//! The vendor's reference of the API, row by row, against the bundled description → the rows that differ, each with its
//! reason.
//!
//! The reference is no part of the repository: the variable `FRESHDESK_REFERENCE` names the folder with it. The reasons
//! are in the overlays, under `x-reference-differences`. Invariant: a reason that no row needs any more fails the test.

mod reasons;
mod rows;
mod shape;

use tests::{
    description::{Described, Description},
    files,
};

use self::{
    reasons::Reasons,
    rows::{Part, ReferenceOperation, Row},
    shape::ReferenceShape,
};
use crate::input;

/// A row of the reference that the description does not have as it is there.
struct Difference {
    /// Method and path, as the reference writes them.
    operation: String,
    /// Our operation; `None` if there is none.
    id: Option<String>,
    /// Place and name of the attribute, e.g. `request tags`.
    row: String,
    /// The way in which it differs.
    text: String,
}

#[test]
fn differences_from_the_reference_have_reasons() {
    let Some(folder) = files::reference().map(|folder| folder.join("vendor")) else {
        println!("skipped: the vendor's reference is not here");
        return;
    };
    let description = Description::new(input::described_freshdesk());
    let operations = rows::read(&folder);
    let count: usize = operations
        .iter()
        .map(|operation| operation.rows.len())
        .sum();
    assert!(count > 4000, "only {count} rows were read");
    let mut reasons = Reasons::read(&input::freshdesk_overlays());
    let (mut open, mut explained) = (Vec::new(), 0);
    for difference in operations
        .iter()
        .flat_map(|operation| differences(&description, operation))
    {
        if reasons.explain(difference.id.as_deref(), &difference.row) {
            explained += 1;
        } else {
            let Difference {
                operation,
                row,
                text,
                ..
            } = difference;
            open.push(format!("{operation}: {row}: {text}"));
        }
    }
    println!(
        "{count} rows: {explained} differ with a reason, {} without",
        open.len()
    );
    let stale = reasons.unused();
    assert!(
        open.is_empty(),
        "rows that differ without a reason:\n{}",
        open.join("\n")
    );
    assert!(
        stale.is_empty(),
        "reasons that no row needs:\n{}",
        stale.join("\n")
    );
}

/// Returns the rows of an operation that differ; of nested ones, the outermost.
fn differences(description: &Description, reference: &ReferenceOperation) -> Vec<Difference> {
    let difference = |id: Option<&str>, row: &str, text: &str| Difference {
        operation: reference.name.clone(),
        id: id.map(str::to_owned),
        row: row.to_owned(),
        text: text.to_owned(),
    };
    let Some(described) = find(description, reference) else {
        return vec![difference(None, "operation", "missing here")];
    };
    let id = Some(described.id());
    let statuses = reference.statuses.iter();
    let mut found: Vec<Difference> = statuses
        .filter(|status| description.answer(described, **status).is_none())
        .filter(|status| !described.has_status(**status))
        .map(|status| difference(id, &format!("status {status}"), "missing here"))
        .collect();
    let mut above: Option<&str> = None;
    for row in &reference.rows {
        let is_below = above.is_some_and(|above| row.is_below(above));
        let Some(text) = compare(description, described, row).filter(|_| !is_below) else {
            continue;
        };
        above = Some(&row.name);
        found.push(difference(id, &row.to_string(), &text));
    }
    found
}

/// Returns our operation, by its ID where the reference's facts name it, or by method and path.
fn find<'d>(description: &'d Description, reference: &ReferenceOperation) -> Option<Described<'d>> {
    let named = |one: &Described<'_>| reference.id.as_deref() == Some(one.id());
    let placed = |one: &Described<'_>| {
        reference.id.is_none()
            && reference.name == format!("{} {}", one.method.to_uppercase(), one.path)
    };
    description
        .operations()
        .find(|one| named(one) || placed(one))
}

fn compare(description: &Description, described: Described<'_>, row: &Row) -> Option<String> {
    match row.part {
        Part::Query => {
            let mut parameters = description.parameters(described).into_iter();
            let parameter = parameters.find(|one| one.location == "query" && one.name == row.name);
            match parameter {
                Some(parameter) => {
                    ReferenceShape::of(description, [parameter.schema]).lacks(&row.values)
                }
                None if described.fixes(&row.name) => None,
                None => Some("missing here".to_owned()),
            }
        }
        Part::Request => shape::compare(description, description.request_schemas(described), row),
        Part::Response => shape::compare(description, description.success_schemas(described), row),
    }
}

//! A description and a number → the description with one thing changed, or several, as an update of the
//! service's might change it, or with other settings.
//!
//! Invariant: the same number changes the same thing; a kind that finds nothing to change in this
//! description says so and changes nothing.

mod exchanges;
mod extensions;
mod operations;
mod schemas;
mod settings;
mod sites;
mod wraps;

use fastrand::Rng;
use serde_json::Value;

use super::slice;

/// A description, and the text of its settings.
#[derive(Clone)]
pub(super) struct Described {
    pub(super) description: Value,
    pub(super) settings: String,
}

/// A change of one kind, which says what it has changed.
#[derive(Clone, Copy)]
pub(super) enum Change {
    Description(fn(&mut Value, &mut Rng) -> Option<String>),
    Settings(fn(&mut String, &mut Rng) -> Option<String>),
}

impl Change {
    /// The change that every call notices.
    pub(super) const MOVE_PATH: Self = Self::Description(operations::move_path);
}

/// A change that was made.
pub(super) struct Changed {
    pub(super) kind: &'static str,
    pub(super) what: String,
    pub(super) before: Described,
    pub(super) after: Described,
}

/// The most changes at once.
const MOST_AT_ONCE: usize = 4;

/// Makes a change of the kind that has its turn, to one group of operations or several; every fifth time, further ones
/// are made at once.
pub(super) fn draw(number: usize, described: &Described, rng: &mut Rng) -> Option<Changed> {
    let (kind, change) = MUTATIONS[number % MUTATIONS.len()];
    let mut tags = slice::tags(&described.description);
    rng.shuffle(&mut tags);
    tags.truncate(rng.usize(1..=3));
    let before = described.around(&tags);
    let (mut what, mut after) = before.changed(change, rng)?;
    if number % 5 == 4 {
        for _ in 1..rng.usize(2..=MOST_AT_ONCE) {
            let (kind, change) = MUTATIONS[rng.usize(..MUTATIONS.len())];
            if let Some((also, changed)) = after.changed(change, rng) {
                what = format!("{what}; {kind}: {also}");
                after = changed;
            }
        }
    }
    Some(Changed {
        kind,
        what: format!("{what} ({})", tags.join(", ")),
        before,
        after,
    })
}

impl Described {
    /// Returns the part around some groups of operations.
    pub(super) fn around(&self, tags: &[String]) -> Self {
        Self {
            description: slice::around(&self.description, tags),
            settings: self.settings.clone(),
        }
    }

    /// Returns it with a change, and says which. `None`: there is nothing to change.
    pub(super) fn changed(&self, change: Change, rng: &mut Rng) -> Option<(String, Self)> {
        let mut after = self.clone();
        let what = match change {
            Change::Description(change) => change(&mut after.description, rng)?,
            Change::Settings(change) => change(&mut after.settings, rng)?,
        };
        Some((what, after))
    }
}

/// Every kind of change, with its name.
const MUTATIONS: &[(&str, Change)] = &[
    (
        "remove operation",
        Change::Description(operations::remove_operation),
    ),
    (
        "add operation",
        Change::Description(operations::add_operation),
    ),
    (
        "rename operation",
        Change::Description(operations::rename_operation),
    ),
    ("move path", Change::Description(operations::move_path)),
    (
        "change method",
        Change::Description(operations::change_method),
    ),
    (
        "deprecate operation",
        Change::Description(operations::deprecate_operation),
    ),
    (
        "regroup operation",
        Change::Description(operations::regroup_operation),
    ),
    (
        "rename path parameter",
        Change::Description(operations::rename_path_parameter),
    ),
    (
        "add optional parameter",
        Change::Description(operations::add_optional_parameter),
    ),
    (
        "add required parameter",
        Change::Description(operations::add_required_parameter),
    ),
    (
        "remove parameter",
        Change::Description(operations::remove_parameter),
    ),
    (
        "require parameter",
        Change::Description(operations::require_parameter),
    ),
    (
        "retype parameter",
        Change::Description(operations::retype_parameter),
    ),
    (
        "rename parameter",
        Change::Description(operations::rename_parameter),
    ),
    (
        "reorder parameters",
        Change::Description(operations::reorder_parameters),
    ),
    (
        "list parameter",
        Change::Description(operations::list_parameter),
    ),
    ("free body", Change::Description(operations::free_body)),
    ("remove body", Change::Description(operations::remove_body)),
    (
        "replace body",
        Change::Description(operations::replace_body),
    ),
    (
        "remove answer",
        Change::Description(operations::remove_answer),
    ),
    ("list answer", Change::Description(operations::list_answer)),
    (
        "replace answer",
        Change::Description(operations::replace_answer),
    ),
    ("add status", Change::Description(operations::add_status)),
    ("rename schema", Change::Description(schemas::rename_schema)),
    ("add schema", Change::Description(schemas::add_schema)),
    ("add field", Change::Description(schemas::add_field)),
    (
        "add required field",
        Change::Description(schemas::add_required_field),
    ),
    ("remove field", Change::Description(schemas::remove_field)),
    ("rename field", Change::Description(schemas::rename_field)),
    ("retype field", Change::Description(schemas::retype_field)),
    (
        "reformat field",
        Change::Description(schemas::reformat_field),
    ),
    ("require field", Change::Description(schemas::require_field)),
    ("free field", Change::Description(schemas::free_field)),
    (
        "nullable field",
        Change::Description(schemas::nullable_field),
    ),
    (
        "reorder fields",
        Change::Description(schemas::reorder_fields),
    ),
    ("open object", Change::Description(schemas::open_object)),
    ("add value", Change::Description(schemas::add_value)),
    ("remove value", Change::Description(schemas::remove_value)),
    ("respell value", Change::Description(schemas::respell_value)),
    ("reword", Change::Description(schemas::reword)),
    (
        "deprecate field",
        Change::Description(schemas::deprecate_field),
    ),
    ("add security", Change::Description(schemas::add_security)),
    (
        "change retry",
        Change::Description(extensions::change_retry),
    ),
    (
        "remove search field",
        Change::Description(extensions::remove_search_field),
    ),
    (
        "add search field",
        Change::Description(extensions::add_search_field),
    ),
    (
        "change ranges",
        Change::Description(extensions::change_ranges),
    ),
    (
        "change null test",
        Change::Description(extensions::change_null_test),
    ),
    (
        "remove search",
        Change::Description(extensions::remove_search),
    ),
    (
        "remove keyset",
        Change::Description(extensions::remove_keyset),
    ),
    (
        "move last page",
        Change::Description(extensions::move_last_page),
    ),
    ("stop paging", Change::Description(extensions::stop_paging)),
    (
        "start paging",
        Change::Description(extensions::start_paging),
    ),
    ("remove poll", Change::Description(extensions::remove_poll)),
    (
        "change download",
        Change::Description(extensions::change_download),
    ),
    ("remove form", Change::Description(extensions::remove_form)),
    ("rename file", Change::Description(extensions::rename_file)),
    ("add form", Change::Description(extensions::add_form)),
    (
        "add alternative",
        Change::Description(extensions::add_alternative),
    ),
    (
        "remove alternative",
        Change::Description(extensions::remove_alternative),
    ),
    (
        "reorder alternatives",
        Change::Description(extensions::reorder_alternatives),
    ),
    (
        "exchange operations",
        Change::Description(exchanges::exchange_operations),
    ),
    (
        "exchange field names",
        Change::Description(exchanges::exchange_field_names),
    ),
    (
        "exchange parameter names",
        Change::Description(exchanges::exchange_parameter_names),
    ),
    (
        "exchange value names",
        Change::Description(exchanges::exchange_value_names),
    ),
    (
        "name operation",
        Change::Description(exchanges::name_operation),
    ),
    ("name schema", Change::Description(exchanges::name_schema)),
    ("name field", Change::Description(exchanges::name_field)),
    (
        "colliding field",
        Change::Description(exchanges::colliding_field),
    ),
    (
        "colliding schema",
        Change::Description(exchanges::colliding_schema),
    ),
    (
        "colliding operation",
        Change::Description(exchanges::colliding_operation),
    ),
    (
        "colliding parameter",
        Change::Description(exchanges::colliding_parameter),
    ),
    (
        "colliding value",
        Change::Description(exchanges::colliding_value),
    ),
    ("wrap field", Change::Description(wraps::wrap_field)),
    ("wrap body", Change::Description(wraps::wrap_body)),
    ("wrap schema", Change::Description(wraps::wrap_schema)),
    ("widen body", Change::Description(wraps::widen_body)),
    ("split schema", Change::Description(wraps::split_schema)),
    ("remove settings", Change::Settings(settings::remove_table)),
    ("change setting", Change::Settings(settings::change_value)),
];

//! A description and a number → the description with one thing changed, as an update of the
//! service's might change it.
//!
//! Invariant: the same number changes the same thing; a kind that finds nothing to change in this
//! description says so and changes nothing.

mod extensions;
mod operations;
mod schemas;
mod sites;

use fastrand::Rng;
use serde_json::Value;

/// Changes something of one kind, and says what.
type Mutate = fn(&mut Value, &mut Rng) -> Option<String>;

/// Every kind of change, with its name.
pub(super) const MUTATIONS: &[(&str, Mutate)] = &[
    ("remove operation", operations::remove_operation),
    ("add operation", operations::add_operation),
    ("rename operation", operations::rename_operation),
    ("move path", operations::move_path),
    ("change method", operations::change_method),
    ("deprecate operation", operations::deprecate_operation),
    ("regroup operation", operations::regroup_operation),
    ("rename path parameter", operations::rename_path_parameter),
    ("add optional parameter", operations::add_optional_parameter),
    ("add required parameter", operations::add_required_parameter),
    ("remove parameter", operations::remove_parameter),
    ("require parameter", operations::require_parameter),
    ("retype parameter", operations::retype_parameter),
    ("rename parameter", operations::rename_parameter),
    ("reorder parameters", operations::reorder_parameters),
    ("list parameter", operations::list_parameter),
    ("free body", operations::free_body),
    ("remove body", operations::remove_body),
    ("replace body", operations::replace_body),
    ("remove answer", operations::remove_answer),
    ("list answer", operations::list_answer),
    ("replace answer", operations::replace_answer),
    ("add status", operations::add_status),
    ("rename schema", schemas::rename_schema),
    ("add schema", schemas::add_schema),
    ("add field", schemas::add_field),
    ("add required field", schemas::add_required_field),
    ("remove field", schemas::remove_field),
    ("rename field", schemas::rename_field),
    ("retype field", schemas::retype_field),
    ("reformat field", schemas::reformat_field),
    ("require field", schemas::require_field),
    ("free field", schemas::free_field),
    ("nullable field", schemas::nullable_field),
    ("reorder fields", schemas::reorder_fields),
    ("open object", schemas::open_object),
    ("add value", schemas::add_value),
    ("remove value", schemas::remove_value),
    ("respell value", schemas::respell_value),
    ("reword", schemas::reword),
    ("deprecate field", schemas::deprecate_field),
    ("add security", schemas::add_security),
    ("change retry", extensions::change_retry),
    ("remove search field", extensions::remove_search_field),
    ("add search field", extensions::add_search_field),
    ("change ranges", extensions::change_ranges),
    ("change null test", extensions::change_null_test),
    ("remove search", extensions::remove_search),
    ("remove keyset", extensions::remove_keyset),
    ("move last page", extensions::move_last_page),
    ("stop paging", extensions::stop_paging),
    ("start paging", extensions::start_paging),
    ("remove poll", extensions::remove_poll),
    ("change download", extensions::change_download),
    ("remove form", extensions::remove_form),
    ("rename file", extensions::rename_file),
    ("add form", extensions::add_form),
    ("add alternative", extensions::add_alternative),
    ("remove alternative", extensions::remove_alternative),
    ("reorder alternatives", extensions::reorder_alternatives),
];

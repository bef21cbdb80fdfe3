//! A few valid cases → the model that the crate is made from.

use crate::{input, snapshots};

/// The cases whose model is looked at: types, parameters, names, and the service itself.
pub(crate) const NAMES: [&str; 4] = [
    "all_of",
    "names_odd",
    "parameters_list_styles",
    "server_variables",
];

#[test]
fn models_are_as_accepted() {
    let mut cases = input::valid_cases();
    cases.retain(|case| NAMES.contains(&&*case.name));
    assert_eq!(cases.len(), NAMES.len());
    snapshots::assert_all(cases, |case| {
        (
            format!("model__{}", case.name),
            format!("{:#?}", case.generate().api),
        )
    });
}

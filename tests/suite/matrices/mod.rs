//! What descriptions combine freely, as matrices: parameters, schemas in all places, and pairs of schemas.
//!
//! Each is a crate that `compile` builds without a warning, and two are programs that run. Invariant: the expected
//! values follow from the standards and from the entries of a matrix, never from what is generated.

mod expansion;
pub(crate) mod pairs;
pub(crate) mod parameters;
mod scalars;
pub(crate) mod schemas;

use generator::{Generated, Input, Settings, Source};
use serde_json::Value;

/// Returns the crate of a description.
fn generate(name: &str, description: &Value) -> Generated {
    let source = Source {
        name: format!("{name}.json"),
        text: description.to_string(),
    };
    let settings = Settings::for_crate(name).unwrap();
    Input::new(&source, &settings)
        .generate()
        .unwrap_or_else(|errors| panic!("{errors}"))
}

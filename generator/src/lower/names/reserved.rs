//! Names that are assigned already, because generated code or the runtime in it has them at the same place.
//!
//! Types are not among them: a type of the runtime or of std that has the name of a type of the description is written
//! with its path. A method has no path. Invariant: methods of the runtime are found in its sources; what is listed here
//! is written by the emitters themselves.

use std::collections::BTreeSet;

use super::case::NameKind;
use crate::runtime::{features, names};

/// The macros that give methods to requests.
const REQUEST_MACROS: [&str; 6] = [
    "keyset_request_builder",
    "paged_request_builder",
    "request_builder",
    "stream_request_builder",
    "stream_too",
    "upload_builder",
];

/// Functions of traits that generated types derive. An inherent one would hide it.
const DERIVED: [&str; 4] = ["clone", "eq", "fmt", "ne"];

/// Returns the methods beside the accessors of resources: those of the runtime's client, and its constructors. A client
/// is not made by `new`, and callers would expect that. The module of all resources is named `resources`.
pub(super) fn client_methods() -> BTreeSet<String> {
    let own = ["builder", "from_env", "new", "resources"];
    all(names().methods_of("Client").chain(own))
}

/// Returns the methods beside the setters of server variables.
pub(super) fn builder_methods() -> BTreeSet<String> {
    let credentials = ["api_key", "api_key_in", "basic_auth", "bearer_token"];
    all(names().methods_of("ClientBuilder").chain(credentials))
}

/// Functions beside the operations of a resource.
pub(super) fn handle_methods() -> BTreeSet<String> {
    all(DERIVED.into_iter().chain(["new"]))
}

/// Returns the methods beside the setters of a request, whichever of them the request has.
pub(super) fn request_methods() -> BTreeSet<String> {
    let given = REQUEST_MACROS.into_iter();
    let given = given.flat_map(|name| names().methods_by(name));
    let polling = ["download", "polling", "wait"];
    all(given.chain(polling).chain(DERIVED).chain(["body"]))
}

/// Returns the functions beside the fields that an account has added to a query.
pub(super) fn custom_functions() -> BTreeSet<String> {
    all(DERIVED.into_iter().chain(["default", "new"]))
}

/// Functions beside the fields of a query.
pub(super) fn query_functions() -> BTreeSet<String> {
    let own = DERIVED
        .into_iter()
        .chain(["custom", "custom_field", "into"]);
    all(names().methods_by("query").chain(own))
}

/// Returns the methods beside the keys of a webhook.
pub(super) fn webhook_methods() -> BTreeSet<String> {
    let own = DERIVED.into_iter().chain(["custom_fields", "from", "into"]);
    all(names().methods_by("webhook_keys").chain(own))
}

/// Types beside those of webhooks.
pub(super) fn webhook_types() -> impl Iterator<Item = &'static str> {
    names().exports_of("runtime::webhook")
}

/// Returns the Cargo features beside those of resources, and the one that has all of these.
pub(super) fn resource_features() -> BTreeSet<String> {
    all(features().iter().map(String::as_str).chain(["resources"]))
}

fn all<'n>(names: impl Iterator<Item = &'n str>) -> BTreeSet<String> {
    names.map(str::to_owned).collect()
}

/// Returns `true` if an item of this kind cannot have the name.
pub(super) fn is_reserved(ident: &str, kind: NameKind) -> bool {
    match kind {
        NameKind::Function => handle_methods().contains(ident),
        NameKind::Module => client_methods().contains(ident),
        NameKind::Field | NameKind::Type | NameKind::Variant => false,
    }
}

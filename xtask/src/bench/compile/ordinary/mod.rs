//! An API → the client that a person would write for it: structs with serde's
//! derive, and one `async fn` per operation over reqwest's `json`. It is the
//! baseline of `cargo xtask bench compile` and has the types, calls and names of
//! the generated one, so that nothing but the way of writing differs.

mod calls;
mod library;
mod models;
mod types;

use generator::FileTree;
use generator::model::Api;

pub(super) use self::calls::method;

/// The name of the package.
pub(super) const PACKAGE: &str = "ordinary";

/// Every file of the crate. Like the generated one, it has one module per family
/// of types and one per resource, for modules are what the compiler divides its
/// work by.
pub(super) fn emit(api: &Api) -> FileTree {
    let mut files = FileTree::default();
    files.insert("Cargo.toml", library::MANIFEST);
    files.insert("src/lib.rs", library::ROOT);
    models::emit(api, &mut files);
    calls::emit(api, &mut files);
    files
}

/// A raw identifier without its prefix.
fn plain(ident: &str) -> &str {
    ident.strip_prefix("r#").unwrap_or(ident)
}

//! The vendor's public description gives the same API as ours, which was rewritten from it, but for texts.
//!
//! It is no part of the repository: the test runs where the folder of shared references is.

use std::path::PathBuf;

use generator::Source;

use crate::{files, input};

/// The vendor's description, where there is one.
pub(crate) fn description() -> Option<Source> {
    let shared = std::env::var_os("SHARED_DIR")
        .map_or_else(|| files::root().join("../shared"), PathBuf::from);
    let path = shared.join("reference/freshdesk-upstream.yaml");
    path.exists().then(|| input::source(&path))
}

#[test]
fn our_description_gives_the_vendors_api() {
    let Some(source) = description() else {
        println!("skipped: the vendor's description is not here");
        return;
    };
    let theirs = input::generate_freshdesk(&source).api.without_texts();
    let ours = input::generate_freshdesk(&input::freshdesk())
        .api
        .without_texts();
    for (ours, theirs) in ours.types.iter().zip(&theirs.types) {
        assert_eq!(ours, theirs);
    }
    for (ours, theirs) in ours.resources.iter().zip(&theirs.resources) {
        assert_eq!(ours, theirs);
    }
    assert_eq!(ours, theirs);
}

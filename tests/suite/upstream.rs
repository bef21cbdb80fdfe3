//! The vendor's public description gives the same API as ours, which was rewritten from it, but for texts.
//!
//! It is no part of the repository: the variable `FRESHDESK_REFERENCE` names the folder with it, and without the
//! variable there is nothing to compare.

use generator::Source;

use crate::{files, input};

/// Returns the vendor's description; `None` where the variable is not set.
pub(crate) fn description() -> Option<Source> {
    let folder = files::reference()?;
    Some(input::source(&folder.join("freshdesk-upstream.yaml")))
}

#[test]
fn our_description_gives_the_vendors_api() {
    let Some(source) = description() else {
        println!("skipped: FRESHDESK_REFERENCE is not set");
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

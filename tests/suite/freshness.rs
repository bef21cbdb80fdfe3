//! `generated/` is what the generator makes of `spec/`, to the last byte.

use std::collections::BTreeMap;

use crate::{files, input};

#[test]
fn the_generated_crate_is_up_to_date() {
    let folder = files::root().join("generated");
    let found: BTreeMap<String, String> = files::below(&folder)
        .iter()
        .map(|path| (files::relative(path, &folder), files::read(path)))
        .collect();
    let generated = input::generate_freshdesk(&input::freshdesk());
    let expected: BTreeMap<String, String> = generated
        .tree
        .iter()
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect();
    let stale: Vec<&String> = found
        .keys()
        .chain(expected.keys())
        .filter(|path| found.get(*path) != expected.get(*path))
        .collect();
    assert!(
        stale.is_empty(),
        "run `cargo xtask codegen`; it would change {stale:?}"
    );
    let lock = files::root().join("spec/names.lock");
    let locked = lock.exists().then(|| files::read(&lock));
    assert_eq!(locked, generator::print_names(&generated.api.locked_names));
}

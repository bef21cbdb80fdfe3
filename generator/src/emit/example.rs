//! The names that an example needs → its `use` lines, and the width that all its lines keep to.

use std::collections::BTreeSet;

/// The longest line of code in an example.
pub(super) const LONGEST: usize = 92;

/// Returns the imports of an example: `use widgets::{Date, models::{A, B}};`
pub(super) fn imported(library: &str, names: &BTreeSet<String>) -> Vec<String> {
    let mut paths: Vec<String> = Vec::new();
    for module in ["", "models", "queries", "runtime"] {
        let found = names.iter().filter_map(|name| match name.split_once("::") {
            Some((of, inner)) => (of == module).then_some(inner),
            None => module.is_empty().then_some(name.as_str()),
        });
        let found: Vec<&str> = found.collect();
        match (module, found.as_slice()) {
            (_, []) => {}
            ("", names) => paths.extend(names.iter().map(|&name| name.to_owned())),
            (module, [only]) => paths.push(format!("{module}::{only}")),
            (module, names) => paths.push(format!("{module}::{{{}}}", names.join(", "))),
        }
    }
    let line = match paths.as_slice() {
        [only] => format!("use {library}::{only};"),
        several => format!("use {library}::{{{}}};", several.join(", ")),
    };
    if line.len() <= LONGEST {
        return vec![line];
    }
    let each = names.iter().map(|name| format!("use {library}::{name};"));
    each.collect()
}

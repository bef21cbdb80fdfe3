//! Syntax trees → text, by prettyplease.

use syn::{Attribute, File, Item};

/// Prints the attributes of a file, and items.
pub(super) fn unparse(attrs: Vec<Attribute>, items: Vec<Item>) -> String {
    prettyplease::unparse(&File {
        shebang: None,
        frontmatter: None,
        attrs,
        items,
    })
}

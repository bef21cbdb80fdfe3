//! A name and the names that are taken → a name that is free.

use std::collections::BTreeSet;

/// Takes a name, with the suffix of its kind if it is not free.
pub(in crate::lower) fn claim(name: String, suffix: &str, taken: &mut BTreeSet<String>) -> String {
    let name = if taken.contains(&name) {
        let stem = if suffix.starts_with('_') {
            name.trim_end_matches('_')
        } else {
            &name
        };
        free_name(&format!("{stem}{suffix}"), |name| taken.contains(name))
    } else {
        name
    };
    taken.insert(name.clone());
    name
}

/// Returns the name itself or, where it is taken, the name with the lowest number that is free.
pub(in crate::lower) fn free_name(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(name) {
        return name.to_owned();
    }
    // A digit at the end would run into the number.
    let separator = if name.ends_with(|last: char| last.is_ascii_digit()) || is_snake(name) {
        "_"
    } else {
        ""
    };
    let stem = name
        .strip_prefix("r#")
        .unwrap_or(name)
        .trim_end_matches('_');
    (2..=u32::MAX)
        .map(|number| format!("{stem}{separator}{number}"))
        .find(|candidate| !is_taken(candidate))
        .unwrap_or_default()
}

fn is_snake(name: &str) -> bool {
    !name.contains(|character: char| character.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::free_name;

    #[test]
    fn a_taken_name_gets_a_number_that_reads_well() {
        let taken = ["Asc", "Asc2", "V1", "name", "r#type"];
        let is_taken = |name: &str| taken.contains(&name);
        assert_eq!(free_name("Desc", is_taken), "Desc");
        assert_eq!(free_name("Asc", is_taken), "Asc3");
        assert_eq!(free_name("V1", is_taken), "V1_2");
        assert_eq!(free_name("name", is_taken), "name_2");
        assert_eq!(free_name("r#type", is_taken), "type_2");
    }
}

//! A `use` line of many names → lines that are filled as rustfmt does; those of prettyplease are shorter.

use super::widths::{MAX, TAB, width};

/// Fills the lines of an import that prettyplease has broken.
pub(super) fn filled(printed: String) -> String {
    let Some((head, names)) = printed.split_once("{\n") else {
        return printed;
    };
    let names = names.trim_end_matches("};\n").split(',').map(str::trim);
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    let short = format!("{head}{{{}}};", names.join(", "));
    if short
        .lines()
        .last()
        .is_some_and(|line| width(line) <= MAX - 2)
    {
        return short + "\n";
    }
    let mut lines: Vec<String> = Vec::new();
    for (index, name) in names.iter().enumerate() {
        // Only behind the last of two lines, rustfmt uses the last column.
        let spare = usize::from(index + 1 < names.len() || lines.len() != 1);
        match lines.last_mut() {
            Some(line) if TAB + width(line) + 2 + width(name) + spare < MAX => {
                line.push_str(", ");
                line.push_str(name);
            }
            _ => lines.push((*name).to_owned()),
        }
    }
    format!("{head}{{\n    {},\n}};\n", lines.join(",\n    "))
}

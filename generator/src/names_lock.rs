//! The identifiers that have to be known from before ↔ `spec/names.lock`.
//!
//! Invariant: what is written is read as the same identifiers.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    model::Names,
    settings::position,
    source::Source,
};

/// The comment at the start of the file.
const HEADER: &str = "\
# Identifiers that the names of the description alone do not give any more: something that came later would take them.
# Written by `cargo xtask codegen`; an entry goes when nothing has the name, or when the rule gives the same identifier.
";

/// Reads the identifiers of a lock file.
///
/// # Errors
///
/// Reports text that is no TOML, and tables of something else than identifiers.
pub fn parse_names(source: &Source) -> Result<Names, Diagnostics> {
    let tables: BTreeMap<_, _> = toml::from_str(&source.text).map_err(|error| {
        let start = error.span().map(|span| position(&source.text, span.start));
        Diagnostic::error("names", error.message().to_owned())
            .file(&source.name)
            .position(start)
            .help("`cargo xtask codegen` writes this file: restore the committed one")
    })?;
    Ok(Names::from(tables))
}

/// Returns the text of a lock file. `None`: there is nothing to know.
#[must_use]
pub fn print_names(names: &Names) -> Option<String> {
    if names.is_empty() {
        return None;
    }
    let mut text = HEADER.to_owned();
    for (table, names) in names.tables() {
        let _ = write!(text, "\n[{}]\n", quoted(table));
        for (name, ident) in names {
            let _ = writeln!(text, "{} = {}", quoted(name), quoted(ident));
        }
    }
    Some(text)
}

/// Returns a text in quotes. What JSON escapes, TOML reads as well, and TOML wants one more sign escaped.
fn quoted(text: &str) -> String {
    let text = serde_json::Value::from(text).to_string();
    text.replace('\u{7f}', "\\u007F")
}

#[cfg(test)]
mod tests {
    use super::{parse_names, print_names};
    use crate::{model::Names, source::Source};

    fn source(text: String) -> Source {
        Source {
            name: "names.lock".to_owned(),
            text,
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut names = Names::default();
        names.insert("types", "/components/schemas/a b", "AB");
        names.insert("variants of /x", "", "Value");
        names.insert("variants of /x", "\"quoted\" \\ \u{7f}\n= é", "Quoted");
        let text = print_names(&names).unwrap();
        assert!(text.starts_with("# "), "{text}");
        assert_eq!(parse_names(&source(text)), Ok(names));
        assert_eq!(print_names(&Names::default()), None);
    }

    #[test]
    fn mistakes_are_placed() {
        let error = parse_names(&source("[types]\na = 1".to_owned())).unwrap_err();
        assert!(error.to_string().contains("names.lock:2:5"), "{error}");
    }
}

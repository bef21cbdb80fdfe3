//! One name → one Rust identifier, before collisions.
//!
//! Invariant: whatever the name, the result is an identifier that the Rust lexer accepts and
//! that is no keyword.

use std::fmt::Write as _;

use heck::ToSnakeCase as _;

use super::{mixed::delimited, words::camel_of};

/// The most bytes that an identifier takes from a name: the documentation names files after it, and a file's name may
/// have 255, some of which words before and behind take.
const LONGEST: usize = 120;

/// Names that Windows keeps for devices, whatever ending a file has.
const DEVICES: [&str; 22] = [
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1",
    "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// Kind of item that an identifier names, which decides its case and the substitute where a name has no
/// letters of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lower) enum NameKind {
    Type,
    Variant,
    Field,
    Function,
    Module,
}

impl NameKind {
    fn is_camel(self) -> bool {
        matches!(self, Self::Type | Self::Variant)
    }

    /// Goes before a name that begins with a digit or has no letters.
    fn filler(self) -> &'static str {
        match self {
            Self::Type => "Type",
            Self::Variant => "Value",
            Self::Field => "field_",
            Self::Function => "call_",
            Self::Module => "module_",
        }
    }
}

/// Returns the identifier of a name.
pub(in crate::lower) fn identifier(name: &str, kind: NameKind) -> String {
    let spelled = spell_symbols(&delimited(name), kind);
    let snake = spelled.to_snake_case();
    let cased = if kind.is_camel() {
        camel_of(&snake)
    } else {
        snake
    };
    let cased = shortened(cased);
    let filler = kind.filler();
    let ident = match cased.chars().next() {
        None => filler.trim_end_matches('_').to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{filler}{cased}"),
        Some(_) => cased,
    };
    without_keyword(ident, kind)
}

/// Shortens a name to [`LONGEST`].
fn shortened(mut name: String) -> String {
    let ends = |(at, letter): (usize, char)| at + letter.len_utf8();
    let fits = name.char_indices().map(ends);
    let end = fits.take_while(|end| *end <= LONGEST).last().unwrap_or(0);
    if end < name.len() {
        name.truncate(end);
        name.truncate(name.trim_end_matches('_').len());
    }
    name
}

/// Writes out what would be lost: symbols before a digit (`+1`, `<=1y`), signs before a value (`-created`), names of
/// symbols only, and characters that identifiers do not take.
fn spell_symbols(name: &str, kind: NameKind) -> String {
    let has_letters = name
        .chars()
        .any(|character| character.is_ascii_alphanumeric());
    let starts_number = name
        .trim_start_matches(|character: char| character.is_ascii_punctuation())
        .starts_with(|character: char| character.is_ascii_digit());
    // A value that begins with a sign is not the value without it: `-created` is another order than `created`.
    let is_sign = |character| kind == NameKind::Variant && matches!(character, '+' | '-');
    let is_spelled = |character, in_front| in_front && (starts_number || is_sign(character));
    let mut in_front = true;
    let mut spelled = String::new();
    for character in name.chars() {
        in_front &= character.is_ascii_punctuation();
        if character.is_ascii_alphanumeric() {
            spelled.push(character);
        } else if character.is_ascii() {
            match symbol(character) {
                Some(word) if is_spelled(character, in_front) || !has_letters => {
                    let _ = write!(spelled, " {word} ");
                }
                _ => spelled.push(' '),
            }
        } else if unicode_ident::is_xid_continue(character) && kind != NameKind::Module {
            // A module is a file, and Rust looks for files of ASCII names only.
            spelled.push(character);
        } else if has_letters && !character.is_alphanumeric() {
            spelled.push(' ');
        } else {
            let _ = write!(spelled, " u{:x} ", u32::from(character));
        }
    }
    spelled
}

fn symbol(character: char) -> Option<&'static str> {
    Some(match character {
        '+' => "plus",
        '-' => "minus",
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '*' => "star",
        '/' => "slash",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '.' => "dot",
        '@' => "at",
        '#' => "hash",
        '$' => "dollar",
        '?' => "question",
        '~' => "tilde",
        '^' => "caret",
        _ => return None,
    })
}

fn without_keyword(ident: String, kind: NameKind) -> String {
    const KEYWORDS: [&str; 48] = [
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do",
        "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in",
        "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
        "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe",
        "unsized", "use", "virtual", "where", "while", "yield",
    ];
    match ident.as_str() {
        // These cannot be raw.
        "Self" => format!("Self{}", kind.filler()),
        "self" | "super" | "crate" => format!("{ident}_"),
        // A file named after a keyword would need a raw name too.
        keyword if KEYWORDS.contains(&keyword) && kind == NameKind::Module => format!("{ident}_"),
        device if DEVICES.contains(&device) && kind == NameKind::Module => format!("{ident}_"),
        keyword if KEYWORDS.contains(&keyword) => format!("r#{ident}"),
        _ => ident,
    }
}

#[cfg(test)]
mod tests {
    use super::{NameKind, identifier};

    #[test]
    fn ordinary_names_take_the_case_of_their_kind() {
        assert_eq!(identifier("SLAPolicy", NameKind::Type), "SlaPolicy");
        assert_eq!(identifier("created_at", NameKind::Variant), "CreatedAt");
        assert_eq!(identifier("perPage", NameKind::Field), "per_page");
        assert_eq!(identifier("Time Entries", NameKind::Module), "time_entries");
        assert_eq!(identifier("User's IPs", NameKind::Type), "UsersIps");
        let model = identifier("gpt-5.5-2026-04-23", NameKind::Variant);
        assert_eq!(model, "Gpt5_5_2026_04_23");
        assert_eq!(identifier("<=1.5", NameKind::Variant), "LessEqual1_5");
    }

    #[test]
    fn names_have_a_longest_length() {
        assert_eq!(identifier(&"n".repeat(10_000), NameKind::Type).len(), 120);
        let words = identifier(&"word ".repeat(1_000), NameKind::Module);
        assert!(words.len() <= 120 && words.ends_with("word"), "{words}");
    }

    #[test]
    fn keywords_are_raw_or_marked() {
        assert_eq!(identifier("type", NameKind::Field), "r#type");
        assert_eq!(identifier("self", NameKind::Field), "self_");
        assert_eq!(identifier("self", NameKind::Type), "SelfType");
        assert_eq!(identifier("mod", NameKind::Module), "mod_");
        assert_eq!(identifier("Con", NameKind::Module), "con_");
        assert_eq!(identifier("Con", NameKind::Function), "con");
        assert_eq!(identifier("Type", NameKind::Type), "Type");
    }

    #[test]
    fn names_without_letters_get_some() {
        assert_eq!(identifier("+1", NameKind::Variant), "Plus1");
        assert_eq!(identifier("-1", NameKind::Variant), "Minus1");
        assert_eq!(identifier("-created", NameKind::Variant), "MinusCreated");
        assert_eq!(identifier("-created", NameKind::Field), "created");
        assert_eq!(identifier("<=1y", NameKind::Variant), "LessEqual1y");
        assert_eq!(identifier("3d", NameKind::Type), "Type3d");
        assert_eq!(identifier("404", NameKind::Field), "field_404");
        assert_eq!(identifier("", NameKind::Variant), "Value");
        assert_eq!(identifier("*", NameKind::Variant), "Star");
        assert_eq!(identifier("größe", NameKind::Field), "größe");
        assert_eq!(identifier("é", NameKind::Module), "ue9");
        assert_eq!(identifier("😀", NameKind::Variant), "U1f600");
    }
}

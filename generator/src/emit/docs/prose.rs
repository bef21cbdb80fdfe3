//! The text of a paragraph → Markdown that says the same and does nothing else.
//!
//! Invariant: no word of a text becomes markup but code spans and links to the web.

use std::fmt::Write as _;

/// Makes the text of a paragraph safe: code spans stay, everything else is escaped.
pub(in crate::emit) fn inline(text: &str) -> String {
    let text = one_line(text);
    let mut safe = String::new();
    let mut rest = text.as_str();
    while let Some(start) = rest.find('`') {
        safe.push_str(&prose(&rest[..start]));
        let marks = &rest[start..];
        if let Some(CodeSpan { code, after }) = CodeSpan::at_start(marks) {
            safe.push_str(&span(code.trim()));
            rest = after;
        } else {
            rest = marks.trim_start_matches('`');
            safe.push_str(&"\\`".repeat(marks.len() - rest.len()));
        }
    }
    safe.push_str(&prose(rest));
    safe
}

/// A code span: it ends at the next run of as many backticks as it begins with.
pub(super) struct CodeSpan<'t> {
    code: &'t str,
    pub(super) after: &'t str,
}

impl<'t> CodeSpan<'t> {
    /// The code span that a text begins with. `None`: its backticks are text.
    pub(super) fn at_start(text: &'t str) -> Option<Self> {
        let inside = text.trim_start_matches('`');
        let fence = text.len() - inside.len();
        let mut rest = inside;
        while let Some(start) = rest.find('`') {
            let after = rest[start..].trim_start_matches('`');
            if rest.len() - start - after.len() == fence {
                let code = &inside[..inside.len() - rest.len() + start];
                return (!code.trim().is_empty()).then_some(Self { code, after });
            }
            rest = after;
        }
        None
    }
}

/// A code span, whose fence is longer than any in the code.
pub(super) fn span(code: &str) -> String {
    let longest = code
        .split(|character| character != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    if longest == 0 {
        return format!("`{code}`");
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {code} {fence}")
}

/// Makes text without code spans safe, word by word; links are looked for first.
fn prose(text: &str) -> String {
    let mut safe = String::new();
    let mut rest = text;
    while let Some(link) = Link::next(rest) {
        safe.push_str(&words(link.before));
        if link.target.starts_with("https://") || link.target.starts_with("http://") {
            // Angle brackets keep parentheses from ending the target.
            let _ = write!(safe, "[{}](<{}>)", words(link.label), link.target);
        } else {
            safe.push_str(&words(link.label));
        }
        rest = link.after;
    }
    safe.push_str(&words(rest));
    safe
}

/// A `[label](target)` in a text.
struct Link<'t> {
    before: &'t str,
    label: &'t str,
    /// The address, without the title that may follow it.
    target: &'t str,
    after: &'t str,
}

impl<'t> Link<'t> {
    /// The first link of a text.
    fn next(text: &'t str) -> Option<Self> {
        let middle = text.find("](")?;
        let open = balanced(text[..middle].char_indices().rev(), ']', '[')?;
        let inside = &text[middle + 2..];
        let close = balanced(inside.char_indices(), '(', ')')?;
        let target = inside[..close]
            .split_whitespace()
            .next()
            .unwrap_or_default();
        let target = target.trim_start_matches('<').trim_end_matches('>');
        (!target.contains(['<', '>', '\\'])).then(|| Self {
            before: &text[..open],
            label: &text[open + 1..middle],
            target,
            after: &inside[close + 1..],
        })
    }
}

/// Where the first bracket closes that does not belong to one opened on the way.
fn balanced(
    mut characters: impl Iterator<Item = (usize, char)>,
    opening: char,
    closing: char,
) -> Option<usize> {
    let mut depth = 0_usize;
    characters.find_map(|(index, character)| {
        if character == closing && depth == 0 {
            return Some(index);
        }
        if character == opening {
            depth += 1;
        } else if character == closing {
            depth -= 1;
        }
        None
    })
}

fn words(text: &str) -> String {
    let mut safe = String::new();
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        safe.push_str(&safe_word(word));
        safe.push_str(&piece[word.len()..]);
    }
    safe
}

fn safe_word(word: &str) -> String {
    const AROUND: &[char] = &[
        '(', ')', '"', '\'', ',', '.', ';', ':', '!', '?', '*', '“', '”', '[', ']', '<', '>', '-',
    ];
    // The parentheses of a call belong to its name.
    let core = match word.find("()") {
        Some(call) => &word[..call + 2],
        None => with_closing_bracket(word, word.trim_matches(AROUND)),
    };
    let start = word.find(core).unwrap_or_default();
    let (before, after) = (&word[..start], &word[start + core.len()..]);
    if core.starts_with("http://") || core.starts_with("https://") {
        // Angle brackets around an address mark it as one already.
        let (before, after) = (before.trim_end_matches('<'), after.trim_start_matches('>'));
        return format!("{}{}{}", escaped(before), address(core), escaped(after));
    }
    let core = if is_identifier(core) {
        format!("`{core}`")
    } else {
        escaped(core)
    };
    format!("{}{core}{}", escaped(before), escaped(after))
}

/// The core of a word together with the `>` of a `<` in it, as in `Vec<String>`.
fn with_closing_bracket<'w>(word: &'w str, core: &'w str) -> &'w str {
    let end = word.find(core).unwrap_or_default() + core.len();
    let open = core
        .matches('<')
        .count()
        .saturating_sub(core.matches('>').count());
    let closing = word[end..].len() - word[end..].trim_start_matches('>').len();
    let start = end - core.len();
    &word[start..end + closing.min(open)]
}

fn address(text: &str) -> String {
    let is_plain = text
        .chars()
        .all(|character| character.is_ascii_graphic() && !"<>{}[]`\\\"".contains(character));
    if is_plain {
        format!("<{text}>")
    } else {
        format!("`{text}`")
    }
}

/// Whether a word reads as a name in code, which belongs into a code span.
fn is_identifier(word: &str) -> bool {
    // What clippy knows as names of products and the like.
    const PROPER: [&str; 24] = [
        "CamelCase",
        "DevOps",
        "ECMAScript",
        "GitHub",
        "GitLab",
        "GraphQL",
        "IPv4",
        "IPv6",
        "JavaScript",
        "LaTeX",
        "NaN",
        "OAuth",
        "OpenSSH",
        "OpenSSL",
        "OpenStreetMap",
        "OpenTelemetry",
        "PowerPoint",
        "PowerShell",
        "TypeScript",
        "WebAssembly",
        "WebRTC",
        "WebSocket",
        "iOS",
        "macOS",
    ];
    if word.len() > 2 && word.ends_with("()") {
        return true;
    }
    let is_ordinary = !word.contains(['_', ':']) && !word.chars().skip(1).any(char::is_uppercase);
    if is_ordinary || PROPER.contains(&word) || word.contains("://") {
        return false;
    }
    let characters: Vec<char> = word.chars().collect();
    let joins = |pair: &[char]| pair[0].is_alphanumeric() && pair[1] == '_';
    let is_snake = characters.windows(2).any(joins)
        || (word.len() > 1 && word.starts_with('_') && !word.ends_with('_'));
    let humps = |pair: &[char]| pair[0].is_lowercase() && pair[1].is_uppercase();
    // Clippy leaves a plural such as `IDs` alone, for what is before the `s` is no mixture.
    let stem = word.strip_suffix('s').unwrap_or(word);
    let capitals = stem
        .chars()
        .filter(|character| character.is_uppercase())
        .count();
    let is_mixed = capitals > 1
        && stem.chars().any(char::is_lowercase)
        && stem.starts_with(char::is_uppercase)
        && !stem.contains('-');
    let is_camel = is_mixed || characters.windows(2).any(humps);
    (is_snake || is_camel || word.contains("::")) && !word.contains('`')
}

/// Escapes what Markdown or rustdoc would read as more than text.
fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for character in text.chars() {
        match character {
            '<' | '>' | '[' | ']' | '`' | '~' | '\\' => {
                safe.push('\\');
                safe.push(character);
            }
            // Control characters and those that turn the direction of text around.
            character if character.is_control() || is_direction(character) => safe.push(' '),
            character => safe.push(character),
        }
    }
    safe
}

pub(super) fn is_direction(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

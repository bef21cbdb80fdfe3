//! A word of a text → Markdown that shows the same word.
//!
//! Invariant: no word becomes markup but names in code, which become code spans, and addresses of the web, which
//! become links.

/// A word as Markdown.
pub(super) struct Word {
    pub(super) markdown: String,
    /// The address that it links to.
    pub(super) link: Option<String>,
}

/// Returns a code span, whose fence is longer than any in the code.
pub(super) fn span(code: &str) -> String {
    let longest = longest_fence(code);
    if longest == 0 {
        return format!("`{code}`");
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {code} {fence}")
}

/// Returns the most backticks that follow one another.
pub(super) fn longest_fence(code: &str) -> usize {
    let runs = code.split(|character| character != '`').map(str::len);
    runs.max().unwrap_or_default()
}

/// Returns a word in which names in code are marked, and addresses are linked unless the word is part of a link.
pub(super) fn marked(word: &str, is_linked: bool) -> Word {
    const AROUND: &[char] = &[
        '(', ')', '"', '\'', ',', '.', ';', ':', '!', '?', '*', '“', '”', '[', ']', '<', '>', '-',
    ];
    // The parentheses of a call belong to its name.
    let core = match word.find("()") {
        Some(call) => &word[..call + 2],
        // The semicolon belongs to what would be the name of a character.
        None if word.contains('&') && word.contains(';') => word,
        None => with_closing_bracket(word, word.trim_matches(AROUND)),
    };
    let start = word.find(core).unwrap_or_default();
    let (before, after) = (&word[..start], &word[start + core.len()..]);
    let around = |core: &str| format!("{}{core}{}", escaped(before), escaped(after));
    if is_address(core) {
        if !is_linked && is_plain_address(core) {
            return Word {
                markdown: around(&format!("<{core}>")),
                link: Some(core.to_owned()),
            };
        }
        return Word::without_link(around(&span(core)));
    }
    Word::without_link(if is_identifier(core) {
        around(&span(core))
    } else {
        around(&escaped(core))
    })
}

impl Word {
    fn without_link(markdown: String) -> Self {
        Self {
            markdown,
            link: None,
        }
    }
}

/// Returns the core of a word together with the `>` of a `<` in it, as in `Vec<String>`.
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

/// Returns `true` if a text is an address of the web.
pub(super) fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// Returns `true` if an address needs no escapes between angle brackets.
pub(super) fn is_plain_address(text: &str) -> bool {
    let is_plain =
        |character: char| character.is_ascii_graphic() && !"<>{}[]`\\\"".contains(character);
    text.chars().all(is_plain)
}

/// Returns `true` if a word reads like a name in code, which is set in a code span.
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
    // Clippy takes any script without cases for the beginning of a name.
    let opens = |first: char| {
        first.is_alphanumeric() && !first.is_ascii_digit() && !first.is_ascii_lowercase()
    };
    let capitals = stem
        .chars()
        .filter(|character| character.is_uppercase())
        .count();
    let is_mixed = capitals > 1
        && stem.chars().any(char::is_lowercase)
        && stem.starts_with(opens)
        && !stem.contains('-');
    let is_camel = is_mixed || characters.windows(2).any(humps);
    (is_snake || is_camel || word.contains("::")) && !word.contains('`')
}

/// Escapes what Markdown or rustdoc would read as more than text inside of a line.
fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for (index, character) in text.char_indices() {
        let is_markup = match character {
            '<' | '>' | '[' | ']' | '`' | '~' | '\\' | '*' | '_' => true,
            '&' => begins_entity(&text[index + 1..]),
            _ => false,
        };
        if is_markup {
            safe.push('\\');
        }
        safe.push(character);
    }
    safe
}

/// Returns `true` if the text continues an `&` as in `&amp;` or `&#38;`.
fn begins_entity(rest: &str) -> bool {
    rest.split_once(';').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
    })
}

/// Returns a word that begins a line, without what would make the line a list, a heading or a quotation.
pub(super) fn at_line_start(word: &str) -> String {
    if let Some(ordinal) = ordinal(word) {
        return format!("{}\\{}", &word[..ordinal], &word[ordinal..]);
    }
    match word.chars().next() {
        Some('-' | '+' | '#' | '=' | '|' | ':') => format!("\\{word}"),
        _ => word.to_owned(),
    }
}

/// Returns `true` if a line may be broken before a word: one that would make the line a list or heading stays on the
/// line before.
pub(super) fn may_begin_line(word: &str) -> bool {
    !word.starts_with(['-', '+', '*', '#', '>', '=', '|', '~', ':']) && ordinal(word).is_none()
}

/// Counts the digits in `1.` or `1)`, which would begin a numbered list.
fn ordinal(word: &str) -> Option<usize> {
    let rest = word.trim_start_matches(|character: char| character.is_ascii_digit());
    let digits = word.len() - rest.len();
    (digits > 0 && (rest == "." || rest == ")")).then_some(digits)
}

/// Returns a word as text and nothing else: every sign that could mean something to Markdown is escaped.
pub(super) fn literal(word: &str) -> String {
    let mut literal = String::new();
    for character in word.chars() {
        if character.is_ascii_punctuation() {
            literal.push('\\');
        }
        literal.push(character);
    }
    literal
}

/// Returns `true` if a character changes the direction of the text after it.
pub(crate) fn is_direction(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

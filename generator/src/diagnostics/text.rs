//! A diagnostic → text for people, laid out as rustc does, by rustc's own renderer.
//!
//! Invariant: nothing from a description reaches a terminal as a control character.

use std::fmt;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Excerpt, Position, Severity};

/// Wider than any excerpt: what is too long is cut before.
const WIDTH: usize = 1_000;

/// Use of terminal colours in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// It has none.
    Off,
    /// It has escape sequences for them.
    On,
}

/// Returns one diagnostic as text, without a line break at its end.
///
/// ```text
/// error[unknown-type]: `strnig` is no type
///   --> api.yaml:9:29
///    |
///  9 |       properties: { a: { type: strnig } }
///    |                                ^^^^^^
///    |
///    = at: #/components/schemas/A/properties/a/type
///    = help: …
/// ```
#[must_use]
pub fn render_diagnostic(diagnostic: &Diagnostic, colours: Colours) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(harmless(&diagnostic.message));
    let mut group = Group::with_title(title.id(diagnostic.code));
    let file = diagnostic.file.as_deref().map(harmless);
    if let Some(file) = &file {
        group = group.element(snippet(file, diagnostic));
    }
    let pointer = diagnostic.pointer.as_deref();
    if let Some(pointer) = pointer.filter(|pointer| !pointer.is_empty()) {
        let at = format!("#{}", harmless(pointer));
        group = group.element(Level::NOTE.with_name("at").message(at));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(harmless(help)));
    }
    let renderer = match colours {
        Colours::Off => Renderer::plain(),
        Colours::On => Renderer::styled(),
    };
    let text = renderer.term_width(WIDTH).render(&[group]);
    match (&file, diagnostic.position, &diagnostic.excerpt) {
        (Some(file), Some(position), Some(excerpt)) => with_column(text, file, position, excerpt),
        _ => text,
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&render_diagnostic(self, Colours::Off))
    }
}

fn snippet<'d>(file: &'d str, diagnostic: &'d Diagnostic) -> annotate_snippets::Element<'d> {
    let Some(position) = diagnostic.position else {
        return annotate_snippets::Origin::path(file).into();
    };
    let Some(excerpt) = &diagnostic.excerpt else {
        return annotate_snippets::Origin::path(file)
            .line(position.line)
            .char_column(position.column)
            .into();
    };
    Snippet::source(excerpt.line.as_str())
        .path(file)
        .line_start(position.line)
        .annotation(AnnotationKind::Primary.span(excerpt.marked.clone()))
        .into()
}

/// Sets the column to that of the text, because the renderer counts from the start of the excerpt.
fn with_column(text: String, file: &str, position: Position, excerpt: &Excerpt) -> String {
    let shown = excerpt.column();
    if shown == position.column {
        return text;
    }
    let line = position.line;
    let place = format!("{file}:{line}:{shown}");
    text.replacen(&place, &format!("{file}:{line}:{}", position.column), 1)
}

/// Returns a text in which what a terminal would obey is written out.
fn harmless(text: &str) -> String {
    let mut harmless = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() || is_invisible(character) {
            harmless.extend(character.escape_default());
        } else {
            harmless.push(character);
        }
    }
    harmless
}

/// Marks that turn the direction of what follows, or take no room.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::{Colours, Diagnostic, Excerpt, Position, render_diagnostic};

    fn marked(text: &str, start: usize, length: usize) -> Diagnostic {
        let mut diagnostic = Diagnostic::error("x", "no \u{1b}[31mred\nor lines\u{202e}")
            .file("a.yaml")
            .at("/a\u{7}")
            .position(Some(Position {
                line: 7,
                column: start + 1,
            }))
            .help("say\u{1b}[0m");
        diagnostic.excerpt = Excerpt::new(text, start, length);
        diagnostic
    }

    #[test]
    fn nothing_reaches_the_terminal_but_text() {
        let text = render_diagnostic(&marked("a: \u{1b}[31m\u{202e}", 0, 1), Colours::Off);
        let controls = |c: &char| c.is_control() && *c != '\n' || *c == '\u{202e}';
        assert_eq!(text.chars().find(controls), None, "{text}");
        assert!(text.starts_with("error[x]: no \\u{1b}[31mred\\nor lines\\u{202e}\n"));
    }

    #[test]
    fn the_column_is_that_of_the_text_however_much_is_cut() {
        let line = format!("{}: strnig", "k".repeat(3_000));
        let text = render_diagnostic(&marked(&line, 3_002, 6), Colours::Off);
        assert!(text.contains("--> a.yaml:7:3003\n"), "{text}");
        assert!(
            text.contains("…kkk") && text.contains(" ^^^^^^\n"),
            "{text}"
        );
        assert!(text.len() < 600, "{text}");
    }

    #[test]
    fn colours_are_escape_sequences() {
        let diagnostic = marked("a: 1", 3, 1);
        assert!(render_diagnostic(&diagnostic, Colours::On).contains("\u{1b}["));
        assert!(!render_diagnostic(&diagnostic, Colours::Off).contains("\u{1b}["));
    }
}

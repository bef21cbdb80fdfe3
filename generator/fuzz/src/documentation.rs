//! A generated crate → what rustdoc and readers of its texts would find that nobody meant.
//!
//! Judged from outside: comments are read by `syn`, and their Markdown by rustdoc's parser with rustdoc's options.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag};

/// Characters that change the direction of text.
const DIRECTIONS: [char; 12] = [
    '\u{61c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}',
    '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
];

/// Lists the faults in a file of a crate. `intruder` is a word that is in every text of the description and in none of
/// ours.
pub(crate) fn faults(path: &str, text: &str, intruder: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if text.contains(DIRECTIONS) {
        faults.push("has characters that turn its text around".to_owned());
    }
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    if ending == Some("rs") {
        match text.parse::<TokenStream>() {
            Ok(tokens) => comments(tokens, intruder, &mut faults),
            Err(error) => faults.push(format!("is no Rust: {error}")),
        }
    } else if ending == Some("md") {
        // The first line is a comment for the generator.
        let (_, text) = text.split_once("-->").unwrap_or(("", text));
        judge(text, intruder, &mut faults);
    }
    faults
        .into_iter()
        .map(|fault| format!("{path} {fault}"))
        .collect()
}

/// Judges the comments of a piece of code, each of which is a run of attributes.
fn comments(tokens: TokenStream, intruder: &str, faults: &mut Vec<String>) {
    let mut comment = String::new();
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut rest = tokens.as_slice();
    loop {
        let after_mark = match rest {
            [TokenTree::Punct(hash), TokenTree::Punct(mark), rest @ ..]
                if hash.as_char() == '#' && mark.as_char() == '!' =>
            {
                rest
            }
            [TokenTree::Punct(hash), rest @ ..] if hash.as_char() == '#' => rest,
            _ => &[],
        };
        if let Some(line) = after_mark.first().and_then(line_of_comment) {
            comment.push_str(&line);
            comment.push('\n');
            rest = &after_mark[1..];
            continue;
        }
        judge(&std::mem::take(&mut comment), intruder, faults);
        match rest {
            [] => return,
            [TokenTree::Group(group), after @ ..] => {
                comments(group.stream(), intruder, faults);
                rest = after;
            }
            [_, after @ ..] => rest = after,
        }
    }
}

/// Returns the text of `[doc = "…"]`.
fn line_of_comment(token: &TokenTree) -> Option<String> {
    let TokenTree::Group(group) = token else {
        return None;
    };
    let inside: Vec<TokenTree> = group.stream().into_iter().collect();
    match inside.as_slice() {
        [
            TokenTree::Ident(name),
            TokenTree::Punct(_),
            TokenTree::Literal(text),
        ] if name == "doc" && group.delimiter() == Delimiter::Bracket => {
            let text = TokenTree::Literal(text.clone());
            syn::parse2::<syn::LitStr>(text.into())
                .ok()
                .map(|text| text.value())
        }
        _ => None,
    }
}

/// Looks for what a comment must not have. What is ours has no word of the description in it, but in a string.
fn judge(markdown: &str, intruder: &str, faults: &mut Vec<String>) {
    // rustdoc takes away the indentation that all lines share.
    let lines: Vec<&str> = markdown
        .lines()
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    let markdown = lines.join("\n");
    let shown = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    for options in [shown, Options::empty()] {
        let mut by_name = |link: BrokenLink<'_>| {
            Some((CowStr::from(link.reference.to_string()), CowStr::from("")))
        };
        let parser = Parser::new_with_broken_link_callback(&markdown, options, Some(&mut by_name));
        let mut is_test = false;
        for event in parser {
            let fault = match event {
                Event::Html(html) | Event::InlineHtml(html) => {
                    Some(format!("has the HTML {html:?}"))
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                    Some("has indented code".to_owned())
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                    is_test = !["text", "sh", "toml"].contains(&&*language);
                    language
                        .contains(intruder)
                        .then(|| format!("has code in {language:?}"))
                }
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    let is_web =
                        dest_url.starts_with("https://") || dest_url.starts_with("http://");
                    let is_meant = is_web
                        || !dest_url.replace("::", "").contains(':')
                            && !dest_url.contains(intruder);
                    (!is_meant).then(|| format!("links to {dest_url:?}"))
                }
                // In our examples, a text of the description is in quotes.
                Event::Text(text) if is_test => {
                    let runs = |line: &&str| line.contains(intruder) && !line.contains('"');
                    text.lines().find(runs).map(|line| format!("runs {line:?}"))
                }
                Event::End(pulldown_cmark::TagEnd::CodeBlock) => {
                    is_test = false;
                    None
                }
                Event::FootnoteReference(_) | Event::TaskListMarker(_) => {
                    Some("has footnotes or boxes".to_owned())
                }
                _ => None,
            };
            faults.extend(fault.map(|fault| format!("{fault} in\n{markdown}")));
        }
    }
}

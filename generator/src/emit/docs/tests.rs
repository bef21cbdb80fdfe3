//! Texts as Markdown, each of them confined to its place.

use super::{Doc, code, convert, inline, reading::Reading};

fn blocks(text: &str, width: usize) -> Vec<String> {
    convert::blocks(text, width).lines
}

/// Returns the lines of a text that is as wide as it wants to be.
fn wide(text: &str) -> Vec<String> {
    blocks(text, 500)
}

#[test]
fn names_in_code_are_marked() {
    assert_eq!(
        inline("Set per_page or userId, Vec<String> or `a`."),
        "Set `per_page` or `userId`, `Vec<String>` or `a`."
    );
    assert_eq!(
        inline("See `per_page` on GitHub (2=Open)."),
        "See `per_page` on GitHub (2=Open)."
    );
    // As clippy judges words of other scripts.
    assert_eq!(inline("漢BßЖ, 漢字, 2BaC"), "`漢BßЖ`, 漢字, `2BaC`");
}

#[test]
fn markup_is_harmless() {
    assert_eq!(inline("a <b [c] `d"), r"a \<b \[c\] \`d");
    assert_eq!(inline("a <ticket_id> [c](d)"), r"a \<`ticket_id`\> c");
    assert_eq!(
        inline("[docs](/a) and [web](https://x.y/z)"),
        "docs and [web](<https://x.y/z>)"
    );
    assert_eq!(inline("at https://x.y/z."), "at <https://x.y/z>.");
    assert_eq!(inline("[https://x.y](https://x.y)"), "<https://x.y>");
    assert_eq!(
        inline("<https://x.y/z>; a.len() > 1"),
        r"<https://x.y/z>; `a.len()` \> 1"
    );
    assert_eq!(inline("2 * 3 & &amp; &amp;lt;"), r"2 \* 3 & & \&lt;");
    assert_eq!(inline("1. a"), "1. a");
    assert_eq!(inline("# a"), "# a");
}

#[test]
fn code_spans_end_at_as_many_backticks() {
    assert_eq!(inline("`a``` ` <x> ``"), r"```` a``` ```` \<x\> \`\`");
    assert_eq!(inline("``a` <x>``"), "`` a` <x> ``");
}

#[test]
fn code_is_never_run() {
    let lines = blocks("Try:\n\n```rust\npanic!()\n```\n\n    indented", 80);
    let expected = [
        "Try:", "", "```text", "panic!()", "```", "", "```text", "indented", "```",
    ];
    assert_eq!(lines, expected);
    assert_eq!(blocks("```\nopen", 80), ["```text", "open", "```"]);
    let nested = blocks("~~~\n```rust\npanic!()\n```\n~~~", 80);
    let expected = ["````text", "```rust", "panic!()", "```", "````"];
    assert_eq!(nested, expected);
}

#[test]
fn no_line_begins_inside_of_code() {
    let word = "a".repeat(70);
    let value = code(&format!("` ` {word} <script> ```rust {word}"));
    let own = Doc::at(0).own(&format!("Default: {value}."));
    assert_eq!(own.lines, ["Default:".to_owned(), format!("{value}.")]);
    assert_eq!(Doc::at(92).own(r"\`a b\`").lines, [r"\`a", r"b\`"]);
}

#[test]
fn white_space_of_any_width_is_no_panic() {
    assert_eq!(
        blocks("\u{3000}\u{3000}a\n\n   \u{a0}b", 80),
        ["a", "", "b"]
    );
}

#[test]
fn lists_keep_their_items_and_levels() {
    let lines = wide("Kinds:\n* one\ntwo\n  * inner\n* three\n\n1) first\n2) second");
    let expected = [
        "Kinds:",
        "",
        "- one two",
        "  - inner",
        "- three",
        "",
        "1. first",
        "2. second",
    ];
    assert_eq!(lines, expected);
    assert_eq!(
        wide("of two:\n• one\n• two"),
        ["of two:", "", "- one", "- two"]
    );
    let lines = wide("* one\n\n  ```\n  code\n  ```\n* two");
    assert_eq!(
        lines,
        ["- one", "", "  ```text", "  code", "  ```", "- two"]
    );
}

#[test]
fn headings_and_quotations_become_text() {
    let lines = wide("Title\n=====\n> quoted\n---\n## **Next** one");
    assert_eq!(lines, ["**Title**", "", "quoted", "", "**Next one**"]);
}

#[test]
fn emphasis_and_tables_stay() {
    assert_eq!(wide("**a** _b_ ~~c~~ a_b"), ["**a** *b* ~~c~~ `a_b`"]);
    assert_eq!(wide("**userId**s and *b*"), ["`userId`s and b"]);
    assert_eq!(
        wide("|a|b|\n|:-|-|\n|`x|y`|1|"),
        [r"| a | b |", "|:--|---|", r"| \`x | y\` |"]
    );
}

#[test]
fn html_with_a_meaning_is_markdown() {
    assert_eq!(
        wide(
            "<p>One<br>two <b>three</b> <code>four_five</code></p>\n<ul><li>a</li><li>b</li></ul>"
        ),
        ["One\\", "two **three** `four_five`", "", "- a", "- b"]
    );
    assert_eq!(
        wide("Go <a href=\"https://x.y/?a&amp;b\" target='_blank'>there</a><!-- no -->."),
        ["Go [there](<https://x.y/?a&b>)."]
    );
    assert_eq!(
        wide("<pre><code>fn main() {}\n\n&lt;x></code></pre>"),
        ["```text", "fn main() {}", "", "<x>", "```"]
    );
    assert_eq!(
        wide("x<sup>2</sup>, <h2>Title</h2>"),
        ["x^2,", "", "**Title**"]
    );
    assert_eq!(
        wide("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td></tr></table>"),
        ["- a b", "- 1"]
    );
    assert_eq!(wide("<b>open <i>both"), ["**open *both***"]);
}

#[test]
fn html_without_one_is_text() {
    assert_eq!(
        wide("<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>"),
        [
            r"\<script\>alert(1)\</script\>",
            "",
            r"\<img src=x onerror=alert(1)\>"
        ]
    );
    assert_eq!(wide("</b></ul></li></pre></code>x"), ["x"]);
    assert_eq!(wide("<b/onclick=1>x"), [r"\<b/onclick=1\>x"]);
}

#[test]
fn what_no_line_may_begin_with_is_escaped() {
    assert_eq!(wide(r"\# a"), [r"\# a"]);
    assert_eq!(wide(r"1\. a"), [r"1\. a"]);
    assert_eq!(wide("a<br>- b<br># c"), ["a\\", "\\- b\\", r"\# c"]);
}

#[test]
fn long_lines_break_between_words() {
    let lines = blocks(&"word ".repeat(30), 40);
    assert!(lines.len() > 3 && lines.iter().all(|line| line.len() <= 40));
}

#[test]
fn sentences_are_finished() {
    let doc = Doc::at(0).sentence("list all tickets");
    assert_eq!(doc.lines, ["List all tickets."]);
}

/// Pieces that get out of places that are not ready for them.
const PIECES: [&str; 40] = [
    "`",
    "``",
    "```",
    "````rust",
    "~~~",
    "\n",
    "\n\n",
    "    ",
    "\t",
    " ",
    "<script>",
    "</script>",
    "<b>",
    "</i>",
    "<pre>",
    "</pre>",
    "<ul><li>",
    "<!--",
    "-->",
    "<a href='https://x.y'>",
    "</a>",
    "[",
    "](",
    "https://x.y",
    ")",
    "[x]: javascript:y",
    "javascript:x",
    "\\",
    "|",
    "|-|-|\n",
    "- ",
    "1. ",
    "# ",
    "> ",
    "***",
    "_",
    "&lt;",
    "\u{202e}",
    "\u{3000}",
    "word",
];

/// Returns the texts that are put together at random, always the same ones.
fn hostile() -> impl Iterator<Item = String> {
    let mut state = 7_u64;
    let mut below = move |limit: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(state >> 33).unwrap_or_default() % limit
    };
    (0..3_000).map(move |_| {
        (0..=below(12))
            .map(|_| PIECES[below(PIECES.len())])
            .collect()
    })
}

/// Checks that a comment has no code except as plain text, no HTML, and links to the web only.
fn assert_harmless(lines: &[String], text: &str) {
    let markdown = lines.join("\n");
    let reading = Reading::of(&markdown);
    let tests = Reading::tests_of(&markdown);
    let shown = format!("{text:?} became\n{markdown}");
    assert!(!reading.has_more, "HTML: {shown}");
    assert!(
        reading
            .code
            .iter()
            .chain(&tests)
            .all(|block| block.language.as_deref() == Some("text")),
        "{shown}"
    );
    let is_web = |link: &String| link.starts_with("https://");
    assert!(
        reading.links.iter().all(is_web),
        "{:?} in {shown}",
        reading.links
    );
    assert!(!markdown.contains('\u{202e}'), "{shown}");
}

#[test]
fn texts_that_mean_harm_are_text() {
    for text in hostile() {
        let doc = Doc::at(0)
            .text(&text)
            .own(&format!("Default: {}.", code(&text)));
        let doc = doc.item("a", &text).sentence(&text);
        assert!(doc.is_as_meant(), "{text:?}: {:#?}", doc.lines);
        assert_harmless(&doc.lines, &text);
        assert_harmless(&[format!("Of {}.", inline(&text))], &text);
    }
}

/// Checks that few texts lose their markup, and none its content.
#[test]
fn a_text_without_markup_is_the_exception() {
    let literal = hostile().filter(|text| {
        let words = blocks(text, 80).concat();
        words.contains("word") && !text.contains('\\') && words.contains(r"\.")
    });
    assert!(literal.count() < 100);
    for text in hostile() {
        let converted = convert::as_literal(&text, 80);
        assert_harmless(&converted.lines, &text);
    }
}

#[test]
fn what_gets_in_all_the_same_is_taken_out() {
    let doc = Doc::at(0).own("a <script> b").own("```rust").own("    x");
    assert_harmless(&doc.lines, "");
    let mut doc = Doc::at(0).own("[a](javascript:b) *c*");
    assert!(!doc.is_as_meant());
    assert_harmless(&doc.as_literal(), "");
    doc = Doc::at(0).verbatim(["```".to_owned(), "x".to_owned()]);
    assert!(!doc.is_as_meant());
}

//! Texts that mean harm, in every place of a description that takes a text → a crate whose finished documentation has
//! no test, HTML or link of theirs.

#[path = "../../generator/fuzz/src/documentation.rs"]
mod documentation;

use generator::{Input, Settings, Source};

use crate::hostile::everywhere;

/// A word that is in every text, and that nothing of ours begins with.
const INTRUDER: &str = "INTRUDER";

/// Texts of which each has once got out of its place in a generator, or would if it were taken as it is.
const TEXTS: [&str; 28] = [
    "```\nINTRUDER!()\n```",
    "```rust\nINTRUDER!()\n```\n",
    "````rust,should_panic\nINTRUDER!()\n````",
    "~~~\nINTRUDER!()",
    "a\n\n    INTRUDER!()\n",
    "\tINTRUDER!()",
    "- a\n\n      INTRUDER!()",
    "1. a\n   ```\n   INTRUDER!()\n   ```",
    "> ```\n> INTRUDER!()\n> ```",
    "a\r\r    INTRUDER!()\r",
    "\u{3000}\u{3000}INTRUDER",
    "   \u{a0}INTRUDER\u{2028}\u{85}    x",
    "`a``` ` <img src=x onerror=INTRUDER> ``",
    "` ` aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa <script>INTRUDER</script> b",
    "` aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ````rust,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa INTRUDER!(); //aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ````",
    "<script>INTRUDER</script>",
    "<svg/onload=INTRUDER>",
    "<b>a</b><!-- INTRUDER",
    "<details><summary>INTRUDER</summary>\n\n```\nx\n```\n</details>",
    "<a href=\"javascript:INTRUDER\">a</a> <a href='data:text/html,INTRUDER'>b</a>",
    "[a](javascript:INTRUDER) ![b](javascript:INTRUDER)",
    "[INTRUDER] [INTRUDER][] [a][INTRUDER]\n\n[INTRUDER]: javascript:INTRUDER",
    "[^INTRUDER]\n\n[^INTRUDER]: a",
    "- [ ] INTRUDER\n- [x] b",
    "<javascript:INTRUDER> &lt;script>INTRUDER&lt;/script>",
    "\u{202e}INTRUDER\u{2066}\u{200f}\u{61c}",
    "a | b\n---|---\n```INTRUDER|`<b>`",
    "\\`<script>INTRUDER\\` \\",
];

#[test]
fn no_text_gets_out_of_its_place() {
    for text in TEXTS {
        let text = format!("{text} {INTRUDER}");
        let source = Source {
            name: "harmless.json".to_owned(),
            text: everywhere(&text).to_string(),
        };
        let generated = Input::new(&source, &Settings::for_crate("client").unwrap()).generate();
        let tree = generated
            .unwrap_or_else(|errors| panic!("{text:?}: {errors}"))
            .tree;
        let own = tree
            .iter()
            .filter(|(path, _)| !path.starts_with("src/runtime/"));
        let faults: Vec<String> = own
            .flat_map(|(path, content)| documentation::faults(path, content, INTRUDER))
            .collect();
        assert_eq!(faults, [""; 0], "{text:?}");
    }
}

/// Checks that the judge finds forbidden output.
#[test]
fn the_judge_knows_harm() {
    for comment in [
        "<b>",
        "```\n//! INTRUDER",
        "[a](javascript:b)",
        "[INTRUDER]",
        "\u{202e}",
        "    x",
        "[^1]\n//!\n//! [^1]: x",
    ] {
        let file = format!("//! {comment}\n\nfn a() {{}}\n");
        assert!(
            !documentation::faults("a.rs", &file, INTRUDER).is_empty(),
            "{comment}"
        );
    }
    let plain = "//! `a` [b](<https://x.y>) [c](crate::d)\n//!\n//! ```\n//! let x = \"INTRUDER\";\n//! ```\n";
    assert_eq!(documentation::faults("a.rs", plain, INTRUDER), [""; 0]);
}

//! A page with places for values → the lines of a comment.
//!
//! A page is Markdown. `{{name}}` is the place of a value; the lines between `{{#name}}` and `{{/name}}` are there if
//! the value is, those between `{{^name}}` and `{{/name}}` if it is not. A code block that opens with `async` or `sync`
//! is wrapped in a function that readers do not see. Invariant: nothing else of a page changes.

use std::collections::BTreeMap;

/// Values about an API, by the names that pages use.
pub(super) type Values = BTreeMap<&'static str, String>;

/// Adds a value, if there is one.
pub(super) fn insert(values: &mut Values, name: &'static str, value: Option<String>) {
    if let Some(value) = value {
        values.insert(name, value);
    }
}

/// Returns the lines of a page. A block that opens with three backticks and `async any feature=tracing` becomes:
///
/// ```text
/// # #[cfg(feature = "tracing")]
/// # async fn example(client: widgets::Client) -> Result<(), Box<dyn std::error::Error>> {
/// …
/// # Ok(())
/// # }
/// ```
pub(super) fn fill(page: &str, values: &Values) -> Vec<String> {
    let mut lines = Vec::new();
    let mut sections: Vec<bool> = Vec::new();
    let mut block = None;
    for line in page.lines() {
        if let Some(tag) = tag(line) {
            match tag {
                Tag::If(name) => sections.push(values.contains_key(name)),
                Tag::Unless(name) => sections.push(!values.contains_key(name)),
                Tag::End => drop(sections.pop()),
            }
        } else if sections.iter().all(|is_there| *is_there) {
            push(&substituted(line, values), &mut block, values, &mut lines);
        }
    }
    lines
}

/// A line that decides about others.
enum Tag<'l> {
    If(&'l str),
    Unless(&'l str),
    End,
}

fn tag(line: &str) -> Option<Tag<'_>> {
    let inner = line.trim().strip_prefix("{{")?.strip_suffix("}}")?;
    let (kind, name) = (inner.get(..1)?, inner.get(1..)?);
    match kind {
        "#" => Some(Tag::If(name)),
        "^" => Some(Tag::Unless(name)),
        "/" => Some(Tag::End),
        _ => None,
    }
}

/// Returns a line with its values. A place without a value stays as it is, which a test forbids.
fn substituted(line: &str, values: &Values) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some((before, inner)) = rest.split_once("{{") {
        text.push_str(before);
        let known = inner.split_once("}}");
        let found = known.and_then(|(name, after)| Some((values.get(name)?, after)));
        let Some((value, after)) = found else {
            text.push_str("{{");
            rest = inner;
            continue;
        };
        text.push_str(value);
        rest = after;
    }
    text.push_str(rest);
    text
}

/// Adds a line, or the several that a value has made of it. `block` holds the lines that end the code block in which
/// they are.
fn push(
    text: &str,
    block: &mut Option<&'static [&'static str]>,
    values: &Values,
    lines: &mut Vec<String>,
) {
    for line in text.split('\n') {
        match (line.strip_prefix("```"), block.take()) {
            (Some(language), None) => *block = Some(open(language, values, lines)),
            (_, Some(end)) if line == "```" => {
                lines.extend(end.iter().map(|&line| line.to_owned()));
                lines.push(line.to_owned());
            }
            (_, open) => {
                *block = open;
                lines.push(line.to_owned());
            }
        }
    }
}

/// Opens a code block; the result is what ends it.
fn open(language: &str, values: &Values, lines: &mut Vec<String>) -> &'static [&'static str] {
    const END: &[&str] = &["# Ok(())", "# }"];
    let mut words = language.split(' ');
    let kind = words.next().unwrap_or_default();
    if kind != "async" && kind != "sync" {
        lines.push(format!("```{language}"));
        return &[];
    }
    lines.push("```no_run".to_owned());
    let library = values.get("library").map_or("", String::as_str);
    let mut error = format!("{library}::Error");
    for word in words {
        match word.split_once('=') {
            Some(("feature", name)) => lines.push(format!("# #[cfg(feature = {name:?})]")),
            _ => "Box<dyn std::error::Error>".clone_into(&mut error),
        }
    }
    let start = if kind == "async" { "async fn" } else { "fn" };
    lines.push(format!(
        "# {start} example(client: {library}::Client) -> Result<(), {error}> {{"
    ));
    END
}

#[cfg(test)]
mod tests {
    use super::{Values, fill};

    fn filled(page: &str) -> String {
        let values = Values::from([
            ("library", "widgets".to_owned()),
            ("list", "client.a()\nclient.b()".to_owned()),
        ]);
        fill(page, &values).join("\n")
    }

    #[test]
    fn values_take_their_places() {
        assert_eq!(filled("a {{library}} b {{library}}"), "a widgets b widgets");
        assert_eq!(filled("{{list}};"), "client.a()\nclient.b();");
        assert_eq!(filled("{{nothing}} {{library}}"), "{{nothing}} widgets");
    }

    #[test]
    fn parts_depend_on_values() {
        let page =
            "{{#list}}\na\n{{#nothing}}\nb\n{{/nothing}}\n{{/list}}\n{{^nothing}}\nc\n{{/nothing}}";
        assert_eq!(filled(page), "a\nc");
    }

    #[test]
    fn examples_are_wrapped() {
        let page = "```async\nx\n```\n```sync any feature=blocking\ny\n```\n```toml\nz\n```";
        let expected = "```no_run\n# async fn example(client: widgets::Client) -> Result<(), widgets::Error> {\nx\n\
                        # Ok(())\n# }\n```\n```no_run\n# #[cfg(feature = \"blocking\")]\n\
                        # fn example(client: widgets::Client) -> Result<(), Box<dyn std::error::Error>> {\ny\n\
                        # Ok(())\n# }\n```\n```toml\nz\n```";
        assert_eq!(filled(page), expected);
    }
}

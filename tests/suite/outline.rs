//! A model → a compact text: its debug output without what is empty or usual, as few lines as fit.
//!
//! Invariant: a field that the model gains is in the text as soon as it has a value; nobody lists fields here.

use std::fmt::{Debug, Write as _};

/// The widest line that several values share.
const WIDTH: usize = 120;

/// Fields that are omitted: they repeat another field, or have the value that nearly all have.
const LEFT_OUT: [&str; 9] = [
    "absence: Distinct",
    "owner: Service",
    "pointer: ",
    "credits: Credits { base: 1 }",
    "escaping: All",
    "retry: ByMethod",
    "security: []",
    "timestamps: Full",
    "unknown: \"unknown_fields\"",
];

/// The debug output of one value.
enum Node {
    /// A number, a text, a name.
    Leaf(String),
    /// A struct, a tuple or a list, with what is in it.
    Branch {
        /// The field's name with its colon, or nothing.
        field: String,
        /// The name of a struct or variant, or nothing.
        name: String,
        /// Opening delimiter: a brace, a parenthesis or a bracket.
        open: char,
        children: Vec<Node>,
    },
}

/// Returns the text of a value.
pub(crate) fn outline(value: &impl Debug) -> String {
    let printed = format!("{value:#?}");
    let mut lines = printed.lines();
    let mut text = String::new();
    if let Some(node) = lines.next().and_then(|line| parse(line, &mut lines))
        && let Some(node) = shorten(node)
    {
        write(&node, 0, &mut text);
    }
    text
}

/// Reads the value that begins in a line; `None` where the line closes another.
fn parse<'l>(line: &str, rest: &mut impl Iterator<Item = &'l str>) -> Option<Node> {
    let line = line.trim();
    let line = line.strip_suffix(',').unwrap_or(line);
    if matches!(line, "}" | ")" | "]") {
        return None;
    }
    let Some((head, open)) = ['{', '(', '[']
        .iter()
        .find_map(|open| Some((line.strip_suffix(*open)?, *open)))
    else {
        return Some(Node::Leaf(line.to_owned()));
    };
    let (field, name) = match head.split_once(": ") {
        Some((field, name)) => (format!("{field}: "), name),
        None => (String::new(), head),
    };
    let mut children = Vec::new();
    while let Some(node) = rest.next().and_then(|line| parse(line, rest)) {
        children.push(node);
    }
    Some(Node::Branch {
        field,
        name: name.trim_end().to_owned(),
        open,
        children,
    })
}

/// Shortens a value to the parts with information; `None` where nothing is left.
fn shorten(node: Node) -> Option<Node> {
    let (field, name, open, children) = match node {
        Node::Leaf(text) => {
            let is_empty = [": None", ": []", ": {}", ": false", ": \"\""]
                .iter()
                .any(|end| text.ends_with(end));
            return (!is_empty && !is_left_out(&text)).then_some(Node::Leaf(text));
        }
        Node::Branch {
            field,
            name,
            open,
            children,
        } => (field, name, open, children),
    };
    let mut children: Vec<Node> = children.into_iter().filter_map(shorten).collect();
    if children.is_empty() && !field.is_empty() {
        return None;
    }
    if name == "Name" {
        return Some(Node::Leaf(format!("{field}{}", both_names(&children))));
    }
    // A wrapper around one value is that value.
    let is_wrapper = matches!(&*name, "Some" | "PathTemplate" | "Primitive")
        || matches!(&children[..], [Node::Branch { name: inner, .. }] if *inner == name && open == '(');
    if is_wrapper && children.len() == 1 {
        let unwrapped = children.pop().map(|child| with_field(child, &field));
        return unwrapped.filter(|node| !is_left_out(&in_line(node)));
    }
    let node = Node::Branch {
        field,
        name,
        open,
        children,
    };
    (!is_left_out(&in_line(&node))).then_some(node)
}

fn is_left_out(text: &str) -> bool {
    LEFT_OUT.iter().any(|start| text.starts_with(start))
}

/// Returns `"wire" ident`, or the name alone where both are the same.
fn both_names(children: &[Node]) -> String {
    let value = |child: &Node| match child {
        Node::Leaf(text) => text
            .split_once(": ")
            .map_or("", |(_, value)| value)
            .to_owned(),
        Node::Branch { .. } => in_line(child),
    };
    let names: Vec<String> = children.iter().map(value).collect();
    match &names[..] {
        [wire, ident] if wire == ident => ident.trim_matches('"').to_owned(),
        [wire, ident] => format!("{wire} {}", ident.trim_matches('"')),
        other => other.join(" "),
    }
}

/// Returns a value that was wrapped, as the value of the field that the wrapper was in.
fn with_field(node: Node, outer: &str) -> Node {
    match node {
        Node::Leaf(text) if outer.is_empty() => Node::Leaf(text),
        Node::Leaf(text) => match text.split_once(": ") {
            Some((field, value)) if !field.contains(['"', ' ']) => {
                Node::Leaf(format!("{outer}{value}"))
            }
            _ => Node::Leaf(format!("{outer}{text}")),
        },
        Node::Branch {
            field,
            name,
            open,
            children,
        } => Node::Branch {
            field: if outer.is_empty() {
                field
            } else {
                outer.to_owned()
            },
            name,
            open,
            children,
        },
    }
}

fn in_line(node: &Node) -> String {
    let (field, name, open, children) = match node {
        Node::Leaf(text) => return text.clone(),
        Node::Branch {
            field,
            name,
            open,
            children,
        } => (field, name, open, children),
    };
    let children: Vec<String> = children.iter().map(in_line).collect();
    let inner = children.join(", ");
    match open {
        '{' if inner.is_empty() => format!("{field}{name}"),
        '{' => format!("{field}{name} {{ {inner} }}"),
        '(' => format!("{field}{name}({inner})"),
        _ => format!("{field}[{inner}]"),
    }
}

/// Writes a value in a line if it fits, else its parts below its name: fields side by side where they fit, items of a
/// list in lines of their own.
fn write(node: &Node, depth: usize, text: &mut String) {
    write_after(String::new(), node, depth, text);
}

/// Writes a value behind what begins its line: the last part of a value shares the line of its name.
fn write_after(mut line: String, node: &Node, depth: usize, text: &mut String) {
    let whole = in_line(node);
    let (field, name, open, children) = match node {
        Node::Branch {
            field,
            name,
            open,
            children,
        } if !fits(&joined(&line, &whole), depth) => (field, name, *open, children),
        _ => return write_line(&joined(&line, &whole), depth, text),
    };
    line = joined(&line, format!("{field}{name}").trim_end());
    let mut line_depth = depth;
    for (index, child) in children.iter().enumerate() {
        let inner = in_line(child);
        let longer = joined(&line, &inner);
        if open == '{' && !line.is_empty() && fits(&longer, line_depth) {
            line = longer;
            continue;
        }
        let is_last = index + 1 == children.len();
        if open == '{'
            && is_last
            && line_depth == depth
            && !fits(&inner, depth + 1)
            && fits(&joined(&line, &head(child)), depth)
        {
            return write_after(line, child, depth, text);
        }
        write_line(&line, line_depth, text);
        line_depth = depth + 1;
        if fits(&inner, line_depth) {
            line = inner;
        } else {
            line.clear();
            write(child, depth + 1, text);
        }
    }
    write_line(&line, line_depth, text);
}

fn joined(line: &str, more: &str) -> String {
    if line.is_empty() {
        more.to_owned()
    } else {
        format!("{line}  {more}")
    }
}

/// Returns what a value has in its first line at least.
fn head(node: &Node) -> String {
    match node {
        Node::Leaf(text) => text.clone(),
        Node::Branch { field, name, .. } => format!("{field}{name}"),
    }
}

fn fits(line: &str, depth: usize) -> bool {
    2 * depth + line.chars().count() <= WIDTH
}

fn write_line(line: &str, depth: usize, text: &mut String) {
    if !line.is_empty() {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}{line}", "  ".repeat(depth));
    }
}

#[test]
fn an_outline_leaves_out_what_is_empty() {
    #[derive(Debug)]
    #[expect(dead_code, reason = "the debug output is what is read")]
    struct Thing {
        name: &'static str,
        absent: Option<u8>,
        things: Vec<Thing>,
        text: Option<String>,
    }
    let thing = |name, text: &str, things| Thing {
        name,
        absent: None,
        things,
        text: Some(text.to_owned()),
    };
    let inner = vec![
        thing("b", "c: None", vec![]),
        thing("d", &"e".repeat(WIDTH), vec![]),
    ];
    let expected = format!(
        "Thing  name: \"a\"\n  things:\n    Thing {{ name: \"b\", text: \"c: None\" }}\n    \
         Thing  name: \"d\"\n      text: \"{}\"\n  text: \"(\"\n",
        "e".repeat(WIDTH)
    );
    assert_eq!(outline(&thing("a", "(", inner)), expected);
}

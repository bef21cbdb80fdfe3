//! Descriptions that mean harm → a clear message or a harmless crate, within bounded time and memory.
//!
//! Each runs in a process of its own, which tells how much memory it took. Invariant: nothing of a description ends
//! up in a crate as anything but a name, a text or a comment.

use std::{
    env,
    fmt::Write as _,
    fs,
    process::Command,
    time::{Duration, Instant},
};

use generator::{FileTree, Input, Settings, Source};
use proc_macro2::{TokenStream, TokenTree};

/// The variable that tells the child which case it is.
const CASE: &str = "HOSTILE_CASE";

/// Head of each description.
const HEAD: &str = "openapi: 3.1.0\ninfo: {title: Hostile, version: '1'}\npaths: {}\n";

/// Many times what any of them takes in an unoptimised build on a machine with other work.
const LONGEST: Duration = Duration::from_secs(60);

/// The most memory that a process may have held, in KiB: of it, the largest text here takes two thirds.
const MOST_MEMORY: u64 = 512 * 1024;

/// Name of a case, its text, and the expected diagnostics; without any, a crate is generated.
struct Case {
    name: &'static str,
    text: fn() -> String,
    said: Option<&'static str>,
}

const CASES: [Case; 14] = [
    Case {
        name: "aliases of lists",
        text: alias_bomb,
        said: Some("aliases expand the text too much"),
    },
    Case {
        name: "aliases of long texts",
        text: alias_texts,
        said: Some("64 MiB"),
    },
    Case {
        name: "merged aliases",
        text: merge_bomb,
        said: Some("1000000 values"),
    },
    Case {
        name: "nested lists of YAML",
        text: || {
            format!(
                "{HEAD}x-a: {}{}\n",
                "[".repeat(100_000),
                "]".repeat(100_000)
            )
        },
        said: Some("more than 1000 levels deep"),
    },
    Case {
        name: "nested blocks of YAML",
        text: nested_blocks,
        said: Some("more than 120 levels deep"),
    },
    Case {
        name: "nested lists of JSON",
        text: || {
            format!(
                "{{\"openapi\": \"3.1.0\", \"x\": {}{}}}",
                "[".repeat(100_000),
                "]".repeat(100_000)
            )
        },
        said: Some("more than 1000 levels deep"),
    },
    Case {
        name: "nested schemas",
        text: || {
            let (open, close) = ("{\"items\": ".repeat(900), "}".repeat(900));
            format!("{{\"openapi\": \"3.1.0\", \"components\": {open}1{close}}}")
        },
        said: Some("more than 120 levels deep"),
    },
    Case {
        name: "references in a circle",
        text: || {
            schemas(2_000, |next| {
                format!("{{$ref: '#/components/schemas/S{}'}}", next % 2_000)
            })
        },
        said: Some("leads back to itself"),
    },
    Case {
        name: "objects in a circle",
        text: || {
            schemas(500, |next| {
                object(&format!("{{$ref: '#/components/schemas/S{}'}}", next % 500))
            })
        },
        said: None,
    },
    Case {
        name: "joins of two joins each",
        text: || doubling("allOf"),
        said: None,
    },
    Case {
        name: "alternatives of two alternatives each",
        text: || doubling("oneOf"),
        said: None,
    },
    Case {
        name: "names of ten thousand characters",
        text: long_names,
        said: None,
    },
    Case {
        name: "a single line of megabytes",
        text: || {
            format!(
                "{{\"openapi\": \"3.1.0\", \"x\": \"{}\", \"paths\": {{\"/a\": 1}}}}",
                "y".repeat(8_000_000)
            )
        },
        said: Some("#/paths/~1a"),
    },
    Case {
        name: "twenty megabytes of nothing",
        text: || format!("{HEAD}x-a: |\n{}", "  nothing at all\n".repeat(1_250_000)),
        said: None,
    },
];

fn alias_bomb() -> String {
    let mut text = format!("{HEAD}x-0: &a0 [a, a, a, a, a, a, a, a, a]\n");
    for level in 1..12 {
        let below = vec![format!("*a{}", level - 1); 9].join(", ");
        let _ = writeln!(text, "x-{level}: &a{level} [{below}]");
    }
    text
}

fn alias_texts() -> String {
    let aliases = "*a, ".repeat(5_000);
    format!("{HEAD}x-0: &a {}\nx-1: [{aliases}]\n", "a".repeat(100_000))
}

fn merge_bomb() -> String {
    let keys: Vec<String> = (0..1_000).map(|key| format!("k{key}: 1")).collect();
    let keys = keys.join(", ");
    let mut text = format!("{HEAD}x-0: &a0 {{{keys}}}\n");
    for level in 1..60 {
        let below = level - 1;
        let _ = writeln!(
            text,
            "x-{level}: &a{level} {{<<: *a{below}, z{level}: *a{below}}}"
        );
    }
    text
}

fn nested_blocks() -> String {
    let lines = (1..1_500).map(|depth| format!("{}a:\n", " ".repeat(depth)));
    format!("{HEAD}x-a:\n{}", lines.collect::<String>())
}

/// Returns as many schemas, each made from the number of the next.
fn schemas(number: usize, schema: impl Fn(usize) -> String) -> String {
    let lines = (0..number).map(|index| format!("    S{index}: {}\n", schema(index + 1)));
    format!(
        "{HEAD}components:\n  schemas:\n{}",
        lines.collect::<String>()
    )
}

fn object(property: &str) -> String {
    format!("{{type: object, properties: {{a: {property}}}}}")
}

/// Returns forty schemas of which each is twice the next.
fn doubling(keyword: &str) -> String {
    schemas(41, |next| {
        if next > 40 {
            return object("{type: string}");
        }
        let reference = format!("{{$ref: '#/components/schemas/S{next}'}}");
        format!("{{{keyword}: [{reference}, {{allOf: [{reference}, {{description: again}}]}}]}}")
    })
}

/// Returns a name of ten thousand letters.
fn long(letter: &str) -> String {
    letter.repeat(10_000)
}

/// Names of ten thousand letters and such as no file may have, wherever a description has names.
pub(crate) fn long_names() -> String {
    let text = serde_json::json!({ "type": "string" });
    let object = serde_json::json!({ "type": "object", "properties": { "a": text } });
    let content = |name: &str| {
        let reference = format!("#/components/schemas/{name}");
        serde_json::json!({ "application/json": { "schema": { "$ref": reference } } })
    };
    let id =
        serde_json::json!({ "name": long("i"), "in": "path", "required": true, "schema": text });
    let of_tag = |tag: &str, id: &str| serde_json::json!({ "tags": [tag], "operationId": id, "responses": {} });
    serde_json::json!({
        "openapi": "3.1.0",
        "info": { "title": long("t"), "version": "1" },
        "servers": [{ "url": format!("https://{{{}}}.example", long("v")), "variables": { long("v"): { "default": "a" } } }],
        "security": [{ long("s"): [] }],
        "paths": {
            format!("/{}/{{{}}}", long("a"), long("i")): {
                "parameters": [id],
                "get": {
                    "operationId": long("o"), "tags": [long("g")],
                    "parameters": [
                        { "name": long("p"), "in": "query", "schema": { "type": "string", "enum": [long("e"), format!("{}1", long("e")), "", "con"] } },
                        { "name": long("h"), "in": "header", "schema": text },
                    ],
                    "responses": { "200": { "description": "", "content": content(&long("N")) } },
                },
                "put": {
                    "operationId": format!("{}x", long("o")), "tags": [long("g")],
                    "requestBody": { "required": true, "content": content(&long("N")) },
                    "responses": { "204": { "description": "" } },
                },
            },
            "/x": {
                "get": of_tag(&format!("{}x", long("g")), "../../x"),
                "put": of_tag("../../x", "con"),
                "post": of_tag("con", "mod"),
                "delete": of_tag("mod", ""),
                "patch": of_tag("", "aux"),
                "options": of_tag(&long("\u{4e2d}"), &long("\u{4e2d}")),
            },
        },
        "components": {
            "securitySchemes": { long("s"): { "type": "apiKey", "in": "header", "name": long("k") } },
            "schemas": {
                long("N"): { "type": "object", "required": [long("q")], "properties": {
                    long("q"): text, format!("{}x", long("q")): object, long("\u{4e2d}"): object,
                    "": text, "mod": text, "../../x": text, "con": text,
                    long("u"): { "oneOf": [text, { "type": "object", "title": long("w"), "properties": { long("z"): text } }] },
                } },
                format!("{}x", long("N")): object, long("\u{4e2d}"): object,
                "../../x": object, "con": object, "mod": object, "": object, "aux": { "type": "string", "enum": ["a"] },
            },
        },
        "webhooks": { long("y"): { "post": { "operationId": long("y"), "requestBody": { "content": content("con") }, "responses": {} } } },
    })
    .to_string()
}

/// Checks that names are sent and received as in the description, however short the name in Rust is.
#[test]
fn long_names_are_whole_on_the_wire() {
    let source = Source {
        name: "long.json".to_owned(),
        text: long_names(),
    };
    let generated = Input::new(&source, &Settings::for_crate("client").unwrap()).generate();
    let tree = generated.unwrap_or_else(|errors| panic!("{errors}")).tree;
    let texts: Vec<&str> = tree.iter().map(|(_, text)| text).collect();
    for letter in ["a", "e", "h", "i", "k", "p", "q", "v", "z", "\u{4e2d}"] {
        // Between slashes and braces in a path, between quotes elsewhere.
        let [in_quotes, in_a_path, in_braces] = [
            format!("\"{}\"", long(letter)),
            format!("/{}/", long(letter)),
            format!("{{{}}}", long(letter)),
        ];
        let is_whole = texts.iter().any(|text| {
            text.contains(&in_quotes) || text.contains(&in_a_path) || text.contains(&in_braces)
        });
        assert!(is_whole, "{letter}");
    }
}

#[test]
fn time_and_memory_are_bounded() {
    for case in &CASES {
        let started = Instant::now();
        let output = Command::new(env::current_exe().unwrap())
            .args(["hostile::child", "--exact", "--nocapture"])
            .env(CASE, case.name)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let name = case.name;
        assert!(
            output.status.success(),
            "{name}: {said}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(
            started.elapsed() < LONGEST,
            "{name} took {:?}",
            started.elapsed()
        );
        let expected = case.said.unwrap_or("a crate is made");
        assert!(said.contains(expected), "{name}: {said}");
        assert!(said.len() < 2_000_000, "{name} says {} bytes", said.len());
        let held = said
            .lines()
            .find_map(|line| line.strip_prefix("held ")?.parse::<u64>().ok());
        println!("{name}: {:?}, {held:?} KiB", started.elapsed());
        assert!(
            held.is_none_or(|held| held < MOST_MEMORY),
            "{name} held {held:?} KiB"
        );
    }
}

/// Runs a case in a process of its own, which [`time_and_memory_are_bounded`] starts, once for each case.
#[test]
fn child() {
    let Ok(name) = env::var(CASE) else { return };
    let case = CASES.iter().find(|case| case.name == name).unwrap();
    let source = Source {
        name: "hostile.yaml".to_owned(),
        text: (case.text)(),
    };
    match Input::new(&source, &Settings::for_crate("client").unwrap()).generate() {
        Ok(generated) => {
            assert_harmless(&generated.tree);
            println!("a crate is made: {} files", generated.tree.len());
        }
        Err(errors) => println!("{errors}"),
    }
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let held = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    if let Some(held) = held {
        println!("held {}", held.trim().trim_end_matches(" kB"));
    }
}

/// Text that would become code if it ended its quotes or its comment, or were taken as a name.
const INJECTED: &str =
    "*/ \"# \" ' `\n\r\u{2028}{}{{0}} \\ ]] #[INJECTED] #![INJECTED] /* ``` ../../INJECTED";

/// Returns a description that has a text in every place that takes one.
pub(crate) fn everywhere(text: &str) -> serde_json::Value {
    let injected = |name: &str| format!("{name}{text}");
    let schema = serde_json::json!({
        "type": "object", "title": injected("t"), "description": text, "pattern": text,
        "required": [injected("a")],
        "properties": {
            injected("a"): { "type": "string", "description": text, "pattern": text, "default": text, "example": text },
            injected("b"): { "type": "string", "enum": [text, injected("x")], "default": text, "x-enum-varnames": [injected("v"), text], "x-enum-descriptions": [text, text] },
            injected("c"): { "type": "array", "items": { "type": "string", "format": text } },
            injected("d"): { "const": text },
        },
    });
    let content = serde_json::json!({ "application/json": { "schema": { "$ref": "#/components/schemas/..~1..~1x" } } });
    serde_json::json!({
        "openapi": "3.1.0",
        "info": { "title": text, "version": text, "description": text, "termsOfService": text, "license": { "name": text, "url": text } },
        "externalDocs": { "url": text, "description": text },
        "servers": [{ "url": format!("https://{{host}}/a\"#{text}"), "description": text, "variables": { "host": { "default": text, "enum": [text] } } }],
        "tags": [{ "name": "../../x", "description": text }, { "name": "con" }, { "name": "mod" }, { "name": "" }, { "name": text }],
        "paths": { format!("/a\"#{}/{{id}}", text.replace(['{', '}'], "")): { "post": {
            "operationId": text, "summary": text, "description": text, "tags": ["../../x"], "deprecated": true,
            "externalDocs": { "url": text },
            "parameters": [
                { "name": "id", "in": "path", "required": true, "description": text, "schema": { "type": "string", "default": text } },
                { "name": injected("q"), "in": "query", "description": text, "schema": { "type": "string", "enum": [text], "default": text } },
                { "name": injected("c"), "in": "cookie", "schema": { "type": "string" } },
            ],
            "requestBody": { "description": text, "content": content },
            "responses": { "200": { "description": text, "content": content }, "400": { "description": text, "content": content } },
            "security": [{ text: [] }],
        } }, "/b": { "get": { "tags": ["con"], "responses": {} }, "put": { "tags": ["mod"], "responses": {} }, "delete": { "tags": [""], "responses": {} }, "patch": { "tags": [text], "responses": {} } } },
        "components": {
            "schemas": { "../../x": schema, "con": schema, "mod": schema, "": schema },
            "securitySchemes": { text: { "type": "apiKey", "in": "query", "name": injected("k"), "description": text } },
        },
    })
}

#[test]
fn nothing_gets_out_of_its_place() {
    let description = everywhere(INJECTED);
    let source = Source {
        name: "hostile.json".to_owned(),
        text: description.to_string(),
    };
    match Input::new(&source, &Settings::for_crate("client").unwrap()).generate() {
        Ok(generated) => assert_harmless(&generated.tree),
        Err(errors) => panic!("{errors}"),
    }
}

/// Checks that every file has a plain path and the content of its extension, and that no injected name exists.
fn assert_harmless(tree: &FileTree) {
    for (path, text) in tree.iter() {
        let plain = |step: &str| {
            let of_letters = step
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
            of_letters
                && step.len() <= 255
                && !step.starts_with('.')
                && !["con", "con.rs", "aux.rs", "nul.rs"].contains(&step)
        };
        assert!(path.split('/').all(plain), "{path}");
        let ending = path.rsplit_once('.').map(|(_, ending)| ending);
        if ending == Some("rs") {
            let tokens: TokenStream = text
                .parse()
                .unwrap_or_else(|error| panic!("{path}: {error}"));
            assert_no_name(tokens, path);
        } else if ending == Some("toml") {
            assert!(
                !text
                    .lines()
                    .any(|line| line.trim_start().starts_with("INJECTED")),
                "{path}"
            );
        }
    }
}

fn assert_no_name(tokens: TokenStream, path: &str) {
    for token in tokens {
        match token {
            TokenTree::Ident(name) => assert_ne!(name, "INJECTED", "{path}"),
            TokenTree::Group(group) => assert_no_name(group.stream(), path),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

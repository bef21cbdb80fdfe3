//! README.md → its example compiles; the generator's README.md → what its tables say is so.
//!
//! Invariant: the code below is the README's, line by line.

use std::fs;

use freshdesk::{
    Client, Error,
    models::{TicketCreate, TicketOrderBy, TicketPriority},
};

use generator::{Input, Settings, Source};

use crate::files;

/// Returns the example, with the client given in place of the one from the environment.
#[rustfmt::skip]
async fn example(client: Client) -> Result<(), Error> {
let tickets = client.tickets().list().order_by(TicketOrderBy::UpdatedAt).per_page(100).await?;
let ticket = client.tickets().create(&TicketCreate {
    email: Some("jane@example.com".to_owned()),
    subject: Some("Printer".to_owned()),
    priority: Some(TicketPriority::High),
    ..TicketCreate::default()
}).await?;
drop((tickets, ticket));
Ok(())
}

#[test]
fn the_example_is_the_code_that_is_compiled_here() {
    // Nothing is sent: that it compiles is what counts.
    let _ = example;
    let readme = fs::read_to_string(files::root().join("README.md")).unwrap();
    let block = readme.split("```rust\n").nth(1).unwrap();
    let block = block.split("```").next().unwrap();
    let source = include_str!("readme.rs");
    let given = |line: &&str| !line.starts_with("use ") && !line.starts_with("let client = ");
    for line in block.lines().filter(given).filter(|line| !line.is_empty()) {
        assert!(
            source.lines().any(|known| known == line),
            "not compiled: {line}"
        );
    }
}

#[test]
fn an_example_gives_an_address_where_the_description_has_none() {
    let name = "server_variables_empty.yaml";
    let source = Source {
        name: name.to_owned(),
        text: files::read(&files::root().join("tests/cases").join(name)),
    };
    let settings = Settings::for_crate("empty").unwrap();
    let generated = Input::new(&source, &settings).generate().unwrap();
    let mut files = generated.tree.iter();
    let (_, readme) = files.find(|(path, _)| *path == "README.md").unwrap();
    let client = "Client::builder().endpoint(\"https://api.example.com\").version(\"v2\").build()?";
    assert!(readme.contains(client), "{readme}");
    for (path, text) in generated.tree.iter() {
        let is_shown = [".endpoint(\"\")", ".suffix("]
            .iter()
            .any(|call| text.contains(call));
        assert!(!is_shown, "an empty value in {path}");
    }
}

#[test]
fn the_tables_of_the_generator_show_what_is_generated() {
    let root = files::root();
    let readme = files::read(&root.join("generator/README.md"));
    let (_, tables) = readme
        .split_once("## How a description becomes Rust")
        .unwrap();
    let (tables, _) = tables.split_once("\n### Names").unwrap();
    let mut rows = 0;
    for row in tables
        .lines()
        .filter(|line| line.starts_with("| ") && !line.ends_with("| case |"))
    {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").collect();
        let [_, rust, case] = cells[..] else {
            panic!("not three cells: {row}");
        };
        let name = case.trim().trim_matches('`');
        let snapshot = files::read(&root.join(format!("tests/snapshots/{name}.snap")));
        for code in spans(rust) {
            assert!(snapshot.contains(code), "{name} has no {code:?}: {row}");
        }
        rows += 1;
    }
    assert!(rows > 40, "{rows}");
}

/// Returns the code in a text, between single or double backticks.
fn spans(text: &str) -> Vec<&str> {
    let mut spans = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('`') {
        let fence = if rest[start..].starts_with("``") {
            "``"
        } else {
            "`"
        };
        let inner = &rest[start + fence.len()..];
        let (code, after) = inner.split_once(fence).unwrap();
        spans.push(code);
        rest = after;
    }
    spans
}

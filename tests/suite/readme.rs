//! README.md → its example compiles.
//!
//! Invariant: the code below is the README's, line by line.

use std::fs;

use freshdesk::{
    Client, Error,
    models::{TicketCreate, TicketOrderBy, TicketPriority},
};

use crate::files;

/// The example, with the client given in place of the one from the environment.
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

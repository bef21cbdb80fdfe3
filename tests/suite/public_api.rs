//! The Freshdesk crate → its public API, read from the printed files and from what they are printed from.
//!
//! Invariant: whatever the runtime's macros declare is found by expanding them, and nothing by knowing them.

use generator::PublicApi;

use crate::input;

#[test]
fn the_crate_declares_the_same_before_and_after_it_is_printed() {
    let generated = input::generate_freshdesk(&input::freshdesk());
    let read = PublicApi::of(&generated.tree).unwrap_or_else(|errors| panic!("{errors}"));
    let emitted = generator::public_api(&generated.api).unwrap_or_else(|errors| panic!("{errors}"));
    let other = |(path, item), other: &PublicApi| {
        (other.get(path) != Some(item)).then(|| format!("{path}: {item:?}"))
    };
    let differences: Vec<String> = read
        .iter()
        .filter_map(|item| other(item, &emitted))
        .chain(emitted.iter().filter_map(|item| other(item, &read)))
        .collect();
    assert!(differences.is_empty(), "{differences:#?}");

    let declares = |path: &str, signature: &str, condition: Option<&str>| {
        let item = read
            .get(path)
            .unwrap_or_else(|| panic!("there is no {path}"));
        assert_eq!(item.signature, signature);
        let found = (!item.condition.is_always()).then(|| item.condition.to_string());
        assert_eq!(found.as_deref(), condition, "{path}");
    };
    // What macros declare, under the conditions that they and their calls have.
    declares(
        "models::TicketStatus: Serialize",
        "impl Serialize for TicketStatus",
        None,
    );
    declares(
        "models::TicketStatus::KNOWN",
        "pub const KNOWN: &'static [Self]",
        None,
    );
    declares(
        "resources::tickets::ListTickets::items",
        "pub fn items(self) -> Items<Ticket>",
        None,
    );
    declares(
        "resources::tickets::GetTicket::send_blocking",
        "pub fn send_blocking(self) -> Result<Response<Ticket>, Error>",
        Some("all(feature = \"blocking\", feature = \"tickets\")"),
    );
    // Chapters of the guide come and go with what there is to say, and nobody calls them.
    declares("resources", "pub mod resources", None);
    let chapters = read.iter().filter(|(path, _)| path.starts_with("guide"));
    assert_eq!(chapters.count(), 0);
    // A type is there where one of the groups that use it is; the path that is re-exported is as good as another.
    declares(
        "resources::Tickets",
        "pub struct Tickets",
        Some("feature = \"tickets\""),
    );
    assert_eq!(
        read.get("resources::tickets::Tickets::get"),
        read.get("resources::Tickets::get")
    );
    // The runtime, without what is not for callers.
    declares("Credentials: Debug", "impl Debug for Credentials", None);
    for hidden in [
        "runtime::wait",
        "record",
        "runtime::RequestParts",
        "runtime::codec::Shape::read",
    ] {
        assert!(read.get(hidden).is_none(), "{hidden} is not hidden");
    }
}

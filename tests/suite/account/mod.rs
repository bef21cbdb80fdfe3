//! Responses of accounts → overlays, and the types that the crate gets from them.
//!
//! Each folder below `tests/accounts` is an account whose choices have another shape. Invariant: every overlay applies
//! to the description without a warning.

mod hostile;

use std::{path::Path, sync::OnceLock};

use generator::{
    ErrorPolicy, FileTree, Generated, Input, Source,
    model::{Api, Names},
};
use serde_json::{Value, json};
use xtask::account::{AccountOverlay, Response, convert};

use crate::{files, input, payloads::payload};

/// Returns the API of the crate without an account.
fn general() -> &'static Api {
    static GENERAL: OnceLock<Api> = OnceLock::new();
    GENERAL.get_or_init(|| model(None))
}

fn model(overlay: Option<&AccountOverlay>) -> Api {
    let (description, settings) = (input::freshdesk(), input::settings());
    let overlays = overlays(overlay);
    let input = Input::new(&description, &settings).overlays(&overlays);
    let modelled = input.errors(ErrorPolicy::Refuse).model();
    let modelled = modelled.unwrap_or_else(|errors| panic!("{errors}"));
    assert!(modelled.warnings.is_empty(), "{}", modelled.warnings);
    modelled.api
}

fn overlays(account: Option<&AccountOverlay>) -> Vec<Source> {
    let mut overlays = input::freshdesk_overlays();
    overlays.extend(account.map(|overlay| Source {
        name: "account.yaml".to_owned(),
        text: overlay.text.clone(),
    }));
    overlays
}

/// Returns the responses in a folder of `tests/accounts`.
fn account(name: &str) -> Vec<Response> {
    responses(&files::root().join("tests/accounts").join(name))
}

/// Returns the responses in a folder.
fn responses(folder: &Path) -> Vec<Response> {
    let paths = files::entries(folder).into_iter();
    let paths = paths.filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    let responses = paths.map(|path| Response {
        name: files::stem(&path),
        body: serde_json::from_str(&files::read(&path)).unwrap(),
    });
    responses.collect()
}

/// Returns the text of the overlay of an account.
pub(crate) fn overlay_of(folder: &Path) -> String {
    converted(&[responses(folder)]).text
}

fn converted(accounts: &[Vec<Response>]) -> AccountOverlay {
    convert(accounts, general()).unwrap_or_else(|failure| panic!("{failure}"))
}

fn assert_overlay(name: &str, accounts: &[Vec<Response>]) {
    let overlay = converted(accounts);
    let notes = overlay.notes.iter().flat_map(|note| ["note: ", note, "\n"]);
    let notes: String = notes.collect();
    insta::with_settings!({
        snapshot_path => "../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(format!("account__{name}"), notes + &overlay.text);
    });
    model(Some(&overlay));
}

#[test]
fn overlays_are_as_accepted() {
    assert_overlay("acme", &[account("acme")]);
    assert_overlay("lists", &[account("lists")]);
    assert_overlay("records", &[account("records")]);
    // Translated labels beside what is on the wire, and lists in place of objects.
    assert_overlay("labels", &[account("labels")]);
    // Types that fit several accounts.
    assert_overlay("merged", &[account("records"), account("lists")]);
}

#[test]
fn nothing_of_an_account_is_an_error_that_says_what_to_do() {
    let empty = vec![Response {
        name: "ticket_fields".to_owned(),
        body: json!([]),
    }];
    let failure = convert(&[empty], general()).unwrap_err().to_string();
    assert!(failure.contains("describe_account"), "{failure}");
}

/// Two accounts are rarely given the same ID for an object, and then by chance.
#[test]
fn objects_of_several_accounts_take_their_id_where_it_does_not_tell_them_apart() {
    let account = |id: i64, name: &str| {
        let body = json!({"schemas": [{"id": id, "name": name, "fields": [{"name": "plate", "type": "PRIMARY"}]}]});
        vec![Response {
            name: "custom_objects".to_owned(),
            body,
        }]
    };
    let handles = |accounts: &[Vec<Response>]| {
        let overlay = converted(accounts);
        let resources = model(Some(&overlay)).resources.into_iter();
        let resources = resources.filter(|resource| resource.name.wire.ends_with(" Records"));
        let written = resources.map(|resource| {
            let list = &resource.operations[0];
            format!("{} {:?}", resource.name.wire, list.path.segments)
        });
        (written.collect::<Vec<_>>(), overlay.notes)
    };
    let fixed = |id: i64| format!("[Literal(\"/custom_objects/schemas/{id}/records\")]");
    let open =
        "[Literal(\"/custom_objects/schemas/\"), Parameter(\"schema_id\"), Literal(\"/records\")]";
    let (found, notes) = handles(&[account(1, "Car"), account(2, "Loan")]);
    let expected = [("Car", fixed(1)), ("Loan", fixed(2))];
    assert_eq!(
        found,
        expected.map(|(name, path)| format!("{name} Records {path}"))
    );
    assert_eq!(notes, [""; 0]);
    let (found, notes) = handles(&[account(1, "Car"), account(2, "Car")]);
    assert_eq!(found, [format!("Car Records {open}")]);
    assert!(notes[0].contains("another ID in each account"), "{notes:?}");
    let (found, notes) = handles(&[account(1, "Car"), account(1, "Loan")]);
    assert_eq!(
        found,
        [
            format!("Car Records {}", fixed(1)),
            format!("Loan Records {open}")
        ]
    );
    assert!(notes[0].contains("`Loan` has the ID of `Car`"), "{notes:?}");
}

/// Returns the kind of response that an operation has.
fn kind(operation: &str) -> Option<&'static str> {
    Some(match operation {
        "listTicketFields" => "ticket_fields",
        "listAdminTicketFields" | "getTicketField" | "createTicketField" | "updateTicketField" => {
            "admin_ticket_fields"
        }
        "listContactFields" | "getContactField" | "createContactField" | "updateContactField" => {
            "contact_fields"
        }
        "listCompanyFields" | "getCompanyField" | "createCompanyField" | "updateCompanyField" => {
            "company_fields"
        }
        "listTicketForms" | "getTicketForm" => "ticket_forms",
        "listCustomObjects" | "getCustomObject" => "custom_objects",
        _ => return None,
    })
}

/// Payloads as live accounts sent them make overlays that apply, each by itself.
#[test]
fn every_known_response_makes_an_overlay_that_applies() {
    let payloads = payload::all("answers");
    let described = payloads.into_iter().filter_map(|payload| {
        let name = kind(&payload.operation)?.to_owned();
        let body = payload.body?;
        Some((payload.id, Response { name, body }))
    });
    let document = generator::load(&input::freshdesk()).unwrap_or_else(|errors| panic!("{errors}"));
    let (mut applied, mut together) = (0, Vec::new());
    for (id, response) in described {
        together.push(response.clone());
        // Forms alone, and lists without custom fields, bring nothing.
        let Ok(overlay) = convert(&[vec![response]], general()) else {
            continue;
        };
        let overlaid = generator::overlay(document.clone(), &overlays(Some(&overlay)));
        let (_, said) = overlaid.unwrap_or_else(|errors| panic!("{id}: {errors}"));
        assert!(said.is_empty(), "{id}: {said}");
        applied += 1;
    }
    assert!(applied > 0, "no payload has fields of an account");
    println!("{applied} overlays of {} responses", together.len());
    model(Some(&converted(&[together])));
}

/// The names of types and values are the same when an account gets more of them.
#[test]
fn names_stay_when_fields_and_choices_are_added() {
    let field = |name: &str, choices: &[&str]| json!({"name": name, "label": name, "type": "custom_dropdown", "choices": choices});
    let names = |fields: Vec<Value>, known: &Names| {
        let body = Value::Array(fields);
        let response = Response {
            name: "ticket_fields".to_owned(),
            body,
        };
        let overlays = overlays(Some(&converted(&[vec![response]])));
        let (description, settings) = (input::freshdesk(), input::settings().with_names(known));
        let model = Input::new(&description, &settings)
            .overlays(&overlays)
            .model();
        model.unwrap_or_else(|errors| panic!("{errors}")).api.names
    };
    let none = Names::default();
    let before = names(
        vec![field("cf_reason", &["Refund", "-1", "Ünïcode", "lost!"])],
        &none,
    );
    let mut choices = vec!["Broken", "Refund", "refund", "1", "-1", "Ünïcode", "lost!"];
    let after = names(
        vec![field("cf_kind", &["A", "B"]), field("cf_reason", &choices)],
        &none,
    );
    let lost = before.without(&after);
    assert!(lost.is_empty(), "{lost:?}");
    // What is spelled more like an identifier than what has it does not get it, by what is known from before.
    choices.push("Lost");
    let after = names(vec![field("cf_reason", &choices)], &before);
    let lost = before.without(&after);
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn the_example_of_the_readme_is_compiled_with_the_types_of_an_account() {
    let readme = files::read(&files::root().join("README.md"));
    let (_, block) = readme.split_once("```rust,ignore\n").unwrap();
    let (block, _) = block.split_once("```").unwrap();
    let plain = |text: &str| text.split_whitespace().collect::<String>();
    let compiled = plain(include_str!("typed.rs"));
    for line in block.lines() {
        // The formatter adds commas where it breaks lines, none of which are here.
        assert!(compiled.contains(&plain(line)), "not compiled: {line}");
    }
}

/// Returns the crate of an account with every kind of field, together with one of names and choices that nobody would give.
pub(crate) fn crate_of_accounts() -> FileTree {
    let overlay = converted(&[account("acme"), hostile::account()]);
    let settings = input::settings();
    let generated = Input::new(&input::freshdesk(), &settings)
        .overlays(&overlays(Some(&overlay)))
        .generate();
    let Generated { mut tree, api, .. } = generated.unwrap_or_else(|errors| panic!("{errors}"));
    let typed = files::read(&files::root().join("tests/suite/account/typed.rs"));
    tree.insert("examples/typed.rs", typed);
    tree.insert("examples/choices.rs", hostile::program(&api));
    tree
}

/// Returns a package of complete programs for the general crate, which compile with that of an account as they are.
pub(crate) fn programs() -> FileTree {
    const MANIFEST: &str = r#"[package]
name = "programs"
edition = "2024"

[dependencies]
freshdesk = { path = "../account", default-features = false, features = ["resources"] }

[dev-dependencies]
clap = { version = "4", default-features = false, features = ["derive", "help", "std", "usage", "wrap_help"] }
indicatif = { version = "0.18", default-features = false }
ring = { version = "0.17", default-features = false }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
tokio = { version = "1", default-features = false, features = ["macros", "rt", "signal"] }
"#;
    let mut tree = FileTree::default();
    tree.insert("Cargo.toml", MANIFEST);
    tree.insert("src/lib.rs", "//! The programs are the examples.\n");
    for name in ["create_ticket", "export_tickets"] {
        let path = format!("examples/{name}.rs");
        let text = files::read(&files::root().join("tests").join(&path));
        tree.insert(path, text);
    }
    tree
}

//! Opens a ticket with files and with values for the account's own fields, those that depend on others included.
//!
//! Invariant: values are sent with the types that the account's fields have, not as texts.

use std::{collections::BTreeMap, error::Error, path::PathBuf, process::ExitCode};

use clap::Parser;
use freshdesk::{
    Attachment, Client, Json, JsonObject,
    models::{TicketCreate, TicketField, TicketPriority},
};

const NOTES: &str = "\
A field that depends on another is set together with it:
  --field cf_category=Hardware --field cf_subcategory=Printer --field cf_item=Toner

Environment: FRESHDESK_DOMAIN and FRESHDESK_API_KEY; FRESHDESK_BASE_URL instead of the domain for another address.
Exit codes: 0 done, 1 failed, 2 wrong arguments.";

/// Opens a ticket.
#[derive(Parser)]
#[command(name = "create_ticket", version = env!("CLIENT_VERSION"), after_help = NOTES)]
struct Args {
    /// The address of who asks.
    #[arg(long)]
    email: String,
    /// Subject of the ticket, in one line.
    #[arg(long)]
    subject: String,
    /// The text, as HTML.
    #[arg(long, value_name = "HTML")]
    description: String,
    /// 1 low, 2 medium, 3 high, 4 urgent.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(i64).range(1..=4))]
    priority: i64,
    /// A value for a field of the account; repeatable.
    #[arg(long = "field", value_name = "NAME=VALUE", value_parser = pair)]
    fields: Vec<(String, String)>,
    /// A file; repeatable, 20 MB together at the most.
    #[arg(long = "attach", value_name = "FILE")]
    files: Vec<PathBuf>,
}

fn pair(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match create(Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn create(args: Args) -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let known = if args.fields.is_empty() {
        Vec::new()
    } else {
        client.tickets().list_fields().await?
    };
    let ticket = TicketCreate {
        email: Some(args.email),
        subject: Some(args.subject),
        description: Some(args.description),
        priority: Some(TicketPriority::from(args.priority)),
        // A `JsonObject`, or the struct of a crate for the account.
        custom_fields: Some(custom_fields(&known, args.fields)?.deserialize()?),
        ..TicketCreate::default()
    };
    let mut request = client.tickets().create(&ticket);
    for path in &args.files {
        let file = Attachment::from_path(path);
        request = request.attach(file.map_err(|error| format!("{}: {error}", path.display()))?);
    }
    let ticket = request.await?;
    println!(
        "ticket {}: {}",
        ticket.id,
        ticket.subject.unwrap_or_default()
    );
    for file in ticket.attachments.iter().flatten() {
        println!("  {} at {}", file.name, file.attachment_url);
    }
    Ok(())
}

/// Returns the values with the types of their fields.
fn custom_fields(
    known: &[TicketField],
    given: Vec<(String, String)>,
) -> Result<JsonObject, String> {
    let kinds = kinds(known);
    let mut fields = JsonObject::new();
    for (name, text) in given {
        let Some(kind) = kinds.get(&*name) else {
            let names: Vec<&str> = kinds.into_keys().collect();
            return Err(format!(
                "no field is called `{name}`; there are {}",
                names.join(", ")
            ));
        };
        let value = match *kind {
            "custom_number" | "custom_decimal" => text.parse().map(Json::Number).ok(),
            "custom_checkbox" => text.parse().map(Json::Bool).ok(),
            _ => Some(Json::String(text.clone())),
        };
        let value = value.ok_or_else(|| format!("`{text}` is no value of `{name}`, a {kind}"))?;
        fields.insert(name, value);
    }
    Ok(fields)
}

/// Returns the types of the account's own fields, by name; a field that depends on another is part of that one.
fn kinds(known: &[TicketField]) -> BTreeMap<&str, &str> {
    let mut kinds = BTreeMap::new();
    for field in known.iter().filter(|field| field.name.starts_with("cf_")) {
        let nested = field
            .nested_ticket_fields
            .iter()
            .chain(&field.dependent_fields);
        let names = nested.flatten().map(|nested| &*nested.name);
        kinds.extend(
            names
                .chain([&*field.name])
                .map(|name| (name, field.r#type.as_str())),
        );
    }
    kinds
}

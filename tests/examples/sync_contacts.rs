//! Brings contacts from a CSV file into a help desk: new ones are created, known ones changed where they differ.
//!
//! Invariant: every row is counted once; one that is rejected is in the report with its line and the reason.

use std::{
    collections::{HashMap, HashSet},
    error::Error,
    fmt,
    path::PathBuf,
    process::ExitCode,
};

use clap::Parser;
use freshdesk::{
    Client, Patch,
    models::{Contact, ContactCreate, ContactUpdate},
};
use serde::Deserialize;

const NOTES: &str = "\
The first line names the columns: name, email, phone, mobile, job_title, company (its name in the help desk). A row
without an email address is rejected; an empty cell leaves what the contact has. Contacts are told apart by their
addresses, capitals or not. Run it again after an interruption: rows that are done are found unchanged.

Environment: FRESHDESK_DOMAIN and FRESHDESK_API_KEY; FRESHDESK_BASE_URL instead of the domain for another address.
Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 some rows were rejected, 130 interrupted.";

/// Creates and changes contacts as a CSV file has them.
#[derive(Parser)]
#[command(name = "sync_contacts", after_help = NOTES)]
struct Args {
    /// The file to read.
    file: PathBuf,
    /// Say what would be done, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// File for the rejected rows, with the reasons.
    #[arg(long, value_name = "FILE", default_value = "rejected.csv")]
    rejected: PathBuf,
}

/// A row of the file.
#[derive(Deserialize)]
struct Row {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    phone: Option<String>,
    #[serde(default)]
    mobile: Option<String>,
    #[serde(default)]
    job_title: Option<String>,
    #[serde(default)]
    company: Option<String>,
}

/// Outcome of a row.
enum Done {
    Created,
    Updated,
    Unchanged,
}

/// Number of rows by outcome.
#[derive(Default)]
struct Counts {
    created: u64,
    updated: u64,
    unchanged: u64,
    rejected: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let args = Args::parse();
    let synced = tokio::select! {
        synced = sync(&args) => synced,
        _ = tokio::signal::ctrl_c() => {
            eprintln!("interrupted: run the same command again to go on");
            return ExitCode::from(130);
        }
    };
    match synced {
        Ok(Counts { rejected: 0, .. }) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(3),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn sync(args: &Args) -> Result<Counts, Box<dyn Error>> {
    let file = args.file.display();
    let rows = csv::ReaderBuilder::new()
        .flexible(true)
        .from_path(&args.file);
    let mut rows = rows.map_err(|error| format!("{file}: {error}"))?;
    let columns = rows.headers()?.clone();
    let mut desk = Desk::read(Client::from_env()?, args.dry_run).await?;
    let mut report = csv::WriterBuilder::new()
        .flexible(true)
        .from_path(&args.rejected)?;
    report.write_record(["line", "reason"].into_iter().chain(&columns))?;
    let mut counts = Counts::default();
    for row in rows.records() {
        let row = row?;
        let line = row.position().map_or(0, csv::Position::line);
        let outcome = match row.deserialize(Some(&columns)) {
            _ if row.len() != columns.len() => {
                Err("it has more or fewer cells than columns".to_owned().into())
            }
            Ok(row) => desk.take(&row).await,
            Err(error) => Err(error.to_string().into()),
        };
        match outcome {
            Ok(Done::Created) => counts.created += 1,
            Ok(Done::Updated) => counts.updated += 1,
            Ok(Done::Unchanged) => counts.unchanged += 1,
            Err(Failure::Row(reason)) => {
                counts.rejected += 1;
                eprintln!("line {line}: {reason}");
                let fields = [line.to_string(), reason];
                report.write_record(fields.iter().map(String::as_str).chain(&row))?;
                // Whatever happens next, it is in the report.
                report.flush()?;
            }
            Err(Failure::Everything(error)) => return Err(format!("line {line}: {error}").into()),
        }
    }
    let would = if args.dry_run {
        " (dry run, nothing was changed)"
    } else {
        ""
    };
    println!("{counts}{would}");
    if counts.rejected > 0 {
        println!("the rejected rows are in {}", args.rejected.display());
    }
    Ok(counts)
}

/// Reason why a row was not imported.
enum Failure {
    /// The row is at fault; the next one may do.
    Row(String),
    /// The next one would not do either.
    Everything(freshdesk::Error),
}

impl From<String> for Failure {
    fn from(reason: String) -> Self {
        Self::Row(reason)
    }
}

impl From<freshdesk::Error> for Failure {
    /// Attributes errors about single fields to the row.
    fn from(error: freshdesk::Error) -> Self {
        let freshdesk::Error::Api(answer) = &error else {
            return Self::Everything(error);
        };
        let fields = answer.errors().iter().map(|wrong| {
            let part = |text: &Option<String>| text.clone().unwrap_or_default();
            format!("{}: {}", part(&wrong.field), part(&wrong.message))
        });
        let fields: Vec<String> = fields.collect();
        if fields.is_empty() {
            return Self::Everything(error);
        }
        Self::Row(fields.join("; "))
    }
}

/// The help desk, and what is known of it.
struct Desk {
    client: Client,
    dry_run: bool,
    /// Everybody who is known, by address.
    contacts: HashMap<String, Contact>,
    /// The IDs of the companies, by name.
    companies: HashMap<String, i64>,
    /// The addresses that were taken from the file.
    taken: HashSet<String>,
}

impl Desk {
    /// Reads all contacts and companies: a hundred to a call, where one call for each row would use up the limit.
    async fn read(client: Client, dry_run: bool) -> Result<Self, freshdesk::Error> {
        let (mut contacts, mut companies) = (HashMap::new(), HashMap::new());
        let mut list = client.contacts().list().per_page(100).items();
        while let Some(contact) = list.try_next().await? {
            if let Some(email) = &contact.email {
                contacts.insert(email.to_lowercase(), contact);
            }
        }
        let mut list = client.companies().list().per_page(100).items();
        while let Some(company) = list.try_next().await? {
            companies.insert(company.name, company.id);
        }
        let taken = HashSet::new();
        Ok(Self {
            client,
            dry_run,
            contacts,
            companies,
            taken,
        })
    }

    async fn take(&mut self, row: &Row) -> Result<Done, Failure> {
        let email = row
            .email
            .as_deref()
            .ok_or_else(|| "there is no email address".to_owned())?;
        let email = email.to_lowercase();
        let company = row.company.as_ref().map(|name| {
            let id = self.companies.get(name).copied();
            id.ok_or_else(|| format!("no company is called `{name}`"))
        });
        let company = company.transpose()?;
        if !self.taken.insert(email.clone()) {
            return Err(format!("{email} is in the file twice").into());
        }
        match self.contacts.get(&email) {
            Some(contact) => self.update(contact, row, company).await,
            None => self.create(email, row, company).await,
        }
    }

    async fn create(
        &self,
        email: String,
        row: &Row,
        company: Option<i64>,
    ) -> Result<Done, Failure> {
        let contact = ContactCreate {
            email: Some(email),
            name: row.name.clone(),
            phone: row.phone.clone(),
            mobile: row.mobile.clone(),
            job_title: row.job_title.clone(),
            company_id: company,
            ..ContactCreate::default()
        };
        if !self.dry_run {
            self.client.contacts().create(&contact).await?;
        }
        Ok(Done::Created)
    }

    async fn update(
        &self,
        known: &Contact,
        row: &Row,
        company: Option<i64>,
    ) -> Result<Done, Failure> {
        let change = ContactUpdate {
            name: row
                .name
                .clone()
                .filter(|name| known.name.as_ref() != Some(name)),
            phone: changed(known.phone.as_ref(), row.phone.as_ref()),
            mobile: changed(known.mobile.as_ref(), row.mobile.as_ref()),
            job_title: changed(known.job_title.as_ref(), row.job_title.as_ref()),
            company_id: changed(known.company_id.as_ref(), company.as_ref()),
            ..ContactUpdate::default()
        };
        if change == ContactUpdate::default() {
            return Ok(Done::Unchanged);
        }
        if !self.dry_run {
            self.client.contacts().update(known.id, &change).await?;
        }
        Ok(Done::Updated)
    }
}

/// Returns a value of the file that is another one than what is known.
fn changed<T: Clone + PartialEq>(known: Option<&T>, wanted: Option<&T>) -> Patch<T> {
    match wanted {
        Some(value) if known != wanted => Patch::Value(value.clone()),
        _ => Patch::Absent,
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            created,
            updated,
            unchanged,
            rejected,
        } = self;
        write!(
            f,
            "{created} created, {updated} updated, {unchanged} unchanged, {rejected} rejected"
        )
    }
}

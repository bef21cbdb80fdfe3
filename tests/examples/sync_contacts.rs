//! Imports contacts from a CSV file into a help desk: new contacts are created, known ones updated where they differ.
//!
//! Invariant: every row is counted once; a rejected row is in the report with its line and the reason.

use std::{
    borrow::Cow,
    cell::RefCell,
    collections::{HashMap, HashSet},
    error::Error,
    fmt, fs,
    path::PathBuf,
    process::ExitCode,
};

use clap::Parser;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use freshdesk::{
    Client, Patch,
    models::{Contact, ContactCreate, ContactUpdate},
};

const NOTES: &str = "\
The first line names the columns: name, email, phone, mobile, job_title, company (its name in the help desk), in any
order; usual spellings such as `E-Mail` and `Company name` are known, and other columns are ignored. Cells are separated
by commas, semicolons or tabs. The text is UTF-8, UTF-16 with a byte order mark, or Windows-1252.

A row without an email address is rejected; an empty cell keeps the contact's value. Contacts are identified by their
addresses, regardless of case. Run it again after an interruption: completed rows are found unchanged.

Environment: FRESHDESK_DOMAIN and FRESHDESK_API_KEY; FRESHDESK_BASE_URL instead of the domain for another address.
Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 some rows were rejected, 130 interrupted.";

/// Creates and updates contacts from a CSV file.
#[derive(Parser)]
#[command(name = "sync_contacts", version = env!("CLIENT_VERSION"), after_help = NOTES)]
struct Args {
    /// The file to read.
    file: PathBuf,
    /// Validate the rows and count what would be done, without changing anything.
    #[arg(long)]
    dry_run: bool,
    /// The file for rejected rows, with the reasons.
    #[arg(long, value_name = "FILE", default_value = "rejected.csv")]
    rejected: PathBuf,
}

/// The outcome of a row that was accepted.
enum Done {
    Created,
    Updated,
    Unchanged,
}

/// The numbers of rows by outcome.
#[derive(Clone, Copy, Default)]
struct Counts {
    created: u64,
    updated: u64,
    unchanged: u64,
    rejected: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let args = Args::parse();
    // Told also where the run ends early.
    let counts = RefCell::new(Counts::default());
    let synced = tokio::select! {
        synced = sync(&args, &counts) => synced.map(|()| true),
        _ = tokio::signal::ctrl_c() => Ok(false),
    };
    let counts = counts.into_inner();
    let note = if args.dry_run {
        " (dry run, nothing was changed)"
    } else {
        ""
    };
    println!("{counts}{note}");
    if counts.rejected > 0 {
        println!("the rejected rows are in {}", args.rejected.display());
    }
    match synced {
        Ok(true) if counts.rejected > 0 => ExitCode::from(3),
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("interrupted: run the same command again to continue");
            ExitCode::from(130)
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn sync(args: &Args, counts: &RefCell<Counts>) -> Result<(), Box<dyn Error>> {
    let table = Table::read(args)?;
    let mut desk = Desk::read(Client::from_env()?, args.dry_run).await?;
    let report = csv::WriterBuilder::new()
        .flexible(true)
        .from_path(&args.rejected);
    let mut report = report.map_err(|error| format!("{}: {error}", args.rejected.display()))?;
    report.write_record(["line", "reason"].into_iter().chain(&table.header))?;
    for (line, cells) in &table.rows {
        let outcome = match table.row(cells) {
            Ok(row) => desk.take(&row).await,
            Err(reason) => Err(Failure::Row(reason)),
        };
        let mut counts = counts.borrow_mut();
        match outcome {
            Ok(Done::Created) => counts.created += 1,
            Ok(Done::Updated) => counts.updated += 1,
            Ok(Done::Unchanged) => counts.unchanged += 1,
            Err(Failure::Row(reason)) => {
                counts.rejected += 1;
                eprintln!("line {line}: {reason}");
                let fields = [line.to_string(), reason];
                report.write_record(fields.iter().map(String::as_str).chain(cells))?;
                // Whatever happens next, it is in the report.
                report.flush()?;
            }
            Err(Failure::Everything(error)) => return Err(format!("line {line}: {error}").into()),
        }
    }
    report.flush()?;
    Ok(())
}

/// The attributes of a contact that a file can have, with the spellings of their columns, in lower case and without
/// anything but letters.
const COLUMNS: [(Column, &[&str]); 6] = [
    (
        Column::Name,
        &["name", "fullname", "contact", "contactname"],
    ),
    (
        Column::Email,
        &["email", "emailaddress", "mail", "primaryemail"],
    ),
    (
        Column::Phone,
        &["phone", "workphone", "telephone", "phonenumber", "tel"],
    ),
    (
        Column::Mobile,
        &["mobile", "mobilephone", "cell", "cellphone", "mobilenumber"],
    ),
    (Column::JobTitle, &["jobtitle", "title", "position", "role"]),
    (
        Column::Company,
        &["company", "companyname", "organization", "organisation"],
    ),
];

#[derive(Clone, Copy, PartialEq)]
enum Column {
    Name,
    Email,
    Phone,
    Mobile,
    JobTitle,
    Company,
}

/// The file as text in cells.
struct Table {
    header: csv::StringRecord,
    /// The columns of the header, `None` for those that are ignored.
    columns: Vec<Option<Column>>,
    /// The cells, and the line where they begin.
    rows: Vec<(usize, csv::StringRecord)>,
}

/// The cells of a row that are not empty.
#[derive(Default)]
struct Row {
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    mobile: Option<String>,
    job_title: Option<String>,
    company: Option<String>,
}

impl Table {
    fn read(args: &Args) -> Result<Self, Box<dyn Error>> {
        let file = args.file.display();
        let bytes = fs::read(&args.file).map_err(|error| format!("{file}: {error}"))?;
        let text = decoded(&bytes).map_err(|error| format!("{file}: {error}"))?;
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader
            .flexible(true)
            .has_headers(false)
            .trim(csv::Trim::All);
        let mut reader = reader
            .delimiter(delimiter(&text))
            .from_reader(text.as_bytes());
        let mut rows = Vec::new();
        for row in reader.records() {
            let row = row.map_err(|error| format!("{file}: {error}"))?;
            let start = row.position().map_or(0, csv::Position::byte);
            rows.push((line(&text, usize::try_from(start)?), row));
        }
        if rows.is_empty() {
            return Err(format!("{file}: the file is empty").into());
        }
        let (_, header) = rows.remove(0);
        let columns: Vec<_> = header.iter().map(column).collect();
        if !columns.contains(&Some(Column::Email)) {
            let found: Vec<&str> = header.iter().collect();
            return Err(format!(
                "{file}: the first line has no column for the email address, it has: {}. Name one of them `email`",
                found.join(", ")
            )
            .into());
        }
        let twice = columns
            .iter()
            .enumerate()
            .find(|(at, column)| column.is_some() && columns[..*at].contains(column));
        if let Some((at, _)) = twice {
            return Err(format!(
                "{file}: a second column for the same attribute: {}",
                &header[at]
            )
            .into());
        }
        let ignored = header
            .iter()
            .zip(&columns)
            .filter(|(_, column)| column.is_none());
        let ignored: Vec<&str> = ignored.map(|(name, _)| name).collect();
        if !ignored.is_empty() {
            eprintln!("warning: ignored columns: {}", ignored.join(", "));
        }
        Ok(Self {
            header,
            columns,
            rows,
        })
    }

    /// Returns the row of these cells.
    ///
    /// # Errors
    ///
    /// The reason why the row is rejected, whatever the help desk has.
    fn row(&self, cells: &csv::StringRecord) -> Result<Row, String> {
        if cells.len() != self.columns.len() {
            return Err("it has more or fewer cells than columns".to_owned());
        }
        let mut row = Row::default();
        for (cell, column) in cells.iter().zip(&self.columns) {
            let Some(column) = column.filter(|_| !cell.is_empty()) else {
                continue;
            };
            let attribute = match column {
                Column::Name => &mut row.name,
                Column::Email => &mut row.email,
                Column::Phone => &mut row.phone,
                Column::Mobile => &mut row.mobile,
                Column::JobTitle => &mut row.job_title,
                Column::Company => &mut row.company,
            };
            *attribute = Some(cell.to_owned());
        }
        Ok(row)
    }
}

/// Returns the text of a file in one of the encodings that spreadsheets write.
fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, String> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if str::from_utf8(bytes).is_ok() => UTF_8,
        None => {
            eprintln!("warning: the file is not UTF-8; it is read as Windows-1252");
            WINDOWS_1252
        }
    };
    let (text, _, is_damaged) = encoding.decode(bytes);
    if is_damaged {
        return Err(format!(
            "the text is not valid {}; save it as UTF-8",
            encoding.name()
        ));
    }
    Ok(text)
}

/// Returns the separator that the first line has most of.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |delimiter: u8| header.bytes().filter(|byte| *byte == delimiter).count();
    let most = [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|delimiter| count(*delimiter));
    most.unwrap_or(b',')
}

fn column(name: &str) -> Option<Column> {
    let letters = name.chars().filter(|letter| letter.is_alphabetic());
    let spelling: String = letters.flat_map(char::to_lowercase).collect();
    let mut known = COLUMNS.into_iter();
    let found = known.find(|(_, spellings)| spellings.contains(&&*spelling));
    found.map(|(column, _)| column)
}

/// Returns the line of a record: a record is said to begin behind the last one, before the line break.
fn line(text: &str, start: usize) -> usize {
    let breaks = text[start..].len() - text[start..].trim_start_matches(['\r', '\n']).len();
    text[..start + breaks].matches('\n').count() + 1
}

/// The reason why a row was not accepted.
enum Failure {
    /// Of this row alone.
    Row(String),
    /// Of all rows that follow, too.
    Everything(freshdesk::Error),
}

impl From<String> for Failure {
    fn from(reason: String) -> Self {
        Self::Row(reason)
    }
}

impl From<freshdesk::Error> for Failure {
    /// Returns a contact that is invalid, forbidden, gone or taken is the failure of its row.
    fn from(error: freshdesk::Error) -> Self {
        let freshdesk::Error::Api(answer) = &error else {
            return Self::Everything(error);
        };
        if !matches!(answer.status().as_u16(), 400 | 403 | 404 | 409) {
            return Self::Everything(error);
        }
        let fields = answer.errors().iter().map(|wrong| {
            let part = |text: &Option<String>| text.clone().unwrap_or_default();
            format!("{}: {}", part(&wrong.field), part(&wrong.message))
        });
        let fields: Vec<String> = fields.collect();
        if fields.is_empty() {
            return Self::Row(error.to_string());
        }
        Self::Row(fields.join("; "))
    }
}

/// The help desk, with its contacts and companies.
struct Desk {
    client: Client,
    dry_run: bool,
    /// All contacts, by address.
    contacts: HashMap<String, Contact>,
    /// The IDs of the companies, by name.
    companies: HashMap<String, i64>,
    /// The addresses of the rows so far.
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
        if !is_address(&email) {
            return Err(format!("email: `{email}` is not an address").into());
        }
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
            None if row.name.is_none() => Err("name: a new contact needs one".to_owned().into()),
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

/// Whether a text has the form of an address; the help desk decides about the rest.
fn is_address(text: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c == '@');
    text.split_once('@')
        .is_some_and(|(local, domain)| is_part(local) && is_part(domain) && domain.contains('.'))
}

/// Returns a value of the file that differs from the one of the contact.
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

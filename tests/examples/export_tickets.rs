//! Exports all tickets of a help desk to a file of JSON Lines; after an interruption, the same command continues.
//!
//! Invariant: the resume file beside the output describes a prefix of it that is on the disk, and the point of the list
//! at which that prefix ends.

use std::{
    env,
    error::Error,
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, IsTerminal as _, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Parser;
use freshdesk::{
    Client, ResumeToken,
    models::{Ticket, TicketListInclude},
    runtime::Items,
};
use indicatif::{ProgressBar, ProgressStyle};
use ring::digest;
use serde::{Deserialize, Serialize};

const NOTES: &str = "\
Run the same command again to continue after it was interrupted or killed: no ticket is lost, and none is written twice.
A ticket that changes during the export is written again with its new values; of two lines with the same `id`, the later
one is current. FILE.resume holds the state of an export that is not complete.

Environment: FRESHDESK_DOMAIN and FRESHDESK_API_KEY; FRESHDESK_BASE_URL instead of the domain for another address.
Exit codes: 0 done, 1 failed, 2 wrong arguments, 130 interrupted.";

/// Exports all tickets to a file of JSON Lines.
#[derive(Parser)]
#[command(name = "export_tickets", version = env!("CLIENT_VERSION"), after_help = NOTES)]
struct Args {
    /// The file to write.
    #[arg(long, value_name = "FILE", default_value = "tickets.jsonl")]
    out: PathBuf,
    /// The parts to embed in each ticket: description, requester, company, stats. Each makes a page cost two calls more.
    #[arg(
        long,
        value_name = "PART",
        value_delimiter = ',',
        default_value = "description"
    )]
    include: Vec<TicketListInclude>,
}

/// The end of a run that has not failed.
enum End {
    Done,
    Interrupted,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let args = Args::parse();
    match export(&args).await {
        Ok(End::Done) => ExitCode::SUCCESS,
        Ok(End::Interrupted) => ExitCode::from(130),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn export(args: &Args) -> Result<End, Box<dyn Error>> {
    let client = Client::from_env()?;
    let mut output = Output::open(&args.out, Scope::of(args))?;
    let mut tickets = client.tickets().list().per_page(100);
    tickets = tickets.include(args.include.clone());
    let mut tickets = match &output.state.next {
        Next::Start => tickets.all(),
        Next::At(token) => tickets.all().resume(&token.parse::<ResumeToken>()?),
        // It was killed when everything was written.
        Next::End => return output.finish(),
    };
    let bar = progress(output.state.tickets)?;
    let interrupted = tokio::signal::ctrl_c();
    tokio::pin!(interrupted);
    loop {
        let next = tokio::select! {
            next = tickets.try_next() => next,
            _ = &mut interrupted => {
                bar.abandon();
                output.record(Next::after(&tickets))?;
                eprintln!("interrupted: run the same command again to continue");
                return Ok(End::Interrupted);
            }
        };
        match next {
            Ok(Some(ticket)) => {
                bar.set_message(ticket.updated_at.to_string());
                output.write(&serde_json::to_string(&ticket)?)?;
            }
            Ok(None) => break,
            Err(freshdesk::Error::Decode(failure)) if failure.record().is_some() => {
                let record = failure.record().unwrap_or_default();
                bar.suspend(|| {
                    eprintln!(
                        "warning: {}, written as it was received",
                        failure.mismatch()
                    );
                });
                output.write(&one_line(record)?)?;
            }
            Err(error) => {
                bar.abandon();
                output.record(Next::after(&tickets))?;
                return Err(format!("{error}; run the same command again to continue").into());
            }
        }
        bar.inc(1);
        if bar.position().is_multiple_of(100) {
            output.record(Next::after(&tickets))?;
        }
    }
    bar.finish_and_clear();
    output.finish()
}

/// Returns a line that fits the terminal; nothing where there is none.
fn progress(done: u64) -> Result<ProgressBar, Box<dyn Error>> {
    if !io::stderr().is_terminal() {
        return Ok(ProgressBar::hidden().with_position(done));
    }
    let style = "{spinner} {human_pos} tickets, {per_sec}, updated up to {wide_msg}";
    let bar = ProgressBar::new_spinner().with_style(ProgressStyle::with_template(style)?);
    Ok(bar.with_position(done))
}

/// Returns a record that is not a ticket of the known form, on one line.
fn one_line(record: &str) -> serde_json::Result<String> {
    match serde_json::from_str::<serde_json::Value>(record) {
        Ok(value) => serde_json::to_string(&value),
        // The client reads JSON that is not quite valid; a text keeps it.
        Err(_) => serde_json::to_string(record),
    }
}

/// The point of the list at which an export continues.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Next {
    Start,
    At(String),
    /// Everything is written.
    End,
}

impl Next {
    fn after(tickets: &Items<Ticket>) -> Self {
        let token = tickets.resume_token();
        token.map_or(Self::End, |token| Self::At(token.to_string()))
    }
}

/// The account and the arguments, which have to be the same for an export to continue.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Scope {
    account: String,
    include: Vec<String>,
}

impl Scope {
    fn of(args: &Args) -> Self {
        let mut variables = ["FRESHDESK_BASE_URL", "FRESHDESK_DOMAIN"].into_iter();
        let account = variables.find_map(|name| env::var(name).ok());
        let parts = args.include.iter().map(ToString::to_string);
        Self {
            account: account.unwrap_or_default(),
            include: parts.collect(),
        }
    }

    /// Returns the difference to the scope of an earlier run, for an error.
    fn difference(&self, earlier: &Self) -> Option<String> {
        if self.account != earlier.account {
            Some(format!("of the account {}", earlier.account))
        } else if self.include != earlier.include {
            Some(format!("with --include {}", earlier.include.join(",")))
        } else {
            None
        }
    }
}

/// A line of the output, as proof that it is the file that was written.
#[derive(Clone, Serialize, Deserialize)]
struct Line {
    bytes: u64,
    sha256: String,
}

impl Line {
    fn of(line: &[u8]) -> Self {
        let hash = digest::digest(&digest::SHA256, line);
        let hex = hash.as_ref().iter().map(|byte| format!("{byte:02x}"));
        Self {
            bytes: line.len() as u64,
            sha256: hex.collect(),
        }
    }
}

/// The contents of the resume file.
#[derive(Clone, Serialize, Deserialize)]
struct State {
    scope: Scope,
    /// The length of the output that belongs to this state.
    bytes: u64,
    tickets: u64,
    last_line: Option<Line>,
    next: Next,
}

impl State {
    /// Returns the state before the first ticket.
    fn begun(scope: Scope) -> Self {
        Self {
            scope,
            bytes: 0,
            tickets: 0,
            last_line: None,
            next: Next::Start,
        }
    }
}

/// The output and its resume file.
struct Output {
    file: BufWriter<File>,
    path: PathBuf,
    resume: PathBuf,
    state: State,
    /// The tickets that earlier runs have written.
    earlier: u64,
}

impl Output {
    /// Begins an output, or continues one: bytes after the recorded state are cut off, and their tickets written again.
    fn open(path: &Path, scope: Scope) -> Result<Self, Box<dyn Error>> {
        let resume = beside(path, ".resume");
        let state = match fs::read_to_string(&resume) {
            Ok(text) => read_state(&text, &scope)
                .map_err(|error| format!("{}: {error}", resume.display()))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if fs::metadata(path).is_ok_and(|data| data.len() > 0) {
                    let shown = path.display();
                    return Err(
                        format!("{shown} exists and is complete; choose another --out").into(),
                    );
                }
                State::begun(scope)
            }
            Err(error) => return Err(format!("{}: {error}", resume.display()).into()),
        };
        let file = continued(path, &state).map_err(|error| {
            let (path, resume) = (path.display(), resume.display());
            format!("{path}: {error}\nTo begin anew, delete {resume} and {path}.")
        })?;
        let earlier = state.tickets;
        let mut output = Self {
            file: BufWriter::new(file),
            path: path.to_owned(),
            resume,
            state,
            earlier,
        };
        output.record(output.state.next.clone())?;
        Ok(output)
    }

    fn write(&mut self, line: &str) -> io::Result<()> {
        let line = format!("{line}\n");
        self.file.write_all(line.as_bytes())?;
        self.state.bytes += line.len() as u64;
        self.state.tickets += 1;
        self.state.last_line = Some(Line::of(line.as_bytes()));
        Ok(())
    }

    /// Records that the output so far ends at this point of the list, after the output has reached the disk. The resume
    /// file is replaced as a whole.
    fn record(&mut self, next: Next) -> io::Result<()> {
        self.file.flush()?;
        self.file.get_ref().sync_data()?;
        self.state.next = next;
        let new = beside(&self.resume, ".new");
        let mut file = File::create(&new)?;
        serde_json::to_writer_pretty(&mut file, &self.state)?;
        file.write_all(b"\n")?;
        file.sync_data()?;
        fs::rename(new, &self.resume)
    }

    fn finish(mut self) -> Result<End, Box<dyn Error>> {
        self.record(Next::End)?;
        fs::remove_file(&self.resume)?;
        let (path, all) = (self.path.display(), self.state.tickets);
        match self.earlier {
            0 => println!("wrote {all} tickets to {path}"),
            earlier => println!("wrote {} tickets to {path}, {all} in all", all - earlier),
        }
        Ok(End::Done)
    }
}

/// Opens the output after checking that it is the one of the state.
fn continued(path: &Path, state: &State) -> Result<File, Box<dyn Error>> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).truncate(false);
    let mut file = options.create(state.bytes == 0).open(path)?;
    if file.metadata()?.len() < state.bytes {
        return Err("the file is shorter than when the export was interrupted".into());
    }
    if let Some(line) = &state.last_line {
        let mut found = vec![0; usize::try_from(line.bytes)?];
        let start = state.bytes.checked_sub(line.bytes);
        file.seek(SeekFrom::Start(start.ok_or("the resume file is damaged")?))?;
        file.read_exact(&mut found)?;
        if Line::of(&found).sha256 != line.sha256 {
            return Err("the file was changed after the export was interrupted".into());
        }
    }
    file.set_len(state.bytes)?;
    file.seek(SeekFrom::End(0))?;
    Ok(file)
}

fn read_state(text: &str, scope: &Scope) -> Result<State, String> {
    let state: State = serde_json::from_str(text)
        .map_err(|error| format!("the file is damaged ({error}); delete it to begin anew"))?;
    match scope.difference(&state.scope) {
        // Nothing was written yet.
        Some(_) if state.bytes == 0 => Ok(State::begun(scope.clone())),
        Some(other) => Err(format!(
            "it belongs to an export {other}; repeat that command, or choose another --out"
        )),
        None => Ok(state),
    }
}

/// Returns the path with a longer ending.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

//! Writes every ticket of a help desk into a file of JSON Lines; interrupted at any point, it goes on where it was.
//!
//! Invariant: the file beside the output says how many of its bytes belong to the place in the list where it goes on.

use std::{
    error::Error,
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Parser;
use freshdesk::{
    Client, ResumeToken,
    models::{Ticket, TicketListInclude},
};
use indicatif::{ProgressBar, ProgressStyle};

const NOTES: &str = "\
Run the same command again to go on after it was interrupted or killed: no ticket is lost, and none comes twice. A
ticket that is changed meanwhile comes again with its new values; of two lines with the same `id`, the later holds.

Environment: FRESHDESK_DOMAIN and FRESHDESK_API_KEY; FRESHDESK_BASE_URL instead of the domain for another address.
Exit codes: 0 done, 1 failed, 2 wrong arguments, 130 interrupted.";

/// Writes every ticket into a file of JSON Lines.
#[derive(Parser)]
#[command(name = "export_tickets", after_help = NOTES)]
struct Args {
    /// The file to write.
    #[arg(long, value_name = "FILE", default_value = "tickets.jsonl")]
    out: PathBuf,
    /// What to embed in each ticket: description, requester, company, stats; each makes a page cost two calls more.
    #[arg(
        long,
        value_name = "PART",
        value_delimiter = ',',
        default_value = "description"
    )]
    include: Vec<TicketListInclude>,
}

/// How an export ended.
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
    let request = client.tickets().list().per_page(100);
    let mut tickets = request.include(args.include.clone()).all();
    let mut output = Output::open(&args.out)?;
    if let Some(token) = &output.token {
        tickets = tickets.resume(token);
    }
    let bar = ProgressBar::new_spinner().with_style(ProgressStyle::with_template(
        "{spinner} {human_pos} tickets, {per_sec}, {msg}",
    )?);
    let interrupted = tokio::signal::ctrl_c();
    tokio::pin!(interrupted);
    loop {
        let next = tokio::select! {
            next = tickets.try_next() => next,
            _ = &mut interrupted => {
                output.mark(tickets.resume_token())?;
                bar.abandon();
                eprintln!("interrupted: run the same command again to go on");
                return Ok(End::Interrupted);
            }
        };
        match next {
            Ok(Some(ticket)) => {
                output.write(&ticket)?;
                bar.inc(1);
                if bar.position().is_multiple_of(100) {
                    output.mark(tickets.resume_token())?;
                    bar.set_message(format!("changed up to {}", ticket.updated_at));
                }
            }
            Ok(None) => break,
            Err(error) => {
                output.mark(tickets.resume_token())?;
                return Err(error.into());
            }
        }
    }
    output.finish()?;
    bar.finish_and_clear();
    println!("wrote {} tickets to {}", bar.position(), args.out.display());
    Ok(End::Done)
}

/// The file with the tickets, and the one beside it that tells where to go on.
struct Output {
    file: BufWriter<File>,
    mark: PathBuf,
    /// Where an earlier export stopped.
    token: Option<ResumeToken>,
}

impl Output {
    /// Begins a new file, or goes on with one: what was written after its last mark is cut off, and comes again.
    fn open(path: &Path) -> Result<Self, Box<dyn Error>> {
        let mark = beside(path, ".resume");
        if path.exists() && !mark.exists() {
            let path = path.display();
            return Err(
                format!("{path} is there already, and whole; choose another with --out").into(),
            );
        }
        let (length, token) = match fs::read_to_string(&mark) {
            Ok(text) => read_mark(&text).ok_or_else(|| format!("{} is damaged", mark.display()))?,
            Err(_) => (0, None),
        };
        let options = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path);
        let mut file = options.map_err(|error| format!("{}: {error}", path.display()))?;
        file.set_len(length)?;
        file.seek(SeekFrom::End(0))?;
        let mut output = Self {
            file: BufWriter::new(file),
            mark,
            token,
        };
        output.mark(output.token.clone())?;
        Ok(output)
    }

    fn write(&mut self, ticket: &Ticket) -> io::Result<()> {
        serde_json::to_writer(&mut self.file, ticket)?;
        self.file.write_all(b"\n")
    }

    /// Notes that what was written so far comes before this place; the note is replaced as a whole.
    fn mark(&mut self, token: Option<ResumeToken>) -> io::Result<()> {
        self.file.flush()?;
        let length = self.file.stream_position()?;
        let token = token.map(|token| token.to_string()).unwrap_or_default();
        let new = beside(&self.mark, ".new");
        fs::write(&new, format!("{length}\n{token}\n"))?;
        fs::rename(new, &self.mark)
    }

    fn finish(mut self) -> io::Result<()> {
        self.file.flush()?;
        fs::remove_file(&self.mark)
    }
}

/// The path with a longer ending.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// How long the file was, and where to go on.
fn read_mark(text: &str) -> Option<(u64, Option<ResumeToken>)> {
    let (length, token) = text.split_once('\n')?;
    let token = match token.trim() {
        "" => None,
        token => Some(token.parse().ok()?),
    };
    Some((length.parse().ok()?, token))
}

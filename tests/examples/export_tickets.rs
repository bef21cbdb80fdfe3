//! Writes every ticket of a help desk into a file of JSON Lines; interrupted at any point, it goes on where it was.
//!
//! Invariant: the file beside the output says how many of its bytes belong to the place in the list where it goes on.

use std::{
    error::Error,
    fmt,
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Seek as _, SeekFrom, Write as _},
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
    /// Parts to embed in each ticket: description, requester, company, stats; each makes a page cost two calls more.
    #[arg(
        long,
        value_name = "PART",
        value_delimiter = ',',
        default_value = "description"
    )]
    include: Vec<TicketListInclude>,
}

/// Result of an export.
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
    match &output.place {
        Place::Start => {}
        Place::At(token) => tickets = tickets.resume(token),
        // It was killed when all was written.
        Place::End => return output.finish(0),
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
                output.mark(&Place::of(&tickets))?;
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
                    output.mark(&Place::of(&tickets))?;
                    bar.set_message(format!("changed up to {}", ticket.updated_at));
                }
            }
            Ok(None) => break,
            Err(error) => {
                output.mark(&Place::of(&tickets))?;
                return Err(error.into());
            }
        }
    }
    bar.finish_and_clear();
    output.finish(bar.position())
}

/// Position at which an export continues.
enum Place {
    Start,
    At(ResumeToken),
    /// Nowhere: everything is written.
    End,
}

impl Place {
    fn of(tickets: &Items<Ticket>) -> Self {
        tickets.resume_token().map_or(Self::End, Self::At)
    }

    fn read(text: &str) -> Option<Self> {
        match text {
            "start" => Some(Self::Start),
            "end" => Some(Self::End),
            token => token.parse().ok().map(Self::At),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start => f.write_str("start"),
            Self::At(token) => token.fmt(f),
            Self::End => f.write_str("end"),
        }
    }
}

/// The file with the tickets, and the one beside it that tells where to go on.
struct Output {
    file: BufWriter<File>,
    path: PathBuf,
    mark: PathBuf,
    /// Position at which an earlier export stopped.
    place: Place,
}

impl Output {
    /// Begins a new file, or goes on with one: what was written after its last mark is cut off, and comes again.
    fn open(path: &Path) -> Result<Self, Box<dyn Error>> {
        let shown = path.display();
        let mark = beside(path, ".resume");
        if path.exists() && !mark.exists() {
            return Err(
                format!("{shown} is there already, and whole; choose another with --out").into(),
            );
        }
        let (length, place) = match fs::read_to_string(&mark) {
            Ok(text) => read_mark(&text).ok_or_else(|| format!("{} is damaged", mark.display()))?,
            Err(_) => (0, Place::Start),
        };
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path);
        let mut file = file.map_err(|error| format!("{shown}: {error}"))?;
        file.set_len(length)?;
        file.seek(SeekFrom::End(0))?;
        let file = BufWriter::new(file);
        let mut output = Self {
            file,
            path: path.to_owned(),
            mark,
            place,
        };
        if length == 0 {
            output.mark(&Place::Start)?;
        }
        Ok(output)
    }

    fn write(&mut self, ticket: &Ticket) -> io::Result<()> {
        serde_json::to_writer(&mut self.file, ticket)?;
        self.file.write_all(b"\n")
    }

    /// Notes that what was written so far comes before this place; the note is replaced as a whole.
    fn mark(&mut self, place: &Place) -> io::Result<()> {
        self.file.flush()?;
        let length = self.file.stream_position()?;
        let new = beside(&self.mark, ".new");
        fs::write(&new, format!("{length}\n{place}\n"))?;
        fs::rename(new, &self.mark)
    }

    fn finish(mut self, count: u64) -> Result<End, Box<dyn Error>> {
        self.file.flush()?;
        fs::remove_file(&self.mark)?;
        println!("wrote {count} tickets to {}", self.path.display());
        Ok(End::Done)
    }
}

/// Returns the path with a longer ending.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Reads the length of the file, and the position to continue at.
fn read_mark(text: &str) -> Option<(u64, Place)> {
    let (length, place) = text.trim_end().split_once('\n')?;
    Some((length.parse().ok()?, Place::read(place)?))
}

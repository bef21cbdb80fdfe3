//! A receiver of Freshdesk's webhooks: it checks who is calling, reads the event, and prints what has changed.
//!
//! Speaks as much HTTP as that takes; a program that has a web framework already needs `authenticate` and `print` alone.
//! Invariant: what a stranger sends is bounded in size and time, and is not read before its secret is right.

use std::{env, net::SocketAddr, process::ExitCode, time::Duration};

use freshdesk::webhooks::{Secret, TicketEvent};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    time::timeout,
};

/// What `--help` prints.
pub(crate) const HELP: &str = "\
Receives the webhooks of Freshdesk's automation rules.

Usage: webhook_receiver [--listen ADDRESS]

  --listen ADDRESS  where to listen; 127.0.0.1:8080 unless given
  --help            prints this

Environment:
  FRESHDESK_WEBHOOK_SECRET  what the rule sends in the header X-Webhook-Secret

Answers 204 to an event, 401 without the secret, 400 to a body that is no event, 404, 405, 411 and 413 to anything
else. Put it behind something that speaks HTTPS: the secret travels in every call.
";

/// The header with the secret, in lower case.
const HEADER: &str = "x-webhook-secret";
const LONGEST_HEAD: usize = 16 * 1024;
const LONGEST_BODY: usize = 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(10);

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let secret = env::var("FRESHDESK_WEBHOOK_SECRET").unwrap_or_default();
    match Start::read(env::args().skip(1), &secret) {
        Ok(Start::Help) => print!("{HELP}"),
        Ok(Start::Listen(address, secret)) => match TcpListener::bind(address).await {
            Ok(listener) => serve(listener, secret).await,
            Err(error) => return fail(&format!("cannot listen on {address}: {error}")),
        },
        Err(message) => return fail(&message),
    }
    ExitCode::SUCCESS
}

fn fail(message: &str) -> ExitCode {
    eprintln!("{message}\nTry --help.");
    ExitCode::from(2)
}

/// What the command line asks for.
#[derive(Debug)]
pub(crate) enum Start {
    Help,
    Listen(SocketAddr, Secret),
}

impl Start {
    pub(crate) fn read(
        arguments: impl IntoIterator<Item = String>,
        secret: &str,
    ) -> Result<Self, String> {
        let mut address = SocketAddr::from(([127, 0, 0, 1], 8080));
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--help" | "-h" => return Ok(Self::Help),
                "--listen" => {
                    let value = arguments.next().unwrap_or_default();
                    let parsed = value.parse();
                    address = parsed.map_err(|_| format!("`{value}` is no address with a port"))?;
                }
                other => return Err(format!("`{other}` is not known")),
            }
        }
        if secret.is_empty() {
            return Err("FRESHDESK_WEBHOOK_SECRET is not set".to_owned());
        }
        Ok(Self::Listen(address, Secret::new(secret)))
    }
}

/// Answers every call.
pub(crate) async fn serve(listener: TcpListener, secret: Secret) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Too many open files, for example: others have to close first.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let secret = secret.clone();
        tokio::spawn(async move {
            // A caller that is too slow, or goes away, gets no answer.
            let _ = timeout(PATIENCE, answer(stream, &secret)).await;
        });
    }
}

async fn answer(mut stream: TcpStream, secret: &Secret) -> std::io::Result<()> {
    let status = match receive(&mut stream, secret).await {
        Ok(()) => "204 No Content",
        Err(status) => status,
    };
    let length = if status.starts_with("204") {
        ""
    } else {
        "content-length: 0\r\n"
    };
    let head = format!("HTTP/1.1 {status}\r\n{length}connection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await?;
    stream.shutdown().await
}

/// Takes one event.
///
/// # Errors
///
/// The status that says what is wrong with the call.
async fn receive(stream: &mut TcpStream, secret: &Secret) -> Result<(), &'static str> {
    let (head, mut body) = read_head(stream).await?;
    let mut lines = head.split("\r\n");
    let mut request = lines.next().unwrap_or_default().split(' ');
    let (method, path) = (request.next(), request.next());
    authenticate(header(&head, HEADER), secret)?;
    match (method, path) {
        (Some("POST"), Some("/")) => {}
        (Some(_), Some("/")) => return Err("405 Method Not Allowed"),
        _ => return Err("404 Not Found"),
    }
    let length = header(&head, "content-length").ok_or("411 Length Required")?;
    let length: usize = length.parse().map_err(|_| "400 Bad Request")?;
    if length > LONGEST_BODY {
        return Err("413 Content Too Large");
    }
    let missing = length.saturating_sub(body.len());
    let mut rest = stream.take(missing as u64);
    rest.read_to_end(&mut body)
        .await
        .map_err(|_| "400 Bad Request")?;
    let body = body.get(..length).ok_or("400 Bad Request")?;
    let event = TicketEvent::parse(body).map_err(|_| "400 Bad Request")?;
    print(&event);
    Ok(())
}

/// Reads up to the blank line; gives what came before and after it.
async fn read_head(stream: &mut TcpStream) -> Result<(String, Vec<u8>), &'static str> {
    const BLANK: &[u8] = b"\r\n\r\n";
    let mut read = Vec::new();
    loop {
        if let Some(end) = read.windows(BLANK.len()).position(|bytes| bytes == BLANK) {
            let body = read.split_off(end + BLANK.len());
            let head = String::from_utf8(read).map_err(|_| "400 Bad Request")?;
            return Ok((head, body));
        }
        if read.len() > LONGEST_HEAD {
            return Err("431 Request Header Fields Too Large");
        }
        match stream.read_buf(&mut read).await {
            Ok(0) | Err(_) => return Err("400 Bad Request"),
            Ok(_) => {}
        }
    }
}

/// The value of a header, whose name is in lower case.
fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let lines = head.split("\r\n").skip(1);
    let mut fields = lines.filter_map(|line| line.split_once(':'));
    let found = fields.find(|(field, _)| field.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.trim())
}

fn authenticate(given: Option<&str>, secret: &Secret) -> Result<(), &'static str> {
    if given.is_some_and(|given| secret.matches(given)) {
        Ok(())
    } else {
        Err("401 Unauthorized")
    }
}

/// What a program of your own would do something with.
fn print(event: &TicketEvent) {
    match event.ticket_id() {
        Ok(Some(id)) => println!("ticket {id}"),
        Ok(None) => println!("a ticket"),
        Err(error) => println!("a ticket whose number cannot be read: {error}"),
    }
    for change in event
        .triggered_event()
        .iter()
        .flat_map(freshdesk::webhooks::Changes::iter)
    {
        println!(
            "  {}: {:?} to {:?}",
            change.field,
            change.from(),
            change.to()
        );
    }
}

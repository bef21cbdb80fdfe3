//! A receiver of Freshdesk's webhooks: it authenticates the sender, reads the event, and prints what has changed.
//!
//! Speaks as much HTTP as that takes; a program that has a web framework already needs `authenticate` and `print`
//! alone. Invariant: what a stranger sends is bounded in size and time, and is not read before its secret is right.

use std::{env, error::Error, net::SocketAddr, process::ExitCode, time::Duration};

use clap::Parser;
use freshdesk::webhooks::{Secret, TicketEvent};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    time::timeout,
};

const NOTES: &str = "\
Answers 204 to an event, 401 without the secret, 400 to a body that is no event, 404, 405, 411 and 413 to anything
else. Put it behind something that speaks HTTPS: the secret travels in every call.

Environment: FRESHDESK_WEBHOOK_SECRET is what the automation rule sends in the header X-Webhook-Secret.
Exit codes: 0 ended by Ctrl-C, 1 failed, 2 wrong arguments.";

/// Receives the webhooks of Freshdesk's automation rules.
#[derive(Parser)]
#[command(name = "webhook_receiver", after_help = NOTES)]
struct Args {
    /// Address to listen on.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

/// The header with the secret, in lower case.
const HEADER: &str = "x-webhook-secret";
const LONGEST_HEAD: usize = 16 * 1024;
const LONGEST_BODY: usize = 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(10);

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match receive_all(&Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn receive_all(args: &Args) -> Result<(), Box<dyn Error>> {
    let secret = env::var("FRESHDESK_WEBHOOK_SECRET").unwrap_or_default();
    if secret.is_empty() {
        return Err("FRESHDESK_WEBHOOK_SECRET is not set; see --help".into());
    }
    let listener = TcpListener::bind(args.listen).await;
    let listener =
        listener.map_err(|error| format!("cannot listen on {}: {error}", args.listen))?;
    println!("listening on {}", listener.local_addr()?);
    tokio::select! {
        () = serve(listener, Secret::new(secret)) => Ok(()),
        interrupted = tokio::signal::ctrl_c() => Ok(interrupted?),
    }
}

/// Answers every call.
async fn serve(listener: TcpListener, secret: Secret) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Too many open files, for example: others have to close first.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let secret = secret.clone();
        tokio::spawn(async move {
            // A caller that is too slow, or goes away, gets no response.
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

/// Returns the value of a header, whose name is in lower case.
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

/// Prints an event, in place of your own program's work.
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
        let [from, to] = [change.from(), change.to()].map(|value| value.unwrap_or("nothing"));
        println!("  {}: {from} to {to}", change.field);
    }
}

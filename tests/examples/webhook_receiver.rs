//! A receiver of Freshdesk's webhooks that authenticates the sender, reads the event, and prints the changes.
//!
//! It implements as much HTTP as that takes; a program with a web framework needs `authenticate`, `event` and `print` alone.
//! Invariant: a request is bounded in size and time, and its body is not read before its secret is right.

use std::{env, error::Error, net::SocketAddr, process::ExitCode, time::Duration};

use clap::Parser;
use freshdesk::webhooks::{Secret, TicketEvent};
use quick_xml::{Reader, events::Event};
use serde_json::{Map, Value};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    time::timeout,
};

const NOTES: &str = "\
Responds with 204 to an event in any encoding of automation rules (JSON, XML, form), with 401 where the secret is missing,
with 400 where the body is not an event, and with 404, 405, 411 or 413 otherwise; each rejection is logged with its reason.
Put it behind a proxy that terminates HTTPS: every request contains the secret.

Environment: FRESHDESK_WEBHOOK_SECRET, the value of the header X-Webhook-Secret in the automation rule.
Exit codes: 0 ended by Ctrl-C, 1 failed, 2 wrong arguments.";

/// Receives the webhooks of Freshdesk's automation rules.
#[derive(Parser)]
#[command(name = "webhook_receiver", version = env!("CLIENT_VERSION"), after_help = NOTES)]
struct Args {
    /// The address to listen on.
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

/// Responds to every connection.
async fn serve(listener: TcpListener, secret: Secret) {
    loop {
        let Ok((stream, sender)) = listener.accept().await else {
            // Too many open files, for example: others have to close first.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let secret = secret.clone();
        tokio::spawn(async move {
            match timeout(PATIENCE, respond(stream, sender, &secret)).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => eprintln!("{sender}: no response was sent: {error}"),
                Err(_) => eprintln!("{sender}: no response was sent: the request took too long"),
            }
        });
    }
}

/// A request that is not taken: the status of the response, and the reason for the log.
struct Rejected(&'static str, String);

impl Rejected {
    fn bad(reason: impl Into<Box<dyn Error>>) -> Self {
        Self("400 Bad Request", reason.into().to_string())
    }
}

async fn respond(
    mut stream: TcpStream,
    sender: SocketAddr,
    secret: &Secret,
) -> std::io::Result<()> {
    let (status, length) = match receive(&mut stream, secret).await {
        Ok(event) => {
            print(&event);
            ("204 No Content", "")
        }
        Err(Rejected(status, reason)) => {
            eprintln!("{sender}: {status}: {reason}");
            (status, "content-length: 0\r\n")
        }
    };
    let head = format!("HTTP/1.1 {status}\r\n{length}connection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await?;
    stream.shutdown().await
}

/// Reads one event.
async fn receive(stream: &mut TcpStream, secret: &Secret) -> Result<TicketEvent, Rejected> {
    let (head, mut body) = read_head(stream).await?;
    let line = head.lines().next().unwrap_or_default();
    authenticate(header(&head, HEADER), secret)?;
    let mut request = line.split(' ');
    match (request.next(), request.next()) {
        (Some("POST"), Some("/")) => {}
        (Some(_), Some("/")) => return Err(Rejected("405 Method Not Allowed", line.to_owned())),
        _ => return Err(Rejected("404 Not Found", line.to_owned())),
    }
    let length = header(&head, "content-length");
    let length = length.ok_or_else(|| {
        Rejected(
            "411 Length Required",
            "there is no Content-Length".to_owned(),
        )
    })?;
    let length: usize = length
        .parse()
        .map_err(|_| Rejected::bad("the Content-Length is not a number"))?;
    if length > LONGEST_BODY {
        return Err(Rejected(
            "413 Content Too Large",
            format!("the body has {length} bytes"),
        ));
    }
    let missing = length.saturating_sub(body.len());
    let mut rest = stream.take(missing as u64);
    let read = rest.read_to_end(&mut body).await;
    read.map_err(Rejected::bad)?;
    let body = body
        .get(..length)
        .ok_or_else(|| Rejected::bad("the body is shorter than its Content-Length"))?;
    event(header(&head, "content-type").unwrap_or_default(), body).map_err(Rejected::bad)
}

/// Reads up to the blank line; returns the text before it and the bytes after it.
async fn read_head(stream: &mut TcpStream) -> Result<(String, Vec<u8>), Rejected> {
    const BLANK: &[u8] = b"\r\n\r\n";
    let mut read = Vec::new();
    loop {
        if let Some(end) = read.windows(BLANK.len()).position(|bytes| bytes == BLANK) {
            let body = read.split_off(end + BLANK.len());
            let head = String::from_utf8(read);
            return Ok((
                head.map_err(|_| Rejected::bad("the headers are not text"))?,
                body,
            ));
        }
        if read.len() > LONGEST_HEAD {
            let reason = format!("the headers have more than {LONGEST_HEAD} bytes");
            return Err(Rejected("431 Request Header Fields Too Large", reason));
        }
        match stream.read_buf(&mut read).await {
            Ok(0) => {
                return Err(Rejected::bad(
                    "the connection was closed within the headers",
                ));
            }
            Ok(_) => {}
            Err(error) => return Err(Rejected::bad(error)),
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

fn authenticate(given: Option<&str>, secret: &Secret) -> Result<(), Rejected> {
    let reason = match given {
        Some(given) if secret.matches(given) => return Ok(()),
        Some(_) => "the secret in X-Webhook-Secret is wrong",
        None => "there is no header X-Webhook-Secret",
    };
    Err(Rejected("401 Unauthorized", reason.to_owned()))
}

/// Reads an event in the encoding that the automation rule has selected. The event may be inside of objects or elements
/// that an administrator has put around it.
fn event(content_type: &str, body: &[u8]) -> Result<TicketEvent, Box<dyn Error>> {
    let first = body.iter().find(|byte| !byte.is_ascii_whitespace());
    let is = |kind: &str| content_type.contains(kind);
    let object = match first {
        None => return Err("the body is empty".into()),
        Some(b'<') => xml(str::from_utf8(body)?)?,
        Some(b'{' | b'[') => return Ok(TicketEvent::parse(&inner(body)?)?),
        Some(_) if is("json") || is("xml") => return Err("the body is neither JSON nor XML".into()),
        Some(_) => form(body)?,
    };
    Ok(TicketEvent::parse(&inner(&serde_json::to_vec(&object)?)?)?)
}

/// Returns the JSON of the innermost object that stands alone in those around it.
fn inner(body: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    // Placeholders may have put line breaks into texts, which the client reads and serde_json does not.
    let Ok(mut value) = serde_json::from_slice::<Value>(body) else {
        return Ok(body.to_owned());
    };
    while let Value::Object(object) = &mut value {
        let mut members = object.values_mut();
        match (members.next(), members.next()) {
            (Some(inside @ Value::Object(_)), None) => value = inside.take(),
            _ => break,
        }
    }
    Ok(serde_json::to_vec(&value)?)
}

/// `webhook[ticket_id]=11&ticket_subject=Door`: a key in brackets is inside of the name before it.
fn form(body: &[u8]) -> Result<Map<String, Value>, Box<dyn Error>> {
    if !body.contains(&b'=') {
        return Err("the body is neither JSON, XML nor a form".into());
    }
    let pairs = form_urlencoded::parse(body).map(|(name, value)| {
        let key = name
            .strip_suffix(']')
            .and_then(|name| name.rsplit_once('['));
        let key = key.map_or(&*name, |(_, key)| key).to_owned();
        (key, Value::String(value.into_owned()))
    });
    Ok(pairs.collect())
}

/// Returns the texts of the elements that have no elements in them.
fn xml(text: &str) -> Result<Map<String, Value>, Box<dyn Error>> {
    let mut reader = Reader::from_str(text);
    let mut texts = Map::new();
    let mut open: Option<(String, String)> = None;
    loop {
        match reader.read_event()? {
            Event::Start(element) => {
                let name = String::from_utf8(element.local_name().as_ref().to_owned())?;
                open = Some((name, String::new()));
            }
            Event::Text(part) => {
                if let Some((_, text)) = &mut open {
                    text.push_str(&part.decode()?);
                }
            }
            Event::CData(part) => {
                if let Some((_, text)) = &mut open {
                    text.push_str(&part.decode()?);
                }
            }
            Event::GeneralRef(reference) => {
                if let Some((_, text)) = &mut open {
                    text.push_str(&resolved(&reference)?);
                }
            }
            Event::End(_) => {
                if let Some((name, text)) = open.take() {
                    texts.insert(name, Value::String(text));
                }
            }
            Event::Eof => return Ok(texts),
            _ => {}
        }
    }
}

/// `&amp;`, `&#38;`
fn resolved(reference: &quick_xml::events::BytesRef<'_>) -> Result<String, Box<dyn Error>> {
    if let Some(character) = reference.resolve_char_ref()? {
        return Ok(character.to_string());
    }
    let name = reference.decode()?;
    let known = quick_xml::escape::resolve_predefined_entity(&name);
    Ok(known
        .ok_or_else(|| format!("the entity &{name}; is unknown"))?
        .to_owned())
}

/// Returns a program of your own would do something else with the event.
fn print(event: &TicketEvent) {
    match event.ticket_id() {
        Ok(Some(id)) => println!("ticket {id}"),
        Ok(None) => {
            let keys: Vec<&str> = event.keys().iter().map(|(key, _)| key.as_str()).collect();
            match keys.as_slice() {
                [] => println!("an event without keys"),
                keys => println!(
                    "an event without a ticket; its keys are {}",
                    keys.join(", ")
                ),
            }
        }
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

//! A server on a thread of its own: `GET …/tickets/42` → one ticket, any other
//! path → a page of 100, with a link to the next one unless it is the 100th. All
//! responses are written beforehand, so that it costs little beside what is measured,
//! and connections stay open.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::thread;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Number of tickets on a page.
const PAGE: u64 = 100;

/// Number of pages.
const PAGES: usize = 100;

/// Starts the server, and gives the address to call.
pub(crate) fn start() -> io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let address = format!("http://{}/api/v2", listener.local_addr()?);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()?;
    thread::spawn(move || runtime.block_on(serve(listener)));
    Ok(address)
}

async fn serve(listener: TcpListener) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let address = listener.local_addr()?;
    let tickets: Vec<String> = (0..PAGE).map(|index| ticket(1000 + index)).collect();
    let tickets = format!("[{}]", tickets.join(","));
    let one = answer(&ticket(42), "");
    let pages = (1..=PAGES).map(|number| answer(&tickets, &link(address, number)));
    let answers: &'static Answers = Box::leak(Box::new(Answers {
        one,
        pages: pages.collect(),
    }));
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(converse(stream, answers));
    }
}

/// Responses of the server.
struct Answers {
    one: String,
    pages: Vec<String>,
}

impl Answers {
    fn to(&self, request: &[u8]) -> &str {
        if request.starts_with(b"GET /api/v2/tickets/42 ") {
            return &self.one;
        }
        let line = request.split(|byte| *byte == b'\r').next();
        let line = line.and_then(|line| std::str::from_utf8(line).ok());
        let number = line.and_then(|line| line.split(['?', '&']).find_map(page_number));
        let page = self.pages.get(number.unwrap_or(1) - 1);
        page.map_or(&self.one, |page| page)
    }
}

fn page_number(parameter: &str) -> Option<usize> {
    let number = parameter.strip_prefix("page=")?.split(' ').next()?;
    number.parse().ok().filter(|number| *number > 0)
}

/// Returns the header that leads to the page after this one.
fn link(address: SocketAddr, number: usize) -> String {
    if number == PAGES {
        return String::new();
    }
    let next = number + 1;
    format!("link: <http://{address}/api/v2/tickets?page={next}&per_page=100>; rel=\"next\"\r\n")
}

/// Answers one request after the other, until the client closes the connection.
async fn converse(mut stream: TcpStream, answers: &'static Answers) -> io::Result<()> {
    let mut request = Vec::new();
    while stream.read_buf(&mut request).await? > 0 {
        if !request.ends_with(b"\r\n\r\n") {
            continue;
        }
        stream.write_all(answers.to(&request).as_bytes()).await?;
        request.clear();
    }
    Ok(())
}

/// Returns a response with the headers of the real service. The limit is so high that nobody has to wait for it.
fn answer(body: &str, link: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\n\
         date: Sat, 21 Nov 2026 12:00:00 GMT\r\n\
         content-type: application/json; charset=utf-8\r\n\
         content-length: {}\r\n\
         cache-control: no-cache, no-store, max-age=0, must-revalidate\r\n\
         x-freshdesk-api-version: latest=v2; requested=v2\r\n\
         x-ratelimit-total: 1000000000\r\n\
         x-ratelimit-remaining: 999999999\r\n\
         x-ratelimit-used-currentrequest: 1\r\n\
         x-request-id: 5f3c1ad0-5f21-4c5e-b0a4-6c3f6d1b9a77\r\n\
         {link}\r\n{body}",
        body.len()
    )
}

/// Returns a ticket with most fields set, about 1.6 KB of JSON.
fn ticket(id: u64) -> String {
    let sentence = "The printer on floor 3 says \\\"PC LOAD LETTER\\\" again.";
    let html = format!("<div>{}</div>\\n", format!("<p>{sentence}</p>").repeat(4));
    let text = sentence.repeat(4);
    let hour = id % 24;
    format!(
        r#"{{"cc_emails":["ada@example.com","grace@example.com"],"fwd_emails":[],"reply_cc_emails":["ada@example.com"],"to_emails":null,"email_config_id":null,"fr_escalated":false,"spam":false,"is_escalated":true,"priority":{priority},"requester_id":{requester},"responder_id":43000000{hour:02},"source":2,"company_id":null,"status":{status},"subject":"Printer {id} is on strike","association_type":null,"product_id":null,"id":{id},"type":"Incident","group_id":43000099,"due_by":"2026-11-{day:02}T{hour:02}:30:00Z","fr_due_by":"2026-11-{day:02}T{hour:02}:15:00Z","description":"{html}","description_text":"{text}","custom_fields":{{"cf_floor":3,"cf_building":"North","cf_serial_number":"SN-{id}-A","cf_under_warranty":true,"cf_reference":null}},"created_at":"2026-11-01T{hour:02}:00:00Z","updated_at":"2026-11-02T{hour:02}:05:09Z","tags":["printer","floor-3","hardware"],"stats":{{"agent_responded_at":null,"status_updated_at":"2026-11-02T{hour:02}:05:09Z"}}}}"#,
        priority = id % 4 + 1,
        requester = 43_000_000_000 + id,
        status = id % 4 + 2,
        day = id % 28 + 1,
    )
}

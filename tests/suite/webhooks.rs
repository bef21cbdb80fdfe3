//! Webhooks as Freshdesk sends them: the keys that it is known to send, and the example receiver from end to end.

use freshdesk::{
    models::TicketStatus,
    webhooks::{Secret, TicketEvent},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

#[path = "../examples/webhook_receiver.rs"]
#[allow(dead_code, reason = "its `main` is for those who run it")]
mod receiver;

const BODY: &str = r#"{"freshdesk_webhook": {"ticket_id": "11", "ticket_contact_email": "jane@example.com",
    "ticket_status": "Open", "ticket_agent_name": null, "ticket_cf_floor": 2,
    "triggered_event": "{status:{from:4,to:6}}"}}"#;

#[test]
fn an_event_is_read() {
    let event = TicketEvent::parse(BODY.as_bytes()).unwrap();
    assert_eq!(event.ticket_id().unwrap(), Some(11));
    assert_eq!(
        event.ticket_requester_email().unwrap().as_deref(),
        Some("jane@example.com")
    );
    assert_eq!(event.ticket_status().unwrap().as_deref(), Some("Open"));
    assert_eq!(event.ticket_agent_name().unwrap(), None);
    assert_eq!(event.get_as::<i64>("ticket_cf_floor").unwrap(), Some(2));
    assert_eq!(event.custom_fields().count(), 1);
    let changes = event.triggered_event().unwrap();
    let status = changes.get("status").unwrap();
    assert_eq!(status.from_as(), Some(TicketStatus::Resolved));
    assert_eq!(status.to_as(), Some(TicketStatus::Unknown(6)));
}

#[test]
fn the_receiver_says_how_it_is_used() {
    let read = |arguments: &[&str], secret| {
        receiver::Start::read(
            arguments.iter().map(|&argument| argument.to_owned()),
            secret,
        )
    };
    assert!(matches!(read(&["--help"], ""), Ok(receiver::Start::Help)));
    assert!(receiver::HELP.contains("FRESHDESK_WEBHOOK_SECRET"));
    let listens = read(&["--listen", "127.0.0.1:9"], "s");
    assert!(matches!(listens, Ok(receiver::Start::Listen(address, _)) if address.port() == 9));
    for (arguments, secret) in [
        (&[][..], ""),
        (&["--listen"], "s"),
        (&["--listn", "x"], "s"),
    ] {
        assert!(read(arguments, secret).is_err(), "{arguments:?}");
    }
}

#[tokio::test]
async fn the_receiver_answers_as_it_should() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(receiver::serve(listener, Secret::new("canary-5f2e")));
    let good = "X-Webhook-Secret: canary-5f2e";
    for (line, secret, body, expected) in [
        ("POST / HTTP/1.1", good, BODY, "204"),
        (
            "POST / HTTP/1.1",
            "x-webhook-secret:canary-5f2e",
            "{}",
            "204",
        ),
        (
            "POST / HTTP/1.1",
            "X-Webhook-Secret: canary-5f2f",
            BODY,
            "401",
        ),
        ("POST / HTTP/1.1", "Accept: */*", BODY, "401"),
        ("GET /other HTTP/1.1", "Accept: */*", "", "401"),
        ("POST / HTTP/1.1", good, "ticket_id=11", "400"),
        ("POST / HTTP/1.1", good, "[]", "400"),
        ("GET / HTTP/1.1", good, "", "405"),
        ("POST /other HTTP/1.1", good, BODY, "404"),
    ] {
        let length = body.len();
        let request =
            format!("{line}\r\nHost: x\r\n{secret}\r\nContent-Length: {length}\r\n\r\n{body}");
        assert_eq!(ask(address, &request).await, expected, "{request}");
    }
    let head = format!("POST / HTTP/1.1\r\n{good}\r\n");
    assert_eq!(ask(address, &format!("{head}\r\n")).await, "411");
    assert_eq!(
        ask(address, &format!("{head}Content-Length: 9999999\r\n\r\n")).await,
        "413"
    );
    assert_eq!(
        ask(address, &format!("{head}Content-Length: many\r\n\r\n")).await,
        "400"
    );
    serving.abort();
}

/// Sends a request and gives the status of its answer.
async fn ask(address: std::net::SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer.split(' ').nth(1).unwrap_or_default().to_owned()
}

//! The receiver of webhooks, as a process that strangers call.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    process::Child,
};

use super::{command, end, first_line, interrupt, start};
use crate::webhooks::BODY;

const SECRET: &str = "X-Webhook-Secret: canary-5f2e";

/// A receiver, its address, and what it prints after that.
struct Receiver {
    process: Child,
    address: String,
}

impl Receiver {
    fn start() -> Self {
        let mut command = command("webhook_receiver");
        let command = command.args(["--listen", "127.0.0.1:0"]);
        let mut process = start(command.env("FRESHDESK_WEBHOOK_SECRET", "canary-5f2e"));
        let line = first_line(&mut process);
        let address = line.strip_prefix("listening on ").unwrap().to_owned();
        Self { process, address }
    }

    /// Sends a request and gives the status of its response.
    fn ask(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split(' ').nth(1).unwrap_or_default().to_owned()
    }
}

#[cfg(unix)]
#[test]
fn the_receiver_answers_as_it_should_and_ends_when_it_is_told_to() {
    let receiver = Receiver::start();
    for (line, secret, body, expected) in [
        ("POST / HTTP/1.1", SECRET, BODY, "204"),
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
        ("POST / HTTP/1.1", SECRET, "nonsense", "400"),
        ("POST / HTTP/1.1", SECRET, "", "400"),
        ("POST / HTTP/1.1", SECRET, "[]", "400"),
        ("GET / HTTP/1.1", SECRET, "", "405"),
        ("POST /other HTTP/1.1", SECRET, BODY, "404"),
    ] {
        let length = body.len();
        let request =
            format!("{line}\r\nHost: x\r\n{secret}\r\nContent-Length: {length}\r\n\r\n{body}");
        assert_eq!(receiver.ask(&request), expected, "{request}");
    }
    let head = format!("POST / HTTP/1.1\r\n{SECRET}\r\n");
    for (rest, expected) in [
        ("\r\n", "411"),
        ("Content-Length: 9999999\r\n\r\n", "413"),
        ("Content-Length: many\r\n\r\n", "400"),
    ] {
        assert_eq!(receiver.ask(&format!("{head}{rest}")), expected, "{rest}");
    }
    interrupt(&receiver.process);
    let ended = end(receiver.process);
    ended.assert(0, "ticket 11\n  status: 4 to 6\nan event without keys\n");
    for reason in [
        "401 Unauthorized: the secret in X-Webhook-Secret is wrong",
        "401 Unauthorized: there is no header X-Webhook-Secret",
        "400 Bad Request: the body is neither JSON, XML nor a form",
        "400 Bad Request: the body is empty",
        "405 Method Not Allowed: GET / HTTP/1.1",
        "404 Not Found: POST /other HTTP/1.1",
        "411 Length Required: there is no Content-Length",
        "413 Content Too Large: the body has 9999999 bytes",
        "400 Bad Request: the Content-Length is not a number",
    ] {
        assert!(
            ended.stderr.contains(reason),
            "{reason} is not in {ended:?}"
        );
    }
    assert!(!ended.stderr.contains("canary"), "{ended:?}");
}

/// Every encoding that an automation rule can select, with line breaks in the texts and envelopes around the keys.
#[cfg(unix)]
#[test]
fn events_are_read_in_every_encoding_and_envelope() {
    let receiver = Receiver::start();
    let bodies = [
        (
            "application/json",
            "{\"freshdesk_webhook\":{\"ticket_id\":1,\"ticket_subject\":\"a\nb\"}}",
        ),
        (
            "application/json",
            "{\"event\":{\"data\":{\"ticket_id\":\"2\"}}}",
        ),
        (
            "application/x-www-form-urlencoded",
            "freshdesk_webhook%5Bticket_id%5D=3&freshdesk_webhook[ticket_subject]=a%0Ab",
        ),
        (
            "application/x-www-form-urlencoded; charset=UTF-8",
            "ticket_id=4&ticket_subject=Door+1",
        ),
        (
            "application/xml",
            "<?xml version=\"1.0\"?>\n<freshdesk_webhook>\n <ticket_id>5</ticket_id>\n \
             <ticket_subject>a &amp; &#98;\nc</ticket_subject><text><![CDATA[<p>]]></text></freshdesk_webhook>",
        ),
        ("text/plain", "{\"order\":7,\"customer\":\"Jane\"}"),
    ];
    for (kind, body) in bodies {
        let length = body.len();
        let head = format!(
            "POST / HTTP/1.1\r\n{SECRET}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
        );
        assert_eq!(receiver.ask(&format!("{head}{body}")), "204", "{body}");
    }
    for (body, reason) in [
        ("<a>&unknown;</a>", "the entity &unknown; is unknown"),
        ("<a></b>", "400 Bad Request: "),
    ] {
        let length = body.len();
        let head = format!("POST / HTTP/1.1\r\n{SECRET}\r\nContent-Length: {length}\r\n\r\n");
        assert_eq!(receiver.ask(&format!("{head}{body}")), "400", "{reason}");
    }
    interrupt(&receiver.process);
    let ended = end(receiver.process);
    let expected = (1..=5).map(|id| format!("ticket {id}\n"));
    let expected: String = expected.collect();
    ended.assert(
        0,
        &format!("{expected}an event without a ticket; its keys are order, customer\n"),
    );
    ended.assert(0, "the entity &unknown; is unknown");
}

#[test]
fn what_it_cannot_listen_on_is_said() {
    let missing = |secret: &str| {
        let mut command = command("webhook_receiver");
        end(start(
            command
                .env("FRESHDESK_WEBHOOK_SECRET", secret)
                .args(["--listen", "192.0.2.1:1"]),
        ))
    };
    missing("").assert(1, "FRESHDESK_WEBHOOK_SECRET is not set");
    missing("canary").assert(1, "cannot listen on 192.0.2.1:1");
    let mut wrong = command("webhook_receiver");
    end(start(wrong.args(["--listen", "here"]))).assert(2, "here");
}

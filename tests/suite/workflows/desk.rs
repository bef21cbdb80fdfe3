//! The local help desk itself, as the generated client and strangers see it.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use freshdesk::{
    Attachment, Client, Error, RateLimitPolicy, RetryPolicy,
    models::{
        ContactCreate, NoteCreate, TicketCreate, TicketInclude, TicketStatus, TicketUpdate,
        TimeEntryCreate,
    },
    queries::TicketQuery,
};
use tests::helpdesk::{Helpdesk, KEY, Options};

use crate::contract;

/// Returns a help desk and a client that tries once and keeps to no limit of its own.
fn desk(options: Options) -> (Helpdesk, Client) {
    let desk = Helpdesk::start(options).unwrap();
    let client = Client::builder().base_url(desk.base_url()).api_key(KEY);
    let client = client
        .retry(RetryPolicy::never())
        .rate_limit(RateLimitPolicy::off());
    (desk, client.build().unwrap())
}

#[tokio::test]
async fn what_is_created_is_read_changed_and_deleted() {
    let (desk, client) = desk(Options::default());
    let ticket = TicketCreate {
        email: Some("Jane@X.example".to_owned()),
        subject: Some("Door".to_owned()),
        description: Some("<p>It is <b>shut</b>.</p>".to_owned()),
        ..TicketCreate::default()
    };
    let file = Attachment::from_bytes("door.txt", "shut");
    let created = client.tickets().create(&ticket).attach(file).await.unwrap();
    let id = created.id;
    assert_eq!(
        (id, created.status, created.due_by),
        (251, TicketStatus::Open, None)
    );
    let file = &created.attachments.unwrap()[0];
    let bytes = client.download(&file.attachment_url).bytes().await.unwrap();
    assert_eq!(&bytes[..], b"shut");

    let note = NoteCreate {
        body: Some("Opened.".to_owned()),
        ..NoteCreate::default()
    };
    client.conversations().add_note(id, &note).await.unwrap();
    let time = TimeEntryCreate {
        time_spent: Some("00:10".to_owned()),
        ..TimeEntryCreate::default()
    };
    client.time_entries().create(id, &time).await.unwrap();
    let change = TicketUpdate {
        status: Some(TicketStatus::Resolved),
        ..TicketUpdate::default()
    };
    client.tickets().update(id, &change).await.unwrap();

    let include = [
        TicketInclude::Requester,
        TicketInclude::Stats,
        TicketInclude::Conversations,
    ];
    let read = client.tickets().get(id).include(include).await.unwrap();
    assert_eq!(read.description_text.as_deref(), Some("It is shut."));
    assert_eq!(
        read.requester.unwrap().email.as_deref(),
        Some("jane@x.example")
    );
    assert!(read.stats.unwrap().resolved_at.is_some());
    assert_eq!(
        read.conversations.unwrap()[0].body_text.as_deref(),
        Some("Opened.")
    );
    assert_eq!(
        client.time_entries().list_for_ticket(id).await.unwrap()[0].time_spent,
        "00:10"
    );

    client.tickets().delete(id).await.unwrap();
    assert!(client.tickets().get(id).await.unwrap_err().is_not_found());
    client.tickets().restore(id).await.unwrap();
    let ticket = client.tickets().get(id).await.unwrap();
    assert_eq!(ticket.subject.as_deref(), Some("Door"));
    assert_eq!(desk.mistakes(), [""; 0]);
}

#[tokio::test]
async fn lists_come_in_pages_and_end() {
    let (desk, client) = desk(Options {
        tickets: 95,
        ..Options::default()
    });
    let mut pages = client.tickets().list().per_page(40).pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        sizes.push(page.items().len());
    }
    assert_eq!(sizes, [40, 40, 15]);
    assert_eq!(client.tickets().list().await.unwrap().len(), 30);
    for (wrong, field) in [
        (client.tickets().list().per_page(101), "per_page"),
        (client.tickets().list().page(301), "page"),
        (client.tickets().list().page(0), "page"),
    ] {
        assert_eq!(field_of(&wrong.await.unwrap_err()), field);
    }
    assert_eq!(desk.mistakes(), [""; 0]);
}

/// Returns the first field that an error names.
fn field_of(error: &Error) -> &str {
    assert!(
        error.is_validation() || error.status().is_some_and(|status| status == 409),
        "{error}"
    );
    let Error::Api(error) = error else {
        panic!("{error}")
    };
    error.errors()[0].field.as_deref().unwrap()
}

#[tokio::test]
async fn searches_find_and_are_refused() {
    let (desk, client) = desk(Options::default());
    let query = TicketQuery::status()
        .eq(TicketStatus::Open)
        .and(TicketQuery::tag().eq("seed"));
    let found = client
        .search()
        .tickets(query)
        .items()
        .collect_all(1000)
        .await
        .unwrap();
    assert_eq!(found.len(), 63);
    assert!(
        found
            .iter()
            .all(|ticket| ticket.status == TicketStatus::Open)
    );
    let wrong = client.search().tickets("subject:'x'").await.unwrap_err();
    assert_eq!(field_of(&wrong), "query");
    assert_eq!(desk.mistakes(), [""; 0]);
}

#[tokio::test]
async fn the_minute_has_only_so_many_calls() {
    let (desk, client) = desk(Options {
        limit: Some(4),
        ..Options::default()
    });
    let first = client
        .tickets()
        .list()
        .include(["stats"])
        .send()
        .await
        .unwrap();
    assert_eq!(first.rate_limit().remaining, Some(1));
    client.roles().list().await.unwrap();
    let Error::RateLimited(error) = client.roles().list().await.unwrap_err() else {
        panic!()
    };
    let pause = error.retry_after().unwrap();
    assert!(
        pause > Duration::ZERO && pause <= Duration::from_secs(60),
        "{pause:?}"
    );
    assert!(error.answer().unwrap().body().is_empty());
    assert_eq!(desk.mistakes(), [""; 0]);
}

#[tokio::test]
async fn what_contradicts_is_refused() {
    let (desk, client) = desk(Options {
        tickets: 0,
        ..Options::default()
    });
    let contact = |email: &str| ContactCreate {
        name: Some("Jane".to_owned()),
        email: Some(email.to_owned()),
        ..ContactCreate::default()
    };
    client
        .contacts()
        .create(&contact("jane@x.example"))
        .await
        .unwrap();
    let again = client
        .contacts()
        .create(&contact("JANE@x.example"))
        .await
        .unwrap_err();
    assert_eq!(again.status().unwrap(), 409);
    assert_eq!(field_of(&again), "email");
    let nobody = client
        .contacts()
        .create(&ContactCreate::default())
        .await
        .unwrap_err();
    assert_eq!(field_of(&nobody), "name");
    assert_eq!(desk.mistakes(), [""; 0]);
}

/// Sends what a stranger may send; gives the head of the response and its body.
fn ask(desk: &Helpdesk, request: &str) -> (String, String) {
    let address = desk.base_url();
    let address = address
        .strip_prefix("http://")
        .unwrap()
        .split('/')
        .next()
        .unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
    (head.to_owned(), body.to_owned())
}

#[test]
fn strangers_are_answered_as_by_the_service() {
    let desk = Helpdesk::start(Options::default()).unwrap();
    // `local-key:X`.
    let key = "Authorization: Basic bG9jYWwta2V5Olg=\r\n";
    for (line, headers, body, status, said) in [
        ("GET /api/v2/tickets", "", "", "401", "invalid_credentials"),
        ("GET /api/v2/nothing", key, "", "404", ""),
        ("GET /other", key, "", "404", ""),
        ("GET /api/v2/tickets/9999", key, "", "404", ""),
        ("DELETE /api/v2/tickets", key, "", "405", ""),
        (
            "GET /api/v2/tickets?colour=red",
            key,
            "",
            "400",
            "\"field\":\"colour\"",
        ),
        (
            "POST /api/v2/tickets",
            &format!("{key}Content-Type: text/plain\r\n"),
            "x",
            "415",
            "content_type",
        ),
        (
            "POST /api/v2/tickets",
            &format!("{key}Content-Type: application/json\r\n"),
            "{",
            "400",
            "invalid_json",
        ),
        (
            "POST /api/v2/tickets",
            &format!("{key}Content-Type: application/json\r\n"),
            "{\"priority\":\"x\"}",
            "400",
            "datatype_mismatch",
        ),
        (
            "POST /api/v2/tickets",
            &format!("{key}Content-Type: application/json\r\n"),
            "{\"mood\":1}",
            "400",
            "invalid_field",
        ),
        (
            "GET /api/v2/tickets",
            &format!("{key}Accept: application/xml\r\n"),
            "",
            "406",
            "json",
        ),
    ] {
        let length = body.len();
        let (head, answer) = ask(
            &desk,
            &format!("{line} HTTP/1.1\r\n{headers}Content-Length: {length}\r\n\r\n{body}"),
        );
        assert_eq!(head.split(' ').nth(1), Some(status), "{line}: {head}");
        assert!(
            answer.contains(said) && answer.is_empty() == said.is_empty(),
            "{line}: {answer}"
        );
    }
    let (allowed, _) = ask(
        &desk,
        &format!("DELETE /api/v2/tickets HTTP/1.1\r\n{key}\r\n"),
    );
    assert!(allowed.contains("allow: GET, POST"), "{allowed}");
    // What is no HTTP gets no response, and nobody else notices.
    assert_eq!(ask(&desk, "hello\r\n\r\n").0, "");
    assert_eq!(
        ask(&desk, &format!("GET /api/v2/roles HTTP/1.1\r\n{key}\r\n"))
            .0
            .split(' ')
            .nth(1),
        Some("200")
    );
    assert_eq!(desk.mistakes(), [""; 0]);
}

#[test]
fn what_the_service_does_not_take_is_refused() {
    let desk = Helpdesk::start(Options::default()).unwrap();
    let post = |path: &str, body: &str| {
        let length = body.len();
        let key = "authorization: Basic bG9jYWwta2V5Olg=";
        let head = format!("POST /api/v2{path} HTTP/1.1\r\nhost: x\r\n{key}\r\n");
        let head = format!("{head}content-type: application/json\r\ncontent-length: {length}\r\n");
        ask(&desk, &format!("{head}connection: close\r\n\r\n{body}"))
    };
    let ticket =
        r#""email":"a@b.example","subject":"Door","description":"Shut","status":2,"priority":1"#;
    let due = r#""due_by":"2030-01-02T03:04:05.5Z","fr_due_by":"2030-01-02T03:04:05Z""#;
    let cases = [
        (
            "/tickets",
            format!("{{{ticket},{due}}}"),
            "due_by",
            "invalid_value",
        ),
        (
            "/tickets",
            format!(r#"{{{ticket},"colour":"red"}}"#),
            "colour",
            "invalid_field",
        ),
        (
            "/contacts",
            r#"{"name":"A","other_companies":[{"company_id":1,"colour":"red"}]}"#.to_owned(),
            "other_companies.colour",
            "invalid_field",
        ),
        (
            "/tickets/1/satisfaction_ratings",
            r#"{"ratings":{"default_question":4711}}"#.to_owned(),
            "ratings.default_question",
            "invalid_value",
        ),
    ];
    for (path, body, field, code) in cases {
        let (head, answer) = post(path, &body);
        assert!(head.starts_with("HTTP/1.1 400"), "{path} {body}: {head}");
        let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer["description"], "Validation failed");
        let errors = answer["errors"].as_array().unwrap();
        let is_told = |error: &serde_json::Value| error["field"] == field && error["code"] == code;
        assert!(errors.iter().any(is_told), "{path} {body}: {answer}");
    }
}

#[test]
fn the_availability_of_agents_is_a_list_of_its_own() {
    let desk = Helpdesk::start(Options::default()).unwrap();
    let key = "authorization: Basic bG9jYWwta2V5Olg=";
    let get = |target: &str| {
        let request = format!(
            "GET /api/v2{target} HTTP/1.1\r\nhost: x\r\n{key}\r\nconnection: close\r\n\r\n"
        );
        ask(&desk, &request)
    };
    let (head, agents) = get("/agents");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let (head, availability) = get("/agents?only=availability");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert_ne!(agents, availability);
}

#[tokio::test]
async fn every_operation_is_answered_as_it_is_described() {
    let (desk, client) = desk(Options {
        tickets: 50,
        ..Options::default()
    });
    let count = contract::call_all(&client).await;
    assert_eq!(desk.asked().len(), count);
    assert_eq!(desk.mistakes(), [""; 0]);
}

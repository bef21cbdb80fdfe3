//! Calls from code that is not async, on real connections.

use std::io::{ErrorKind, Read as _, Write as _};
use std::time::Duration;

use client_runtime::runtime::{
    Cancellation, Client, ClientBuilder, Credentials, Error, NextPage, Operation, Paging, Request,
};
use http::Method;

use crate::support::{LIST, SECRET, Server, WIDGETS};

static PAGED: Operation =
    Operation::new("list_widgets", Method::GET, "/widgets").paged(Paging::new(NextPage::Link {
        number: Some("page"),
    }));

/// Returns a server on a thread with a runtime of its own.
fn serve(answer: impl Fn(&str) -> String + Send + Sync + 'static) -> Client {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let server = Server::serving(answer).await;
            sender.send(server.client()).unwrap();
            std::future::pending::<()>().await;
        });
    });
    receiver.recv().unwrap()
}

fn pages(request: &str) -> String {
    let (link, body) = if request.contains("page=2") {
        ("", "[3]")
    } else {
        ("link: <?page=2>; rel=next\r\n", "[1, 2]")
    };
    format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n{link}\r\n{body}",
        body.len()
    )
}

#[test]
fn one_call_after_another_and_from_many_threads() {
    let client = serve(pages);
    for _ in 0..3 {
        let answer = Request::<Vec<i64>>::json(&client, &LIST)
            .send_blocking()
            .unwrap();
        assert_eq!(
            (answer.status().as_u16(), answer.into_value()),
            (200, vec![1, 2])
        );
    }
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                Request::<Vec<i64>>::json(&client, &LIST)
                    .send_blocking()
                    .unwrap()
            });
        }
    });
}

#[test]
fn lists_are_iterators() {
    let client = serve(pages);
    let request = || Request::<Vec<i64>>::json(&client, &PAGED);
    let items: Result<Vec<i64>, Error> = request().items().blocking().collect();
    assert_eq!(items.unwrap(), [1, 2, 3]);
    assert_eq!(request().pages::<i64>().blocking().count(), 2);
    let mut items = request().items::<i64>().blocking();
    items.next();
    let token = items.get_ref().resume_token().unwrap();
    let rest = request().items::<i64>().resume(&token).blocking();
    assert_eq!(rest.map(Result::unwrap).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn downloads_are_readers() {
    let client = serve(pages);
    let address = |path: &str| {
        let debug = format!("{client:?}");
        let address = debug.split('"').find(|text| text.starts_with("http:"));
        format!("{}/{path}", address.unwrap())
    };
    let mut file = Vec::new();
    let mut download = client.download(address("file")).blocking().unwrap();
    assert_eq!(download.get_ref().length(), Some(6));
    std::io::copy(&mut download, &mut file).unwrap();
    assert_eq!(file, b"[1, 2]");
    let small = client.download(address("file")).blocking().unwrap();
    let mut small = small.with_limit(2);
    let error = small.read_to_end(&mut file).unwrap_err();
    let inner = error.get_ref().unwrap().downcast_ref::<Error>();
    assert!(matches!(inner, Some(Error::TooLarge(_))), "{error:?}");
    assert_eq!(error.kind(), ErrorKind::Other);
    assert!(small.read_to_end(&mut file).is_err());
}

/// Returns a server on a thread, which sends two of six bytes and then closes the connection, or stalls.
fn broken(stalls: bool) -> Client {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let mut open = Vec::new();
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 2048]);
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n[1");
            if stalls {
                open.push(stream);
            }
        }
    });
    ClientBuilder::new(&WIDGETS)
        .base_url(address)
        .credentials(Credentials::api_key(SECRET))
        .timeout(Duration::from_millis(300))
        .build()
        .unwrap()
}

#[test]
fn kinds_of_errors_of_readers() {
    for (stalls, kind) in [
        (true, ErrorKind::TimedOut),
        (false, ErrorKind::ConnectionAborted),
    ] {
        let client = broken(stalls);
        let request = Request::<Vec<i64>>::json(&client, &LIST).raw();
        let mut download = request.stream().blocking().unwrap();
        let error = download.read_to_end(&mut Vec::new()).unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        let inner = error.get_ref().unwrap().downcast_ref::<Error>();
        assert_eq!(matches!(inner, Some(Error::Timeout(_))), stalls);
    }
}

#[tokio::test]
async fn inside_async_code_it_is_an_error_that_says_what_to_do() {
    let server = Server::with("200 OK", "", "[]").await;
    let client = server.client();
    let error = Request::<Vec<i64>>::json(&client, &LIST)
        .send_blocking()
        .unwrap_err();
    assert!(matches!(error, Error::InvalidRequest(_)));
    assert!(error.to_string().contains("use `.await`"), "{error}");
    let download = client.download(format!("{}/1", server.address));
    assert!(download.blocking().is_err());
    let request = Request::<Vec<i64>>::json(&client, &LIST);
    assert!(request.items::<i64>().blocking().next().unwrap().is_err());
    assert_eq!(server.count(), 0);
}

#[test]
fn another_thread_can_end_a_call() {
    let cancellation = Cancellation::new();
    // The server responds after the call has ended, and only then.
    let ended = cancellation.clone();
    let client = serve(move |_| {
        while !ended.is_cancelled() {
            std::thread::yield_now();
        }
        pages("")
    });
    let client = client.with_cancellation(&cancellation);
    let call =
        std::thread::spawn(move || Request::<Vec<i64>>::json(&client, &LIST).send_blocking());
    cancellation.cancel();
    let error = call.join().unwrap().unwrap_err();
    assert!(error.is_cancelled(), "{error}");
}

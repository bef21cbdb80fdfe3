//! A sampled request → a call of the generated crate → what it sent and what it gave.
//!
//! Invariant: values travel as the public types that a user would build, so whatever they cannot hold is seen.

use std::{future::Future, pin::Pin};

use freshdesk::{
    Attachment, Client, Error,
    runtime::{
        Decode, Items, Response,
        testing::{Answer as Given, FakeTransport, RecordedCall},
    },
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

include!(concat!(env!("OUT_DIR"), "/calls.rs"));

/// Name of every file.
pub(crate) const FILE_NAME: &str = "names.csv";

/// One operation of the crate.
pub(crate) struct Call {
    /// Its `operationId`.
    pub(crate) operation: &'static str,
    /// Calls it.
    run: fn(Client, Request) -> Running,
    /// Reads all records of the list that it gives, those as JSON that do not fit their type. `None`: it gives no list.
    pub(crate) pages: Option<fn(Client, Request) -> Running>,
}

/// A call that is in progress.
type Running = Pin<Box<dyn Future<Output = Result<CallResult, Error>>>>;

/// The values of a call, by where they go.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Request {
    /// Parameters, by location and name.
    pub(crate) parameters: Map<String, Value>,
    /// The body.
    pub(crate) body: Option<Value>,
}

/// Result of a call.
#[derive(Debug, PartialEq)]
pub(crate) enum CallResult {
    Empty,
    Json(Value),
    /// A list with records that do not fit their type: all records.
    Odd(Value),
    #[allow(dead_code, reason = "an API may have no text response")]
    Text(String),
    #[allow(dead_code, reason = "an API may have none that responds bytes")]
    Bytes(Vec<u8>),
}

/// Returns the key of a parameter in [`Request::parameters`].
pub(crate) fn key(location: &str, name: &str) -> String {
    format!("{location} {name}")
}

impl Request {
    fn optional<T: DeserializeOwned>(&self, location: &str, name: &str) -> Option<T> {
        self.parameters.get(&key(location, name)).map(typed)
    }

    fn required<T: DeserializeOwned>(&self, location: &str, name: &str) -> T {
        self.optional(location, name)
            .unwrap_or_else(|| panic!("no value for the {location} parameter `{name}`"))
    }

    fn body<T: DeserializeOwned>(&self) -> T {
        typed(self.body.as_ref().expect("a body"))
    }

    fn optional_part(&self, name: &str) -> Option<&Value> {
        self.body.as_ref().expect("a body").get(name)
    }

    fn part(&self, name: &str) -> &Value {
        let part = self.optional_part(name);
        part.unwrap_or_else(|| panic!("no value for `{name}`"))
    }

    fn member<T: DeserializeOwned>(&self, name: &str) -> T {
        typed(self.part(name))
    }

    #[allow(dead_code, reason = "an API may have no form with fields to omit")]
    fn optional_member<T: DeserializeOwned + Default>(&self, name: &str) -> T {
        self.optional_part(name).map(typed).unwrap_or_default()
    }

    fn file(&self, name: &str) -> Attachment {
        file(self.part(name))
    }

    #[allow(dead_code, reason = "an API may have no form with a file to omit")]
    fn optional_file(&self, name: &str) -> Option<Attachment> {
        self.optional_part(name).map(file)
    }

    #[allow(dead_code, reason = "an API may have no form with several files")]
    fn files(&self, name: &str) -> Vec<Attachment> {
        let files = self.part(name).as_array().expect("a list of files");
        files.iter().map(file).collect()
    }

    #[allow(dead_code, reason = "an API may have no form with several files")]
    fn optional_files(&self, name: &str) -> Option<Vec<Attachment>> {
        self.optional_part(name).map(|_| self.files(name))
    }
}

/// Returns the file that a text stands for in a sample.
fn file(content: &Value) -> Attachment {
    let content = content.as_str().expect("the content of a file");
    Attachment::from_bytes(FILE_NAME, content.to_owned())
}

fn typed<T: DeserializeOwned>(value: &Value) -> T {
    T::deserialize(value).unwrap_or_else(|error| panic!("{error}: {value}"))
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("a value that serde can write")
}

/// Returns the value of a response as JSON, with the records that do not fit their type where they belong.
fn json_answer<T: Serialize>(response: &Response<T>) -> CallResult {
    let mut value = json(response.value());
    for record in response.undecodable() {
        // `$[1].name` or `$.results[1]`
        let path = record.error().path().trim_start_matches('$');
        let (member, rest) = path.split_once('[').expect("a place in a list");
        let (index, _) = rest.split_once(']').expect("a place in a list");
        let list = match member.strip_prefix('.') {
            Some(member) => &mut value[member],
            None => &mut value,
        };
        let list = list.as_array_mut().expect("a list");
        let record = serde_json::from_str(record.json()).expect("a record of JSON");
        list.insert(index.parse().expect("a number"), record);
    }
    if response.undecodable().is_empty() {
        CallResult::Json(value)
    } else {
        CallResult::Odd(value)
    }
}

/// Returns the records of all pages as JSON, whether they fit their type or not.
async fn records<T: Decode + Serialize>(mut items: Items<T>) -> Result<CallResult, Error> {
    let mut records = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => records.push(json(&item)),
            Err(Error::Decode(failure)) if failure.record().is_some() => {
                let json = failure.record().unwrap_or_default();
                records.push(serde_json::from_str(json).expect("a record of JSON"));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(CallResult::Json(Value::Array(records)))
}

impl Call {
    /// Makes the call of whatever the client calls.
    pub(crate) async fn make_of(
        &self,
        client: &Client,
        request: Request,
    ) -> Result<CallResult, Error> {
        (self.run)(client.clone(), request).await
    }

    /// Makes the call against a service that gives one response.
    pub(crate) fn make(
        &self,
        request: Request,
        answer: Given,
    ) -> (RecordedCall, Result<CallResult, Error>) {
        self.make_by(self.run, request, answer)
    }

    /// Reads the list that a service gives in one response.
    pub(crate) fn make_pages(&self, request: Request, answer: Given) -> Result<CallResult, Error> {
        self.make_by(self.pages.expect("a list"), request, answer).1
    }

    fn make_by(
        &self,
        run: fn(Client, Request) -> Running,
        request: Request,
        answer: Given,
    ) -> (RecordedCall, Result<CallResult, Error>) {
        let service = FakeTransport::new();
        service.answer(self.operation, answer);
        let client = Client::builder()
            .domain("acme")
            .api_key("key")
            .transport(service.clone())
            .build()
            .expect("a client");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .expect("a runtime");
        let result = runtime.block_on(run(client, request));
        let mut calls = service.calls();
        let call = calls
            .pop()
            .unwrap_or_else(|| panic!("`{}` sent nothing: {result:?}", self.operation));
        assert!(calls.is_empty(), "`{}` was sent twice", self.operation);
        (call, result)
    }
}

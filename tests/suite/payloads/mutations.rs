//! Responses with mistakes made at random → what the client makes of them: no page is lost, and no field of any record.
//!
//! The number of mutations is that of the variable `MUTATIONS`, and a few hundred without it. Invariant: the same
//! number makes the same mutations.

use std::{env, fmt::Write as _};

use freshdesk::runtime::testing::Answer as Given;
use serde_json::{Map, Value, json};

use super::{
    loss::losses,
    payload::{self, Class},
};
use crate::contract::{
    self,
    calls::{CALLS, Call, CallResult},
};
use tests::description::{Description, Extent};

/// A response, and its call.
struct Response {
    call: &'static Call,
    body: Value,
}

/// Random numbers (`SplitMix64`).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit).unwrap()).unwrap()
    }

    fn of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

#[test]
fn mutated_pages_keep_every_record_with_every_field() {
    let description = contract::description();
    let pages: Vec<Response> = responses(&description)
        .into_iter()
        .filter(|response| response.call.pages.is_some())
        .collect();
    assert!(pages.len() > 50, "{}", pages.len());
    let mut lost = String::new();
    for seed in 0..count() {
        let mut random = Random(seed);
        let response = random.of(&pages);
        let mut body = response.body.clone();
        let records = records(&mut body);
        mutate_some(&mut random, records);
        let sent = Value::Array(records.clone());
        let request = request(&description, response.call);
        match response.call.make_pages(request, answer(&body)) {
            Ok(CallResult::Json(kept)) => {
                for loss in losses(&sent, &kept) {
                    let _ = writeln!(lost, "{seed} {}: {loss}", response.call.operation);
                }
            }
            other => {
                let _ = writeln!(
                    lost,
                    "{seed} {}: {other:?}\n{body}",
                    response.call.operation
                );
            }
        }
    }
    assert!(lost.is_empty(), "{lost}");
}

#[test]
fn mutated_responses_that_are_read_keep_every_field() {
    let description = contract::description();
    let responses = responses(&description);
    let mut lost = String::new();
    let mut read = 0;
    for seed in 0..count() {
        let mut random = Random(seed);
        let response = random.of(&responses);
        let mut body = response.body.clone();
        match &mut body {
            Value::Array(records) => mutate_some(&mut random, records),
            one => mutate_some(&mut random, std::slice::from_mut(one)),
        }
        let request = request(&description, response.call);
        match response.call.make(request, answer(&body)).1 {
            Ok(CallResult::Json(kept) | CallResult::Odd(kept)) => {
                read += 1;
                for loss in losses(&body, &kept) {
                    let _ = writeln!(lost, "{seed} {}: {loss}", response.call.operation);
                }
            }
            // A required field that does not fit makes an error of one record, with the whole body, and of no list.
            Err(error) if body.is_array() => {
                let _ = writeln!(lost, "{seed} {}: {error}", response.call.operation);
            }
            _ => {}
        }
    }
    assert!(lost.is_empty(), "{lost}");
    assert!(read > count() / 2, "{read} of {} are read", count());
}

fn count() -> u64 {
    let number = env::var("MUTATIONS").ok();
    number.map_or(500, |number| number.parse().expect("a number of mutations"))
}

/// Returns the payloads with JSON, and a sample of each operation that responds with JSON.
fn responses(description: &Description) -> Vec<Response> {
    let mut responses = Vec::new();
    for payload in payload::all("answers") {
        let call = CALLS
            .iter()
            .find(|call| call.operation == payload.operation);
        if let (Some(call), Some(body), Class::Current) = (call, payload.body, payload.class)
            && payload.status < 300
        {
            responses.push(Response { call, body });
        }
    }
    for described in description.operations() {
        let call = CALLS.iter().find(|call| call.operation == described.id());
        let (body, _) = contract::answer(description, described, Extent::Everything);
        if let (Some(call), Some(body)) = (call, body) {
            responses.push(Response { call, body });
        }
    }
    responses.retain(|response| response.body.is_array() || response.body.is_object());
    responses
}

fn request(description: &Description, call: &Call) -> contract::calls::Request {
    let mut operations = description.operations();
    let described = operations.find(|one| one.id() == call.operation).unwrap();
    contract::request(description, described, Extent::Minimal)
}

fn answer(body: &Value) -> Given {
    Given::bytes("application/json", body.to_string())
}

/// Returns the records of a page: the body, or the list in it, whose total is that of this page.
fn records(body: &mut Value) -> &mut Vec<Value> {
    match body {
        Value::Array(records) => records,
        Value::Object(members) => {
            let list = members.values().find_map(Value::as_array);
            let count = list.map_or(0, Vec::len);
            if members.contains_key("total") {
                members.insert("total".to_owned(), json!(count));
            }
            let list = members.values_mut().find_map(Value::as_array_mut);
            list.expect("a list in the page")
        }
        other => panic!("no page: {other}"),
    }
}

/// Makes one to four mistakes in records that are objects.
fn mutate_some(random: &mut Random, records: &mut [Value]) {
    for _ in 0..=random.below(3) {
        if records.is_empty() {
            return;
        }
        let index = random.below(records.len());
        mutate(random, &mut records[index]);
    }
}

/// Makes a mistake in an object, or in one of the values in it.
fn mutate(random: &mut Random, value: &mut Value) {
    match value {
        Value::Object(members) => {
            let inner: Vec<String> = members
                .iter()
                .filter(|(_, value)| value.is_object() || value.is_array())
                .map(|(name, _)| name.clone())
                .collect();
            if !inner.is_empty() && random.below(3) == 0 {
                let name = random.of(&inner).clone();
                mutate(random, &mut members[&name]);
            } else {
                mutate_member(random, members);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let index = random.below(items.len());
            mutate(random, &mut items[index]);
        }
        other => *other = mistake(random, other),
    }
}

fn mutate_member(random: &mut Random, members: &mut Map<String, Value>) {
    let names: Vec<String> = members.keys().cloned().collect();
    match random.below(8) {
        0 => {
            let name = format!("added_{}", random.below(100));
            let value = any(random);
            members.insert(name, value);
        }
        1 => {
            let mut reordered: Vec<(String, Value)> = std::mem::take(members).into_iter().collect();
            reordered.reverse();
            members.extend(reordered);
        }
        _ if names.is_empty() => {}
        _ => {
            let name = random.of(&names).clone();
            let value = mistake(random, &members[&name]);
            members.insert(name, value);
        }
    }
}

/// Returns something else in the place of a value.
fn mistake(random: &mut Random, value: &Value) -> Value {
    match random.below(6) {
        0 => Value::Null,
        1 => json!(""),
        2 => json!(format!("unheard of {}", random.below(100))),
        3 => json!(random.below(100_000)),
        4 => match value {
            Value::Number(number) => json!(number.to_string()),
            Value::String(text) => text
                .parse()
                .map_or_else(|_| json!(7), |number: i64| json!(number)),
            other => json!([other]),
        },
        _ => any(random),
    }
}

/// Returns a value of any kind.
fn any(random: &mut Random) -> Value {
    let values = [
        json!(true),
        json!(1.5),
        json!(-1),
        json!(18_446_744_073_709_551_615_u64),
        json!("text"),
        json!("9999-12-31T23:59:59Z"),
        json!([]),
        json!([1, "two", null]),
        json!({}),
        json!({ "id": "17", "name": [] }),
    ];
    random.of(&values).clone()
}

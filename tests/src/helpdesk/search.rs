//! An expression of the search language → the records that it fits, thirty to a page and ten pages at the most.
//!
//! Invariant: what is not understood is refused, never ignored.

use serde_json::{Value, json};

use super::{
    call::Call,
    records::Object,
    refusal::{Refusal, Wrong},
    reply::Reply,
    state::{State, values},
};

const SIZE: usize = 30;
const LAST_PAGE: i64 = 10;
const LONGEST: usize = 512;

/// Searchable fields of tickets, contacts and companies, besides custom fields.
const OF_TICKETS: [&str; 11] = [
    "agent_id",
    "group_id",
    "priority",
    "status",
    "tag",
    "type",
    "due_by",
    "fr_due_by",
    "created_at",
    "updated_at",
    "closed_at",
];
const OF_CONTACTS: [&str; 11] = [
    "active",
    "company_id",
    "twitter_id",
    "email",
    "phone",
    "mobile",
    "tag",
    "language",
    "time_zone",
    "created_at",
    "updated_at",
];
const OF_COMPANIES: [&str; 3] = ["domain", "created_at", "updated_at"];

/// A condition.
#[derive(Debug, PartialEq)]
enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Field {
        name: String,
        relation: Relation,
        /// As it is written in JSON.
        value: Value,
    },
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Relation {
    Is,
    From,
    UpTo,
}

pub(super) fn tickets(state: &State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let records = state.tickets.records().iter();
    let records = records.filter(|one| !one.contains_key("deleted"));
    let found = found(call, records, &OF_TICKETS)?;
    let shown = found.into_iter().map(|one| {
        let mut shown = one.clone();
        shown.remove("stats");
        shown.remove("attachments");
        shown
    });
    page(call, shown.map(Value::Object).collect())
}

pub(super) fn contacts(state: &State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let records = state.contacts.iter();
    let records = records.filter(|one| !one.contains_key("deleted"));
    let found = found(call, records, &OF_CONTACTS)?;
    page(call, values(found).collect())
}

pub(super) fn companies(state: &State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let found = found(call, state.companies.iter(), &OF_COMPANIES)?;
    page(call, values(found).collect())
}

fn found<'o>(
    call: &Call<'_>,
    records: impl Iterator<Item = &'o Object>,
    known: &[&str],
) -> Result<Vec<&'o Object>, Refusal> {
    let wrong = |message: String| Refusal::from(Wrong::new("query", "invalid_value", message));
    let given = call.text("query").unwrap_or_default();
    let inside = given
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let inside = inside.ok_or_else(|| wrong("It should be in double quotes".to_owned()))?;
    if given.chars().count() > LONGEST {
        return Err(wrong(format!(
            "It should have no more than {LONGEST} characters"
        )));
    }
    let condition = Parser {
        rest: inside,
        known,
    }
    .whole()
    .map_err(wrong)?;
    Ok(records.filter(|one| condition.fits(one)).collect())
}

fn page(call: &Call<'_>, found: Vec<Value>) -> Result<Reply, Refusal> {
    let number = call.number("page").unwrap_or(1);
    if !(1..=LAST_PAGE).contains(&number) {
        let message = format!("It should be a Positive Integer less than or equal to {LAST_PAGE}");
        return Err(Wrong::new("page", "invalid_value", message).into());
    }
    let total = found.len();
    let skipped = usize::try_from(number - 1).unwrap_or_default() * SIZE;
    let results: Vec<Value> = found.into_iter().skip(skipped).take(SIZE).collect();
    Ok(Reply::ok(json!({"total": total, "results": results})))
}

impl Condition {
    fn fits(&self, record: &Object) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.fits(record)),
            Self::Any(parts) => parts.iter().any(|part| part.fits(record)),
            Self::Field {
                name,
                relation,
                value,
            } => {
                let held = held(record, name);
                match held {
                    Value::Array(items) => items.iter().any(|item| relation.holds(item, value)),
                    one => relation.holds(&one, value),
                }
            }
        }
    }
}

/// Returns the value of a field of a record.
fn held(record: &Object, name: &str) -> Value {
    let member = |key: &str| record.get(key).cloned().unwrap_or_default();
    match name {
        "agent_id" => member("responder_id"),
        "tag" => member("tags"),
        "domain" => member("domains"),
        "closed_at" => member("stats")["closed_at"].clone(),
        own if own.starts_with("cf_") => member("custom_fields")[own].clone(),
        other => member(other),
    }
}

impl Relation {
    fn holds(self, held: &Value, value: &Value) -> bool {
        let order = match (held, value) {
            (Value::Number(held), Value::Number(value)) => {
                held.as_f64().partial_cmp(&value.as_f64())
            }
            // A date stands for its day.
            (Value::String(held), Value::String(value)) if is_date(value) => {
                held.get(..10).map(|day| day.cmp(value))
            }
            (held, value) if held == value => Some(std::cmp::Ordering::Equal),
            _ => None,
        };
        order.is_some_and(|order| match self {
            Self::Is => order.is_eq(),
            Self::From => order.is_ge(),
            Self::UpTo => order.is_le(),
        })
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.bytes().filter(|byte| *byte == b'-').count() == 2
}

struct Parser<'q> {
    rest: &'q str,
    known: &'q [&'q str],
}

impl Parser<'_> {
    fn whole(mut self) -> Result<Condition, String> {
        let condition = self.any()?;
        match self.rest.trim() {
            "" => Ok(condition),
            rest => Err(format!("`{rest}` is not understood")),
        }
    }

    fn any(&mut self) -> Result<Condition, String> {
        let mut parts = vec![self.all()?];
        while self.takes("OR ") {
            parts.push(self.all()?);
        }
        Ok(Condition::Any(parts))
    }

    fn all(&mut self) -> Result<Condition, String> {
        let mut parts = vec![self.one()?];
        while self.takes("AND ") {
            parts.push(self.one()?);
        }
        Ok(Condition::All(parts))
    }

    fn one(&mut self) -> Result<Condition, String> {
        if self.takes("(") {
            let inside = self.any()?;
            return self
                .takes(")")
                .then_some(inside)
                .ok_or_else(|| "`)` is missing".to_owned());
        }
        let end = self
            .rest
            .find(':')
            .ok_or_else(|| format!("`{}` has no `:`", self.rest))?;
        let name = self.rest[..end].trim().to_owned();
        if !self.known.contains(&name.as_str()) && !name.starts_with("cf_") {
            return Err(format!("`{name}` is no field to search by"));
        }
        self.rest = &self.rest[end + 1..];
        let relation = match self.rest.chars().next() {
            Some('>') => Relation::From,
            Some('<') => Relation::UpTo,
            _ => Relation::Is,
        };
        if relation != Relation::Is {
            self.rest = &self.rest[1..];
        }
        let value = self.value()?;
        Ok(Condition::Field {
            name,
            relation,
            value,
        })
    }

    fn value(&mut self) -> Result<Value, String> {
        if let Some(quoted) = self.rest.strip_prefix('\'') {
            let (inside, rest) = quoted.split_once('\'').ok_or("`'` is missing")?;
            self.rest = rest;
            return Ok(inside.into());
        }
        let end = self.rest.find([' ', ')']).unwrap_or(self.rest.len());
        let (bare, rest) = self.rest.split_at(end);
        self.rest = rest;
        serde_json::from_str(bare)
            .map_err(|_| format!("`{bare}` is no value: texts are in single quotes"))
    }

    fn takes(&mut self, what: &str) -> bool {
        let rest = self.rest.trim_start().strip_prefix(what);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::records::object, OF_TICKETS, Parser};

    fn fits(query: &str) -> Result<bool, String> {
        let ticket = object(json!({
            "status": 3, "priority": 1, "tags": ["a", "b"], "type": null, "created_at": "2026-03-04T05:06:07Z",
            "custom_fields": {"cf_floor": 3},
        }));
        let parser = Parser {
            rest: query,
            known: &OF_TICKETS,
        };
        parser.whole().map(|condition| condition.fits(&ticket))
    }

    #[test]
    fn conditions_fit_or_do_not() {
        for (query, expected) in [
            ("status:3", true),
            ("status:3 AND priority:2", false),
            ("status:2 OR priority:1", true),
            ("(status:2 OR status:3) AND tag:'b'", true),
            ("priority:>1 AND priority:<1", true),
            (
                "created_at:>'2026-03-04' AND created_at:<'2026-03-04'",
                true,
            ),
            ("created_at:>'2026-03-05'", false),
            ("type:null", true),
            ("cf_floor:3", true),
        ] {
            assert_eq!(fits(query), Ok(expected), "{query}");
        }
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for query in [
            "",
            "status",
            "status:open",
            "subject:'x'",
            "(status:2",
            "status:2 status:3",
            "tag:'x",
        ] {
            assert!(fits(query).is_err(), "{query}");
        }
    }
}

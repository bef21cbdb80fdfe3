//! The account of the help desk: the responses in `tests/accounts/acme`, as an administrator has set it up.
//!
//! Invariant: what is checked when a ticket is created is what these responses say.

use serde_json::{Map, Value};

use super::{
    call::Call,
    paging,
    records::{Object, Records, object, text},
    refusal::Refusal,
    reply::Reply,
};

/// The responses to operations that describe the account.
const RESPONSES: [(&str, &str); 5] = [
    (
        "listAdminTicketFields",
        include_str!("../../accounts/acme/admin_ticket_fields.json"),
    ),
    (
        "listContactFields",
        include_str!("../../accounts/acme/contact_fields.json"),
    ),
    (
        "listCompanyFields",
        include_str!("../../accounts/acme/company_fields.json"),
    ),
    (
        "listTicketForms",
        include_str!("../../accounts/acme/ticket_forms.json"),
    ),
    (
        "listCustomObjects",
        include_str!("../../accounts/acme/custom_objects.json"),
    ),
];

const FORMS: [&str; 2] = [
    include_str!("../../accounts/acme/ticket_forms-1.json"),
    include_str!("../../accounts/acme/ticket_forms-2.json"),
];

/// Returns the fields of tickets, of which some have to be filled in.
pub(super) fn ticket_fields(mandatory: &[String]) -> Records {
    let listed = parsed(include_str!("../../accounts/acme/ticket_fields.json"));
    let mut fields = Records::from(1);
    for field in listed.as_array().into_iter().flatten() {
        let mut field = object(field.clone());
        if mandatory
            .iter()
            .any(|name| text(&field, "name") == Some(name))
        {
            field.insert("required_for_agents".to_owned(), true.into());
        }
        fields.add(field);
    }
    fields
}

/// Returns the account's own fields of a ticket that has no values.
pub(super) fn blank_fields() -> Object {
    let fields = ticket_fields(&[]);
    let names = fields.iter().flat_map(names);
    names.map(|name| (name, Value::Null)).collect::<Map<_, _>>()
}

/// Returns the names of a field and of those that depend on it, the first level first; none for a field that comes with the
/// service.
pub(super) fn names(field: &Object) -> Vec<String> {
    if field["default"] == true {
        return Vec::new();
    }
    let lower = field.get("nested_ticket_fields").and_then(Value::as_array);
    let lower = lower
        .into_iter()
        .flatten()
        .filter_map(|level| level["name"].as_str());
    let own = text(field, "name").into_iter();
    own.chain(lower).map(str::to_owned).collect()
}

/// Returns the response to an operation that describes the account; `None` for another one.
pub(super) fn describe(call: &Call<'_>) -> Result<Option<Reply>, Refusal> {
    if call.operation == "getTicketForm" {
        let id = call.id()?;
        let mut forms = FORMS.iter().map(|text| parsed(text));
        let form = forms
            .find(|form| form["id"] == id)
            .ok_or(Refusal::NotFound)?;
        return Ok(Some(Reply::ok(form)));
    }
    let mut responses = RESPONSES.iter();
    let Some((_, text)) = responses.find(|(operation, _)| *operation == call.operation) else {
        return Ok(None);
    };
    match parsed(text) {
        Value::Array(items) => paging::page(call, items.into_iter()).map(Some),
        other => Ok(Some(Reply::ok(other))),
    }
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("a response of the account")
}

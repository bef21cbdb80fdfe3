//! What an account has added → an overlay of the description.
//!
//! Invariant: every action has a target in the description; what the account does not have is not touched.

use generator::model::{Api, TypeKind, Value as Wire};
use serde_json::{Map, Value, json};

use super::{
    action::{remove, update},
    choices::Code,
    metadata::Account,
    names::TypeNames,
    objects,
    schemas::Fields,
};

/// Places that hold custom fields of a kind of record.
struct Record {
    /// Name of the record.
    name: &'static str,
    /// Schemas that are received, where a missing object is one without members.
    received: &'static [&'static str],
    /// Schemas that are sent to create a record.
    created: &'static [&'static str],
    /// Schemas that are sent to change one, where null clears.
    changed: &'static [&'static str],
    /// Path of the search.
    search: &'static str,
}

const TICKET: Record = Record {
    name: "Ticket",
    received: &["Ticket"],
    created: &[
        "TicketCreate",
        "OutboundEmailCreate",
        "OutboundTicketProperties",
    ],
    changed: &["TicketUpdate", "TicketBulkProperties"],
    search: "/search/tickets",
};

const CONTACT: Record = Record {
    name: "Contact",
    received: &["Contact"],
    created: &["ContactCreate"],
    changed: &["ContactUpdate"],
    search: "/search/contacts",
};

const COMPANY: Record = Record {
    name: "Company",
    received: &["Company"],
    created: &["CompanyCreate"],
    changed: &["CompanyUpdate"],
    search: "/search/companies",
};

/// Schemas with the type of a ticket: those where it can be null, and the others.
const NULLABLE_TYPES: &str = "'Ticket', 'TicketUpdate', 'TicketBulkProperties', 'AssociatedTicket'";
const PLAIN_TYPES: &str = "'TicketCreate', 'OutboundEmailCreate'";

/// Returns the actions of the overlay.
pub(super) fn actions(account: &Account, api: &Api) -> Vec<Value> {
    let mut names = TypeNames::beside(api);
    let mut actions = Vec::new();
    actions.extend(codes("TicketStatus", "statuses", &account.statuses, api));
    actions.extend(codes("TicketSource", "sources", &account.sources, api));
    if !account.types.is_empty() {
        actions.extend(types(&account.types, &names.claim("Account", "TicketType")));
    }
    let records = [
        (TICKET, &account.ticket),
        (CONTACT, &account.contact),
        (COMPANY, &account.company),
    ];
    for (record, fields) in records {
        if !fields.is_empty() {
            actions.extend(
                record.actions(&Fields::named(record.name, fields, &mut names), &mut names),
            );
        }
    }
    actions.extend(objects::actions(&account.objects, &mut names));
    actions
}

/// Names the codes that the description does not name.
fn codes(component: &str, about: &str, codes: &[Code], api: &Api) -> Option<Value> {
    let known = known_codes(component, api);
    let new: Vec<&Code> = codes
        .iter()
        .filter(|code| !known.contains(&code.number))
        .collect();
    if new.is_empty() {
        return None;
    }
    let text = |code: &&Code| match &code.name_for_customers {
        Some(name) => format!("{}. Customers see “{name}”.", code.name),
        None => format!("{}.", code.name),
    };
    Some(update(
        &format!("$.components.schemas.{component}"),
        &format!("The account has {about} of its own."),
        json!({
            "enum": new.iter().map(|code| code.number).collect::<Vec<_>>(),
            "x-enum-varnames": new.iter().map(|code| &*code.name).collect::<Vec<_>>(),
            "x-enum-descriptions": new.iter().map(text).collect::<Vec<_>>(),
        }),
    ))
}

fn known_codes(component: &str, api: &Api) -> Vec<i64> {
    let def = api.types.iter().find(|def| def.name.wire == component);
    let Some(TypeKind::Enum(known)) = def.map(|def| &def.kind) else {
        return Vec::new();
    };
    let codes = known
        .variants
        .iter()
        .filter_map(|variant| match &variant.value {
            Wire::Integer(number) => Some(*number),
            Wire::Text(_) => None,
        });
    codes.collect()
}

/// Makes an enum of the types of tickets.
fn types(texts: &[String], name: &str) -> Vec<Value> {
    let about = "The types of tickets are those of the account.";
    let reference = json!({"$ref": format!("#/components/schemas/{name}")});
    let nullable = format!("$.components.schemas[{NULLABLE_TYPES}].properties.type");
    let plain = format!("$.components.schemas[{PLAIN_TYPES}].properties.type");
    let search = "$.paths['/search/tickets'].get['x-rust-search'].fields[?@.name == 'type'].schema";
    let schema = json!({"type": "string", "description": "Type of a ticket.", "enum": texts});
    vec![
        update("$.components.schemas", about, json!({name: schema})),
        remove(&format!("{nullable}.type"), about),
        update(
            &nullable,
            about,
            json!({"oneOf": [&reference, {"type": "null"}]}),
        ),
        remove(&format!("{plain}.type"), about),
        update(&plain, about, reference.clone()),
        remove(&format!("{search}.type"), about),
        update(search, about, reference),
    ]
}

impl Record {
    fn actions(&self, fields: &Fields<'_>, names: &mut TypeNames) -> Vec<Value> {
        let name = self.name;
        let about = format!(
            "The account has fields of its own for each {}.",
            name.to_lowercase()
        );
        let kept = names.claim("Account", &format!("{name}CustomFields"));
        let changes = names.claim("Account", &format!("{name}CustomFieldsUpdate"));
        let schema = |text: &str| {
            let mut schema = json!({
                "type": "object",
                "description": text,
                "properties": fields.properties(),
                "additionalProperties": true,
            });
            let dependent = fields.dependent();
            if !dependent.is_null() {
                schema["x-rust-dependent"] = dependent;
            }
            schema
        };
        let noun = name.to_lowercase();
        let mut schemas = fields.enums();
        schemas.insert(
            kept.clone(),
            schema(&format!("Values of the account's own fields of a {noun}.")),
        );
        let text = format!("New values of the account's own fields of a {noun}. Null clears one.");
        schemas.insert(changes.clone(), schema(&text));
        let mut actions = vec![update(
            "$.components.schemas",
            &about,
            Value::Object(schemas),
        )];
        let everywhere = [self.received, self.created, self.changed].concat();
        let free = "['type', 'additionalProperties']";
        actions.push(remove(&format!("{}{free}", places(&everywhere)), &about));
        let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        let mut received = reference(&kept);
        received["x-rust-absent"] = "empty".into();
        for (schemas, update_with) in [
            (self.received, received),
            (self.created, reference(&kept)),
            (self.changed, reference(&changes)),
        ] {
            actions.push(update(&places(schemas), &about, update_with));
        }
        let conditions = fields.conditions();
        if !conditions.is_empty() {
            let target = format!("$.paths['{}'].get['x-rust-search']", self.search);
            actions.push(update(&target, &about, json!({"custom": conditions})));
        }
        actions
    }
}

/// Returns the target of the custom fields of some schemas.
fn places(schemas: &[&str]) -> String {
    let names: Vec<String> = schemas.iter().map(|name| format!("'{name}'")).collect();
    format!(
        "$.components.schemas[{}].properties.custom_fields",
        names.join(", ")
    )
}

/// Returns the overlay as an object.
pub(super) fn document(actions: Vec<Value>) -> Value {
    let mut document = Map::new();
    document.insert("overlay".to_owned(), "1.1.0".into());
    document.insert(
        "info".to_owned(),
        json!({"title": "Fields, choices and custom objects of an account", "version": "1.0.0"}),
    );
    document.insert("actions".to_owned(), actions.into());
    Value::Object(document)
}

//! The responses of an account in a folder → what it has added to the service.
//!
//! Invariant: what stands in a response and is not understood is noted, and never stops the rest.

use serde_json::{Map, Value};

use super::{
    choices::{self, Code},
    field::{self, Field, text},
};

/// A response, and the name of its file without the ending.
#[derive(Clone, Debug)]
pub struct Response {
    /// Name of the file: that of the list, then for further pages or single records anything after a `-` or `.`, such
    /// as `ticket_fields` and `ticket_forms-7`.
    pub name: String,
    /// Body of the response.
    pub body: Value,
}

/// What an account has added to the service.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Account {
    /// Fields of tickets.
    pub(super) ticket: Vec<Field>,
    /// Fields of contacts.
    pub(super) contact: Vec<Field>,
    /// Fields of companies.
    pub(super) company: Vec<Field>,
    /// Statuses, the standard ones included.
    pub(super) statuses: Vec<Code>,
    /// Sources, the standard ones included.
    pub(super) sources: Vec<Code>,
    /// Types of tickets.
    pub(super) types: Vec<String>,
    /// Custom objects.
    pub(super) objects: Vec<Object>,
}

/// A custom object.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Object {
    /// ID of the schema. `None`: it is another one in each account, or is that of another object as well.
    pub(super) id: Option<String>,
    /// Name that people see.
    pub(super) name: String,
    /// Text about it.
    pub(super) description: Option<String>,
    /// Fields of a record.
    pub(super) fields: Vec<Field>,
    /// Names of the fields that records can be listed by.
    pub(super) filterable: Vec<String>,
}

impl Account {
    /// Reads the responses of one account.
    pub(super) fn read(responses: &[Response], notes: &mut Vec<String>) -> Self {
        let mut account = Self::default();
        let of = |kinds: &[&str]| records(responses, kinds);
        let ticket_fields = of(&["ticket_fields", "admin_ticket_fields"]);
        for members in &ticket_fields {
            account.standard_field(members, notes);
        }
        account.ticket = custom_fields(&ticket_fields, notes);
        account.contact = custom_fields(&of(&["contact_fields"]), notes);
        account.company = custom_fields(&of(&["company_fields"]), notes);
        // The list for administrators has the IDs that sections refer to.
        let records = of(&["admin_ticket_fields", "ticket_fields"]);
        add_sections(&mut account.ticket, &records);
        add_forms(&mut account.ticket, &records, &of(&["ticket_forms"]));
        for members in of(&["custom_objects", "custom_object_schemas"]) {
            if let Some(object) = object(&members, notes) {
                account.add_object(object, notes);
            }
        }
        account
    }

    /// Adds a custom object. Of two with one ID, and so with one address, the first has it to itself.
    fn add_object(&mut self, mut object: Object, notes: &mut Vec<String>) {
        let same = |known: &&Object| known.id.is_some() && known.id == object.id;
        if let Some(known) = self.objects.iter().find(same) {
            notes.push(format!(
                "the custom object `{}` has the ID of `{}`, so its operations take the ID",
                object.name, known.name
            ));
            object.id = None;
        }
        self.objects.push(object);
    }

    /// Adds what another account has, so that types fit both.
    pub(super) fn merge(&mut self, other: Self, notes: &mut Vec<String>) {
        merge_fields(&mut self.ticket, other.ticket, notes);
        merge_fields(&mut self.contact, other.contact, notes);
        merge_fields(&mut self.company, other.company, notes);
        merge_codes(&mut self.statuses, other.statuses);
        merge_codes(&mut self.sources, other.sources);
        for ty in other.types {
            if !self.types.contains(&ty) {
                self.types.push(ty);
            }
        }
        for object in other.objects {
            match self
                .objects
                .iter_mut()
                .find(|known| known.name == object.name)
            {
                Some(known) => known.merge(object, notes),
                None => self.add_object(object, notes),
            }
        }
    }

    /// Takes the choices of a field that every account has.
    fn standard_field(&mut self, members: &Map<String, Value>, notes: &mut Vec<String>) {
        let (Some(ty), Some(choices)) = (field::type_of(members), members.get("choices")) else {
            return;
        };
        let unknown = match ty {
            "default_status" => put(&mut self.statuses, choices::codes(choices)),
            "default_source" => put(&mut self.sources, choices::codes(choices)),
            "default_ticket_type" => {
                let texts = choices::texts_of_one_level(choices).map(|texts| {
                    texts
                        .into_iter()
                        .map(|choice| choice.text)
                        .collect::<Vec<_>>()
                });
                put(&mut self.types, texts)
            }
            _ => return,
        };
        if unknown.is_none() {
            notes.push(format!(
                "the choices of `{ty}` have no known shape; nothing is added to the standard ones"
            ));
        }
    }
}

/// Replaces a list by one that was understood and is not empty.
fn put<T>(list: &mut Vec<T>, read: Option<Vec<T>>) -> Option<()> {
    let read = read?;
    if !read.is_empty() {
        *list = read;
    }
    Some(())
}

impl Object {
    fn merge(&mut self, other: Self, notes: &mut Vec<String>) {
        if self.id != other.id {
            notes.push(format!(
                "the custom object `{}` has another ID in each account, so its operations take the ID",
                self.name
            ));
            self.id = None;
        }
        self.filterable
            .retain(|name| other.filterable.contains(name));
        merge_fields(&mut self.fields, other.fields, notes);
    }
}

fn merge_fields(fields: &mut Vec<Field>, others: Vec<Field>, notes: &mut Vec<String>) {
    for field in fields.iter_mut() {
        if !others.iter().any(|other| other.name == field.name) {
            field.mandatory = field::Mandatory::default();
        }
    }
    for mut other in others {
        if let Some(known) = fields.iter_mut().find(|known| known.name == other.name) {
            field::merge(known, other, notes);
        } else {
            other.mandatory = field::Mandatory::default();
            fields.push(other);
        }
    }
}

/// Codes of both. Where one code has two names, it gets both: neither would be right in the other account.
fn merge_codes(codes: &mut Vec<Code>, others: Vec<Code>) {
    for other in others {
        match codes.iter_mut().find(|known| known.number == other.number) {
            Some(known) if known.name != other.name => {
                known.name = format!("{} or {}", known.name, other.name);
            }
            Some(_) => {}
            None => codes.push(other),
        }
    }
    codes.sort_by_key(|code| code.number);
}

/// Returns the records in responses of some kinds: lists, single records, and either below a member of its name. Of several
/// with one name, the later adds the members that the earlier lacks; kinds come in the order in which they are given.
fn records(responses: &[Response], kinds: &[&str]) -> Vec<Map<String, Value>> {
    let mut found: Vec<Map<String, Value>> = Vec::new();
    for kind in kinds {
        let is_of_kind =
            |response: &&Response| response.name.split(['-', '.']).next() == Some(*kind);
        for response in responses.iter().filter(is_of_kind) {
            collect(&response.body, &mut found);
        }
    }
    found
}

fn collect(value: &Value, found: &mut Vec<Map<String, Value>>) {
    const WRAPPERS: [&str; 10] = [
        "schemas",
        "schema",
        "ticket_fields",
        "ticket_field",
        "contact_fields",
        "contact_field",
        "company_fields",
        "company_field",
        "ticket_forms",
        "ticket_form",
    ];
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(members) => {
            let wrapped = WRAPPERS.iter().find_map(|wrapper| members.get(*wrapper));
            match wrapped {
                Some(inner) => collect(inner, found),
                None => add_record(members, found),
            }
        }
        _ => {}
    }
}

fn add_record(members: &Map<String, Value>, found: &mut Vec<Map<String, Value>>) {
    let same = |known: &&mut Map<String, Value>| {
        known.get("name").is_some() && known.get("name") == members.get("name")
    };
    match found.iter_mut().find(same) {
        None => found.push(members.clone()),
        Some(known) => {
            for (name, value) in members {
                let is_empty = known.get(name).is_none_or(|value| {
                    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
                });
                if is_empty {
                    known.insert(name.clone(), value.clone());
                }
            }
        }
    }
}

/// Returns the fields that the account has added.
fn custom_fields(records: &[Map<String, Value>], notes: &mut Vec<String>) -> Vec<Field> {
    let is_custom = |members: &&Map<String, Value>| {
        let ty = field::type_of(members).unwrap_or_default();
        let is_standard = members.get("default").and_then(Value::as_bool) == Some(true);
        !is_standard && !ty.starts_with("default_")
    };
    let mut fields: Vec<Field> = Vec::new();
    for members in records.iter().filter(is_custom) {
        for field in field::read(members, notes) {
            if !fields.iter().any(|known| known.name == field.name) {
                fields.push(field);
            }
        }
    }
    fields
}

/// Says of fields in which sections they are, and which choices open these: a section lists its fields, or a field its
/// sections.
fn add_sections(fields: &mut [Field], records: &[Map<String, Value>]) {
    for parent in records {
        let sections = parent.get("sections").and_then(Value::as_array);
        for section in sections.into_iter().flatten().filter_map(Value::as_object) {
            let label = text(section, "label").unwrap_or("unnamed");
            let opened = opened_by(parent, section);
            let name = text(parent, "name").unwrap_or_default();
            let sentence = format!("Shown in the section `{label}`{opened} of `{name}`.");
            for record in records.iter().filter(|record| is_in(section, record)) {
                let name = text(record, "name");
                let inside = fields.iter_mut().filter(|field| Some(&*field.name) == name);
                inside.for_each(|field| field.shown.push(sentence.clone()));
            }
        }
    }
}

/// Returns `true` if a section has a field.
fn is_in(section: &Map<String, Value>, field: &Map<String, Value>) -> bool {
    let list = |members: &Map<String, Value>, name: &str| -> Vec<Value> {
        let list = members.get(name).and_then(Value::as_array);
        list.cloned().unwrap_or_default()
    };
    let is = |id: Option<&Value>, other: Option<&Value>| id.is_some() && id == other;
    let listed = list(section, "ticket_field_ids");
    let mapped = list(field, "section_mappings");
    let mut mapped = mapped.iter().map(|mapping| mapping.get("section_id"));
    listed.iter().any(|id| is(Some(id), field.get("id")))
        || mapped.any(|id| is(id, section.get("id")))
}

/// Returns the choices that open a section, as a part of a sentence.
fn opened_by(parent: &Map<String, Value>, section: &Map<String, Value>) -> String {
    let ids = section.get("choice_ids").and_then(Value::as_array);
    let choices = parent.get("choices").and_then(Value::as_array);
    let texts: Vec<String> = choices
        .into_iter()
        .flatten()
        .filter(|choice| {
            let id = choice.get("id");
            id.is_some() && ids.is_some_and(|ids| ids.iter().any(|other| Some(other) == id))
        })
        .filter_map(|choice| Some(format!("`{}`", choice.get("value")?.as_str()?)))
        .collect();
    if texts.is_empty() {
        return String::new();
    }
    format!(", opened by {}", texts.join(" and "))
}

/// Says of fields in which forms they are, where not every form has them.
fn add_forms(fields: &mut [Field], records: &[Map<String, Value>], forms: &[Map<String, Value>]) {
    let with_fields: Vec<(&str, &Vec<Value>)> = forms
        .iter()
        .filter_map(|form| {
            let name = text(form, "title").or_else(|| text(form, "name"))?;
            Some((name, form.get("fields")?.as_array()?))
        })
        .collect();
    for field in fields {
        let record = records
            .iter()
            .find(|record| text(record, "name") == Some(&field.name));
        let id = record.and_then(|record| record.get("id"));
        // A form has its fields themselves, or their IDs.
        let is_field = |one: &Value| {
            one.get("name").and_then(Value::as_str) == Some(&field.name) || Some(one) == id
        };
        let has = |inside: &&Vec<Value>| inside.iter().any(is_field);
        let names: Vec<String> = with_fields
            .iter()
            .filter(|(_, inside)| has(inside))
            .map(|(name, _)| format!("`{name}`"))
            .collect();
        if !names.is_empty() && names.len() < with_fields.len() {
            field
                .shown
                .push(format!("On the forms {}.", names.join(", ")));
        }
    }
}

/// Returns the ID of a schema as a step of a path.
fn id(value: &Value) -> Option<String> {
    let id = match value {
        Value::Number(id) => id.to_string(),
        Value::String(id) => id.clone(),
        _ => return None,
    };
    let is_step = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (!id.is_empty() && id.bytes().all(is_step)).then_some(id)
}

fn object(members: &Map<String, Value>, notes: &mut Vec<String>) -> Option<Object> {
    let name = text(members, "name")?;
    if members.get("deleted").and_then(Value::as_bool) == Some(true) {
        return None;
    }
    let listed = members.get("fields").and_then(Value::as_array);
    let listed: Vec<&Map<String, Value>> = listed
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .filter(|field| field.get("deleted").and_then(Value::as_bool) != Some(true))
        .collect();
    let is_filterable = |field: &&&Map<String, Value>| {
        field.get("filterable").and_then(Value::as_bool) == Some(true)
    };
    let filterable = listed.iter().filter(is_filterable);
    Some(Object {
        id: members.get("id").and_then(id),
        name: name.to_owned(),
        description: text(members, "description").map(str::to_owned),
        filterable: filterable
            .filter_map(|field| text(field, "name").map(str::to_owned))
            .collect(),
        fields: listed
            .iter()
            .flat_map(|field| field::read(field, notes))
            .collect(),
    })
}

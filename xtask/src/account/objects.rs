//! Custom objects → the types of their records, and operations on the records of each.
//!
//! Invariant: the operations are those on the records of any custom object, with the ID of the schema in the path.

use serde_json::{Map, Value, json};

use super::{
    action::update,
    field::FieldKind,
    metadata::Object,
    names::TypeNames,
    schemas::{Fields, Null, quoted, values},
};

/// The names of the types of one custom object.
struct Types {
    data: String,
    changes: String,
    record: String,
    create: String,
    change: String,
    page: String,
}

/// Returns the actions for all custom objects.
pub(super) fn actions(objects: &[Object], names: &mut TypeNames) -> Vec<Value> {
    let mut actions = Vec::new();
    for object in objects.iter().filter(|object| !object.fields.is_empty()) {
        let about = format!(
            "The account has the custom object {}.",
            quoted(&object.name)
        );
        let types = Types::claim(&object.name, names);
        let fields = Fields::named(&types.data, &object.fields, names);
        let schemas = types.schemas(object, &fields);
        actions.push(update(
            "$.components.schemas",
            &about,
            Value::Object(schemas),
        ));
        let tag = format!("{} Records", types.data);
        let described = format!("Records of the custom object {}.", quoted(&object.name));
        actions.push(update(
            "$.tags",
            &about,
            json!({"name": tag, "description": described, "x-rust-records": types.data}),
        ));
        actions.push(update(
            "$.paths",
            &about,
            types.paths(&tag, object, &fields),
        ));
    }
    actions
}

impl Types {
    fn claim(object: &str, names: &mut TypeNames) -> Self {
        let data = names.claim("Custom", object);
        let mut one = |suffix: &str| names.claim("Custom", &format!("{data}{suffix}"));
        Self {
            changes: one("Update"),
            record: one("Record"),
            create: one("RecordCreate"),
            change: one("RecordUpdate"),
            page: one("RecordPage"),
            data,
        }
    }

    fn schemas(&self, object: &Object, fields: &Fields<'_>) -> Map<String, Value> {
        let name = quoted(&object.name);
        let data = |text: String| {
            json!({
                "type": "object",
                "description": text,
                "properties": fields.properties(),
                "additionalProperties": true,
            })
        };
        let about = object
            .description
            .as_deref()
            .map(|text| format!(" {}.", text.trim_end_matches('.')));
        let about = about.unwrap_or_default();
        let mut schemas = fields.enums();
        let mut add = |name: &str, schema: Value| schemas.insert(name.to_owned(), schema);
        add(
            &self.data,
            data(format!(
                "Values of a record of the custom object {name}.{about}"
            )),
        );
        add(
            &self.changes,
            data(format!(
                "New values of a record of the custom object {name}. Null clears one."
            )),
        );
        add(&self.record, self.record(&name));
        add(
            &self.create,
            json!({
                "type": "object",
                "description": format!("A record of the custom object {name} to add."),
                "required": ["data"],
                "properties": {"data": described(reference(&self.data), "The values.")},
            }),
        );
        add(
            &self.change,
            json!({
                "type": "object",
                "description": format!("New values of a record of the custom object {name}."),
                "required": ["data"],
                "properties": {
                    "display_id": {"type": "string", "description": "ID of the record, as it was read."},
                    "version": {"type": "integer", "description": "Version that was read; a record that changed since is left alone."},
                    "data": described(reference(&self.changes), "The values."),
                },
            }),
        );
        add(
            &self.page,
            json!({
                "type": "object",
                "description": format!("A page of the records of the custom object {name}."),
                "properties": {
                    "records": {"type": "array", "items": reference(&self.record), "description": "The records."},
                    "_links": described(reference("CustomObjectLinks"), "Where the next and the previous page are."),
                },
            }),
        );
        schemas
    }

    fn record(&self, name: &str) -> Value {
        let time = |text: &str| json!({"type": ["integer", "null"], "format": "int64", "description": text});
        let mut data = described(reference(&self.data), "The values.");
        data["x-rust-absent"] = "empty".into();
        json!({
            "type": "object",
            "description": format!("A record of the custom object {name}."),
            "properties": {
                "display_id": {"type": "string", "description": "ID of the record as people see it."},
                "data": data,
                "version": {"type": ["integer", "null"], "description": "Number of changes, from 1."},
                "metadata": {
                    "oneOf": [reference("CustomObjectRecordInfo"), {"type": "null"}],
                    "description": "Notes of the service about the record. Only in lists.",
                },
                "created_time": time("Time of its creation, in milliseconds since 1970."),
                "updated_time": time("Time of its last change, in milliseconds since 1970."),
            },
        })
    }

    /// Returns the operations on records.
    fn paths(&self, tag: &str, object: &Object, fields: &Fields<'_>) -> Value {
        let operation = |verb: &str, (summary, description): (&str, &str), more: Value| {
            let mut operation = json!({
                "operationId": format!("{verb}{}", self.record),
                "x-rust-name": verb,
                "summary": summary,
                "description": description,
                "tags": [tag],
            });
            if let (Value::Object(operation), Value::Object(more)) = (&mut operation, more) {
                operation.extend(more);
            }
            operation
        };
        let list = operation(
            "list",
            (
                "List records",
                "Returns one page of the records; `_links.next.href` has the `next_token` of the next one.",
            ),
            json!({
                "x-rust-pagination": {"next": "none", "items": "records"},
                "parameters": parameters(object, fields),
                "responses": answers("200", "The body has the records of this page.", Some(&self.page)),
            }),
        );
        let create = operation(
            "create",
            ("Add a record", "Adds a record."),
            json!({
                "requestBody": body(&self.create),
                "responses": answers("201", "The record now exists and is returned.", Some(&self.record)),
            }),
        );
        let id_of_record = json!([{"$ref": "#/components/parameters/recordId"}]);
        let get = operation(
            "get",
            (
                "Fetch one record",
                "Returns one record with all its values.",
            ),
            json!({
                "parameters": id_of_record,
                "responses": answers("200", "The body is the record.", Some(&self.record)),
            }),
        );
        let change = operation(
            "update",
            ("Change a record", "Changes values of a record."),
            json!({
                "parameters": id_of_record,
                "requestBody": body(&self.change),
                "responses": answers("200", "The change is saved and the record is returned.", Some(&self.record)),
            }),
        );
        let delete = operation(
            "delete",
            ("Remove a record", "Removes a record. There is no way back."),
            json!({
                "parameters": id_of_record,
                "responses": answers("204", "The record is gone.", None),
            }),
        );
        let mut all = json!({"get": list, "post": create});
        let mut one = json!({"get": get, "put": change, "delete": delete});
        let (records, end) = if let Some(id) = &object.id {
            let records = format!("/custom_objects/schemas/{id}/records");
            (records, String::new())
        } else {
            // A fragment, which is not sent, tells the paths from those of the records of any other custom object.
            for path in [&mut all, &mut one] {
                path["parameters"] = json!([{"$ref": "#/components/parameters/schemaId"}]);
            }
            let records = "/custom_objects/schemas/{schema_id}/records".to_owned();
            (records, format!("#{}", self.record))
        };
        json!({
            format!("{records}{end}"): all,
            format!("{records}/{{record_id}}{end}"): one,
        })
    }
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn described(mut schema: Value, text: &str) -> Value {
    schema["description"] = text.into();
    schema
}

fn body(schema: &str) -> Value {
    json!({"required": true, "content": {"application/json": {"schema": reference(schema)}}})
}

fn answers(status: &str, text: &str, schema: Option<&str>) -> Value {
    let mut answer = json!({"description": text});
    if let Some(schema) = schema {
        answer["content"] = json!({"application/json": {"schema": reference(schema)}});
    }
    let failure = |name: &str| json!({"$ref": format!("#/components/responses/{name}")});
    json!({status: answer, "400": failure("BadRequest"), "404": failure("NotFound")})
}

/// Returns the parameters of a list: the page, the order, and conditions on the fields that records can be listed by.
fn parameters(object: &Object, fields: &Fields<'_>) -> Value {
    let mut parameters = Vec::new();
    let mut add = |name: String, ident: Option<String>, text: String, schema: Value| {
        let mut parameter =
            json!({"name": name, "in": "query", "description": text, "schema": schema});
        if let Some(ident) = ident {
            parameter["x-rust-name"] = ident.into();
        }
        parameters.push(parameter);
    };
    let text = || json!({"type": "string"});
    let time = || json!({"type": "string", "format": "date-time"});
    let size = json!({"type": "integer", "minimum": 1, "maximum": 100, "default": 20});
    add(
        "page_size".to_owned(),
        None,
        "Number of records on a page.".to_owned(),
        size,
    );
    add(
        "next_token".to_owned(),
        None,
        "Token of the page, from the link of the previous one.".to_owned(),
        text(),
    );
    add(
        "sort_by".to_owned(),
        None,
        "Field to sort by and direction, such as `created_time;DESC`.".to_owned(),
        text(),
    );
    for (name, what) in [("created_time", "were added"), ("updated_time", "changed")] {
        let stem = name.trim_end_matches("_time");
        add(
            format!("{name}[gte]"),
            Some(format!("{stem}_since")),
            format!("Only the records that {what} at or after this time."),
            time(),
        );
        add(
            format!("{name}[lt]"),
            Some(format!("{stem}_before")),
            format!("Only the records that {what} before this time."),
            time(),
        );
    }
    for (field, ty) in fields
        .iter()
        .filter(|(field, _)| object.filterable.contains(&field.name))
    {
        let schema = Value::Object(values(&field.kind, ty, Null::Refused));
        let label = &field.label;
        let name = &field.name;
        match field.kind {
            FieldKind::Choices(_) | FieldKind::Any => add(
                name.clone(),
                None,
                format!("Value of {}.", quoted(label)),
                text(),
            ),
            _ => add(
                name.clone(),
                None,
                format!("Value of {}.", quoted(label)),
                schema.clone(),
            ),
        }
        if matches!(
            field.kind,
            FieldKind::Number | FieldKind::Decimal | FieldKind::Date
        ) {
            for (operator, words) in [
                ("gt", "More than"),
                ("gte", "At least"),
                ("lt", "Less than"),
                ("lte", "At most"),
            ] {
                let text = format!("{words} this value of {}.", quoted(label));
                add(
                    format!("{name}[{operator}]"),
                    Some(format!("{name}_{operator}")),
                    text,
                    schema.clone(),
                );
            }
        }
    }
    Value::Array(parameters)
}

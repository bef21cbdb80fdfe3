//! The choices of fields, which come in a shape of their own for each kind of field.

use std::collections::BTreeMap;

use freshdesk::models::{ContactField, FieldChoices, TicketField, TicketFieldChoices};

use super::kept;
use crate::answers;

/// Returns a field with these choices.
fn field(choices: &str) -> String {
    let field = r#"{"id":3,"name":"ticket_type","label":"Type","type":"default_ticket_type"}"#;
    answers::with(field, &format!(r#"{{"choices":{choices}}}"#))
}

fn of_ticket(choices: &str) -> TicketFieldChoices {
    kept::<TicketField>(&field(choices)).choices.unwrap()
}

fn of_contact(choices: &str) -> FieldChoices {
    kept::<ContactField>(&field(choices)).choices.unwrap()
}

fn map<T>(entries: impl IntoIterator<Item = (&'static str, T)>) -> BTreeMap<String, T> {
    let entries = entries.into_iter();
    entries
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

#[test]
fn choices_of_a_type_are_a_list_of_texts() {
    let expected = vec!["Question".to_owned(), "Incident".to_owned()];
    let choices = of_ticket(r#"["Question","Incident"]"#);
    assert_eq!(choices, TicketFieldChoices::Values(expected.clone()));
    let choices = of_contact(r#"["Question","Incident"]"#);
    assert_eq!(choices, FieldChoices::Values(expected));
}

#[test]
fn choices_of_a_priority_are_numbers_by_name() {
    let choices = of_ticket(r#"{"Low":1,"Medium":2,"High":3,"Urgent":4}"#);
    let expected = map([("Low", 1), ("Medium", 2), ("High", 3), ("Urgent", 4)]);
    assert_eq!(choices, TicketFieldChoices::Numbers(expected));
}

#[test]
fn choices_of_a_status_are_the_labels_by_id() {
    let choices = of_ticket(r#"{"2":["Open","Being Processed"],"7":["Waiting","Waiting"]}"#);
    let labels = |one: &str, two: &str| vec![one.to_owned(), two.to_owned()];
    let expected = map([
        ("2", labels("Open", "Being Processed")),
        ("7", labels("Waiting", "Waiting")),
    ]);
    assert_eq!(choices, TicketFieldChoices::Names(expected));
}

#[test]
fn choices_of_a_nested_field_are_levels() {
    let choices = of_ticket(r#"{"Printer":{"Paper":["Jam","None"],"Ink":[]}}"#);
    let inks = map([
        ("Paper", vec!["Jam".to_owned(), "None".to_owned()]),
        ("Ink", Vec::new()),
    ]);
    assert_eq!(
        choices,
        TicketFieldChoices::Levels(map([("Printer", inks)]))
    );
}

#[test]
fn choices_for_administrators_are_objects() {
    let choices =
        of_ticket(r#"[{"id":158000272633,"value":"Question","position":1,"choices":[]}]"#);
    let TicketFieldChoices::Tree(tree) = choices else {
        panic!("{choices:?}")
    };
    assert_eq!(tree.len(), 1);
    assert_eq!(tree[0].value.as_deref(), Some("Question"));
}

#[test]
fn choices_of_contact_fields_are_objects_or_texts_by_name() {
    let choices = of_contact(r#"[{"id":1,"label":"Gold","value":"Gold","position":1}]"#);
    let FieldChoices::Choices(list) = choices else {
        panic!("{choices:?}")
    };
    assert_eq!(list[0].label.as_deref(), Some("Gold"));
    let choices = of_contact(r#"{"English":"en","Deutsch":"de"}"#);
    let expected = map([("English", "en".to_owned()), ("Deutsch", "de".to_owned())]);
    assert_eq!(choices, FieldChoices::Texts(expected));
}

#[test]
fn choices_of_a_shape_that_nobody_knows_arrive_as_json() {
    let choices = of_ticket(r#"{"Low":1,"High":["text"]}"#);
    assert!(
        matches!(choices, TicketFieldChoices::Other(_)),
        "{choices:?}"
    );
}

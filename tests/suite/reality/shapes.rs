//! Values of another kind, or of several kinds, and keys that nobody has described.

use freshdesk::models::{
    BusinessHour, Company, Contact, Conversation, CustomObject, CustomerSatisfactionSurvey,
    OtherCompany, SlaPolicy, Ticket,
};

use super::{contact, conversation, kept, named, read, ticket};
use crate::answers;

#[test]
fn from_email_is_a_name_with_an_address() {
    let answer = conversation(
        r#"{"from_email":"\"Acme, Support\" <help@acme.example>","to_emails":["Jane Doe <jane@example.com>"]}"#,
    );
    let read: Conversation = kept(&answer);
    let from = read.from_email.unwrap();
    assert_eq!(from, "\"Acme, Support\" <help@acme.example>");
    assert_eq!(read.to_emails.unwrap(), ["Jane Doe <jane@example.com>"]);
}

#[test]
fn other_companies_are_ids_in_lists_and_objects_in_single_answers() {
    let listed: Contact = kept(&contact(r#"{"other_companies":[67013469930]}"#));
    assert_eq!(
        listed.other_companies.unwrap(),
        [OtherCompany::Id(67_013_469_930)]
    );
    let answer = contact(r#"{"other_companies":[{"company_id":5,"view_all_tickets":false}]}"#);
    let single: Contact = kept(&answer);
    let companies = single.other_companies.unwrap();
    let [OtherCompany::ContactCompany(company)] = companies.as_slice() else {
        panic!("{companies:?}")
    };
    assert_eq!(company.company_id, 5);
    assert_eq!(company.view_all_tickets, Some(false));
}

#[test]
fn ids_of_new_accounts_are_in_quotes() {
    let policy: SlaPolicy = read(&named(
        r#"{"id":"158000272633","applicable_to":{"group_ids":["158000272634"],"company_ids":[5]}}"#,
    ));
    assert_eq!(policy.id, 158_000_272_633);
    let scope = policy.applicable_to.unwrap();
    assert_eq!(scope.group_ids, Some(vec![158_000_272_634]));
    assert_eq!(scope.company_ids, Some(vec![5]));
    let hours: BusinessHour = read(&named(r#"{"id":"158000272635"}"#));
    assert_eq!(hours.id, 158_000_272_635);
    let hours: BusinessHour = read(&named(r#"{"id":635}"#));
    assert_eq!(hours.id, 635);
}

#[test]
fn org_company_id_is_a_number_once_and_a_text_once() {
    for text in ["1727600000000000001", "\"1727600000000000001\""] {
        let company: Company = read(&named(&format!(r#"{{"org_company_id":{text}}}"#)));
        assert_eq!(company.org_company_id, Some(1_727_600_000_000_000_001));
    }
}

#[test]
fn surveys_of_the_second_version_have_texts_for_ids() {
    let survey = r#"{"id":"0b0a7d3e-5f0a-4d52-9c5e-0d7f5f6f7a10","title":"How was it?"}"#;
    let survey: CustomerSatisfactionSurvey = kept(survey);
    assert_eq!(
        survey.id.as_deref(),
        Some("0b0a7d3e-5f0a-4d52-9c5e-0d7f5f6f7a10")
    );
}

#[test]
fn ids_of_custom_objects_are_numbers_with_or_without_quotes() {
    let object: CustomObject = kept(r#"{"id":4815162342,"name":"Machine"}"#);
    assert_eq!(object.id, 4_815_162_342);
    let quoted: CustomObject = read(r#"{"id":"4815162342","name":"Machine"}"#);
    assert_eq!(quoted, object);
}

#[test]
fn ids_may_be_numbers_where_texts_are_described() {
    let contact: Contact = read(&contact(
        r#"{"unique_external_id":1727600000000000001,"facebook_id":77}"#,
    ));
    assert_eq!(
        contact.unique_external_id.as_deref(),
        Some("1727600000000000001")
    );
    assert_eq!(contact.facebook_id.as_deref(), Some("77"));
}

#[test]
fn ids_are_larger_than_32_bits() {
    let answer = ticket(r#"{"requester_id":67013469930,"group_id":158000272633}"#);
    let read: Ticket = kept(&answer);
    assert_eq!(read.requester_id, 67_013_469_930);
    assert_eq!(read.group_id, Some(158_000_272_633));
}

#[test]
fn newer_members_of_tickets_are_read() {
    let answer = ticket(
        r#"{"form_id":9,"nr_due_by":"2026-01-03T03:04:05Z","nr_escalated":true,"sentiment_score":80.5,
            "source_info":{"a":[1]},"structured_description":null,"support_email":"help@acme.example"}"#,
    );
    let read: Ticket = kept(&answers::without(&answer, "structured_description"));
    assert_eq!(read.form_id, Some(9));
    assert_eq!(read.nr_escalated, Some(true));
    assert_eq!(read.sentiment_score, Some(80.5));
    assert_eq!(read.support_email.as_deref(), Some("help@acme.example"));
}

#[test]
fn keys_that_nobody_has_described_are_kept() {
    let answer = ticket(r#"{"zzz":[{"id":"text"},[[]],"\ud83d\ude00"],"":{},"ID":"x"}"#);
    let read: Ticket = kept(&answer);
    assert_eq!(read.unknown_fields.iter().count(), 3);
}

//! Numbers and words that stand for something: those that are known have names, and the others arrive as they are.

use freshdesk::models::{
    AssociationType, AutoTicketAssign, Conversation, ConversationSource, Group,
    GroupAutoTicketAssign, RatingValue, SatisfactionRating, Ticket, TicketSource, TicketStatus,
};

use super::{conversation, kept, named, read, ticket};

#[test]
fn an_account_has_statuses_of_its_own_from_6_on() {
    for code in [6, 7, 14] {
        let read: Ticket = kept(&ticket(&format!(r#"{{"status":{code}}}"#)));
        assert_eq!(read.status, TicketStatus::Unknown(code));
        assert_eq!(read.status.code(), code);
    }
}

#[test]
fn every_way_in_which_a_ticket_comes_has_a_name_up_to_22() {
    let mut seen = Vec::new();
    for code in 1..=22 {
        let read: Ticket = kept(&ticket(&format!(r#"{{"source":{code}}}"#)));
        let is_unknown = matches!(read.source, TicketSource::Unknown(_));
        assert!(!is_unknown, "{code}");
        assert_eq!(read.source.code(), code);
        assert!(!seen.contains(&read.source), "{:?} twice", read.source);
        seen.push(read.source);
    }
    let last: Ticket = read(&ticket(r#"{"source":22}"#));
    assert_eq!(last.source, TicketSource::Sms);
}

#[test]
fn an_account_has_sources_of_its_own() {
    let read: Ticket = kept(&ticket(r#"{"source":101}"#));
    assert_eq!(read.source, TicketSource::Unknown(101));
}

#[test]
fn tickets_are_parents_children_trackers_and_related() {
    for (code, expected) in [
        (1, AssociationType::Parent),
        (2, AssociationType::Child),
        (3, AssociationType::Tracker),
        (4, AssociationType::Related),
    ] {
        let read: Ticket = kept(&ticket(&format!(r#"{{"association_type":{code}}}"#)));
        assert_eq!(read.association_type, Some(expected));
    }
    let read: Ticket = read(&ticket(r#"{"association_type":null}"#));
    assert_eq!(read.association_type, None);
}

#[test]
fn conversations_come_from_nine_sources() {
    for (code, expected) in [
        (0, ConversationSource::Reply),
        (2, ConversationSource::Note),
        (5, ConversationSource::Tweet),
        (6, ConversationSource::Survey),
        (7, ConversationSource::Facebook),
        (8, ConversationSource::Forward),
        (9, ConversationSource::Phone),
        (10, ConversationSource::Mobihelp),
        (11, ConversationSource::Ecommerce),
    ] {
        let answer = conversation(&format!(r#"{{"source":{code},"category":2}}"#));
        let read: Conversation = kept(&answer);
        assert_eq!((read.source, read.category), (Some(expected), Some(2)));
    }
}

#[test]
fn ratings_are_a_map_from_question_to_a_value_between_minus_103_and_103() {
    let answer = r#"{"id":1,"survey_id":2,"ticket_id":42,"user_id":7,"feedback":"Quick!",
        "created_at":"2026-01-02T03:04:05Z","updated_at":"2026-01-02T03:04:06Z",
        "ratings":{"default_question":103,"question_161":-103,"question_162":100,"question_163":1}}"#;
    let read: SatisfactionRating = kept(answer);
    for (question, expected, code) in [
        ("default_question", RatingValue::ExtremelyHappy, 103),
        ("question_161", RatingValue::ExtremelyUnhappy, -103),
        ("question_162", RatingValue::Neutral, 100),
        ("question_163", RatingValue::ClassicHappy, 1),
    ] {
        assert_eq!(read.ratings[question], expected);
        assert_eq!(read.ratings[question].code(), code);
    }
    for code in [-103, -102, -101, 100, 101, 102, 103] {
        assert!(!matches!(RatingValue::from(code), RatingValue::Unknown(_)));
    }
}

#[test]
fn auto_ticket_assign_is_a_number_a_flag_or_null() {
    let value = |text: &str| {
        let answer = named(&format!(r#"{{"auto_ticket_assign":{text}}}"#));
        read::<Group>(&answer).auto_ticket_assign
    };
    let number = |code| Some(GroupAutoTicketAssign::AutoTicketAssign(code));
    assert_eq!(value("0"), number(AutoTicketAssign::Off));
    assert_eq!(value("1"), number(AutoTicketAssign::RoundRobin));
    assert_eq!(value("99"), number(AutoTicketAssign::Unknown(99)));
    assert_eq!(value("true"), Some(GroupAutoTicketAssign::Boolean(true)));
    assert_eq!(value("false"), Some(GroupAutoTicketAssign::Boolean(false)));
    assert_eq!(value("null"), None);
    for text in ["0", "1", "true", "false"] {
        kept::<Group>(&named(&format!(r#"{{"auto_ticket_assign":{text}}}"#)));
    }
}

//! Updates of a description, in which something new wants the identifier of something that is there.

use crate::{
    lower::lower,
    model::{Api, Names},
    settings::Settings,
    source::{Source, load, normalize, parse},
};

/// A description before an update, without the lines with `# new`, and after it.
const SHELF: &str = "
openapi: 3.1.0
info: {title: Shelf, version: '1'}
paths:
  /books:
    get:
      operationId: listBooks
      tags: [Books]
      parameters:
        - {name: page-size, in: query, schema: {type: integer}}
        - {name: page_size, in: query, schema: {type: integer}} # new
      responses:
        '200': {description: x, content: {application/json: {schema: {$ref: '#/components/schemas/book-cover'}}}}
  /all: # new
    get: {operationId: list, tags: [Books], responses: {'204': {description: x}}} # new
webhooks:
  order_paid:
    post: {requestBody: {content: {application/json: {schema: {type: string}}}}, responses: {}}
  order-paid: # new
    post: {requestBody: {content: {application/json: {schema: {type: string}}}}, responses: {}} # new
components:
  schemas:
    book-cover:
      type: object
      additionalProperties: {type: string}
      properties:
        created-at: {type: string}
        created_at: {type: string} # new
        additional_properties: {type: string} # new
        state:
          type: string
          enum:
            - in-progress
            - in_progress # new
        level:
          type: integer
          enum:
            - 1 # new
            - 2
          x-enum-varnames:
            - Low # new
            - Low
    BookCover: {type: object, properties: {side: {type: string}}} # new
    Books: {type: object, properties: {side: {type: string}}} # new
    ListBooks: {type: object, properties: {side: {type: string}}} # new
    Content:
      oneOf:
        - $ref: '#/components/schemas/TextContent'
        - $ref: '#/components/schemas/Text' # new
        - $ref: '#/components/schemas/PictureContent'
    TextContent: {type: object, required: [text], properties: {text: {type: string}}}
    Text: {type: object, required: [letters], properties: {letters: {type: string}}} # new
    PictureContent: {type: object, required: [url], properties: {url: {type: string}}}
";

/// Returns the model of a description, in which things keep the identifiers that are known.
fn api(text: &str, known: &Names) -> Api {
    let source = Source {
        name: "shelf.yaml".to_owned(),
        text: text.to_owned(),
    };
    let (document, _) = normalize(load(&source).unwrap());
    let description = parse(&document).unwrap();
    let settings = Settings::for_crate("shelf").unwrap();
    let (api, _) = lower(&description, &settings.with_names(known)).unwrap();
    api
}

fn before() -> String {
    let lines = SHELF.lines().filter(|line| !line.ends_with("# new"));
    lines.collect::<Vec<_>>().join("\n")
}

fn tables(names: &Names) -> Vec<&str> {
    names.tables().keys().map(String::as_str).collect()
}

#[test]
fn nothing_new_takes_the_identifier_of_something_that_is_there() {
    let none = Names::default();
    let known = api(&before(), &none).names;
    let after = api(SHELF, &known);
    assert_eq!(known.without(&after.names), none);
    // The rule alone moves something of every kind.
    let moved = known.without(&api(SHELF, &none).names);
    let kinds = [
        "builders",
        "fields beside those of /components/schemas/book-cover",
        "fields of /components/schemas/book-cover",
        "handles",
        "methods of Books",
        "parameters of listBooks",
        "types",
        "variants of /components/schemas/Content",
        "variants of /components/schemas/book-cover/properties/level",
        "variants of /components/schemas/book-cover/properties/state",
        "webhook functions",
    ];
    assert_eq!(tables(&moved), kinds);
    let cover = "fields of /components/schemas/book-cover";
    assert_eq!(after.names.get(cover, "created-at"), Some("created_at"));
    assert_eq!(after.names.get(cover, "created_at"), Some("created_at_2"));
}

#[test]
fn the_lock_alone_gives_the_same_identifiers_again() {
    let none = Names::default();
    let known = api(&before(), &none).names;
    let after = api(SHELF, &known);
    let again = api(SHELF, &after.locked_names);
    assert_eq!(again.names, after.names);
    assert_eq!(again.locked_names, after.locked_names);
    // The lock has no more than what differs from the rule, and what that moves.
    let rule = api(SHELF, &none).names;
    assert_eq!(after.locked_names, after.names.without(&rule));
    assert!(after.locked_names.len() < after.names.len());
}

#[test]
fn an_entry_goes_with_its_reason() {
    let none = Names::default();
    let known = api(&before(), &none).names;
    assert_eq!(api(&before(), &known).locked_names, none);
    let locked = api(SHELF, &known).locked_names;
    let back = api(&before(), &locked);
    assert_eq!(back.locked_names, none);
    assert_eq!(back.names, known);
}

#[test]
fn a_suffix_stays_when_its_reason_goes() {
    let none = Names::default();
    let closer = api(SHELF, &none).names;
    let cover = "fields of /components/schemas/book-cover";
    assert_eq!(closer.get(cover, "created-at"), Some("created_at_2"));
    let after = api(&before(), &closer);
    assert_eq!(after.names.get(cover, "created-at"), Some("created_at_2"));
    assert_eq!(
        after.locked_names.get(cover, "created-at"),
        Some("created_at_2")
    );
}

#[test]
fn what_a_person_chooses_counts_more_than_what_was_before() {
    let known = api(&before(), &Names::default()).names;
    let chosen = "created_at: {type: string, x-rust-name: created_at}";
    let text = SHELF.replace("created_at: {type: string}", chosen);
    let names = api(&text, &known).names;
    let cover = "fields of /components/schemas/book-cover";
    assert_eq!(names.get(cover, "created_at"), Some("created_at"));
    assert_eq!(names.get(cover, "created-at"), Some("created_at_2"));
}

#[test]
fn an_identifier_that_no_rule_gives_is_not_kept() {
    let mut known = Names::default();
    let cover = "fields of /components/schemas/book-cover";
    known.insert(cover, "created-at", "made_long_ago");
    known.insert(cover, "state", "state_2");
    let names = api(&before(), &known).names;
    assert_eq!(names.get(cover, "created-at"), Some("created_at"));
    assert_eq!(names.get(cover, "state"), Some("state_2"));
}

#[test]
fn values_keep_their_names_when_a_new_one_has_another_prefix() {
    let before = "
openapi: 3.1.0
info: {title: Tasks, version: '1'}
paths: {}
components:
  schemas:
    State: {type: string, enum: [STATE_OPEN, STATE_DONE]}
";
    let after = before.replace("STATE_DONE]", "STATE_DONE, paused]");
    let table = "variants of /components/schemas/State";
    let known = api(before, &Names::default()).names;
    assert_eq!(known.get(table, "STATE_OPEN"), Some("Open"));
    let ruled = api(&after, &Names::default()).names;
    assert_eq!(ruled.get(table, "STATE_OPEN"), Some("StateOpen"));
    let kept = api(&after, &known).names;
    assert_eq!(kept.get(table, "STATE_OPEN"), Some("Open"));
    assert_eq!(kept.get(table, "paused"), Some("Paused"));
}

//! Updated descriptions, by example.

use super::{DifferenceKind, Update, update};
use crate::source::Source;

const OURS: &str = "\
# By hand.
openapi: 3.1.0
info: {title: Desk, version: '2'}
paths:
  /tickets:
    get:
      operationId: listTickets
      summary: List tickets  # Ours.
      parameters:
        - name: filter
          in: query
          description: Our words.
          schema:
            type: string
            enum: [new, spam]
        - $ref: '#/components/parameters/page'
      responses:
        '200':
          description: The tickets.

  # The account.
  /account:
    get:
      description: Reads the account.
      responses: {'200': {description: It.}}
components:
  parameters:
    page: {name: page, in: query, schema: {type: integer}}
  schemas:
    Ticket:
      type: object
      required: [id]
      properties:
        id:
          type: integer
          description: ID of the ticket.
        subject:
          type: string
          description: Subject line.
        description:
          type: string
          description: Body text.
";

fn source(name: &str, text: &str) -> Source {
    Source {
        name: name.to_owned(),
        text: text.to_owned(),
    }
}

fn updated(theirs: &str) -> Update {
    let update = update(&source("ours.yaml", OURS), &source("theirs.yaml", theirs));
    update.unwrap_or_else(|said| Update {
        text: said.to_string(),
        differences: Vec::new(),
    })
}

/// Returns the differences, in a line each.
fn told(update: &Update) -> Vec<String> {
    let line = |kind: &DifferenceKind| match kind {
        DifferenceKind::Added => "added".to_owned(),
        DifferenceKind::Removed(texts) => format!("removed with {} texts", texts.len()),
        DifferenceKind::Changed(old, new) => format!("{old} -> {new}"),
        DifferenceKind::TextWanted(text) => format!("wants {text}"),
        DifferenceKind::TextToCheck(text) => format!("check {text}"),
    };
    let lines = update.differences.iter();
    lines
        .map(|difference| format!("{}: {}", difference.pointer, line(&difference.kind)))
        .collect()
}

#[test]
fn texts_alone_change_nothing() {
    let theirs = OURS
        .replace("Our words.", "Theirs.")
        .replace("Body text.", "Other.");
    let update = updated(&theirs.replace("# By hand.\n", ""));
    assert_eq!(update.text, OURS);
    assert_eq!(update.differences, []);
}

#[test]
fn what_is_new_has_its_place_and_a_mark_for_its_text() {
    let theirs = OURS
        .replace(
            "        description:\n          type: string\n",
            "        due_by:\n          type: string\n          nullable: true\n          description: Vendor's.\n\
             \x20       description:\n          type: string\n",
        )
        .replace("enum: [new, spam]", "enum: [new, deleted, spam]");
    let update = updated(&theirs);
    let expected = OURS
        .replace(
            "        description:\n          type: string\n",
            "        due_by:\n          # Needs a description in our own words.\n          type: [string, 'null']\n\
             \x20       description:\n          type: string\n",
        )
        .replace("enum: [new, spam]", "enum: [new, deleted, spam]");
    assert_eq!(update.text, expected);
    assert_eq!(
        told(&update),
        [
            "/paths/~1tickets/get/parameters/0/description: check Our words.",
            "/paths/~1tickets/get/parameters/0/schema/enum: [new, spam] -> [new, deleted, spam]",
            "/components/schemas/Ticket/properties/due_by: added",
            "/components/schemas/Ticket/properties/due_by/description: wants Vendor's.",
        ]
    );
}

#[test]
fn what_is_gone_is_told_with_its_texts() {
    let theirs = OURS
        .replace("        subject:\n          type: string\n          description: Subject line.\n", "")
        .replace("  /account:\n    get:\n      description: Reads the account.\n      responses: {'200': {description: It.}}\n", "");
    let update = updated(&theirs);
    assert_eq!(update.text, theirs);
    assert_eq!(
        told(&update),
        [
            "/paths/~1account: removed with 2 texts",
            "/components/schemas/Ticket/properties/subject: removed with 1 texts",
        ]
    );
}

#[test]
fn a_text_is_to_be_checked_where_what_it_describes_has_changed() {
    let theirs = OURS.replace(
        "        subject:\n          type: string\n",
        "        subject:\n          type: integer\n",
    );
    let update = updated(&theirs);
    assert_eq!(update.text, theirs);
    assert_eq!(
        told(&update),
        [
            "/components/schemas/Ticket/properties/subject/description: check Subject line.",
            "/components/schemas/Ticket/properties/subject/type: string -> integer",
        ]
    );
}

#[test]
fn parameters_are_known_by_their_names_in_any_order() {
    let theirs = OURS.replace(
        "        - $ref: '#/components/parameters/page'\n",
        "        - name: email\n          in: query\n          schema: {type: string}\n",
    );
    let theirs = theirs.replace(
        "        - name: filter\n",
        "        - $ref: '#/components/parameters/page'\n        - name: filter\n",
    );
    let update = updated(&theirs);
    let expected = OURS.replace(
        "            enum: [new, spam]\n",
        "            enum: [new, spam]\n        - name: email\n          in: query\n          schema:\n            type: string\n",
    );
    assert_eq!(update.text, expected);
    assert_eq!(told(&update), ["/paths/~1tickets/get/parameters/1: added"]);
}

#[test]
fn json_is_read_as_well() {
    let json = serde_yaml::from_str::<serde_json::Value>(OURS);
    let theirs = json.map(|json| json.to_string()).unwrap_or_default();
    let update = updated(&theirs.replace("\"new\",\"spam\"", "\"new\""));
    assert_eq!(update.text, OURS.replace("[new, spam]", "[new]"));
}

#[test]
fn anchors_are_refused() {
    let ours = OURS.replace("get:\n      operationId", "get: &a\n      operationId");
    let theirs = ours.replace("[new, spam]", "[new]");
    let refused = update(&source("ours.yaml", &ours), &source("theirs.yaml", &theirs));
    assert!(refused.is_err_and(|said| said.to_string().contains("anchors")));
}

#[test]
fn actions_that_change_nothing_go_and_their_neighbours_stay() {
    let overlay = "\
overlay: 1.1.0
info: {title: Corrections, version: 1.0.0}
actions:
  # Of the ticket.
  - target: $.components.schemas.Ticket
    update: {required: [id]}
  - target: $.components.schemas.Ticket.properties.id  # Kept.
    update:
      format: int64

  # Gone.
  - target: $.components.schemas.Nothing
    remove: true
";
    let overlay = overlay.replace("update: {required: [id]}", "update: {type: object}");
    let overlays = [source("overlay.yaml", &overlay)];
    let updated = super::update_overlays(&source("ours.yaml", OURS), &overlays);
    let updated = updated.map_err(|said| said.to_string());
    let texts = updated.as_ref().map(|updated| updated.texts.clone());
    let action = "  - target: $.components.schemas.Ticket\n    update: {type: object}\n";
    assert_eq!(texts, Ok(vec![overlay.replace(action, "")]));
    let said = updated.map(|updated| (updated.removed, updated.diagnostics.to_string()));
    assert!(
        said.as_ref().is_ok_and(|(removed, said)| *removed == [1]
            && said.contains("actions[1]: its `target` matches nothing")),
        "{said:?}"
    );
}

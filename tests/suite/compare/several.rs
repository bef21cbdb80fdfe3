//! Several changes of our own description at once, with its overlays → each of them told.
//!
//! Invariant: the corrections are those of the crate, so they hide what they would hide from a reviewer.

use generator::compare::{Change, ChangeKind, Effect, Level, Side, compare};
use generator::{Input, Source};

use crate::input;

/// The description with a line more, less or another one, as a vendor changes it.
fn changed(edits: &[(&str, &str)]) -> Source {
    let mut description = input::freshdesk();
    for (old, new) in edits {
        assert!(description.text.contains(old), "{old}");
        description.text = description.text.replacen(old, new, 1);
    }
    description
}

const ESCALATE: &str = "  /tickets/outbound_email:
    post:
";

#[test]
fn each_of_several_changes_is_told() {
    let old = input::freshdesk();
    let escalate = format!(
        "  /tickets/{{ticket_id}}/escalate:
    post:
      operationId: escalateTicket
      tags: [Tickets]
      parameters:
        - $ref: '#/components/parameters/ticketId'
      responses:
        '204': {{description: Done.}}
{ESCALATE}"
    );
    let new = changed(&[
        (
            "enum: [new_and_my_open, watching, spam, deleted]",
            "enum: [new_and_my_open, watched, spam, deleted]",
        ),
        (
            "        - name: order_by\n",
            "        - name: label\n          in: query\n          schema: {type: string}\n        - name: order_by\n",
        ),
        (ESCALATE, &escalate),
        (
            "        industry:\n          type: [string, 'null']\n",
            "        industry_name:\n          type: [string, 'null']\n",
        ),
        (
            "    Role:\n      type: object\n",
            "    Role:\n      type: object\n      required: [scope]\n",
        ),
        (
            "    Role:\n      type: object\n      required: [scope]\n      properties:\n",
            "    Role:\n      type: object\n      required: [scope]\n      properties:\n        scope: {type: string}\n",
        ),
    ]);
    let overlays = input::freshdesk_overlays();
    let settings = input::settings();
    let model = |source| {
        let input = Input::new(source, &settings).overlays(&overlays);
        input.model().unwrap_or_else(|errors| panic!("{errors}"))
    };
    let (before, after) = (model(&old), model(&new));
    let public_api = |api| generator::public_api(api).unwrap_or_else(|errors| panic!("{errors}"));
    let apis = [public_api(&before.api), public_api(&after.api)];
    let side = |api, public_api| Side { api, public_api };
    let changes = compare(side(&before.api, &apis[0]), side(&after.api, &apis[1]));
    let told = |kind: ChangeKind, subject: &str| {
        let mut changes = changes.iter();
        assert!(
            changes.any(|change: &Change| change.kind == kind && change.subject == subject),
            "{subject} in {:#?}",
            changes.map(|change| &change.subject).collect::<Vec<_>>()
        );
    };
    told(ChangeKind::Added, "POST /tickets/{ticket_id}/escalate");
    told(ChangeKind::Added, "GET /tickets ?label");
    told(ChangeKind::Added, "Role.scope");
    told(ChangeKind::Added, "Company.industry_name");
    let masked = after.masked_since(&before);
    let details: Vec<&str> = masked.iter().map(|one| &*one.detail).collect();
    for part in ["`watching` in `enum` is gone", "`industry` is gone"] {
        assert!(
            details.iter().any(|detail| detail.contains(part)),
            "{details:#?}"
        );
    }
    assert!(masked.iter().all(|one| one.action.is_some()), "{masked:#?}");
    // A property that is still described by an overlay is no longer what it was, and callers notice.
    let breaks = |change: &Change| change.verdict(Level::Source).effect == Effect::Break;
    assert!(
        changes
            .iter()
            .any(|change| breaks(change) && change.subject == "Company.industry")
    );
}

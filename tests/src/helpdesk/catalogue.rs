//! Configuration by an administrator: agents, groups and the fields of tickets. It can be read, not changed.
//!
//! Invariant: `cf_category`, `cf_subcategory` and `cf_item` depend on one another, in this order.

use serde_json::{Value, json};

use super::records::{Object, Records, object};

/// Returns the agents.
pub(super) fn agents() -> Records {
    let mut agents = Records::from(43_000_000_001);
    for (name, email) in [
        ("Ada Agent", "ada@acme.example"),
        ("Grace Agent", "grace@acme.example"),
    ] {
        agents.add(object(json!({
            "available": true,
            "occasional": false,
            "signature": null,
            "ticket_scope": 1,
            "type": "support_agent",
            "group_ids": [43_000_000_001_i64],
            "role_ids": [43_000_000_001_i64],
            "contact": {
                "active": true,
                "email": email,
                "name": name,
                "job_title": null,
                "language": "en",
                "mobile": null,
                "phone": null,
                "time_zone": "UTC",
                "created_at": "2026-01-01T08:00:00Z",
                "updated_at": "2026-01-01T08:00:00Z",
            },
            "created_at": "2026-01-01T08:00:00Z",
            "updated_at": "2026-01-01T08:00:00Z",
        })));
    }
    agents
}

/// Returns the groups.
pub(super) fn groups() -> Records {
    let mut groups = Records::from(43_000_000_001);
    for name in ["Support", "Field service"] {
        groups.add(object(json!({
            "name": name,
            "description": null,
            "escalate_to": null,
            "unassigned_for": null,
            "business_hour_id": null,
            "agent_ids": [43_000_000_001_i64, 43_000_000_002_i64],
            "auto_ticket_assign": 0,
            "created_at": "2026-01-01T08:00:00Z",
            "updated_at": "2026-01-01T08:00:00Z",
        })));
    }
    groups
}

/// Returns the fields of tickets that have choices, and the account's own.
pub(super) fn ticket_fields() -> Records {
    let mut fields = Records::from(43_000_000_001);
    let status = json!({
        "2": ["Open", "Being processed"],
        "3": ["Pending", "Awaiting your reply"],
        "4": ["Resolved", "This ticket has been resolved"],
        "5": ["Closed", "This ticket has been closed"],
        "6": ["Waiting on customer", "Awaiting your reply"],
    });
    fields.add(field("status", "Status", "default_status", Some(status)));
    let priority = json!({"Low": 1, "Medium": 2, "High": 3, "Urgent": 4});
    fields.add(field(
        "priority",
        "Priority",
        "default_priority",
        Some(priority),
    ));
    let types = json!(["Question", "Incident", "Problem", "Feature Request"]);
    fields.add(field(
        "ticket_type",
        "Type",
        "default_ticket_type",
        Some(types),
    ));
    let mut category = field(
        "cf_category",
        "Category",
        "nested_field",
        Some(categories()),
    );
    let nested = [("cf_subcategory", "Subcategory", 2), ("cf_item", "Item", 3)];
    let nested = nested.map(|(name, label, level)| {
        json!({
            "id": 43_000_001_000_i64 + level,
            "name": name,
            "label": label,
            "label_for_customers": label,
            "level": level,
            "ticket_field_id": 43_000_000_004_i64,
        })
    });
    category.insert("nested_ticket_fields".to_owned(), json!(nested));
    fields.add(category);
    fields.add(field("cf_floor", "Floor", "custom_number", None));
    fields.add(field(
        "cf_serial_number",
        "Serial number",
        "custom_text",
        None,
    ));
    fields.add(field(
        "cf_under_warranty",
        "Under warranty",
        "custom_checkbox",
        None,
    ));
    fields
}

/// Returns the choices of the fields that depend on one another.
pub(super) fn categories() -> Value {
    json!({
        "Hardware": {"Printer": ["Toner", "Paper jam"], "Laptop": ["Battery", "Display"]},
        "Software": {"Mail": ["Login", "Rules"], "Calendar": ["Sharing"]},
    })
}

fn field(name: &str, label: &str, kind: &str, choices: Option<Value>) -> Object {
    let mut field = object(json!({
        "name": name,
        "label": label,
        "label_for_customers": label,
        "description": label,
        "type": kind,
        "position": 1,
        "default": !name.starts_with("cf_"),
        "required_for_closure": false,
        "required_for_agents": false,
        "required_for_customers": false,
        "customers_can_edit": true,
        "displayed_to_customers": true,
        "created_at": "2026-01-01T08:00:00Z",
        "updated_at": "2026-01-01T08:00:00Z",
    }));
    field.extend(choices.map(|choices| ("choices".to_owned(), choices)));
    field
}

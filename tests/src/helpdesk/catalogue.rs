//! Configuration by an administrator: agents and groups. It can be read, not changed.
//!
//! Invariant: every agent is in the first group.

use serde_json::json;

use super::records::{Records, object};

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

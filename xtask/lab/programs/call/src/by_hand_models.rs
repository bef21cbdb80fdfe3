//! The types of a ticket as a user would write them, with serde's derive for every field that the API describes.
//!
//! A test of the experiments compares the fields with those of the API description.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// Declares types of which only the decoding is measured.
macro_rules! records {
    ($($name:ident { $($field:ident: $ty:ty,)* })*) => {$(
        #[derive(Clone, Debug, PartialEq, Deserialize)]
        #[allow(dead_code, reason = "decoding them is what is measured")]
        pub(crate) struct $name {
            $(pub(crate) $field: $ty,)*
        }
    )*};
}

records! {
    Ticket {
        id: i64,
        subject: Option<String>,
        description: Option<String>,
        description_text: Option<String>,
        status: TicketStatus,
        priority: TicketPriority,
        source: TicketSource,
        r#type: Option<String>,
        requester_id: i64,
        responder_id: Option<i64>,
        group_id: Option<i64>,
        product_id: Option<i64>,
        company_id: Option<i64>,
        email_config_id: Option<i64>,
        cc_emails: Option<Vec<String>>,
        fwd_emails: Option<Vec<String>>,
        reply_cc_emails: Option<Vec<String>>,
        to_emails: Option<Vec<String>>,
        tags: Option<Vec<String>>,
        custom_fields: Option<Map<String, Value>>,
        fr_escalated: Option<bool>,
        spam: Option<bool>,
        is_escalated: Option<bool>,
        due_by: Option<Timestamp>,
        fr_due_by: Option<Timestamp>,
        created_at: Timestamp,
        updated_at: Timestamp,
        ticket_cc_emails: Option<Vec<String>>,
        ticket_bcc_emails: Option<Vec<String>>,
        support_email: Option<String>,
        form_id: Option<i64>,
        association_type: Option<AssociationType>,
        associated_tickets_list: Option<Vec<i64>>,
        associated_tickets_count: Option<i64>,
        internal_agent_id: Option<i64>,
        internal_group_id: Option<i64>,
        nr_due_by: Option<Timestamp>,
        nr_escalated: Option<bool>,
        urgent: Option<bool>,
        deleted: Option<bool>,
        archived: Option<bool>,
        attachments: Option<Vec<AttachedFile>>,
        structured_description: Option<StructuredDescription>,
        source_additional_info: Option<Map<String, Value>>,
        source_info: Option<Value>,
        sentiment_score: Option<f64>,
        initial_sentiment_score: Option<f64>,
        requester: Option<TicketRequester>,
        company: Option<TicketCompany>,
        stats: Option<TicketStats>,
        conversations: Option<Vec<Conversation>>,
    }
    TicketRequester {
        id: i64,
        name: Option<String>,
        email: Option<String>,
        phone: Option<String>,
        mobile: Option<String>,
        active: Option<bool>,
    }
    TicketCompany {
        id: Option<i64>,
        name: Option<String>,
    }
    TicketStats {
        first_responded_at: Option<Timestamp>,
        agent_responded_at: Option<Timestamp>,
        requester_responded_at: Option<Timestamp>,
        status_updated_at: Option<Timestamp>,
        pending_since: Option<Timestamp>,
        reopened_at: Option<Timestamp>,
        resolved_at: Option<Timestamp>,
        closed_at: Option<Timestamp>,
    }
    StructuredDescription {
        description_contents: Option<Vec<StructuredContent>>,
    }
    StructuredContent {
        r#type: Option<String>,
        data: Option<StructuredContentData>,
    }
    StructuredContentData {
        content: Option<String>,
    }
    AttachedFile {
        id: i64,
        name: String,
        content_type: Option<String>,
        size: Option<i64>,
        attachment_url: String,
        created_at: Option<Timestamp>,
        updated_at: Option<Timestamp>,
        thumb_url: Option<String>,
        file_size: Option<i64>,
    }
    Conversation {
        id: i64,
        body: Option<String>,
        body_text: Option<String>,
        incoming: Option<bool>,
        private: Option<bool>,
        user_id: Option<i64>,
        ticket_id: i64,
        support_email: Option<String>,
        to_emails: Option<Vec<String>>,
        cc_emails: Option<Vec<String>>,
        bcc_emails: Option<Vec<String>>,
        attachments: Option<Vec<AttachedFile>>,
        source: Option<i64>,
        created_at: Timestamp,
        updated_at: Timestamp,
        category: Option<i64>,
        from_email: Option<String>,
        structured_body: Option<StructuredBody>,
        replied_to: Option<Vec<String>>,
        notified_to: Option<Vec<String>>,
        cloud_files: Option<Vec<Map<String, Value>>>,
        has_quoted_text: Option<bool>,
        deleted: Option<bool>,
        email_failure_count: Option<i64>,
        outgoing_failures: Option<Value>,
        auto_response: Option<bool>,
        automation_id: Option<i64>,
        automation_type_id: Option<i64>,
        thread_id: Option<Value>,
        thread_message_id: Option<Value>,
        source_additional_info: Option<Map<String, Value>>,
        last_edited_at: Option<Timestamp>,
        last_edited_user_id: Option<i64>,
        threading_type: Option<String>,
        delivery_details: Option<DeliveryDetails>,
    }
    StructuredBody {
        body_contents: Option<Vec<StructuredContent>>,
    }
    DeliveryDetails {
        failed_emails: Option<Vec<String>>,
        pending_emails: Option<Vec<String>>,
    }
}

/// Gives an enum of numbers what `serde_repr` derives.
macro_rules! numbers {
    ($name:ident { $($variant:ident = $code:literal),* $(,)? }) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $name {
            $($variant,)*
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                match i64::deserialize(deserializer)? {
                    $($code => Ok(Self::$variant),)*
                    other => Err(unknown(&other)),
                }
            }
        }
    };
}

numbers!(TicketStatus { Open = 2, Pending = 3, Resolved = 4, Closed = 5 });
numbers!(TicketPriority { Low = 1, Medium = 2, High = 3, Urgent = 4 });
numbers!(TicketSource {
    Email = 1,
    Portal = 2,
    Phone = 3,
    Chat = 7,
    FeedbackWidget = 9,
    OutboundEmail = 10,
});
numbers!(AssociationType { Parent = 1, Child = 2, Tracker = 3, Related = 4 });

fn unknown<E: serde::de::Error>(value: &dyn fmt::Display) -> E {
    E::custom(format_args!("unknown value {value}"))
}

//! Well-written code of a user without a client: one reqwest client with a timeout, the key with every request, errors
//! told from successes, and serde's derive for every field that the API describes.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// Client written by hand: the values that every request needs.
#[derive(Debug, Clone)]
pub(crate) struct Helpdesk {
    http: reqwest::Client,
    base_url: String,
    key: String,
}

impl Helpdesk {
    pub(crate) fn new(base_url: &str, key: &str) -> Result<Self, reqwest::Error> {
        // Somebody may have chosen one already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // Under a counter of instructions, on a busy machine, everything takes long.
        let timeout = Duration::from_secs(600);
        Ok(Self {
            http: reqwest::Client::builder().timeout(timeout).build()?,
            base_url: base_url.to_owned(),
            key: key.to_owned(),
        })
    }

    pub(crate) async fn ticket(&self, id: i64) -> Result<Ticket, reqwest::Error> {
        let request = self.http.get(format!("{}/tickets/{id}", self.base_url));
        let response = request.basic_auth(&self.key, Some("X")).send().await?;
        response.error_for_status()?.json().await
    }

    pub(crate) async fn tickets(&self, per_page: i64) -> Result<Vec<Ticket>, reqwest::Error> {
        let address = format!("{}/tickets?per_page={per_page}", self.base_url);
        let request = self.http.get(address);
        let response = request.basic_auth(&self.key, Some("X")).send().await?;
        response.error_for_status()?.json().await
    }

    pub(crate) async fn tickets_on(
        &self,
        page: u32,
        per_page: i64,
    ) -> Result<Vec<Ticket>, reqwest::Error> {
        let address = format!("{}/tickets?page={page}&per_page={per_page}", self.base_url);
        let request = self.http.get(address);
        let response = request.basic_auth(&self.key, Some("X")).send().await?;
        response.error_for_status()?.json().await
    }
}

/// The fields of the generated `Ticket`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[allow(dead_code, reason = "decoding them is what is measured")]
pub(crate) struct Ticket {
    pub(crate) id: Option<i64>,
    subject: Option<String>,
    description: Option<String>,
    description_text: Option<String>,
    status: Option<Status>,
    priority: Option<Priority>,
    source: Option<Source>,
    r#type: Option<String>,
    requester_id: Option<i64>,
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
    created_at: Option<Timestamp>,
    updated_at: Option<Timestamp>,
}

/// Gives an enum of numbers what `serde_repr` derives.
macro_rules! numbers {
    ($name:ident { $($variant:ident = $code:literal),* $(,)? }) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        enum $name {
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

numbers!(Status { Open = 2, Pending = 3, Resolved = 4, Closed = 5 });
numbers!(Priority { Low = 1, Medium = 2, High = 3, Urgent = 4 });
numbers!(Source {
    Email = 1,
    Portal = 2,
    Phone = 3,
    Chat = 7,
    FeedbackWidget = 9,
    OutboundEmail = 10,
});

fn unknown<E: serde::de::Error>(value: &dyn fmt::Display) -> E {
    E::custom(format_args!("unknown value {value}"))
}

//! Samples of every received type: JSON that is read as the same value, in which every field is set.

use std::fmt::Debug;

use freshdesk::{
    models::{Contact, Ticket, TicketStatus},
    runtime::{Decode, testing::sample},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Makes the sample of a type, as JSON.
type Sample = fn() -> Result<Value, String>;

include!(concat!(env!("OUT_DIR"), "/samples.rs"));

/// Returns the sample as JSON, if reading that gives the sample again.
fn sampled<T: Serialize + DeserializeOwned + PartialEq + Debug>(
    sample: &T,
) -> Result<Value, String> {
    let json = serde_json::to_value(sample).map_err(|error| error.to_string())?;
    let read = T::deserialize(&json).map_err(|error| format!("{error}: {json}"))?;
    if read == *sample {
        Ok(json)
    } else {
        Err(format!("{sample:#?}\nbecame\n{read:#?}"))
    }
}

#[test]
fn samples_are_read_as_they_are_written() {
    assert!(SAMPLES.len() > 200, "{}", SAMPLES.len());
    let wrong: Vec<String> = SAMPLES
        .iter()
        .filter_map(|(name, sample)| Some(format!("{name}: {}", sample().err()?)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_field_is_set_to_what_the_description_tells_or_to_its_name() {
    let ticket = Ticket::sample();
    assert_eq!((ticket.id, ticket.subject.as_deref()), (1, Some("subject")));
    assert_eq!(ticket.status, TicketStatus::KNOWN[0]);
    assert_eq!(
        ticket.stats.unwrap().resolved_at.unwrap(),
        ticket.created_at
    );
    assert_eq!(
        ticket.attachments.unwrap()[0].attachment_url,
        "https://example.com/"
    );
    assert_eq!(Contact::sample().email.unwrap(), "someone@example.com");
}

#[test]
fn lists_of_samples_can_be_made() {
    fn first<T: Decode>() -> T {
        sample::<Vec<T>>().remove(0)
    }
    assert_eq!(first::<Ticket>(), Ticket::sample());
}

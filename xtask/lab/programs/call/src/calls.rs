//! The calls that are measured, made by either client. Each one ends in a check
//! of what came back, so that none can be had for less.

use std::error::Error;

use crate::by_hand;

/// Error of a call.
pub(crate) type Failed = Box<dyn Error>;

/// A call of the API.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Call {
    /// One ticket by its number.
    Ticket,
    /// A page of 100 tickets.
    Page,
    /// 10,000 tickets, one after the other, from all pages.
    Walk,
}

/// A way of making calls; clones share their connections.
pub(crate) trait Client: Clone + 'static {
    /// Makes the call, and drops what came back.
    async fn make(&self, call: Call) -> Result<(), Failed>;
}

/// The generated client, without changes.
#[derive(Debug, Clone)]
pub(crate) struct Generated(freshdesk::Client);

/// The code by hand.
#[derive(Debug, Clone)]
pub(crate) struct ByHand(by_hand::Helpdesk);

impl Generated {
    pub(crate) fn new(address: &str) -> Result<Self, Failed> {
        let builder = freshdesk::Client::builder().base_url(address);
        Ok(Self(builder.api_key("key").build()?))
    }
}

impl Generated {
    async fn walk(&self) -> Result<(), Failed> {
        let mut count = 0;
        let mut tickets = self.0.tickets().list().per_page(100).items();
        while tickets.try_next().await?.is_some() {
            count += 1;
        }
        check_walk(count)
    }
}

impl Client for Generated {
    async fn make(&self, call: Call) -> Result<(), Failed> {
        match call {
            Call::Ticket => check_ticket(self.0.tickets().get(42).await?.id),
            Call::Page => check_page(self.0.tickets().list().per_page(100).await?.len()),
            Call::Walk => self.walk().await,
        }
    }
}

impl ByHand {
    pub(crate) fn new(address: &str) -> Result<Self, Failed> {
        Ok(Self(by_hand::Helpdesk::new(address, "key")?))
    }
}

impl ByHand {
    /// Reads all pages by their numbers, with the end known beforehand.
    async fn walk(&self) -> Result<(), Failed> {
        let mut count = 0;
        for page in 1..=100 {
            count += self.0.tickets_on(page, 100).await?.len();
        }
        check_walk(count)
    }
}

impl Client for ByHand {
    async fn make(&self, call: Call) -> Result<(), Failed> {
        match call {
            Call::Ticket => check_ticket(self.0.ticket(42).await?.id),
            Call::Page => check_page(self.0.tickets(100).await?.len()),
            Call::Walk => self.walk().await,
        }
    }
}

fn check_ticket(id: i64) -> Result<(), Failed> {
    match id {
        42 => Ok(()),
        _ => Err(format!("asked for ticket 42, got {id}").into()),
    }
}

fn check_walk(count: usize) -> Result<(), Failed> {
    match count {
        10_000 => Ok(()),
        _ => Err(format!("walked over 10,000 tickets, got {count}").into()),
    }
}

fn check_page(length: usize) -> Result<(), Failed> {
    match length {
        100 => Ok(()),
        _ => Err(format!("asked for 100 tickets, got {length}").into()),
    }
}

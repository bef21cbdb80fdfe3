//! Well-written code of a user without a client: one reqwest client with a timeout, the key with every request, errors
//! told from successes, and the types of `by_hand_models`.

use std::time::Duration;

use crate::by_hand_models::Ticket;

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

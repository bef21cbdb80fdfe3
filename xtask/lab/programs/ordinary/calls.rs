//! Calls.
use crate::models::*;
use crate::{Client, Error, check};
use reqwest::Method;
impl Client {

    pub async fn list_groupN(
        &self,
        page: Option<i64>,
        per_page: Option<i64>,
    ) -> Result<Vec<RecordN>, Error> {
        let page = page.map(|page| ("page", page.to_string()));
        let per_page = per_page.map(|per_page| ("per_page", per_page.to_string()));
        let query: Vec<_> = [page, per_page].into_iter().flatten().collect();
        let request = self.request(Method::GET, "/groupN", &query)?;
        Ok(check(request.send().await?).await?.json().await?)
    }

    pub async fn get_groupN(&self, id: i64) -> Result<RecordN, Error> {
        let request = self.request(Method::GET, &format!("/groupN/{id}"), &[])?;
        Ok(check(request.send().await?).await?.json().await?)
    }

    pub async fn create_groupN(&self, body: &RecordN) -> Result<RecordN, Error> {
        let request = self.request(Method::POST, "/groupN/new", &[])?;
        Ok(check(request.json(body).send().await?).await?.json().await?)
    }

    pub async fn update_groupN(&self, id: i64, body: &RecordN) -> Result<RecordN, Error> {
        let request = self.request(Method::PUT, &format!("/groupN/{id}/change"), &[])?;
        Ok(check(request.json(body).send().await?).await?.json().await?)
    }
}

//! One page of a list, as the caller gets it.
//!
//! Holds the response's head beside the items; the body's text is gone by then.

use http::{HeaderMap, StatusCode};

use super::ResumeToken;
use super::undecodable::Undecodable;
use crate::runtime::codec::UndecodableRecord;
use crate::runtime::error::Call;
use crate::runtime::response::Response;

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    pub(super) call: Call,
    pub(super) response: Response<Vec<T>>,
    pub(super) total: Option<u64>,
    pub(super) next: Option<ResumeToken>,
}

impl<T> Page<T> {
    /// Returns the items, in the server's order, without [undecodable](Self::undecodable) ones.
    #[must_use]
    pub fn items(&self) -> &[T] {
        self.response.value()
    }

    /// Returns an iterator over the items.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items().iter()
    }

    /// Returns the items, without the rest.
    #[must_use]
    pub fn into_items(self) -> Vec<T> {
        self.response.into_value()
    }

    /// Returns the records of the page that do not fit the type of the items, with their JSON text. None, as a rule.
    #[must_use]
    pub fn undecodable(&self) -> &[UndecodableRecord] {
        self.response.undecodable()
    }

    /// Returns the items, and the records that do not fit, if there are any.
    pub(super) fn into_parts(mut self) -> (Vec<T>, Option<Undecodable>) {
        let records = self.response.take_undecodable();
        let is_whole = records.is_empty();
        let undecodable = (!is_whole).then(|| Undecodable {
            call: self.call,
            status: self.response.status(),
            headers: self.response.headers().clone(),
            records: records.into_iter(),
        });
        (self.response.into_value(), undecodable)
    }

    /// Returns the number of items on all pages, if the server reports it.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// Returns the token for the page after this one; `None` on the last one.
    ///
    /// When this page's link to the next one was refused, as [`Error::Paging`](crate::runtime::Error::Paging) says
    /// next, it is this page again.
    #[must_use]
    pub fn next(&self) -> Option<&ResumeToken> {
        self.next.as_ref()
    }

    /// Returns the status of the response, always of the 2xx class.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// Returns the headers of the response.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// Returns the server's identifier of the request (`x-request-id`), if it sent one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.response.request_id()
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_items().into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

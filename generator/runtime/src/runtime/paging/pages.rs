//! A list as a stream of its pages.
//!
//! Generic only in decoding the items and handing them on; the paginator does the rest.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::envelope::{self, Marks};
use super::left::Left;
use super::paginator::Paginator;
use super::records::Records;
use super::{Page, ResumeToken};
use crate::runtime::client::Client;
use crate::runtime::codec::{Decode, DecodeError};
use crate::runtime::description::Paging;
use crate::runtime::error::Error;
use crate::runtime::request::RequestParts;
use crate::runtime::response::Decoded;

/// Decoder of a page's body.
type Read<T> = fn(&[u8], Option<Paging>) -> Result<(Records<T>, Marks), DecodeError>;

/// A page, and what is to know about it.
pub(super) type Placed<T> = (Page<T>, Left);

/// The pages of a list, each asked for when it is wanted.
///
/// A [`Stream`], which [`Pages::next`] and [`Pages::try_next`] read without any import. It ends after the last page, or
/// after the first error. Dropping it cancels the request that is in progress.
#[must_use = "a stream does nothing unless it is read"]
pub struct Pages<T> {
    pub(super) paginator: Paginator,
    read: Read<T>,
}

impl<T: Decode> Pages<T> {
    /// Creates the pages of the list that `parts` ask for.
    pub(in crate::runtime) fn new(client: Client, parts: Box<RequestParts>) -> Self {
        Self {
            paginator: Paginator::new(client, parts),
            read: envelope::read,
        }
    }
}

impl<T> Pages<T> {
    /// Returns the same list with keyset pagination.
    pub(in crate::runtime) fn by_keyset(mut self) -> Self {
        self.paginator.go_by_keyset();
        self
    }

    /// Goes on at the page of `token`, which comes from the same operation; what it says about items is not used.
    ///
    /// A token of another operation makes the first page an [`Error::InvalidRequest`].
    pub fn resume(mut self, token: &ResumeToken) -> Self {
        self.paginator.resume(token);
        self
    }

    /// Asks for the page after the one that was given at once, so that two are held. It makes progress whenever the
    /// stream is polled.
    pub fn prefetch(mut self) -> Self {
        self.paginator.prefetch();
        self
    }

    /// Returns the token for [`Pages::resume`], after the last page that was returned; `None` at the end.
    ///
    /// After an error it is the page that is missing, so that a later run can try it again.
    #[must_use]
    pub fn resume_token(&self) -> Option<ResumeToken> {
        self.paginator.token(0)
    }

    /// Returns the next page; `None` after the last one, and after an error.
    ///
    /// Safe to cancel: a page that is in progress is not lost.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    /// Returns the next page; `None` after the last one, and after an error.
    ///
    /// # Errors
    ///
    /// Those of the request for the page, and [`Error::Paging`] when the page before has no usable link to it.
    pub async fn try_next(&mut self) -> Result<Option<Page<T>>, Error> {
        self.next().await.transpose()
    }

    /// Returns the operation that gives the pages.
    #[cfg(feature = "blocking")]
    pub(in crate::runtime) fn operation(&self) -> &'static str {
        self.paginator.operation()
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error>>> {
        let page = ready!(self.poll_placed(context));
        Poll::Ready(page.map(|page| page.map(|(page, _)| page)))
    }

    /// Returns the next page, and what is to know about it.
    pub(super) fn poll_placed(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Placed<T>, Error>>> {
        let page = match ready!(self.paginator.poll_page(context)) {
            Some(Ok(page)) => page,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        if self.paginator.is_repeated(&page) {
            return Poll::Ready(None);
        }
        let (records, marks) = match (self.read)(&page.body, self.paginator.paging()) {
            Ok(read) => read,
            Err(error) => {
                self.paginator.fail();
                let error = page.explain(error);
                return Poll::Ready(Some(Err(page.unreadable(error))));
            }
        };
        let left = match self.paginator.leave(&page, &marks, records.count()) {
            Ok(left) => left,
            Err(error) => {
                self.paginator.fail();
                return Poll::Ready(Some(Err(page.unreadable(error))));
            }
        };
        self.paginator.poll_prefetch(context);
        let Records { items, undecodable } = left.sift(records);
        let page = Page {
            call: page.call.clone(),
            response: page.with(Decoded {
                value: items,
                undecodable,
            }),
            total: marks.total,
            next: self.paginator.token(0),
        };
        Poll::Ready(Some(Ok((page, left))))
    }
}

// Nothing in it is pinned: the only future is boxed.
impl<T> Unpin for Pages<T> {}

impl<T> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(context)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

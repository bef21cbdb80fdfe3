//! A list as a stream of its items, page by page.
//!
//! Items come in the server's order, each once; those before an error come before it.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use super::left::Left;
use super::position::Position;
use super::records::SkippedRecords;
use super::undecodable::Undecodable;
use super::{Page, Pages, ResumeToken};
use crate::runtime::error::Error;

/// The items of a list, on all its pages; a page is asked for when the one before it is used up.
///
/// A [`Stream`], which [`Items::next`] and [`Items::try_next`] read without any import. It ends after the last item, or
/// after the first error, unless that is about one record alone ([`DecodeFailure::record`]): then the next record
/// follows. Dropping it cancels the request that is in progress.
///
/// [`DecodeFailure::record`]: crate::runtime::DecodeFailure::record
#[must_use = "a stream does nothing unless it is read"]
pub struct Items<T> {
    pages: Pages<T>,
    page: vec::IntoIter<T>,
    /// The records of the page that do not fit, and what an error about one needs.
    undecodable: Option<Undecodable>,
    /// Counts such records where they are skipped.
    skipped: Option<SkippedRecords>,
    /// Position of the page.
    left: Left,
    /// Number of items of the page that were returned or skipped.
    done: u64,
    /// Number of items of the first page to skip.
    skip: u64,
}

impl<T> Items<T> {
    /// Creates the items on `pages`.
    pub(in crate::runtime) fn new(pages: Pages<T>) -> Self {
        Self {
            pages,
            page: Vec::new().into_iter(),
            undecodable: None,
            skipped: None,
            left: Left::whole(Position::START),
            done: 0,
            skip: 0,
        }
    }

    /// Continues at the position of `token`; the request must have the same parameters as the one that it is from.
    ///
    /// The page is fetched again, and as many of its items are skipped as were done with. A token of another operation
    /// makes the first item an [`Error::InvalidRequest`].
    pub fn resume(mut self, token: &ResumeToken) -> Self {
        self.pages = self.pages.resume(token);
        self.skip = token.skip;
        self
    }

    /// Asks for the page after the one in use at once, so that two are held. It makes progress whenever the stream is
    /// polled.
    pub fn prefetch(mut self) -> Self {
        self.pages = self.pages.prefetch();
        self
    }

    /// Omits the records that do not fit the type of the items, and counts them in `skipped`.
    ///
    /// ```text
    /// let skipped = SkippedRecords::default();
    /// let tickets = client.tickets().list().items().skip_undecodable(&skipped).collect_all(1000).await?;
    /// ```
    pub fn skip_undecodable(mut self, skipped: &SkippedRecords) -> Self {
        self.skipped = Some(skipped.clone());
        self
    }

    /// Returns the token for [`Items::resume`], after the last item that was returned; `None` at the end.
    ///
    /// After an error it is the place of what is missing, so that a later run can try it again.
    #[must_use]
    pub fn resume_token(&self) -> Option<ResumeToken> {
        let paginator = &self.pages.paginator;
        if self.page.len() > 0 || self.undecodable.is_some() || paginator.is_stuck() {
            let (position, skip) = self.left.position_after(self.done);
            Some(paginator.token_at(position, skip))
        } else {
            paginator.token(self.skip)
        }
    }

    /// Returns the next item; `None` after the last one, and after an error that is not about one record alone.
    ///
    /// Safe to cancel: no item is lost.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// Returns the next item; `None` after the last one, and after an error that is not about one record alone.
    ///
    /// # Errors
    ///
    /// Those of the request for a page, and [`Error::Paging`] when a page has no usable link to the next.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        self.next().await.transpose()
    }

    /// Returns the operation that gives the items.
    #[cfg(feature = "blocking")]
    pub(in crate::runtime) fn operation(&self) -> &'static str {
        self.pages.operation()
    }

    pub(super) fn poll_item(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(error) = self.next_undecodable() {
                self.done += 1;
                self.pages.paginator.poll_prefetch(context);
                match &self.skipped {
                    Some(skipped) => skipped.add_one(),
                    None => return Poll::Ready(Some(Err(error))),
                }
            } else if let Some(item) = self.page.next() {
                self.done += 1;
                self.pages.paginator.poll_prefetch(context);
                return Poll::Ready(Some(Ok(item)));
            } else {
                // The page's memory is given back before the next page needs as much.
                self.page = Vec::new().into_iter();
                match ready!(self.pages.poll_placed(context)) {
                    Some(Ok((page, left))) => self.turn_to(page, left),
                    Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                    None => return Poll::Ready(None),
                }
            }
        }
    }

    /// Returns the error about the next record, if that is one that does not fit.
    fn next_undecodable(&mut self) -> Option<Error> {
        let undecodable = self.undecodable.as_mut()?;
        let error = undecodable.at(self.done)?;
        if undecodable.records.len() == 0 {
            self.undecodable = None;
        }
        Some(error)
    }

    fn turn_to(&mut self, page: Page<T>, left: Left) {
        self.left = left;
        self.done = std::mem::take(&mut self.skip);
        let (items, undecodable) = page.into_parts();
        self.page = items.into_iter();
        let mut skipped = self.done;
        self.undecodable = undecodable.and_then(|undecodable| {
            let (rest, passed) = undecodable.after(self.done);
            skipped = skipped.saturating_sub(passed);
            rest
        });
        if let Some(last_skipped) = skipped.checked_sub(1) {
            let last_skipped = usize::try_from(last_skipped).unwrap_or(usize::MAX);
            drop(self.page.nth(last_skipped));
        }
    }
}

// Nothing in it is pinned: items are only moved.
impl<T> Unpin for Items<T> {}

impl<T> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("on_this_page", &self.page.len())
            .finish_non_exhaustive()
    }
}

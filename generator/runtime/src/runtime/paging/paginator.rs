//! Pagination from page to page, not generic over what the pages hold.
//!
//! It never visits a page twice, unless it goes by values; it ends only where the server says so, and gives nothing
//! after an error.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use url::Url;

use super::envelope::Marks;
use super::keyset::Leg;
use super::keyset::stamp;
use super::left::Left;
use super::position::{self, Position, Spot};
use super::{ResumeToken, link};
use crate::runtime::client::Authorization;
use crate::runtime::client::Client;
use crate::runtime::codec::DecodeError;
use crate::runtime::description::{NextPage, Paging};
use crate::runtime::error::{Error, PagingError, PagingProblem};
use crate::runtime::exchange::{self, Execution, Extent};
use crate::runtime::parameters;
use crate::runtime::request::RequestParts;
use crate::runtime::response::RawResponse;

/// Pagination of one list.
pub(super) struct Paginator {
    client: Client,
    /// The caller's request, which every page's request is made from.
    pub(super) parts: Box<RequestParts>,
    pub(super) position: Position,
    /// Page in keyset pagination.
    pub(super) leg: Leg,
    state: State,
    /// Hashes of the places so far.
    visited: Vec<u64>,
    prefetch: bool,
    /// `true` if the page at `position` was returned, but has no usable link.
    stuck: bool,
    /// The body of the page at whose end a link is missed.
    pub(super) unlinked: Option<Bytes>,
    /// `true` if a page in keyset pagination had a link.
    pub(super) has_links: bool,
}

enum State {
    /// The page at the current position has not been requested.
    Ready,
    /// It has.
    UnderWay(Execution),
    /// It is here, and nobody has taken it yet.
    Arrived(Result<Box<RawResponse>, Error>),
    /// The page at the current position was returned, and this ends the pagination.
    Stuck(Error),
    /// Nothing comes after an error.
    Failed,
    /// The last page was given.
    Finished,
}

impl Paginator {
    /// Creates a paginator that starts with the page that `parts` ask for.
    pub(super) fn new(client: Client, parts: Box<RequestParts>) -> Self {
        Self {
            client,
            parts,
            position: Position::START,
            leg: Leg::START,
            state: State::Ready,
            visited: Vec::new(),
            prefetch: false,
            stuck: false,
            unlinked: None,
            has_links: false,
        }
    }

    /// Ends the pagination.
    pub(super) fn finish(&mut self) {
        self.state = State::Finished;
    }

    /// Asks for a page while the one before it is in use.
    pub(super) fn prefetch(&mut self) {
        self.prefetch = true;
    }

    /// Starts at the page of `token` instead.
    pub(super) fn resume(&mut self, token: &ResumeToken) {
        let operation = self.parts.operation.id;
        let goes_by_keyset = |position: &Position| matches!(position.spot, Spot::Keyset(_));
        if token.operation != operation {
            let message = format!("the resume token is one of `{}`", token.operation);
            self.parts.refuse(message);
        } else if goes_by_keyset(&token.position) == goes_by_keyset(&self.position) {
            self.position = token.position.clone();
        } else {
            let message =
                "the resume token is of another method: tokens of `all` are only valid for `all`";
            self.parts.refuse(message.to_owned());
        }
    }

    /// Returns the operation's identifier.
    #[cfg(feature = "blocking")]
    pub(super) fn operation(&self) -> &'static str {
        self.parts.operation.id
    }

    /// Pagination of the operation; `None` means that there is one page only.
    pub(super) fn paging(&self) -> Option<Paging> {
        self.parts.operation.paging
    }

    /// Returns the token for the current position with `skip` items of its page done, unless the pagination is
    /// finished.
    pub(super) fn token(&self, skip: u64) -> Option<ResumeToken> {
        (!matches!(self.state, State::Finished)).then(|| self.token_at(self.position.clone(), skip))
    }

    /// Returns the token for another position in the same list.
    pub(super) fn token_at(&self, position: Position, skip: u64) -> ResumeToken {
        ResumeToken {
            operation: self.parts.operation.id.to_owned(),
            position,
            skip,
        }
    }

    /// Returns the next page, or `None` after the last. [`Self::advance`] or [`Self::fail`] has to follow before the
    /// next call.
    pub(super) fn poll_page(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<RawResponse, Error>>> {
        if matches!(self.state, State::Failed | State::Finished) {
            return Poll::Ready(None);
        }
        if !matches!(self.state, State::Stuck(_)) {
            ready!(self.poll_arrival(context));
        }
        match std::mem::replace(&mut self.state, State::Failed) {
            State::Arrived(page) => Poll::Ready(Some(page.map(|page| *page))),
            State::Stuck(error) => Poll::Ready(Some(Err(error))),
            _ => Poll::Ready(None),
        }
    }

    /// Lets the request for the next page make progress, if pages are fetched ahead.
    pub(super) fn poll_prefetch(&mut self, context: &mut Context<'_>) {
        if self.prefetch {
            // A page that arrives is kept in the state.
            let _ = self.poll_arrival(context);
        }
    }

    fn poll_arrival(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if matches!(self.state, State::Ready) {
            self.state = State::UnderWay(self.ask());
        }
        if let State::UnderWay(execution) = &mut self.state {
            let page = ready!(execution.as_mut().poll(context));
            self.state = State::Arrived(page.map(|page| Box::new(page.whole())));
        }
        Poll::Ready(())
    }

    /// Sends the request for the page at the current position.
    fn ask(&self) -> Execution {
        let mut parts = self.parts.clone();
        match (&self.position.spot, self.paging().map(|paging| paging.next)) {
            (Spot::Address(address), _) => parts.set_target(address.clone()),
            (
                Spot::Number(number),
                Some(
                    NextPage::Number { parameter, .. }
                    | NextPage::Link {
                        number: Some(parameter),
                    },
                ),
            ) => set_number(&mut parts, parameter, *number),
            (
                Spot::Cursor(mark),
                Some(NextPage::Cursor { parameter, .. } | NextPage::HeaderCursor { parameter, .. }),
            ) => {
                parts.set_query(parameter, Some(parameters::pair(parameter, mark)));
            }
            (Spot::Keyset(since), _) if self.keyset().is_some() => {
                self.ask_keyset(&mut parts, since);
            }
            (Spot::Start, _) => {}
            _ => parts.refuse(String::from("the resume token is of another kind of list")),
        }
        exchange::execute(self.client.clone(), parts, Extent::Whole)
    }

    /// Returns `true` if the page at the current position was returned and nothing can follow it.
    pub(super) fn is_stuck(&self) -> bool {
        self.stuck
    }

    /// Ends the pagination after a page that cannot be read.
    pub(super) fn fail(&mut self) {
        self.state = State::Failed;
    }

    /// Moves on from the page `page`, which has `count` items, and gives what is to know about the page.
    ///
    /// # Errors
    ///
    /// If it lacks data that keyset pagination needs.
    pub(super) fn leave(
        &mut self,
        page: &RawResponse,
        marks: &Marks,
        count: u64,
    ) -> Result<Left, DecodeError> {
        if let (Spot::Keyset(since), Some(paging), Some(keyset)) =
            (&self.position.spot, self.paging(), self.keyset())
        {
            let stamps = stamp::read(&page.body, paging.items, keyset)?;
            let since = since.clone();
            return Ok(self.leave_keyset(page, marks, &since, &stamps));
        }
        let next = self.next_place(page, marks, count);
        Ok(Left::whole(self.turn_to(page, next)))
    }

    /// Goes to the next place, if there is one, and gives the place that was left.
    pub(super) fn turn_to(
        &mut self,
        page: &RawResponse,
        next: Result<Option<Position>, PagingProblem>,
    ) -> Position {
        let left = self.position.clone();
        self.state = match next {
            Ok(Some(next)) => {
                self.position = next;
                State::Ready
            }
            Ok(None) => State::Finished,
            Err(problem) => {
                self.stuck = true;
                State::Stuck(stuck(page, problem))
            }
        };
        left
    }

    fn next_place(
        &mut self,
        page: &RawResponse,
        marks: &Marks,
        count: u64,
    ) -> Result<Option<Position>, PagingProblem> {
        let Some(paging) = self.paging() else {
            return Ok(None);
        };
        let spot = match paging.next {
            NextPage::Link { number } => {
                let link = link::next(&page.head.headers).map_err(|_| PagingProblem::Unreadable)?;
                match link {
                    Some(_) => self.follow(link, number)?,
                    None => self.without_link(page, number, count),
                }
            }
            NextPage::Address { number, .. } => self.follow(marks.next.as_deref(), number)?,
            NextPage::Cursor { .. } => self.mark(marks.next.as_deref())?,
            NextPage::HeaderCursor { header, .. } => self.mark(header_mark(page, header)?)?,
            NextPage::Number { .. } => return self.count_on(paging, marks, count),
        };
        let number = match paging.next {
            NextPage::Link { number } | NextPage::Address { number, .. } => number,
            _ => None,
        };
        if let (Some(_), Some(name)) = (&spot, number) {
            let number = position::number_in(&self.current()?, name, Some(1));
            check_last(paging, number, None)?;
        }
        let before = self.position.before.saturating_add(count);
        Ok(spot.map(|spot| Position { spot, before }))
    }

    /// Returns the place that a link leads to.
    fn follow(
        &mut self,
        link: Option<&str>,
        number: Option<&str>,
    ) -> Result<Option<Spot>, PagingProblem> {
        let Some(link) = link else {
            return Ok(None);
        };
        let current = self.current()?;
        let mut target = position::resolve(&current, &self.client.settings.own_address(link))?;
        target.set_fragment(None);
        let authorization = self.client.settings.authorization.as_ref();
        for name in authorization.map_or_else(Vec::new, Authorization::query_parameters) {
            position::remove(&mut target, &name);
        }
        // The first page often leaves its number out; a link without one cannot be judged by it.
        if let Some(name) = number
            && let (Some(from), Some(to)) = (
                position::number_in(&current, name, Some(1)),
                position::number_in(&target, name, None),
            )
            && to <= from
        {
            return Err(PagingProblem::Backward { from, to });
        }
        let target = position::path_and_query(&target);
        self.visit(&position::path_and_query(&current));
        if self.visit(&target) {
            Ok(Some(Spot::Address(target)))
        } else {
            Err(PagingProblem::Loop)
        }
    }

    /// Returns the place that a mark leads to.
    fn mark(&mut self, mark: Option<&str>) -> Result<Option<Spot>, PagingProblem> {
        match mark {
            None => Ok(None),
            Some(mark) if self.visit(mark) => Ok(Some(Spot::Cursor(mark.to_owned()))),
            Some(_) => Err(PagingProblem::Loop),
        }
    }

    /// Returns the place one number up, if there are items left.
    fn count_on(
        &self,
        paging: Paging,
        marks: &Marks,
        count: u64,
    ) -> Result<Option<Position>, PagingProblem> {
        let NextPage::Number {
            parameter,
            first,
            size,
            ..
        } = paging.next
        else {
            return Ok(None);
        };
        let number = match self.position.spot {
            Spot::Number(number) => number,
            _ => self.parts.query_number(parameter).unwrap_or(first),
        };
        let pages_before = number.saturating_sub(first);
        let before = match (size, &self.position.spot) {
            (Some(size), _) => pages_before.saturating_mul(size),
            (None, Spot::Start) => pages_before.saturating_mul(count),
            (None, _) => self.position.before,
        };
        let seen = before.saturating_add(size.unwrap_or(count));
        if count == 0 || marks.total.is_some_and(|total| seen >= total) {
            return Ok(None);
        }
        let missing = marks.total.map(|total| total.saturating_sub(seen));
        check_last(paging, Some(number), missing)?;
        Ok(Some(Position {
            spot: Spot::Number(number.saturating_add(1)),
            before: seen,
        }))
    }

    /// Notes a page; `false` if it was noted before.
    fn visit(&mut self, page: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        page.hash(&mut hasher);
        let page = hasher.finish();
        match self.visited.binary_search(&page) {
            Ok(_) => false,
            Err(position) => {
                self.visited.insert(position, page);
                true
            }
        }
    }

    /// Returns the address of the page at the current position.
    fn current(&self) -> Result<Url, PagingProblem> {
        let mut parts = self.parts.clone();
        if let Spot::Address(address) = &self.position.spot {
            parts.set_target(address.clone());
        }
        if let (Spot::Number(number), Some(NextPage::Link { number: Some(name) })) =
            (&self.position.spot, self.paging().map(|paging| paging.next))
        {
            set_number(&mut parts, name, *number);
        }
        let base_url = self.client.settings.base_url_for(parts.operation);
        let base_url = base_url.map_err(|_| PagingProblem::Unreadable)?;
        let address = parts.address(&base_url);
        Url::parse(&address).map_err(|_| PagingProblem::Unreadable)
    }
}

/// The mark in a header of a page.
pub(super) fn header_mark<'p>(
    page: &'p RawResponse,
    header: &str,
) -> Result<Option<&'p str>, PagingProblem> {
    let mark = page.head.headers.get(header);
    let mark = mark.map(http::HeaderValue::to_str).transpose();
    let mark = mark.map_err(|_| PagingProblem::Unreadable)?;
    Ok(mark.filter(|mark| !mark.is_empty()))
}

fn set_number(parts: &mut RequestParts, parameter: &'static str, number: u64) {
    let pair = parameters::pair(parameter, &number.to_string());
    parts.set_query(parameter, Some(pair));
}

/// Makes it an error that there are pages after the page `number`, where the service has none.
fn check_last(
    paging: Paging,
    number: Option<u64>,
    missing: Option<u64>,
) -> Result<(), PagingProblem> {
    match (paging.last_page, number) {
        (Some(last_page), Some(number)) if number >= last_page => Err(PagingProblem::Truncated {
            last_page,
            missing,
            has_all: paging.keyset.is_some(),
        }),
        _ => Ok(()),
    }
}

fn stuck(page: &RawResponse, problem: PagingProblem) -> Error {
    Error::Paging(Box::new(PagingError::new(
        page.call.clone(),
        page.head.status,
        &page.head.headers,
        problem,
    )))
}

//! Lists whose `Link` headers are lost on the way, as in a gateway that drops them: the number of the page leads on.
//!
//! Only a list of which no page had a link is meant: where one had, the last page may be full.

use super::paginator::Paginator;
use super::position::Spot;
use crate::runtime::response::RawResponse;

/// Query parameters in which a caller asks for a number of items per page.
const SIZES: [&str; 5] = ["per_page", "page_size", "pageSize", "limit", "size"];

impl Paginator {
    /// Returns the place after a page without a link that has as many items as were asked for. `name` is the query
    /// parameter that numbers the pages.
    pub(super) fn without_link(
        &mut self,
        page: &RawResponse,
        name: Option<&'static str>,
        count: u64,
    ) -> Option<Spot> {
        let name = name?;
        let current = match self.position.spot {
            Spot::Start => self.parts.query_number(name).unwrap_or(1),
            Spot::Number(number) => {
                report(page, count);
                number
            }
            _ => return None,
        };
        if !self.is_full(count) {
            return None;
        }
        self.unlinked = Some(page.body.clone());
        Some(Spot::Number(current.saturating_add(1)))
    }

    /// Returns `true` if a page of `count` items has as many as the caller asks for.
    pub(super) fn is_full(&self, count: u64) -> bool {
        let mut sizes = SIZES
            .iter()
            .filter_map(|size| self.parts.query_number(size));
        count > 0 && sizes.next() == Some(count)
    }

    /// Returns `true` if a page repeats the one before it, which had no link: the server does not number pages, and the
    /// list has ended.
    pub(super) fn is_repeated(&mut self, page: &RawResponse) -> bool {
        let is_repeated = self.unlinked.take().as_ref() == Some(&page.body);
        if is_repeated {
            self.finish();
        }
        is_repeated
    }
}

/// Tells tracing of a page that no link has led to.
#[cfg(feature = "tracing")]
fn report(page: &RawResponse, count: u64) {
    if count > 0 {
        tracing::warn!(
            operation = page.call.operation,
            "full page without a `Link` header, which a gateway may have dropped; continuing by page number"
        );
    }
}

#[cfg(not(feature = "tracing"))]
fn report(_: &RawResponse, _: u64) {}

//! The lists that requests start.
//!
//! Nothing is sent before they are read.

use super::{Items, Pages};
use crate::runtime::codec::Decode;
use crate::runtime::request::Request;

impl<T> Request<T> {
    /// Returns the items on all pages of the list that this request starts, as a stream; nothing is sent before it is
    /// read.
    pub fn items<I: Decode>(self) -> Items<I> {
        Items::new(self.pages())
    }

    /// Returns everything that the list of this request holds, past the last page that the service has: walked by the
    /// values of the items, as [`Paging::keyset`](crate::runtime::Paging::keyset) says. Nothing is sent before it is
    /// read.
    ///
    /// Every item that is there from the start to the end is given. One that is changed meanwhile is given again, with
    /// its new value; none is given twice without a change of its value.
    pub fn all<I: Decode>(self) -> Items<I> {
        Items::new(self.pages().by_keyset())
    }

    /// Returns all pages of the list that this request starts, as a stream; one, if the operation does not page.
    pub fn pages<I: Decode>(self) -> Pages<I> {
        let (client, parts) = self.into_parts();
        Pages::new(client, parts)
    }
}

//! Macros with the shared code of generated request types that paginate.
//!
//! Expands to calls alone: nothing in it is compiled per operation but three short functions.

/// Gives a generated request type, as [`request_builder!`](crate::request_builder) does, the ways to send it, and those
/// to paginate; the last argument is the type of an item.
///
/// Takes the method names `items`, `pages` and `collect_all` besides.
#[macro_export]
#[doc(hidden)]
macro_rules! paged_request_builder {
    ($name:ident, $value:ty, $item:ty) => {
        $crate::request_builder!($name, $value);

        impl $name {
            /// Returns the items on all pages as a stream, one page in memory at a time.
            pub fn items(self) -> $crate::runtime::Items<$item> {
                self.request.items()
            }

            /// Returns the pages as a stream.
            pub fn pages(self) -> $crate::runtime::Pages<$item> {
                self.request.pages()
            }

            /// Returns the first `limit` items, or all if there are fewer, in one list.
            pub fn collect_all(self, limit: usize) -> $crate::runtime::CollectAll<$item> {
                self.request.items().collect_all(limit)
            }
        }
    };
}

/// Gives a generated request type of a paging operation pagination past the last page of the service; the last
/// argument is the type of an item.
///
/// Takes the method name `all`.
#[macro_export]
#[doc(hidden)]
macro_rules! keyset_request_builder {
    ($name:ident, $item:ty) => {
        impl $name {
            /// Returns everything that there is, as a stream, one page in memory at a time: past the last page that the
            /// service has, and from the beginning of time, unless the request says from when on.
            ///
            /// The items come in the order in which they were changed. One that is changed meanwhile is returned again,
            /// so of two with the same key the later one holds; none comes twice without a change. To go on after the
            /// end of the program, store [`Items::resume_token`](crate::runtime::Items::resume_token), and make the
            /// request with the same setters again. Nothing that decides about the order can be set.
            ///
            /// # Errors
            ///
            /// Those of `items`; [`PagingProblem::Crowded`](crate::runtime::PagingProblem::Crowded) where more items
            /// were changed within a second or two than the service has pages for.
            pub fn all(self) -> $crate::runtime::Items<$item> {
                self.request.all()
            }
        }
    };
}

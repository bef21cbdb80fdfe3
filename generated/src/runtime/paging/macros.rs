//! What generated request types of paging operations have in common.
//!
//! Expands to calls alone: nothing in it is compiled per operation but three short functions.

/// Gives a generated request type, as [`request_builder!`](crate::request_builder) does, the ways to send it, and those
/// to walk over all pages; the last argument is the type of an item.
///
/// Takes the method names `items`, `pages` and `collect_all` besides.
#[macro_export]
#[doc(hidden)]
macro_rules! paged_request_builder {
    ($name:ident, $value:ty, $item:ty) => {
        $crate::request_builder!($name, $value);

        impl $name {
            /// The items on all pages as a stream, one page in memory at a time.
            pub fn items(self) -> $crate::runtime::Items<$item> {
                self.request.items()
            }

            /// The pages as a stream.
            pub fn pages(self) -> $crate::runtime::Pages<$item> {
                self.request.pages()
            }

            /// The first `limit` items, or all if there are fewer, in one list.
            pub fn collect_all(self, limit: usize) -> $crate::runtime::CollectAll<$item> {
                self.request.items().collect_all(limit)
            }
        }
    };
}

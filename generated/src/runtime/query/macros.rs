//! Macro with the shared code of generated query types.
//!
//! Expands to calls alone: all work is done by `Expression`, which is compiled once.

/// Gives a generated query type, a struct with the one field `expression: Expression`, its ways to be joined and sent.
///
/// Takes the function names `raw`, `and`, `or`, `all`, `any` and `render`.
///
/// ```text
/// query!(WidgetQuery, Some(512));
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! query {
    ($name:ident, $longest:expr) => {
        impl $name {
            /// Returns a query in the service's own words. The quotes around it can be omitted; nothing else of it is
            /// checked, so no value that a stranger chose belongs into it.
            #[must_use]
            pub fn raw(text: &str) -> Self {
                $crate::runtime::query::Expression::raw(text).into()
            }

            /// Matches records that match both queries.
            #[must_use]
            pub fn and(self, other: Self) -> Self {
                self.expression.and(other.expression).into()
            }

            /// Matches records that match at least one of the two queries.
            #[must_use]
            pub fn or(self, other: Self) -> Self {
                self.expression.or(other.expression).into()
            }

            /// Matches records that match all of these queries. Without any query it matches everything, which changes
            /// nothing when joined by `and`, and cannot be sent alone.
            #[must_use]
            pub fn all(queries: impl ::std::iter::IntoIterator<Item = Self>) -> Self {
                let expressions = queries.into_iter().map(|query| query.expression);
                $crate::runtime::query::Expression::all(expressions).into()
            }

            /// Matches records that match at least one of these queries. Without any query it matches nothing, which
            /// changes nothing when joined by `or`, and cannot be sent alone.
            #[must_use]
            pub fn any(queries: impl ::std::iter::IntoIterator<Item = Self>) -> Self {
                let expressions = queries.into_iter().map(|query| query.expression);
                $crate::runtime::query::Expression::any(expressions).into()
            }

            /// Returns the text that is sent, with the quotes around it.
            ///
            /// # Errors
            ///
            /// When the service has no way to be asked this; the call would end in the same error, unsent.
            pub fn render(
                &self,
            ) -> ::std::result::Result<::std::string::String, $crate::runtime::query::InvalidQuery>
            {
                self.expression.render($longest)
            }
        }

        impl ::std::convert::From<$crate::runtime::query::Expression> for $name {
            fn from(expression: $crate::runtime::query::Expression) -> Self {
                Self { expression }
            }
        }

        impl ::std::convert::From<&Self> for $name {
            #[inline]
            fn from(query: &Self) -> Self {
                query.clone()
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::raw(text)
            }
        }

        impl ::std::convert::From<&::std::string::String> for $name {
            fn from(text: &::std::string::String) -> Self {
                Self::raw(text)
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self::raw(&text)
            }
        }
    };
}

//! Macros with the shared code of generated request types of streams.
//!
//! Expands to calls alone: nothing in it is compiled per operation but a few short functions.

/// Gives a generated request type, a struct with the one field `request: Request<Bytes>`, the ways to send it: the
/// arguments are the type of the stream, the function that makes it, and the content type that is asked for.
#[macro_export]
#[doc(hidden)]
macro_rules! stream_request_builder {
    ($name:ident, $stream:ty, $open:ident, $accept:literal) => {
        impl $name {
            /// Sends the request; its response comes item by item, with status and headers.
            pub fn send(self) -> $crate::streams::Opening<$stream> {
                $crate::streams::Opening::new(self.request, $accept, <$stream>::$open)
            }

            /// Sends the request and waits for the head of its response, in code that is not async; `blocking` of the
            /// stream is then an iterator over the items.
            ///
            /// # Errors
            ///
            /// Those of `send`, and `InvalidRequest` on a thread that runs async code.
            #[cfg(feature = "blocking")]
            pub fn blocking(self) -> ::std::result::Result<$stream, $crate::runtime::Error> {
                self.send().blocking()
            }

            /// Returns the same request, answered with the bytes of the body as they come.
            pub fn raw(self) -> $crate::runtime::Request<$crate::runtime::Bytes> {
                self.into_request()
            }

            /// Limits the time to the head of the response, and then each pause between two pieces of it, in place of
            /// the client's limit.
            #[must_use = "a request is sent by `.await` or `.send()`"]
            pub fn timeout(mut self, limit: ::std::time::Duration) -> Self {
                self.request = self.request.timeout(limit);
                self
            }

            /// Limits the time to the head of the response, with all attempts and pauses, in place of the client's
            /// limit.
            #[must_use = "a request is sent by `.await` or `.send()`"]
            pub fn deadline(mut self, limit: ::std::time::Duration) -> Self {
                self.request = self.request.deadline(limit);
                self
            }

            /// Sets how the call is retried when it fails before its response, in place of the client's policy.
            #[must_use = "a request is sent by `.await` or `.send()`"]
            pub fn retry(mut self, policy: $crate::runtime::RetryPolicy) -> Self {
                self.request = self.request.retry(policy);
                self
            }

            /// Sets when the call is sent while the quota runs low, compared with the client's other calls.
            #[must_use = "a request is sent by `.await` or `.send()`"]
            pub fn pace(mut self, pace: $crate::runtime::Pace) -> Self {
                self.request = self.request.pace(pace);
                self
            }

            /// Returns the request itself, for what the API description does not mention.
            pub fn into_request(self) -> $crate::runtime::Request<$crate::runtime::Bytes> {
                self.request.header("accept", &$accept)
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = ::std::result::Result<$stream, $crate::runtime::Error>;
            type IntoFuture = $crate::streams::Opening<$stream>;

            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    };
}

/// Gives a generated request type whose response comes as a whole or item by item, whichever is asked for, the way to
/// ask for the items; the arguments are those of [`stream_request_builder!`](crate::stream_request_builder).
///
/// Takes the method name `stream`.
#[macro_export]
#[doc(hidden)]
macro_rules! stream_too {
    ($name:ident, $stream:ty, $open:ident, $accept:literal) => {
        impl $name {
            /// Sends the request, and asks for its response item by item. A service that wants a word for that in the
            /// body or in a parameter has to be told there, too.
            pub fn stream(self) -> $crate::streams::Opening<$stream> {
                $crate::streams::Opening::new(self.request.raw(), $accept, <$stream>::$open)
            }
        }
    };
}

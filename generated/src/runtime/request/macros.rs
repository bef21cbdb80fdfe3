//! Macro with the shared code of generated request types.
//!
//! Expands to calls alone: nothing in it is compiled per operation but a few short functions.

/// Gives a generated request type, a struct with the one field `request: Request<T>`, the ways to send it.
///
/// Takes the method names `send`, `blocking`, `send_blocking`, `raw`, `timeout`, `deadline`, `retry`, `pace` and
/// `into_request`.
#[macro_export]
#[doc(hidden)]
macro_rules! request_builder {
    ($name:ident, $value:ty) => {
        impl $name {
            /// Sends the request; the response comes with status and headers.
            pub fn send(self) -> $crate::runtime::ResponseFuture<$value> {
                self.request.send()
            }

            /// Sends the request and waits for the value, in code that is not async; as `.await` is to `send`, this is
            /// to `send_blocking`.
            ///
            /// # Errors
            ///
            /// Those of `send`, and `InvalidRequest` on a thread that runs async code.
            #[cfg(feature = "blocking")]
            pub fn blocking(self) -> ::std::result::Result<$value, $crate::runtime::Error> {
                self.request.blocking()
            }

            /// Sends the request and waits for the response with status and headers, in code that is not async.
            ///
            /// # Errors
            ///
            /// Those of `send`, and `InvalidRequest` on a thread that runs async code.
            #[cfg(feature = "blocking")]
            pub fn send_blocking(
                self,
            ) -> ::std::result::Result<$crate::runtime::Response<$value>, $crate::runtime::Error>
            {
                self.request.send_blocking()
            }

            /// Returns the same request, answered with the bytes of the body as they come.
            pub fn raw(self) -> $crate::runtime::Request<$crate::runtime::Bytes> {
                self.request.raw()
            }

            /// Limits the time of one attempt, from sending to the last byte of the response, in place of the client's
            /// limit. While a large body is sent, it starts again with each piece.
            #[must_use = "a request is sent by `.await` or `.send()`"]
            pub fn timeout(mut self, limit: ::std::time::Duration) -> Self {
                self.request = self.request.timeout(limit);
                self
            }

            /// Limits the time of the whole call, with all attempts and pauses, in place of the client's limit.
            #[must_use = "a request is sent by `.await` or `.send()`"]
            pub fn deadline(mut self, limit: ::std::time::Duration) -> Self {
                self.request = self.request.deadline(limit);
                self
            }

            /// Sets how the call is retried when it fails, in place of the client's policy.
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
            pub fn into_request(self) -> $crate::runtime::Request<$value> {
                self.request
            }
        }

        impl ::std::convert::From<$name> for $crate::runtime::Request<$value> {
            fn from(builder: $name) -> Self {
                builder.request
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = ::std::result::Result<$value, $crate::runtime::Error>;
            type IntoFuture = $crate::runtime::ValueFuture<$value>;

            fn into_future(self) -> Self::IntoFuture {
                ::std::future::IntoFuture::into_future(self.request)
            }
        }
    };
}

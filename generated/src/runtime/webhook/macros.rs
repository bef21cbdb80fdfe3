//! Macro with the shared code of generated webhooks with keys of the sender's choice.
//!
//! Expands to calls alone.

/// Gives a generated webhook, a struct with the one field `keys: JsonObject`, its ways to be read.
///
/// Takes the method names `parse`, `get_as`, `keys` and `into_keys`.
///
/// ```text
/// webhook_keys!(WidgetEvent, Some("widget_webhook"));
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! webhook_keys {
    ($name:ident, $envelope:expr) => {
        impl $name {
            /// Reads the body of a webhook. Never panics, whatever is in it.
            ///
            /// # Errors
            ///
            /// When the body is no JSON object.
            pub fn parse(body: &[u8]) -> ::std::result::Result<Self, $crate::runtime::DecodeError> {
                let keys = $crate::runtime::webhook::keys::unwrap(body, $envelope)?;
                ::std::result::Result::Ok(Self { keys })
            }

            /// Returns the value under any key, as a `T`; `None` if it is absent, null or empty.
            ///
            /// # Errors
            ///
            /// When it is something else than a `T`.
            pub fn get_as<T: $crate::runtime::Decode>(
                &self,
                key: &str,
            ) -> ::std::result::Result<::std::option::Option<T>, $crate::runtime::DecodeError> {
                $crate::runtime::webhook::keys::value(&self.keys, &[key])
            }

            /// Returns all keys with their values, as they came.
            #[must_use]
            pub fn keys(&self) -> &$crate::runtime::JsonObject {
                &self.keys
            }

            /// Returns all keys with their values, as they came.
            #[must_use]
            pub fn into_keys(self) -> $crate::runtime::JsonObject {
                self.keys
            }
        }
    };
}

//! What generated request types of operations that take files have in common.
//!
//! One setter per type; everything behind it is compiled once.

/// Gives a generated request type, a struct with the one field `request: Request<T>`, a setter for files.
///
/// ```text
/// upload_builder!(CreateWidget, attach, "attachments[]", Brackets);
/// ```
///
/// Takes the name of the method.
#[macro_export]
#[doc(hidden)]
macro_rules! upload_builder {
    ($name:ident, $method:ident, $field:literal, $style:ident) => {
        impl $name {
            /// Adds a file; with one, the request goes out as `multipart/form-data` in place of JSON.
            #[must_use = "a request is sent by `.await` or `.send()`"]
            pub fn $method(mut self, file: $crate::runtime::Attachment) -> Self {
                let field = $crate::runtime::FileField {
                    name: $field,
                    style: $crate::runtime::FormStyle::$style,
                };
                self.request = self.request.attach(field, file);
                self
            }
        }
    };
}

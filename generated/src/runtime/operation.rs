//! What an API description says about one operation, as constant data.
//!
//! The path is the template: values enter it through [`Request::path`](super::Request::path) alone.

/// An operation of the service.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The identifier that errors name, such as `get_widget`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: http::Method,
    /// The path below the server's address, such as `/widgets/{id}`.
    pub path: &'static str,
}

//! The body of an `application/x-www-form-urlencoded` request, by the rules of the URL standard.
//!
//! What a field has for a content type or for headers has no place in such a form.

use url::form_urlencoded::Serializer;

use super::form::Field;
use crate::runtime::transport::Body;

/// Returns the content type and the body.
pub(super) fn encode(fields: &[Field]) -> (String, Body) {
    let mut form = Serializer::new(String::new());
    for field in fields {
        form.append_pair(&field.name, &field.text);
    }
    let content_type = String::from("application/x-www-form-urlencoded");
    (content_type, Body::bytes(form.finish()))
}

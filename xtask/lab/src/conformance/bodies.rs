//! The body of a request → the argument of the operation for it.
//!
//! Invariant: a body that the crate takes as text or bytes is given as such only where it has no structure.

use generator::model::{FileCount, Form, RequestBody, RequestContent, TypeKind, TypeRef};
use serde_json::{Map, Value};

use super::gap::Gap;
use super::suite::{Body, File, is_structured};
use super::values::{Values, bytes};

/// Returns the argument of a body.
pub(super) fn argument(
    body: &RequestBody,
    given: Option<&Body>,
    picture: &[u8],
    values: &Values<'_>,
) -> Result<String, Gap> {
    let absent = || Gap::Failed("the body is required, and absent in the scenario".to_owned());
    // An object without members is what is left of one whose properties are all read only.
    let empty = Value::Object(Map::new());
    match &body.content {
        RequestContent::Json(ty) => {
            let Some(given) = given else {
                return values
                    .of(ty, &empty)
                    .map(|value| format!("&{value}"))
                    .map_err(|_| absent());
            };
            let value = given.json().ok_or_else(|| {
                Gap::Failed(format!(
                    "the body is JSON, and `{}` in the scenario",
                    given.media_type
                ))
            })?;
            Ok(format!("&{}", values.of(ty, &value)?))
        }
        RequestContent::Lines(ty) => {
            let text = given.ok_or_else(absent)?.content();
            let lines = serde_json::Deserializer::from_slice(&text).into_iter::<Value>();
            let lines: Vec<Value> = lines.map_while(Result::ok).collect();
            Ok(format!("&{}", values.of(ty, &Value::Array(lines))?))
        }
        RequestContent::Form(form) => fields(form, given, picture, values),
        RequestContent::Text { media_type } | RequestContent::Bytes { media_type } => {
            let given = given.ok_or_else(absent)?;
            if is_structured(&given.media_type)
                && given.json().is_none_or(|value| !value.is_string())
            {
                return Err(Gap::Manual(format!(
                    "a body of `{}` is written by the caller",
                    given.media_type
                )));
            }
            let content = match &body.content {
                RequestContent::Text { .. } => format!("{:?}.to_owned()", text(given)),
                _ => bytes(&given.content()),
            };
            Ok(match media_type {
                Some(_) => content,
                None => format!("{:?}, {content}", given.media_type),
            })
        }
    }
}

/// Returns the text of a body. The suite has texts as JSON, too.
fn text(given: &Body) -> String {
    let of_json = given.json().filter(|_| given.media_type.contains("json"));
    match of_json.as_ref().and_then(Value::as_str) {
        Some(text) => text.to_owned(),
        None => String::from_utf8_lossy(&given.content()).into_owned(),
    }
}

/// Returns the argument of a form.
fn fields(
    form: &Form,
    given: Option<&Body>,
    picture: &[u8],
    values: &Values<'_>,
) -> Result<String, Gap> {
    let TypeRef::Named(name) = &form.ty else {
        return Err(Gap::Manual("the form has no type".to_owned()));
    };
    let Some(TypeKind::Struct(shape)) = values.document.api.type_named(name).map(|def| &def.kind)
    else {
        return Err(Gap::Manual(format!("`{name}` is no object")));
    };
    let none = (Map::new(), Vec::new());
    let (parts, files) = given.map_or((&none.0, none.1.as_slice()), |given| {
        (&given.parts, given.files.as_slice())
    });
    let own = if given.is_none() {
        pictures(form, picture)
    } else {
        Vec::new()
    };
    let files = if given.is_none() {
        own.as_slice()
    } else {
        files
    };
    if shape.has_files() {
        return Ok(format!("&{}", values.form(name, shape, parts, files)?));
    }
    if let Some(file) = files.first() {
        return Err(Gap::Manual(format!(
            "the form takes no file `{}`",
            file.field
        )));
    }
    Ok(format!(
        "&{}",
        values.of(&form.ty, &Value::Object(parts.clone()))?
    ))
}

/// Returns the suite's picture for each file of a form, where the scenario has the files in code alone.
fn pictures(form: &Form, picture: &[u8]) -> Vec<File> {
    let file = |wire: &str| {
        let part = form.layout.parts.iter().find(|part| part.wire == wire);
        File {
            field: wire.to_owned(),
            name: "image.png".to_owned(),
            media_type: part
                .and_then(|part| part.content_type.clone())
                .unwrap_or_else(|| "image/png".to_owned()),
            bytes: picture.to_vec(),
        }
    };
    let files = form.files.iter().flat_map(|property| {
        let number = match property.count {
            FileCount::One => 1,
            FileCount::Many => 2,
        };
        (0..number).map(|_| file(&property.wire))
    });
    files.collect()
}

//! Requests and responses of operations.

use generator::model::{
    FileCount, FileProperty, Form, FormFile, FormLayout, FormMedia, FormPart, FormStyle, Framing,
    ItemStream, Output, RequestBody, RequestContent, Response, ResponseContent, StatusPattern,
    TypeRef, Upload,
};

use super::types;
use super::walk::{Nothing, Told, Walk};

pub(super) fn body(walk: &mut Walk, body: &mut RequestBody) {
    let RequestBody {
        presence,
        content,
        media_type,
        docs,
    } = body;
    types::presence(walk, "RequestBody.presence", presence);
    match content {
        RequestContent::Json(ty) => types::other(walk, "RequestContent::Json", ty),
        RequestContent::Lines(ty) => types::other(walk, "RequestContent::Lines", ty),
        RequestContent::Form(form) => self::form(walk, form),
        RequestContent::Text { media_type } => {
            walk.option("RequestContent::Text.media_type", Told, media_type, || {
                "text/else".to_owned()
            });
        }
        RequestContent::Bytes { media_type } => {
            walk.option("RequestContent::Bytes.media_type", Told, media_type, || {
                "application/else".to_owned()
            });
        }
    }
    walk.option("RequestBody.media_type", Told, media_type, || {
        "application/else+json".to_owned()
    });
    walk.at("RequestBody.content", Told, || {
        *content = RequestContent::Text {
            media_type: Some("text/else".to_owned()),
        };
    });
    walk.docs("RequestBody.docs", docs);
}

fn form(walk: &mut Walk, form: &mut Form) {
    let Form { ty, files, layout } = form;
    walk.at("Form.ty", Told, || {
        *ty = TypeRef::Named("BoxCreate".to_owned());
    });
    walk.list("Form.files", [Told, Told], files);
    for FileProperty { wire, count } in files {
        walk.text("FileProperty.wire", Told, wire);
        file_count(walk, "FileProperty.count", count);
    }
    self::layout(walk, layout);
}

fn file_count(walk: &mut Walk, label: &'static str, count: &mut FileCount) {
    walk.at(label, Told, || {
        *count = match count {
            FileCount::One => FileCount::Many,
            FileCount::Many => FileCount::One,
        };
    });
}

fn layout(walk: &mut Walk, layout: &mut FormLayout) {
    let FormLayout {
        media,
        style,
        parts,
    } = layout;
    walk.at("FormLayout.media", Told, || {
        *media = match media {
            FormMedia::Multipart => FormMedia::UrlEncoded,
            FormMedia::UrlEncoded => FormMedia::Multipart,
        };
    });
    walk.at("FormLayout.style", Told, || *style = FormStyle::Json);
    walk.list("FormLayout.parts", [Told, Told], parts);
    for part in parts {
        let FormPart {
            wire,
            style,
            content_type,
            headers,
        } = part;
        walk.text("FormPart.wire", Told, wire);
        walk.option("FormPart.style", Told, style, || FormStyle::Json);
        walk.option("FormPart.content_type", Told, content_type, String::new);
        walk.list("FormPart.headers", [Told, Told], headers);
    }
}

pub(super) fn upload(walk: &mut Walk, upload: &mut Upload) {
    let Upload { files, layout } = upload;
    walk.list("Upload.files", [Told, Nothing], files);
    for FormFile { name, count, docs } in files {
        walk.name(["FormFile.name.wire", "FormFile.name.ident"], Told, name);
        file_count(walk, "FormFile.count", count);
        walk.docs("FormFile.docs", docs);
    }
    self::layout(walk, layout);
}

pub(super) fn response(walk: &mut Walk, response: &mut Response) {
    let Response {
        status,
        content,
        media_type,
        stream,
        docs,
    } = response;
    walk.at("Response.status", Told, || {
        *status = StatusPattern::Code(418);
    });
    walk.at("Response.content", Told, || {
        *content = match content {
            Some(ResponseContent::Bytes) => None,
            _ => Some(ResponseContent::Bytes),
        };
    });
    if let Some(ResponseContent::Json(ty)) = content {
        types::other(walk, "ResponseContent::Json", ty);
    }
    if let Some(ResponseContent::Stream(stream)) = content {
        self::stream(walk, stream);
    }
    if let Some(stream) = stream {
        self::stream(walk, stream);
    }
    // What is asked for follows from it, and is told.
    walk.option("Response.media_type", Nothing, media_type, || {
        "application/else+json".to_owned()
    });
    walk.option("Response.stream", Told, stream, some_stream);
    walk.docs("Response.docs", docs);
}

pub(super) fn output(walk: &mut Walk, output: &mut Output) {
    if let Output::Json(ty) | Output::OptionalJson(ty) = output {
        types::other(walk, "Output", ty);
    }
    if let Output::Stream(stream) = output {
        self::stream(walk, stream);
    }
    walk.at("Operation.output", Told, || {
        *output = match output {
            Output::Empty => Output::Json(TypeRef::Json),
            Output::Json(ty) => Output::OptionalJson(ty.clone()),
            Output::OptionalJson(_) | Output::Stream(_) | Output::ByStatus(_) => Output::Text,
            Output::Text => Output::Bytes,
            Output::Bytes => Output::Empty,
        };
    });
}

pub(super) fn stream(walk: &mut Walk, stream: &mut ItemStream) {
    let ItemStream {
        media_type,
        framing,
        item,
    } = stream;
    walk.text("ItemStream.media_type", Told, media_type);
    walk.at("ItemStream.framing", Told, || *framing = Framing::Sequence);
    types::other(walk, "ItemStream.item", item);
}

pub(super) fn some_stream() -> ItemStream {
    ItemStream {
        media_type: "text/event-stream".to_owned(),
        framing: Framing::Events,
        item: TypeRef::Json,
    }
}

//! The intermediate model: an API as plain data, between the description and the Rust text.
//!
//! Every name that ends up in Rust is settled here (see [`Name`]); nothing in the model knows
//! OpenAPI's types, tokens or files, so it can be compared, printed and stored.

mod api;
mod body;
mod by_status;
mod coverage;
mod dependent;
mod docs;
mod form;
mod guide;
mod hint;
mod left_out;
mod limit;
mod name;
mod names;
mod operation;
mod package;
mod pagination;
mod parameter;
mod plans;
mod poll;
mod query;
mod rate_limit;
mod request_line;
mod resource;
mod response;
mod retry;
mod security;
mod server;
mod stream;
mod texts;
mod timestamps;
mod type_def;
mod type_ref;
mod union;
mod upload;
mod webhook;

pub use self::{
    api::Api,
    body::{RequestBody, RequestContent},
    by_status::{ByStatus, StatusBody},
    coverage::Coverage,
    dependent::{Choice, Dependent},
    docs::Docs,
    form::{FileCount, FileProperty, Form, FormLayout, FormMedia, FormPart, FormStyle},
    guide::GuideChapter,
    hint::Hint,
    left_out::LeftOut,
    limit::{Limit, Span},
    name::{Assigned, Name, Stage},
    names::Names,
    operation::{Credits, Operation, Output},
    package::Package,
    pagination::{CursorPlace, Keyset, NextPage, Pagination},
    parameter::{Escaping, ListStyle, Parameter, ParameterLocation, Style, Writing},
    plans::{Plan, Plans},
    poll::{Asks, Poll},
    query::{Comparison, FieldOwner, NullTest, Query, QueryField},
    rate_limit::RateLimitHeaders,
    request_line::{Method, PathSegment, PathTemplate},
    resource::Resource,
    response::{Response, ResponseContent, StatusPattern},
    retry::Retry,
    security::{ApiKeyLocation, SecurityScheme},
    server::{Server, ServerVariable},
    stream::{Framing, ItemStream},
    timestamps::TimestampPrecision,
    type_def::{
        Absence, AdditionalProperties, Enum, Field, Presence, Struct, TypeDef, TypeKind, Usage,
        Value, Variant,
    },
    type_ref::{Primitive, TextFormat, TypeRef},
    union::{Alternative, Tag, Union},
    upload::{FormFile, Upload},
    webhook::{KeyContent, Payload, Webhook, WebhookKey, WebhookKeys},
};

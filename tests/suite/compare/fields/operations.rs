//! Requests and responses of operations.

use generator::model::{
    Asks, Credits, CursorPlace, Escaping, Keyset, ListStyle, Method, NextPage, Operation,
    Pagination, Parameter, ParameterLocation, PathSegment, PathTemplate, Poll, RequestBody,
    RequestContent, Response, Retry, Server, TypeRef, Writing,
};

use super::walk::{Nothing, Told, Walk};
use super::{bodies, security, types};

pub(super) fn operation(walk: &mut Walk, operation: &mut Operation) {
    let Operation {
        name,
        builder,
        method,
        path,
        docs,
        deprecated,
        parameters,
        body,
        responses,
        output,
        accept,
        stream,
        rate_limit_group,
        security,
        server,
        pagination,
        credits,
        poll,
        partly_typed,
        retry,
        upload,
        pointer,
    } = operation;
    // An identifier is one of the description's names for it, and nothing that callers see.
    walk.name(
        ["Operation.name.wire", "Operation.name.ident"],
        super::Text,
        name,
    );
    // What takes no options has no builder that callers see.
    walk.at("Operation.builder", Nothing, || builder.push_str("Again"));
    walk.at("Operation.method", Told, || *method = Method::Trace);
    self::path(walk, path);
    walk.docs("Operation.docs", docs);
    walk.flag("Operation.deprecated", Told, deprecated);
    walk.list("Operation.parameters", [Told, Nothing], parameters);
    for one in parameters {
        parameter(walk, one);
    }
    self::contents(walk, body, responses, accept);
    bodies::output(walk, output);
    if let Some(stream) = stream {
        bodies::stream(walk, stream);
    }
    walk.option("Operation.stream", Told, stream, bodies::some_stream);
    walk.option("Operation.rate_limit_group", Told, rate_limit_group, || {
        "box_list".to_owned()
    });
    walk.at("Operation.rate_limit_group", Told, || {
        *rate_limit_group = Some("other".to_owned());
    });
    if let Some(schemes) = security {
        walk.list("Operation.security", [Told, Told], schemes);
        security::schemes(walk, schemes);
    }
    walk.option("Operation.security", Told, security, Vec::new);
    walk.option("Operation.server", Told, server, || Server {
        url: "https://elsewhere.example.com".to_owned(),
        docs: generator::model::Docs::default(),
        variables: Vec::new(),
    });
    self::pages(walk, pagination);
    let Credits { base, per_value } = credits;
    walk.number("Credits.base", Told, base);
    walk.list("Credits.per_value", [Told, Nothing], per_value);
    walk.at("Credits.per_value", Told, || {
        per_value.push(("page".to_owned(), 3));
    });
    self::work(walk, poll);
    walk.option("Operation.partly_typed", Told, partly_typed, || {
        "somehow".to_owned()
    });
    walk.at("Operation.partly_typed", Told, || {
        *partly_typed = Some("else".to_owned());
    });
    walk.at("Operation.retry", Told, || {
        *retry = match retry {
            Retry::ByMethod => Retry::Safe,
            Retry::Safe => Retry::Unsafe,
            Retry::Unsafe => Retry::ByMethod,
        };
    });
    if let Some(upload) = upload {
        bodies::upload(walk, upload);
    }
    walk.at("Operation.upload", Told, || match upload {
        Some(_) => *upload = None,
        None => *retry = Retry::Unsafe,
    });
    walk.text("Operation.pointer", Nothing, pointer);
}

fn contents(
    walk: &mut Walk,
    body: &mut Option<RequestBody>,
    responses: &mut Vec<Response>,
    accept: &mut Option<String>,
) {
    if let Some(body) = body {
        bodies::body(walk, body);
    }
    walk.option("Operation.body", Told, body, || RequestBody {
        presence: generator::model::Presence::Required,
        content: RequestContent::Json(TypeRef::Json),
        media_type: None,
        docs: generator::model::Docs::default(),
    });
    walk.list("Operation.responses", [Told, Nothing], responses);
    for one in responses {
        bodies::response(walk, one);
    }
    walk.option("Operation.accept", Told, accept, || {
        "application/else+json".to_owned()
    });
}

fn pages(walk: &mut Walk, pagination: &mut Option<Pagination>) {
    if let Some(pagination) = pagination {
        self::pagination(walk, pagination);
    }
    walk.option("Operation.pagination", Told, pagination, || Pagination {
        item: TypeRef::Json,
        items: None,
        next: NextPage::Link { parameter: None },
        last_page: None,
        keyset: None,
    });
}

fn work(walk: &mut Walk, poll: &mut Option<Poll>) {
    if let Some(poll) = poll {
        self::poll(walk, poll);
    }
    walk.option("Operation.poll", Told, poll, || Poll {
        asks: Asks::Itself,
        answer: TypeRef::Named("Job".to_owned()),
        status: "status".to_owned(),
        done: vec!["DONE".to_owned()],
        failed: Vec::new(),
        download: None,
    });
}

fn path(walk: &mut Walk, path: &mut PathTemplate) {
    let PathTemplate { segments } = path;
    walk.at("PathTemplate.segments", Told, || {
        segments.push(PathSegment::Literal("/more".to_owned()));
    });
    for segment in segments {
        if let PathSegment::Literal(text) = segment {
            walk.text("PathSegment::Literal", Told, text);
        }
    }
}

fn parameter(walk: &mut Walk, parameter: &mut Parameter) {
    let Parameter {
        name,
        location,
        presence,
        ty,
        writing,
        escaping,
        query,
        default,
        limits,
        docs,
        deprecated,
        pointer,
    } = parameter;
    walk.text("Parameter.pointer", Nothing, pointer);
    if *location != ParameterLocation::Path {
        walk.name(["Parameter.name.wire", "Parameter.name.ident"], Told, name);
        walk.at("Parameter.location", Told, || {
            *location = ParameterLocation::Cookie;
        });
        types::presence(walk, "Parameter.presence", presence);
    }
    types::other(walk, "Parameter.ty", ty);
    if let (Writing::Texts(style), TypeRef::List(_)) = (&mut *writing, &*ty) {
        walk.at("Writing::Texts", Told, || *style = ListStyle::Pipe);
    }
    if let Writing::Styled(style) = writing {
        walk.at("Writing::Styled", Told, || {
            *style = generator::model::Style::Json;
        });
    }
    walk.at("Parameter.escaping", Told, || {
        *escaping = Escaping::AllButReserved;
    });
    if query.is_some() {
        walk.at("Parameter.query", Told, || *query = None);
    }
    walk.at("Parameter.default", Told, || {
        *default = Some("7".to_owned());
    });
    types::limits(walk, "Parameter.limits", limits);
    walk.docs("Parameter.docs", docs);
    walk.flag("Parameter.deprecated", Told, deprecated);
}

fn pagination(walk: &mut Walk, pagination: &mut Pagination) {
    let Pagination {
        item,
        items,
        next,
        last_page,
        keyset,
    } = pagination;
    types::other(walk, "Pagination.item", item);
    walk.option("Pagination.items", Told, items, || "list".to_owned());
    match next {
        NextPage::Link { parameter } => {
            walk.option("NextPage::Link.parameter", Told, parameter, String::new);
        }
        NextPage::Cursor { parameter, place } => {
            walk.text("NextPage::Cursor.parameter", Told, parameter);
            walk.at("NextPage::Cursor.place", Told, || {
                *place = CursorPlace::Header("X-Else".to_owned());
            });
        }
        NextPage::Address {
            property,
            parameter,
        } => {
            walk.text("NextPage::Address.property", Told, property);
            walk.option("NextPage::Address.parameter", Told, parameter, String::new);
        }
        NextPage::Number {
            parameter,
            first,
            size,
            total,
        } => {
            walk.text("NextPage::Number.parameter", Told, parameter);
            walk.at("NextPage::Number.first", Told, || *first += 1);
            walk.option("NextPage::Number.size", Told, size, || 7);
            walk.option("NextPage::Number.total", Told, total, String::new);
        }
    }
    walk.at("Pagination.next", Told, || {
        *next = NextPage::Number {
            parameter: "page".to_owned(),
            first: 0,
            size: None,
            total: None,
        };
    });
    walk.option("Pagination.last_page", Told, last_page, || 7);
    walk.at("Pagination.last_page", Told, || *last_page = Some(8));
    if let Some(keyset) = keyset {
        self::keyset(walk, keyset);
    }
    walk.at("Pagination.keyset", Told, || match keyset {
        Some(_) => *keyset = None,
        None => *items = Some("other".to_owned()),
    });
}

fn keyset(walk: &mut Walk, keyset: &mut Keyset) {
    let Keyset {
        property,
        parameter,
        key,
        fixed,
        everything,
        page,
    } = keyset;
    for (label, text) in [
        ("Keyset.property", property),
        ("Keyset.parameter", parameter),
        ("Keyset.key", key),
        ("Keyset.everything", everything),
        ("Keyset.page", page),
    ] {
        walk.text(label, Told, text);
    }
    walk.list("Keyset.fixed", [Told, Told], fixed);
}

fn poll(walk: &mut Walk, poll: &mut Poll) {
    let Poll {
        asks,
        answer,
        status,
        done,
        failed,
        download,
    } = poll;
    if let Asks::Other {
        id,
        method,
        path,
        arguments,
    } = asks
    {
        walk.text("Asks::Other.id", Told, id);
        walk.at("Asks::Other.method", Told, || *method = Method::Trace);
        self::path(walk, path);
        walk.list("Asks::Other.arguments", [Told, Told], arguments);
    }
    walk.at("Poll.answer", Told, || {
        *answer = TypeRef::Named("Started".to_owned());
    });
    walk.text("Poll.status", Told, status);
    walk.list("Poll.done", [Told, Told], done);
    walk.list("Poll.failed", [Told, Told], failed);
    walk.option("Poll.download", Told, download, || "address".to_owned());
    walk.at("Poll.download", Told, || {
        *download = Some("other".to_owned());
    });
}

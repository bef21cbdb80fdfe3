//! The nouns of the service as a whole.

use generator::model::{
    Api, Docs, GuideChapter, Hint, LeftOut, Package, Plan, Plans, RateLimitHeaders, Resource,
    SecurityScheme, Server, ServerVariable, TimestampPrecision,
};

use super::walk::{Nothing, Text, Told, Walk};
use super::{messages, operations, security, types};

pub(super) fn api(walk: &mut Walk, api: &mut Api) {
    let Api {
        package,
        title,
        version,
        docs,
        external_docs,
        servers,
        security,
        resources,
        types,
        queries,
        webhooks,
        plans,
        rate_limit,
        hints,
        guide,
        timestamps,
        left_out,
        // Every identifier is told where it is.
        names: _,
        locked_names: _,
    } = api;
    self::package(walk, package);
    walk.text("Api.title", Text, title);
    walk.text("Api.version", Told, version);
    walk.docs("Api.docs", docs);
    walk.option("Api.external_docs", Text, external_docs, String::new);
    walk.list("Api.servers", [Told, Told], servers);
    for server in servers {
        self::server(walk, server);
    }
    walk.list("Api.security", [Told, Told], security);
    walk.at("Api.security", Told, || {
        security.push(SecurityScheme::Bearer {
            docs: Docs::default(),
        });
    });
    security::schemes(walk, security);
    walk.list("Api.resources", [Told, Nothing], resources);
    for resource in resources {
        self::resource(walk, resource);
    }
    walk.list("Api.types", [Told, Nothing], types);
    for def in types {
        types::def(walk, def);
    }
    walk.list("Api.queries", [Told, Nothing], queries);
    for query in queries {
        messages::query(walk, query);
    }
    walk.list("Api.webhooks", [Told, Nothing], webhooks);
    for webhook in webhooks {
        messages::webhook(walk, webhook);
    }
    if let Some(plans) = plans {
        self::plans(walk, plans);
    }
    walk.option("Api.plans", Told, plans, || unreachable!("there are plans"));
    if let Some(RateLimitHeaders {
        total,
        remaining,
        used,
        window_seconds,
    }) = rate_limit
    {
        walk.option("RateLimitHeaders.total", Told, total, String::new);
        walk.text("RateLimitHeaders.remaining", Told, remaining);
        walk.option("RateLimitHeaders.used", Told, used, String::new);
        walk.at("RateLimitHeaders.window_seconds", Told, || {
            *window_seconds += 7;
        });
    }
    walk.option("Api.rate_limit", Told, rate_limit, || {
        unreachable!("there is a limit")
    });
    walk.list("Api.hints", [Told, Told], hints);
    for Hint { status, code, text } in hints {
        walk.at("Hint.status", Told, || *status += 1);
        walk.option("Hint.code", Told, code, String::new);
        walk.text("Hint.text", Told, text);
    }
    self::guide(walk, guide);
    walk.at("Api.timestamps", Told, || {
        *timestamps = match timestamps {
            TimestampPrecision::Full => TimestampPrecision::Seconds,
            TimestampPrecision::Seconds => TimestampPrecision::Full,
        };
    });
    walk.list("Api.left_out", [Told, Nothing], left_out);
    for LeftOut { operation, reason } in left_out {
        walk.text("LeftOut.operation", Told, operation);
        walk.text("LeftOut.reason", Told, reason);
    }
}

fn guide(walk: &mut Walk, guide: &mut Vec<GuideChapter>) {
    walk.list("Api.guide", [Text, Text], guide);
    for GuideChapter {
        module,
        title,
        summary,
        page,
    } in guide
    {
        walk.text("GuideChapter.module", Text, module);
        walk.text("GuideChapter.title", Text, title);
        walk.text("GuideChapter.summary", Text, summary);
        walk.text("GuideChapter.page", Text, page);
    }
}

fn package(walk: &mut Walk, package: &mut Package) {
    let Package {
        name,
        version,
        description,
        license,
        repository,
        rust_version,
        keywords,
        categories,
    } = package;
    walk.text("Package.name", Told, name);
    // It is the result of a comparison.
    walk.text("Package.version", Nothing, version);
    walk.option("Package.description", Told, description, String::new);
    walk.option("Package.license", Told, license, String::new);
    walk.option("Package.repository", Told, repository, String::new);
    walk.at("Package.rust_version", Told, || {
        "1.999".clone_into(rust_version);
    });
    walk.at("Package.rust_version", Told, || {
        "1.9".clone_into(rust_version);
    });
    walk.list("Package.keywords", [Told, Told], keywords);
    walk.list("Package.categories", [Told, Told], categories);
}

fn server(walk: &mut Walk, server: &mut Server) {
    let Server {
        url,
        docs,
        variables,
    } = server;
    walk.text("Server.url", Told, url);
    walk.docs("Server.docs", docs);
    walk.list("Server.variables", [Told, Nothing], variables);
    for variable in variables {
        let ServerVariable {
            name,
            default,
            values,
            docs,
        } = variable;
        walk.name(
            ["ServerVariable.name.wire", "ServerVariable.name.ident"],
            Told,
            name,
        );
        walk.option("ServerVariable.default", Told, default, String::new);
        walk.list("ServerVariable.values", [Told, Told], values);
        walk.docs("ServerVariable.docs", docs);
    }
}

fn resource(walk: &mut Walk, resource: &mut Resource) {
    let Resource {
        name,
        handle,
        feature,
        docs,
        records,
        operations,
    } = resource;
    walk.name(["Resource.name.wire", "Resource.name.ident"], Text, name);
    walk.at("Resource.handle", Told, || handle.push_str("Handle"));
    walk.at("Resource.feature", Told, || feature.push_str("-feature"));
    walk.docs("Resource.docs", docs);
    walk.option("Resource.records", Told, records, || "Lid".to_owned());
    walk.list("Resource.operations", [Told, Nothing], operations);
    for operation in operations {
        operations::operation(walk, operation);
    }
}

fn plans(walk: &mut Walk, plans: &mut Plans) {
    let Plans {
        docs,
        window_seconds,
        plans,
    } = plans;
    walk.docs("Plans.docs", docs);
    walk.number("Plans.window_seconds", Told, window_seconds);
    walk.list("Plans.plans", [Told, Nothing], plans);
    for plan in plans {
        let Plan {
            name,
            ident,
            total,
            groups,
        } = plan;
        walk.text("Plan.name", Told, name);
        walk.text("Plan.ident", Told, ident);
        walk.number("Plan.total", Told, total);
        walk.list("Plan.groups", [Told, Nothing], groups);
        for (name, calls) in groups {
            walk.text("Plan.groups name", Told, name);
            walk.number("Plan.groups calls", Told, calls);
        }
    }
}

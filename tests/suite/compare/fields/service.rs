//! The nouns of the service as a whole.

use generator::model::{
    Api, ApiKeyLocation, Docs, LeftOut, Plan, Plans, Resource, SecurityScheme, Server,
    ServerVariable,
};

use super::{Nothing, Text, Told, Walk, messages, operations, types};

pub(super) fn api(walk: &mut Walk, api: &mut Api) {
    let Api {
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
        left_out,
    } = api;
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
    schemes(walk, security);
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
    walk.list("Api.left_out", [Told, Nothing], left_out);
    for LeftOut { operation, reason } in left_out {
        walk.text("LeftOut.operation", Told, operation);
        walk.text("LeftOut.reason", Told, reason);
    }
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
        walk.text("ServerVariable.default", Told, default);
        walk.list("ServerVariable.values", [Told, Told], values);
        walk.docs("ServerVariable.docs", docs);
    }
}

pub(super) fn schemes(walk: &mut Walk, schemes: &mut [SecurityScheme]) {
    for scheme in schemes.iter_mut() {
        match scheme {
            SecurityScheme::Basic { docs } => walk.docs("SecurityScheme::Basic.docs", docs),
            SecurityScheme::Bearer { docs } => walk.docs("SecurityScheme::Bearer.docs", docs),
            SecurityScheme::ApiKey {
                location,
                name,
                docs,
            } => {
                walk.at("SecurityScheme::ApiKey.location", Told, || {
                    *location = ApiKeyLocation::Query;
                });
                walk.text("SecurityScheme::ApiKey.name", Told, name);
                walk.docs("SecurityScheme::ApiKey.docs", docs);
            }
            SecurityScheme::All(_) => {}
        }
        walk.at("SecurityScheme", Told, || {
            *scheme = match scheme {
                SecurityScheme::Bearer { .. } => SecurityScheme::Basic {
                    docs: Docs::default(),
                },
                _ => SecurityScheme::Bearer {
                    docs: Docs::default(),
                },
            };
        });
    }
}

fn resource(walk: &mut Walk, resource: &mut Resource) {
    let Resource {
        name,
        handle,
        feature,
        docs,
        operations,
    } = resource;
    walk.name(["Resource.name.wire", "Resource.name.ident"], Text, name);
    walk.at("Resource.handle", Told, || handle.push_str("Handle"));
    walk.at("Resource.feature", Told, || feature.push_str("-feature"));
    walk.docs("Resource.docs", docs);
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

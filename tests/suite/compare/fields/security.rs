//! The ways to authenticate.

use generator::model::{ApiKeyLocation, Docs, SecurityScheme};

use super::walk::{Told, Walk};

pub(super) fn schemes(walk: &mut Walk, schemes: &mut [SecurityScheme]) {
    for scheme in schemes.iter_mut() {
        match scheme {
            SecurityScheme::Basic {
                fixed_password,
                docs,
            } => {
                let label = "SecurityScheme::Basic.fixed_password";
                walk.option(label, Told, fixed_password, String::new);
                walk.docs("SecurityScheme::Basic.docs", docs);
            }
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
            SecurityScheme::Http { scheme, docs } => {
                walk.text("SecurityScheme::Http.scheme", Told, scheme);
                walk.docs("SecurityScheme::Http.docs", docs);
            }
            SecurityScheme::All(_) | SecurityScheme::Anonymous => {}
        }
        walk.at("SecurityScheme", Told, || {
            *scheme = match scheme {
                SecurityScheme::Bearer { .. } => SecurityScheme::Basic {
                    fixed_password: None,
                    docs: Docs::default(),
                },
                _ => SecurityScheme::Bearer {
                    docs: Docs::default(),
                },
            };
        });
    }
}

//! The vendor's public description gives the same API as ours, which was rewritten from it, but for texts.
//!
//! It is no part of the repository: the test runs where the folder of shared references is.

use std::path::PathBuf;

use generator::{
    Source,
    model::{Api, Docs, SecurityScheme, TypeKind},
};

use crate::{files, input};

/// The vendor's description, where there is one.
pub(crate) fn description() -> Option<Source> {
    let shared = std::env::var_os("SHARED_DIR")
        .map_or_else(|| files::root().join("../shared"), PathBuf::from);
    let path = shared.join("reference/freshdesk-upstream.yaml");
    path.exists().then(|| input::source(&path))
}

#[test]
fn our_description_gives_the_vendors_api() {
    let Some(source) = description() else {
        println!("skipped: the vendor's description is not here");
        return;
    };
    let theirs = without_texts(input::generate_freshdesk(&source).api);
    let ours = without_texts(input::generate_freshdesk(&input::freshdesk()).api);
    for (ours, theirs) in ours.types.iter().zip(&theirs.types) {
        assert_eq!(ours, theirs);
    }
    for (ours, theirs) in ours.resources.iter().zip(&theirs.resources) {
        assert_eq!(ours, theirs);
    }
    assert_eq!(ours, theirs);
}

/// The model without what is only said, which is all that may differ.
fn without_texts(mut api: Api) -> Api {
    api.title.clear();
    api.docs = Docs::default();
    api.external_docs = None;
    for server in &mut api.servers {
        server.docs = Docs::default();
        for variable in &mut server.variables {
            variable.docs = Docs::default();
        }
    }
    for scheme in &mut api.security {
        let (SecurityScheme::Basic { docs }
        | SecurityScheme::Bearer { docs }
        | SecurityScheme::ApiKey { docs, .. }) = scheme;
        *docs = Docs::default();
    }
    for resource in &mut api.resources {
        resource.docs = Docs::default();
        for operation in &mut resource.operations {
            operation.docs = Docs::default();
            let parameters = operation
                .parameters
                .iter_mut()
                .map(|parameter| &mut parameter.docs);
            let responses = operation
                .responses
                .iter_mut()
                .map(|response| &mut response.docs);
            let body = operation.body.iter_mut().map(|body| &mut body.docs);
            for docs in parameters.chain(responses).chain(body) {
                *docs = Docs::default();
            }
        }
    }
    for def in &mut api.types {
        def.docs = Docs::default();
        match &mut def.kind {
            TypeKind::Struct(shape) => {
                for field in &mut shape.fields {
                    field.docs = Docs::default();
                }
            }
            TypeKind::Enum(shape) => {
                for variant in &mut shape.variants {
                    variant.docs = Docs::default();
                }
            }
            TypeKind::Union(shape) => {
                for alternative in &mut shape.alternatives {
                    alternative.docs = Docs::default();
                }
            }
            TypeKind::Alias(_) => {}
        }
    }
    api
}

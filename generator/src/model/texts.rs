//! Model without its texts.
//!
//! Invariant: two models that differ in texts alone are equal without them.

use super::{Api, Docs, Operation, Output, Payload, SecurityScheme, Server, TypeDef, TypeKind};

impl Api {
    /// Returns the same API without titles, summaries and descriptions.
    #[must_use]
    pub fn without_texts(mut self) -> Self {
        self.title.clear();
        self.docs = Docs::default();
        self.external_docs = None;
        self.servers.iter_mut().for_each(Server::silence);
        for scheme in &mut self.security {
            scheme.silence();
        }
        for resource in &mut self.resources {
            resource.docs = Docs::default();
            resource.operations.iter_mut().for_each(silence_operation);
        }
        self.types.iter_mut().for_each(silence_type);
        self.silence_queries();
        self.silence_webhooks();
        self
    }

    fn silence_queries(&mut self) {
        for query in &mut self.queries {
            query.docs = Docs::default();
            for field in &mut query.fields {
                field.docs = Docs::default();
            }
        }
    }

    fn silence_webhooks(&mut self) {
        for webhook in &mut self.webhooks {
            webhook.docs = Docs::default();
            if let Payload::Keys(keys) = &mut webhook.payload {
                for key in &mut keys.keys {
                    key.docs = Docs::default();
                }
            }
        }
    }
}

fn silence_operation(operation: &mut Operation) {
    operation.docs = Docs::default();
    operation.server.iter_mut().for_each(Server::silence);
    let schemes = operation.security.iter_mut().flatten();
    schemes.for_each(SecurityScheme::silence);
    if let Output::ByStatus(answer) = &mut operation.output {
        for body in &mut answer.bodies {
            body.docs = Docs::default();
        }
    }
    let parameters = operation.parameters.iter_mut();
    let parameters = parameters.map(|parameter| &mut parameter.docs);
    let responses = operation.responses.iter_mut();
    let responses = responses.map(|response| &mut response.docs);
    let body = operation.body.iter_mut().map(|body| &mut body.docs);
    let files = operation.upload.iter_mut();
    let files = files
        .flat_map(|upload| &mut upload.files)
        .map(|file| &mut file.docs);
    for docs in parameters.chain(responses).chain(body).chain(files) {
        *docs = Docs::default();
    }
}

fn silence_type(def: &mut TypeDef) {
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

//! Operations whose work goes on after the response, and how to ask for its state.
//!
//! Runs when all operations are known, for they name each other. Invariant: what an operation names is there: another
//! operation, properties of its response, places in its path.

use crate::lower::draft::{Operation, Output, Poll, Resource, TypeKind, TypeRef};
use crate::lower::operations::builder::{Asked, OperationBuilder};
use crate::{diagnostics::Diagnostic, model::Asks};

impl OperationBuilder<'_> {
    /// Fills in how operations are asked for the state of their work.
    pub(in crate::lower) fn polls(&mut self, resources: &mut [Resource]) {
        for said in std::mem::take(&mut self.polls) {
            match self.poll(&said, resources) {
                Ok(poll) => {
                    let operations = resources
                        .iter_mut()
                        .flat_map(|resource| &mut resource.operations);
                    for operation in operations.filter(|one| one.pointer == said.pointer) {
                        operation.poll = Some(poll.clone());
                    }
                }
                Err(error) => self.context.reporter.report(*error),
            }
        }
    }

    fn poll(&self, said: &Asked, resources: &[Resource]) -> Result<Poll, Box<Diagnostic>> {
        let poll = &said.poll.value;
        let operations = || resources.iter().flat_map(|resource| &resource.operations);
        let starts = operations().find(|one| one.pointer == said.pointer);
        let tells = match &poll.operation {
            None => starts,
            Some(id) => operations().find(|one| one.name.wire == *id),
        };
        let (Some(starts), Some(tells)) = (starts, tells) else {
            let id = poll.operation.as_deref().unwrap_or_default();
            let message = format!("there is no operation `{id}`");
            let help = "name the `operationId` of the operation that tells the state";
            return Err(said.poll.wrong("operation", message).help(help).into());
        };
        let Output::Json(answer) = &tells.output else {
            let message = format!(
                "the response of `{}` has no body to look into",
                tells.name.wire
            );
            return Err(said.poll.wrong("operation", message).into());
        };
        for (member, property) in [
            ("status", Some(&poll.status)),
            ("download", poll.download.as_ref()),
        ] {
            if let Some(property) = property.filter(|name| self.lacks(answer, name)) {
                let message = format!(
                    "the response of `{}` has no property `{property}`",
                    tells.name.wire
                );
                return Err(said.poll.wrong(member, message).into());
            }
        }
        let asks = if tells.pointer == starts.pointer {
            Asks::Itself
        } else {
            Asks::Other {
                id: tells.name.wire.clone(),
                method: tells.method.clone(),
                path: tells.path.clone(),
                arguments: self.arguments(said, starts, tells)?,
            }
        };
        Ok(Poll {
            asks,
            answer: answer.clone(),
            status: poll.status.clone(),
            done: poll.done.clone(),
            failed: poll.failed.clone(),
            download: poll.download.clone(),
        })
    }

    /// Returns the path parameters of `tells`, with the properties of the response of `starts`.
    fn arguments(
        &self,
        said: &Asked,
        starts: &Operation,
        tells: &Operation,
    ) -> Result<Vec<(String, String)>, Box<Diagnostic>> {
        let given = &said.poll.value.arguments;
        let mut wanted = tells.path.parameters();
        if let Some(name) = wanted.find(|name| !given.contains_key(*name)) {
            let message = format!(
                "the parameter `{name}` of `{}` has no value",
                tells.name.wire
            );
            let help = "let `arguments` map it to a property of the response";
            return Err(said.poll.wrong("arguments", message).help(help).into());
        }
        let mut arguments = Vec::new();
        for (parameter, property) in given {
            let is_known = tells.path.parameters().any(|name| name == parameter);
            let property = property.as_str().filter(|_| is_known);
            let Some(property) = property else {
                let message = format!(
                    "`{parameter}` is no path parameter of `{}` with a property",
                    tells.name.wire
                );
                let help =
                    "write a path parameter and the name of a property, such as `job_id: job_id`";
                return Err(said.poll.wrong("arguments", message).help(help).into());
            };
            let lacks = match &starts.output {
                Output::Json(ty) => self.lacks(ty, property),
                _ => true,
            };
            if lacks {
                let message =
                    format!("the response of this operation has no property `{property}`");
                return Err(said.poll.wrong("arguments", message).into());
            }
            arguments.push((parameter.clone(), property.to_owned()));
        }
        Ok(arguments)
    }

    /// Returns `true` if a type certainly has no such property.
    fn lacks(&self, ty: &TypeRef, name: &str) -> bool {
        match self.types.found.resolve(ty.without_null()) {
            TypeRef::Named(key) => {
                matches!(self.types.found.kind(key), Some(TypeKind::Struct(_)))
                    && self.property(ty, name).is_none()
            }
            TypeRef::Json | TypeRef::FreeForm | TypeRef::Map(_) => false,
            _ => true,
        }
    }
}

//! Parameters: those of the operation over those of the path.

use openapiv3::{
    Parameter as Described, ParameterData, ParameterSchemaOrContent, PathItem, ReferenceOr,
};
use serde_json::Value;

use crate::lower::draft::{Name, Parameter, TypeRef};
use crate::lower::{
    components::Resolved,
    names::{NameKind, chosen},
    operations::builder::OperationBuilder,
    operations::path_query,
    place::Place,
    types::{facets::SchemaRef, limits::limits},
};
use crate::{
    model::{
        Docs, Escaping, ListStyle, ParameterLocation, PathTemplate, Presence, Primitive,
        TextFormat, Writing,
    },
    source::{escape, extension},
};

impl<'d> OperationBuilder<'d> {
    pub(super) fn parameters(
        &mut self,
        path: &mut PathTemplate,
        item: &'d PathItem,
        operation: &'d openapiv3::Operation,
        place: &Place,
    ) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        let owner = place.pointer.rsplit_once('/').map_or("", |(path, _)| path);
        let whole_path = self.context.reporter.scope().map(|scope| scope.path());
        let shared = item
            .parameters
            .iter()
            .enumerate()
            .map(|(index, parameter)| {
                let at = format!("{owner}/parameters/{index}");
                (parameter, at, whole_path.clone())
            });
        let own = operation.parameters.iter().enumerate();
        let own = own.map(|(index, parameter)| {
            let at = format!("{}/parameters/{index}", place.pointer);
            (parameter, at, None)
        });
        let reporter = &self.context.reporter;
        for (parameter, at, part) in shared.chain(own) {
            let lowered = reporter.about(part, || self.parameter(parameter, at, place));
            let Some(parameter) = lowered else {
                continue;
            };
            let same = |known: &&mut Parameter| {
                known.name.wire == parameter.name.wire && known.location == parameter.location
            };
            match parameters.iter_mut().find(same) {
                Some(known) => *known = parameter,
                None => parameters.push(parameter),
            }
        }
        path_query::drop_described(path, &parameters);
        path.rename(|name| expression_name(name, &parameters));
        self.fit_to_path(&mut parameters, path, place);
        parameters
    }

    fn parameter(
        &mut self,
        parameter: &'d ReferenceOr<Described>,
        own: String,
        place: &Place,
    ) -> Option<Parameter> {
        let context = self.context;
        match parameter {
            ReferenceOr::Item(item) => self.described_parameter(item, own, None, place),
            ReferenceOr::Reference { reference } => {
                let Some(found) = context.components.parameter(reference) else {
                    context.unresolved(reference, &own);
                    return None;
                };
                let Resolved { item, name, at, .. } = found;
                context.reporter.about(found.subject, || {
                    self.described_parameter(item, at, Some(&name), place)
                })
            }
        }
    }

    /// Returns a parameter at a place, which may be that of a component with a name.
    fn described_parameter(
        &mut self,
        described: &'d Described,
        at: String,
        component: Option<&str>,
        place: &Place,
    ) -> Option<Parameter> {
        let data = described.parameter_data_ref();
        if is_set_by_the_client(described, data) {
            return None;
        }
        let (schema, pointer) = schema(data, &at);
        let place_of_parameter = at;
        let at = match component {
            Some(name) => Place::operation(pointer, name),
            None => place.beside(pointer, &data.name),
        };
        let ty = schema.map_or(TypeRef::Json, |schema| self.types.type_of(schema, &at));
        let (ty, writing) = self.writable(&ty, described, &at);
        let keys = self
            .context
            .reporter
            .read(|found| extension::Parameter::read(&data.extensions, &place_of_parameter, found));
        Some(Parameter {
            name: Name {
                wire: data.name.clone(),
                ident: chosen(keys.name, NameKind::Function, &self.context.reporter),
            },
            location: location(described),
            presence: if data.required {
                Presence::Required
            } else {
                Presence::Optional
            },
            ty,
            writing,
            escaping: escaping(described),
            query: None,
            default: default(schema),
            limits: schema.map_or_else(Vec::new, limits),
            docs: Docs::described(data.description.clone().or_else(|| description(schema))),
            deprecated: data.deprecated.unwrap_or_default(),
            pointer: place_of_parameter,
        })
    }

    /// Sorts path parameters as in the path, and drops those that it does not contain.
    fn fit_to_path(&mut self, parameters: &mut Vec<Parameter>, path: &PathTemplate, place: &Place) {
        let is_path = |parameter: &Parameter| parameter.location == ParameterLocation::Path;
        let (mut declared, others): (Vec<_>, Vec<_>) = parameters.drain(..).partition(is_path);
        let mut names: Vec<&str> = Vec::new();
        for name in path.parameters().filter(|name| !name.is_empty()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        for name in names {
            let index = declared
                .iter()
                .position(|parameter| parameter.name.wire == name);
            parameters.push(match index {
                Some(index) => declared.remove(index),
                None => self.undeclared(name, place),
            });
        }
        for parameter in declared {
            let message = format!(
                "the path has no parameter `{}`; it is omitted",
                parameter.name.wire
            );
            self.context.reporter.warn(
                "unused-parameter",
                message,
                &format!("{}/parameters", place.pointer),
            );
        }
        parameters.extend(others);
    }

    fn undeclared(&mut self, name: &str, place: &Place) -> Parameter {
        let message = format!("the path names `{name}`, which no parameter describes; it is text");
        self.context
            .reporter
            .warn("undeclared-parameter", message, &place.pointer);
        Parameter {
            name: Name::derived(name),
            location: ParameterLocation::Path,
            presence: Presence::Required,
            ty: TypeRef::Primitive(Primitive::Text(TextFormat::Plain)),
            writing: Writing::Texts(ListStyle::Comma),
            escaping: Escaping::All,
            query: None,
            default: None,
            limits: Vec::new(),
            docs: Docs::default(),
            deprecated: false,
            pointer: place.pointer.clone(),
        }
    }
}

/// Returns the name of the parameter in `{;id*}`, which is written as in RFC 6570: `id`, if there is no other.
fn expression_name(name: &str, parameters: &[Parameter]) -> Option<String> {
    let is_known = |name: &str| {
        let mut path = parameters
            .iter()
            .filter(|parameter| parameter.location == ParameterLocation::Path);
        path.any(|parameter| parameter.name.wire == name)
    };
    let plain = name
        .trim_start_matches(['.', ';', '/', '+'])
        .trim_end_matches('*');
    (!is_known(name) && is_known(plain)).then(|| plain.to_owned())
}

/// Returns the headers that the standard reserves: the client sends them by itself.
fn is_set_by_the_client(described: &Described, data: &ParameterData) -> bool {
    matches!(described, Described::Header { .. })
        && ["accept", "content-type", "authorization"]
            .iter()
            .any(|name| data.name.eq_ignore_ascii_case(name))
}

fn schema<'d>(data: &'d ParameterData, at: &str) -> (Option<SchemaRef<'d>>, String) {
    match &data.format {
        ParameterSchemaOrContent::Schema(schema) => (Some(schema.into()), format!("{at}/schema")),
        ParameterSchemaOrContent::Content(content) => {
            let Some((name, media)) = content.iter().next() else {
                return (None, format!("{at}/content"));
            };
            let at = format!("{at}/content/{}/schema", escape(name));
            (media.schema.as_ref().map(SchemaRef::from), at)
        }
    }
}

fn escaping(described: &Described) -> Escaping {
    match described {
        Described::Query {
            allow_reserved: true,
            ..
        } => Escaping::AllButReserved,
        _ => Escaping::All,
    }
}

fn location(described: &Described) -> ParameterLocation {
    match described {
        Described::Path { .. } => ParameterLocation::Path,
        Described::Query { .. } => ParameterLocation::Query,
        Described::Header { .. } => ParameterLocation::Header,
        Described::Cookie { .. } => ParameterLocation::Cookie,
    }
}

fn default(schema: Option<SchemaRef<'_>>) -> Option<String> {
    match schema? {
        SchemaRef::Item(item) => item.schema_data.default.as_ref().map(Value::to_string),
        SchemaRef::Reference(_) => None,
    }
}

fn description(schema: Option<SchemaRef<'_>>) -> Option<String> {
    match schema? {
        SchemaRef::Item(item) => item.schema_data.description.clone(),
        SchemaRef::Reference(_) => None,
    }
}

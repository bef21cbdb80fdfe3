//! Parameters: those of the operation over those of the path.

use openapiv3::{
    Parameter as Described, ParameterData, ParameterSchemaOrContent, PathItem, QueryStyle,
    ReferenceOr,
};
use serde_json::Value;

use super::{Lowering, chosen, facets::SchemaRef, place::Place};
use crate::model::{
    Docs, ListStyle, Name, Parameter, ParameterLocation, PathTemplate, Presence, Primitive,
    TextFormat, TypeRef,
};

impl<'d> Lowering<'d> {
    pub(super) fn parameters(
        &mut self,
        path: &PathTemplate,
        item: &'d PathItem,
        operation: &'d openapiv3::Operation,
        place: &Place,
    ) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        let owner = place.pointer.rsplit_once('/').map_or("", |(path, _)| path);
        let shared = item
            .parameters
            .iter()
            .enumerate()
            .map(|(index, parameter)| (parameter, format!("{owner}/parameters/{index}")));
        let own = operation
            .parameters
            .iter()
            .enumerate()
            .map(|(index, parameter)| (parameter, format!("{}/parameters/{index}", place.pointer)));
        for (parameter, at) in shared.chain(own) {
            let Some(parameter) = self.parameter(parameter, at, place) else {
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
        self.fit_to_path(&mut parameters, path, place);
        parameters
    }

    fn parameter(
        &mut self,
        parameter: &'d ReferenceOr<Described>,
        own: String,
        place: &Place,
    ) -> Option<Parameter> {
        let (described, at, component) = match parameter {
            ReferenceOr::Item(item) => (item, own, None),
            ReferenceOr::Reference { reference } => {
                let Some((item, at)) = self.components.parameter(reference) else {
                    self.unresolved(reference, &own);
                    return None;
                };
                let at = at.trim_start_matches('#').to_owned();
                let component = at.rsplit('/').next().map(str::to_owned);
                (item, at, component)
            }
        };
        let data = described.parameter_data_ref();
        if is_set_by_the_client(described, data) {
            return None;
        }
        let (schema, pointer) = schema(data, &at);
        let place_of_parameter = at;
        let at = match component {
            Some(name) => Place::operation(pointer, &name),
            None => Place {
                pointer,
                name: format!("{} {}", place.name, data.name),
                module: place.module.clone(),
            },
        };
        let ty = schema.map_or(TypeRef::Json, |schema| self.type_of(schema, &at));
        Some(Parameter {
            name: Name {
                wire: data.name.clone(),
                ident: self.chosen_name(data.extensions.get(chosen::NAME), &place_of_parameter),
            },
            location: location(described),
            presence: if data.required {
                Presence::Required
            } else {
                Presence::Optional
            },
            ty: self.writable(&ty, &at),
            list_style: list_style(described, data),
            query: None,
            default: default(schema),
            docs: Docs::described(data.description.clone().or_else(|| description(schema))),
            deprecated: data.deprecated.unwrap_or_default(),
        })
    }

    /// A type that can be written outside a body; anything else is text that the caller writes.
    fn writable(&mut self, ty: &TypeRef, at: &Place) -> TypeRef {
        let ty = self.types.resolve(ty.without_null()).without_null().clone();
        let ty = &ty;
        if self.is_scalar(ty) {
            return ty.clone();
        }
        match ty {
            TypeRef::List(item) if self.is_scalar(item.without_null()) => {
                TypeRef::List(Box::new(item.without_null().clone()))
            }
            TypeRef::Json => TypeRef::Primitive(Primitive::Text(TextFormat::Plain)),
            _ => {
                let message = "objects in parameters are not written by the client; \
                               the parameter is typed as text";
                self.warn("untyped", message, &at.pointer);
                TypeRef::Primitive(Primitive::Text(TextFormat::Plain))
            }
        }
    }

    pub(super) fn is_scalar(&self, ty: &TypeRef) -> bool {
        self.types.is_scalar_type(ty)
    }

    /// Path parameters follow the path: its order, and nothing that it does not hold.
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
                "the path has no place for `{}`; it is left out",
                parameter.name.wire
            );
            self.warn(
                "unused-parameter",
                message,
                &format!("{}/parameters", place.pointer),
            );
        }
        parameters.extend(others);
    }

    fn undeclared(&mut self, name: &str, place: &Place) -> Parameter {
        let message = format!("the path names `{name}`, which no parameter describes; it is text");
        self.warn("undeclared-parameter", message, &place.pointer);
        Parameter {
            name: Name {
                wire: name.to_owned(),
                ident: String::new(),
            },
            location: ParameterLocation::Path,
            presence: Presence::Required,
            ty: TypeRef::Primitive(Primitive::Text(TextFormat::Plain)),
            list_style: ListStyle::Comma,
            query: None,
            default: None,
            docs: Docs::default(),
            deprecated: false,
        }
    }
}

/// Headers that the standard reserves: the client sends them by itself.
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
            let schema = content
                .values()
                .next()
                .and_then(|media| media.schema.as_ref());
            (schema.map(SchemaRef::from), format!("{at}/content"))
        }
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

fn list_style(described: &Described, data: &ParameterData) -> ListStyle {
    match described {
        Described::Query {
            style: QueryStyle::SpaceDelimited,
            ..
        } if data.explode != Some(true) => ListStyle::Space,
        Described::Query {
            style: QueryStyle::PipeDelimited,
            ..
        } if data.explode != Some(true) => ListStyle::Pipe,
        Described::Query { .. } | Described::Cookie { .. } if data.explode != Some(false) => {
            ListStyle::Repeated
        }
        _ => ListStyle::Comma,
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

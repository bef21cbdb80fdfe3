//! The text of a parameter in an address or a header → the value that it is the text of, by type and style.
//!
//! Invariant: the inverse of how the generated client writes the parameter.

use generator::model::{
    Api, ListStyle, Parameter, ParameterLocation, Primitive, Style, TypeKind, TypeRef,
    Value as Listed, Writing,
};
use serde_json::{Map, Number, Value};

/// Value of a parameter as the suite gives it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wire {
    Text(String),
    /// One text for each time that the name is sent.
    Texts(Vec<String>),
    /// Members that are sent under their own names.
    Members(Vec<(String, String)>),
}

/// Returns the value of a parameter; an error if the text is none of its type.
pub(super) fn read(api: &Api, parameter: &Parameter, wire: &Wire) -> Result<Value, String> {
    let ty = resolve(api, &parameter.ty);
    let pieces = pieces(parameter, wire);
    let value = match ty {
        TypeRef::List(item) => {
            let items = pieces.iter().map(|text| scalar(api, item, text));
            Value::Array(
                items
                    .collect::<Option<_>>()
                    .ok_or_else(|| refused(parameter, wire))?,
            )
        }
        _ if is_object(api, ty) => object(api, ty, parameter, &pieces, wire)?,
        _ if parameter.writing == Writing::Styled(Style::Json) => {
            serde_json::from_str(&pieces.concat()).map_err(|_| refused(parameter, wire))?
        }
        _ => scalar(api, ty, &pieces.join(",")).ok_or_else(|| refused(parameter, wire))?,
    };
    Ok(value)
}

fn refused(parameter: &Parameter, wire: &Wire) -> String {
    format!("`{}` has no value of {wire:?}", parameter.name.wire)
}

/// Returns the type behind aliases and null.
pub(super) fn resolve<'a>(api: &'a Api, ty: &'a TypeRef) -> &'a TypeRef {
    match ty {
        TypeRef::Nullable(inner) | TypeRef::Boxed(inner) => resolve(api, inner),
        TypeRef::Named(name) => match api.type_named(name).map(|def| &def.kind) {
            Some(TypeKind::Alias(ty)) => resolve(api, ty),
            _ => ty,
        },
        _ => ty,
    }
}

fn is_object(api: &Api, ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Map(_) | TypeRef::FreeForm => true,
        TypeRef::Named(name) => {
            let kind = api.type_named(name).map(|def| &def.kind);
            matches!(kind, Some(TypeKind::Struct(_)))
        }
        _ => false,
    }
}

/// Splits a text into items, or into names and values.
fn pieces(parameter: &Parameter, wire: &Wire) -> Vec<String> {
    let text = match wire {
        Wire::Texts(texts) => return texts.clone(),
        Wire::Members(_) => return Vec::new(),
        Wire::Text(text) => text,
    };
    let name = &parameter.name.wire;
    let is_path = parameter.location == ParameterLocation::Path;
    let split = |text: &str, by: char| text.split(by).map(str::to_owned).collect();
    let is_list = matches!(parameter.ty, TypeRef::List(_));
    match parameter.writing {
        Writing::Texts(_) if !is_list => vec![text.clone()],
        Writing::Texts(ListStyle::Repeated)
            if !is_path && parameter.location == ParameterLocation::Query =>
        {
            vec![text.clone()]
        }
        Writing::Texts(ListStyle::Repeated | ListStyle::Comma) => split(text, ','),
        Writing::Texts(ListStyle::Space) | Writing::Styled(Style::Space) => split(text, ' '),
        Writing::Texts(ListStyle::Pipe) | Writing::Styled(Style::Pipe) => split(text, '|'),
        Writing::Styled(style) => match style {
            Style::Label => split(text.trim_start_matches('.'), ','),
            Style::LabelExploded => split(text.trim_start_matches('.'), '.'),
            Style::Matrix => {
                let text = text.trim_start_matches(';');
                split(text.strip_prefix(&format!("{name}=")).unwrap_or(text), ',')
            }
            Style::MatrixExploded => {
                let items = text.trim_start_matches(';').split(';');
                items
                    .map(|item| {
                        item.strip_prefix(&format!("{name}="))
                            .unwrap_or(item)
                            .to_owned()
                    })
                    .collect()
            }
            Style::Json => vec![text.clone()],
            _ => split(text, ','),
        },
    }
}

/// Returns an object of the names and values that are written one after the other, or with `=` between them.
fn object(
    api: &Api,
    ty: &TypeRef,
    parameter: &Parameter,
    pieces: &[String],
    wire: &Wire,
) -> Result<Value, String> {
    let pairs: Vec<(String, String)> = match wire {
        Wire::Members(members) => members.clone(),
        _ if pieces.iter().all(|piece| piece.contains('=')) => pieces
            .iter()
            .filter_map(|piece| piece.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        _ => pieces
            .chunks(2)
            .filter_map(|pair| Some((pair.first()?.clone(), pair.get(1)?.clone())))
            .collect(),
    };
    let mut members = Map::new();
    for (name, text) in pairs {
        let value = scalar(api, member(api, ty, &name), &text);
        members.insert(name, value.ok_or_else(|| refused(parameter, wire))?);
    }
    Ok(Value::Object(members))
}

/// Returns the type of a member of an object.
fn member<'a>(api: &'a Api, ty: &'a TypeRef, name: &str) -> &'a TypeRef {
    match ty {
        TypeRef::Map(item) => item,
        TypeRef::Named(known) => match api.type_named(known).map(|def| &def.kind) {
            Some(TypeKind::Struct(shape)) => {
                let field = shape.fields.iter().find(|field| field.name.wire == name);
                let additional = shape.additional.as_ref();
                field
                    .map(|field| &field.ty)
                    .or(additional.map(|additional| &additional.ty))
                    .unwrap_or(&TypeRef::Json)
            }
            _ => &TypeRef::Json,
        },
        _ => &TypeRef::Json,
    }
}

/// Returns the value of a text without structure. `None`: it is none of the type.
fn scalar(api: &Api, ty: &TypeRef, text: &str) -> Option<Value> {
    let number = || serde_json::from_str::<Number>(text).ok().map(Value::Number);
    match resolve(api, ty) {
        TypeRef::Primitive(primitive) => match primitive {
            Primitive::Bool => text.parse().ok().map(Value::Bool),
            Primitive::I32
            | Primitive::I64
            | Primitive::U32
            | Primitive::U64
            | Primitive::I128
            | Primitive::F32
            | Primitive::F64
            | Primitive::Decimal => number(),
            _ => Some(Value::String(text.to_owned())),
        },
        TypeRef::Named(name) => match &api.type_named(name)?.kind {
            TypeKind::Enum(list) if list.is_integer() => number(),
            TypeKind::Enum(_) => Some(Value::String(text.to_owned())),
            TypeKind::Union(union) => {
                let mut alternatives = union.alternatives.iter();
                alternatives.find_map(|one| exact(api, &one.ty, text))
            }
            _ => None,
        },
        _ => Some(number().unwrap_or_else(|| Value::String(text.to_owned()))),
    }
}

/// Returns the value of a text as an alternative of a union: an enum has its listed values alone.
fn exact(api: &Api, ty: &TypeRef, text: &str) -> Option<Value> {
    if let TypeRef::Named(name) = resolve(api, ty)
        && let Some(TypeKind::Enum(list)) = api.type_named(name).map(|def| &def.kind)
    {
        let is_it = |value: &Listed| match value {
            Listed::Text(known) => known == text,
            Listed::Integer(known) => known.to_string() == text,
        };
        list.variants.iter().find(|variant| is_it(&variant.value))?;
    }
    scalar(api, ty, text)
}

#[cfg(test)]
mod tests {
    use generator::{Input, Settings, Source, model::Api};
    use serde_json::{Value, json};

    use super::{Wire, read};

    fn api(parameter: &str) -> Api {
        let text = format!(
            "openapi: 3.1.0\ninfo: {{ title: A, version: '1' }}\npaths:\n  /a:\n    get:\n      operationId: getA\n      \
             parameters: [{{ name: p, in: query, {parameter} }}]\n      responses: {{ '204': {{ description: None. }} }}\n"
        );
        let source = Source {
            name: "a.yaml".to_owned(),
            text,
        };
        let settings = Settings::for_crate("a").unwrap();
        Input::new(&source, &settings).model().unwrap().api
    }

    fn value(parameter: &str, wire: &Wire) -> Result<Value, String> {
        let api = api(parameter);
        read(&api, &api.resources[0].operations[0].parameters[0], wire)
    }

    #[test]
    fn a_text_is_read_by_type_and_style() {
        let text = |text: &str| Wire::Text(text.to_owned());
        let number = "schema: { type: integer }";
        assert_eq!(value(number, &text("5")), Ok(json!(5)));
        assert!(value(number, &text("five")).is_err());
        assert_eq!(
            value("schema: { type: string }", &text("5")),
            Ok(json!("5"))
        );
        let list = "explode: false, schema: { type: array, items: { type: integer } }";
        assert_eq!(value(list, &text("1,2")), Ok(json!([1, 2])));
        let object =
            "explode: false, schema: { type: object, additionalProperties: { type: integer } }";
        assert_eq!(
            value(object, &text("a,1,b,2")),
            Ok(json!({ "a": 1, "b": 2 }))
        );
        let members = Wire::Members(vec![("a".to_owned(), "1".to_owned())]);
        let exploded = "schema: { type: object, additionalProperties: { type: integer } }";
        assert_eq!(value(exploded, &members), Ok(json!({ "a": 1 })));
    }
}

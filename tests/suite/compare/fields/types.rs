//! Named types and uses of types.

use generator::model::{
    Absence, AdditionalProperties, Alternative, Dependent, Enum, Field, Limit, Presence, Primitive,
    Span, Struct, TextFormat, TypeDef, TypeKind, TypeRef, Union, Usage, Value, Variant,
};

use super::walk::{Nothing, Text, Told, Walk};

/// Adds a type that nothing in the description has, one that is nullable, and a text of another format.
pub(super) fn other(walk: &mut Walk, label: &'static str, ty: &mut TypeRef) {
    walk.at(label, Told, || *ty = TypeRef::Primitive(Primitive::Base64));
    let is_text = |ty: &TypeRef| matches!(ty, TypeRef::Primitive(Primitive::Text(_)));
    if is_text(ty) {
        walk.at(label, Told, || {
            *ty = TypeRef::Primitive(Primitive::Text(TextFormat::Binary));
        });
    }
}

pub(super) fn nullable(walk: &mut Walk, label: &'static str, ty: &mut TypeRef) {
    walk.at(label, Told, || {
        *ty = match &*ty {
            TypeRef::Nullable(inner) => (**inner).clone(),
            other => TypeRef::Nullable(Box::new(other.clone())),
        };
    });
}

pub(super) fn presence(walk: &mut Walk, label: &'static str, presence: &mut Presence) {
    walk.at(label, Told, || {
        *presence = match presence {
            Presence::Required => Presence::Optional,
            Presence::Optional => Presence::Required,
        };
    });
}

pub(super) fn limits(walk: &mut Walk, label: &'static str, limits: &mut Vec<Limit>) {
    walk.list(label, [Told, Nothing], limits);
    for limit in [
        Limit::AtMost("7".to_owned()),
        Limit::Length(Span {
            least: None,
            most: Some(7),
        }),
    ] {
        walk.at(label, Told, || limits.push(limit));
    }
}

pub(super) fn def(walk: &mut Walk, def: &mut TypeDef) {
    let TypeDef {
        name,
        module,
        docs,
        deprecated,
        usage,
        kind,
        pointer,
    } = def;
    walk.name(["TypeDef.name.wire", "TypeDef.name.ident"], Text, name);
    walk.text("TypeDef.module", Nothing, module);
    walk.docs("TypeDef.docs", docs);
    walk.flag("TypeDef.deprecated", Told, deprecated);
    // What a direction means for callers is in the code; by itself it follows from the operations.
    walk.at("TypeDef.usage", Nothing, || {
        *usage = match usage {
            Usage::Both | Usage::Unused => Usage::Response,
            Usage::Request | Usage::Response => Usage::Both,
        };
    });
    match kind {
        TypeKind::Struct(shape) => structure(walk, shape),
        TypeKind::Enum(shape) => enumeration(walk, shape),
        TypeKind::Union(shape) => union(walk, shape),
        TypeKind::Alias(ty) => {
            other(walk, "TypeKind::Alias", ty);
            nullable(walk, "TypeKind::Alias", ty);
        }
    }
    walk.at("TypeDef.kind", Told, || {
        *kind = match kind {
            TypeKind::Alias(_) => TypeKind::Struct(Struct {
                fields: Vec::new(),
                additional: None,
                unknown: None,
                dependent: Vec::new(),
            }),
            _ => TypeKind::Alias(TypeRef::Json),
        };
    });
    walk.text("TypeDef.pointer", Nothing, pointer);
}

fn structure(walk: &mut Walk, shape: &mut Struct) {
    let Struct {
        fields,
        additional,
        unknown,
        dependent,
    } = shape;
    let names = fields.iter().take(2).map(|field| field.name.wire.clone());
    let names: Vec<String> = names.collect();
    if names.len() == 2 {
        walk.at("Struct.dependent", Told, || {
            dependent.push(Dependent {
                fields: names.clone(),
                choices: Vec::new(),
            });
        });
    }
    walk.list("Struct.fields", [Told, Nothing], fields);
    let has_files = fields.iter().any(Field::is_file);
    for field in fields {
        let Field {
            name,
            ty,
            presence,
            absence,
            default,
            example,
            limits,
            docs,
            deprecated,
        } = field;
        walk.name(["Field.name.wire", "Field.name.ident"], Told, name);
        other(walk, "Field.ty", ty);
        nullable(walk, "Field.ty null", ty);
        self::presence(walk, "Field.presence", presence);
        walk.at("Field.absence", Told, || {
            *absence = match absence {
                Absence::Distinct => Absence::Empty,
                Absence::Empty => Absence::Distinct,
            };
        });
        // No call depends on it.
        walk.option("Field.example", Nothing, example, || "7".to_owned());
        walk.at("Field.default", Told, || *default = Some("7".to_owned()));
        self::limits(walk, "Field.limits", limits);
        walk.docs("Field.docs", docs);
        walk.flag("Field.deprecated", Told, deprecated);
    }
    if let Some(AdditionalProperties { ident, ty }) = additional {
        walk.at("AdditionalProperties.ident", Told, || ident.push_str("_x"));
        other(walk, "AdditionalProperties.ty", ty);
        nullable(walk, "AdditionalProperties.ty null", ty);
    }
    // A form with files is sent alone.
    if !has_files {
        walk.option("Struct.unknown", Told, unknown, || "rest_of_it".to_owned());
    }
    walk.option("Struct.additional", Told, additional, || {
        AdditionalProperties {
            ident: "rest_of_it".to_owned(),
            ty: TypeRef::Json,
        }
    });
}

fn enumeration(walk: &mut Walk, shape: &mut Enum) {
    let Enum { variants } = shape;
    walk.list("Enum.variants", [Told, Told], variants);
    for variant in variants {
        let Variant { ident, value, docs } = variant;
        walk.at("Variant.ident", Told, || ident.push_str("Other"));
        walk.at("Variant.value", Told, || match value {
            Value::Text(text) => text.push('x'),
            Value::Integer(number) => *number += 7,
        });
        walk.docs("Variant.docs", docs);
    }
}

fn union(walk: &mut Walk, shape: &mut Union) {
    let Union { tag, alternatives } = shape;
    walk.option("Union.tag", Told, tag, || "kind".to_owned());
    // The order counts where values are told apart by their looks.
    let order = if tag.is_some() { Nothing } else { Told };
    walk.list("Union.alternatives", [Told, order], alternatives);
    for alternative in alternatives {
        let Alternative {
            name,
            ty,
            tags,
            docs,
        } = alternative;
        walk.name(
            ["Alternative.name.wire", "Alternative.name.ident"],
            Text,
            name,
        );
        other(walk, "Alternative.ty", ty);
        walk.list("Alternative.tags", [Told, Told], tags);
        walk.docs("Alternative.docs", docs);
    }
}

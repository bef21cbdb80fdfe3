//! Named types → structs and enums with serde's derive.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use generator::FileTree;
use generator::model::{
    Api, Enum, Field, Presence, Primitive, Struct, TypeDef, TypeKind, TypeRef, Union, Usage, Value,
};

use super::plain;
use super::types::owned;

/// One file per module of the model, and the one that gathers them.
pub(super) fn emit(api: &Api, files: &mut FileTree) {
    let mut modules: BTreeMap<&str, String> = BTreeMap::new();
    for def in &api.types {
        let start = || "//! Types.\n\nuse super::*;\n".to_owned();
        *modules.entry(&def.module).or_insert_with(start) += &item(def);
    }
    let mut root = "//! Every type.\n\n".to_owned();
    for (module, text) in modules {
        let _ = write!(root, "mod {module};\npub use self::{module}::*;\n");
        files.insert(format!("src/models/{}.rs", plain(module)), text);
    }
    files.insert("src/models/mod.rs", root);
}

fn item(def: &TypeDef) -> String {
    let ident = &def.name.ident;
    match &def.kind {
        TypeKind::Struct(shape) => structure(ident, shape, def.usage),
        TypeKind::Enum(shape) if shape.is_integer() => integer_enum(ident, shape),
        TypeKind::Enum(shape) => string_enum(ident, shape),
        TypeKind::Union(shape) => union(ident, shape),
        TypeKind::Alias(ty) => format!("\npub type {ident} = {};\n", owned(ty)),
    }
}

/// ```text
/// #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
/// #[serde(untagged)]
/// pub enum Content { Text(Text), Other(serde_json::Value) }
/// ```
fn union(ident: &str, shape: &Union) -> String {
    let mut variants = String::new();
    for part in &shape.alternatives {
        let _ = writeln!(variants, "    {}({}),", part.name.ident, owned(&part.ty));
    }
    format!(
        "\n#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]\n\
         #[serde(untagged)]\npub enum {ident} {{\n{variants}    Other(serde_json::Value),\n}}\n"
    )
}

/// ```text
/// #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
/// pub struct Ticket {
///     #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
///     pub r#type: Option<String>,
/// }
/// ```
fn structure(ident: &str, shape: &Struct, usage: Usage) -> String {
    let mut fields: String = shape.fields.iter().map(|each| field(each, usage)).collect();
    if let Some(additional) = &shape.additional {
        let (name, ty) = (&additional.ident, owned(&additional.ty));
        let _ = write!(
            fields,
            "    #[serde(flatten)]\n    pub {name}: std::collections::BTreeMap<String, {ty}>,\n"
        );
    }
    let default = if shape.fields.iter().all(has_default) {
        "Default, "
    } else {
        ""
    };
    format!(
        "\n#[derive(Clone, Debug, {default}PartialEq, serde::Serialize, serde::Deserialize)]\n\
         pub struct {ident} {{\n{fields}}}\n{}",
        constructor(ident, shape)
    )
}

fn field(field: &Field, usage: Usage) -> String {
    let ty = owned(field.ty.without_null());
    let is_nullable = matches!(field.ty, TypeRef::Nullable(_));
    let mut attributes = vec![format!("rename = {:?}", field.name.wire)];
    let ty = match field.presence {
        Presence::Required if is_nullable => format!("Option<{ty}>"),
        Presence::Required => ty,
        Presence::Optional => {
            attributes.push("default, skip_serializing_if = \"Option::is_none\"".to_owned());
            // An update tells a field that is cleared from one that is left alone.
            if is_nullable && usage == Usage::Request {
                format!("Option<Option<{ty}>>")
            } else {
                format!("Option<{ty}>")
            }
        }
    };
    let attributes = attributes.join(", ");
    format!(
        "    #[serde({attributes})]\n    pub {}: {ty},\n",
        field.name.ident
    )
}

/// Whether `Default` is sure to be derivable; the programs ask for it only where nothing is required.
fn has_default(field: &Field) -> bool {
    let none = [Primitive::Date, Primitive::Base64, Primitive::File].map(TypeRef::Primitive);
    field.presence == Presence::Optional
        || !(none.contains(&field.ty) || matches!(field.ty, TypeRef::Named(_) | TypeRef::Boxed(_)))
}

/// A function of the required fields, if there are any.
fn constructor(ident: &str, shape: &Struct) -> String {
    let required = |field: &&Field| field.presence == Presence::Required;
    let arguments: Vec<String> = shape
        .fields
        .iter()
        .filter(required)
        .map(|field| format!("{}: {}", field.name.ident, owned(&field.ty)))
        .collect();
    if arguments.is_empty() {
        return String::new();
    }
    let mut values: Vec<String> = shape
        .fields
        .iter()
        .map(|field| match field.presence {
            Presence::Required => field.name.ident.clone(),
            Presence::Optional => format!("{}: None", field.name.ident),
        })
        .collect();
    let additional = shape.additional.iter();
    values.extend(additional.map(|additional| format!("{}: Default::default()", additional.ident)));
    format!(
        "\nimpl {ident} {{\n    pub fn new({}) -> Self {{\n        Self {{ {} }}\n    }}\n}}\n",
        arguments.join(", "),
        values.join(", ")
    )
}

/// ```text
/// #[derive(…, serde::Serialize, serde::Deserialize)]
/// pub enum OrderBy {
///     #[serde(rename = "created_at")]
///     CreatedAt,
/// }
/// ```
fn string_enum(ident: &str, shape: &Enum) -> String {
    let (mut variants, mut arms) = (String::new(), String::new());
    for variant in &shape.variants {
        let name = &variant.ident;
        let Value::Text(wire) = &variant.value else {
            continue;
        };
        let _ = write!(variants, "    #[serde(rename = {wire:?})]\n    {name},\n");
        let _ = writeln!(arms, "            Self::{name} => {wire:?},");
    }
    format!(
        "\n#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]\n\
         pub enum {ident} {{\n{variants}}}\n\
         \n\
         impl std::fmt::Display for {ident} {{\n    \
         fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {{\n        \
         f.write_str(match self {{\n{arms}        }})\n    }}\n}}\n"
    )
}

/// What `serde_repr` derives.
fn integer_enum(ident: &str, shape: &Enum) -> String {
    let (mut variants, mut arms) = (String::new(), String::new());
    for variant in &shape.variants {
        let name = &variant.ident;
        let Value::Integer(code) = variant.value else {
            continue;
        };
        let _ = writeln!(variants, "    {name} = {code},");
        let _ = writeln!(arms, "            {code} => Ok(Self::{name}),");
    }
    format!(
        "\n#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\n#[repr(i64)]\n\
         pub enum {ident} {{\n{variants}}}\n\
         \n\
         impl std::fmt::Display for {ident} {{\n    \
         fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {{\n        \
         (*self as i64).fmt(f)\n    }}\n}}\n\
         \n\
         impl serde::Serialize for {ident} {{\n    \
         fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {{\n        \
         serializer.serialize_i64(*self as i64)\n    }}\n}}\n\
         \n\
         impl<'de> serde::Deserialize<'de> for {ident} {{\n    \
         fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {{\n        \
         match i64::deserialize(deserializer)? {{\n{arms}            \
         other => Err(serde::de::Error::custom(format_args!(\"unknown value {{other}}\"))),\n        \
         }}\n    }}\n}}\n"
    )
}

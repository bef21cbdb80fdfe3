//! Primitive types of the model → how programs that are written to call a crate name them; the crate is `api` there.

use generator::model::Primitive;

/// Returns a primitive type as callers write it.
pub(crate) fn primitive_type(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::Bool => "bool",
        Primitive::I32 => "i32",
        Primitive::I64 => "i64",
        Primitive::U32 => "u32",
        Primitive::U64 => "u64",
        Primitive::I128 => "i128",
        Primitive::F32 => "f32",
        Primitive::F64 => "f64",
        Primitive::Decimal => "api::runtime::Decimal",
        Primitive::Base64Url => "api::runtime::Base64Url",
        Primitive::DateTime => "api::Timestamp",
        Primitive::Date => "api::Date",
        Primitive::Base64 => "api::Base64",
        Primitive::File => "api::Attachment",
        Primitive::Text(_) => "String",
    }
}

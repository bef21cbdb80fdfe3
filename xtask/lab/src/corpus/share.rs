//! The model → how much of it has a type.

use generator::model::{Api, RequestContent, ResponseContent, TypeKind, TypeRef};

/// The places of a model where a type is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Share {
    /// All of them.
    pub(super) positions: usize,
    /// Those with any JSON value, or an object of which nothing is known.
    pub(super) untyped: usize,
}

impl Share {
    /// Counts every type that is defined, taken, sent or received.
    pub(super) fn of(api: &Api) -> Self {
        let mut share = Self::default();
        for def in &api.types {
            match &def.kind {
                TypeKind::Struct(kind) => {
                    kind.fields.iter().for_each(|field| share.add(&field.ty));
                    kind.additional.iter().for_each(|more| share.add(&more.ty));
                }
                TypeKind::Union(kind) => {
                    kind.alternatives.iter().for_each(|one| share.add(&one.ty));
                }
                TypeKind::Alias(ty) => share.add(ty),
                TypeKind::Enum(_) => share.positions += 1,
            }
        }
        for operation in api
            .resources
            .iter()
            .flat_map(|resource| &resource.operations)
        {
            operation
                .parameters
                .iter()
                .for_each(|parameter| share.add(&parameter.ty));
            if let Some(RequestContent::Json(ty)) =
                operation.body.as_ref().map(|body| &body.content)
            {
                share.add(ty);
            }
            for response in &operation.responses {
                let whole = response.content.as_ref().and_then(ResponseContent::ty);
                let item = response.stream.as_ref().map(|stream| &stream.item);
                whole.into_iter().chain(item).for_each(|ty| share.add(ty));
            }
            operation.output.types().for_each(|ty| share.add(ty));
        }
        share
    }

    fn add(&mut self, ty: &TypeRef) {
        match ty {
            TypeRef::List(inner)
            | TypeRef::Map(inner)
            | TypeRef::Nullable(inner)
            | TypeRef::Boxed(inner) => {
                self.add(inner);
            }
            TypeRef::Json | TypeRef::FreeForm => {
                self.positions += 1;
                self.untyped += 1;
            }
            TypeRef::Primitive(_) | TypeRef::Named(_) => self.positions += 1,
        }
    }
}

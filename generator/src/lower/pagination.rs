//! Which operations give out their answer in pages.
//!
//! Descriptions have no words for it, so the settings say what to look for. Invariant: an
//! operation is paged only when its parameters and its answer both have the shape for it.

use super::Lowering;
use crate::model::{
    Method, Output, Pagination, PaginationKind, Parameter, ParameterLocation, TypeKind, TypeRef,
};

impl Lowering<'_> {
    pub(super) fn pagination(
        &self,
        id: &str,
        method: Method,
        parameters: &[Parameter],
        output: &Output,
    ) -> Option<Pagination> {
        let name = self.settings.pagination.parameter.as_ref()?;
        let is_page = |parameter: &Parameter| {
            parameter.location == ParameterLocation::Query && parameter.name.wire == *name
        };
        let is_undeclared = self
            .settings
            .pagination
            .undeclared
            .iter()
            .any(|known| known == id);
        if method != Method::Get || !(is_undeclared || parameters.iter().any(is_page)) {
            return None;
        }
        let Output::Json(ty) = output else {
            return None;
        };
        let (kind, item) = match ty {
            TypeRef::List(item) => (PaginationKind::Link, item.as_ref().clone()),
            TypeRef::Named(key) => self.enveloped(key)?,
            _ => return None,
        };
        Some(Pagination {
            kind,
            parameter: name.clone(),
            item,
        })
    }

    /// A list with its total inside an object.
    fn enveloped(&self, key: &str) -> Option<(PaginationKind, TypeRef)> {
        let items = self.settings.pagination.items.as_ref()?;
        let total = self.settings.pagination.total.as_ref()?;
        let TypeKind::Struct(shape) = self.types.kind(key)? else {
            return None;
        };
        let field = |name: &str| shape.fields.iter().find(|field| field.name.wire == name);
        field(total)?;
        let TypeRef::List(item) = field(items)?.ty.without_null() else {
            return None;
        };
        let kind = PaginationKind::Total {
            items: items.clone(),
            total: total.clone(),
        };
        Some((kind, item.as_ref().clone()))
    }
}

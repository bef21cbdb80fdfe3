//! Uses of types: from the places of their schemas to their identifiers.
//!
//! Invariant: only uses change; every other part of the model stays as it is.

use std::collections::BTreeMap;

use crate::{
    lower::draft::{self, Key},
    model::{
        Form, ItemStream, Pagination, Poll, RequestBody, RequestContent, Response, ResponseContent,
        TypeRef,
    },
};

/// The identifiers of types by their keys.
pub(super) type Links = BTreeMap<Key, String>;

/// A part of the model that refers to types.
pub(super) trait Link {
    /// The same part, which refers to types by their identifiers.
    type Linked;
    fn linked(self, links: &Links) -> Self::Linked;
}

impl<T: Link> Link for Option<T> {
    type Linked = Option<T::Linked>;
    fn linked(self, links: &Links) -> Self::Linked {
        self.map(|part| part.linked(links))
    }
}

impl<T: Link> Link for Vec<T> {
    type Linked = Vec<T::Linked>;
    fn linked(self, links: &Links) -> Self::Linked {
        self.into_iter().map(|part| part.linked(links)).collect()
    }
}

impl<T: Link> Link for Box<T> {
    type Linked = Box<T::Linked>;
    fn linked(self, links: &Links) -> Self::Linked {
        Box::new((*self).linked(links))
    }
}

impl Link for draft::TypeRef {
    type Linked = TypeRef;
    fn linked(self, links: &Links) -> TypeRef {
        match self {
            Self::Primitive(primitive) => TypeRef::Primitive(primitive),
            // Of a type that is not there, nothing is known.
            Self::Named(key) => links
                .get(&key)
                .map_or(TypeRef::Json, |ident| TypeRef::Named(ident.clone())),
            Self::List(inner) => TypeRef::List(inner.linked(links)),
            Self::Map(inner) => TypeRef::Map(inner.linked(links)),
            Self::FreeForm => TypeRef::FreeForm,
            Self::Json => TypeRef::Json,
            Self::Nullable(inner) => TypeRef::Nullable(inner.linked(links)),
            Self::Boxed(inner) => TypeRef::Boxed(inner.linked(links)),
        }
    }
}

impl Link for draft::ItemStream {
    type Linked = ItemStream;
    fn linked(self, links: &Links) -> ItemStream {
        ItemStream {
            media_type: self.media_type,
            framing: self.framing,
            item: self.item.linked(links),
        }
    }
}

impl Link for draft::ResponseContent {
    type Linked = ResponseContent;
    fn linked(self, links: &Links) -> ResponseContent {
        match self {
            Self::Json(ty) => ResponseContent::Json(ty.linked(links)),
            Self::Stream(stream) => ResponseContent::Stream(stream.linked(links)),
            Self::Text => ResponseContent::Text,
            Self::Bytes => ResponseContent::Bytes,
        }
    }
}

impl Link for draft::Response {
    type Linked = Response;
    fn linked(self, links: &Links) -> Response {
        Response {
            status: self.status,
            content: self.content.linked(links),
            media_type: self.media_type,
            stream: self.stream.linked(links),
            docs: self.docs,
        }
    }
}

impl Link for draft::RequestBody {
    type Linked = RequestBody;
    fn linked(self, links: &Links) -> RequestBody {
        RequestBody {
            presence: self.presence,
            content: match self.content {
                draft::RequestContent::Json(ty) => RequestContent::Json(ty.linked(links)),
                draft::RequestContent::Lines(ty) => RequestContent::Lines(ty.linked(links)),
                draft::RequestContent::Form(form) => RequestContent::Form(Form {
                    ty: form.ty.linked(links),
                    files: form.files,
                    layout: form.layout,
                }),
                draft::RequestContent::Text { media_type } => RequestContent::Text { media_type },
                draft::RequestContent::Bytes { media_type } => RequestContent::Bytes { media_type },
            },
            media_type: self.media_type,
            docs: self.docs,
        }
    }
}

impl Link for draft::Pagination {
    type Linked = Pagination;
    fn linked(self, links: &Links) -> Pagination {
        Pagination {
            item: self.item.linked(links),
            items: self.items,
            next: self.next,
            last_page: self.last_page,
            keyset: self.keyset,
        }
    }
}

impl Link for draft::Poll {
    type Linked = Poll;
    fn linked(self, links: &Links) -> Poll {
        Poll {
            asks: self.asks,
            answer: self.answer.linked(links),
            status: self.status,
            done: self.done,
            failed: self.failed,
            download: self.download,
        }
    }
}

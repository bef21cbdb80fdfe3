//! One call of the API.

use super::{
    Assigned, ByStatus, Docs, ItemStream, Method, Name, Pagination, Parameter, PathTemplate, Poll,
    RequestBody, Response, Retry, SecurityScheme, Server, Stage, TypeRef, Upload,
};

/// An operation: a method on a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation<S: Stage = Assigned> {
    /// The `operationId` and the name of the Rust method.
    pub name: Name<S>,
    /// The identifier of the request builder; also the prefix of the types that only this
    /// operation uses.
    pub builder: S::Ident,
    /// The HTTP method.
    pub method: Method,
    /// The path below the server's address.
    pub path: PathTemplate,
    /// The description's texts.
    pub docs: Docs,
    /// `true` if the description marks it as deprecated.
    pub deprecated: bool,
    /// The parameters, in the order of the description; path parameters come in the order of
    /// the path.
    pub parameters: Vec<Parameter<S>>,
    /// Request body. `None` when the operation takes no body.
    pub body: Option<RequestBody<S>>,
    /// Every declared response, successes and failures, by status.
    pub responses: Vec<Response<S>>,
    /// Result of a successful call.
    pub output: Output<S>,
    /// The media types that are asked for, as `Accept` has them. `None`: those of the output by itself.
    pub accept: Option<String>,
    /// Streamed form of the response, on request. `None`: the response is not streamed, or is always.
    pub stream: Option<ItemStream<S>>,
    /// The group of operations whose share of a plan it counts in. `None`: it counts in the total alone.
    pub rate_limit_group: Option<String>,
    /// The ways to authenticate, the preferred one first, where they are not those of the service
    /// as a whole; empty: it requires no authentication. `None`: as everywhere.
    pub security: Option<Vec<SecurityScheme>>,
    /// Server of this operation. `None`: the server of the API.
    pub server: Option<Server>,
    /// Pagination of the response. `None`: not paginated, or not documented.
    pub pagination: Option<Pagination<S>>,
    /// Rate-limit cost of a call.
    pub credits: Credits,
    /// Operation that reports the progress of the job that this one starts. `None`: it starts none, or that is not
    /// documented.
    pub poll: Option<Poll<S>>,
    /// Reason why its types cover only a part of the request or response. `None`: they cover all, as far as documented.
    pub partly_typed: Option<String>,
    /// Retry policy.
    pub retry: Retry,
    /// Upload of files. `None`: takes no files, or that is not documented.
    pub upload: Option<Upload>,
    /// JSON pointer to the operation in the description.
    pub pointer: String,
}

/// Rate-limit cost of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credits {
    /// As such; mostly 1.
    pub base: u32,
    /// Besides, for each value of a query parameter, by its wire name.
    pub per_value: Vec<(String, u32)>,
}

impl Default for Credits {
    fn default() -> Self {
        Self {
            base: 1,
            per_value: Vec::new(),
        }
    }
}

/// Result of a successful call.
#[derive(Clone, Debug, PartialEq)]
pub enum Output<S: Stage = Assigned> {
    /// Nothing but the status and the headers.
    Empty,
    /// JSON of this type.
    Json(TypeRef<S>),
    /// JSON of this type, or nothing: some success statuses carry no body.
    OptionalJson(TypeRef<S>),
    /// Items, one after the other.
    Stream(ItemStream<S>),
    /// Something else for each status.
    ByStatus(ByStatus<S>),
    /// Text as it is.
    Text,
    /// Bytes as they are.
    Bytes,
}

impl<S: Stage> Output<S> {
    /// Returns the types of the values that it gives, of all statuses.
    pub fn types(&self) -> impl Iterator<Item = &TypeRef<S>> {
        let (one, several) = match self {
            Self::Json(ty) | Self::OptionalJson(ty) | Self::Stream(ItemStream { item: ty, .. }) => {
                (Some(ty), None)
            }
            Self::ByStatus(answer) => (None, Some(answer)),
            Self::Empty | Self::Text | Self::Bytes => (None, None),
        };
        let bodies = several.into_iter().flat_map(|answer| &answer.bodies);
        let bodies = bodies.filter_map(|body| body.content.as_ref()?.ty());
        one.into_iter().chain(bodies)
    }

    /// Returns the same, to change them.
    pub fn types_mut(&mut self) -> impl Iterator<Item = &mut TypeRef<S>> {
        let (one, several) = match self {
            Self::Json(ty) | Self::OptionalJson(ty) | Self::Stream(ItemStream { item: ty, .. }) => {
                (Some(ty), None)
            }
            Self::ByStatus(answer) => (None, Some(answer)),
            Self::Empty | Self::Text | Self::Bytes => (None, None),
        };
        let bodies = several.into_iter().flat_map(|answer| &mut answer.bodies);
        let bodies = bodies.filter_map(|body| body.content.as_mut()?.ty_mut());
        one.into_iter().chain(bodies)
    }
}

//! Description of one operation, as constant data.
//!
//! The path is the template: values enter it through [`Request::path`](crate::runtime::Request::path) alone.

use super::paging::Paging;
use super::service::{Authentication, Server};

/// An operation of the service.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The identifier that errors name, such as `get_widget`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: http::Method,
    /// The HTTP method where `http` has no constant for it; `method` is one that is as safe to repeat then.
    pub custom_method: Option<&'static str>,
    /// The path below the server's address, such as `/widgets/{id}`.
    pub path: &'static str,
    /// `true` if the operation is idempotent and may therefore be retried; `None` follows the method: GET, HEAD,
    /// OPTIONS, TRACE, PUT and DELETE are idempotent.
    pub idempotent: Option<bool>,
    /// Rate-limit cost of a call; mostly 1.
    pub cost: u32,
    /// The ways to authenticate where they are not the service's; empty when it requires no authentication.
    pub authentication: Option<&'static [Authentication]>,
    /// Server of this operation, if not the service's; a server without a host is below the service's.
    pub server: Option<&'static Server>,
    /// Additional rate-limit cost of a call for each value of a query parameter, by its name.
    pub cost_per_value: &'static [(&'static str, u32)],
    /// The group of operations whose share of the quota it counts in, such as `widget_list`; `None` for no group.
    pub group: Option<&'static str>,
    /// The media types that it answers, as `Accept` has them; `None` for those of its output by itself.
    pub accept: Option<&'static str>,
    /// The media type of its body of JSON; `None` for `application/json`.
    pub content_type: Option<&'static str>,
    /// Pagination of its list; `None` if it is not paginated.
    pub paging: Option<Paging>,
}

impl Operation {
    /// Creates an operation that is as idempotent as its method, at a cost of 1.
    #[must_use]
    pub const fn new(id: &'static str, method: http::Method, path: &'static str) -> Self {
        Self {
            id,
            method,
            custom_method: None,
            path,
            idempotent: None,
            cost: 1,
            authentication: None,
            server: None,
            cost_per_value: &[],
            group: None,
            accept: None,
            content_type: None,
            paging: None,
        }
    }

    /// The same operation with another method, such as `QUERY`.
    #[must_use]
    pub const fn custom_method(mut self, name: &'static str) -> Self {
        self.custom_method = Some(name);
        self
    }

    /// Returns the same operation, declared to be idempotent or not.
    #[must_use]
    pub const fn idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = Some(idempotent);
        self
    }

    /// Returns the same operation at another cost.
    #[must_use]
    pub const fn cost(mut self, calls: u32) -> Self {
        self.cost = calls;
        self
    }

    /// Returns the same operation, with ways of its own to authenticate; none when it requires no authentication.
    #[must_use]
    pub const fn authenticated(mut self, ways: &'static [Authentication]) -> Self {
        self.authentication = Some(ways);
        self
    }

    /// Returns the same operation, at a server of its own. A client that was given a whole address calls it there all
    /// the same.
    #[must_use]
    pub const fn at(mut self, server: &'static Server) -> Self {
        self.server = Some(server);
        self
    }

    /// Returns the same operation, with a cost of so much more for each value of these query parameters.
    #[must_use]
    pub const fn cost_per_value(mut self, costs: &'static [(&'static str, u32)]) -> Self {
        self.cost_per_value = costs;
        self
    }

    /// Returns the same operation, in a group with a share of the quota of its own.
    #[must_use]
    pub const fn group(mut self, group: &'static str) -> Self {
        self.group = Some(group);
        self
    }

    /// The same operation, which answers these media types.
    #[must_use]
    pub const fn accepting(mut self, media_types: &'static str) -> Self {
        self.accept = Some(media_types);
        self
    }

    /// The same operation, with a body of JSON that is sent as another media type than `application/json`.
    #[must_use]
    pub const fn sending(mut self, media_type: &'static str) -> Self {
        self.content_type = Some(media_type);
        self
    }

    /// Returns the same operation, with pages.
    #[must_use]
    pub const fn paged(mut self, paging: Paging) -> Self {
        self.paging = Some(paging);
        self
    }
}

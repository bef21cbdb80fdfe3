//! The whole API: the root of the model.

use super::{
    Docs, GuideChapter, Hint, LeftOut, Names, Package, Plans, Query, RateLimitHeaders, Resource,
    SecurityScheme, Server, TimestampPrecision, TypeDef, Webhook,
};

/// An API, as one crate will offer it.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// The crate that offers it.
    pub package: Package,
    /// The title of the description.
    pub title: String,
    /// The version of the described API, which is not the version of the crate.
    pub version: String,
    /// The text of the description as a whole.
    pub docs: Docs,
    /// Address of further documentation.
    pub external_docs: Option<String>,
    /// The addresses of the service, the preferred one first.
    pub servers: Vec<Server>,
    /// The ways to authenticate that the client offers, the preferred one first.
    pub security: Vec<SecurityScheme>,
    /// The groups of operations, in the order of the description's tags.
    pub resources: Vec<Resource>,
    /// Every named type. Identifiers are unique; the order is by module, then by the description.
    pub types: Vec<TypeDef>,
    /// Search languages, in the order of the operations.
    pub queries: Vec<Query>,
    /// Webhooks that the service sends, in the order of the description.
    pub webhooks: Vec<Webhook>,
    /// Rate limits of the service's plans. `None`: the description has none.
    pub plans: Option<Plans>,
    /// The headers that report the rate limit. `None`: there are none.
    pub rate_limit: Option<RateLimitHeaders>,
    /// The advice that errors give.
    pub hints: Vec<Hint>,
    /// Chapters of the guide beyond those that the guide of every API has.
    pub guide: Vec<GuideChapter>,
    /// The precision in which timestamps are sent.
    pub timestamps: TimestampPrecision,
    /// Endpoints that exist and are omitted on purpose, in the order of the description.
    pub left_out: Vec<LeftOut>,
    /// All identifiers, by what has them.
    pub names: Names,
    /// The identifiers among them that need to be known, so that everything gets the same one again.
    pub locked_names: Names,
}

impl Api {
    /// Returns the number of operations of all resources together.
    #[must_use]
    pub fn operation_count(&self) -> usize {
        self.resources
            .iter()
            .map(|resource| resource.operations.len())
            .sum()
    }

    /// Returns the query type with this Rust identifier.
    #[must_use]
    pub fn query_named(&self, ident: &str) -> Option<&Query> {
        self.queries.iter().find(|query| query.name.ident == ident)
    }

    /// Returns the type with this Rust identifier.
    #[must_use]
    pub fn type_named(&self, ident: &str) -> Option<&TypeDef> {
        self.types.iter().find(|def| def.name.ident == ident)
    }
}

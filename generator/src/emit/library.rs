//! `lib.rs`: the front page of the crate.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs::Doc, readme};
use crate::{model::Api, settings::Settings};

pub(super) fn library(api: &Api, settings: &Settings) -> TokenStream {
    let docs = Doc::at(0)
        .sentence(&api.title)
        .maybe(api.docs.description.as_deref())
        .own("# Start")
        .verbatim(readme::start(api, settings, "no_run"))
        .own(
            "Every operation is a method of a handle that the [`Client`] gives; its required \
             arguments come first, everything else is a setter. Awaiting a request gives the \
             value of the answer, `send` the answer with its status and headers, and `raw` the \
             bytes of the body.",
        )
        .inner();
    quote! {
        #docs
        mod client;
        pub mod models;
        pub mod resources;
        pub mod runtime;
        pub use self::runtime::{
            ApiError, Attachment, Base64, Bytes, Client, ClientBuilder, Credentials, Date, Error, Json,
            JsonObject, Patch, RateLimit, RateLimitPolicy, Request, Response, ResumeToken,
            RetryPolicy, Timestamp,
        };
    }
}

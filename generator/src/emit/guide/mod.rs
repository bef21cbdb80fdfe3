//! `guide/`: how the crate is used, a chapter a file.
//!
//! A chapter is a page in `pages/`, filled with the calls and names of the API. Invariant: what an API does not have
//! has neither a chapter nor a word in one, and every example compiles.

mod calls;
mod links;
mod searches;
mod tables;
mod template;
mod types;
mod values;

use proc_macro2::TokenStream;
use quote::quote;

use self::template::Values;
use super::{docs::Doc, features::Features, types::ident};
use crate::model::{Api, GuideChapter};

/// A chapter of the guide.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chapter<'a> {
    /// The module, and the name of the file.
    pub(super) module: &'a str,
    /// Title in the list of chapters.
    pub(super) title: &'a str,
    /// Summary of the content.
    pub(super) summary: &'a str,
    /// Its text, with places for values.
    page: &'a str,
    /// The value without which there is no such chapter. `None`: every API has it.
    needs: Option<&'a str>,
}

impl<'a> Chapter<'a> {
    /// Returns a chapter that only this API has.
    fn of(chapter: &'a GuideChapter) -> Self {
        Self {
            module: &chapter.module,
            title: &chapter.title,
            summary: &chapter.summary,
            page: &chapter.page,
            needs: None,
        }
    }
}

/// A chapter that every API has, or that needs a value: `chapter!(search, "Search", "…", "query")`.
macro_rules! chapter {
    ($module:ident, $title:literal, $summary:literal) => {
        chapter!(@of $module, $title, $summary, None)
    };
    ($module:ident, $title:literal, $summary:literal, $needs:literal) => {
        chapter!(@of $module, $title, $summary, Some($needs))
    };
    (@of $module:ident, $title:literal, $summary:literal, $needs:expr) => {
        Chapter {
            module: stringify!($module),
            title: $title,
            summary: $summary,
            page: include_str!(concat!("pages/", stringify!($module), ".md")),
            needs: $needs,
        }
    };
}

/// The chapters that do not depend on the API, in the order in which they are read.
const CHAPTERS: [Chapter<'static>; 21] = [
    chapter!(start, "Start", "from an empty folder to the first response"),
    chapter!(
        authentication,
        "Authentication",
        "credentials, addresses, proxies and certificates"
    ),
    chapter!(
        requests,
        "Requests",
        "arguments, bodies, and fields that are unchanged, cleared or set"
    ),
    chapter!(
        responses,
        "Responses",
        "values, headers, and unknown fields and values"
    ),
    chapter!(
        custom_fields,
        "Custom fields",
        "members that differ between accounts: read, written, searched",
        "free_form_function"
    ),
    chapter!(
        dates,
        "Dates and times",
        "instants and days, from text, from the clock, with time zones"
    ),
    chapter!(
        errors,
        "Errors",
        "error kinds, and how a program distinguishes them"
    ),
    chapter!(
        paging,
        "Paging and limits",
        "one page, all pages, past the last page, and resuming after a restart",
        "list"
    ),
    chapter!(
        search,
        "Search",
        "search queries, checked by the compiler",
        "query"
    ),
    chapter!(
        retries,
        "Retries and time limits",
        "retries, time limits and cancellation"
    ),
    chapter!(
        rate_limit,
        "Rate limit",
        "rate limiting by the client, and sharing the quota"
    ),
    chapter!(
        files,
        "Uploads and downloads",
        "files from disk or memory, to disk or memory"
    ),
    chapter!(
        jobs,
        "Jobs and exports",
        "jobs that continue after the response, and exports",
        "waits"
    ),
    chapter!(
        streams,
        "Streams",
        "streamed responses: server-sent events and JSON values",
        "streams"
    ),
    chapter!(
        webhooks,
        "Webhooks",
        "requests that the service sends to your program",
        "webhook"
    ),
    chapter!(
        observability,
        "Observability",
        "spans, events and request ids"
    ),
    chapter!(
        blocking,
        "Blocking",
        "blocking calls, for code that is not async"
    ),
    chapter!(testing, "Testing", "a fake transport for your own tests"),
    chapter!(
        transports,
        "Transports",
        "another HTTP client, middleware, another TLS"
    ),
    chapter!(features, "Features", "Cargo features"),
    chapter!(
        troubleshooting,
        "Troubleshooting",
        "error messages, their meaning, and their solutions"
    ),
];

/// A chapter that an API has, ready to be filled.
pub(crate) struct Filled<'v> {
    chapter: Chapter<'v>,
    values: &'v Values,
}

/// Chapters and values of the guide to an API.
pub(crate) struct Guide<'a> {
    values: Values,
    /// Chapters that only this API has. One with the module of another chapter replaces it.
    own: &'a [GuideChapter],
}

impl<'a> Guide<'a> {
    pub(super) fn new(features: &Features<'_>, api: &'a Api) -> Self {
        Self {
            values: values::values(features, api),
            own: &api.guide,
        }
    }

    /// Returns the chapters that the API has.
    pub(super) fn chapters(&self) -> impl Iterator<Item = Chapter<'a>> {
        let has = |needs: &str| self.values.contains_key(needs);
        let is_replaced = |module: &str| self.own.iter().any(|own| own.module == module);
        let common = CHAPTERS
            .into_iter()
            .filter(move |chapter| chapter.needs.is_none_or(has) && !is_replaced(chapter.module));
        common.chain(self.own.iter().map(Chapter::of))
    }

    /// Returns a file for every chapter.
    pub(super) fn parts(&self) -> impl Iterator<Item = Filled<'_>> {
        let values = &self.values;
        self.chapters()
            .map(move |chapter| Filled { chapter, values })
    }

    /// Returns the list of the chapters, as items: ``[Start](crate::guide::start): from an empty folder …``
    pub(super) fn contents(&self) -> Vec<String> {
        let items = self.chapters().map(|chapter| {
            let Chapter {
                module,
                title,
                summary,
                ..
            } = chapter;
            format!("[{title}](crate::guide::{module}): {summary}.")
        });
        items.collect()
    }

    /// Returns `guide/mod.rs`
    pub(super) fn index(&self) -> TokenStream {
        let contents = self.contents();
        let docs = Doc::at(0)
            .own("Guide to the crate, from the first call to error messages.")
            .own(
                "The chapters are text only. Every example is compiled, with the default features \
                and those that its chapter names. In reading order:",
            )
            .bullets(contents.iter().map(String::as_str))
            .inner();
        let mut modules: Vec<&str> = self.chapters().map(|chapter| chapter.module).collect();
        modules.sort_unstable();
        let modules = modules.into_iter().map(ident);
        quote! {
            #docs
            #(pub mod #modules;)*
        }
    }
}

impl Filled<'_> {
    pub(super) fn path(&self) -> String {
        format!("src/guide/{}.rs", self.chapter.module)
    }

    /// Returns `guide/<chapter>.rs`: a comment and nothing else.
    pub(super) fn tokens(&self) -> TokenStream {
        let text = template::fill(self.chapter.page, self.values);
        let links = links::definitions(&text);
        Doc::at(0).verbatim(text).verbatim(links).inner()
    }
}

//! `plans.rs`: what the plans of the service allow, as data.
//!
//! Invariant: a plan is a constant of the runtime's type, so the policy of a client takes it as it is.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    docs::{Doc, code},
    types::ident,
};
use crate::model::{Package, Plan, Plans};

const REMINDER: &str = "The quota in the headers of a response takes precedence over a plan: plans change, and an \
    account may have its own terms. A plan limits a client from its first call on.";

/// ```text
/// pub static GROWTH: Plan = Plan { name: "Growth", window: WINDOW, total: 200, groups: &[…] };
/// pub static ALL: &[&crate::runtime::Plan] = &[&GROWTH];
/// ```
pub(super) fn plans(plans: &Plans, package: &Package) -> TokenStream {
    let docs = Doc::at(0)
        .own("Rate limits of the service's plans.")
        .maybe(plans.docs.description.as_deref())
        .own(REMINDER)
        .own("# Examples")
        .verbatim(example(plans, package))
        .inner();
    let seconds = Literal::u32_unsuffixed(plans.window_seconds);
    let statics = plans.plans.iter().map(|plan| constant(plan, &seconds));
    let names = plans.plans.iter().map(|plan| ident(&plan.ident));
    let all = Doc::at(0)
        .own("All plans, in the order of the description.")
        .outer();
    quote! {
        #docs
        pub use crate::runtime::{Plan, PlanGroup};
        #(#statics)*
        #all
        pub static ALL: &[&crate::runtime::Plan] = &[#(&#names),*];
    }
}

fn constant(plan: &Plan, seconds: &Literal) -> TokenStream {
    let docs = Doc::at(0)
        .own(&format!("The plan {}.", code(&plan.name)))
        .outer();
    let (name, constant) = (&plan.name, ident(&plan.ident));
    let total = Literal::u32_unsuffixed(plan.total);
    let groups = plan.groups.iter().map(|(name, calls)| {
        let calls = Literal::u32_unsuffixed(*calls);
        quote!(crate::runtime::PlanGroup { name: #name, calls: #calls })
    });
    quote! {
        #docs
        pub static #constant: crate::runtime::Plan = crate::runtime::Plan {
            name: #name,
            window: std::time::Duration::from_secs(#seconds),
            total: #total,
            groups: &[#(#groups),*],
        };
    }
}

fn example(plans: &Plans, package: &Package) -> Vec<String> {
    let library = package.library_name();
    let Some(plan) = plans.plans.first() else {
        return Vec::new();
    };
    vec![
        "```".to_owned(),
        format!("use {library}::{{Client, RateLimitPolicy, plans}};"),
        String::new(),
        "# fn example() {".to_owned(),
        format!(
            "let policy = RateLimitPolicy::new().plan(&plans::{});",
            plan.ident
        ),
        "let builder = Client::builder().rate_limit(policy);".to_owned(),
        "# }".to_owned(),
        "```".to_owned(),
    ]
}

//! The methods of a request builder that wait for work which goes on after the response.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    examples,
    operation::{Context, method_of},
    paging::option,
};
use crate::{
    emit::{
        docs::{Doc, code},
        types::rust_type,
    },
    model::{Asks, Operation, Poll},
};

/// ```text
/// /// Sends the request, and waits until the work that it starts is done. …
/// pub fn wait(self) -> Wait<Job> { self.request.wait(&Self::polling()) }
/// ```
pub(super) fn methods(context: &Context<'_>, operation: &Operation) -> Option<TokenStream> {
    let poll = operation.poll.as_ref()?;
    let answer = rust_type(&poll.answer);
    let docs = wait_docs(context, operation, poll).outer();
    let polling = polling(poll);
    let download = poll.download.as_ref().map(|_| download(context, operation));
    Some(quote! {
        #docs
        pub fn wait(self) -> crate::runtime::Wait<#answer> {
            self.request.wait(Self::polling())
        }
        #download
        fn polling() -> &'static crate::runtime::Polling {
            #polling
            &POLLING
        }
    })
}

fn wait_docs(context: &Context<'_>, operation: &Operation, poll: &Poll) -> Doc {
    let asked = match &poll.asks {
        Asks::Itself => "Polls by sending it again".to_owned(),
        Asks::Other { method, path, .. } => {
            format!("Polls {}", code(&format!("{method} {path}")))
        }
    };
    let done = list(&poll.done);
    let failed = match poll.failed.as_slice() {
        [] => String::new(),
        failed => format!("; {} is an error with the response", list(failed)),
    };
    Doc::at(4)
        .own("Sends the request, and waits until its job is done.")
        .own(&format!(
            "{asked}, with growing pauses, until {} is {done}{failed}. In any other state the job \
             is running. Dropping the future ends the polling, not the job.",
            code(&poll.status),
        ))
        .own("# Examples")
        .verbatim(examples::example_with(
            context, operation, ".wait()", "answer",
        ))
}

/// ```text
/// /// Sends the request, waits until its work is done, and opens the file that came out of it. …
/// pub fn download(self) -> WaitForFile { … }
/// ```
fn download(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let docs = Doc::at(4)
        .own(
            "Sends the request, waits like [`Self::wait`], and opens the file that the job has \
            created.",
        )
        .own(
            "The credentials are only sent to the service's own address: the file is mostly on \
             another host, where its URL grants access for a while.",
        )
        .own("# Examples")
        .verbatim(examples::example_with(
            context,
            operation,
            ".download().bytes()",
            "file",
        ))
        .outer();
    quote! {
        #docs
        pub fn download(self) -> crate::runtime::WaitForFile {
            self.request.download(Self::polling())
        }
    }
}

/// ```text
/// static ASKED: Operation = Operation::new("getJob", Method::GET, "/jobs/{job_id}");
/// static POLLING: Polling = Polling { operation: Some(&ASKED), … };
/// ```
fn polling(poll: &Poll) -> TokenStream {
    let (asked, operation, arguments) = match &poll.asks {
        Asks::Itself => (None, quote!(None), quote!(&[])),
        Asks::Other {
            id,
            method,
            path,
            arguments,
        } => {
            let ((method, custom), path) = (method_of(method), path.encoded());
            let arguments = arguments.iter().map(|(name, from)| quote!((#name, #from)));
            let asked = quote! {
                static ASKED: crate::runtime::Operation =
                    crate::runtime::Operation::new(#id, http::Method::#method, #path) #custom;
            };
            (
                Some(asked),
                quote!(Some(&ASKED)),
                quote!(&[#(#arguments),*]),
            )
        }
    };
    let Poll {
        status,
        done,
        failed,
        ..
    } = poll;
    let download = option(poll.download.as_ref());
    quote! {
        #asked
        static POLLING: crate::runtime::Polling = crate::runtime::Polling {
            operation: #operation,
            arguments: #arguments,
            status: #status,
            done: &[#(#done),*],
            failed: &[#(#failed),*],
            download: #download,
        };
    }
}

/// Returns `A`, `B` or `C`
fn list(states: &[String]) -> String {
    let states: Vec<String> = states.iter().map(|state| code(state)).collect();
    match states.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

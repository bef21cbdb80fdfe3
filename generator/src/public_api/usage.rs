//! An item of a public API → code that a caller may have, which compiles as long as the item is there
//! and declared as it was.
//!
//! Invariant: the code leans on nothing but what the crate promises: structs that can be written
//! out are written with `..Default::default()`, and open enums are never matched to the end.

use std::fmt::Write as _;

use quote::ToTokens;
use syn::{FnArg, ImplItemFn, Pat, ReturnType};

use super::{PublicApi, PublicItem, spelling::spelled};

/// A use of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// The values that the code takes as given, with their types.
    pub given: Vec<(String, String)>,
    /// The code: statements, of which the last may lack its semicolon.
    pub code: String,
    /// `true` if the code awaits something.
    pub is_async: bool,
}

/// The traits that callers rely on without knowing anything about a type.
const TRAITS: [&str; 11] = [
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Deserialize<'de>",
    "Eq",
    "Hash",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Serialize",
];

impl Usage {
    fn new(code: impl Into<String>) -> Self {
        Self {
            given: Vec::new(),
            code: code.into(),
            is_async: false,
        }
    }

    fn given(mut self, name: impl Into<String>, ty: impl Into<String>) -> Self {
        self.given.push((name.into(), ty.into()));
        self
    }

    /// Returns a function that holds the code.
    #[must_use]
    pub fn function(&self, name: &str) -> String {
        let mut text = String::new();
        let given = self.given.iter().map(|(name, ty)| format!("{name}: {ty}"));
        let given: Vec<String> = given.collect();
        let head = if self.is_async { "async fn" } else { "fn" };
        let _ = write!(
            text,
            "{head} {name}({}) {{ {} }}",
            given.join(", "),
            self.code
        );
        text
    }
}

impl PublicApi {
    /// Returns a use of the item at a path, in a program that calls the crate `library`. `None` where the
    /// item is used along with another one.
    #[must_use]
    pub fn usage(&self, path: &str, library: &str) -> Option<Usage> {
        let names = Names {
            api: self,
            item: self.get(path)?,
            library,
        };
        if let Some((owner, implemented)) = path.split_once(": ") {
            return names.implemented(owner, implemented);
        }
        if let Some((owner, field)) = path.rsplit_once('.') {
            return Some(names.field(owner, field));
        }
        let (owner, name) = path.rsplit_once("::").unwrap_or(("", path));
        if names.item.resolved.starts_with("pub const fn ")
            || names.item.resolved.starts_with("pub fn ")
        {
            return names.function(owner, name);
        }
        let is_enum = |item: &PublicItem| item.resolved.contains("pub enum ");
        if self.get(owner).is_some_and(is_enum) && !names.item.resolved.starts_with("pub ") {
            return Some(names.variant(owner, name));
        }
        names.declared(path)
    }
}

/// A call of a function.
struct Call {
    /// The values that it takes as given, with their types.
    given: Vec<(String, String)>,
    code: String,
    /// The type of what it returns.
    output: String,
    is_async: bool,
}

/// Names in a declaration as callers write them.
struct Names<'s> {
    api: &'s PublicApi,
    item: &'s PublicItem,
    library: &'s str,
}

impl Names<'_> {
    /// Returns a path of the public API as callers write it.
    fn path(&self, path: &str) -> String {
        format!("{}::{path}", self.library)
    }

    /// Returns a type of a declaration as callers write it: every path begins with the crate's name, or with std.
    fn outside(&self, ty: &str, owner: &str) -> String {
        let is_part = |character: char| character.is_alphanumeric() || "_#:".contains(character);
        let mut text = String::new();
        let mut rest = ty;
        while let Some(start) = rest.find(is_part) {
            let end = rest[start..].find(|character| !is_part(character));
            let end = end.map_or(rest.len(), |length| start + length);
            let (before, word) = (&rest[..start], &rest[start..end]);
            text.push_str(before);
            if before.ends_with('\'') {
                text.push_str(word);
            } else {
                text.push_str(&self.word(word, owner));
            }
            rest = &rest[end..];
        }
        text.push_str(rest);
        text
    }

    fn word(&self, word: &str, owner: &str) -> String {
        if word == "Self" {
            self.path(owner)
        } else if let Some(path) = word.strip_prefix("crate::") {
            self.path(path)
        } else if let Some(path) = self.api.external.get(word) {
            self.path(path)
        } else {
            word.to_owned()
        }
    }

    fn implemented(&self, owner: &str, implemented: &str) -> Option<Usage> {
        let ty = self.path(owner);
        if TRAITS.contains(&implemented) {
            let bound = match implemented {
                "Debug" => "std::fmt::Debug",
                "Deserialize<'de>" => "for<'de> serde::Deserialize<'de>",
                "Hash" => "std::hash::Hash",
                "Serialize" => "serde::Serialize",
                plain => plain,
            };
            return Some(Usage::new(format!(
                "fn is<T: {bound}>() {{}} is::<{ty}>();"
            )));
        }
        if implemented.starts_with("From<")
            && let Some((from, into)) = self
                .item
                .resolved
                .strip_prefix("impl From<")
                .and_then(|rest| rest.split_once("> for "))
        {
            let (given, ty) = (self.outside(from, owner), self.outside(into, owner));
            return Some(Usage::new(format!("let _: {ty} = given.into();")).given("given", given));
        }
        let answer = self
            .item
            .resolved
            .strip_prefix("impl IntoFuture<Output = Result<")?;
        let (answer, _) = answer.split_once(", crate::Error>, IntoFuture = ")?;
        Some(self.awaited(owner, answer))
    }

    /// Returns a request that is awaited for its response.
    fn awaited(&self, owner: &str, answer: &str) -> Usage {
        let answer = self.outside(answer, owner);
        let code = format!(
            "let _: Result<{answer}, {}::Error> = request.await;",
            self.library
        );
        Usage {
            is_async: true,
            ..Usage::new(code).given("request", self.path(owner))
        }
    }

    fn field(&self, owner: &str, field: &str) -> Usage {
        let declared = self.item.resolved.split_once(": ").map_or("", |(_, ty)| ty);
        let ty = self.outside(declared, owner);
        let whole = self.path(owner);
        let is_open = self
            .api
            .get(owner)
            .is_some_and(|item| item.resolved.starts_with('#'));
        let has_default = self.api.get(&format!("{owner}: Default")).is_some();
        let usage = Usage::new(format!("let _: &{ty} = &value.{field};"))
            .given("value", format!("&{whole}"));
        if is_open || !has_default {
            return usage;
        }
        let literal = format!(" let _ = {whole} {{ {field}: given, ..Default::default() }};");
        Usage {
            code: usage.code.clone() + &literal,
            ..usage
        }
        .given("given", ty)
    }

    fn variant(&self, owner: &str, name: &str) -> Usage {
        let whole = self.path(owner);
        let signature = &self.item.resolved;
        match signature.split_once('(') {
            None => Usage::new(format!("let _ = {whole}::{name} == value;")).given("value", whole),
            Some((_, fields)) => {
                let ty = self.outside(fields.trim_end_matches(')'), owner);
                Usage::new(format!("let _ = {whole}::{name}(given);")).given("given", ty)
            }
        }
    }

    fn function(&self, owner: &str, name: &str) -> Option<Usage> {
        let Call {
            given,
            code,
            output,
            is_async,
        } = self.call(owner, name)?;
        let result = if output.starts_with("impl ") {
            "let _".to_owned()
        } else {
            format!("let _: {output}")
        };
        Some(Usage {
            given,
            code: format!("{result} = {code};"),
            is_async,
        })
    }

    /// Returns a call of a function. `None`: no caller can be made up to say what the types are that it is generic in.
    fn call(&self, owner: &str, name: &str) -> Option<Call> {
        let parsed = syn::parse_str::<ImplItemFn>(&format!("{} {{}}", self.item.resolved)).ok()?;
        if parsed.sig.generics.type_params().next().is_some() {
            return None;
        }
        let mut given = Vec::new();
        let mut arguments = Vec::new();
        let mut called = format!("{}::{name}", self.path(owner));
        for input in &parsed.sig.inputs {
            match input {
                FnArg::Receiver(receiver) => {
                    let (values, code) = self.receiver(owner).unwrap_or_else(|| {
                        let is_borrowed = spelled(receiver.to_token_stream()).starts_with('&');
                        let by = if is_borrowed { "&" } else { "" };
                        let value = ("value".to_owned(), format!("{by}{}", self.path(owner)));
                        (vec![value], "value".to_owned())
                    });
                    given.extend(values);
                    called = format!("{code}.{name}");
                }
                FnArg::Typed(argument) => {
                    let Pat::Ident(pattern) = &*argument.pat else {
                        return None;
                    };
                    let ty = spelled(argument.ty.to_token_stream());
                    let name = pattern.ident.to_string();
                    let is_taken = given.iter().any(|(known, _)| *known == name);
                    // Setters call their argument `value`, too.
                    let label = match name.strip_prefix("r#") {
                        Some(word) => format!("given_{word}"),
                        None if is_taken => format!("given_{name}"),
                        None => name,
                    };
                    given.push((label.clone(), self.outside(&ty, owner)));
                    arguments.push(label);
                }
            }
        }
        let output = match &parsed.sig.output {
            ReturnType::Default => "()".to_owned(),
            ReturnType::Type(_, ty) => self.outside(&spelled(ty.to_token_stream()), owner),
        };
        Some(Call {
            given,
            code: format!("{called}({})", arguments.join(", ")),
            output,
            is_async: parsed.sig.asyncness.is_some(),
        })
    }

    /// Returns a value of a handle or of a builder, by the calls that give it to callers, with what these take as given.
    /// `None`: no method of the client and of a handle gives it.
    fn receiver(&self, owner: &str) -> Option<(Vec<(String, String)>, String)> {
        if let Some(accessor) = self.giver("Client", owner) {
            let method = accessor.strip_prefix("Client::")?;
            let client = ("client".to_owned(), format!("&{}", self.path("Client")));
            return Some((vec![client], format!("client.{method}()")));
        }
        let (module, _) = owner.rsplit_once("::")?;
        let path = self.giver(module, owner)?;
        let (handle, method) = path.rsplit_once("::")?;
        // A method of a handle, and none of a value that would have to be made in turn.
        self.giver("Client", handle)?;
        let item = self.api.get(path)?;
        let call = Names { item, ..*self }.call(handle, method)?;
        Some((call.given, call.code))
    }

    /// Returns the path of a method that returns an item, among those below another path.
    fn giver(&self, below: &str, owner: &str) -> Option<&str> {
        let output = format!(" -> crate::{owner}");
        let prefix = format!("{below}::");
        let items = self.api.items.range(prefix.clone()..);
        let mut items = items.take_while(|(path, _)| path.starts_with(&prefix));
        let found = items.find(|(_, item)| {
            let declared = &item.resolved;
            declared.contains("(&self") && declared.ends_with(&output)
        });
        found.map(|(path, _)| path.as_str())
    }

    /// Returns a type, or a constant.
    fn declared(&self, path: &str) -> Option<Usage> {
        let whole = self.path(path);
        let signature = &self.item.resolved;
        if let Some((_, ty)) = signature
            .strip_prefix("pub const ")
            .and_then(|rest| rest.split_once(": "))
        {
            return Some(Usage::new(format!(
                "let _: {} = {whole};",
                self.outside(ty, path.rsplit_once("::").map_or("", |(owner, _)| owner))
            )));
        }
        if signature.starts_with("pub use ") {
            return Some(Usage::new(format!("use {whole} as _;")));
        }
        let is_type = ["pub struct ", "pub enum ", "pub type "]
            .iter()
            .any(|head| {
                signature
                    .trim_start_matches("#[non_exhaustive] ")
                    .starts_with(head)
            });
        is_type.then(|| Usage::new("let _ = given;").given("given", whole))
    }
}

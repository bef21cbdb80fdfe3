//! An item of a surface → code that a caller may have, which compiles as long as the item is there
//! and declared as it was.
//!
//! Invariant: the code leans on nothing but what the crate promises: structs that can be written
//! out are written with `..Default::default()`, and open enums are never matched to the end.

use std::fmt::Write as _;

use quote::ToTokens;
use syn::{FnArg, ImplItemFn, Pat, ReturnType};

use super::{Surface, SurfaceItem, spelling::spelled};

/// A use of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// The values that the code takes as given, with their types.
    pub given: Vec<(String, String)>,
    /// The code: statements, of which the last may lack its semicolon.
    pub code: String,
    /// Whether the code awaits something.
    pub is_async: bool,
}

/// The traits that callers rely on without knowing anything about a type.
const TRAITS: [&str; 9] = [
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Eq",
    "Hash",
    "Ord",
    "PartialEq",
    "PartialOrd",
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

    /// A function that holds the code.
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

impl Surface {
    /// A use of the item at a path, in a program that calls the crate `library`. `None` where the
    /// item is used along with another one.
    #[must_use]
    pub fn usage(&self, path: &str, library: &str) -> Option<Usage> {
        let names = Names {
            surface: self,
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
        if names.item.signature.starts_with("pub const fn ")
            || names.item.signature.starts_with("pub fn ")
        {
            return names.function(owner, name);
        }
        if self.get(owner).is_some() && !names.item.signature.starts_with("pub ") {
            return Some(names.variant(owner, name));
        }
        names.declared(path)
    }
}

/// How names in a declaration are called from outside.
struct Names<'s> {
    surface: &'s Surface,
    item: &'s SurfaceItem,
    library: &'s str,
}

impl Names<'_> {
    /// A path of the surface as callers write it.
    fn path(&self, path: &str) -> String {
        format!("{}::{path}", self.library)
    }

    /// A type of a declaration as callers write it.
    fn outside(&self, ty: &str, owner: &str) -> String {
        let is_part = |character: char| character.is_alphanumeric() || "_#".contains(character);
        let mut text = String::new();
        let mut rest = ty;
        while let Some(start) = rest.find(is_part) {
            let end = rest[start..].find(|character| !is_part(character));
            let end = end.map_or(rest.len(), |length| start + length);
            let (before, word) = (&rest[..start], &rest[start..end]);
            text.push_str(before);
            let is_lifetime = before.ends_with('\'');
            let is_inner = before.ends_with("::");
            let is_module = rest[end..].starts_with("::");
            match word {
                _ if is_lifetime || is_inner => text.push_str(word),
                "crate" => text.push_str(self.library),
                // The runtime's `query`, which the crate calls by its last name alone.
                _ if is_module && word != "std" => {
                    text.push_str(&self.path(&format!("runtime::{word}")));
                }
                _ if is_module => text.push_str(word),
                _ => text.push_str(&self.word(word, owner)),
            }
            rest = &rest[end..];
        }
        text.push_str(rest);
        text
    }

    fn word(&self, word: &str, owner: &str) -> String {
        const STD: [&str; 10] = [
            "Box",
            "Display",
            "Into",
            "IntoIterator",
            "Item",
            "None",
            "Option",
            "Result",
            "String",
            "Vec",
        ];
        let module = owner.rsplit_once("::").map_or("", |(module, _)| module);
        let here = format!("{module}::{word}");
        let is_here = self.surface.get(&here).is_some();
        let elsewhere = ["models", "queries"].map(|module| format!("{module}::{word}"));
        let elsewhere = elsewhere
            .iter()
            .find(|path| self.surface.get(path).is_some());
        if let Some(path) = elsewhere.filter(|_| !is_here) {
            return self.path(path);
        }
        match word {
            "Self" => self.path(owner),
            // The one name of the runtime that stands in a signature and not at its top.
            "Changes" => self.path("runtime::webhook::Changes"),
            "BTreeMap" => "std::collections::BTreeMap".to_owned(),
            _ if is_here => self.path(&here),
            _ if owner.starts_with("Client") && self.handle(word).is_some() => {
                self.path(self.handle(word).unwrap_or_default())
            }
            // What is neither the crate's own nor in every program comes from the runtime.
            _ if word.starts_with(char::is_uppercase) && !STD.contains(&word) => {
                self.path(&format!("runtime::{word}"))
            }
            _ => word.to_owned(),
        }
    }

    /// The path of a handle, of which the client knows the name alone.
    fn handle(&self, name: &str) -> Option<&str> {
        let is_handle = |path: &&str| {
            path.starts_with("resources::")
                && path.rsplit_once("::").is_some_and(|(_, last)| last == name)
        };
        self.surface.iter().map(|(path, _)| path).find(is_handle)
    }

    fn implemented(&self, owner: &str, implemented: &str) -> Option<Usage> {
        let ty = self.path(owner);
        if TRAITS.contains(&implemented) {
            let bound = match implemented {
                "Debug" => "std::fmt::Debug",
                "Hash" => "std::hash::Hash",
                plain => plain,
            };
            return Some(Usage::new(format!(
                "fn is<T: {bound}>() {{}} is::<{ty}>();"
            )));
        }
        if let Some(from) = implemented
            .strip_prefix("From<")
            .and_then(|rest| rest.strip_suffix('>'))
        {
            let given = self.outside(from, owner);
            return Some(Usage::new(format!("let _: {ty} = given.into();")).given("given", given));
        }
        let answer = self
            .item
            .signature
            .strip_prefix("impl IntoFuture<Output = Result<")?;
        let (answer, _) = answer.rsplit_once(", Error>> for ")?;
        Some(self.awaited(owner, answer))
    }

    /// A request that is awaited for its answer.
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
        let declared = self
            .item
            .signature
            .split_once(": ")
            .map_or("", |(_, ty)| ty);
        let ty = self.outside(declared, owner);
        let whole = self.path(owner);
        let is_open = self
            .surface
            .get(owner)
            .is_some_and(|item| item.signature.starts_with('#'));
        let has_default = self.surface.get(&format!("{owner}: Default")).is_some();
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
        let signature = &self.item.signature;
        match signature.split_once('(') {
            None => Usage::new(format!("let _ = {whole}::{name} == value;")).given("value", whole),
            Some((_, fields)) => {
                let ty = self.outside(fields.trim_end_matches(')'), owner);
                Usage::new(format!("let _ = {whole}::{name}(given);")).given("given", ty)
            }
        }
    }

    fn function(&self, owner: &str, name: &str) -> Option<Usage> {
        let parsed = syn::parse_str::<ImplItemFn>(&format!("{} {{}}", self.item.signature)).ok()?;
        let mut given = Vec::new();
        let mut arguments = Vec::new();
        let mut called = format!("{}::{name}", self.path(owner));
        for input in &parsed.sig.inputs {
            match input {
                FnArg::Receiver(receiver) => {
                    let by = if spelled(receiver.to_token_stream()).starts_with('&') {
                        "&"
                    } else {
                        ""
                    };
                    given.push(("value".to_owned(), format!("{by}{}", self.path(owner))));
                    called = format!("value.{name}");
                }
                FnArg::Typed(argument) => {
                    let Pat::Ident(pattern) = &*argument.pat else {
                        return None;
                    };
                    let ty = spelled(argument.ty.to_token_stream());
                    // Setters call their argument `value`, too.
                    let label = format!(
                        "given_{}",
                        pattern.ident.to_string().trim_start_matches("r#")
                    );
                    given.push((label.clone(), self.outside(&ty, owner)));
                    arguments.push(label);
                }
            }
        }
        let output = match &parsed.sig.output {
            ReturnType::Default => "()".to_owned(),
            ReturnType::Type(_, ty) => self.outside(&spelled(ty.to_token_stream()), owner),
        };
        let result = if output.starts_with("impl ") {
            "let _".to_owned()
        } else {
            format!("let _: {output}")
        };
        Some(Usage {
            given,
            code: format!("{result} = {called}({});", arguments.join(", ")),
            is_async: parsed.sig.asyncness.is_some(),
        })
    }

    /// A type, or a constant.
    fn declared(&self, path: &str) -> Option<Usage> {
        let whole = self.path(path);
        let signature = &self.item.signature;
        if let Some((_, ty)) = signature
            .strip_prefix("pub const ")
            .and_then(|rest| rest.split_once(": "))
        {
            return Some(Usage::new(format!(
                "let _: {} = {whole};",
                self.outside(ty, "")
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

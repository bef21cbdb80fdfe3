//! Items → lines as rustfmt writes them.
//!
//! Invariant: the lines are the same Rust as the item; an item of a form that no emitter writes is an error.

use std::fmt::Write as _;

use quote::ToTokens;
use syn::{
    Attribute, Block, Expr, ExprLit, Fields, ImplItem, Item, ItemImpl, ItemUse, Lit, Meta,
    Signature, Stmt, UseTree, Variant, Visibility, spanned::Spanned as _,
};

use super::{
    assignment::assignment,
    layout::{attribute, expression},
    measure::{At, MAX, TAB, filled, newline, width},
    spelling::flat,
};

/// The lines of an item, without the line break at the end.
pub(super) fn item(item: &Item) -> syn::Result<String> {
    let mut text = attributes(attributes_of(item), 0);
    match item {
        Item::Use(item) => text.push_str(&import(item)),
        Item::Mod(item) if item.content.is_none() => {
            let _ = write!(text, "{}mod {};", visibility(&item.vis), item.ident);
        }
        Item::Struct(item) => {
            let generics = flat(&item.generics);
            let head = visibility(&item.vis);
            let _ = write!(text, "{head}struct {}{generics}", item.ident);
            text.push_str(&structure(&item.fields));
        }
        Item::Enum(item) => {
            let _ = write!(text, "{}enum {} {{", visibility(&item.vis), item.ident);
            for variant in &item.variants {
                text.push('\n');
                text.push_str(&enumerator(variant));
            }
            text.push_str("\n}");
        }
        Item::Impl(item) => text.push_str(&implementation(item)?),
        Item::Fn(item) => text.push_str(&function(&item.vis, &item.sig, &item.block, 0)?),
        Item::Type(item) => {
            let head = format!("{}type {} =", visibility(&item.vis), item.ident);
            let ty = flat(&item.ty);
            let connector = if width(&head) + width(&ty) + 2 <= MAX {
                " ".to_owned()
            } else {
                newline(TAB)
            };
            let _ = write!(text, "{head}{connector}{ty};");
        }
        Item::Static(_) | Item::Const(_) => text.push_str(&constant(item, 0)?),
        other => return Err(unknown(other, "item")),
    }
    Ok(text)
}

fn unknown(part: &impl ToTokens, kind: &str) -> syn::Error {
    syn::Error::new(
        part.span(),
        format!("no layout for this {kind}: {}", flat(part)),
    )
}

fn attributes_of(item: &Item) -> &[Attribute] {
    match item {
        Item::Use(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Const(item) => &item.attrs,
        _ => &[],
    }
}

fn visibility(visibility: &Visibility) -> String {
    match visibility {
        Visibility::Inherited => String::new(),
        other => format!("{} ", flat(other)),
    }
}

/// Every attribute and comment, each with its line break.
pub(super) fn attributes(attributes: &[Attribute], indent: usize) -> String {
    let indentation = " ".repeat(indent);
    let mut text = String::new();
    for each in attributes {
        let is_inner = matches!(each.style, syn::AttrStyle::Inner(_));
        let line = if let Some(comment) = comment(&each.meta) {
            let slashes = if is_inner { "//!" } else { "///" };
            format!("{slashes}{comment}")
        } else {
            let open = if is_inner { "#![" } else { "#[" };
            let at = At::line(indent, 1).after(open.len());
            let inner = attribute(&each.meta, at).unwrap_or_else(|| flat(&each.meta));
            format!("{open}{inner}]")
        };
        let _ = writeln!(text, "{indentation}{line}");
    }
    text
}

/// The text of `#[doc = "…"]`.
fn comment(meta: &Meta) -> Option<String> {
    match meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

fn import(item: &ItemUse) -> String {
    let head = format!("{}use ", visibility(&item.vis));
    let short = format!("{head}{};", tree(&item.tree));
    let most = if short.ends_with("};") { MAX - 2 } else { MAX };
    if width(&short) <= most {
        return short;
    }
    let mut path = head;
    let mut rest = &item.tree;
    while let UseTree::Path(next) = rest {
        let _ = write!(path, "{}::", next.ident);
        rest = &next.tree;
    }
    let UseTree::Group(group) = rest else {
        return short;
    };
    let names: Vec<String> = group.items.iter().map(tree).collect();
    let lines = filled(&names, TAB).join(",\n    ");
    format!("{path}{{\n    {lines},\n}};")
}

fn tree(tree: &UseTree) -> String {
    match tree {
        UseTree::Path(path) => format!("{}::{}", path.ident, self::tree(&path.tree)),
        UseTree::Group(group) => {
            let names: Vec<String> = group.items.iter().map(self::tree).collect();
            match names.as_slice() {
                [only] => only.clone(),
                _ => format!("{{{}}}", names.join(", ")),
            }
        }
        other => flat(other),
    }
}

fn structure(fields: &Fields) -> String {
    match fields {
        Fields::Unit => ";".to_owned(),
        Fields::Unnamed(fields) => format!("{};", flat(fields)),
        Fields::Named(named) if named.named.is_empty() => " {}".to_owned(),
        Fields::Named(named) => {
            let fields = named.named.iter().map(|field| {
                let name = field.ident.as_ref().map(ToString::to_string);
                let name = name.unwrap_or_default();
                let head = format!("{}{name}:", visibility(&field.vis));
                let ty = flat(&field.ty);
                let fits =
                    TAB + width(&head) + width(&ty) + 2 <= MAX || 2 * TAB + width(&ty) + 1 > MAX;
                let connector = if fits {
                    " ".to_owned()
                } else {
                    newline(2 * TAB)
                };
                format!(
                    "{}    {head}{connector}{ty},\n",
                    attributes(&field.attrs, TAB)
                )
            });
            format!(" {{\n{}}}", fields.collect::<String>())
        }
    }
}

fn enumerator(variant: &Variant) -> String {
    let fields = match &variant.fields {
        Fields::Unit => String::new(),
        fields => flat(fields),
    };
    format!(
        "{}    {}{fields},",
        attributes(&variant.attrs, TAB),
        variant.ident
    )
}

fn implementation(item: &ItemImpl) -> syn::Result<String> {
    let generics = flat(&item.generics);
    let of = item
        .trait_
        .as_ref()
        .map(|(path, _)| format!("{} for ", flat(path)));
    let head = format!(
        "impl{generics} {}{}",
        of.unwrap_or_default(),
        flat(&item.self_ty)
    );
    if item.items.is_empty() {
        return Ok(format!("{head} {{}}"));
    }
    let parts: Vec<String> = item.items.iter().map(part).collect::<syn::Result<_>>()?;
    Ok(format!("{head} {{\n{}\n}}", parts.join("\n\n")))
}

fn part(part: &ImplItem) -> syn::Result<String> {
    match part {
        ImplItem::Fn(method) => {
            let text = function(&method.vis, &method.sig, &method.block, TAB)?;
            Ok(format!("{}    {text}", attributes(&method.attrs, TAB)))
        }
        ImplItem::Const(constant) => {
            let head = format!(
                "{}const {}: {} =",
                visibility(&constant.vis),
                constant.ident,
                flat(&constant.ty)
            );
            let text = assigned(&head, &constant.expr, TAB);
            Ok(format!("{}    {text}", attributes(&constant.attrs, TAB)))
        }
        other => Err(unknown(other, "part of an impl")),
    }
}

fn function(
    vis: &Visibility,
    signature: &Signature,
    block: &Block,
    indent: usize,
) -> syn::Result<String> {
    let words = [
        (signature.constness.is_some(), "const "),
        (signature.asyncness.is_some(), "async "),
    ];
    let words = words.into_iter().filter(|(is_there, _)| *is_there);
    let words: String = words.map(|(_, word)| word).collect();
    let generics = flat(&signature.generics);
    let head = format!(
        "{}{words}fn {}{generics}(",
        visibility(vis),
        signature.ident
    );
    let inputs: Vec<String> = signature.inputs.iter().map(flat).collect();
    let output = match flat(&signature.output) {
        none if none.is_empty() => none,
        output => format!(" {output}"),
    };
    let body = body(block, indent)?;
    let short = format!("{head}{}){output}", inputs.join(", "));
    let tail = if body == "{}" { 3 } else { 2 };
    if indent + width(&short) + tail <= MAX {
        return Ok(format!("{short} {body}"));
    }
    if inputs.is_empty() {
        let output = output.trim_start();
        return Ok(format!("{head}){}{output} {body}", newline(indent)));
    }
    let line = newline(indent + TAB);
    let inputs = inputs.join(&format!(",{line}"));
    let end = newline(indent);
    Ok(format!("{head}{line}{inputs},{end}){output} {body}"))
}

fn body(block: &Block, indent: usize) -> syn::Result<String> {
    if block.stmts.is_empty() {
        return Ok("{}".to_owned());
    }
    let line = newline(indent + TAB);
    let mut text = "{".to_owned();
    for statement in &block.stmts {
        text.push_str(&line);
        text.push_str(&self::statement(statement, indent + TAB)?);
    }
    Ok(text + &newline(indent) + "}")
}

fn statement(statement: &Stmt, indent: usize) -> syn::Result<String> {
    match statement {
        Stmt::Local(local) => {
            let head = format!("let {} =", flat(&local.pat));
            match &local.init {
                Some(init) if init.diverge.is_none() => Ok(assigned(&head, &init.expr, indent)),
                _ => Err(unknown(local, "statement")),
            }
        }
        Stmt::Item(item) => constant(item, indent),
        Stmt::Expr(Expr::Assign(set), Some(_)) => {
            let head = format!("{} =", flat(&set.left));
            Ok(assigned(&head, &set.right, indent))
        }
        Stmt::Expr(expr, end) => {
            let (end, tail) = if end.is_some() { (";", 1) } else { ("", 0) };
            let text = expression(expr, At::line(indent, tail)).unwrap_or_else(|| flat(expr));
            Ok(text + end)
        }
        Stmt::Macro(_) => Err(unknown(statement, "statement")),
    }
}

fn constant(item: &Item, indent: usize) -> syn::Result<String> {
    let (head, value) = match item {
        Item::Static(item) => {
            let (name, ty) = (&item.ident, flat(&item.ty));
            (
                format!("{}static {name}: {ty} =", visibility(&item.vis)),
                &item.expr,
            )
        }
        Item::Const(item) => {
            let (name, ty) = (&item.ident, flat(&item.ty));
            (
                format!("{}const {name}: {ty} =", visibility(&item.vis)),
                &item.expr,
            )
        }
        other => return Err(unknown(other, "statement")),
    };
    Ok(assigned(&head, value, indent))
}

/// `head value;`
fn assigned(head: &str, value: &Expr, indent: usize) -> String {
    // What does not fit in any way is left as it is, as rustfmt does.
    let text = assignment(head, value, At::line(indent, 1));
    text.unwrap_or_else(|| format!("{head} {}", flat(value))) + ";"
}

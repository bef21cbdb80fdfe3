//! The one place where Rust identifiers are given out.
//!
//! Rules: types come first, then query types, webhooks with a type of their own, the handles of resources, and request builders, each sorted
//! by their names in the description, components before types found inside them. A name that
//! is taken gets the suffix of its kind (`Model`, `Search`, `Api`, `Call`) and after that a number. Of several names that
//! would become the same identifier, the one that is spelled most like it keeps it. Invariant: the outcome depends on
//! the set of names, not on their order.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    case::{Kind, identifier},
    free::claim,
    inner, methods,
    order::{Closeness, closeness, natural},
    references::for_each_reference,
    reserved::{
        builder_methods, client_methods, handle_methods, request_methods, resource_features,
    },
    words,
};
use crate::model::{
    Api, Name, Operation, Output, Resource, Struct, TypeDef, TypeKind, TypeRef, Union, Usage,
};

/// Settles every identifier of the API.
pub(in crate::lower) fn identifiers(api: &mut Api) {
    let mut taken = BTreeSet::new();
    let types = types(&mut api.types, &mut taken);
    rename_references(api, &types);
    inner::queries(api, &mut taken);
    inner::webhooks(&mut api.webhooks, &mut taken);
    handles(&mut api.resources, &mut taken);
    builders(&mut api.resources, &mut taken);
    for def in &mut api.types {
        match &mut def.kind {
            TypeKind::Struct(shape) => fields(shape, def.usage),
            TypeKind::Union(shape) => alternatives(shape, &def.name.ident),
            TypeKind::Enum(_) | TypeKind::Alias(_) => {}
        }
    }
    for resource in &mut api.resources {
        methods(resource);
        for operation in &mut resource.operations {
            parameters(operation);
        }
    }
    server_variables(api);
    api.types
        .sort_by(|left, right| left.module.cmp(&right.module));
}

/// What a name is to be made of: what a person chose, else the spelling of the description.
fn preferred(name: &Name) -> &str {
    if name.ident.is_empty() {
        &name.wire
    } else {
        &name.ident
    }
}

/// The order in which names are assigned: what a person chose comes first, then what is spelled most like its identifier.
fn rank(name: &Name, kind: Kind) -> (bool, Closeness) {
    let ident = identifier(preferred(name), kind);
    (name.ident.is_empty(), closeness(&name.wire, &ident))
}

/// Gives types their identifiers; the result leads from provisional keys to them.
fn types(types: &mut [TypeDef], taken: &mut BTreeSet<String>) -> BTreeMap<String, String> {
    let mut order: Vec<&mut TypeDef> = types.iter_mut().collect();
    // A component's pointer has three steps; what is found inside has more.
    let is_inner = |def: &TypeDef| def.pointer.matches('/').count() > 3;
    order.sort_by_cached_key(|def| {
        let ident = identifier(&def.name.wire, Kind::Type);
        let closeness = closeness(&def.name.wire, &ident);
        (is_inner(def), closeness, natural(&def.pointer))
    });
    let mut idents = BTreeMap::new();
    for def in order {
        let ident = claim(identifier(&def.name.wire, Kind::Type), "Model", taken);
        let key = std::mem::replace(&mut def.name.ident, ident.clone());
        idents.insert(key, ident);
    }
    idents
}

fn rename_references(api: &mut Api, idents: &BTreeMap<String, String>) {
    for_each_reference(api, &mut |ty| {
        if let TypeRef::Named(key) = ty
            && let Some(ident) = idents.get(key)
        {
            key.clone_from(ident);
        }
    });
}

fn handles(resources: &mut [Resource], taken: &mut BTreeSet<String>) {
    let mut methods = client_methods();
    let mut features = resource_features();
    let mut order: Vec<&mut Resource> = resources.iter_mut().collect();
    order.sort_by_cached_key(|resource| rank(&resource.name, Kind::Module));
    for resource in order {
        let name = preferred(&resource.name).to_owned();
        resource.handle = claim(identifier(&name, Kind::Type), "Api", taken);
        let module = identifier(&name, Kind::Module);
        resource.name.ident = claim(module, "_api", &mut methods);
        let feature = resource
            .name
            .ident
            .trim_start_matches("r#")
            .replace('_', "-");
        resource.feature = claim(feature, "-api", &mut features);
    }
}

fn builders(resources: &mut [Resource], taken: &mut BTreeSet<String>) {
    let mut order: Vec<&mut Operation> = resources
        .iter_mut()
        .flat_map(|resource| &mut resource.operations)
        .collect();
    order.sort_by_cached_key(|operation| {
        let ident = identifier(&operation.name.wire, Kind::Type);
        closeness(&operation.name.wire, &ident)
    });
    for operation in order {
        operation.builder = claim(identifier(&operation.name.wire, Kind::Type), "Call", taken);
        if let Output::ByStatus(answer) = &mut operation.output {
            let name = format!("{} output", operation.name.wire);
            answer.ident = claim(identifier(&name, Kind::Type), "Answer", taken);
            let mut variants = BTreeSet::new();
            for body in &mut answer.bodies {
                let ident = identifier(&body.name.wire, Kind::Variant);
                body.name.ident = claim(ident, "", &mut variants);
            }
        }
    }
}

fn fields(shape: &mut Struct, usage: Usage) {
    let mut taken = BTreeSet::new();
    let mut order: Vec<_> = shape.fields.iter_mut().collect();
    order.sort_by_cached_key(|field| rank(&field.name, Kind::Field));
    for field in order {
        let ident = identifier(preferred(&field.name), Kind::Field);
        field.name.ident = claim(ident, "", &mut taken);
    }
    if let Some(additional) = &mut shape.additional {
        additional.ident = claim("additional_properties".to_owned(), "", &mut taken);
    }
    if usage.is_received() && !shape.has_files() {
        shape.unknown = Some(claim("unknown_fields".to_owned(), "", &mut taken));
    }
}

/// Names of alternatives are without the name of their union: `Text` for `TextContent` in
/// `Content`. Every union has a variant `Other`.
fn alternatives(shape: &mut Union, union: &str) {
    let mut taken = BTreeSet::from(["Other".to_owned()]);
    let mut order: Vec<_> = shape.alternatives.iter_mut().collect();
    order.sort_by_cached_key(|alternative| natural(&alternative.name.wire));
    for alternative in order {
        let whole = identifier(&alternative.name.wire, Kind::Variant);
        let ident = without_affix(&whole, union).unwrap_or(whole);
        alternative.name.ident = claim(ident, "Alternative", &mut taken);
    }
}

/// A name in camel case without the words of another one in front or at the end.
fn without_affix(name: &str, affix: &str) -> Option<String> {
    let rest = name
        .strip_suffix(affix)
        .or_else(|| {
            let rest = name.strip_prefix(affix)?;
            rest.starts_with(|first: char| first.is_ascii_uppercase())
                .then_some(rest)
        })
        .filter(|rest| !rest.is_empty())?;
    Some(identifier(rest, Kind::Variant))
}

/// The short name of a method where it is the only one of its resource that would bear it;
/// else the one with the fewest words keeps it and the others go by their `operationId`.
fn methods(resource: &mut Resource) {
    let mut taken = handle_methods();
    let tag = resource.name.wire.clone();
    let mut order: Vec<&mut Operation> = resource.operations.iter_mut().collect();
    order.sort_by_key(|operation| {
        let words = words::words(&operation.name.wire).len();
        // What a person chose comes first; of `updateEntry` and `updateEntries`, the one about one entry.
        (
            operation.name.ident.is_empty(),
            words,
            operation.name.wire.len(),
            operation.name.wire.clone(),
        )
    });
    for operation in order {
        let short = match operation.name.ident.as_str() {
            "" => methods::method_name(&operation.name.wire, &tag, &operation.path),
            chosen => chosen.to_owned(),
        };
        let ident = identifier(&short, Kind::Function);
        operation.name.ident = if taken.contains(&ident) {
            let whole = identifier(&operation.name.wire, Kind::Function);
            claim(whole, "_call", &mut taken)
        } else {
            claim(ident, "", &mut taken)
        };
    }
}

fn parameters(operation: &mut Operation) {
    let mut taken = request_methods();
    let mut order: Vec<_> = operation.parameters.iter_mut().collect();
    order.sort_by_cached_key(|parameter| {
        let (is_derived, closeness) = rank(&parameter.name, Kind::Field);
        (is_derived, parameter.location, closeness)
    });
    for parameter in order {
        let ident = identifier(preferred(&parameter.name), Kind::Field);
        parameter.name.ident = claim(ident, "_parameter", &mut taken);
    }
}

fn server_variables(api: &mut Api) {
    let mut taken = builder_methods();
    let mut idents: BTreeMap<String, String> = BTreeMap::new();
    let operations = api
        .resources
        .iter_mut()
        .flat_map(|resource| &mut resource.operations);
    let own = operations.filter_map(|operation| operation.server.as_mut());
    let servers = api.servers.iter_mut().chain(own);
    for variable in servers.flat_map(|server| &mut server.variables) {
        let ident = idents.entry(variable.name.wire.clone()).or_insert_with(|| {
            let ident = identifier(&variable.name.wire, Kind::Function);
            claim(ident, "_variable", &mut taken)
        });
        variable.name.ident.clone_from(ident);
    }
}

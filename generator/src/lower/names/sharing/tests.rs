//! Updates of a description, by which types become equal or stop being so.

use std::collections::BTreeMap;

use crate::{
    lower::{lower, names::types::TYPES},
    model::{Api, Names},
    settings::Settings,
    source::{Source, load, normalize, parse},
};

/// A schema with properties of its own.
fn schema(name: &str, properties: &str) -> String {
    format!("    {name}: {{type: object, properties: {{{properties}}}}}\n")
}

/// Returns a property that is an inline object.
fn inline(name: &str, inner: &str) -> String {
    format!("{name}: {{type: object, properties: {{{inner}: {{type: string}}}}}}")
}

fn api(schemas: &[String], known: &Names) -> Api {
    let schemas = schemas.concat();
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: x, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    );
    lowered(text, known)
}

fn lowered(text: String, known: &Names) -> Api {
    let source = Source {
        name: "shelf.yaml".to_owned(),
        text,
    };
    let (document, _) = normalize(load(&source).unwrap());
    let description = parse(&document).unwrap();
    let settings = Settings::for_crate("shelf").unwrap();
    let (api, _) = lower(&description, &settings.with_names(known)).unwrap();
    api
}

/// The identifier of the type of each property, by schema and property.
fn used(api: &Api) -> BTreeMap<String, String> {
    let mut used = BTreeMap::new();
    for def in &api.types {
        let crate::model::TypeKind::Struct(shape) = &def.kind else {
            continue;
        };
        for field in &shape.fields {
            let place = format!("{}.{}", def.name.ident, field.name.ident);
            field
                .ty
                .visit_named(&mut |name| drop(used.insert(place.clone(), name.to_owned())));
        }
    }
    used
}

fn ident(api: &Api, place: &str) -> String {
    used(api).remove(place).unwrap()
}

/// Operations that receive an inline object and a list of it, and perhaps send it.
fn exchange(sends: bool, known: &Names) -> Api {
    let object = "{type: object, properties: {rows: {type: integer}}}";
    let content = |schema: &str| format!("content: {{application/json: {{schema: {schema}}}}}");
    let body = if sends {
        format!("requestBody: {{{}}}, ", content(object))
    } else {
        String::new()
    };
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: x, version: '1'}}\npaths:\n  /tables:\n    put: {{operationId: convert, {body}\
         responses: {{'200': {{description: x, {}}}}}}}\n    get: {{operationId: list, responses: {{'200': {{description: x, {}}}}}}}\n",
        content(object),
        content(&format!("{{type: array, items: {object}}}")),
    );
    lowered(text, known)
}

fn type_names(api: &Api) -> Vec<&str> {
    api.types.iter().map(|def| &*def.name.ident).collect()
}

#[test]
fn a_response_is_not_called_a_request() {
    // The item of the list is what the other response is.
    assert_eq!(
        type_names(&exchange(false, &Names::default())),
        ["ConvertResponse"]
    );
    assert_eq!(
        type_names(&exchange(true, &Names::default())),
        ["ConvertRequest", "ConvertResponse"]
    );
    // What was one type before stays one.
    let now = exchange(true, &Names::default()).names;
    let mut known = Names::default();
    for place in now.tables()[TYPES].keys() {
        known.insert(TYPES, place, "ConvertRequest");
    }
    assert_eq!(type_names(&exchange(true, &known)), ["ConvertRequest"]);
}

#[test]
fn an_additional_equal_type_renames_nothing() {
    let before = [schema("Book", &inline("cover", "color"))];
    let known = api(&before, &Names::default()).names;
    for added in [
        // One with a shorter name, one that comes first, and a component.
        schema("B", &inline("c", "color")),
        schema("Atlas", &inline("map", "color")),
        schema("Paint", "color: {type: string}"),
    ] {
        let after = api(&[added.clone(), before[0].clone()], &known);
        assert_eq!(ident(&after, "Book.cover"), "BookCover", "{added}");
        assert_eq!(known.without(&after.names), Names::default());
        // The rule alone gives another name, which the lock prevents.
        let ruled = api(&[added.clone(), before[0].clone()], &Names::default());
        assert_ne!(ident(&ruled, "Book.cover"), "BookCover", "{added}");
        let again = api(&[added, before[0].clone()], &after.locked_names);
        assert_eq!(
            (used(&again), &again.locked_names),
            (used(&after), &after.locked_names)
        );
    }
}

#[test]
fn types_that_become_equal_keep_their_names() {
    let before = [
        schema("Book", &inline("cover", "color")),
        schema("Map", &inline("edge", "tone")),
    ];
    let known = api(&before, &Names::default()).names;
    let equal = [before[0].clone(), schema("Map", &inline("edge", "color"))];
    let after = api(&equal, &known);
    assert_eq!(ident(&after, "Book.cover"), "BookCover");
    assert_eq!(ident(&after, "Map.edge"), "MapEdge");
    let again = api(&equal, &after.locked_names);
    assert_eq!(used(&again), used(&after));
    // A further one is the first of them.
    let third = [equal.concat(), schema("Shelf", &inline("board", "color"))];
    assert_eq!(ident(&api(&third, &known), "Shelf.board"), "MapEdge");
}

#[test]
fn what_is_left_of_equal_types_keeps_their_name() {
    let [book, map] = [
        schema("Book", &inline("cover", "color")),
        schema("Map", &inline("e", "color")),
    ];
    let known = api(&[book.clone(), map], &Names::default()).names;
    assert_eq!(
        ident(&api(std::slice::from_ref(&book), &known), "Book.cover"),
        "MapE"
    );
    // Of two that are no longer equal, one keeps it.
    let map = schema("Map", &inline("e", "tone"));
    let parted = api(&[book, map], &known);
    assert_eq!(ident(&parted, "Book.cover"), "BookCover");
    assert_eq!(ident(&parted, "Map.e"), "MapE");
}

#[test]
fn the_order_of_the_description_does_not_matter() {
    let mut schemas = vec![
        schema("Book", &inline("cover", "color")),
        schema(
            "Map",
            &format!("{}, {}", inline("edge", "color"), inline("side", "tone")),
        ),
        schema("Shelf", &inline("board", "tone")),
        schema("Color", "tone: {type: string}"),
    ];
    let names = used(&api(&schemas, &Names::default()));
    assert_eq!(names["Map.edge"], "MapEdge");
    assert_eq!(names["Book.cover"], "MapEdge");
    assert_eq!(names["Shelf.board"], "Color");
    schemas.reverse();
    assert_eq!(used(&api(&schemas, &Names::default())), names);
}

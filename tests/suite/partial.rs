//! Descriptions with mistakes in single operations → the crate of the others.

use std::collections::BTreeSet;

use generator::{ErrorPolicy, Input, Settings, Severity, Source};

use crate::input::{self, Case};

const DESCRIPTION: &str = "\
openapi: 3.1.0
info: { title: Partly wrong, version: '1.0' }
paths:
  /good: { get: { operationId: getGood, tags: [Things], responses: { '204': { description: Done. } } } }
  /shape:
    get: { operationId: getShape, tags: [Things], responses: { 'none': { description: No status. } } }
    put: { operationId: putShape, tags: [Things], responses: { '204': { description: Done. } } }
  /reference:
    parameters: [{ $ref: '#/components/parameters/Nothing' }]
    get: { operationId: getReference, tags: [Things], responses: { '204': { description: Done. } } }
  slashless:
    get:
      operationId: getSlashless
      tags: [Things]
      requestBody: { $ref: '#/components/requestBodies/Nothing' }
      responses: { '204': { description: Done. } }
";

fn generate(text: &str) -> Result<generator::Generated, generator::Diagnostics> {
    let source = Source {
        name: "partly.yaml".to_owned(),
        text: text.to_owned(),
    };
    let settings = Settings::for_crate("partly").expect("a good name");
    Input::new(&source, &settings)
        .errors(ErrorPolicy::LeaveOut)
        .generate()
}

#[test]
fn the_others_are_generated_and_what_is_left_out_is_said() {
    let generated = generate(DESCRIPTION).expect("something is good");
    let operations = generated.api.resources.iter();
    let operations: Vec<&str> = operations
        .flat_map(|resource| &resource.operations)
        .map(|operation| operation.name.wire.as_str())
        .collect();
    assert_eq!(operations, ["getGood", "putShape"]);
    let codes: Vec<&str> = generated.left_out.iter().map(|error| error.code).collect();
    assert_eq!(
        codes,
        [
            "unresolved-reference",
            "invalid-status",
            "unresolved-reference"
        ]
    );
    assert!(
        generated
            .left_out
            .iter()
            .all(|error| error.position.is_some())
    );
    let readme = generated.tree.iter().find(|(path, _)| *path == "README.md");
    let readme = readme.expect("a README").1;
    for missing in ["`GET /shape`", "`GET /reference`", "`GET /slashless`"] {
        assert!(readme.contains(missing), "{missing}");
    }
}

#[test]
fn what_is_wrong_everywhere_is_an_error() {
    let all = DESCRIPTION.replace("'204': { description", "'2000': { description");
    let errors = generate(&all).expect_err("nothing is left");
    assert!(errors.len() >= 4);
    let title = DESCRIPTION.replace("title: Partly wrong", "title: [1]");
    let errors = generate(&title).expect_err("the title is wrong");
    let codes: Vec<&str> = errors.iter().map(|error| error.code).collect();
    assert!(codes.contains(&"invalid-status"), "{codes:?}");
    assert!(codes.contains(&"wrong-shape"), "{codes:?}");
}

#[test]
fn a_component_that_all_operations_use_leaves_the_types() {
    let text = "\
openapi: 3.1.0
info: { title: All wrong, version: '1.0' }
paths:
  /a:
    get: { parameters: [{ $ref: '#/components/parameters/Common' }], responses: { '204': { description: Done. } } }
    put: { parameters: [{ $ref: '#/components/parameters/Common' }], responses: { '204': { description: Done. } } }
components:
  parameters: { Common: { name: q, in: query, schema: { $ref: '#/components/schemas/Bad' } } }
  schemas: { Bad: { $ref: '#/components/schemas/Nothing' }, Good: { type: object, properties: { name: { type: string } } } }
";
    let generated = generate(text).expect("a type is left");
    assert_eq!(generated.api.operation_count(), 0);
    let types: Vec<&str> = generated
        .api
        .types
        .iter()
        .map(|def| def.name.wire.as_str())
        .collect();
    assert_eq!(types, ["Good"]);
    assert_eq!(generated.api.left_out.len(), 2);
    let nothing = text.replace(
        ", Good: { type: object, properties: { name: { type: string } } }",
        "",
    );
    assert!(generate(&nothing).is_err());
}

/// Returns every method of every path of a description, and every webhook, as what is omitted names them.
fn described(case: &Case) -> BTreeSet<String> {
    let document = generator::load(&case.source).expect("a description");
    let root = document.as_json();
    let members = |value: &serde_json::Value| value.as_object().cloned().unwrap_or_default();
    let mut found = BTreeSet::new();
    for (path, item) in members(&root["paths"]) {
        if item.get("$ref").is_some() {
            found.insert(path);
            continue;
        }
        let methods = members(&item).into_iter().map(|(key, _)| key);
        let methods = methods.filter(|key| key != "parameters");
        found.extend(methods.map(|method| format!("{} {path}", method.to_uppercase())));
    }
    let webhooks = members(&root["webhooks"]).into_iter();
    found.extend(webhooks.map(|(name, _)| format!("webhook {name}")));
    found
}

#[test]
fn an_operation_is_made_or_told_to_be_left_out() {
    let cases = input::partial_cases();
    assert!(cases.len() >= 5);
    for case in cases {
        assert!(
            case.generate_with(ErrorPolicy::Refuse).is_err(),
            "{}",
            case.name
        );
        let generated = case.generate_with(ErrorPolicy::LeaveOut).expect(&case.name);
        let api = &generated.api;
        let made = api
            .resources
            .iter()
            .flat_map(|resource| &resource.operations);
        let made = made.map(|one| format!("{} {}", one.method.as_str(), one.path));
        let webhooks = api.webhooks.iter();
        let webhooks = webhooks.map(|one| format!("webhook {}", one.name.wire));
        let told = api.left_out.iter().map(|one| one.operation.clone());
        let mut known: Vec<String> = made.chain(webhooks).chain(told).collect();
        known.sort();
        let described: Vec<String> = described(&case).into_iter().collect();
        assert_eq!(known, described, "{}", case.name);
    }
}

#[test]
fn what_is_left_out_has_a_place_and_a_part_that_it_is_about() {
    for case in input::partial_cases() {
        let generated = case.generate_with(ErrorPolicy::LeaveOut).expect(&case.name);
        assert!(generated.left_out.has_errors());
        for one in generated.left_out.iter() {
            assert!(one.position.is_some() && one.subject.is_some(), "{one}");
            let is_consequence = one.code == "left-out";
            assert_eq!(one.severity == Severity::Warning, is_consequence, "{one}");
        }
    }
}

#[test]
fn whatever_is_wrong_is_left_out_or_refused() {
    for case in input::invalid_cases() {
        match case.generate_with(ErrorPolicy::LeaveOut) {
            Ok(generated) => assert!(generated.left_out.has_errors(), "{}", case.name),
            Err(errors) => assert!(errors.has_errors(), "{}", case.name),
        }
    }
}

/// Of a file that is not there, something is referred to wherever that can be.
const WITHOUT_A_FILE: &str = "\
openapi: 3.1.0
info: { title: Without a file, version: '1.0' }
paths:
  /schemas:
    get:
      operationId: getSchemas
      tags: [Things]
      responses:
        '200': { description: Some., content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
        '404': { $ref: 'other.yaml#/NotFound' }
  /parameter:
    parameters: [{ $ref: 'other.yaml#/Limit' }]
    get: { operationId: getParameter, tags: [Things], responses: { '204': { description: Done. } } }
  /answer:
    get: { operationId: getAnswer, tags: [Things], responses: { '200': { $ref: 'other.yaml#/Answer' } } }
    put: { operationId: putAnswer, tags: [Things], responses: { '204': { description: Done. }, '500': { $ref: '#/components/responses/Failed' } } }
components:
  responses: { Failed: { $ref: 'other.yaml#/Failed' } }
  schemas:
    Thing:
      type: object
      properties:
        missing: { $ref: 'other.yaml#/Missing' }
        name: { type: string }
    Tagged:
      oneOf: [{ $ref: '#/components/schemas/Thing' }, { type: string }]
      discriminator: { propertyName: name, mapping: { a: 'other.yaml#/A' } }
";

#[test]
fn what_is_in_a_missing_file_is_left_out_and_said() {
    let generated = generate(WITHOUT_A_FILE).expect("something is good");
    let operations = generated.api.resources.iter();
    let operations: Vec<&str> = operations
        .flat_map(|resource| &resource.operations)
        .map(|operation| operation.name.wire.as_str())
        .collect();
    assert_eq!(operations, ["getSchemas", "putAnswer"]);
    let file = |path: &str| {
        let mut files = generated.tree.iter();
        files.find(|(known, _)| *known == path).expect(path).1
    };
    let model = file("src/models/things.rs");
    assert!(model.contains("pub missing: Option<Json>,"), "{model}");
    assert!(model.contains("pub name: Option<String>,"), "{model}");
    let said: Vec<&str> = generated.left_out.iter().map(|error| error.code).collect();
    assert_eq!(
        said.iter()
            .filter(|code| **code == "external-reference")
            .count(),
        6
    );
    assert!(
        generated
            .left_out
            .iter()
            .all(|error| error.position.is_some())
    );
    for missing in ["`GET /answer`", "`GET /parameter`"] {
        assert!(file("README.md").contains(missing), "{missing}");
    }
}

/// A file that is there, and refers to one that is not.
const FILE: &str = "\
Pet:
  type: object
  properties:
    name: { type: string }
    owner: { $ref: 'people.yaml#/Owner' }
Found:
  description: Found.
  content: { application/json: { schema: { $ref: 'people.yaml#/Owner' } } }
Item:
  get: { operationId: getItem, tags: [Pets], responses: { '200': { $ref: 'people.yaml#/Answer' } } }
";

const WITH_A_FILE: &str = "\
openapi: 3.1.0
info: { title: With a file, version: '1.0' }
paths:
  /pet:
    get:
      operationId: getPet
      tags: [Pets]
      responses:
        '200': { description: One., content: { application/json: { schema: { $ref: 'pets.yaml#/Pet' } } } }
  /found: { get: { operationId: getFound, tags: [Pets], responses: { '200': { $ref: 'pets.yaml#/Found' } } } }
  /item: { $ref: 'pets.yaml#/Item' }
";

#[test]
fn what_another_file_lacks_is_left_out_and_said() {
    let source = Source {
        name: "with.yaml".to_owned(),
        text: WITH_A_FILE.to_owned(),
    };
    let settings = Settings::for_crate("with").expect("a good name");
    let read = |path: &str| match path {
        "pets.yaml" => Ok(FILE.to_owned()),
        other => Err(format!("there is no file `{other}`")),
    };
    let input = Input::new(&source, &settings).files(&read);
    assert!(input.generate().is_err());
    let input = input.errors(ErrorPolicy::LeaveOut);
    let generated = input.generate().expect("something is good");
    let operations = generated.api.resources.iter();
    let operations: Vec<&str> = operations
        .flat_map(|resource| &resource.operations)
        .map(|operation| operation.name.wire.as_str())
        .collect();
    assert_eq!(operations, ["getPet", "getFound"]);
    let (_, model) = generated
        .tree
        .iter()
        .find(|(path, _)| *path == "src/models/pets.rs")
        .expect("the pet");
    assert!(model.contains("pub owner: Option<Json>,"), "{model}");
    assert!(model.contains("pub name: Option<String>,"), "{model}");
    assert!(generated.left_out.iter().count() >= 3);
    for error in generated.left_out.iter() {
        assert_eq!(error.file.as_deref(), Some("pets.yaml"), "{error:?}");
    }
}

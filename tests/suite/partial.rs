//! Descriptions with mistakes in single operations → the crate of the others.

use generator::{Settings, Source};

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
    generator::generate_partial(&source, &[], &settings, &|_| Err("no files".to_owned()))
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
            "invalid-status",
            "unresolved-reference",
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
    for missing in ["`GET /shape`", "`/reference`", "`GET /slashless`"] {
        assert!(readme.contains(missing), "{missing}");
    }
}

#[test]
fn what_is_wrong_elsewhere_or_everywhere_is_an_error() {
    let elsewhere = "components: { schemas: { Bad: { $ref: '#/components/schemas/Nothing' } } }\n";
    let errors = generate(&format!("{DESCRIPTION}{elsewhere}")).expect_err("a component is wrong");
    assert!(errors.iter().any(|error| error.code == "invalid-status"));
    let at_component = |error: &generator::Diagnostic| {
        error
            .pointer
            .as_deref()
            .is_some_and(|at| at.starts_with("/components"))
    };
    assert!(errors.iter().any(at_component));
    let all = DESCRIPTION.replace("'204': { description", "'2000': { description");
    let errors = generate(&all).expect_err("nothing is left");
    assert!(errors.len() >= 4);
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
    for missing in ["`GET /answer`", "`/parameter`"] {
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
    let whole = generator::generate_from_files(&source, &[], &settings, &read);
    assert!(whole.is_err());
    let generated =
        generator::generate_partial(&source, &[], &settings, &read).expect("something is good");
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

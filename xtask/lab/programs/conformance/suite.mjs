// The TypeSpec files of the suite → an OpenAPI document for each version of each specification, in a folder; and the mock
// APIs → the calls of each scenario with their responses, as JSON on standard output. Run in the folder of the packages.

import { compile, NodeHost } from "@typespec/compiler";
import { getOpenAPI3 } from "@typespec/openapi3";
import { expandDyns } from "@typespec/spec-api";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [openapi, out, baseUrl] = process.argv.slice(2);
const suite = resolve("node_modules/@typespec/http-specs");

// The emitter looks parameters up in a plain object, and takes the constructor of that for the examples of a parameter
// named `constructor`. Functions without length count as no examples.
Object.defineProperty(Object, "length", { value: 0, configurable: true });

function* below(folder, name) {
  for (const entry of readdirSync(folder).sort()) {
    const path = join(folder, entry);
    if (statSync(path).isDirectory()) yield* below(path, name);
    else if (entry === name) yield path;
  }
}

async function documents(specification, main) {
  const program = await compile(NodeHost, main, { noEmit: true });
  // Documents are given in spite of diagnostics about single operations, which they lack.
  const records = await getOpenAPI3(program, { "openapi-versions": [openapi] });
  const all = records.flatMap((record) =>
    record.versioned
      ? record.versions.map(({ version, document, diagnostics }) => ({ version, document, diagnostics }))
      : [{ version: "", document: record.document, diagnostics: record.diagnostics }],
  );
  return all.map(({ version, document, diagnostics }) => {
    const file = `${[...specification.split("/"), version].filter(Boolean).join("-")}.json`;
    writeFileSync(join(out, file), JSON.stringify(document, null, 1));
    // Errors cost operations; warnings are about what the rest lacks.
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    return { specification, file, notes: [...new Set(errors.map(({ message }) => message))] };
  });
}

function content(raw) {
  if (raw === undefined) return {};
  if (Buffer.isBuffer(raw)) return { bytes: [...raw] };
  return { text: typeof raw === "string" ? raw : raw.serialize({ baseUrl }) };
}

function body(body) {
  if (!body) return null;
  if (body.kind !== "multipart") return { type: body.contentType, ...content(body.rawContent) };
  const files = (body.files ?? []).map((file) => ({
    field: file.fieldname,
    name: file.originalname,
    type: file.mimetype,
    bytes: [...file.buffer],
  }));
  return { type: body.contentType, parts: body.parts ?? {}, files };
}

const expanded = (value) => expandDyns(value ?? {}, { baseUrl });

function exchange({ method, uri, request, response }) {
  return {
    method,
    // The mock APIs are routes of express, in which a colon is escaped.
    uri: uri.replaceAll("\\:", ":"),
    query: expanded(request?.query),
    headers: expanded(request?.headers),
    body: body(request?.body),
    response: { status: response.status, headers: expanded(response.headers), body: body(response.body) },
  };
}

async function scenarios(specification, file) {
  const { Scenarios } = await import(pathToFileURL(file));
  return Object.entries(Scenarios).map(([name, scenario]) => ({
    specification,
    name,
    exchanges: scenario.apis.map(exchange),
  }));
}

mkdirSync(out, { recursive: true });
const found = { documents: [], scenarios: [], picture: [] };
const specifications = join(suite, "specs");
for (const main of below(specifications, "main.tsp")) {
  const specification = relative(specifications, resolve(main, "..")).replaceAll("\\", "/");
  const mock = join(suite, "dist/specs", specification, "mockapi.js");
  if (!existsSync(mock)) continue;
  found.documents.push(...(await documents(specification, main)));
  found.scenarios.push(...(await scenarios(specification, mock)));
}
found.picture = [...readFileSync(join(suite, "assets/image.png"))];
process.stdout.write(JSON.stringify(found));

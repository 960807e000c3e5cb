// Makes npm/weighbridge/lib/report.d.ts from the JSON Schema of the report.
//
//   node npm/types.mjs            writes it
//   node npm/types.mjs --check    fails where the file is not what the schema says
//
// Needs `npm ci --prefix npm`.

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { compile } from "json-schema-to-typescript";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const FILE = at("weighbridge/lib/report.d.ts");
const BANNER = "// Generated from schema/joined.schema.json by npm/types.mjs; do not edit.";

// The schema of several projects has that of one in it. Types are called as the schema's definitions are.
const schema = JSON.parse(readFileSync(at("../schema/joined.schema.json"), "utf8"), (_, value) => named(value));
delete schema.$defs.Report.title;
const types = (
  await compile({ ...schema, title: "Joined" }, "Joined", {
    additionalProperties: false,
    bannerComment: BANNER,
    format: true,
    style: { printWidth: 120 },
    unreachableDefinitions: true,
  })
).replaceAll(/\n \*\n \* This interface was referenced by .*\n \* via the .*/g, "");

if (!process.argv.includes("--check")) {
  writeFileSync(FILE, types);
} else if (readFileSync(FILE, "utf8") !== types) {
  console.error("npm/weighbridge/lib/report.d.ts is not what the schema says: node npm/types.mjs");
  process.exit(1);
}

/** A reference with words of its own would make a second type; as a name it keeps both. */
function named(value) {
  const name = value?.$ref?.replace(/^#\/\$defs\//, "");
  return name === undefined ? value : { description: value.description, tsType: name };
}

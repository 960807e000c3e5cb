// Writes `whole` into signatures.json: what a package takes minified, in bytes, from the least to the most of its
// installed majors. Only packages that are one CommonJS module are written: bundlers keep such a module as it is, while
// they leave out of ES modules what is not used. Those that `notWhole` of verify.json lists come with languages, plug-ins
// or other modules beside that one, so that its length is not theirs. `npm ci && node measure-wholes.mjs`; `--check` writes nothing and exits
// 1 where the file says otherwise.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const modules = path.join(here, "node_modules");
const file = path.join(here, "signatures.json");
const config = JSON.parse(fs.readFileSync(path.join(here, "verify.json"), "utf8"));
const nameOf = (specifier) => specifier.split("/").slice(0, specifier[0] === "@" ? 2 : 1).join("/");

/** The minified bytes of the package's one module; null where it has several, or one that can be shaken. */
async function whole(folder, sub) {
  const name = JSON.parse(fs.readFileSync(path.join(modules, folder, "package.json"), "utf8")).name;
  const outside = {
    name: "outside",
    setup(build) {
      build.onResolve({ filter: /^[^./#]/ }, ({ path: wanted, importer }) => {
        const target = nameOf(wanted);
        return importer.startsWith(modules) && target !== folder && target !== name ? { path: wanted, external: true } : undefined;
      });
    },
  };
  const result = await esbuild.build({
    stdin: { contents: `globalThis.m = require(${JSON.stringify(folder + sub)})`, resolveDir: here },
    bundle: true, write: false, metafile: true, minify: true, legalComments: "none", format: "esm", platform: "browser",
    logLevel: "silent", define: { "process.env.NODE_ENV": '"production"' }, loader: { ".css": "empty" }, plugins: [outside],
  });
  const [output] = Object.values(result.metafile.outputs);
  const inputs = Object.entries(output.inputs).filter(([input, { bytesInOutput }]) => input.includes("node_modules/") && bytesInOutput > 0);
  const total = inputs.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
  const [largest, { bytesInOutput: bytes }] = inputs.sort((a, b) => b[1].bytesInOutput - a[1].bytesInOutput)[0] ?? [null, { bytesInOutput: 0 }];
  const isOneModule = largest !== null && result.metafile.inputs[largest].format === "cjs" && bytes > 0.98 * total;
  return isOneModule && bytes >= 3000 ? bytes : null;
}

let differences = 0;
const lines = [];
for (const line of fs.readFileSync(file, "utf8").split("\n")) {
  const text = line.trim().replace(/,$/, "");
  if (!text.startsWith("{")) { lines.push(line); continue; }
  const signature = JSON.parse(text);
  const sizes = [];
  const folders = [...(config.from[signature.package] ?? [signature.package]), ...(config.also[signature.package] ?? [])];
  for (const folder of signature.builtBy || config.notWhole.includes(signature.package) ? [] : folders) {
    if (!fs.existsSync(path.join(modules, folder, "package.json"))) continue;
    // React DOM's code is in its client since 19.
    for (const sub of ["", "/client"]) {
      if (sub && !fs.existsSync(path.join(modules, folder, "client.js"))) continue;
      const size = await whole(folder, sub).catch(() => null);
      if (size !== null) sizes.push(size);
    }
  }
  const before = JSON.stringify(signature.whole ?? null);
  delete signature.whole;
  // Majors that are cut into modules say nothing of those that are one.
  if (sizes.length > 0) signature.whole = [Math.min(...sizes), Math.max(...sizes)];
  if (JSON.stringify(signature.whole ?? null) !== before) {
    differences += 1;
    console.log(`${signature.package.padEnd(28)} ${before} -> ${JSON.stringify(signature.whole ?? null)}`);
  }
  lines.push(`  ${JSON.stringify(signature)}${line.trimEnd().endsWith(",") ? "," : ""}`);
}
if (process.argv.includes("--check")) {
  console.log(`${differences} differences`);
  process.exit(differences === 0 ? 0 : 1);
}
fs.writeFileSync(file, lines.join("\n"));

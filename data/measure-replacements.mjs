// Measures both sides of every entry of replacements.json and writes the sizes into it:
// `npm ci && node measure-replacements.mjs` in this folder; with `--check` nothing is written, and a change is an error.
//
// Both programs are bundled and minified by esbuild for the browser (NODE_ENV=production, ES2022) from the versions
// in package-lock.json; raw is the size of that script in bytes, gzip the same at level 9.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const file = path.join(here, "replacements.json");
const entries = JSON.parse(fs.readFileSync(file, "utf8"));
const check = process.argv.includes("--check");
const today = new Date().toISOString().slice(0, 10);
let wrong = 0;

/** The size of a program, and how much of it is the code of `subject`. */
async function measure(subject, program, external = []) {
  const result = await esbuild.build({
    stdin: { contents: program, resolveDir: here },
    bundle: true, minify: true, write: false, metafile: true, format: "esm", platform: "browser", target: "es2022", logLevel: "silent", legalComments: "none",
    define: { "process.env.NODE_ENV": '"production"', global: "globalThis" }, outdir: "out", absWorkingDir: here, external,
    alias: { stream: "stream-browserify", vm: "vm-browserify" },
    loader: { ".css": "empty", ".ttf": "empty", ".svg": "empty" },
  });
  const script = result.outputFiles.find((f) => f.path.endsWith(".js")).contents;
  // What the program itself names: the packages that are compared, not what they bring along.
  const packages = {};
  for (const [, wanted] of program.matchAll(/(?:from|import) "([^"]+)"/g)) {
    const name = wanted.split("/").slice(0, wanted[0] === "@" ? 2 : 1).join("/");
    if (!external.includes(name)) packages[name] = JSON.parse(fs.readFileSync(path.join(here, "node_modules", name, "package.json"), "utf8")).version;
  }
  const inside = Object.values(result.metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const own = inside.filter(([input]) => input.includes(`node_modules/${subject}/`)).reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
  return { packages, own, raw: script.length, gzip: gzipSync(script, { level: 9 }).length };
}

for (const entry of entries) {
  const label = entry.package + (entry.part ? ` (${entry.part})` : "");
  try {
    const before = await measure(entry.package, entry.before, entry.external);
    const after = await measure(entry.package, entry.after, entry.external);
    const old = entry.measured;
    const same = old && JSON.stringify([old.before, old.after]) === JSON.stringify([before, after]);
    if (check && !same) {
      wrong += 1;
      console.log(`FAIL ${label}: measured ${JSON.stringify({ before, after })}, written ${JSON.stringify(old)}`);
    }
    if (!same) entry.measured = { date: today, before, after };
    // A claim must be worth making: at least 512 bytes less after gzip.
    if (before.gzip - after.gzip < 512 || after.raw >= before.raw) {
      wrong += 1;
      console.log(`FAIL ${label}: saves too little`);
    }
    // The threshold of a whole package lies between what the two programs weigh.
    if (entry.when === "whole" && !(after.own < entry.threshold && entry.threshold <= before.own)) {
      wrong += 1;
      console.log(`FAIL ${label}: threshold ${entry.threshold} is not between ${after.own} and ${before.own}`);
    }
    console.log(`${label.padEnd(36)} ${String(before.raw).padStart(8)} ${String(before.gzip).padStart(8)}  ->  ${String(after.raw).padStart(7)} ${String(after.gzip).padStart(7)}`);
  } catch (error) {
    wrong += 1;
    console.log(`FAIL ${label}: ${error.errors?.slice(0, 2).map((e) => e.text).join("; ") ?? error.message}`);
  }
}
if (!check) fs.writeFileSync(file, JSON.stringify(entries, null, 1) + "\n");
process.exitCode = wrong ? 1 : 0;

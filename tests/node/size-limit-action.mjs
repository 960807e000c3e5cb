// What size-limit-action makes of weighbridge's size-limit report: the action reads the two builds of a pull request and
// writes one table of them.
//
//   node tests/node/size-limit-action.mjs BINARY
//
// The action is on no registry. What it does with the output is told here as its source has it: `parseResults` and
// `formatResults` of src/SizeLimit.ts (https://github.com/andresz1/size-limit-action, 1.8.0), and that src/Term.ts hands
// over what was printed, whatever the exit status. Its `JSON.parse` takes the whole of stdout.

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

if (!process.argv[2]) {
  console.error("usage: node tests/node/size-limit-action.mjs BINARY");
  process.exit(2);
}
const binary = resolve(process.argv[2]);
const fixtures = join(dirname(fileURLToPath(import.meta.url)), "../../fixtures");
const folder = mkdtempSync(join(tmpdir(), "size-limit-action-"));
const failures = [];
const expect = (is, message) => is || failures.push(message);

const BUDGETS = {
  budgets: [
    { name: "Scripts", type: "script", max: { raw: "1 MB" } },
    { name: "Each script", type: "script", per: "file", max: { raw: "100 B" } },
    { name: "Page", load: "initial", per: "entry", max: { gzip: "1 MB", raw: "1 MB" } },
    { name: "Nothing", files: "nothing.js", max: { gzip: "1 B" } },
    { name: "Growth", growth: { gzip: "1 %" } },
    { name: "Lighthouse", min: { "lighthouse.performance": 0.9 } },
  ],
};

/** What is printed for a build, as the action reads it: by name, the name, the size and the times. */
function results(build) {
  const place = join(folder, "build");
  rmSync(place, { recursive: true, force: true });
  cpSync(build, place, { recursive: true });
  writeFileSync(join(folder, "budgets.json"), JSON.stringify(BUDGETS));
  const command = ["check", "build", "--config", "budgets.json", "--no-encode", "--report", "size-limit"];
  const ran = spawnSync(binary, command, { cwd: folder, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
  expect(ran.status === 1, `${basename(build)}: a limit is broken, and the status is ${ran.status}: ${ran.stderr}`);
  const rows = JSON.parse(ran.stdout);
  const read = {};
  for (const row of rows) {
    expect(!(row.name in read), `${row.name} stands there twice`);
    expect(Number.isSafeInteger(+row.size), `${row.name} has the size ${row.size}`);
    expect(row.loading === undefined || row.running === undefined, `${row.name} has times`);
    read[row.name] = { name: row.name, size: +row.size, passed: row.passed };
  }
  return read;
}

/** The last column: how a size has changed. A new or missing row has a base or current size of 0. */
function change(base = 0, current = 0) {
  if (base === 0) return "+100%";
  const value = ((current - base) / base) * 100;
  const rounded = (Math.sign(value) * Math.ceil(Math.abs(value) * 100)) / 100;
  return `${value > 0 ? "+" : ""}${rounded}%`;
}

const table = (base, current) =>
  [...new Set([...Object.keys(base), ...Object.keys(current)])].map((name) => [
    name, current[name]?.size ?? 0, change(base[name]?.size, current[name]?.size),
  ]);

/** The bytes of all scripts of a build. */
function scripts(build) {
  const names = readdirSync(build, { recursive: true }).filter((name) => /\.m?js$/.test(name));
  return Object.fromEntries(names.map((name) => [name.replaceAll("\\", "/"), readFileSync(join(build, name)).length]));
}

try {
  const [before, renamed, added] = ["before", "renamed", "package-added"].map((name) => join(fixtures, "growth", name));
  const base = results(before);

  // The numbers are those of the files.
  const sizes = scripts(before);
  const sum = Object.values(sizes).reduce((a, b) => a + b, 0);
  expect(base.Scripts?.size === sum, `Scripts: ${base.Scripts?.size}, and the files have ${sum}`);
  const each = Object.values(base).filter((row) => row.name.startsWith("Each script"));
  expect(each.length > 1, `each script has a row: ${Object.keys(base).join(", ")}`);
  for (const row of each) expect(Object.values(sizes).includes(row.size), `${row.name}: no file has ${row.size} bytes`);
  expect(base.Nothing?.size === 0 && base.Nothing.passed === false, "what matches nothing has 0 bytes, and fails");
  expect(base.Scripts?.passed === true && each.every((row) => row.passed === (row.size <= 100)), "a row passes up to its limit");
  expect(!base.Growth && !base.Lighthouse, "what is no size has no row");

  // A build with other hashes has the same rows.
  const other = results(renamed);
  const [names, others] = [base, other].map((rows) => Object.keys(rows).join("\n"));
  expect(names === others, `the rows of a build with other hashes are\n${others}\nand not\n${names}`);
  for (const [name, size, changed] of table(base, other)) {
    // Compressed, other hashes are some bytes more or less.
    expect(size === base[name].size || Math.abs(parseFloat(changed)) < 1, `${name}: ${size}, ${changed}`);
  }

  // A build that grew says so in the rows that were there.
  const grown = table(base, results(added));
  for (const row of grown) console.log(row.join("  "));
  const sumAdded = Object.values(scripts(added)).reduce((a, b) => a + b, 0);
  const [, size, changed] = grown.find(([name]) => name === "Scripts");
  expect(size === sumAdded && changed.startsWith("+"), `Scripts: ${size}, ${changed}; the files have ${sumAdded}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const failure of failures) console.error(failure);
console.log(failures.length ? `${failures.length} failed` : "read as size-limit-action reads it");
process.exit(failures.length ? 1 : 0);

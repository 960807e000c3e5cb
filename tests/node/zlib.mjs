// Compares the sizes that weighbridge reports with those of Node's zlib (gzip 9, Brotli 11) on real files.
//
//   node tests/node/zlib.mjs BINARY [BUILD ...]      without builds: the fixtures
//
// Compares the largest twenty files of each sort, prints the worst difference of each, and fails when all of them
// together differ by more than 0.5 %. Single files differ by more with every gzip library but Node's own, which is
// Chromium's fork of zlib: docs/measuring.md.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const TOLERANCE = 0.005;
const LEAST_BYTES = 1_000;
const FILES_OF_A_SORT = 20;

const [binary, ...given] = process.argv.slice(2);
if (!binary) {
  console.error("usage: node tests/node/zlib.mjs BINARY [BUILD ...]");
  process.exit(2);
}
const fixtures = resolve(dirname(fileURLToPath(import.meta.url)), "../../fixtures");
const builds = given.length > 0 ? given : JSON.parse(readFileSync(join(fixtures, "graphs.json"), "utf8"));
const folders = Array.isArray(builds) ? builds : Object.keys(builds).map((name) => join(fixtures, name));

const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }).length;
const gzip = (bytes) => gzipSync(bytes, { level: 9 }).length;

const sorts = new Map();
for (const folder of folders) {
  const arguments_ = ["check", folder, "--no-config", "--report", "json"];
  const report = JSON.parse(run(arguments_));
  for (const asset of report.assets) {
    const isCompressed = asset.gzip !== null && asset.gzip !== asset.raw;
    if (!isCompressed || asset.raw < LEAST_BYTES) continue;
    const sort = asset.path.split(".").pop();
    if (!sorts.has(sort)) sorts.set(sort, []);
    sorts.get(sort).push({ ...asset, file: join(folder, asset.path) });
  }
}

const sum = { gzip: { ours: 0, node: 0 }, brotli: { ours: 0, node: 0 } };
let compared = 0;
for (const [sort, assets] of [...sorts].sort()) {
  const largest = assets.sort((a, b) => b.raw - a.raw).slice(0, FILES_OF_A_SORT);
  const worst = { gzip: { difference: 0 }, brotli: { difference: 0 } };
  for (const asset of largest) {
    const bytes = readFileSync(asset.file);
    for (const [metric, node] of [["gzip", gzip(bytes)], ["brotli", brotli(bytes)]]) {
      const difference = asset[metric] / node - 1;
      if (Math.abs(difference) > Math.abs(worst[metric].difference)) worst[metric] = { difference, path: asset.path };
      sum[metric].ours += asset[metric];
      sum[metric].node += node;
    }
    compared += 1;
  }
  for (const [metric, { difference, path }] of Object.entries(worst)) {
    console.log(`${sort.padEnd(5)} ${largest.length} files, worst ${metric} ${percent(difference)} ${path ?? ""}`);
  }
}

let failed = 0;
for (const [metric, { ours, node }] of Object.entries(sum)) {
  console.log(`all   ${compared} files, ${metric} ${ours}, Node ${node}: ${percent(ours / node - 1)}`);
  if (Math.abs(ours / node - 1) > TOLERANCE) failed += 1;
}
console.log(`${2 - failed} passed, ${failed} failed`);
process.exit(failed > 0 || compared < FILES_OF_A_SORT ? 1 : 0);

function percent(ratio) {
  return `${ratio < 0 ? "-" : "+"}${(Math.abs(ratio) * 100).toFixed(2)} %`;
}

/** Runs weighbridge; 0 and 1 are verdicts, not failures. */
function run(arguments_) {
  try {
    return execFileSync(binary, arguments_, { encoding: "utf8", maxBuffer: 1 << 28 });
  } catch (error) {
    if (error.status === 1) return error.stdout;
    throw error;
  }
}

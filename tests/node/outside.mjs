// Limits on what Lighthouse measured, with whole results of several versions of it.
//
//   node tests/node/outside.mjs BINARY
//
// Serves fixtures/vite8-shop from a port of this machine, lets each version of Lighthouse look at it in headless
// Chromium, and gives the result to `check --lighthouse` with limits that lie a little above and a little below each
// value. What the JSON report says must be the value of the result, to a millionth, and the limits must hold and break.
// Needs the npm registry (into a temporary folder) and Chromium: $CHROMIUM, or what Lighthouse finds.

import { execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, normalize, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const VERSIONS = ["11.7.1", "12.8.2", "13.5.0"];
const BUILD = resolve(dirname(fileURLToPath(import.meta.url)), "../../fixtures/vite8-shop");
/** Where each metric stands in a result. */
const SCORES = ["performance", "accessibility", "best-practices", "seo"];
const AUDITS = {
  fcp: "first-contentful-paint",
  lcp: "largest-contentful-paint",
  tbt: "total-blocking-time",
  cls: "cumulative-layout-shift",
  si: "speed-index",
  tti: "interactive",
};
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

const binary = process.argv[2] && resolve(process.argv[2]);
if (!binary) {
  console.error("usage: node tests/node/outside.mjs BINARY");
  process.exit(2);
}
const home = mkdtempSync(join(tmpdir(), "weighbridge-outside-"));
let [faults, values] = [0, 0];
try {
  cpSync(BUILD, join(home, "dist"), { recursive: true });
  const quiet = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--no-save"];
  for (const version of VERSIONS) {
    const prefix = join(home, version);
    mkdirSync(prefix);
    execFileSync("npm", ["install", ...quiet, "--prefix", prefix, `lighthouse@${version}`], { stdio: "inherit" });
    const file = join(home, `lhr-${version}.json`);
    await look(prefix, file);
    compare(version, file);
  }
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}
console.log(`${VERSIONS.length} versions, ${values} values, ${faults} faults`);
process.exit(faults > 0 || values === 0 ? 1 : 0);

/** Limits on either side of every value of a result, and what the report makes of them. */
function compare(version, file) {
  const result = JSON.parse(readFileSync(file, "utf8"));
  const theirs = new Map();
  for (const name of SCORES) theirs.set(`lighthouse.${name}`, result.categories[name].score);
  for (const [name, audit] of Object.entries(AUDITS)) theirs.set(`lighthouse.${name}`, result.audits[audit].numericValue);
  const holds = { name: "holds", min: {}, max: {} };
  const breaks = { name: "breaks", min: {}, max: {} };
  for (const [metric, value] of theirs) {
    const isScore = SCORES.includes(metric.slice("lighthouse.".length));
    const written = (limit) => (isScore || metric === "lighthouse.cls" ? Number(limit.toFixed(6)) : `${limit.toFixed(6)} ms`);
    holds[isScore ? "min" : "max"][metric] = written(value);
    if (isScore && value < 1) breaks.min[metric] = written(value + 0.000001);
    if (!isScore && value > 0) breaks.max[metric] = written(value - 0.000002);
  }
  for (const key of ["min", "max"]) if (Object.keys(breaks[key]).length === 0) delete breaks[key];
  const config = join(home, "budgets.json");
  writeFileSync(config, JSON.stringify({ compression: { gzip: 1, brotli: 0 }, budgets: [holds, breaks] }));
  const output = join(home, "report.json");
  const run = ["check", "dist", "--config", config, "--no-encode", "--quiet", "--lighthouse", file, "--report", `json=${output}`];
  const { status, stderr } = spawnSync(binary, run, { cwd: home, encoding: "utf8" });
  if (status !== 1) throw new Error(`${binary} ended with ${status} on Lighthouse ${version}: ${stderr}`);
  for (const row of JSON.parse(readFileSync(output, "utf8")).budgets) {
    const expected = row.name === "holds" ? "pass" : "fail";
    const isSame = Math.abs(row.actual - theirs.get(row.metric)) <= 0.000001;
    values += 1;
    if (row.status === expected && isSame && row.item === "/") continue;
    faults += 1;
    console.log(`FAIL ${version} ${row.name} ${row.metric}: ${row.status}, ${row.actual}, Lighthouse says ${theirs.get(row.metric)}`);
  }
}

/** Writes the result of one version for the page. */
async function look(prefix, output) {
  const server = createServer((request, response) => {
    const url = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const path = join(BUILD, normalize(url).replace(/^\/+/, "") || "index.html");
    if (!existsSync(path) || !statSync(path).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" });
    response.end(readFileSync(path));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${server.address().port}/`;
  const options = [
    url,
    "--quiet",
    "--output=json",
    `--output-path=${output}`,
    "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-quic",
  ];
  const browser = process.env.CHROMIUM;
  const env = browser ? { ...process.env, CHROME_PATH: browser } : process.env;
  try {
    await new Promise((done, failed) => {
      const program = join(prefix, "node_modules/.bin/lighthouse");
      const run = spawn(program, options, { env, stdio: ["ignore", "ignore", "inherit"], timeout: 180_000 });
      run.on("error", failed);
      run.on("exit", (status) => (status === 0 ? done() : failed(new Error(`lighthouse ended with ${status}`))));
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

// Compares the initial load that weighbridge reports with what a real browser asks for when it opens the page.
//
//   node tests/browser/requests.mjs BINARY [BUILD[:DOCUMENT] ...]      without builds: the fixtures that have a page
//
// Serves each build from a port of this machine, opens the document in headless Chromium, waits until the page is
// quiet, and reads from the server's log which scripts and stylesheets were asked for, before any interaction.
//
//   missed   asked for by the browser, not in the initial load and not behind an import() either: a fault
//   unasked  in the initial load, but never asked for: a fault
//   started  lazy for weighbridge, and imported by the page's own start: told, no fault
//
// Needs Chromium: $CHROMIUM, or `chromium` on the path.

import { spawnSync } from "node:child_process";
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, normalize, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { visit } from "./chromium.mjs";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};
/** How long a page may take to become quiet, in milliseconds of its own clock. */
const PATIENCE = 10_000;

const [binary, ...given] = process.argv.slice(2);
if (!binary) {
  console.error("usage: node tests/browser/requests.mjs BINARY [BUILD[:DOCUMENT] ...]");
  process.exit(2);
}
const fixtures = resolve(dirname(fileURLToPath(import.meta.url)), "../../fixtures");
const pages = given.length > 0 ? given : fixturePages();

let faults = 0;
for (const page of pages) {
  const [folder, document = "index.html"] = page.split(":");
  faults += await compare(folder, document);
}
console.log(`${pages.length} pages, ${faults} faults`);
process.exit(faults > 0 ? 1 : 0);

/** Every fixture that has an index.html whose scripts lie in the build. */
function fixturePages() {
  const graphs = JSON.parse(readFileSync(join(fixtures, "graphs.json"), "utf8"));
  const hasPage = ([, graph]) => graph.entries.some((entry) => entry.document === "index.html");
  // A page whose loader comes from another host shows nothing here.
  const isWhole = ([name]) => !readFileSync(join(fixtures, name, "index.html"), "utf8").includes("https://");
  return Object.entries(graphs).filter(hasPage).filter(isWhole).map(([name]) => join(fixtures, name));
}

/** Prints the comparison of one page; gives the number of faults. */
async function compare(folder, document) {
  const report = weigh(folder);
  const entry = report.entries.find((entry) => entry.path === document && entry.audience === "modern");
  if (!entry) throw new Error(`${document} is no entry point of ${folder}`);
  const initial = new Set([...entry.initial.scripts, ...entry.initial.stylesheets]);
  const load = new Map(report.assets.map((asset) => [asset.path, asset.load]));
  const asked = await requests(folder, document, load);

  const missed = [...asked].filter((path) => !initial.has(path) && load.get(path) !== "lazy");
  const started = [...asked].filter((path) => !initial.has(path) && load.get(path) === "lazy");
  const unasked = [...initial].filter((path) => !asked.has(path));
  const faults = missed.length + unasked.length;
  const verdict = faults > 0 ? "FAIL" : "ok";
  console.log(`${verdict.padEnd(4)} ${folder}: initial ${initial.size}, asked for ${asked.size}`);
  for (const path of missed) console.log(`     missed  ${path}`);
  for (const path of unasked) console.log(`     unasked ${path}`);
  for (const path of started) console.log(`     started ${path}`);
  return faults;
}

/** The JSON report; sizes do not matter here, so they are measured as fast as can be. */
function weigh(folder) {
  const temp = mkdtempSync(join(tmpdir(), "weighbridge-"));
  try {
    const config = join(temp, "budgets.json");
    writeFileSync(config, '{ "compression": { "gzip": 1, "brotli": 0 } }');
    const output = join(temp, "report.json");
    // 1: a check has found an error.
    const { status } = spawnSync(binary, ["check", folder, "--config", config, "--report", `json=${output}`, "--quiet"]);
    if (status !== 0 && status !== 1) throw new Error(`${binary} ended with ${status} on ${folder}`);
    return JSON.parse(readFileSync(output, "utf8"));
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
}

/** The scripts and stylesheets of the build that the browser asks for. */
async function requests(folder, document, known) {
  const asked = new Set();
  const server = createServer((request, response) => {
    const url = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const path = fileOf(folder, document, url);
    if (path === null) {
      response.writeHead(404).end();
      return;
    }
    // What a hint fetches for the next page is no part of this one.
    const isPrefetch = (request.headers["sec-purpose"] ?? request.headers.purpose ?? "").includes("prefetch");
    if (!isPrefetch && known.has(path) && [".js", ".mjs", ".css"].includes(extname(path))) asked.add(path);
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" });
    createReadStream(join(folder, path)).pipe(response);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  try {
    await visit(`http://127.0.0.1:${server.address().port}/${document === "index.html" ? "" : document}`, PATIENCE);
  } finally {
    server.closeAllConnections();
    server.close();
  }
  return asked;
}

/** The file that a URL names: as it is, below a base path such as /app/, or the page itself. */
function fileOf(folder, document, url) {
  let path = normalize(url).replace(/^\/+/, "");
  if (path === "") return document;
  for (;;) {
    const file = join(folder, path);
    if (existsSync(file) && statSync(file).isFile()) return path;
    const slash = path.indexOf("/");
    if (slash < 0) return null;
    path = path.slice(slash + 1);
  }
}

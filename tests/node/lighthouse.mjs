// Compares the images that weighbridge finds fault with and those that Lighthouse does, page by page.
//
//   node tests/node/lighthouse.mjs BINARY [BUILD:DOCUMENT ...]      without pages: the six of fixtures/vite8-gallery
//
// Serves each build from a port of this machine, opens the document in headless Chromium, and reads three audits. Every
// image that one of them names must be in a finding of weighbridge about the same thing:
//
//   modern-image-formats    legacy-image-format
//   uses-responsive-images  oversized-image or missing-srcset
//   unsized-images          missing-image-size
//
// What weighbridge says beyond that is told, and no fault: it looks at every width of a window, Lighthouse at a phone.
// Fails on an image that only Lighthouse names, and where nothing was compared. Needs the npm registry (Lighthouse is
// installed into a temporary folder; 11.7.1 still has these audits) and Chromium: $CHROMIUM, or what Lighthouse finds.

import { execFileSync, spawn, spawnSync } from "node:child_process";
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, normalize, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const LIGHTHOUSE = "lighthouse@11.7.1";
const GALLERY = "vite8-gallery";
const PAGES = ["index.html", "trails.html", "huts.html", "camps.html", "lakes.html", "prints.html"];
/** Which checks answer which audit. */
const CHECKS = {
  "modern-image-formats": ["legacy-image-format"],
  "uses-responsive-images": ["oversized-image", "missing-srcset"],
  "unsized-images": ["missing-image-size"],
};
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".avif": "image/avif",
};

const [binary, ...given] = process.argv.slice(2);
if (!binary) {
  console.error("usage: node tests/node/lighthouse.mjs BINARY [BUILD:DOCUMENT ...]");
  process.exit(2);
}
const gallery = resolve(dirname(fileURLToPath(import.meta.url)), "../../fixtures", GALLERY);
const pages = given.length > 0 ? given.map((page) => page.split(":")) : PAGES.map((page) => [gallery, page]);

const home = mkdtempSync(join(tmpdir(), "weighbridge-lighthouse-"));
const weighed = new Map();
const sum = { named: 0, faults: 0 };
try {
  const quiet = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--no-save"];
  execFileSync("npm", ["install", ...quiet, "--prefix", home, LIGHTHOUSE], { stdio: "inherit" });
  // Two at a time: Lighthouse mostly waits for a page to be quiet.
  const named = new Map();
  const queue = [...pages];
  const lane = async () => {
    for (let page = queue.shift(); page; page = queue.shift()) named.set(page, await audits(...page));
  };
  await Promise.all([lane(), lane()]);
  for (const page of pages) compare(...page, named.get(page));
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}
console.log(`${pages.length} pages, ${sum.named} images named by Lighthouse, ${sum.faults} of them by nobody else`);
process.exit(sum.faults > 0 || sum.named === 0 ? 1 : 0);

function compare(build, document, theirs) {
  const ours = findings(build, document);
  console.log(`${build}/${document}`);
  for (const [audit, checks] of Object.entries(CHECKS)) {
    const found = new Set(checks.flatMap((check) => [...(ours.get(check) ?? [])]));
    for (const path of theirs.get(audit)) {
      sum.named += 1;
      sum.faults += found.has(path) ? 0 : 1;
      console.log(`  ${found.has(path) ? "both" : "FAIL only Lighthouse"}  ${audit}  ${path}`);
    }
    for (const path of found) {
      if (!theirs.get(audit).has(path)) console.log(`  only weighbridge  ${checks.join("/")}  ${path}`);
    }
  }
}

/** The images that each check is about, as far as the document or what it loads uses them. */
function findings(build, document) {
  const report = weighed.get(build) ?? weigh(build);
  weighed.set(build, report);
  const entry = report.entries.find((entry) => entry.path === document && entry.audience === "modern");
  if (!entry) throw new Error(`${document} is no entry point of ${build}`);
  const own = new Set([document, ...entry.initial.scripts, ...entry.initial.stylesheets]);
  const used = new Map();
  const shown = new Set();
  for (const image of report.images) {
    for (const use of image.uses.filter((use) => own.has(use.asset))) {
      if (image.path === null) continue;
      used.set(`${use.asset}:${use.line}:${use.column}`, image.path);
      shown.add(image.path);
    }
  }
  const found = new Map();
  for (const { check, asset, line, column } of report.findings) {
    // A finding is about the image itself, or about the place that shows it.
    const path = shown.has(asset) ? asset : used.get(`${asset}:${line}:${column}`);
    if (path !== undefined) found.set(check, (found.get(check) ?? new Set()).add(path));
  }
  return found;
}

/** The JSON report; sizes of text do not matter here, so they are measured as fast as can be. */
function weigh(build) {
  const config = join(home, "budgets.json");
  writeFileSync(config, '{ "compression": { "gzip": 1, "brotli": 0 } }');
  const output = join(home, "report.json");
  // 1: a check has found an error.
  const { status } = spawnSync(binary, ["check", build, "--config", config, "--report", `json=${output}`, "--quiet"]);
  if (status !== 0 && status !== 1) throw new Error(`${binary} ended with ${status} on ${build}`);
  return JSON.parse(readFileSync(output, "utf8"));
}

/** The images of the build that each audit names. */
async function audits(build, document) {
  const server = createServer((request, response) => {
    const url = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const path = normalize(url).replace(/^\/+/, "") || document;
    const file = join(build, path);
    if (!existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${server.address().port}/`;
  try {
    const result = await lighthouse(origin + document);
    const named = Object.keys(CHECKS).map((audit) => {
      const items = result.audits[audit].details?.items ?? [];
      const urls = items.map((item) => item.url).filter((url) => url?.startsWith(origin));
      return [audit, new Set(urls.map((url) => decodeURIComponent(url.slice(origin.length))))];
    });
    return new Map(named);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Lighthouse's result for a page, as a phone sees it. In a process of its own: it must not share this one's server. */
async function lighthouse(url) {
  const output = join(mkdtempSync(join(home, "result-")), "lighthouse.json");
  const program = join(home, "node_modules/.bin/lighthouse");
  const options = [
    url,
    "--quiet",
    "--output=json",
    "--disable-full-page-screenshot",
    `--output-path=${output}`,
    `--only-audits=${Object.keys(CHECKS).join(",")}`,
    "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-quic",
  ];
  const browser = process.env.CHROMIUM;
  const env = browser ? { ...process.env, CHROME_PATH: browser } : process.env;
  await new Promise((done, failed) => {
    const run = spawn(program, options, { env, stdio: ["ignore", "ignore", "inherit"], timeout: 120_000 });
    run.on("error", failed);
    run.on("exit", (status) => (status === 0 ? done() : failed(new Error(`lighthouse ended with ${status} on ${url}`))));
  });
  const result = JSON.parse(readFileSync(output, "utf8"));
  if (result.runtimeError) throw new Error(`${url}: ${result.runtimeError.message}`);
  return result;
}

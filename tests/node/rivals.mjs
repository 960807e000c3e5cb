// size-limit, bundlesize, bundlewatch and BundleMon beside weighbridge with the budgets that it imports from their
// files: the same build, and for each rule the same pass or fail.
//
//   node tests/node/rivals.mjs BINARY
//
// Needs the npm registry: the four, pinned, are installed into a temporary folder without running their install scripts.
// bundlesize needs a native addon for Brotli; Node's own takes its place. None of them reaches the network: their proxies
// are dead, and what they cannot report they do without. The build is a fixture. Compressed sizes differ between
// encoders by up to 0.5 %, so limits on them lie 1 % beside the size; raw limits are one byte under, equal and one over.

import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const PACKAGES = {
  "size-limit": "11.2.0",
  "@size-limit/file": "11.2.0",
  bundlesize: "0.18.2",
  bundlewatch: "0.4.2",
  "brotli-size": "4.0.0",
  bundlemon: "3.1.0",
};
const FIXTURE = "vite8-shop";

if (!process.argv[2]) {
  console.error("usage: node tests/node/rivals.mjs BINARY");
  process.exit(2);
}
const binary = resolve(process.argv[2]);
const fixture = join(dirname(fileURLToPath(import.meta.url)), "../../fixtures", FIXTURE);
const folder = mkdtempSync(join(tmpdir(), "rivals-"));
const environment = { ...process.env, NO_COLOR: "1", BUNDLEMON_REMOTE: "false", WEIGHBRIDGE_CACHE: join(folder, "cache") };
for (const name of ["CI", "GITHUB_ACTIONS", "GITHUB_TOKEN", "BUNDLESIZE_GITHUB_TOKEN", "FORCE_COLOR"]) delete environment[name];
const offline = { ...environment };
for (const name of ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]) {
  offline[name] = "http://127.0.0.1:9";
}

function run(command, cwd, env = offline) {
  const [program, ...arguments_] = command;
  return new Promise((done, fail) => {
    const child = spawn(program, arguments_, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    child.stdout.on("data", (data) => (text += data));
    child.stderr.on("data", (data) => (text += data));
    child.on("error", fail);
    child.on("close", (status) => done({ status, text }));
  });
}

// --- The build ---

const build = join(folder, "build");
cpSync(fixture, build, { recursive: true });
const assets = readdirSync(join(build, "assets"));
const script = assets.find((name) => /^index-.*\.js$/.test(name));
const scripts = assets.filter((name) => name.endsWith(".js"));
const bytes = (name) => readFileSync(join(build, name));
/** Made to size: what a limit of 10 kB comes to is seen on both sides of it. */
mkdirSync(join(build, "sized"));
for (const size of [10_000, 10_001, 10_240, 10_241]) writeFileSync(join(build, `sized/${size}.txt`), "x".repeat(size));
mkdirSync(join(build, ".hidden"));
writeFileSync(join(build, ".hidden/large.js"), `globalThis.a = "${"y".repeat(200_000)}";`);
writeFileSync(join(build, "assets/.large.js"), `globalThis.b = "${"y".repeat(200_000)}";`);
writeFileSync(join(build, "sized/.hidden.txt"), "z".repeat(20_000));
mkdirSync(join(build, "labels"));
for (const name of ["main.AbC12.js", "main.a-b.js"]) writeFileSync(join(build, "labels", name), "x".repeat(name.length > 12 ? 100 : 5000));

const raw = (name) => bytes(name).length;
const gzip = (name) => gzipSync(bytes(name), { level: 9 }).length;
const brotli = (name) => brotliCompressSync(bytes(name)).length;
const sum = (measure) => scripts.map((name) => measure(`assets/${name}`)).reduce((a, b) => a + b);
const largest = (measure) => Math.max(...scripts.map((name) => measure(`assets/${name}`)));
const over = (size) => `${Math.ceil(size * 1.01)} B`;
const under = (size) => `${Math.floor(size * 0.99)} B`;

const main = `assets/${script}`;
/** Three limits beside a raw size, and two beside a compressed one. */
const rawCases = (name, size, rule) =>
  [["one byte under", size - 1], ["equal", size], ["one byte over", size + 1]].map(([where, limit]) => [
    `${name}, the limit ${where}`, rule(`${limit} B`),
  ]);
const aroundCases = (name, size, rule) => [
  [`${name}, 1 % above`, rule(over(size))],
  [`${name}, 1 % below`, rule(under(size))],
];

// --- The rules of each tool: a name, and the configuration with that rule ---

const dist = (path) => `dist/${path}`;
const one = (rest) => [{ path: dist("sized/10240.txt"), ...rest }];

const sizeLimit = [
  ...aroundCases("Brotli of a sum, the default", sum(brotli), (limit) => [{ path: dist("assets/*.js"), limit }]),
  ...aroundCases("gzip of a sum", sum(gzip), (limit) => [{ path: dist("assets/*.js"), limit, gzip: true }]),
  ...aroundCases("gzip beside brotli: false", gzip(main), (limit) => [{ path: dist(main), limit, gzip: true, brotli: false }]),
  ...rawCases("raw of a sum", sum(raw), (limit) => [{ path: dist("assets/*.js"), limit, brotli: false }]),
  ...rawCases("raw of one file", raw(main), (limit) => [{ path: dist(main), limit, brotli: false }]),
  ["10 kB is 10,000 bytes", [{ path: dist("sized/10000.txt"), limit: "10 kB", brotli: false }]],
  ["10,001 bytes are more", [{ path: dist("sized/10001.txt"), limit: "10 KB", brotli: false }]],
  ["10 KiB is 10,240 bytes", [{ path: dist("sized/10240.txt"), limit: "10 KiB", brotli: false }]],
  ["10,241 bytes are more", [{ path: dist("sized/10241.txt"), limit: "10 KiB", brotli: false }]],
  ["a number", [{ path: dist("sized/10000.txt"), limit: 10_000, brotli: false }]],
  ["no limit", [{ path: dist(main) }]],
  ["no limit, no file", [{ path: dist("nothing.js") }]],
  ["no file", [{ path: dist("nothing-*.js"), limit: "1 MB" }]],
  ...rawCases("a folder", ["10000", "10001", "10240", "10241"].map(Number).reduce((a, b) => a + b), (limit) => [
    { path: dist("sized"), limit, brotli: false },
  ]),
  ...rawCases("a folder without one file", 10_000 + 10_001 + 10_240, (limit) => [
    { path: [dist("sized"), "!dist/sized/10241.txt"], limit, brotli: false },
  ]),
  ...rawCases("a group", 10_000 + 10_240, (limit) => [{ path: dist("sized/@(10000|10240).txt"), limit, brotli: false }]),
  ...rawCases("braces", 10_000 + 10_240, (limit) => [{ path: dist("sized/{10000,10240}.txt"), limit, brotli: false }]),
  ["hidden files are not in it", [{ path: dist("**/*.js"), limit: `${sum(raw) + 5_100} B`, brotli: false }]],
  ...rawCases("a hidden file by its name", raw(".hidden/large.js"), (limit) => [{ path: dist(".hidden/large.js"), limit, brotli: false }]),
  ["one file twice", [{ path: [dist(main), `./dist/${main}`], limit: `${raw(main)} B`, brotli: false }]],
  ["a path from ./ on", [{ path: `./dist/${main}`, limit: `${raw(main) - 1} B`, brotli: false }]],
  ["a class of characters", [{ path: dist("sized/1000[01].txt"), limit: "20001 B", brotli: false }]],
  ["two checks, one broken", [{ path: dist(main), limit: "1 MB" }, { path: dist("index.html"), limit: "10 B" }]],
];

/** What bundlesize and bundlewatch have in common. */
const perFile = [
  ...aroundCases("gzip of the largest, the default", largest(gzip), (maxSize) => [{ path: dist("assets/*.js"), maxSize }]),
  ...aroundCases("Brotli", brotli(main), (maxSize) => [{ path: dist(main), maxSize, compression: "brotli" }]),
  ...rawCases("raw", raw(main), (maxSize) => [{ path: dist(main), maxSize, compression: "none" }]),
  ["each file, not the sum", [{ path: dist("sized/*.txt"), maxSize: "10241 B", compression: "none" }]],
  ["10 kB is 10,240 bytes", one({ maxSize: "10 kB", compression: "none" })],
  ["10,241 bytes are more", [{ path: dist("sized/10241.txt"), maxSize: "10KB", compression: "none" }]],
  ["10k is 10 bytes", one({ maxSize: "10k", compression: "none" })],
  ["1,5 kB is 1 byte", one({ maxSize: "1,5 kB", compression: "none" })],
  ["100 bytes", one({ maxSize: "100 bytes", compression: "none" })],
  ["abc is no limit", one({ maxSize: "abc" })],
  ["an empty text is no limit", one({ maxSize: "" })],
  ["0 is no limit", one({ maxSize: 0 })],
  ["a number without quotes is no limit", one({ maxSize: 10_239, compression: "none" })],
  ["no limit", one({})],
  ["no limit, no file", [{ path: dist("nothing.js") }]],
  ["no file", [{ path: dist("nothing-*.js"), maxSize: "1 MB" }]],
  ["an unknown compression is none: over", one({ maxSize: "10239 B", compression: "zstd" })],
  ["an unknown compression is none: equal", one({ maxSize: "10240 B", compression: "zstd" })],
  ["hidden files are not in it", [{ path: dist("**/*.js"), maxSize: "100 kB", compression: "none" }]],
  ["a group", [{ path: dist("sized/@(10000|10240).txt"), maxSize: "10240 B", compression: "none" }]],
  ["a hidden file by its name", [{ path: dist("assets/.large.js"), maxSize: "100 kB", compression: "none" }]],
  ["a path from ./ on", [{ path: "./dist/sized/10240.txt", maxSize: "10239 B", compression: "none" }]],
  ["a class of characters", [{ path: dist("sized/1024[01].txt"), maxSize: "10240 B", compression: "none" }]],
  ["spaces around a size", one({ maxSize: " 10 kB ", compression: "none" })],
  ["an optional part", [{ path: dist("sized/1024?(0|1).txt"), maxSize: "10240 B", compression: "none" }]],
];
const overlap = (first, second) => [
  { path: dist("sized/*.txt"), maxSize: first, compression: "none" },
  { path: dist("sized/10241.txt"), maxSize: second, compression: "none" },
];
const overlaps = [
  ["two rules for a file, the first broken", overlap("10240 B", "20000 B")],
  ["two rules for a file, the second broken", overlap("20000 B", "10240 B")],
];

const bundleMon = (rules, rest = {}) => ({ baseDir: "./dist", files: rules, ...rest });
const sized = { path: "sized/10240.txt" };
const bundlemon = [
  ...aroundCases("gzip of the largest, the default", largest(gzip), (maxSize) => bundleMon([{ path: "assets/*.js", maxSize }])),
  ...aroundCases("Brotli", brotli(main), (maxSize) => bundleMon([{ path: main, maxSize, compression: "brotli" }])),
  ...rawCases("raw", raw(main), (maxSize) => bundleMon([{ path: main, maxSize, compression: "none" }])),
  ...rawCases("a group is the sum", sum(raw), (maxSize) => ({
    baseDir: "dist", groups: [{ path: "assets/*.js", maxSize, compression: "none" }],
  })),
  ...aroundCases("gzip of a group", sum(gzip), (maxSize) => ({ baseDir: "dist", groups: [{ path: "assets/*.js", maxSize }] })),
  ["the first rule of a file holds: broken", bundleMon(overlapOf("10239 B", "20kb"))],
  ["the first rule of a file holds: kept", bundleMon(overlapOf("20kb", "10239 B"))],
  ["of one path the later rule holds", bundleMon([{ ...sized, maxSize: "1kb", compression: "none" }, { ...sized, maxSize: "20kb", compression: "none" }])],
  ["10kb is 10,240 bytes", bundleMon([{ ...sized, maxSize: "10kb", compression: "none" }])],
  ["10,241 bytes are more", bundleMon([{ path: "sized/10241.txt", maxSize: "10kb", compression: "none" }])],
  ["defaultCompression", bundleMon([{ ...sized, maxSize: "10239 B" }], { defaultCompression: "none" })],
  ["a number without quotes: under", bundleMon([{ ...sized, maxSize: 10_239, compression: "none" }])],
  ["a number without quotes: equal", bundleMon([{ ...sized, maxSize: 10_240, compression: "none" }])],
  ["no file is ignored", bundleMon([{ path: "nothing-*.js", maxSize: "1kb" }, { ...sized, maxSize: "1mb" }])],
  ["a label is letters and digits", bundleMon([{ path: "labels/main.<hash>.js", maxSize: "101 B", compression: "none" }])],
  ["a label of one's own", bundleMon([{ path: "labels/main.<id>.js", maxSize: "101 B", compression: "none" }], { pathLabels: { id: "[\\w-]+" } })],
  ["a hidden file by its name", bundleMon([{ path: "assets/.large.js", maxSize: "100kb", compression: "none" }])],
  ["a path from ./ on", bundleMon([{ path: "./sized/10240.txt", maxSize: "10239 B", compression: "none" }])],
  ["a class of characters", bundleMon([{ path: "sized/1024[01].txt", maxSize: "10240 B", compression: "none" }])],
  ["growth without a baseline", bundleMon([{ ...sized, maxPercentIncrease: 1 }])],
  ["hidden files are not in it", bundleMon([{ path: "**/*.js", maxSize: "100kb", compression: "none" }])],
];
function overlapOf(first, second) {
  return [{ path: "sized/10240.txt", maxSize: first, compression: "none" }, { path: "sized/10240*.txt", maxSize: second, compression: "none" }];
}

const tools = [
  { name: "size-limit", cases: sizeLimit, file: ".size-limit.json", content: (it) => it, command: "size-limit" },
  { name: "bundlesize", cases: [...perFile, ...overlaps], file: "bundlesize.config.json", content: (files) => ({ files }), command: "bundlesize" },
  {
    name: "bundlewatch",
    cases: [...perFile, ...overlaps],
    file: ".bundlewatch.config.json",
    content: (files) => ({ files, bundlewatchServiceHost: null }),
    command: "bundlewatch",
    arguments: ["--config", ".bundlewatch.config.json"],
  },
  { name: "BundleMon", cases: bundlemon, file: ".bundlemonrc.json", content: (it) => it, command: "bundlemon" },
];

// --- The examples of their own documents, as they stand there ---

// https://github.com/ai/size-limit/blob/main/README.md, https://github.com/siddharthkp/bundlesize/blob/master/README.md,
// https://bundlewatch.io/reference/configuration/, https://github.com/LironEr/bundlemon/blob/main/README.md.
// Each is judged on a project with the files that it speaks of: once all are small, and once the first is large.
const inPackage = (key, content) => ({ file: "package.json", content: { name: "a", [key]: content } });
const documented = {
  "size-limit": [
    [["dist/app-1a2b.js"], inPackage("size-limit", [{ limit: "35 kB", path: "dist/app-*.js" }])],
    [["index.js"], { file: ".size-limit.json", content: [{ limit: "9 kB", path: "index.js" }] }],
    [
      ["dist/app-1a2b.js", "index.js", "dist/app-exclude.js"],
      { file: ".size-limit.json", content: [{ name: "app", path: ["index.js", "dist/app-*.js", "!dist/app-exclude.js"], limit: "10 kB", gzip: true }] },
    ],
    [["dist/app-1a2b.js", "dist/app-legacy-3c.js"], { file: ".size-limit.json", content: [{ name: "app", path: ["dist/app-*.js", "!dist/app-legacy-*.js"], limit: "35 kB", gzip: true }] }],
  ],
  bundlesize: [
    [["build/vendor.js"], inPackage("bundlesize", [{ path: "./build/vendor.js", maxSize: "3 kB" }])],
    [["dist.js"], { file: "bundlesize.config.json", content: { files: [{ path: "./dist.js", maxSize: "3 kB" }] } }],
    [
      ["build/js/main-1a2b.js", "build/js/a.chunk.js", "build/b.chunk.js"],
      { file: "bundlesize.config.json", content: { files: [{ path: "build/**/main-*.js", maxSize: "5 kB" }, { path: "build/**/*.chunk.js", maxSize: "50 kB" }] } },
    ],
    [
      ["build/vendor.js", "build/app.js"],
      { file: "bundlesize.config.json", content: { files: [{ path: "./build/vendor.js", maxSize: "5 kB", compression: "brotli" }, { path: "./build/app.js", maxSize: "5 kB", compression: "none" }] } },
    ],
  ],
  bundlewatch: [
    [["myfolder/a.js", "myfolder/b.js"], inPackage("bundlewatch", { files: [{ path: "myfolder/*.js", maxSize: "100kB" }] })],
    [
      ["dist/main.1a2b.js"],
      {
        file: "bundlewatch.config.json",
        arguments: ["--config", "bundlewatch.config.json"],
        content: {
          files: [{ path: "dist/*.js", maxSize: "100kB" }], defaultCompression: "none",
          normalizeFilenames: "^.+?(\\.\\w+)\\.(?:js|css)$", ci: { trackBranches: ["main"] },
        },
      },
    ],
  ],
  BundleMon: [
    [
      ["build/bundle.1a2b.js", "build/index.html", "build/assets/logo.svg"],
      inPackage("bundlemon", {
        baseDir: "./build",
        files: [{ path: "index.html", maxSize: "2kb", maxPercentIncrease: 5 }, { path: "bundle.<hash>.js", maxSize: "10kb" }, { path: "assets/**/*.{png,svg}" }],
      }),
    ],
    [
      ["build/main.1a2b.js", "build/2.3c4d.chunk.js"],
      {
        file: ".bundlemonrc.json",
        content: {
          baseDir: "./build",
          files: [{ path: "*.<hash>.chunk.js", maxSize: "50kb" }, { path: "*.<hash>.js", maxSize: "20kb" }],
          groups: [{ path: "**/*.js", maxSize: "1mb", friendlyName: "All JS" }],
        },
      },
    ],
  ],
};

/** Text that does not compress well, the same each time. */
function noise(length) {
  let text = "";
  for (let state = 1; text.length < length; ) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    text += (state >>> 8).toString(36);
  }
  return text.slice(0, length);
}

/** The projects of the examples of one tool, each small and large. */
const projects = (tool) =>
  documented[tool.name].flatMap(([files, example]) =>
    [500, 300_000].map((first) => ({
      tool: { ...tool, arguments: [], ...example, content: () => example.content },
      name: `its documents: ${files[0]}${first > 500 ? ", large" : ""}`,
      files: files.map((path, index) => [path, index === 0 ? first : 500]),
    })),
  );

// --- The runs ---

async function verdicts(tool, config, place, files) {
  mkdirSync(place);
  if (files) {
    for (const [path, size] of files) {
      mkdirSync(dirname(join(place, path)), { recursive: true });
      writeFileSync(join(place, path), noise(size));
    }
  } else {
    cpSync(build, join(place, "dist"), { recursive: true });
  }
  const devDependencies = { "@size-limit/file": PACKAGES["@size-limit/file"] };
  const manifest = { name: "a", private: true, devDependencies };
  const content = tool.content(config);
  if (tool.file === "package.json") Object.assign(manifest, content);
  else writeFileSync(join(place, tool.file), JSON.stringify(content, null, 2));
  writeFileSync(join(place, "package.json"), JSON.stringify(manifest));
  const rival = await run([join(folder, "node_modules/.bin", tool.command), ...(tool.arguments ?? [])], place);
  const init = await run([binary, "init", "--from", tool.file], place);
  const ours = init.status === 0 ? await run([binary, "check", "--no-encode"], place) : init;
  const word = (ran, said) => (ran.status === 0 ? "pass" : ran.status === 1 ? "fail" : said);
  return { rival, init, ours, theirs: word(rival, "error"), our: word(ours, "error") };
}

let failed = 0;
const rows = [];
try {
  const manifest = { private: true, dependencies: PACKAGES };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  const install = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const installed = await run(install, folder, environment);
  if (installed.status !== 0) throw new Error(installed.text);
  const addon = 'module.exports = require("node:zlib"); module.exports.compressSync = module.exports.brotliCompressSync;\n';
  rmSync(join(folder, "node_modules/iltorb"), { recursive: true, force: true });
  mkdirSync(join(folder, "node_modules/iltorb"));
  writeFileSync(join(folder, "node_modules/iltorb/index.js"), addon);

  const rules = tools.flatMap((tool) => tool.cases.map(([name, config]) => ({ tool, name, config })));
  const waiting = [...rules, ...tools.flatMap(projects)];
  waiting.forEach((item, index) => (item.place = join(folder, `run-${index}`)));
  const queue = [...waiting];
  const worker = async () => {
    for (let item = queue.shift(); item; item = queue.shift()) {
      item.verdicts = await verdicts(item.tool, item.config, item.place, item.files);
      rmSync(join(item.place, "dist"), { recursive: true, force: true });
    }
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
  for (const { tool, name, verdicts } of waiting) {
    const { theirs, our } = verdicts;
    const same = theirs === our && theirs !== "error";
    rows.push([tool.name, name, theirs, our, same ? "" : "DIFFERENT"]);
    if (!same) {
      failed += 1;
      console.error(`--- ${tool.name}: ${name}\n${verdicts.rival.text}\n${verdicts.init.text}\n${verdicts.ours.text}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column].length), 11));
for (const row of [["tool", "rule", "the tool", "weighbridge", ""], ...rows]) {
  console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd());
}
console.log(`${rows.length - failed} rules judged alike, ${failed} not`);
process.exit(failed > 0 || rows.length < 60 ? 1 : 0);

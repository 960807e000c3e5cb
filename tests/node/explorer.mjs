// Compares the bytes that weighbridge gives to each source with those of source-map-explorer, script by script.
//
//   node tests/node/explorer.mjs BINARY [BUILD ...]      without builds: two fixtures with source maps
//
// Both read the same maps, so every source must have the same bytes. Fails on any difference, and where nothing was
// compared. Needs the npm registry: source-map-explorer is installed into a temporary folder.
//
// source-map-explorer names sources as the map does (with --no-root), but reads them as URLs: the `..` in
// `webpack://app/../lib/a.js` is lost. Weighbridge's names have no scheme, no query, no loaders and no escapes, and are
// relative to the build. `name` makes one of both, without what leads out of the build; the bytes of sources that have
// one name then are added up.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const EXPLORER = "source-map-explorer@2.5.3";
const FIXTURES = ["vite6-shop", "esbuild-shop"];
/** What source-map-explorer could give to no source: weighbridge counts these bytes for no source either. */
const NO_SOURCES = new Set(["[unmapped]", "[EOLs]", "[sourceMappingURL]", "[no source]"]);
const MOST_SHOWN = 20;

const [binary, ...given] = process.argv.slice(2);
if (!binary) {
  console.error("usage: node tests/node/explorer.mjs BINARY [BUILD ...]");
  process.exit(2);
}
const fixtures = resolve(dirname(fileURLToPath(import.meta.url)), "../../fixtures");
const builds = given.length > 0 ? given : FIXTURES.map((name) => join(fixtures, name));

const home = mkdtempSync(join(tmpdir(), "weighbridge-explorer-"));
const differences = [];
const sum = { scripts: 0, sources: 0, bytes: 0 };
try {
  const quiet = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--no-save"];
  execFileSync("npm", ["install", ...quiet, "--prefix", home, EXPLORER], { stdio: "inherit" });
  for (const build of builds) compare(build);
} finally {
  rmSync(home, { recursive: true, force: true });
}

for (const difference of differences.slice(0, MOST_SHOWN)) console.log(difference);
if (differences.length > MOST_SHOWN) console.log(`and ${differences.length - MOST_SHOWN} more`);
console.log(`${sum.sources} sources of ${sum.scripts} scripts compared, ${sum.bytes} bytes: ${differences.length} differ`);
process.exit(differences.length > 0 || sum.bytes === 0 ? 1 : 0);

function compare(build) {
  const graph = JSON.parse(run(binary, ["graph", build, "--format", "json"]));
  const ours = new Map(graph.nodes.filter((node) => node.sources?.length > 0).map((node) => [node.path, node.sources]));
  const mapped = [...ours.keys()].filter((path) => mapOf(build, path) !== null);
  const before = { ...sum };
  for (const [path, files] of explored(build, mapped)) {
    const directory = posix.dirname(posix.relative(resolve(build), resolve(mapOf(build, path))));
    const inBuild = directory === "." ? "" : directory;
    const theirs = summed(Object.entries(files).map(([source, { size }]) => [name(source, inBuild), size]));
    const sources = summed(ours.get(path).map(({ path: source, bytes }) => [name(source, ""), bytes]));
    for (const source of new Set([...theirs.keys(), ...sources.keys()])) {
      const [our, their] = [sources.get(source) ?? 0, theirs.get(source) ?? 0];
      if (our !== their) differences.push(`${build}/${path}: ${source}: ${our} bytes, source-map-explorer ${their}`);
      sum.sources += 1;
      sum.bytes += our;
    }
    sum.scripts += 1;
  }
  const [scripts, bytes] = [sum.scripts - before.scripts, sum.bytes - before.bytes];
  console.log(`${build}: ${scripts} scripts, ${sum.sources - before.sources} sources, ${bytes} bytes`);
}

/** The bytes of each source by its name. */
function summed(sources) {
  const sum = new Map();
  for (const [source, bytes] of sources) {
    if (!NO_SOURCES.has(source)) sum.set(source, (sum.get(source) ?? 0) + bytes);
  }
  return sum;
}

/** The bytes of each source as source-map-explorer has them: pairs of a script's path and its `files`. */
function explored(build, scripts) {
  if (scripts.length === 0) return [];
  const program = join(home, "node_modules/.bin/source-map-explorer");
  const files = scripts.map((script) => resolve(build, script));
  // Maps that are named, too, are taken whatever the script says of them: a path from the site's root, for example.
  const maps = scripts.map((script) => resolve(mapOf(build, script)));
  const arguments_ = ["--json", "--no-border-checks", "--no-root", ...files, ...maps];
  const found = JSON.parse(run(program, arguments_));
  for (const { bundleName, message } of found.errors ?? []) {
    if (!/^Your source map only/.test(message)) throw new Error(`${bundleName}: ${message}`);
  }
  return found.results.map(({ bundleName, files: sizes }) => [scripts[files.indexOf(resolve(bundleName))], sizes]);
}

/** The map beside a script; scripts with their map elsewhere are left out. */
function mapOf(build, script) {
  const beside = join(build, `${script}.map`);
  return existsSync(beside) ? beside : null;
}

/** A source's name as weighbridge has it, of a map in `directory` of the build. */
function name(source, directory) {
  let path = source.replaceAll("\\", "/");
  try {
    path = decodeURIComponent(path);
  } catch {
    // Not escaped.
  }
  path = path.split("!").pop().split("?")[0];
  const scheme = path.indexOf("://");
  if (scheme >= 0) path = path.slice(path.indexOf("/", scheme + 3) + 1);
  const base = scheme < 0 && path.startsWith("../") ? directory : "";
  return posix.join(base, path).replace(/^(\.\.\/|\/)+/, "").replace(/^\[project\]\//, "");
}

function run(program, arguments_) {
  return execFileSync(program, arguments_, { encoding: "utf8", maxBuffer: 1 << 30 });
}

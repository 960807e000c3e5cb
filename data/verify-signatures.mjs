// Checks signatures.json against the packages themselves: `npm ci && node verify-signatures.mjs` in this folder.
//
//   own      every string is in a production bundle of its package (one of the versions in package.json)
//   minified the package is still recognised after esbuild, Terser and Rolldown have minified that bundle
//   version  the regular expressions find the version of package.json, and never another one
//   others   no script of any other installed package matches, but for the copies listed in verify.json
//
// Prints a table, and exits 1 on any failure; where all hold, verified.json is written (see is-verified.mjs). With a package's name only that one is bundled, with `others` none is.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { rolldown } from "rolldown";
import { minify as terser } from "terser";
import { fingerprint } from "./is-verified.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const modules = path.join(here, "node_modules");
const signatures = readJson(path.join(here, "signatures.json"));
const config = readJson(path.join(here, "verify.json"));
const only = process.argv[2];
const temp = fs.mkdtempSync(path.join(os.tmpdir(), "signatures-"));
const failures = [];
const fail = (name, what) => failures.push(`${name}: ${what}`);

function readJson(file) {
  return JSON.parse(fs.readFileSync(file, "utf8"));
}

const nameOf = (specifier) => specifier.split("/").slice(0, specifier[0] === "@" ? 2 : 1).join("/");

/** Whether `text` holds the package, as README.md defines it. */
function matches(signature, has) {
  const { any = [], all = [], not = [] } = signature;
  return all.every(has) && (any.length === 0 || any.some(has)) && !not.some(has);
}

function findVersion(signature, text) {
  for (const pattern of signature.version ?? []) {
    const found = new RegExp(pattern).exec(text);
    if (found) return found[1];
  }
  return null;
}

/** The installed folders that hold a package: itself, its older majors (`react-17`), or the one named in `from`. */
function installed(signature) {
  const name = signature.package;
  const own = config.from[name] ?? [name];
  return [...own, ...(config.also[name] ?? [])].filter((folder) => {
    const there = fs.existsSync(path.join(modules, folder, "package.json"));
    if (!there) fail(name, `${folder} is not installed`);
    return there;
  });
}

/** The package alone, everything it imports left outside, as a production build sees it. */
async function bundle(signature, folder) {
  const name = readJson(path.join(modules, folder, "package.json")).name;
  const paths = config.imports[folder] ?? config.imports[signature.package] ?? [""];
  const contents = paths.map((sub, i) => `import * as m${i} from ${JSON.stringify(sub.startsWith("//") ? path.join(modules, folder, sub.slice(2)) : folder + sub)}; globalThis.m${i} = m${i};`);
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
    stdin: { contents: contents.join("\n"), resolveDir: here },
    bundle: true, write: false, format: "esm", platform: "browser", logLevel: "silent",
    conditions: ["production", "module"],
    define: { "process.env.NODE_ENV": '"production"', ngDevMode: "false", ngJitMode: "false" },
    loader: Object.fromEntries([".css", ".less", ".scss", ".svg", ".png", ".gif", ".ttf", ".woff", ".woff2", ".eot", ".wasm", ".svelte"].map((e) => [e, "empty"])),
    plugins: [outside],
  });
  return result.outputFiles[0].text;
}

const minifiers = {
  esbuild: async (code) => (await esbuild.transform(code, { minify: true, format: "esm", legalComments: "none" })).code,
  rolldown: async (code, id) => {
    const file = path.join(temp, `${id}.mjs`);
    fs.writeFileSync(file, code);
    const build = await rolldown({ input: file, external: (wanted) => !wanted.endsWith(`${id}.mjs`), logLevel: "silent", treeshake: false });
    const { output } = await build.generate({ format: "esm", minify: true, codeSplitting: false });
    await build.close();
    return output[0].code;
  },
  terser: async (code) => (await terser(code, { module: true, compress: true, mangle: true })).code,
};

async function verifyOwn(signature) {
  const row = { package: signature.package, installed: [], strings: 0, version: "" };
  const seen = new Set();
  const strings = [...(signature.any ?? []), ...(signature.all ?? [])];
  row.strings = strings.length;
  const versions = new Set();
  let recognised = false;
  for (const folder of installed(signature)) {
    const actual = readJson(path.join(modules, folder, "package.json")).version;
    let code;
    try {
      code = await bundle(signature, folder);
    } catch (error) {
      fail(signature.package, `${folder} cannot be bundled: ${error.errors?.[0]?.text ?? error.message}`);
      continue;
    }
    row.installed.push(actual);
    for (const [minifier, minify] of Object.entries(minifiers)) {
      // Terser is slow: the big ones are left to the two fast minifiers.
      if (minifier === "terser" && code.length > 300_000) continue;
      let small;
      try {
        small = await minify(code, folder.replace("/", "__"));
      } catch (error) {
        fail(signature.package, `${minifier} on ${folder}: ${String(error.message).slice(0, 120)}`);
        continue;
      }
      for (const s of strings) if (small.includes(s)) seen.add(s);
      const hit = matches(signature, (s) => small.includes(s));
      recognised ||= hit;
      if (!hit) fail(signature.package, `not recognised in ${folder}@${actual} after ${minifier}`);
      const version = findVersion(signature, small);
      if (version !== null && version !== actual) fail(signature.package, `version ${version} read from ${folder}@${actual} after ${minifier}`);
      if (version !== null) versions.add(minifier[0]);
    }
  }
  for (const s of strings) if (!seen.has(s)) fail(signature.package, `not in any bundle: ${s}`);
  if (signature.version && versions.size === 0 && !config.versionUnseen[signature.package]) fail(signature.package, "no version found in any bundle");
  row.version = signature.version ? [...versions].sort().join("") || "-" : "";
  return row;
}

function* scripts(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* scripts(full);
    else if (entry.isFile() && /\.[cm]?js$/.test(entry.name)) yield full;
  }
}

/** All the strings that occur in a buffer: candidates by their first four bytes, then compared. */
function finder(strings) {
  const table = new Map();
  const bits = new Uint8Array(1 << 16);
  const mix = (word) => (Math.imul(word, 0x9e3779b1) >>> 13) & 0x7ffff;
  for (const s of strings) {
    const bytes = Buffer.from(s);
    const word = bytes.readInt32LE(0);
    bits[mix(word) >>> 3] |= 1 << (mix(word) & 7);
    table.set(word, [...(table.get(word) ?? []), [bytes, s]]);
  }
  return (buffer) => {
    const found = new Set();
    let word = 0;
    for (let i = 0; i < buffer.length; i++) {
      word = (word >>> 8) | (buffer[i] << 24);
      const m = mix(word);
      if (bits[m >>> 3] & (1 << (m & 7))) {
        for (const [bytes, s] of table.get(word) ?? []) {
          if (!found.has(s) && buffer.compare(bytes, 0, bytes.length, i - 3, Math.min(buffer.length, i - 3 + bytes.length)) === 0) found.add(s);
        }
      }
    }
    return found;
  };
}

function verifyOthers() {
  const strings = [...new Set(signatures.flatMap((s) => [...(s.any ?? []), ...(s.all ?? []), ...(s.not ?? [])]))];
  const find = finder(strings);
  const used = new Set();
  const names = new Map();
  const copies = config.copies.map((copy) => ({ ...copy, test: new RegExp("^(?:" + copy.files.map((f) => f.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*")).join("|") + ")$") }));
  const stray = new Map();
  let files = 0;
  for (const file of scripts(modules)) {
    const inside = file.slice(file.lastIndexOf("/node_modules/") + 14);
    const folder = file.slice(0, file.length - inside.length) + nameOf(inside);
    if (!names.has(folder)) {
      let name = nameOf(inside);
      try { name = readJson(path.join(folder, "package.json")).name ?? name; } catch { /* a folder of tools, such as .bin */ }
      names.set(folder, name);
    }
    const name = names.get(folder);
    const found = find(fs.readFileSync(file));
    files += 1;
    if (found.size === 0) continue;
    const place = name + inside.slice(nameOf(inside).length);
    for (const signature of signatures) {
      if (signature.package === name || signature.covers?.includes(name) || !matches(signature, (s) => found.has(s))) continue;
      const copy = copies.find((c) => (!c.of || c.of.includes(signature.package)) && c.test.test(place));
      if (copy) used.add(copy.files[0]);
      else {
        const key = `${signature.package} also in ${name}`;
        stray.set(key, [...(stray.get(key) ?? []), place]);
      }
    }
  }
  for (const [key, places] of stray) fail(key, places.slice(0, 4).join(" ") + (places.length > 4 ? ` and ${places.length - 4} more` : ""));
  for (const copy of copies) if (!used.has(copy.files[0])) fail("verify.json", `no longer needed: ${copy.files[0]}`);
  return files;
}

// What JavaScript takes and Rust's regex does not, and what would break a comparison with raw code.
for (const { package: name, any = [], all = [], not = [], version = [] } of signatures) {
  for (const s of [...any, ...all, ...not]) if (/["'`\\\r\n]/.test(s)) fail(name, `quote, backslash or line break in: ${s}`);
  for (const pattern of version) if (/\(\?[=!<]|\[\^\]|\\[1-9]/.test(pattern)) fail(name, `not a pattern of Rust's regex: ${pattern}`);
}

const started = Date.now();
const seconds = () => ((Date.now() - started) / 1000).toFixed(0) + " s";
console.log(`${"package".padEnd(28)} strings  version  checked with`);
for (const signature of signatures) {
  if (only && signature.package !== only) continue; // `others` is no package: none is bundled
  const row = await verifyOwn(signature);
  console.log(`${row.package.padEnd(28)} ${String(row.strings).padStart(7)}  ${row.version.padEnd(7)}  ${row.installed.join(", ")}`);
}
console.log(`\n${signatures.length} signatures, ${seconds()}`);
const othersRead = !only || only === "others" ? verifyOthers() : 0;
if (othersRead) console.log(`${othersRead} scripts of other packages, ${seconds()}`);
fs.rmSync(temp, { recursive: true, force: true });
for (const line of failures) console.log(`FAIL ${line}`);
console.log(failures.length ? `${failures.length} failures` : "all signatures hold");
process.exitCode = failures.length ? 1 : 0;
// What CI compares with: it installs the packages again only where the data has changed since.
if (!only && failures.length === 0) {
  const verified = { date: new Date().toISOString().slice(0, 10), signatures: signatures.length, scripts: othersRead, fingerprint: fingerprint() };
  fs.writeFileSync(path.join(here, "verified.json"), `${JSON.stringify(verified, null, 1)}\n`);
}

// The npm packages as a user meets them: built with a binary, published to a registry of this machine's own, installed
// into empty projects with npm, pnpm and Yarn, run with npx, and called from JavaScript.
//
//   npm ci --prefix npm && node tests/npm/run.mjs BINARY
//
// BINARY is one for this machine. Needs the npm registry for `npm ci` alone; takes about half a minute.

import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test, { after, before } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { PLATFORMS, packageOf } from "../../npm/platforms.mjs";
import { here, published, run as runs } from "./published.mjs";

const binary = process.argv[2] && resolve(process.argv[2]);
if (!binary || !existsSync(binary)) {
  console.error("usage: node tests/npm/run.mjs BINARY");
  process.exit(2);
}
const root = fileURLToPath(new URL("../..", import.meta.url));
const tools = join(root, "npm/node_modules");
const home = mkdtempSync(join(tmpdir(), "weighbridge-npm-"));
const packages = join(home, "packages");
const project = join(home, "project");
const shim = join(project, "node_modules/weighbridge/bin/weighbridge");
const version = execFileSync(binary, ["--version"], { encoding: "utf8" }).trim().replace("weighbridge ", "");
// What a pipeline sets, and what would change how the tools work.
const { WEIGHBRIDGE_BINARY: _, NO_COLOR: __, FORCE_COLOR: ___, CI: ____, ...clean } = process.env;
let env;
let local;
before(async () => {
  local = await published({ binary, home, env: clean });
  env = local.env;
  installed(project, "npm", ["install", "--save-dev", "weighbridge"]);
});
after(() => {
  local?.stop();
  rmSync(home, { recursive: true, force: true, maxRetries: 3 });
});

// ---------------------------------------------------------------------------------------------------------------------
// The packages
// ---------------------------------------------------------------------------------------------------------------------

test("the types are those of the schema", () => {
  run(process.execPath, [join(root, "npm/types.mjs"), "--check"], root);
});

test("every package has the version of Cargo.toml, which the binary says, too", () => {
  for (const name of ["weighbridge", ...PLATFORMS.map((platform) => platform.name)]) {
    assert.equal(json(join(packages, name, "package.json")).version, version, name);
  }
  const { optionalDependencies } = json(join(packages, "weighbridge/package.json"));
  assert.deepEqual(optionalDependencies, Object.fromEntries(PLATFORMS.map((one) => [packageOf(one), version])));
});

test("no package runs anything when it is installed", () => {
  for (const name of ["weighbridge", ...PLATFORMS.map((platform) => platform.name)]) {
    assert.equal(json(join(packages, name, "package.json")).scripts, undefined, name);
  }
});

test("the main package has the schemas, the licences and no binary", () => {
  const folder = join(project, "node_modules/weighbridge");
  const schemas = ["baseline.schema.json", "budgets.schema.json", "joined.schema.json", "report.schema.json"];
  assert.deepEqual(readdirSync(join(folder, "schema")).sort(), schemas);
  for (const name of schemas) assert.deepEqual(readFileSync(join(folder, "schema", name)), readFileSync(join(root, "schema", name)));
  assert.deepEqual(readdirSync(folder).sort(), ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "bin", "lib", "package.json", "schema"]);
});

test("npm installs the package of this platform and no other", () => {
  assert.deepEqual(readdirSync(join(project, "node_modules/@weighbridge")), [here.name]);
});

test("a build without all platforms is refused where it must be complete", () => {
  const args = [join(root, "npm/build.mjs"), join(home, "partial"), `${here.target}=${binary}`, "--complete"];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  assert.equal(status, 2);
  assert.match(stderr, /no binary for .*apple-darwin/);
});

// ---------------------------------------------------------------------------------------------------------------------
// The command
// ---------------------------------------------------------------------------------------------------------------------

test("npx weighbridge check says what the binary says, and ends as it does", () => {
  const direct = spawnSync(binary, ["check", "dist"], { cwd: project, env });
  const through = spawnSync("npx", ["weighbridge", "check", "dist"], { cwd: project, env });
  assert.equal(direct.status, 1, direct.stderr.toString());
  assert.equal(through.status, 1, through.stderr.toString());
  assert.ok(direct.stdout.length > 1000);
  assert.deepEqual(through.stdout, direct.stdout);
});

test("arguments reach the binary as they are, and no shell reads them", () => {
  const odd = ["$(id)", "a b", "*", "'\"", "", "--", "ä"];
  const { stdout } = spawnSync(shim, odd, { env: { ...env, WEIGHBRIDGE_BINARY: says("console.log(JSON.stringify(process.argv.slice(2)))") } });
  assert.deepEqual(JSON.parse(stdout), odd);
});

test("stdin reaches the binary", () => {
  const script = "process.stdin.pipe(process.stdout)";
  const { stdout } = spawnSync(shim, { input: "refs/heads/main", env: { ...env, WEIGHBRIDGE_BINARY: says(script) } });
  assert.equal(stdout.toString(), "refs/heads/main");
});

test("a signal reaches the binary, and the command ends by it", async () => {
  for (const [signal, status] of [["SIGINT", 130], ["SIGTERM", 143]]) {
    // The binary says which signal it got before it ends by that.
    const script = `process.once("${signal}", () => { console.log("got ${signal}"); process.kill(process.pid, "${signal}"); });
      setInterval(() => {}, 1000); console.log("ready");`;
    const child = spawn(shim, { env: { ...env, WEIGHBRIDGE_BINARY: says(script) }, stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.on("data", (piece) => {
      said += piece;
      if (said === "ready\n") child.kill(signal);
    });
    const ended = await new Promise((done) => child.on("close", (_, by) => done(by)));
    assert.equal(said, `ready\ngot ${signal}\n`);
    assert.equal(ended, signal);
    const inShell = spawnSync("sh", ["-c", `"${shim}"; echo $?`], {
      env: { ...env, WEIGHBRIDGE_BINARY: says(`process.kill(process.pid, "${signal}"); setInterval(() => {}, 1000)`) },
      encoding: "utf8",
    });
    assert.equal(inShell.stdout.trim(), String(status));
  }
});

test("WEIGHBRIDGE_BINARY names another binary, and one that is not there is said", () => {
  const other = spawnSync(shim, { env: { ...env, WEIGHBRIDGE_BINARY: says("process.exitCode = 42") } });
  assert.equal(other.status, 42);
  const none = spawnSync(shim, ["--version"], { env: { ...env, WEIGHBRIDGE_BINARY: "/nowhere/weighbridge" }, encoding: "utf8" });
  assert.equal(none.status, 2);
  assert.match(none.stderr, /WEIGHBRIDGE_BINARY is \/nowhere\/weighbridge, and there is no such file/);
});

test("without optional dependencies the command says what is missing and what to do", () => {
  const folder = join(home, "no-optional");
  installed(folder, "npm", ["install", "--omit=optional", "weighbridge"]);
  const { status, stderr, stdout } = spawnSync("npx", ["weighbridge", "check", "dist"], { cwd: folder, env, encoding: "utf8" });
  assert.equal(status, 2);
  assert.equal(stdout, "");
  assert.match(stderr, new RegExp(`the package ${packageOf(here)}, which has the binary for this platform, is not installed`));
  assert.match(stderr, /npm install --include=optional/);
  assert.doesNotMatch(stderr, /at .*\.js:\d/);
});

test("node_modules from another platform are told apart", () => {
  const folder = join(home, "moved");
  cpSync(join(project, "node_modules"), join(folder, "node_modules"), { recursive: true, verbatimSymlinks: true });
  const other = PLATFORMS.find((platform) => platform.os === "win32");
  rmSync(join(folder, "node_modules/@weighbridge"), { recursive: true });
  cpSync(join(packages, other.name), join(folder, "node_modules", packageOf(other)), { recursive: true });
  const { status, stderr } = spawnSync(join(folder, "node_modules/weighbridge/bin/weighbridge"), { env, encoding: "utf8" });
  assert.equal(status, 2);
  assert.match(stderr, /@weighbridge\/win32-x64 is installed instead: node_modules was made on another platform/);
});

test("a platform without a binary is told what there is", () => {
  const script = `Object.defineProperty(process, "platform", { value: "sunos" });
    try { require("${join(project, "node_modules/weighbridge/lib/binary.js")}").binary() } catch (error) { console.log(error.code, error.message) }`;
  const { stdout } = spawnSync(process.execPath, ["-e", script], { env, encoding: "utf8" });
  assert.match(stdout, /^WEIGHBRIDGE_NOT_INSTALLED there is no binary for sunos-\w+, only for linux-x64, linux-arm64, /);
  assert.match(stdout, /cargo install weighbridge/);
});

// ---------------------------------------------------------------------------------------------------------------------
// The JavaScript API
// ---------------------------------------------------------------------------------------------------------------------

test("check() resolves with the report that the binary writes, for import and for require", async () => {
  const direct = spawnSync(binary, ["check", "dist", "--report", "json"], { cwd: project, env, encoding: "utf8" });
  for (const { check } of [await imported(), required()]) {
    const report = await check({ directory: "dist", cwd: project });
    assert.equal(report.verdict, "fail");
    assert.equal(report.status, 1);
    assert.equal(report.breaches[0].budget, "First load JS");
    assert.equal(JSON.stringify(report), JSON.stringify(JSON.parse(direct.stdout)));
  }
});

test("the error of import is that of require", async () => {
  assert.equal((await imported()).WeighbridgeError, required().WeighbridgeError);
});

test("a build within its budget has the status 0", async () => {
  const { check } = required();
  const report = await check({ directory: "dist", cwd: project, args: ["--limit", "10 MB", "**/*.js"] });
  assert.equal(report.status, 0);
  assert.notEqual(report.verdict, "fail");
});

test("several directories give one joined report", async () => {
  const { check } = required();
  cpSync(join(project, "dist"), join(project, "second"), { recursive: true });
  const { projects, verdict, status } = await check({ directories: ["dist", "second"], cwd: project });
  assert.deepEqual([projects.map((one) => one.project), verdict, status], [["dist", "second"], "fail", 1]);
});

test("directories give a list of projects, also for one", async () => {
  const { check } = required();
  const { projects, verdict, status } = await check({ directories: ["dist"], cwd: project });
  assert.deepEqual([projects.length, verdict, status], [1, "fail", 1]);
});

test("what cannot be judged rejects with the diagnostic", async () => {
  const { check, WeighbridgeError } = required();
  await assert.rejects(check({ directory: "nowhere", cwd: project }), (error) => {
    assert.ok(error instanceof WeighbridgeError && error instanceof Error);
    assert.equal(error.name, "WeighbridgeError");
    assert.equal(error.status, 2);
    assert.equal(error.message, "there is no directory `nowhere`");
    assert.match(error.diagnostic, /build the project first/);
    return true;
  });
  await assert.rejects(check({ directory: "dist", config: "nope.json", cwd: project }), /cannot read nope\.json/);
  await assert.rejects(check({ directory: "dist", cwd: join(project, "nowhere") }), /there is no directory .*nowhere to work in/);
});

test("options that are not known are refused", async () => {
  const { check } = required();
  await assert.rejects(check({ folder: "dist" }), /check\(\) has no option `folder`/);
  await assert.rejects(check({ directory: "a", directories: ["b"] }), TypeError);
});

test("every option becomes its argument, and a directory is never one", async () => {
  const report = await faked("console.log(JSON.stringify({ argv: process.argv.slice(2) }))", {
    directory: "--quiet",
    project: "-shop",
    config: "a b.json",
    noConfig: true,
    baseline: "main.json",
    failOn: "warning",
    threads: 2,
    args: ["--no-encode"],
  });
  assert.deepEqual(report.argv, [
    ...["check", "--report", "json", "--project=-shop", "--config=a b.json", "--no-config", "--baseline=main.json"],
    ...["--fail-on=warning", "--threads=2", "--no-encode", "--", "--quiet"],
  ]);
});

test("a report of 100 MB arrives whole", async () => {
  const bytes = 100_000_000;
  const report = await faked(`process.stdout.write('{"padding":"' + "x".repeat(${bytes}) + '"}')`);
  assert.equal(report.padding.length, bytes);
});

test("an aborted check ends the binary", async () => {
  const aborting = new AbortController();
  setTimeout(() => aborting.abort(), 300);
  await assert.rejects(faked("setInterval(() => {}, 1000)", { signal: aborting.signal }), { name: "AbortError" });
});

test("a binary that a signal ends rejects", async () => {
  await assert.rejects(faked('process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000)'), (error) => {
    assert.equal(error.status, null);
    assert.match(error.diagnostic, /ended by SIGKILL/);
    return true;
  });
});

test("the examples of the documentation run", () => {
  const example = blocks(join(root, "docs/javascript-api.md"), "js")[0];
  writeFileSync(join(project, "example.mjs"), example);
  const { status, stderr } = spawnSync(process.execPath, ["example.mjs"], { cwd: project, env, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  assert.match(stderr, /^"First load JS" is .* over its limit$/m);

  const [budgets] = blocks(join(root, "npm/weighbridge/README.md"), "jsonc");
  writeFileSync(join(project, "readme.json"), budgets);
  const judged = spawnSync(binary, ["check", "--config", "readme.json", "--quiet"], { cwd: project, env, encoding: "utf8" });
  assert.ok(judged.status < 2, judged.stderr);
});

test("the types hold under strict for import and for require", () => {
  const folder = join(project, "types");
  mkdirSync(folder);
  for (const name of ["consumer.mts", "consumer.cts"]) cpSync(join(root, "tests/npm", name), join(folder, name));
  writeFileSync(join(folder, "documented.mts"), blocks(join(root, "docs/javascript-api.md"), "ts")[0]);
  const compilerOptions = {
    ...{ target: "es2022", lib: ["es2022"], module: "nodenext", types: ["node"], typeRoots: [join(tools, "@types")] },
    ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noEmit: true },
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  run(process.execPath, [join(tools, "typescript/bin/tsc"), "--project", folder], project);
});

// ---------------------------------------------------------------------------------------------------------------------
// Other package managers
// ---------------------------------------------------------------------------------------------------------------------

test("pnpm installs and runs it", () => {
  const folder = join(home, "pnpm");
  const pnpm = join(tools, "pnpm/bin/pnpm.cjs");
  installed(folder, process.execPath, [pnpm, "add", "--save-dev", `--store-dir=${join(home, "store")}`, "weighbridge"]);
  const { status, stderr } = spawnSync(process.execPath, [pnpm, "exec", "weighbridge", "check", "dist", "--quiet"], { cwd: folder, env });
  assert.equal(status, 1, stderr.toString());
});

test("Yarn installs and runs it, without node_modules", () => {
  const folder = join(home, "yarn");
  const yarn = join(tools, "@yarnpkg/cli-dist/bin/yarn.js");
  const settings = {
    ...{ npmRegistryServer: local.url, unsafeHttpWhitelist: ["127.0.0.1"], nodeLinker: "pnp", npmMinimalAgeGate: 0 },
    ...{ enableTelemetry: false, enableGlobalCache: false, globalFolder: join(home, "yarn-global") },
  };
  mkdirSync(folder);
  writeFileSync(join(folder, ".yarnrc.yml"), JSON.stringify(settings));
  writeFileSync(join(folder, "yarn.lock"), "");
  installed(folder, process.execPath, [yarn, "add", "--dev", "weighbridge"]);
  assert.ok(!existsSync(join(folder, "node_modules/weighbridge")));
  const { status, stdout, stderr } = spawnSync(process.execPath, [yarn, "weighbridge", "check", "dist"], { cwd: folder, env });
  assert.equal(status, 1, `${stdout}${stderr}`);
});

// ---------------------------------------------------------------------------------------------------------------------
// What the tests are made with
// ---------------------------------------------------------------------------------------------------------------------

/** An empty project with a build and a budget that it is over, in which a package manager runs. */
function installed(folder, command, args) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "app", private: true }));
  cpSync(join(root, "fixtures/vite8-shop"), join(folder, "dist"), { recursive: true });
  const budget = { name: "First load JS", type: "script", load: "initial", per: "entry", max: { gzip: "25 kB" } };
  writeFileSync(join(folder, "budgets.json"), JSON.stringify({ budgets: [budget] }, null, 2));
  run(command, args, folder);
}

function run(command, args, cwd) {
  return runs(command, args, cwd, env);
}

/** The examples of a document in a language. */
function blocks(path, language) {
  const fenced = readFileSync(path, "utf8").matchAll(/^```(\w+)\n(.*?)^```$/gms);
  return [...fenced].filter(([, name]) => name === language).map(([, , code]) => code);
}

/** A program in the binary's place. */
function says(script) {
  const path = join(mkdtempSync(join(home, "fake-")), "weighbridge");
  writeFileSync(path, `#!${process.execPath}\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** `check()` with a program in the binary's place. */
async function faked(script, options) {
  process.env.WEIGHBRIDGE_BINARY = says(script);
  try {
    return await required().check(options);
  } finally {
    delete process.env.WEIGHBRIDGE_BINARY;
  }
}

function required() {
  return createRequire(join(project, "index.js"))("weighbridge");
}

function imported() {
  const file = join(project, "imports.mjs");
  writeFileSync(file, 'export * from "weighbridge";\n');
  return import(pathToFileURL(file).href);
}

function json(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

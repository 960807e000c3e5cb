// weighbridge as a task of Turborepo and of Nx: two small apps, their builds, a `budget` task, and one joined report.
//
//   node tests/monorepo/run.mjs BINARY
//
// For each of the two: the second run is served from the cache, a report that was deleted comes back byte for byte,
// another build is another task, an app over its budget fails, and `merge` of the reports is byte for byte what one run
// of `weighbridge check apps/*` writes. The files of docs/monorepos.md are the ones that are tried: they are read from
// there. Needs the npm registry: turbo and nx, pinned, are installed into a temporary folder.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const TOOLS = { turbo: "2.11.11", nx: "24.0.6" };
const APPS = ["apps/docs", "apps/shop"];
const REPORTS = APPS.map((app) => `${app}/.budget/report.json`);

if (!process.argv[2]) {
  console.error("usage: node tests/monorepo/run.mjs BINARY");
  process.exit(2);
}
const binary = resolve(process.argv[2]);
const documentation = readFileSync(join(dirname(fileURLToPath(import.meta.url)), "../../docs/monorepos.md"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "monorepo-"));
const environment = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", NX_DAEMON: "false", NX_NO_CLOUD: "true" };
for (const name of ["CI", "GITHUB_ACTIONS", "FORCE_COLOR", "NX_TUI"]) delete environment[name];
environment.NO_COLOR = "1";

/** The file that docs/monorepos.md shows under that name. */
function documented(name) {
  const block = new RegExp(`\`\`\`jsonc? title="${name.replaceAll(".", "\\.")}"\n(.*?)\n\`\`\``, "s").exec(documentation);
  if (!block) throw new Error(`docs/monorepos.md shows no ${name}`);
  return block[1];
}

function write(path, content) {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, typeof content === "string" ? content : JSON.stringify(content, null, 2));
}
const read = (path) => readFileSync(join(folder, path), "utf8");
const remove = (path) => rmSync(join(folder, path), { recursive: true, force: true });

function run(command, ...options) {
  const [program, ...arguments_] = command;
  const { status, stdout, stderr, error } = spawnSync(program, arguments_, {
    cwd: folder,
    env: environment,
    encoding: "utf8",
    ...options[0],
  });
  if (error) throw error;
  return { status, text: `${stdout}\n${stderr}`, stdout };
}
function succeeds(command) {
  const ran = run(command);
  if (ran.status !== 0) throw new Error(`${command.join(" ")} ended with ${ran.status}:\n${ran.text}`);
  return ran;
}
function holds(condition, what, ran) {
  if (!condition) throw new Error(`${what}${ran ? `:\n${ran.text}` : ""}`);
}

/** An app whose build writes dist from src: a page and one script. */
function app(path, limit) {
  const name = path.split("/")[1];
  write(`${path}/package.json`, documented("apps/shop/package.json").replaceAll("shop", name));
  write(`${path}/budgets.json`, documented("apps/shop/budgets.json").replace("170 kB", limit));
  write(`${path}/src/main.js`, `console.log(${JSON.stringify(name)});\n`);
  write(
    `${path}/build.mjs`,
    `import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
rmSync("dist", { recursive: true, force: true });
mkdirSync("dist");
cpSync("src/main.js", "dist/main.js");
writeFileSync("dist/index.html", '<!doctype html><html lang="en"><title>x</title><script type="module" src="./main.js"></script>');
`,
  );
}

const merge = (...more) => run([binary, "merge", ...REPORTS, ...more]);

/** The same for both tools; they differ in how they are called and in what they say of a hit. */
function tried({ name, task, hits, reset }) {
  const began = Date.now();
  for (const path of APPS) ["dist", ".budget"].forEach((made) => remove(`${path}/${made}`));
  reset();
  const first = succeeds(task("budget"));
  holds(hits(first.text, "budget") === 0, `${name}: the first run was served from the cache`, first);
  const written = REPORTS.map(read);

  for (const report of REPORTS) remove(dirname(report));
  for (const path of APPS) remove(`${path}/dist`);
  const second = succeeds(task("budget"));
  holds(hits(second.text, "budget") === 2, `${name}: the second run was not served from the cache`, second);
  holds(REPORTS.every((report, at) => read(report) === written[at]), `${name}: a restored report is another one`);

  // One build changes: its report is made anew, the other one is not.
  write("apps/shop/src/main.js", `console.log("shop", ${"1".repeat(400)});\n`);
  const changed = succeeds(task("budget"));
  holds(hits(changed.text, "budget") === 1, `${name}: one of two builds changed`, changed);
  holds(read(REPORTS[0]) === written[0], `${name}: the report of the other app changed`);
  holds(read(REPORTS[1]) !== written[1], `${name}: a stale report was served`);
  const bytes = JSON.parse(read(REPORTS[1])).assets.find((asset) => asset.path === "main.js").raw;
  holds(bytes === Buffer.byteLength(read("apps/shop/dist/main.js")), `${name}: the report is about another build`);

  // A build that something else wrote in the meantime: the report is about what lies there behind the task.
  write("apps/docs/dist/main.js", "console.log(2, 3, 4);\n");
  succeeds(task("budget"));
  const reported = JSON.parse(read(REPORTS[0])).assets.find((asset) => asset.path === "main.js").raw;
  holds(reported === Buffer.byteLength(read("apps/docs/dist/main.js")), `${name}: the report is about another build`);

  // The joined report is that of one run over all apps.
  const joined = merge("--report", "json");
  holds(joined.status === 0, `${name}: merge`, joined);
  const whole = run([binary, "check", ...APPS, "--report", "json"]);
  holds(joined.stdout === whole.stdout, `${name}: merged reports are not those of one run`);

  // Over budget: the task that keeps its result passes, and merge fails; the task that judges fails, and is run again.
  const budgets = read("apps/shop/budgets.json");
  write("apps/shop/budgets.json", budgets.replace(/"\d+ k?B"/, '"20 B"'));
  const kept = succeeds(task("budget"));
  holds(hits(kept.text, "budget") === 1, `${name}: another budget file is another task`, kept);
  const failed = merge();
  holds(failed.status === 1 && failed.text.includes("FAIL  apps/shop"), `${name}: merge did not fail`, failed);
  for (let round = 0; round < 2; round += 1) {
    const gate = run(task("budget:gate"));
    holds(gate.status !== 0 && gate.text.includes("FAIL"), `${name}: the app over its budget passed`, gate);
    holds(hits(gate.text, "budget:gate") <= 1, `${name}: a failure was kept`, gate);
  }
  write("apps/shop/budgets.json", budgets);
  write("apps/shop/src/main.js", 'console.log("shop");\n');
  console.log(`${name}: hit, restored, missed, failed and merged as it should (${((Date.now() - began) / 1000).toFixed(1)} s)`);
}

try {
  const npm = spawnSync("npm", ["--version"], { encoding: "utf8" }).stdout.trim();
  write("package.json", {
    name: "monorepo",
    private: true,
    packageManager: `npm@${npm}`,
    workspaces: ["apps/*"],
    devDependencies: TOOLS,
  });
  write("turbo.json", documented("turbo.json"));
  write("nx.json", documented("nx.json"));
  write(".gitignore", "node_modules\ndist\n.budget\n.turbo\n.nx\n");
  app("apps/docs", "10 kB");
  app("apps/shop", "10 kB");
  succeeds(["npm", "install", "--no-audit", "--no-fund", "--silent"]);
  symlinkSync(binary, join(folder, "node_modules/.bin/weighbridge"));
  succeeds(["git", "init", "--quiet"]);
  succeeds(["git", "add", "--all"]);
  succeeds(["git", "-c", "user.name=x", "-c", "user.email=x@x.test", "commit", "--quiet", "--message", "x"]);

  const bin = (name) => join(folder, "node_modules/.bin", name);
  tried({
    name: `Turborepo ${TOOLS.turbo}`,
    task: (task) => [bin("turbo"), "run", task, "--output-logs=full", "--continue"],
    hits: (text, task) => text.split("\n").filter((line) => line.includes(`:${task}: cache hit`)).length,
    reset: () => [".turbo", "node_modules/.cache/turbo"].forEach(remove),
  });
  tried({
    name: `Nx ${TOOLS.nx}`,
    task: (task) => [bin("nx"), "run-many", "--target", task, "--outputStyle=static"],
    hits: (text, task) =>
      text.split("\n").filter((line) => line.includes(`:${task}`) && /\[(local cache|existing outputs)/.test(line)).length,
    reset: () => remove(".nx"),
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

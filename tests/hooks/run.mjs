// Pushes through the hooks of husky, lefthook, simple-git-hooks and pre-commit, really installed, and through the plain
// hook of `weighbridge hook install`, into a bare repository beside them.
//
//   node tests/hooks/run.mjs BINARY
//
// For each: a good build passes, one over budget is refused in at most 25 lines of 80 columns that say what to do, a
// missing build says to build first, --no-verify and WEIGHBRIDGE=0 skip. Needs git, the npm registry, and for
// pre-commit python3 with PyPI. The configurations are those of docs/pre-push.md and of `hook install`'s advice.

import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGES = ["husky@9.1.7", "lefthook@2.2.2", "simple-git-hooks@2.14.0"];
const PRE_COMMIT = "pre-commit==4.7.0";
const LINES = 25;
const COLUMNS = 80;

const [given] = process.argv.slice(2);
if (!given) {
  console.error("usage: node tests/hooks/run.mjs BINARY");
  process.exit(2);
}
const binary = resolve(given);
const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const work = mkdtempSync(join(tmpdir(), "weighbridge-hooks-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));
mkdirSync(join(work, "home"));
mkdirSync(join(work, "bin"));
symlinkSync(binary, join(work, "bin", "weighbridge"));

const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(GIT_|npm_|CI$|LEFTHOOK|HUSKY|SKIP|WEIGHBRIDGE)/i.test(name))),
  HOME: join(work, "home"),
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: join(work, "home", "gitconfig"),
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@example.com",
  NO_COLOR: "1",
  PRE_COMMIT_HOME: join(work, "pre-commit"),
};

function run(folder, command, more = {}) {
  const ended = spawnSync(command[0], command.slice(1), { cwd: folder, encoding: "utf8", env: { ...environment, ...more } });
  if (ended.error) throw ended.error;
  return { status: ended.status, text: ended.stdout + ended.stderr };
}

function must(folder, command, more) {
  const ended = run(folder, command, more);
  if (ended.status !== 0) throw new Error(`${command.join(" ")} ended with ${ended.status}:\n${ended.text}`);
  return ended.text;
}

let failures = 0;
function expect(holds, name, text) {
  if (holds) return;
  failures += 1;
  console.error(`FAILED: ${name}\n${text}\n`);
}

// A repository with a remote, the tool among its npm packages, and a budget.
function repository(name, files) {
  const folder = join(work, name, "work");
  mkdirSync(folder, { recursive: true });
  must(join(work, name), ["git", "init", "-q", "--bare", "remote.git"]);
  must(folder, ["git", "init", "-q", "-b", "main"]);
  must(folder, ["git", "remote", "add", "origin", "../remote.git"]);
  const budgets = { build: "dist", compression: "cdn", budgets: [{ name: "Scripts", type: "script", max: { raw: "1 kB" } }] };
  write(folder, {
    ".gitignore": "node_modules\ndist\n",
    "budgets.json": JSON.stringify(budgets, null, 2),
    "package.json": JSON.stringify({ private: true, scripts: { build: "vite build" } }),
    ...files,
  });
  symlinkSync(join(work, "node_modules"), join(folder, "node_modules"));
  return folder;
}

function write(folder, files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function build(folder, bytes) {
  write(folder, {
    "dist/index.html": "<!doctype html><script type=module src=/a.js></script>",
    "dist/a.js": `console.log('${"x".repeat(bytes)}')`,
  });
}

function push(folder, flags = [], more = {}) {
  must(folder, ["git", "add", "-A"]);
  must(folder, ["git", "commit", "-q", "--no-verify", "--allow-empty", "-m", "c"]);
  const ended = run(folder, ["git", "push", "-q", ...flags, "origin", "HEAD:main"], more);
  const [here, there] = [["rev-parse", "HEAD"], ["ls-remote", "origin", "main"]].map((command) => run(folder, ["git", ...command]).text.slice(0, 40));
  return { ...ended, arrived: here === there };
}

// What every way to install it must do.
function try_all(name, folder, more = {}) {
  build(folder, 100);
  let pushed = push(folder, [], more);
  expect(pushed.status === 0 && pushed.arrived, `${name}: a good build passes`, pushed.text);
  expect(pushed.text.includes("within budget"), `${name}: a good build is said to be one`, pushed.text);

  build(folder, 2_000);
  pushed = push(folder, [], more);
  expect(pushed.status !== 0 && !pushed.arrived, `${name}: over budget is refused`, pushed.text);
  const lines = pushed.text.split("\n").map((line) => line.replace(/^│ ?/, ""));
  const first = lines.findIndex((line) => line.includes("push refused: over budget"));
  const last = lines.findIndex((line) => line.includes("skip: git push --no-verify"));
  const message = lines.slice(first, last + 1);
  expect(first >= 0 && first < last && message.length <= LINES, `${name}: at most ${LINES} lines, not ${message.length}`, pushed.text);
  expect(message.every((line) => [...line].length <= COLUMNS), `${name}: at most ${COLUMNS} columns`, pushed.text);
  for (const words of ['"Scripts" is 1.02 kB over its limit', "help:", "1 of 1 budget exceeded", "WEIGHBRIDGE=0 git push"]) {
    expect(message.join("\n").includes(words), `${name}: says ${words}`, pushed.text);
  }

  pushed = push(folder, [], { ...more, WEIGHBRIDGE: "0" });
  expect(pushed.status === 0 && pushed.arrived, `${name}: WEIGHBRIDGE=0 skips`, pushed.text);
  pushed = push(folder, ["--no-verify"], more);
  expect(pushed.status === 0 && pushed.arrived, `${name}: --no-verify skips`, pushed.text);

  rmSync(join(folder, "dist"), { recursive: true });
  pushed = push(folder, [], more);
  expect(pushed.status === 0 && pushed.text.includes("build first: npm run build"), `${name}: a missing build says to build first`, pushed.text);
  console.log(`${name}: tried; a refusal takes ${message.length} lines`);
}

function advice(folder, ...words) {
  const said = run(folder, ["node_modules/.bin/weighbridge", "hook", "install"]);
  for (const word of words) expect(said.status === 2 && said.text.includes(word), `the advice holds ${word}`, said.text);
  return said.text;
}

write(work, { "package.json": "{}" });
must(work, ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", ...PACKAGES]);
symlinkSync(binary, join(work, "node_modules", ".bin", "weighbridge"));
const tool = ["node_modules/.bin/weighbridge", "hook"];

{
  const folder = repository("plain", {});
  must(folder, [...tool, "install"]);
  const hook = readFileSync(join(folder, ".git/hooks/pre-push"), "utf8");
  must(folder, [...tool, "install"]);
  expect(readFileSync(join(folder, ".git/hooks/pre-push"), "utf8") === hook, "plain: a second install changes nothing", hook);
  try_all("plain", folder);
  must(folder, [...tool, "remove"]);
  expect(!existsSync(join(folder, ".git/hooks/pre-push")), "plain: remove deletes what it made", "");
}
{
  const folder = repository("existing", {});
  const mine = '#!/usr/bin/env bash\nset -euo pipefail\necho "to $1" >>../seen\ncat >>../seen\nexec true\n';
  write(folder, { ".git/hooks/pre-push": mine });
  chmodSync(join(folder, ".git/hooks/pre-push"), 0o755);
  must(folder, [...tool, "install"]);
  try_all("an existing hook", folder);
  const seen = readFileSync(join(work, "existing/seen"), "utf8");
  expect(/^to origin\nHEAD [0-9a-f]{40} refs\/heads\/main /.test(seen), "an existing hook: gets its arguments and stdin", seen);
  must(folder, [...tool, "remove"]);
  expect(readFileSync(join(folder, ".git/hooks/pre-push"), "utf8") === mine, "an existing hook: remove gives it back", "");
}
{
  const folder = repository("hooks-path", {});
  must(folder, ["git", "config", "core.hooksPath", ".githooks"]);
  must(folder, [...tool, "install"]);
  try_all("core.hooksPath", folder);
}
{
  const main = repository("worktree", {});
  must(main, ["git", "add", "-A"]);
  must(main, ["git", "commit", "-q", "-m", "c"]);
  must(main, ["git", "worktree", "add", "-q", "../tree"]);
  const folder = join(work, "worktree", "tree");
  // Ignored by git as "node_modules", which a link of that name is, too.
  if (!existsSync(join(folder, "node_modules"))) symlinkSync(join(work, "node_modules"), join(folder, "node_modules"));
  must(folder, [...tool, "install"]);
  try_all("a worktree", folder);
}
{
  const folder = repository("husky", {});
  must(folder, ["npx", "--no", "husky"]);
  write(folder, { ".husky/pre-push": "true\n" });
  must(folder, [...tool, "install"]);
  try_all("husky, by hook install", folder);
  write(folder, { ".husky/pre-push": "weighbridge hook run --refs\n" });
  expect(must(folder, [...tool, "install"]).includes("already there"), "husky: what is called by hand is seen", "");
  try_all("husky, by hand", folder);
}
{
  const folder = repository("lefthook", {});
  write(folder, { "lefthook.yml": "# none yet\n" });
  const said = advice(folder, "pre-push:", "use_stdin: true", "npx lefthook install");
  write(folder, { "lefthook.yml": said.slice(said.indexOf("pre-push:\n")) });
  must(folder, ["npx", "--no", "lefthook", "install"]);
  try_all("lefthook", folder);
  advice(folder, "lefthook writes the hooks");
}
{
  const folder = repository("simple-git-hooks", {});
  const hooks = { "simple-git-hooks": { "pre-push": "npx --no weighbridge hook run --refs" } };
  write(folder, { "package.json": JSON.stringify({ private: true, scripts: { build: "vite build" }, ...hooks }) });
  must(folder, ["npx", "--no", "simple-git-hooks"]);
  try_all("simple-git-hooks", folder);
  advice(folder, '"pre-push": "npx --no weighbridge hook run --refs"');
}

const venv = join(work, "venv");
const has_pip = run(work, ["sh", "-c", `python3 -m venv ${venv} && ${venv}/bin/pip install --quiet --disable-pip-version-check ${PRE_COMMIT}`]);
if (has_pip.status !== 0) {
  console.log(`skipped: pre-commit needs python3 and PyPI\n${has_pip.text}`);
} else {
  const pre_commit = join(venv, "bin", "pre-commit");
  const path = { PATH: `${join(work, "bin")}:${process.env.PATH}` };
  must(work, [pre_commit, "validate-manifest", join(root, ".pre-commit-hooks.yaml")]);
  {
    const folder = repository("pre-commit", { ".pre-commit-config.yaml": "repos: []\n" });
    const said = advice(folder, "stages: [pre-push]", "pre-commit install --hook-type pre-push");
    write(folder, { ".pre-commit-config.yaml": said.slice(said.indexOf("repos:\n")) });
    must(folder, [pre_commit, "validate-config"]);
    must(folder, [pre_commit, "install", "--hook-type", "pre-push"]);
    try_all("pre-commit, local", folder);
    advice(folder, "pre-commit writes the hooks");
  }
  {
    // The file of hooks in a repository of its own: the real one would be built from source.
    const hooks = join(work, "hooks");
    mkdirSync(hooks);
    copyFileSync(join(root, ".pre-commit-hooks.yaml"), join(hooks, ".pre-commit-hooks.yaml"));
    must(hooks, ["git", "init", "-q"]);
    must(hooks, ["git", "add", "-A"]);
    must(hooks, ["git", "commit", "-q", "-m", "c"]);
    const rev = must(hooks, ["git", "rev-parse", "HEAD"]).trim();
    const folder = repository("pre-commit-repository", {
      ".pre-commit-config.yaml": `repos:\n  - repo: ${hooks}\n    rev: ${rev}\n    hooks:\n      - id: weighbridge-system\n`,
    });
    must(folder, [pre_commit, "install", "--hook-type", "pre-push"], path);
    try_all("pre-commit, the repository's hooks", folder, path);
  }
}

if (failures > 0) {
  console.error(`${failures} expectations failed`);
  process.exit(1);
}
console.log("all hold");

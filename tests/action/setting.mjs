// What a scenario needs: a workspace with a build, the action where the runner puts actions, a release of weighbridge.

import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { GitHub, zip } from "./github.mjs";
import { Runner } from "./runner.mjs";

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const VERSION = /^version = "(.*)"/m.exec(readFileSync(join(ROOT, "Cargo.toml"), "utf8"))[1];
const LINUX = `weighbridge-${VERSION}-x86_64-unknown-linux-musl.tar.gz`;
const WINDOWS = `weighbridge-${VERSION}-x86_64-pc-windows-msvc.zip`;

/** Budgets that the shop is within, over, and only warned by. */
const BUDGETS = {
  pass: { max: { gzip: "1 MB" } },
  warn: { warn: { gzip: "10 kB" }, max: { gzip: "1 MB" } },
  fail: { max: { gzip: "10 kB" } },
};

/** Looks like the tool: notes its arguments and its cache, runs the real one, then lets a scenario change the reports. */
const STUB = `#!/usr/bin/env bash
if [ "$1" != --version ]; then
  printf '%s\\n' "$WEIGHBRIDGE_CACHE" > "$STUB_FOLDER/cache"
  printf '%s\\0' "$@" > "$STUB_FOLDER/arguments"
  for argument; do
    case $argument in github=*) annotations=\${argument#github=} ;; markdown=*) markdown=\${argument#markdown=} ;; esac
  done
  if [ -f "$STUB_FOLDER/log" ]; then cat "$STUB_FOLDER/log"; fi
fi
if [ "$STUB_RUNS" = true ] || [ "$1" = --version ]; then "$STUB_TOOL" "$@"; status=$?; fi
if [ -n "$annotations" ] && [ -f "$STUB_FOLDER/annotations" ]; then cat "$STUB_FOLDER/annotations" > "$annotations"; fi
if [ -n "$markdown" ] && [ -f "$STUB_FOLDER/markdown" ]; then cat "$STUB_FOLDER/markdown" > "$markdown"; fi
exit "\${status:-0}"
`;

export class Setting {
  constructor(tool) {
    this.tool = resolve(tool);
    this.home = mkdtempSync(join(tmpdir(), "weighbridge-action-"));
    this.github = new GitHub();
  }

  async open() {
    const quiet = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--no-save"];
    const packages = ["yaml@2.9.1", "@actions/expressions@0.3.61"];
    execFileSync("npm", ["install", ...quiet, "--prefix", join(this.home, "npm"), ...packages], { stdio: "inherit" });
    const load = (path) => import(join(this.home, "npm/node_modules", path));
    this.libraries = { YAML: (await load("yaml/dist/index.js")).default, expressions: await load("@actions/expressions/dist/index.js") };
    await this.github.start();
    this.archives = { real: this.packed("real", this.tool), stub: this.packed("stub", this.file("stub", STUB)) };
  }

  close() {
    this.github.stop();
    rmSync(this.home, { recursive: true, force: true });
  }

  file(name, content) {
    const path = join(this.home, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content, { mode: 0o755 });
    return path;
  }

  /** The program as the assets of a release, packed as the release workflow does; the zip without its `zip`. */
  packed(name, program) {
    const folder = join(this.home, `archive-${name}`);
    const binaries = join(folder, "binaries/binary-x86_64-unknown-linux-musl");
    mkdirSync(binaries, { recursive: true });
    copyFileSync(program, join(binaries, "weighbridge"));
    execFileSync("bash", [".ci/archives", VERSION, join(folder, "binaries"), folder], { cwd: ROOT });
    const inner = WINDOWS.replace(".zip", "");
    return new Map([
      [LINUX, readFileSync(join(folder, LINUX))],
      [WINDOWS, zip([[`${inner}/weighbridge.exe`, readFileSync(program)], [`${inner}/README.md`, Buffer.from("#\n")]])],
    ]);
  }

  /**
   * A new workspace with the shop in `dist`, and budgets. `job` is merged over that of a pull request; `uses` is
   * `release` or `local`; `tool` is `real` or `stub`.
   */
  async scenario({ uses = "release", tool = "real", runs = true, job = {}, bare = false } = {}) {
    this.github.reset();
    this.github.release(VERSION, this.archives[tool]);
    const root = mkdtempSync(join(this.home, "run-"));
    const workspace = join(root, "work/app/app");
    const temp = join(root, "work/_temp");
    const stub = join(root, "stub");
    for (const folder of [workspace, temp, stub]) mkdirSync(folder, { recursive: true });
    const action = uses === "local" ? workspace : join(root, "work/_actions/weighbridge/weighbridge/v1");
    mkdirSync(action, { recursive: true });
    for (const part of ["action.yml", "action", "Cargo.toml"]) cpSync(join(ROOT, part), join(action, part), { recursive: true });
    if (!bare) {
      cpSync(join(ROOT, "fixtures/vite8-shop"), join(workspace, "dist"), { recursive: true });
      for (const [name, limit] of Object.entries(BUDGETS)) {
        const budgets = [{ name: "First load", load: "initial", per: "entry", ...limit }];
        const config = { build: "dist", compression: { gzip: 9, brotli: 5 }, unmatched: "ignore", budgets, checks: { "legacy-image-format": "off" } };
        writeFileSync(join(workspace, `${name}.json`), JSON.stringify(config));
      }
    }
    const { env, github, ...more } = job;
    const runner = new Runner(this.libraries, {
      temp,
      workspace,
      event: { pull_request: { number: 7, head: { sha: "a".repeat(40) } } },
      github: {
        token: "ghs_test.Token-1_x", repository: "team/app", event_name: "pull_request", workspace, sha: "b".repeat(40),
        api_url: `${this.github.url}/api`, ...github,
      },
      env: {
        WEIGHBRIDGE_RELEASES: `${this.github.url}/releases`, npm_config_registry: `${this.github.url}/npm/`,
        WEIGHBRIDGE_CACHE: join(this.home, "cache"), STUB_FOLDER: stub, STUB_TOOL: this.tool, STUB_RUNS: String(runs), ...env,
      },
      ...more,
    });
    return { root, workspace, temp, stub, action, runner };
  }
}

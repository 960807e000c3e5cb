// Runs the GitHub Action step by step, as GitHub's runner does, in every situation that docs/github-action.md speaks of.
//
//   node tests/action/run.mjs BINARY
//
// Expressions are evaluated by GitHub's own engine, from the npm registry; BINARY is served as a release by a server on
// this machine, which stands for GitHub's API, too. Needs bash, curl, jq, tar and unzip.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";

import { withTables } from "./docs.mjs";
import { TOKEN, zip } from "./github.mjs";
import { readLog } from "./log.mjs";
import { ROOT, Setting, VERSION } from "./setting.mjs";

const [tool] = process.argv.slice(2);
if (!tool) {
  console.error("usage: node tests/action/run.mjs BINARY");
  process.exit(2);
}
const setting = new Setting(tool);
const { github } = setting;
before(() => setting.open());
after(() => setting.close());

/** Runs the action in a new scenario; `prepare` may change it first. */
async function act(inputs, options = {}, prepare = () => {}) {
  const scenario = await setting.scenario(options);
  await prepare(scenario);
  const outputs = await scenario.runner.action(scenario.action, inputs);
  return { ...scenario, outputs, failed: scenario.runner.failed, log: scenario.runner.log, ...scenario.runner.shown() };
}
/** The same job uses the action once more. */
function again(run, inputs) {
  run.runner.failed = false;
  return run.runner.action(run.action, inputs);
}
const report = (run) => JSON.parse(readFileSync(run.outputs["report-json"], "utf8"));
const arguments_ = (run) => readFileSync(join(run.stub, "arguments"), "utf8").split("\0").slice(0, -1);
const behind = (run, option) => arguments_(run)[arguments_(run).indexOf(option) + 1];

// The verdict.

test("a build within budget passes and has all outputs and reports", async () => {
  const run = await act({ directory: "dist", config: "pass.json" });
  assert.equal(run.failed, false, run.log);
  const { verdict, totals, entries } = report(run);
  const largest = (unit) => String(Math.max(...entries.map(({ initial }) => initial[unit])));
  assert.deepEqual(
    { ...run.outputs, "report-json": "", "report-markdown": "", "sarif-file": "" },
    {
      verdict, "exit-code": "0", "baseline-used": "false", "initial-gzip": largest("gzip"),
      "initial-brotli": largest("brotli"), "total-raw": String(totals.all.raw), "total-gzip": String(totals.all.gzip),
      "total-brotli": String(totals.all.brotli), "report-json": "", "report-markdown": "", "sarif-file": "",
    },
  );
  assert.equal(verdict, "pass");
  for (const name of ["report-json", "report-markdown", "sarif-file"]) {
    assert.ok(readFileSync(run.outputs[name], "utf8").length > 0, name);
    assert.ok(run.outputs[name].startsWith(run.temp), run.outputs[name]);
  }
  assert.equal(run.runner.summaries.length, 1);
  assert.match(run.log, /PASS/);
  assert.deepEqual(run.runner.skipped, ["Comment in the pull request"]);
});

test("a build over budget fails after the reports are written", async () => {
  const run = await act({ directory: "dist", config: "fail.json" });
  assert.equal(run.failed, true, run.log);
  assert.deepEqual([run.outputs.verdict, run.outputs["exit-code"]], ["fail", "1"]);
  assert.equal(run.runner.summaries.length, 1);
  assert.match(run.log, /FAIL/);
});

test("warnings fail only where they are to", async () => {
  for (const [failOn, fails] of [["error", false], ["warning", true], ["never", false]]) {
    const run = await act({ directory: "dist", config: "warn.json", "fail-on": failOn });
    assert.deepEqual([run.failed, run.outputs.verdict], [fails, "warn"], failOn);
  }
});

test("with fail-on never a build over budget passes, and says so", async () => {
  const run = await act({ directory: "dist", config: "fail.json", "fail-on": "never" });
  assert.deepEqual([run.failed, run.outputs.verdict, run.outputs["exit-code"]], [false, "fail", "1"]);
  assert.match(run.annotations.at(-1).message, /over budget/);
});

test("what cannot be judged fails, whatever fail-on says, and the summary says so", async () => {
  for (const failOn of ["error", "never"]) {
    const run = await act({ directory: "no-such-build", "fail-on": failOn });
    assert.equal(run.failed, true, run.log);
    assert.deepEqual([run.outputs.verdict, run.outputs["exit-code"], run.outputs["report-json"]], ["", "2", ""]);
    assert.match(run.runner.summaries.join(), /could not judge/);
    assert.ok(run.annotations.some(({ level, message }) => level === "error" && /could not judge/.test(message)));
    assert.match(run.log, /no-such-build/);
  }
});

test("a mistake in an input is named", async () => {
  const mistakes = { "fail-on": "sometimes", annotations: "yes", summary: "1", "working-directory": "nowhere", version: "../x" };
  for (const [name, value] of Object.entries(mistakes)) {
    const run = await act({ directory: "dist", [name]: value });
    assert.equal(run.failed, true, name);
    assert.match(run.annotations[0].message, new RegExp(`\`${name}\``));
  }
});

// What goes in.

test("inputs are never run, whatever is in them", async () => {
  const hostile = (word) => `$(touch ${word}) \`touch ${word}\` ; touch ${word} | "'\${{ github.token }} && touch ${word}`;
  const names = ["directory", "config", "baseline", "args", "key", "cache", "sarif-file"];
  const inputs = Object.fromEntries(names.map((name) => [name, hostile(`owned-by-${name}`)]));
  const run = await act({ ...inputs, comment: "true" }, { tool: "stub", runs: false });
  for (const name of names) assert.ok(!existsSync(join(run.workspace, `owned-by-${name}`)), name);
  assert.deepEqual(arguments_(run).slice(-3), [hostile("owned-by-args"), "--", hostile("owned-by-directory")]);
  for (const name of ["version", "working-directory", "fail-on", "token"]) {
    const failing = await act({ directory: "dist", [name]: hostile("owned"), comment: "true" });
    assert.ok(!existsSync(join(failing.workspace, "owned")), name);
  }
});

test("a line break in an input starts no command of the runner and no other output", async () => {
  const inputs = { config: "x\n::error::fake", baseline: "x\nverdict=pass\n::warning::fake", "sarif-file": "s\nverdict=pass" };
  const run = await act({ directory: "dist", ...inputs });
  assert.equal(run.failed, true);
  assert.equal(run.outputs.verdict, "");
  assert.ok(!run.annotations.some(({ message }) => message === "fake"), run.log);
});

test("no value of an output can end it, since its delimiter is new each time", () => {
  const written = () => {
    const file = join(setting.home, "outputs");
    writeFileSync(file, "");
    const script = '. action/lib.sh; output path "$VALUE"; output path "$VALUE"';
    const env = { PATH: process.env.PATH, GITHUB_OUTPUT: file, VALUE: "a\nEOF\nverdict<<EOF\npass" };
    execFileSync("bash", ["--norc", "-c", script], { cwd: ROOT, env });
    return [...readFileSync(file, "utf8").matchAll(/^path<<(end_[0-9a-f]{32})$/gm)].map(([, end]) => end);
  };
  assert.equal(new Set([...written(), ...written()]).size, 4);
});

test("arguments are lines, with their blanks, before the directory", async () => {
  const run = await act({ directory: "dist", args: "--limit\n170 kB\nassets/*.js\n\n--no-encode\n" }, { tool: "stub", runs: false });
  assert.deepEqual(arguments_(run).slice(-6), ["--limit", "170 kB", "assets/*.js", "--no-encode", "--", "dist"]);
  const real = await act({ directory: "dist", args: "--limit\n1 MB\n**/*.js\n--no-encode" });
  assert.equal(real.failed, false, real.log);
});

test("a directory that looks like an option is a directory", async () => {
  const run = await act({ directory: "--help" });
  assert.deepEqual([run.failed, run.outputs["exit-code"]], [true, "2"], run.log);
});

test("arguments that keep the tool from judging do not pass", async () => {
  for (const args of ["--help", "--version"]) {
    const run = await act({ directory: "dist", args, "fail-on": "never" });
    assert.deepEqual([run.failed, run.outputs.verdict, run.outputs["exit-code"]], [true, "", "2"], args);
  }
});

test("two projects are judged together, and the figures are those of both", async () => {
  const prepare = ({ workspace }) => {
    for (const app of ["shop", "admin"]) {
      mkdirSync(join(workspace, "apps", app), { recursive: true });
      execFileSync("cp", ["-r", join(workspace, "dist"), join(workspace, "apps", app, "dist")]);
      const config = app === "shop" ? "pass.json" : "fail.json";
      writeFileSync(join(workspace, "apps", app, "budgets.json"), readFileSync(join(workspace, config)));
    }
    rmSync(join(workspace, "apps/admin/dist/assets"), { recursive: true });
  };
  const run = await act({ "working-directory": "apps", directory: "shop\nadmin" }, {}, prepare);
  const { projects, verdict } = report(run);
  assert.equal(projects.length, 2, run.log);
  assert.equal(run.outputs.verdict, verdict);
  const sum = (unit) => String(projects.reduce((total, { totals }) => total + totals.all[unit], 0));
  const largest = (unit) =>
    String(Math.max(...projects.flatMap(({ entries }) => entries.map(({ initial }) => initial[unit]))));
  const { outputs } = run;
  assert.deepEqual(
    [outputs["total-raw"], outputs["total-gzip"], outputs["total-brotli"], outputs["initial-gzip"], outputs["initial-brotli"]],
    [sum("raw"), sum("gzip"), sum("brotli"), largest("gzip"), largest("brotli")],
  );
});

test("several directories are several arguments", async () => {
  const run = await act({ directory: "apps/shop/dist\napps/admin/dist\n" }, { tool: "stub", runs: false });
  assert.deepEqual(arguments_(run).slice(-3), ["--", "apps/shop/dist", "apps/admin/dist"]);
});

test("paths count from the working directory, and the tool runs in the workspace", async () => {
  const inputs = { "working-directory": "apps/shop", directory: "dist", config: "b.json", "sarif-file": "out/s.sarif", cache: "c" };
  const prepare = ({ workspace }) => mkdirSync(join(workspace, "apps/shop"), { recursive: true });
  const run = await act(inputs, { tool: "stub", runs: false }, prepare);
  assert.equal(behind(run, "--config"), "apps/shop/b.json");
  assert.equal(arguments_(run).at(-1), "apps/shop/dist");
  assert.ok(arguments_(run).includes("sarif=apps/shop/out/s.sarif"));
  assert.equal(readFileSync(join(run.stub, "cache"), "utf8"), "apps/shop/c\n");
  assert.ok(existsSync(join(run.workspace, "apps/shop/out")));
});

test("without a directory, the nearest budgets.json from the working directory up has it", async () => {
  const budgets = (run) => readFileSync(join(run.workspace, "pass.json"));
  const nearest = ({ workspace }) => {
    mkdirSync(join(workspace, "apps/shop/src"), { recursive: true });
    writeFileSync(join(workspace, "apps/shop/budgets.json"), budgets({ workspace }));
    execFileSync("cp", ["-r", join(workspace, "dist"), join(workspace, "apps/shop/dist")]);
  };
  const run = await act({ "working-directory": "apps/shop/src" }, {}, nearest);
  assert.equal(run.failed, false, run.log);
  assert.equal(report(run).build.directory, "apps/shop/dist");
  const root = await act({}, {}, ({ workspace }) => writeFileSync(join(workspace, "budgets.json"), budgets({ workspace })));
  assert.equal(report(root).build.directory, "dist");
});

test("the SARIF report goes where it is asked for, and none of an earlier run stays", async () => {
  const written = await act({ directory: "dist", config: "pass.json", "sarif-file": "out/w.sarif" });
  assert.equal(written.outputs["sarif-file"], join(written.workspace, "out/w.sarif"));
  const stale = ({ workspace }) => writeFileSync(join(workspace, "w.sarif"), "{}");
  const failed = await act({ directory: "none", "sarif-file": "w.sarif" }, {}, stale);
  assert.equal(failed.outputs["sarif-file"], "");
  assert.ok(!existsSync(join(failed.workspace, "w.sarif")));
});

test("a baseline is given to the tool only where it is there", async () => {
  const missing = await act({ directory: "dist", baseline: "before.json" }, { tool: "stub", runs: false });
  assert.ok(!arguments_(missing).includes("--baseline"));
  assert.match(missing.annotations[0].message, /no baseline/);
  const empty = await act({ directory: "dist", baseline: "dist" }, { tool: "stub", runs: false });
  assert.equal(empty.outputs["baseline-used"], "false");
  const prepare = ({ workspace }) =>
    execFileSync(setting.tool, ["update", "dist", "--config", "pass.json", "--baseline", "before.json", "--quiet"], { cwd: workspace });
  const given = { directory: "dist", config: "pass.json", baseline: "before.json" };
  const there = await act(given, { tool: "stub" }, prepare);
  assert.equal(behind(there, "--baseline"), "before.json");
  assert.equal(there.outputs["baseline-used"], "true", there.log);
});

// What comes out.

test("annotations are what the runner reads, and nothing of the tool's own output is a command", async () => {
  const run = await act({ directory: "dist", config: "pass.json" }, { tool: "stub" }, ({ stub }) => {
    const lines = ["::error file=budgets.json,line=3,title=over%2C far::too much%0Aby half", "::set-env name=X::1", "##[error]x"];
    writeFileSync(join(stub, "annotations"), lines.join("\n"));
    writeFileSync(join(stub, "log"), "::error::from the log\n##[error]old\n::add-mask::a\n::stop-commands::mine\n");
  });
  assert.equal(run.failed, false, run.log);
  const expected = { level: "error", file: "budgets.json", line: "3", title: "over, far", message: "too much\nby half" };
  assert.deepEqual(run.annotations, [expected]);
  assert.deepEqual(run.commands.map(({ name }) => name), ["stop-commands", "group", "error", "endgroup"]);
  assert.match(run.log, /::error::from the log/);
});

test("the real annotations are at most ten of a kind and lie in the repository", async () => {
  const run = await act({ directory: "dist", config: "fail.json" });
  const lines = run.log.split("::group::Annotations\n")[1]?.split("::endgroup::")[0].split("\n") ?? [];
  for (const line of lines.filter(Boolean)) assert.match(line, /^::(error|warning|notice) /);
  for (const { file } of run.annotations) if (file) assert.ok(existsSync(join(run.workspace, file)), file);
});

test("annotations and summary can be switched off", async () => {
  const write = ({ stub }) => writeFileSync(join(stub, "annotations"), "::error::x\n");
  const run = await act({ directory: "dist", annotations: "false", summary: "false", config: "pass.json" }, { tool: "stub" }, write);
  assert.deepEqual([run.annotations, run.runner.summaries], [[], []]);
});

test("a report that is too large for a summary is not put there", async () => {
  const write = ({ stub }) => writeFileSync(join(stub, "markdown"), "x".repeat(1_100_000));
  const run = await act({ directory: "dist", config: "pass.json", comment: "true" }, { tool: "stub" }, write);
  assert.match(run.runner.summaries.join(), /too large/);
  assert.ok(github.comments[0].body.length < 65_536);
});

test("figures are the sums and the largest over several projects", () => {
  const joined = (projects, verdict) => JSON.stringify({ schemaVersion: 1, projects, verdict }, null, 2);
  const project = (gzip, name) => ({
    verdict: "fail",
    totals: { all: { files: 1, raw: 10, gzip, brotli: 3 }, script: { files: 9, raw: 9, gzip: 9, brotli: 9 } },
    assets: [{ path: '"verdict": "fail"', raw: 1, gzip: 999_999 }],
    entries: [
      { path: name, audience: "legacy", initial: { scripts: ['"gzip": 77'], raw: 1, gzip: 5_000_000_000, brotli: 1 } },
      { path: name, audience: "modern", initial: { scripts: [], raw: 1, gzip, brotli: null, before: { gzip: 1e9 } } },
    ],
  });
  const figures = (text) => execFileSync("awk", ["-f", join(ROOT, "action/figures.awk")], { input: text, encoding: "utf8" });
  const text = joined([project(3_000_000_000, "a"), project(4_000_000_000, "b")], "warn");
  const expected = "verdict=warn\ninitial-gzip=4000000000\ntotal-raw=20\ntotal-gzip=7000000000\ntotal-brotli=6\n";
  assert.equal(figures(text), expected);
  assert.equal(figures(text.replaceAll("\n", "\r\n")), expected);
  assert.equal(figures("not json\n"), "");
});

// Where the program comes from.

test("a release is used whose checksum fits", async () => {
  const run = await act({ directory: "dist", config: "pass.json" });
  assert.match(run.log, new RegExp(`Installed weighbridge ${VERSION}`));
  assert.ok(existsSync(join(run.temp, `weighbridge/${VERSION}/weighbridge`)));
  const second = await again(run, { directory: "dist", config: "pass.json" });
  assert.equal(second.verdict, "pass");
  assert.equal(github.requests.filter(({ path }) => path.endsWith(".tar.gz")).length, 1, "installed once a job");
});

test("what the checksum does not fit is not run, and npm is not asked instead", async () => {
  const change = () => {
    const name = [...github.files.keys()].find((path) => path.endsWith(".tar.gz"));
    github.files.set(name, Buffer.concat([github.files.get(name), Buffer.from("x")]));
  };
  const run = await act({ directory: "dist" }, {}, change);
  assert.equal(run.failed, true);
  assert.match(run.annotations[0].message, /SHA-256/);
  assert.ok(!existsSync(join(run.temp, `weighbridge/${VERSION}/weighbridge`)));
  assert.ok(!github.requests.some(({ path }) => path.startsWith("/npm")));
  const unlisted = await act({ directory: "dist" }, {}, () => github.files.set(`/releases/v${VERSION}/SHA256SUMS`, Buffer.from("")));
  assert.match(unlisted.annotations[0].message, /no checksum/);
});

test("npm is asked where the release cannot be reached", async () => {
  const lose = () => {
    github.files.clear();
    const folder = join(setting.home, "npm-package");
    mkdirSync(join(folder, "package"), { recursive: true });
    writeFileSync(join(folder, "package/package.json"), JSON.stringify({ name: "weighbridge", version: VERSION, bin: "run.sh" }));
    writeFileSync(join(folder, "package/run.sh"), `#!/usr/bin/env bash\nexec "$STUB_TOOL" "$@"\n`, { mode: 0o755 });
    execFileSync("tar", ["-czf", join(folder, "p.tgz"), "-C", folder, "package"]);
    github.package("weighbridge", VERSION, readFileSync(join(folder, "p.tgz")));
  };
  // A .npmrc of the pull request is not read.
  const run = await act({ directory: "dist", config: "pass.json" }, {}, (scenario) => {
    lose();
    writeFileSync(join(scenario.workspace, ".npmrc"), "registry=http://127.0.0.1:9/\n");
  });
  assert.equal(run.outputs.verdict, "pass", run.log);
  assert.match(run.log, /from npm/);
});

test("where nothing can be had, the message says what to do", async () => {
  const run = await act({ directory: "dist", version: "v9.9.9" });
  assert.equal(run.failed, true);
  assert.match(run.annotations[0].message, /9\.9\.9 cannot be had .*version: source/);
});

test("the version of the action is the version of the program, and an input can say another", async () => {
  const other = await act({ directory: "dist", version: "v0.0.9", config: "pass.json" }, {}, () => {
    const linux = setting.archives.real.entries().next().value;
    github.release("0.0.9", [[linux[0].replace(VERSION, "0.0.9"), linux[1]]]);
  });
  assert.equal(other.outputs.verdict, "pass", other.log);
  assert.ok(github.requests.some(({ path }) => path.startsWith("/releases/v0.0.9/")));
});

const CARGO = `#!/usr/bin/env bash
printf '%s\\n' "$@" > "$STUB_FOLDER/cargo"
while [ "$1" != --root ]; do shift; done
mkdir -p "$2/bin" && cp "$STUB_TOOL" "$2/bin/weighbridge"
`;

test("the source is built where the action is local, in its own repository, or where it is asked for", async () => {
  setting.file("bin/cargo", CARGO);
  const env = { PATH: `${join(setting.home, "bin")}:${process.env.PATH}` };
  const ways = [
    [{ uses: "local", job: { env } }, {}],
    [{ job: { env, github: { repository: "weighbridge/weighbridge" } } }, {}],
    [{ job: { env } }, { version: "source" }],
  ];
  for (const [options, inputs] of ways) {
    const run = await act({ directory: "dist", config: "pass.json", ...inputs }, options);
    assert.equal(run.outputs.verdict, "pass", run.log);
    const given = readFileSync(join(run.stub, "cargo"), "utf8").split("\n");
    assert.equal(given[given.indexOf("--path") + 1], run.action);
    assert.ok(given.includes("--locked"));
    assert.ok(!github.requests.some(({ path }) => path.startsWith("/releases")));
  }
});

test("every runner has its asset", () => {
  const shell = (script, env) =>
    execFileSync("bash", ["--norc", "-c", `. action/lib.sh; . action/release.sh; ${script}`], {
      cwd: ROOT, encoding: "utf8", env: { PATH: process.env.PATH, ...env },
    }).trim();
  const runners = {
    "Linux X64": "weighbridge-1.2.3-x86_64-unknown-linux-musl.tar.gz",
    "Linux ARM64": "weighbridge-1.2.3-aarch64-unknown-linux-musl.tar.gz",
    "macOS X64": "weighbridge-1.2.3-x86_64-apple-darwin.tar.gz",
    "macOS ARM64": "weighbridge-1.2.3-aarch64-apple-darwin.tar.gz",
    "Windows X64": "weighbridge-1.2.3-x86_64-pc-windows-msvc.zip",
    "Windows ARM64": "weighbridge-1.2.3-x86_64-pc-windows-msvc.zip",
  };
  for (const [runner, asset] of Object.entries(runners)) {
    const [RUNNER_OS, RUNNER_ARCH] = runner.split(" ");
    assert.equal(shell('asset 1.2.3 "$(target)"', { RUNNER_OS, RUNNER_ARCH }), asset);
  }
  assert.equal(shell("target", { RUNNER_OS: "Linux", RUNNER_ARCH: "ARM" }), "");
  assert.equal(shell("executable", { RUNNER_OS: "Windows" }), "weighbridge.exe");
  const sum = "A".repeat(64);
  const sums = `${"b".repeat(64)}  other.zip\\r\\n${sum} *a.zip\\r\\n${sum}  a.zip.sig\\n`;
  assert.equal(shell(`printf '${sums}' | checksum_of a.zip`), "a".repeat(64));
  assert.equal(shell(`printf '${sums}' | checksum_of zip`), "");
  const rooted = (path, WORKING_DIRECTORY) => shell(`rooted '${path}'`, { WORKING_DIRECTORY });
  assert.deepEqual(
    [rooted("dist", "."), rooted("dist", "a/b/"), rooted("/x", "a"), rooted("C:\\x", "a"), rooted("d:/x", "a")],
    ["dist", "a/b/dist", "/x", "C:\\x", "d:/x"],
  );
});

// Stands for MSYS2's: D:\… and D:/… are what lies in $DRIVE.
const CYGPATH = String.raw`#!/usr/bin/env bash
path=${"$"}{3//\\//}
case $1 in
  -m) case $path in "$DRIVE"/*) printf 'D:%s\n' "${"$"}{path#"$DRIVE"}" ;; *) printf '%s\n' "$path" ;; esac ;;
  -u) case $path in D:/*) printf '%s\n' "$DRIVE${"$"}{path#D:}" ;; *) printf '%s\n' "$path" ;; esac ;;
esac
`;

test("on Windows the zip is unpacked, and paths are such that every program takes them", async () => {
  setting.file("windows/cygpath", CYGPATH);
  setting.file("windows/jq", `#!/usr/bin/env bash\n/usr/bin/env -i PATH=/usr/local/bin:/usr/bin:/bin jq "$@" | sed 's/$/\\r/'\n`);
  const env = { PATH: `${join(setting.home, "windows")}:${process.env.PATH}`, DRIVE: "/no-such-drive" };
  const run = await act({ directory: "dist", config: "pass.json", comment: "true" }, { job: { os: "Windows", env } });
  assert.equal(run.outputs.verdict, "pass", run.log);
  assert.ok(existsSync(join(run.temp, `weighbridge/${VERSION}/weighbridge.exe`)));
  assert.equal(github.comments.length, 1, run.log);
  const shell = (script) =>
    execFileSync("bash", ["--norc", "-c", `. action/lib.sh; . action/release.sh; ${script}`], {
      cwd: ROOT,
      encoding: "utf8",
      env: { ...env, DRIVE: "/d", RUNNER_OS: "Windows", GITHUB_WORKSPACE: "D:\\a\\app\\app", GITHUB_REPOSITORY: "team/app" },
    }).trim();
  assert.equal(shell("native /d/a/_temp"), "D:/a/_temp");
  assert.equal(shell("posix 'D:\\a\\_temp'"), "/d/a/_temp");
  const own = (path) => shell(`ACTION_PATH='${path}'; if is_own_repository; then echo own; fi`);
  assert.equal(own("D:\\a\\app\\app\\."), "own");
  assert.equal(own("D:\\a\\_actions\\team\\app\\v1"), "own");
  assert.equal(own("D:\\a\\_actions\\weighbridge\\weighbridge\\v1"), "");
});

// The comment.

test("the comment is written once and then changed, one a key", async () => {
  const run = await act({ directory: "dist", config: "fail.json", comment: "true" });
  assert.equal(run.failed, true, "the verdict stays");
  const [first] = github.comments;
  assert.ok(first.body.startsWith("<!-- weighbridge:default -->\n"));
  assert.ok(first.body.includes(readFileSync(run.outputs["report-markdown"], "utf8").trim()));
  assert.match(first.body, /Commit a{40} · \[run\]\(https:\/\/github\.example\/team\/app\/actions\/runs\/4711\)/);
  await again(run, { directory: "dist", config: "pass.json", comment: "true" });
  assert.equal(github.comments.length, 1);
  assert.ok(github.requests.some(({ method, path }) => method === "PATCH" && path.endsWith(`/comments/${first.id}`)));
  await again(run, { directory: "dist", config: "pass.json", comment: "true", key: "admin --> x" });
  assert.equal(github.comments[1].body.split("\n")[0], "<!-- weighbridge:admin-x -->");
  assert.ok(!run.log.includes(TOKEN), "the token is not in the log");
});

test("the comment is found on a later page, and only that of the same author", async () => {
  const marker = "<!-- weighbridge:default -->\n";
  const fill = () => {
    const user = { login: "somebody", type: "User" };
    for (let id = 1; id <= 230; id++) github.comments.push({ id, issue: 7, user, body: id === 3 ? marker : "hello" });
    github.comments.push({ id: 231, issue: 7, user: { login: "other[bot]", type: "Bot" }, body: `> ${marker}` });
    github.comments.push({ id: 232, issue: 7, user: { login: "github-actions[bot]", type: "Bot" }, body: marker });
  };
  await act({ directory: "dist", config: "pass.json", comment: "true" }, {}, fill);
  assert.equal(github.comments.length, 232);
  assert.notEqual(github.comments[231].body, marker);
  const asPerson = () => {
    fill();
    github.login = "somebody";
  };
  await act({ directory: "dist", config: "pass.json", comment: "true" }, {}, asPerson);
  assert.deepEqual([github.comments[2].body !== marker, github.comments[231].body], [true, marker]);
});

test("a token that may not write is told of, and the verdict stands", async () => {
  const readOnly = () => (github.canWrite = false);
  const run = await act({ directory: "dist", config: "pass.json", comment: "true" }, {}, readOnly);
  assert.equal(run.failed, false, run.log);
  assert.equal(github.comments.length, 0);
  assert.match(run.annotations.at(-1).message, /fork/);
  const wrong = await act({ directory: "dist", config: "pass.json", comment: "true", token: "expired" });
  assert.match(wrong.annotations.at(-1).message, /401/);
});

test("without a pull request, a report or an API there is no comment", async () => {
  const push = await act({ directory: "dist", config: "pass.json", comment: "true" }, { job: { event: {} } });
  assert.match(push.annotations.at(-1).message, /not about a pull request/);
  const none = await act({ directory: "none", comment: "true" });
  assert.ok(none.annotations.some(({ message }) => /there is no report/.test(message)), none.log);
  assert.equal(none.failed, true);
  const away = { github: { api_url: "http://127.0.0.1:9" } };
  const offline = await act({ directory: "dist", config: "pass.json", comment: "true" }, { job: away });
  assert.deepEqual([offline.failed, offline.annotations.at(-1).level], [false, "warning"], offline.log);
});

// The comment of a fork.

const FORK = { owner: { login: "fork" }, full_name: "fork/app" };
const runEvent = (change = {}) => ({
  workflow_run: { id: 99, event: "pull_request", head_sha: "c".repeat(40), head_branch: "a b&c#d", head_repository: FORK, ...change },
});
async function fork(markdown, { event = runEvent(), prepare = () => {}, files } = {}) {
  const scenario = await setting.scenario({ bare: true, job: { event, github: { event_name: "workflow_run" } } });
  const pull = (number, sha, name) => ({ number, head: { sha, ref: "a b&c#d", repo: { full_name: name } } });
  github.pulls.push(pull(5, "d".repeat(40), "fork/app"), pull(6, "c".repeat(40), "fork/app"), pull(8, "c".repeat(40), "x/app"));
  const archive = zip(files ?? [["report.md", Buffer.from(markdown)]]);
  github.files.set("/blob.zip", archive);
  github.artifacts.push({ id: 1, name: "other", expired: false, size_in_bytes: 9 });
  github.artifacts.push({ id: 2, name: "weighbridge-report", expired: false, size_in_bytes: archive.length });
  await prepare();
  await scenario.runner.action(join(scenario.action, "action/comment"), {});
  return { ...scenario, failed: scenario.runner.failed, log: scenario.runner.log, ...scenario.runner.shown() };
}

test("a fork's report becomes a comment in the pull request that GitHub knows", async () => {
  const run = await fork("**pass** for @everyone and @scope/package");
  assert.equal(run.failed, false, run.log);
  assert.equal(github.comments.length, 1, run.log);
  const [{ issue, body }] = github.comments;
  assert.equal(issue, 6);
  assert.match(body, /written by the pull request's own run/);
  assert.ok(!/@[a-z]/.test(body), "nobody is mentioned");
  assert.match(body, /Commit c{40}/);
  const blob = github.requests.find(({ path }) => path === "/blob.zip");
  assert.equal(blob.authorization, undefined, "the storage is not given the token");
});

test("a fork's artifact is data", async () => {
  const large = await fork("x".repeat(300_000));
  assert.match(large.annotations.at(-1).message, /no artifact of that name and of a report's size/);
  const lying = await fork("x".repeat(300_000), { prepare: () => (github.artifacts[1].size_in_bytes = 10) });
  assert.match(lying.annotations.at(-1).message, /larger than it said/);
  const many = await fork("y".repeat(100_000));
  assert.match(github.comments[0].body, /too long/, many.log);
  const outside = await fork("", { files: [["../../report.md", Buffer.from("x")], ["run.sh", Buffer.from("exit 1")]] });
  assert.match(outside.annotations.at(-1).message, /no report\.md/);
  assert.equal(github.comments.length, 0);
  const broken = await fork("", { prepare: () => github.files.set("/blob.zip", Buffer.from("no zip")) });
  assert.deepEqual([broken.failed, github.comments.length], [false, 0]);
});

test("where the commit is not the newest of an open pull request, nothing is written", async () => {
  const moved = await fork("x", { event: runEvent({ head_sha: "e".repeat(40) }) });
  assert.match(moved.annotations.at(-1).message, /no open pull request/);
  const push = await fork("x", { event: runEvent({ event: "push" }) });
  assert.match(push.annotations.at(-1).message, /not about a pull request/);
  const gone = await fork("x", { event: runEvent({ head_repository: null }) });
  assert.match(gone.annotations.at(-1).message, /fork is gone/);
  assert.equal(github.comments.length, 0);
});

// The documentation and its workflows.

test("the tables of the documentation are those of action.yml", () => {
  const path = join(ROOT, "docs/github-action.md");
  const written = readFileSync(path, "utf8");
  const right = withTables(written, setting.libraries.YAML.parse(readFileSync(join(ROOT, "action.yml"), "utf8")));
  if (process.env.UPDATE) writeFileSync(path, right);
  else assert.equal(written, right, "UPDATE=1 node tests/action/run.mjs writes them");
});

test("documentation and workflows name this version", () => {
  const names = ["docs/github-action.md", ...readdirSync(join(ROOT, "docs/workflows")).map((name) => `docs/workflows/${name}`)];
  const uses = names.flatMap((name) =>
    [...readFileSync(join(ROOT, name), "utf8").matchAll(/uses: weighbridge\/weighbridge[\w/]*@(\S+)/g)].map(([, ref]) => [name, ref]),
  );
  assert.ok(uses.length > 3);
  for (const [name, ref] of uses) assert.equal(ref, `v${VERSION}`, name);
});

/** GitHub's own actions, as far as the recipes use them: `caches` and `artifacts` hold what was kept. */
function standIns(scenario, { caches, artifacts = new Map(), uploads = [] }) {
  const inside = (path) => (path.startsWith("/") ? path : join(scenario.workspace, path));
  return {
    "actions/checkout": () => ({}),
    "actions/setup-node": () => ({}),
    "actions/cache/save": ({ inputs: { key, path } }) => {
      if (!caches.has(key)) caches.set(key, existsSync(inside(path)) && !path.startsWith(".") ? readFileSync(inside(path)) : "");
    },
    "actions/cache/restore": ({ inputs: { key, path, "restore-keys": prefixes = "" } }) => {
      const newest = [...caches.keys()].reverse();
      const wanted = prefixes.split("\n").filter(Boolean);
      const hit = newest.find((one) => one === key) ?? newest.find((one) => wanted.some((prefix) => one.startsWith(prefix)));
      if (hit && caches.get(hit) !== "") writeFileSync(inside(path), caches.get(hit));
      return { "cache-hit": String(hit === key) };
    },
    "actions/upload-artifact": ({ inputs: { name, path } }) => {
      artifacts.set(name, readFileSync(inside(path)));
    },
    "github/codeql-action/upload-sarif": ({ inputs }) => {
      uploads.push({ ...inputs, sarif: readFileSync(inputs.sarif_file, "utf8") });
    },
    "weighbridge/weighbridge": { action: scenario.action },
    "weighbridge/weighbridge/action/comment": { action: join(scenario.action, "action/comment") },
  };
}
const BASE = "1".repeat(40);
const onPath = () => {
  setting.file("recipes/npm", `#!/usr/bin/env bash\nif [ "$1" = run ]; then echo built > built; fi\n`);
  setting.file("recipes/git", `#!/usr/bin/env bash\n[ "$*" = "rev-parse HEAD^1" ] && echo ${BASE}\n`);
  return { PATH: `${join(setting.home, "recipes")}:${process.env.PATH}` };
};
/** A job of a recipe; the project's budgets are those of `config`. */
async function recipe(file, job, { config = "pass", kept, app, ...more }) {
  const { env, ...rest } = more;
  const scenario = await setting.scenario({ tool: "stub", job: { ...rest, env: { ...onPath(), ...env } } });
  const at = join(scenario.workspace, app ? `apps/${app}` : ".");
  mkdirSync(at, { recursive: true });
  if (app) execFileSync("cp", ["-r", join(scenario.workspace, "dist"), join(at, "dist")]);
  writeFileSync(join(at, "budgets.json"), readFileSync(join(scenario.workspace, `${config}.json`)));
  scenario.runner.fakes = standIns(scenario, kept);
  const steps = await scenario.runner.workflow(join(ROOT, "docs/workflows", file), job, { app });
  return { ...scenario, stepsOf: steps, failed: scenario.runner.failed, log: scenario.runner.log, ...scenario.runner.shown() };
}

test("the recipe compares a pull request with the report that main has kept", async () => {
  const kept = { caches: new Map(), artifacts: new Map() };
  const push = { event: {}, github: { event_name: "push", sha: BASE } };
  const main = await recipe("weighbridge.yml", "weigh", { kept, config: "fail", ...push });
  assert.equal(main.failed, true, "main over budget fails, and its report is kept nevertheless");
  assert.deepEqual([...kept.caches.keys()], [`weighbridge-baseline-${BASE}`]);
  assert.equal(github.comments.length, 0);
  const own = { pull_request: { number: 7, head: { sha: "a".repeat(40), repo: { full_name: "team/app" } } } };
  const pull = await recipe("weighbridge.yml", "weigh", { kept, event: own });
  assert.equal(pull.failed, false, pull.log);
  assert.equal(pull.stepsOf.weigh.outputs["baseline-used"], "true");
  assert.notEqual(report({ outputs: pull.stepsOf.weigh.outputs }).baseline, null);
  assert.deepEqual([github.comments.length, kept.artifacts.size, kept.caches.size], [1, 0, 1]);
});

test("the recipe hands the report of a fork to the workflow that may comment", async () => {
  const kept = { caches: new Map(), artifacts: new Map() };
  const event = { pull_request: { number: 6, head: { sha: "c".repeat(40), repo: { full_name: "fork/app" } } } };
  const run = await recipe("weighbridge.yml", "weigh", { kept, event, config: "fail" });
  assert.equal(run.failed, true);
  const markdown = kept.artifacts.get("weighbridge-report");
  assert.ok(markdown.length > 0);

  const second = { event: runEvent(), github: { event_name: "workflow_run" } };
  const scenario = await setting.scenario({ bare: true, job: second });
  github.pulls.push({ number: 6, head: { sha: "c".repeat(40), ref: "a b&c#d", repo: { full_name: "fork/app" } } });
  const archive = zip([["report.md", markdown]]);
  github.files.set("/blob.zip", archive);
  github.artifacts.push({ id: 2, name: "weighbridge-report", expired: false, size_in_bytes: archive.length });
  scenario.runner.fakes = standIns(scenario, kept);
  await scenario.runner.workflow(join(ROOT, "docs/workflows/weighbridge-comment.yml"), "comment");
  assert.deepEqual(github.comments.map(({ issue }) => issue), [6], scenario.runner.log);

  const ours = { ...second, event: runEvent({ head_repository: { owner: { login: "team" }, full_name: "team/app" } }) };
  const skipped = await setting.scenario({ bare: true, job: ours });
  assert.equal(await skipped.runner.workflow(join(ROOT, "docs/workflows/weighbridge-comment.yml"), "comment"), undefined);
});

test("the recipe for a monorepo has a comment and alerts of its own for each app", async () => {
  const kept = { caches: new Map(), uploads: [] };
  const run = await recipe("weighbridge-monorepo.yml", "weigh", { kept, app: "shop", config: "fail" });
  assert.equal(run.stepsOf.weigh.outputs.verdict, "fail", run.log);
  assert.ok(github.comments[0].body.startsWith("<!-- weighbridge:shop -->"));
  assert.deepEqual(kept.uploads.map(({ category }) => category), ["weighbridge-shop"]);
  assert.ok(kept.uploads[0].sarif.length > 0);
  assert.equal(readFileSync(join(run.stub, "cache"), "utf8").trim(), join(run.workspace, ".weighbridge-cache"));
});

// The log's reader itself.

test("the runner's rules for commands are kept", () => {
  const log = "  ::error file=a%2Cb,line=1::m%0An\nx ::error::no\ntext ##[warning]old\n::unknown::x\n::stop-commands::t\n::error::no\n::t::\n::notice::yes\n";
  assert.deepEqual(readLog(log).annotations, [
    { level: "error", file: "a,b", line: "1", message: "m\nn" },
    { level: "warning", message: "old" },
    { level: "notice", message: "yes" },
  ]);
  assert.throws(() => readLog("::stop-commands::t\nx"), /ends between/);
});

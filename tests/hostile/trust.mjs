// What SECURITY.md promises of a run: it opens no socket, reads nothing but the build, the configuration and the cache,
// writes nothing but what was asked for, and starts nothing but git.

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { snapshot } from "./project.mjs";

const fixtures = resolve(dirname(fileURLToPath(import.meta.url)), "../../fixtures");
const onLinux = () => (process.platform === "linux" ? undefined : "Linux only");
const hasStrace = () => onLinux() ?? (spawnSync("strace", ["-f", "-o", "/dev/null", "true"]).status === 0 ? undefined : "strace is missing, or may not trace");
const unshare = ["-n", "-rn"].find((option) => process.platform === "linux" && spawnSync("unshare", [option, "true"]).status === 0);

const FORMATS = ["terminal", "json", "markdown", "github", "html", "sarif", "junit", "openmetrics", "codeclimate", "badge", "size-limit"];

// Every command that looks at a build; what each may make.
const COMMANDS = [
  ["check", "dist", ...FORMATS.flatMap((format) => ["--report", `${format}=out/report.${format}`]), "--append", "out/history.jsonl"],
  ["check", "dist", "--no-cache"],
  ["check", "dist", "--no-config", "--quiet"],
  ["hook", "run"],
  ["graph", "dist"],
  ["why", "dist", "assets/money-C7xJmW9B.js"],
  ["update", "dist", "--baseline", "out/baseline.json"],
  ["check", "dist", "--baseline", "out/baseline.json"],
  ["compare", "before", "dist"],
  ["trend", "out/history.jsonl", "--report", "html=out/trend.html"],
  ["merge", "out/report.json", "--report", "markdown=out/merged.md"],
  ["fix", "images", "dist", "--out", "out/images"],
  ["init", "dist"],
  ["explain", "missing-split-point"],
  ["cache", "info"],
];
// Where a command may write beside the cache, from the project's folder.
const WRITES = ["out", "budgets.json"];
// What it may read there.
const READS = ["dist", "before", "out", "budgets.json", "package.json", "weighbridge-baseline.json", "weighbridge-anchor.json"];
// What belongs to the machine: the loader and its libraries, the process itself and what it may use of the machine.
const SYSTEM = [
  /^\/(usr\/)?lib(32|64)?\//,
  /^\/etc\/ld\.so\./,
  /^\/dev\/(null|tty|urandom|random)$/,
  /^\/proc\/(self|thread-self|\d+)\/(maps|cgroup|mountinfo|status|statm|stat|auxv)$/,
  /^\/proc\/(meminfo|stat|cpuinfo|sys\/vm\/overcommit_memory)$/,
  /^\/sys\/fs\/cgroup\//,
  /^\/sys\/devices\/system\/(cpu|node)(\/|$)/,
  /^\/sys\/kernel\/mm\/transparent_hugepage\//,
  /^\/(etc\/localtime|usr\/share\/zoneinfo\/)/,
  /^\/(etc|usr\/share|lib)\/terminfo\//,
];
const NETWORK = /\b(socket|socketpair|connect|bind|listen|accept4?|sendto|sendmsg|sendmmsg|recvfrom|recvmsg)\(/;
const CHANGES = /\b(rename|renameat2?|unlink|unlinkat|mkdir|mkdirat|rmdir|link|linkat|symlink|symlinkat|truncate|ftruncate|chmod|fchmod|fchmodat2?|chown|fchownat|utimensat|mknod|mknodat|setxattr|removexattr)\(/;

function fill(project) {
  cpSync(join(fixtures, "vite8-shop"), project.path("dist"), { recursive: true });
  cpSync(join(fixtures, "vite8-gallery"), project.path("dist/gallery"), { recursive: true });
  // Large images are encoded for seconds.
  for (const name of readdirSync(project.path("dist/gallery/assets"))) if (/^(summit|valley)/.test(name)) rmSync(project.path("dist/gallery/assets", name));
  cpSync(join(fixtures, "vite8-shop"), project.path("before"), { recursive: true });
  rmSync(project.path(".git"), { recursive: true });
  spawnSync("git", ["init", "-q", project.folder]);
  mkdirSync(project.path("out"));
  project.write("package.json", '{"private":true,"scripts":{"build":"touch built","prebuild":"touch built","postinstall":"touch built"}}');
  project.write("secret.txt", "a secret").write("home/.npmrc", "a secret").write("home/.netrc", "a secret");
  fillBudgets(project);
}

function fillBudgets(project) {
  mkdirSync(project.path("out"), { recursive: true });
  project.write("budgets.json", JSON.stringify({ build: "dist", compression: "cdn", budgets: [{ max: { raw: "1 GB" } }] }));
}

// Before `init` there must be no budget file.
function prepare(project, command) {
  if (command[0] === "init") rmSync(project.path("budgets.json"));
}

// The calls of a trace: of which process, of the tool or of git, and the line.
function calls(trace, binary) {
  const others = new Set();
  const begun = new Map();
  const found = [];
  for (const text of trace.split("\n")) {
    const [, pid, line] = /^(\d+)\s+(.*)$/.exec(text) ?? [];
    if (!pid) continue;
    const unfinished = /^(.*) <unfinished \.\.\.>$/.exec(line);
    if (unfinished) {
      begun.set(pid, unfinished[1]);
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(line);
    const whole = resumed ? (begun.get(pid) ?? "") + resumed[1] : line;
    const program = /^execve\("([^"]*)".* = 0$/.exec(whole)?.[1];
    if (program && program !== binary) others.add(pid);
    found.push({ pid, isOwn: !others.has(pid), program, line: whole });
  }
  return found;
}

const named = (line) => [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1]);

export const cases = [
  {
    name: "no command opens a socket, reads what it was not given, writes what was not asked for, or starts anything but git",
    needs: hasStrace,
    async run(project) {
      fill(project);
      const before = snapshot(project.path("dist"));
      const within = (folder, path) => path === folder || path.startsWith(`${folder}/`);
      for (const command of COMMANDS) {
        prepare(project, command);
        const trace = project.path("trace");
        const ended = await project.run(command, { within: ["strace", "-f", "-qq", "-s", "4096", "-o", trace, "-e", "trace=%network,%file,ftruncate,fchmod,execve"], status: [0, 1], seconds: 120 });
        const shown = command.slice(0, 3).join(" ");
        const seen = calls(readFileSync(trace, "utf8"), project.binary);
        project.expect(10 < seen.length, `${shown} was traced`, ended.stderr);
        for (const { isOwn, program, line } of seen) {
          if (program && program !== project.binary) project.expect(/\/git$/.test(program), `${shown} starts only git`, line);
          project.expect(!NETWORK.test(line), `${shown} opens no socket`, line);
          if (/ = -1 /.test(line) || !isOwn) continue;
          const paths = named(line).map((path) => resolve(project.folder, path));
          const opened = /^open(at2?)?\(/.test(line);
          const writes = (opened && /O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND/.test(line)) || CHANGES.test(line);
          if (writes) {
            const may = [...WRITES.map((name) => project.path(name)), project.path("cache")];
            // A temporary file stands beside what it becomes.
            const isTemporary = (path) => dirname(path) === project.folder && /\/\.tmp\w+$/.test(path);
            for (const path of paths) project.expect(path === "/dev/null" || isTemporary(path) || may.some((folder) => within(folder, path)), `${shown} writes only what was asked for`, line);
          } else if (opened) {
            const may = [...READS.map((name) => project.path(name)), project.path("cache")];
            for (const path of paths) project.expect(path === project.folder || may.some((folder) => within(folder, path)) || SYSTEM.some((known) => known.test(path)), `${shown} reads only what it was given`, line);
          }
        }
      }
      rmSync(project.path("trace"));
      project.expect(snapshot(project.path("dist")) === before, "the build is as it was: names, content, times and numbers of its files");
      project.expect(!existsSync(project.path("built")), "no script of package.json was run");
      project.expect(readdirSync(project.path("home")).sort().join() === ".netrc,.npmrc", "the home is as it was");
      for (const name of readdirSync(project.path("home"))) rmSync(project.path("home", name));
    },
  },
  {
    name: "the trace sees what it is there for: a socket, a secret and a write into the build",
    needs: hasStrace,
    async run(project) {
      fill(project);
      const trace = project.path("trace");
      const script = "require('net').connect(9,'127.0.0.1').on('error',()=>{});require('fs').readFileSync('secret.txt');require('fs').writeFileSync('dist/a','')";
      spawnSync("strace", ["-f", "-qq", "-o", trace, "-e", "trace=%network,%file", process.execPath, "-e", script], { cwd: project.folder });
      const lines = readFileSync(trace, "utf8");
      project.expect(NETWORK.test(lines) && /open(at)?\(.*secret\.txt/.test(lines) && /open(at)?\(.*dist\/a", O_WRONLY/.test(lines), "all three are in it");
      for (const name of readdirSync(project.path("home"))) rmSync(project.path("home", name));
    },
  },
  {
    name: "without any network all commands say the same",
    needs: () => onLinux() ?? (unshare ? undefined : "unshare is missing, or may not"),
    async run(project) {
      fill(project);
      const all = async (within) => {
        rmSync(project.path("out"), { recursive: true, force: true });
        rmSync(project.path("cache"), { recursive: true, force: true });
        fillBudgets(project);
        const said = [];
        for (const command of COMMANDS) {
          prepare(project, command);
          const { status, stdout } = await project.run(command, { within, status: [0, 1], seconds: 120 });
          said.push([command.slice(0, 3).join(" "), status, stdout]);
        }
        return said;
      };
      const plain = await all([]);
      const cut = await all(["unshare", unshare]);
      plain.forEach(([shown, ...said], index) => project.expect(said.join() === cut[index].slice(1).join(), `${shown} says the same`, cut[index].join("\n")));
      for (const name of readdirSync(project.path("home"))) rmSync(project.path("home", name));
    },
  },
  {
    name: "a build on a disk that cannot be written is weighed",
    needs: () => onLinux() ?? (process.getuid() === 0 ? undefined : "only root mounts"),
    async run(project) {
      fill(project);
      mkdirSync(project.path("fixed"));
      const mounted = spawnSync("mount", ["--bind", "-o", "ro", project.path("dist"), project.path("fixed")]).status === 0 && spawnSync("mount", ["-o", "remount,ro,bind", project.path("fixed")]).status === 0;
      try {
        if (mounted) await project.run(["check", "fixed", "--report", "json=out/report.json"], { status: [0, 1] });
      } finally {
        if (mounted) spawnSync("umount", [project.path("fixed")]);
      }
      for (const name of readdirSync(project.path("home"))) rmSync(project.path("home", name));
    },
  },
];

// A folder with a build in it, and the binary run on it within limits.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, existsSync, ftruncateSync, lstatSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

// What a run may take where a case says nothing else: a machine with two busy cores, and GitHub's smallest runner.
const SECONDS = 60;
const MEGABYTES = 1024;
// How often the memory of a run is looked at; the system keeps the most there was, so only the last moment is missed.
const GLANCE = 10;
// Compressing is not what is tested here.
export const FAST = { compression: { gzip: 1, brotli: 0 }, budgets: [{ name: "All", max: { raw: "100 GB" } }] };

// What any run may say or do that is never right.
const NEVER = [/panicked/, /overflowed its stack/, /memory allocation of/, /RUST_BACKTRACE/, /Segmentation/, /Usage: /];

export class Project {
  constructor(binary) {
    this.binary = binary;
    this.folder = mkdtempSync(join(tmpdir(), "weighbridge-hostile-"));
    for (const name of [".git", "home", "temporary", "cache", "dist"]) mkdirSync(join(this.folder, name));
    this.write("budgets.json", JSON.stringify(FAST));
    this.write("dist/index.html", "<!doctype html><script type=module src=a.js></script>");
    this.most = { seconds: 0, megabytes: 0 };
    this.failures = [];
  }

  path(...names) {
    return join(this.folder, ...names);
  }

  write(path, content) {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), content);
    return this;
  }

  // A file of `bytes` in all: `head`, as much of `piece` as fits, `tail`. Never in memory whole.
  long(path, bytes, piece, { head = "", tail = "" } = {}) {
    const block = Buffer.from(piece.repeat(Math.max(1, Math.floor(4e6 / piece.length))));
    const file = openSync(this.path(path), "w");
    let left = bytes - head.length - tail.length;
    writeSync(file, head);
    for (; block.length <= left; left -= block.length) writeSync(file, block);
    writeSync(file, block.subarray(0, left - (left % Buffer.byteLength(piece))));
    writeSync(file, tail);
    closeSync(file);
    return this;
  }

  // A file of zeros that takes no room.
  zeros(path, bytes, head = "") {
    const file = openSync(this.path(path), "w");
    writeSync(file, head);
    ftruncateSync(file, bytes);
    closeSync(file);
    return this;
  }

  environment(more = {}) {
    const kept = Object.fromEntries(["PATH", "SystemRoot"].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
    const cache = this.path("cache");
    const own = { HOME: this.path("home"), TMPDIR: this.path("temporary"), WEIGHBRIDGE_CACHE: cache, WEIGHBRIDGE_CACHE_DIR: cache, NO_COLOR: "1" };
    const all = { ...kept, ...own, ...more };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  }

  // Starts the binary; `within` are words in front of it (prlimit, strace).
  start(given, { within = [], env, stdio = ["ignore", "pipe", "pipe"], cwd = this.folder, seconds = SECONDS } = {}) {
    const command = [...within, this.binary, ...given];
    const child = spawn(command[0], command.slice(1), { cwd, env: this.environment(env), stdio });
    const ended = { status: null, signal: null, stdout: "", stderr: "", seconds: 0, megabytes: 0, isLate: false };
    const began = performance.now();
    for (const name of ["stdout", "stderr"]) {
      child[name]?.setEncoding("utf8").on("data", (text) => {
        if (ended[name].length < 64e6) ended[name] += text;
      });
    }
    const looks = setInterval(() => {
      const kilobytes = memory(child.pid);
      ended.megabytes = Math.max(ended.megabytes, kilobytes / 1024);
    }, GLANCE);
    const late = setTimeout(() => {
      ended.isLate = true;
      child.kill("SIGKILL");
    }, seconds * 1000);
    const done = new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (status, signal) => {
        clearInterval(looks);
        clearTimeout(late);
        Object.assign(ended, { status, signal, seconds: (performance.now() - began) / 1000 });
        this.most.seconds = Math.max(this.most.seconds, ended.seconds);
        this.most.megabytes = Math.max(this.most.megabytes, ended.megabytes);
        resolve(ended);
      });
    });
    return { child, done };
  }

  // Runs it to its end, and holds what holds for any run.
  async run(given, { status = [0], megabytes = MEGABYTES, seconds = SECONDS, says = [], ...how } = {}) {
    const ended = await this.start(given, { seconds, ...how }).done;
    this.hold(ended, given, { status, megabytes, seconds, says });
    return ended;
  }

  hold(ended, given, { status = [0], megabytes = MEGABYTES, seconds = SECONDS, says = [] } = {}) {
    const name = given.join(" ");
    const text = ended.stdout + ended.stderr;
    this.expect(!ended.isLate, `${name} ended within ${seconds} s`, "");
    if (!ended.isLate) this.expect([status].flat().includes(ended.status), `${name} ended with ${[status].flat().join(" or ")}, not ${ended.status ?? ended.signal}`, text);
    this.expect(ended.megabytes <= megabytes, `${name} took at most ${megabytes} MB, not ${Math.round(ended.megabytes)}`, "");
    for (const never of NEVER) this.expect(!never.test(text), `${name} does not say ${never}`, text);
    for (const said of says) this.expect(said instanceof RegExp ? said.test(flat(text)) : flat(text).includes(said), `${name} says ${said}`, text);
  }

  // Runs `check` on the build and gives the JSON report.
  async report(how = {}, more = []) {
    await this.run(["check", "dist", "--report", "json=out/report.json", ...more], { status: [0, 1], ...how });
    if (!existsSync(this.path("out/report.json"))) {
      this.expect(false, "there is a report", "");
      return { assets: [], problems: [], chunks: [] };
    }
    const report = JSON.parse(readFileSync(this.path("out/report.json"), "utf8"));
    this.expect(readdirSync(this.path("out")).length === 1, "nothing is beside the report", readdirSync(this.path("out")).join("\n"));
    return report;
  }

  expect(holds, sentence, text = "") {
    if (!holds) this.failures.push(text ? `${sentence}:\n${text.slice(0, 3000)}` : sentence);
    return holds;
  }

  // What is left where nothing may be.
  leftovers() {
    const of = (name) => (existsSync(this.path(name)) ? readdirSync(this.path(name)).map((file) => `${name}/${file}`) : []);
    const own = of("").concat(of("out")).filter((path) => /\/\.?tmp/.test(path));
    return [...of("temporary"), ...of("home"), ...own];
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

// Wrapped lines and box drawing say nothing.
export function flat(text) {
  return text.replace(/[│╰╭─▶·×⚠✖\s]+/g, " ");
}

export function problem(report, path) {
  return report.problems.find((problem) => problem.asset === path)?.message;
}

export function paths(report) {
  return report.assets.map((asset) => asset.path);
}

// The most memory that a process had, in kilobytes; 0 where that is not to be known.
function memory(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

// What a folder holds: each name with its kind, times of change, number and content.
export function snapshot(folder) {
  const found = [];
  const look = (path) => {
    const stat = lstatSync(path, { bigint: true });
    const content = stat.isFile() ? createHash("sha256").update(readFileSync(path)).digest("hex") : stat.isSymbolicLink() ? readlinkSync(path) : "";
    found.push([path, stat.ino, stat.mode, stat.mtimeNs, stat.ctimeNs, stat.size, content].join(" "));
    if (stat.isDirectory()) for (const name of readdirSync(path).sort()) look(join(path, name));
  };
  look(folder);
  return found.join("\n");
}

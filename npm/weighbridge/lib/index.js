// The JavaScript API: runs the binary and gives its JSON report. Types and documentation are in index.d.ts.
"use strict";

const { spawn } = require("node:child_process");
const { existsSync } = require("node:fs");
const { stripVTControlCharacters } = require("node:util");

const { binary } = require("./binary.js");

const OPTIONS = new Set([
  "directory",
  "directories",
  "project",
  "config",
  "noConfig",
  "baseline",
  "failOn",
  "threads",
  "args",
  "cwd",
  "signal",
]);

class WeighbridgeError extends Error {
  constructor(diagnostic, status) {
    super(headline(diagnostic) ?? `weighbridge ended with ${status ?? "no status"} and said nothing`);
    this.name = "WeighbridgeError";
    this.diagnostic = diagnostic;
    this.status = status;
  }
}

/** The line of a diagnostic that says what is wrong; the others say where, and what to do. */
function headline(diagnostic) {
  const lines = diagnostic.split("\n").map((line) => line.trim());
  return (lines.find((line) => /^[×x] /.test(line)) ?? lines.find((line) => line !== ""))?.replace(/^[×x] /, "");
}

async function check(options = {}) {
  const args = argumentsOf(options);
  const { status, signal, stdout, stderr } = await run(args, options);
  if (status !== 0 && status !== 1) {
    const diagnostic = stripVTControlCharacters(stderr).trim();
    throw new WeighbridgeError(signal ? `ended by ${signal}\n${diagnostic}`.trim() : diagnostic, status);
  }
  const report = parsed(stdout, status);
  const result = options.directories === undefined ? report : joined(report);
  // Not of the report, and not written with it.
  return Object.defineProperty(result, "status", { value: status });
}

function argumentsOf(options) {
  for (const key of Object.keys(options)) {
    if (!OPTIONS.has(key)) throw new TypeError(`check() has no option \`${key}\``);
  }
  const { directory, directories, project, config, noConfig, baseline, failOn, threads, args = [] } = options;
  if (directory !== undefined && directories !== undefined) {
    throw new TypeError("check() takes `directory` or `directories`, not both");
  }
  const list = ["check", "--report", "json"];
  if (project !== undefined) list.push(`--project=${project}`);
  if (config !== undefined) list.push(`--config=${config}`);
  if (noConfig) list.push("--no-config");
  if (baseline !== undefined) list.push(`--baseline=${baseline}`);
  if (failOn !== undefined) list.push(`--fail-on=${failOn}`);
  if (threads !== undefined) list.push(`--threads=${threads}`);
  // Behind `--` no directory is taken for an option, and none for a glob of `--limit`.
  const places = directories ?? (directory === undefined ? [] : [directory]);
  list.push(...args, "--", ...places);
  return list;
}

/** Runs the binary, without a shell, and keeps all that it writes. */
function run(args, { cwd, signal }) {
  return new Promise((resolve, reject) => {
    let child;
    try {
      child = spawn(binary(), args, { cwd, signal, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
    } catch (error) {
      reject(error);
      return;
    }
    const stdout = kept(child.stdout);
    const stderr = kept(child.stderr);
    child.on("error", (error) => {
      // Node names the program, which is there, for a working directory that is not.
      const lost = error.code === "ENOENT" && cwd !== undefined && !existsSync(cwd);
      reject(lost ? new TypeError(`there is no directory ${cwd} to work in`) : error);
    });
    child.on("close", (status, by) => resolve({ status, signal: by, stdout: stdout(), stderr: stderr() }));
  });
}

function kept(stream) {
  const pieces = [];
  stream.on("data", (piece) => pieces.push(piece));
  return () => Buffer.concat(pieces).toString("utf8");
}

function parsed(text, status) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new WeighbridgeError(`the report is not JSON: ${error.message}`, status);
  }
}

/** One project alone is written as its report; with `directories` it is always a list. */
function joined(report) {
  if (Array.isArray(report.projects)) return report;
  const { schemaVersion, tool, verdict } = report;
  return { schemaVersion, tool, projects: [report], verdict };
}

module.exports = { check, WeighbridgeError };

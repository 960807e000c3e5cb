// Runs the steps of a composite action or of a workflow's job on this machine, as GitHub's runner does: expressions by
// GitHub's own engine (npm @actions/expressions), the runner's files, its flags of bash, its limits.
//
// Actions of others are not run: the caller gives a function for each (`fakes`).

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { readLog } from "./log.mjs";

const MOST_SUMMARY = 1024 * 1024;
const STATUS_FUNCTION = /\b(success|failure|always|cancelled)\s*\(/;

export class Runner {
  /**
   * `libraries`: `yaml` and `@actions/expressions`. `job`: `temp`, `workspace`, `github` (the context), `event`, `env`,
   * `os`, `arch`. `fakes`: `uses` without its ref → `async ({ inputs, runner }) => outputs`, or `{ action: folder }`.
   */
  constructor(libraries, job, fakes = {}) {
    Object.assign(this, libraries, { job, fakes });
    this.log = "";
    this.summaries = [];
    this.failed = false;
    this.skipped = [];
  }

  /** Runs the action in a folder with the inputs of `with:`; gives its outputs. */
  async action(folder, given) {
    const action = this.YAML.parse(readFileSync(join(folder, "action.yml"), "utf8"));
    const unknown = Object.keys(given).filter((name) => !(name in (action.inputs ?? {})));
    if (unknown.length > 0) throw new Error(`Unexpected input(s) '${unknown.join("', '")}'`);
    const scope = this.scope({ ...this.job.github, action_path: folder, ...identity(folder) });
    for (const [name, input] of Object.entries(action.inputs ?? {})) {
      scope.inputs[name] = name in given ? String(given[name]) : this.filled(input.default ?? "", scope);
    }
    await this.steps(action.runs.steps, scope);
    // Also where a step has failed.
    const outputs = Object.entries(action.outputs ?? {});
    return Object.fromEntries(outputs.map(([name, output]) => [name, this.filled(output.value, scope)]));
  }

  /** Runs a job of a workflow, for one row of its matrix; gives its steps, or nothing where its `if` does not hold. */
  async workflow(file, name, matrix = {}) {
    const job = this.YAML.parse(readFileSync(file, "utf8")).jobs[name];
    const scope = { ...this.scope(this.job.github), matrix };
    if (job.if !== undefined && !this.holds(job.if, scope)) return undefined;
    await this.steps(job.steps, scope);
    return scope.steps;
  }

  scope(github) {
    const { temp, os = "Linux", arch = "X64", event = {}, env = {} } = this.job;
    return { github: { token: "", ...github, event }, runner: { os, arch, temp }, env: { ...env }, inputs: {}, steps: {} };
  }

  async steps(steps, scope) {
    for (const step of steps) {
      if (!this.holds(step.if ?? "success()", scope)) {
        this.skipped.push(step.name ?? step.id ?? step.uses);
        if (step.id) scope.steps[step.id] = { outputs: {}, outcome: "skipped", conclusion: "skipped" };
        continue;
      }
      const { outputs, failed } = step.uses ? await this.used(step, scope) : await this.run(step, scope);
      const passes = !failed || step["continue-on-error"] === true;
      if (!passes) this.failed = true;
      const outcome = failed ? "failure" : "success";
      if (step.id) scope.steps[step.id] = { outputs, outcome, conclusion: passes ? "success" : outcome };
    }
  }

  async used(step, scope) {
    const inputs = Object.fromEntries(
      Object.entries(step.with ?? {}).map(([name, value]) => [name, this.filled(value, scope)]),
    );
    const fake = this.fakes[step.uses.split("@")[0]];
    if (fake === undefined) throw new Error(`nothing stands for ${step.uses}`);
    const before = this.failed;
    this.failed = false;
    const outputs = fake.action ? await this.action(fake.action, inputs) : await fake({ inputs, runner: this });
    const failed = this.failed;
    this.failed = before;
    return { outputs: outputs ?? {}, failed };
  }

  async run(step, scope) {
    const { temp, workspace, github, os = "Linux", arch = "X64" } = this.job;
    const folder = mkdtempSync(join(temp, "_runner_"));
    const file = (name, content = "") => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const files = {
      GITHUB_OUTPUT: file("output"), GITHUB_ENV: file("env"), GITHUB_PATH: file("path"),
      GITHUB_STEP_SUMMARY: file("summary"), GITHUB_STATE: file("state"),
    };
    const own = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, this.filled(value, scope)]));
    const env = {
      PATH: process.env.PATH, HOME: folder, LANG: "C.UTF-8", ...scope.env, CI: "true", GITHUB_ACTIONS: "true",
      GITHUB_API_URL: github.api_url, GITHUB_SERVER_URL: "https://github.example", GITHUB_RUN_ID: "4711",
      GITHUB_REPOSITORY: github.repository, GITHUB_EVENT_NAME: github.event_name, GITHUB_WORKSPACE: workspace,
      GITHUB_EVENT_PATH: file("event.json", JSON.stringify(scope.github.event)), GITHUB_SHA: github.sha ?? "",
      RUNNER_TEMP: temp, RUNNER_OS: os, RUNNER_ARCH: arch, ...files, ...own,
    };
    const script = file("script.sh", this.filled(step.run, scope));
    const cwd = step["working-directory"] ? join(workspace, this.filled(step["working-directory"], scope)) : workspace;
    const status = await this.spawned(["--noprofile", "--norc", "-e", "-o", "pipefail", script], env, cwd);
    const summary = readFileSync(files.GITHUB_STEP_SUMMARY, "utf8");
    if (Buffer.byteLength(summary) > MOST_SUMMARY) throw new Error("the summary is larger than 1 MiB and is dropped");
    if (summary !== "") this.summaries.push(summary);
    Object.assign(scope.env, pairs(readFileSync(files.GITHUB_ENV, "utf8")));
    return { outputs: pairs(readFileSync(files.GITHUB_OUTPUT, "utf8")), failed: status !== 0 };
  }

  spawned(arguments_, env, cwd) {
    return new Promise((resolve, reject) => {
      const child = spawn("bash", arguments_, { env, cwd: realpathSync(cwd), stdio: ["ignore", "pipe", "pipe"] });
      const take = (chunk) => (this.log += chunk);
      child.stdout.setEncoding("utf8").on("data", take);
      child.stderr.setEncoding("utf8").on("data", take);
      child.on("error", reject).on("close", (status) => resolve(status ?? 1));
    });
  }

  holds(condition, scope) {
    const text = String(condition).replace(/^\s*\$\{\{(.*)\}\}\s*$/s, "$1");
    const whole = STATUS_FUNCTION.test(text) ? text : `success() && (${text})`;
    const value = this.value(whole, scope);
    return !["", "false", "0"].includes(value.coerceString());
  }

  filled(template, scope) {
    return String(template).replace(/\$\{\{(.*?)\}\}/gs, (_, text) => this.value(text, scope).coerceString());
  }

  value(text, scope) {
    const { data, Lexer, Parser, Evaluator } = this.expressions;
    const toData = (value) => {
      if (value === null || value === undefined) return new data.Null();
      if (Array.isArray(value)) return new data.Array(...value.map(toData));
      if (typeof value === "object") {
        return new data.Dictionary(...Object.entries(value).map(([key, inner]) => ({ key, value: toData(inner) })));
      }
      if (typeof value === "boolean") return new data.BooleanData(value);
      return typeof value === "number" ? new data.NumberData(value) : new data.StringData(String(value));
    };
    const states = { success: !this.failed, failure: this.failed, always: true, cancelled: false };
    const functions = Object.entries(states).map(([name, state]) => ({
      name, description: "", minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(state),
    }));
    const tree = new Parser(new Lexer(text).lex().tokens, Object.keys(scope), functions).parse();
    return new Evaluator(tree, toData(scope), new Map(functions.map((one) => [one.name, one]))).evaluate();
  }

  /** What GitHub would show of the log. */
  shown() {
    return readLog(this.log);
  }
}

/** Actions of other repositories lie in _actions/OWNER/NAME/REF; a local one has no repository. */
function identity(folder) {
  const [, owner, name, ref] = /_actions\/([^/]+)\/([^/]+)\/([^/]+)/.exec(folder) ?? [];
  return owner ? { action_repository: `${owner}/${name}`, action_ref: ref } : { action_repository: "", action_ref: "" };
}

/** The lines of GITHUB_OUTPUT and GITHUB_ENV: `name=value`, or `name<<END`, lines, `END`. */
function pairs(text) {
  const result = {};
  const lines = text.split(/\r\n|\n/);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (line === "") continue;
    const equals = line.indexOf("=");
    const heredoc = line.indexOf("<<");
    if (heredoc >= 0 && (equals < 0 || heredoc < equals)) {
      const [name, end] = [line.slice(0, heredoc), line.slice(heredoc + 2)];
      const last = lines.indexOf(end, at + 1);
      if (name === "" || end === "" || last < 0) throw new Error(`Invalid value. Matching delimiter not found '${end}'`);
      result[name] = lines.slice(at + 1, last).join("\n");
      at = last;
    } else if (equals > 0) {
      result[line.slice(0, equals)] = line.slice(equals + 1);
    } else {
      throw new Error(`Invalid format '${line}'`);
    }
  }
  return result;
}

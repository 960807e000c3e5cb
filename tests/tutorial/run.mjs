// Does what docs/tutorial.md says, line by line, in an empty folder, and compares what is printed.
//
// usage: node tests/tutorial/run.mjs path/to/weighbridge
//
// Needs node, npm, git and the npm registry. `weighbridge` itself comes from a registry of this machine, to which the
// packages made from the binary are published. In the tutorial, a block with a file's name is written to that file;
// in a `console` block, `$ ` begins a command, and what follows is its output: `...` stands for any lines, `…` within
// a line for any characters.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { published } from "../npm/published.mjs";

const tutorial = fileURLToPath(new URL("../../docs/tutorial.md", import.meta.url));
const binary = path.resolve(process.argv[2] ?? "target/release/weighbridge");

/** The fenced blocks of a Markdown text: `{ language, file, lines, line }`. */
function blocks(markdown) {
  const found = [];
  let open = null;
  for (const [index, text] of markdown.split("\n").entries()) {
    const fence = text.match(/^```(\S*) ?(.*)$/);
    if (fence && !open) open = { language: fence[1], file: fence[2], lines: [], line: index + 1 };
    else if (fence) {
      found.push(open);
      open = null;
    } else open?.lines.push(text);
  }
  return found;
}

/** The commands of a console block, each with the output that stands under it. */
function commands(block) {
  const found = [];
  for (const [index, text] of block.lines.entries()) {
    if (text.startsWith("$ ")) found.push({ command: text.slice(2), output: [], line: block.line + index + 1 });
    else found.at(-1)?.output.push(text);
  }
  return found;
}

/** Whether a printed line is the expected one. */
function isLine(expected, printed) {
  const parts = expected.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "u").test(printed);
}

/** Fails unless the printed lines are the expected ones, `...` standing for any number of lines. */
function compare(expected, printed, command) {
  const fits = (e, p) => {
    if (e === expected.length) return p === printed.length;
    if (expected[e] === "...") {
      for (let next = p; next <= printed.length; next++) if (fits(e + 1, next)) return true;
      return false;
    }
    return p < printed.length && isLine(expected[e], printed[p]) && fits(e + 1, p + 1);
  };
  assert.ok(fits(0, 0), `\`${command}\` printed:\n${printed.join("\n")}\n\nand the tutorial says:\n${expected.join("\n")}`);
}

/** Lines without spaces at their ends, and without empty ones around them. */
function trimmed(lines) {
  const kept = lines.map((line) => line.trimEnd());
  while (kept.length > 0 && kept[0] === "") kept.shift();
  while (kept.length > 0 && kept.at(-1) === "") kept.pop();
  return kept;
}

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "tutorial-")));
let local;
try {
  const quiet = /^(CI|FORCE_COLOR|WEIGHBRIDGE.*|GITHUB_.*|GIT_.*|npm_.*)$/;
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !quiet.test(name)));
  const others = spawnSync("npm", ["config", "get", "registry"], { encoding: "utf8" }).stdout.trim();
  local = await published({ binary, home: folder, env: clean, others });
  const git = path.join(folder, "gitconfig");
  const person = "[user]\nname = You\nemail = you@example.invalid\n[init]\ndefaultBranch = main\n";
  writeFileSync(git, person);
  const env = { ...local.env, COLUMNS: "80", HOME: folder, LANG: "C.UTF-8", NO_COLOR: "1", GIT_CONFIG_GLOBAL: git, GIT_CONFIG_NOSYSTEM: "1" };
  const project = path.join(folder, "shop");
  mkdirSync(project);
  let ran = 0;
  for (const block of blocks(readFileSync(tutorial, "utf8"))) {
    if (block.file) {
      const target = path.join(project, block.file);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, `${block.lines.join("\n")}\n`);
    } else if (block.language === "console") {
      for (const { command, output } of commands(block)) {
        const printed = await lines(command, project, env);
        if (process.env.SHOW) console.log(`$ ${command}\n${printed.join("\n")}`);
        else compare(trimmed(output), trimmed(printed), command);
        ran += 1;
      }
    }
  }
  assert.ok(ran > 0, "the tutorial has commands");
  console.log(`docs/tutorial.md: ${ran} commands, each prints what is written`);
} finally {
  local?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** What a command prints, on stdout and stderr together. The registry runs on meanwhile. */
function lines(command, cwd, env) {
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["-c", `(${command}\n) 2>&1`], { cwd, env, stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (piece) => (text += piece));
    child.on("error", reject).on("close", () => resolve(text.split("\n")));
  });
}

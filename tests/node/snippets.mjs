// Reads the YAML and JSON in docs/ci.md and docs/pre-push.md as their readers would, and runs every command of
// weighbridge in them on a fixture: options and formats that are shown must be there.
//
//   node tests/node/snippets.mjs BINARY
//
// Needs the npm registry, for a YAML parser.

import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const YAML = "yaml@2.9.1";
const PAGES = ["docs/ci.md", "docs/pre-push.md"];

const [given] = process.argv.slice(2);
if (!given) {
  console.error("usage: node tests/node/snippets.mjs BINARY");
  process.exit(2);
}
const binary = resolve(given);
const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const work = mkdtempSync(join(tmpdir(), "weighbridge-snippets-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));
writeFileSync(join(work, "package.json"), "{}");
execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund", YAML], { cwd: work });
const { parseDocument } = createRequire(join(work, "package.json"))("yaml");
mkdirSync(join(work, ".git"));
cpSync(join(root, "fixtures/multi-page"), join(work, "dist"), { recursive: true });

let snippets = 0;
const commands = new Set();
function fail(page, language, text, why) {
  console.error(`${page}: ${why}\n\`\`\`${language}\n${text}\`\`\``);
  process.exit(1);
}

for (const page of PAGES) {
  for (const [, language, text] of readFileSync(join(root, page), "utf8").matchAll(/^```(\w+)\n(.*?)^```$/gms)) {
    let strings = [text];
    if (language === "yaml") {
      const document = parseDocument(text, { strict: true });
      if (document.errors.length > 0 || document.warnings.length > 0) fail(page, language, text, [...document.errors, ...document.warnings].join("\n"));
      strings = leaves(document.toJS());
    } else if (language === "json") {
      try {
        strings = leaves(JSON.parse(text));
      } catch (error) {
        fail(page, language, text, error);
      }
    } else if (language === "text") {
      continue;
    }
    snippets += 1;
    for (const string of strings) {
      for (const [, words] of string.matchAll(/weighbridge ((?:check|hook)[^"'\n|]*)/g)) commands.add(words.trim());
    }
  }
}

function leaves(value) {
  if (typeof value === "string") return [value];
  return value && typeof value === "object" ? Object.values(value).flatMap(leaves) : [];
}

for (const command of commands) {
  // What a hook does needs a repository; that its options are there shows in its help.
  const words = command.split(/\s+/);
  const ended = spawnSync(binary, words[0] === "check" ? [...words, "--no-cache"] : [...words, "--help"], { cwd: work, encoding: "utf8" });
  if (ended.status !== 0) {
    console.error(`weighbridge ${command} ended with ${ended.status}:\n${ended.stderr}`);
    process.exit(1);
  }
}
if (snippets < 12 || commands.size < 8) {
  console.error(`only ${snippets} snippets and ${commands.size} commands were found`);
  process.exit(1);
}
console.log(`${snippets} snippets can be read, ${commands.size} commands can be run`);

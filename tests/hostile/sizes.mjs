// Files that are larger than anybody's, and far more of them than anybody has.

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import { FAST, paths, problem } from "./project.mjs";

const MB = 1e6;
// One line each: a piece, and what stands before and behind all of them.
const LINES = {
  "a.js": ['a(1,"b",{c:[d]});'],
  "text.js": ["aaaaaaaa", { head: 'x="', tail: '"' }],
  "comment.js": ["aaaaaaaa", { head: "/*", tail: "*/" }],
  "a.css": [".a>b:hover{color:red}"],
  "url.css": ["AAAAAAAA", { head: "a{b:url(data:image/png;base64,", tail: ")}" }],
  "a.html": ['<p class="a">b</p>', { head: "<!doctype html>" }],
  "attribute.html": ["aaaaaaaa", { head: '<!doctype html><p title="', tail: '">' }],
  "inline.html": ['a(1,"b");', { head: "<!doctype html><script>", tail: "</script>" }],
  "a.json": ['{"a":[1,2,3]},', { head: "[", tail: "0]" }],
  ".vite/manifest.json": ["aaaaaaaa", { head: '{"index.html":{"file":"', tail: '"}}' }],
  "a.js.map": ["AAAA,CAAC;", { head: '{"version":3,"sources":["a"],"names":[],"mappings":"', tail: '"}' }],
  "a.svg": ['<path d="M0 0h1v1z"/>', { head: '<svg xmlns="http://www.w3.org/2000/svg">', tail: "</svg>" }],
  "a.txt": ["aaaaaaaa"],
  "a.wasm": ["aaaaaaaa", { head: "\0asm" }],
};

const bytesOfLine = (isFull) => (isFull ? 200 : 30) * MB;
const filesOfMany = (isFull) => (isFull ? 1_000_000 : 100_000);

export const cases = [
  ...Object.entries(LINES).map(([file, [piece, around]]) => ({
    name: (isFull) => `a line of ${bytesOfLine(isFull) / MB} MB in ${file} is weighed`,
    async run(project, isFull) {
      const bytes = bytesOfLine(isFull);
      mkdirSync(project.path("dist/.vite"));
      if (file === "a.js.map") project.write("dist/a.js", "console.log(1)\n//# sourceMappingURL=a.js.map\n");
      project.long(`dist/${file}`, bytes, piece, around);
      const report = await project.report({ seconds: isFull ? 240 : 60, megabytes: isFull ? 2048 : 1024 });
      const raw = report.assets.find((asset) => asset.path === file)?.raw ?? 0;
      project.expect(bytes - 100 < raw, `${file} is weighed`, String(raw));
    },
  })),
];

// Changes a file of a build, over and over, until it is ended.
//
//   node tests/hostile/changer.mjs WHAT FOLDER

import { spawnSync } from "node:child_process";
import { appendFileSync, linkSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [what, folder] = process.argv.slice(2);
const file = join(folder, "dist/folder/a.js");
const parent = join(folder, "dist/folder");
const beside = join(folder, "beside");
const aside = join(folder, "aside");
const CODE = "export const a=1;\n".repeat(1000);
const pipe = join(folder, "pipe");
spawnSync("mkfifo", [pipe]);

// In place of the file, in one step.
function replace(make) {
  rmSync(beside, { recursive: true, force: true });
  make(beside);
  renameSync(beside, file);
}
const whole = () => replace((path) => writeFileSync(path, CODE));
// A folder cannot take the place of a file in one step.
function swap(path, make) {
  rmSync(aside, { recursive: true, force: true });
  renameSync(path, aside);
  make(path);
}

const CHANGES = {
  grows: [whole, () => appendFileSync(file, CODE), () => appendFileSync(file, Buffer.alloc(4 << 20, "a"))],
  shrinks: [whole, () => truncateSync(file, 7), () => truncateSync(file, 0)],
  vanishes: [whole, () => rmSync(file)],
  "becomes-a-folder": [whole, () => swap(file, (path) => mkdirSync(path)), () => rmSync(file, { recursive: true })],
  "becomes-a-pipe": [whole, () => replace((path) => linkSync(pipe, path))],
  "becomes-a-link-out": [whole, () => replace((path) => symlinkSync("../../outside/b.js", path))],
  "becomes-a-device": [whole, () => replace((path) => symlinkSync("/dev/zero", path))],
  "is-renamed-over": [whole, whole],
  "its-folder-vanishes": [() => mkdirSync(parent, { recursive: true }), whole, () => rmSync(parent, { recursive: true })],
  "its-folder-becomes-a-link-out": [
    () => {
      rmSync(parent, { recursive: true, force: true });
      mkdirSync(parent);
    },
    whole,
    () => swap(parent, (path) => symlinkSync("../outside/folder", path)),
  ],
};

for (let round = 0; ; round++) {
  for (const change of CHANGES[what]) {
    try {
      change();
    } catch (error) {
      if (!["ENOENT", "EEXIST", "EISDIR", "ENOTDIR", "ENOTEMPTY"].includes(error.code)) throw error;
    }
    if (round === 0) writeFileSync(join(folder, "changing"), "");
  }
}

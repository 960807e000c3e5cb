// Builds that change while they are read.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const onLinux = () => (process.platform === "linux" ? undefined : "Linux only");
// A size that no file of the build ever has.
const SECRET = 54_321;

export const cases = [
  ...["grows", "shrinks", "vanishes", "becomes-a-folder", "becomes-a-pipe", "becomes-a-link-out", "becomes-a-device", "is-renamed-over", "its-folder-vanishes", "its-folder-becomes-a-link-out"].map((what) => ({
    name: `a file that ${what.replaceAll("-", " ").replace(/^its/, "whose")} while it is read does not stall or fool a run`,
    needs: onLinux,
    async run(project, isFull) {
      project.write("outside/b.js", Buffer.alloc(SECRET, "a")).write("outside/folder/a.js", Buffer.alloc(SECRET, "a"));
      for (let index = 0; index < 300; index++) project.write(`dist/c${index}.js`, `export const a=${index};`.repeat(100));
      mkdirSync(project.path("dist/folder"));
      const changer = spawn(process.execPath, [fileURLToPath(new URL("changer.mjs", import.meta.url)), what, project.folder], { stdio: "ignore" });
      try {
        for (let waited = 0; waited < 200 && !existsSync(project.path("changing")); waited++) await new Promise((done) => setTimeout(done, 20));
        const times = isFull ? 100 : 8;
        for (let time = 0; time < times; time++) {
          const ended = await project.run(["check", "dist", "--no-cache", "--report", "json=out/report.json"], { status: [0, 1, 2], seconds: 20, megabytes: 300 });
          if (ended.status === 2) continue;
          const report = JSON.parse(readFileSync(project.path("out/report.json"), "utf8"));
          const seen = report.assets.filter((asset) => asset.raw === SECRET).map((asset) => asset.path);
          project.expect(seen.length === 0, "what is outside of the build is not read", seen.join());
        }
      } finally {
        changer.kill("SIGKILL");
        await new Promise((done) => (changer.exitCode !== null || changer.signalCode !== null ? done() : changer.on("exit", done)));
      }
    },
  })),
];

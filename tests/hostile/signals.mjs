// Runs that are ended from outside: what was asked for is there whole or not at all, and nothing lies beside it.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const onLinux = () => (process.platform === "linux" ? undefined : "Linux only");
const hasStrace = () => onLinux() ?? (spawnSync("strace", ["-V"]).status === 0 ? undefined : "strace is missing");

const STATUS = { SIGINT: 130, SIGTERM: 143 };

// A build on which Brotli is busy for a while.
function slow(project) {
  const text = Array.from({ length: 400_000 }, (_, index) => `a${(index * 7919) % 99991}=${(index * 104_729) % 99_999_989};`).join("");
  for (let index = 0; index < 4; index++) project.write(`dist/a${index}.js`, text);
  project.write("budgets.json", JSON.stringify({ build: "dist", budgets: [{ max: { brotli: "1 GB" } }] }));
}

export const cases = [
  {
    name: "SIGINT ends a run with 130 and SIGTERM with 143 at once, check and hook alike; the old report stays",
    needs: onLinux,
    async run(project) {
      slow(project);
      spawnSync("git", ["init", "-q", project.folder]);
      mkdirSync(project.path("out"));
      writeFileSync(project.path("out/report.json"), "what stood there");
      for (const [signal, status] of Object.entries(STATUS)) {
        for (const command of [["check", "dist", "--no-cache", "--report", "json=out/report.json", "--report", "html=out/report.html"], ["hook", "run", "--no-cache"], ["update", "--no-cache"]]) {
          const { child, done } = project.start(command);
          await sleep(600);
          const sent = performance.now();
          child.kill(signal);
          const ended = await done;
          project.hold(ended, command, { status });
          project.expect(performance.now() - sent < 500, `${command.join(" ")} ends at once`);
        }
      }
      project.expect(readFileSync(project.path("out/report.json"), "utf8") === "what stood there", "the old report is as it was");
      project.expect(readdirSync(project.path("out")).join() === "report.json", "nothing is beside it", readdirSync(project.path("out")).join());
      project.expect(!existsSync(project.path("weighbridge-baseline.json")), "there is no half of a baseline");
    },
  },
  {
    name: "whenever a signal comes, reports are there whole or not at all",
    needs: onLinux,
    async run(project, isFull) {
      for (let index = 0; index < 1_000; index++) project.write(`dist/c${index}.js`, `export const a=${index};import("./c${(index + 1) % 1000}.js")`);
      const command = ["check", "dist", "--no-cache", "--report", "json=out/report.json", "--report", "html=out/report.html", "--append", "out/history.jsonl"];
      const whole = await project.start(command).done;
      const times = isFull ? 200 : 30;
      let interrupted = 0;
      for (let time = 0; time < times; time++) {
        const { child, done } = project.start(command);
        await sleep(whole.seconds * 1000 * (0.5 + (0.6 * time) / times));
        child.kill(time % 2 ? "SIGINT" : "SIGTERM");
        const ended = await done;
        if (ended.status >= 128) interrupted += 1;
        project.hold(ended, command, { status: [0, time % 2 ? 130 : 143] });
        const there = readdirSync(project.path("out")).sort().join();
        project.expect(there === "history.jsonl,report.html,report.json", "nothing is beside the reports", there);
        JSON.parse(readFileSync(project.path("out/report.json"), "utf8"));
        project.expect(readFileSync(project.path("out/report.html"), "utf8").trimEnd().endsWith("</html>"), "the page is whole");
        for (const line of readFileSync(project.path("out/history.jsonl"), "utf8").trimEnd().split("\n")) JSON.parse(line);
      }
      project.expect(0 < interrupted, "some of the runs were interrupted");
    },
  },
  {
    name: "a signal in the middle of writing lets the file become whole, and a second one waits for nothing",
    needs: hasStrace,
    async run(project) {
      const command = ["check", "dist", "--report", "json=out/report.json"];
      const within = ["strace", "-f", "-qq", "-o", project.path("trace"), "-e", "trace=/^rename|^link", "-e", "inject=/^rename:delay_enter=1500000"];
      for (const times of [1, 2]) {
        mkdirSync(project.path("out"), { recursive: true });
        const { child, done } = project.start(command, { within });
        for (let waited = 0; waited < 200 && readdirSync(project.path("out")).length === 0; waited++) await sleep(20);
        await sleep(200);
        const traced = Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim().split(" ")[0]);
        const sent = performance.now();
        for (let time = 0; time < times; time++) {
          process.kill(traced, "SIGTERM");
          await sleep(100);
        }
        const ended = await done;
        project.hold(ended, command, { status: 143 });
        if (times === 1) {
          JSON.parse(readFileSync(project.path("out/report.json"), "utf8"));
          project.expect(readdirSync(project.path("out")).join() === "report.json", "nothing is beside it");
        } else {
          project.expect(performance.now() - sent < 3000, "the second signal waits for nothing");
        }
      }
      for (const name of readdirSync(project.path("out"))) if (name !== "report.json") spawnSync("rm", [project.path("out", name)]);
    },
  },
];

// Builds that would crash, stall, fill or fool a tool, and machines that have too little of everything: makes each, runs
// the binary on it, and says what was expected of it.
//
//   node tests/hostile/run.mjs BINARY [--full] [--only WORDS]
//
// Without --full, what takes minutes is smaller. Needs Linux for most; strace, unshare and root for some, which are
// skipped, and counted, where they are missing.

import { resolve } from "node:path";

import { Project } from "./project.mjs";

const FILES = ["nesting", "sizes", "kinds", "limits", "signals", "races"];

const given = process.argv.slice(2);
const option = (name) => given.includes(name) && given.splice(given.indexOf(name), 1).length === 1;
const only = given.includes("--only") ? given.splice(given.indexOf("--only"), 2)[1] : "";
const isFull = option("--full");
if (given.length !== 1) {
  console.error("usage: node tests/hostile/run.mjs BINARY [--full] [--only WORDS]");
  process.exit(2);
}
const binary = resolve(given[0]);

const began = performance.now();
let passed = 0;
let failed = 0;
let skipped = 0;
for (const file of FILES) {
  const { cases } = await import(`./${file}.mjs`);
  for (const { name, needs, run } of cases) {
    const title = typeof name === "function" ? name(isFull) : name;
    if (!title.includes(only)) continue;
    const lacks = needs?.();
    if (lacks) {
      skipped += 1;
      console.log(`skipped  ${title} (${lacks})`);
      continue;
    }
    const project = new Project(binary);
    try {
      await run(project, isFull);
      const left = project.leftovers();
      project.expect(left.length === 0, "nothing is left behind", left.join("\n"));
    } catch (error) {
      project.expect(false, "the case itself runs", error.stack);
    }
    const { seconds, megabytes } = project.most;
    const took = `${seconds.toFixed(1).padStart(6)} s ${String(Math.round(megabytes)).padStart(5)} MB`;
    console.log(`${project.failures.length === 0 ? "ok    " : "FAILED"} ${took}  ${title}`);
    for (const failure of project.failures) console.error(`    ${failure.replaceAll("\n", "\n    ")}`);
    if (project.failures.length === 0) passed += 1;
    else failed += 1;
    project.remove();
  }
}
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped, ${Math.round((performance.now() - began) / 1000)} s`);
process.exit(failed === 0 && 0 < passed ? 0 : 1);

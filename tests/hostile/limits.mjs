// Machines that have too little of everything: disk, memory, threads, open files, folders to write to.

import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";

const isRoot = process.getuid?.() === 0;
const onLinux = () => (process.platform === "linux" ? undefined : "Linux only");
// A shell that sets limits and then becomes the binary.
const shell = (script) => ["bash", "-c", `${script} exec "$@"`, "limited"];
const hasSetpriv = () => spawnSync("setpriv", ["--version"]).status === 0;
// Root is above permissions and limits: the case runs as nobody then.
const asNobody = (...more) => [...(isRoot ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"] : []), ...more];
const canBeNobody = () => onLinux() ?? (isRoot && !hasSetpriv() ? "setpriv is missing" : undefined);

// A build of every kind, in which images are worth encoding.
function fill(project) {
  for (let index = 0; index < 200; index++) {
    project.write(`dist/assets/c${index}.js`, `export const a=${index};import("./c${(index + 1) % 200}.js");`.repeat(20));
    project.write(`dist/assets/c${index}.css`, `.a${index}{color:red}`.repeat(50));
  }
  project.write("dist/index.html", '<!doctype html><script type=module src=assets/c0.js></script><img src=a.bmp width=8 height=8 alt="">');
  const head = Buffer.alloc(54);
  head.write("BM");
  [[2, 54 + 3 * 128 * 128], [10, 54], [14, 40], [18, 128], [22, 128]].forEach(([at, value]) => head.writeUInt32LE(value, at));
  head[26] = 1;
  head[28] = 24;
  project.write("dist/a.bmp", Buffer.concat([head, Buffer.from(Array.from({ length: 3 * 128 * 128 }, (_, index) => (index * 7919) % 251))]));
}

// A folder on a disk of its own of so many kilobytes; `undefined` where nobody may make one.
function smallDisk(project, kilobytes) {
  const folder = project.path("disk");
  mkdirSync(folder);
  if (!isRoot || spawnSync("mount", ["-t", "tmpfs", "-o", `size=${kilobytes}k,mode=777`, "tmpfs", folder]).status !== 0) return undefined;
  return { folder, remove: () => spawnSync("umount", [folder]) };
}

export const cases = [
  {
    name: "64 open files are enough",
    needs: onLinux,
    async run(project) {
      fill(project);
      const free = await project.report();
      const limited = await project.report({ within: shell("ulimit -n 64 &&") }, ["--no-cache"]);
      project.expect(JSON.stringify(free) === JSON.stringify(limited), "the report is the same");
      await project.report({ within: shell("ulimit -n 64 &&") }, ["--threads", "16", "--no-cache"]);
    },
  },
  {
    name: "16 open files are no reason to crash",
    needs: onLinux,
    async run(project) {
      fill(project);
      await project.run(["check", "dist", "--threads", "16"], { within: shell("ulimit -n 16 &&"), status: [0, 1, 2] });
      await project.run(["check", "dist"], { within: shell("ulimit -n 4 &&"), status: [0, 1, 2] });
    },
  },
  {
    name: "2 GiB of address space are enough; where threads do not fit in, that is status 2",
    needs: onLinux,
    async run(project) {
      fill(project);
      const free = await project.report();
      const limited = await project.report({ within: shell("ulimit -v 2097152 &&") }, ["--threads", "4", "--no-cache"]);
      project.expect(JSON.stringify(free) === JSON.stringify(limited), "the report is the same");
      await project.run(["check", "dist", "--threads", "200"], { within: shell("ulimit -v 2097152 &&"), status: 2, says: ["cannot start the threads", "--threads 1"] });
    },
  },
  {
    name: "where no thread can be made, that is status 2 and says what to do",
    needs: canBeNobody,
    async run(project) {
      for (const name of ["", "temporary", "cache", "home"]) chmodSync(project.path(name), 0o777);
      const within = asNobody(...shell("ulimit -u 1 &&"));
      if (!isRoot) return;
      await project.run(["check", "dist"], { within, status: 2, says: ["cannot start the threads", "--threads 1"] });
      await project.run(["graph", "dist"], { within, status: 2, says: ["cannot start the threads"] });
    },
  },
  {
    name: "a full disk under the reports is status 2; what stood there stays, nothing half written is left",
    needs: onLinux,
    async run(project) {
      fill(project);
      const disk = smallDisk(project, 16);
      const within = disk ? [] : shell("ulimit -f 4 &&");
      try {
        writeFileSync(project.path("disk/report.json"), "what stood there");
        for (const format of ["json", "html", "sarif"]) {
          await project.run(["check", "dist", "--report", `${format}=disk/report.json`], { within, status: 2, says: ["cannot write the report"] });
        }
        project.expect(readFileSync(project.path("disk/report.json"), "utf8") === "what stood there", "the old report is as it was");
        project.expect(readdirSync(project.path("disk")).join() === "report.json", "nothing is beside it", readdirSync(project.path("disk")).join());
        if (disk) {
          writeFileSync(project.path("disk/fill"), "");
          spawnSync("dd", ["if=/dev/zero", `of=${project.path("disk/fill")}`, "bs=1024", "count=100"]);
          await project.run(["check", "dist", "--append", "disk/history.jsonl"], { status: 2, says: ["cannot add to the history"] });
          await project.run(["update", "dist", "--baseline", "disk/baseline.json"], { status: 2 });
          project.expect(!existsSync(project.path("disk/baseline.json")), "no half of a baseline is left");
          rmSync(project.path("disk/fill"));
          await project.run(["check", "dist", "--append", "disk/history.jsonl"]);
          await project.run(["trend", "disk/history.jsonl", "--report", "html"]);
        }
      } finally {
        disk?.remove();
      }
    },
  },
  {
    name: "a full disk under the cache changes nothing but the time",
    needs: onLinux,
    async run(project) {
      fill(project);
      const free = await project.report({}, ["--no-cache"]);
      const disk = smallDisk(project, 16);
      const within = disk ? [] : shell("ulimit -f 64 &&");
      try {
        const env = { WEIGHBRIDGE_CACHE: project.path("disk/cache"), WEIGHBRIDGE_CACHE_DIR: project.path("disk/cache") };
        for (let time = 0; time < 2; time++) {
          const limited = await project.report({ within, env });
          project.expect(JSON.stringify(free) === JSON.stringify(limited), "the report is the same");
        }
      } finally {
        disk?.remove();
      }
    },
  },
  {
    name: "a cache that cannot be written, read or be a folder changes nothing but the time",
    needs: canBeNobody,
    async run(project) {
      fill(project);
      const free = await project.report({}, ["--no-cache"]);
      mkdirSync(project.path("closed"));
      writeFileSync(project.path("file"), "");
      for (const name of ["", "out", "temporary", "home"]) chmodSync(project.path(name), 0o777);
      chmodSync(project.path("closed"), 0o555);
      for (const place of [project.path("closed"), project.path("file"), project.path("file/below"), "/dev/null", "/dev/null/below", "/proc", "/nowhere/at/all", "a\nb"]) {
        const env = { WEIGHBRIDGE_CACHE: place, WEIGHBRIDGE_CACHE_DIR: place };
        const limited = await project.report({ within: asNobody(), env });
        project.expect(JSON.stringify(free) === JSON.stringify(limited), `with ${place} the report is the same`);
      }
      project.expect(readdirSync(project.path("closed")).length === 0, "nothing is in it");
    },
  },
  {
    name: "no home, no folder for temporary files and no PATH are enough",
    needs: onLinux,
    async run(project) {
      fill(project);
      const free = await project.report({}, ["--no-cache"]);
      const none = { HOME: undefined, TMPDIR: undefined, PATH: undefined, WEIGHBRIDGE_CACHE: undefined, WEIGHBRIDGE_CACHE_DIR: undefined, NO_COLOR: undefined };
      for (const env of [none, { ...none, HOME: "/nowhere/at/all", TMPDIR: "/nowhere/at/all" }, { ...none, HOME: "relative", TMPDIR: "" }, { ...none, HOME: "", XDG_CACHE_HOME: "relative" }]) {
        const limited = await project.report({ env });
        project.expect(JSON.stringify(free) === JSON.stringify(limited), "the report is the same");
      }
      project.expect(!existsSync(project.path("relative")), "no folder is made where none is");
    },
  },
  {
    name: "a working directory that is gone is no reason to crash",
    needs: onLinux,
    async run(project) {
      const gone = shell('mkdir gone && cd gone && rmdir ../gone &&');
      await project.run(["check", project.path("dist")], { within: gone, status: [0, 1, 2] });
      await project.run(["check", "dist"], { within: gone, status: 2 });
      await project.run(["hook", "run"], { within: gone, status: [0, 2] });
    },
  },
  {
    name: "closed stdin, stdout and stderr change no verdict",
    needs: onLinux,
    async run(project) {
      for (const closed of ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"]) {
        const within = ["bash", "-c", `exec "$@" ${closed}`, "closed"];
        await project.run(["check", "dist", "--report", "json=out/report.json"], { within });
        JSON.parse(readFileSync(project.path("out/report.json"), "utf8"));
        await project.run(["check", "dist", "--limit", "1 B"], { within, status: 1 });
      }
    },
  },
  {
    name: "a reader that goes away changes no verdict, a full stdout is status 2",
    needs: onLinux,
    async run(project) {
      fill(project);
      const piped = (limit) => ["bash", "-c", `"$@" | head -c 1 >/dev/null; exit "\${PIPESTATUS[0]}"`, "piped"];
      for (const format of ["json", "html", "terminal"]) {
        await project.run(["check", "dist", "--report", format], { within: piped() });
        await project.run(["check", "dist", "--limit", "1 B", "--report", format], { within: piped(), status: 1 });
        await project.run(["check", "dist", "--report", format], { within: ["bash", "-c", 'exec "$@" >/dev/full', "full"], status: 2, says: ["cannot write to stdout"] });
      }
    },
  },
];

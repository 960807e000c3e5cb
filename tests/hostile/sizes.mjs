// Files that are larger than anybody's, and far more of them than anybody has.

import { mkdirSync, statfsSync, writeFileSync } from "node:fs";

import { problem } from "./project.mjs";

const MB = 1e6;
// One line each: a piece, and what stands before and behind all of them.
const LINES = {
  "a.js": ['a(1,"b",{c:[d]});'],
  "text.js": ["aaaaaaaa", { head: 'x="', tail: '"' }],
  "a.css": [".a>b:hover{color:red}"],
  "a.html": ['<p class="a">b</p>', { head: "<!doctype html>" }],
  "inline.html": ['a(1,"b");', { head: "<!doctype html><script>", tail: "</script>" }],
  "a.json": ['{"a":[1,2,3]},', { head: "[", tail: "0]" }],
  "manifest.json": ["aaaaaaaa", { head: '{"index.html":{"file":"', tail: '"}}' }],
  "a.js.map": ["AAAA,CAAC;", { head: '{"version":3,"sources":["a"],"names":[],"mappings":"', tail: '"}' }],
  "a.svg": ['<path d="M0 0h1v1z"/>', { head: '<svg xmlns="http://www.w3.org/2000/svg">', tail: "</svg>" }],
  "a.txt": ["aaaaaaaa"],
};
// What is looked into is bounded by what it costs: a script by its tokens, a map by its bytes.
const NOT_PARSED = { "a.js": "was not parsed: it has more than 8 million tokens" };

const bytesOfLine = (isFull) => (isFull ? 200 : 20) * MB;
const filesOfMany = (isFull) => (isFull ? 1_000_000 : 50_000);
const room = (bytes, files) => () => {
  const { bavail, bsize, ffree } = statfsSync(process.env.TMPDIR ?? "/tmp");
  return bavail * bsize < bytes || ffree < files ? "too little disk" : undefined;
};

export const cases = [
  ...Object.entries(LINES).map(([file, [piece, around]]) => ({
    name: (isFull) => `a line of ${bytesOfLine(isFull) / MB} MB in ${file} is weighed`,
    needs: (isFull) => room(bytesOfLine(isFull) * 1.1, 100)(),
    async run(project, isFull) {
      const bytes = bytesOfLine(isFull);
      if (file === "a.js.map") project.write("dist/a.js", "console.log(1)\n//# sourceMappingURL=a.js.map\n");
      project.long(`dist/${file}`, bytes, piece, around);
      const report = await project.report({ seconds: isFull ? 300 : 60, megabytes: isFull ? 2048 : 1024 });
      const raw = report.assets.find((asset) => asset.path === file)?.raw ?? 0;
      project.expect(bytes - 100 < raw && raw <= bytes, `${file} is weighed`, String(raw));
      if (NOT_PARSED[file]) project.expect(problem(report, file) === NOT_PARSED[file], "it is told that it was not parsed", problem(report, file));
    },
  })),
  {
    name: (isFull) => `${isFull ? "1 GB" : "300 MB"} of zeros as a script, a map, a manifest, a page, a style, an image and anything else is weighed`,
    async run(project, isFull) {
      const bytes = isFull ? 2 ** 30 : 300 * 2 ** 20;
      const names = ["a.js", "a.js.map", "manifest.json", "a.html", "a.css", "a.svg", "a.png", "a.bin", "a.wasm"];
      // All at once only where there is the time to compress them.
      for (const name of isFull ? names : names.filter((name) => !/html|css|svg|wasm/.test(name))) project.zeros(`dist/${name}`, bytes);
      const report = await project.report({ seconds: isFull ? 600 : 90, megabytes: 1024 });
      for (const asset of report.assets) if (asset.path !== "index.html") project.expect(asset.raw === bytes, `${asset.path} is weighed to the byte`, String(asset.raw));
      project.expect(/larger than 256 MiB/.test(problem(report, "a.js") ?? ""), "the script is told of", problem(report, "a.js"));
    },
  },
  {
    name: "a file of 1 TB is weighed or told of, and not taken into memory",
    async run(project) {
      for (const name of ["a.png", "a.js.map", "a.woff2"]) {
        try {
          project.zeros(`dist/${name}`, 2 ** 40);
        } catch {
          // Not every disk has such files.
        }
      }
      // Its hash alone takes an hour: all that is asked is that it can be ended, and takes no memory meanwhile.
      const { child, done } = project.start(["check", "dist"]);
      setTimeout(() => child.kill("SIGTERM"), 3_000);
      project.hold(await done, ["check", "dist"], { status: [0, 143], megabytes: 300 });
    },
  },
  {
    name: (isFull) => `${filesOfMany(isFull).toLocaleString("en")} small files are weighed`,
    needs: (isFull) => room(filesOfMany(isFull) * 5_000, filesOfMany(isFull) * 1.1)(),
    async run(project, isFull) {
      const files = filesOfMany(isFull);
      const folders = Math.ceil(files / 1_000);
      for (let folder = 0; folder < folders; folder++) {
        mkdirSync(project.path(`dist/${folder}`));
        for (let file = 0; file < 1_000; file++) {
          const kind = ["js", "css", "html", "json", "png", "txt", "svg", "map", "woff2", "bin"][file % 10];
          writeFileSync(project.path(`dist/${folder}/${file}.${kind}`), file % 7 === 0 ? "" : String(file));
        }
      }
      // Measured: 1.8 kB and 0.05 ms a file, two cores.
      const report = await project.report({ seconds: isFull ? 900 : 60, megabytes: isFull ? 6_000 : 500 });
      project.expect(report.assets.length === 1 + folders * 1_000, "all are weighed", String(report.assets.length));
    },
  },
  {
    name: "a folder 1,000 deep, and one with 20,000 names, are walked",
    async run(project) {
      let path = project.path("dist");
      const here = process.cwd();
      for (let depth = 0; depth < 1_000; depth++) {
        path = `${path}/d`;
        if (path.length < 4_000) mkdirSync(path);
      }
      process.chdir(here);
      for (let file = 0; file < 20_000; file++) writeFileSync(project.path(`dist/${file}.txt`), "");
      const report = await project.report({ seconds: 60, megabytes: 500 });
      project.expect(report.assets.length === 20_001, "all are weighed", String(report.assets.length));
    },
  },
];

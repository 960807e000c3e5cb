// What lies in a build and is no plain file: links, pipes, devices, sockets, odd names, compressed forms and images that
// claim what is not so.

import { spawnSync } from "node:child_process";
import { chmodSync, linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import zlib, { brotliCompressSync, constants, gzipSync } from "node:zlib";

import { paths, problem } from "./project.mjs";

const isRoot = process.getuid?.() === 0;
const onLinux = () => (process.platform === "linux" ? undefined : "Linux only");
// A 16 MB block of zeros, so often, packed piece by piece: the streams of gzip and Zstandard may stand behind each other.
const ZEROS = Buffer.alloc(16 << 20);

function int(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function pngChunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  return Buffer.concat([int(data.length), body, int(zlib.crc32 ? zlib.crc32(body) : 0)]);
}

function png(width, height, more = []) {
  const head = Buffer.concat([int(width), int(height), Buffer.from([8, 6, 0, 0, 0])]);
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), pngChunk("IHDR", head), ...more, pngChunk("IDAT", Buffer.alloc(9000)), pngChunk("IEND", Buffer.alloc(0))]);
}

function box(type, ...content) {
  const body = Buffer.concat(content);
  return Buffer.concat([int(body.length + 8), Buffer.from(type), body]);
}

const LARGEST = 0x7fffffff;
const word = (value) => Buffer.from([value & 255, value >> 8]);

// Images of a few kilobytes, each of which says that it is as large as its format can say, or that its parts are.
const IMAGES = {
  "large.png": png(LARGEST, LARGEST),
  "empty.png": png(0, 0),
  "square.png": png(60_000, 60_000),
  "long-chunk.png": Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), int(0xffffffff), Buffer.from("IHDR"), Buffer.alloc(5000)]),
  "profile.png": png(100, 100, [pngChunk("iCCP", Buffer.concat([Buffer.from("a\0\0"), Buffer.from(spawnPacked())]))]),
  "text.png": png(100, 100, Array.from({ length: 10_000 }, () => pngChunk("tEXt", Buffer.from("a\0b")))),
  "frames.png": png(65_535, 65_535, [pngChunk("acTL", Buffer.concat([int(0xffffffff), int(0)]))]),
  "large.gif": Buffer.concat([Buffer.from("GIF89a"), Buffer.from([255, 255, 255, 255, 0x80, 0, 0, 0, 0, 0, 1, 1, 1]), Buffer.from([0x2c, 0, 0, 0, 0, 255, 255, 255, 255, 0, 2]), Buffer.alloc(9000, 1)]),
  "frames.gif": Buffer.concat([Buffer.from("GIF89a"), Buffer.from([255, 255, 255, 255, 0, 0, 0]), ...Array.from({ length: 20_000 }, () => Buffer.from([0x2c, 0, 0, 0, 0, 255, 255, 255, 255, 0, 2, 0]))]),
  "large.jpg": Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 255, 255, 255, 255, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]), Buffer.from([0xff, 0xda, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0]), Buffer.alloc(9000)]),
  "progressive.jpg": Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xc2, 0, 17, 8, 255, 255, 255, 255, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]), ...Array.from({ length: 2_000 }, () => Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 0, 0, 0, 0])), Buffer.alloc(5000)]),
  "markers.jpg": Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(2_000_000, 0xff)]),
  "large.webp": Buffer.concat([Buffer.from("RIFF"), Buffer.from([255, 255, 255, 255]), Buffer.from("WEBPVP8X"), Buffer.from([10, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255]), Buffer.alloc(9000)]),
  "lossless.webp": Buffer.concat([Buffer.from("RIFF"), Buffer.from([0, 36, 0, 0]), Buffer.from("WEBPVP8L"), Buffer.from([0, 32, 0, 0, 0x2f, 255, 255, 255, 15]), Buffer.alloc(9000)]),
  "large.avif": Buffer.concat([box("ftyp", Buffer.from("avif\0\0\0\0avifmif1")), box("meta", int(0), box("iprp", box("ipco", box("ispe", int(0), int(0xffffffff), int(0xffffffff))))), Buffer.alloc(9000)]),
  "boxes.avif": Buffer.concat([box("ftyp", Buffer.from("avif\0\0\0\0avifmif1")), Buffer.from("\xff\xff\xff\xffmeta\0\0\0\0".repeat(2_000), "latin1")]),
  "none.avif": Buffer.concat([box("ftyp", Buffer.from("avif\0\0\0\0avifmif1")), Buffer.from("\0\0\0\0meta".repeat(20_000), "latin1")]),
  "large.bmp": Buffer.concat([Buffer.from("BM"), Buffer.alloc(12), Buffer.from([40, 0, 0, 0, 255, 255, 255, 127, 255, 255, 255, 127, 1, 0, 24, 0]), Buffer.alloc(9000)]),
  "large.svg": Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="1e308" height="${"9".repeat(5000)}" viewBox="0 0 1e999 -1"><image width="1e9" href="data:image/png;base64,${"A".repeat(9000)}"/></svg>`),
};

// 64 MB of zeros as a ICC profile.
function spawnPacked() {
  return gzipSync(Buffer.alloc(64 << 20)).subarray(10);
}

const column = (value) => {
  let text = "";
  for (let left = value * 2; ; left = Math.floor(left / 32)) {
    const digit = left % 32;
    text += "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[left < 32 ? digit : digit + 32];
    if (left < 32) return text;
  }
};

// Maps of a few bytes that claim columns, lines and sources as far as numbers go.
const MAPS = {
  columns: { mappings: `${column(2 ** 31 - 1)}AAA` },
  "columns-together": { mappings: `${column(2 ** 31 - 1)}AAA,`.repeat(50) + "AAAA" },
  "far-columns": { mappings: `${column(2 ** 52)}AAA` },
  lines: { mappings: ";".repeat(3_000_000) + "AAAA" },
  sources: { mappings: `A${column(2 ** 30)}AA` },
  "source-lines": { mappings: `AA${column(2 ** 31 - 1)}A` },
  "long-number": { mappings: "g".repeat(1_000_000) + "A" },
  sections: { sections: [{ offset: { line: 4294967295, column: 4294967295 }, map: { version: 3, sources: ["a"], names: [], mappings: "AAAA" } }] },
  "million-sources": { sources: Array.from({ length: 1_000_000 }, () => "a"), mappings: "AAAA" },
  "root": { sourceRoot: "../".repeat(100_000), sources: Array.from({ length: 20 }, () => "a"), mappings: "AAAA" },
};

export const cases = [
  {
    name: "a compressed form that unpacks to 64 GB is told from its original at the first byte that differs",
    async run(project) {
      const gzip = gzipSync(ZEROS, { level: 9 });
      const bomb = Buffer.concat(Array.from({ length: 4_000 }, () => gzip));
      const brotli = brotliCompressSync(Buffer.alloc(1 << 30), { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 24 } });
      const large = brotliCompressSync(Buffer.alloc(1 << 20), { params: { [constants.BROTLI_PARAM_LARGE_WINDOW]: 1, [constants.BROTLI_PARAM_LGWIN]: 30 } });
      project.write("dist/a.js", "console.log(1)").write("dist/a.js.gz", bomb).write("dist/a.js.br", brotli);
      // As long as the original goes, all is as it says.
      project.write("dist/zeros.js", Buffer.alloc(1 << 20)).write("dist/zeros.js.gz", bomb).write("dist/zeros.js.br", brotli);
      project.write("dist/b.js", "1").write("dist/b.js.br", large);
      if (zlib.zstdCompressSync) project.write("dist/a.js.zst", Buffer.concat(Array.from({ length: 4_000 }, () => zlib.zstdCompressSync(ZEROS))));
      project.write("dist/alone.svgz", bomb.subarray(0, gzip.length * 64)).write("dist/alone.js.gz", bomb).write("dist/alone.wasm.br", brotli);
      const report = await project.report({ seconds: 30, megabytes: 400 });
      project.expect(paths(report).includes("a.js") && !paths(report).includes("a.js.gz"), "a form is no file of its own");
    },
  },
  {
    name: "images that claim up to 2^32 pixels a side cost no memory, with savings encoded and without",
    async run(project) {
      const shown = Object.keys(IMAGES).map((name) => `<img src="${name}" width=10 height=10 alt="">`);
      project.write("dist/index.html", `<!doctype html>${shown.join("")}`);
      for (const [name, bytes] of Object.entries(IMAGES)) project.write(`dist/${name}`, bytes);
      const report = await project.report({ seconds: 60, megabytes: 700 });
      project.expect(report.assets.length === 1 + Object.keys(IMAGES).length, "all are weighed", paths(report).join("\n"));
      await project.report({ seconds: 30, megabytes: 300 }, ["--no-encode"]);
      await project.report({ seconds: 120, megabytes: 700 }, ["--avif"]);
      await project.run(["fix", "images", "dist", "--out", project.path("images")], { seconds: 60, megabytes: 700 });
    },
  },
  {
    name: "source maps that claim columns, lines and sources without end cost no memory",
    async run(project) {
      for (const [name, map] of Object.entries(MAPS)) {
        const text = JSON.stringify({ version: 3, sources: ["a"], names: [], ...map });
        project.write(`dist/${name}.js`, `console.log(1)\n//# sourceMappingURL=${name}.js.map\n`).write(`dist/${name}.js.map`, text);
      }
      const report = await project.report({ seconds: 30, megabytes: 700 });
      project.expect(Object.keys(MAPS).every((name) => paths(report).includes(`${name}.js`)), "all scripts are weighed");
      await project.run(["why", "dist", "react"], { status: [0, 1, 2], seconds: 30, megabytes: 700 });
    },
  },
  {
    name: "links out of the build, in circles, to devices and to nothing are told of and not followed",
    needs: onLinux,
    async run(project) {
      project.write("secret.js", "a secret").write("elsewhere/b.js", "a secret");
      const links = { "out.js": "../secret.js", folder: "../elsewhere", "absolute.js": "/etc/passwd", "zero.js": "/dev/zero", "random.css": "/dev/urandom", "tty.html": "/dev/tty", "stdin.js": "/proc/self/fd/0", "memory.js": "/proc/self/mem", "nothing.js": "nothing", "self.js": "self.js", "a-b.js": "b-a.js", "b-a.js": "a-b.js", circle: ".", "up": "..", root: "/" };
      for (const [name, target] of Object.entries(links)) symlinkSync(target, project.path("dist", name));
      mkdirSync(project.path("dist/deep"));
      symlinkSync("../deep", project.path("dist/deep/again"));
      project.write("dist/inside.js", "1");
      symlinkSync("inside.js", project.path("dist/link.js"));
      const report = await project.report({ seconds: 10, megabytes: 200 });
      project.expect(paths(report).join() === "index.html,inside.js,link.js", "only what is inside is weighed", paths(report).join());
      for (const name of Object.keys(links)) project.expect(problem(report, name) !== undefined, `${name} is told of`);
      project.expect(!readFileSync(project.path("out/report.json"), "utf8").includes("passwd"), "where links lead is not said");
    },
  },
  {
    name: "pipes, sockets and devices are told of and not read",
    needs: onLinux,
    async run(project) {
      spawnSync("mkfifo", [project.path("dist/pipe.js")]);
      spawnSync("mkfifo", [project.path("dist/index.html.gz")]);
      const names = ["pipe.js", "index.html.gz"];
      // A path of a socket has at most 107 bytes.
      const server = createServer();
      const here = process.cwd();
      process.chdir(project.path("dist"));
      await new Promise((resolve, reject) => server.on("error", reject).listen("socket.js", resolve));
      process.chdir(here);
      names.push("socket.js");
      if (isRoot && spawnSync("mknod", [project.path("dist/zero.js"), "c", "1", "5"]).status === 0) names.push("zero.js");
      if (isRoot && spawnSync("mknod", [project.path("dist/disk.js"), "b", "7", "200"]).status === 0) names.push("disk.js");
      const report = await project.report({ seconds: 10, megabytes: 200 });
      server.close();
      for (const name of names) project.expect(/not a regular file/.test(problem(report, name) ?? ""), `${name} is told of`, problem(report, name));
    },
  },
  {
    name: "names with newlines, control characters, commands, markup and no UTF-8 are data in every format",
    needs: onLinux,
    async run(project) {
      const names = ["a\nb.js", "a\rb.js", "::error::a.js", "\u001b[31mred.js", "a\u0007b.js", "\u202eab.js", "<script>alert(1)<", "a`b`|c.js", "%0A::error::b.js", "a\u2028b.js", "-rf.js", " .js", "a\tb.css", "__proto__", "constructor.js", "con", "aux.js", "$(touch x).js", "\u0085.js", "a".repeat(250) + ".js", "\ufeff.js", "&amp;.html", "a%2f..%2fb.js", "..a.js", "...js"];
      for (const name of names) project.write(`dist/${name}`.replace("</", "<"), "a(");
      const bytes = [Buffer.from([0xff, 0xfe, 0x2e, 0x6a, 0x73]), Buffer.from("caf\xe9.js", "latin1"), Buffer.from([0xed, 0xa0, 0x80])];
      for (const name of bytes) writeFileSync(Buffer.concat([Buffer.from(project.path("dist") + "/"), name]), "1");
      const formats = ["json", "markdown", "github", "html", "sarif", "junit", "openmetrics", "codeclimate", "badge", "size-limit", "terminal"];
      const report = await project.report({ seconds: 20 });
      project.expect(report.assets.length === 1 + names.length, "all but those that are no UTF-8 are weighed", paths(report).join("\n"));
      project.expect(report.problems.filter((problem) => /not UTF-8/.test(problem.message)).length === bytes.length, "those that are none are told of");
      for (const format of formats) {
        const ended = await project.run(["check", "dist", "--report", format], { status: [0, 1], seconds: 20 });
        // Data for programs may hold what only a screen would act on.
        const acts = ["terminal", "markdown", "github"].includes(format) ? /[\u0007\u001b\u202e\r]/ : /[\u0007\u001b\r]/;
        project.expect(!acts.test(ended.stdout + ended.stderr), `${format} shows no control character`, JSON.stringify(acts.exec(ended.stdout)?.[0]));
        if (format !== "github") project.expect(!/^\s*::/m.test(ended.stdout + ended.stderr), `${format} holds no workflow command`, ended.stdout.match(/^\s*::.*/m)?.[0]);
        if (format === "html") project.expect(!ended.stdout.includes("<script>alert"), "no name becomes markup");
      }
    },
  },
  {
    name: "NULs, lone surrogates, byte order marks and other encodings in contents are weighed as they are",
    async run(project) {
      const texts = { nul: Buffer.from("a\0b\0\0"), nuls: Buffer.alloc(100_000), "not-utf-8": Buffer.from([0xff, 0xfe, 0x61, 0x00]), bom: Buffer.from("\ufeff\ufeffa"), surrogate: Buffer.from([0xed, 0xa0, 0x80]), latin: Buffer.from("\xe9".repeat(1000), "latin1"), overlong: Buffer.from([0xc0, 0xaf]), cut: Buffer.from([0xf0, 0x9f]), separators: Buffer.from("\u2028\u2029\u0085\v\f") };
      const kinds = ["js", "mjs", "css", "html", "json", "svg", "js.map", "webmanifest", "txt", "wasm", "woff2", "png"];
      for (const [name, content] of Object.entries(texts)) for (const kind of kinds) project.write(`dist/${name}.${kind}`, content);
      const report = await project.report({ seconds: 20 });
      for (const asset of report.assets) {
        const content = texts[asset.path.split(".")[0]];
        if (content) project.expect(asset.raw === content.length, `${asset.path} is weighed to the byte`);
      }
      project.expect(report.assets.length === 1 + Object.keys(texts).length * kinds.length, "all are weighed");
    },
  },
  {
    name: "files and folders without permission are told of",
    needs: () => onLinux() ?? (isRoot && spawnSync("setpriv", ["--version"]).status !== 0 ? "root reads everything, and setpriv is missing" : undefined),
    async run(project) {
      project.write("dist/closed.js", "1").write("dist/folder/a.js", "1").write("dist/names-only/a.js", "1").write("dist/a.css", "");
      chmodSync(project.path("dist/closed.js"), 0);
      chmodSync(project.path("dist/folder"), 0);
      chmodSync(project.path("dist/names-only"), 0o444);
      mkdirSync(project.path("out"));
      for (const name of ["", "out", "temporary", "cache", "home"]) chmodSync(project.path(name), 0o777);
      // Where the binary is cannot always be reached by others.
      const within = isRoot ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"] : [];
      const report = await project.report({ within, seconds: 10 });
      for (const name of ["closed.js", "folder"]) project.expect(/permission denied/i.test(problem(report, name) ?? ""), `${name} is told of`, JSON.stringify(report.problems));
      project.expect(paths(report).includes("a.css"), "what can be read is weighed");
      chmodSync(project.path("dist"), 0);
      await project.run(["check", "dist"], { within, status: 2, says: ["cannot read the directory"] });
      chmodSync(project.path("dist"), 0o755);
      for (const name of ["folder", "names-only"]) chmodSync(project.path("dist", name), 0o755);
    },
  },
  {
    name: "a build that is itself a link, with hard links in it, is weighed; a link to nothing is status 2",
    needs: onLinux,
    async run(project) {
      project.write("releases/1/index.html", "<p>").write("releases/1/a.js", "1");
      linkSync(project.path("releases/1/a.js"), project.path("releases/1/b.js"));
      symlinkSync("releases/1", project.path("link"));
      await project.run(["check", "link"], { seconds: 10 });
      symlinkSync("nothing", project.path("broken"));
      await project.run(["check", "broken"], { status: 2, says: ["there is no directory"] });
      symlinkSync("round", project.path("round"));
      await project.run(["check", "round"], { status: 2 });
      await project.run(["check", "/dev/zero"], { status: 2, seconds: 10 });
      await project.run(["check", "/proc/self/fd", "--no-config"], { status: [0, 1, 2], seconds: 20 });
    },
  },
  {
    name: "budget files, baselines and results that are devices, links in circles or without end are status 2",
    needs: onLinux,
    async run(project) {
      const how = { status: 2, seconds: 60, megabytes: 1200 };
      await project.run(["check", "dist", "--config", "/dev/zero"], { ...how, says: ["cannot read"] });
      for (const option of ["--lighthouse", "--k6", "--manifest", "--baseline"]) await project.run(["check", "dist", option, "/dev/zero"], how);
      await project.run(["merge", "/dev/zero", "/dev/zero"], how);
      await project.run(["trend", "/dev/zero", "--report", "html"], how);
      symlinkSync("/dev/zero", project.path("dist/budgets.json"));
      await project.run(["check", "dist"], { seconds: 10 });
      symlinkSync("circle.json", project.path("circle.json"));
      await project.run(["check", "dist", "--config", "circle.json"], how);
    },
  },
];

// Text that nests so deep that a parser that calls itself would end the process.

import { problem } from "./project.mjs";

const DEEP = 100_000;
const nested = (open, inner, close, times = DEEP) => open.repeat(times) + inner + close.repeat(times);

// What a script is made of; each is deeper than anybody writes, so each is weighed and told, not parsed.
const SCRIPTS = {
  functions: nested("function f(){", "", "}"),
  arrows: "a=>".repeat(DEEP) + "1",
  parentheses: nested("(", "1", ")"),
  "parentheses-left-open": "(".repeat(DEEP),
  arrays: nested("[", "1", "]"),
  objects: "x=" + nested("{a:", "1", "}"),
  blocks: nested("{", "", "}"),
  classes: nested("class A{b(){", "", "}}"),
  "else-ifs": "if(a){b}else ".repeat(DEEP) + "{c}",
  ternaries: "a?b:".repeat(DEEP) + "1",
  templates: nested("`${", "1", "}`"),
  prefixes: "typeof ".repeat(DEEP) + "1",
  loops: "for(;;)".repeat(DEEP) + "b",
};

// What may be parsed or not, as long as the run ends well.
const OTHERS = {
  "sums.js": "x=a" + "+a".repeat(DEEP),
  "members.js": "a" + ".b".repeat(DEEP),
  "calls.js": "a" + "()".repeat(DEEP),
  "elements.html": "<!doctype html>" + nested("<div>", "", "</div>"),
  "elements-left-open.html": "<b>".repeat(DEEP),
  "svg-in-html.html": nested("<svg>", "", "</svg>"),
  "templates.html": nested("<template>", "", "</template>"),
  "comments.html": "<!--".repeat(DEEP),
  "attributes.html": `<p ${"a=b ".repeat(DEEP)}>`,
  "srcset.html": `<img srcset="${"a.png 1x, ".repeat(DEEP)}">`,
  "blocks.css": nested("a{", "b:c", "}"),
  "parentheses.css": "a{b:" + nested("calc(", "1px", ")") + "}",
  "brackets.css": "a" + nested("[", "b", "]") + "{}",
  "left-open.css": "@media a{".repeat(DEEP),
  "media.css": nested("@media (a){", "b{c:d}", "}"),
  "supports.css": nested("@supports (a){", "b{c:d}", "}"),
  "layers.css": nested("@layer a{", "b{c:d}", "}"),
  "nots.css": "a" + nested(":not(", "b", ")") + "{}",
  "imports.css": '@import "a.css";'.repeat(DEEP),
  "manifest.json": nested("[", "", "]"),
  "manifest-objects.json": nested('{"a":', "1", "}"),
  ".vite/manifest.json": `{"index.html":{"file":"a.js","imports":${nested("[", "", "]")}}}`,
  "stats.json": `{"assets":[],"chunks":[],"modules":${nested('[{"modules":', "[]", "}]")}}`,
  "meta.json": `{"inputs":{},"outputs":${nested('{"a":', "{}", "}")}}`,
  "ngsw.json": `{"configVersion":1,"assetGroups":${nested("[", "", "]")}}`,
  "groups.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1">${nested("<g>", "", "</g>")}</svg>`,
  "entities.svg": `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 26 }, (_, index) => `<!ENTITY b${index} "${`&b${index - 1};`.repeat(10)}">`).join("")}]><svg>&b25;</svg>`,
  "styles.svg": `<svg><style>${nested("a{", "", "}")}</style></svg>`,
};

// A map of sections, each in a section.
const sections = (times) => '{"version":3,"sections":[{"offset":{"line":0,"column":0},"map":'.repeat(times) + '{"version":3,"sources":[],"names":[],"mappings":""}' + "}]}".repeat(times);

const MAPS = {
  "sections-in-sections": sections(DEEP),
  "a-few-sections-in-sections": sections(60),
  "arrays": `{"version":3,"sources":${nested("[", "", "]")},"names":[],"mappings":""}`,
  "left-open": '{"version":3,"sections":['.repeat(DEEP),
};

export const cases = [
  {
    name: "scripts that nest 100,000 deep are weighed, told of and not parsed",
    async run(project) {
      for (const [name, code] of Object.entries(SCRIPTS)) project.write(`dist/${name}.js`, code);
      const report = await project.report();
      for (const name of Object.keys(SCRIPTS)) {
        const said = problem(report, `${name}.js`) ?? "";
        project.expect(/^was not parsed/.test(said), `${name}.js is said not to be parsed`, said);
      }
      project.expect(report.assets.length === 1 + Object.keys(SCRIPTS).length, "all are weighed");
    },
  },
  {
    name: "documents, styles, manifests and SVGs that nest 100,000 deep are weighed",
    async run(project) {
      for (const [name, text] of Object.entries(OTHERS)) project.write(`dist/${name}`, text);
      const report = await project.report();
      project.expect(report.assets.length === 1 + Object.keys(OTHERS).length, "all are weighed", JSON.stringify(report.assets.map((asset) => asset.path)));
    },
  },
  {
    name: "source maps with sections in sections are told of, and the script is weighed",
    async run(project) {
      for (const [name, map] of Object.entries(MAPS)) {
        project.write(`dist/${name}.js`, `console.log(1)\n//# sourceMappingURL=${name}.js.map\n`).write(`dist/${name}.js.map`, map);
        project.write(`dist/${name}-inline.js`, `console.log(1)\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString("base64")}\n`);
      }
      const report = await project.report();
      for (const name of Object.keys(MAPS)) {
        const said = problem(report, `${name}.js`) ?? "";
        project.expect(/source map/.test(said), `the map of ${name}.js is said not to be read`, said);
      }
    },
  },
  ...[
    ["a budgets.json", ["check", "dist"], (text) => ["budgets.json", text]],
    ["a baseline", ["check", "dist", "--baseline", "deep.json"], (text) => ["deep.json", text]],
    ["a Lighthouse result", ["check", "dist", "--lighthouse", "deep.json"], (text) => ["deep.json", text]],
    ["a report to merge", ["merge", "deep.json", "deep.json"], (text) => ["deep.json", text]],
    ["a history", ["trend", "deep.json", "--report", "html"], (text) => ["deep.json", text]],
    ["a package.json", ["init", "dist", "--dry-run"], (text) => ["package.json", text]],
  ].map(([what, command, file]) => ({
    name: `${what} that nests 100,000 deep is no reason to crash`,
    async run(project) {
      for (const text of [nested("[", "", "]"), nested('{"budgets":', "1", "}"), `{"budgets":${nested("[", "", "]")}}`, "[".repeat(DEEP), `{"version":1,"assets":${nested('[{"a":', "[]", "}]")}}`, nested("/*", "", "*/") + "{}"]) {
        project.write(...file(text));
        await project.run(command, { status: [0, 1, 2], seconds: 20, megabytes: 300 });
      }
    },
  })),
];

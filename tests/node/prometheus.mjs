// The OpenMetrics report in a real Prometheus: scraped as OpenMetrics, as Prometheus' older text format, and out of the
// textfile collector of the node exporter where that is installed. What PromQL then says of the initial loads must be
// what the JSON report says, and every query of docs/grafana-dashboard.json must have an answer.
//
//   node tests/node/prometheus.mjs BINARY      needs prometheus and promtool (Debian's package prometheus)

import { execFileSync, spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const FIXTURES = ["vite6-shop", "everything-wrong", "esbuild-twice"];
const ENCODINGS = ["raw", "gzip", "brotli"];
const HOSTILE = ['label="x",le="y"} 1 #.js', "line\n# EOF\n.js", "back\\slash.js", "emoji 🚚 日本.js"];
const SHOWN = [HOSTILE[0], "line\\n# EOF\\n.js", HOSTILE[2], HOSTILE[3]];
// Limits in every unit and encoding, so that every panel has something to draw.
const BUDGETS = {
  unmatched: "ignore",
  budgets: [
    {
      name: "First load",
      load: "initial",
      per: "entry",
      max: { raw: "500 kB", gzip: "170 kB", brotli: "150 kB", count: 50, time: "3 s" },
    },
    { name: "Any script", files: "**/*.js", per: "file", warn: { raw: "5 kB" }, max: { raw: "1 MB" } },
  ],
};
const WAIT_MS = 40_000;
const TYPES = {
  openmetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8",
  text: "text/plain; version=0.0.4; charset=utf-8",
};

const [given] = process.argv.slice(2);
if (!given) {
  console.error("usage: node tests/node/prometheus.mjs BINARY");
  process.exit(2);
}
const binary = resolve(given);
const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const folder = mkdtempSync(join(tmpdir(), "weighbridge-prometheus-"));
const children = [];
const failures = [];
const check = (holds, what) => {
  if (!holds) failures.push(what);
};

try {
  const config = join(folder, "budgets.json");
  writeFileSync(config, JSON.stringify(BUDGETS));
  const reports = weighAll(config);
  for (const name of Object.keys(reports)) lint(name);
  for (const name of readdirSync(join(root, "fixtures/expected")).filter((name) => name.endsWith(".prom"))) {
    lintFile(name, readFileSync(join(root, "fixtures/expected", name)));
  }
  const server = await serve();
  const prometheus = await start(reports, server.address().port);
  await scraped(prometheus);
  let compared = 0;
  for (const job of prometheus.jobs) compared += await compare(prometheus, reports, job);
  await compareHostile(prometheus);
  const queries = await dashboard(prometheus);
  await documented(prometheus);
  server.close();
  console.log(`${compared} initial loads are the same in ${prometheus.jobs.join(", ")}`);
  console.log(`${queries} queries of the dashboard have an answer`);
} finally {
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true, force: true });
}
if (failures.length > 0) {
  console.error(failures.join("\n"));
  process.exit(1);
}

/** JSON reports by name; the metrics are beside them in the folder. */
function weighAll(config) {
  const reports = {};
  for (const name of FIXTURES) reports[name] = weigh(name, join(root, "fixtures", name), config);
  const hostile = join(folder, "hostile");
  mkdirSync(hostile);
  for (const name of HOSTILE) writeFileSync(join(hostile, name), "console.log(1);\n");
  reports.hostile = weigh("hostile", hostile, config);
  return reports;
}

function weigh(name, build, config) {
  const json = join(folder, `${name}.json`);
  const reports = ["--report", `json=${json}`, "--report", `openmetrics=${join(folder, `${name}.prom`)}`];
  // Over budget is an answer, too.
  const { status, stderr } = spawnSync(binary, ["check", build, "--config", config, "--no-cache", ...reports]);
  if (status !== 0 && status !== 1) throw new Error(`${name}: status ${status}: ${stderr}`);
  return JSON.parse(readFileSync(json, "utf8"));
}

function lint(name) {
  lintFile(name, readFileSync(join(folder, `${name}.prom`)));
}

function lintFile(name, input) {
  const { status, stdout, stderr } = spawnSync("promtool", ["check", "metrics"], { input });
  check(status === 0, `promtool does not take ${name}: ${stdout}${stderr}`);
}

/** Serves /<type>/<name> with the content type that chooses the parser. */
async function serve() {
  const server = createServer((request, response) => {
    const [, type, name] = request.url.split("/");
    response.setHeader("content-type", TYPES[type]);
    response.end(readFileSync(join(folder, `${name}.prom`)));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return server;
}

async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

async function start(reports, port) {
  const names = Object.keys(reports);
  const jobs = Object.keys(TYPES);
  const scrape = jobs.flatMap((job) =>
    names.map((name) => ({
      job_name: `${job}-${name}`,
      metrics_path: `/${job}/${name}`,
      static_configs: [{ targets: [`127.0.0.1:${port}`], labels: { project: name, job } }],
    })),
  );
  if (spawnSync("prometheus-node-exporter", ["--version"]).status === 0) {
    // One file: a collector does not tell projects apart, and a series may be there only once.
    const textfiles = join(folder, "textfiles");
    mkdirSync(textfiles);
    copyFileSync(join(folder, `${names[0]}.prom`), join(textfiles, "weighbridge.prom"));
    const exporter = await freePort();
    children.push(
      spawn("prometheus-node-exporter", [
        `--web.listen-address=127.0.0.1:${exporter}`,
        "--collector.disable-defaults",
        "--collector.textfile",
        `--collector.textfile.directory=${textfiles}`,
      ], { stdio: "ignore" }),
    );
    const labels = { project: names[0], job: "textfile" };
    scrape.push({ job_name: "textfile", static_configs: [{ targets: [`127.0.0.1:${exporter}`], labels }] });
    jobs.push("textfile");
  }
  const config = join(folder, "prometheus.yml");
  // JSON is YAML.
  writeFileSync(config, JSON.stringify({ global: { scrape_interval: "1s", scrape_timeout: "1s" }, scrape_configs: scrape }));
  execFileSync("promtool", ["check", "config", config]);
  const own = await freePort();
  children.push(
    spawn("prometheus", [
      `--config.file=${config}`,
      `--web.listen-address=127.0.0.1:${own}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
    ], { stdio: "ignore" }),
  );
  return { url: `http://127.0.0.1:${own}`, jobs, targets: scrape.length };
}

async function scraped(prometheus) {
  const end = Date.now() + WAIT_MS;
  for (;;) {
    const up = await query(prometheus, "sum(up)").catch(() => []);
    if (Number(up[0]?.value[1]) === prometheus.targets) return;
    if (Date.now() > end) {
      const targets = await get(prometheus, "/api/v1/targets").catch((error) => error);
      throw new Error(`not all targets are scraped: ${JSON.stringify(targets?.activeTargets?.map((target) => [target.labels, target.lastError]))}`);
    }
    await new Promise((later) => setTimeout(later, 250));
  }
}

async function get(prometheus, path) {
  const response = await fetch(prometheus.url + path);
  const { status, data, error } = await response.json();
  if (status !== "success") throw new Error(`${path}: ${error}`);
  return data;
}

async function query(prometheus, expression) {
  return (await get(prometheus, `/api/v1/query?query=${encodeURIComponent(expression)}`)).result;
}

/** Compares the initial loads of all entry points with the JSON report. */
async function compare(prometheus, reports, job) {
  let compared = 0;
  for (const [project, report] of Object.entries(reports)) {
    if (job === "textfile" && project !== FIXTURES[0]) continue;
    for (const entry of report.entries.filter(({ path }) => path.endsWith(".html"))) {
      for (const encoding of ENCODINGS) {
        const labels = { job, project, entry: entry.path, audience: entry.audience, encoding };
        const selector = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
        const found = await query(prometheus, `weighbridge_initial_load_bytes{${selector.join(",")}}`);
        const value = Number(found[0]?.value[1]);
        check(found.length === 1 && value === entry.initial[encoding],
          `${job}, ${project}: ${entry.path} has ${entry.initial[encoding]} B ${encoding}, Prometheus says ${value}`);
        compared += 1;
      }
    }
  }
  check(compared > 0, `${job}: nothing was compared`);
  return compared;
}

/** Names come back as they are shown. */
async function compareHostile(prometheus) {
  for (const job of Object.keys(TYPES)) {
    const found = await query(prometheus, `weighbridge_budget_actual_bytes{job="${job}",project="hostile"}`);
    const items = new Set(found.map(({ metric }) => metric.item));
    for (const name of SHOWN) check(items.has(name), `${job}: ${name} is not among ${[...items].join(", ")}`);
  }
}

/** Asks every query of the dashboard. */
async function dashboard(prometheus) {
  const { panels, templating } = JSON.parse(readFileSync(join(root, "docs/grafana-dashboard.json"), "utf8"));
  const expressions = panels.flatMap((panel) => panel.targets.map(({ expr }) => [panel.title, expr]));
  for (const [title, expression] of expressions) {
    for (const encoding of ENCODINGS) {
      const asked = expression.replaceAll("$project", ".*").replaceAll("$encoding", encoding);
      check(!asked.includes("$") || asked.includes('"$1"'), `${title}: a variable is left in ${asked}`);
      const found = await query(prometheus, asked);
      check(found.length > 0, `${title}: nothing for ${asked}`);
    }
  }
  const variable = templating.list.find(({ name }) => name === "project").definition;
  const [, metric, label] = /^label_values\((\w+), (\w+)\)$/.exec(variable);
  const values = await get(prometheus, `/api/v1/label/${label}/values?match[]=${metric}`);
  check(values.length === FIXTURES.length + 1, `${variable}: ${values}`);
  return expressions.length;
}

/** The queries and rules of docs/dashboards.md: Prometheus understands them, and the first of each block has an answer. */
async function documented(prometheus) {
  const page = readFileSync(join(root, "docs/dashboards.md"), "utf8");
  const blocks = [...page.matchAll(/```(\w+)\n([^]*?)```/g)];
  const promql = blocks.filter(([, language]) => language === "promql");
  check(promql.length > 0, "docs/dashboards.md has no queries");
  for (const [, , block] of promql) {
    for (const line of block.trim().split("\n")) await query(prometheus, line);
  }
  const [first] = promql[0][2].trim().split("\n");
  check((await query(prometheus, first)).length > 0, `docs/dashboards.md: nothing for ${first}`);
  const rules = blocks.filter(([, language, block]) => language === "yaml" && block.startsWith("groups:"));
  check(rules.length > 0, "docs/dashboards.md has no rules");
  for (const [, , block] of rules) {
    writeFileSync(join(folder, "rules.yml"), block);
    const { status, stdout, stderr } = spawnSync("promtool", ["check", "rules", join(folder, "rules.yml")]);
    check(status === 0, `promtool does not take the rules of docs/dashboards.md: ${stdout}${stderr}`);
  }
}

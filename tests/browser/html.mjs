// Opens the HTML report in a real browser and uses it as people do.
//
//   node tests/browser/html.mjs BINARY [FOLDER]      with FOLDER: screenshots of every size and theme go there
//
// At three sizes, light and dark: a chunk is opened, the unit switched, a table sorted and filtered, a finding followed
// to its file and back, a neighbour in the graph; all of it by keyboard, too. On no page may there be an error on the
// console (violations of the Content-Security-Policy come there), a request, a dialog, or an element that a name made.
// A build of 3,000 chunks must be open in two seconds. axe-core, where npm can install it, finds nothing serious.
//
// Needs Chromium: $CHROMIUM, or `chromium` on the path.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { launch } from "./chromium.mjs";

const AXE = "axe-core@4.10.3";
const SIZES = [[390, 844], [1024, 768], [1920, 1080]];
const CHUNKS = 3000;
/** From the start of the navigation to a map that answers, in milliseconds. */
const OPEN_WITHIN = 2000;

const [binary, shots] = process.argv.slice(2);
if (!binary) {
  console.error("usage: node tests/browser/html.mjs BINARY [FOLDER]");
  process.exit(2);
}
const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const home = mkdtempSync(join(tmpdir(), "weighbridge-html-"));
let browser = null;
try {
  areasAreRight();
  browser = await launch();
  const shop = report("shop", join(root, "fixtures/vite8-shop"));
  const wrong = report("wrong", join(root, "fixtures/everything-wrong"));
  for (const [width, height] of SIZES) {
    for (const dark of [false, true]) {
      await used(wrong, width, height, dark);
      await used(shop, width, height, dark);
    }
  }
  await byKeyboard(wrong);
  await switched(shop, wrong);
  await compared(shop);
  await withoutScript(wrong);
  await hostile();
  await large();
  await accessible([shop, wrong]);
} finally {
  await browser?.close();
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}

function done(what) {
  console.log(`ok  ${what}`);
}

/** The page of a build; sizes are measured as fast as can be. */
function report(name, build, budgets = [{ name: "Small", load: "initial", per: "entry", max: { gzip: "1 kB" } }], baseline = null) {
  const config = join(home, `${name}.json`);
  const output = join(home, `${name}.html`);
  writeFileSync(config, JSON.stringify({ compression: { gzip: 1, brotli: 0 }, budgets }));
  const { status, stderr } = spawnSync(binary, ["check", build, "--config", config, "--report", `html=${output}`, `--report=json=${output}.json`, "--quiet", "--no-encode", ...(baseline ? ["--baseline", baseline] : [])]);
  assert.ok(status === 0 || status === 1, `${binary} ended with ${status} on ${build}: ${stderr}`);
  return output;
}

/** The map's areas: they sum to the whole, are in proportion, lie inside and do not overlap. */
function areasAreRight() {
  const source = readFileSync(join(root, "src/report/html/script/squarify.js"), "utf8");
  const squarify = new Function(`${source}; return squarify;`)();
  let seed = 1;
  const random = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  for (let round = 0; round < 300; round += 1) {
    const values = Array.from({ length: 1 + Math.floor(random() * 60) }, () => 1 + random() ** 6 * 1e6).sort((a, b) => b - a);
    const [width, height] = [50 + random() * 1500, 50 + random() * 900];
    const places = squarify(values, 10, 20, width, height);
    const whole = values.reduce((sum, value) => sum + value, 0);
    assert.equal(places.length, values.length);
    places.forEach((place, index) => {
      const expected = (values[index] / whole) * width * height;
      assert.ok(Math.abs(place.width * place.height - expected) < 1e-6 * width * height, "an area is not in proportion");
      const isInside = place.x > 9.999 && place.y > 19.999 && place.x + place.width < 10.001 + width && place.y + place.height < 20.001 + height;
      assert.ok(isInside, "a tile lies outside");
      for (const other of places.slice(index + 1)) {
        const across = Math.min(place.x + place.width, other.x + other.width) - Math.max(place.x, other.x);
        const down = Math.min(place.y + place.height, other.y + other.height) - Math.max(place.y, other.y);
        assert.ok(across < 1e-6 || down < 1e-6, "two tiles overlap");
      }
    });
  }
  // The example of the paper: the first tile is four by three, and no shape is longer than 2.78 to 1.
  const paper = squarify([6, 6, 4, 3, 2, 2, 1], 0, 0, 6, 4);
  assert.deepEqual([paper[0].width, paper[0].height], [3, 2]);
  done("areas of the map");
}

async function opened(file, size) {
  const page = await browser.page(size);
  await page.open(pathToFileURL(file).href);
  await until(page, () => document.documentElement.dataset.ready === "" && document.querySelector(".map").children.length > 0);
  await until(page, () => document.querySelector(".node.focus") !== null);
  // What the size of the window makes the page draw again is drawn.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn()))));
  return page;
}

async function until(page, condition, ...given) {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await page.evaluate(condition, ...given)) return;
    await new Promise((again) => setTimeout(again, 25));
  }
  throw new Error(`never came: ${condition}`);
}

/** Nothing happened on the page that must not. */
async function clean(page, scripts = 2) {
  assert.deepEqual(page.seen.errors, [], "the console");
  assert.deepEqual(page.seen.dialogs, [], "dialogs");
  assert.equal(page.seen.requests.filter((url) => !url.startsWith("data:")).length, 1, `requests: ${page.seen.requests}`);
  assert.equal(await page.evaluate(() => document.scripts.length), scripts, "scripts");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `the page is ${wide} pixels too wide`);
  await page.close();
}

function isOpen(page) {
  return page.evaluate(() => document.querySelector("dialog").open);
}

/** With the pointer. */
async function used(file, width, height, dark) {
  const page = await opened(file, { width, height, dark });
  const name = `${file.split("/").at(-1).replace(".html", "")}-${width}-${dark ? "dark" : "light"}`;
  if (shots) await page.screenshot(join(shots, `${name}.png`), true);

  await page.click(".tile[aria-label*='.js'] .name");
  assert.ok(await isOpen(page), "a click on a chunk opens it");
  const title = await page.evaluate(() => document.getElementById("drawer-title").textContent);
  assert.match(title, /\.js$/);
  if (shots) await page.screenshot(join(shots, `${name}-drawer.png`));
  await page.click("dialog .close");
  assert.ok(!(await isOpen(page)));

  const areas = () => page.evaluate(() => [...document.querySelectorAll(".tile .bytes")].map((tile) => tile.textContent).join());
  const before = await areas();
  await page.click("#map .choice [value=raw]");
  assert.notEqual(await areas(), before, "another unit, another size");

  await page.click("#chunks thead th:first-child button");
  const sort = await page.evaluate(() => {
    const names = [...document.querySelectorAll("#chunks tbody th")].map((cell) => cell.textContent);
    return { order: document.querySelector("#chunks thead th").ariaSort, isSorted: names.every((one, at) => at === 0 || names[at - 1] <= one), names: names.length };
  });
  assert.deepEqual([sort.order, sort.isSorted, sort.names > 1], ["ascending", true, true], "the table sorts");
  await page.click("#files input");
  await page.send("Input.insertText", { text: ".css" });
  const left = await page.evaluate(() => [...document.querySelectorAll("#files tbody th")].map((cell) => cell.textContent));
  assert.ok(left.length > 0 && left.every((path) => path.includes(".css")), "the filter filters");

  if (await page.evaluate(() => document.querySelector("#findings li button") !== null)) {
    await page.click("#findings li button");
    assert.ok(await isOpen(page), "a finding opens its file");
    await page.click("dialog .findings .button");
    assert.ok(!(await isOpen(page)), "and its file leads back");
    assert.ok(await page.evaluate(() => document.activeElement.closest("#findings li") !== null));
  }
  const focus = () => page.evaluate(() => document.querySelector(".node.focus button").title);
  const first = await focus();
  if (file.endsWith("shop.html")) {
    await page.click(".node:is(.static, .dynamic, .worker) button");
    assert.notEqual(await focus(), first, "the graph goes to a neighbour");
  }

  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const own = await ground();
  await page.click(`.bar .choice [value=${dark ? "light" : "dark"}]`);
  assert.notEqual(await ground(), own, "the theme switches");
  await page.click(".bar .choice [value=auto]");
  assert.equal(await ground(), own, "and back to the system's");
  await clean(page);
  done(`used with a pointer: ${name}`);
}

/** Without a pointer. */
async function byKeyboard(file) {
  const page = await opened(file, { width: 1024, height: 768 });
  const active = (selector) => page.evaluate((wanted) => document.activeElement.matches(wanted), selector);
  await page.press("Tab");
  assert.ok(await active(".skip"), "the first stop skips the navigation");
  for (let stops = 0; !(await active(".tile")); stops += 1) {
    assert.ok(stops < 200, "Tab reaches the map");
    await page.press("Tab");
  }
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(outline, "solid", "the focus is visible");
  const first = await page.evaluate(() => document.activeElement.ariaLabel);
  await page.press("ArrowRight");
  assert.ok(await active(".tile"));
  assert.notEqual(await page.evaluate(() => document.activeElement.ariaLabel), first, "an arrow moves");
  await page.press("Home");
  assert.equal(await page.evaluate(() => document.activeElement.ariaLabel), first);
  await page.press("Enter");
  assert.ok(await isOpen(page), "Enter opens");
  await page.press("Escape");
  assert.ok(!(await isOpen(page)), "Escape closes");
  assert.ok(await active(".tile"), "and the focus is back");
  await page.press("Tab");
  assert.ok(!(await active(".tile")), "the map is one stop");
  await clean(page);
  done("used with the keyboard");
}

/** Two projects on one page, put together from the pages of both. */
async function switched(one, other) {
  const [first, second] = [one, other].map((file) => readFileSync(file, "utf8"));
  const data = /(<script type="application\/json" id="data">\{"projects":\[\n)([^]*?)(\n\]\}<\/script>)/;
  const section = /<section class="project"[^]*?<\/section>\n/;
  const both = join(home, "both.html");
  const plain = second.match(section)[0].replace('data-project="0"', 'data-project="1"').replaceAll("verdict-0", "verdict-1");
  const joined = first
    .replace(section, (found) => found + plain)
    .replace(data, (_, start, rows, end) => `${start}${rows},\n${second.match(data)[2]}${end}`);
  writeFileSync(both, joined);
  const page = await opened(both, { width: 1024, height: 768 });
  const shown = () => page.evaluate(() => {
    const names = [...document.querySelectorAll("#files tbody th")].map((cell) => cell.textContent).join();
    return [[...document.querySelectorAll("section.project")].map((element) => element.hidden), names];
  });
  const before = await shown();
  assert.deepEqual(before[0], [false, true]);
  await page.evaluate(() => {
    const select = document.getElementById("project");
    select.value = "1";
    select.dispatchEvent(new Event("change"));
  });
  const after = await shown();
  assert.deepEqual(after[0], [true, false]);
  assert.notEqual(after[1], before[1]);
  await clean(page);
  done("another project");
}

/** Beside an earlier build, of which some files are there still. */
async function compared(shop) {
  const file = report("later", join(root, "fixtures/vite8-routes"), undefined, `${shop}.json`);
  const page = await opened(file, { width: 1024, height: 768 });
  const changes = await page.evaluate(() => [...document.querySelectorAll("#changes tbody")].at(-1).textContent);
  assert.ok(changes.includes("new") && changes.includes("removed"), changes);
  await clean(page);
  done("beside a baseline");
}

async function withoutScript(file) {
  const page = await browser.page({ width: 1024, height: 768 });
  await page.send("Emulation.setScriptExecutionDisabled", { value: true });
  await page.open(pathToFileURL(file).href);
  const { root: tree } = await page.send("DOM.getDocument", { depth: -1 });
  const texts = JSON.stringify(tree);
  for (const text of ["FAIL", "Summary", "Heaviest files", "Findings", "does not hold"]) assert.ok(texts.includes(text), text);
  if (shots) await page.screenshot(join(shots, "no-script.png"), true);
  assert.deepEqual(page.seen.errors, []);
  await page.close();
  done("without JavaScript");
}

/** The names of tests/support/hostile.rs stay text. */
async function hostile() {
  const source = readFileSync(join(root, "tests/support/hostile.rs"), "utf8");
  const list = source.slice(source.indexOf("NAMES"), source.indexOf("];"));
  const names = [...list.matchAll(/^ {4}"(.*)",$/gm)].map(([, text]) => {
    return JSON.parse(`"${text.replace(/\\u\{([0-9a-f]+)\}/g, (_, code) => `\\u${code.padStart(4, "0")}`)}"`);
  });
  assert.ok(names.length > 20, "the names are found");
  const build = join(home, "hostile");
  let html = "<!doctype html>\n";
  names.forEach((name, index) => {
    const path = name.endsWith(".js") ? name : `${name}/file.js`;
    mkdirSync(dirname(join(build, path)), { recursive: true });
    writeFileSync(join(build, path), `import("./lazy-${index}.js");\nconsole.log(${index});\n`);
    writeFileSync(join(build, `lazy-${index}.js`), "export const x = 1;\n");
    html += `<script type=module src="./${path.split("/").map(encodeURIComponent).join("/")}"></script>\n`;
  });
  writeFileSync(join(build, "index.html"), html);
  writeFileSync(join(build, "broken\n<img src=x onerror=alert(1)>.js"), "this is ( not a script");
  const file = report("hostile-report", build, [{ name: "<script>alert(1)</script>", per: "file", max: { raw: "5 B" } }]);
  const page = await opened(file, { width: 1024, height: 768 });
  const shown = await page.evaluate(() => {
    for (const button of document.querySelectorAll("button.more")) if (!button.hidden) button.click();
    for (const details of document.querySelectorAll("details")) details.open = true;
    for (const tile of document.querySelectorAll(".tile")) tile.click();
    return { text: document.body.textContent, elements: document.querySelectorAll("main script, img, iframe, object, [onerror], [onclick]").length };
  });
  assert.equal(shown.elements, 0, "a name became an element");
  for (const text of ["<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "line\\nfeed", "\\u{202e}"]) {
    assert.ok(shown.text.includes(text), `${text} is shown as it is`);
  }
  await clean(page);
  done(`${names.length} hostile names`);
}

/** 3,000 chunks that import each other. */
async function large() {
  const build = join(home, "large");
  mkdirSync(join(build, "assets"), { recursive: true });
  const name = (index) => `chunk-${String(index).padStart(4, "0")}-BxY1c2ab.js`;
  writeFileSync(join(build, "index.html"), `<!doctype html><script type=module src="./assets/${name(0)}"></script>`);
  for (let index = 0; index < CHUNKS; index += 1) {
    const later = (times) => (index * times + times) % CHUNKS;
    const imports = [3, 7, 11].map((times) => `import"./${name(later(times))}";`).join("");
    const dynamic = [2, 5].map((times) => `import("./${name(later(times))}");`).join("");
    const body = `console.log("${"x".repeat(50 + ((index * 7919) % 4000))}${index}");`;
    writeFileSync(join(build, "assets", name(index)), `${index % 10 === 0 ? "" : imports}${dynamic}${body}\n`);
  }
  const file = report("large-report", build);
  const times = [];
  for (const [width, height] of SIZES) {
    const page = await browser.page({ width, height });
    await page.open(pathToFileURL(file).href);
    // Two frames after the start of the script, everything is painted and answers.
    const time = await page.evaluate(() => new Promise((tell) => requestAnimationFrame(() => requestAnimationFrame(() => tell(performance.now())))));
    assert.ok(await page.evaluate(() => document.querySelectorAll(".tile").length > 100));
    times.push(Math.round(time));
    if (shots) await page.screenshot(join(shots, `large-${width}.png`));
    await clean(page);
  }
  const bytes = readFileSync(file).length;
  if (shots) copyFileSync(file, join(shots, "large.html"));
  // On a machine that is busy with other things, the figure says nothing of the page.
  const isBusy = loadavg()[0] > 2 * availableParallelism();
  assert.ok(isBusy || times.every((time) => time < OPEN_WITHIN), `${times} ms`);
  done(`${CHUNKS} chunks: open in ${times.join(", ")} ms at ${SIZES.map(([width]) => width).join(", ")} px${isBusy ? " of a busy machine, not judged" : ""}; ${Math.round(bytes / 1000)} kB`);
}

async function accessible(files) {
  const modules = join(home, "axe");
  try {
    const quiet = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--no-save"];
    execFileSync("npm", ["install", ...quiet, "--prefix", modules, AXE], { stdio: "ignore" });
  } catch {
    console.log("skipped: axe-core needs npm and its registry");
    return;
  }
  const axe = readFileSync(join(modules, "node_modules/axe-core/axe.min.js"), "utf8");
  let rules = 0;
  for (const file of files) {
    for (const [width, height] of SIZES) {
      for (const dark of [false, true]) {
        const page = await opened(file, { width, height, dark });
        await page.evaluate(`${axe}; 0`);
        for (const isDrawer of [false, true]) {
          if (isDrawer) await page.evaluate(() => document.querySelector(".tile[aria-label*='.js']").click());
          const { bad, passes } = await page.evaluate(async () => {
            const { violations, passes: held } = await axe.run();
            const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
            const told = serious.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html} ${node.failureSummary}`).join("\n")}`);
            return { bad: told, passes: held.length };
          });
          assert.deepEqual(bad, [], `${file} ${width} ${dark ? "dark" : "light"}${isDrawer ? " drawer" : ""}`);
          rules += passes;
        }
        await page.close();
      }
    }
  }
  assert.ok(rules > 0);
  done(`${AXE}: nothing serious, ${rules} rules held`);
}

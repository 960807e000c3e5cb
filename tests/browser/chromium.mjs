// Headless Chromium for the tests: opened once for a page (`visit`), or driven over the DevTools protocol (`launch`).
//
// The protocol goes through a pipe, so that no port is opened and nothing but node is needed:
// https://chromedevtools.github.io/devtools-protocol/. Needs Chromium: $CHROMIUM, or `chromium` on the path.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PROGRAM = process.env.CHROMIUM ?? "chromium";
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** How long an answer of the browser may take, in milliseconds. */
const PATIENCE = 60_000;

/** Opens an address and waits until the page is quiet, at most so many milliseconds of its own clock. */
export function visit(url, budget) {
  const profile = mkdtempSync(join(tmpdir(), "weighbridge-profile-"));
  const flags = [...FLAGS, `--user-data-dir=${profile}`, `--virtual-time-budget=${budget}`, "--dump-dom", url];
  return new Promise((done, failed) => {
    const browser = spawn(PROGRAM, flags, { stdio: "ignore", timeout: PATIENCE });
    browser.on("error", failed);
    browser.on("exit", () => {
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
      done();
    });
  });
}

/** A browser that waits for commands. */
export function launch() {
  const profile = mkdtempSync(join(tmpdir(), "weighbridge-profile-"));
  const flags = [...FLAGS, `--user-data-dir=${profile}`, "--remote-debugging-pipe", "about:blank"];
  const child = spawn(PROGRAM, flags, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const [, , , input, output] = child.stdio;
  const waiting = new Map();
  const listeners = new Set();
  const parts = [];
  let last = 0;

  output.on("data", (bytes) => {
    // Each message ends with a zero byte.
    for (let start = 0; start < bytes.length; ) {
      const end = bytes.indexOf(0, start);
      parts.push(bytes.subarray(start, end < 0 ? bytes.length : end));
      if (end < 0) return;
      take(JSON.parse(Buffer.concat(parts.splice(0)).toString("utf8")));
      start = end + 1;
    }
  });
  child.on("error", (error) => {
    for (const { failed } of waiting.values()) failed(error);
  });
  child.on("exit", () => {
    for (const { failed } of waiting.values()) failed(new Error("the browser has gone"));
  });

  function take(message) {
    const waiter = waiting.get(message.id);
    if (!waiter) {
      for (const listen of listeners) listen(message);
      return;
    }
    waiting.delete(message.id);
    clearTimeout(waiter.clock);
    if (message.error) waiter.failed(new Error(`${waiter.method}: ${message.error.message}`));
    else waiter.done(message.result);
  }

  function send(method, params = {}, sessionId = undefined) {
    last += 1;
    const id = last;
    return new Promise((done, failed) => {
      const clock = setTimeout(() => failed(new Error(`${method}: no answer`)), PATIENCE);
      waiting.set(id, { method, done, failed, clock });
      input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  return {
    /** A new page; `seen` collects what must not happen in it. */
    async page({ width, height, dark = false }) {
      const { targetId } = await send("Target.createTarget", { url: "about:blank" });
      const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
      const page = pageOf((method, params) => send(method, params, sessionId));
      const listen = (message) => message.sessionId === sessionId && page.hear(message);
      listeners.add(listen);
      page.close = async () => {
        listeners.delete(listen);
        await send("Target.closeTarget", { targetId });
      };
      await page.start(width, height, dark);
      return page;
    },
    async close() {
      await send("Browser.close").catch(() => {});
      if (child.exitCode === null) await new Promise((done) => child.on("exit", done));
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const KEYS = { Tab: 9, Enter: 13, Escape: 27, Home: 36, ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40 };

function pageOf(send) {
  const seen = { errors: [], requests: [], dialogs: [] };
  let loaded = null;
  const page = {
    seen,
    send,
    hear({ method, params }) {
      if (method === "Runtime.exceptionThrown") seen.errors.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
      if (method === "Runtime.consoleAPICalled" && ["error", "warning"].includes(params.type)) seen.errors.push(JSON.stringify(params.args));
      // A violation of the Content-Security-Policy is told here.
      if (method === "Log.entryAdded" && ["error", "warning"].includes(params.entry.level)) seen.errors.push(params.entry.text);
      if (method === "Network.requestWillBeSent") seen.requests.push(params.request.url);
      if (method === "Page.javascriptDialogOpening") {
        seen.dialogs.push(params.message);
        send("Page.handleJavaScriptDialog", { accept: true });
      }
      if (method === "Page.loadEventFired") loaded?.();
    },
    async start(width, height, dark) {
      for (const domain of ["Page", "Runtime", "Log", "Network"]) await send(`${domain}.enable`);
      await page.resize(width, height);
      await page.scheme(dark);
    },
    resize: (width, height) => send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: width < 500 }),
    scheme: (dark) => send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }, { name: "prefers-reduced-motion", value: "reduce" }] }),
    async open(url) {
      const load = new Promise((done) => {
        loaded = done;
      });
      await send("Page.navigate", { url });
      await load;
    },
    /** The value of a function that runs in the page, or of an expression. */
    async evaluate(code, ...given) {
      const expression = typeof code === "function" ? `(${code})(...${JSON.stringify(given)})` : code;
      const { result, exceptionDetails } = await send("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    },
    /** A real click in the middle of the first element that fits, brought into view. */
    async click(selector) {
      const at = await page.evaluate((wanted) => {
        const element = document.querySelector(wanted);
        element.scrollIntoView({ block: "center", inline: "center" });
        const { x, y, width, height } = element.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      }, selector);
      for (const type of ["mousePressed", "mouseReleased"]) {
        await send("Input.dispatchMouseEvent", { type, ...at, button: "left", clickCount: 1 });
      }
    },
    async press(key) {
      const text = key === "Enter" ? "\r" : undefined;
      const event = { key, code: key, windowsVirtualKeyCode: KEYS[key], text };
      await send("Input.dispatchKeyEvent", { type: text ? "keyDown" : "rawKeyDown", ...event });
      await send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
    },
    async screenshot(file, whole = false) {
      const { data } = await send("Page.captureScreenshot", { captureBeyondViewport: whole });
      writeFileSync(file, Buffer.from(data, "base64"));
    },
  };
  return page;
}

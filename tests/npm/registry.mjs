// A registry of this machine's own, verdaccio, which knows what is published to it, and others' packages if it is told
// where they come from.

import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const LONGEST_START = 60_000;

/** Starts it in a folder; gives its URL, a token that may publish, and what stops it. `others` is the URL of a registry. */
export async function registry(folder, verdaccio, others = null) {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const config = join(folder, "config.yaml");
  writeFileSync(
    config,
    [
      "storage: ./storage",
      "auth: { htpasswd: { file: ./htpasswd, max_users: 1 } }",
      `uplinks: { ${others ? `others: { url: '${others}' }` : ""} }`,
      "packages:",
      "  '@weighbridge/*': { access: $all, publish: $authenticated }",
      "  'weighbridge': { access: $all, publish: $authenticated }",
      `  '**': { access: $all, publish: $authenticated${others ? ", proxy: others" : ""} }`,
      "max_body_size: 200mb",
      "web: { enable: false }",
      "log: { type: stdout, format: json, level: error }",
    ].join("\n"),
  );
  const arguments_ = [verdaccio, "--config", config, "--listen", `127.0.0.1:${port}`];
  const server = spawn(process.execPath, arguments_, { stdio: ["ignore", "pipe", "inherit"] });
  const said = [];
  server.stdout.on("data", (piece) => said.push(piece));
  try {
    await answers(`${url}-/ping`, server, said);
    return { url, token: await token(url), stop: () => server.kill() };
  } catch (error) {
    server.kill();
    throw error;
  }
}

async function answers(url, server, said) {
  const end = Date.now() + LONGEST_START;
  while (Date.now() < end && server.exitCode === null) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    await sleep(100);
  }
  throw new Error(`verdaccio does not answer: ${Buffer.concat(said)}`);
}

async function token(url) {
  const response = await fetch(`${url}-/user/org.couchdb.user:tester`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "tester", password: "only-on-this-machine" }),
  });
  const { token: given, error } = await response.json();
  if (!given) throw new Error(`verdaccio gives no token: ${error}`);
  return given;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

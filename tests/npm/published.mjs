// The npm packages, made with a binary for this machine and published to a registry of this machine's own.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { PLATFORMS, executable } from "../../npm/platforms.mjs";
import { registry } from "./registry.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The platform of this machine. */
export const here = PLATFORMS.find(({ os, cpu }) => os === process.platform && cpu === process.arch);

/**
 * Makes the packages in `home`, starts a registry and publishes them. Gives the folder of the packages, the environment
 * in which npm installs from there, and what stops the registry. `others` is where all other packages come from.
 */
export async function published({ binary, home, env: given, others = null }) {
  const packages = join(home, "packages");
  const env = { ...given, npm_config_cache: join(home, "cache"), npm_config_userconfig: join(home, "npmrc"), npm_config_audit: "false", npm_config_fund: "false", npm_config_update_notifier: "false" };
  build(binary, packages, home, env);
  const local = await registry(join(home, "registry"), join(root, "npm/node_modules/verdaccio/bin/verdaccio"), others);
  try {
    const { host } = new URL(local.url);
    writeFileSync(env.npm_config_userconfig, `registry=${local.url}\n//${host}/:_authToken=${local.token}\n`);
    const folders = readFileSync(join(packages, "packages.txt"), "utf8").trim().split("\n");
    for (const archive of packed(folders, home, env)) run("npm", ["publish", archive, "--silent"], home, env);
  } catch (error) {
    local.stop();
    throw error;
  }
  return { packages, env, url: local.url, stop: local.stop };
}

/** The packages of all platforms, those of others with a text for a binary. */
function build(binary, packages, home, env) {
  const text = join(home, "not-a-binary");
  writeFileSync(text, "not a binary\n");
  const binaries = PLATFORMS.map((platform) => `${platform.target}=${platform === here ? binary : text}`);
  run(process.execPath, [join(root, "npm/build.mjs"), packages, ...binaries, "--complete"], home, env);
  assert.ok(existsSync(join(packages, here.name, "bin", executable(here))));
}

/** `npm pack`: what is published are the archives. */
function packed(folders, home, env) {
  const archives = JSON.parse(run("npm", ["pack", "--json", ...folders], home, env));
  assert.equal(archives.length, folders.length);
  return archives.map(({ filename }) => join(home, filename));
}

/** Runs a program to its end and gives what it printed. */
export function run(command, args, cwd, env) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env, encoding: "utf8" });
  if (status !== 0) throw error ?? new Error(`${command} ${args.join(" ")} ended with ${status}\n${stdout}${stderr}`);
  return stdout;
}

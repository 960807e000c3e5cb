// Makes the npm packages: `weighbridge`, and one for each binary that is given.
//
//   node npm/build.mjs OUT TARGET=BINARY ...              such as x86_64-unknown-linux-musl=target/.../weighbridge
//   node npm/build.mjs OUT TARGET=BINARY ... --complete   fails where a platform is left out
//
// The version is that of Cargo.toml. OUT/packages.txt lists the folders in the order in which they are published: the
// main package last, since it asks for the others. Needs nothing but node.

import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { PLATFORMS, executable, packageOf } from "./platforms.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const LICENCES = ["LICENSE-APACHE", "LICENSE-MIT"];
const SCHEMAS = ["budgets", "baseline", "report", "joined"].map((name) => `${name}.schema.json`);

const options = process.argv.slice(2);
const [out, ...given] = options.filter((option) => option !== "--complete");
if (!out || given.length === 0) fail("usage: node npm/build.mjs OUT TARGET=BINARY ... [--complete]");

const { version, repository } = manifest();
const shared = {
  version,
  license: "MIT OR Apache-2.0",
  repository: { type: "git", url: `git+${repository}.git` },
  homepage: `${repository}#readme`,
  bugs: `${repository}/issues`,
  // Scoped packages are private unless they say so; provenance is asked for where they are published.
  publishConfig: { access: "public" },
};

const binaries = new Map(given.map((text) => text.split(/=(.*)/s).slice(0, 2)));
for (const [target, path] of binaries) {
  if (!PLATFORMS.some((platform) => platform.target === target) || !path) fail(`${target}=${path ?? ""} is no target`);
}
const platforms = PLATFORMS.filter(({ target }) => binaries.has(target));
if (options.includes("--complete") && platforms.length < PLATFORMS.length) {
  const missing = PLATFORMS.filter(({ target }) => !binaries.has(target)).map(({ target }) => target);
  fail(`no binary for ${missing.join(", ")}`);
}

const folders = [...platforms.map(platformPackage), mainPackage()];
writeFileSync(join(out, "packages.txt"), folders.map((folder) => `${resolve(folder)}\n`).join(""));

function platformPackage(platform) {
  const folder = emptied(platform.name);
  mkdirSync(join(folder, "bin"));
  const binary = join(folder, "bin", executable(platform));
  cpSync(binaries.get(platform.target), binary);
  chmodSync(binary, 0o755);
  copied(LICENCES, root, folder);
  written(folder, {
    name: packageOf(platform),
    description: `The binary of weighbridge for ${platform.os} on ${platform.cpu}; install \`weighbridge\` instead`,
    ...shared,
    os: [platform.os],
    cpu: [platform.cpu],
    // A binary cannot be run out of Yarn's zip files.
    preferUnplugged: true,
  });
  writeFileSync(
    join(folder, "README.md"),
    `# ${packageOf(platform)}\n\nThe binary of [weighbridge](${repository}) for ${platform.os} on ${platform.cpu} ` +
      `(\`${platform.target}\`).\nIt comes with the package \`weighbridge\`: install that one.\n`,
  );
  return folder;
}

function mainPackage() {
  const folder = emptied("weighbridge");
  const source = join(root, "npm/weighbridge");
  cpSync(source, folder, { recursive: true });
  chmodSync(join(folder, "bin/weighbridge"), 0o755);
  mkdirSync(join(folder, "schema"));
  copied(SCHEMAS, join(root, "schema"), join(folder, "schema"));
  copied(LICENCES, root, folder);
  // All of them, whichever are built here, and exactly this version: the two halves belong together.
  const optionalDependencies = Object.fromEntries(PLATFORMS.map((platform) => [packageOf(platform), version]));
  written(folder, { ...JSON.parse(readFileSync(join(source, "package.json"), "utf8")), ...shared, optionalDependencies });
  return folder;
}

/** What Cargo.toml says of the package. */
function manifest() {
  const [head] = readFileSync(join(root, "Cargo.toml"), "utf8").split(/^\[(?!package\])/m);
  const value = (key) => head.match(new RegExp(`^${key} = "(.+)"$`, "m"))?.[1] ?? fail(`Cargo.toml has no ${key}`);
  return { version: value("version"), repository: value("repository") };
}

function emptied(name) {
  const folder = join(out, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

function copied(names, from, to) {
  for (const name of names) cpSync(join(from, name), join(to, name));
}

function written(folder, contents) {
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(contents, null, 2)}\n`);
}

function fail(message) {
  console.error(message);
  process.exit(2);
}

// Where the binary of this platform is: in the optional dependency that npm installed for it.
"use strict";

const { existsSync } = require("node:fs");
const { optionalDependencies = {} } = require("../package.json");

/** What this machine's package is called, whether there is one or not. */
const wanted = `@weighbridge/${process.platform}-${process.arch}`;

/** The path of the binary. Throws an error with the code `WEIGHBRIDGE_NOT_INSTALLED` that says what to do. */
function binary() {
  const given = process.env.WEIGHBRIDGE_BINARY;
  if (given) {
    if (existsSync(given)) return given;
    throw notInstalled(`WEIGHBRIDGE_BINARY is ${given}, and there is no such file.`);
  }
  const path = resolved(wanted);
  if (path !== null) return path;
  throw notInstalled(reason());
}

/** The binary in a platform's package, or null where that is not installed. */
function resolved(name) {
  const file = name.startsWith("@weighbridge/win32-") ? "weighbridge.exe" : "weighbridge";
  try {
    return require.resolve(`${name}/bin/${file}`);
  } catch {
    return null;
  }
}

function reason() {
  const known = Object.keys(optionalDependencies);
  if (!known.includes(wanted)) {
    const names = known.map((name) => name.slice(name.indexOf("/") + 1)).join(", ");
    return [
      `there is no binary for ${process.platform}-${process.arch}, only for ${names}.`,
      "Build one with `cargo install weighbridge`, and name it in the variable WEIGHBRIDGE_BINARY.",
    ].join("\n");
  }
  const other = known.find((name) => resolved(name) !== null);
  const cause =
    other === undefined
      ? "It is an optional dependency, and was left out: by --no-optional or --omit=optional, or by a lockfile that was\n" +
        "written on another platform."
      : `${other} is installed instead: node_modules was made on another platform and moved here.`;
  return [
    `the package ${wanted}, which has the binary for this platform, is not installed.`,
    cause,
    "Install again on this machine with optional dependencies: `npm install --include=optional`; where that does not",
    "help, remove node_modules and the lockfile first. Or name a binary in the variable WEIGHBRIDGE_BINARY.",
  ].join("\n");
}

function notInstalled(message) {
  return Object.assign(new Error(message), { code: "WEIGHBRIDGE_NOT_INSTALLED" });
}

module.exports = { binary };

// The platforms that have a package of their own, and the Rust target that its binary is built for.
//
// Linux has one package a processor and none a C library: its binaries are linked statically against musl, need no
// library of the system, and so run on glibc (Debian, Ubuntu) and on musl (Alpine) alike. That is why the packages have
// no `libc` field.

/** @typedef {{ name: string, os: string, cpu: string, target: string }} Platform */

/** @type {Platform[]} */
export const PLATFORMS = [
  { name: "linux-x64", os: "linux", cpu: "x64", target: "x86_64-unknown-linux-musl" },
  { name: "linux-arm64", os: "linux", cpu: "arm64", target: "aarch64-unknown-linux-musl" },
  { name: "darwin-x64", os: "darwin", cpu: "x64", target: "x86_64-apple-darwin" },
  { name: "darwin-arm64", os: "darwin", cpu: "arm64", target: "aarch64-apple-darwin" },
  { name: "win32-x64", os: "win32", cpu: "x64", target: "x86_64-pc-windows-msvc" },
];

/** The name of the binary's file on a platform. */
export const executable = ({ os }) => (os === "win32" ? "weighbridge.exe" : "weighbridge");

/** The npm package of a platform. */
export const packageOf = ({ name }) => `@weighbridge/${name}`;

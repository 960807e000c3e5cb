// Whether the signatures are those that `npm run verify` last checked against the packages: compares a hash of the files
// that decide it with verified.json. Needs nothing installed. Exits 1 where they have changed since.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));

/** The hash of what decides whether the signatures hold. */
export function fingerprint() {
  const hash = createHash("sha256");
  for (const name of ["signatures.json", "verify.json", "verify-signatures.mjs", "package.json", "package-lock.json"]) {
    hash.update(name).update("\0").update(fs.readFileSync(path.join(here, name))).update("\0");
  }
  return hash.digest("hex");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const known = JSON.parse(fs.readFileSync(path.join(here, "verified.json"), "utf8"));
  const isSame = known.fingerprint === fingerprint();
  console.log(isSame ? `verified on ${known.date}: ${known.signatures} signatures, ${known.scripts} scripts of other packages` : "changed since they were verified: npm ci && npm run verify, in data/");
  process.exit(isSame ? 0 : 1);
}

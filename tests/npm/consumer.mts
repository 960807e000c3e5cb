// What a TypeScript user writes; compiled under `strict`, not run.
import { check, WeighbridgeError } from "weighbridge";
import type { Breach, CheckOptions, Joined, Report } from "weighbridge";

const options: CheckOptions = { directory: "dist", failOn: "warning", threads: 2, signal: AbortSignal.timeout(1000) };
const report: Report = await check(options);
const verdict: "pass" | "warn" | "fail" = report.verdict;
const breaches: Breach[] = report.breaches;
const firstLoad: number | undefined = report.entries[0]?.initial.gzip;
const { status } = await check();
const failed: boolean = status === 1;
const many: Joined = await check({ directories: ["apps/shop/dist", "apps/admin/dist"] });
const names: (string | null | undefined)[] = many.projects.map((project) => project.project);

try {
  await check({ config: "budgets.json", noConfig: false, args: ["--no-encode"] });
} catch (error) {
  if (error instanceof WeighbridgeError) console.error(error.diagnostic, error.status);
}

// @ts-expect-error: there is no such option
await check({ folder: "dist" });
// @ts-expect-error: one or the other
await check({ directory: "dist", directories: ["dist"] });
// @ts-expect-error: there is no such severity
await check({ failOn: "always" });
// @ts-expect-error: a verdict is not a number
const number: number = report.verdict;

export { breaches, failed, firstLoad, names, number, verdict };

import type { Joined, Report } from "./report";

export type * from "./report";

/** What {@link check} takes. Paths are relative to `cwd`. */
export interface CheckOptions {
  /** The directory that the bundler wrote, or a folder whose budgets.json says where it is. Without it, `build` of budgets.json. */
  directory?: string;
  /** What the report calls the project. */
  project?: string;
  /** The budget file. Without it, budgets.json is looked for from the directory upwards. */
  config?: string;
  /** Use the built-in budgets, whatever files there are. */
  noConfig?: boolean;
  /** The JSON report of an earlier build, to compare with. */
  baseline?: string;
  /** From which severity on `status` is 1. `"error"` if not given. */
  failOn?: "error" | "warning" | "never";
  /** How many files are worked on at once; one a core if not given. */
  threads?: number;
  /** More arguments of `weighbridge check`, such as `["--no-encode"]`; `weighbridge check --help` lists them. */
  args?: readonly string[];
  /** The working directory; this process's if not given. */
  cwd?: string;
  /** Ends the run. The promise is then rejected with an `AbortError`. */
  signal?: AbortSignal;
}

/** What {@link check} takes for several builds. */
export interface CheckManyOptions extends Omit<CheckOptions, "directory" | "project"> {
  /** The directories, one a project. No pattern: `apps/*` is a name here, which no shell expands. */
  directories: readonly string[];
}

/** What the command's exit status would be. It is not enumerable: `JSON.stringify` leaves it out. */
export interface Status {
  /** 0 within budget, 1 where something fails the run: what does, `failOn` says. */
  readonly status: 0 | 1;
}

/**
 * Weighs a build and judges it by its budgets. It rejects only where that cannot be done; a build over its budget is a
 * result.
 *
 * @example
 * const report = await check({ directory: "dist" });
 * console.log(report.verdict, report.breaches.map((breach) => breach.message));
 *
 * @throws {WeighbridgeError} where the build could not be judged: usage, configuration, a build that cannot be read.
 */
export function check(options?: CheckOptions): Promise<Report & Status>;
/** Weighs several builds. The result is a list of projects, also for one. */
export function check(options: CheckManyOptions): Promise<Joined & Status>;

/** The build could not be judged. `message` is the first line of `diagnostic`. */
export class WeighbridgeError extends Error {
  readonly name: "WeighbridgeError";
  /** What the command prints: what is wrong, where, and what to do. */
  readonly diagnostic: string;
  /** The command's exit status: 2, or `null` where a signal ended it. */
  readonly status: number | null;
}

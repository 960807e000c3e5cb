// Generated from schema/joined.schema.json by npm/types.mjs; do not edit.

/**
 * A value, or `"dynamic"` where it is made at run time.
 */
export type KnownOr = boolean | "dynamic";
/**
 * A value, or `"dynamic"` where it is made at run time.
 */
export type KnownOr2 = Source[] | "dynamic";
/**
 * What is measured: of the build, by Lighthouse or by k6.
 */
export type MetricName =
  | "raw"
  | "gzip"
  | "brotli"
  | "count"
  | "time"
  | "invalidated"
  | "lighthouse.performance"
  | "lighthouse.accessibility"
  | "lighthouse.best-practices"
  | "lighthouse.seo"
  | "lighthouse.fcp"
  | "lighthouse.lcp"
  | "lighthouse.tbt"
  | "lighthouse.cls"
  | "lighthouse.si"
  | "lighthouse.tti"
  | "lighthouse.inp"
  | "k6.http_req_failed.rate"
  | "k6.checks.rate"
  | "k6.http_reqs.count"
  | "k6.http_reqs.rate"
  | "k6.iterations.count"
  | "k6.iterations.rate"
  | "k6.dropped_iterations.count"
  | "k6.http_req_duration.avg"
  | "k6.http_req_duration.min"
  | "k6.http_req_duration.med"
  | "k6.http_req_duration.max"
  | "k6.http_req_duration.p90"
  | "k6.http_req_duration.p95"
  | "k6.http_req_duration.p99"
  | "k6.http_req_waiting.avg"
  | "k6.http_req_waiting.min"
  | "k6.http_req_waiting.med"
  | "k6.http_req_waiting.max"
  | "k6.http_req_waiting.p90"
  | "k6.http_req_waiting.p95"
  | "k6.http_req_waiting.p99"
  | "k6.http_req_blocked.avg"
  | "k6.http_req_blocked.min"
  | "k6.http_req_blocked.med"
  | "k6.http_req_blocked.max"
  | "k6.http_req_blocked.p90"
  | "k6.http_req_blocked.p95"
  | "k6.http_req_blocked.p99"
  | "k6.http_req_connecting.avg"
  | "k6.http_req_connecting.min"
  | "k6.http_req_connecting.med"
  | "k6.http_req_connecting.max"
  | "k6.http_req_connecting.p90"
  | "k6.http_req_connecting.p95"
  | "k6.http_req_connecting.p99"
  | "k6.http_req_tls_handshaking.avg"
  | "k6.http_req_tls_handshaking.min"
  | "k6.http_req_tls_handshaking.med"
  | "k6.http_req_tls_handshaking.max"
  | "k6.http_req_tls_handshaking.p90"
  | "k6.http_req_tls_handshaking.p95"
  | "k6.http_req_tls_handshaking.p99"
  | "k6.http_req_sending.avg"
  | "k6.http_req_sending.min"
  | "k6.http_req_sending.med"
  | "k6.http_req_sending.max"
  | "k6.http_req_sending.p90"
  | "k6.http_req_sending.p95"
  | "k6.http_req_sending.p99"
  | "k6.http_req_receiving.avg"
  | "k6.http_req_receiving.min"
  | "k6.http_req_receiving.med"
  | "k6.http_req_receiving.max"
  | "k6.http_req_receiving.p90"
  | "k6.http_req_receiving.p95"
  | "k6.http_req_receiving.p99"
  | "k6.iteration_duration.avg"
  | "k6.iteration_duration.min"
  | "k6.iteration_duration.med"
  | "k6.iteration_duration.max"
  | "k6.iteration_duration.p90"
  | "k6.iteration_duration.p95"
  | "k6.iteration_duration.p99"
  | "k6.group_duration.avg"
  | "k6.group_duration.min"
  | "k6.group_duration.med"
  | "k6.group_duration.max"
  | "k6.group_duration.p90"
  | "k6.group_duration.p95"
  | "k6.group_duration.p99"
  | "k6.grpc_req_duration.avg"
  | "k6.grpc_req_duration.min"
  | "k6.grpc_req_duration.med"
  | "k6.grpc_req_duration.max"
  | "k6.grpc_req_duration.p90"
  | "k6.grpc_req_duration.p95"
  | "k6.grpc_req_duration.p99"
  | "k6.ws_connecting.avg"
  | "k6.ws_connecting.min"
  | "k6.ws_connecting.med"
  | "k6.ws_connecting.max"
  | "k6.ws_connecting.p90"
  | "k6.ws_connecting.p95"
  | "k6.ws_connecting.p99"
  | "k6.ws_session_duration.avg"
  | "k6.ws_session_duration.min"
  | "k6.ws_session_duration.med"
  | "k6.ws_session_duration.max"
  | "k6.ws_session_duration.p90"
  | "k6.ws_session_duration.p95"
  | "k6.ws_session_duration.p99";

/**
 * The outcome of several projects.
 */
export interface Joined {
  /**
   * The version of this format.
   */
  schemaVersion: 1;
  /**
   * What wrote the report.
   */
  tool: Tool;
  /**
   * The report of each project, sorted by its name.
   */
  projects: Report[];
  /**
   * The worst verdict of all.
   */
  verdict: "pass" | "warn" | "fail";
}
/**
 * What wrote the report.
 */
export interface Tool {
  /**
   * Always `weighbridge`.
   */
  name: string;
  /**
   * Its version.
   */
  version: string;
}
/**
 * The outcome of one run of weighbridge. Sizes are bytes; places count from 1, columns in UTF-16 code units; lists
 * are sorted by path; `null` means unknown or not applicable, never 0.
 */
export interface Report {
  /**
   * The version of this format.
   */
  schemaVersion: 1;
  /**
   * What wrote the report.
   */
  tool: Tool;
  /**
   * The project's name where several are judged together; `null` where there is only one.
   */
  project?: string | null;
  /**
   * What was looked at.
   */
  build: Build;
  /**
   * The budget file that was used; `null` for the built-in budgets and those of the command line.
   */
  config?: string | null;
  /**
   * Sums by resource type. `all` is everything that visitors can be sent: all but source maps.
   */
  totals: {
    [k: string]: Total;
  };
  /**
   * Every file of the build.
   */
  assets: Asset[];
  /**
   * Every script and what it loads.
   */
  chunks: Chunk[];
  /**
   * What visitors open.
   */
  entries: Entry[];
  /**
   * What visitors can open by a path that the build names.
   */
  routes: Route[];
  /**
   * Every dynamic import whose target is known.
   */
  splitPoints: SplitPoint[];
  /**
   * How many chunks are loaded by ids that name no file of the build: what the graph may lack.
   */
  unresolved: number;
  /**
   * The static imports that an initial load hangs on: what it would be smaller by if they were dynamic.
   */
  importCosts: ImportCost[];
  /**
   * What service workers fetch when they are installed, at a visitor's first visit.
   */
  precache: Precache[];
  /**
   * The npm packages that were found in the chunks, sorted by name.
   */
  packages: Package[];
  /**
   * The images and where they are used, sorted by path; uses that name no file of the build come last.
   */
  images: Image[];
  /**
   * The checks that ran, sorted by id.
   */
  checks: Check[];
  /**
   * What the checks found, the most important first.
   */
  findings: Finding[];
  /**
   * Every limit that was judged, in the order of the budgets, the worst item first.
   */
  budgets: Budget[];
  /**
   * The limits that do not hold, in the order of the budgets: what broke them and what to do.
   */
  breaches: Breach[];
  /**
   * The comparison with an earlier report; `null` where none was given.
   */
  baseline?: Baseline | null;
  /**
   * The comparison with an earlier build that stays, against slow drift; `null` where there is none.
   */
  anchor?: Anchor | null;
  /**
   * What could not be read or understood.
   */
  problems: Problem[];
  /**
   * What it all comes to.
   */
  verdict: "pass" | "warn" | "fail";
}
/**
 * What was looked at.
 */
export interface Build {
  /**
   * The build directory, relative to where the tool ran.
   */
  directory: string;
  /**
   * How the sizes were compressed.
   */
  compression: Compression;
  /**
   * The frameworks and bundlers that made it, as far as the files show; frameworks first.
   */
  bundlers: Bundler[];
  /**
   * The bundlers' own records that were compared with the code: those in the build and those of `--manifest`.
   */
  manifests: Manifest[];
}
/**
 * How hard the compressors tried.
 */
export interface Compression {
  /**
   * gzip level.
   */
  gzip: number;
  /**
   * Brotli quality; the window is 4 MiB.
   */
  brotli: number;
}
/**
 * A bundler and how it was recognised.
 */
export interface Bundler {
  /**
   * `vite`, `webpack`, ...
   */
  name: string;
  /**
   * Its version or the beginning of it, where the code shows it.
   */
  version?: string | null;
  /**
   * What gave it away.
   */
  evidence: string;
}
/**
 * A bundler's record of the build.
 */
export interface Manifest {
  /**
   * Its path in the build, or as it was given.
   */
  path: string;
  /**
   * What it is.
   */
  format: "vite" | "webpack-stats" | "esbuild-metafile" | "asset-manifest";
  /**
   * How many edges of the graph only it knows.
   */
  used: number;
  /**
   * Whether all that it says is so. Where not, `problems` has more.
   */
  agrees: boolean;
}
/**
 * What several files weigh together.
 */
export interface Total {
  /**
   * How many files.
   */
  files: number;
  /**
   * Bytes on disk.
   */
  raw: number;
  /**
   * Bytes as gzip, each file by itself; `null` for source maps.
   */
  gzip?: number | null;
  /**
   * Bytes as Brotli, each file by itself; `null` for source maps.
   */
  brotli?: number | null;
}
/**
 * One file of the build.
 */
export interface Asset {
  /**
   * Its path in the build, `/` on every system.
   */
  path: string;
  /**
   * Lighthouse's resource types, and `wasm` and `source-map`.
   */
  type: "document" | "script" | "stylesheet" | "image" | "media" | "font" | "wasm" | "source-map" | "other";
  /**
   * When it is loaded: with some page at first, only later, or only by browsers without modules;
   * `null` where no entry point is seen to load it.
   */
  load?: "initial" | "lazy" | "legacy" | null;
  /**
   * Bytes on disk.
   */
  raw: number;
  /**
   * Bytes as gzip; equal to `raw` for formats that are compressed already; `null` for source maps.
   */
  gzip?: number | null;
  /**
   * Bytes as Brotli; likewise.
   */
  brotli?: number | null;
  /**
   * Bytes of its compressed forms that lie beside it, by content coding.
   */
  precompressed: {
    [k: string]: number;
  };
  /**
   * What it is known by in another build; `null` for source maps.
   */
  fingerprint?: Fingerprint | null;
}
/**
 * What a file is known by in another build.
 */
export interface Fingerprint {
  /**
   * The first 128 bits of the BLAKE3 hash of its bytes, in hex.
   */
  content: string;
  /**
   * The same of its bytes without the content hashes in the names of the build's files.
   */
  withoutReferences: string;
  /**
   * A sample of the words in it: hashes of 32 bits, 8 hex digits each, sorted.
   */
  words: string;
}
/**
 * One script and what it loads.
 */
export interface Chunk {
  /**
   * Its path.
   */
  path: string;
  /**
   * Scripts that are loaded before it runs.
   */
  imports: string[];
  /**
   * Scripts that it loads with `import()`.
   */
  dynamicImports: string[];
  /**
   * Stylesheets that belong to it.
   */
  css: string[];
  /**
   * Scripts that it starts as workers.
   */
  workers: string[];
  /**
   * The npm packages in it, sorted by name.
   */
  packages: ChunkPackage[];
  /**
   * The npm packages that it imports by name, and that are not in the build: the page loads them from elsewhere.
   */
  externals: string[];
  /**
   * The source files that it was made from, sorted by path; empty without a source map.
   */
  modules?: Module[];
  /**
   * Where its bytes come from; `null` without a source map.
   */
  composition?: Composition | null;
}
/**
 * An npm package in a chunk.
 */
export interface ChunkPackage {
  /**
   * Its name.
   */
  name: string;
  /**
   * Its version, where one and only one is known.
   */
  version?: string | null;
  /**
   * Its bytes in the chunk; `null` where it is only known to be there.
   */
  bytes?: number | null;
  /**
   * Its share of the chunk's gzip bytes; `null` where `bytes` is.
   */
  gzip?: number | null;
  /**
   * Its share of the chunk's Brotli bytes; `null` where `bytes` is.
   */
  brotli?: number | null;
  /**
   * Its installed copies, where a source map tells them apart.
   */
  instances: Instance[];
  /**
   * How it was found.
   */
  evidence: "source-map" | "licence" | "signature" | "module-path";
}
/**
 * One installed copy of a package.
 */
export interface Instance {
  /**
   * Where it was installed, relative to the build.
   */
  path: string;
  /**
   * Its version, where the path or the code shows it.
   */
  version?: string | null;
  /**
   * Its bytes in the chunk.
   */
  bytes: number;
}
/**
 * A source file that a chunk was made from.
 */
export interface Module {
  /**
   * Its path: relative to the build, or as the source map has it.
   */
  path: string;
  /**
   * The package that it belongs to; `null` for the project's own sources and the bundler's.
   */
  package?: string | null;
  /**
   * Its bytes in the chunk.
   */
  bytes: number;
  /**
   * Its share of the chunk's gzip bytes.
   */
  gzip: number;
  /**
   * Its share of the chunk's Brotli bytes.
   */
  brotli: number;
}
/**
 * Where the bytes of a chunk come from, by its source map. They sum to the bytes of the file.
 */
export interface Composition {
  /**
   * npm packages.
   */
  packages: number;
  /**
   * The project's own sources.
   */
  application: number;
  /**
   * Code that the bundler added.
   */
  bundler: number;
  /**
   * What the map gives no source for.
   */
  unmapped: number;
  /**
   * The comment that names the map.
   */
  mapComment: number;
}
/**
 * What a visitor opens.
 */
export interface Entry {
  /**
   * The document or entry script.
   */
  path: string;
  /**
   * `legacy` for what browsers without modules load from the same document (`nomodule`); budgets are about `modern`.
   */
  audience: "modern" | "legacy";
  /**
   * What a visitor types behind the site's name to open it; `null` where that is not known.
   */
  route?: string | null;
  /**
   * All that is loaded before any dynamic import.
   */
  initial: Initial;
}
/**
 * An initial load: document, scripts with all that they import, stylesheets.
 */
export interface Initial {
  /**
   * The scripts.
   */
  scripts: string[];
  /**
   * The stylesheets.
   */
  stylesheets: string[];
  /**
   * How many files, the document included: requests.
   */
  files: number;
  /**
   * How many requests must follow each other.
   */
  depth: number;
  /**
   * Those requests in their order, the document first.
   */
  chain: string[];
  /**
   * Bytes on disk of all of them.
   */
  raw: number;
  /**
   * Bytes as gzip.
   */
  gzip: number;
  /**
   * Bytes as Brotli.
   */
  brotli: number;
  /**
   * What it weighed in the baseline; `null` where that is not known.
   */
  before?: Sizes | null;
}
/**
 * Bytes.
 */
export interface Sizes {
  /**
   * Bytes on disk.
   */
  raw: number;
  /**
   * Bytes as gzip.
   */
  gzip: number;
  /**
   * Bytes as Brotli.
   */
  brotli: number;
}
/**
 * What a visitor can open, and what that loads.
 */
export interface Route {
  /**
   * The path behind the site's name; parameters as the router writes them: `/blog/[slug]`, `/user/:id`, `/*`.
   */
  path: string;
  /**
   * The entry point that it is opened with.
   */
  entry: string;
  /**
   * The split points that opening it runs: places in `splitPoints`, from 0.
   */
  splitPoints: number[];
  /**
   * All that is loaded until the route is there: the initial load of the entry point and what the split points add.
   */
  initial: RouteInitial;
}
/**
 * What opening a route loads.
 */
export interface RouteInitial {
  /**
   * The scripts.
   */
  scripts: string[];
  /**
   * The stylesheets.
   */
  stylesheets: string[];
  /**
   * How many files, the document included: requests.
   */
  files: number;
  /**
   * How many requests must follow each other.
   */
  depth: number;
  /**
   * Bytes on disk of all of them.
   */
  raw: number;
  /**
   * Bytes as gzip.
   */
  gzip: number;
  /**
   * Bytes as Brotli.
   */
  brotli: number;
}
/**
 * One dynamic import.
 */
export interface SplitPoint {
  /**
   * The script in which it stands.
   */
  chunk: string;
  /**
   * Its line.
   */
  line: number;
  /**
   * Its column.
   */
  column: number;
  /**
   * The chunk that it names.
   */
  target: string;
  /**
   * All that it makes the browser load beyond what is loaded already; empty where it is not effective.
   */
  loads: string[];
  /**
   * What `loads` weighs.
   */
  adds: Sizes;
  /**
   * Whether the target is not loaded already whenever it runs.
   */
  effective: boolean;
  /**
   * `legacy` where only browsers without modules run it.
   */
  audience: "modern" | "legacy";
  /**
   * The routes whose opening runs it; a layout has those of all its pages. Empty where the build does not tell.
   */
  routes: string[];
}
/**
 * What one static import brings into an initial load.
 */
export interface ImportCost {
  /**
   * The entry point; others that load the same files are not repeated.
   */
  entry: string;
  /**
   * The script in which the import stands.
   */
  chunk: string;
  /**
   * Its line.
   */
  line: number;
  /**
   * Its column.
   */
  column: number;
  /**
   * What it imports.
   */
  target: string;
  /**
   * What is loaded at first only because of it.
   */
  brings: Sizes;
}
/**
 * What a service worker fetches when it is installed, whatever the visitor opens.
 */
export interface Precache {
  /**
   * The service worker, or the file that its list was read from.
   */
  serviceWorker: string;
  /**
   * How many files of the build it fetches.
   */
  files: number;
  /**
   * Their bytes on disk.
   */
  raw: number;
  /**
   * Their bytes as gzip.
   */
  gzip: number;
  /**
   * Their bytes as Brotli.
   */
  brotli: number;
  /**
   * The URLs on its list, on its own origin, that name no file of the build.
   */
  missing: string[];
}
/**
 * An npm package in the build.
 */
export interface Package {
  /**
   * Its name.
   */
  name: string;
  /**
   * Its versions, where known.
   */
  versions: string[];
  /**
   * Its bytes in all chunks but those of legacy browsers; `null` where they are known in none of them.
   */
  bytes?: number | null;
  /**
   * Its share of the gzip bytes of these chunks; likewise.
   */
  gzip?: number | null;
  /**
   * Its share of the Brotli bytes of these chunks; likewise.
   */
  brotli?: number | null;
  /**
   * The chunks that hold some of it.
   */
  chunks: string[];
  /**
   * Whether an initial load holds some of it.
   */
  initial: boolean;
}
/**
 * An image and where it is used.
 */
export interface Image {
  /**
   * Its path; `null` for the uses that name no file of the build.
   */
  path?: string | null;
  /**
   * Its format, by content; `null` where that cannot be told.
   */
  format?: "png" | "jpeg" | "gif" | "webp" | "avif" | "jxl" | "svg" | "ico" | "bmp" | null;
  /**
   * Pixels across as shown; CSS pixels for an SVG.
   */
  width?: number | null;
  /**
   * Pixels down.
   */
  height?: number | null;
  /**
   * Bytes on disk.
   */
  raw?: number | null;
  /**
   * Whether it has more than one frame.
   */
  animated?: boolean | null;
  /**
   * Whether it can be transparent.
   */
  alpha?: boolean | null;
  /**
   * Bits of one channel.
   */
  bitDepth?: number | null;
  /**
   * Bytes of parts that no browser shows; `null` where the file was not understood.
   */
  metadata?: number | null;
  /**
   * Bytes of raster images inside of an SVG; `null` where the file was not understood.
   */
  embedded?: number | null;
  /**
   * What it takes in other forms; `null` where no check needed to know.
   */
  encodings?: Encodings | null;
  /**
   * Where it is used, sorted by file and place. A use that names several files is in the list of each.
   */
  uses: ImageUse[];
}
/**
 * An image in other forms. `null` is what no check needed to know, or what could not be made.
 */
export interface Encodings {
  /**
   * As WebP: lossy, or lossless where the source is lossless and that takes less.
   */
  webp?: Encoded | null;
  /**
   * As AVIF; `null` without `--avif`.
   */
  avif?: Encoded | null;
  /**
   * As JPEG, 4:2:0, without metadata.
   */
  jpeg?: Encoded | null;
  /**
   * With as many pixels as the pages need.
   */
  resized?: Resized | null;
  /**
   * With as many pixels as a phone shows, where phones get no smaller copy; the saving is counted on the WebP.
   */
  onPhones?: Resized | null;
}
/**
 * An image in another form.
 */
export interface Encoded {
  /**
   * Its bytes.
   */
  bytes: number;
  /**
   * The encoder's quality, out of 100; `null` for lossless forms and estimates.
   */
  quality?: number | null;
  /**
   * Whether every pixel is as it was; `null` for estimates.
   */
  lossless?: boolean | null;
  /**
   * Whether it was encoded; else the bytes are estimated from the number of pixels.
   */
  measured: boolean;
}
/**
 * An image made smaller.
 */
export interface Resized {
  /**
   * Pixels across.
   */
  width: number;
  /**
   * Pixels down.
   */
  height: number;
  /**
   * Bytes that are saved.
   */
  saving: number;
  /**
   * Whether both sizes were encoded; else it goes by the number of pixels.
   */
  measured: boolean;
}
/**
 * One place where an image is used. An attribute that is bound at run time is `"dynamic"`: known to be there, its
 * value not. Behind a spread, or in a component that fills them in, all that are not written may be.
 */
export interface ImageUse {
  /**
   * The document, stylesheet or script.
   */
  asset: string;
  /**
   * Its line.
   */
  line?: number | null;
  /**
   * Its column.
   */
  column?: number | null;
  /**
   * What uses it: an element by its name, or `icon` and `meta`, `css` (`url()` or `image-set()`), `script` (a
   * constant of a script, of which no more is known).
   */
  element: "img" | "input" | "video" | "image" | "link" | "icon" | "meta" | "css" | "script";
  /**
   * `src` (or `href`, `poster`, `content`) as written; of a `data:` URL no more than its type.
   */
  src?: string | null;
  /**
   * Whether it has candidates to choose from.
   */
  srcset: KnownOr;
  /**
   * Those candidates, as far as they are known.
   */
  candidates: Candidate[];
  /**
   * `sizes` as written.
   */
  sizes?: string | null;
  /**
   * The `<source>`s of the `<picture>` around it.
   */
  picture: KnownOr2;
  /**
   * `width` as written.
   */
  width?: string | null;
  /**
   * `height` as written.
   */
  height?: string | null;
  /**
   * `loading` as written.
   */
  loading?: string | null;
  /**
   * `fetchpriority` as written.
   */
  fetchPriority?: string | null;
  /**
   * `alt` as written.
   */
  alt?: string | null;
  /**
   * Whether a framework's component (next/image) fills in what is not written.
   */
  managed: boolean;
  /**
   * How many images stand in front of it in a document; `null` elsewhere.
   */
  position?: number | null;
}
/**
 * One of several files for one image.
 */
export interface Candidate {
  /**
   * As written; `null` where it is made at run time.
   */
  url?: string | null;
  /**
   * The file of the build, where it names one.
   */
  path?: string | null;
  /**
   * `640w` or `2x`; `null` where there is none.
   */
  descriptor?: string | null;
  /**
   * `type()` of an `image-set()`.
   */
  type?: string | null;
}
/**
 * A `<source>` of a `<picture>`.
 */
export interface Source {
  /**
   * `type` as written.
   */
  type?: string | null;
  /**
   * `media` as written.
   */
  media?: string | null;
  /**
   * `sizes` as written.
   */
  sizes?: string | null;
  /**
   * Its candidates, as far as they are known.
   */
  candidates: Candidate[];
}
/**
 * A check that ran.
 */
export interface Check {
  /**
   * Its id; `weighbridge explain <id>` says more.
   */
  id: string;
  /**
   * How much its findings matter.
   */
  severity: "warning" | "error";
}
/**
 * One place where a check fired.
 */
export interface Finding {
  /**
   * The check's id; `weighbridge explain <id>` says more.
   */
  check: string;
  /**
   * How much it matters.
   */
  severity: "warning" | "error";
  /**
   * The file.
   */
  asset: string;
  /**
   * The line, where there is one.
   */
  line?: number | null;
  /**
   * The column, where there is one.
   */
  column?: number | null;
  /**
   * What was found.
   */
  message: string;
  /**
   * What to do.
   */
  help: string;
  /**
   * Bytes (gzip) that visitors would not load if it were mended, where that can be measured.
   */
  waste?: number | null;
}
/**
 * One limit and what it came to.
 */
export interface Budget {
  /**
   * The budget's name.
   */
  name: string;
  /**
   * The file, the entry point or the route (which begins with `/`), or the chunk that a split point names; `null` for
   * the sum of all selected files.
   */
  item?: string | null;
  /**
   * The line of the split point in its chunk.
   */
  line?: number | null;
  /**
   * The column of the split point in its chunk.
   */
  column?: number | null;
  /**
   * What was measured: sizes in bytes, `count` in files, `time` in milliseconds; what Lighthouse and k6 measured in
   * milliseconds, or from 0 to 1 for scores and shares; `null` where the budget as a whole could not be judged.
   */
  metric?: MetricName | null;
  /**
   * What was measured, in that unit: a whole number of the build, up to six decimals of what Lighthouse and k6
   * measured.
   */
  actual?: number | null;
  /**
   * More than this fails.
   */
  max?: number | null;
  /**
   * More than this warns.
   */
  warn?: number | null;
  /**
   * Less than this fails.
   */
  min?: number | null;
  /**
   * More than this fails as growth: `before` and what the `growth` limit allows, at least 10 bytes. A growth limit
   * has a row of its own, where `max`, `warn` and `min` are `null`.
   */
  growthMax?: number | null;
  /**
   * What a growth limit is about: the `growth` since the `baseline`, or the `drift` since the `anchor`; `null` for
   * the other limits.
   */
  since?: "baseline" | "anchor" | null;
  /**
   * What it was in the baseline, or where `since` says so in the anchor, in the same unit; `null` where that is not
   * known.
   */
  before?: number | null;
  /**
   * What it comes to; `skipped` was not judged, and `reason` says why.
   */
  status: "pass" | "warn" | "fail" | "skipped";
  /**
   * Why it could not be judged.
   */
  reason?: string | null;
}
/**
 * A limit that does not hold, however many items break it, or a budget that fails because it matches nothing.
 */
export interface Breach {
  /**
   * The budget's name.
   */
  budget: string;
  /**
   * What the limit is about; `null` where the budget matches nothing.
   */
  metric?: MetricName | null;
  /**
   * Which limit it is; `null` where the budget matches nothing.
   */
  bound?: "max" | "min" | "growth" | "drift" | null;
  /**
   * What is wrong.
   */
  message: string;
  /**
   * What was measured.
   */
  label: string;
  /**
   * What broke it and what to do.
   */
  help: string;
  /**
   * What to do, in a few words: the step that helps most.
   */
  action: string;
  /**
   * The line of the limit in the budget file; `null` where there is none.
   */
  line?: number | null;
  /**
   * The column of the limit in the budget file.
   */
  column?: number | null;
}
/**
 * A comparison with an earlier report. Source maps, which visitors are not sent, are left out of it.
 */
export interface Baseline {
  /**
   * The earlier report.
   */
  file: string;
  /**
   * The build directory that it is about.
   */
  directory: string;
  /**
   * How many files were paired.
   */
  pairs: number;
  /**
   * Files without a counterpart in the earlier report.
   */
  added: string[];
  /**
   * Files of the earlier report without a counterpart.
   */
  removed: string[];
  /**
   * What those weighed, in the same order.
   */
  removedSizes?: Sizes[];
  /**
   * What all files together weigh more than they did.
   */
  growth: Growth;
  /**
   * Pairs whose path or sizes are not what they were.
   */
  changed: Changed[];
  /**
   * The loads that are not what they were, what matters most first: at most 50.
   */
  loads?: LoadChange[];
  /**
   * Why it grew or shrank, what matters most first: those of each load one after the other, in the order of `loads`.
   * They sum up to the change of the load. Beyond 100 causes of a load, the smaller ones are one `rest`.
   */
  causes: Cause[];
  /**
   * What returning visitors must load again; `null` where the earlier report does not tell contents.
   */
  invalidated?: Invalidated | null;
  /**
   * What happened, in one line.
   */
  headline?: string;
}
/**
 * Bytes more than there were; less than 0 where it shrank.
 */
export interface Growth {
  /**
   * Bytes on disk.
   */
  raw: number;
  /**
   * Bytes as gzip.
   */
  gzip: number;
  /**
   * Bytes as Brotli.
   */
  brotli: number;
}
/**
 * A file that is not what it was.
 */
export interface Changed {
  /**
   * Its path.
   */
  path: string;
  /**
   * Its path in the earlier report.
   */
  was: string;
  /**
   * What it weighed.
   */
  before: Sizes;
  /**
   * What it weighs.
   */
  after: Sizes;
  /**
   * How it is known that both are one file.
   */
  by?: "path" | "content" | "name" | "modules" | "words" | "size";
}
/**
 * Something that visitors load, and that is not what it was.
 */
export interface LoadChange {
  /**
   * `initial` for what an entry point loads at first, `lazy` for all that is only loaded later, `other` for all other
   * files, such as images and what only browsers without modules load.
   */
  load: "initial" | "lazy" | "other";
  /**
   * The entry point; `null` for what is not about one.
   */
  entry?: string | null;
  /**
   * Other entry points with the same change.
   */
  alike: string[];
  /**
   * What it weighed.
   */
  before: Sizes;
  /**
   * What it weighs.
   */
  after: Sizes;
  /**
   * The files that are new to it, whether they are new to the build or not.
   */
  added: string[];
  /**
   * The files that are no longer in it; by their paths in the earlier report.
   */
  removed: string[];
  /**
   * How much more or less, and its most important causes, in one line.
   */
  message: string;
}
/**
 * Something that made the build grow or shrink.
 */
export interface Cause {
  /**
   * What happened.
   */
  kind:
    | "package-added"
    | "package-removed"
    | "package-updated"
    | "package-grown"
    | "package-shrunk"
    | "package-moved"
    | "duplicate-added"
    | "split-point-lost"
    | "split-point-added"
    | "chunk-moved"
    | "file-added"
    | "file-removed"
    | "file-grown"
    | "file-shrunk"
    | "file-replaced"
    | "module-added"
    | "module-removed"
    | "module-grown"
    | "module-shrunk"
    | "module-moved"
    | "entry-added"
    | "entry-removed"
    | "code"
    | "rest";
  /**
   * The package, module or file; empty for `rest`.
   */
  name: string;
  /**
   * The load that it is about: as in `loads`.
   */
  load?: "initial" | "lazy" | "other";
  /**
   * The entry point whose initial load it is about; `null` where it is about none.
   */
  entry?: string | null;
  /**
   * Bytes on disk more.
   */
  raw: number;
  /**
   * Bytes as gzip more.
   */
  gzip: number;
  /**
   * Bytes as Brotli more.
   */
  brotli?: number;
  /**
   * The file of this build in which it is; of the earlier one for what is gone.
   */
  chunk?: string | null;
  /**
   * What it was before: a version, a path of the earlier report, or when it was loaded (`initial`, `lazy`).
   */
  was?: string | null;
  /**
   * All of it in a few words: `moment (new, in assets/report-*.js)`.
   */
  message?: string;
}
/**
 * What of a build returning visitors must load again, since its path or its bytes are not those of the earlier one.
 */
export interface Invalidated {
  /**
   * How many files.
   */
  files: number;
  /**
   * Bytes on disk.
   */
  raw: number;
  /**
   * Bytes as gzip.
   */
  gzip: number;
  /**
   * Bytes as Brotli.
   */
  brotli: number;
  /**
   * Those of them in which nothing changed but references to other files.
   */
  renamed: string[];
  /**
   * What those weigh.
   */
  renamedSizes: Sizes;
}
/**
 * A comparison with an earlier build that stays.
 */
export interface Anchor {
  /**
   * The file that tells of it.
   */
  file: string;
  /**
   * The build directory that it is about.
   */
  directory: string;
  /**
   * What all files together weigh more than they did.
   */
  growth: Growth;
}
/**
 * Something that could not be read or understood.
 */
export interface Problem {
  /**
   * The file, where it has a name.
   */
  asset?: string | null;
  /**
   * What happened.
   */
  message: string;
}

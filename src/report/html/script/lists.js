// The tables of the page: loads, chunks, packages, split points, images, files.

/** A button that opens an asset. */
function assetLink(asset, open, place = "") {
  if (!asset) return UNKNOWN;
  return h("button", { type: "button", class: "link", onclick: () => open.asset(asset) }, pathText(asset.path), place);
}

/** A button that opens a package. */
function packageLink(name, open) {
  return h("button", { type: "button", class: "link", onclick: () => open.package(name) }, name);
}

function placeText(line, column) {
  return line === null || column === null ? "" : `:${line}:${column}`;
}

/** What visitors open and what that loads. */
function loadsSection(project, open) {
  const rows = [
    ...project.entries.map((entry) => ({ ...entry, name: entry.route ?? entry.asset.path, kind: entry.audience === "legacy" ? "legacy browsers" : "entry point" })),
    ...project.routes.map((route) => ({ ...route, name: route.path, asset: route.entry, kind: "route", before: null })),
  ];
  if (rows.length === 0) return null;
  const columns = [
    { label: "Opened", value: (row) => row.name, cell: (row) => loadCell(row, open) },
    { label: "Kind", value: (row) => row.kind },
    bytesColumn("gzip before", (row) => row.before?.[1] ?? null),
    ...sizeColumns(),
    { label: "Requests", isNumber: true, value: (row) => row.files },
    { label: "In a row", isNumber: true, value: (row) => row.depth },
  ].filter((column) => column.label !== "gzip before" || rows.some((row) => row.before));
  const table = makeTable({
    label: "Loads",
    rows,
    columns,
    sort: [columns.findIndex((column) => column.label === "gzip"), "descending"],
    search: (row) => `${row.name} ${row.asset?.path ?? ""}`,
    kinds: [{ label: "Any kind", of: (row) => row.kind }],
  });
  return section("loads", "Loads", "What visitors open, and all that is loaded before any dynamic import.", table);
}

function loadCell(row, open) {
  const list = h("details", { class: "files" });
  const document = row.asset && row.asset.path !== row.name ? h("span", { class: "unit" }, ` ${row.asset.path}`) : null;
  list.append(h("summary", {}, pathText(row.name), document));
  list.addEventListener("toggle", () => {
    if (list.children.length > 1) return;
    const heaviest = [...row.loads].sort((a, b) => (b.gzip ?? 0) - (a.gzip ?? 0));
    const items = heaviest.map((asset) => h("li", {}, assetLink(asset, open), " ", h("span", { class: "bytes" }, `${size(asset.gzip)} gzip, ${percent(asset.gzip, row.gzip)}`)));
    list.append(h("ol", { class: "plain" }, items));
  });
  return list;
}

/** Every script. */
function chunksSection(project, open) {
  if (project.chunks.length === 0) return null;
  const columns = [
    { label: "Chunk", value: (row) => row.asset.path, cell: (row) => assetLink(row.asset, open) },
    { label: "Loaded", value: (row) => wordOf(row.asset.load), cell: (row) => loadBadge(row.asset.load) },
    ...sizeColumns((row) => row.asset),
    { label: "Imports", isNumber: true, value: (row) => row.imports.length },
    { label: "Imported by", isNumber: true, value: (row) => row.importers.length + row.dynamicImporters.length },
    { label: "Packages", isNumber: true, value: (row) => row.packages.length },
    { label: "Findings", isNumber: true, value: (row) => row.asset.findings.length },
  ];
  const table = makeTable({
    label: "Chunks",
    rows: project.chunks,
    columns,
    sort: [2, "descending"],
    search: (row) => row.asset.path,
    kinds: [{ label: "Loaded any time", of: (row) => wordOf(row.asset.load) }],
  });
  return section("chunks", "Chunks", null, table);
}

/** The npm packages of the build. */
function packagesSection(project, open) {
  if (project.packages.length === 0) return null;
  const columns = [
    { label: "Package", value: (row) => row.name, cell: (row) => packageLink(row.name, open) },
    { label: "Versions", value: (row) => row.versions.join(", ") || null },
    { label: "Loaded", value: (row) => (row.initial ? "initial" : "later"), cell: (row) => (row.initial ? loadBadge("initial") : "later") },
    ...sizeColumns(),
    { label: "Chunks", isNumber: true, value: (row) => row.chunks.length },
  ];
  const note = "Bytes are known where a source map or the code bounds a package; a dash is a package of which only its presence is known.";
  const table = makeTable({
    label: "Packages",
    rows: project.packages,
    columns,
    sort: [3, "descending"],
    search: (row) => `${row.name} ${row.versions.join(" ")}`,
    kinds: [{ label: "Loaded any time", of: (row) => (row.initial ? "initial" : "later") }],
  });
  return section("packages", "Packages", note, table);
}

/** The dynamic imports. */
function splitPointsSection(project, open) {
  if (project.splitPoints.length === 0) return null;
  const columns = [
    { label: "import() in", value: (row) => row.chunk.path, cell: (row) => assetLink(row.chunk, open, placeText(row.line, row.column)) },
    { label: "Names", value: (row) => row.target.path, cell: (row) => assetLink(row.target, open) },
    { label: "Effective", value: (row) => (row.effective ? "yes" : "no"), cell: (row) => (row.effective ? "yes" : h("strong", {}, "no")) },
    ...sizeColumns(),
    { label: "Files", isNumber: true, value: (row) => row.loads.length },
  ];
  const note = "Each dynamic import, and what it adds to what is loaded already when it runs.";
  const table = makeTable({
    label: "Split points",
    rows: project.splitPoints,
    columns,
    sort: [3, "descending"],
    search: (row) => `${row.chunk.path} ${row.target.path}`,
    kinds: [{ label: "Effective or not", of: (row) => (row.effective ? "effective" : "not effective") }],
  });
  return section("split-points", "Split points", note, table);
}

/** The images with what they would save. */
function imagesSection(project, open) {
  if (project.images.length === 0) return null;
  const rows = project.images.map((image) => ({ ...image, saving: savingOf(image) }));
  const pixels = (row) => (row.width === null || row.height === null ? null : row.width * row.height);
  const columns = [
    { label: "Image", value: (row) => row.asset.path, cell: (row) => assetLink(row.asset, open) },
    { label: "Format", value: (row) => row.format?.toUpperCase() ?? null },
    { label: "Pixels", isNumber: true, value: pixels, cell: (row) => (pixels(row) === null ? UNKNOWN : `${count(row.width)}\u00a0×\u00a0${count(row.height)}`) },
    bytesColumn("Bytes", (row) => row.asset.raw),
    { label: "Saves", isNumber: true, value: (row) => row.saving?.bytes ?? null, cell: savingCell },
    { label: "Uses", isNumber: true, value: (row) => row.useCount },
    { label: "Findings", isNumber: true, value: (row) => row.asset.findings.length },
  ];
  const table = makeTable({
    label: "Images",
    rows,
    columns,
    sort: [4, "descending"],
    search: (row) => `${row.asset.path} ${row.format ?? ""}`,
    kinds: [{ label: "Any format", of: (row) => row.format?.toUpperCase() ?? "unknown" }],
  });
  return section("images", "Images", "Savings are those of the best form that was measured or estimated.", table);
}

function savingCell({ saving }) {
  if (!saving) return UNKNOWN;
  const how = `${saving.how}, ${saving.measured ? "measured" : "estimated"}`;
  return [`${size(saving.bytes)} `, h("span", { class: "unit saving" }, how)];
}

/** Every file of the build. */
function filesSection(project, open) {
  const columns = [
    { label: "File", value: (row) => row.path, cell: (row) => assetLink(row, open) },
    { label: "Type", value: (row) => row.type },
    { label: "Loaded", value: (row) => wordOf(row.load), cell: (row) => loadBadge(row.load) },
    ...sizeColumns(),
  ];
  const table = makeTable({
    label: "Files",
    rows: project.assets,
    columns,
    sort: [3, "descending"],
    search: (row) => row.path,
    kinds: [{ label: "Any type", of: (row) => row.type }, { label: "Loaded any time", of: (row) => wordOf(row.load) }],
  });
  return section("files", "Files", null, table);
}

// What has changed since the baseline: each load with its causes, then the files.

/** So many loads stand open at first. */
const OPEN_LOADS = 1;

/** What is not as it was in the baseline. */
function changesSection(project, open) {
  const { since, changes, changedLoads } = project;
  if (!since || changes.length + changedLoads.length === 0) return null;
  const again = since.again ? h("p", { class: "again" }, `${since.again[0].toUpperCase()}${since.again.slice(1)}.`) : null;
  const loads = changedLoads.map((load, index) => changedLoad(load, open, index < OPEN_LOADS));
  const files = changes.length > 0 ? [h("h3", {}, "Files"), changedFiles(changes, open)] : [];
  return section("changes", "Changes", `Beside ${since.file}: what is loaded when, why that changed, and the files.`, ...loads, again, ...files);
}

/** A load: what it was and is, why, and which files are new to it or no longer in it. */
function changedLoad(load, open, isOpen) {
  const more = load.alike.length > 0 ? h("span", { class: "unit", title: load.alike.join("\n") }, ` and ${count(load.alike.length)} more`) : null;
  const change = load.after.gzip - load.before.gzip;
  const summary = h(
    "summary",
    {},
    h("span", { class: "id" }, load.what),
    " ",
    load.entry === null ? null : pathText(load.entry),
    more,
    " ",
    h("span", { class: "values" }, `${size(load.before.gzip)} → ${size(load.after.gzip)} gzip `, signed(change)),
  );
  const grown = (unit) => ({ label: unit, isNumber: true, value: (row) => row[unit], cell: (row) => signed(row[unit]) });
  const columns = [
    { label: "Cause", value: (row) => row.message },
    grown("gzip"),
    grown("brotli"),
    grown("raw"),
    { label: "In", value: (row) => row.chunk?.path ?? null, cell: (row) => assetLink(row.chunk, open) },
  ];
  const label = `Causes: ${load.what} ${load.entry ?? ""}`.trim();
  const causes = load.causes.length === 0 ? null : makeTable({
    label,
    rows: load.causes,
    columns,
    sort: [null, "descending"],
    search: (row) => `${row.message} ${row.chunk?.path ?? ""}`,
  });
  return h(
    "details",
    { class: "check", open: isOpen },
    summary,
    causes,
    fileList("New in it", load.added.map((asset) => [assetLink(asset, open), " ", h("span", { class: "bytes" }, `${size(asset.gzip)} gzip`)])),
    fileList("No longer in it", load.removed.map((path) => [pathText(path)])),
  );
}

/** Files with a heading, folded where they are many. */
function fileList(title, items) {
  if (items.length === 0) return null;
  const list = h("ol", { class: "plain" }, items.map((item) => h("li", {}, item)));
  return h("details", { class: "files", open: items.length <= 5 }, h("summary", {}, `${title}: ${counted(items.length, "file")}`), list);
}

/** The files that are not as they were. */
function changedFiles(changes, open) {
  const grown = (unit) => ({ asset, before }) => (asset === null ? -(before?.[unit] ?? 0) : asset[unit] === null ? null : asset[unit] - (before?.[unit] ?? 0));
  const change = (unit) => ({ label: `${unit} change`, isNumber: true, value: grown(unit), cell: (row) => signed(grown(unit)(row)) });
  const columns = [
    { label: "File", value: (row) => row.path, cell: (row) => changedFile(row, open) },
    { label: "What", value: (row) => row.kind },
    bytesColumn("gzip before", (row) => row.before?.gzip ?? null),
    bytesColumn("gzip now", (row) => row.asset?.gzip ?? null),
    change("gzip"),
    change("raw"),
  ];
  return makeTable({
    label: "Changed files",
    rows: changes,
    columns,
    sort: [4, "descending"],
    search: (row) => `${row.path} ${row.was ?? ""}`,
    kinds: [{ label: "Any change", of: (row) => row.kind }, { label: "Paired any way", of: (row) => row.how ?? "same path or none" }],
  });
}

function changedFile(row, open) {
  const name = row.asset ? assetLink(row.asset, open) : pathText(row.path);
  const was = row.was === null ? null : h("span", { class: "was" }, "was ", pathText(row.was), ` (${row.how})`);
  return [name, was];
}

function signed(bytes) {
  if (bytes === null) return UNKNOWN;
  if (bytes === 0) return "±0";
  return h("span", { class: bytes > 0 ? "grown" : "shrunk" }, `${bytes > 0 ? "+" : "-"}${size(Math.abs(bytes))}`);
}

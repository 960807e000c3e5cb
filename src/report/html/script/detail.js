// The drawer: all that is known of one file or one package. Escape closes it, and the focus goes back where it was.

/** The drawer of a project; `show` leads back to map, graph and findings. */
function makeDrawer(project, state, show) {
  const title = h("h2", { id: "drawer-title", tabindex: "-1" });
  const body = h("div", { class: "drawer-body" });
  const close = h("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => dialog.close() }, "×");
  const dialog = h("dialog", { class: "drawer", "aria-labelledby": "drawer-title" }, h("header", {}, title, close), body);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  const open = { asset: openAsset, package: openPackage };

  function present(name, parts) {
    title.replaceChildren(name);
    body.replaceChildren(...parts.flat().filter(Boolean));
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    title.focus();
  }

  /** Leaves the drawer for a place on the page. */
  function leave(text, to) {
    const press = () => {
      dialog.close();
      to();
    };
    return h("button", { type: "button", class: "button", onclick: press }, text);
  }

  function openAsset(asset) {
    const chunk = asset.chunk;
    const facts = h("dl", { class: "facts-list" }, fact("Type", asset.type), fact("Loaded", loadBadge(asset.load)), fact("gzip", size(asset.gzip)), fact("brotli", size(asset.brotli)), fact("raw", size(asset.raw)));
    const ways = chunk ? h("p", { class: "ways" }, leave("Show in the map", () => show.map(chunk)), leave("Show in the graph", () => show.graph(chunk))) : null;
    present(pathText(asset.path), [facts, ways, findingsOf(asset), chunk ? chunkParts(chunk) : [], asset.image ? imageParts(asset.image) : [], loadedBy(asset)]);
  }

  function findingsOf(asset) {
    if (asset.findings.length === 0) return null;
    const items = asset.findings.map((finding) => {
      const waste = finding.waste === null ? "" : `, ${size(finding.waste)} wasted`;
      const check = h("p", {}, h("span", { class: `severity ${finding.severity}` }, finding.severity), " ", h("span", { class: "id" }, `${finding.check}${waste}`));
      return h("li", {}, check, h("p", { class: "message" }, finding.message), h("p", { class: "help" }, finding.help), leave("Show in the findings", () => show.finding(finding)));
    });
    return part("Findings", h("ol", { class: "plain findings" }, items));
  }

  function chunkParts(chunk) {
    const whole = chunk.asset[state.unit] ?? chunk.asset.raw;
    const contents = contentsOf(chunk, state.unit);
    const bars = contents.map((item) => {
      const name = item.package ? packageLink(item.package, open) : item.label;
      const version = chunk.packages.find((found) => found.name === item.package)?.version;
      return h("li", {}, name, version ? ` ${version}` : null, " ", h("span", { class: "bytes" }, `${size(item.value)}, ${percent(item.value, whole)}`), bar(item.value, whole));
    });
    const present = chunk.packages.filter((found) => !found[state.unit]).map((found) => h("li", {}, packageLink(found.name, open), found.version ? ` ${found.version}` : null, " ", h("span", { class: "unit" }, `by ${found.evidence}`)));
    const costs = project.importCosts.filter((cost) => cost.chunk === chunk.asset).sort((a, b) => b.gzip - a.gzip);
    const points = project.splitPoints.filter((point) => point.chunk === chunk.asset);
    return [
      part(`Contents (${state.unit})`, h("ul", { class: "plain bars" }, bars)),
      present.length > 0 ? part("Also in it, size not known", h("ul", { class: "plain" }, present)) : null,
      chunk.externals.length > 0 ? part("Imports from elsewhere", h("p", {}, chunk.externals.join(", "))) : null,
      listPart("Imports", chunk.imports),
      listPart("Loads with import()", chunk.dynamic, points),
      listPart("Imported by", chunk.importers.map((importer) => importer.asset)),
      listPart("Loaded with import() by", chunk.dynamicImporters.map((importer) => importer.asset)),
      listPart("Stylesheets", chunk.css),
      listPart("Workers", chunk.workers),
      costs.length > 0 ? part("What its static imports bring into the initial load", h("ul", { class: "plain" }, costs.map((cost) => h("li", {}, assetLink(cost.target, open), ` ${size(cost.gzip)} gzip, at ${cost.line}:${cost.column}`)))) : null,
    ];
  }

  function imageParts(image) {
    const forms = [["WebP", image.webp], ["AVIF", image.avif], ["JPEG", image.jpeg]].filter(([, form]) => form);
    const smaller = [["In the size that pages need", image.resized], ["In the size that phones need", image.phones]].filter(([, form]) => form);
    const measured = (flag) => (flag === 1 ? "measured" : "estimated");
    const uses = image.uses.map((use) => h("li", {}, assetLink(use.asset, open, placeText(use.line, use.column)), " ", h("span", { class: "unit" }, use.element)));
    const left = image.useCount - image.uses.length;
    return [
      h("dl", { class: "facts-list" }, fact("Format", image.format?.toUpperCase() ?? UNKNOWN), fact("Pixels", image.width === null ? UNKNOWN : `${count(image.width)} × ${count(image.height)}`), forms.map(([name, [bytes, flag]]) => fact(`As ${name}`, `${size(bytes)} (${measured(flag)})`)), smaller.map(([name, [across, down, saving, flag]]) => fact(name, `${across} × ${down}, saves ${size(saving)} (${measured(flag)})`))),
      part(`Uses (${count(image.useCount)})`, h("ul", { class: "plain" }, uses), left > 0 ? h("p", { class: "note" }, `and ${count(left)} more`) : null),
    ];
  }

  /** The entry points whose initial load has it. */
  function loadedBy(asset) {
    const entries = project.entries.filter((entry) => entry.asset === asset || entry.loads.includes(asset));
    return listPart("In the initial load of", entries.map((entry) => entry.asset));
  }

  function listPart(name, assets, points = []) {
    if (assets.length === 0) return null;
    const item = (asset) => {
      const point = points.find((found) => found.target === asset);
      const adds = point ? `adds ${size(point.gzip)}` : size(asset.gzip);
      return h("li", {}, assetLink(asset, open), " ", h("span", { class: "bytes" }, `${adds} gzip`));
    };
    const list = h("ul", { class: "plain" }, assets.slice(0, PLACES).map(item));
    const more = assets.length > PLACES ? h("button", { type: "button", class: "more", onclick: () => {
      list.replaceChildren(...assets.map(item));
      more.remove();
    } }, `Show all ${count(assets.length)}`) : null;
    return part(`${name} (${count(assets.length)})`, list, more);
  }

  function openPackage(name) {
    const found = project.packageNamed.get(name);
    const chunks = found?.chunks ?? [];
    const rows = chunks.map((asset) => ({ asset, here: asset.chunk?.packages.find((one) => one.name === name) }));
    rows.sort((a, b) => (b.here?.[state.unit] ?? 0) - (a.here?.[state.unit] ?? 0));
    const items = rows.map(({ asset, here }) => {
      const bytes = here?.[state.unit] ?? null;
      const told = [bytes === null ? "size not known" : size(bytes), here?.version, here ? `by ${here.evidence}` : null].filter(Boolean).join(", ");
      return h("li", {}, assetLink(asset, open), " ", h("span", { class: "bytes" }, told));
    });
    const facts = h("dl", { class: "facts-list" }, fact("Versions", found?.versions.join(", ") || UNKNOWN), fact("In an initial load", found?.initial ? "yes" : "no"), fact("gzip", size(found?.gzip)), fact("brotli", size(found?.brotli)), fact("raw", size(found?.raw)));
    present(name, [facts, part(`Chunks (${count(chunks.length)})`, h("ul", { class: "plain" }, items))]);
  }

  return { element: dialog, open };
}

function fact(name, value) {
  return h("div", {}, h("dt", {}, name), h("dd", {}, value));
}

function part(title, ...children) {
  return h("section", {}, h("h3", {}, title), ...children);
}

function bar(value, whole) {
  const inner = h("span");
  inner.style.width = `${Math.max(0.5, (value / whole) * 100)}%`;
  return h("span", { class: "bar-line", "aria-hidden": "true" }, inner);
}

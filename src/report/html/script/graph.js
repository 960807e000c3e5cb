// The chunk graph around one chunk: who imports it on the left, what it imports on the right, and above both the
// shortest way to it from what visitors open. Below, all chunks by their depth. A build of thousands stays readable.

/** So many neighbours stand on each side at first. */
const NEIGHBOURS = 12;

/** The graph; `open.asset(asset)` shows more of a chunk. */
function graphSection(project, open) {
  if (project.chunks.length === 0) return null;
  const heaviest = [...project.chunks].sort((a, b) => (b.asset.gzip ?? 0) - (a.asset.gzip ?? 0));
  let focus = project.entries.flatMap((entry) => entry.loads).map((asset) => asset.chunk).filter(Boolean).sort((a, b) => degree(b) - degree(a))[0] ?? heaviest[0];
  let all = false;
  const way = h("p", { class: "way" });
  const board = h("div", { class: "graph" });
  const lines = svg("svg", { class: "edges", "aria-hidden": "true" });
  const layers = h("div", { class: "layers" });

  const names = h("datalist", { id: "chunk-names" }, project.chunks.map(({ asset }) => h("option", { value: asset.path })));
  const field = h("input", { type: "search", list: "chunk-names", placeholder: "Go to a chunk", "aria-label": "Go to a chunk", autocomplete: "off" });
  field.addEventListener("change", () => {
    const typed = field.value.trim();
    const found = project.chunks.find(({ asset }) => asset.path === typed) ?? heaviest.find(({ asset }) => typed && asset.path.includes(typed));
    if (found) go(found, false);
  });

  function go(chunk, isFocused = true) {
    focus = chunk;
    all = false;
    draw();
    if (isFocused) board.querySelector(".node.focus button").focus();
  }

  function draw() {
    const importers = [
      ...focus.importers.map((chunk) => ({ chunk, kind: "static" })),
      ...focus.dynamicImporters.map((chunk) => ({ chunk, kind: "dynamic" })),
    ];
    const imports = [
      ...focus.imports.map((asset) => ({ chunk: asset.chunk, kind: "static" })),
      ...focus.dynamic.map((asset) => ({ chunk: asset.chunk, kind: "dynamic" })),
      ...focus.workers.map((asset) => ({ chunk: asset.chunk, kind: "worker" })),
    ].filter(({ chunk }) => chunk);
    drawWay();
    board.replaceChildren(
      lines,
      column("Imported by", importers, focus.entries.map((entry) => entry.asset)),
      h("div", { class: "column middle" }, h("h3", {}, "Chunk"), h("ul", {}, node({ chunk: focus, kind: "focus" }))),
      column("Imports", imports, []),
    );
    drawLines();
  }

  function drawWay() {
    const steps = [];
    for (let chunk = focus; chunk; chunk = chunk.via) steps.unshift(chunk);
    const entry = steps[0].entries[0] ?? project.entries.find((found) => found.asset.chunk === steps[0]);
    if (!entry) {
      way.replaceChildren("No entry point is seen to load it.");
      return;
    }
    const inBetween = steps.slice(0, -1).map((chunk) => [nodeName(chunk), " → "]);
    way.replaceChildren(`Shortest way: ${entry.asset.path} → `, ...inBetween.flat(), h("strong", {}, focus.asset.path));
  }

  function nodeName(chunk) {
    return h("button", { type: "button", class: "link", onclick: () => go(chunk) }, chunk.asset.path);
  }

  function column(title, neighbours, documents) {
    const ordered = [...neighbours].sort((a, b) => (b.chunk.asset.gzip ?? 0) - (a.chunk.asset.gzip ?? 0));
    const shown = all ? ordered : ordered.slice(0, NEIGHBOURS);
    const items = [
      ...documents.slice(0, all ? Infinity : 3).map((asset) => h("li", { class: "node document" }, h("span", {}, asset.path), h("span", { class: "bytes" }, "entry point"))),
      ...shown.map(node),
    ];
    const left = ordered.length - shown.length + (all ? 0 : Math.max(0, documents.length - 3));
    const more = left > 0 ? h("button", { type: "button", class: "more", onclick: () => {
      all = true;
      draw();
    } }, `${count(left)} more`) : null;
    const none = items.length === 0 ? h("p", { class: "note" }, "none") : null;
    return h("div", { class: "column" }, h("h3", {}, `${title} (${count(neighbours.length)})`), h("ul", {}, items), none, more);
  }

  function node({ chunk, kind }) {
    const asset = chunk.asset;
    const press = () => (chunk === focus ? open.asset(asset) : go(chunk));
    const words = kind === "focus" ? "open" : kind === "static" ? "import" : kind === "worker" ? "worker" : "import()";
    const button = h("button", { type: "button", onclick: press }, h("span", { class: `swatch ${asset.load}`, "aria-hidden": "true" }), pathText(asset.path));
    return h("li", { class: `node ${kind}` }, button, h("span", { class: "bytes" }, `${size(asset.gzip)} gzip · ${words}`));
  }

  /** A curve from each neighbour to the chunk in the middle; nothing on narrow screens, where columns stand in a row. */
  function drawLines() {
    const own = board.getBoundingClientRect();
    lines.replaceChildren();
    if (own.width === 0) return;
    lines.setAttribute("viewBox", `0 0 ${own.width} ${own.height}`);
    const middle = board.querySelector(".node.focus").getBoundingClientRect();
    if (getComputedStyle(lines).display === "none") return;
    for (const element of board.querySelectorAll(".node:not(.focus)")) {
      const box = element.getBoundingClientRect();
      const isLeft = box.left < middle.left;
      const from = [(isLeft ? box.right : middle.right) - own.left, (isLeft ? box.top + box.height / 2 : middle.top + middle.height / 2) - own.top];
      const to = [(isLeft ? middle.left : box.left) - own.left, (isLeft ? middle.top + middle.height / 2 : box.top + box.height / 2) - own.top];
      const bend = (to[0] - from[0]) / 2;
      const kind = element.classList.contains("dynamic") || element.classList.contains("worker") ? "dynamic" : "static";
      lines.append(svg("path", { class: kind, d: `M${from} C${from[0] + bend},${from[1]} ${to[0] - bend},${to[1]} ${to}` }));
    }
  }

  /** How many chunks stand at each depth, and the heaviest of them. */
  function drawLayers() {
    const byDepth = new Map();
    for (const chunk of heaviest) {
      const depth = chunk.depth ?? Infinity;
      if (!byDepth.has(depth)) byDepth.set(depth, []);
      byDepth.get(depth).push(chunk);
    }
    const depths = [...byDepth.keys()].sort((a, b) => a - b);
    const rows = depths.map((depth) => {
      const chunks = byDepth.get(depth);
      const bytes = chunks.reduce((sum, chunk) => sum + (chunk.asset.gzip ?? 0), 0);
      const first = chunks.slice(0, 4).map((chunk) => h("li", {}, nodeName(chunk)));
      const rest = chunks.length > 4 ? h("li", { class: "unit" }, `and ${count(chunks.length - 4)} more`) : null;
      return h("tr", {}, h("th", { scope: "row" }, depth === Infinity ? "not reached" : String(depth)), h("td", { class: "n" }, count(chunks.length)), h("td", { class: "n" }, size(bytes)), h("td", {}, h("ul", { class: "inline" }, first, rest)));
    });
    const head = ["Depth", "Chunks", "gzip", "The heaviest"].map((text, index) => h("th", { scope: "col", class: index === 1 || index === 2 ? "n" : null }, text));
    layers.replaceChildren(scroller("Chunks by depth", h("table", { class: "data" }, h("caption", { class: "unseen-text" }, "Chunks by depth"), h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows))));
  }

  drawLayers();
  new ResizeObserver(drawLines).observe(board);
  const note = project.unresolved > 0 ? `${counted(project.unresolved, "chunk")} are loaded by ids that name no file of the build: edges may be missing.` : "Press a neighbour to go to it, the chunk in the middle to open it. Depth counts imports from the entry points.";
  const element = section("graph", "Chunk graph", note, h("div", { class: "controls" }, field, names), way, board, layers);
  return { element, draw, show: (chunk) => {
    go(chunk);
    document.getElementById("graph").scrollIntoView();
  } };
}

function degree(chunk) {
  return chunk.imports.length + chunk.dynamic.length;
}

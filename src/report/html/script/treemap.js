// The map: an area for each file, and in a chunk for each package. One tile at a time is in the tab order; arrows go
// to its neighbours, Enter opens it, Escape goes back out.

/** Smaller tiles, in square pixels, are put together: nobody could hit them. */
const SMALLEST = 40;
/** A chunk with less room, in pixels, shows no name and no contents. */
const NAMED = { width: 44, height: 18 };
const HEAD = 18;

/** The map of the project; `open.asset(asset)` and `open.package(name)` show more. */
function makeTreemap(project, state, open) {
  const board = h("div", { class: "map", role: "group", "aria-label": "Map of the build. Arrow keys move, Enter opens." });
  const status = h("p", { class: "status", id: "map-status" });
  const crumbs = h("p", { class: "crumbs" });
  let scope = project.chunks.length > 0 ? "scripts" : "all";
  let zoom = [];
  let tiles = [];
  let width = 0;

  const scopes = [["scripts", "Scripts"], ["all", "All files"]];
  const controls = h("div", { class: "controls" }, choice("What the map shows", scopes, scope, (value) => {
    scope = value;
    zoom = [];
    draw();
  }), legend(project));

  /** What is shown: the whole, some small files, or one chunk. */
  function items() {
    const last = zoom.at(-1);
    if (last?.chunk) return contentsOf(last.chunk, state.unit);
    const assets = last?.assets ?? project.assets.filter((asset) => (scope === "all" ? asset.type !== "source-map" : asset.chunk));
    const found = assets.map((asset) => ({ label: asset.path, value: asset[state.unit] ?? asset.raw, kind: asset.load, asset }));
    return found.filter((item) => item.value > 0).sort((a, b) => b.value - a.value || byText(a.label, b.label));
  }

  /** The items with all that are too small for the room as one. */
  function grouped(all, area) {
    const whole = all.reduce((sum, item) => sum + item.value, 0);
    const firstSmall = all.findIndex((item) => (item.value / whole) * area < SMALLEST);
    if (firstSmall < 0 || all.length - firstSmall < 2 || firstSmall === 0) return { whole, shown: all };
    const small = all.slice(firstSmall);
    const value = small.reduce((sum, item) => sum + item.value, 0);
    const rest = { label: `${counted(small.length, "smaller one")}`, value, kind: "rest", assets: small.map((item) => item.asset) };
    return { whole, shown: [...all.slice(0, firstSmall), rest].sort((a, b) => b.value - a.value) };
  }

  function draw() {
    width = board.clientWidth;
    if (width === 0) return;
    const height = Math.round(Math.min(640, Math.max(360, width * 0.52)));
    board.style.height = `${height}px`;
    const { whole, shown } = grouped(items(), width * height);
    const places = squarify(shown.map((item) => item.value), 0, 0, width, height);
    tiles = places.map((place, index) => tileOf(shown[index], place, whole));
    board.replaceChildren(...tiles.map((tile) => tile.element));
    if (tiles.length > 0) tiles[0].element.tabIndex = 0;
    else board.append(h("p", { class: "note" }, "Nothing to show here."));
    drawCrumbs(whole);
    status.textContent = "";
  }

  function drawCrumbs(whole) {
    const names = ["Build", ...zoom.map((level) => level.name)];
    const parts = names.map((name, depth) => {
      if (depth === zoom.length) return h("span", { "aria-current": "true" }, name);
      return h("button", { type: "button", class: "link", onclick: () => back(depth) }, name);
    });
    const between = parts.flatMap((part, index) => (index === 0 ? [part] : [" › ", part]));
    crumbs.replaceChildren(...between, h("span", { class: "sum" }, ` ${size(whole)} ${state.unit}`));
  }

  function tileOf(item, place, whole) {
    const told = describe(item, whole);
    const element = h("button", { type: "button", class: `tile ${item.kind}`, tabindex: "-1", "aria-label": told });
    put(element, place);
    const hasName = NAMED.width <= place.width && NAMED.height <= place.height;
    if (hasName) {
      const name = item.asset ? item.asset.path.slice(item.asset.path.lastIndexOf("/") + 1) : item.label;
      element.append(h("span", { class: "name" }, name, " ", h("span", { class: "bytes" }, size(item.value))));
    }
    if (item.asset?.chunk && place.width > 56 && place.height > HEAD + 22) inner(element, item, place);
    element.tile = { item, told };
    return { element, place, item };
  }

  /** What is in a chunk, inside of its tile. */
  function inner(element, item, place) {
    const parts = contentsOf(item.asset.chunk, state.unit);
    if (parts.length === 1 && parts[0].kind === "unknown") return;
    const room = [place.width - 6, place.height - HEAD - 4];
    const { shown } = grouped(parts, room[0] * room[1]);
    const places = squarify(shown.map((part) => part.value), 2, HEAD, ...room);
    shown.forEach((part, index) => {
      const box = h("span", { class: `part ${part.kind}` });
      put(box, places[index]);
      if (places[index].width > 38 && places[index].height > 15) box.append(part.label);
      box.tile = { item: part, told: `${part.label}, ${describe(part, item.value)} of ${item.label}` };
      element.append(box);
    });
  }

  function describe(item, whole) {
    const asset = item.asset;
    const sizes = asset ? `${size(asset.gzip)} gzip, ${size(asset.brotli)} brotli, ${size(asset.raw)} raw` : `${size(item.value)} ${state.unit}`;
    const when = asset ? `, ${LOADS.find(([load]) => load === asset.load)[1]}` : "";
    return `${item.label}: ${sizes}${when}, ${percent(item.value, whole)}`;
  }

  function activate(item) {
    const inside = zoom.at(-1)?.chunk;
    if (item.kind === "rest" && inside) open.asset(inside.asset);
    else if (item.kind === "rest") into({ name: item.label, assets: item.assets });
    else if (item.asset) open.asset(item.asset);
    else if (item.package) open.package(item.package);
  }

  function into(level) {
    zoom.push(level);
    draw();
    tiles[0]?.element.focus();
  }

  function back(depth) {
    zoom = zoom.slice(0, depth);
    draw();
    tiles[0]?.element.focus();
  }

  /** The nearest tile whose middle lies in that direction. */
  function neighbour(from, key) {
    const middle = ({ place }) => [place.x + place.width / 2, place.y + place.height / 2];
    const [x, y] = middle(from);
    let best = null;
    for (const tile of tiles) {
      const [toX, toY] = middle(tile);
      const [across, down] = [toX - x, toY - y];
      const [ahead, aside] = { ArrowRight: [across, down], ArrowLeft: [-across, down], ArrowDown: [down, across], ArrowUp: [-down, across] }[key];
      if (ahead <= 0.5) continue;
      const distance = ahead + 2 * Math.abs(aside);
      if (best === null || distance < best.distance) best = { distance, tile };
    }
    return best?.tile;
  }

  function go(tile) {
    for (const { element } of tiles) element.tabIndex = -1;
    tile.element.tabIndex = 0;
    tile.element.focus();
  }

  board.addEventListener("click", (event) => {
    const part = event.target.closest(".part");
    const item = (part?.tile.item.package ? part : event.target.closest(".tile"))?.tile.item;
    if (item) activate(item);
  });
  board.addEventListener("keydown", (event) => {
    const from = tiles.find(({ element }) => element === document.activeElement);
    if (event.key === "Escape" && zoom.length > 0) back(zoom.length - 1);
    else if (from && event.key.startsWith("Arrow")) {
      const to = neighbour(from, event.key);
      if (to) go(to);
    } else if (from && event.key === "Home") go(tiles[0]);
    else if (from && event.key === "End") go(tiles.at(-1));
    else return;
    event.preventDefault();
  });
  const tell = (event) => {
    const target = event.target.closest(".part, .tile");
    if (target) status.textContent = target.tile.told;
  };
  board.addEventListener("pointerover", tell);
  board.addEventListener("focusin", tell);
  new ResizeObserver(() => {
    if (board.clientWidth !== width) draw();
  }).observe(board);

  const note = "Areas are bytes. Colour says when a file is loaded; inside of a chunk are its packages, as far as they are known.";
  return {
    element: section("map", "Map", note, controls, crumbs, board, status),
    draw,
    show: (chunk) => {
      zoom = [{ name: chunk.asset.path, chunk }];
      draw();
      document.getElementById("map").scrollIntoView();
      tiles[0]?.element.focus();
    },
  };
}

function put(element, { x, y, width, height }) {
  element.style.left = `${x}px`;
  element.style.top = `${y}px`;
  element.style.width = `${width}px`;
  element.style.height = `${height}px`;
}

/** The colours that occur. */
function legend(project) {
  const there = new Set(project.assets.map((asset) => asset.load));
  const items = LOADS.filter(([load]) => there.has(load)).map(([load, word]) => {
    return h("li", {}, h("span", { class: `swatch ${load}`, "aria-hidden": "true" }), word);
  });
  return h("ul", { class: "legend", "aria-label": "Colours" }, items);
}

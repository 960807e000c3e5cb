// Tables that sort by a button in each heading and filter by what is typed; long ones show their beginning.

/** So many rows are shown at first: fewer where one has to scroll far. */
const ROWS = window.innerWidth < 768 ? 10 : 20;

/**
 * A table. `columns` are `{ label, value(row), cell(row), isNumber, isText }`: `value` is what sorts, `cell` what is shown
 * where that differs. `sort` is `[column, "ascending" | "descending"]`; `[null, …]` leaves the rows in their order.
 * `search(row)` is the text that the filter looks at; `kinds` are `{ label, of(row) }` to pick rows by.
 */
function makeTable({ label, rows, columns, sort, search, kinds = [] }) {
  let [sorted, direction] = sort;
  let limit = ROWS;
  let typed = "";
  const picked = kinds.map(() => "");
  const body = h("tbody");
  const info = h("p", { class: "note", "aria-live": "polite" });
  const more = h("button", { type: "button", class: "more", onclick: () => {
    limit = Infinity;
    fill();
  } });

  const headings = columns.map((column, index) => {
    const press = () => {
      if (sorted === index) direction = direction === "ascending" ? "descending" : "ascending";
      else direction = column.isNumber ? "descending" : "ascending";
      sorted = index;
      fill();
    };
    const button = h("button", { type: "button", onclick: press }, column.label);
    return h("th", { scope: "col", class: column.isNumber ? "n" : null }, button);
  });

  function chosen() {
    const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (row) => {
      const text = words.length > 0 ? search(row).toLowerCase() : "";
      return words.every((word) => text.includes(word)) && kinds.every((kind, at) => picked[at] === "" || kind.of(row) === picked[at]);
    };
    if (sorted === null) return rows.filter(fits);
    const { value, isNumber } = columns[sorted];
    const sign = direction === "ascending" ? 1 : -1;
    const compare = (a, b) => {
      const [one, other] = [value(a), value(b)];
      // What is not known stands last, either way.
      if (one === null || other === null) return (one === null) - (other === null);
      return sign * (isNumber ? one - other : byText(one, other));
    };
    return rows.filter(fits).sort(compare);
  }

  function fill() {
    const found = chosen();
    headings.forEach((heading, index) => heading.setAttribute("aria-sort", index === sorted ? direction : "none"));
    body.replaceChildren(...found.slice(0, limit).map(rowOf));
    info.textContent = found.length === rows.length ? counted(rows.length, "row") : `${count(found.length)} of ${counted(rows.length, "row")}`;
    more.hidden = found.length <= limit;
    more.textContent = `Show all ${count(found.length)}`;
  }

  function rowOf(row) {
    const cells = columns.map((column, index) => {
      const content = column.cell ? column.cell(row) : column.isNumber ? number(column.value(row)) : (column.value(row) ?? UNKNOWN);
      if (index === 0) return h("th", { scope: "row" }, content);
      return h("td", { class: column.isNumber ? "n" : null }, content);
    });
    return h("tr", {}, cells);
  }

  const field = h("input", { type: "search", placeholder: "Filter", "aria-label": `Filter ${label}`, autocomplete: "off" });
  field.addEventListener("input", () => {
    typed = field.value;
    fill();
  });
  const selects = kinds.map((kind, at) => {
    const values = [...new Set(rows.map(kind.of))].sort(byText);
    const options = [h("option", { value: "" }, kind.label), ...values.map((value) => h("option", { value }, value))];
    const select = h("select", { "aria-label": `${kind.label}: ${label}` }, options);
    select.addEventListener("change", () => {
      picked[at] = select.value;
      fill();
    });
    return values.length > 1 ? select : null;
  });
  fill();
  const controls = rows.length > 5 ? h("div", { class: "controls" }, field, selects, info) : null;
  const table = h("table", { class: "data" }, h("caption", { class: "unseen-text" }, label), h("thead", {}, h("tr", {}, headings)), body);
  return h("div", { class: "listing" }, controls, scroller(label, table), more);
}

function number(value) {
  return value === null ? UNKNOWN : count(value);
}

/** A column of bytes. */
function bytesColumn(label, of) {
  return { label, isNumber: true, value: of, cell: (row) => size(of(row)) };
}

/** The three sizes of what has them. */
function sizeColumns(of = (row) => row) {
  return ["gzip", "brotli", "raw"].map((unit) => bytesColumn(unit, (row) => of(row)[unit]));
}

/** When it is loaded, in its colour. */
function loadBadge(load) {
  return h("span", { class: "load" }, h("span", { class: `swatch ${load}`, "aria-hidden": "true" }), wordOf(load));
}

function wordOf(load) {
  return LOADS.find(([name]) => name === load)[1];
}

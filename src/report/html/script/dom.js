// Elements. Texts become text nodes and attribute values, never markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element: `h("button", { class: "open", onclick: f }, "text", child)`. `null` children are left out. */
function h(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same for SVG. */
function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** A path whose folders step back behind the file's name. */
function pathText(path) {
  const slash = path.lastIndexOf("/") + 1;
  const folders = slash > 0 ? h("span", { class: "folders" }, path.slice(0, slash)) : null;
  return h("span", { class: "path" }, folders, h("span", { class: "file" }, path.slice(slash)));
}

/** Several choices of which one is made. */
function choice(label, options, chosen, choose) {
  const group = h("div", { class: "choice", role: "group", "aria-label": label });
  for (const [value, text] of options) {
    const pick = () => {
      for (const button of group.children) button.setAttribute("aria-pressed", String(button.value === value));
      choose(value);
    };
    group.append(h("button", { type: "button", value, "aria-pressed": String(value === chosen), onclick: pick }, text));
  }
  return group;
}

/** A section of the page with its heading. */
function section(id, title, note, ...children) {
  const heading = h("h2", { id: `${id}-title`, tabindex: "-1" }, title);
  const about = note ? h("p", { class: "note" }, note) : null;
  return h("section", { id, class: "section", "aria-labelledby": `${id}-title` }, heading, about, ...children);
}

/** What wide content scrolls in; the keyboard can, too. */
function scroller(label, ...children) {
  return h("div", { class: "scroll", role: "region", "aria-label": label, tabindex: "0" }, ...children);
}

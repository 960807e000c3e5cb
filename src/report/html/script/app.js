// Start: reads the data, builds the sections of a project, and holds theme, unit and project.

const data = JSON.parse(document.getElementById("data").textContent);
const plainSections = [...document.querySelectorAll("section.project")];
const state = { unit: "gzip", project: 0 };

/** What is remembered between visits; a page from a file may have no memory. */
const memory = {
  get theme() {
    try {
      return localStorage.getItem("weighbridge-theme");
    } catch {
      return null;
    }
  },
  set theme(value) {
    try {
      localStorage.setItem("weighbridge-theme", value);
    } catch {
      // Then it lasts as long as the page.
    }
  },
};

function useTheme(theme) {
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

function startTheme() {
  const stored = memory.theme;
  const chosen = stored === "light" || stored === "dark" ? stored : "auto";
  useTheme(chosen);
  const options = [["auto", "Auto"], ["light", "Light"], ["dark", "Dark"]];
  return choice("Theme", options, chosen, (theme) => {
    memory.theme = theme;
    useTheme(theme);
  });
}

/** Builds the page of one project. */
function build() {
  plainSections.forEach((element, index) => {
    element.hidden = index !== state.project;
  });
  const rows = data.projects[state.project];
  const app = document.getElementById("app");
  if (!rows) return;
  const project = projectOf(rows);
  let map = null;
  let graph = null;
  let findings = null;
  const drawer = makeDrawer(project, state, {
    map: (chunk) => map.show(chunk),
    graph: (chunk) => graph.show(chunk),
    finding: (finding) => findings.show(finding),
  });
  const open = drawer.open;
  map = makeTreemap(project, state, open);
  graph = graphSection(project, open);
  findings = findingsSection(project, open);
  const units = choice("Unit", [["gzip", "gzip"], ["brotli", "brotli"], ["raw", "raw"]], state.unit, (unit) => {
    state.unit = unit;
    map.draw();
  });
  map.element.querySelector(".controls").prepend(units);
  const changes = [changesSection(project, open), project.changes.length];
  const sections = [
    // Where nothing is judged, they are what the page is about.
    project.since?.isAll ? changes : [null, 0],
    [findings?.element, project.findings.length],
    [map.element, null],
    project.since?.isAll ? [null, 0] : changes,
    [loadsSection(project, open), project.entries.length + project.routes.length],
    [chunksSection(project, open), project.chunks.length],
    [graph?.element, null],
    [packagesSection(project, open), project.packages.length],
    [splitPointsSection(project, open), project.splitPoints.length],
    [imagesSection(project, open), project.images.length],
    [filesSection(project, open), project.assets.length],
    [problemsSection(project, open), project.problems.length],
  ].filter(([element]) => element);
  app.replaceChildren(...sections.map(([element]) => element), drawer.element);
  navigation(sections);
  map.draw();
  // The rest can wait until the map is there.
  requestAnimationFrame(() => setTimeout(() => graph?.draw()));
}

/** Links to the sections, with how much is in each. */
function navigation(sections) {
  const nav = document.getElementById("sections");
  const links = sections.map(([element, number]) => {
    const title = element.querySelector("h2").textContent;
    const amount = number === null ? null : h("span", { class: "amount" }, count(number));
    return h("li", {}, h("a", { href: `#${element.id}` }, title, amount ? " " : null, amount));
  });
  nav.replaceChildren(h("ul", {}, links));
  nav.hidden = false;
}

function projectSwitch() {
  if (data.projects.length < 2) return null;
  const options = data.projects.map((project, index) => {
    return h("option", { value: String(index) }, `${project.verdict} · ${project.name ?? project.directory}`);
  });
  const select = h("select", { "aria-label": "Project", id: "project" }, options);
  select.addEventListener("change", () => {
    state.project = Number(select.value);
    build();
  });
  // The first that fails, or else warns, is what one wants to see.
  const worst = ["fail", "warn"].map((word) => data.projects.findIndex((project) => project.verdict === word)).find((index) => index >= 0);
  state.project = worst ?? 0;
  select.value = String(state.project);
  return select;
}

document.getElementById("tools").append(...[projectSwitch(), startTheme()].filter(Boolean));
build();
document.documentElement.dataset.ready = "";

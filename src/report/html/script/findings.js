// The findings by their check, the most important first, and the problems.

/** Places of one check that stand open at first. */
const PLACES = 10;

/** All findings; `show(finding)` opens its group and goes to it. */
function findingsSection(project, open) {
  if (project.findings.length === 0) return null;
  const groups = new Map();
  for (const finding of project.findings) {
    if (!groups.has(finding.check)) groups.set(finding.check, []);
    groups.get(finding.check).push(finding);
  }
  const makers = new Map();
  const elements = [...groups].map(([check, findings], index) => {
    const group = groupOf(check, findings, open, index === 0);
    makers.set(check, group);
    return group.element;
  });
  const errors = project.findings.filter((finding) => finding.severity === "error").length;
  const note = `${counted(project.findings.length, "finding")} of ${counted(groups.size, "check")}${errors > 0 ? `, ${counted(errors, "error")}` : ""}. Waste is in gzip bytes.`;
  return {
    element: section("findings", "Findings", note, ...elements),
    show: (finding) => makers.get(finding.check).show(finding),
  };
}

function groupOf(check, findings, open, isOpen) {
  const waste = findings.reduce((sum, finding) => sum + (finding.waste ?? 0), 0);
  const severity = findings.some((finding) => finding.severity === "error") ? "error" : "warning";
  const list = h("ol", { class: "plain" });
  const more = h("button", { type: "button", class: "more", onclick: () => fill(Infinity) }, `Show all ${count(findings.length)}`);
  const helps = new Set(findings.map((finding) => finding.help));
  const shared = helps.size === 1 ? h("p", { class: "help" }, findings[0].help) : null;

  function fill(limit) {
    list.replaceChildren(...findings.slice(0, limit).map((finding) => itemOf(finding, open, helps.size > 1)));
    more.hidden = findings.length <= limit;
  }

  const element = h(
    "details",
    { class: "check", id: `check-${check}`, open: isOpen },
    h(
      "summary",
      {},
      h("span", { class: `severity ${severity}` }, severity),
      " ",
      h("span", { class: "id" }, check),
      " ",
      h("span", { class: "unit" }, counted(findings.length, "place")),
      " ",
      waste > 0 ? h("span", { class: "waste" }, `${size(waste)} wasted`) : null,
    ),
    shared,
    list,
    more,
    h("p", { class: "note" }, "Why it matters: ", h("code", {}, `weighbridge explain ${check}`)),
  );
  fill(PLACES);
  return {
    element,
    show: (finding) => {
      element.open = true;
      if (findings.indexOf(finding) >= PLACES) fill(Infinity);
      const item = document.getElementById(`finding-${finding.id}`);
      item.scrollIntoView({ block: "center" });
      item.querySelector("button")?.focus();
    },
  };
}

function itemOf(finding, open, hasHelp) {
  const waste = finding.waste === null ? null : h("span", { class: "waste" }, ` ${size(finding.waste)} wasted`);
  return h(
    "li",
    { id: `finding-${finding.id}` },
    h("p", {}, assetLink(finding.asset, open, placeText(finding.line, finding.column)), waste),
    h("p", { class: "message" }, finding.message),
    hasHelp ? h("p", { class: "help" }, finding.help) : null,
  );
}

/** What could not be read or understood. */
function problemsSection(project, open) {
  if (project.problems.length === 0) return null;
  const items = project.problems.map((problem) => {
    const where = problem.asset ? assetLink(problem.asset, open) : problem.name ? pathText(problem.name) : null;
    return h("li", {}, where, where ? " " : null, h("span", { class: "message" }, problem.message));
  });
  return section("problems", "Problems", "What could not be read or understood; it is weighed, but not judged further.", h("ol", { class: "plain" }, items));
}

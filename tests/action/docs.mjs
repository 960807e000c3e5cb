// The tables of docs/github-action.md, which are made from action.yml. `UPDATE=1` before tests/action/run.mjs writes them.

const cell = (text) => text.replaceAll("|", "\\|").trim();

function inputs(action) {
  const rows = Object.entries(action.inputs).map(([name, { description, default: value }]) => {
    const shown = String(value).trim() === "" ? "" : `\`${value}\``;
    return `| \`${name}\` | ${shown} | ${cell(description)} |`;
  });
  return ["| input | default | what it is |", "|---|---|---|", ...rows].join("\n");
}

function outputs(action) {
  const rows = Object.entries(action.outputs).map(([name, { description }]) => `| \`${name}\` | ${cell(description)} |`);
  return ["| output | what it is |", "|---|---|", ...rows].join("\n");
}

/** The documentation with both tables as they must be. */
export function withTables(documentation, action) {
  return Object.entries({ inputs: inputs(action), outputs: outputs(action) }).reduce((text, [name, table]) => {
    const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
    if (!text.includes(start) || !text.includes(end)) throw new Error(`there is no ${start} … ${end}`);
    return text.replace(new RegExp(`${start}.*${end}`, "s"), () => `${start}\n${table}\n${end}`);
  }, documentation);
}

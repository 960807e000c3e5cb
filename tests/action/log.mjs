// A job's log as the runner reads it: workflow commands at the beginning of a line, old ones anywhere in it, what stands
// between stop-commands, ten annotations of each kind, messages cut at 4,096 characters.
//
// By actions/runner: src/Runner.Common/ActionCommand.cs, src/Runner.Worker/ActionCommandManager.cs and
// ExecutionContext.cs.

const KNOWN = new Set([
  "add-mask", "add-matcher", "remove-matcher", "add-path", "set-env", "set-output", "save-state", "stop-commands",
  "error", "warning", "notice", "debug", "group", "endgroup", "echo", "internal-set-repo-path",
]);
const MOST_OF_A_KIND = 10;
const MOST_CHARACTERS = 4096;

const unescapedData = (text) => text.replace(/%0D/g, "\r").replace(/%0A/g, "\n").replace(/%25/g, "%");
const unescapedProperty = (text) =>
  text.replace(/%0D/g, "\r").replace(/%0A/g, "\n").replace(/%3A/g, ":").replace(/%2C/g, ",").replace(/%25/g, "%");

/** The command in a line, or `undefined`. */
function command(line) {
  const trimmed = line.trimStart();
  if (trimmed.startsWith("::")) {
    const end = trimmed.indexOf("::", 2);
    if (end < 0) return undefined;
    const [, name, properties] = /^(\S*)\s*(.*)$/s.exec(trimmed.slice(2, end).trim());
    return { name, properties: read(properties, ",", unescapedProperty), data: unescapedData(trimmed.slice(end + 2)) };
  }
  const start = line.indexOf("##[");
  const end = line.indexOf("]", start);
  if (start < 0 || end < 0) return undefined;
  const [, name, properties] = /^(\S*)\s*(.*)$/s.exec(line.slice(start + 3, end).trim());
  return { name, properties: read(properties, ";", (text) => text), data: line.slice(end + 1) };
}

function read(properties, separator, unescaped) {
  const pairs = properties.split(separator).map((pair) => pair.split(/=(.*)/s));
  return Object.fromEntries(pairs.filter(([, value]) => value).map(([key, value]) => [key.trim(), unescaped(value)]));
}

/** All commands that the runner acts on, and the annotations that it shows. */
export function readLog(log) {
  const commands = [];
  const annotations = [];
  let silentUntil;
  for (const line of log.split(/\r\n|\r|\n/)) {
    const found = command(line);
    if (silentUntil !== undefined) {
      if (found?.name === silentUntil) silentUntil = undefined;
      continue;
    }
    if (found === undefined || !KNOWN.has(found.name.toLowerCase())) continue;
    commands.push(found);
    if (found.name === "stop-commands") silentUntil = found.data.trim();
    if (!["error", "warning", "notice"].includes(found.name)) continue;
    if (annotations.filter(({ level }) => level === found.name).length === MOST_OF_A_KIND) continue;
    annotations.push({ level: found.name, ...found.properties, message: found.data.slice(0, MOST_CHARACTERS) });
  }
  if (silentUntil !== undefined) throw new Error("the log ends between stop-commands");
  return { commands, annotations };
}

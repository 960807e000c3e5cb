// Numbers and words as all reports of weighbridge write them (src/report/text.rs).

const UNKNOWN = "–";
const SIZE_UNITS = [[1e9, "GB"], [1e6, "MB"], [1e3, "kB"]];

/** Bytes with three significant digits: `61.2 kB`. */
function size(bytes) {
  if (bytes === null || bytes === undefined) return UNKNOWN;
  for (const [unit, name] of SIZE_UNITS) {
    if (unit - unit / 2000 <= bytes) return `${threeDigits(bytes / unit)}\u00a0${name}`;
  }
  return `${Math.round(bytes)}\u00a0B`;
}

function threeDigits(value) {
  const decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
  return String(Number(value.toFixed(decimals)));
}

/** `1,480` */
function count(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 file`, `1,480 files` */
function counted(number, noun) {
  return `${count(number)}\u00a0${noun}${number === 1 ? "" : "s"}`;
}

/** `12 %`; what is there is never 0. */
function percent(part, whole) {
  if (!whole) return UNKNOWN;
  const share = (part / whole) * 100;
  return share > 0 && share < 1 ? "<\u00a01\u00a0%" : `${Math.round(share)}\u00a0%`;
}

/** Texts by their code points: the same order on every machine. */
function byText(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

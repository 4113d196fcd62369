// Numbers and names as people read them.

const SPOKEN = { "1": "", d: "days", h: "hours", t: "t CO2e", "s-1": "per s" };

function number(value, figures = 3) {
  if (value === null || value === undefined) return "not set";
  if (typeof value === "string") return value;
  if (!Number.isFinite(value)) return "none";
  if (Number.isInteger(value) && Math.abs(value) < 1e5) return String(value);
  for (const [size, letter] of [[1e12, "T"], [1e9, "B"], [1e6, "M"], [1e3, "k"]]) {
    if (Math.abs(value) >= size * 0.9995) return Number((value / size).toPrecision(figures)) + letter;
  }
  return Math.abs(value) >= 99.95 ? value.toFixed(0) : String(Number(value.toPrecision(figures)));
}

const amount = (value, unit) => `${number(value)} ${SPOKEN[unit] ?? unit}`.trim();
const title = (about) => (about.unit && about.unit !== "1" ? `${about.name} (${about.unit})` : about.name);
const percent = (x) => (Math.abs(x) < 0.095 ? (100 * x).toFixed(1) : (100 * x).toFixed(0)) + " %";
const escaped = (text) => String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

// The value of a column at a point, as a word where it is a code.
function valueText(sweep, name, point) {
  const c = sweep.column[name], value = valuesOf(sweep, name)[point];
  return c.words ? c.words[value] ?? "" : amount(value, c.unit);
}

// "offer aws-trn2, chips 1024": where a point lies.
const placeText = (sweep, point) => sweep.dims.map((d) => `${d.name} ${number(d.values[place(point, d)], 4)}`).join(", ");

function hoverText(sweep, point, state) {
  const lines = sweep.dims.map((d) => `${d.name}: ${number(d.values[place(point, d)], 4)}`);
  for (const name of new Set([state.measure, ...sweep.headline])) lines.push(`${name}: ${valueText(sweep, name, point)}`);
  return escaped(lines.join("\n")).replace(/\n/g, "<br>");
}

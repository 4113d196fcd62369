// One point: what its totals are made of, what moves it, and the table of the best.

const SMALL = 0.01; // share of a total under which a part joins the others

function drawPoint(sweep, state) {
  const traces = [], names = Object.keys(sweep.totals);
  names.forEach((total, row) => {
    const whole = valuesOf(sweep, total)[state.point];
    let rest = 0;
    sweep.totals[total].forEach((part, i) => {
      const value = valuesOf(sweep, part)[state.point];
      if (value < SMALL * whole) return void (rest += value);
      traces.push(bar(row, `${total}: ${amount(whole, sweep.column[total].unit)}`, part, value, whole, sweep.column[part], colour(i)));
    });
    if (rest > 0) traces.push(bar(row, `${total}: ${amount(whole, sweep.column[total].unit)}`, "parts under 1 % each", rest, whole, sweep.column[total], "#BDBDBD"));
  });
  const layout = layoutOf({ title: { text: "share of the total", standoff: 8 }, tickformat: ".0%", range: [0, 1] }, { automargin: true, autorange: "reversed" },
                          { barmode: "stack", showlegend: false, uniformtext: { mode: "hide", minsize: 10 }, height: 110 + 75 * Math.max(1, names.length), bargap: 0.35 });
  Plotly.react("parts", traces, layout, CONFIG);
  document.getElementById("point-text").textContent = placeText(sweep, state.point);
  const rows = sweep.columns.map((c) => `<tr><td>${escaped(c.name)}</td><td>${escaped(valueText(sweep, c.name, state.point))}</td><td>${escaped(c.doc)}</td></tr>`);
  document.getElementById("point-table").innerHTML = `<table>${rows.join("")}</table>`;
}

function bar(row, label, part, value, whole, about, fill) {
  return { type: "bar", orientation: "h", y: [label], x: [value / whole], marker: { color: fill, line: { color: "#fff", width: 1 } }, text: [`${part} ${percent(value / whole)}`],
           textposition: "inside", insidetextanchor: "middle", textangle: 0, insidetextfont: { color: textOn(fill) },
           hovertext: `${part}: ${amount(value, about.unit)} (${percent(value / whole)})<br>${escaped(about.doc)}`, hoverinfo: "text" };
}

// Each dimension alone through its values; dimensions left to "best of all" are chosen anew.
function drawTornado(sweep, state) {
  const measure = valuesOf(sweep, state.measure), base = measure[state.point], rows = [];
  const held = {};
  for (const d of sweep.dims) held[d.name] = state.held[d.name] === null && d.name !== state.x ? null : place(state.point, d);
  const home = sweep.byName[state.rivals]?.dim;
  if (home) held[home.name] = place(state.point, home);
  for (const d of sweep.dims.filter((d) => d.n > 1)) {
    const { best } = bestOf(sweep, state, [d.name], held);
    const points = [...best].filter((p) => p >= 0).sort((a, b) => measure[a] - measure[b]);
    if (!points.length) continue;
    const [low, high] = [points[0], points.at(-1)];
    rows.push({ name: d.name, low: measure[low], high: measure[high], lowAt: number(d.values[place(low, d)], 4), highAt: number(d.values[place(high, d)], 4) });
  }
  rows.sort((a, b) => a.high - a.low - (b.high - b.low));
  const y = rows.map((r) => r.name), all = [base, ...rows.flatMap((r) => [r.low, r.high])];
  const unit = sweep.column[state.measure].unit;
  // Bars are lines, so that they also stand on a logarithmic axis; their labels are a trace of their own.
  const bars = (from, to, fill) => ({ type: "scatter", mode: "lines", showlegend: false, hoverinfo: "skip", line: { width: 20, color: fill, simplify: false },
    x: rows.flatMap((r) => [from(r), to(r), null]), y: y.flatMap((n) => [n, n, null]) });
  const labels = (to, text, anchor) => ({ type: "scatter", mode: "text", showlegend: false, hoverinfo: "text", cliponaxis: false, textposition: anchor, textfont: { size: 11 },
    x: rows.map(to), y, text: rows.map((r) => ` ${text(r)} `), hovertext: rows.map((r) => escaped(`${r.name} = ${text(r)}: ${amount(to(r), unit)}`)) });
  const traces = [bars(() => base, (r) => Math.min(base, r.low), "#0072B2"), bars(() => base, (r) => Math.max(base, r.high), "#E69F00"),
                  labels((r) => r.low, (r) => r.lowAt, "middle left"), labels((r) => r.high, (r) => r.highAt, "middle right")];
  const axis = valueAxis(sweep.column[state.measure], all);
  const low = Math.min(...all), high = Math.max(...all);
  axis.range = axis.type === "log" ? [Math.log10(low) - 0.35 * Math.log10(high / low), Math.log10(high) + 0.35 * Math.log10(high / low)] : [low - 0.35 * (high - low), high + 0.35 * (high - low)];
  const line = { type: "line", yref: "paper", y0: 0, y1: 1, x0: base, x1: base, line: { color: "#444", width: 1.5 } };
  Plotly.react("tornado", traces, layoutOf(axis, { type: "category", categoryorder: "array", categoryarray: y, automargin: true, range: [-0.7, y.length - 0.3] },
                                          { shapes: [line], height: 110 + 46 * Math.max(2, rows.length) }), CONFIG);
  const again = sweep.dims.filter((d) => d.n > 1 && held[d.name] === null).map((d) => d.name);
  document.getElementById("tornado-title").textContent = `What moves ${state.measure} from ${amount(base, unit)}`;
  document.getElementById("tornado-note").textContent = "Each dimension alone, through the values of the sweep." + (again.length ? ` Chosen anew each time: ${again.join(", ")}.` : "");
}

function drawTable(sweep, state, onPoint) {
  const keys = [...new Set([state.y, state.rivals])], { best } = bestOf(sweep, state, keys);
  const points = [...best].filter((p) => p >= 0);
  const names = state.all ? sweep.columns.map((c) => c.name) : [...new Set([state.measure, ...sweep.headline, ...sweep.columns.filter((c) => c.words).map((c) => c.name)])];
  const columns = [...sweep.dims.map((d) => ({ ...d, text: (p) => number(d.values[place(p, d)], 4), value: (p) => d.values[place(p, d)], right: !d.words })),
                   ...names.map((n) => ({ ...sweep.column[n], text: (p) => (sweep.column[n].words ? valueText(sweep, n, p) : number(valuesOf(sweep, n)[p])), value: (p) => valuesOf(sweep, n)[p], right: !sweep.column[n].words }))];
  const by = columns.find((c) => c.name === state.sort?.name);
  const order = (c, down) => points.sort((a, b) => (c.value(a) < c.value(b) ? -1 : c.value(a) > c.value(b) ? 1 : 0) * (down ? -1 : 1));
  if (by) order(by, state.sort.down);
  else { const y = sweep.byName[state.y].dim, m = valuesOf(sweep, state.measure); points.sort((a, b) => place(a, y) - place(b, y) || (state.better === "highest" ? -1 : 1) * (m[a] - m[b])); }
  const cell = (tag, c, text, attributes = "") => `<${tag} class="${c.right ? "number" : ""}"${attributes}>${escaped(text)}</${tag}>`;
  const head = columns.map((c) => cell("th", c, title(c), ` title="${escaped(c.doc)}"`)).join("");
  const body = points.slice(0, 200).map((p) => `<tr>${columns.map((c) => cell("td", c, c.text(p))).join("")}</tr>`).join("");
  const table = document.getElementById("table");
  table.innerHTML = `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
  table.querySelectorAll("th").forEach((th, i) => (th.onclick = () => {
    state.sort = { name: columns[i].name, down: state.sort?.name === columns[i].name && !state.sort.down };
    drawTable(sweep, state, onPoint);
  }));
  table.querySelectorAll("tbody tr").forEach((row, i) => (row.onclick = () => onPoint(points[i])));
  document.getElementById("table-title").textContent = `The best point of each ${keys.join(" and ")}${points.length > 200 ? " (the first 200)" : ""}`;
}

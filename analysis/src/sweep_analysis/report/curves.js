// Curves: the frontier, a column over a dimension, and two alternatives head to head.

const logWhereWide = (values) => {
  const ok = values.filter((v) => Number.isFinite(v));
  const low = Math.min(...ok), high = Math.max(...ok);
  return low > 0 && high / low > 20 ? "log" : "linear";
};

// 1, 2 and 5 of each decade where there are few decades, else 1 alone.
function logTicks(values) {
  const ok = values.filter((v) => v > 0 && Number.isFinite(v)), low = Math.min(...ok), high = Math.max(...ok), ticks = [];
  for (let e = Math.floor(Math.log10(low)); e <= Math.ceil(Math.log10(high)); e++) {
    for (const m of high / low < 300 ? [1, 2, 5] : [1]) ticks.push(m * 10 ** e);
  }
  return { tickvals: ticks, ticktext: ticks.map((v) => number(v)) };
}

function valueAxis(about, values) {
  const type = logWhereWide(values);
  return { title: { text: title(about), standoff: 8 }, type, automargin: true, gridcolor: "#eee", zeroline: false, ...(type === "log" ? logTicks(values) : {}) };
}

function labelAxis(about) {
  if (about.words) return { title: { text: about.name, standoff: 8 }, type: "category", automargin: true, gridcolor: "#eee" };
  const type = logWhereWide(about.values), few = about.n <= 12;
  return { title: { text: title(about), standoff: 8 }, type, automargin: true, gridcolor: "#eee", zeroline: false,
           ...(few ? { tickvals: about.values, ticktext: about.values.map((v) => number(v, 4)) } : type === "log" ? logTicks(about.values) : {}) };
}

const layoutOf = (xaxis, yaxis, more = {}) => ({ font: FONT, margin: { t: 34, r: 10 }, height: 360, xaxis, yaxis, hovermode: "closest", ...more });

// Points that no other of the same alternative beats in both columns.
function paretoOf(sweep, state, rival) {
  const { dim, of } = groupsOf(sweep, state.rivals), number = rival;
  const x = valuesOf(sweep, state.frontierX), y = valuesOf(sweep, state.measure), points = [];
  const limited = state.limit === null ? null : valuesOf(sweep, state.limited);
  const ranges = sweep.dims.map((d) => {
    if (d === dim) return [...Array(d.n).keys()].filter((i) => of[i] === number);
    const at = d.choice && state.held[d.name] === null ? null : state.held[d.name] ?? d.middle;
    return at === null ? [...Array(d.n).keys()] : [at];
  });
  eachPoint(sweep, ranges, (p) => {
    if (x[p] === x[p] && y[p] === y[p] && (limited === null || compare[state.compare](limited[p], state.limit))) points.push(p);
  });
  const sign = state.better === "highest" ? -1 : 1;
  points.sort((a, b) => x[a] - x[b] || sign * (y[a] - y[b]));
  let least = Infinity;
  return points.filter((p) => sign * y[p] < least && ((least = sign * y[p]), true));
}

function drawFrontier(sweep, state, onPoint) {
  const { labels } = groupsOf(sweep, state.rivals);
  const x = valuesOf(sweep, state.frontierX), y = valuesOf(sweep, state.measure);
  const traces = labels.map((label, i) => {
    const points = paretoOf(sweep, state, i);
    return { type: "scatter", mode: "lines+markers", name: String(label), x: points.map((p) => x[p]), y: points.map((p) => y[p]), customdata: points,
             text: points.map((p) => hoverText(sweep, p, state)), hoverinfo: "text", ...lineStyle(i), line: { ...lineStyle(i).line, shape: "hv" } };
  });
  const all = traces.flatMap((t) => t.x), ally = traces.flatMap((t) => t.y);
  Plotly.react("frontier", traces, layoutOf(valueAxis(sweep.column[state.frontierX], all), valueAxis(sweep.column[state.measure], ally)), CONFIG);
  clickable("frontier", onPoint);
  const others = sweep.dims.filter((d) => d.n > 1 && !d.choice && sweep.byName[state.rivals]?.dim !== d && state.held[d.name] !== null);
  const at = others.map((d) => `${d.name} ${number(d.values[state.held[d.name]], 4)}`).join(", ");
  document.getElementById("frontier-title").textContent = `${state.measure} against ${state.frontierX}: what each ${state.rivals} can reach${at ? `, at ${at}` : ""}`;
}

function drawCurves(sweep, state, onPoint) {
  const { groups: [rivals, across], best } = bestOf(sweep, state, [state.rivals, state.x]);
  const values = valuesOf(sweep, state.curve), n = across.labels.length;
  const traces = rivals.labels.map((label, i) => {
    const points = across.labels.map((_, j) => best[i * n + j]);
    return { type: "scatter", mode: "lines+markers", name: String(label), x: across.labels, y: points.map((p) => (p < 0 ? null : values[p])), customdata: points,
             text: points.map((p) => (p < 0 ? "" : hoverText(sweep, p, state))), hoverinfo: "text", ...lineStyle(i) };
  });
  const all = traces.flatMap((t) => t.y).filter((v) => v !== null);
  Plotly.react("curves", traces, layoutOf(labelAxis(sweep.byName[state.x].dim), valueAxis(sweep.column[state.curve], all)), CONFIG);
  clickable("curves", onPoint);
  const at = state.x === state.y ? "" : `, at ${state.y} ${number(sweep.byName[state.y].dim.values[state.held[state.y]] ?? "best of all", 4)}`;
  document.getElementById("curves-title").textContent = `${state.curve} over ${state.x}, at the ${state.better} ${state.measure}${at}`;
}

// The ratio of the first to the second along a dimension, a line for each value of y.
function drawDuel(sweep, state) {
  const { groups: [rivals, lines, along], best } = bestOf(sweep, state, [state.rivals, state.y === state.along ? state.x : state.y, state.along]);
  const value = (p) => (p < 0 ? NaN : valuesOf(sweep, state.measure)[p]);
  const n = along.labels.length, at = (r, l, j) => best[(rivals.labels.indexOf(r) * lines.labels.length + l) * n + j];
  const traces = [], crossings = [], pairs = [];
  lines.labels.forEach((label, l) => {
    const ratio = along.labels.map((_, j) => {
      const [p, q] = [at(state.first, l, j), at(state.second, l, state.stays === "moves along" ? j : state.stays)];
      if (p >= 0 && q >= 0) pairs.push([p, q]);
      return value(p) / value(q);
    });
    traces.push({ type: "scatter", mode: "lines+markers", name: number(label, 4), x: along.labels, y: ratio.map((r) => (Number.isFinite(r) ? r : null)), ...lineStyle(l),
                  hovertemplate: `${escaped(number(label, 4))}<br>${state.along} %{x}<br>ratio %{y:.3f}<extra></extra>` });
    const where = crossing(along.labels, ratio);
    if (where !== null) crossings.push(`${number(label, 4)}: ${number(where)}`);
  });
  const all = traces.flatMap((t) => t.y).filter((v) => v !== null);
  const line = { type: "line", xref: "paper", x0: 0, x1: 1, y0: 1, y1: 1, line: { color: "#444", width: 1.5 } };
  const off = sweep.error_column ? Math.max(0, ...pairs.map(([p, q]) => errorOfRatio(sweep, p, q))) : sweep.assumed_error;
  const band = { type: "rect", xref: "paper", x0: 0, x1: 1, y0: 1 - off, y1: 1 + off, fillcolor: "#888", opacity: 0.15, line: { width: 0 }, layer: "below" };
  const yaxis = { ...valueAxis({ name: `${state.measure} of ${state.first} / ${state.second}`, unit: "1" }, [...all, 1]) };
  Plotly.react("duel", traces, layoutOf(labelAxis(sweep.byName[state.along].dim), yaxis, { shapes: [band, line], legend: { title: { text: lines.name } } }), CONFIG);
  document.getElementById("duel-title").textContent = `${state.first} against ${state.second} along ${state.along}: below 1 the first has the lower ${state.measure}`;
  document.getElementById("duel-note").textContent = (crossings.length ? `They draw level at ${state.along} = ${crossings.join("; ")}. ` : "No line crosses 1 inside of the grid. ") +
    `Grey: the ratio within ${percent(off)} of 1, where the model's error may decide (${sweep.error_column ? `${sweep.error_column} of both, taken as independent` : "assumed"}).`;
}

// Of two predictions whose errors are independent.
function errorOfRatio(sweep, first, second) {
  const error = valuesOf(sweep, sweep.error_column);
  return Math.hypot(error[first], error[second]);
}

function crossing(x, ratio) {
  for (let j = 0; j + 1 < x.length; j++) {
    const a = ratio[j] - 1, b = ratio[j + 1] - 1;
    if (Number.isFinite(a) && Number.isFinite(b) && a * b <= 0 && a !== b && typeof x[j] === "number") return x[j] + ((x[j + 1] - x[j]) * a) / (a - b);
  }
  return null;
}

function clickable(id, onPoint) {
  const plot = document.getElementById(id);
  plot.removeAllListeners("plotly_click");
  plot.on("plotly_click", (e) => e.points[0].customdata >= 0 && onPoint(e.points[0].customdata));
}

// Who wins where: one heat map trace for each winner, hatching for each reason.

const COLOURS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#8C6D1F", "#5B5B5B", "#F0E442"];
const SYMBOLS = ["circle", "square", "triangle-up", "diamond", "triangle-down", "cross", "x", "star", "hexagon"];
const HATCHES = ["line-ne-open", "line-nw-open", "line-ew-open"];
const DASHES = ["solid", "dash", "dashdot", "dot"];
const FULL_MARGIN = 0.5, PALEST = 0.3, MOST_NAMED = 160; // cells that have room for a name each
const CONFIG = { displaylogo: false, responsive: true };
const FONT = { family: "system-ui, sans-serif", size: 12 };

const colour = (i) => COLOURS[i % COLOURS.length];
const lineStyle = (i) => ({ line: { color: colour(i), width: 2, dash: DASHES[Math.floor(i / 9) % 4] }, marker: { color: colour(i), symbol: SYMBOLS[i % 9], size: 7 } });

// Black or white, whichever is read better on a colour that is mixed with white (WCAG's relative luminance).
function textOn(hex, weight = 1) {
  const [r, g, b] = [1, 3, 5].map((i) => 1 - weight * (1 - parseInt(hex.slice(i, i + 2), 16) / 255)).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.18 ? "#fff" : "#1d1d1d";
}

// The share of a winner's colour in its cells: the rest is white.
const weightOf = (margin) => PALEST + (1 - PALEST) * Math.min(1, margin / FULL_MARGIN);

function pale(hex, weight) {
  const rgb = [1, 3, 5].map((i) => Math.round(255 - weight * (255 - parseInt(hex.slice(i, i + 2), 16))));
  return `rgb(${rgb.join(",")})`;
}

// An axis of equal cells with labels; too many labels are thinned.
function cellAxis(about) {
  const step = Math.ceil(about.values.length / 16), ticks = about.values.map((_, i) => i).filter((i) => i % step === 0);
  return { title: { text: title(about), standoff: 8 }, tickvals: ticks, ticktext: ticks.map((i) => number(about.values[i], 4)), range: [-0.5, about.n - 0.5],
           showgrid: false, zeroline: false, automargin: true };
}

function cellsOf(sweep, state) {
  const { groups: [, , rivals], best, reason } = bestOf(sweep, state, [state.y, state.x, state.rivals]);
  const nx = sweep.byName[state.x].dim.n, ny = sweep.byName[state.y].dim.n, nr = rivals.labels.length;
  const measure = valuesOf(sweep, state.measure), sign = state.better === "highest" ? -1 : 1, cells = [];
  for (let cell = 0; cell < nx * ny; cell++) {
    const ranked = [...Array(nr).keys()].map((r) => [r, best[cell * nr + r]]).filter(([, p]) => p >= 0)
      .sort((a, b) => sign * (measure[a[1]] - measure[b[1]]));
    const entry = { row: Math.floor(cell / nx), column: cell % nx, winner: -1, point: -1 };
    if (ranked.length) {
      [entry.winner, entry.point] = ranked[0];
      entry.second = ranked[1];
      entry.margin = ranked[1] ? Math.abs(measure[ranked[1][1]] / measure[entry.point] - 1) : Infinity;
    } else {
      const all = [...Array(nr).keys()].map((r) => reason(cell * nr + r));
      entry.reason = all.includes(CONDITION) ? CONDITION : mostFrequent(all);
    }
    cells.push(entry);
  }
  return { cells, rivals, nx, ny };
}

function mostFrequent(values) {
  return [...values].sort((a, b) => values.filter((v) => v === b).length - values.filter((v) => v === a).length)[0];
}

function drawMap(sweep, state, onPoint) {
  const flat = state.x === state.y; // a sweep of one dimension has no map
  document.getElementById("map").parentElement.hidden = flat;
  if (flat) return;
  const { cells, rivals, nx, ny } = cellsOf(sweep, state);
  const traces = [];
  for (const winner of [...new Set(cells.map((c) => c.winner))].filter((w) => w >= 0).sort((a, b) => a - b)) {
    traces.push(...winnerTraces(sweep, state, cells.filter((c) => c.winner === winner), rivals, winner, nx, ny));
  }
  const reasons = [...new Set(cells.filter((c) => c.winner < 0).map((c) => c.reason))];
  reasons.forEach((code, i) => traces.push(...hatching(sweep, cells.filter((c) => c.winner < 0 && c.reason === code), code, i)));
  if (cells.length <= MOST_NAMED) traces.push(names(cells, rivals));
  const layout = { font: FONT, margin: { t: 34, r: 10 }, height: Math.max(320, 150 + 38 * ny), xaxis: cellAxis(sweep.byName[state.x].dim),
                   yaxis: cellAxis(sweep.byName[state.y].dim), legend: { title: { text: state.rivals } }, hovermode: "closest", plot_bgcolor: "#fff" };
  Plotly.react("map", traces, layout, CONFIG);
  const plot = document.getElementById("map");
  plot.removeAllListeners("plotly_click");
  plot.on("plotly_click", (e) => {
    const cell = cells.find((c) => c.column === e.points[0].x && c.row === e.points[0].y);
    if (cell?.point >= 0) onPoint(cell.point);
  });
  document.getElementById("map-title").textContent = `Who has the ${state.better} ${state.measure}: ${state.rivals}`;
}

function winnerTraces(sweep, state, cells, rivals, winner, nx, ny) {
  const grid = () => Array.from({ length: ny }, () => Array(nx).fill(null));
  const z = grid(), text = grid(), name = String(rivals.labels[winner]);
  for (const c of cells) {
    z[c.row][c.column] = Math.min(1, c.margin / FULL_MARGIN);
    const next = c.second ? `next: ${rivals.labels[c.second[0]]}, ${percent(c.margin)} off` : `no other ${state.rivals} has a result`;
    text[c.row][c.column] = `<b>${escaped(name)}</b><br>${escaped(next)}<br>${hoverText(sweep, c.point, state)}`;
  }
  return [
    { type: "heatmap", z, text, x: [...Array(nx).keys()], y: [...Array(ny).keys()], zmin: 0, zmax: 1, showscale: false, xgap: 1, ygap: 1,
      hoverinfo: "text", hoverongaps: false, colorscale: [[0, pale(colour(winner), PALEST)], [1, colour(winner)]], name },
    { type: "scatter", x: [null], y: [null], mode: "markers", name, marker: { symbol: "square", size: 13, color: colour(winner) } },
  ];
}

// Who wins in each cell, in words, so that colour is not needed to read it.
function names(cells, rivals) {
  const won = cells.filter((c) => c.winner >= 0);
  return { type: "scatter", mode: "text", x: won.map((c) => c.column), y: won.map((c) => c.row), hoverinfo: "skip", showlegend: false, textfont: { size: 10, color: won.map((c) => textOn(colour(c.winner), weightOf(c.margin))) },
           text: won.map((c) => escaped(String(rivals.labels[c.winner])) + (Number.isFinite(c.margin) ? `<br>${percent(c.margin)}` : "")) };
}

// Lines of one direction and distance for each reason.
function hatching(sweep, cells, code, kind) {
  const x = [], y = [], steps = [-0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75];
  const text = code === CONDITION ? "limit not met" : sweep.status.meanings[code];
  for (const c of cells) {
    for (const s of steps) {
      if (kind % 3 === 2) { x.push(c.column - 0.5, c.column + 0.5, null); y.push(c.row + s * 0.62, c.row + s * 0.62, null); continue; }
      const low = Math.max(-0.5, -0.5 + s), high = Math.min(0.5, 0.5 + s), flip = kind % 3 === 1 ? -1 : 1;
      x.push(c.column + flip * low, c.column + flip * high, null);
      y.push(c.row + low - s, c.row + high - s, null);
    }
  }
  const line = { color: "#9a9a9a", width: 1, dash: kind > 2 ? "dot" : "solid" };
  return [
    { type: "scatter", mode: "lines", x, y, line, hoverinfo: "skip", legendgroup: text, showlegend: false },
    { type: "scatter", mode: "markers", x: [null], y: [null], name: text, legendgroup: text, marker: { symbol: HATCHES[kind % 3], size: 13, color: "#777", line: { color: "#777", width: kind > 2 ? 1 : 2 } } },
    { type: "scatter", mode: "markers", x: cells.map((c) => c.column), y: cells.map((c) => c.row), marker: { opacity: 0, size: 24 },
      text: cells.map(() => escaped(text)), hoverinfo: "text", showlegend: false, legendgroup: text },
  ];
}

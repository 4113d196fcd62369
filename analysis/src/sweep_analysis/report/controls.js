// The controls: what is shown is one plain object, `state`; each control changes one
// entry of it and draws again.

function startState(sweep) {
  const several = sweep.dims.filter((d) => d.n > 1), home = sweep.byName[sweep.rivals]?.dim.name;
  const free = several.filter((d) => d.name !== home);
  const x = (free.find((d) => !d.words && d.choice) ?? free.find((d) => !d.words) ?? free[0] ?? sweep.dims[0]).name;
  const y = (free.find((d) => d.name !== x && !d.choice) ?? free.find((d) => d.name !== x) ?? sweep.dims[0]).name;
  const along = several.find((d) => !d.words && !d.choice); // a price, a tariff: one side moves, the other stays
  const held = {};
  for (const d of sweep.dims) held[d.name] = d.choice && d.n > 1 ? null : d.middle;
  return {
    measure: sweep.measure, better: "lowest", rivals: sweep.rivals, x, y, held, limited: sweep.time, compare: "<=", limit: null,
    frontierX: sweep.time === sweep.measure ? sweep.headline.at(-1) : sweep.time, curve: sweep.column.mfu ? "mfu" : sweep.measure,
    along: (along ?? several.find((d) => d.name === x) ?? sweep.dims[0]).name, first: null, second: null, stays: along ? along.middle : "moves along", point: null, sort: null, all: false,
  };
}

function element(tag, attributes, ...children) {
  const made = Object.assign(document.createElement(tag), attributes);
  made.append(...children);
  return made;
}

// A menu bound to state[key]; `options` are [value, text] or plain values.
function menu(state, key, text, options, draw, then = () => {}) {
  const pairs = options.map((o) => (Array.isArray(o) ? o : [o, o]));
  const select = element("select", { id: `set-${key}` }, ...pairs.map(([, t]) => element("option", { textContent: t })));
  select.selectedIndex = Math.max(0, pairs.findIndex(([v]) => v === state[key]));
  select.onchange = () => { state[key] = pairs[select.selectedIndex][0]; then(); draw(); };
  return element("label", {}, text, select);
}

// Where to hold a dimension that no figure shows: a slider for numbers, a menu for words.
function holder(sweep, state, dim, draw) {
  const text = (i) => (i === null ? "best of all" : number(dim.values[i], 4));
  if (dim.words || dim.n <= 3) {
    const options = [[null, "best of all"], ...dim.values.map((v, i) => [i, number(v, 4)])];
    return menu(state.held, dim.name, dim.name, options, draw);
  }
  const shown = element("output", { textContent: text(state.held[dim.name]) });
  const slider = element("input", { type: "range", min: -1, max: dim.n - 1, step: 1, id: `set-${dim.name}`, value: state.held[dim.name] ?? -1 });
  slider.oninput = () => {
    state.held[dim.name] = Number(slider.value) < 0 ? null : Number(slider.value);
    shown.textContent = text(state.held[dim.name]);
    draw();
  };
  return element("label", { title: "far left: best of all" }, element("span", {}, `${title(dim)}: `, shown), slider);
}

function limitInput(state, draw) {
  const input = element("input", { type: "number", id: "set-limit", placeholder: "no limit", step: "any", value: state.limit ?? "" });
  input.onchange = () => { state.limit = input.value === "" ? null : Number(input.value); draw(); };
  return element("label", {}, "limit", input);
}

function mainControls(sweep, state, draw, rebuild) {
  const numbers = sweep.columns.filter((c) => !c.words).map((c) => c.name);
  const names = [...sweep.dims, ...sweep.coords.filter((c) => c.words)].filter((n) => new Set(n.values).size > 1).map((n) => n.name);
  const dims = sweep.dims.filter((d) => d.n > 1).map((d) => d.name);
  const shownNowhere = sweep.dims.filter((d) => d.n > 1 && d.name !== state.x && d.name !== state.y && d !== sweep.byName[state.rivals]?.dim);
  return [
    menu(state, "better", "wins: the", ["lowest", "highest"], draw), menu(state, "measure", "measure", numbers, draw),
    menu(state, "rivals", "between", names.length ? names : dims, draw, rebuild),
    menu(state, "x", "across", dims, draw, rebuild), menu(state, "y", "up", dims, draw, rebuild),
    menu(state, "limited", "only where", numbers, draw), menu(state, "compare", "is", ["<=", ">="], draw), limitInput(state, draw),
    ...shownNowhere.map((d) => holder(sweep, state, d, draw)),
  ];
}

function smallControls(sweep, state, draw) {
  const numbers = sweep.columns.filter((c) => !c.words).map((c) => c.name);
  const lines = sweep.dims.filter((d) => d.n > 1 && !d.words).map((d) => d.name);
  const rivals = groupsOf(sweep, state.rivals).labels;
  if (!rivals.includes(state.first)) [state.first, state.second] = [rivals[0], rivals[1] ?? rivals[0]];
  const along = sweep.byName[state.along].dim;
  const stays = [["moves along", "moves along"], ...along.values.map((v, i) => [i, number(v, 4)])];
  if (state.stays !== "moves along" && state.stays >= along.n) state.stays = "moves along";
  // Figures of one value of the map's vertical dimension share where that is held.
  const up = sweep.byName[state.y].dim;
  return {
    "frontier-controls": [menu(state, "frontierX", "against", numbers, draw), ...(up.n > 1 ? [holder(sweep, state, up, draw)] : [])],
    "curves-controls": [menu(state, "curve", "show", numbers, draw)],
    "duel-controls": [
      menu(state, "first", "first", rivals, draw), menu(state, "second", "second", rivals, draw),
      menu(state, "along", "along", lines.length ? lines : [state.x], draw, () => { state.stays = "moves along"; state.rebuild(); }),
      menu(state, "stays", "the second stays at", stays, draw),
    ],
    "table-controls": [menu(state, "all", "columns", [[false, "the headline"], [true, "all"]], draw)],
  };
}

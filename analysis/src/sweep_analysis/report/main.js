// Opens the data and the plotting library, and draws everything from one state.

function shownText(sweep, state) {
  const thin = Object.entries(sweep.thinned).map(([d, [some, all]]) => `${some} of ${all} values of ${d}`);
  const held = sweep.dims.filter((d) => d.n > 1 && d.name !== state.x && d.name !== state.y && d !== sweep.byName[state.rivals]?.dim)
    .map((d) => `${d.name} ${state.held[d.name] === null ? "best of all" : number(d.values[state.held[d.name]], 4)}`);
  return (held.length ? `Not shown in the map: ${held.join(", ")}. ` : "") + (thin.length ? `To stay small this page holds ${thin.join(", ")}; the file has all.` : "");
}

function draw(sweep, state) {
  const onPoint = (point) => {
    state.point = point;
    drawPoint(sweep, state);
    drawTornado(sweep, state);
  };
  document.getElementById("shown").textContent = shownText(sweep, state);
  drawMap(sweep, state, onPoint);
  drawFrontier(sweep, state, onPoint);
  drawCurves(sweep, state, onPoint);
  drawDuel(sweep, state);
  const start = bestOf(sweep, state, []).best[0];
  if (start >= 0) onPoint(start);
  drawTable(sweep, state, onPoint);
}

function build(sweep, state) {
  const again = () => draw(sweep, state);
  state.rebuild = () => build(sweep, state);
  document.getElementById("controls").replaceChildren(...mainControls(sweep, state, again, state.rebuild));
  for (const [id, made] of Object.entries(smallControls(sweep, state, again))) document.getElementById(id).replaceChildren(...made);
}

async function main() {
  const library = new TextDecoder().decode(await inflate(document.getElementById("plotly").textContent));
  document.head.append(element("script", { textContent: library }));
  const sweep = await openSweep(JSON.parse(document.getElementById("payload").textContent));
  if (!sweep.ok.includes(1)) throw new Error("no point of this file has a result yet: there is nothing to draw");
  const state = startState(sweep);
  document.getElementById("explore").hidden = false;
  build(sweep, state);
  draw(sweep, state);
  window.report = { sweep, state }; // for tests and the curious
}

main().catch((error) => {
  const trouble = document.getElementById("trouble");
  trouble.textContent = `The figures cannot be shown: ${error.message}`;
  trouble.hidden = false;
  if (!/nothing to draw/.test(error.message)) throw error;
});

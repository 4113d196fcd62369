// The sweep's numbers in the page, and the one reduction that all figures use.
//
// A point is numbered as in the file: one flat index over all dimensions, the last
// fastest. Columns come on the dimensions along which they vary and are spread over
// all points when they are first used.

async function inflate(base64) {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// Undoes the sorting of bytes by place: n numbers of 4 bytes.
function floats(sorted) {
  const n = sorted.length / 4, bytes = new Uint8Array(sorted.length);
  for (let place = 0; place < 4; place++) {
    for (let i = 0; i < n; i++) bytes[4 * i + place] = sorted[place * n + i];
  }
  return new Float32Array(bytes.buffer);
}

async function openSweep(payload) {
  const sweep = { ...payload, size: 1, byName: {}, column: {} };
  for (const dim of [...sweep.dims].reverse()) {
    dim.stride = sweep.size;
    dim.n = dim.values.length;
    sweep.size *= dim.n;
  }
  sweep.ok = await inflate(payload.status.data);
  for (const c of payload.columns) {
    c.packed = floats(await inflate(c.data));
    delete c.data;
    sweep.column[c.name] = c;
  }
  for (const dim of sweep.dims) sweep.byName[dim.name] = { ...dim, dim };
  for (const coord of sweep.coords) sweep.byName[coord.name] = { ...coord, dim: sweep.dims.find((d) => d.name === coord.dim) };
  return sweep;
}

const place = (point, dim) => Math.floor(point / dim.stride) % dim.n;

// The values of a column at all points, NaN where status is not ok.
function valuesOf(sweep, name) {
  const c = sweep.column[name];
  if (c.full) return c.full;
  const strides = [];
  let step = 1;
  for (let d = sweep.dims.length - 1; d >= 0; d--) {
    strides[d] = c.varies[d] ? step : 0;
    step *= c.varies[d] ? sweep.dims[d].n : 1;
  }
  const full = new Float32Array(sweep.size);
  const at = new Int32Array(sweep.dims.length);
  let from = 0;
  for (let point = 0; point < sweep.size; point++) {
    full[point] = sweep.ok[point] === 1 ? c.packed[from] : NaN;
    for (let d = sweep.dims.length - 1; d >= 0; d--) {
      from += strides[d];
      if (++at[d] < sweep.dims[d].n) break;
      from -= strides[d] * sweep.dims[d].n;
      at[d] = 0;
    }
  }
  return (c.full = full);
}

// The distinct labels of a dimension or coordinate, and which one each index has.
function groupsOf(sweep, name) {
  const { dim, values } = sweep.byName[name];
  const labels = [...new Set(values)];
  return { name, dim, labels, of: values.map((v) => labels.indexOf(v)) };
}

const compare = { "<=": (a, b) => a <= b, ">=": (a, b) => a >= b };

// For each combination of the keys' labels (the last fastest) the best point, -1 for
// none, and the most frequent reason against it: a status code, or CONDITION where
// points have values but do not meet the condition. Dimensions that are held
// elsewhere than at a key are taken at that index only.
const CONDITION = 255;
function bestOf(sweep, state, keys, held = state.held) {
  const groups = keys.map((k) => groupsOf(sweep, k));
  const count = groups.reduce((n, g) => n * g.labels.length, 1);
  const best = new Int32Array(count).fill(-1), reasons = new Uint32Array(count * 256);
  const measure = valuesOf(sweep, state.measure), sign = state.better === "highest" ? -1 : 1;
  const limit = state.limit !== null && sweep.column[state.limited] ? state.limit : null;
  const limited = limit === null ? null : valuesOf(sweep, state.limited);
  const free = new Set(groups.map((g) => g.dim.name));
  const ranges = sweep.dims.map((d) => {
    const at = free.has(d.name) ? null : held[d.name];
    return at === null || at === undefined ? [...Array(d.n).keys()] : [at];
  });
  eachPoint(sweep, ranges, (point, at) => {
    let group = 0;
    for (const g of groups) group = group * g.labels.length + g.of[at[g.at]];
    if (sweep.ok[point] !== 1) return void reasons[group * 256 + sweep.ok[point]]++;
    if (limit !== null && !compare[state.compare](limited[point], limit)) return void reasons[group * 256 + CONDITION]++;
    const value = sign * measure[point];
    if (!(value === value)) return;
    if (best[group] < 0 || value < sign * measure[best[group]]) best[group] = point;
  }, groups);
  return { groups, best, reason: (group) => topReason(reasons, group) };
}

function topReason(reasons, group) {
  if (reasons[group * 256 + CONDITION] > 0) return CONDITION;
  let top = 0;
  for (let code = 0; code < 255; code++) if (reasons[group * 256 + code] > reasons[group * 256 + top]) top = code;
  return top;
}

// Calls visit(point, indices) for the product of the dimensions' index lists.
function eachPoint(sweep, ranges, visit, groups = []) {
  for (const g of groups) g.at = sweep.dims.indexOf(g.dim);
  const at = new Int32Array(sweep.dims.length);
  const walk = (d, point) => {
    if (d === sweep.dims.length) return visit(point, at);
    for (const i of ranges[d]) {
      at[d] = i;
      walk(d + 1, point + i * sweep.dims[d].stride);
    }
  };
  walk(0, 0);
}

// What stands on the canvas: everything, one node and its neighbours, a path, or the answer to a question.
const LIVE = 300; // nodes that vis draws well
const SMALL = matchMedia("(max-width: 760px)");

// `draw.then` is done once after the next drawing: the address changes first, and the page follows.
function draw() {
  document.body.classList.toggle("listing", state.view === "table");
  document.getElementById("listing").hidden = state.view !== "table";
  document.getElementById("stage").hidden = state.view === "table";
  document.getElementById("to-graph").setAttribute("aria-pressed", String(state.view !== "table"));
  document.getElementById("to-table").setAttribute("aria-pressed", String(state.view === "table"));
  document.body.classList.toggle("chosen", Boolean(state.path || state.node >= 0 || state.ask));
  const place = document.getElementById("panel");
  const reading = place.contains(document.activeElement);
  panel();
  if (state.view === "table") table();
  else picture();
  if (reading) place.querySelector("h2")?.focus();
  draw.then?.();
  draw.then = null;
}

function picture() {
  if (state.path) walk();
  else if (state.node >= 0 && (state.kept.length || state.far)) subset(drawnFacts(state.node));
  else if (state.node >= 0) around(state.node);
  else if (state.ask && (state.of !== null || question().kind !== "articles")) best();
  else overview();
  fit();
  network.redraw();
  if (!scene.order.length) {
    notice(t(nodes.length ? "nothing" : "empty"), nodes.length ? " " : "", nodes.length ? make("button", { type: "button", onclick: reset }, t("reset")) : "");
    picture.bare = true;
  } else if (picture.bare) {
    notice("");
    picture.bare = false;
  }
}

// After a change of size: the whole is spread anew where the shape has changed, the rest is only fitted.
function resized() {
  if (state.view !== "graph") return;
  if (scene.loose && Math.abs(shapeOf() / scene.shape - 1) > 0.08) picture();
  else fit();
}

const dot = (node) => (isValue(node) ? 6 : Math.min(5 + Math.sqrt(degree[node]) * 1.9, 26));

// What the overview draws: names without any claim are left to the search, unless there is nothing else.
function drawable() {
  const all = byDegree.filter((node) => shownNode[node]);
  const linked = all.filter((node) => factsOf[node].some((number) => shownRow[number]));
  return linked.length ? linked : all;
}

function overview() {
  const order = drawable();
  const places = new Map(order.map((node) => [node, nodes[node].i]));
  const live = order.length <= LIVE ? order : order.slice(0, 80).filter((node) => places.get(node) === undefined);
  const show = [];
  links.forEach((link, number) => {
    if (shownRow[link.s]) show.push(number);
  });
  const at = stretched(order);
  stage({ order, at, live, show, tags: false, radius: dot, crowd: SMALL.matches ? 20 : 45, room: { margin: 40, strip: SMALL.matches ? 50 : 12 } });
  islandsHold(order, at);
}

// The positions as computed, pulled wider or higher towards the shape of the canvas.
function stretched(order) {
  let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
  for (const node of order) {
    const { x, y } = nodes[node];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const ratio = (shapeOf() * (bottom - top + 60)) / (right - left + 60) || 1;
  const wider = Math.min(Math.max(ratio, 1), 1.7), higher = Math.min(Math.max(1 / ratio, 1), 1.7);
  return new Map(order.map((node) => [node, { x: nodes[node].x * wider, y: nodes[node].y * higher }]));
}

// The neighbours of a node: `near` stands beside it; `far` is the other end of a gift, beyond its value.
// Gifts to one recipient come one after another, so that their lines do not cross.
function neighbours(node) {
  const seen = new Set([node]);
  const list = [];
  for (const number of shownFacts(node)) {
    const row = rows[number];
    const other = [row[ROW.subject], row[ROW.object]].find((end) => end >= 0 && end !== node) ?? -1;
    const near = row[ROW.value] >= 0 && row[ROW.value] !== node ? row[ROW.value] : other;
    if (near < 0 || seen.has(near)) continue;
    seen.add(near);
    list.push({ near, far: near === other ? -1 : other, relation: row[ROW.relation] });
  }
  return list.sort((a, b) => Math.sign(a.far + 1) - Math.sign(b.far + 1) || a.relation - b.relation || a.far - b.far || a.near - b.near);
}

const cap = () => (SMALL.matches ? 16 : 48);
const spread = (list) => new Set(list.flatMap(({ near, far }) => (far < 0 ? [near] : [near, far])));

// Those that are drawn: all, or as many as are readable, taken from each relation in turn.
function drawnNeighbours(node) {
  const all = neighbours(node);
  if (state.wide || spread(all).size <= cap()) return all;
  const queues = new Map();
  for (const entry of all) queues.set(entry.relation, [...(queues.get(entry.relation) ?? []), entry]);
  const chosen = new Set();
  const kept = new Set();
  for (let turn = 0; ; turn++) {
    for (const queue of queues.values()) {
      const entry = queue[turn];
      if (!entry) continue;
      for (const end of spread([entry])) kept.add(end);
      if (kept.size > cap()) return all.filter((item) => chosen.has(item));
      chosen.add(entry);
    }
  }
}

// As many directions, evenly apart; once some are taken, in the middle between two of them each (so no more
// than those), so that no line runs through a nearer node.
function directions(taken, count) {
  const turn = 2 * Math.PI;
  if (!taken.length) return Array.from({ length: count }, (_, number) => -Math.PI / 2 + (turn * number) / count);
  const sorted = taken.map((angle) => ((angle % turn) + turn) % turn).sort((a, b) => a - b);
  const gaps = sorted.map((angle, at) => angle + ((sorted[at + 1] ?? sorted[0] + turn) - angle) / 2);
  return Array.from({ length: count }, (_, number) => gaps[Math.floor(((number + 0.5) * gaps.length) / count)]);
}

function around(node) {
  const list = drawnNeighbours(node);
  const at = new Map([[node, { x: 0, y: 0 }]]);
  const stretch = Math.min(Math.max(shapeOf() * 1.15, 1), 1.6);
  const beyond = new Map();
  const taken = [];
  let placed = 0, radius = 190;
  while (placed < list.length) {
    let room = Math.max(6, Math.floor((2 * Math.PI * radius * (1 + stretch) / 2) / 120));
    if (list.length - placed < room * 1.4) room = list.length - placed;
    const ring = list.slice(placed, placed + (taken.length ? Math.min(room, taken.length) : room));
    const angles = directions(taken, ring.length);
    taken.push(...angles);
    ring.forEach(({ near, far }, turn) => {
      const angle = angles[turn];
      at.set(near, { x: radius * stretch * Math.cos(angle), y: radius * Math.sin(angle) });
      if (far < 0) return;
      if (!beyond.has(far)) beyond.set(far, []);
      beyond.get(far).push([Math.cos(angle), Math.sin(angle), radius + 105]);
    });
    placed += ring.length;
    radius += ring.some(({ far }) => far >= 0) ? 215 : 115;
  }
  for (const [far, places] of beyond) {
    if (at.has(far)) continue;
    const angle = Math.atan2(places.reduce((sum, place) => sum + place[1], 0), places.reduce((sum, place) => sum + place[0], 0)) + 0.04;
    const reach = Math.max(...places.map((place) => place[2]));
    at.set(far, { x: reach * stretch * Math.cos(angle), y: reach * Math.sin(angle) });
  }
  const order = [...at.keys()];
  const mine = new Set(shownFacts(node));
  const show = linesAmong(at, (number) => mine.has(number));
  stage({ order, at, live: order.slice(0, LIVE), show, tags: order.length <= (SMALL.matches ? 10 : 31), radius: (item) => (item === node ? 20 : isValue(item) ? 8 : 11) });
}

function linesAmong(at, wanted) {
  const facts = new Set();
  for (const node of at.keys()) {
    for (const number of factsOf[node]) {
      if (wanted(number) && ends(rows[number]).every((end) => at.has(end))) facts.add(number);
    }
  }
  return [...facts].sort((a, b) => a - b).flatMap((number) => rowLinks[number]);
}

function walk() {
  const { stops, rows: facts } = state.path;
  const step = SMALL.matches ? { x: 0, y: 120 } : { x: 210, y: 0 };
  const at = new Map(stops.map((node, turn) => [node, { x: step.x * turn, y: step.y * turn + (turn % 2) * 50 * (step.x ? 1 : 0) }]));
  const allowed = new Set(facts);
  stage({ order: [...at.keys()], at, live: [...at.keys()], show: linesAmong(at, (number) => allowed.has(number)), tags: true, radius: () => 14 });
}

const TOP = 10; // of a ranking: as many as a picture can tell

// The answer as far as it can be drawn: the first of its list, each with all that the list says of it.
function best() {
  const { rows: found } = answer(state.ask, state.of);
  const groups = state.of === null ? ranking(question().kind, found) : [];
  if (groups.length <= TOP) return subset(found);
  subset(groups.slice(0, TOP).flatMap((group) => group[1]));
  notice(t("drawnTop", TOP, groups.length));
}

function subset(facts) {
  const order = [];
  const seen = new Set();
  const drawn = [];
  for (const number of facts) {
    const fresh = ends(rows[number]).filter((end) => !seen.has(end));
    if (order.length + fresh.length > LIVE) continue;
    fresh.forEach((end) => seen.add(end));
    order.push(...fresh);
    drawn.push(number);
  }
  const show = drawn.flatMap((number) => rowLinks[number]);
  const at = arrange(order, show.map((number) => links[number]));
  const within = new Map();
  for (const number of show) for (const end of [links[number].from, links[number].to]) within.set(end, (within.get(end) ?? 0) + 1);
  order.sort((a, b) => within.get(b) - within.get(a) || a - b);
  stage({ order, at, live: order, show, tags: order.length <= 60, radius: (node) => (isValue(node) ? 7 : Math.min(8 + (within.get(node) ?? 0), 20)) });
  const all = new Set(facts.flatMap((number) => ends(rows[number]))).size;
  if (all > order.length) notice(t("capped", order.length, all));
}

// Each connected part by forces from a fixed start, then the parts in rows: always the same picture.
function arrange(order, lines) {
  const near = new Map(order.map((node) => [node, []]));
  for (const { from, to } of lines) {
    near.get(from).push(to);
    near.get(to).push(from);
  }
  const seen = new Set();
  const parts = [];
  for (const start of [...order].sort((a, b) => near.get(b).length - near.get(a).length || a - b)) {
    if (seen.has(start)) continue;
    const part = [start];
    seen.add(start);
    for (const node of part) for (const other of near.get(node)) if (!seen.has(other)) part.push(other) && seen.add(other);
    parts.push(settle(part, near));
  }
  parts.sort((a, b) => b.high - a.high || b.wide - a.wide);
  const at = filled(parts, 0);
  const { scale } = frame(at);
  return scale > 0.8 ? at : filled(parts, Math.min(46 / scale - 46, 60)); // names do not shrink with the picture
}

// In rows of the width at which the whole is seen largest.
function filled(parts, more) {
  const area = parts.reduce((sum, part) => sum + part.wide * (part.high + more), 0);
  const widest = Math.max(0, ...parts.map((part) => part.wide));
  const tried = [0.7, 0.85, 1, 1.2, 1.4, 1.7, 2, 2.4].map((wider) => inRows(parts, more, Math.max(Math.sqrt(area * shapeOf()) * wider, widest)));
  return tried.reduce((best, at) => (frame(at).scale > frame(best).scale ? at : best));
}

function inRows(parts, more, room) {
  const at = new Map();
  let x = 0, y = 0, high = 0;
  for (const part of parts) {
    if (x && x + part.wide > room) [x, y, high] = [0, y + high + more, 0];
    for (const [node, point] of part.at) at.set(node, { x: Math.round(x + point.x), y: Math.round(y + point.y) });
    x += part.wide;
    high = Math.max(high, part.high);
  }
  return at;
}

function settle(part, near) {
  const count = part.length;
  const place = new Map(part.map((node, number) => [node, number]));
  const x = new Float64Array(count), y = new Float64Array(count);
  part.forEach((_, number) => {
    x[number] = 70 * Math.sqrt(number) * Math.cos(number * 2.399963);
    y[number] = 70 * Math.sqrt(number) * Math.sin(number * 2.399963);
  });
  const rounds = count < 3 ? 0 : count > 150 ? 160 : 300;
  for (let round = 0; round < rounds; round++) {
    const fx = new Float64Array(count), fy = new Float64Array(count);
    for (let a = 0; a < count; a++) {
      for (let b = a + 1; b < count; b++) {
        const dx = x[a] - x[b], dy = y[a] - y[b];
        const push = 20000 / (dx * dx + dy * dy + 25);
        fx[a] += dx * push; fy[a] += dy * push;
        fx[b] -= dx * push; fy[b] -= dy * push;
      }
      for (const other of near.get(part[a])) {
        const b = place.get(other);
        const dx = x[b] - x[a], dy = y[b] - y[a];
        const pull = Math.hypot(dx, dy) / 26;
        fx[a] += dx * pull; fy[a] += dy * pull;
      }
      fx[a] -= x[a] * 0.5;
      fy[a] -= y[a] * 0.9;
    }
    const step = 60 * (1 - round / rounds) + 0.5;
    for (let a = 0; a < count; a++) {
      const length = Math.hypot(fx[a], fy[a]) || 1;
      const go = Math.min(length * 0.05, step) / length;
      x[a] += fx[a] * go;
      y[a] += fy[a] * go;
    }
  }
  if (count === 2) [x[0], y[0], x[1], y[1]] = [0, 0, 120, 46];
  let least = Infinity;
  for (let a = 0; a < count; a++) for (let b = 0; b < a; b++) least = Math.min(least, Math.hypot(x[a] - x[b], y[a] - y[b]));
  const grow = Math.min(Math.max(75 / least, 1), 1.8);
  for (let a = 0; a < count; a++) [x[a], y[a]] = [x[a] * grow, y[a] * grow];
  const half = part.map((node) => Math.max(width(short(nameOf(node))) / 2, 50)); // a name is as wide as it is
  const left = Math.min(...x.map((at, number) => at - half[number])), top = Math.min(...y);
  const right = Math.max(...x.map((at, number) => at + half[number]));
  return {
    at: new Map(part.map((node, number) => [node, { x: x[number] - left + 10, y: y[number] - top + 25 }])),
    wide: right - left + 30, high: Math.max(...y) - top + 75,
  };
}

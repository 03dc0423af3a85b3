// The canvas. vis-network draws the nodes of small scenes and of hubs; the rest of a large overview is
// painted underneath as plain shapes. Labels are drawn here, because vis lets them overlap.
let network = null, visNodes = null, visLinks = null;
let scene = { order: [], at: new Map(), painted: [], lines: null, lineCount: 0, radius: () => 8, crowd: 400, show: [], boxes: [], tags: [] };
let moving = false, hovered = -1, colors = {};
const widths = new Map();
const TAG = -1; // in place of a node, of words on a line
const FONT = '"Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif';

function canvas() {
  const place = document.getElementById("canvas");
  visNodes = new vis.DataSet();
  visLinks = new vis.DataSet();
  network = new vis.Network(place, { nodes: visNodes, edges: visLinks }, {
    physics: false,
    autoResize: true,
    layout: { improvedLayout: false },
    interaction: { hover: false, keyboard: false, selectConnectedEdges: false, zoomSpeed: 0.7 },
    nodes: { font: { size: 0 }, borderWidth: 1.5, labelHighlightBold: false, chosen: false },
    edges: {
      arrows: { to: { enabled: true, scaleFactor: 0.6 } }, width: 1.2, chosen: false, selectionWidth: 0,
      arrowStrikethrough: false, font: { size: 11, face: FONT, strokeWidth: 4, align: "horizontal" },
    },
  });
  network.on("beforeDrawing", paint);
  network.on("afterDrawing", label);
  network.on("click", ({ pointer }) => {
    const named = plateAt(pointer.canvas) ?? (far() ? groundAt(pointer.canvas) : undefined);
    const node = named ? -1 : nearest(pointer.canvas, 16);
    const island = named ?? (node < 0 ? groundAt(pointer.canvas) : undefined);
    if (node >= 0) pick(node);
    else if (island) openIsland(island);
  });
  network.on("dragEnd", ({ nodes: dragged }) => {
    for (const node of dragged) scene.at.set(node, network.getPosition(node));
  });
  let rest = 0;
  const move = () => {
    moving = true;
    clearTimeout(rest);
    rest = setTimeout(() => {
      moving = false;
      network.redraw();
    }, 140);
  };
  network.on("dragging", move);
  network.on("zoom", move);
  place.addEventListener("pointermove", (event) => hover(event));
  place.addEventListener("pointerleave", () => hover(null));
}

function palette() {
  const style = getComputedStyle(document.documentElement);
  colors = Object.fromEntries(["ink", "soft", "paper", "line", "accent", "mark", "claim"].map((name) => [name, style.getPropertyValue("--" + name).trim()]));
}

// ids: nodes in order of importance; at: where; lines: statements to draw; live: which nodes vis holds.
function stage({ order, at, live, show, tags, radius, crowd = 300, room = {} }) {
  const inVis = new Set(live);
  const whole = frame(at, room).scale;
  const grow = Math.min(Math.max(0.55 / whole, 1), 3.2); // dots stay visible where the whole is far away
  const size = (node) => (inVis.has(node) ? Math.min(radius(node) * grow, 44) : Math.min(radius(node) * grow, 22));
  scene = { order, at, radius: size, crowd, room, whole, shape: shapeOf(), show, boxes: [], tags: [], islands: [], homes: new Set(), bridges: [], plates: [], painted: order.filter((node) => !inVis.has(node)), lines: null, lineCount: 0 };
  visNodes.clear();
  visLinks.clear();
  visNodes.add(live.map((node) => ({ id: node, ...at.get(node), ...look(node), size: size(node) })));
  const drawn = [];
  const pair = ({ from, to }) => Math.min(from, to) + "," + Math.max(from, to);
  const parallel = new Map();
  for (const number of show) parallel.set(pair(links[number]), (parallel.get(pair(links[number])) ?? 0) + 1);
  const turns = new Map();
  const marks = tags && order.length <= 100 ? order.map(square) : [];
  const path = new Path2D(), between = new Path2D();
  for (const number of show) {
    const link = links[number];
    if (!at.has(link.from) || !at.has(link.to)) continue;
    if (inVis.has(link.from) && inVis.has(link.to)) {
      const turn = turns.get(pair(link)) ?? 0;
      turns.set(pair(link), turn + 1);
      const many = parallel.get(pair(link));
      const edge = line(number, link, turn - (many - 1) / 2, Math.min(0.32, 0.6 / many), tags && whole > 0.5, whole);
      if (edge.label && !edge.smooth) {
        const tag = tagBox(edge, at); // words that would lie on others, or on a node, are left out: the panel has them
        if ([...scene.tags, ...marks].some((other) => meets(tag, other))) edge.label = undefined;
        else scene.tags.push(tag);
      }
      drawn.push(edge);
    } else {
      const a = at.get(link.from), b = at.get(link.to);
      const on = nodes[link.from].i === nodes[link.to].i ? path : between; // from afar, lines between islands are drawn as one
      on.moveTo(a.x, a.y);
      on.lineTo(b.x, b.y);
      scene.lineCount++;
    }
  }
  scene.lines = path;
  scene.between = between;
  document.getElementById("canvas").dataset.nodes = order.length;
  visLinks.add(drawn);
  network.unselectAll();
}

function look(node) {
  const type = meta.types[nodes[node].t];
  const chosen = node === state.node || state.kept.includes(node) || state.path?.ends.includes(node);
  const doubtful = isValue(node) && rows[nodes[node].s][ROW.status] !== 0;
  return {
    shape: type[TYPE.shape],
    color: { background: doubtful ? colors.paper : type[TYPE.color], border: chosen ? colors.ink : doubtful ? colors.claim : colors.paper },
    borderWidth: chosen ? 3.5 : 1.5,
    shapeProperties: { borderDashes: doubtful ? [4, 3] : false },
  };
}

// Parallel lines bend away from each other; what is not asserted is dashed and of another colour.
function line(number, link, turn, step, tags, whole) {
  const row = rows[link.s];
  const claim = row[ROW.status] !== 0;
  const bend = turn * step * (link.from < link.to ? 1 : -1);
  const second = isValue(link.from) ? "" : claim ? `${lineLabel(row)} · ${statusName(row[ROW.status])}` : lineLabel(row);
  return {
    id: number, from: link.from, to: link.to,
    label: tags ? second : undefined,
    width: Math.min(Math.max(1.2, 0.8 / whole), 4),
    dashes: claim ? [6, 5] : false,
    color: { color: claim ? colors.claim : colors.line, opacity: 1 },
    font: { color: claim ? colors.claim : colors.soft, strokeColor: colors.paper, size: Math.min(11 / Math.min(whole, 1), 20) },
    smooth: bend ? { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) } : false,
  };
}

// Where the words of a straight line stand, so that names keep clear of them.
function tagBox({ from, to, label: text, font }, at) {
  const a = at.get(from), b = at.get(to);
  const w = width(text) * (font.size / 13), h = font.size * 1.3;
  return { node: TAG, x: (a.x + b.x) / 2 - w / 2, y: (a.y + b.y) / 2 - h / 2, w, h };
}

// Width by height of the canvas, or 0 while it is hidden.
function shapeOf() {
  const place = document.getElementById("canvas");
  return place.clientHeight ? Math.max(place.clientWidth - 40, 1) / place.clientHeight : 0;
}

function corners() {
  const place = document.getElementById("canvas");
  const low = network.DOMtoCanvas({ x: 0, y: 0 });
  const high = network.DOMtoCanvas({ x: place.clientWidth, y: place.clientHeight });
  return { left: low.x, top: low.y, right: high.x, bottom: high.y };
}

// Where the zoom buttons lie over the canvas.
const buttonsAt = (scale, view) => ({ node: -2, x: view.right - 62 / scale, y: view.bottom - 152 / scale, w: 62 / scale, h: 152 / scale });

function paint(context) {
  ground(context);
  if (!scene.painted.length && !scene.lineCount) return;
  const scale = network.getScale();
  const view = corners();
  const distant = far(), hidden = distant && crowded();
  if (scene.lineCount && !hidden && (!moving || scene.lineCount < 4000)) {
    context.strokeStyle = colors.line;
    context.globalAlpha = distant ? 0.35 : scene.lineCount > 5000 ? 0.45 : 0.8;
    context.lineWidth = 0.8 / scale;
    context.stroke(scene.lines);
    if (!distant) context.stroke(scene.between);
    context.globalAlpha = 1;
  }
  const batches = meta.types.map(() => null), faint = meta.types.map(() => null);
  for (const node of scene.painted) {
    const { x, y } = scene.at.get(node);
    if (x < view.left || x > view.right || y < view.top || y > view.bottom) continue;
    const held = distant && scene.homes.has(node);
    if (held && hidden) continue;
    const type = nodes[node].t;
    const batch = ((held ? faint : batches)[type] ??= new Path2D());
    const r = Math.max(scene.radius(node), 1.3 / scale);
    if (r * scale < (scene.order.length > 2000 ? 3 : 2)) batch.rect(x - r, y - r, 2 * r, 2 * r);
    else trace(batch, meta.types[type][TYPE.shape], x, y, r);
  }
  for (const [paths, alpha] of [[faint, 0.4], [batches, 1]]) {
    context.globalAlpha = alpha;
    paths.forEach((path, type) => {
      if (!path) return;
      context.fillStyle = meta.types[type][TYPE.color];
      context.fill(path);
    });
  }
}

function trace(path, kind, x, y, r) {
  const sides = { square: [4, 0.785], diamond: [4, 0], triangle: [3, -1.571], triangleDown: [3, 1.571], hexagon: [6, 0] }[kind];
  if (!sides) {
    path.moveTo(x + r, y);
    path.arc(x, y, r, 0, 6.2832);
    return;
  }
  for (let corner = 0; corner < sides[0]; corner++) {
    const angle = sides[1] + (corner * 6.2832) / sides[0];
    path[corner ? "lineTo" : "moveTo"](x + r * Math.cos(angle), y + r * Math.sin(angle));
  }
  path.closePath();
}

// Labels by importance, each only where it hides no other: below the node, else above or beside it.
function label(context) {
  const scale = network.getScale();
  const font = 13 / scale;
  scene.plates = plates(scale, corners());
  scene.boxes = placed(scale);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.strokeStyle = colors.paper;
  context.lineWidth = 4 / scale;
  context.fillStyle = colors.ink;
  for (const box of scene.boxes) {
    context.font = `${box.node === state.node ? "600 " : ""}${font}px ${FONT}`;
    const text = short(nameOf(box.node));
    context.strokeText(text, box.x + box.w / 2, box.y + box.h / 2);
    context.fillText(text, box.x + box.w / 2, box.y + box.h / 2);
  }
  nameIslands(context, scale);
  document.getElementById("canvas").dataset.labels = scene.boxes.length;
}

const meets = (a, b) => (a.node !== b.node || a.node === TAG) && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

function placed(scale) {
  const view = corners();
  const within = (box) => box.x >= view.left && box.x + box.w <= view.right && box.y >= view.top && box.y + box.h <= view.bottom;
  const dots = scene.order.length <= 2000 ? [...scene.tags, ...scene.order.slice(0, 400).map(square)] : [];
  const crowd = scene.crowd * Math.max(1, (scale / scene.whole) ** 1.5);
  const patience = moving && scene.order.length > 2000 ? 400 : 2500;
  const first = [state.node, hovered].filter((node, at, all) => scene.at.has(node) && all.indexOf(node) === at);
  const taken = [buttonsAt(scale, view), ...scene.plates];
  const held = far() ? scene.homes : new Set(); // named by their islands
  const fixed = taken.length;
  for (let turn = 0, tried = 0; turn < first.length + scene.order.length && taken.length - fixed < crowd && tried < patience; turn++) {
    const node = turn < first.length ? first[turn] : scene.order[turn - first.length];
    if (turn >= first.length && (first.includes(node) || held.has(node))) continue;
    const { x, y } = scene.at.get(node);
    if (x < view.left || x > view.right || y < view.top || y > view.bottom) continue;
    tried++;
    const r = scene.radius(node) + 2 / scale;
    const w = (width(short(nameOf(node))) + 8) / scale;
    const h = 18 / scale;
    const aside = Math.min(Math.max(x, view.left + w / 2), view.right - w / 2) - x; // at the rim, the name moves in
    const boxes = [[aside, r + h / 2], [aside, -r - h / 2], [r + w / 2, 0], [-r - w / 2, 0]]
      .map(([dx, dy]) => ({ node, x: x + dx - w / 2, y: y + dy - h / 2, w, h }));
    const free = boxes.filter((box) => within(box) && !taken.some((other) => meets(box, other)));
    const best = node === state.node ? boxes[0] : free.find((box) => !dots.some((mark) => meets(box, mark))) ?? free[0];
    if (best) taken.push(best);
  }
  return taken.slice(fixed);
}

// The square of a dot, which labels keep clear of where they can.
function square(node) {
  const { x, y } = scene.at.get(node);
  const r = scene.radius(node) * 0.9;
  return { node, x: x - r, y: y - r, w: 2 * r, h: 2 * r };
}

const short = (text) => ([...text].length > 16 ? [...text].slice(0, 15).join("") + "…" : text);

function width(text) {
  if (!widths.has(text)) {
    const context = (width.context ??= document.createElement("canvas").getContext("2d"));
    context.font = `13px ${FONT}`;
    widths.set(text, context.measureText(text).width);
  }
  return widths.get(text);
}

function nearest(point, reach) {
  const scale = network.getScale();
  let best = -1, least = Infinity;
  for (const node of scene.order) {
    const { x, y } = scene.at.get(node);
    const distance = Math.hypot(x - point.x, y - point.y) - scene.radius(node);
    if (distance < least) [best, least] = [node, distance];
  }
  return least * scale <= reach ? best : -1;
}

function hover(event) {
  const tip = document.getElementById("tip");
  const place = document.getElementById("canvas");
  const bounds = place.getBoundingClientRect();
  const point = event && network.DOMtoCanvas({ x: event.clientX - bounds.left, y: event.clientY - bounds.top });
  const island = event && !moving && far() ? groundAt(point) : undefined;
  const node = event && !moving && !island ? nearest(point, 6) : -1;
  if (node !== hovered || island !== hover.island) {
    hovered = node;
    hover.island = island;
    place.classList.toggle("over", node >= 0 || Boolean(island));
    tip.hidden = node < 0 && !island;
    if (island) tip.replaceChildren(...tellIsland(island));
    else if (node >= 0) tip.replaceChildren(make("strong", {}, nameOf(node)), ` ${typeName(nodes[node].t)} · ${t("facts", shownFacts(node).length)}`);
  }
  if (node >= 0 || island) {
    tip.style.left = Math.min(event.clientX - bounds.left + 14, bounds.width - 220) + "px";
    tip.style.top = event.clientY - bounds.top + 14 + "px";
  }
}

// The box of what is on the stage, and not vis's fit(), which zooms far out for a few nodes. The strip of
// the zoom buttons stays free, and the one of a notice above.
function frame(at, { margin = 70, strip = 50 } = {}) {
  const place = document.getElementById("canvas");
  const told = document.getElementById("notice");
  const head = told.hidden ? 0 : told.offsetTop + told.offsetHeight;
  const wide = (place.clientWidth || 800) - strip, high = (place.clientHeight || 600) - head;
  let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
  for (const { x, y } of at.values()) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const room = Math.min(margin, wide / 7);
  const scale = Math.min((wide - 2 * room) / Math.max(right - left, 1), (high - 1.4 * room) / Math.max(bottom - top, 1), 1.25);
  const kept = Math.max(scale, 0.005);
  return { position: { x: (left + right) / 2 + strip / 2 / kept, y: (top + bottom) / 2 - head / 2 / kept }, scale: kept };
}

function fit() {
  if (scene.order.length && document.getElementById("canvas").clientWidth) network.moveTo(frame(scene.at, scene.room));
}

// What the canvas shows now, in pixels of the canvas: for scripts of a notebook, and for the tests.
function visible() {
  const scale = network.getScale();
  const place = ({ x, y }) => network.canvasToDOM({ x, y });
  const box = document.getElementById("canvas");
  return {
    width: box.clientWidth, height: box.clientHeight, scale,
    nodes: scene.order.map((node) => ({ id: keyOf(node), name: nameOf(node), ...place(scene.at.get(node)), r: scene.radius(node) * scale })),
    labels: scene.boxes.map((item) => ({ id: keyOf(item.node), name: nameOf(item.node), ...place(item), w: item.w * scale, h: item.h * scale })),
    islands: scene.plates.map((item) => ({ name: meta.islands[item.island.number], facts: item.island.facts.size, members: item.island.members.map(keyOf), ...place(item), w: item.w * scale, h: item.h * scale })),
    bridges: scene.bridges.map(({ ends: pair, facts }) => ({ names: pair.map((item) => meta.islands[item.number]), facts: facts.size })),
    statements: [...new Set(scene.show.map((number) => rows[links[number].s][ROW.id]))],
  };
}

function zoom(factor) {
  const next = { scale: network.getScale() * factor };
  network.moveTo(matchMedia("(prefers-reduced-motion: reduce)").matches ? next : { ...next, animation: { duration: 160, easingFunction: "easeOutQuad" } });
}

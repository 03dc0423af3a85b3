// The overview's islands: the counties whose pieces stand together. From afar each is one mark with its
// name and its count, and what it holds is faint; a click opens it in place, and its name moves to its edge.
const BRIDGES = 80;
const SMALLEST = 11.5; // pixels of an island's name
const NEARER = 1.3; // times the scale of the whole: from there on it is what an island holds that counts
const FEW = 12; // so few islands are no map: a few articles, whose names are looked for at once

const far = () => Boolean(scene.loose) && scene.islands.length > FEW && scene.order.length > LIVE && network.getScale() < scene.whole * NEARER;

// Where dots would lie closer than this many pixels they tell nothing but that there are many.
const crowded = () => Math.sqrt((2 * scene.area) / scene.order.length) < 11;

// Their boxes on the canvas, and how much is said in each.
function islandsOf(order, at) {
  const found = new Map();
  for (const node of order) {
    const number = nodes[node].i;
    if (number === undefined) continue;
    const { x, y } = at.get(node);
    const box = found.get(number) ?? { number, left: x, right: x, top: y, bottom: y, members: [], facts: new Set() };
    found.set(number, Object.assign(box, { left: Math.min(box.left, x), right: Math.max(box.right, x), top: Math.min(box.top, y), bottom: Math.max(box.bottom, y) }));
    box.members.push(node);
    for (const fact of factsOf[node]) if (shownRow[fact]) box.facts.add(fact);
  }
  return [...found.values()].filter((box) => box.members.length > 2).sort((a, b) => b.facts.size - a.facts.size || a.number - b.number);
}

// What joins two islands: the claims of one that name a place of the other, and those that have an end in
// each; the strongest, as far as they can be told apart.
function bridges(boxes) {
  const box = new Map(boxes.map((item) => [item.number, item]));
  const found = new Map();
  const join = (one, other, fact) => {
    if (one === other || !box.has(one) || !box.has(other) || !shownRow[fact]) return;
    const key = Math.min(one, other) + "," + Math.max(one, other);
    if (!found.has(key)) found.set(key, { ends: [box.get(one), box.get(other)], facts: new Set() });
    found.get(key).facts.add(fact);
  };
  for (const { number, members } of boxes) for (const node of members) for (const fact of factsOf[node]) join(number, nodes[node].j, fact);
  for (const { from, to, s } of links) join(nodes[from].i, nodes[to].i, s);
  return [...found.values()].sort((a, b) => b.facts.size - a.facts.size).slice(0, BRIDGES);
}

// The overview has its islands from now on.
function islandsHold(order, at) {
  const place = document.getElementById("canvas");
  scene.loose = true;
  scene.area = (place.clientWidth * place.clientHeight) / 2;
  scene.islands = islandsOf(order, at);
  scene.homes = new Set(scene.islands.flatMap((box) => box.members));
  scene.bridges = bridges(scene.islands);
}

// An island fills the canvas; its names then have room.
function openIsland(box) {
  network.moveTo(frame(new Map(box.members.map((node) => [node, scene.at.get(node)])), scene.room));
}

// A ground under each island, the stronger the more is said in it, and lines as strong as what joins two.
function ground(context) {
  const scale = network.getScale();
  const pad = 22 / Math.max(scale, 0.35);
  const middle = (box) => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const most = Math.max(1, ...scene.islands.map((box) => box.facts.size));
  context.fillStyle = context.strokeStyle = colors.accent;
  for (const box of scene.islands) {
    context.globalAlpha = 0.06 + 0.16 * Math.sqrt(box.facts.size / most);
    context.beginPath();
    context.roundRect(box.left - pad, box.top - pad, box.right - box.left + 2 * pad, box.bottom - box.top + 2 * pad, pad);
    context.fill();
  }
  context.globalAlpha = 0.2;
  context.lineCap = "round";
  for (const { ends: [one, other], facts } of scene.bridges) {
    context.lineWidth = Math.min(1 + 1.5 * Math.sqrt(facts.size), 9) / Math.max(scale, 0.08);
    context.beginPath();
    context.moveTo(...middle(one));
    context.lineTo(...middle(other));
    context.stroke();
  }
  context.globalAlpha = 1;
}

// A name in lines of a size that are about as wide as the island.
function folds(name, size, within) {
  const long = (width(name) * size) / 13;
  const signs = [...name], each = Math.ceil(signs.length / Math.ceil(long / Math.max(within * 1.2, 7 * size)));
  const lines = [];
  for (let from = 0; from < signs.length; from += each) lines.push([signs.slice(from, from + each).join(""), size, 600]);
  return lines;
}

// Where the names of islands stand, those with most claims first: from afar in their middle, in two lines
// as large as much is said (or in one, where two find no room), else in one line at the upper edge.
function plates(scale, view) {
  const found = [];
  const corner = buttonsAt(scale, view);
  const distant = far();
  const most = Math.sqrt(Math.max(1, ...scene.islands.map((box) => box.facts.size)));
  for (const box of scene.islands) {
    if (box.right < view.left || box.left > view.right || box.bottom < view.top || box.top > view.bottom) continue;
    const name = meta.islands[box.number], count = t("facts", box.facts.size);
    const size = SMALLEST + 6 * (Math.sqrt(box.facts.size) / most);
    const within = (box.right - box.left) * scale;
    const forms = distant
      ? [[...folds(name, size, within), [count, 11, 400]], folds(name, SMALLEST, within)]
      : [[[`${name} · ${count}`, 13.5, 600]]];
    for (const lines of forms) {
      const w = (Math.max(...lines.map(([text, px]) => (width(text) * px * 1.05) / 13)) + 8) / scale;
      const h = (lines.reduce((sum, [, px]) => sum + px * 1.25, 0) + 3) / scale;
      const middle = Math.min(Math.max((box.left + box.right) / 2, view.left + w / 2), view.right - w / 2);
      const top = distant ? (box.top + box.bottom - h) / 2 : box.top - 22 / Math.max(scale, 0.35) - h / 2;
      const plate = { node: -3 - box.number, island: box, lines, x: middle - w / 2, y: Math.min(Math.max(top, distant ? view.top : top), view.bottom - h), w, h };
      if (plate.y + h < view.top || meets(plate, corner) || found.some((other) => meets(plate, other))) continue;
      found.push(plate);
      break;
    }
  }
  return found;
}

// The names, over a rim of paper that keeps them apart from what lies below.
function nameIslands(context, scale) {
  for (const { lines, x, y, w } of scene.plates) {
    let line = y + 1.5 / scale;
    for (const [text, px, weight] of lines) {
      context.font = `${weight} ${px / scale}px ${FONT}`;
      context.fillStyle = weight > 400 ? colors.accent : colors.soft;
      line += (px * 1.25) / scale / 2;
      context.strokeText(text, x + w / 2, line);
      context.fillText(text, x + w / 2, line);
      line += (px * 1.25) / scale / 2;
    }
  }
}

// The island whose name, or whose ground, is at a point of the canvas.
const plateAt = ({ x, y }) => scene.plates.find((item) => x >= item.x && x <= item.x + item.w && y >= item.y && y <= item.y + item.h)?.island;
const groundAt = ({ x, y }) => scene.islands.find((box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom);

// What a pointer over an island is told: its name, its count, and whom it is most about.
function tellIsland(box) {
  const known = box.members.filter((node) => !isValue(node)).slice(0, 3).map(nameOf);
  return [make("strong", {}, meta.islands[box.number]), ` ${t("facts", box.facts.size)} · ${known.join(language === "zh" ? "、" : ", ")} …`];
}

// What can be taken away: the picture, the data of the present view, the table.
function save(name, blob) {
  const address = URL.createObjectURL(blob);
  const anchor = make("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function savePng() {
  const source = document.querySelector("#canvas canvas");
  const copy = document.createElement("canvas");
  copy.width = source.width;
  copy.height = source.height;
  const context = copy.getContext("2d");
  context.fillStyle = colors.paper;
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(source, 0, 0);
  copy.toBlob((blob) => save("graph.png", blob), "image/png");
}

function saveSvg() {
  const space = "http://www.w3.org/2000/svg";
  const draw = (tag, attributes, text) => {
    const element = document.createElementNS(space, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text) element.textContent = text;
    return element;
  };
  const view = corners();
  const scale = network.getScale();
  const root = draw("svg", { xmlns: space, viewBox: [view.left, view.top, view.right - view.left, view.bottom - view.top].map(Math.round).join(" ") });
  root.append(draw("rect", { x: view.left, y: view.top, width: view.right - view.left, height: view.bottom - view.top, fill: colors.paper }));
  const lines = new Set(scene.order.flatMap((node) => linksOf[node]));
  for (const number of lines) {
    const { from, to, s } = links[number];
    if (!shownRow[s] || !scene.at.has(from) || !scene.at.has(to)) continue;
    const a = scene.at.get(from), b = scene.at.get(to);
    const claim = rows[s][ROW.status] !== 0;
    root.append(draw("line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y, stroke: claim ? colors.claim : colors.line, "stroke-width": 1.2, ...(claim ? { "stroke-dasharray": "6 5" } : {}) }));
  }
  for (const node of scene.order) {
    const { x, y } = scene.at.get(node);
    const type = meta.types[nodes[node].t];
    const mark = draw("path", { d: outline(type[TYPE.shape], scene.radius(node)), transform: `translate(${x} ${y})`, fill: type[TYPE.color] });
    mark.append(draw("title", {}, `${nameOf(node)} · ${typeName(nodes[node].t)}`));
    root.append(mark);
  }
  for (const box of scene.boxes ?? []) {
    root.append(draw("text", { x: box.x + box.w / 2, y: box.y + box.h * 0.75, "font-size": 13 / scale, "text-anchor": "middle", "font-family": "sans-serif", fill: colors.ink }, short(nameOf(box.node))));
  }
  save("graph.svg", new Blob([new XMLSerializer().serializeToString(root)], { type: "image/svg+xml" }));
}

function view() {
  const facts = scope();
  const kept = new Set(facts.flatMap((number) => ends(rows[number])));
  if (state.node >= 0) kept.add(state.node);
  if (!state.path && !state.ask && state.node < 0) shownNode.forEach((on, node) => on && kept.add(node));
  return {
    nodes: [...kept].sort((a, b) => a - b).map((node) => ({
      id: keyOf(node), type: meta.types[nodes[node].t][TYPE.name], name: nameOf(node), aliases: nodes[node].a ?? [],
    })),
    statements: facts.map((number) => {
      const row = rows[number];
      return {
        id: row[ROW.id], predicate: meta.relations[row[ROW.relation]][0], status: meta.statuses[row[ROW.status]],
        subject: keyOf(row[ROW.subject]), object: row[ROW.object] < 0 ? null : keyOf(row[ROW.object]),
        qualifiers: row[ROW.fields], evidence: row[ROW.evidence].map(([quote]) => quotes[quote]),
        doc: row[ROW.article] < 0 ? null : articles[row[ROW.article]][ARTICLE.doc], confidence: row[ROW.confidence],
      };
    }),
  };
}

// A cell that begins like a formula would run in a spreadsheet.
function cell(text) {
  const safe = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

function csv() {
  const lines = [columns().map(([name]) => cell(t(name)))];
  for (const number of sorted()) lines.push(columns().map(([, text]) => cell(String(text(rows[number])))));
  return "\ufeff" + lines.map((line) => line.join(",")).join("\r\n") + "\r\n";
}

const FILES = {
  png: savePng,
  svg: saveSvg,
  json: () => save("graph.json", new Blob([JSON.stringify(view(), null, 1)], { type: "application/json" })),
  csv: () => save("graph.csv", new Blob([csv()], { type: "text/csv" })),
  print: () => window.print(),
};

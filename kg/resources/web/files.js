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
  const size = Math.round(11 * (source.width / Math.max(source.clientWidth, 1)));
  context.font = `${size}px ${FONT}`;
  context.textBaseline = "bottom";
  context.fillStyle = colors.soft;
  context.fillText(provenance(), size, copy.height - size / 2, copy.width - 2 * size);
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
  root.append(draw("title", {}, document.title), draw("desc", {}, provenance()));
  const head = draw("marker", { id: "to", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto-start-reverse" });
  head.append(draw("path", { d: "M0 0 8 4 0 8z", fill: colors.line }));
  const defs = draw("defs", {});
  defs.append(head);
  root.append(defs);
  root.append(draw("rect", { x: view.left, y: view.top, width: view.right - view.left, height: view.bottom - view.top, fill: colors.paper }));
  const lines = new Set(scene.order.flatMap((node) => linksOf[node]));
  for (const number of lines) {
    const { from, to, s } = links[number];
    if (!shownRow[s] || !scene.at.has(from) || !scene.at.has(to)) continue;
    const a = scene.at.get(from), b = scene.at.get(to);
    const claim = rows[s][ROW.status] !== 0;
    const far = Math.hypot(b.x - a.x, b.y - a.y) || 1, cut = Math.min((scene.radius(to) + 2) / far, 0.45); // the head stands before the mark
    root.append(draw("line", { x1: a.x, y1: a.y, x2: b.x - (b.x - a.x) * cut, y2: b.y - (b.y - a.y) * cut, stroke: claim ? colors.claim : colors.line, "stroke-width": 1.2, "marker-end": "url(#to)", ...(claim ? { "stroke-dasharray": "6 5" } : {}) }));
    if (scene.loose || lines.size > 300) continue;
    root.append(draw("text", { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 - 3, "font-size": 11, "text-anchor": "middle", "font-family": "sans-serif", fill: colors.soft }, lineLabel(rows[s])));
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

// What an export shows: how much of what, in which view, which filters hold, and on which day it was taken.
function provenance() {
  const off = [["types", typeName], ["relations", relationName], ["statuses", statusName]].flatMap(([name, say]) => [...state.off[name]].map((item) => `${t(name)} − ${say(item)}`));
  const span = state.since || state.until ? [`${state.since || "…"} – ${state.until || "…"}`] : [];
  return [document.title, meta.build, t("entities", meta.all[0]), t("facts", meta.all[1]), t("articles", articles.length), decodeURIComponent(location.hash), ...off, ...span, new Date().toISOString().slice(0, 10)].filter(Boolean).join(" · ");
}

// For Gephi and Gephi Lite: the present view with its places on the canvas, and what it shows.
function gexf() {
  const { nodes: list, statements } = view();
  const escape = (text) => String(text).replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd").replace(/[<>&"']/g, (char) => `&#${char.codePointAt(0)};`);
  const numbers = new Map(list.map((node, number) => [node.id, number]));
  const ends = statements.flatMap(({ subject, object, id, predicate, doc }) => {
    const value = numbers.has(id) ? [[subject, id], ...(object === null ? [] : [[id, object]])] : object === null ? [] : [[subject, object]];
    return value.map(([from, to]) => ({ from, to, predicate, doc, id }));
  });
  const spot = (id) => scene.at.get(nodeOf.get(id)) ?? { x: nodes[nodeOf.get(id)].x, y: nodes[nodeOf.get(id)].y };
  const tint = (id) => ["r", "g", "b"].map((name, at) => `${name}="${parseInt(meta.types[nodes[nodeOf.get(id)].t][TYPE.color].slice(1 + 2 * at, 3 + 2 * at), 16)}"`).join(" ");
  const lines = list.map(({ id, name, type }) => `<node id="${numbers.get(id)}" label="${escape(name)}"><attvalues><attvalue for="iri" value="${escape(id)}"/><attvalue for="type" value="${escape(type)}"/></attvalues><viz:position x="${spot(id).x}" y="${-spot(id).y}" z="0"/><viz:color ${tint(id)}/></node>`);
  const edges = ends.map(({ from, to, predicate, doc, id }, number) => `<edge id="${number}" source="${numbers.get(from)}" target="${numbers.get(to)}" label="${escape(predicate)}"><attvalues><attvalue for="statement" value="${escape(id)}"/><attvalue for="doc" value="${escape(doc ?? "")}"/></attvalues></edge>`);
  const attributes = (kind, names) => `<attributes class="${kind}">${names.map((name) => `<attribute id="${name}" title="${name}" type="string"/>`).join("")}</attributes>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3"><meta><creator>zhkg</creator><description>${escape(provenance())}</description></meta><graph defaultedgetype="directed">${attributes("node", ["iri", "type"])}${attributes("edge", ["statement", "doc"])}<nodes>${lines.join("\n")}</nodes><edges>${edges.join("\n")}</edges></graph></gexf>\n`;
}

function saveGexf() {
  save("graph.gexf", new Blob([gexf()], { type: "application/xml" }));
  notice(t("gephi"), " ", outside(served() ? location.origin + "/gephi-lite" : "https://lite.gephi.org/"));
}

function view() {
  const facts = scope();
  const kept = new Set(facts.flatMap((number) => ends(rows[number])));
  if (state.node >= 0) kept.add(state.node);
  if (!state.path && !state.ask && state.node < 0) shownNode.forEach((on, node) => on && kept.add(node));
  return {
    about: provenance(),
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

// A cell that begins like a formula would run in a spreadsheet; control characters can hide that it does.
function cell(given) {
  const text = given.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, "\ufffd");
  const safe = /^[\ufffd\s]*[=+\-@＝＋－＠]|^[\t\r]/.test(text) ? "'" + text : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

function csv() {
  const lines = [columns().map(([name]) => cell(t(name)))];
  for (const number of sorted()) lines.push(columns().map(([, text]) => cell(String(text(rows[number])))));
  lines.push([cell(provenance())]);
  return "\ufeff" + lines.map((line) => line.join(",")).join("\r\n") + "\r\n";
}

const FILES = {
  png: savePng,
  svg: saveSvg,
  gexf: saveGexf,
  json: () => save("graph.json", new Blob([JSON.stringify(view(), null, 1)], { type: "application/json" })),
  csv: () => save("graph.csv", new Blob([csv()], { type: "text/csv" })),
  print: () => window.print(),
};

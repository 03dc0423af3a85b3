// The tables of the page, as kg/export/page.py wrote them. Nothing here is ever parsed as HTML.
const ROW = Object.freeze({
  id: 0, article: 1, relation: 2, subject: 3, object: 4, value: 5, status: 6, confidence: 7,
  fields: 8, written: 9, evidence: 10, rule: 11, gifts: 12,
});
const ARTICLE = Object.freeze({ doc: 0, title: 1, date: 2, publisher: 3, author: 4, url: 5, path: 6 });
const GIFT = Object.freeze({ amount: 0, worth: 1, currency: 2, donors: 3, row: 4 });
const TYPE = Object.freeze({ name: 0, zh: 1, en: 2, color: 3, shape: 4, value: 5 });

let nodes = [], links = [], rows = [], articles = [], quotes = [], gifts = [], meta = {};
let factsOf = [], linksOf = [], degree = [], byDegree = [], nodeOf = new Map(), rowLinks = [];

async function block(name) {
  const element = document.getElementById(name);
  if (element.type === "application/json") return JSON.parse(element.textContent);
  const bytes = Uint8Array.from(atob(element.textContent), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

async function load() {
  let facts;
  [nodes, links, facts, meta] = await Promise.all(["nodes", "links", "facts", "meta"].map(block));
  ({ rows, articles, quotes, gifts } = facts);
  factsOf = nodes.map(() => []);
  linksOf = nodes.map(() => []);
  rowLinks = rows.map(() => []);
  rows.forEach((row, number) => {
    for (const end of ends(row)) factsOf[end].push(number);
  });
  links.forEach((link, number) => {
    linksOf[link.from].push(number);
    if (link.to !== link.from) linksOf[link.to].push(number);
    rowLinks[link.s].push(number);
  });
  degree = factsOf.map((list) => list.length);
  byDegree = nodes.map((_, number) => number).sort((a, b) => degree[b] - degree[a] || a - b);
  nodeOf = new Map(nodes.filter((node) => node.k !== undefined).map((node) => [node.k, node.id]));
  for (const node of nodes) if (node.s !== undefined) nodeOf.set(rows[node.s][ROW.id], node.id);
}

// The nodes of a statement, each once: a gift to oneself has one end.
function ends(row) {
  const list = [row[ROW.subject]];
  if (row[ROW.object] >= 0 && row[ROW.object] !== row[ROW.subject]) list.push(row[ROW.object]);
  if (row[ROW.value] >= 0) list.push(row[ROW.value]);
  return list;
}

function keyOf(number) {
  const node = nodes[number];
  return node.k ?? rows[node.s][ROW.id];
}

function isValue(number) {
  return nodes[number].s !== undefined;
}

function when(row) {
  for (const name of meta.view.roles.when) if (row[ROW.fields][name]) return String(row[ROW.fields][name]);
  return row[ROW.article] < 0 ? "" : articles[row[ROW.article]][ARTICLE.date] ?? "";
}

// What the reader has chosen, what that leaves visible, and the address that says so.
const state = {
  view: "graph", node: -1, path: null, ask: null, of: null, from: -1, wide: false,
  kept: [], far: false, pinned: [], // beside the node: others that stay on the canvas, and whether it is drawn two steps far
  off: { types: new Set(), relations: new Set(), statuses: new Set() },
  since: "", until: "", undated: true,
  filtered: false, // whether the reader has set a filter, so that addresses say which hold
};
let shownRow = new Uint8Array(0), shownNode = new Uint8Array(0);

function filter() {
  shownRow = Uint8Array.from(rows, (row) => Number(passes(row)));
  shownNode = Uint8Array.from(nodes, (node) =>
    Number(!state.off.types.has(node.t) && (node.s === undefined || shownRow[node.s] === 1)));
}

function passes(row) {
  const { off } = state;
  if (off.relations.has(row[ROW.relation]) || off.statuses.has(row[ROW.status])) return false;
  for (const end of ends(row)) if (off.types.has(nodes[end].t)) return false;
  if (!state.since && !state.until && state.undated) return true;
  const date = when(row);
  if (!date) return state.undated;
  return (!state.since || date.slice(0, 10) >= state.since.slice(0, date.length))
    && (!state.until || date.slice(0, 10) <= state.until.slice(0, date.length));
}

const shownFacts = (node) => factsOf[node].filter((number) => shownRow[number]);

// The statements of the present view: of a node, a path, a question or everything.
function scope() {
  if (state.path) return state.path.rows;
  if (state.node >= 0) return drawnFacts(state.node);
  if (state.ask) return answer(state.ask, state.of).rows;
  return rows.map((_, number) => number).filter((number) => shownRow[number]);
}

// The shortest way between two nodes over what is visible, either direction of each line.
// `without` are relations that no step may be of.
function route(start, goal, without = new Set()) {
  const came = new Map([[start, -1]]);
  const queue = [start];
  for (let head = 0; head < queue.length && !came.has(goal); head++) {
    for (const number of linksOf[queue[head]]) {
      const link = links[number];
      const other = link.from === queue[head] ? link.to : link.from;
      if (!shownRow[link.s] || !shownNode[other] || came.has(other) || without.has(rows[link.s][ROW.relation])) continue;
      came.set(other, queue[head]);
      queue.push(other);
    }
  }
  if (!came.has(goal) || !shownNode[start]) return null;
  const stops = [goal];
  while (stops[0] !== start) stops.unshift(came.get(stops[0]));
  const hops = stops.slice(1).map((stop, at) => {
    const near = new Set([stop, stops[at]]);
    return [...new Set(linksOf[stop].filter((number) => {
      const link = links[number];
      return shownRow[link.s] && !without.has(rows[link.s][ROW.relation]) && link.from !== link.to && near.has(link.from) && near.has(link.to);
    }).map((number) => links[number].s))];
  });
  return { stops, hops, rows: [...new Set(hops.flat())] };
}

const walked = (start, goal, without = new Set()) => ({ stops: [], hops: [], rows: [], ...route(start, goal, without), ends: [start, goal], without });

// The statements around a node as it is drawn: its own, those of what is kept beside it, those of its neighbours.
function drawnFacts(node) {
  const centres = [node, ...state.kept];
  const facts = centres.flatMap(shownFacts);
  if (state.far) {
    const near = new Set(shownFacts(node).flatMap((number) => ends(rows[number])));
    facts.push(...[...near].filter((other) => !centres.includes(other)).flatMap(shownFacts));
  }
  return [...new Set(facts)];
}

const question = (key = state.ask) => meta.view.questions.find((item) => item.key === key);

// The filters in an address: `-Place,-locatedIn,planned,2022-01-01..2022-06-30,dated`; empty where all is as at first.
function filterText() {
  const { types, relations, statuses } = state.off;
  const words = [...[...types].map((number) => "-" + meta.types[number][TYPE.name]), ...[...relations].map((number) => "-" + meta.relations[number][0])];
  meta.statuses.forEach((name, number) => {
    if (statuses.has(number) !== number > 0) words.push((number ? "" : "-") + name);
  });
  if (state.since || state.until) words.push(`${state.since}..${state.until}`);
  if (!state.undated) words.push("dated");
  return words.join(",");
}

function setFilters(text) {
  const words = new Set(text.split(","));
  const off = (set, names, hidden) => {
    set.clear();
    names.forEach((name, number) => hidden(name, number) && set.add(number));
  };
  off(state.off.types, meta.types, (row) => words.has("-" + row[TYPE.name]));
  off(state.off.relations, meta.relations, ([name]) => words.has("-" + name));
  off(state.off.statuses, meta.statuses, (name, number) => (number ? !words.has(name) : words.has("-" + name)));
  const span = [...words].find((word) => /^(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?$/.test(word)) ?? "..";
  [state.since, state.until] = span.split("..");
  state.undated = !words.has("dated");
  filter();
}

function address() {
  const parts = new URLSearchParams();
  if (state.path) {
    parts.set("path", keyOf(state.path.ends[0]));
    parts.set("to", keyOf(state.path.ends[1]));
    for (const relation of state.path.without) parts.append("without", meta.relations[relation][0]);
  } else if (state.node >= 0) {
    parts.set("node", keyOf(state.node));
    for (const other of state.kept) parts.append("keep", keyOf(other));
    if (state.far) parts.set("steps", "2");
  }
  else if (state.ask) {
    parts.set("ask", state.ask);
    if (state.of !== null) parts.set("of", question().kind === "articles" ? articles[state.of][ARTICLE.doc] : keyOf(state.of));
  }
  if (state.view === "table") parts.set("view", "table");
  if (state.filtered) parts.set("filter", filterText());
  return "#" + parts.toString();
}

// By IRI, also where a hand-written link did not encode it again, or by name.
function lookup(text, raw) {
  return nodeOf.get(text) ?? nodeOf.get(raw) ?? byDegree.find((node) => nodes[node].label === text) ?? -1;
}

function restore(hash) {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const missing = [];
  const node = (name) => {
    if (!parts.has(name)) return -1;
    const found = lookup(parts.get(name), new RegExp(`[#&]${name}=([^&]*)`).exec(hash)?.[1]);
    if (found < 0) missing.push(parts.get(name));
    return found;
  };
  Object.assign(state, { node: -1, path: null, ask: null, of: null, wide: false, kept: [], far: false });
  if (parts.has("filter")) {
    state.filtered = true;
    setFilters(parts.get("filter"));
    legend();
  } else if (state.filtered && location.protocol !== "about:") {
    parts.set("filter", filterText()); // a link of the page itself: the filters go on to hold
    history.replaceState(null, "", "#" + parts);
  }
  state.view = parts.get("view") === "table" ? "table" : "graph";
  const start = node("path"), goal = node("to");
  if (start >= 0 && goal >= 0) {
    const names = parts.getAll("without");
    state.path = walked(start, goal, new Set(names.map((name) => meta.relations.findIndex((relation) => relation[0] === name)).filter((number) => number >= 0)));
  } else {
    state.node = node("node");
    state.kept = parts.getAll("keep").map((key) => lookup(key)).filter((other) => other >= 0 && other !== state.node);
    state.far = parts.get("steps") === "2";
  }
  const asked = question(parts.get("ask"));
  if (parts.has("ask") && !asked) missing.push(parts.get("ask"));
  if (asked) {
    state.ask = asked.key;
    if (asked.kind === "articles" && parts.has("of")) {
      const found = articles.findIndex((article) => article[ARTICLE.doc] === parts.get("of"));
      state.of = found < 0 ? null : found;
      if (found < 0) missing.push(parts.get("of"));
    } else if (parts.has("of")) {
      const found = node("of");
      state.of = found < 0 ? null : found;
    }
  }
  notice(missing.length ? t("unknown", missing[0]) : "");
}

// Every change of place goes through here, so that Back and Forward work.
function go(change) {
  Object.assign(state, { node: -1, path: null, ask: null, of: null, kept: [], far: false }, change);
  const next = address();
  if (location.protocol === "about:") {
    follow(next);
  } else if (location.hash !== next && !(next === "#" && location.hash === "")) location.hash = next;
  else draw();
}

function notice(text, ...actions) {
  const place = document.getElementById("notice");
  place.replaceChildren(text, ...actions);
  place.hidden = !text;
}

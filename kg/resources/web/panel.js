// Beside the canvas: the start, a node and its facts, a path, or a question and its answer.
function panel() {
  const place = document.getElementById("panel");
  const scrolled = panel.last === place.dataset.key;
  place.replaceChildren(...(state.path ? pathPanel() : state.node >= 0 ? nodePanel(state.node) : state.ask ? questionPanel() : startPanel()));
  if (!scrolled) place.scrollTop = 0;
}

function startPanel() {
  const many = (node) => shownFacts(node).length;
  const top = byDegree.filter((node) => shownNode[node] && !isValue(node) && degree[node]).slice(0, 60)
    .sort((a, b) => many(b) - many(a) || a - b).filter(many).slice(0, 12);
  const shown = rows.reduce((sum, _, number) => sum + shownRow[number], 0);
  const all = shownNode.reduce((sum, on) => sum + on, 0);
  const alone = all - drawable().length;
  return [
    make("h2", { tabindex: "-1" }, t("startTitle")),
    make("p", { class: "lead" }, t("startLead")),
    make("div", { class: "questions" }, meta.view.questions.map((item) =>
      make("button", { type: "button", "data-ask": item.key, onclick: () => go({ ask: item.key }) },
        make("strong", {}, t("q." + item.key)), make("span", {}, t(`q.${item.key}.lead`))))),
    make("p", { class: "counts" }, nodes.length ? t("counts", all, shown, articles.length) : t("empty")),
    alone ? make("p", { class: "counts" }, t("alone", alone)) : null,
    meta.left[0] || meta.left[1] ? make("p", { class: "left-out" }, t(meta.pages && !meta.pages.names.length ? "part" : "leftOut", ...meta.all, ...meta.left)) : null,
    otherPages(),
    top.length ? make("h3", {}, t("top")) : null,
    make("ol", { class: "names" }, top.map((node) => make("li", {}, link(node), make("small", {}, t("facts", shownFacts(node).length))))),
  ].filter(Boolean);
}

function heading(node) {
  const entity = nodes[node];
  const kind = entity.f && meta.kinds[entity.f] ? say(meta.kinds[entity.f]) : "";
  return [
    make("p", { class: "type" }, shape(entity.t), typeName(entity.t), kind ? ` · ${kind}` : ""),
    make("h2", { tabindex: "-1" }, nameOf(node)),
    entity.a ? make("p", { class: "aliases" }, `${t("aliases")}${language === "zh" ? "：" : ": "}${entity.a.join(language === "zh" ? "、" : ", ")}`) : null,
    entity.c ? make("p", { class: "aliases" }, `${t("code")} ${entity.c}`) : null,
  ];
}

function nodePanel(node) {
  const facts = shownFacts(node);
  const docs = new Set([...facts.map((number) => rows[number][ROW.article]), ...(nodes[node].d ?? [])]);
  const groups = new Map();
  for (const number of facts) {
    const relation = rows[number][ROW.relation];
    if (!groups.has(relation)) groups.set(relation, []);
    groups.get(relation).push(number);
  }
  return [
    ...heading(node),
    make("p", { class: "counts", id: "fact-count", "data-count": facts.length }, `${t("facts", facts.length)} · ${t("articles", docs.size)}`),
    make("div", { class: "row" },
      make("button", { type: "button", id: "find-path", onclick: () => startPath(node) }, t("path")),
      make("button", { type: "button", onclick: copyLink }, t("copy")),
      leaf(node),
      widen(node),
      isValue(node) ? null : make("button", { type: "button", id: "two-steps", "aria-pressed": String(state.far), onclick: () => go({ node, kept: state.kept, far: !state.far, view: state.view }) }, t("twoSteps")),
      isValue(node) ? null : make("button", { type: "button", id: "keep", onclick: () => keep(node) }, t("keep"))),
    kept(node),
    partial(node),
    facts.length ? null : make("p", { class: "none" }, t("noFacts")),
    ...[...groups].sort((a, b) => a[0] - b[0]).flatMap(([relation, list]) => [
      make("h3", {}, relationName(relation), make("small", {}, ` ${list.length}`)),
      ...long(list.sort((a, b) => (when(rows[b]) > when(rows[a])) - (when(rows[b]) < when(rows[a])) || a - b), (number) => card(number, isValue(node) ? -1 : node)),
    ]),
  ].filter(Boolean);
}

const served = () => location.protocol.startsWith("http") && location.pathname === "/graph";

// The page of an entity to read and to print: beside this file, or on the server that sent it.
function leaf(node) {
  const { k: key, h: file } = nodes[node];
  if (key === undefined) return null;
  if (!file && !served()) return null;
  return make("a", { class: "leaf", href: file ?? "/entity?" + new URLSearchParams({ iri: key }) }, t("leaf"));
}

// The next that is chosen is drawn beside this one, and beside all that was kept before.
function keep(node) {
  state.pinned = [...new Set([...state.kept, node])];
  notice(t("keepPick", state.pinned.map(nameOf).join(", ")), " ", make("button", { type: "button", onclick: () => { state.pinned = []; notice(""); } }, t("pathCancel")));
  document.getElementById("search").focus();
}

function kept(node) {
  if (!state.kept.length) return null;
  const without = (other) => go({ node, kept: state.kept.filter((item) => item !== other), far: state.far, view: state.view });
  return make("p", { class: "row", id: "kept" }, `${t("keptBeside")} `, state.kept.map((other) => make("span", {}, link(other), " ",
    make("button", { type: "button", "aria-label": `${t("letGo")} ${nameOf(other)}`, onclick: () => without(other) }, "×"))));
}

// Claims of a node that this page leaves out are counted, and linked where another page has them.
function partial(node) {
  const { w: all, g: file } = nodes[node];
  if (!all) return null;
  return make("p", { class: "left-out" }, t("partial", degree[node], all), " ",
    file === undefined ? null : make("a", { href: elsewhere(file, { node: keyOf(node) }) }, t("allOf")));
}

function otherPages() {
  if (!meta.pages) return null;
  const { files } = meta.pages;
  const line = ([file, count, byArticle]) => make("li", {}, make("a", { class: "node", href: file }, file.replace(".html", "")), make("small", {}, t(byArticle ? "articles" : "entities", count)));
  return make("details", { class: "fold", id: "pages" }, make("summary", {}, t("pages"), make("small", {}, String(files.length + 1))),
    make("ul", { class: "names" }, make("li", {}, make("a", { class: "node", href: "index.html" }, t("home"))), files.map(line)));
}

function widen(node) {
  const total = spread(neighbours(node)).size;
  if (total <= cap()) return null;
  const few = spread(drawnNeighbours(node)).size;
  const label = () => (state.wide ? t("collapse") : `${t("expand")} (${few} / ${total})`);
  const button = make("button", { type: "button", id: "widen", title: t("shown", few, total), onclick: () => {
    state.wide = !state.wide;
    button.textContent = label();
    if (state.view === "graph") picture();
  } }, label());
  return button;
}

function startPath(node) {
  state.from = node;
  notice(t("pathPick", nameOf(node)), " ", make("button", { type: "button", onclick: () => { state.from = -1; notice(""); } }, t("pathCancel")));
  document.getElementById("search").focus();
}

// A node was chosen, by search, canvas, panel or table.
function pick(node) {
  notice("");
  if (state.from >= 0 && state.from !== node) {
    const start = state.from;
    state.from = -1;
    return go({ path: walked(start, node) });
  }
  const beside = state.pinned.filter((other) => other !== node);
  state.pinned = [];
  state.wide = false;
  state.from = -1;
  return go({ node, kept: beside, view: state.view });
}

function pathPanel() {
  const { stops, hops, ends: [start, goal] } = state.path;
  return [
    make("h2", { tabindex: "-1" }, t("pathTitle", nameOf(start), nameOf(goal))),
    make("p", { class: "counts", id: "path-length", "data-length": stops.length ? hops.length : -1 }, stops.length ? t("pathLength", hops.length) : t("pathNone")),
    avoided(start, goal),
    make("ol", { class: "hops" }, stops.map((stop, at) => make("li", {}, link(stop),
      at < hops.length ? make("p", { class: "way" }, ways(stop, stops[at + 1], hops[at])) : null,
      at < hops.length ? make("ul", { class: "facts" }, hops[at].map((number) => card(number))) : null))),
  ];
}

// The relations of the way, each to be left out, and those that are, each to be let in again.
function avoided(start, goal) {
  const { without, rows: facts } = state.path;
  const used = new Set([...without, ...facts.map((number) => rows[number][ROW.relation])]);
  return make("div", { class: "row", id: "avoid" }, [...used].sort((a, b) => a - b).map((relation) => make("button", {
    type: "button", "data-relation": meta.relations[relation][0], "aria-pressed": String(without.has(relation)),
    onclick: () => {
      const next = new Set(without);
      if (!next.delete(relation)) next.add(relation);
      go({ path: walked(start, goal, next), view: state.view });
    },
  }, t("avoid", relationName(relation)))));
}

// Which way each claim of a hop goes: → with the walk, ← against it.
function ways(stop, next, hop) {
  const joins = ({ from, to }) => (from === stop && to === next) || (from === next && to === stop);
  return [...new Set(hop.map((number) => {
    const at = rowLinks[number].find((line) => joins(links[line]));
    return `${links[at].from === stop ? "→" : "←"} ${lineLabel(rows[number])}`;
  }))].join("　");
}

function copyLink(event) {
  const button = event.currentTarget;
  const done = () => { button.textContent = t("copied"); };
  if (navigator.clipboard) navigator.clipboard.writeText(location.href).then(done, () => prompt("", location.href));
  else prompt("", location.href);
}

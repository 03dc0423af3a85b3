// A statement as the reader sees it: who, what, whom; its qualifiers; the words it rests on; its source.
function card(number, from = -1) {
  const row = rows[number];
  const claim = row[ROW.status] !== 0;
  return make("li", { class: claim ? "fact claim" : "fact", "data-fact": row[ROW.id] },
    make("p", { class: "head" }, sentence(row, from), claim ? make("b", { class: "badge" }, statusName(row[ROW.status])) : null),
    qualifiers(row),
    row[ROW.evidence].length ? row[ROW.evidence].map(quotation) : make("p", { class: "none" }, t("noEvidence")),
    make("p", { class: "source" }, source(row), " · ", `${statusName(row[ROW.status])} · ${trust(row[ROW.confidence])}`,
      row[ROW.rule] === meta.tableRule ? ` · ${t("byTable")}` : "", elsewhereCounted(number) ? ` · ${t("countedElsewhere")}` : ""));
}

// Seen from one end, only the other end is named; the arrow tells which way the claim goes.
function sentence(row, from) {
  const other = row[ROW.object];
  const value = row[ROW.value] >= 0 ? [" ", make("span", { class: "value" }, valueLabel(row))] : [];
  if (from >= 0 && from === row[ROW.subject] && row[ROW.subject] !== other) {
    return [...value, other >= 0 ? [" → ", link(other)] : []].flat();
  }
  if (from >= 0 && from === other) return ["← ", link(row[ROW.subject]), ...value];
  return [link(row[ROW.subject]), ` ${relationName(row[ROW.relation])} `, ...value, other >= 0 ? [" → ", link(other)] : []].flat();
}

function link(node) {
  const hash = "#" + new URLSearchParams({ node: keyOf(node) });
  return make("a", { class: "node", href: hash, onclick: (event) => { event.preventDefault(); pick(node); } }, shape(nodes[node].t, 12), nameOf(node));
}

function qualifiers(row) {
  const list = details(row);
  if (!list.length) return null;
  return make("dl", {}, list.map(([name, text]) => make("div", {}, make("dt", {}, name), make("dd", {}, text))));
}

function quotation([quote, marks, before]) {
  const text = quotes[quote];
  const parts = [];
  let at = 0;
  for (const [start, end, who] of marks) {
    if (start < at) continue;
    parts.push(revealed(text.slice(at, start)), make("mark", { class: who ? "object" : "subject" }, revealed(text.slice(start, end))));
    at = end;
  }
  parts.push(revealed(text.slice(at)));
  return make("blockquote", {}, parts, before.map(([words, who]) =>
    make("small", { class: "before" }, t(who ? "beforeObject" : "before"), make("mark", { class: who ? "object" : "subject" }, revealed(words)))));
}

// A text in which characters that hide, or turn what follows, are shown by their numbers.
function revealed(text) {
  return text.split(/([\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f])/).filter(Boolean).map((part) =>
    (part.length === 1 && /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\0-\x1f\x7f-\x9f]/.test(part) && !/[\t\n\r]/.test(part)
      ? make("span", { class: "hidden" }, "U+" + part.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")) : part));
}

function source(row) {
  if (row[ROW.article] < 0) return make("span", {}, t("untitled"));
  const article = articles[row[ROW.article]];
  return make("span", {}, inside(row), article[ARTICLE.publisher] ? ` · ${article[ARTICLE.publisher]}` : "",
    article[ARTICLE.date] ? ` · ${article[ARTICLE.date]}` : "", outside(article[ARTICLE.url]));
}

function inside(row) {
  const article = articles[row[ROW.article]];
  const hash = "#" + new URLSearchParams({ ask: articleKey(), of: article[ARTICLE.doc] });
  return make("a", { href: hash }, article[ARTICLE.title] || article[ARTICLE.doc]);
}

const articleKey = () => meta.view.questions.find((item) => item.kind === "articles").key;

// Only web addresses become links; any other scheme stays text.
function outside(url) {
  if (!url) return "";
  let parsed = null;
  if (URL.canParse(url)) parsed = new URL(url);
  if (!parsed || !["http:", "https:"].includes(parsed.protocol)) return ` · ${url}`;
  return make("span", {}, " · ", make("a", { href: parsed.href, target: "_blank", rel: "noopener noreferrer" }, t("openSource") + " ↗"));
}

// A list that shows its first items and the rest on demand: nothing is out of reach.
function long(items, build, first = 20) {
  const list = make("ul", { class: "facts" });
  let shown = 0;
  const more = make("button", { type: "button", class: "more", onclick: () => grow(Math.max(100, first)) });
  const grow = (count) => {
    list.append(...items.slice(shown, shown + count).map(build));
    shown = Math.min(items.length, shown + count);
    more.hidden = shown >= items.length;
    more.textContent = t("more", items.length - shown);
  };
  grow(first);
  return [list, more];
}

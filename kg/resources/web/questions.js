// The reader's questions. view.json names the relations; each answer is rows, plus how to list them.
function answer(key, of) {
  const asked = question(key);
  const wanted = new Set(asked.relations.map((name) => meta.relations.findIndex((relation) => relation[0] === name)));
  let found = rows.map((_, number) => number).filter((number) => shownRow[number]
    && (asked.kind === "articles" ? of === null || rows[number][ROW.article] === of : wanted.has(rows[number][ROW.relation])));
  if (asked.object) found = found.filter((number) => rows[number][ROW.object] >= 0 && meta.types[nodes[rows[number][ROW.object]].t][TYPE.name] === asked.object);
  if (of !== null && asked.kind !== "articles") found = found.filter((number) => ends(rows[number]).includes(of));
  return { rows: found };
}

function questionPanel() {
  const asked = question();
  const { rows: found } = answer(state.ask, state.of);
  const body = { pairs: pairList, sums: sumList, bodies: bodyList, articles: articleList }[asked.kind](found);
  return [
    make("h2", { tabindex: "-1" }, t("q." + asked.key)),
    make("p", { class: "lead" }, t(`q.${asked.key}.lead`)),
    state.of === null ? null : make("div", { class: "row" }, make("button", { type: "button", id: "whole", onclick: () => go({ ask: state.ask, view: state.view }) }, t("whole"))),
    ...body,
    found.length ? null : make("p", { class: "none" }, t("none")),
  ].flat().filter(Boolean);
}

function grouped(found, end) {
  const groups = new Map();
  for (const number of found) {
    const key = rows[number][end];
    if (key < 0) continue;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(number);
  }
  return [...groups].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
}

// A list of groups that can be narrowed by typing; each opens to its facts.
function folded(groups, title, note) {
  const holder = make("div", {});
  const fill = (wanted) => holder.replaceChildren(...long(groups.filter((group) => title(group).toLowerCase().includes(wanted)), (group) => {
    const facts = make("div", {});
    const open = () => {
      if (facts.childNodes.length) return;
      if (state.of === null) facts.append(make("button", { type: "button", class: "narrower", onclick: () => go({ ask: state.ask, of: group[0], view: state.view }) }, t("narrow")));
      facts.append(...long(group[1], (number) => card(number, group[0])));
    };
    if (state.of !== null) open();
    return make("li", { class: "fold" }, make("details", { open: state.of !== null, onclick: open },
      make("summary", {}, make("span", { class: "name" }, shape(nodes[group[0]].t, 12), title(group)), make("small", {}, note(group))), facts));
  }, 40));
  fill("");
  const box = make("input", { type: "search", class: "narrow", placeholder: t("filterList"), "aria-label": t("filterList") });
  box.addEventListener("input", () => fill(box.value.trim().toLowerCase()));
  return groups.length > 12 ? [box, holder] : [holder];
}

// The groups of an answer in the order of its list: [node, rows, sums or undefined].
function ranking(kind, found) {
  if (kind === "sums") return bySums(found);
  if (kind === "bodies") return grouped(found, ROW.object).sort((a, b) => people(b) - people(a) || a[0] - b[0]);
  return grouped(found, ROW.subject);
}

const people = (group) => new Set(group[1].map((number) => rows[number][ROW.subject])).size;

function pairList(found) {
  return [make("p", { class: "counts" }, t("result", found.length)),
    ...folded(ranking("pairs", found), (group) => nameOf(group[0]),
      (group) => [...new Set(group[1].map((number) => nameOf(rows[number][ROW.object])))].slice(0, 3).join(language === "zh" ? "、" : ", ")
        + (group[1].length > 3 ? " …" : ""))];
}

function bodyList(found) {
  return folded(ranking("bodies", found), (group) => nameOf(group[0]), (group) => t("people", people(group)));
}

// Sums by currency of the gifts that count what the claims say, each once; the worth of goods apart.
// Goods without a worth are no sum: they are counted, joint ones once.
function sums(found) {
  const { roles } = meta.view;
  const asserted = found.filter((number) => rows[number][ROW.status] === 0);
  const counted = new Set(asserted.flatMap((number) => rows[number][ROW.gifts]));
  const goods = new Set(asserted.filter((number) => !rows[number][ROW.gifts].length).map((number) => {
    const joint = rows[number][ROW.fields][roles.joint];
    return joint === undefined ? number : `${rows[number][ROW.article]}|${joint}`;
  }));
  const result = { money: {}, worth: {}, goods: goods.size, gifts: counted.size + goods.size, joint: asserted.some((number) => rows[number][ROW.fields][roles.joint] !== undefined) };
  for (const gift of [...counted].map((number) => gifts[number])) {
    for (const [part, into] of [[GIFT.amount, result.money], [GIFT.worth, result.worth]]) {
      if (gift[part] !== null) into[gift[GIFT.currency]] = (into[gift[GIFT.currency]] ?? 0) + gift[part];
    }
  }
  return result;
}

// The gift that a claim says or says again, where it is one: not the parts of a total.
const giftOf = (number) => (rows[number][ROW.gifts].length === 1 ? gifts[rows[number][ROW.gifts][0]] : null);

// Whether another claim is counted for this one.
const elsewhereCounted = (number) => rows[number][ROW.gifts].length > 0 && giftOf(number)?.[GIFT.row] !== number;

function sumText(total) {
  const show = (part) => Object.keys(part).sort().map((code) => money(part[code], code));
  const list = show(total.money);
  if (!total.gifts) return t("countedElsewhere");
  const worth = show(total.worth);
  if (worth.length) list.push(`${t("worthSum")} ${worth.join(" + ")}`);
  if (total.goods) list.push(t("goods", total.goods));
  return list.join(" · ") + (total.joint ? language === "zh" ? `（${t("joint")}）` : ` (${t("joint")})` : "");
}

// By the donors of each gift together, as the questions in SPARQL do: no gift is in two lines.
function bySums(found) {
  const standard = meta.view.roles.standard;
  const lines = new Map();
  for (const number of found) {
    const gift = giftOf(number);
    const first = gift && gift[GIFT.row] >= 0 ? gift[GIFT.row] : number;
    const node = rows[first][ROW.subject];
    const names = gift?.[GIFT.donors] ?? nodes[node].label;
    const key = node + "|" + names;
    if (!lines.has(key)) lines.set(key, { node, names, list: [] });
    lines.get(key).list.push(number);
  }
  const groups = [...lines.values()].map(({ node, names, list }) => [node, list, sums(list.filter((number) => giftOf(number) || !elsewhereCounted(number))), names]);
  const size = ([, , total]) => total.money[standard] ?? 0;
  return groups.sort((a, b) => size(b) - size(a) || (b[2].worth[standard] ?? 0) - (a[2].worth[standard] ?? 0) || b[2].gifts - a[2].gifts || b[1].length - a[1].length || a[0] - b[0]);
}

function sumList(found) {
  const groups = ranking("sums", found);
  const places = new Map(groups.map((group, at) => [group, at + 1]));
  const total = sums(found);
  return [
    make("p", { class: "counts", id: "sum", "data-sum": JSON.stringify([total.money, total.worth]) },
      [`${t("sum")} ${sumText(total)}`, t("gifts", total.gifts), total.gifts === found.length ? "" : t("result", found.length)].filter(Boolean).join(" · ")),
    ...folded(groups, (group) => `${places.get(group)}. ${group[3]}`, (group) => sumText(group[2])),
  ];
}

function articleList(found) {
  if (state.of !== null) {
    const article = articles[state.of];
    return [
      make("h3", {}, article[ARTICLE.title] || article[ARTICLE.doc]),
      make("p", { class: "source" }, [article[ARTICLE.publisher], article[ARTICLE.author], article[ARTICLE.date]].filter(Boolean).join(" · "), outside(article[ARTICLE.url])),
      make("p", { class: "counts" }, t("result", found.length)),
      ...long(found, (number) => card(number)),
    ];
  }
  const counts = new Map();
  for (const number of found) counts.set(rows[number][ROW.article], (counts.get(rows[number][ROW.article]) ?? 0) + 1);
  const holder = make("div", {});
  const list = articles.map((_, number) => number);
  const text = (number) => `${articles[number][ARTICLE.title] ?? ""} ${articles[number][ARTICLE.doc]}`.toLowerCase();
  const fill = (wanted) => holder.replaceChildren(...long(list.filter((number) => text(number).includes(wanted)), (number) => {
    const article = articles[number];
    const file = meta.pages?.articles[number] ?? -1;
    const away = file >= 0 && !location.pathname.endsWith("/" + meta.pages.files[file][0]);
    const open = () => (away ? location.assign(elsewhere(file, { ask: state.ask, of: article[ARTICLE.doc] })) : go({ ask: state.ask, of: number }));
    return make("li", { class: "fold" }, make("button", { type: "button", class: "plain", onclick: open },
      make("span", { class: "name" }, article[ARTICLE.title] || article[ARTICLE.doc]),
      make("small", {}, [article[ARTICLE.date], away ? "↗" : t("result", counts.get(number) ?? 0)].filter(Boolean).join(" · "))));
  }, 40));
  fill("");
  const box = make("input", { type: "search", class: "narrow", placeholder: t("filterList"), "aria-label": t("filterList") });
  box.addEventListener("input", () => fill(box.value.trim().toLowerCase()));
  return [box, holder];
}

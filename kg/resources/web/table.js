// The same statements as a table: for the keyboard, for screen readers, for print and for CSV.
const order = { column: 0, down: false };

const columns = () => [
  ["subject", (row) => nameOf(row[ROW.subject]), (row) => link(row[ROW.subject])],
  ["relation", (row) => relationName(row[ROW.relation])],
  ["object", (row) => objectText(row), objectCell],
  ["details", (row) => details(row).map((pair) => pair.join(" ")).join("; ")],
  ["date", when],
  ["status", (row) => statusName(row[ROW.status])],
  ["article", (row) => (row[ROW.article] < 0 ? "" : articles[row[ROW.article]][ARTICLE.title] || articles[row[ROW.article]][ARTICLE.doc]), (row) => (row[ROW.article] < 0 ? "" : make("span", {}, inside(row), outside(articles[row[ROW.article]][ARTICLE.url])))],
  ["quote", (row) => row[ROW.evidence].map(([quote]) => quotes[quote]).join(" … "), (row) => make("div", {}, row[ROW.evidence].map(quotation))],
];

function objectText(row) {
  return [row[ROW.value] >= 0 ? valueLabel(row) : "", row[ROW.object] >= 0 ? nameOf(row[ROW.object]) : ""].filter(Boolean).join(" → ");
}

function objectCell(row) {
  const value = row[ROW.value] >= 0 ? valueLabel(row) : "";
  return make("span", {}, value, value && row[ROW.object] >= 0 ? " → " : "", row[ROW.object] >= 0 ? link(row[ROW.object]) : "");
}

function sorted() {
  const text = columns()[order.column][1];
  const compare = new Intl.Collator(language === "zh" ? "zh" : "en", { numeric: true }).compare;
  const keyed = scope().map((number) => [text(rows[number]), number]);
  keyed.sort((a, b) => (order.down ? -1 : 1) * compare(a[0], b[0]) || a[1] - b[1]);
  return keyed.map((pair) => pair[1]);
}

function table() {
  const place = document.getElementById("listing");
  const found = sorted();
  const body = make("tbody");
  let shown = 0;
  const more = make("button", { type: "button", class: "more", onclick: () => grow(200) });
  const grow = (count) => {
    body.append(...found.slice(shown, shown + count).map((number) => {
      const row = rows[number];
      return make("tr", { class: row[ROW.status] ? "claim" : undefined }, columns().map(([name, text, cell], at) =>
        make(at ? "td" : "th", { ...(at ? { "data-column": name } : { scope: "row" }), "data-name": t(name) }, cell ? cell(row) : revealed(text(row)))));
    }));
    shown = Math.min(found.length, shown + count);
    more.hidden = shown >= found.length;
    more.textContent = t("more", found.length - shown);
  };
  const heads = columns().map(([name], at) => make("th", { scope: "col", "aria-sort": at === order.column ? (order.down ? "descending" : "ascending") : "none" },
    make("button", { type: "button", "aria-label": t("sort", t(name)), onclick: () => {
      order.down = at === order.column && !order.down;
      order.column = at;
      table();
      document.querySelectorAll("#listing thead button")[at].focus();
    } }, t(name), make("span", { "aria-hidden": "true" }, at === order.column ? (order.down ? " ↓" : " ↑") : ""))));
  grow(100);
  place.replaceChildren(make("table", {}, make("caption", {}, t("tableCaption", found.length)), make("thead", {}, make("tr", {}, heads)), body), more);
}

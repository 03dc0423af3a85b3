// How things are said, in the reader's language.
let language = "zh";

function t(key, ...values) {
  const text = meta.strings[language][key] ?? key;
  return text.replace(/\{(\d)(?:\|([^|}]*)\|([^}]*))?\}/g, (_, number, one, many) => {
    const value = values[Number(number)] ?? "";
    return one === undefined ? String(value) : value === 1 ? one : many;
  });
}

const say = (pair) => (language === "zh" ? pair[0] : pair[1]);
const typeName = (number) => say([meta.types[number][TYPE.zh], meta.types[number][TYPE.en]]);
const relationName = (number) => say([meta.relations[number][1], meta.relations[number][2]]);
const fieldName = (name) => (meta.fields[name] ? say(meta.fields[name]) : name);
const statusName = (number) => t("status." + meta.statuses[number]);
const plain = (value) => new Intl.NumberFormat("en", { maximumFractionDigits: 4 }).format(value);

function amount(value) {
  if (language === "zh") {
    const bare = (number) => String(Number(number.toFixed(4)));
    if (Math.abs(value) >= 1e8) return bare(value / 1e8) + "亿";
    if (Math.abs(value) >= 1e4) return bare(value / 1e4) + "万";
    return bare(value);
  }
  return plain(value);
}

function money(value, currency) {
  const code = currency || meta.view.roles.standard;
  if (language === "en") return `${plain(value)} ${code}`;
  return amount(value) + (meta.view.currencies[code] ?? " " + code);
}

// The short label of a statement's value: 10万元, 防护服2000套; in zh as the graph itself has it.
function valueLabel(row) {
  if (language === "zh" && row[ROW.value] >= 0) return nodes[row[ROW.value]].label;
  const { roles } = meta.view;
  const fields = row[ROW.fields];
  const what = roles.what.map((name) => fields[name]).find((value) => value !== undefined);
  const count = roles.counts.map((name) => fields[name]).find((value) => value !== undefined);
  const parts = [];
  if (what !== undefined) parts.push(what);
  if (count !== undefined) parts.push(amount(count) + (fields[roles.unit] ?? ""));
  const price = roles.money.map((name) => fields[name]).find((value) => value !== undefined);
  if (price !== undefined) parts.push(money(price, fields[roles.currency]));
  return parts.join(" ") || relationName(row[ROW.relation]);
}

function nameOf(number) {
  const node = nodes[number];
  return node.s === undefined ? node.label : valueLabel(rows[node.s]);
}

// What stands on a line: the post where there is one, else the relation.
function lineLabel(row) {
  return row[ROW.fields][meta.view.roles.post] || relationName(row[ROW.relation]);
}

// Qualifiers as [name, text] pairs; money both as written and as a number with its currency.
function details(row) {
  const { roles } = meta.view;
  const fields = row[ROW.fields];
  const hidden = new Set([roles.currency, roles.unit, roles.approx, roles.joint, roles.part]);
  const about = fields[roles.approx] ? t("about") + (language === "zh" ? "" : " ") : "";
  const list = [];
  for (const [name, value] of Object.entries(fields)) {
    if (hidden.has(name)) continue;
    let text = String(value);
    if (roles.money.includes(name)) {
      const code = fields[roles.currency] ?? roles.standard;
      text = language === "zh" ? `${about}${money(value, code)}（${plain(value)} ${code}）` : about + money(value, code);
    } else if (roles.counts.includes(name)) {
      text = about + plain(value) + (fields[roles.unit] ? " " + fields[roles.unit] : "");
    }
    const written = row[ROW.written][name];
    if (written) text += language === "zh" ? `，${t("written", written)}` : `, ${t("written", written)}`;
    list.push([fieldName(name), text]);
  }
  if (fields[roles.joint] !== undefined) list.push([fieldName(roles.joint), "✓"]);
  return list;
}

function trust(confidence) {
  return t("confidence", t(confidence >= 0.85 ? "sure" : confidence >= 0.6 ? "fair" : "weak"), confidence);
}

function translate(root = document) {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  document.title = t("heading");
  for (const item of root.querySelectorAll("[data-t]")) item.textContent = t(item.dataset.t);
  for (const item of root.querySelectorAll("[data-t-label]")) item.setAttribute("aria-label", t(item.dataset.tLabel));
  for (const item of root.querySelectorAll("[data-t-title]")) item.title = t(item.dataset.tTitle);
  for (const item of root.querySelectorAll("[data-t-placeholder]")) item.placeholder = t(item.dataset.tPlaceholder);
}

// An element with its children; text only ever becomes a text node.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

function shape(type, size = 14) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("viewBox", "-12 -12 24 24");
  picture.setAttribute("width", size);
  picture.setAttribute("height", size);
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", outline(meta.types[type][TYPE.shape], 10));
  path.setAttribute("fill", meta.types[type][TYPE.color]);
  picture.append(path);
  return picture;
}

function outline(name, r) {
  const points = {
    square: [[-1, -1], [1, -1], [1, 1], [-1, 1]].map((p) => p.map((v) => v * 0.85)),
    diamond: [[0, -1.1], [1.1, 0], [0, 1.1], [-1.1, 0]],
    triangle: [[0, -1.1], [1.05, 0.8], [-1.05, 0.8]],
    triangleDown: [[0, 1.1], [1.05, -0.8], [-1.05, -0.8]],
    hexagon: [[1, 0], [0.5, 0.87], [-0.5, 0.87], [-1, 0], [-0.5, -0.87], [0.5, -0.87]],
  }[name];
  if (!points) return `M ${-r} 0 A ${r} ${r} 0 1 0 ${r} 0 A ${r} ${r} 0 1 0 ${-r} 0 Z`;
  return "M" + points.map(([x, y]) => `${(x * r).toFixed(1)} ${(y * r).toFixed(1)}`).join("L") + "Z";
}

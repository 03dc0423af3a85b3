// Names, aliases, pinyin and initials. Ranked: exact, prefix, inside; then by number of facts.
let haystack = null;

function index() {
  if (haystack) return;
  const others = meta.pages?.names ?? [];
  haystack = [...nodes.filter((node) => node.s === undefined), ...others].map((node) => ({
    id: node.id ?? -1,
    node,
    weight: node.w ?? degree[node.id],
    name: node.label.toLowerCase(),
    others: (node.a ?? []).map((name) => name.toLowerCase()),
    letters: (node.p ?? []).join(" ").replace(/(^|[ /])([^ /])[^ /]*/g, "$2"), // with which its syllables begin
    sounds: (node.p ?? []).map((sound) => sound.split(" ").map((syllable) => syllable.split("/"))),
  }));
}

function find(query, limit = 12) {
  index();
  const wanted = query.trim().toLowerCase();
  const tight = wanted.replace(/[\s'’]+/g, "");
  if (!wanted) return [];
  const latin = /^[a-zü]+$/.test(tight);
  const hits = [];
  for (const entry of haystack) {
    if (entry.id >= 0 && !shownNode[entry.id]) continue;
    const score = Math.min(
      rank(entry.name, wanted, 0),
      ...entry.others.map((name) => rank(name, wanted, 3)),
      ...(latin && entry.letters.includes(tight[0]) ? entry.sounds.map((sound) => heard(sound, tight)) : []),
    );
    if (score < 99) hits.push([score, entry]);
  }
  hits.sort((a, b) => a[0] - b[0] || b[1].weight - a[1].weight); // else in the order of the ids
  return hits.slice(0, limit).map((hit) => hit[1]);
}

// The address of something on another page of the set.
const elsewhere = (file, parts) => `${meta.pages.files[file][0]}#${new URLSearchParams(parts)}`;

function rank(text, wanted, base) {
  const at = text.indexOf(wanted);
  if (at < 0) return 99;
  if (at === 0) return text.length === wanted.length ? base : base + 10;
  return base + 20;
}

// Pinyin from any syllable on, in full or by initials, in any reading of each character.
function heard(sound, wanted) {
  for (let start = 0; start < sound.length; start++) {
    if (!begins(sound[start], wanted[0])) continue;
    const end = spelled(sound, wanted, start);
    if (end > 0) return 6 + (start ? 20 : end < sound.length ? 10 : 0);
  }
  const last = sound.length - wanted.length;
  for (let start = 0; start <= last; start++) {
    let at = 0;
    while (at < wanted.length && begins(sound[start + at], wanted[at])) at++;
    if (at === wanted.length) return 7 + (start ? 20 : last ? 10 : 0);
  }
  return 99;
}

function begins(readings, letter) {
  for (const reading of readings) if (reading[0] === letter) return true;
  return false;
}

// The syllable after the last one that the letters reach, or 0 where they spell something else.
function spelled(sound, letters, at) {
  if (!letters) return at;
  for (const reading of sound[at] ?? []) {
    if (reading.startsWith(letters)) return at + 1;
    const end = letters.startsWith(reading) && reading ? spelled(sound, letters.slice(reading.length), at + 1) : 0;
    if (end) return end;
  }
  return 0;
}

function searchBox() {
  const box = document.getElementById("search");
  const list = document.getElementById("results");
  const status = document.getElementById("found");
  let hits = [];
  let at = -1;

  const close = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
    at = -1;
  };
  const mark = (next) => {
    at = next;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
    if (at >= 0) {
      box.setAttribute("aria-activedescendant", "hit-" + at);
      list.children[at]?.scrollIntoView({ block: "nearest" });
    }
  };
  const choose = (number) => {
    const hit = hits[number];
    if (hit === undefined) return;
    close();
    box.value = "";
    box.blur();
    draw.then = () => document.querySelector("#panel h2").focus();
    if (hit.id >= 0) pick(hit.id);
    else location.href = elsewhere(hit.node.g, { node: hit.node.k });
  };
  const show = () => {
    const query = box.value;
    hits = find(query);
    list.replaceChildren();
    if (!query.trim()) return close();
    hits.forEach(({ node, weight }, number) => {
      const other = (node.a ?? []).find((name) => name.includes(query.trim()));
      list.append(make("li", { role: "option", id: "hit-" + number, "aria-selected": "false", onclick: () => choose(number) },
        shape(node.t), make("span", { class: "name" }, node.label),
        other ? make("small", {}, other) : null,
        make("small", { class: "count" }, `${typeName(node.t)} · ${node.id === undefined ? `${weight} ↗` : shownFacts(node.id).length}`)));
    });
    if (!hits.length) list.append(make("li", { class: "none", role: "option", "aria-disabled": "true" }, t("searchNone", query.trim())));
    status.textContent = hits.length ? t("searchFound", hits.length) : t("searchNone", query.trim());
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    mark(hits.length ? 0 : -1);
  };

  box.addEventListener("input", show);
  box.addEventListener("focus", show);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (hits.length) mark((at + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(Math.max(at, 0));
    } else if (event.key === "Escape") {
      if (list.hidden) box.blur();
      close();
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  box.addEventListener("blur", close);
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      box.focus();
    }
  });
}

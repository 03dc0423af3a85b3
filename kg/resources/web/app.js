// The page as a whole: legends, buttons, language, theme, and the start.
function remember(name, value) {
  try {
    if (value === undefined) return localStorage.getItem("kg-" + name);
    localStorage.setItem("kg-" + name, value);
  } catch (error) {
    if (error.name !== "SecurityError") throw error; // a sandboxed frame keeps nothing
  }
  return null;
}

function legend() {
  const place = document.getElementById("legend");
  const perType = tally(nodes, (node) => node.t);
  const perRelation = tally(rows, (row) => row[ROW.relation]);
  const perStatus = tally(rows, (row) => row[ROW.status]);
  const undated = rows.filter((row) => !when(row)).length;
  place.replaceChildren(
    switches("types", perType, typeName, (number) => shape(number)),
    switches("relations", perRelation, relationName, () => null),
    switches("statuses", perStatus, statusName, (number) => make("span", { class: number ? "dash" : "solid", "aria-hidden": "true" })),
    make("fieldset", { class: "time" }, make("legend", {}, t("time")), make("p", { class: "help" }, t("timeHelp")),
      day("since", t("from")), day("until", t("until")),
      make("div", { class: "switch" }, check("undated", state.undated, `${t("undated")}`, undated, (on) => { state.undated = on; }))),
    make("button", { type: "button", id: "reset", onclick: reset }, t("reset")));
}

function tally(list, key) {
  const counts = new Map();
  for (const item of list) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return [...counts].sort((a, b) => a[0] - b[0]);
}

function switches(name, counts, title, sign) {
  const off = state.off[name];
  return make("fieldset", { "data-legend": name }, make("legend", {}, t(name)), counts.map(([number, count]) =>
    make("div", { class: "switch" },
      check(`${name}-${number}`, !off.has(number), title(number), count, (on) => off[on ? "delete" : "add"](number), sign(number)),
      make("button", { type: "button", class: "only", id: `only-${name}-${number}`, "aria-label": `${t("only")} ${title(number)}`, onclick: () => {
        off.clear();
        for (const [other] of counts) if (other !== number) off.add(other);
        changed(`only-${name}-${number}`);
      } }, t("only")))));
}

function check(id, on, title, count, change, sign = null) {
  const box = make("input", { type: "checkbox", id: "on-" + id });
  box.checked = on;
  box.addEventListener("change", () => {
    change(box.checked);
    changed(box.id);
  });
  return make("label", { for: "on-" + id }, box, sign, make("span", {}, title), make("small", { "data-count": count }, String(count)));
}

function day(name, title) {
  const box = make("input", { type: "date", id: name });
  box.value = state[name];
  box.addEventListener("change", () => {
    state[name] = box.value;
    changed(name);
  });
  return make("label", { class: "day" }, title, box);
}

// A filter was set: that is a step of its own, which Back takes back.
function changed(focus) {
  filter();
  if (state.path) state.path = walked(...state.path.ends, state.path.without);
  if (location.protocol !== "about:") {
    if (!state.filtered) history.replaceState(null, "", location.hash + (location.hash.length > 1 ? "&" : "#") + "filter=");
    state.filtered = true;
    if (address() !== location.hash) history.pushState(null, "", address());
  }
  legend();
  draw();
  drawn();
  if (focus) document.getElementById(focus)?.focus();
}

function reset() {
  for (const set of Object.values(state.off)) set.clear();
  meta.statuses.forEach((_, number) => number && state.off.statuses.add(number));
  Object.assign(state, { since: "", until: "", undated: true });
  changed("reset");
}

function speak(next) {
  language = next;
  remember("language", next);
  translate();
  legend();
  draw();
}

function theme(next) {
  document.documentElement.dataset.theme = next;
  remember("theme", next);
  palette();
}

function buttons() {
  const on = (id, act) => document.getElementById(id).addEventListener("click", act);
  const drawer = (open) => {
    document.body.classList.toggle("filtering", open);
    document.getElementById("to-filters").setAttribute("aria-expanded", String(open));
    network.redraw();
  };
  on("home", () => { notice(""); go({ view: "graph" }); });
  on("skip", () => {
    draw.then = () => document.getElementById("listing").focus();
    show("table");
  });
  on("to-graph", () => show("graph"));
  on("to-table", () => show("table"));
  on("to-filters", () => drawer(!document.body.classList.contains("filtering")));
  on("close-filters", () => { drawer(false); document.getElementById("to-filters").focus(); });
  on("language", () => speak(language === "zh" ? "en" : "zh"));
  on("theme", () => {
    theme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
    draw();
  });
  on("zoom-in", () => zoom(1.4));
  on("zoom-out", () => zoom(1 / 1.4));
  on("fit", () => fit());
  document.getElementById("export").addEventListener("click", (event) => {
    const act = FILES[event.target.dataset?.file];
    if (!act) return;
    document.getElementById("export").open = false;
    act();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.getElementById("export").open = false;
    drawer(matchMedia("(min-width: 1100px)").matches && document.body.classList.contains("filtering"));
  });
  new ResizeObserver(resized).observe(document.getElementById("canvas"));
}

function show(view) {
  const { node, path, ask, of, kept, far } = state;
  go({ view, node, path, ask, of, kept, far });
}

function follow(hash) {
  restore(hash);
  draw();
  drawn();
}

// Which address the page shows: it follows a change of the address a moment later, and scripts wait for it.
function drawn() {
  document.documentElement.dataset.drawn = location.hash;
}

async function main() {
  await load();
  language = remember("language") ?? meta.language;
  if (!meta.strings[language]) language = meta.language;
  theme(remember("theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
  meta.statuses.forEach((_, number) => number && state.off.statuses.add(number));
  document.body.classList.toggle("filtering", matchMedia("(min-width: 1100px)").matches);
  translate();
  filter();
  legend();
  canvas();
  searchBox();
  buttons();
  if (location.hash.length > 1) restore(location.hash);
  else if (meta.focus >= 0) state.node = meta.focus;
  addEventListener("hashchange", () => follow(location.hash));
  document.addEventListener("click", (event) => {
    const anchor = event.target instanceof Element && event.target.closest("a[href^='#']");
    if (!anchor || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
    event.preventDefault(); // in a notebook's frame the address is the notebook's
    if (location.protocol === "about:") follow(anchor.getAttribute("href"));
    else location.hash = anchor.getAttribute("href");
  });
  draw();
  drawn();
  window.graph = Object.freeze({ visible });
  document.documentElement.dataset.ready = "yes";
  idle(index);
}

// Work that nobody waits for yet: the first search finds its index made.
function idle(work) {
  if (window.requestIdleCallback) requestIdleCallback(work, { timeout: 1500 });
  else setTimeout(work, 300);
}

main();

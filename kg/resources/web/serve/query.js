// The query page: YASGUI on this server's endpoint, with the competency questions as examples.
"use strict";
const endpoint = new URL("/sparql", location.href).href;
const yasgui = new Yasgui(document.getElementById("yasgui"), {
  requestConfig: { endpoint, method: "POST" },
  copyEndpointOnNewTab: true,
  endpointCatalogueOptions: { getData: () => [{ endpoint }] },
  persistenceId: "kg",
  autofocus: true,
});
const select = document.getElementById("questions");
fetch("/queries.json").then((answer) => answer.json()).then((questions) => {
  for (const question of questions) {
    const option = document.createElement("option");
    option.value = question.name;
    option.textContent = question[select.dataset.language];
    option.title = question.description;
    select.append(option);
  }
  select.addEventListener("change", () => {
    const question = questions.find((item) => item.name === select.value);
    if (question) yasgui.getTab().setQuery(question.text);
  });
  document.body.dataset.ready = questions.length;
});

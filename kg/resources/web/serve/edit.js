// A sentence that is marked in the text of an article is its quotation in the form.
"use strict";
document.addEventListener("selectionchange", () => {
  const chosen = document.getSelection();
  const text = chosen.toString().trim();
  const inside = chosen.anchorNode && document.querySelector("[data-quote]").contains(chosen.anchorNode);
  if (inside && text && text.length <= 300) document.querySelector("[name=quote]").value = text;
});

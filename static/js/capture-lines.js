// The list of lines that this browser still keeps, where a page has a place for it.
(() => {
  "use strict";
  function shown(line) {
    const item = document.createElement("li");
    const text = document.createElement("span");
    text.className = "line-text";
    text.textContent = line.text;
    const note = document.createElement("small");
    note.textContent = line.refused || new Date(line.written_at).toLocaleString(document.documentElement.lang);
    text.append(note);
    item.append(text);
    if (captures.isUnderWay(line.key)) return item;
    const back = document.createElement("button");
    Object.assign(back, { type: "button", className: "btn btn-light btn-sm", textContent: captures.settings().takeBack });
    back.dataset.takeBack = line.key;
    item.append(back);
    return item;
  }

  function paint() {
    const kept = captures.lines();
    const count = `${captures.settings().notSent} (${kept.length})`;
    for (const box of document.querySelectorAll("[data-unsent]")) {
      box.hidden = !kept.length;
      const list = box.querySelector("ul");
      if (list) list.replaceChildren(...kept.map(shown));
      const title = box.querySelector("[data-unsent-count]");
      if (title) title.textContent = title.dataset.unsentCount === "short" ? kept.length : count;
      if (box.matches("button")) box.setAttribute("aria-label", count);
    }
  }

  document.addEventListener("captures:change", paint);
  document.addEventListener("htmx:load", paint);
  document.addEventListener("DOMContentLoaded", paint);
  window.addEventListener("storage", paint); // another tab
})();

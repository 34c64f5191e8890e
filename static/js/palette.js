// Ctrl K: a combobox whose options are links, fetched by htmx; here only the keyboard.
(() => {
  "use strict";
  const input = () => document.getElementById("palette-input");
  const options = () => [...document.querySelectorAll("#palette-results [role=option]")];
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

  function select(option) {
    for (const other of options()) other.setAttribute("aria-selected", String(other === option));
    if (option) input().setAttribute("aria-activedescendant", option.id);
    else input().removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  function move(step) {
    const all = options();
    const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (all.length) select(all[(at + step + all.length) % all.length]);
  }

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      window.openDialog("palette");
    }
    if (event.target !== input()) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      move(steps[event.key]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      document.querySelector("#palette-results [aria-selected=true]")?.click();
    } else if (event.key === "Escape") {
      event.preventDefault(); // a search field would only empty itself
      document.getElementById("palette").close();
    }
  });
  document.addEventListener("dialog:open", (event) => {
    if (event.target.id !== "palette") return;
    input().value = "";
    input().focus();
    htmx.trigger(input(), "palette:open");
  });
  document.addEventListener("htmx:afterSwap", ({ target }) => {
    if (target.id === "palette-results") select(options()[0]);
  });
  document.addEventListener("htmx:load", () => {
    if (isMac) document.querySelectorAll(".search-opener kbd").forEach((key) => (key.textContent = "⌘ K"));
  });
})();

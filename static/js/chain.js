// The lines of the chain, drawn between the cards of neighbouring columns; the lists say the same in words.
(() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  let watcher = null;

  function path(from, to, corner, isOn) {
    const a = from.getBoundingClientRect();
    const b = to.getBoundingClientRect();
    const [x1, y1] = [a.right - corner.left, a.top + a.height / 2 - corner.top];
    const [x2, y2] = [b.left - corner.left, b.top + b.height / 2 - corner.top];
    const half = (x2 - x1) / 2;
    const line = document.createElementNS(SVG, "path");
    line.setAttribute("d", `M${x1} ${y1}C${x1 + half} ${y1} ${x2 - half} ${y2} ${x2} ${y2}`);
    if (isOn) line.setAttribute("class", "is-on");
    return line;
  }

  function draw(chain) {
    chain.querySelector("svg")?.remove();
    const corner = chain.getBoundingClientRect();
    const paper = document.createElementNS(SVG, "svg");
    paper.setAttribute("aria-hidden", "true");
    paper.setAttribute("class", "chain-lines");
    for (const card of chain.querySelectorAll("[data-down]")) {
      for (const anchor of card.dataset.down.split(" ").filter(Boolean)) {
        const there = document.getElementById(anchor);
        const isOn = card.classList.contains("is-on") && there?.classList.contains("is-on");
        if (there) paper.append(path(card, there, corner, isOn));
      }
    }
    chain.prepend(paper);
  }

  document.addEventListener("htmx:load", () => {
    const chain = document.querySelector("[data-chain]");
    watcher?.disconnect();
    if (!chain) return;
    watcher = new ResizeObserver(() => draw(chain));
    watcher.observe(chain);
  });
  document.addEventListener("htmx:beforeCleanupElement", ({ target }) => {
    if (target.matches?.("#board, body")) watcher?.disconnect();
  });
})();

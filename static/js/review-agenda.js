// The topics of a review are dragged into their order; the buttons of each do the same by keyboard.
(() => {
  "use strict";
  const within = (target, selector) => [target, ...target.querySelectorAll(selector)].filter((each) => each.matches(selector));

  document.addEventListener("htmx:load", ({ target }) => {
    for (const list of within(target, "[data-agenda]")) {
      if (list.sortable || !window.Sortable) continue;
      list.sortable = Sortable.create(list, { handle: ".review-grip", draggable: "[data-topic]", animation: 120 });
    }
  });
  document.addEventListener("htmx:beforeCleanupElement", ({ target }) => target.sortable?.destroy());
})();

// On a narrow screen the tab, or the view, of the page may stand beyond the edge: bring it into sight.
(() => {
  "use strict";
  document.addEventListener("htmx:load", () => {
    for (const tab of document.querySelectorAll(".tabs [aria-current], .people-views [aria-current]")) {
      const row = tab.closest(".tabs, .people-views");
      row.scrollLeft = tab.offsetLeft + tab.offsetWidth / 2 - row.clientWidth / 2;
    }
  });
})();

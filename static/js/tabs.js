// On a narrow screen the tab of the page may stand beyond the edge: bring it into sight.
(() => {
  "use strict";
  document.addEventListener("htmx:load", () => {
    for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
      const row = tab.closest(".tabs");
      row.scrollLeft = tab.offsetLeft + tab.offsetWidth / 2 - row.clientWidth / 2;
    }
  });
})();

// The rows behind a figure: a page of their own, shown here in a dialog over the page; Escape brings back the figure.
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-rows]");
    if (!link || !document.getElementById("rows") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    htmx.ajax("GET", link.href, { target: "#rows-content", select: "#rows-content", swap: "outerHTML ignoreTitle:true" });
  }, true);

  document.addEventListener("htmx:load", ({ target }) => {
    if (target.id === "rows-content" && target.closest("dialog") && target.childElementCount) window.openDialog("rows");
  });
})();

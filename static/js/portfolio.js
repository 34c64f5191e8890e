// The portfolio: filters, columns, views and bulk edits open in a sheet over the list; rows are ticked; columns move.
(() => {
  "use strict";

  // Pages that stand alone without JavaScript; here only their content is shown, in the dialog.
  function openInSheet(url) {
    htmx.ajax("GET", url, { target: "#sheet-content", select: "#sheet-content", swap: "outerHTML ignoreTitle:true" });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-sheet]");
    if (!link || !document.getElementById("sheet") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    openInSheet(link.href);
  }, true);

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-sheet]");
    if (!form || !document.getElementById("sheet")) return;
    event.preventDefault();
    event.stopPropagation();
    openInSheet(`${form.action}?${new URLSearchParams(new FormData(form))}`);
  }, true);

  document.addEventListener("htmx:load", ({ target }) => {
    if (target.id === "sheet-content" && target.closest("dialog") && target.childElementCount) window.openDialog("sheet");
  });

  // --- ticked rows ---------------------------------------------------------------------------------------------
  function count(form) {
    const boxes = [...form.querySelectorAll("input[name=ids]")];
    const chosen = boxes.filter((box) => box.checked).length;
    const all = form.querySelector("[data-check-all]");
    const page = form.querySelector("[data-check-page]");
    page.checked = chosen === boxes.length;
    page.indeterminate = chosen > 0 && chosen < boxes.length;
    if (all && chosen < boxes.length) all.checked = false;
    const label = form.querySelector("[data-selected]");
    label.hidden = Boolean(all?.checked);
    label.textContent = chosen === 1 ? label.dataset.one : label.dataset.many.replace("%n", chosen);
    for (const box of boxes) box.closest("tr").classList.toggle("is-selected", box.checked);
  }

  document.addEventListener("change", ({ target }) => {
    const form = target.closest("#bulk");
    if (!form || target.type !== "checkbox") return;
    if (target.matches("[data-check-page]") || (target.matches("[data-check-all]") && target.checked)) {
      for (const box of form.querySelectorAll("input[name=ids]")) box.checked = target.checked;
    }
    count(form);
  });

  // --- order of the columns ------------------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".column-list [data-move]");
    if (!button) return;
    const line = button.closest("li");
    if (button.dataset.move === "up") line.previousElementSibling?.before(line);
    else line.nextElementSibling?.after(line);
    button.focus();
  });
})();

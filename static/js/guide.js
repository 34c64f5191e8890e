// The value that a guide proposes goes into the field of the form behind its dialog.
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-guide-value]");
    if (!button) return;
    const field = document.getElementById(button.dataset.guideField);
    button.closest("dialog")?.close();
    if (!field) return;
    field.value = button.dataset.guideValue;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  });
})();

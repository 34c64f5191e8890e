// The inbox by keyboard: letters and arrows press the links that the page has; a digit chooses a category; Enter in a
// text saves, Esc leaves the line as it is.
(() => {
  "use strict";
  const WRITING = "textarea, select, [contenteditable=true], input:not([type=radio], [type=checkbox])";

  function press(root, key) {
    const name = key.length === 1 ? key.toLowerCase() : key;
    const control = [...root.querySelectorAll("[data-key]")].find((each) => each.dataset.key.split(" ").includes(name));
    control?.click();
    return Boolean(control);
  }

  function chooseCategory(form, key) {
    const radios = form ? [...form.querySelectorAll("input[type=radio]")] : [];
    const radio = /^\d$/.test(key) && radios[(Number(key) + 9) % 10];
    if (!radio) return false;
    radio.checked = true;
    radio.focus();
    return true;
  }

  function leave(root) {
    const cancel = root.querySelector("[data-cancel]");
    cancel?.click();
    return Boolean(cancel);
  }

  function inText(root, event) {
    if (event.key === "Escape") return !event.target.closest(".ts-wrapper.dropdown-active") && leave(root);
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !("enterSends" in event.target.dataset)) return false;
    event.target.form.requestSubmit();
    return true;
  }

  function onForm(root, event) {
    const form = root.querySelector(".inbox-form");
    if (event.key === "Escape") return leave(root);
    if (event.target.matches("input[type=radio]") && event.key.startsWith("Arrow")) return false; // moves among them
    return chooseCategory(form, event.key) || press(root, event.key);
  }

  document.addEventListener("keydown", (event) => {
    const root = document.getElementById("inbox");
    if (!root || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const isWriting = event.target.closest(`${WRITING}, .ts-wrapper`);
    const isDone = isWriting ? inText(root, event) : onForm(root, event);
    if (!isDone) return;
    event.preventDefault();
    event.stopPropagation(); // "n" is a note here, and not the box
  }, true);

  // An open list would lie over Save: it opens at a click, an arrow or the first letter, which it then takes.
  function focusClosed(list) {
    list.settings.openOnFocus = false;
    list.focus();
    setTimeout(() => { list.settings.openOnFocus = true; }, 100);
    list.focus_node.addEventListener("keydown", (event) => {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (!list.isOpen && isPlain && (event.key === "ArrowDown" || event.key.length === 1)) list.open();
    });
  }

  document.addEventListener("htmx:load", () => {
    const list = document.querySelector(".inbox-form select[autofocus]")?.tomselect;
    if (list && !list.isFocused) focusClosed(list);
    document.getElementById("inbox")?.setAttribute("data-ready", "");
  });
})();

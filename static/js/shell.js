// Toasts, the theme, rows that open, the search key.
(() => {
  "use strict";
  const SHORT = 6000;
  const WITH_UNDO = 12000;

  // --- toasts --------------------------------------------------------------------------------------------------
  function leave(note) {
    note.classList.add("is-leaving");
    setTimeout(() => note.remove(), 220);
  }

  function watch(note) {
    if (note.dataset.watched) return;
    note.dataset.watched = "1";
    if (note.matches(".note-error")) return; // an error stays until it is read
    const delay = note.querySelector("form") ? WITH_UNDO : SHORT;
    let timer;
    const start = () => (timer = setTimeout(() => leave(note), delay));
    const stop = () => clearTimeout(timer);
    for (const name of ["mouseenter", "focusin"]) note.addEventListener(name, stop);
    for (const name of ["mouseleave", "focusout"]) note.addEventListener(name, start);
    start();
  }

  function showFailure(reason) {
    const toasts = document.getElementById("toasts");
    const note = document.getElementById("note-template")?.content.firstElementChild.cloneNode(true);
    if (!toasts || !note) return;
    const text = note.querySelector(".note-text");
    text.textContent = text.dataset[reason];
    toasts.querySelectorAll("[data-failure]").forEach((old) => old.remove());
    note.dataset.failure = reason;
    toasts.append(note);
  }

  // A word of a script, as if the server had said it: "success" or "warning".
  window.showNote = (words, tone) => {
    const note = document.getElementById("note-template").content.firstElementChild.cloneNode(true);
    note.querySelector(".note-text").textContent = note.dataset.said = words;
    for (const old of document.querySelectorAll("#toasts [data-said]")) if (old.dataset.said === words) old.remove();
    note.classList.replace("note-error", `note-${tone}`);
    note.querySelector(".bi").className = tone === "success" ? "bi bi-check-circle" : "bi bi-exclamation-triangle";
    note.removeAttribute("role"); // the region speaks politely
    document.getElementById("toasts").append(note);
    watch(note);
  };

  function takeMessages(page) {
    // The response was a page of which only a part is swapped: its messages must not be lost.
    const notes = new DOMParser().parseFromString(page, "text/html").querySelectorAll("#toasts [data-note]");
    for (const note of notes) {
      const copy = document.importNode(note, true);
      document.getElementById("toasts").append(copy);
      htmx.process(copy);
      watch(copy);
    }
  }

  document.addEventListener("htmx:load", () => document.querySelectorAll("[data-note]").forEach(watch));
  document.addEventListener("htmx:responseError", () => showFailure("failed"));
  document.addEventListener("htmx:sendError", () => showFailure("offline"));
  document.addEventListener("htmx:timeout", () => showFailure("offline"));
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target !== document.body && detail.serverResponse.includes('id="toasts"')) takeMessages(detail.serverResponse);
  });

  // --- clicks --------------------------------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    event.target.closest("[data-note-close]")?.closest("[data-note]").remove();
    const row = event.target.closest(".table-links tbody tr");
    const isOnControl = event.target.closest("a, button, input, select, label, summary");
    if (row && !isOnControl && !getSelection().toString()) row.querySelector("a[href]")?.click();
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-theme-form]") || !event.submitter) return;
    document.documentElement.dataset.theme = event.submitter.value; // at once; the server remembers it
    for (const button of event.target.querySelectorAll("[name=theme]")) {
      button.setAttribute("aria-pressed", String(button === event.submitter));
    }
  });

  // --- keys ----------------------------------------------------------------------------------------------------
  const isTyping = (element) => element.matches?.("input, textarea, select, [contenteditable=true]");
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "/") {
      event.preventDefault();
      const search = document.querySelector("#main input[type=search]");
      if (search) search.focus();
      else window.openDialog("palette");
    } else if (event.key === "?") {
      event.preventDefault();
      window.openDialog("shortcuts");
    }
  });
})();

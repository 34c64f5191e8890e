// Our screen of a review: time spent on a topic, the arrows that change it, and words that become decisions and actions.
(() => {
  "use strict";
  const desk = () => document.getElementById("review-desk");
  const isWriting = (element) => element.closest?.("textarea, select, input, [contenteditable=true], .ts-wrapper");

  // --- time ----------------------------------------------------------------------------------------------------
  function tell(timer) {
    const gone = Math.max(0, Math.floor(Date.now() / 1000 - Number(timer.dataset.since)));
    const planned = Number(timer.dataset.minutes);
    const clock = `${Math.floor(gone / 60)}:${String(gone % 60).padStart(2, "0")}`;
    timer.textContent = planned ? `${clock} / ${planned}:00` : clock;
    timer.classList.toggle("is-over", planned > 0 && gone > planned * 60);
  }

  setInterval(() => {
    const timer = document.querySelector(".review-timer");
    if (timer) tell(timer);
  }, 1000);
  document.addEventListener("htmx:load", () => document.querySelectorAll(".review-timer").forEach(tell));

  // --- what is still being written is saved before anything else happens: the page that comes back holds it --------
  const notes = () => [...document.querySelectorAll(".review-note form")];
  const written = (note) => note.querySelector("textarea").value;
  const unsaved = () => notes().find((note) => written(note) !== note.saved);

  document.addEventListener("htmx:load", () => {
    for (const note of notes()) note.saved ??= written(note);
  });
  document.addEventListener("htmx:beforeRequest", ({ target }) => {
    if (target.matches?.(".review-note form")) target.leaving = written(target);
  });
  document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
    const isNote = target.matches?.(".review-note form");
    if (isNote && detail.successful && !target.querySelector(".alert")) target.saved = target.leaving;
  });

  function onceSaved(then) {
    const note = unsaved();
    if (!note) return then();
    note.addEventListener("htmx:afterRequest", () => {
      if (!note.querySelector(".alert")) setTimeout(onceSaved, 0, then); // else both texts are to be read first
    }, { once: true });
    if (!note.classList.contains("htmx-request")) htmx.trigger(note, "submit");
  }

  document.addEventListener("click", (event) => {
    const control = event.target.closest?.("#review-desk button, #review-desk a:not([target]), .review-head a");
    if (!desk() || !control || !unsaved()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    onceSaved(() => control.click());
  }, true);

  // --- words that were selected --------------------------------------------------------------------------------
  const words = (text) => text.selectionStart < text.selectionEnd
    ? text.value.slice(text.selectionStart, text.selectionEnd).trim().replace(/\s+/g, " ") : "";

  function takeUp(text) {
    const field = document.querySelector("#outcome [name=text]");
    const said = words(text);
    if (field && said) field.value = said;
    return Boolean(said);
  }

  document.addEventListener("select", ({ target }) => {
    if (target.matches?.("[data-outcome-source]")) takeUp(target);
  });
  for (const name of ["mouseup", "keyup"]) {
    document.addEventListener(name, ({ target }) => {
      if (target.matches?.("[data-outcome-source]")) takeUp(target);
    });
  }

  function become(event) {
    const button = [...document.querySelectorAll("#outcome [data-kind]")].find((each) => event.code === `Key${each.dataset.kind}`);
    const source = event.target.closest?.("[data-outcome-source]");
    if (!button || !event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey || (source && !takeUp(source))) return false;
    button.click();
    return true;
  }

  // --- keys ----------------------------------------------------------------------------------------------------
  function walk(event) {
    const step = { ArrowRight: "on", PageDown: "on", ArrowLeft: "back", PageUp: "back" }[event.key];
    if (!step || isWriting(event.target) || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
    const control = desk().querySelector(`[data-step=${step}]`);
    control?.click();
    return Boolean(control);
  }

  document.addEventListener("keydown", (event) => {
    if (!desk() || document.querySelector("dialog[open]")) return;
    if (become(event) || walk(event)) event.preventDefault();
  });
})();

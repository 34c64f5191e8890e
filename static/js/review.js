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

  // What is still being saved goes first: the page that comes back holds the text as it was saved.
  function press(button) {
    const note = document.activeElement?.closest(".review-note form");
    if (!note) return button.click();
    note.addEventListener("htmx:afterRequest", () => button.click(), { once: true });
    htmx.trigger(note, "submit");
  }

  function become(event) {
    const button = [...document.querySelectorAll("#outcome [data-kind]")].find((each) => event.code === `Key${each.dataset.kind}`);
    const source = event.target.closest?.("[data-outcome-source]");
    if (!button || !event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey || (source && !takeUp(source))) return false;
    press(button);
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

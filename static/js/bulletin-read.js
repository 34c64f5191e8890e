// A reading is noted once the page has stood before somebody for a moment: a mail scanner that follows the link opens it
// unseen, and posts nothing. Without this script the button does it.
(() => {
  "use strict";
  const MOMENT = 2_000; // milliseconds
  const form = document.querySelector("form[data-reading]");
  if (!form) return;
  let timer;
  let isNoted = false;

  async function note() {
    try {
      const body = new FormData(form);
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok) return;
      isNoted = true;
    } catch {
      return; // the button is still there
    }
    form.querySelector("button").hidden = true;
    form.querySelector("[role=status]").hidden = true;
    form.querySelector("[data-told]").hidden = false;
  }

  function wait() {
    clearTimeout(timer);
    if (!isNoted && document.visibilityState === "visible") timer = setTimeout(note, MOMENT);
  }

  document.addEventListener("visibilitychange", wait);
  wait();
})();

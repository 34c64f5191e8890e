// Select a text of a section, then comment on it: the passage stands in the comment between quotation marks.
(() => {
  "use strict";
  const LONGEST = 300; // characters of a quotation
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-primary btn-sm quote-button";
  button.hidden = true;

  function selected() {
    const choice = document.getSelection();
    const text = choice?.toString().trim() || "";
    const node = choice?.anchorNode;
    const place = (node instanceof Element ? node : node?.parentElement)?.closest("[data-quotable]");
    return place && text ? { text, box: choice.getRangeAt(0).getBoundingClientRect() } : null;
  }

  function offer() {
    const found = selected();
    button.hidden = !found;
    if (!found) return;
    const host = document.getElementById("main");
    if (button.parentElement !== host) host.append(button);
    button.textContent = document.getElementById("autosave-words")?.dataset.quote || "…";
    button.style.top = `${Math.max(8, found.box.bottom + 6)}px`;
    button.style.left = `${Math.max(8, Math.min(found.box.left, window.innerWidth - 200))}px`;
  }

  function quote() {
    const found = selected();
    const area = document.getElementById("comment-text");
    if (!found || !area) return;
    const text = found.text.length > LONGEST ? `${found.text.slice(0, LONGEST)}…` : found.text;
    area.value = `${area.value ? `${area.value.trimEnd()}\n` : ""}« ${text.replace(/\s+/g, " ")} »\n`;
    button.hidden = true;
    document.getSelection().removeAllRanges();
    area.focus();
    area.scrollIntoView({ block: "center" });
  }

  button.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
  button.addEventListener("click", quote);
  document.addEventListener("selectionchange", offer);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.altKey && event.key.toLowerCase() === "m") quote();
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target.id === "comment-text") event.target.form.requestSubmit();
  });
})();

// The box of every page: "n" or the button opens it, Enter sends, Esc keeps a draft.
(() => {
  "use strict";
  const FRESH = 5 * 60_000; // milliseconds for which the count of waiting lines is believed
  const dialog = () => document.getElementById("capture");
  const field = () => document.getElementById("capture-text");
  const account = () => document.getElementById("capture-account");
  const isTyping = (element) => element.matches?.("input, textarea, select, [contenteditable=true]");

  function open() {
    if (!dialog() || dialog().open) return;
    document.querySelectorAll("dialog[open]").forEach((other) => other.close());
    complain("");
    const draft = captures.draft();
    if (draft && !field().value) field().value = draft.text;
    window.openDialog("capture");
    field().focus();
    field().setSelectionRange(field().value.length, field().value.length);
  }

  function complain(words) {
    const place = document.getElementById("capture-error");
    place.textContent = words;
    place.hidden = !words;
    field().setAttribute("aria-invalid", String(Boolean(words)));
  }

  async function send() {
    const text = field().value;
    const wrong = captures.objection(text);
    if (wrong) return complain(wrong);
    try {
      captures.keep({ text, account: account().value });
    } catch {
      return complain(captures.settings().full);
    }
    field().value = "";
    captures.saveDraft({ text: "" });
    field().blur(); // else the next key would still be meant for it
    dialog().close();
    const result = await captures.send();
    window.showNote(captures.said(result), result.outcome === "sent" ? "success" : "warning");
  }

  document.addEventListener("click", async (event) => {
    if (event.target.closest("[data-capture]")) {
      event.preventDefault();
      open();
    }
    const back = event.target.closest("#capture [data-take-back]");
    if (back) {
      const text = captures.takeBack(back.dataset.takeBack)?.text;
      field().value = [field().value, text].filter(Boolean).join("\n");
      field().focus();
    }
    if (event.target.closest("#capture [data-retry]")) complain(await afterRetry());
  }, true);

  async function afterRetry() {
    const result = await captures.retry();
    return result.outcome === "sent" ? "" : captures.said(result);
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("#capture form")) return;
    event.preventDefault();
    send();
  });
  document.addEventListener("input", ({ target }) => {
    if (target !== field()) return;
    complain("");
    try {
      captures.saveDraft({ text: target.value });
    } catch {
      // a draft too big for the browser stays in the field
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.target === field() && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    }
    if (event.key !== "n" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open();
  });

  // --- the count of waiting lines, beside the inbox in the menu --------------------------------------------------
  function badge(count) {
    const place = document.querySelector("[data-waiting-badge]");
    if (!place) return;
    place.hidden = !count;
    place.querySelector("b").textContent = count;
  }

  function known() {
    try {
      return JSON.parse(sessionStorage.getItem("capture.waiting")) || {};
    } catch {
      return {};
    }
  }

  function note(count) {
    sessionStorage.setItem("capture.waiting", JSON.stringify({ count, user: captures.person(), at: Date.now() }));
    badge(count);
  }

  document.addEventListener("captures:waiting", ({ detail }) => note(detail));
  document.addEventListener("htmx:load", ({ target }) => {
    if (!captures.settings().user || !(target === document.body || target.querySelector?.("#capture"))) return;
    captures.remember();
    for (const { value, text } of captures.accounts()) {
      if (!account().tomselect && !account().querySelector(`option[value="${value}"]`)) account().add(new Option(text, value));
    }
    const shown = document.querySelector("[data-waiting]")?.dataset.waiting;
    const { count, user, at } = known();
    if (shown !== undefined) note(Number(shown));
    else if (user === captures.person()) badge(count);
    if (user !== captures.person() || Date.now() - at > FRESH) captures.refresh().catch(() => {});
    if (captures.lines().length) captures.send();
  });
})();

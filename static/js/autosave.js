// Passages written in place: saved by themselves when the hand rests, kept in this browser until the server has them,
// never written over what somebody else saved. Without this script the same forms save by their button.
(() => {
  "use strict";
  const PAUSE = 1_500; // milliseconds without a key before a text is saved
  const APART = 8_000; // milliseconds between two savings of a text: the history has no line for each word
  const AGAIN = 15_000; // milliseconds before another try without a connection
  const NEAR = 0.9; // share of the limit from which the count is shown
  const editors = new Map(); // form → editor

  const words = () => document.getElementById("autosave-words")?.dataset || {};
  const length = (text) => text.length + (text.match(/\n/g)?.length || 0); // line ends travel as two characters

  function edit(form) {
    const area = form.querySelector("textarea");
    const article = form.closest(".passage");
    const prose = article.querySelector(".prose");
    const opener = article.querySelector("[data-write]");
    const part = (name) => form.querySelector(`[data-${name}]`);
    const said = form.querySelector(".passage-state");
    const count = form.querySelector(".passage-count");
    const key = `boussole.${form.dataset.key}.${words().user}`;
    let saved = area.defaultValue.replace(/\r\n?/g, "\n"); // something may have been typed before this script came
    let timer;
    let last = 0;
    let running = null;
    let isStopped = false; // two texts wait for a choice

    const isDirty = () => area.value !== saved;

    function say(text, isBad = false) {
      said.textContent = text;
      said.classList.toggle("warn", isBad);
    }

    function keep() {
      const draft = { text: area.value, version: form.elements.version.value };
      try {
        if (isDirty()) localStorage.setItem(key, JSON.stringify(draft));
        else localStorage.removeItem(key);
      } catch {
        // no room: the text is on the page
      }
    }

    function putBack() {
      let draft = null;
      try {
        draft = JSON.parse(localStorage.getItem(key));
      } catch {
        return;
      }
      if (!draft || draft.text === area.value) return localStorage.removeItem(key);
      area.value = draft.text;
      form.elements.version.value = form.elements.seen.value = draft.version; // what the text was written upon
      open();
      measure();
      say(words().found, true);
      schedule();
    }

    function measure() {
      const left = Number(words().limit) - length(area.value);
      count.textContent = left < 0 ? `${-left} ${words().over}` : left < Number(words().limit) * (1 - NEAR) ? `${left} ${words().left}` : "";
      count.classList.toggle("warn", left < 0);
      return left >= 0;
    }

    function notice() {
      keep();
      if (isStopped) return;
      measure();
      say(words().waiting);
      schedule();
    }

    function schedule(wait = Math.max(PAUSE, last + APART - Date.now())) {
      clearTimeout(timer);
      timer = setTimeout(save, wait);
    }

    async function save(isDone = false) {
      clearTimeout(timer);
      if (running) await running;
      if (isStopped || !measure() || (!isDirty() && !isDone)) return;
      running = send(isDone);
      await running;
      running = null;
    }

    async function send(isDone) {
      const text = area.value;
      const body = new FormData(form);
      if (isDone) body.set("done", "1");
      say(words().saving);
      last = Date.now();
      try {
        const response = await fetch(form.dataset.autosave, { method: "POST", body, redirect: "manual" });
        if (response.type === "opaqueredirect" || response.status === 403) return say(words().session, true);
        if (response.status >= 500) throw new Error(response.statusText);
        if (response.status === 404) return say(`${words().refused} ${words().gone}`, true);
        receive(response, text, await response.json());
      } catch {
        say(words().offline, true);
        schedule(AGAIN);
      }
    }

    function receive(response, text, answer) {
      if (!response.ok) {
        isStopped = Boolean(answer.conflict);
        part("compare").hidden = !isStopped;
        return say(isStopped ? words().conflict : `${words().refused} ${answer.error}`, true);
      }
      saved = text;
      form.elements.version.value = form.elements.seen.value = answer.version;
      prose.innerHTML = answer.html;
      keep();
      if (isDirty()) return schedule();
      say(answer.told);
    }

    function open() {
      form.hidden = false;
      prose.hidden = true;
      opener.hidden = true;
    }

    async function close() {
      await save(true);
      if (isDirty() || !area.value.trim()) return;
      form.hidden = true;
      prose.hidden = false;
      opener.hidden = false;
      opener.focus();
    }

    part("preview").hidden = part("done").hidden = false;
    area.addEventListener("input", notice);
    area.addEventListener("blur", () => isDirty() && save());
    form.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
      event.preventDefault();
      save(true);
    });
    part("preview").addEventListener("click", async () => {
      await save();
      prose.hidden = !prose.hidden;
    });
    part("done").addEventListener("click", close);
    if (isDirty()) notice();
    else putBack();
    return { isDirty, save, open: () => (open(), area.focus()), stop: () => clearTimeout(timer) };
  }

  const alive = () => [...editors].filter(([form]) => form.isConnected).map(([, editor]) => editor);
  const unsaved = () => alive().filter((editor) => editor.isDirty());

  // The button saves in place; only the comparison of two texts is a page.
  document.addEventListener("submit", (event) => {
    const editor = editors.get(event.target);
    if (!editor || event.submitter?.hasAttribute("data-compare")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    editor.save(true);
  }, true);

  // So does the link that opens a passage: no page is asked for.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-write]");
    const editor = opener && editors.get(opener.closest(".passage").querySelector("form[data-autosave]"));
    if (!editor || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    editor.open();
  }, true);

  document.addEventListener("htmx:confirm", async (event) => {
    const { elt, target, issueRequest } = event.detail;
    if (event.defaultPrevented || target !== document.body || editors.has(elt) || !unsaved().length) return;
    event.preventDefault();
    await Promise.all(unsaved().map((editor) => editor.save()));
    if (!unsaved().length || window.confirm(words().leave)) issueRequest(true);
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved().length) event.preventDefault();
  });
  window.addEventListener("online", () => unsaved().forEach((editor) => editor.save()));

  document.addEventListener("htmx:load", ({ target }) => {
    for (const form of target.querySelectorAll("form[data-autosave]")) {
      if (!editors.has(form)) editors.set(form, edit(form));
    }
  });
  document.addEventListener("htmx:beforeCleanupElement", ({ target }) => {
    editors.get(target)?.stop();
    editors.delete(target);
  });
})();

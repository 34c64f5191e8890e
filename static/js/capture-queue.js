// Lines kept in this browser until the server has answered: one list for each person, so that whoever signs in next
// neither sees nor sends them. Shared by the box of every page and by the page of the phone.
(() => {
  "use strict";
  const PATIENCE = 15_000; // milliseconds for an answer
  const SWEEPING = 1_000; // milliseconds that signing out waits for the browser to forget
  const settings = () => document.getElementById("capture-words")?.dataset || {};
  let freshToken = "";
  let sending = null;
  let isLeaving = false;
  let delivering = ""; // the key of the line under way: the server may have it already

  // --- what is kept --------------------------------------------------------------------------------------------
  function stored(name, otherwise) {
    try {
      return JSON.parse(localStorage.getItem(name)) ?? otherwise;
    } catch {
      return otherwise;
    }
  }

  // Throws when there is no room. Somebody who is signing out leaves his lines, and nothing that comes late beside them.
  function store(name, value) {
    if (!isLeaving || name.startsWith("capture.lines.")) localStorage.setItem(name, JSON.stringify(value));
  }

  const forget = (name) => localStorage.removeItem(name);
  const person = () => settings().user || stored("capture.person", "");
  const listOf = (user) => `capture.lines.${user}`;
  const lines = () => (person() ? stored(listOf(person()), []) : []);
  const draftOf = () => `capture.draft.${person()}`;

  function change(user, update) {
    store(listOf(user), update(stored(listOf(user), [])));
    document.dispatchEvent(new CustomEvent("captures:change"));
  }

  function newKey() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16)); // plain http: no randomUUID
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  // What the server would refuse is said before it is kept; "" when the line is good.
  function objection(text) {
    const { empty, long, list, longest } = settings();
    if (!text.trim()) return empty;
    if ([...text.trim()].length <= Number(longest)) return "";
    return text.split("\n").length > 10 ? list : long;
  }

  function keep({ text, account }) {
    const line = { key: newKey(), text: text.trim(), account, written_at: new Date().toISOString() };
    change(person(), (kept) => [...kept, line]);
    return line;
  }

  // null when it is too late.
  function takeBack(key) {
    if (key === delivering) return null;
    const line = lines().find((each) => each.key === key);
    change(person(), (kept) => kept.filter((each) => each.key !== key));
    return line;
  }

  // --- the server ----------------------------------------------------------------------------------------------
  function ask(url, options = {}) {
    const signal = AbortSignal.timeout?.(PATIENCE);
    return fetch(url, { redirect: "manual", credentials: "same-origin", signal, ...options });
  }

  function post(line, user) {
    const token = freshToken || settings().token || "";
    const { key, text, account, written_at } = line;
    return ask(settings().url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ key, text, account, written_at, user }),
    });
  }

  // Who is signed in, with a token of today and the accounts of late; null when nobody is.
  async function refresh() {
    const answer = await ask(settings().stateUrl, { headers: { Accept: "application/json" } });
    if (!answer.ok) return null;
    const state = await answer.json();
    freshToken = state.token;
    if (settings().user && settings().user !== String(state.user)) return state;
    store("capture.person", String(state.user));
    store(`capture.accounts.${state.user}`, state.accounts);
    tell("captures:waiting", state.waiting);
    return state;
  }

  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

  async function deliver(line, user) {
    if (!freshToken && !settings().token) await refresh(); // a page from the cache has none
    let answer = await post(line, user);
    if (answer.status === 403) {
      const state = await refresh(); // the token is of another session, or of none
      if (state && String(state.user) !== user) return { outcome: "other" };
      if (state) answer = await post(line, user);
    }
    if (answer.type === "opaqueredirect" || answer.status === 403) return { outcome: "signedOut" };
    if (answer.status === 409) return { outcome: "other" };
    if (answer.ok) return { outcome: "sent", ...(await answer.json()) };
    if ([400, 413, 422].includes(answer.status)) return { outcome: "refused", said: await reason(answer) };
    return { outcome: "failed" };
  }

  const reason = (answer) => answer.json().then(({ error }) => error, () => settings().failed);

  function underWay(key) {
    delivering = key;
    document.dispatchEvent(new CustomEvent("captures:change"));
  }

  async function deliverAll() {
    const user = person();
    let last = { outcome: "nothing" };
    const next = () => stored(listOf(user), []).find((line) => !line.refused);
    for (let line = next(); user && line; line = next()) {
      const { key } = line;
      underWay(key);
      last = await deliver(line, user).catch(() => ({ outcome: "offline" }));
      underWay("");
      if (last.outcome === "sent") change(user, (kept) => kept.filter((each) => each.key !== key));
      else if (last.outcome === "refused") change(user, (kept) => kept.map((each) => (each.key === key ? { ...each, refused: last.said } : each)));
      else break;
    }
    if (last.waiting !== undefined) tell("captures:waiting", last.waiting);
    return last;
  }

  // One sending at a time; a line kept meanwhile is sent by the one under way.
  function send() {
    sending ||= deliverAll().finally(() => (sending = null));
    return sending;
  }

  // What happened to the line just kept, in words.
  function said({ outcome, said: words }) {
    return words || settings()[outcome] || settings().offline;
  }

  // A whole list: Chromium would need minutes to paste its lines one after the other.
  document.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") || "";
    if (!event.target.matches?.("#capture-text, #capture-form textarea") || text.length <= Number(settings().longest)) return;
    event.preventDefault();
    event.target.setRangeText(text, event.target.selectionStart, event.target.selectionEnd, "end");
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // --- the next person finds nothing -----------------------------------------------------------------------------
  async function sweep() {
    const workers = (await navigator.serviceWorker?.getRegistrations()) || [];
    await Promise.all(workers.map((worker) => worker.unregister()));
    const names = (await window.caches?.keys()) || [];
    await Promise.all(names.filter((name) => name.startsWith("capture-")).map((name) => caches.delete(name)));
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches?.('form[action*="/logout/"]')) return;
    event.preventDefault(); // a page that is being left would not finish sweeping
    isLeaving = true;
    const enough = new Promise((done) => setTimeout(done, SWEEPING));
    await Promise.race([sweep(), enough]).catch(() => null);
    const user = person();
    for (const name of ["capture.person", `capture.accounts.${user}`, `capture.draft.${user}`]) forget(name);
    sessionStorage.clear();
    form.submit();
  });
  window.addEventListener("online", () => send());

  window.captures = {
    settings, person, lines, objection, keep, takeBack, isUnderWay: (key) => key === delivering, send, said, refresh,
    accounts: () => stored(`capture.accounts.${person()}`, []),
    retry: () => { change(person(), (kept) => kept.map(({ refused, ...line }) => line)); return send(); },
    draft: () => stored(draftOf(), null),
    saveDraft: (draft) => (draft.text ? store(draftOf(), draft) : forget(draftOf())),
    remember: () => settings().user && store("capture.person", settings().user),
  };
})();

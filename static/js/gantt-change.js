// Changes of a plan: looked at first, with all that follows, then confirmed or given up; and the way back. The server
// computes every date; nothing is written before it is confirmed.
(() => {
  "use strict";
  const { numberOf } = window.ganttDays;
  const PAUSE = 350; // milliseconds without a key before what was nudged is looked at

  window.ganttChange = (chart) => {
    const { root, words } = chart;
    const panel = root.parentElement.querySelector(".gantt-preview");
    const title = panel.querySelector("h2");
    const pills = panel.querySelector(".pills");
    const confirm = panel.querySelector("[data-gantt-confirm]");
    let asking = null;
    let timer = 0;
    chart.pending = null; // {changes, answer}

    async function post(url, body, signal) {
      const headers = { "X-CSRFToken": document.querySelector(".shell").dataset.csrf, "Content-Type": "application/json" };
      const response = await fetch(url, { method: "POST", headers, signal, body: JSON.stringify({ version: chart.plan.version, ...body }) });
      const told = response.redirected ? {} : await response.json().catch(() => ({}));
      if (response.ok && !response.redirected) return told;
      throw Object.assign(new Error(told.error || words.failed), { status: response.status });
    }

    // --- what was refused ----------------------------------------------------------------------------------------------
    async function refused(error) {
      if (error.name === "AbortError") return;
      const isOld = error.status === 409;
      reset();
      chart.draw();
      show(error instanceof TypeError ? words.offline : error.message, [], "refused");
      chart.say("refused", { why: title.textContent });
      if (isOld) await chart.load();
    }

    // --- the panel -----------------------------------------------------------------------------------------------------
    function show(heading, told, state) {
      panel.hidden = false;
      panel.dataset.state = state;
      panel.setAttribute("aria-busy", String(state === "asking"));
      title.textContent = heading;
      pills.replaceChildren(...told.map(({ text, tone }) => {
        const pill = document.createElement("span");
        pill.className = `pill${tone === "plain" ? "" : ` pill-${tone}`}`;
        pill.textContent = text;
        return pill;
      }));
      confirm.disabled = state !== "ready";
    }

    function reset() {
      asking?.abort();
      clearTimeout(timer);
      chart.pending = null;
      chart.settle();
      panel.hidden = true;
    }

    // --- look ------------------------------------------------------------------------------------------------------------
    // Show what these changes would do. Those before them that still wait for an answer are replaced: `changes` is all.
    chart.propose = (changes, { pause = false } = {}) => {
      asking?.abort();
      clearTimeout(timer);
      chart.pending = { changes, answer: null };
      show(words.looking, [], "asking");
      if (pause) timer = setTimeout(look, PAUSE);
      else look();
    };

    async function look() {
      const { pending } = chart;
      asking = new AbortController();
      try {
        const answer = await post(root.dataset.previewUrl, { changes: pending.changes }, asking.signal);
        if (chart.pending !== pending) return;
        pending.answer = answer;
        take(pending);
      } catch (error) {
        if (chart.pending === pending) refused(error);
      }
    }

    // Links as they would be: new ones are drawn, and those that go.
    function linksAfter(changes) {
      const changed = new Map(changes.filter(({ link }) => link).map((change) => [change.link, change]));
      const kept = chart.plan.links.map((link) => {
        const change = changed.get(link.id);
        if (!change) return link;
        return change.op === "unlink" ? { ...link, state: "is-gone" } : { ...link, kind: change.kind, state: "is-new" };
      });
      const added = changes.filter(({ op }) => op === "link").map((change, place) => ({ ...change, id: -1 - place, state: "is-new" }));
      return [...kept, ...added];
    }

    // The tasks that one changes stand where they would; those that follow are ghosts; those that go are struck out.
    function take({ changes, answer }) {
      const tasksOf = (those) => those.map((change) => chart.plan.tasks.get(change.task)).filter(Boolean);
      const own = new Set(chart.withBelow(tasksOf(changes)).map(({ id }) => id));
      const gone = chart.withBelow(tasksOf(changes.filter(({ op }) => op === "delete")));
      const progress = new Map(changes.filter(({ op }) => op === "progress").map((change) => [change.task, change.percent]));
      chart.settle();
      chart.links = linksAfter(changes);
      for (const task of gone) chart.gone.add(task.id);
      for (const [key, [start, finish]] of Object.entries(answer.times)) {
        const id = Number(key);
        const place = { start: numberOf(start), finish: numberOf(finish) };
        const task = chart.plan.tasks.get(id); // others differ in their float only
        if (task && (task.start !== place.start || task.finish !== place.finish)) (own.has(id) ? chart.live : chart.ghosts).set(id, place);
      }
      for (const { op, task, days } of changes) if (op === "length") chart.live.set(task, { ...chart.placed(chart.plan.tasks.get(task)), days });
      for (const [id, percent] of progress) chart.live.set(id, { ...chart.placed(chart.plan.tasks.get(id)), progress: percent });
      show(answer.label, answer.told, "ready");
      chart.draw();
      chart.say("looked", { label: answer.label, told: answer.told.map(({ text }) => text).join(". ") });
    }

    // --- decide ------------------------------------------------------------------------------------------------------------
    async function write(url, body, word, told = {}) {
      try {
        const answer = await post(url, body);
        reset();
        chart.take(answer);
        chart.draw();
        chart.said(answer);
        chart.say(word, told);
        htmx.trigger(document.body, "project:changed");
        return answer;
      } catch (error) {
        refused(error);
        return null;
      }
    }

    chart.confirm = () => {
      const { pending } = chart;
      if (!pending?.answer || confirm.disabled) return;
      confirm.disabled = true;
      write(root.dataset.confirmUrl, { changes: pending.changes }, "confirmed", { label: pending.answer.label });
    };
    chart.giveUp = () => {
      reset();
      chart.draw();
      chart.say("givenUp");
    };
    // Changes that move nothing are written at once; they can be undone like the others.
    chart.apply = (changes, word, told) => write(root.dataset.confirmUrl, { changes }, word, told);
    chart.undo = () => chart.plan.undo && write(root.dataset.undoUrl, {}, "undone", { label: chart.plan.undo });
    chart.redo = () => chart.plan.redo && write(root.dataset.redoUrl, {}, "redone", { label: chart.plan.redo });

    chart.listen(panel, "click", (event) => {
      if (event.target.closest("[data-gantt-confirm]")) chart.confirm();
      else if (event.target.closest("[data-gantt-give-up]")) chart.giveUp();
      else return;
      chart.focus();
    });
    chart.listen(document, "keydown", (event) => {
      if (panel.hidden || event.defaultPrevented || document.querySelector("dialog[open]")) return;
      if (event.target.matches("input, textarea, select, [contenteditable=true]")) return;
      const isDecided = event.key === "Escape" || (event.key === "Enter" && !event.target.closest("a, button"));
      if (!isDecided) return;
      event.preventDefault();
      event.stopPropagation();
      event.key === "Enter" ? chart.confirm() : chart.giveUp();
    }, { capture: true });
  };
})();

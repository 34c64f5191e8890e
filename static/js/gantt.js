// The Gantt chart of a project: asks for the plan, draws it, and holds its parts together (gantt-*.js). What is drawn in
// which way (scale, critical path, baseline, columns) is remembered by the browser.
(() => {
  "use strict";
  const SCALES = ["day", "week", "month", "quarter"];
  const LONGEST = [31, 75, 600, Infinity]; // days of a project, by scale
  const PARTS = ["Plan", "Rows", "Draw", "Change", "Drag", "Forms", "Keys"];

  function wordsOf(root) {
    const told = [...root.querySelector("template").content.querySelectorAll("[data-word]")];
    return Object.fromEntries(told.map((word) => [word.dataset.word, word.textContent.trim()]));
  }

  function start(root) {
    const signal = new AbortController();
    const all = (name) => root.querySelectorAll(`[data-gantt-${name}]`);
    const kept = (name, otherwise) => localStorage.getItem(`gantt-${name}`) ?? otherwise;
    const narrow = root.clientWidth < 900;
    const chart = {
      root, words: wordsOf(root), key: `gantt-folded-${root.dataset.project}`, scale: kept("scale", ""),
      listen: (target, name, call, options = {}) => target.addEventListener(name, call, { ...options, signal: signal.signal }),
      say(key, told = {}) {
        const region = root.querySelector(".gantt-say");
        region.dataset.word = key;
        region.textContent = chart.words[key].replace(/\{(\w+)\}/g, (_all, name) => told[name] ?? "");
      },
    };
    root.gantt = chart;

    // --- what is shown, and how ------------------------------------------------------------------------------------------
    const shows = { critical: kept("critical", "1") === "1", baseline: kept("baseline", "1") === "1", columns: kept("columns", narrow ? "0" : "1") === "1" };
    function dress() {
      for (const [name, isOn] of Object.entries(shows)) {
        root.classList.toggle(`shows-${name}`, isOn);
        for (const button of all(name)) button.setAttribute("aria-pressed", String(isOn));
      }
      for (const button of all("scale")) button.setAttribute("aria-pressed", String(button.dataset.ganttScale === chart.scale));
    }
    chart.toggle = (name) => {
      if (!all(name).length) return; // no baseline is kept yet
      shows[name] = !shows[name];
      localStorage.setItem(`gantt-${name}`, shows[name] ? "1" : "0");
      dress();
      if (name === "columns") chart.draw();
      chart.say(shows[name] ? "shown" : "hidden", { what: all(name)[0].textContent.trim() });
    };
    chart.setScale = (scale) => {
      const scroll = root.querySelector(".gantt-scroll");
      const middle = chart.dayAt(scroll.scrollLeft + (scroll.clientWidth - chart.tableWidth()) / 2);
      chart.scale = scale;
      localStorage.setItem("gantt-scale", scale);
      dress();
      chart.draw();
      chart.showDay(middle, 0.5);
      chart.say("scaled", { scale: root.querySelector(`[data-gantt-scale=${scale}]`).textContent.trim() });
    };
    chart.zoom = (step) => {
      const next = SCALES[SCALES.indexOf(chart.scale) + step];
      if (next) chart.setScale(next);
    };

    // --- the plan ----------------------------------------------------------------------------------------------------------
    chart.load = async () => {
      try {
        const response = await fetch(root.dataset.dataUrl, { signal: signal.signal });
        if (!response.ok || response.redirected) throw new Error(response.status);
        const answer = await response.json();
        chart.take(answer);
        if (!SCALES.includes(chart.scale)) fit();
        chart.draw();
        chart.said(answer);
      } catch (error) {
        if (error.name !== "AbortError") chart.say("offline");
      }
    };
    // Until somebody chooses a scale: the first that shows a project of this length at a glance, or nearly.
    function fit() {
      const days = chart.plan.finish - chart.plan.start;
      chart.scale = SCALES[LONGEST.findIndex((longest) => days <= longest)];
      dress();
    }
    // What can be undone and done again, by its name.
    chart.said = (answer) => {
      root.classList.toggle("is-editable", answer.editable);
      for (const name of ["undo", "redo"]) {
        for (const button of all(name)) {
          button.disabled = !answer[name];
          button.title = answer[name] ? chart.words[`${name}What`].replace("{label}", answer[name]) : "";
          button.ariaLabel = button.title || chart.words[name];
        }
      }
      root.dataset.drawn = answer.version;
    };
    // One change at a time: what is looked at is confirmed or given up first.
    chart.mayBegin = () => {
      if (chart.pending) chart.say("decideFirst");
      return chart.plan.editable && !chart.pending;
    };
    chart.openTask = (task) => {
      if (!task || !chart.plan.editable) return;
      const way = document.createElement("a"); // a link like another, which htmx follows
      way.href = root.dataset.taskUrl.replace("/0/", `/${task.id}/`);
      root.append(way);
      htmx.process(way);
      way.click();
    };

    for (const part of PARTS) window[`gantt${part}`](chart);

    // --- the tools ---------------------------------------------------------------------------------------------------------
    const TOOLS = {
      scale: (button) => chart.setScale(button.dataset.ganttScale), critical: () => chart.toggle("critical"),
      baseline: () => chart.toggle("baseline"), columns: () => chart.toggle("columns"), undo: () => chart.undo(), redo: () => chart.redo(),
      add: () => chart.openAdd(), today: () => chart.showDay(chart.plan.today), fold: () => chart.fold(chart.plan.order, !chart.plan.order.some(chart.isFolded)),
    };
    chart.listen(root, "click", (event) => {
      for (const [name, act] of Object.entries(TOOLS)) {
        const button = event.target.closest(`[data-gantt-${name}]`);
        if (!button || !chart.plan) continue;
        event.preventDefault(); // without scripts it is a link to a page
        event.stopPropagation();
        act(button);
        return;
      }
    }, { capture: true });
    const sizes = new ResizeObserver(() => chart.plan && requestAnimationFrame(chart.draw));
    sizes.observe(root.querySelector(".gantt-scroll"));
    chart.end = () => {
      signal.abort();
      sizes.disconnect();
    };
    for (const part of root.querySelectorAll(".gantt-scroll, .gantt-shows, .gantt-tools")) part.hidden = false;
    root.querySelector(".gantt-plain")?.remove();
    dress();
    chart.load().then(() => chart.plan && chart.showDay(Math.min(chart.plan.today, chart.plan.finish)));
  }

  const ready = () => PARTS.every((part) => window[`gantt${part}`]);
  document.addEventListener("htmx:load", () => {
    for (const root of document.querySelectorAll("[data-gantt]")) if (!root.gantt && ready()) start(root);
  });
  document.addEventListener("htmx:beforeCleanupElement", ({ target }) => target.gantt?.end());
})();

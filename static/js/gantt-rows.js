// The table beside a Gantt chart, an ARIA treegrid: one row a task, only those in sight in the page and the one that has
// the focus.
(() => {
  "use strict";
  const { short } = window.ganttDays;
  const BEYOND = 6; // rows kept above and below what is seen

  function make(tag, className, text = "", attributes = {}) {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  }

  window.ganttRows = (chart) => {
    const { root, words } = chart;
    const body = root.querySelector(".gantt-body");
    const scroll = root.querySelector(".gantt-scroll");
    const grid = root.querySelector("[role=treegrid]");
    const head = root.querySelector(".gantt-head");
    const shown = new Map();
    let seen = [0, 0];

    chart.tableWidth = () => root.querySelector(".gantt-heads").offsetWidth;
    chart.seen = () => seen;
    function look() {
      const from = Math.floor(scroll.scrollTop / chart.ROW) - BEYOND;
      const to = Math.ceil((scroll.scrollTop + scroll.clientHeight) / chart.ROW) + BEYOND;
      seen = [Math.max(0, from), Math.min(chart.rows.length, to)];
    }

    // --- one row -------------------------------------------------------------------------------------------------------
    function nameCell(task) {
      const cell = make("div", "gantt-name", "", { role: "rowheader" });
      cell.style.paddingLeft = `${Math.min(task.level, 8) * 0.875 + 0.375}rem`;
      const arrow = make("button", "gantt-fold", "", { type: "button", tabindex: -1, "aria-hidden": "true" });
      arrow.append(make("i", `bi bi-chevron-${chart.isFolded(task) ? "right" : "down"}`));
      if (task.below.length) cell.append(arrow);
      cell.append(make("span", "gantt-text", task.name));
      cell.title = task.name;
      const more = [task.kind === "milestone" && words.milestone, task.critical && words.critical, task.done ? words.done : task.progress && `${task.progress} %`];
      cell.append(make("span", "visually-hidden", `, ${more.filter(Boolean).join(", ")}`));
      return cell;
    }

    function cells(task) {
      const place = chart.placed(task);
      const isMilestone = task.kind === "milestone";
      const days = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: task.kind === "phase" ? 0 : 2 }).format(place.days ?? task.days);
      const texts = [
        ["gantt-who", task.who], ["gantt-length", isMilestone ? "" : days],
        ["gantt-day", short(isMilestone ? place.finish : place.start)], ["gantt-day", short(place.finish)],
      ];
      return [nameCell(task), ...texts.map(([name, text]) => make("div", name, text, { role: "gridcell", title: text }))];
    }

    function fill(row, task) {
      const inner = make("div", "gantt-cells");
      inner.append(...cells(task));
      row.replaceChildren(inner);
      mark(row, task);
    }

    function mark(row, task) {
      const isCurrent = chart.current === task.id;
      row.className = `gantt-row is-${task.kind}${task.critical ? " is-critical" : ""}${chart.selected.has(task.id) ? " is-selected" : ""}${isCurrent ? " is-current" : ""}${chart.gone.has(task.id) ? " is-gone" : ""}`;
      const told = { "aria-level": task.level, "aria-rowindex": task.row + 2, "aria-selected": chart.selected.has(task.id), tabindex: isCurrent ? 0 : -1 };
      if (task.below.length) told["aria-expanded"] = !chart.isFolded(task);
      for (const [name, value] of Object.entries(told)) row.setAttribute(name, value);
      row.style.top = `${task.row * chart.ROW}px`;
    }

    chart.drawRow = (task) => {
      const row = shown.get(task.id);
      if (row) fill(row, task);
    };

    // --- those in sight --------------------------------------------------------------------------------------------------
    function drawRows() {
      const wanted = new Set(chart.rows.slice(...seen));
      const current = chart.plan.tasks.get(chart.current);
      if (current?.row >= 0) wanted.add(current);
      for (const [id, row] of shown) {
        if (wanted.has(chart.plan.tasks.get(id))) continue;
        row.remove();
        shown.delete(id);
      }
      let last = null; // the page keeps the order of the plan: so is it read aloud
      for (const task of [...wanted].sort((a, b) => a.row - b.row)) {
        let row = shown.get(task.id);
        if (!row) {
          row = make("div", "gantt-row", "", { role: "row", "data-task": task.id });
          fill(row, task);
          last ? last.after(row) : body.prepend(row);
          shown.set(task.id, row);
        }
        last = row;
      }
    }

    chart.draw = () => {
      const hadFocus = body.contains(document.activeElement);
      for (const row of shown.values()) row.remove();
      shown.clear();
      body.style.height = `${chart.rows.length * chart.ROW}px`;
      grid.setAttribute("aria-rowcount", chart.rows.length + 1);
      root.classList.toggle("is-empty", !chart.rows.length);
      look();
      drawRows();
      chart.drawAll();
      if (hadFocus) chart.focus();
    };
    chart.drawMarks = () => {
      drawRows(); // the current row may be out of sight
      for (const [id, row] of shown) mark(row, chart.plan.tasks.get(id));
      for (const task of chart.rows.slice(...seen)) chart.drawBar(task);
    };

    // --- moving about ----------------------------------------------------------------------------------------------------
    chart.focus = () => shown.get(chart.current)?.focus({ preventScroll: true });
    chart.reveal = (task) => {
      const top = task.row * chart.ROW;
      const room = scroll.clientHeight - head.offsetHeight - chart.ROW;
      if (top < scroll.scrollTop) scroll.scrollTop = top;
      else if (top > scroll.scrollTop + room) scroll.scrollTop = top - room;
      look();
      drawRows();
    };
    chart.go = (task, how) => {
      chart.select(task.id, how);
      chart.reveal(task);
      const { x, end } = chart.boxOf(task);
      const room = scroll.clientWidth - chart.tableWidth();
      if (end < scroll.scrollLeft + 12 || x > scroll.scrollLeft + room - 12) chart.showDay(chart.placed(task).start);
      chart.drawMarks();
      chart.focus();
    };
    chart.showDay = (day, share = 0.25) => {
      scroll.scrollLeft = chart.x(day) - (scroll.clientWidth - chart.tableWidth()) * share;
    };

    let waits = 0;
    chart.listen(scroll, "scroll", () => {
      waits ||= requestAnimationFrame(() => {
        waits = 0;
        look();
        drawRows();
        chart.drawSeen();
        chart.drawDays();
      });
    });
    // The focus may come by Tab, or from a screen reader.
    chart.listen(body, "focusin", ({ target }) => {
      const id = Number(target.closest(".gantt-row")?.dataset.task);
      if (!id || id === chart.current) return;
      chart.current = id;
      chart.drawMarks();
    });
    chart.listen(body, "click", (event) => {
      const row = event.target.closest(".gantt-row");
      if (!row) return;
      const task = chart.plan.tasks.get(Number(row.dataset.task));
      if (event.target.closest(".gantt-fold")) chart.fold([task], !chart.isFolded(task));
      else chart.go(task, { add: event.ctrlKey || event.metaKey, until: event.shiftKey });
    });
    chart.listen(body, "dblclick", (event) => {
      const row = event.target.closest(".gantt-row");
      if (row && event.target.closest(".gantt-cells")) root.dispatchEvent(new CustomEvent("gantt:rename", { detail: Number(row.dataset.task) }));
    });
  };
})();

// The plan behind a Gantt chart: what the server says as tasks, links and a calendar; which rows are shown; who is
// selected; where a bar stands while it is dragged or previewed.
(() => {
  "use strict";
  const { numberOf, calendarOf } = window.ganttDays;
  const MARGIN = 7; // days before the first bar
  const ROOM = 35; // days after the last one, to drag into

  // The rows leave out what is nothing: see projects/editing/data.py.
  function taskOf(row, columns) {
    const task = { name: "", kind: "task", rule: "", who: "", days: 0, float: 0, critical: 0, progress: 0, done: 0, below: [], row: -1 };
    row.forEach((value, place) => value !== "" && (task[columns[place]] = value));
    return Object.assign(task, { start: numberOf(task.start), finish: numberOf(task.finish) });
  }

  // Everything of one answer of the server, with each task under its phase.
  function read(answer) {
    const order = answer.tasks.map((row) => taskOf(row, answer.columns));
    const tasks = new Map(order.map((task) => [task.id, task]));
    for (const task of order) tasks.get(task.parent)?.below.push(task);
    const off = answer.off.map((days) => days.map(numberOf));
    const baseline = new Map(Object.entries(answer.baseline).map(([id, days]) => [Number(id), days.map(numberOf)]));
    return {
      order, tasks, off, baseline, calendar: calendarOf(off), version: answer.version, editable: answer.editable,
      today: numberOf(answer.today), start: numberOf(answer.start), finish: numberOf(answer.finish), undo: answer.undo, redo: answer.redo,
      links: answer.links.map(([id, before, after, kind = "FS", lag = 0]) => ({ id, before, after, kind, lag })),
      committees: answer.committees.map(([day, name]) => ({ day: numberOf(day), name })),
    };
  }

  window.ganttPlan = (chart) => {
    const folded = new Set(JSON.parse(sessionStorage.getItem(chart.key) || "[]"));
    Object.assign(chart, { plan: null, rows: [], selected: new Set(), current: null, live: new Map(), ghosts: new Map(), gone: new Set(), links: [] });

    chart.take = (answer) => {
      chart.plan = read(answer);
      chart.settle();
      for (const id of chart.selected) if (!chart.plan.tasks.has(id)) chart.selected.delete(id);
      unfold();
    };

    // As the server last said it, without anything dragged or previewed.
    chart.settle = () => {
      for (const each of [chart.live, chart.ghosts, chart.gone]) each.clear();
      chart.links = chart.plan.links;
    };

    // --- rows --------------------------------------------------------------------------------------------------------
    function unfold() {
      const hidden = new Set();
      chart.rows = chart.plan.order.filter((task) => {
        if (hidden.has(task.parent) || (folded.has(task.parent) && chart.plan.tasks.has(task.parent))) hidden.add(task.id);
        task.row = -1;
        return !hidden.has(task.id);
      });
      chart.rows.forEach((task, row) => (task.row = row));
      if (!chart.rows.includes(chart.plan.tasks.get(chart.current))) chart.current = chart.rows[0]?.id ?? null;
    }
    chart.isFolded = (task) => folded.has(task.id);
    chart.fold = (tasks, isFolded) => {
      for (const task of tasks) if (task.below.length) isFolded ? folded.add(task.id) : folded.delete(task.id);
      sessionStorage.setItem(chart.key, JSON.stringify([...folded]));
      unfold();
      chart.draw();
    };
    // The task itself, or the folded phase that hides it.
    chart.shown = (id) => {
      let task = chart.plan.tasks.get(id);
      while (task && task.row < 0) task = chart.plan.tasks.get(task.parent);
      return task;
    };

    // --- places ------------------------------------------------------------------------------------------------------
    // Where the bar of a task is drawn now, and where it will stand once the change is confirmed.
    chart.placed = (task) => chart.live.get(task.id) || task;
    chart.future = (task) => chart.ghosts.get(task.id) || chart.placed(task);
    chart.range = () => {
      const { order, baseline, today, start, committees } = chart.plan;
      const days = [today, start, ...committees.map(({ day }) => day), ...[...baseline.values()].flat()];
      const spans = [...order, ...chart.live.values(), ...chart.ghosts.values()];
      const first = spans.reduce((found, { start: day }) => Math.min(found, day), Math.min(...days));
      const last = spans.reduce((found, { finish: day }) => Math.max(found, day), Math.max(...days));
      return [first - MARGIN, last + ROOM];
    };

    // --- who is selected -----------------------------------------------------------------------------------------------
    let anchor = null;
    chart.select = (id, { add = false, until = false } = {}) => {
      const from = chart.plan.tasks.get(anchor);
      if (until && from) {
        const [first, last] = [from.row, chart.plan.tasks.get(id).row].sort((a, b) => a - b);
        chart.selected = new Set(chart.rows.slice(first, last + 1).map((task) => task.id));
      } else if (add) {
        chart.selected.has(id) ? chart.selected.delete(id) : chart.selected.add(id);
        anchor = id;
      } else {
        chart.selected = new Set([id]);
        anchor = id;
      }
      chart.current = id;
    };
    chart.selectAll = () => (chart.selected = new Set(chart.rows.map((task) => task.id)));
    // The tasks that a gesture on this one is about, in the order of the plan; a phase stands for all below it.
    chart.meant = (id) => {
      if (!chart.selected.has(id)) return [chart.plan.tasks.get(id)];
      return chart.plan.order.filter((task) => chart.selected.has(task.id) && !isCovered(task));
    };
    function isCovered(task) {
      for (let above = chart.plan.tasks.get(task.parent); above; above = chart.plan.tasks.get(above.parent)) if (chart.selected.has(above.id)) return true;
      return false;
    }
    chart.withBelow = (tasks) => tasks.flatMap((task) => [task, ...chart.withBelow(task.below)]);

    // Working days from its first to its last day; and where it stands so many of them later.
    chart.lengthOf = ({ start, finish }) => chart.plan.calendar.between(start, finish + 1);
    chart.moved = (task, days) => {
      const { calendar } = chart.plan;
      const start = calendar.step(task.start, days);
      return { start, finish: calendar.step(calendar.nearest(start), Math.max(0, chart.lengthOf(task) - 1)) };
    };
    chart.resized = (task, days) => ({ start: task.start, finish: chart.plan.calendar.step(task.start, days - 1), days });
  };
})();

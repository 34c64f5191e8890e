// A Gantt chart by keyboard alone: everything that a mouse does to it.
(() => {
  "use strict";
  window.ganttKeys = (chart) => {
    const { root } = chart;
    const grid = root.querySelector("[role=treegrid]");
    let joining = null; // the task that a link is being drawn from
    let nudged = null; // {kind, tasks, count}: what the arrows have moved so far

    const here = () => chart.plan.tasks.get(chart.current);
    const rowAt = (place) => chart.rows[Math.max(0, Math.min(chart.rows.length - 1, place))];
    const go = (place, event) => chart.go(rowAt(place), { until: event.shiftKey });

    // --- moving about ------------------------------------------------------------------------------------------------------
    function inwards(event) {
      const task = here();
      if (task.below.length && chart.isFolded(task)) fold(task, false);
      else if (task.below.length) go(task.row + 1, event);
    }
    function outwards(event) {
      const task = here();
      const above = chart.plan.tasks.get(task.parent);
      if (task.below.length && !chart.isFolded(task)) fold(task, true);
      else if (above) go(above.row, event);
    }
    function fold(task, isFolded) {
      chart.fold([task], isFolded);
      chart.focus();
      chart.say(isFolded ? "folded" : "unfolded", { task: task.name });
    }
    const PAGE = 12;
    const MOVES = {
      ArrowUp: (event) => go(here().row - 1, event), ArrowDown: (event) => go(here().row + 1, event),
      Home: (event) => go(0, event), End: (event) => go(Infinity, event),
      PageUp: (event) => go(here().row - PAGE, event), PageDown: (event) => go(here().row + PAGE, event),
      ArrowRight: inwards, ArrowLeft: outwards,
      " ": () => chart.go(here(), { add: true }),
    };

    // --- Alt and the arrows: bars by a working day -------------------------------------------------------------------------
    function nudge(kind, step) {
      const tasks = kind === "move" ? chart.meant(chart.current) : [here()].filter((task) => task.kind === "task");
      if (!tasks.length) return chart.say("notSo", { task: here().name });
      const isSame = chart.pending && nudged?.kind === kind && nudged.tasks.every((task, place) => task === tasks[place]);
      if (chart.pending && !isSame) return chart.say("decideFirst");
      if (!isSame) nudged = { kind, tasks, count: 0 };
      nudged.count += step;
      if (kind === "length") nudged.count = Math.max(nudged.count, 1 - chart.lengthOf(tasks[0]));
      if (!nudged.count) return chart.giveUp();
      show();
      chart.propose(kind === "move" ? moves() : lengths(), { pause: true });
    }
    const moves = () => nudged.tasks.map((task) => ({ op: "move", task: task.id, days: nudged.count }));
    const lengths = () => nudged.tasks.map((task) => ({ op: "length", task: task.id, days: chart.lengthOf(task) + nudged.count }));
    function show() {
      chart.ghosts.clear();
      const all = nudged.kind === "move" ? chart.withBelow(nudged.tasks) : nudged.tasks;
      for (const task of all) {
        const place = nudged.kind === "move" ? chart.moved(task, nudged.count) : chart.resized(task, chart.lengthOf(task) + nudged.count);
        chart.live.set(task.id, place);
      }
      const [from, to] = chart.seen();
      for (const task of all) if (task.row >= from && task.row < to) chart.drawBar(task);
      for (const task of all) chart.drawRow(task);
      chart.drawLinksOf(new Set(all.map(({ id }) => id)));
      chart.focus();
    }

    // Alt and up or down: among the tasks of the same phase.
    function place(step) {
      const task = here();
      const siblings = chart.plan.order.filter((each) => each.parent === task.parent);
      const at = siblings.indexOf(task) + step;
      if (at < 0 || at >= siblings.length || !chart.mayBegin()) return;
      const before = siblings[step < 0 ? at : at + 1]?.id ?? null;
      chart.apply([{ op: "place", task: task.id, parent: task.parent, before }], "placed", { task: task.name }).then(keep);
    }
    // Alt, Shift and up or down: out of its phase, or into the one above it.
    function shift(step) {
      const task = here();
      const above = chart.plan.tasks.get(task.parent);
      const siblings = chart.plan.order.filter((each) => each.parent === task.parent);
      const elder = siblings[siblings.indexOf(task) - 1];
      if (!chart.mayBegin() || (step < 0 ? !above : !elder || elder.kind === "milestone")) return;
      const peers = above && chart.plan.order.filter((each) => each.parent === above.parent);
      const change = step < 0 ? { parent: above.parent, before: peers[peers.indexOf(above) + 1]?.id ?? null } : { parent: elder.id, before: null };
      chart.apply([{ op: "place", task: task.id, ...change }], "placed", { task: task.name }).then(keep);
    }
    const keep = () => here()?.row >= 0 && chart.go(here());
    const WITH_ALT = {
      ArrowLeft: (event) => nudge(event.shiftKey ? "length" : "move", -1), ArrowRight: (event) => nudge(event.shiftKey ? "length" : "move", 1),
      ArrowUp: (event) => (event.shiftKey ? shift(-1) : place(-1)), ArrowDown: (event) => (event.shiftKey ? shift(1) : place(1)),
    };

    // --- links -------------------------------------------------------------------------------------------------------------
    function join() {
      const task = here();
      if (joining && joining !== task) {
        chart.openJoin(joining.id, task.id);
        setJoining(null);
      } else if (chart.mayBegin()) {
        setJoining(task);
        chart.say("joining", { task: task.name });
      }
    }
    function setJoining(task) {
      joining = task;
      root.classList.toggle("is-joining", Boolean(task));
    }

    // --- the rest ------------------------------------------------------------------------------------------------------------
    function enter() {
      if (joining) join();
      else chart.openTask(here());
    }
    function escape() {
      if (joining) chart.say("joiningStopped");
      setJoining(null);
      if (chart.selected.size) chart.go(here());
    }
    function remove() {
      if (chart.mayBegin()) chart.propose(chart.meant(chart.current).map((task) => ({ op: "delete", task: task.id })));
    }
    const READS = {
      Escape: escape, Enter: enter, "+": () => chart.zoom(-1), "=": () => chart.zoom(-1), "-": () => chart.zoom(1),
      t: () => chart.showDay(chart.plan.today), c: () => chart.toggle("critical"), b: () => chart.toggle("baseline"), "?": () => window.openDialog("gantt-help"),
      "*": () => chart.fold(chart.plan.order, false), "/": () => chart.fold(chart.plan.order, true),
    };
    const WRITES = { n: chart.openAdd, Insert: chart.openAdd, F2: () => chart.openEdit(here()), Delete: remove, l: join, k: () => chart.openLinksOf(here()) };

    function withControl(event) {
      const key = event.key.toLowerCase();
      if (key === "a") {
        chart.selectAll();
        chart.drawMarks();
        chart.say("selected", { n: chart.selected.size });
      } else if (key === "y" || (key === "z" && event.shiftKey)) chart.redo();
      else if (key === "z") chart.undo();
      else return false;
      return true;
    }

    function pressed(event) {
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const isEmpty = !chart.rows.length;
      if (event.ctrlKey || event.metaKey) return withControl(event);
      if (event.altKey) return run(!isEmpty && chart.plan.editable && WITH_ALT[key], event);
      if (isEmpty && !["n", "Insert", "?"].includes(key)) return false;
      return run(MOVES[key] || READS[key] || (chart.plan.editable && WRITES[key]), event);
    }
    function run(act, event) {
      if (act) act(event);
      return Boolean(act);
    }

    chart.listen(grid, "keydown", (event) => {
      if (!chart.plan || event.defaultPrevented || event.target.matches("input, select, textarea")) return;
      if (event.target.closest("button") && ["Enter", " "].includes(event.key)) return;
      if (!pressed(event)) return;
      event.preventDefault();
      event.stopPropagation(); // letters mean something else on the page around
    });
    chart.listen(root, "click", (event) => {
      if (!joining || !event.target.closest(".gantt-row, .gantt-bar")) return;
      join();
    });
  };
})();

// A Gantt chart by mouse, pen and finger: bars are dragged, pulled at their edges, filled from within, and linked from
// their ends. Each gesture follows the pointer frame by frame, with its arrows; when it is let go, the server says what
// would follow.
(() => {
  "use strict";
  const { short } = window.ganttDays;
  const FAR = 4; // pixels before a press becomes a drag
  const EDGE = 40; // pixels from the side at which the view moves along
  const STEP = 14;

  window.ganttDrag = (chart) => {
    const { root, words } = chart;
    const svg = root.querySelector(".gantt-chart");
    const scroll = root.querySelector(".gantt-scroll");
    const line = root.querySelector(".gantt-pull");
    const tip = root.querySelector(".gantt-tip");
    let drag = null;

    const xOf = (event) => event.clientX - svg.getBoundingClientRect().left;
    const taskAt = (element) => chart.plan.tasks.get(Number(element?.closest?.("[data-task]")?.dataset.task));

    // --- the gestures: what they show while they last, and the changes they ask for -----------------------------------------
    const GESTURES = {
      move: {
        follow() {
          const { calendar } = chart.plan;
          const start = calendar.nearest(drag.task.start + drag.days, drag.days < 0 ? -1 : 1);
          drag.count = calendar.between(calendar.nearest(drag.task.start), start);
          for (const task of drag.all) chart.live.set(task.id, chart.moved(task, drag.count));
          return words.days.replace("{n}", signed(drag.count));
        },
        changes: () => drag.count && drag.tasks.map((task) => ({ op: "move", task: task.id, days: drag.count })),
      },
      end: {
        follow() {
          const { calendar } = chart.plan;
          const last = calendar.nearest(Math.max(drag.task.start, drag.task.finish + drag.days), -1);
          drag.count = Math.max(1, calendar.between(drag.task.start, last + 1));
          chart.live.set(drag.task.id, chart.resized(drag.task, drag.count));
          return words.days.replace("{n}", drag.count);
        },
        changes: () => drag.count !== chart.lengthOf(drag.task) && [{ op: "length", task: drag.task.id, days: drag.count }],
      },
      start: {
        follow() {
          const { calendar } = chart.plan;
          drag.start = calendar.nearest(Math.min(drag.task.finish, drag.task.start + drag.days));
          drag.start = Math.min(drag.start, drag.task.finish);
          drag.count = Math.max(1, calendar.between(drag.start, drag.task.finish + 1));
          chart.live.set(drag.task.id, { start: drag.start, finish: drag.task.finish, days: drag.count });
          return words.days.replace("{n}", drag.count);
        },
        changes: () => drag.start !== drag.task.start && [
          { op: "start", task: drag.task.id, on: window.ganttDays.isoOf(drag.start) }, { op: "length", task: drag.task.id, days: drag.count },
        ],
      },
      progress: {
        follow() {
          const { x, end } = chart.boxOf(drag.task);
          const share = Math.round((20 * (drag.x - x)) / (end - x)) * 5;
          drag.percent = Math.max(0, Math.min(100, share));
          chart.live.set(drag.task.id, { start: drag.task.start, finish: drag.task.finish, progress: drag.percent });
          return `${drag.percent} %`;
        },
        changes: () => drag.percent !== drag.task.progress && [{ op: "progress", task: drag.task.id, percent: drag.percent }],
      },
    };
    const signed = (count) => (count > 0 ? `+${count}` : `−${-count}`);

    // A link goes from the end that was pulled to the nearer end of the bar where it is let go.
    const LINK = {
      follow() {
        const box = chart.boxOf(drag.task);
        const other = taskAt(document.elementFromPoint(drag.clientX, drag.clientY));
        drag.other = other && other !== drag.task ? other : null;
        const from = drag.isFromStart ? box.x : box.end;
        if (drag.other) {
          const there = chart.boxOf(drag.other);
          drag.kind = `${drag.isFromStart ? "S" : "F"}${isNearStart(there) ? "S" : "F"}`;
          line.setAttribute("d", chart.path(drag.kind, box, there));
        } else line.setAttribute("d", `M${from} ${box.y}L${drag.x} ${drag.y}`);
        return drag.other ? said(drag.kind, drag.task, drag.other) : "";
      },
      changes: () => drag.other && [{ op: "link", before: drag.task.id, after: drag.other.id, kind: drag.kind, lag: 0 }],
    };
    // A short bar is a narrow goal: what comes from the left means its start.
    const isNearStart = ({ x, end }) => (end - x < 24 ? drag.x <= (x + end) / 2 || !drag.isFromStart : drag.x <= (x + end) / 2);
    const said = (kind, before, after) => words[kind].replace("{before}", before.name).replace("{after}", after.name);
    chart.linkSaid = said;

    // --- from press to drop ---------------------------------------------------------------------------------------------------
    chart.listen(svg, "pointerdown", (event) => {
      const task = taskAt(event.target);
      if (!task || event.button) return;
      event.preventDefault(); // no text is selected; the focus is set below
      const part = event.target.dataset.part || "move";
      drag = { task, part, from: xOf(event), pressedAt: event.clientX, clientX: event.clientX, how: { add: event.ctrlKey || event.metaKey, until: event.shiftKey } };
      drag.gesture = chart.plan.editable && (part.startsWith("from") ? LINK : GESTURES[part]);
      drag.isFromStart = part === "from-start";
      svg.setPointerCapture(event.pointerId);
    });

    chart.listen(svg, "pointermove", (event) => {
      if (!drag?.gesture) return;
      const isFar = Math.abs(event.clientX - drag.clientX) >= FAR || drag.gesture === LINK;
      if (!drag.isOn && !isFar) return;
      Object.assign(drag, { clientX: event.clientX, clientY: event.clientY });
      if (!drag.isOn && !begin()) return;
      drag.frame ||= requestAnimationFrame(follow);
    });

    // A first change is decided upon before a second one begins.
    function begin() {
      if (chart.pending) {
        drag = null;
        chart.say("decideFirst");
        return false;
      }
      drag.isOn = true;
      if (!chart.selected.has(drag.task.id)) chart.go(drag.task);
      drag.tasks = drag.part === "move" ? chart.meant(drag.task.id) : [drag.task];
      drag.all = drag.part === "move" ? chart.withBelow(drag.tasks) : drag.tasks;
      drag.ids = new Set(drag.all.map(({ id }) => id));
      root.classList.add("is-dragging");
      line.removeAttribute("hidden");
      return true;
    }

    function follow() {
      if (!drag) return;
      drag.frame = 0;
      const corner = svg.getBoundingClientRect();
      Object.assign(drag, { x: drag.clientX - corner.left, y: drag.clientY - corner.top });
      drag.days = Math.round((drag.x - drag.from) / chart.PIXELS[chart.scale]);
      const text = drag.gesture.follow();
      if (drag.gesture !== LINK) {
        const [from, to] = chart.seen();
        for (const task of drag.all) if (task.row >= from && task.row < to) drawn(task);
        chart.drawLinksOf(drag.ids);
      }
      tell(text);
      along();
    }

    function drawn(task) {
      chart.drawBar(task);
      chart.drawRow(task);
    }

    function tell(text) {
      const { x, y } = chart.boxOf(drag.task);
      const place = chart.placed(drag.task);
      const days = drag.gesture === LINK ? "" : `${short(place.start)} – ${short(place.finish)} · `;
      tip.textContent = text && days + text;
      tip.setAttribute("x", drag.gesture === LINK ? drag.x + 12 : x);
      const isFar = scroll.scrollLeft + scroll.clientWidth - chart.tableWidth() - drag.x < 320;
      tip.setAttribute("text-anchor", drag.gesture === LINK && isFar ? "end" : "start");
      tip.setAttribute("y", drag.gesture === LINK ? drag.y - 10 : y - 12 < 8 ? y + 24 : y - 12);
    }

    // Near the side, the view moves along.
    function along() {
      const { left, right } = scroll.getBoundingClientRect();
      const isLeft = drag.clientX < Math.min(drag.pressedAt, left + chart.tableWidth() + EDGE);
      if (!isLeft && drag.clientX < Math.max(drag.pressedAt, right - EDGE)) return;
      const before = scroll.scrollLeft;
      scroll.scrollLeft += isLeft ? -STEP : STEP;
      if (scroll.scrollLeft !== before) drag.frame ||= requestAnimationFrame(follow);
    }

    function stop(isDone) {
      if (!drag) return;
      const { task, isOn, how } = drag;
      cancelAnimationFrame(drag.frame);
      if (isOn && isDone) follow(); // the last place of the pointer may not have been drawn yet
      const changes = isOn && isDone && drag.gesture.changes();
      drag = null;
      root.classList.remove("is-dragging");
      line.setAttribute("hidden", "");
      tip.textContent = "";
      if (changes?.length) chart.propose(changes);
      else if (isOn) chart.giveUp();
      else if (isDone) chart.go(task, how);
    }
    chart.listen(svg, "pointerup", () => stop(true));
    chart.listen(svg, "pointercancel", () => stop(false));
    chart.listen(document, "keydown", (event) => {
      if (event.key !== "Escape" || !drag?.isOn) return;
      event.preventDefault();
      event.stopPropagation();
      stop(false);
    }, { capture: true });
    chart.listen(svg, "click", (event) => {
      const link = event.target.closest("[data-link]");
      if (link && chart.plan.editable) chart.openLink(Number(link.dataset.link));
    });
  };
})();

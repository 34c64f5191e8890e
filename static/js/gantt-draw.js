// The drawing of a Gantt chart: bars, links in right angles, days off, the scale above. Only what can be seen is in the
// page; the text of a name is text.
(() => {
  "use strict";
  const { weekday, written, short, long, dateOf, monthOf } = window.ganttDays;
  const ROW = 36;
  const BAR = 14;
  const ELBOW = 8; // how far a link runs before it turns
  const AHEAD = 400; // pixels drawn beyond what is seen
  const SPACE = "http://www.w3.org/2000/svg";
  const PIXELS = { day: 28, week: 12, month: 4, quarter: 1.5 }; // of a day

  function make(name, attributes, ...within) {
    const element = document.createElementNS(SPACE, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...within);
    return element;
  }

  // From the end that a link leaves to the end that it binds. Boxes are {x, end, y}, in pixels, and so is a day.
  function path(kind, before, after, day = 6) {
    const leavesRight = kind[0] === "F";
    const bindsLeft = kind[1] === "S";
    const x1 = leavesRight ? before.end : before.x;
    const x2 = bindsLeft ? after.x : after.end;
    const out = leavesRight ? ELBOW : -ELBOW;
    const into = bindsLeft ? -ELBOW : ELBOW;
    if (leavesRight && bindsLeft && x2 - x1 >= 2 * ELBOW) return `M${x1} ${before.y}h${out}V${after.y}H${x2}`;
    if (leavesRight && bindsLeft && x2 + day >= x1 && after.end > x1 + 4 && before.y !== after.y) { // the same day: down onto its beginning
      const at = Math.min(Math.max(x1, x2) + 6, after.end);
      return `M${x1} ${before.y}H${at}V${after.y + (after.y > before.y ? -8 : 8)}`;
    }
    const between = before.y + (after.y > before.y ? ROW / 2 : -ROW / 2);
    return `M${x1} ${before.y}h${out}V${between}H${x2 + into}V${after.y}H${x2}`;
  }

  window.ganttDraw = (chart) => {
    const { root, words } = chart;
    const layer = (name) => root.querySelector(`.gantt-${name}`);
    const bars = new Map();
    const links = new Map();
    let first = 0;
    Object.assign(chart, { ROW, path, make, PIXELS, x: (day) => Math.round((day - first) * PIXELS[chart.scale]) });
    chart.dayAt = (x) => first + x / PIXELS[chart.scale];

    function box(task, place) {
      const x = chart.x(place.start);
      const end = chart.x(place.finish + 1);
      const y = task.row * ROW + ROW / 2;
      return task.kind === "milestone" ? { x: end - 6, end: end + 6, y } : { x, end: Math.max(end, x + 3), y };
    }
    chart.boxOf = (task) => box(task, chart.future(task));

    // --- one bar -------------------------------------------------------------------------------------------------------
    function shape(task, place, name) {
      const { x, end, y } = box(task, place);
      if (task.kind === "milestone") return make("path", { class: name, d: `M${x + 6} ${y - 8}l8 8-8 8-8-8z` });
      const isPhase = task.kind === "phase";
      return make("rect", { class: name, x, y: y - (isPhase ? 4 : BAR / 2), width: end - x, height: isPhase ? 8 : BAR, rx: 3 });
    }

    function grips(task, place) {
      const { x, end, y } = box(task, place);
      const dot = (part, at) => make("circle", { class: "gantt-handle", "data-part": part, cx: at, cy: y, r: 5 });
      const found = [dot("from-start", x - 9), dot("from-end", end + 9)];
      if (task.kind !== "task") return found;
      const edge = (part, at) => make("rect", { class: "gantt-edge", "data-part": part, x: at, y: y - BAR / 2, width: 7, height: BAR });
      const done = x + ((end - x) * place.progress) / 100;
      const grip = make("path", { class: "gantt-grip", "data-part": "progress", d: `M${done} ${y + 4}l5 7h-10z` });
      return [...found, ...(end - x > 16 ? [edge("start", x - 2), edge("end", end - 5)] : [edge("end", end - 3)]), grip];
    }

    function told(task, place) {
      const days = task.kind === "milestone" ? long(place.finish) : `${short(place.start)} – ${short(place.finish)}`;
      const parts = [task.name, days, task.kind === "task" && `${place.progress} %`, task.critical && words.critical];
      return parts.filter(Boolean).join(" · ");
    }

    function bar(task) {
      const place = { progress: task.progress, ...chart.placed(task) };
      const kinds = [`is-${task.kind}`, task.critical && "is-critical", chart.selected.has(task.id) && "is-selected", chart.current === task.id && "is-current", chart.gone.has(task.id) && "is-gone"];
      const group = make("g", { class: `gantt-bar ${kinds.filter(Boolean).join(" ")}`, "data-task": task.id });
      const kept = chart.plan.baseline.get(task.id);
      if (kept) group.append(baseline(task, ...kept));
      if (chart.live.has(task.id)) group.append(shape(task, task, "gantt-was"));
      group.append(shape(task, place, "gantt-whole"), make("title", {}, told(task, place)));
      const { x, end } = box(task, place);
      if (task.kind !== "milestone" && place.progress) {
        const done = shape(task, place, "gantt-done");
        done.setAttribute("width", ((end - x) * place.progress) / 100);
        group.append(done);
      }
      if (chart.ghosts.has(task.id)) group.append(shape(task, chart.ghosts.get(task.id), "gantt-next"));
      if (chart.plan.editable) group.append(...grips(task, place));
      return group;
    }

    function baseline(task, from, until) {
      const y = task.row * ROW + ROW / 2 + BAR / 2 + 3;
      if (task.kind === "milestone") return make("path", { class: "gantt-kept", d: `M${chart.x(until + 1)} ${y - 3}l4 4-4 4-4-4z` });
      return make("rect", { class: "gantt-kept", x: chart.x(from), y, width: Math.max(3, chart.x(until + 1) - chart.x(from)), height: 3 });
    }

    chart.drawBar = (task) => {
      const drawn = bar(task);
      const old = bars.get(task.id);
      old ? old.replaceWith(drawn) : layer("bars").append(drawn);
      bars.set(task.id, drawn);
    };

    // --- links -----------------------------------------------------------------------------------------------------------
    function drawLink(link, [from, to]) {
      const before = chart.shown(link.before);
      const after = chart.shown(link.after);
      const isSeen = before && after && before !== after && Math.min(before.row, after.row) < to && Math.max(before.row, after.row) >= from;
      const old = links.get(link.id);
      if (!isSeen) {
        old?.remove();
        links.delete(link.id);
        return;
      }
      const isCritical = before.critical && after.critical;
      const drawn = old || make("g", { class: "gantt-link", "data-link": link.id }, make("path", { class: "gantt-reach" }), make("path", { class: "gantt-arrow" }));
      const d = path(link.kind, chart.boxOf(before), chart.boxOf(after), PIXELS[chart.scale] + 8);
      for (const line of drawn.children) line.setAttribute("d", d);
      drawn.setAttribute("class", `gantt-link ${link.state || ""}${isCritical ? " is-critical" : ""}`);
      drawn.lastChild.setAttribute("marker-end", `url(#gantt-tip${isCritical ? "-critical" : ""})`);
      if (!old) layer("links").append(drawn);
      links.set(link.id, drawn);
    }
    // Those that touch these tasks, while they are dragged.
    chart.drawLinksOf = (ids) => {
      const seen = chart.seen();
      const touches = (id) => ids.has(id) || ids.has(chart.shown(id)?.id);
      for (const link of chart.links) if (touches(link.before) || touches(link.after)) drawLink(link, seen);
    };

    // --- the days: those off, the scale, marks -----------------------------------------------------------------------------
    function ticks(from, to) {
      const found = [];
      if (chart.scale === "day") for (let day = from; day <= to; day += 1) found.push(day);
      else if (chart.scale === "week") for (let day = from - weekday(from); day <= to; day += 7) found.push(day);
      else for (let day = monthOf(from); day <= to; day = monthOf(day, 1)) found.push(day);
      return chart.scale === "quarter" ? found.filter((day) => dateOf(day).getUTCMonth() % 3 === 0) : found;
    }

    function tickName(day) {
      if (chart.scale === "day") return written(day, { day: "numeric" });
      if (chart.scale === "week") return short(day);
      if (chart.scale === "month") return written(day, { month: "short" });
      return words.quarter.replace("{n}", dateOf(day).getUTCMonth() / 3 + 1);
    }

    function heads(from, to) {
      const isYears = ["month", "quarter"].includes(chart.scale);
      const found = [];
      for (let day = isYears ? monthOf(from, -dateOf(from).getUTCMonth()) : monthOf(from); day <= to; day = monthOf(day, isYears ? 12 : 1)) found.push(day);
      return found.map((day) => [day, written(day, isYears ? { year: "numeric" } : { month: "long", year: "numeric" })]);
    }

    function mark({ day, name }) {
      const at = chart.x(day) + PIXELS[chart.scale] / 2;
      return make("path", { class: "gantt-committee", d: `M${at - 4} 37h8l-4 6z` }, make("title", {}, `${name} · ${long(day)}`));
    }

    chart.drawDays = () => {
      const scroll = layer("scroll");
      const from = Math.floor(chart.dayAt(scroll.scrollLeft - AHEAD));
      const to = Math.ceil(chart.dayAt(scroll.scrollLeft + scroll.clientWidth + AHEAD));
      const height = chart.rows.length * ROW;
      const edge = chart.x(chart.dayAt(scroll.scrollLeft));
      const upper = heads(from, to).map(([day, name], place, all) => {
        const end = place + 1 < all.length ? chart.x(all[place + 1][0]) : Infinity;
        const at = Math.min(Math.max(chart.x(day), edge) + 6, Math.max(chart.x(day) + 6, end - 90)); // stays in sight
        return make("text", { class: "gantt-above", x: at, y: 15 }, name);
      });
      const lines = ticks(from, to);
      const isDay = chart.scale === "day";
      const lower = lines.map((day) => make("text", { class: "gantt-tick", x: chart.x(day) + (isDay ? 14 : 5), y: 32, "text-anchor": isDay ? "middle" : "start" }, tickName(day)));
      const committees = chart.plan.committees.filter(({ day }) => day >= from && day <= to);
      layer("ticks").replaceChildren(...upper, ...lower, ...committees.map(mark));
      const grid = lines.map((day) => make("path", { class: "gantt-line", d: `M${chart.x(day)} 0v${height}` }));
      layer("days").replaceChildren(...offs(from, to, height), ...(isDay ? [] : grid), ...committees.map(({ day }) => make("path", { class: "gantt-meets", d: `M${chart.x(day) + PIXELS[chart.scale] / 2} 0v${height}` })));
      const now = chart.x(chart.plan.today) + Math.round(PIXELS[chart.scale] / 2);
      layer("now").setAttribute("d", `M${now} 0v${height}`);
    };

    function offs(from, to, height) {
      if (chart.scale === "quarter") return [];
      const isWide = chart.scale !== "month"; // at this width a weekend is a hair: only longer closures are shaded
      const seen = chart.plan.off.filter(([start, end]) => end >= from && start <= to && (isWide || end - start > 2));
      return seen.map(([start, end]) => make("rect", { class: "gantt-off", x: chart.x(start), y: 0, width: chart.x(end + 1) - chart.x(start), height }));
    }

    // --- all that can be seen -------------------------------------------------------------------------------------------------
    chart.drawSeen = () => {
      const [from, to] = chart.seen();
      const seen = new Set(chart.rows.slice(from, to));
      for (const [id, drawn] of bars) {
        if (seen.has(chart.plan.tasks.get(id))) continue;
        drawn.remove();
        bars.delete(id);
      }
      for (const task of seen) if (!bars.has(task.id)) chart.drawBar(task);
      for (const link of chart.links) drawLink(link, [from, to]);
    };
    chart.drawAll = () => {
      const scroll = layer("scroll");
      let last;
      [first, last] = chart.range();
      const room = scroll.clientWidth - chart.tableWidth();
      const width = Math.max(room, Math.ceil((last - first) * PIXELS[chart.scale]));
      for (const name of ["chart", "scale"]) layer(name).setAttribute("width", width);
      layer("chart").setAttribute("height", chart.rows.length * ROW);
      for (const name of ["bars", "links"]) layer(name).replaceChildren();
      bars.clear();
      links.clear();
      chart.drawDays();
      chart.drawSeen();
    };
  };
})();

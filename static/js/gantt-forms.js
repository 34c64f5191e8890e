// The two small forms of a Gantt chart: a task that is added or changed, and a link.
(() => {
  "use strict";
  window.ganttForms = (chart) => {
    const { root, words } = chart;
    const dialog = (name) => document.getElementById(`gantt-${name}`);
    if (!dialog("task")) return; // the page of somebody who only reads
    const taskForm = dialog("task").querySelector("form");
    const linkForm = dialog("link").querySelector("form");
    const numberIn = (field) => Number(field.value.replace(",", ".")) || 0;
    const textOf = (number) => new Intl.NumberFormat(document.documentElement.lang, { useGrouping: false }).format(number);

    function open(name) {
      window.openDialog(`gantt-${name}`);
      dialog(name).addEventListener("close", () => chart.focus(), { once: true });
    }

    // --- a task --------------------------------------------------------------------------------------------------------
    // Below which task a new one stands, and whether within it: a milestone holds no others.
    chart.openAdd = () => {
      if (!chart.mayBegin()) return;
      const here = chart.plan.tasks.get(chart.current);
      taskForm.reset();
      taskForm.dataset.task = "";
      dialog("task").querySelector("h2").textContent = words.newTask;
      const { where } = taskForm.elements;
      where.closest("p").hidden = !here || here.kind === "milestone";
      where.value = here?.kind === "phase" ? "in" : "after";
      if (here) for (const option of where.options) option.textContent = option.dataset.text.replace("{task}", here.name);
      showOf("task", true);
      open("task");
    };

    chart.openEdit = (task) => {
      if (!task || !chart.mayBegin()) return;
      taskForm.reset();
      taskForm.dataset.task = task.id;
      dialog("task").querySelector("h2").textContent = words.change.replace("{task}", task.name);
      const { name, days, progress } = taskForm.elements;
      [name.value, days.value, progress.value] = [task.name, textOf(task.days), task.progress];
      taskForm.elements.where.closest("p").hidden = true;
      showOf(task.kind, false);
      open("task");
      name.select();
    };

    // Of a phase only the name is its own: the rest comes from what lies below it.
    function showOf(kind, isNew) {
      const { days, progress, milestone } = taskForm.elements;
      days.closest("p").hidden = kind !== "task";
      progress.closest("p").hidden = isNew || kind === "phase";
      milestone.closest("p").hidden = !isNew;
    }

    async function add() {
      const { name, days, milestone, where } = taskForm.elements;
      const here = chart.plan.tasks.get(chart.current);
      const isIn = here && !where.closest("p").hidden && where.value === "in";
      const after = isIn ? (here.below.at(-1)?.id ?? null) : (here?.id ?? null);
      const parent = isIn ? here.id : (here?.parent ?? null);
      const change = { op: "add", name: name.value.trim(), after, parent, days: milestone.checked ? 0 : numberIn(days), milestone: milestone.checked };
      const before = new Set(chart.plan.tasks.keys());
      if (!(await chart.apply([change], "added", { task: change.name }))) return;
      const added = chart.plan.order.find((task) => !before.has(task.id));
      if (added?.row >= 0) chart.go(added);
    }

    function change(task) {
      const { name, days, progress } = taskForm.elements;
      const changes = [];
      if (name.value.trim() !== task.name) changes.push({ op: "rename", task: task.id, name: name.value.trim() });
      if (task.kind === "task" && days.value !== textOf(task.days)) changes.push({ op: "length", task: task.id, days: numberIn(days) });
      if (task.kind !== "phase" && Number(progress.value) !== task.progress) changes.push({ op: "progress", task: task.id, percent: Number(progress.value) });
      if (changes.every(({ op }) => op === "rename")) changes.length && chart.apply(changes, "renamed", { task: name.value });
      else chart.propose(changes);
    }

    chart.listen(taskForm, "submit", () => {
      const id = Number(taskForm.dataset.task);
      id ? change(chart.plan.tasks.get(id)) : add();
    });
    chart.listen(taskForm.elements.milestone, "change", ({ target }) => (taskForm.elements.days.closest("p").hidden = target.checked));

    // --- a link ----------------------------------------------------------------------------------------------------------
    const nameOf = (id) => chart.plan.tasks.get(id).name;
    let joined = null; // {before, after}: a link to be made; without it, one of those that are

    function showLinks(links, chosen) {
      const { which } = linkForm.elements;
      which.replaceChildren(...links.map((link) => new Option(`${nameOf(link.before)} → ${nameOf(link.after)}`, link.id, false, link.id === chosen)));
      which.closest("p").hidden = links.length < 2;
      linkForm.querySelector("[data-gantt-remove]").hidden = Boolean(joined);
      fillLink();
      open("link");
    }

    function fillLink() {
      const { which, kind, lag } = linkForm.elements;
      const link = joined || chart.plan.links.find(({ id }) => id === Number(which.value));
      [kind.value, lag.value] = [link.kind, textOf(link.lag)];
      dialog("link").querySelector("h2").textContent = `${nameOf(link.before)} → ${nameOf(link.after)}`;
      for (const option of kind.options) option.textContent = chart.linkSaid(option.value, { name: nameOf(link.before) }, { name: nameOf(link.after) });
    }

    chart.openJoin = (before, after) => {
      joined = { before, after, kind: "FS", lag: 0 };
      showLinks([]);
    };
    chart.openLink = (id) => {
      if (!chart.mayBegin()) return;
      joined = null;
      showLinks(chart.plan.links.filter((link) => link.id === id), id);
    };
    chart.openLinksOf = (task) => {
      const links = chart.plan.links.filter(({ before, after }) => before === task.id || after === task.id);
      if (!links.length) chart.say("noLinks", { task: task.name });
      else if (chart.mayBegin()) {
        joined = null;
        showLinks(links);
      }
    };

    chart.listen(linkForm.elements.which, "change", fillLink);
    chart.listen(linkForm.querySelector("[data-gantt-remove]"), "click", () => {
      dialog("link").close();
      chart.propose([{ op: "unlink", link: Number(linkForm.elements.which.value) }]);
    });
    chart.listen(linkForm, "submit", () => {
      const { which, kind, lag } = linkForm.elements;
      const told = { kind: kind.value, lag: numberIn(lag) };
      if (joined) chart.propose([{ op: "link", before: joined.before, after: joined.after, ...told }]);
      else chart.propose([{ op: "relink", link: Number(which.value), ...told }]);
    });

    chart.listen(root, "gantt:rename", ({ detail }) => chart.plan.editable && chart.openEdit(chart.plan.tasks.get(detail)));
  };
})();

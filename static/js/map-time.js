// The map as of a past day: a slider over the life of the account, and what has changed since.
(() => {
  "use strict";
  const DAY = 86_400_000;
  const PATIENCE = 180; // milliseconds between the last movement and the question
  const day = (text) => Date.parse(`${text}T00:00:00Z`);
  const text = (time) => new Date(time).toISOString().slice(0, 10);
  const shown = (time) => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" }).format(time);

  // What is said of a person, the passing of time apart.
  const likeness = ({ head, sub, attitude, influence, strength, function: role, entity, level, vacant }) =>
    JSON.stringify([head, vacant ? sub : "", attitude, influence, strength, role, entity, level, vacant]);

  function compare(then, now) {
    const before = new Map(then.nodes.map((node) => [node.id, node]));
    const after = new Map(now.nodes.map((node) => [node.id, node]));
    const lines = (drawing, id) => drawing.edges.filter((edge) => edge.kind !== "knows" && edge.source === id).map((edge) => `${edge.kind} ${edge.target}`).sort().join();
    return {
      arrived: now.nodes.filter((node) => !before.has(node.id)),
      gone: then.nodes.filter((node) => !after.has(node.id)),
      changed: then.nodes.filter((node) => after.has(node.id) && (likeness(node) !== likeness(after.get(node.id)) || lines(then, node.id) !== lines(now, node.id))),
    };
  }

  document.addEventListener("map:ready", ({ detail: map }) => {
    const { root, cy, listen } = map;
    const form = root.querySelector("[data-map-time]");
    const slider = form.querySelector("[type=range]");
    const field = form.querySelector("[type=date]");
    const label = form.querySelector("[data-map-day]");
    const since = form.querySelector("[data-map-since]");
    const [born, today] = [day(root.dataset.born), day(root.dataset.today)];
    let present = null;
    let timer = 0;

    function months() {
      const first = new Date(born);
      const found = [];
      for (let year = first.getUTCFullYear(), month = first.getUTCMonth() + 1; Date.UTC(year, month) <= today; month += 1) found.push((Date.UTC(year, month) - born) / DAY);
      return found.map((value) => Object.assign(document.createElement("option"), { value }));
    }

    function write(time) {
      slider.value = (time - born) / DAY;
      slider.setAttribute("aria-valuetext", time === today ? map.words.today : shown(time));
      field.value = text(time);
      label.textContent = time === today ? map.words.asOfToday : map.words.asOf.replace("%s", shown(time));
    }

    function go(time, wait = PATIENCE) {
      const asked = Math.max(born, Math.min(today, time));
      write(asked);
      clearTimeout(timer);
      timer = setTimeout(() => travel(text(asked)), wait);
    }

    async function travel(asked) {
      if (asked === map.day) return;
      present ||= await (await fetch(`${root.dataset.dataUrl}?on=${root.dataset.today}`)).json();
      await map.load(asked);
      if (map.chosen) map.choose(map.chosen);
      map.showAside();
    }

    function mark() {
      since.hidden = !map.isPast;
      if (!map.isPast) {
        present = map.drawing;
        return;
      }
      if (!present) return;
      const found = compare(map.drawing, present);
      for (const node of [...found.changed, ...found.gone]) cy.$id(node.id).addClass("changed");
      const told = Object.entries(found).filter(([, nodes]) => nodes.length);
      const sentences = told.map(([kind, nodes]) => map.words[kind].replace("%s", nodes.map((node) => node.name).join(", ")));
      since.textContent = sentences.join(" ") || map.words.same;
    }

    slider.max = (today - born) / DAY;
    form.querySelector("datalist").replaceChildren(...months());
    write(day(map.day));
    listen(slider, "input", () => go(born + slider.value * DAY));
    listen(slider, "keydown", (event) => {
      const step = { PageUp: 30, PageDown: -30 }[event.key]; // a month; the arrows go day by day
      if (!step) return;
      event.preventDefault();
      go(born + (Number(slider.value) + step) * DAY);
    });
    listen(field, "change", () => field.value && go(day(field.value), 0));
    listen(form.querySelector("[data-map-today]"), "click", () => go(today, 0));
    listen(form, "submit", (event) => event.preventDefault());
    listen(root, "map:drawn", mark);
    // Opened on a past day, the map still says what has changed since.
    if (map.isPast) fetch(`${root.dataset.dataUrl}?on=${root.dataset.today}`).then((response) => response.json()).then((drawing) => {
      present = drawing;
      if (map.drawing) mark();
    });
  });
})();

// "@" in a text proposes the colleagues who see the account (data-mentions is where to ask); the arrows choose.
(() => {
  "use strict";
  const TYPING = /(?:^|[^\p{L}\p{N}_.@])@([\p{L}][\p{L}'’-]*(?: [\p{L}'’-]*)?|)$/u;
  const PAUSE = 150; // milliseconds
  let count = 0;

  function enhance(area) {
    if (area.dataset.mentionsReady) return;
    area.dataset.mentionsReady = "1";
    const list = document.createElement("ul");
    list.className = "mention-list";
    list.id = `mention-list-${(count += 1)}`;
    list.setAttribute("role", "listbox");
    list.hidden = true;
    area.after(list);
    area.parentElement.classList.add("mention-anchor");
    let timer;
    let asked = 0;

    const options = () => [...list.children];
    const chosen = () => options().find((option) => option.getAttribute("aria-selected") === "true");
    const typed = () => area.value.slice(0, area.selectionStart).match(TYPING);

    function close() {
      asked += 1; // an answer on its way comes too late
      clearTimeout(timer);
      list.hidden = true;
      list.replaceChildren();
      for (const name of ["role", "aria-expanded", "aria-controls", "aria-activedescendant", "aria-autocomplete"]) area.removeAttribute(name);
    }

    function select(option) {
      for (const other of options()) other.setAttribute("aria-selected", String(other === option));
      area.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }

    function take(option) {
      const end = area.selectionStart;
      const start = end - typed()[1].length;
      area.setRangeText(`${option.dataset.name} `, start, end, "end");
      close();
      area.focus();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }

    function offer(people) {
      if (!people.length || !typed()) return close();
      list.replaceChildren(...people.map(({ name, role }, place) => {
        const option = document.createElement("li");
        const hint = document.createElement("small");
        option.id = `${list.id}-${place}`;
        option.dataset.name = name;
        option.setAttribute("role", "option");
        option.textContent = name;
        hint.textContent = role;
        option.append(hint);
        option.addEventListener("mousedown", (event) => {
          event.preventDefault(); // the text keeps the focus
          take(option);
        });
        return option;
      }));
      list.hidden = false;
      list.setAttribute("aria-label", area.labels?.[0]?.textContent.trim() || "@");
      for (const [name, value] of [["role", "combobox"], ["aria-expanded", "true"], ["aria-controls", list.id], ["aria-autocomplete", "list"]]) area.setAttribute(name, value);
      select(options()[0]);
    }

    async function ask() {
      const [, text] = typed() ?? [];
      if (text === undefined) return close();
      const number = (asked += 1);
      try {
        const response = await fetch(`${area.dataset.mentions}?q=${encodeURIComponent(text)}`);
        const { results } = await response.json();
        if (number === asked) offer(results);
      } catch {
        close();
      }
    }

    area.addEventListener("input", () => {
      clearTimeout(timer);
      if (typed()) timer = setTimeout(ask, PAUSE);
      else close();
    });
    area.addEventListener("blur", close);
    area.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        const all = options();
        select(all[(all.indexOf(chosen()) + step + all.length) % all.length]);
      } else if (event.key === "Enter" || event.key === "Tab") take(chosen());
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  document.addEventListener("htmx:load", ({ target }) => {
    const areas = target.matches?.("[data-mentions]") ? [target] : target.querySelectorAll("[data-mentions]");
    areas.forEach(enhance);
  });
})();

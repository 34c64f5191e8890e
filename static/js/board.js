// The boards of a plan: items are dragged by their grip, or grabbed with Space and moved with the arrows. What is let go
// is sent by the two forms of the page; the server decides, and the board that comes back takes the place of this one.
(() => {
  "use strict";
  const FAR = 6; // pixels before a press becomes a drag
  let drag = null; // by pointer
  let held = null; // by keyboard
  let sent = null; // the node to focus once the board is back

  const nodeOf = (element) => element?.closest("[data-node]");
  const kindOf = (node) => node.dataset.node.split(":")[0];
  const keyOf = (node) => node.dataset.node.split(":")[1];
  const listOf = (node) => node.closest("[data-list]");
  const among = (list) => [...list.querySelectorAll(":scope > [data-node]")];
  const said = () => document.getElementById("board-said");
  const nameOf = (node) => node.querySelector("strong, h2, a:not(.grip), span:not(.pill)")?.textContent.trim() || "";

  function say(key, told = {}) {
    const region = said();
    if (region) region.textContent = region.dataset[key].replace(/\{(\w+)\}/g, (_all, name) => told[name] ?? "");
  }

  function send(id, values, node) {
    const form = document.getElementById(id);
    sent = node.dataset.node;
    for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
    form.requestSubmit();
  }

  const place = (node, list, next) => send("board-place", {
    kind: kindOf(node), row: keyOf(node), group: list.dataset.group || "", before: next ? keyOf(next) : "",
  }, node);
  const link = (node, other) => send("board-link", { one: node.dataset.node, other: other.dataset.node }, node);

  // --- where a dragged item would land: on an item that takes it, in a cell of the matrix, or in a list of its like ----
  function landing(x, y) {
    for (let at = document.elementFromPoint(x, y); at && at.id !== "board"; at = at.parentElement) {
      if (at === drag.node) return null;
      const takes = (at.dataset?.takes || "").split(" ");
      if (takes.includes(drag.kind)) return { onto: at };
      if ("cell" in at.dataset && drag.kind === "swot") return { cell: at };
      if (at.dataset?.list === drag.kind) {
        const next = among(at).find((each) => each !== drag.node && middle(each) > y);
        return { list: at, next };
      }
    }
    return null;
  }

  function middle(element) {
    const box = element.getBoundingClientRect();
    return box.top + box.height / 2;
  }

  function unmark() {
    for (const each of document.querySelectorAll(".is-target, .is-before, .is-end")) {
      each.classList.remove("is-target", "is-before", "is-end");
    }
  }

  function mark(goal) {
    unmark();
    (goal?.onto || goal?.cell)?.classList.add("is-target");
    if (goal?.list) goal.next ? goal.next.classList.add("is-before") : goal.list.classList.add("is-end");
  }

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button) return;
    const node = nodeOf(grip);
    drag = { node, kind: kindOf(node), grip, x: event.clientX, y: event.clientY, ghost: null };
    grip.setPointerCapture(event.pointerId);
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.ghost && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < FAR) return;
    if (!drag.ghost) lift();
    drag.ghost.style.transform = `translate(${event.clientX + 8}px, ${event.clientY + 8}px)`;
    drag.goal = landing(event.clientX, event.clientY);
    mark(drag.goal);
    if (event.clientY < 60) window.scrollBy(0, -12);
    if (event.clientY > innerHeight - 60) window.scrollBy(0, 12);
  });

  function lift() {
    drag.ghost = document.createElement("div");
    drag.ghost.className = "board-ghost";
    drag.ghost.textContent = nameOf(drag.node);
    document.body.append(drag.ghost);
    drag.node.classList.add("is-lifted");
  }

  function drop(isDone) {
    if (!drag) return;
    const { node, goal, ghost, grip } = drag;
    drag = null;
    unmark();
    if (!ghost) return;
    ghost.remove();
    node.classList.remove("is-lifted");
    grip.dataset.dragged = ""; // the click that ends a drag opens nothing
    setTimeout(() => delete grip.dataset.dragged);
    if (!isDone || !goal) return;
    if (goal.onto) link(node, goal.onto);
    else if (goal.cell) cross(node, goal.cell);
    else if (goal.next !== next(node) || goal.list !== listOf(node)) place(node, goal.list, goal.next);
  }

  const next = (node) => among(listOf(node))[among(listOf(node)).indexOf(node) + 1];
  document.addEventListener("pointerup", () => drop(true));
  document.addEventListener("pointercancel", () => drop(false));
  document.addEventListener("dragstart", (event) => event.target.closest?.("[data-grip]") && event.preventDefault());
  document.addEventListener("click", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (grip && "dragged" in grip.dataset) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);

  // --- two items of the SWOT dropped on the matrix open an option ---------------------------------------------------
  const isOurs = (node) => ["strength", "weakness"].includes(listOf(node).dataset.group);

  function cross(node, cell) {
    const waiting = document.querySelector("[data-waiting]");
    const first = waiting && document.querySelector(`[data-node="${waiting.dataset.waiting}"]`);
    waiting?.remove();
    if (first && first !== node && isOurs(first) !== isOurs(node)) {
      const way = document.createElement("a"); // a link like another, which htmx follows
      way.href = `${cell.dataset.cross}?items=${keyOf(first)}&items=${keyOf(node)}`;
      cell.append(way);
      htmx.process(way);
      way.click();
      return;
    }
    const chip = document.createElement("p");
    chip.className = "pill pill-violet";
    chip.dataset.waiting = node.dataset.node;
    chip.textContent = nameOf(node);
    cell.append(chip);
    say("chosen", { name: nameOf(node) });
  }

  // --- without a mouse ---------------------------------------------------------------------------------------------
  function grab(node) {
    held = { node, list: listOf(node), next: next(node), from: listOf(node) };
    node.classList.add("is-held");
    const those = among(held.list);
    say("grabbed", { n: those.indexOf(node) + 1, of: those.length });
  }

  function step(way) {
    const those = among(listOf(held.node));
    const there = those[those.indexOf(held.node) + way];
    if (there) way < 0 ? there.before(held.node) : there.after(held.node);
  }

  function change(way) {
    const lists = [...document.querySelectorAll(`[data-list="${kindOf(held.node)}"]`)];
    const there = lists[lists.indexOf(listOf(held.node)) + way];
    if (there && "group" in there.dataset) there.append(held.node);
  }

  function release(isDone) {
    const { node, from, next: after } = held;
    held = null;
    node.classList.remove("is-held");
    if (isDone && (listOf(node) !== from || next(node) !== after)) {
      place(node, listOf(node), next(node));
      return;
    }
    after ? after.before(node) : from.append(node);
    node.querySelector("[data-grip]").focus();
    say("back");
  }

  const KEYS = {
    ArrowUp: () => step(-1), ArrowDown: () => step(1), ArrowLeft: () => change(-1), ArrowRight: () => change(1),
  };
  document.addEventListener("keydown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || !listOf(nodeOf(grip))) return;
    if (event.key === " " || (held && ["Enter", "Escape"].includes(event.key))) {
      event.preventDefault();
      held ? release(event.key !== "Escape") : grab(nodeOf(grip));
    } else if (held && KEYS[event.key]) {
      event.preventDefault();
      KEYS[event.key]();
      const those = among(listOf(held.node));
      grip.focus();
      say("moved", { n: those.indexOf(held.node) + 1, of: those.length, list: listOf(held.node).ariaLabel || "" });
    }
  });
  document.addEventListener("focusout", () => {
    // moving the row in the page takes the focus from its grip for a moment
    setTimeout(() => held && !held.node.contains(document.activeElement) && release(false), 50);
  });

  // --- the board is back -------------------------------------------------------------------------------------------
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (!sent || detail.target.id !== "board") return;
    const grip = document.querySelector(`#board [data-node="${sent}"] [data-grip]`);
    sent = null;
    grip?.focus();
    const region = said();
    const note = document.querySelector("#toasts .note-text");
    if (region && note) region.textContent = note.textContent.trim();
  });
})();

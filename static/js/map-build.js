// Building the map: boxes dragged and saved, people added where one double-clicks, two people joined by drag, by two
// clicks or from the list.
(() => {
  "use strict";
  const NUDGE = 24; // map units that a key moves a box
  const PATIENCE = 400; // milliseconds before what was moved is sent

  document.addEventListener("map:ready", ({ detail: map }) => {
    const { root, cy, listen } = map;
    const canvas = root.querySelector(".map-canvas");
    const handle = root.querySelector(".map-handle");
    const joinButton = root.querySelector(".card-header [data-map-join]");
    const moved = new Map();
    let timer = 0;
    let first = null; // of two people to be joined: null when nobody joins, "" before the first is chosen
    let hovered = "";

    // --- places ----------------------------------------------------------------------------------------------------
    function keep(box) {
      const place = { x: Math.round(box.position("x")), y: Math.round(box.position("y")) };
      map.moves.set(box.id(), place);
      if (!map.mayChange) return; // who may only read moves boxes to see better
      moved.set(box.id(), { id: box.id(), ...place });
      clearTimeout(timer);
      timer = setTimeout(send, PATIENCE);
    }

    async function send() {
      const body = new URLSearchParams({ places: JSON.stringify([...moved.values()]) });
      moved.clear();
      try {
        const headers = { "X-CSRFToken": document.querySelector(".shell").dataset.csrf };
        const response = await fetch(root.dataset.placeUrl, { method: "POST", body, headers, keepalive: true });
        if (response.ok) map.say(map.words.saved);
        else map.say(map.words.unsaved, (await response.json().catch(() => ({}))).error || response.status);
      } catch {
        map.say(map.words.offline);
      }
    }

    function nudge(event) {
      const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      const box = cy.$id(map.chosen);
      if (!step || !event.shiftKey || box.empty()) return;
      event.preventDefault();
      (box.isParent() ? box.children() : box).shift({ x: NUDGE * step[0], y: NUDGE * step[1] });
      keep(box);
    }

    // --- adding ----------------------------------------------------------------------------------------------------
    const add = (query = {}) => map.open(`${root.dataset.addUrl}?${new URLSearchParams(query)}`);

    // --- joining ---------------------------------------------------------------------------------------------------
    function setJoin(value) {
      first = value;
      root.classList.toggle("is-joining", first !== null);
      joinButton?.setAttribute("aria-pressed", String(first !== null));
      if (first === "") map.say(map.words.joinFirst);
      else if (first) map.say(map.words.joinSecond, cy.$id(first).data("name"));
    }

    function join(from, to) {
      setJoin(null);
      if (from === to) return;
      if (from[0] === "o" && to[0] === "o") map.say(map.words.bothOurs);
      else map.open(`${root.dataset.joinUrl}?${new URLSearchParams({ from, to })}`);
    }

    const point = ({ clientX, clientY }) => {
      const { left, top } = canvas.getBoundingClientRect();
      return { x: (clientX - left - cy.pan().x) / cy.zoom(), y: (clientY - top - cy.pan().y) / cy.zoom() };
    };
    const boxAt = ({ x, y }) => cy.nodes(".box").filter((box) => {
      const { x1, x2, y1, y2 } = box.boundingBox({ includeLabels: false });
      return x1 <= x && x <= x2 && y1 <= y && y <= y2;
    }).first();

    function showHandle(box) {
      hovered = box.id();
      const { x, y } = box.renderedPosition();
      handle.hidden = false;
      handle.style.transform = `translate(${x}px, ${y + (box.outerHeight() / 2) * cy.zoom()}px)`;
    }

    function pull(event) {
      event.preventDefault();
      const from = hovered;
      handle.setPointerCapture(event.pointerId);
      cy.add([
        { group: "nodes", data: { id: "ghost" }, classes: ["ghost"], position: point(event) },
        { group: "edges", data: { id: "ghost-line", source: from, target: "ghost", kind: "influences" } },
      ]);
      const move = (moving) => cy.$id("ghost").position(point(moving));
      const stop = (stopping) => {
        handle.removeEventListener("pointermove", move);
        cy.$id("ghost").remove();
        handle.hidden = true;
        const to = stopping.type === "pointerup" ? boxAt(point(stopping)) : cy.collection();
        if (to.nonempty()) join(from, to.id());
      };
      handle.addEventListener("pointermove", move);
      for (const name of ["pointerup", "pointercancel"]) handle.addEventListener(name, stop, { once: true });
    }

    // --- what people do ----------------------------------------------------------------------------------------------
    listen(root, "map:pick", (event) => {
      if (first === null) return;
      event.stopImmediatePropagation();
      if (first) join(first, event.detail.id);
      else setJoin(event.detail.id);
    }, { capture: true });
    listen(document, "click", (event) => {
      const at = (name) => event.target.closest(`[data-map-${name}]`);
      if (at("add") && map.mayChange) {
        event.preventDefault();
        event.stopPropagation();
        add();
      } else if (at("join")) setJoin(first === null ? at("join").dataset.mapJoin : null);
      else if (at("report")) add({ reports_to: at("report").dataset.mapReport });
      else if (at("tie")) map.open(at("tie").dataset.mapTie);
    }, { capture: true });
    listen(document, "keydown", (event) => {
      if (event.key !== "Escape" || first === null) return;
      setJoin(null);
      map.say(map.words.joinStopped);
    });
    listen(canvas, "keydown", nudge);
    listen(handle, "pointerdown", pull);
    listen(root, "map:drawn", () => (handle.hidden = true));
    cy.on("dbltap", ({ target, position }) => {
      if (target === cy && map.mayChange) add({ x: Math.round(position.x), y: Math.round(position.y) });
    });
    cy.on("dragfree", ".box", ({ target }) => keep(target));
    cy.on("mouseover", ".box", ({ target }) => map.mayChange && showHandle(target));
    cy.on("grab pan zoom", () => (handle.hidden = true));
    cy.on("tap", ({ target }) => target === cy && (handle.hidden = true));
  });
})();

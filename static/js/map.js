// The mêlée map: draws what the server says, chooses people, fades the rest, keeps the address. What builds the map
// (map-build.js) and travels in time (map-time.js) joins in on "map:ready".
(() => {
  "use strict";
  const { look, elementsOf, isLarge } = window.mapLook;
  const START = [0.8, 1]; // zoom at the beginning: text stays readable
  const STEP = 1.25;
  // A piece of page from the server; false when another one was asked for meanwhile, or it failed (htmx says so).
  const piece = (url, target) => htmx.ajax("GET", url, { source: target, target, swap: "innerHTML" }).then(() => true, () => false);

  function canvasOf(root) {
    return cytoscape({
      container: root.querySelector(".map-canvas"),
      elements: [],
      style: look(root),
      layout: { name: "preset" },
      minZoom: 0.1,
      maxZoom: 2.5,
      boxSelectionEnabled: false,
      autounselectify: true,
      pixelRatio: Math.min(devicePixelRatio, 2),
    });
  }

  function start(root) {
    const cy = canvasOf(root);
    const map = {
      root, cy, words: JSON.parse(root.dataset.words), drawing: null, day: root.dataset.day, chosen: "", near: "", path: null, moves: new Map(),
      get isPast() {
        return map.day < root.dataset.today;
      },
      get mayChange() {
        return "mayEdit" in root.dataset && !map.isPast;
      },
      say(text, ...values) {
        root.querySelector(".map-say").textContent = values.reduce((said, value) => said.replace("%s", value), text);
      },
    };
    root.map = map;
    Object.assign(map, { draw, load, choose, refresh, open, showAside });
    const stage = root.querySelector(".map-stage");
    const panel = document.getElementById("map-panel");
    const narrow = root.querySelector("[data-map-narrow]");
    let asking = null;
    let picks = 0; // a person picked meanwhile is not taken away by what was saved before

    // --- what the server says --------------------------------------------------------------------------------------
    async function load(day = map.day) {
      asking?.abort();
      asking = new AbortController();
      const { signal } = asking;
      try {
        const response = await fetch(`${root.dataset.dataUrl}?on=${day}`, { signal });
        if (!response.ok || response.redirected) throw new Error(response.status);
        const drawing = await response.json();
        map.day = day;
        draw(drawing);
        root.dispatchEvent(new CustomEvent("map:drawn", { bubbles: true, detail: map }));
      } catch (error) {
        if (error.name !== "AbortError") map.say(map.words.offline);
      }
    }

    function draw(drawing) {
      const isFirst = !map.drawing;
      map.drawing = drawing;
      for (const node of drawing.nodes) Object.assign(node, map.moves.get(node.id)); // the answer may be older
      cy.batch(() => {
        cy.elements().remove();
        cy.add(elementsOf(drawing, root));
        if (map.chosen) cy.$id(map.chosen).addClass("chosen");
      });
      cy.renderer().hideEdgesOnViewport = isLarge(drawing);
      root.classList.toggle("is-past", map.isPast);
      stage.querySelector(".map-empty").hidden = drawing.nodes.some((node) => node.side === "theirs");
      if (isFirst) startView();
      refresh();
      list();
      cy.resize();
      root.dataset.drawn = drawing.nodes.length;
    }

    // --- where one looks -------------------------------------------------------------------------------------------
    function startView() {
      const all = cy.nodes(".box").boundingBox({ includeLabels: false });
      const [low, high] = START;
      const zoom = cy.nodes(".box").empty() ? high : Math.max(low, Math.min(high, (cy.width() - 32) / all.w, (cy.height() - 32) / all.h));
      const fits = all.h * zoom <= cy.height() - 32;
      const middle = fits ? (all.y1 + all.y2) / 2 : Math.max(all.y1 + cy.height() / zoom / 2 - 16, Math.min(0, all.y2));
      cy.zoom(zoom);
      cy.pan({ x: cy.width() / 2 - (zoom * (all.x1 + all.x2)) / 2 || cy.width() / 2, y: cy.height() / 2 - zoom * middle || cy.height() / 2 });
    }

    function zoomBy(factor) {
      cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
    }

    function bringIntoSight(box) {
      const { x1, x2, y1, y2 } = box.renderedBoundingBox();
      if (x1 < 0 || y1 < 0 || x2 > cy.width() || y2 > cy.height()) cy.center(box);
    }

    function drawLine() {
      const line = stage.querySelector(".map-line");
      line.style.transform = `translateY(${Math.round(cy.pan().y)}px)`;
      line.hidden = cy.pan().y < 20 || cy.pan().y > cy.height() - 20;
    }

    // --- what is faded ---------------------------------------------------------------------------------------------
    function asked() {
      const chosen = new FormData(narrow);
      return {
        function: chosen.get("function"), entity: chosen.get("entity"), attitude: chosen.get("attitude"),
        influence: Number(chosen.get("influence")), only: chosen.getAll("only"), edges: new Set(chosen.getAll("edges")),
      };
    }

    function isKept(node, filter) {
      if (node.side === "ours") return true;
      const same = ["function", "entity", "attitude"].every((name) => !filter[name] || String(node[name]) === filter[name]);
      return same && node.influence >= filter.influence && filter.only.every((name) => node[name]);
    }

    function shownBoxes(filter) {
      const kept = cy.nodes(".box").filter((box) => isKept(box.data(), filter));
      if (map.path) return kept.filter((box) => map.path.includes(box.id()));
      return map.near ? kept.filter((box) => box.id() === map.near || box.edgesWith(cy.$id(map.near)).nonempty()) : kept;
    }

    function isShownEdge(edge, filter, shown) {
      if (!filter.edges.has(edge.data("kind"))) return false;
      if (map.path) return isStep(edge);
      const ends = [edge.source(), edge.target()];
      if (map.near && !ends.some((end) => end.id() === map.near)) return false;
      return ends.every((end) => shown.has(end));
    }

    function isStep(edge) {
      const [source, target] = [edge.source().id(), edge.target().id()].map((id) => map.path.indexOf(id));
      return source >= 0 && target >= 0 && Math.abs(source - target) === 1;
    }

    function refresh() {
      const filter = asked();
      const shown = shownBoxes(filter);
      const isVeiled = isLarge(map.drawing) && !map.near && !map.path; // a thousand strong lines would hide each other
      cy.batch(() => {
        cy.nodes(".box").forEach((box) => {
          const isFaded = !shown.has(box);
          box.toggleClass("faded", isFaded).toggleClass("lit", Boolean(map.path) && !isFaded);
          box.children().toggleClass("faded", isFaded);
        });
        cy.edges().forEach((edge) => {
          const isShown = isShownEdge(edge, filter, shown);
          edge.toggleClass("faded", !isShown).toggleClass("lit", Boolean(map.path) && isShown);
          edge.toggleClass("thin", isVeiled && edge.data("kind") === "knows");
        });
      });
      root.dataset.shown = shown.length;
      keepAddress();
    }

    function keepAddress() {
      const query = new URLSearchParams();
      for (const [name, value] of new FormData(narrow)) if (value && name !== "edges") query.append(name, value);
      const lines = [...narrow.querySelectorAll("[name=edges]")];
      if (!lines.every((line) => line.checked)) for (const line of lines) if (line.checked) query.append("edges", line.value);
      narrow.querySelector("[data-map-clear]").hidden = !query.size;
      if (map.isPast) query.set("on", map.day);
      const address = location.pathname + (query.size ? `?${query}` : "");
      if (address !== location.pathname + location.search) history.replaceState(history.state, "", address);
      for (const link of root.querySelectorAll("[data-map-export]")) link.href = link.dataset.mapExport + (query.size ? `?${query}` : "");
    }

    // --- one person ------------------------------------------------------------------------------------------------
    async function choose(id, { centre = false, focus = false } = {}) {
      const box = cy.$id(id);
      cy.nodes(".chosen").removeClass("chosen");
      map.chosen = box.nonempty() ? id : "";
      if (!map.chosen) return closePanel();
      box.addClass("chosen");
      if (centre) bringIntoSight(box);
      const base = id[0] === "t" ? root.dataset.personUrl : root.dataset.colleagueUrl;
      picks += 1;
      if (!(await piece(`${base.replace("/0/", `/${id.slice(1)}/`)}?on=${map.day}`, panel))) return;
      panel.hidden = false;
      if (focus) panel.querySelector("h2")?.focus();
    }

    function closePanel() {
      panel.hidden = true;
      panel.replaceChildren();
      cy.nodes(".chosen").removeClass("chosen");
      map.chosen = map.near = "";
      map.path = null;
      refresh();
    }

    function lookNear(id, button) {
      map.path = null;
      map.near = map.near === id ? "" : id;
      button?.setAttribute("aria-pressed", String(Boolean(map.near)));
      refresh();
      map.say(map.near ? map.words.neighbours : map.words.everybody, cy.$id(id).data("name"));
    }

    function showPath(way) {
      map.near = "";
      map.path = [...way.dataset.mapPath.split(" ").filter(Boolean)];
      if (!map.path.length) map.path = null;
      else map.say(map.words.path, map.path.map((id) => cy.$id(id).data("name")).join(" → "));
      refresh();
      if (map.path) cy.fit(cy.nodes(".lit"), 60);
      if (map.path && cy.zoom() > 1) cy.zoom({ level: 1, position: cy.$id(map.path[0]).position() });
    }

    async function open(url) {
      if (await piece(url, "#map-dialog .dialog-body")) window.openDialog("map-dialog");
    }

    function showAside() {
      return piece(`${root.dataset.asideUrl}?on=${map.day}`, "#map-aside");
    }

    // --- the list ----------------------------------------------------------------------------------------------------
    function list() {
      const place = document.querySelector("[data-map-people]");
      const focused = place.contains(document.activeElement) ? document.activeElement.dataset.mapChoose : "";
      place.replaceChildren(...[...map.drawing.nodes].sort((a, b) => a.side.localeCompare(b.side)).map((node) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        const small = document.createElement("small");
        Object.assign(button, { type: "button", className: `map-${node.side}`, textContent: node.name });
        button.dataset.mapChoose = node.id;
        small.textContent = `${node.head} · ${node.sub}`;
        button.append(small);
        item.append(button);
        return item;
      }));
      if (focused) place.querySelector(`[data-map-choose="${focused}"]`)?.focus(); // drawn anew under the keyboard
      find();
    }

    function find() {
      const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
      const sought = plain(document.querySelector("[data-map-find]").value);
      for (const item of document.querySelectorAll("[data-map-people] li")) item.hidden = !plain(item.textContent).includes(sought);
    }

    // --- what people do ----------------------------------------------------------------------------------------------
    function click(event) {
      const at = (name) => event.target.closest(`[data-map-${name}]`);
      const zoom = at("zoom")?.dataset.mapZoom;
      if (zoom) zoom === "fit" ? cy.fit(cy.nodes(".box"), 24) : zoomBy(zoom === "in" ? STEP : 1 / STEP);
      else if (at("choose")) root.dispatchEvent(new CustomEvent("map:pick", { detail: { id: at("choose").dataset.mapChoose, focus: true } }));
      else if (at("near")) lookNear(at("near").dataset.mapNear, at("near"));
      else if (at("door")) piece(`${at("door").dataset.mapDoor}?on=${map.day}`, "#map-door");
      else if (at("close")) closePanel();
      else if (at("full")) document.fullscreenElement ? document.exitFullscreen() : root.closest(".split").requestFullscreen();
    }

    function key(event) {
      const arrows = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (arrows && !event.shiftKey) cy.panBy({ x: 60 * arrows[0], y: 60 * arrows[1] });
      else if (event.key === "+" || event.key === "-") zoomBy(event.key === "+" ? STEP : 1 / STEP);
      else if (event.key === "0") cy.fit(cy.nodes(".box"), 24);
      else return;
      event.preventDefault();
    }

    const signal = new AbortController();
    const listen = (target, name, call, options = {}) => target.addEventListener(name, call, { ...options, signal: signal.signal });
    map.listen = listen;
    listen(document, "click", click);
    listen(root, "map:pick", ({ detail }) => choose(detail.id, { centre: true, focus: detail.focus }));
    listen(root.querySelector(".map-canvas"), "keydown", key);
    listen(document, "keydown", (event) => {
      if (event.key === "Escape" && !document.querySelector("dialog[open]") && (map.near || map.path)) {
        map.near = "";
        map.path = null;
        refresh();
        map.say(map.words.everybody);
      }
    });
    listen(narrow, "change", refresh);
    listen(narrow, "reset", (event) => {
      for (const field of narrow.elements) {
        if (field.type === "checkbox") field.checked = field.name === "edges";
        else if (field.tagName === "SELECT") field.value = "";
      }
      event.preventDefault();
      refresh();
    });
    listen(narrow, "submit", (event) => event.preventDefault());
    listen(document.querySelector("[data-map-find]"), "input", find);
    listen(document, "htmx:afterSwap", ({ target }) => {
      const way = target.id === "map-door" && target.querySelector("[data-map-path]");
      if (way) showPath(way);
    });
    listen(document, "map:changed", async ({ detail }) => {
      document.getElementById("map-dialog").close();
      const before = picks;
      await load(map.day);
      if (picks === before) choose(detail.focus, { centre: true });
      showAside();
    });
    listen(document, "fullscreenchange", () => {
      root.querySelector("[data-map-full]").setAttribute("aria-pressed", String(Boolean(document.fullscreenElement)));
      requestAnimationFrame(() => cy.resize());
    });
    // The page scrolls under the wheel; the map zooms with Ctrl, and always in full screen.
    listen(stage, "wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey && !document.fullscreenElement) event.stopPropagation();
    }, { capture: true });

    cy.on("tap", ".box", ({ target }) => root.dispatchEvent(new CustomEvent("map:pick", { detail: { id: target.id() } })));
    cy.on("tap", ({ target }) => target === cy && map.chosen && closePanel());
    cy.on("pan zoom resize", drawLine);
    // On a large map only the lines of the box that moves are drawn while it does.
    cy.on("grab", ".box", ({ target }) => isLarge(map.drawing) && cy.edges().difference(target.connectedEdges()).addClass("asleep"));
    cy.on("free", ".box", () => cy.edges(".asleep").removeClass("asleep"));
    const themes = new MutationObserver(() => cy.style(look(root)));
    themes.observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
    map.end = () => {
      signal.abort();
      asking?.abort();
      themes.disconnect();
      cy.destroy();
    };
    if (!document.fullscreenEnabled) root.querySelector("[data-map-full]").hidden = true;
    root.dispatchEvent(new CustomEvent("map:ready", { bubbles: true, detail: map }));
    document.fonts.ready.then(() => load()).then(drawLine);
  }

  document.addEventListener("htmx:load", () => {
    for (const root of document.querySelectorAll("[data-map]")) if (!root.map) start(root);
  });
  document.addEventListener("htmx:beforeCleanupElement", ({ target }) => target.map?.end());
})();

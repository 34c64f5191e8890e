// Links and forms of <body hx-boost> are swapped without a flash; here is what htmx leaves to the page:
// the loading line, where to scroll and what to focus, error pages, page scripts, the way back.
(() => {
  "use strict";
  const root = document.documentElement;
  const STORE = "scroll-positions";
  let positions = {};
  try {
    positions = JSON.parse(sessionStorage.getItem(STORE)) || {};
  } catch {
    positions = {};
  }
  const loadedScripts = new Set();
  let departure = null; // where the person was before the swap under way
  let landing = null; // where to scroll, or the element to show, once the new page has its height
  let latest = null; // request of the last click: the answer to an earlier one comes too late
  let requests = 0;

  const address = () => location.pathname + location.search;
  const scrollTo = (top) => window.scrollTo({ top, behavior: "instant" });

  function land() {
    if (landing instanceof Element) landing.scrollIntoView({ block: "center", behavior: "instant" });
    else if (landing !== null) scrollTo(landing);
  }

  const sought = () => document.querySelector("#main .is-invalid, #main [autofocus]");

  function focusPage() {
    const target = sought() || document.querySelector("#main h1");
    if (!target) return;
    if (target.matches("h1")) target.tabIndex = -1;
    target.focus({ preventScroll: target.matches("h1") });
  }

  async function loadPageScripts() {
    const urls = (document.getElementById("main")?.dataset.scripts || "").split(/\s+/).filter(Boolean);
    const missing = urls.filter((url) => !loadedScripts.has(url));
    missing.forEach((url) => loadedScripts.add(url)); // before the first wait: a fragment that loads meanwhile asks too
    for (const url of missing) {
      await new Promise((done) => {
        const script = document.createElement("script");
        script.src = url;
        script.onload = script.onerror = done;
        document.head.append(script);
      });
    }
    // A script that came late has missed the event on which it enhances the page.
    if (missing.length) htmx.trigger(document.getElementById("main"), "htmx:load");
  }

  // --- requests ------------------------------------------------------------------------------------------------
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    const token = document.querySelector(".shell")?.dataset.csrf;
    if (token && detail.verb !== "get") detail.headers["X-CSRFToken"] = token;
  });
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (!detail.boosted) return;
    latest = detail.xhr;
    requests += 1;
    root.classList.add("is-loading");
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.boosted && --requests <= 0) {
      requests = 0;
      root.classList.remove("is-loading");
    }
  });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    // A file behind an ordinary link is left to the browser.
    const { xhr, boosted, requestConfig } = event.detail;
    const type = xhr.getResponseHeader("Content-Type") || "text/html";
    if (boosted && requestConfig.verb === "get" && !type.startsWith("text/html")) {
      event.preventDefault();
      location.assign(requestConfig.path);
    }
  });

  // --- swaps ---------------------------------------------------------------------------------------------------
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.boosted && detail.xhr !== latest) {
      detail.shouldSwap = false;
      return;
    }
    if (detail.boosted && /<body[\s>]/.test(detail.serverResponse)) {
      detail.shouldSwap = true; // an error page is a page
      detail.isError = false;
    }
    if (detail.target === document.body) {
      const elt = detail.elt;
      departure = { path: location.pathname, top: window.scrollY, toTop: Boolean(elt.closest("[data-scroll-top]")) };
    }
  });
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (detail.target !== document.body || !departure) return;
    document.body.removeAttribute("style"); // what an open off-canvas menu had locked
    const isSamePage = departure.path === location.pathname;
    const isRefused = isSamePage && detail.requestConfig.verb === "post" && sought();
    const stays = isSamePage && !departure.toTop;
    landing = location.hash ? null : isRefused || (stays ? departure.top : 0);
    land();
    departure = null;
    if (isRefused || !isSamePage || document.activeElement === document.body) focusPage();
  });
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (detail.target !== document.body) return;
    land(); // lists of choices have taken their place since the swap
    landing = null;
  });
  document.addEventListener("htmx:load", loadPageScripts);

  // --- the way back: pages are asked again from the server, none is kept in the browser --------------------------
  history.scrollRestoration = "manual";
  document.addEventListener("htmx:beforeHistorySave", ({ detail }) => {
    positions[detail.path] = window.scrollY;
  });
  document.addEventListener("htmx:historyRestore", () => {
    document.body.removeAttribute("style");
    scrollTo(positions[address()] || 0);
    focusPage();
  });
  document.addEventListener("htmx:historyCacheMissLoad", ({ detail }) => {
    const elsewhere = detail.xhr.getResponseHeader("HX-Redirect");
    if (elsewhere) location.assign(elsewhere);
  });
  document.addEventListener("htmx:historyCacheMissLoadError", () => location.reload());
  window.addEventListener("pagehide", () => {
    positions[address()] = window.scrollY;
    sessionStorage.setItem(STORE, JSON.stringify(positions));
  });
  window.addEventListener("load", () => {
    const kind = performance.getEntriesByType("navigation")[0]?.type;
    if (["reload", "back_forward"].includes(kind) && !location.hash) scrollTo(positions[address()] || 0);
  });
})();

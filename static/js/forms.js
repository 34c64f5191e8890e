// Long selects become searchable, files can be dropped, a form is not sent twice.
(() => {
  "use strict";
  const LONG = 12;
  const SEVERAL = 3; // lines

  function within(target, selector) {
    const found = [...target.querySelectorAll(selector)];
    return target.matches(selector) ? [target, ...found] : found;
  }

  function remote(select) {
    const url = select.dataset.searchUrl;
    return {
      valueField: "value",
      labelField: "text",
      searchField: [],
      load: (text, done) => {
        fetch(`${url}${url.includes("?") ? "&" : "?"}q=${encodeURIComponent(text)}`)
          .then((response) => response.json())
          .then((answer) => done(answer.results))
          .catch(() => done());
      },
    };
  }

  function enhance(select) {
    const isLong = select.multiple || select.options.length > LONG || select.dataset.searchUrl;
    if (!isLong || select.tomselect || "plain" in select.dataset) return;
    new TomSelect(select, {
      plugins: select.multiple ? ["remove_button"] : ["dropdown_input"],
      maxOptions: 500,
      refreshThrottle: select.dataset.searchUrl ? 300 : 0,
      allowEmptyOption: !select.required,
      hidePlaceholder: true,
      onItemAdd() {
        if (select.multiple) this.setTextboxValue(""); // what was typed has been found
      },
      render: { no_results: null },
      ...(select.dataset.searchUrl ? remote(select) : {}),
    });
    select.setAttribute("aria-hidden", "true"); // its label has moved to the control that replaces it
  }

  document.addEventListener("htmx:load", ({ target }) => within(target, "select").forEach(enhance));
  document.addEventListener("htmx:beforeCleanupElement", ({ target }) => target.tomselect?.destroy());

  // --- one sending at a time -----------------------------------------------------------------------------------
  const submitButtons = (form) => form.querySelectorAll("button:not([type=button]), input[type=submit]");
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (!detail.elt.matches("form[method=post]")) return;
    for (const button of submitButtons(detail.elt)) {
      button.disabled = true;
      button.setAttribute("aria-busy", "true");
    }
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (!detail.elt.matches("form[method=post]")) return;
    for (const button of submitButtons(detail.elt)) {
      button.disabled = false;
      button.removeAttribute("aria-busy");
    }
  });

  // --- a list where one thing is meant -------------------------------------------------------------------------
  document.addEventListener("paste", (event) => {
    const lines = (event.clipboardData?.getData("text/plain") || "").trim().split("\n").length;
    if (!event.target.matches?.("form[method=post] input:is([type=text], :not([type]))") || lines < SEVERAL) return;
    event.preventDefault(); // a browser would glue the lines together and cut them without a word
    window.showNote(document.getElementById("note-template").content.querySelector(".note-text").dataset.list, "warning");
  });

  // --- files ---------------------------------------------------------------------------------------------------
  for (const [name, isOver] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
    document.addEventListener(name, (event) => {
      const zone = event.target.closest?.(".dropzone");
      if (!zone) return;
      event.preventDefault();
      zone.classList.toggle("is-over", isOver);
      if (name === "drop") {
        const input = zone.querySelector("input[type=file]");
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  }
})();

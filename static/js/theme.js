// Runs before the first paint: "auto" follows the system. Setting <html data-theme> is all it takes to change it.
(() => {
  "use strict";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const theme = root.dataset.theme || "auto";
    root.dataset.bsTheme = theme === "auto" ? (system.matches ? "dark" : "light") : theme;
  };
  system.addEventListener("change", apply);
  new MutationObserver(apply).observe(root, { attributeFilter: ["data-theme"] });
  addEventListener("beforeprint", () => (root.dataset.bsTheme = "light")); // paper is white
  addEventListener("afterprint", apply);
  apply();
})();

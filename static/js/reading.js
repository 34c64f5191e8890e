// The director turns the pages of a plan with the keyboard; what he noted is kept on the way.
(() => {
  "use strict";
  const BUTTONS = { ArrowRight: "[data-after]", ArrowLeft: "[data-before]" };
  document.addEventListener("keydown", (event) => {
    const button = event.altKey && BUTTONS[event.key] && document.querySelector(`form[data-reading] ${BUTTONS[event.key]}`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
})();

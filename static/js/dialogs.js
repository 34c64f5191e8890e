// <dialog> opened by data-dialog="id", and our confirmation in place of the browser's for hx-confirm.
(() => {
  "use strict";
  window.openDialog = (id) => {
    const dialog = document.getElementById(id);
    if (!dialog || dialog.open) return;
    dialog.showModal();
    dialog.dispatchEvent(new CustomEvent("dialog:open", { bubbles: true }));
  };

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) window.openDialog(opener.dataset.dialog);
    event.target.closest("[data-dialog-close]")?.closest("dialog").close();
    if (event.target.matches("dialog.dialog")) event.target.close(); // the backdrop belongs to the dialog
  });

  function ask(question, { confirmLabel, confirmDanger }) {
    const dialog = document.getElementById("confirm");
    const ok = dialog.querySelector("[data-confirm-ok]");
    dialog.querySelector("h2").textContent = question;
    ok.textContent = confirmLabel || ok.dataset.default;
    ok.className = confirmDanger === undefined ? "btn btn-primary" : "btn btn-danger";
    dialog.returnValue = "";
    ok.onclick = () => dialog.close("ok");
    dialog.showModal();
    return new Promise((answer) => {
      dialog.addEventListener("close", () => answer(dialog.returnValue === "ok"), { once: true });
    });
  }

  document.addEventListener("htmx:confirm", async (event) => {
    const { elt, issueRequest, triggeringEvent } = event.detail;
    const submitter = triggeringEvent?.submitter;
    const asker = submitter?.hasAttribute("hx-confirm") ? submitter : elt.closest("[hx-confirm]");
    if (!asker) return;
    event.preventDefault();
    if (!(await ask(asker.getAttribute("hx-confirm"), asker.dataset))) return;
    // htmx forgets which button was pressed as soon as the dialog takes the focus.
    if (submitter?.name) submitter.insertAdjacentElement("afterend", hiddenCopy(submitter));
    issueRequest(true);
  });

  function hiddenCopy(button) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: button.name, value: button.value });
    setTimeout(() => input.remove());
    return input;
  }
})();

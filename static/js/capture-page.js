// The page of the phone: accounts as buttons, one line, Send. Opens without a network once it was visited.
(() => {
  "use strict";
  const form = document.getElementById("capture-form");
  const field = document.getElementById("id_text");
  const select = document.getElementById("id_account");
  const said = document.getElementById("capture-said");
  const buttons = document.getElementById("capture-accounts");

  function say(words, tone = "") {
    said.textContent = words;
    said.dataset.tone = tone;
  }

  function choose(value) {
    if (![...select.options].some((option) => option.value === value)) value = "";
    select.value = value;
    for (const button of buttons.children) button.setAttribute("aria-pressed", String(button.value === value));
  }

  function offer() {
    const chosen = select.value;
    for (const { value, text } of captures.accounts()) {
      if (!select.querySelector(`option[value="${value}"]`)) select.add(new Option(text, value));
    }
    buttons.replaceChildren(...[...select.options].filter((option) => option.value).map((option) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", value: option.value, textContent: option.text });
      return button;
    }));
    choose(chosen);
    select.closest("p").hidden = true;
    buttons.hidden = !buttons.children.length;
  }

  async function send(deliver) {
    const result = await deliver();
    if (result.outcome !== "nothing") say(captures.said(result), result.outcome === "sent" ? "good" : "kept");
  }

  function keepLine() {
    const wrong = captures.person() ? captures.objection(field.value) : captures.settings().nobody;
    if (wrong) return say(wrong, "bad");
    try {
      captures.keep({ text: field.value, account: select.value });
    } catch {
      return say(captures.settings().full, "bad");
    }
    field.value = "";
    captures.saveDraft({ text: "" });
    field.focus();
    send(captures.send);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keepLine();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    keepLine();
  });
  field.addEventListener("input", () => captures.saveDraft({ text: field.value }));
  buttons.addEventListener("click", ({ target }) => {
    if (target.value) choose(select.value === target.value ? "" : target.value);
  });
  document.addEventListener("click", ({ target }) => {
    if (target.matches("[data-retry]")) send(captures.retry);
    if (target.matches("[data-take-back]")) {
      const text = captures.takeBack(target.dataset.takeBack)?.text;
      field.value = [field.value, text].filter(Boolean).join("\n");
      field.focus();
    }
  });

  async function start() {
    captures.remember();
    offer();
    if (!field.value && captures.draft()) field.value = captures.draft().text;
    const before = captures.person();
    await captures.refresh().catch(() => null);
    if (captures.person() !== before) field.value = captures.draft()?.text || ""; // another person has signed in
    offer();
    document.dispatchEvent(new CustomEvent("captures:change"));
    send(captures.send);
  }

  start();
  navigator.serviceWorker?.register(captures.settings().workerUrl);
})();

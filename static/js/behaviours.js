// Small behaviours by attribute: dialogs, copying, counters, confirmation. All work without it too.
(() => {
  "use strict";
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-opens], [data-copies]");
    if (!button) return;
    // Browsers that know `command` open the dialog themselves.
    if (button.dataset.opens && !("commandForElement" in HTMLButtonElement.prototype)) {
      const dialog = document.getElementById(button.dataset.opens);
      if (dialog && !dialog.open) dialog.showModal();
    }
    if (button.dataset.copies) {
      try {
        await navigator.clipboard.writeText(button.dataset.copies);
        if (button.dataset.copied) button.textContent = button.dataset.copied;
      } catch {
        // Without the clipboard (plain http) the text stays there to be selected.
      }
    }
  });

  document.addEventListener(
    "submit",
    (event) => {
      const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
      if (question && !window.confirm(question)) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );

  // The server wrote the sentence in the reader's language, the number used comes first in it.
  const count = (field) => {
    const place = field.id && document.querySelector(`[data-counter="${CSS.escape(field.id)}"]`);
    if (!place) return;
    place.textContent = place.textContent.replace(/\d+/, field.value.length);
    place.toggleAttribute("data-over", field.value.length > Number(place.dataset.counterMax));
  };
  document.addEventListener("input", (event) => count(event.target));
  for (const place of document.querySelectorAll("[data-counter]")) {
    const field = document.getElementById(place.dataset.counter);
    if (field) count(field);
  }

  // Texts that were typed here and not saved are not left to whoever uses this device next.
  document.addEventListener("submit", (event) => {
    if (!/\/sign-outs?$/.test(event.target.action)) return;
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("plenary-text:")) localStorage.removeItem(key);
    }
  });

  document.querySelector("[data-focus-first]")?.focus();
})();

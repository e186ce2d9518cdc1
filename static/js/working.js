// While a form is being worked on: its progress is shown, and asked for where the form says where.
(() => {
  "use strict";
  const EVERY = 400; // ms

  const follow = async (address, bar) => {
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      const { done, all } = await answer.json();
      if (!all) return;
      bar.max = all;
      bar.value = done;
    } catch {
      // The answer to the form itself is what counts.
    }
  };

  document.addEventListener("submit", (event) => {
    const shown = event.target.querySelector("[data-working-shown]");
    if (!event.target.matches("[data-working]") || !shown) return;
    if (event.target.dataset.sent) {
      event.preventDefault();
      return;
    }
    event.target.dataset.sent = "yes";
    shown.hidden = false;
    const bar = shown.querySelector("progress");
    if (event.target.dataset.working) setInterval(follow, EVERY, event.target.dataset.working, bar);
  });

  // Back from the next page: the form may be sent again.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("[data-sent]")) {
      delete form.dataset.sent;
      form.querySelector("[data-working-shown]").hidden = true;
    }
  });
})();

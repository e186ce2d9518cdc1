// Buttons of a board act without leaving the page: what is typed and ticked beside them stays.
// What they did comes with the live feed. Without a feed, or when the answer is no, the page is left as ever.
(() => {
  "use strict";
  const feed = document.getElementById("live");
  if (!feed) return;
  const FIELDS = "textarea, select, input:not([type=hidden])";
  const follows = () =>
    ["live", "around"].includes(document.querySelector("[data-connection]")?.dataset.state);

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const leaves = form.querySelector(FIELDS) || "confirm" in form.dataset || "leaves" in form.dataset;
    if (event.defaultPrevented || leaves || !feed.contains(form) || !follows()) return;
    event.preventDefault();
    const { submitter } = event;
    let done = false;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form, submitter)),
        redirect: "manual",
      });
      done = answer.type === "opaqueredirect"; // the way on, which need not be taken
    } catch {
      // The browser's own page says best that there is no network.
    }
    if (done) return;
    if (!form.isConnected) return location.reload();
    // Once more as a page: it shows the refusal with everything that belongs to it.
    form.dataset.leaves = "";
    form.requestSubmit(submitter);
  });
})();
